// The walking network as typed arrays: nodes with their half-edges in one row (compressed sparse rows), lines of all edges in one row of points.
//
//   node 0 ── edge 0 ── node 1        first   0 1 3 4       half-edges of node i are first[i] … first[i + 1]
//              edge 1 ── node 2       target  1 0 2 1       where a half-edge leads
//                                     edgeOf  0 0 1 1       which edge it is a half of
//
// Everybody walks both ways: one-way streets do not bind walkers. Ways that are private or closed to walkers are left out.
import { metresPerDegree } from '../geo/local-plane.ts'
import { slopeFactor, stepsFactor } from './profile.ts'

export type WalkNodeInput = { readonly id: number; readonly lng: number; readonly lat: number; readonly heightMetres: number | null }
export type WalkEdgeInput = {
  readonly from: number
  readonly to: number
  readonly metres: number
  readonly steps: boolean
  readonly access: 'yes' | 'private' | 'no'
  /** lng, lat, lng, lat … from the first node to the second. */
  readonly line: readonly number[]
}

/** Metres around the middle of the network: x to the east, y to the north. */
export type WalkPlane = { readonly lng: number; readonly lat: number; readonly perLng: number; readonly perLat: number }

export type WalkNetwork = {
  readonly plane: WalkPlane
  readonly nodes: number
  readonly edges: number
  readonly first: Uint32Array
  readonly target: Uint32Array
  readonly edgeOf: Uint32Array
  /** Effective metres of walking a half-edge towards the node that owns it. */
  readonly inward: Float32Array
  readonly from: Uint32Array
  readonly until: Uint32Array
  /** Effective metres of each edge, from → until and back. */
  readonly forward: Float32Array
  readonly backward: Float32Array
  /** Points of edge i are pointFirst[i] … pointFirst[i + 1], as x, y. */
  readonly pointFirst: Uint32Array
  readonly points: Float32Array
  /** The piece that each node belongs to, and the length in metres of each piece. */
  readonly piece: Uint32Array
  readonly pieceMetres: Float64Array
  /** Whether the heights of both ends of any way are known, and with them its slope. */
  readonly hasHeights: boolean
  /** Edges that were not taken in, by why. */
  readonly leftOut: Readonly<Record<'closed' | 'unknownNode' | 'noLength', number>>
}

export const toPlane = ({ lng, lat, perLng, perLat }: WalkPlane, at: { readonly lng: number; readonly lat: number }): [number, number] => [
  (at.lng - lng) * perLng,
  (at.lat - lat) * perLat,
]
export const toLngLat = ({ lng, lat, perLng, perLat }: WalkPlane, x: number, y: number): [number, number] => [
  lng + x / perLng,
  lat + y / perLat,
]

function planeOf(nodes: readonly WalkNodeInput[]): WalkPlane {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { lng, lat } of nodes) {
    west = Math.min(west, lng)
    east = Math.max(east, lng)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const [lng, lat] = nodes.length === 0 ? [0, 0] : [(west + east) / 2, (south + north) / 2]
  const scale = metresPerDegree(lat)
  return { lng, lat, perLng: scale.lng, perLat: scale.lat }
}

type Usable = { readonly edge: WalkEdgeInput; readonly from: number; readonly until: number }

/** Edges that can be walked, with their nodes by place in the row instead of by number. */
function usableOf(edges: readonly WalkEdgeInput[], indexOf: ReadonlyMap<number, number>) {
  const leftOut = { closed: 0, unknownNode: 0, noLength: 0 }
  const usable: Usable[] = []
  for (const edge of edges) {
    const [from, until] = [indexOf.get(edge.from), indexOf.get(edge.to)]
    if (edge.access !== 'yes') leftOut.closed++
    else if (from === undefined || until === undefined) leftOut.unknownNode++
    else if (!(edge.metres > 0) || !Number.isFinite(edge.metres) || edge.line.length < 4) leftOut.noLength++
    else usable.push({ edge, from, until })
  }
  return { usable, leftOut }
}

