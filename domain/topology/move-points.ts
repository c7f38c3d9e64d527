/**
 * Moves points of borders, all at once: a point, a node with every border that ends there, or the points of a whole border.
 *
 *      ───●───              ──┐  ┌──        both grids beside a border, and all three levels, follow, because there is
 *       1 │ 2      →       1  └●─┘  2       only the one border
 *
 * Inverse: the moves turned round.
 */
import { openDraft, putArc, settled } from './draft.ts'
import { isLatticePoint, type LatticePoint, samePoint } from './lattice.ts'
import { clashOf, flipOf, jumpOf, type Swept } from './planar.ts'
import { type EditResult, mostPoints, refused } from './refusal.ts'
import { type ArcId, arcsNear, inFrame, pointKey, type Topology } from './topology.ts'

export interface MovePoints {
  readonly kind: 'movePoints'
  readonly moves: readonly { readonly from: LatticePoint; readonly to: LatticePoint }[]
}

export function movePoints(topology: Topology, { moves }: Omit<MovePoints, 'kind'>): EditResult {
  const { frame } = topology
  if (2 * moves.length > mostPoints) return refused('tooManyPoints', moves[0]?.from)
  const target = new Map<number, LatticePoint>()
  for (const { from, to } of moves) {
    if (!isLatticePoint(from) || !isLatticePoint(to) || !inFrame(frame, to) || !inFrame(frame, from)) return refused('outOfRange', to)
    if (target.has(pointKey(frame, from))) return refused('pointTwice', from)
    target.set(pointKey(frame, from), to)
  }
  if (moves.every(({ from, to }) => samePoint(from, to))) return refused('nothingChanges', moves[0]?.from)

  const draft = openDraft(topology)
  const segments: { id: ArcId; i: number }[] = []
  const swept: Swept[] = []
  const found = new Set<number>()
  for (const id of arcsAt(topology, moves)) {
    const arc = topology.arcs.get(id)
    if (arc === undefined) continue
    const moved = arc.points.map((p) => target.get(pointKey(frame, p)) ?? p)
    if (moved.every((p, i) => p === arc.points[i])) continue
    for (const p of arc.points) if (target.has(pointKey(frame, p))) found.add(pointKey(frame, p))
    putArc(draft, id, { ...arc, points: moved })
    for (let i = 0; i + 1 < moved.length; i++) {
      const [a, b, c, d] = [arc.points[i], arc.points[i + 1], moved[i + 1], moved[i]]
      if (a === undefined || b === undefined || c === undefined || d === undefined || (a === d && b === c)) continue
      if (samePoint(c, d)) return refused('placeTaken', c)
      segments.push({ id, i })
      swept.push([a, b, c, d])
    }
  }
  for (const { from, to } of moves) {
    if (!found.has(pointKey(frame, from))) return refused('noSuchPoint', from)
    // Two nodes on one place would be one node, which no check of segments sees.
    const ending = draft.nodes.get(pointKey(frame, to))
    const here = topology.nodes.get(pointKey(frame, from))
    if (ending !== undefined && here !== undefined && ending.length !== here.length) return refused('placeTaken', to)
  }
  for (const { id, i } of segments) {
    const clash = clashOf(draft, id, i, i + 1)
    if (clash !== null) return refused('wouldCross', clash)
  }
  const jump = jumpOf(draft, swept, draft.changed)
  if (jump !== null) return refused('wouldJump', jump)
  const changed = new Set(draft.changed)
  const after = settled(draft)
  return flipOf(topology, after.topology, changed, swept) ?? after
}

function arcsAt(topology: Topology, moves: MovePoints['moves']): Set<ArcId> {
  const arcs = new Set<ArcId>()
  for (const { from } of moves) for (const id of arcsNear(topology, [from[0], from[1], from[0], from[1]])) arcs.add(id)
  return arcs
}
