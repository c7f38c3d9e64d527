/**
 * What must hold when borders have moved: the drawing is planar, and it is the same drawing.
 *
 *   clash   two segments meet elsewhere than in a node in which both arcs end
 *   jump    a border passed over another that is not fastened to it (an island)
 *   flip    a ring turned inside out, or arcs changed their order around a node
 *
 * No clash, no jump and no flip together mean that the new drawing can be reached from the old one by a movement during which
 * nothing touches, so who lies beside whom is unchanged.
 */
import { insideRing, type LatticePoint, samePoint, segmentsClash, segmentsMeet, twiceArea } from './lattice.ts'
import { type Refused, refused } from './refusal.ts'
import { type Ground, leavingNode, pointsOfRing, ringsOf } from './rings.ts'
import { type Arc, type ArcId, arcsNear, boxesMeet, OUTSIDE, pointsBox, segmentBox, type Topology } from './topology.ts'

type Indexed = Pick<Topology, 'frame' | 'arcs' | 'cells'>

/** The first place where segments `from` to `to` (exclusive) of the arc meet anything that they may not. */
export function clashOf(ground: Indexed, id: ArcId, from = 0, to = Infinity): LatticePoint | null {
  const arc = ground.arcs.get(id)
  if (arc === undefined) return null
  const last = Math.min(to, arc.points.length - 1)
  for (let i = Math.max(0, from); i < last; i++) {
    const [a, b] = [arc.points[i], arc.points[i + 1]]
    if (a === undefined || b === undefined) continue
    const box = segmentBox(a, b)
    for (const otherId of arcsNear(ground, box)) {
      const other = ground.arcs.get(otherId)
      if (other === undefined) continue
      for (let j = 0; j + 1 < other.points.length; j++) {
        if (otherId === id && i === j) continue
        const [c, d] = [other.points[j], other.points[j + 1]]
        if (c === undefined || d === undefined || Math.max(c[0], d[0]) < box[0] || Math.min(c[0], d[0]) > box[2]) continue
        if (Math.max(c[1], d[1]) < box[1] || Math.min(c[1], d[1]) > box[3] || !segmentsMeet(a, b, c, d)) continue
        if (segmentsClash(a, b, c, d) || !mayMeet(arc, i, other, j, otherId === id)) return samePoint(a, c) || samePoint(a, d) ? a : b
      }
    }
  }
  return null
}

/** Segments that share an end: the next one along the same arc, or two that end in a node there. */
function mayMeet(arc: Arc, i: number, other: Arc, j: number, same: boolean): boolean {
  if (same && Math.abs(i - j) === 1) return true
  const ends = (points: readonly LatticePoint[], k: number) => [
    ...(k === 0 ? [points[0]] : []),
    ...(k === points.length - 2 ? [points[points.length - 1]] : []),
  ]
  const theirs = ends(other.points, j)
  return ends(arc.points, i).some((p) => p !== undefined && theirs.some((q) => q !== undefined && samePoint(p, q)))
}

/** What a changed stretch of border swept over: the old way there and the new way back, an open ring. */
export type Swept = readonly LatticePoint[]

/** Has a moved border passed over a whole other one? Arcs that were changed themselves are judged by the other two checks. */
export function jumpOf(ground: Indexed, swept: readonly Swept[], changed: ReadonlySet<ArcId>): LatticePoint | null {
  for (const ring of swept) {
    const box = pointsBox(ring)
    for (const id of arcsNear(ground, box)) {
      const points = ground.arcs.get(id)?.points
      if (changed.has(id) || points === undefined || !boxesMeet(box, pointsBox(points))) continue
      const [a, b] = [points[0], points[1]]
      if (a !== undefined && b !== undefined && insideRing([a[0] + b[0], a[1] + b[1]], ring, 2)) return a
    }
  }
  return null
}

type Rings = Ground & Pick<Topology, 'grids'>

/** Which rings of these arcs' grids turned inside out, or which node's arcs changed order, between two states with the same arcs. */
export function flipOf(before: Rings, after: Rings, arcs: ReadonlySet<ArcId>, swept: readonly Swept[]): Refused | null {
  for (const id of arcs) {
    const [was, is] = [before.arcs.get(id), after.arcs.get(id)]
    if (was === undefined || is === undefined) continue
    for (const [old, now] of [
      [was.points[0], is.points[0]],
      [was.points[was.points.length - 1], is.points[is.points.length - 1]],
    ]) {
      if (old === undefined || now === undefined) continue
      if (turnsAround(before, old) !== turnsAround(after, now)) return refused('wouldFlip', old)
    }
  }
  return sweepsOver(before, arcs, swept) ? flippedRing(before, after, arcs) : null
}

/** A ring turns inside out only when a stretch passes over the rest of it: over some corner of the arcs that move. */
function sweepsOver({ arcs }: Ground, changed: ReadonlySet<ArcId>, swept: readonly Swept[]): boolean {
  return swept.some((ring) => {
    const [west, south, east, north] = pointsBox(ring)
    for (const id of changed) {
      for (const p of arcs.get(id)?.points ?? []) {
        if (p[0] < west || p[0] > east || p[1] < south || p[1] > north) continue
        if (!ring.some((corner) => samePoint(corner, p))) return true
      }
    }
    // A ring of three or four corners is nothing but the stretch and what it spans.
    return [...changed].some((id) => (arcs.get(id)?.points.length ?? 0) < 6)
  })
}

function flippedRing(before: Rings, after: Rings, arcs: ReadonlySet<ArcId>): Refused | null {
  const grids = new Set<string>()
  for (const id of arcs)
    for (const side of [after.arcs.get(id)?.left, after.arcs.get(id)?.right]) if (side !== undefined && side !== OUTSIDE) grids.add(side)
  for (const grid of grids) {
    const signs = (ground: Rings) =>
      ringsOf(
        ground,
        ground.grids.get(grid)?.arcs ?? [],
        (side) => side === grid,
        ({ left, right }) => left !== right,
      ).map((ring) => Math.sign(twiceArea(pointsOfRing(ring))))
    const [was, is] = [signs(before), signs(after)]
    if (was.length !== is.length || was.some((sign, i) => sign !== is[i])) return refused('wouldFlip', undefined, grid)
  }
  return null
}

/** The order of the arcs around a node as a text that does not depend on where the counting starts. */
function turnsAround(ground: Ground, node: LatticePoint): string {
  const names = leavingNode(ground, node).map(({ id, forward }) => (forward ? id * 2 : id * 2 + 1))
  const least = names.indexOf(Math.min(...names))
  return [...names.slice(least), ...names.slice(0, least)].join(' ')
}
