// Where a door or a station hangs on the network: the nearest point of a way, reached over no more than so many metres off the street, and never
// across water.
import Flatbush from 'flatbush'
import { isIsolated, toPlane, type WalkNetwork } from './network.ts'

/** A place on an edge: `along` 0 at its first node, 1 at its last, by length; `doorMetres` from there to the door. */
export type Hung = { readonly edge: number; readonly along: number; readonly doorMetres: number }
export type NotHung = 'offNetwork' | 'notConnected'

/** A door further from any way than this is not known to be reachable: between the street and the door of a deep court. */
export const longestDoorMetres = 120

export type Barriers = {
  /** Whether a straight step would cross water, in metres of the network's plane. */
  crosses(ax: number, ay: number, bx: number, by: number): boolean
}
export const noBarriers: Barriers = { crosses: () => false }

const sameSide = (px: number, py: number, qx: number, qy: number, ax: number, ay: number, bx: number, by: number): boolean =>
  (qx - px) * (ay - py) - (qy - py) * (ax - px) > 0 === (qx - px) * (by - py) - (qy - py) * (bx - px) > 0

/** Shores as barriers; rings as x, y, x, y … in metres of the plane. */
export function shoreBarriers(rings: readonly (readonly number[])[]): Barriers {
  const pieces = rings.flatMap((ring) => Array.from({ length: Math.max(0, ring.length / 2 - 1) }, (_, i) => ring.slice(2 * i, 2 * i + 4)))
  if (pieces.length === 0) return noBarriers
  const index = new Flatbush(pieces.length)
  for (const [ax = 0, ay = 0, bx = 0, by = 0] of pieces) index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
  index.finish()
  return {
    crosses: (ax, ay, bx, by) =>
      index.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)).some((at) => {
        const [px = 0, py = 0, qx = 0, qy = 0] = pieces[at] ?? []
        return !sameSide(px, py, qx, qy, ax, ay, bx, by) && !sameSide(ax, ay, bx, by, px, py, qx, qy)
      }),
  }
}

export type Snapper = (at: { readonly lng: number; readonly lat: number }) => Hung | NotHung

type Foot = {
  readonly edge: number
  readonly piece: number
  readonly t: number
  readonly metres: number
  readonly x: number
  readonly y: number
}

/** The straight pieces of all ways by where they lie; made once for a network. */
export type SnapIndex = { readonly edgeOfPiece: Uint32Array; readonly pointOfPiece: Uint32Array; readonly boxes: ArrayBufferLike | null }

export function snapIndexOf({ points, pointFirst, edges }: WalkNetwork): SnapIndex {
  const pieces = Math.max(0, points.length / 2 - edges)
  const edgeOfPiece = new Uint32Array(pieces)
  const pointOfPiece = new Uint32Array(pieces)
  if (pieces === 0) return { edgeOfPiece, pointOfPiece, boxes: null }
  const index = new Flatbush(pieces)
  let filled = 0
  for (let edge = 0; edge < edges; edge++) {
    for (let point = pointFirst[edge] ?? 0; point + 1 < (pointFirst[edge + 1] ?? 0); point++) {
      const [ax, ay, bx, by] = pieceAt(points, point)
      index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
      edgeOfPiece[filled] = edge
      pointOfPiece[filled++] = point
    }
  }
  index.finish()
  return { edgeOfPiece, pointOfPiece, boxes: index.data }
}

/** Answers where places hang. */
export function snapper(network: WalkNetwork, barriers: Barriers = noBarriers, pieces: SnapIndex = snapIndexOf(network)): Snapper {
  const { edgeOfPiece, pointOfPiece, boxes } = pieces
  if (boxes === null) return () => 'offNetwork'
  const { points } = network
  const index = Flatbush.from(boxes)
  const footOn = (x: number, y: number, piece: number): Foot => {
    const point = pointOfPiece[piece] ?? 0
    const [ax, ay, bx, by] = pieceAt(points, point)
    const [dx, dy] = [bx - ax, by - ay]
    const squared = dx * dx + dy * dy
    const t = squared === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / squared))
    const [fx, fy] = [ax + dx * t, ay + dy * t]
    return { edge: edgeOfPiece[piece] ?? 0, piece: point, t, metres: Math.hypot(fx - x, fy - y), x: fx, y: fy }
  }
  return (at) => {
    if (!Number.isFinite(at.lng) || !Number.isFinite(at.lat)) return 'offNetwork'
    const [x, y] = toPlane(network.plane, at)
    const reach = longestDoorMetres
    const feet = index
      .search(x - reach, y - reach, x + reach, y + reach)
      .map((piece) => footOn(x, y, piece))
      .filter(({ metres }) => metres <= reach)
      .sort((a, b) => a.metres - b.metres || a.edge - b.edge)
    // a piece of map that hangs together with nothing does not take the door from the street behind it
    const open = feet.filter((foot) => !barriers.crosses(x, y, foot.x, foot.y))
    const foot = open.find(({ edge }) => !isIsolated(network, edge))
    if (foot === undefined) return open.length > 0 ? 'notConnected' : 'offNetwork'
    return { edge: foot.edge, along: alongOf(network, foot), doorMetres: foot.metres }
  }
}

const pieceAt = (points: Float32Array, point: number): readonly [number, number, number, number] => [
  points[2 * point] ?? 0,
  points[2 * point + 1] ?? 0,
  points[2 * point + 2] ?? 0,
  points[2 * point + 3] ?? 0,
]

/** The share of the edge's length up to a foot. */
function alongOf({ points, pointFirst }: WalkNetwork, { edge, piece, t }: Foot): number {
  let [before, total] = [0, 0]
  for (let point = pointFirst[edge] ?? 0; point + 1 < (pointFirst[edge + 1] ?? 0); point++) {
    const [ax, ay, bx, by] = pieceAt(points, point)
    const length = Math.hypot(bx - ax, by - ay)
    if (point < piece) before += length
    else if (point === piece) before += length * t
    total += length
  }
  return total === 0 ? 0 : before / total
}
