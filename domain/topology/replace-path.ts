/**
 * Puts another line in the place of a stretch of one border: insert or remove a point, simplify, draw a stretch anew.
 *
 *      A ── B ── C ── D    before: A B C     after: A x y C        A   C ── D
 *                                                                  x ─ y┘
 *
 * `before` are consecutive points of one border in either direction, ends included; `after` begins and ends with the same two.
 * A stretch that somebody else changed meanwhile is not there any more, which is what makes it safe to send late.
 * Inverse: `before` and `after` exchanged.
 */
import { openDraft, putArc, settled } from './draft.ts'
import { isLatticePoint, type LatticePoint, samePoint } from './lattice.ts'
import { clashOf, flipOf, jumpOf } from './planar.ts'
import { type EditResult, mostPoints, refused } from './refusal.ts'
import { type Arc, type ArcId, arcsNear, inFrame, pointKey, type Topology } from './topology.ts'

export interface ReplacePath {
  readonly kind: 'replacePath'
  readonly before: readonly LatticePoint[]
  readonly after: readonly LatticePoint[]
}

export function replacePath(topology: Topology, { before, after }: Omit<ReplacePath, 'kind'>): EditResult {
  const [first, last] = [before[0], before[before.length - 1]]
  const [newFirst, newLast] = [after[0], after[after.length - 1]]
  if (first === undefined || last === undefined || before.length < 2) return refused('noSuchPath')
  if (newFirst === undefined || newLast === undefined || after.length < 2) return refused('noSuchPath', first)
  if (before.length + after.length > mostPoints) return refused('tooManyPoints', first)
  if (!samePoint(first, newFirst) || !samePoint(last, newLast)) return refused('noSuchPath', first)
  for (const [i, p] of after.entries()) {
    if (!isLatticePoint(p) || !inFrame(topology.frame, p)) return refused('outOfRange', p)
    const next = after[i + 1]
    if (next !== undefined && samePoint(p, next)) return refused('pointTwice', p)
  }
  if (before.length === after.length && before.every((p, i) => samePoint(p, after[i] ?? [0, 0]))) return refused('nothingChanges', first)
  const stretch = findStretch(topology, before)
  if (stretch === null) return refused('noSuchPath', first)

  const { id, arc, points, from, reversed } = stretch
  const draft = openDraft(topology)
  const line = reversed ? after.toReversed() : after
  const whole = [...points.slice(0, from), ...line, ...points.slice(from + before.length)]
  if (samePoint(whole[0] ?? first, whole[whole.length - 1] ?? last) && whole.length < 4) return refused('wouldVanish', first)
  putArc(draft, id, { ...arc, points: whole })
  const clash = clashOf(draft, id, from, from + after.length - 1)
  if (clash !== null) return refused('wouldCross', clash)
  const swept = [[...before, ...after.slice(1, -1).toReversed()]]
  const jump = jumpOf(draft, swept, draft.changed)
  if (jump !== null) return refused('wouldJump', jump)
  const changed = new Set(draft.changed)
  const result = settled(draft)
  return flipOf(topology, result.topology, changed, swept) ?? result
}

interface Stretch {
  readonly id: ArcId
  readonly arc: Arc
  /** the arc's points, begun elsewhere if the stretch runs over the start of an island */
  readonly points: readonly LatticePoint[]
  readonly from: number
  /** is the stretch named against the direction of the arc? */
  readonly reversed: boolean
}

function findStretch(topology: Topology, before: readonly LatticePoint[]): Stretch | null {
  const [x, y] = before[0] ?? [0, 0]
  for (const id of arcsNear(topology, [x, y, x, y])) {
    const arc = topology.arcs.get(id)
    if (arc === undefined) continue
    for (const reversed of [false, true]) {
      const path = reversed ? before.toReversed() : before
      const from = positionIn(arc.points, path)
      if (from >= 0) return { id, arc, points: arc.points, from, reversed }
      const ends = topology.nodes.get(pointKey(topology.frame, arc.points[0] ?? [0, 0])) ?? []
      if (ends.length !== 2 || ends[0] !== id || ends[1] !== id) continue
      const open = arc.points.slice(0, -1)
      const start = open.findIndex((p) => samePoint(p, path[0] ?? p))
      if (start < 0) continue
      const turned = [...open.slice(start), ...open.slice(0, start + 1)]
      if (positionIn(turned, path) === 0) return { id, arc, points: turned, from: 0, reversed }
    }
  }
  return null
}

function positionIn(points: readonly LatticePoint[], path: readonly LatticePoint[]): number {
  for (let i = 0; i + path.length <= points.length; i++) {
    if (path.every((p, k) => samePoint(p, points[i + k] ?? [p[0] + 1, p[1]]))) return i
  }
  return -1
}
