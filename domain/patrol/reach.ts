// Which part of a straight piece a→b lies within `metres` of another piece c→d. The places so near to c→d are a capsule, which is convex, and a
// line meets what is convex in one stretch: its ends are where the line meets the two circles around c and d or the two sides between them. So the
// answer is exact in the plane; nothing is sampled.
//
//      ╭───────────╮
//   a──┼──c─────d──┼──b        from where the first circle is entered to where the last is left
//      ╰───────────╯
import type { XY } from '../geo/local-plane.ts'

/** Shares of a→b, 0 at a and 1 at b. */
export type Stretch = readonly [from: number, to: number]

const none: Stretch = [Infinity, -Infinity]

/** Where the line a + t(b − a) is within a circle, t unlimited. */
function inCircle(a: XY, dx: number, dy: number, centre: XY, metres: number): Stretch {
  const [ex, ey] = [a[0] - centre[0], a[1] - centre[1]]
  const square = dx * dx + dy * dy
  const half = ex * dx + ey * dy
  const rest = ex * ex + ey * ey - metres * metres
  if (square === 0) return rest <= 0 ? [0, 1] : none
  const root = half * half - square * rest
  if (root < 0) return none
  const width = Math.sqrt(root)
  return [(-half - width) / square, (-half + width) / square]
}

/** Where a + t·d of a coordinate lies between two values. */
function between(start: number, step: number, low: number, high: number): Stretch {
  if (step === 0) return start >= low && start <= high ? [-Infinity, Infinity] : none
  const [t, u] = [(low - start) / step, (high - start) / step]
  return t < u ? [t, u] : [u, t]
}

/** Where the line is within the rectangle beside c→d. */
function besidePiece(a: XY, dx: number, dy: number, c: XY, d: XY, metres: number): Stretch {
  const [ux, uy] = [d[0] - c[0], d[1] - c[1]]
  const length = Math.hypot(ux, uy)
  if (length === 0) return none
  const [ex, ey] = [a[0] - c[0], a[1] - c[1]]
  const forward = between((ex * ux + ey * uy) / length, (dx * ux + dy * uy) / length, 0, length)
  const sideways = between((ey * ux - ex * uy) / length, (dy * ux - dx * uy) / length, -metres, metres)
  const [from, to] = [Math.max(forward[0], sideways[0]), Math.min(forward[1], sideways[1])]
  return from <= to ? [from, to] : none
}

/** The stretch of a→b within `metres` of c→d, or null. */
export function stretchWithin(a: XY, b: XY, c: XY, d: XY, metres: number): Stretch | null {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const parts = [inCircle(a, dx, dy, c, metres), inCircle(a, dx, dy, d, metres), besidePiece(a, dx, dy, c, d, metres)]
  const from = Math.max(0, Math.min(...parts.map(([begin]) => begin)))
  const to = Math.min(1, Math.max(...parts.map(([, end]) => end)))
  return from <= to ? [from, to] : null
}

/** Stretches in order, those that meet as one. */
export function joined(stretches: readonly Stretch[], within = 0): Stretch[] {
  const result: [number, number][] = []
  for (const [from, to] of [...stretches].sort((one, other) => one[0] - other[0])) {
    const last = result[result.length - 1]
    if (last !== undefined && from <= last[1] + within) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}

export const lengthOf = (stretches: readonly Stretch[]): number => stretches.reduce((sum, [from, to]) => sum + to - from, 0)
