/**
 * Rings: the ways around a piece of ground with the ground to the left.
 *
 *     half-edge  an arc walked one way; it borders the ground to its left
 *     next       at the node where a half-edge ends, the first one leaving that is met turning clockwise from the way back:
 *                the sharpest turn to the left, so that a ring goes around one piece of ground whose inside hangs together
 *
 * Polygons of the world (OGC) may not touch themselves along the way, so a ring that comes to a node twice is cut into two there:
 * lobes become polygons, loops the other way become holes.
 */
import { firstPoint, lastPoint } from './draft.ts'
import { compareDirections, comparePoints, insideRing, type LatticePoint, samePoint, twiceArea } from './lattice.ts'
import { type Arc, type ArcId, ancestorOf, type GridId, OUTSIDE, pointKey, type Topology } from './topology.ts'

export type Ground = Pick<Topology, 'frame' | 'arcs' | 'nodes'>

export interface HalfEdge {
  readonly id: ArcId
  readonly arc: Arc
  readonly forward: boolean
}

export const groundLeft = ({ arc, forward }: HalfEdge): GridId => (forward ? arc.left : arc.right)
const endOf = ({ arc, forward }: HalfEdge) => (forward ? lastPoint(arc) : firstPoint(arc))
const secondPoint = ({ arc, forward }: HalfEdge) => arc.points[forward ? 1 : arc.points.length - 2] ?? firstPoint(arc)
const keyOf = ({ id, forward }: HalfEdge) => (forward ? id * 2 : id * 2 + 1)
export const pointsAlong = ({ arc, forward }: HalfEdge): readonly LatticePoint[] => (forward ? arc.points : arc.points.toReversed())

/** The half-edges that leave a node, counter-clockwise from due east. */
export function leavingNode(ground: Ground, node: LatticePoint): HalfEdge[] {
  const leaving: HalfEdge[] = []
  const seen = new Set<ArcId>()
  for (const id of ground.nodes.get(pointKey(ground.frame, node)) ?? []) {
    const arc = ground.arcs.get(id)
    if (arc === undefined || seen.has(id)) continue
    seen.add(id)
    if (samePoint(firstPoint(arc), node)) leaving.push({ id, arc, forward: true })
    if (samePoint(lastPoint(arc), node)) leaving.push({ id, arc, forward: false })
  }
  return leaving.sort((a, b) => compareDirections(node, secondPoint(a), secondPoint(b)))
}

/** The rings with ground of these grids to the left, among the arcs given; arcs with such ground on both sides are walked both ways. */
export function ringsOf(
  ground: Ground,
  arcIds: Iterable<ArcId>,
  belongs: (grid: GridId) => boolean,
  walls: (arc: Arc) => boolean,
): HalfEdge[][] {
  const rings: HalfEdge[][] = []
  const seen = new Set<number>()
  for (const id of arcIds) {
    const arc = ground.arcs.get(id)
    if (arc === undefined || !walls(arc)) continue
    for (const forward of [true, false]) {
      const start: HalfEdge = { id, arc, forward }
      if (!belongs(groundLeft(start)) || seen.has(keyOf(start))) continue
      const ring: HalfEdge[] = []
      for (let half = start; !seen.has(keyOf(half)); half = nextWall(ground, half, belongs, walls)) {
        seen.add(keyOf(half))
        ring.push(half)
      }
      rings.push(ring)
    }
  }
  return rings
}

/** The half-edge that follows in a ring, going past arcs that are no walls (borders of a lower level inside an upper grid). */
function nextWall(ground: Ground, half: HalfEdge, belongs: (grid: GridId) => boolean, walls: (arc: Arc) => boolean): HalfEdge {
  const node = endOf(half)
  const leaving = leavingNode(ground, node).filter(({ arc }) => walls(arc))
  const from = leaving.findIndex(({ id, forward }) => id === half.id && forward !== half.forward)
  for (let step = 1; step <= leaving.length; step++) {
    const candidate = leaving[(from - step + 2 * leaving.length) % leaving.length]
    if (candidate !== undefined && belongs(groundLeft(candidate))) return candidate
  }
  return half
}

/** The open ring of points that half-edges run through. */
export function pointsOfRing(ring: readonly HalfEdge[]): LatticePoint[] {
  const points: LatticePoint[] = []
  for (const half of ring) points.push(...pointsAlong(half).slice(0, -1))
  return points
}

/** Open rings that come to no point twice. */
function simpleRings(ring: readonly LatticePoint[], key: (p: LatticePoint) => number): LatticePoint[][] {
  const simple: LatticePoint[][] = []
  const path: LatticePoint[] = []
  const place = new Map<number, number>()
  for (const p of ring) {
    const known = place.get(key(p))
    if (known !== undefined) {
      const loop = path.splice(known)
      for (const q of loop) place.delete(key(q))
      simple.push(loop)
    }
    place.set(key(p), path.length)
    path.push(p)
  }
  simple.push(path)
  return simple.filter((loop) => loop.length > 2)
}

