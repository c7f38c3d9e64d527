// Rows as they are answered.
import type { RunDetails } from '#contract/patrol-runs.ts'
import { patrolWriters } from '#contract/patrols.ts'
import { addDays } from '#domain/calendar/calendar-day.ts'
import { isOnTime } from '#domain/patrol/checkpoints.ts'
import { metricLine, planeAround } from '#domain/patrol/metric-line.ts'
import { type Gap, gapsOfSegments } from '#domain/patrol/patrol-gap.ts'
import { segmentsOf } from '#domain/patrol/route-coverage.ts'
import type { Queryable } from '../db/queryable.ts'
import { manages } from '../db/scope.ts'
import { found } from '../http/app-error.ts'
import { feature, rate } from '../http/feature.ts'
import { lastThirtyDays, type PatrolRouteRow, passesOfRoute, patrolRouteById, settingsOf } from './queries.ts'
import { type RunRow, runById, trackOfRun, visitsOfRun } from './run-queries.ts'
import type { Asked } from './writing.ts'

export const toRoute =
  (now: Date) =>
  ({ geometry, visitsMade, visitsPlanned, lineVersion: _, lineDrawnAt: __, ...row }: PatrolRouteRow) =>
    feature(row.patrolRouteId, geometry, { ...row, checkpointCompletion: rate(visitsMade, visitsPlanned, now) })

export const toRun = ({ calledOffReason: _, lineVersion: __, passed: ___, passes: ____, ...row }: RunRow) => row

/** Each segment of a route with its longest interval without a pass, from `since`, or from when the line was drawn, until now. */
export async function segmentGaps(db: Queryable, subdistrict: string, route: PatrolRouteRow, since: string, now: Date) {
  const from = Math.max(Date.parse(since), route.lineDrawnAt === null ? 0 : Date.parse(route.lineDrawnAt))
  const runs = await passesOfRoute(db, subdistrict, route.patrolRouteId, since)
  const { coordinates } = route.geometry
  const segments = segmentsOf(metricLine(coordinates, planeAround(coordinates)).lengthMetres)
  const gaps = gapsOfSegments(segments.length, runs, from, now.getTime())
  return segments.map(([start, end], at) => {
    const gap = gaps[at] ?? { from, to: from }
    const passes = runs.filter((one) => (one[at] ?? -1) >= from).length
    return { metres: [start, end] as [number, number], ...told(gap), passes }
  })
}
const told = ({ from, to }: Gap) => ({ gapFrom: new Date(from).toISOString(), gapTo: new Date(to).toISOString() })

const lengthOfGap = ({ gapFrom, gapTo }: { readonly gapFrom: string; readonly gapTo: string }) => Date.parse(gapTo) - Date.parse(gapFrom)

/** Whoever may upload a track may see it; to everybody else it is what of the route was passed. */
const seesTracks: readonly string[] = patrolWriters

/** A run with everything that is told of it, through the caller's scope. */
export async function toldRun(
  { db, subdistrict, now, who }: Pick<Asked, 'db' | 'subdistrict' | 'now' | 'who'>,
  id: number,
): Promise<RunDetails> {
  const run = found(await runById(db, subdistrict, id, now), `patrol run ${id}`)
  const route = found(await patrolRouteById(db, subdistrict, run.patrolRouteId, now), `patrol route ${run.patrolRouteId}`)
  const visits = await visitsOfRun(db, subdistrict, id)
  const track = await trackOfRun(db, subdistrict, id)
  const settings = await settingsOf(db, subdistrict)
  const segments = await segmentGaps(db, subdistrict, route, lastThirtyDays(now).since, now)
  const longest = segments.reduce((most, one) => (lengthOfGap(one) > lengthOfGap(most) ? one : most), segments[0] ?? noSegment)
  const lineChanged = run.lineVersion !== null && run.lineVersion !== route.lineVersion
  return {
    asOf: now.toISOString(),
    run: { ...toRun(run), calledOffReason: run.calledOffReason ?? '' },
    mayChange: seesTracks.includes(who.role ?? '') && manages(who.scope, run.communityCode),
    checkInsOpen: settings.checkIns && run.state === 'running',
    visits: visits.map((visit) => ({ ...visit, punctual: visit.visitedAt !== null && isOnTime(visit.visitedAt, visit.plannedAt) })),
    line: route.geometry,
    lineChanged,
    passed: lineChanged ? null : run.passed,
    longestGap: { metres: longest.metres, gapFrom: longest.gapFrom, gapTo: longest.gapTo },
    track:
      track === undefined
        ? null
        : {
            lines: seesTracks.includes(who.role ?? '') ? track.lines : null,
            fixes: track.fixes,
            lengthMetres: track.lengthMetres,
            longestSilenceSeconds: track.longestSilenceSeconds,
            deletedOn: addDays(track.recordedOn, settings.trackDays + 1),
          },
  }
}
const noSegment = { metres: [0, 0] as [number, number], gapFrom: '', gapTo: '', passes: 0 }
