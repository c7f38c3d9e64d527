/**
 * Gives the ground inside a drawn ring to a grid, or gives it up.
 *
 *      ┌──────┬──────┐        ┌────┬────────┐     `from` says whose ground may go (nobody's counts too, to add ground at the outer
 *      │  1 ╭─┼─╮  2 │   →    │  1 ╰╮    2 │     edge); without it, everybody's. Ground given to nobody leaves the coverage.
 *      │    ╰─┼─╯    │        │    ╭╯      │
 *      └──────┴──────┘        └────┴────────┘
 *
 * The same edit moves whole blocks and buildings (the ring is theirs) and makes islands. Scraps below one square metre, left by
 * a hand that meant to follow a border, go with the ground beside them.
 */
import { clashAfter, cutGround } from './cut-ground.ts'
import { openDraft, putGrid, settled } from './draft.ts'
import { type Face, facesOf, giveFace, tidy } from './faces.ts'
import { insideRing, type LatticePoint, samePoint, twiceArea } from './lattice.ts'
import { type EditResult, mostGrids, refused } from './refusal.ts'
import { type HalfEdge, pointsAlong } from './rings.ts'
import { LEAST_TWICE_AREA } from './split-grid.ts'
import { type ArcId, arcsNear, boxesMeet, type GridId, gridAt, OUTSIDE, pointKey, pointsBox, type Topology } from './topology.ts'

export interface TransferArea {
  readonly kind: 'transferArea'
  /** open ring, three points at least */
  readonly ring: readonly LatticePoint[]
  readonly to: GridId
  /** whose ground may go; '' is the ground of nobody */
  readonly from?: readonly GridId[] | undefined
  /** `to` is a grid that does not exist yet: its name and the grid of the level above */
  readonly founding?: { readonly name: string; readonly nameEn: string; readonly parent: string } | undefined
}

export function transferArea(topology: Topology, edit: Omit<TransferArea, 'kind'>): EditResult {
  const { ring, to, from, founding } = edit
  if (ring.length < 3 || Math.abs(twiceArea(ring)) < LEAST_TWICE_AREA) return refused('sliver', ring[0])
  if ((from?.length ?? 0) > mostGrids) return refused('tooManyPoints', ring[0])
  const unfit = unfitReceiver(topology, edit)
  if (unfit !== null) return unfit
  const givers = new Set((from ?? [...gridsUnder(topology, ring)]).filter((grid) => grid !== to))
  for (const grid of givers) if (grid !== OUTSIDE && !topology.grids.has(grid)) return refused('noSuchGrid', undefined, grid)
  if (givers.size === 0) return refused('nothingChanges', ring[0], to)

  const draft = openDraft(topology)
  const around = twiceArea(ring) > 0 ? ring : ring.toReversed()
  const cut = cutGround(draft, [...around, ...around.slice(0, 1)], (grid) => givers.has(grid))
  if (!cut.ok) return cut
  if (founding !== undefined) putGrid(draft, to, { ...founding, arcs: [] })
  const inside = insideOf(cut.chain, (p) => pointKey(draft.frame, p))
  const touched = new Set<ArcId>(cut.drawn)
  let given = 0
  for (const grid of givers) {
    const faces = facesOf(draft, grid, cut.drawn)
    const { going, staying } = partFaces(faces, inside, cut.drawn)
    if (going.length === 0) continue
    if (staying.length === 0) return refused('wouldVanish', ring[0], grid)
    for (const face of going) {
      giveFace(draft, face, to)
      for (const { id } of face.halves) touched.add(id)
      given += 1
    }
  }
  if (given === 0) return refused('nothingChanges', ring[0], to)
  tidy(draft, touched, cut.contacts)
  return clashAfter(draft) ?? settled(draft)
}

function unfitReceiver(topology: Topology, { to, founding }: Omit<TransferArea, 'kind'>): EditResult | null {
  if (founding === undefined) return to === OUTSIDE || topology.grids.has(to) ? null : refused('noSuchGrid', undefined, to)
  if (to === OUTSIDE || topology.grids.has(to)) return refused('idTaken', undefined, to)
  return topology.parents.get(founding.parent)?.level === 2 ? null : refused('noSuchParent', undefined, founding.parent)
}

/** The grids that the ring may touch: whose borders come near it, and the one it begins in. */
export function gridsUnder(topology: Topology, ring: readonly LatticePoint[]): Set<GridId> {
  const box = pointsBox(ring)
  const found = new Set<GridId>()
  for (const id of arcsNear(topology, box)) {
    const arc = topology.arcs.get(id)
    if (arc === undefined || !boxesMeet(box, pointsBox(arc.points))) continue
    for (const side of [arc.left, arc.right]) if (side !== OUTSIDE) found.add(side)
  }
  const start = ring[0] === undefined ? OUTSIDE : gridAt(topology, ring[0])
  if (start !== OUTSIDE) found.add(start)
  return found
}

function partFaces(faces: readonly Face[], inside: (face: Face) => boolean, drawn: readonly ArcId[]): { going: Face[]; staying: Face[] } {
  const lines = new Set(drawn)
  const scrap = (face: Face) => face.twiceArea < LEAST_TWICE_AREA && face.halves.some(({ id }) => lines.has(id))
  const going: Face[] = []
  const staying: Face[] = []
  for (const face of faces) (inside(face) !== scrap(face) ? going : staying).push(face)
  return { going, staying }
}

/** Is a face inside the ring? By a stretch of its border that runs along the ring, or else by the middle of an edge off it. */
function insideOf(chain: readonly LatticePoint[], key: (p: LatticePoint) => number): (face: Face) => boolean {
  const open = samePoint(chain[0] ?? [0, 0], chain[chain.length - 1] ?? [1, 1]) ? chain.slice(0, -1) : chain
  const ahead = new Map(open.map((p, i) => [key(p), open[(i + 1) % open.length] ?? p]))
  const box = pointsBox(open)
  return ({ halves }) => {
    for (const [a, b] of edgesAlong(halves)) {
      const [next, back] = [ahead.get(key(a)), ahead.get(key(b))]
      if (next !== undefined && samePoint(next, b)) return true
      if (back !== undefined && samePoint(back, a)) return false
      if (!boxesMeet(box, pointsBox([a, b]))) return false
      return insideRing([a[0] + b[0], a[1] + b[1]], open, 2)
    }
    return false
  }
}

function* edgesAlong(halves: readonly HalfEdge[]): Generator<readonly [LatticePoint, LatticePoint]> {
  for (const half of halves) {
    const points = pointsAlong(half)
    for (const [i, a] of points.entries()) {
      const b = points[i + 1]
      if (b !== undefined) yield [a, b]
    }
  }
}
