// The points of borders that can be taken: as marks on the map for the hand, and one after the other around a grid for the keys.
import { type LatticePoint, samePoint } from '#domain/topology/lattice.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { type Box, type GridId, pointKey, type Topology } from '#domain/topology/topology.ts'
import type { PlanHandle } from '../../map/use-plan-drawing.ts'

/** More handles than this are no help. */
const mostHandles = 700
const mostMiddles = 160

export type Handles = {
  readonly shown: readonly PlanHandle[]
  /** So many points are in view that none has a handle. */
  readonly tooMany: boolean
}

/** @param seen what of the map is in view; of long borders only points there have handles */
export function handlesOf(topology: Topology, grids: readonly GridId[], seen: Box | null): Handles {
  const arcs = [...new Set(grids.flatMap((grid) => topology.grids.get(grid)?.arcs ?? []))].flatMap((id) => topology.arcs.get(id) ?? [])
  const all = arcs.flatMap(({ points }) => points.map((at, i) => ({ at, next: points[i + 1] })))
  const near = all.length <= mostMiddles ? all : all.filter(({ at }) => seen !== null && within(seen, at))
  if (near.length > mostHandles) return { shown: [], tooMany: true }
  const shown: PlanHandle[] = []
  const known = new Set<number>()
  for (const { at, next } of near) {
    const key = pointKey(topology.frame, at)
    if (!known.has(key)) shown.push({ at, kind: topology.nodes.has(key) ? 'node' : 'point', beside: null })
    known.add(key)
    if (next === undefined || near.length > mostMiddles) continue
    shown.push({ at: [Math.round((at[0] + next[0]) / 2), Math.round((at[1] + next[1]) / 2)], kind: 'middle', beside: [at, next] })
  }
  return { shown, tooMany: false }
}

const within = ([west, south, east, north]: Box, [x, y]: LatticePoint): boolean => x >= west && x <= east && y >= south && y <= north

export type Walked = { readonly at: LatticePoint; readonly number: number; readonly count: number; readonly isNode: boolean }

/** The points around a grid, ring after ring. */
const pointsAround = (topology: Topology, grid: GridId): readonly LatticePoint[] =>
  gridPolygons(topology, grid).flatMap((rings) => rings.flatMap((ring) => ring.slice(0, -1)))

/** Where somebody stands who walks the points of a grid; null where the point is gone. */
export function walkedAt(topology: Topology, grid: GridId, at: LatticePoint): Walked | null {
  const points = pointsAround(topology, grid)
  const place = points.findIndex((p) => samePoint(p, at))
  return place < 0 ? null : { at, number: place + 1, count: points.length, isNode: topology.nodes.has(pointKey(topology.frame, at)) }
}

/** The point so many steps on; the first one for who stands nowhere. */
export function walkOn(topology: Topology, grid: GridId, from: LatticePoint | null, steps: number): LatticePoint | null {
  const points = pointsAround(topology, grid)
  const place = from === null ? -1 : points.findIndex((p) => samePoint(p, from))
  return points[place < 0 ? 0 : (place + steps + points.length) % points.length] ?? null
}
