/**
 * Draws a border anew along a line, as seen from one grid.
 *
 *      ┌──────┬──────┐        the line starts and ends on the grid's border. Where it runs outside the grid, the ground between it and
 *      │  1  ╭┤   2  │   →    the border comes to the grid; where it runs inside, that ground goes to the neighbour across the
 *      │     ╰┤      │        border there (the one with the longest stretch of it)
 *      └──────┴──────┘
 *
 * Unlike `replacePath` the line may run over nodes, so that several borders change at once.
 */
import { clashAfter, cutGround } from './cut-ground.ts'
import { openDraft, settled } from './draft.ts'
import { type Face, facesOf, giveFace, tidy } from './faces.ts'
import type { LatticePoint } from './lattice.ts'
import { type EditResult, refused } from './refusal.ts'
import { type ArcId, type GridId, OUTSIDE, type Topology } from './topology.ts'
import { gridsUnder } from './transfer-area.ts'

export interface ReshapeBorder {
  readonly kind: 'reshapeBorder'
  readonly grid: GridId
  readonly line: readonly LatticePoint[]
}

export function reshapeBorder(topology: Topology, { grid, line }: Omit<ReshapeBorder, 'kind'>): EditResult {
  if (!topology.grids.has(grid)) return refused('noSuchGrid', undefined, grid)
  const draft = openDraft(topology)
  const around = gridsUnder(topology, line)
  const cut = cutGround(draft, line, (id) => id === grid || around.has(id) || id === OUTSIDE)
  if (!cut.ok) return cut
  const drawn = new Set(cut.drawn)
  const touched = new Set<ArcId>(drawn)
  const gifts: { face: Face; to: GridId }[] = []
  for (const other of new Set(cut.drawn.map((id) => draft.arcs.get(id)?.left ?? OUTSIDE))) {
    const faces = facesOf(draft, other, cut.drawn).filter(({ halves }) => halves.some(({ id }) => drawn.has(id)))
    if (faces.length < 2) continue
    const [largest, ...cutOff] = faces.sort((a, b) => b.twiceArea - a.twiceArea)
    if (largest === undefined) continue
    for (const face of cutOff) {
      const to = other === grid ? acrossLongest(face, grid) : beside(face, grid) ? grid : null
      if (to !== null) gifts.push({ face, to })
    }
  }
  if (gifts.length === 0) return refused('lineDoesNotDivide', line[0], grid)
  for (const { face, to } of gifts) {
    giveFace(draft, face, to)
    for (const { id } of face.halves) touched.add(id)
  }
  tidy(draft, touched, cut.contacts)
  for (const id of [grid, ...around]) if ((draft.grids.get(id)?.arcs.length ?? 0) === 0) return refused('wouldVanish', line[0], id)
  return clashAfter(draft) ?? settled(draft)
}

const beside = ({ halves }: Face, grid: GridId): boolean => halves.some(({ arc }) => arc.left === grid || arc.right === grid)

/** The neighbour with the longest stretch of the face's border; nobody is a neighbour too. */
function acrossLongest({ halves }: Face, grid: GridId): GridId | null {
  const lengths = new Map<GridId, number>()
  for (const { arc, forward } of halves) {
    const across = forward ? arc.right : arc.left
    if (across !== grid) lengths.set(across, (lengths.get(across) ?? 0) + lengthOf(arc.points))
  }
  let best: GridId | null = null
  for (const [other, length] of lengths) if (best === null || length > (lengths.get(best) ?? 0)) best = other
  return best
}

function lengthOf(points: readonly LatticePoint[]): number {
  let sum = 0
  let before = points[0]
  for (const p of points) {
    if (before !== undefined) sum += Math.sqrt((p[0] - before[0]) ** 2 + (p[1] - before[1]) ** 2)
    before = p
  }
  return sum
}
