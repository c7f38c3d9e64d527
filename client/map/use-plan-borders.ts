// The borders of a plan on its map: those in view, as fine as the screen shows. After an edit only what it touched is sent.
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { useCallback, useEffect, useRef } from 'react'
import type { Touched } from '#domain/topology/refusal.ts'
import type { Topology } from '#domain/topology/topology.ts'
import { bordersChange, bordersIn } from './plan-borders.ts'
import { type View, watchView } from './watch-view.ts'

/** @param touched what is not as it was at the revision before */
export function usePlanBorders(map: MapLibreMap | null, topology: Topology, touched: Touched, revision: number): void {
  const latest = useRef({ topology, revision })
  latest.current = { topology, revision }
  /** What the borders on the map are of. */
  const shown = useRef<{ readonly topology: Topology; readonly revision: number; readonly view: View } | null>(null)
  const show = useCallback((on: MapLibreMap, view: View) => {
    const { topology } = latest.current
    void on.getSource<GeoJSONSource>('plan-borders')?.setData({ type: 'FeatureCollection', features: bordersIn(topology, view) })
    shown.current = { ...latest.current, view }
  }, [])
  useEffect(() => (map === null ? undefined : watchView(map, 0, (view) => show(map, view))), [map, show])
  useEffect(() => {
    const last = shown.current
    if (map === null || last === null || last.revision === revision) return
    const change = last.revision === revision - 1 ? bordersChange(last.topology, topology, touched, last.view) : null
    if (change === null) {
      show(map, last.view)
      return
    }
    void map.getSource<GeoJSONSource>('plan-borders')?.updateData(change)
    shown.current = { ...last, topology, revision }
  }, [map, topology, touched, revision, show])
}
