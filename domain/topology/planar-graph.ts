/**
 * Noding: lines that cross or touch become a planar graph.
 *
 *      a ──┬── b        the line c─d that ends on a─b (within the tolerance) puts a node there: a T-junction is a vertex of both sides
 *          │            two lines that cross get a common node; stretches lying on each other become one edge with both lines
 *          d
 *
 * Node: a point where an edge ends. Edge: a straight piece between two nodes. Chain: a line as the nodes it runs through.
 */
import Flatbush from 'flatbush'
import type { XY } from '#domain/geo/local-plane.ts'
import { alongSegment, crossing, distance, footOnSegment } from '#domain/geo/segment.ts'

export interface PlanarEdge {
  readonly a: number
  readonly b: number
  /** indexes of the lines that run along this edge */
  readonly lines: readonly number[]
}

export interface PlanarGraph {
  readonly nodes: readonly XY[]
  readonly edges: readonly PlanarEdge[]
  /** node numbers along each input line */
  readonly chains: readonly (readonly number[])[]
}

interface Piece {
  readonly line: number
  readonly a: XY
  readonly b: XY
  readonly cuts: { t: number; p: XY }[]
}

/**
 * @param lines polylines in metres
 * @param tolerance points nearer than this are one node (metres)
 * @param snap moves a new node to its stored position, by less than the tolerance
 */
export function planarGraph(lines: readonly (readonly XY[])[], tolerance: number, snap: (p: XY) => XY): PlanarGraph {
  const pieces = piecesOf(lines)
  cutWhereTheyMeet(pieces, tolerance)

  const nodes: XY[] = []
  const nodeAt = nodeRegister(nodes, tolerance, snap)
  const edges: { a: number; b: number; lines: number[] }[] = []
  const edgeByEnds = new Map<string, { a: number; b: number; lines: number[] }>()
  const chains: number[][] = lines.map(() => [])
  for (const piece of pieces) {
    const chain = chains[piece.line] ?? []
    const stops = [{ t: 0, p: piece.a }, ...piece.cuts, { t: 1, p: piece.b }].sort((m, n) => m.t - n.t)
    for (const stop of stops) {
      const node = nodeAt(stop.p)
      const last = chain[chain.length - 1]
      if (last === node) continue
      chain.push(node)
      if (last === undefined) continue
      const [a, b] = last < node ? [last, node] : [node, last]
      const key = `${a}:${b}`
      const known = edgeByEnds.get(key)
      if (known === undefined) {
        const edge = { a, b, lines: [piece.line] }
        edgeByEnds.set(key, edge)
        edges.push(edge)
      } else if (!known.lines.includes(piece.line)) known.lines.push(piece.line)
    }
  }
  return { nodes, edges, chains }
}

function piecesOf(lines: readonly (readonly XY[])[]): Piece[] {
  const pieces: Piece[] = []
  for (const [line, points] of lines.entries()) {
    for (let i = 1; i < points.length; i++) {
      const a = points[i - 1]
      const b = points[i]
      if (a !== undefined && b !== undefined && distance(a, b) > 0) pieces.push({ line, a, b, cuts: [] })
    }
  }
  return pieces
}

function cutWhereTheyMeet(pieces: readonly Piece[], tolerance: number): void {
  if (pieces.length === 0) return
  const index = new Flatbush(pieces.length)
  for (const { a, b } of pieces) {
    index.add(
      Math.min(a[0], b[0]) - tolerance,
      Math.min(a[1], b[1]) - tolerance,
      Math.max(a[0], b[0]) + tolerance,
      Math.max(a[1], b[1]) + tolerance,
    )
  }
  index.finish()
  const touch = (p: XY, piece: Piece): boolean => {
    const t = footOnSegment(p, piece.a, piece.b)
    if (distance(p, alongSegment(piece.a, piece.b, t)) > tolerance) return false
    if (distance(p, piece.a) > tolerance && distance(p, piece.b) > tolerance) piece.cuts.push({ t, p })
    return true
  }
  for (const [i, piece] of pieces.entries()) {
    const { a, b } = piece
    const near = index.search(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]), (j) => j > i)
    for (const j of near.sort((m, n) => m - n)) {
      const other = pieces[j]
      if (other === undefined) continue
      const touching = [touch(a, other), touch(b, other), touch(other.a, piece), touch(other.b, piece)]
      if (touching.includes(true)) continue
      const cross = crossing(a, b, other.a, other.b)
      if (cross === null) continue
      const p = alongSegment(a, b, cross.t)
      piece.cuts.push({ t: cross.t, p })
      other.cuts.push({ t: cross.u, p })
    }
  }
}

function nodeRegister(nodes: XY[], tolerance: number, snap: (p: XY) => XY): (p: XY) => number {
  const cell = tolerance * 2
  const cells = new Map<string, number[]>()
  return (p) => {
    const i = Math.floor(p[0] / cell)
    const j = Math.floor(p[1] / cell)
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        for (const candidate of cells.get(`${i + di}:${j + dj}`) ?? []) {
          const node = nodes[candidate]
          if (node !== undefined && distance(node, p) <= tolerance) return candidate
        }
      }
    }
    const stored = snap(p)
    const id = nodes.push(stored) - 1
    const key = `${Math.floor(stored[0] / cell)}:${Math.floor(stored[1] / cell)}`
    const bucket = cells.get(key)
    if (bucket === undefined) cells.set(key, [id])
    else bucket.push(id)
    return id
  }
}
