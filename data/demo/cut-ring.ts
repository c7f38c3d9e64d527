/**
 * Cutting a ring of ground in two along a line that follows a field of directions.
 *
 *      ┌────────┐         ┌───┬────┐
 *      │   ×    │    →    │   ╲    │     from the seed × the line is walked both ways, a step at a time along the field,
 *      └────────┘         └────┴───┘     until it meets the outline
 */
import type { XY } from '#domain/geo/local-plane.ts'
import { forEachEdge, insideRing, type Ring } from '#domain/geo/ring.ts'
import { alongSegment, crossing, distance, footOnSegment } from '#domain/geo/segment.ts'

export type DirectionField = (p: XY) => number

/** A place on an outline: edge number plus the part of the edge walked. */
interface OnRing {
  readonly p: XY
  readonly position: number
}

export interface RingCut {
  readonly chord: readonly XY[]
  readonly left: Ring
  readonly right: Ring
  /** sharpest angle between the chord and the outline, radians */
  readonly sharpest: number
}

export interface CutOptions {
  readonly field: DirectionField
  readonly step: number
  /** the ends of the chord move to a vertex or known junction nearer than this (metres) */
  readonly snapMetres: number
  /** junctions already made on this outline by neighbours */
  readonly junctions: (p: XY, radius: number) => readonly XY[]
}

export function cutRing(ring: Ring, seed: XY, options: CutOptions): RingCut | null {
  if (!insideRing(seed, ring)) return null
  const forward = walk(ring, seed, options, 0)
  const backward = walk(ring, seed, options, Math.PI)
  if (forward === null || backward === null) return null
  const start = settle(ring, backward, options)
  const end = settle(ring, forward, options)
  if (start === null || end === null || start.end.position === end.end.position) return null
  const chord = [start.end.p, ...start.way.slice().reverse(), seed, ...end.way, end.end.p]
  if (distance(start.end.p, end.end.p) < 12) return null
  const left = [...chord.slice(0, -1), ...outlineBetween(ring, end.end, start.end)]
  const right = [...chord.slice().reverse().slice(0, -1), ...outlineBetween(ring, start.end, end.end)]
  const first = chord[1] ?? seed
  const last = chord[chord.length - 2] ?? seed
  return { chord, left, right, sharpest: Math.min(sharpness(ring, start.end, first), sharpness(ring, end.end, last)) }
}

interface Walked {
  readonly way: readonly XY[]
  readonly end: OnRing
}

function walk(ring: Ring, seed: XY, { field, step }: CutOptions, turned: number): Walked | null {
  const way: XY[] = []
  let here = seed
  let heading = field(seed) + turned
  for (let n = 0; n < 400; n++) {
    let angle = field(here)
    if (Math.cos(angle - heading) < 0) angle += Math.PI
    heading = angle
    const there: XY = [here[0] + step * Math.cos(angle), here[1] + step * Math.sin(angle)]
    const hit = firstHit(ring, here, there)
    if (hit !== null) return { way, end: hit }
    way.push(there)
    here = there
  }
  return null
}

function firstHit(ring: Ring, a: XY, b: XY): OnRing | null {
  let best: OnRing | null = null
  let nearest = Infinity
  forEachEdge(ring, (p, q, index) => {
    const cross = crossing(a, b, p, q)
    if (cross !== null && cross.t < nearest) {
      nearest = cross.t
      best = { p: alongSegment(p, q, cross.u), position: index + Math.min(cross.u, 0.999999) }
    }
  })
  return best
}

/** Move the end to a near vertex or junction where that is possible, and drop the steps that crowd it. */
function settle(ring: Ring, walked: Walked, { snapMetres, junctions }: CutOptions): Walked | null {
  const candidates: OnRing[] = []
  for (const [i, p] of ring.entries()) if (distance(p, walked.end.p) < snapMetres) candidates.push({ p, position: i })
  for (const p of junctions(walked.end.p, snapMetres)) {
    forEachEdge(ring, (a, b, index) => {
      const t = footOnSegment(p, a, b)
      if (t > 0 && t < 1 && distance(p, alongSegment(a, b, t)) < 0.02) candidates.push({ p, position: index + t })
    })
  }
  candidates.sort((m, n) => distance(m.p, walked.end.p) - distance(n.p, walked.end.p))
  for (const end of candidates) {
    const way = walked.way.slice()
    while (way.length > 0 && distance(way[way.length - 1] ?? end.p, end.p) < snapMetres + 6) way.pop()
    const from = way[way.length - 1]
    if (from === undefined || staysInside(ring, from, end)) return { way, end }
  }
  return walked
}

function staysInside(ring: Ring, from: XY, end: OnRing): boolean {
  let clear = true
  forEachEdge(ring, (a, b) => {
    const cross = crossing(from, end.p, a, b)
    if (cross !== null && cross.t < 0.999) clear = false
  })
  return clear
}

/** Outline vertices strictly after `from` up to and including `to`'s place, walking forward. */
function outlineBetween(ring: Ring, from: OnRing, to: OnRing): XY[] {
  const n = ring.length
  const points: XY[] = [from.p]
  const span = (to.position - from.position + n) % n
  for (let k = 1; k <= n; k++) {
    const index = Math.floor(from.position) + k
    if (index - from.position >= span - 1e-9) break
    const p = ring[index % n]
    if (p !== undefined) points.push(p)
  }
  return points
}

function sharpness(ring: Ring, end: OnRing, inward: XY): number {
  const n = ring.length
  const index = Math.floor(end.position)
  const onVertex = end.position === index
  const before = ring[(index + (onVertex ? n - 1 : 0)) % n]
  const after = ring[(index + 1) % n]
  const angleTo = (q: XY | undefined) => {
    if (q === undefined) return Math.PI
    const a = Math.atan2(inward[1] - end.p[1], inward[0] - end.p[0])
    const b = Math.atan2(q[1] - end.p[1], q[0] - end.p[0])
    return Math.acos(Math.max(-1, Math.min(1, Math.cos(a - b))))
  }
  return Math.min(angleTo(before), angleTo(after))
}
