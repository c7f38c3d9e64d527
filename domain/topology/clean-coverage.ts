/**
 * Outlines that are almost a coverage become one: what other programs exported, digitised twice or rounded apart.
 *
 *      ┌────┐╷────┐          1. corners nearer than the tolerance are one, lines get a point wherever others meet or cross them
 *      │ 1  ││ 2  │          2. every face of the drawing belongs to whoever's outline holds it
 *      └────┘╵────┘          3. a face of nobody that is small is a gap, a face of several an overlap: each goes to the claimant (or
 *           gap                 neighbour) with the longest border around it
 *
 * Nothing is changed silently: every gap and overlap is told with its place, area and new owner. An overlap that is no slip of the
 * hand is refused, with the piece itself, and so is an outline that crosses itself: which side was meant nobody can tell. A large hole is kept as ground of nobody and told.
 */
import type { XY } from '#domain/geo/local-plane.ts'
import { polygonAreaSquareMetres } from '#domain/geo/local-plane.ts'
import { buildTopology, type GridOutline } from './build-topology.ts'
import { TOUCH } from './cut-ground.ts'
import { dissolve } from './dissolve.ts'
import { grouping } from './grouping.ts'
import { faultsOf } from './invariants.ts'
import { crossingPoint, fromLattice, insideRing, type LatticePoint, turn, twiceArea } from './lattice.ts'
import { planarFaces } from './planar-faces.ts'
import { type PlanarGraph, planarGraph } from './planar-graph.ts'
import { type GridId, pointsBox, type Topology, type TopologyParent } from './topology.ts'

export interface CleaningRules {
  /** corners nearer than this become one (lattice units; 100 are about a metre) */
  readonly tolerance: number
  /** gaps and overlaps up to this are resolved */
  readonly mostSquareMetres: number
}
/** DOMAIN c.1: snap within 1 m. Slivers along a border of a kilometre are then some hundreds of square metres. */
export const usualCleaning: CleaningRules = { tolerance: 100, mostSquareMetres: 5000 }

export interface CoverageChange {
  readonly kind: 'gapFilled' | 'overlapResolved' | 'holeKept'
  readonly at: LatticePoint
  readonly squareMetres: number
  /** whose ground it is now; null for a hole */
  readonly to: GridId | null
  /** who claimed it, or lies around it */
  readonly among: readonly GridId[]
}

export type Cleaned =
  | {
      readonly ok: true
      readonly topology: Topology
      readonly outlines: readonly GridOutline[]
      readonly changes: readonly CoverageChange[]
    }
  | {
      readonly ok: false
      readonly reason: 'crossesItself' | 'overlapTooLarge' | 'nothingLeft' | 'notMended'
      readonly grids: readonly GridId[]
      /** the pieces in the way, as closed rings */
      readonly pieces: readonly (readonly LatticePoint[])[]
    }

interface Piece {
  readonly rings: readonly (readonly number[])[]
  readonly outline: readonly LatticePoint[]
  readonly edges: readonly number[]
  readonly claims: readonly number[]
  readonly squareMetres: number
}