export type LatticePolygon = readonly (readonly LatticePoint[])[]

/**
 * The polygons of rings with their ground to the left: outer rings counter-clockwise with their holes clockwise, closed. Rings start
 * at their westmost point and polygons come from west to east, so the same ground always gives the same digits.
 */
export function polygonsOfRings(ground: Ground, rings: readonly HalfEdge[][]): LatticePolygon[] {
  const loops = rings.flatMap((ring) => simpleRings(pointsOfRing(ring), (p) => pointKey(ground.frame, p)))
  const measured = loops.map((points) => ({ points: fromWestmost(points), area: twiceArea(points) }))
  const outers = measured.filter(({ area }) => area > 0).sort((a, b) => a.area - b.area)
  const polygons = outers.map(({ points }) => ({ outer: points, holes: [] as LatticePoint[][] }))
  for (const hole of measured.filter(({ area }) => area < 0)) {
    const owner = outers.findIndex(({ points, area }) => area > -hole.area && ringInside(hole.points, points))
    polygons[owner]?.holes.push(hole.points)
  }
  const start = (ring: readonly LatticePoint[]) => ring[0] ?? [0, 0]
  return polygons
    .sort((a, b) => comparePoints(start(a.outer), start(b.outer)))
    .map(({ outer, holes }) => [outer, ...holes.sort((a, b) => comparePoints(start(a), start(b)))].map(closed))
}

/** Is the ring, which touches the other in points at most, inside it? Asked of the middle of an edge, at twice the size. */
export function ringInside(ring: readonly LatticePoint[], other: readonly LatticePoint[]): boolean {
  const [a, b] = [ring[0], ring[1]]
  return a !== undefined && b !== undefined && insideRing([a[0] + b[0], a[1] + b[1]], other, 2)
}

const closed = (ring: readonly LatticePoint[]): LatticePoint[] => (ring[0] === undefined ? [] : [...ring, ring[0]])

function fromWestmost(ring: readonly LatticePoint[]): LatticePoint[] {
  let first = 0
  for (const [i, p] of ring.entries()) if (comparePoints(p, ring[first] ?? p) < 0) first = i
  return [...ring.slice(first), ...ring.slice(0, first)]
}

/** The polygons of one grid of the lowest level. */
export function gridPolygons(topology: Ground & Pick<Topology, 'grids'>, grid: GridId): LatticePolygon[] {
  const arcs = topology.grids.get(grid)?.arcs ?? []
  return polygonsOfRings(
    topology,
    ringsOf(topology, arcs, (side) => side === grid, parts),
  )
}

const parts = ({ left, right }: Arc): boolean => left !== right

/** The polygons of a grid of an upper level: the union of the grids under it. */
export function parentPolygons(topology: Topology, level: 1 | 2, parent: string): LatticePolygon[] {
  const under = new Set<GridId>()
  for (const id of topology.grids.keys()) if (ancestorOf(topology, id, level) === parent) under.add(id)
  const arcs = [...under].flatMap((id) => topology.grids.get(id)?.arcs ?? [])
  const outer = ({ left, right }: Arc) => under.has(left) !== under.has(right)
  return polygonsOfRings(
    topology,
    ringsOf(topology, new Set(arcs), (side) => under.has(side), outer),
  )
}

/** The polygons of all grids together. */
export function wholePolygons(topology: Topology): LatticePolygon[] {
  const outer = ({ left, right }: Arc) => (left === OUTSIDE) !== (right === OUTSIDE)
  const arcs = [...topology.arcs].flatMap(([id, arc]) => (outer(arc) ? [id] : []))
  return polygonsOfRings(
    topology,
    ringsOf(topology, arcs, (side) => side !== OUTSIDE, outer),
  )
}

/** The rings, closed, around ground of nobody that lies inside the coverage. */
export const holesOf = (topology: Topology): (readonly LatticePoint[])[] => wholePolygons(topology).flatMap((rings) => rings.slice(1))

/** The arcs that part two grids of a level: those whose sides have different ancestors there (the outer border is one). */
export function bordersOf(topology: Topology, level: 1 | 2 | 3): ArcId[] {
  const found: ArcId[] = []
  for (const [id, arc] of topology.arcs)
    if (ancestorOf(topology, arc.left, level) !== ancestorOf(topology, arc.right, level)) found.push(id)
  return found
}

/** The grids that share a border with a grid, each with the arcs shared; the outside is not among them. */
export function neighboursOf(topology: Topology, grid: GridId): Map<GridId, ArcId[]> {
  const found = new Map<GridId, ArcId[]>()
  for (const id of topology.grids.get(grid)?.arcs ?? []) {
    const arc = topology.arcs.get(id)
    const other = arc?.left === grid ? arc.right : arc?.left
    if (other === undefined || other === OUTSIDE) continue
    found.set(other, [...(found.get(other) ?? []), id])
  }
  return found
}

/** A copy for the clipping library, whose types do not promise that it leaves its input alone; it does. */
export const mutable = (polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]): [number, number][][][] =>
  polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => [x, y])))
