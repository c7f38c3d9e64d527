// checkpointCompletionRate: planned visits fulfilled in the window ÷ planned. patrolPunctuality: visits within ± 10 minutes of their planned minute ÷
// fulfilled visits (DOMAIN d). A visit is the first time within the radius of the checkpoint while on duty; being near is not proof of a check, so
// what was told by hand is told by hand (DOMAIN c.7).
import { pointSegmentDistance } from '../geo/segment.ts'
import { metresAlong, metricLine, type Plane, type Position } from './metric-line.ts'
import { stretchWithin } from './reach.ts'
import { type Leg, toleranceMinutes, type Window } from './track.ts'

export type CheckpointPlace = { readonly lng: number; readonly lat: number; readonly radiusMetres: number }

/** The first instant of a window at which a track is within the radius of a place, in milliseconds; null: never. */
export function firstVisit(legs: readonly Leg[], { lng, lat, radiusMetres }: CheckpointPlace, window: Window, plane: Plane): number | null {
  const centre = plane([lng, lat])
  for (const { a, b, from, to } of legs) {
    if (to < window.from || from > window.to || pointSegmentDistance(centre, a, b) > radiusMetres) continue
    const near = stretchWithin(a, b, centre, centre, radiusMetres)
    if (near === null) continue
    const enters = Math.max(window.from, from + near[0] * (to - from))
    const leaves = Math.min(window.to, from + near[1] * (to - from))
    if (enters <= leaves) return Math.round(enters)
  }
  return null
}

/** Both instants as text with a zone. */
export const isOnTime = (visitedAt: string, plannedAt: string): boolean =>
  Math.abs(Date.parse(visitedAt) - Date.parse(plannedAt)) <= toleranceMinutes * 60_000

/** Metres in a minute on foot, looking around: 3 km/h. */
const pace = 50
/** Minutes at a checkpoint. */
const stay = 1

/** The minute at which each checkpoint is reached on a walk along the route, counted from the start; what a plan begins with. */
export function plannedMinutes(route: readonly Position[], places: readonly Position[], plane: Plane): number[] {
  return placesAlong(route, places, plane).map((metres, at) => Math.round(metres / pace + at * stay))
}

/** Metres along the route of each checkpoint, in their order. */
export function placesAlong(route: readonly Position[], places: readonly Position[], plane: Plane): number[] {
  const line = metricLine(route, plane)
  const result: number[] = []
  for (const place of places) result.push(metresAlong(line, plane(place), result[result.length - 1] ?? 0))
  return result
}
