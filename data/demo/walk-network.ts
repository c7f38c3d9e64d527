/** The walking network: streets, lanes and steps cut at every junction, in one connected piece. */
import Flatbush from 'flatbush'
import { type LocalPlane, lineLengthMetres, type XY } from '#domain/geo/local-plane.ts'
import { alongSegment, distance, footOnSegment } from '#domain/geo/segment.ts'
import type { Street } from './streets.ts'
import { heightAt } from './terrain.ts'

export interface WalkNode {
  readonly id: number
  readonly p: XY
  readonly heightMetres: number
}

export interface WalkEdge {
  readonly id: number
  readonly from: number
  readonly to: number
  readonly points: readonly XY[]
  readonly lengthMetres: number
  readonly steps: boolean
  readonly access: 'yes' | 'private'
  readonly street: Street | null
}

export interface WalkNetwork {
  /** ids are 1…n; nodes[i].id = i + 1 */
  readonly nodes: readonly WalkNode[]
  readonly edges: readonly WalkEdge[]
  /** the nearest place of the network */
  readonly nearest: (p: XY) => { readonly edge: WalkEdge; readonly p: XY; readonly metres: number }
}

interface DraftEdge {
  readonly from: string
  readonly to: string
  readonly points: readonly XY[]
  readonly street: Street | null
  readonly access: 'yes' | 'private'
}

export function makeWalkNetwork(streets: readonly Street[], plane: LocalPlane): WalkNetwork {
  const places = new Map<string, XY>()
  const drafts = cutAtJunctions(streets, places)
  joinParts(drafts, places)

  const ids = new Map<string, number>()
  const nodes: WalkNode[] = []
  const idOf = (key: string): number => {
    const known = ids.get(key)
    if (known !== undefined) return known
    const p = places.get(key) ?? [0, 0]
    const id = nodes.push({ id: nodes.length + 1, p, heightMetres: Math.round(heightAt(p) * 10) / 10 })
    ids.set(key, id)
    return id
  }
  const edges = drafts.map(({ from, to, points, street, access }, i): WalkEdge => {
    const lengthMetres = Math.round(lineLengthMetres(points.map(plane.toLngLat)) * 100) / 100
    return { id: i + 1, from: idOf(from), to: idOf(to), points, lengthMetres, steps: street?.roadClass === 'steps', access, street }
  })
  return { nodes, edges, nearest: nearestOn(edges) }
}

function cutAtJunctions(streets: readonly Street[], places: Map<string, XY>): DraftEdge[] {
  const key = (node: number | null, p: XY) => (node === null ? `end:${p[0].toFixed(3)}:${p[1].toFixed(3)}` : `n:${node}`)
  const degree = new Map<string, number>()
  for (const { points } of streets) {
    for (const [i, { node, p }] of points.entries()) {
      const k = key(node, p)
      // An end counts double: a street's end is always a node.
      degree.set(k, (degree.get(k) ?? 0) + (i === 0 || i === points.length - 1 ? 3 : 2))
    }
  }
  const drafts: DraftEdge[] = []
  for (const street of streets) {
    let open: { from: string; points: XY[] } | null = null
    for (const { node, p } of street.points) {
      const k = key(node, p)
      open?.points.push(p)
      if ((degree.get(k) ?? 0) === 2) continue
      places.set(k, p)
      if (open !== null && open.from !== k) {
        const gate = street.closedGate === null ? '' : key(street.closedGate, p)
        drafts.push({ from: open.from, to: k, points: open.points, street, access: k === gate || open.from === gate ? 'private' : 'yes' })
      }
      open = { from: k, points: [p] }
    }
  }
  return drafts
}

const LONGEST_JOIN_METRES = 90

/** Parts that touch nothing are joined to the rest by a short way when one is near, and left out otherwise. */
function joinParts(drafts: DraftEdge[], places: Map<string, XY>): void {
  const parts = new Map<string, string[]>()
  for (const [k, root] of partsOf(drafts)) {
    const list = parts.get(root)
    if (list === undefined) parts.set(root, [k])
    else list.push(k)
  }
  const [main = [], ...strays] = [...parts.values()].sort((a, b) => b.length - a.length)
  const gone = new Set<string>()
  for (const members of strays) {
    let best: { from: string; to: string; metres: number } | null = null
    for (const from of members) {
      for (const to of main) {
        const metres = distance(places.get(from) ?? [0, 0], places.get(to) ?? [0, 0])
        if (metres < (best?.metres ?? LONGEST_JOIN_METRES)) best = { from, to, metres }
      }
    }
    if (best === null) for (const k of members) gone.add(k)
    else {
      drafts.push({
        from: best.from,
        to: best.to,
        points: [places.get(best.from) ?? [0, 0], places.get(best.to) ?? [0, 0]],
        street: null,
        access: 'yes',
      })
      main.push(...members)
    }
  }
  for (let i = drafts.length - 1; i >= 0; i--) if (gone.has(drafts[i]?.from ?? '')) drafts.splice(i, 1)
}

/** Part of every node, named by one of its nodes; open ways only, so that a closed gate does not count as a connection. */
function partsOf(drafts: readonly DraftEdge[]): Map<string, string> {
  const parent = new Map<string, string>()
  const root = (k: string): string => {
    let r = k
    for (let up = parent.get(r); up !== undefined && up !== r; up = parent.get(r)) r = up
    parent.set(k, r)
    return r
  }
  for (const { from, to, access } of drafts) {
    for (const k of [from, to]) if (!parent.has(k)) parent.set(k, k)
    if (access === 'yes') parent.set(root(from), root(to))
  }
  return new Map([...parent.keys()].map((k) => [k, root(k)]))
}

function nearestOn(edges: readonly WalkEdge[]): WalkNetwork['nearest'] {
  const pieces = edges.flatMap((edge) => edge.points.slice(1).map((b, i) => ({ edge, a: edge.points[i] ?? b, b })))
  const index = new Flatbush(pieces.length)
  for (const { a, b } of pieces) index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index.finish()
  return (p) => {
    let best: { edge: WalkEdge; p: XY; metres: number } | null = null
    for (const reach of [60, 200, 6000]) {
      for (const i of index.search(p[0] - reach, p[1] - reach, p[0] + reach, p[1] + reach).sort((m, n) => m - n)) {
        const piece = pieces[i]
        if (piece === undefined) continue
        const foot = alongSegment(piece.a, piece.b, footOnSegment(p, piece.a, piece.b))
        const metres = distance(p, foot)
        if (metres < (best?.metres ?? Infinity)) best = { edge: piece.edge, p: foot, metres }
      }
      if (best !== null && best.metres <= reach) return best
    }
    if (best === null) throw new Error('the walking network is empty')
    return best
  }
}
