/**
 * Routes of a team as lines of map data: each line is a route, known by its name within the team.
 *
 *      name known, same line → unchanged      name known, other line → redrawn      name not known → a new route
 *
 * A file of lines has no checkpoints. A new route gets one at each end of its line, or a single one where it ends where it begins; whoever
 * walks it moves and adds them later. A route that is redrawn keeps those it has.
 */
import { metresPerDegree } from '../geo/local-plane.ts'

export const routeLineProblems = [
  'nameMissing',
  'nameTooLong',
  'twice',
  'lineMissing',
  'lineOther',
  'lineBroken',
  'lineParts',
  'lineTooManyCorners',
  'lineTooShort',
  'lineTooLong',
  'outsideSubdistrict',
  'outsideGround',
  'checkpointAway',
] as const
export type RouteLineProblem = (typeof routeLineProblems)[number]

export const longestRouteName = 60
export const mostRouteCorners = 2000

type Place = readonly [number, number]

/** Nearer than this the end of a line is its beginning: about the error of what a line is drawn after. */
const sameMetres = 15

/** Where the checkpoints of a new route stand that has only a line. */
export function endsOf(line: readonly Place[]): readonly Place[] {
  const [first, last] = [line[0], line[line.length - 1]]
  if (first === undefined || last === undefined) return []
  const scale = metresPerDegree(first[1])
  return Math.hypot((first[0] - last[0]) * scale.lng, (first[1] - last[1]) * scale.lat) < sameMetres ? [first] : [first, last]
}

/** The line of a geometry on the lattice of 1e-7 degrees, heights left out; or why it is none. */
export function lineIn(geometry: unknown): readonly [number, number][] | Extract<RouteLineProblem, `line${string}`> {
  if (geometry === null || geometry === undefined) return 'lineMissing'
  if (!isObject(geometry)) return 'lineBroken'
  const { type, coordinates } = geometry
  if (type !== 'LineString' && type !== 'MultiLineString') return 'lineOther'
  if (!Array.isArray(coordinates)) return 'lineBroken'
  if (type === 'MultiLineString' && coordinates.length !== 1) return 'lineParts'
  const given: unknown = type === 'LineString' ? coordinates : coordinates[0]
  if (!Array.isArray(given) || !given.every(isPlace)) return 'lineBroken'
  const snapped = given.map(([lng, lat]): [number, number] => [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7])
  // the same place twice is what a pen leaves that rests
  const line = snapped.filter(([lng, lat], at) => at === 0 || lng !== snapped[at - 1]?.[0] || lat !== snapped[at - 1]?.[1])
  if (line.length < 2) return 'lineBroken'
  return line.length > mostRouteCorners ? 'lineTooManyCorners' : line
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) &&
  value.length >= 2 &&
  Math.abs(Number(value[0])) <= 180 &&
  Math.abs(Number(value[1])) <= 90 &&
  typeof value[0] === 'number'
