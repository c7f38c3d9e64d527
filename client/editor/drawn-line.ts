/**
 * A line as it is drawn: point after point, or whole stretches of what it follows.
 *
 *      ● press    ●───●───● press      one press may add several points; taking back undoes a press, not a point
 */
import { type LatticePoint, samePoint } from '#domain/topology/lattice.ts'
import type { Snapped } from './snap.ts'

export interface DrawnLine {
  readonly points: readonly LatticePoint[]
  readonly last: Snapped
  /** how many points each press added */
  readonly presses: readonly number[]
  /** its last stretch was to follow something, and there was nothing to follow */
  readonly isStray: boolean
}

type Follow = (from: Snapped, to: Snapped) => readonly LatticePoint[] | null

/** @param follow the way to be followed, null where none is; straight without it */
export function lineTo(line: DrawnLine | null, next: Snapped, follow: Follow | null): DrawnLine {
  if (line === null) return { points: [next.point], last: next, presses: [1], isStray: false }
  if (samePoint(next.point, line.last.point)) return line
  const way = follow?.(line.last, next) ?? null
  const added = way === null ? [next.point] : way.slice(1)
  return {
    points: [...line.points, ...added],
    last: next,
    presses: [...line.presses, added.length],
    isStray: follow !== null && way === null,
  }
}

/** Without the last press; null where it was the first. */
export function lineBefore({ points, presses }: DrawnLine): DrawnLine | null {
  const left = points.slice(0, points.length - (presses.at(-1) ?? 0))
  const end = left.at(-1)
  return end === undefined ? null : { points: left, last: { point: end, kind: 'free' }, presses: presses.slice(0, -1), isStray: false }
}

/** Where it was pressed. */
export function pressedAt({ points, presses }: DrawnLine): LatticePoint[] {
  let at = -1
  return presses.flatMap((count) => {
    at += count
    const place = points[at]
    return place === undefined ? [] : [place]
  })
}
