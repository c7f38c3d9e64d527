/**
 * Faces: the pieces of ground that the arcs through a grid part, and giving them to grids.
 *
 *      ┌───┬───┐     a grid cut by a line has two faces; each is the rings around it, the outer one and those of its holes
 *      │ f │ g │     giving f to another grid changes the sides of its half-edges; arcs that part nothing any more are taken
 *      └───┴───┘     out, and nodes in which only two arcs still end are points again (`tidy`)
 */
import { type Draft, dropArc, firstPoint, lastPoint, putArc } from './draft.ts'
import { type LatticePoint, samePoint, twiceArea } from './lattice.ts'
import { type HalfEdge, pointsOfRing, ringInside, ringsOf } from './rings.ts'
import { type Arc, type ArcId, type GridId, OUTSIDE, pointKey } from './topology.ts'

export interface Face {
  readonly grid: GridId
  readonly halves: readonly HalfEdge[]
  /** the rings as open points, the outer one first (the outside has none) */
  readonly rings: readonly (readonly LatticePoint[])[]
  /** twice the area in square units; infinite for the open country */
  readonly twiceArea: number
}

/** The faces of a grid among its own arcs and the arcs drawn through it. */
export function facesOf(draft: Draft, grid: GridId, drawn: readonly ArcId[]): Face[] {
  const own = grid === OUTSIDE ? outerArcs(draft, drawn) : (draft.grids.get(grid)?.arcs ?? [])
  const through = drawn.filter((id) => draft.arcs.get(id)?.left === grid && draft.arcs.get(id)?.right === grid)
  const rings = ringsOf(
    draft,
    [...own, ...through],
    (side) => side === grid,
    () => true,
  )
  const measured = rings.map((halves) => {
    const points = pointsOfRing(halves)
    return { halves, points, area: twiceArea(points) }
  })
  const outers = measured.filter(({ area }) => area > 0).sort((a, b) => a.area - b.area)
  const faces = outers.map(({ halves, points, area }) => ({ halves: [...halves], rings: [points], area }))
  const open = { halves: [] as HalfEdge[], rings: [] as LatticePoint[][], area: Infinity }
  for (const hole of measured.filter(({ area }) => area <= 0)) {
    const owner = outers.findIndex(({ points, area }) => area > -hole.area && ringInside(hole.points, points))
    const face = faces[owner] ?? open
    face.halves.push(...hole.halves)
    face.rings.push(hole.points)
    face.area += hole.area
  }
  const all = open.halves.length > 0 ? [...faces, open] : faces
  return all.map(({ halves, rings: around, area }) => ({ grid, halves, rings: around, twiceArea: area }))
}

/** The outer border of everything that hangs together with the arcs drawn: what lies elsewhere is not looked at. */
function outerArcs(draft: Draft, drawn: readonly ArcId[]): ArcId[] {
  const found = new Set<ArcId>()
  for (const [id, { left, right }] of draft.arcs) if ((left === OUTSIDE) !== (right === OUTSIDE)) found.add(id)
  for (const id of drawn) found.delete(id)
  return [...found]
}

export function giveFace(draft: Draft, face: Face, to: GridId): void {
  for (const { id, forward } of face.halves) {
    const arc = draft.arcs.get(id)
    if (arc !== undefined) putArc(draft, id, forward ? { ...arc, left: to } : { ...arc, right: to })
  }
}

/** Takes out arcs that part nothing, and joins arcs that meet in a node of two. `places` are nodes that may have become points. */
export function tidy(draft: Draft, arcIds: Iterable<ArcId>, places: Iterable<LatticePoint>): void {
  const nodes = new Map<number, LatticePoint>()
  const note = (p: LatticePoint) => nodes.set(pointKey(draft.frame, p), p)
  for (const p of places) note(p)
  for (const id of new Set(arcIds)) {
    const arc = draft.arcs.get(id)
    if (arc === undefined) continue
    note(firstPoint(arc))
    note(lastPoint(arc))
    if (arc.left === arc.right) dropArc(draft, id)
  }
  for (const p of nodes.values()) joinAt(draft, p)
}

function joinAt(draft: Draft, node: LatticePoint): void {
  const [a, b, more] = draft.nodes.get(pointKey(draft.frame, node)) ?? []
  if (a === undefined || b === undefined || more !== undefined || a === b) return
  const [first, second] = [draft.arcs.get(a), draft.arcs.get(b)]
  if (first === undefined || second === undefined) return
  const into = samePoint(lastPoint(first), node) ? first : turned(first)
  const on = samePoint(firstPoint(second), node) ? second : turned(second)
  dropArc(draft, b)
  putArc(draft, a, { left: into.left, right: into.right, points: [...into.points, ...on.points.slice(1)] })
}

const turned = ({ points, left, right }: Arc): Arc => ({ points: points.toReversed(), left: right, right: left })
