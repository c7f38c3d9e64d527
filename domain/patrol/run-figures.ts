// What a run tells of its route: worked out once, from the track as it was recorded on duty, or from the visits alone where there is no track.
import { type CheckpointPlace, firstVisit, placesAlong } from './checkpoints.ts'
import { metricLine, type Position, planeAround } from './metric-line.ts'
import type { Stretch } from './reach.ts'
import { passesByVisits, routeCoverage, segmentPasses } from './route-coverage.ts'
import { dutyWindow, legsOf, onDuty, type Track, type TrackStatistics, trackStatistics, trimmed, type Window } from './track.ts'

export type RunFigures = {
  readonly lengthMetres: number
  readonly passedMetres: number
  readonly passed: readonly Stretch[]
  /** Milliseconds for each segment. */
  readonly passes: readonly (number | null)[]
  /** Milliseconds for each checkpoint. */
  readonly visits: readonly (number | null)[]
  readonly statistics: TrackStatistics
  /** What may be kept. */
  readonly kept: Track
  /** Fixes before and after duty. */
  readonly offDuty: number
}

/** Null where nothing of the track was recorded on duty. */
export function figuresOfTrack(
  route: readonly Position[],
  checkpoints: readonly CheckpointPlace[],
  recorded: Track,
  planned: Window,
): RunFigures | null {
  const duty = dutyWindow(planned)
  const track = onDuty(recorded, duty)
  if (track.length === 0) return null
  const plane = planeAround([...route, ...track.map(({ lng, lat }) => [lng, lat])])
  const legs = legsOf(track, plane)
  const coverage = routeCoverage(route, legs, plane)
  return {
    ...coverage,
    passes: segmentPasses(route, legs, plane, coverage.passed),
    visits: checkpoints.map((checkpoint) => firstVisit(legs, checkpoint, duty, plane)),
    statistics: trackStatistics(track, plane),
    kept: trimmed(track, plane),
    offDuty: recorded.length - track.length,
  }
}

/** When a run began and ended, in milliseconds; null where that is not known. */
export type Walked = { readonly began: number | null; readonly ended: number | null }

/**
 * When each segment was passed, as far as two visits in a row tell; a run begins at the beginning of the route and ends at its end. `visits` in
 * milliseconds, in the order of the checkpoints.
 */
export function passesOfVisits(
  route: readonly Position[],
  checkpoints: readonly CheckpointPlace[],
  visits: readonly (number | null)[],
  { began, ended }: Walked,
): (number | null)[] {
  const plane = planeAround(route)
  const along = placesAlong(
    route,
    checkpoints.map(({ lng, lat }) => [lng, lat]),
    plane,
  )
  const { lengthMetres } = metricLine(route, plane)
  return passesByVisits(lengthMetres, [
    { alongMetres: 0, at: began },
    ...along.map((alongMetres, at) => ({ alongMetres, at: visits[at] ?? null })),
    { alongMetres: lengthMetres, at: ended },
  ])
}
