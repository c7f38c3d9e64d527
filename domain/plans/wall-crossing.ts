/**
 * Where a line runs through the walls of buildings.
 *
 *          ┌────┐
 *      A ──p────q── B      p–q is the part that runs through; a line along a wall, or a few centimetres into it, runs through none
 *          └────┘
 */
import Flatbush from 'flatbush'
import { type LatticePoint, segmentsMeet } from '#domain/topology/lattice.ts'
import { pointsBox, segmentBox } from '#domain/topology/topology.ts'

type Stretch = readonly [LatticePoint, LatticePoint]

/** A few centimetres into the wall are the width of the drawn line, not a cut. */
const WALL_SLACK = 10

/** The part of the segment inside the ring, or null where none is. */
export function crossingOf(a: LatticePoint, b: LatticePoint, ring: readonly LatticePoint[]): Stretch | null {
  const met: LatticePoint[] = []
  let before = ring[ring.length - 1]
  for (const p of ring) {
    if (before !== undefined && segmentsMeet(a, b, before, p)) met.push(meetingPoint(a, b, before, p))
    before = p
  }
  const sorted = met.sort((p, q) => p[0] - q[0] || p[1] - q[1])
  const [first, last] = [sorted[0], sorted[sorted.length - 1]]
  if (first === undefined || last === undefined) return wellInside(a, ring) && wellInside(b, ring) ? [a, b] : null
  if (sorted.length === 1) return wellInside(a, ring) ? [a, first] : wellInside(b, ring) ? [first, b] : null
  return Math.abs(last[0] - first[0]) + Math.abs(last[1] - first[1]) > WALL_SLACK && middleInside(sorted, ring) ? [first, last] : null
}

function meetingPoint(a: LatticePoint, b: LatticePoint, c: LatticePoint, d: LatticePoint): LatticePoint {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
  const denominator = rx * sy - ry * sx
  if (denominator === 0) return c
  const t = Math.min(1, Math.max(0, ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / denominator))
  return [a[0] + rx * t, a[1] + ry * t]
}

/** Is the middle between two crossings that follow each other inside the ring by more than the slack? */
const middleInside = (sorted: readonly LatticePoint[], ring: readonly LatticePoint[]): boolean =>
  sorted.some((p, i) => {
    const next = sorted[i + 1]
    return next !== undefined && wellInside([(p[0] + next[0]) / 2, (p[1] + next[1]) / 2], ring)
  })

function wellInside(p: LatticePoint, ring: readonly LatticePoint[]): boolean {
  let inside = false
  let near = Infinity
  let a = ring[ring.length - 1]
  for (const b of ring) {
    if (a !== undefined) {
      if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
      const t = Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)))
      near = Math.min(near, (a[0] + dx * t - p[0]) ** 2 + (a[1] + dy * t - p[1]) ** 2)
    }
    a = b
  }
  return inside && near > WALL_SLACK * WALL_SLACK
}

export interface Crossing {
  /** the building's place in the list given */
  readonly building: number
  readonly stretch: Stretch
}

/** What lines run through, asked with every move of the pen: only walls near a segment are looked at. */
export function indexWalls(
  buildings: readonly { readonly walls: readonly (readonly LatticePoint[])[] }[],
): (lines: Iterable<readonly LatticePoint[]>) => Crossing[] {
  const rings = buildings.flatMap(({ walls }, building) => walls.map((ring) => ({ building, ring })))
  if (rings.length === 0) return () => []
  const index = new Flatbush(rings.length)
  for (const { ring } of rings) index.add(...pointsBox(ring))
  index.finish()
  return (lines) => {
    const crossings: Crossing[] = []
    for (const line of lines) {
      for (let i = 0; i + 1 < line.length; i++) {
        const [a, b] = [line[i], line[i + 1]]
        if (a === undefined || b === undefined) continue
        for (const at of index.search(...segmentBox(a, b))) {
          const { building, ring } = rings[at] ?? { building: -1, ring: [] }
          const stretch = crossingOf(a, b, ring)
          if (stretch !== null) crossings.push({ building, stretch })
        }
      }
    }
    return crossings
  }
}
