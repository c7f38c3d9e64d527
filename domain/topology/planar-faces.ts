/**
 * The faces of a planar graph: the pieces of ground that its edges enclose.
 *
 *      a ───── b ───── c
 *      │   1   │   2   │        faces 1 = a d e b, 2 = b e f c   (counter-clockwise, ground to the left)
 *      d ───── e ───── f        edges that end nowhere (dangles) enclose nothing and are left out
 *
 * Half-edge: an edge walked in one direction. From a half-edge that arrives at a node, the next one of the same face is
 * the first to the right of the way back (clockwise), which keeps the face on the left.
 * The graph must be connected: a part floating inside a face is walked as a face of its own and not cut out as a hole.
 */
import type { XY } from '#domain/geo/local-plane.ts'
import { signedArea } from '#domain/geo/ring.ts'

export interface Face {
  /** node numbers, counter-clockwise, open */
  readonly ring: readonly number[]
  /** edges[i] runs from ring[i] to ring[i + 1] */
  readonly edges: readonly number[]
  readonly area: number
}

interface Ends {
  readonly a: number
  readonly b: number
}

export function planarFaces(nodes: readonly XY[], edges: readonly Ends[]): Face[] {
  const alive = withoutDangles(nodes.length, edges)
  // Half-edge 2e leaves a, 2e + 1 leaves b.
  const leaving: number[][] = nodes.map(() => [])
  for (const [e, edge] of edges.entries()) {
    if (!alive[e]) continue
    leaving[edge.a]?.push(2 * e)
    leaving[edge.b]?.push(2 * e + 1)
  }
  const from = (h: number) => (h % 2 === 0 ? edges[h >> 1]?.a : edges[h >> 1]?.b) ?? -1
  const next = new Map<number, number>()
  for (const [n, halves] of leaving.entries()) {
    const here = nodes[n] ?? [0, 0]
    const angle = (h: number) => {
      const there = nodes[from(h ^ 1)] ?? here
      return Math.atan2(there[1] - here[1], there[0] - here[0])
    }
    const sorted = halves.map((h) => ({ h, angle: angle(h) })).sort((p, q) => p.angle - q.angle)
    for (const [i, { h }] of sorted.entries()) {
      const clockwise = sorted[(i + sorted.length - 1) % sorted.length]
      if (clockwise !== undefined) next.set(h ^ 1, clockwise.h)
    }
  }

  const faces: Face[] = []
  const seen = new Set<number>()
  for (const start of next.keys()) {
    if (seen.has(start)) continue
    const halves: number[] = []
    for (let h = start; !seen.has(h); h = next.get(h) ?? start) {
      seen.add(h)
      halves.push(h)
    }
    const ring = halves.map(from)
    const area = signedArea(ring.map((n) => nodes[n] ?? [0, 0]))
    if (area > 0) faces.push({ ring, edges: halves.map((h) => h >> 1), area })
  }
  return faces
}

function withoutDangles(nodeCount: number, edges: readonly Ends[]): boolean[] {
  const alive = edges.map(() => true)
  const degree = new Array<number>(nodeCount).fill(0)
  const at: number[][] = Array.from({ length: nodeCount }, () => [])
  for (const [e, { a, b }] of edges.entries()) {
    for (const n of [a, b]) {
      degree[n] = (degree[n] ?? 0) + 1
      at[n]?.push(e)
    }
  }
  const loose = degree.flatMap((d, n) => (d === 1 ? [n] : []))
  for (let n = loose.pop(); n !== undefined; n = loose.pop()) {
    for (const e of at[n] ?? []) {
      const edge = edges[e]
      if (!alive[e] || edge === undefined) continue
      alive[e] = false
      const other = edge.a === n ? edge.b : edge.a
      degree[other] = (degree[other] ?? 0) - 1
      if (degree[other] === 1) loose.push(other)
    }
  }
  return alive
}