export function buildNetwork(nodes: readonly WalkNodeInput[], edges: readonly WalkEdgeInput[]): WalkNetwork {
  const plane = planeOf(nodes)
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]))
  const { usable, leftOut } = usableOf(edges, indexOf)
  const count = usable.length
  const first = new Uint32Array(nodes.length + 1)
  const [from, until] = [new Uint32Array(count), new Uint32Array(count)]
  const [forward, backward] = [new Float32Array(count), new Float32Array(count)]
  const pointFirst = new Uint32Array(count + 1)
  const points = new Float32Array(usable.reduce((sum, { edge }) => sum + edge.line.length, 0))
  let filled = 0
  usable.forEach(({ edge, from: a, until: b }, index) => {
    const rise = (nodes[b]?.heightMetres ?? Number.NaN) - (nodes[a]?.heightMetres ?? Number.NaN)
    const metres = edge.metres * (edge.steps ? stepsFactor : 1)
    // steps are told as steps, not as a slope as well
    forward[index] = edge.steps ? metres : metres * slopeFactor(rise, edge.metres)
    backward[index] = edge.steps ? metres : metres * slopeFactor(-rise, edge.metres)
    from[index] = a
    until[index] = b
    first[a + 1] = (first[a + 1] ?? 0) + 1
    first[b + 1] = (first[b + 1] ?? 0) + 1
    for (let at = 0; at + 1 < edge.line.length; at += 2) {
      const [x, y] = toPlane(plane, { lng: edge.line[at] ?? 0, lat: edge.line[at + 1] ?? 0 })
      points[filled++] = x
      points[filled++] = y
    }
    pointFirst[index + 1] = filled / 2
  })
  for (let i = 0; i < nodes.length; i++) first[i + 1] = (first[i + 1] ?? 0) + (first[i] ?? 0)
  const next = first.slice()
  const [target, edgeOf, inward] = [new Uint32Array(2 * count), new Uint32Array(2 * count), new Float32Array(2 * count)]
  const put = (owner: number, to: number, edge: number, metres: number): void => {
    const at = next[owner] ?? 0
    next[owner] = at + 1
    target[at] = to
    edgeOf[at] = edge
    inward[at] = metres
  }
  for (let i = 0; i < count; i++) {
    const [a, b] = [from[i] ?? 0, until[i] ?? 0]
    put(a, b, i, backward[i] ?? 0)
    put(b, a, i, forward[i] ?? 0)
  }
  const { piece, pieceMetres } = piecesOf(nodes.length, first, target, edgeOf, usable)
  return {
    plane,
    nodes: nodes.length,
    edges: count,
    first,
    target,
    edgeOf,
    inward,
    from,
    until,
    forward,
    backward,
    pointFirst,
    points,
    piece,
    pieceMetres,
    hasHeights: usable.some(({ from: a, until: b }) => nodes[a]?.heightMetres !== null && nodes[b]?.heightMetres !== null),
    leftOut,
  }
}

function piecesOf(nodes: number, first: Uint32Array, target: Uint32Array, edgeOf: Uint32Array, usable: readonly Usable[]) {
  const unknown = 0xffffffff
  const piece = new Uint32Array(nodes).fill(unknown)
  const metres: number[] = []
  const stack: number[] = []
  for (let start = 0; start < nodes; start++) {
    if (piece[start] !== unknown) continue
    const name = metres.length
    let twice = 0
    piece[start] = name
    stack.push(start)
    for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
      for (let at = first[here] ?? 0; at < (first[here + 1] ?? 0); at++) {
        twice += usable[edgeOf[at] ?? 0]?.edge.metres ?? 0
        const there = target[at] ?? 0
        if (piece[there] !== unknown) continue
        piece[there] = name
        stack.push(there)
      }
    }
    metres.push(twice / 2)
  }
  return { piece, pieceMetres: Float64Array.from(metres) }
}

/** Metres from one point of the lines to the next. */
export const pieceLength = (points: Float32Array, p: number): number =>
  Math.hypot((points[2 * p + 2] ?? 0) - (points[2 * p] ?? 0), (points[2 * p + 3] ?? 0) - (points[2 * p + 1] ?? 0))

/** A piece with less than this share of all ways is cut off: a mistake of the map, or an island nobody walks to. */
export const isolatedShare = 0.01

/** Whether the piece of an edge is cut off from the rest: what hangs on it is "not connected", never "not covered". */
export function isIsolated(network: WalkNetwork, edge: number): boolean {
  const own = network.pieceMetres[network.piece[network.from[edge] ?? 0] ?? 0] ?? 0
  return own < isolatedShare * totalMetres(network)
}

const totals = new WeakMap<WalkNetwork, number>()
export function totalMetres(network: WalkNetwork): number {
  const known = totals.get(network)
  if (known !== undefined) return known
  const total = network.pieceMetres.reduce((sum, metres) => sum + metres, 0)
  totals.set(network, total)
  return total
}

/** Bytes that the arrays of a network take, lines of the edges apart. */
export function networkBytes(network: WalkNetwork): { readonly graph: number; readonly lines: number } {
  const { first, target, edgeOf, inward, from, until, forward, backward, piece, pointFirst, points } = network
  const sum = (arrays: readonly { readonly byteLength: number }[]) => arrays.reduce((bytes, { byteLength }) => bytes + byteLength, 0)
  return { graph: sum([first, target, edgeOf, inward, from, until, forward, backward, piece]), lines: sum([pointFirst, points]) }
}
