/** Curves of the town plan: a smooth line through a few points, and lines set off to its side. */
import type { XY } from '#domain/geo/local-plane.ts'
import { distance } from '#domain/geo/segment.ts'

/** Centripetal Catmull-Rom through the points, one vertex about every `step` metres; the given points are kept. */
export function smoothLine(points: readonly XY[], step: number, closed = false): XY[] {
  const n = points.length
  const at = (i: number): XY => {
    if (closed) return points[((i % n) + n) % n] ?? [0, 0]
    const [p, q] = i < 0 ? [points[0], points[1]] : [points[n - 1], points[n - 2]]
    if (i >= 0 && i < n) return points[i] ?? [0, 0]
    return p === undefined || q === undefined ? [0, 0] : [2 * p[0] - q[0], 2 * p[1] - q[1]]
  }
  const line: XY[] = []
  const spans = closed ? n : n - 1
  for (let i = 0; i < spans; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const count = Math.max(1, Math.round(distance(p1, p2) / step))
    for (let k = 0; k < count; k++) line.push(centripetal(p0, p1, p2, p3, k / count))
  }
  line.push(at(spans))
  return line
}

function centripetal(p0: XY, p1: XY, p2: XY, p3: XY, u: number): XY {
  const t1 = Math.sqrt(distance(p0, p1))
  const t2 = t1 + Math.sqrt(distance(p1, p2))
  const t3 = t2 + Math.sqrt(distance(p2, p3))
  const t = t1 + (t2 - t1) * u
  const mix = (a: XY, b: XY, ta: number, tb: number): XY => {
    const w = tb === ta ? 0 : (t - ta) / (tb - ta)
    return [a[0] + (b[0] - a[0]) * w, a[1] + (b[1] - a[1]) * w]
  }
  const [a1, a2, a3] = [mix(p0, p1, 0, t1), mix(p1, p2, t1, t2), mix(p2, p3, t2, t3)]
  return mix(mix(a1, a2, 0, t2), mix(a2, a3, t1, t3), t1, t2)
}

/** The line moved to its left by `metres` (negative: right); `metres` may vary along the line. Tight inner bends are thinned. */
export function offsetLine(line: readonly XY[], metres: (index: number) => number): XY[] {
  const moved: XY[] = []
  for (const [i, p] of line.entries()) {
    const a = line[Math.max(0, i - 1)] ?? p
    const b = line[Math.min(line.length - 1, i + 1)] ?? p
    const length = distance(a, b) || 1
    const by = metres(i)
    const q: XY = [p[0] - ((b[1] - a[1]) / length) * by, p[1] + ((b[0] - a[0]) / length) * by]
    const last = moved[moved.length - 1]
    const forward = last === undefined || (q[0] - last[0]) * (b[0] - a[0]) + (q[1] - last[1]) * (b[1] - a[1]) > 0
    if (forward && (last === undefined || distance(last, q) > 8)) moved.push(q)
  }
  return moved
}

export function nearestIndex(line: readonly XY[], p: XY): number {
  let best = 0
  let bestDistance = Number.POSITIVE_INFINITY
  for (const [i, q] of line.entries()) {
    const d = distance(p, q)
    if (d < bestDistance) {
      best = i
      bestDistance = d
    }
  }
  return best
}

/** Smooth noise in −1..1 over the plane, `wave` metres across: three sines at odd angles, cheap and repeatable. */
export function softNoise(p: XY, wave: number, phase: number): number {
  const k = (2 * Math.PI) / wave
  return (
    (Math.sin(k * (p[0] * 0.8 + p[1] * 0.6) + phase) +
      Math.sin(k * 0.73 * (p[1] * 0.9 - p[0] * 0.44) + 1.7 * phase + 1.1) +
      Math.sin(k * 1.31 * (p[0] * 0.3 - p[1] * 0.95) + 2.3 * phase + 4.2)) /
    3
  )
}
