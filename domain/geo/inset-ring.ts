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
import { distance, pointSegmentDistance, segmentDistance } from './segment.ts'

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
  const distinct = moved.filter((p, i) => distance(p, moved[(i + n - 1) % n] ?? p) > NARROWEST_METRES)
  const blunt = withoutSpikes(distinct)
  return signedArea(blunt) < signedArea(ring) / 2 || foldsOver(blunt) ? null : blunt
}

/** Cosine of the sharpest corner a wall may have: 12°. Anything sharper is a spike that a moved line ran out into. */
const SHARPEST = Math.cos((12 * Math.PI) / 180)

/** The ring without corners where it runs out and back; what a spike leaves behind may be one too, so it looks again. */
export function withoutSpikes(ring: Ring): Ring {
  const kept = ring.filter((p, i) => {
    const [a, b] = [ring[(i + ring.length - 1) % ring.length] ?? p, ring[(i + 1) % ring.length] ?? p]
    const [ax, ay, bx, by] = [a[0] - p[0], a[1] - p[1], b[0] - p[0], b[1] - p[1]]
    return ax * bx + ay * by < SHARPEST * Math.hypot(ax, ay) * Math.hypot(bx, by)
  })
  return kept.length === ring.length || kept.length < 3 ? ring : withoutSpikes(kept)
}

/** Nearer than this, two parts of an outline could touch once they are rounded to the lattice. */
const NARROWEST_METRES = 0.04

/** Does the ring cross or touch itself, or run back on itself? */
export function foldsOver(ring: Ring): boolean {
  for (let i = 0; i < ring.length; i++) {
    const [a, b, next] = [ring[i], ring[(i + 1) % ring.length], ring[(i + 2) % ring.length]]
    if (a === undefined || b === undefined || next === undefined) continue
    if (pointSegmentDistance(next, a, b) < NARROWEST_METRES || pointSegmentDistance(a, b, next) < NARROWEST_METRES) return true
    for (let j = i + 2; j < ring.length; j++) {
      if (i === 0 && j === ring.length - 1) continue
      const [c, d] = [ring[j], ring[(j + 1) % ring.length]]
      if (c !== undefined && d !== undefined && segmentDistance(a, b, c, d) < NARROWEST_METRES) return true
    }
  }
  return false
}
