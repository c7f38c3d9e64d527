/**
 * A line with fewer points: none that is left out lies further than the tolerance from what stays (Douglas & Peucker 1973). Both ends stay, so lines
 * that meet there still do.
 *
 *      A ── b ── C        b lies nearly on A ── C: A ─────── C
 */
import { type LatticePoint, samePoint } from './lattice.ts'

/** @param tolerance in lattice units */
export function thinLine(line: readonly LatticePoint[], tolerance: number): readonly LatticePoint[] {
  if (line.length < 3) return line
  const stays = new Uint8Array(line.length)
  stays[0] = 1
  stays[line.length - 1] = 1
  keepBetween(line, 0, line.length - 1, tolerance, stays)
  return line.filter((_, i) => stays[i] === 1)
}

function keepBetween(line: readonly LatticePoint[], from: number, to: number, tolerance: number, stays: Uint8Array): void {
  const [first, last] = [line[from], line[to]]
  if (first === undefined || last === undefined) return
  const isRing = samePoint(first, last)
  const length = Math.hypot(last[0] - first[0], last[1] - first[1])
  let [worst, far] = [from, -1]
  for (let i = from + 1; i < to; i++) {
    const p = line[i] ?? first
    const [dx, dy] = [p[0] - first[0], p[1] - first[1]]
    const distance = isRing ? Math.hypot(dx, dy) : Math.abs((last[0] - first[0]) * dy - dx * (last[1] - first[1])) / length
    if (distance > far) [worst, far] = [i, distance]
  }
  if (far <= tolerance) return
  stays[worst] = 1
  keepBetween(line, from, worst, tolerance, stays)
  keepBetween(line, worst, to, tolerance, stays)
}
