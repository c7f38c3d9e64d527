// A line of lon/lat as metres in a plane around the middle of its box, with how far along it each point lies. At 3 km from the middle the plane is
// wrong by about 2e-4 of a length (domain/geo/local-plane.ts): 4 mm on a distance of 20 m.
import { metresPerDegree, type XY } from '../geo/local-plane.ts'
import { alongSegment, distance, footOnSegment } from '../geo/segment.ts'

export type Position = readonly number[]
export type Plane = (position: Position) => XY

/** The plane around the middle of the box of some positions, lon/lat in degrees. */
export function planeAround(positions: readonly Position[]): Plane {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng = 0, lat = 0] of positions) {
    west = Math.min(west, lng)
    east = Math.max(east, lng)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const [middleLng, middleLat] = [(west + east) / 2, (south + north) / 2]
  const scale = metresPerDegree(middleLat)
  return ([lng = 0, lat = 0]) => [(lng - middleLng) * scale.lng, (lat - middleLat) * scale.lat]
}

export type MetricLine = {
  readonly points: readonly XY[]
  /** Metres from the beginning of the line to each point. */
  readonly along: readonly number[]
  readonly lengthMetres: number
}

export function metricLine(positions: readonly Position[], plane: Plane): MetricLine {
  const points = positions.map(plane)
  const along: number[] = []
  let sum = 0
  for (const [at, point] of points.entries()) {
    sum += at === 0 ? 0 : distance(points[at - 1] ?? point, point)
    along.push(sum)
  }
  return { points, along, lengthMetres: sum }
}

/** The point so many metres along a line; its ends for what lies before or after it. */
export function pointAlong({ points, along }: MetricLine, metres: number): XY {
  for (let at = 1; at < points.length; at++) {
    const [a, b] = [points[at - 1], points[at]]
    const [from = 0, to = 0] = [along[at - 1], along[at]]
    if (a === undefined || b === undefined || (metres > to && at < points.length - 1)) continue
    return alongSegment(a, b, to === from ? 0 : Math.min(1, Math.max(0, (metres - from) / (to - from))))
  }
  return points[0] ?? [0, 0]
}

/**
 * How far along a line the place lies that is nearest to a point, not before `after` metres: a round passes some places twice, and what comes later
 * in the order is meant later on the way. Of places that are as near but for `alike` metres it is the first: there and back along one street are drawn
 * a hand's breadth apart. Where nothing within `reach` metres comes later, the nearest of the whole line.
 */
const alike = 2
export function metresAlong(line: MetricLine, point: XY, after = 0, reach = 50): number {
  const nearest = (from: number): { at: number; away: number } => {
    let best = { at: from, away: Infinity }
    for (let at = 1; at < line.points.length; at++) {
      const [a, b] = [line.points[at - 1], line.points[at]]
      const [start = 0, end = 0] = [line.along[at - 1], line.along[at]]
      if (a === undefined || b === undefined || end < from) continue
      const foot = Math.max(footOnSegment(point, a, b), end === start ? 0 : (from - start) / (end - start))
      const away = distance(point, alongSegment(a, b, foot))
      if (away < best.away - alike) best = { at: start + foot * (end - start), away }
    }
    return best
  }
  const later = nearest(after)
  return later.away <= reach ? later.at : nearest(0).at
}