export function cleanCoverage(
  outlines: readonly GridOutline[],
  parents: ReadonlyMap<string, TopologyParent>,
  rules: CleaningRules = usualCleaning,
): Cleaned {
  const all = outlines.flatMap(({ polygons }) => polygons.flatMap((rings) => rings.map((ring) => ring)))
  const box = pointsBox(all.flat())
  const [ox, oy] = [Math.round((box[0] + box[2]) / 2), Math.round((box[1] + box[3]) / 2)]
  if (!Number.isFinite(ox)) return { ok: false, reason: 'nothingLeft', grids: [], pieces: [] }
  const loops = outlines.flatMap(({ id, polygons }) => polygons.flat().flatMap((ring) => loopsOf(ring).map((loop) => ({ id, loop }))))
  if (loops.length > 0)
    return { ok: false, reason: 'crossesItself', grids: [...new Set(loops.map(({ id }) => id))], pieces: loops.map(({ loop }) => loop) }
  const lines = all.map((ring) => ring.map(([x, y]): XY => [x - ox, y - oy]))
  const graph = noded(lines, Math.max(1, rules.tolerance))
  const at = (node: number): LatticePoint => {
    const [x = 0, y = 0] = graph.nodes[node] ?? []
    return [x + ox, y + oy]
  }
  const pieces = piecesOf(planarFaces(graph.nodes, graph.edges), graph.nodes, at, outlines)

  const large = pieces.filter(({ claims, squareMetres }) => claims.length > 1 && squareMetres > rules.mostSquareMetres)
  if (large.length > 0)
    return {
      ok: false,
      reason: 'overlapTooLarge',
      grids: [...new Set(large.flatMap(({ claims }) => claims.map((claim) => outlines[claim]?.id ?? '')))],
      pieces: large.map(({ outline }) => [...outline, ...outline.slice(0, 1)]),
    }
  const { owners, changes } = settle(pieces, graph, at, outlines, rules)
  const cleaned = outlines.flatMap((outline, grid): GridOutline[] => {
    const rings = pieces.flatMap((piece, i) => (owners[i] === grid ? piece.rings : []))
    if (rings.length === 0) return []
    return [{ ...outline, polygons: dissolve(rings, graph.nodes).map((polygon) => polygon.map((ring) => ring.map(at))) }]
  })
  const lost = outlines.filter(({ id }) => !cleaned.some((outline) => outline.id === id))
  if (lost.length > 0) return { ok: false, reason: 'nothingLeft', grids: lost.map(({ id }) => id), pieces: [] }
  const built = buildTopology(cleaned, parents)
  if (!built.ok)
    return {
      ok: false,
      reason: 'notMended',
      grids: built.grid === undefined ? [] : [built.grid],
      pieces: built.at === undefined ? [] : [[built.at]],
    }
  const faults = faultsOf(built.topology).filter(({ fault }) => fault !== 'parentMissing')
  if (faults.length > 0)
    return {
      ok: false,
      reason: 'notMended',
      grids: faults.flatMap(({ grid }) => grid ?? []),
      pieces: faults.flatMap((fault) => (fault.at === undefined ? [] : [[fault.at]])),
    }
  return { ok: true, topology: built.topology, outlines: cleaned, changes }
}

/** Square units of about a square metre: a smaller loop is a slip of the hand, and mended with the rest. */
const LEAST_LOOP = 2 * 100 * 100

/** The loops, closed, that a ring makes by crossing itself: each the smaller part on one side of a crossing. */
function loopsOf(ring: readonly LatticePoint[]): LatticePoint[][] {
  const segments = ring.slice(1).flatMap((b, i) => {
    const a = ring[i]
    return a === undefined ? [] : [{ i, a, b, west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) }]
  })
  segments.sort((p, q) => p.west - q.west)
  const loops: LatticePoint[][] = []
  for (const [k, one] of segments.entries()) {
    for (let m = k + 1; m < segments.length; m++) {
      const other = segments[m]
      if (other === undefined || other.west > one.east) break
      if (!crosses(one.a, one.b, other.a, other.b)) continue
      const [low, high] = one.i < other.i ? [one.i, other.i] : [other.i, one.i]
      const at = crossingPoint(one.a, one.b, other.a, other.b)
      const parts = [
        [at, ...ring.slice(low + 1, high + 1)],
        [at, ...ring.slice(high + 1, -1), ...ring.slice(0, low + 1)],
      ]
      const [loop = []] = parts.sort((p, q) => Math.abs(twiceArea(p)) - Math.abs(twiceArea(q)))
      if (Math.abs(twiceArea(loop)) > LEAST_LOOP) loops.push([...loop, ...loop.slice(0, 1)])
    }
  }
  return loops
}

