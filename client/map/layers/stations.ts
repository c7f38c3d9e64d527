// Party-mass service centres and stations: a disc with a sign per kind, grey and struck through while closed. The images are drawn in icons.ts.
import type { ExpressionSpecification } from 'maplibre-gl'
import { type BuildProps, fonts, type LayerDescriptor, nameField, nothing, type SlottedLayer, selectedId } from '../layer.ts'
import { palettes } from '../palette.ts'

const size: ExpressionSpecification = ['match', ['get', 'kind'], 'streetCenter', 1.15, 'communityCenter', 1, 0.8]

function build({ theme, language, selection }: BuildProps): readonly SlottedLayer[] {
  const colour = palettes[theme]
  const id = selectedId(selection, 'station')
  const image: ExpressionSpecification = [
    'concat',
    'station-',
    ['case', ['==', ['get', 'status'], 'closed'], 'closed', ['get', 'kind']],
    `-${theme}`,
  ]
  return [
    {
      slot: 'selection',
      spec: {
        id: 'station-selected',
        type: 'circle',
        source: 'stations',
        'source-layer': 'stations',
        filter: id < 0 ? nothing : ['==', ['id'], id],
        paint: {
          'circle-radius': 17,
          'circle-color': 'rgba(0,0,0,0)',
          'circle-stroke-color': colour.accent,
          'circle-stroke-width': 3.5,
        },
      },
    },
    {
      slot: 'labels',
      spec: {
        id: 'stations',
        type: 'symbol',
        source: 'stations',
        'source-layer': 'stations',
        layout: {
          'icon-image': image,
          'icon-size': ['interpolate', ['linear'], ['zoom'], 12, ['*', 0.7, size], 16, size],
          'icon-allow-overlap': true,
          'icon-padding': 1,
          'symbol-sort-key': ['match', ['get', 'kind'], 'streetCenter', 0, 'communityCenter', 1, 2],
          'text-field': ['step', ['zoom'], '', 15.4, nameField(language) as unknown as ExpressionSpecification],
          'text-font': fonts.medium,
          'text-size': 11.5,
          'text-optional': true,
          'text-variable-anchor': ['top', 'bottom', 'right', 'left'],
          'text-radial-offset': 1.35,
          'text-justify': 'auto',
          'text-max-width': 9,
          'text-padding': 4,
        },
        paint: { 'text-color': colour.text, 'text-halo-color': colour.halo, 'text-halo-width': 1.8 },
      },
    },
  ]
}

export const stationsLayer: LayerDescriptor = {
  key: 'stations',
  group: 'register',
  sources: ['stations'],
  dataOf: 'stations',
  minZoom: 10,
  build,
}
