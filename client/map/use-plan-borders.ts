// The borders of a plan on its map: those in view, as fine as the screen shows. After an edit only what it touched is sent.
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { useCallback, useEffect, useRef } from 'react'
import { fromLattice } from '#domain/topology/lattice.ts'
import type { Touched } from '#domain/topology/refusal.ts'
import { thinLine } from '#domain/topology/thin-line.ts'
import { type Arc, type ArcId, ancestorOf, arcsNear, type Topology } from '#domain/topology/topology.ts'
import { type View, watchView } from './watch-view.ts'

/** The highest level that the border parts. */
function levelOf(topology: Topology, { left, right }: Arc): 1 | 2 | 3 {
  for (const level of [1, 2] as const) if (ancestorOf(topology, left, level) !== ancestorOf(topology, right, level)) return level
  return 3
}

/** Less than half a pixel also where the map comes twice as near before this is worked out again. */
const finenessPixels = 0.2

function borderOf(topology: Topology, id: ArcId, unitsPerPixel: number): GeoJSON.Feature[] {
  const arc = topology.arcs.get(id)
  if (arc === undefined) return []
  const coordinates = thinLine(arc.points, unitsPerPixel * finenessPixels).map(fromLattice)
  return [{ type: 'Feature', id, properties: { level: levelOf(topology, arc) }, geometry: { type: 'LineString', coordinates } }]
}

const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features })

/** @param touched what is not as it was at the revision before */
export function usePlanBorders(map: MapLibreMap | null, topology: Topology, touched: Touched, revision: number): void {
  const latest = useRef({ topology, revision })
  latest.current = { topology, revision }
  /** What the borders on the map are of. */
  const shown = useRef<{ readonly revision: number; readonly view: View } | null>(null)
  const show = useCallback((on: MapLibreMap, view: View) => {
    const { topology, revision } = latest.current
    const features = [...arcsNear(topology, view.box)].flatMap((id) => borderOf(topology, id, view.unitsPerPixel))
    void on.getSource<GeoJSONSource>('plan-borders')?.setData(collection(features))
    shown.current = { revision, view }
  }, [])
  useEffect(() => (map === null ? undefined : watchView(map, 0, (view) => show(map, view))), [map, show])
  useEffect(() => {
    const last = shown.current
    if (map === null || last === null || last.revision === revision) return
    if (last.revision !== revision - 1) {
      show(map, last.view)
      return
    }
    const arcs = new Set(touched.arcs)
    for (const grid of touched.grids) for (const id of topology.grids.get(grid)?.arcs ?? []) arcs.add(id)
    void map
      .getSource<GeoJSONSource>('plan-borders')
      ?.updateData({ remove: [...arcs], add: [...arcs].flatMap((id) => borderOf(topology, id, last.view.unitsPerPixel)) })
    shown.current = { ...last, revision }
  }, [map, topology, touched, revision, show])
}
