/** Measures of a ring: a closed polygon outline in a metre plane, given open (the first point is not repeated). */
import type { XY } from './local-plane.ts'
import { pointSegmentDistance, segmentDistance } from './segment.ts'

export type Ring = readonly XY[]

/** Visit every edge a→b, the closing one included. */
export function forEachEdge(ring: Ring, visit: (a: XY, b: XY, index: number) => void): void {
  let a = ring[ring.length - 1]
  if (a === undefined) return
  for (let i = 0; i < ring.length; i++) {
    const b = ring[i]
    if (b === undefined) continue
    visit(a, b, (i + ring.length - 1) % ring.length)
    a = b
  }
}

/** Positive when the ring runs counter-clockwise. */
export function signedArea(ring: Ring): number {
  let twice = 0
  forEachEdge(ring, (a, b) => {
    twice += a[0] * b[1] - b[0] * a[1]
  })
  return twice / 2
}

export function centroid(ring: Ring): XY {
  let x = 0
  let y = 0
  let twice = 0
  const origin = ring[0] ?? [0, 0]
  forEachEdge(ring, (a, b) => {
    const cross = (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1])
    x += (a[0] + b[0] - 2 * origin[0]) * cross
    y += (a[1] + b[1] - 2 * origin[1]) * cross
    twice += cross
  })
  return twice === 0 ? origin : [origin[0] + x / (3 * twice), origin[1] + y / (3 * twice)]
}

/** Written out as plain loops, as is the next: both are asked millions of times in a layout. */
export function insideRing(p: XY, ring: Ring): boolean {
  let inside = false
  let a = ring[ring.length - 1]
  for (const b of ring) {
    if (a !== undefined && a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
    a = b
  }
  return inside
}

export function distanceToRing(p: XY, ring: Ring): number {
  let best = Number.POSITIVE_INFINITY
  let a = ring[ring.length - 1]
  for (const b of ring) {
    if (a !== undefined) best = Math.min(best, pointSegmentDistance(p, a, b))
    a = b
  }
  return best
}

/** A point well inside: the best of a coarse lattice by distance to the outline, refined once (a cheap pole of inaccessibility). */
export function interiorPoint(ring: Ring): XY {
  const box = boxOf(ring)
  let best = centroid(ring)
  let bestDistance = insideRing(best, ring) ? distanceToRing(best, ring) : -1
  let [x, y, width, height] = [box[0], box[1], box[2] - box[0], box[3] - box[1]]
  // A second lattice is needed only when the first one finds nothing, in a crooked sliver.
  for (const cells of bestDistance < 0 ? [8, 40, 8] : [8]) {
    for (let i = 0; i <= cells; i++) {
      for (let j = 0; j <= cells; j++) {
        const p: XY = [x + (i * width) / cells, y + (j * height) / cells]
        if (!insideRing(p, ring)) continue
        const d = distanceToRing(p, ring)
        if (d > bestDistance) {
          best = p
          bestDistance = d
        }
      }
    }
    if (bestDistance < 0) continue
    x = best[0] - width / cells
    y = best[1] - height / cells
    width *= 2 / cells
    height *= 2 / cells
  }
  return best
}

export type Box = readonly [number, number, number, number]

export function boxOf(points: readonly XY[]): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    x0 = Math.min(x0, x)
    y0 = Math.min(y0, y)
    x1 = Math.max(x1, x)
    y1 = Math.max(y1, y)
  }
  return [x0, y0, x1, y1]
}

/** Extent of the points along a direction (radians) and across it. */
export function orientedExtent(points: readonly XY[], angle: number): { along: [number, number]; across: [number, number] } {
  const c = Math.cos(angle)
  const s = Math.sin(angle)
  const box = boxOf(points.map(([x, y]): XY => [x * c + y * s, y * c - x * s]))
  return { along: [box[0], box[2]], across: [box[1], box[3]] }
}

/**
 * The direction (radians, −π/4..π/4) that most of the outline runs along or square to:
 * the argument of the sum of length·exp(4iθ), divided by four.
 */
export function dominantAngle(ring: Ring): number {
  let re = 0
  let im = 0
  forEachEdge(ring, (a, b) => {
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const angle = 4 * Math.atan2(b[1] - a[1], b[0] - a[0])
    re += length * Math.cos(angle)
    im += length * Math.sin(angle)
  })
  return Math.atan2(im, re) / 4
}

/** Distance between two rings, 0 when they touch, cross or one holds the other. */
export function ringDistance(a: Ring, b: Ring): number {
  const [a0, b0] = [a[0], b[0]]
  if (a0 === undefined || b0 === undefined) return Infinity
  if (insideRing(a0, b) || insideRing(b0, a)) return 0
  let best = Infinity
  forEachEdge(a, (p, q) => {
    forEachEdge(b, (r, s) => {
      if (best > 0) best = Math.min(best, segmentDistance(p, q, r, s))
    })
  })
  return best
}
