/**
 * How long it takes to walk across a grid, before anything is known of its paths.
 *
 *      A ────────── B      the two corners that lie furthest apart (A and C), as the crow flies,
 *      │     1      │      × 1.4 for the way around what stands between: the upper end of the usual detour factors 1.3–1.4
 *      D ────────── C      (DOMAIN c.4), so that the figure is rather too long than too short; at 4 km/h, the default profile
 *
 * An estimate, and to be called one: the walking network lives with the service, and borders that are just being drawn have no entrances on it.
 */
import { lineLengthMetres } from '#domain/geo/local-plane.ts'
import { comparePoints, fromLattice, type LatticePoint, turn } from '#domain/topology/lattice.ts'
import type { LatticePolygon } from '#domain/topology/rings.ts'
import { minutesFor } from '#domain/walk/profile.ts'

export const detourFactor = 1.4

/** Minutes between the two corners of the ground that lie furthest apart. */
export function minutesAcross(polygons: readonly LatticePolygon[]): number {
  const corners = hullOf(polygons.flatMap(([outer = []]) => outer)).map(fromLattice)
  let metres = 0
  for (const [i, a] of corners.entries()) for (const b of corners.slice(i + 1)) metres = Math.max(metres, lineLengthMetres([a, b]))
  return minutesFor(metres * detourFactor, 'default')
}

/** The corners of the convex hull (Andrew's monotone chain, 1979): the furthest two are among them, and they are few. */
function hullOf(points: readonly LatticePoint[]): LatticePoint[] {
  const sorted = points.toSorted(comparePoints)
  const half = (line: readonly LatticePoint[]): LatticePoint[] => {
    const kept: LatticePoint[] = []
    for (const p of line) {
      for (;;) {
        const [a, b] = [kept[kept.length - 2], kept[kept.length - 1]]
        if (a === undefined || b === undefined || turn(a, b, p) > 0) break
        kept.pop()
      }
      kept.push(p)
    }
    return kept
  }
  return [...half(sorted).slice(0, -1), ...half(sorted.toReversed()).slice(0, -1)]
}
