/**
 * A ring drawn in from its outline, each side by its own distance: a parcel less the setback from its streets.
 *
 *      ┌─────────┐        every side moves inward, neighbours meet where their moved lines cross;
 *      │ ┌─────┐ │        where two sides run almost straight on, the corner moves square to them
 *      │ └─────┘ │
 *      └─────────┘        null when the result folds over itself or loses half of its area
 */
import type { XY } from './local-plane.ts'
import { type Ring, signedArea } from './ring.ts'
import { crossing, distance } from './segment.ts'

/** @param metres distance of side i, from ring[i] to ring[i + 1], of a counter-clockwise ring */
export function insetRing(ring: Ring, metres: (side: number) => number): Ring | null {
  const n = ring.length
  const at = (i: number): XY => ring[((i % n) + n) % n] ?? [0, 0]
  const inward = (i: number): XY => {
    const [a, b] = [at(i), at(i + 1)]
    const length = distance(a, b) || 1
    return [-(b[1] - a[1]) / length, (b[0] - a[0]) / length]
  }
  const moved = ring.map((p, i): XY => {
    const [before, after] = [inward(i - 1), inward(i)]
    const [d, e] = [metres((i + n - 1) % n), metres(i)]
    const determinant = before[0] * after[1] - before[1] * after[0]
    if (Math.abs(determinant) < 0.2) {
      const most = Math.max(d, e)
      return [p[0] + ((before[0] + after[0]) / 2) * most, p[1] + ((before[1] + after[1]) / 2) * most]
    }
    return [p[0] + (d * after[1] - e * before[1]) / determinant, p[1] + (e * before[0] - d * after[0]) / determinant]
  })
  const area = signedArea(moved)
  return area < signedArea(ring) / 2 || foldsOver(moved) ? null : moved
}

export function foldsOver(ring: Ring): boolean {
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i], ring[(i + 1) % ring.length]]
    for (let j = i + 2; j < ring.length; j++) {
      if (i === 0 && j === ring.length - 1) continue
      const [c, d] = [ring[j], ring[(j + 1) % ring.length]]
      if (a !== undefined && b !== undefined && c !== undefined && d !== undefined && crossing(a, b, c, d) !== null) return true
    }
  }
  return false
}
