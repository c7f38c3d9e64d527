/**
 * Following a street, a bank or a border between two points instead of drawing it: the shortest way along them.
 *
 *      ●── A ──── B ──●      both points lie on such lines; the way through their corners is what gets drawn
 *
 * Streets and banks come first: a border is followed only where they lead nowhere, so that a line that parts a grid along its street does not
 * run around the grid instead.
 */
import FlatQueue from 'flatqueue'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { samePoint, squaredDistance } from '#domain/topology/lattice.ts'
import { arcsNear, segmentBox, type Topology } from '#domain/topology/topology.ts'
import { distanceBetween, type GuideLine, indexGuides, type Snapped } from './snap.ts'

export interface TraceGraph {
  readonly way: (topology: Topology, from: Snapped, to: Snapped) => readonly LatticePoint[] | null
}

/** Nearer than this to a guide (some three metres, in lattice units), a point is on it. */
const BESIDE = 300
/** Nobody means a way that is longer than this many times the straight line and some three hundred metres. It also ends the search early. */
const LONGEST_DETOUR = 4
const LONGEST_START = 30_000

const keyOf = (p: LatticePoint): string => `${p[0]} ${p[1]}`

/** What can be walked along. */
interface Lines {
  readonly beside: (p: LatticePoint) => readonly LatticePoint[]
  /** The ends of the stretches that a point lies on. */
  readonly hooks: (at: Snapped) => readonly LatticePoint[]
}

/** The graph is made when the first way is asked for: seldom does anybody. */
export function traceGraph(lines: readonly Pick<GuideLine, 'line'>[]): TraceGraph {
  let guides: Lines | null = null
  return {
    way(topology, from, to) {
      guides ??= linesOfGuides(lines)
      return wayAlong(guides, from, to) ?? wayAlong(joined(guides, linesOfBorders(topology)), from, to)
    },
  }
}

const joined = (one: Lines, other: Lines): Lines => ({
  beside: (p) => [...one.beside(p), ...other.beside(p)],
  hooks: (at) => [...one.hooks(at), ...other.hooks(at)],
})

function linesOfGuides(lines: readonly Pick<GuideLine, 'line'>[]): Lines {
  const beside = new Map<string, LatticePoint[]>()
  const join = (a: LatticePoint, b: LatticePoint) => {
    const known = beside.get(keyOf(a))
    if (known === undefined) beside.set(keyOf(a), [b])
    else known.push(b)
  }
  for (const { line } of lines) {
    for (let i = 0; i + 1 < line.length; i++) {
      const [a, b] = [line[i], line[i + 1]]
      if (a === undefined || b === undefined || samePoint(a, b)) continue
      join(a, b)
      join(b, a)
    }
  }
  const index = indexGuides(lines.map(({ line }) => ({ kind: 'road', line })))
  return {
    beside: (p) => beside.get(keyOf(p)) ?? [],
    hooks({ point, along }) {
      if (beside.has(keyOf(point))) return []
      const own = (along ?? []).filter((corner) => beside.has(keyOf(corner)))
      if (own.length > 0) return own
      // where a border was nearer, the guide that crosses it there
      const near = index
        .near(point, BESIDE)
        .map(({ a, b }) => ({ a, b, away: Math.sqrt(squaredDistance(point, a, b)) }))
        .filter(({ away }) => away <= BESIDE)
        .sort((p, q) => p.away - q.away)[0]
      return near === undefined ? [] : [near.a, near.b]
    },
  }
}

const linesOfBorders = (topology: Topology): Lines => ({
  beside(p) {
    const found: LatticePoint[] = []
    for (const id of arcsNear(topology, segmentBox(p, p))) {
      const points = topology.arcs.get(id)?.points ?? []
      for (const [i, q] of points.entries()) {
        if (!samePoint(p, q)) continue
        for (const next of [points[i - 1], points[i + 1]]) if (next !== undefined) found.push(next)
      }
    }
    return found
  },
  hooks: ({ kind, along }) => (kind === 'border' && along !== undefined ? along : []),
})

/** The shortest way from one point to the other (A*); null where there is none, or none that anybody would mean. */
function wayAlong({ beside, hooks }: Lines, from: Snapped, to: Snapped): LatticePoint[] | null {
  const [start, goal] = [from.point, to.point]
  const [ends, starts] = [hooks(to), hooks(from)]
  if (ends.length === 0 && beside(goal).length === 0) return null
  const goalKey = keyOf(goal)
  const endKeys = new Set(ends.map(keyOf))
  const onOneStretch = starts.filter((hook) => endKeys.has(keyOf(hook))).length >= 2
  const longest = LONGEST_DETOUR * distanceBetween(start, goal) + LONGEST_START
  const known = new Map<string, { readonly length: number; readonly before: string | null; readonly at: LatticePoint }>()
  const open = new FlatQueue<{ readonly key: string; readonly at: LatticePoint; readonly length: number }>()
  const reach = (at: LatticePoint, length: number, before: string | null) => {
    const key = keyOf(at)
    const there = known.get(key)
    const least = length + distanceBetween(at, goal)
    if ((there !== undefined && there.length <= length) || least > longest) return
    known.set(key, { length, before, at })
    open.push({ key, at, length }, least)
  }
  reach(start, 0, null)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { key, at, length } = next
    if (key === goalKey) return pathTo(known, goalKey)
    if ((known.get(key)?.length ?? Infinity) < length) continue
    for (const other of beside(at)) reach(other, length + distanceBetween(at, other), key)
    if (samePoint(at, start)) for (const hook of starts) reach(hook, distanceBetween(at, hook), key)
    if (endKeys.has(key) || (onOneStretch && samePoint(at, start))) reach(goal, length + distanceBetween(at, goal), key)
  }
  return null
}

function pathTo(known: ReadonlyMap<string, { before: string | null; at: LatticePoint }>, goal: string): LatticePoint[] {
  const path: LatticePoint[] = []
  for (let key: string | null = goal; key !== null; key = known.get(key)?.before ?? null) {
    const at = known.get(key)?.at
    if (at !== undefined) path.push(at)
  }
  return path.reverse()
}
