// What is drawn of a large plan is what can be seen of it: the view and half a screen around it, as fine as the screen shows.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useState } from 'react'
import { toLattice } from '#domain/topology/lattice.ts'
import type { Box } from '#domain/topology/topology.ts'

/** A box on the lattice, and how many units of it a pixel is. */
export type View = { readonly box: Box; readonly unitsPerPixel: number }

/** Calls at once, and again when the map shows something outside of the box it called with or is twice as near. Answers how to end that.
 * @param from the zoom from which on anything is drawn */
export function watchView(map: MapLibreMap, from: number, show: (view: View) => void): () => void {
  let shown: View | null = null
  const look = (): void => {
    if (map.getZoom() < from) return
    const [[west, south], [east, north]] = map.getBounds().toArray()
    const [x, y] = toLattice([west, south])
    const [right, top] = toLattice([east, north])
    const unitsPerPixel = (right - x) / map.getCanvas().clientWidth
    if (shown !== null && unitsPerPixel > shown.unitsPerPixel / 2) {
      const [left, bottom, end, upper] = shown.box
      if (left <= x && bottom <= y && right <= end && top <= upper) return
    }
    const [wide, high] = [Math.round((right - x) / 2), Math.round((top - y) / 2)]
    shown = { box: [x - wide, y - high, right + wide, top + high], unitsPerPixel }
    show(shown)
  }
  look()
  map.on('move', look)
  return () => void map.off('move', look)
}

/** The view and half a screen around it, once there is a map. */
export function useSeen(map: MapLibreMap | null): Box | null {
  const [seen, setSeen] = useState<Box | null>(null)
  useEffect(() => (map === null ? undefined : watchView(map, 0, ({ box }) => setSeen(box))), [map])
  return seen
}