/** Does each segment have the ends of the other on either side? Touching is no crossing. */
function crosses(a: LatticePoint, b: LatticePoint, c: LatticePoint, d: LatticePoint): boolean {
  const apart = (p: number, q: number) => (p > 0 && q < 0) || (p < 0 && q > 0)
  return apart(turn(a, b, c), turn(a, b, d)) && apart(turn(c, d, a), turn(c, d, b))
}

const MOST_ROUNDS = 8

/** Joined within the tolerance, then again what that moved across something else, until a round changes nothing. */
function noded(lines: readonly (readonly XY[])[], tolerance: number): PlanarGraph {
  const onLattice = ([x, y]: XY): XY => [Math.round(x), Math.round(y)]
  let graph = planarGraph(lines, tolerance, onLattice)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const straight = graph.edges.map(({ a, b }) => [graph.nodes[a] ?? [0, 0], graph.nodes[b] ?? [0, 0]] as const)
    const again = planarGraph(straight, TOUCH, onLattice)
    const settled = again.nodes.length === graph.nodes.length && again.edges.length === graph.edges.length
    graph = again
    if (settled) break
  }
  return graph
}

function piecesOf(
  faces: readonly { readonly ring: readonly number[]; readonly edges: readonly number[] }[],
  nodes: readonly XY[],
  at: (node: number) => LatticePoint,
  outlines: readonly GridOutline[],
): Piece[] {
  const outlineOf = faces.map(({ ring }) => ring.map(at))
  const holes = floatingIn(faces, outlineOf, nodes)
  const boxes = outlines.map(({ polygons }) => pointsBox(polygons.flat(2)))
  return faces.map(({ ring, edges }, i) => {
    const outline = outlineOf[i] ?? []
    const inner = (holes.get(i) ?? []).map((hole) => hole.map(at))
    const inside = middleOf([outline, ...inner])
    const claims = outlines.flatMap(({ polygons }, grid) => {
      const [west, south, east, north] = boxes[grid] ?? [0, 0, 0, 0]
      if (inside[0] < west || inside[0] > east || inside[1] < south || inside[1] > north) return []
      return polygons.some(([outer = [], ...cut]) => insideRing(inside, outer) && !cut.some((hole) => insideRing(inside, hole)))
        ? [grid]
        : []
    })
    const closed = [outline, ...inner].map((one) => [...one, ...one.slice(0, 1)].map(fromLattice))
    return { rings: [ring, ...(holes.get(i) ?? [])], outline, edges, claims, squareMetres: polygonAreaSquareMetres([closed]) }
  })
}

/** Parts of the drawing that float inside a face are holes of it: their outer rings, the other way round. */
function floatingIn(
  faces: readonly { readonly ring: readonly number[] }[],
  outlineOf: readonly (readonly LatticePoint[])[],
  nodes: readonly XY[],
): Map<number, number[][]> {
  const { groupOf, join } = grouping()
  for (const { ring } of faces) for (const node of ring) join(node, ring[0] ?? node)
  const members = new Map<number, number[]>()
  for (const [i, { ring }] of faces.entries()) {
    const top = groupOf(ring[0] ?? -1)
    members.set(top, [...(members.get(top) ?? []), i])
  }
  const holes = new Map<number, number[][]>()
  if (members.size < 2) return holes
  for (const [top, own] of members) {
    const outer = dissolve(
      own.map((i) => faces[i]?.ring ?? []),
      nodes,
    ).flatMap(([ring]) => (ring === undefined ? [] : [ring.slice(0, -1)]))
    const probe = outlineOf[own[0] ?? -1]?.[0]
    if (probe === undefined) continue
    const around = faces
      .map((_, i) => i)
      .filter((i) => groupOf(faces[i]?.ring[0] ?? -1) !== top && insideRing(probe, outlineOf[i] ?? []))
      .sort((a, b) => twiceArea(outlineOf[a] ?? []) - twiceArea(outlineOf[b] ?? []))[0]
    if (around !== undefined) holes.set(around, [...(holes.get(around) ?? []), ...outer.map((ring) => ring.toReversed())])
  }
  return holes
}

