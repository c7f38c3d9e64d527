/**
 * Has a grid the same ground as before? A border that only got a point where another one meets it (and was bent to it by some
 * centimetres) has not moved: every corner of either outline lies within `TOUCH` of the other outline.
 */
import { TOUCH } from './cut-ground.ts'
import { type LatticePoint, squaredDistance } from './lattice.ts'
import { gridPolygons, type LatticePolygon } from './rings.ts'
import type { GridId, Topology } from './topology.ts'

/** Twice the reach of one join, because a border may have been joined to from both sides. */
const SLACK_SQUARED = (2 * TOUCH) ** 2

/** `as`: the id that the grid has after, where that is another one. */
export function sameGround(before: Topology, after: Topology, grid: GridId, as: GridId = grid): boolean {
  const [was, is] = [before.grids.get(grid), after.grids.get(as)]
  if (was === undefined || is === undefined) return was === is
  // the same borders: only those that were moved are looked at, as often as a hand moves them
  if (was.arcs === is.arcs)
    return is.arcs.every((id) => {
      const [a, b] = [before.arcs.get(id)?.points ?? [], after.arcs.get(id)?.points ?? []]
      return a === b || (liesAlong([[a]], [[b]]) && liesAlong([[b]], [[a]]))
    })
  const [a, b] = [gridPolygons(before, grid), gridPolygons(after, as)]
  if (a.length !== b.length || a.flat().length !== b.flat().length) return false
  return liesAlong(a, b) && liesAlong(b, a)
}

/** Is there other ground, another name or another parent to tell of a grid that is there after? */
export function isChanged(before: Topology, after: Topology, grid: GridId): boolean {
  const [was, is] = [before.grids.get(grid), after.grids.get(grid)]
  if (is === undefined) return false
  return (
    was === undefined || was.parent !== is.parent || was.name !== is.name || was.nameEn !== is.nameEn || !sameGround(before, after, grid)
  )
}

function liesAlong(polygons: readonly LatticePolygon[], others: readonly LatticePolygon[]): boolean {
  const rings = others.flat()
  const corners = new Set(rings.flat().map(String))
  return polygons.flat(2).every((p) => corners.has(String(p)) || rings.some((ring) => isNear(p, ring)))
}

function isNear(p: LatticePoint, ring: readonly LatticePoint[]): boolean {
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1], ring[i]]
    if (a !== undefined && b !== undefined && squaredDistance(p, a, b) <= SLACK_SQUARED) return true
  }
  return false
}
