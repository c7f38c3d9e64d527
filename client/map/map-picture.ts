// What a map shows, as a picture.
import type { Map as MapLibreMap } from 'maplibre-gl'
import type { Box } from './camera.ts'

/** A PNG as a data address, and the ground it shows from edge to edge. */
export type MapPicture = { readonly address: string; readonly box: Box }

/** What WebGL drew is kept only until the frame is over: the map is asked to draw, and copied in the same frame. */
export const pngOf = (map: MapLibreMap): Promise<string> =>
  new Promise((resolve) => {
    map.once('render', () => resolve(map.getCanvas().toDataURL('image/png')))
    map.triggerRepaint()
  })
