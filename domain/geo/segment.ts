/** Distances and crossings of points and straight segments in a metre plane. */
import type { XY } from './local-plane.ts'

/** Where the foot of `p` falls on the segment a→b, 0 at a, 1 at b, clamped. */
export function footOnSegment(p: XY, a: XY, b: XY): number {
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const squared = dx * dx + dy * dy
  if (squared === 0) return 0
  return Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared))
}

export const alongSegment = (a: XY, b: XY, t: number): XY => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]

export function distance(a: XY, b: XY): number {
  const dx = a[0] - b[0]
  const dy = a[1] - b[1]
  return Math.sqrt(dx * dx + dy * dy)
}

/** The hot loop of every layout: no point is made for the foot. */
export function pointSegmentDistance(p: XY, a: XY, b: XY): number {
  const t = footOnSegment(p, a, b)
  const dx = a[0] + (b[0] - a[0]) * t - p[0]
  const dy = a[1] + (b[1] - a[1]) * t - p[1]
  return Math.sqrt(dx * dx + dy * dy)
}

/** Twice the signed area of a, b, c: positive when c lies to the left of a→b. */
export const turn = (a: XY, b: XY, c: XY): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/** The crossing of a→b with c→d as parameters along both, or null when parallel or apart. */
export function crossing(a: XY, b: XY, c: XY, d: XY): { t: number; u: number } | null {
  const rx = b[0] - a[0]
  const ry = b[1] - a[1]
  const sx = d[0] - c[0]
  const sy = d[1] - c[1]
  const denominator = rx * sy - ry * sx
  if (denominator === 0) return null
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / denominator
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / denominator
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : null
}

export function segmentDistance(a: XY, b: XY, c: XY, d: XY): number {
  if (turn(a, b, c) > 0 !== turn(a, b, d) > 0 && turn(c, d, a) > 0 !== turn(c, d, b) > 0) return 0
  return Math.min(
    pointSegmentDistance(a, c, d),
    pointSegmentDistance(b, c, d),
    pointSegmentDistance(c, a, b),
    pointSegmentDistance(d, a, b),
  )
}