/** Inside of rings given open: the middle of the widest stretch on a level line. */
function middleOf(rings: readonly (readonly LatticePoint[])[]): LatticePoint {
  const ys = (rings[0] ?? []).map(([, y]) => y)
  const [low, high] = [Math.min(...ys), Math.max(...ys)]
  let best: { x: number; y: number; width: number } | null = null
  for (const share of [0.5, 0.3, 0.7, 0.15, 0.85]) {
    const level = low + (high - low) * share + 0.25
    const xs: number[] = []
    for (const ring of rings) {
      let a = ring[ring.length - 1]
      for (const b of ring) {
        if (a !== undefined && a[1] > level !== b[1] > level) xs.push(a[0] + ((level - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
        a = b
      }
    }
    xs.sort((p, q) => p - q)
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const [from, to] = [xs[i] ?? 0, xs[i + 1] ?? 0]
      if (best === null || to - from > best.width) best = { x: (from + to) / 2, y: level, width: to - from }
    }
  }
  return best === null ? (rings[0]?.[0] ?? [0, 0]) : [best.x, best.y]
}

interface Drawing {
  readonly nodes: readonly XY[]
  readonly edges: readonly { readonly a: number; readonly b: number }[]
}

/** Gives every piece an owner; −1 is nobody. What several or nobody claim is settled from the largest piece down. */
function settle(
  pieces: readonly Piece[],
  { nodes, edges }: Drawing,
  at: (node: number) => LatticePoint,
  outlines: readonly GridOutline[],
  rules: CleaningRules,
): { owners: number[]; changes: CoverageChange[] } {
  const besideEdge = new Map<number, number[]>()
  for (const [i, piece] of pieces.entries()) for (const edge of piece.edges) besideEdge.set(edge, [...(besideEdge.get(edge) ?? []), i])
  const lengthOf = (edge: number): number => {
    const { a = -1, b = -1 } = edges[edge] ?? {}
    const [p, q] = [nodes[a], nodes[b]]
    return p === undefined || q === undefined ? 0 : Math.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2)
  }
  const owners = pieces.map(({ claims }) => (claims.length === 1 ? (claims[0] ?? -1) : -1))
  const changes: CoverageChange[] = []
  const named = (grid: number) => outlines[grid]?.id ?? ''
  const open = pieces.map((_, i) => i).filter((i) => pieces[i]?.claims.length !== 1)
  open.sort((a, b) => (pieces[b]?.squareMetres ?? 0) - (pieces[a]?.squareMetres ?? 0))
  for (const i of open) {
    const piece = pieces[i]
    if (piece === undefined) continue
    const borders = new Map<number, number>()
    let outer = 0
    for (const edge of piece.edges) {
      const other = besideEdge.get(edge)?.find((one) => one !== i)
      const owner = other === undefined ? -1 : (owners[other] ?? -1)
      if (owner < 0) outer += lengthOf(edge)
      else if (piece.claims.length === 0 || piece.claims.includes(owner)) borders.set(owner, (borders.get(owner) ?? 0) + lengthOf(edge))
    }
    const place = { at: at(piece.rings[0]?.[0] ?? 0), squareMetres: piece.squareMetres }
    const among = (piece.claims.length > 0 ? piece.claims : [...borders.keys()]).map(named)
    const isGap = piece.claims.length === 0
    if (isGap && piece.squareMetres > rules.mostSquareMetres) {
      changes.push({ kind: 'holeKept', ...place, to: null, among })
      continue
    }
    const [best] = [...borders].sort(([a, p], [b, q]) => q - p || a - b)
    const owner = best?.[0] ?? piece.claims[0] ?? -1
    // A dent in the outer edge that only one grid touches is no gap between grids.
    if (isGap && (owner < 0 || (borders.size < 2 && outer > 0))) continue
    owners[i] = owner
    changes.push({ kind: isGap ? 'gapFilled' : 'overlapResolved', ...place, to: named(owner), among })
  }
  return { owners, changes }
}
