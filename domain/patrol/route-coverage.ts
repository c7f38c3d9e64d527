// routeCoverage (DOMAIN d): length of the route within d of the track ÷ length of the route; d = 20 m unless said otherwise, not less than the error
// of a fix in a street. Every straight piece of the route is met with every straight piece of the track exactly (reach.ts). What is approximate:
// the plane (2e-4 of a length), and that people walk straight between two fixes.
import type { Plane, Position } from './metric-line.ts'
import { type MetricLine, metricLine, pointAlong } from './metric-line.ts'
import { joined, lengthOf, type Stretch, stretchWithin } from './reach.ts'
import { type Leg, nearestTime } from './track.ts'

export const usualReachMetres = 20
/** The route is looked at in pieces of about this length where it matters when each was passed. */
export const segmentMetres = 100
/** A segment was passed when this share of it was: a corner that was cut does not leave it unseen, walking through one end does. */
const passedShare = 0.8

export type RouteCoverage = {
  readonly lengthMetres: number
  readonly passedMetres: number
  /** In metres from the beginning of the route, in order and apart. */
  readonly passed: readonly Stretch[]
}

/** What of a route lies within `metres` of the legs of a track. */
export function routeCoverage(
  route: readonly Position[],
  legs: readonly Leg[],
  plane: Plane,
  metres: number = usualReachMetres,
): RouteCoverage {
  const line = metricLine(route, plane)
  const passed = passedOf(line, legs, metres)
  return { lengthMetres: line.lengthMetres, passedMetres: Math.min(line.lengthMetres, lengthOf(passed)), passed }
}

function passedOf(line: MetricLine, legs: readonly Leg[], metres: number): Stretch[] {
  const stretches: Stretch[] = []
  for (let at = 1; at < line.points.length; at++) {
    const [a, b] = [line.points[at - 1], line.points[at]]
    const [start = 0, end = 0] = [line.along[at - 1], line.along[at]]
    if (a === undefined || b === undefined) continue
    const [west, east] = [Math.min(a[0], b[0]) - metres, Math.max(a[0], b[0]) + metres]
    const [south, north] = [Math.min(a[1], b[1]) - metres, Math.max(a[1], b[1]) + metres]
    for (const { a: c, b: d } of legs) {
      if ((c[0] < west && d[0] < west) || (c[0] > east && d[0] > east)) continue
      if ((c[1] < south && d[1] < south) || (c[1] > north && d[1] > north)) continue
      const found = stretchWithin(a, b, c, d, metres)
      if (found) stretches.push([start + found[0] * (end - start), start + found[1] * (end - start)])
    }
  }
  return joined(stretches, 1e-6)
}

/** A route in pieces of equal length, each at most `segmentMetres` long; at least one. In metres from its beginning. */
export function segmentsOf(lengthMetres: number): Stretch[] {
  const count = Math.max(1, Math.ceil(lengthMetres / segmentMetres - 1e-9))
  return Array.from({ length: count }, (_, k): Stretch => [(k * lengthMetres) / count, ((k + 1) * lengthMetres) / count])
}

const overlap = ([from, to]: Stretch, [low, high]: Stretch) => Math.max(0, Math.min(to, high) - Math.max(from, low))

/**
 * When each segment of a route was passed by a track, in milliseconds: when the track was nearest to its middle. Null: it was not. `passed` is what
 * routeCoverage says.
 */
export function segmentPasses(
  route: readonly Position[],
  legs: readonly Leg[],
  plane: Plane,
  passed: readonly Stretch[],
): (number | null)[] {
  const line = metricLine(route, plane)
  return segmentsOf(line.lengthMetres).map((segment) => {
    const share = passed.reduce((sum, one) => sum + overlap(one, segment), 0)
    if (share < passedShare * (segment[1] - segment[0])) return null
    const time = nearestTime(legs, pointAlong(line, (segment[0] + segment[1]) / 2))
    return time === null ? null : Math.round(time.at)
  })
}

export type Sighting = { readonly alongMetres: number; readonly at: number | null }

/**
 * When each segment was passed, of a run without a track: where two checkpoints that follow each other were both visited, in this order, the way
 * between them is taken as walked, evenly. `sightings` in the order of the checkpoints.
 */
export function passesByVisits(lengthMetres: number, sightings: readonly Sighting[]): (number | null)[] {
  return segmentsOf(lengthMetres).map(([from, to]) => {
    const middle = (from + to) / 2
    for (const [at, next] of sightings.entries()) {
      const before = sightings[at - 1]
      if (before === undefined || before.at === null || next.at === null || next.at < before.at) continue
      if (before.alongMetres > middle || next.alongMetres < middle || next.alongMetres === before.alongMetres) continue
      const share = (middle - before.alongMetres) / (next.alongMetres - before.alongMetres)
      return Math.round(before.at + share * (next.at - before.at))
    }
    return null
  })
}
