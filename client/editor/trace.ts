/**
 * Following a street or a bank between two points instead of drawing it: the shortest way along guides and borders.
 *
 *      ●── A ──── B ──●      both points lie on guides (or on borders); the way through their corners is what gets drawn
 */
import FlatQueue from 'flatqueue'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { squaredDistance } from '#domain/topology/lattice.ts'
import { distanceBetween, type GuideLine, indexGuides, type Snapped } from './snap.ts'

export interface TraceGraph {
  readonly way: (from: Snapped, to: Snapped) => readonly LatticePoint[] | null
}

/** Nearer than this to a guide (some three metres, in lattice units), a point is on it. */
const BESIDE = 300

const keyOf = (p: LatticePoint): string => `${p[0]} ${p[1]}`

/** The graph is made when the first way is asked for: seldom does anybody. */
export function traceGraph(lines: readonly Pick<GuideLine, 'line'>[]): TraceGraph {
  let graph: TraceGraph | null = null
  return {
    way(from, to) {
      graph ??= graphOf(lines)
      return graph.way(from, to)
    },
  }
}

function graphOf(lines: readonly Pick<GuideLine, 'line'>[]): TraceGraph {
  const places = new Map<string, LatticePoint>()
  const beside = new Map<string, { to: string; length: number }[]>()
  const join = (a: LatticePoint, b: LatticePoint) => {
    const [from, to] = [keyOf(a), keyOf(b)]
    if (from === to) return
    places.set(from, a)
    places.set(to, b)
    const length = distanceBetween(a, b)
    beside.set(from, [...(beside.get(from) ?? []), { to, length }])
    beside.set(to, [...(beside.get(to) ?? []), { to: from, length }])
  }
  for (const { line } of lines) {
    for (let i = 0; i + 1 < line.length; i++) {
      const [a, b] = [line[i], line[i + 1]]
      if (a !== undefined && b !== undefined) join(a, b)
    }
  }
  const index = indexGuides(lines.map(({ line }) => ({ kind: 'road', line })))
  /** The ends of the stretch that a point lies on; where a border was nearer, of the guide that crosses it there. */
  const cornersBeside = (point: LatticePoint, along: Snapped['along']): readonly LatticePoint[] => {
    const own = (along ?? []).filter((corner) => places.has(keyOf(corner)))
    if (own.length > 0) return own
    const near = index
      .near(point, BESIDE)
      .map(({ a, b }) => ({ a, b, away: Math.sqrt(squaredDistance(point, a, b)) }))
      .filter(({ away }) => away <= BESIDE)
      .sort((p, q) => p.away - q.away)[0]
    return near === undefined ? [] : [near.a, near.b]
  }
  return {
    way(from, to) {
      const ends = [from, to].map(({ point, along }) => ({
        point,
        key: keyOf(point),
        hooks: places.has(keyOf(point)) ? [] : cornersBeside(point, along),
      }))
      const [start, goal] = ends
      if (start === undefined || goal === undefined) return null
      if (!places.has(start.key) && start.hooks.length === 0) return null
      if (!places.has(goal.key) && goal.hooks.length === 0) return null
      const lengthTo = (p: LatticePoint) => distanceBetween(p, goal.point)
      const known = new Map<string, { length: number; before: string | null; at: LatticePoint }>()
      const open = new FlatQueue<{ readonly key: string; readonly at: LatticePoint; readonly length: number }>()
      const reach = (key: string, at: LatticePoint, length: number, before: string | null) => {
        const there = known.get(key)
        if (there !== undefined && there.length <= length) return
        known.set(key, { length, before, at })
        open.push({ key, at, length }, length + lengthTo(at))
      }
      reach(start.key, start.point, 0, null)
      for (const hook of start.hooks) reach(keyOf(hook), hook, distanceBetween(start.point, hook), start.key)
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (next.key === goal.key) return pathTo(known, goal.key)
        if ((known.get(next.key)?.length ?? Infinity) < next.length) continue
        for (const { to: other, length } of beside.get(next.key) ?? []) {
          const at = places.get(other)
          if (at !== undefined) reach(other, at, next.length + length, next.key)
        }
        for (const hook of goal.hooks) if (keyOf(hook) === next.key) reach(goal.key, goal.point, next.length + lengthTo(hook), next.key)
        // both on one segment: straight along it
        if (next.key === start.key && sameSegment(from, to)) reach(goal.key, goal.point, lengthTo(start.point), start.key)
      }
      return null
    },
  }
}

const sameSegment = (a: Snapped, b: Snapped): boolean =>
  a.along !== undefined && b.along !== undefined && a.along.every((p) => b.along?.some((q) => keyOf(p) === keyOf(q)))

function pathTo(known: ReadonlyMap<string, { before: string | null; at: LatticePoint }>, goal: string): LatticePoint[] {
  const path: LatticePoint[] = []
  for (let key: string | null = goal; key !== null; key = known.get(key)?.before ?? null) {
    const at = known.get(key)?.at
    if (at !== undefined) path.push(at)
  }
  return path.reverse()
}
