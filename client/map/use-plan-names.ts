// The names of the grids that are in view, once the map is near enough to read them. Where each stands is worked out when it comes into view.
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect } from 'react'
import { fromLattice, type LatticePoint } from '#domain/topology/lattice.ts'
import { arcsNear, type Box, type GridId, gridAt, OUTSIDE, type Topology } from '#domain/topology/topology.ts'
import { namesFrom } from './plan-layers.ts'
import { watchView } from './watch-view.ts'

export type PlanName = { readonly text: string; readonly at: LatticePoint }

/** The grids whose border comes into the box, and the one that has all of it. */
function gridsIn(topology: Topology, box: Box): ReadonlySet<GridId> {
  const grids = new Set([gridAt(topology, [box[0], box[1]])])
  for (const id of arcsNear(topology, box)) {
    const { left = OUTSIDE, right = OUTSIDE } = topology.arcs.get(id) ?? {}
    grids.add(left).add(right)
  }
  grids.delete(OUTSIDE)
  return grids
}

/** @param names of a grid; another function when they may be others */
export function usePlanNames(map: MapLibreMap | null, topology: Topology, names: (grid: GridId) => PlanName | null): void {
  useEffect(() => {
    if (map === null) return
    return watchView(map, namesFrom, ({ box }) => {
      const features = [...gridsIn(topology, box)].flatMap((grid): GeoJSON.Feature[] => {
        const name = names(grid)
        if (name === null) return []
        return [{ type: 'Feature', properties: { text: name.text }, geometry: { type: 'Point', coordinates: fromLattice(name.at) } }]
      })
      void map.getSource<GeoJSONSource>('plan-names')?.setData({ type: 'FeatureCollection', features })
    })
  }, [map, topology, names])
}
