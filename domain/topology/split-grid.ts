/**
 * Splits a grid along a drawn line.
 *
 *      A ──── E ──── B          the pieces by size: the largest (or the one that holds `keep`) stays the grid with its code and its
 *      │  1   ╎  n   │          people, the others become `newGrids` in the order of their size
 *      D ──── F ──── C
 *
 * Inverse: merging the new grids into the old one (which leaves E and F as points of the outline).
 */
import { clashAfter, cutGround } from './cut-ground.ts'
import { openDraft, putGrid, settled } from './draft.ts'
import { type Face, facesOf, giveFace, tidy } from './faces.ts'
import { comparePoints, insideRing, type LatticePoint } from './lattice.ts'
import { type EditResult, refused } from './refusal.ts'
import { type GridId, OUTSIDE, type Topology } from './topology.ts'

export interface SplitGrid {
  readonly kind: 'splitGrid'
  readonly grid: GridId
  /** open, or closed (first point again at the end) to cut an island out of the grid */
  readonly line: readonly LatticePoint[]
  readonly newGrids: readonly { readonly id: GridId; readonly name: string; readonly nameEn: string }[]
  /** a point in the piece that stays the grid; without it the largest piece does */
  readonly keep?: LatticePoint | undefined
}

/** Pieces below this are a slip of the hand: twice one square metre in square lattice units at 30° north (DOMAIN c.1: ignore < 1 m²). */
export const LEAST_TWICE_AREA = 18_700

export function splitGrid(topology: Topology, { grid, line, newGrids, keep }: Omit<SplitGrid, 'kind'>): EditResult {
  const known = topology.grids.get(grid)
  if (known === undefined) return refused('noSuchGrid', undefined, grid)
  const draft = openDraft(topology)
  const cut = cutGround(draft, line, (id) => id === grid)
  if (!cut.ok) return cut
  const wholeBefore = countFaces(topology, grid)
  const faces = facesOf(draft, grid, cut.drawn).sort(bySize)
  if (cut.drawn.length === 0 || faces.length <= wholeBefore) return refused('lineDoesNotDivide', line[0], grid)
  // Pieces that the line does not touch were parts of the grid before; they stay with it.
  const drawn = new Set(cut.drawn)
  const parted = faces.filter(({ halves }) => halves.some(({ id }) => drawn.has(id)))
  const sliver = parted.find(({ twiceArea }) => twiceArea < LEAST_TWICE_AREA)
  if (sliver !== undefined) return refused('sliver', sliver.rings[0]?.[0], grid)
  const stays = (keep === undefined ? undefined : parted.find((face) => holds(face, keep))) ?? parted[0]
  const given = parted.filter((face) => face !== stays)
  if (given.length !== newGrids.length) return refused('piecesDiffer', line[0], grid)
  for (const [i, face] of given.entries()) {
    const made = newGrids[i]
    if (made === undefined) continue
    if (made.id === OUTSIDE || draft.grids.has(made.id)) return refused('idTaken', undefined, made.id)
    putGrid(draft, made.id, { name: made.name, nameEn: made.nameEn, parent: known.parent, arcs: [] })
    giveFace(draft, face, made.id)
  }
  tidy(draft, cut.drawn, cut.contacts)
  return clashAfter(draft) ?? settled(draft)
}

/** How many pieces would the line make? For the preview, which does not know yet how many names it needs. */
export function piecesOfSplit(topology: Topology, grid: GridId, line: readonly LatticePoint[]): number {
  const draft = openDraft(topology)
  const cut = cutGround(draft, line, (id) => id === grid)
  if (!cut.ok) return 0
  const drawn = new Set(cut.drawn)
  return facesOf(draft, grid, cut.drawn).filter(({ halves }) => halves.some(({ id }) => drawn.has(id))).length
}

const countFaces = (topology: Topology, grid: GridId): number => facesOf(openDraft(topology), grid, []).length

const bySize = (a: Face, b: Face): number =>
  b.twiceArea - a.twiceArea || comparePoints(a.rings[0]?.[0] ?? [0, 0], b.rings[0]?.[0] ?? [0, 0])

const holds = ({ rings }: Face, p: LatticePoint): boolean => {
  const [outer, ...holes] = rings
  return outer !== undefined && insideRing(p, outer) && !holes.some((hole) => insideRing(p, hole))
}
