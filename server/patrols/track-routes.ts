// POST /api/v1/patrol-runs/7/track?version=2&commit=yes     what a GPX file gives; with commit it is kept, without its ends, for some weeks
// Nothing is kept between the two: the file is sent again.
import { z } from 'zod'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { backwards, type NumberedFix, type TrackRefusal } from '#domain/patrol/read-problems.ts'
import { figuresOfTrack, type RunFigures } from '#domain/patrol/run-figures.ts'
import { dutyWindow, isJoined, type Track } from '#domain/patrol/track.ts'
import { maybeRow, type Queryable } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { type PatrolRouteRow, patrolRouteById } from './queries.ts'
import { readGpx } from './read-gpx.ts'
import { type RunRow, runById, type VisitRow, visitsOfRun } from './run-queries.ts'
import { type Asked, mustBeCurrent, mustManage, refreshRoutes, tellStep, writeInTurn } from './writing.ts'

/** As far from the sub-district a fix still is an error of the fix: about 100 m. */
const strayDegrees = 0.001
const OutsideRow = z.object({ at: z.number().nullable() })

/** The first fix outside of the sub-district, of those on duty. */
async function firstOutside(system: Queryable, subdistrict: string, fixes: readonly NumberedFix[], today: string): Promise<number | null> {
  const row = await maybeRow(
    system,
    OutsideRow,
    `with ground as materialized (
       select coalesce(
         (select ST_Buffer(ST_Union(b.geom), $3::float8) from grid_boundary b join grid g using (subdistrict_code, grid_code)
          where b.subdistrict_code = $1 and g.level = 3 and daterange(b.valid_from, b.valid_to) @> $4::date),
         (select ST_Expand(s.extent, $3::float8) from subdistrict s where s.subdistrict_code = $1)) as geom
     )
     select min(p.place) - 1 as at from ground,
       rows from (jsonb_to_recordset($2::jsonb) as (lng float8, lat float8)) with ordinality as p(lng, lat, place)
     where not ST_Covers(ground.geom, ST_SetSRID(ST_MakePoint(p.lng, p.lat), 4326))`,
    [subdistrict, JSON.stringify(fixes.map(({ lng, lat }) => ({ lng, lat }))), strayDegrees, today],
  )
  return row?.at ?? null
}

type Looked = { readonly route: PatrolRouteRow; readonly visits: readonly VisitRow[]; readonly figures: RunFigures; readonly duty: Track }

async function lookAt(system: Queryable, { subdistrict, now }: Asked, run: RunRow, bytes: Uint8Array): Promise<Looked | TrackRefusal> {
  const fixes = readGpx(bytes)
  if ('problem' in fixes) return fixes
  const refused = backwards(fixes)
  if (refused) return refused
  const planned = { from: Date.parse(run.plannedStart), to: Date.parse(run.plannedEnd) }
  const window = dutyWindow(planned)
  // where somebody was before or after duty is nobody's business, not even whether that was in the sub-district
  const duty = fixes.filter(({ at }) => at >= window.from && at <= window.to)
  const outside = await firstOutside(system, subdistrict, duty, calendarDay(now))
  if (outside !== null) return { problem: 'outside', line: duty[outside]?.line ?? 1 }
  const route = found(await patrolRouteById(system, subdistrict, run.patrolRouteId, now), `patrol route ${run.patrolRouteId}`)
  const visits = await visitsOfRun(system, subdistrict, run.patrolRunId)
  const figures = figuresOfTrack(route.geometry.coordinates, visits, fixes, planned)
  return figures === null ? { problem: 'notOnDuty', line: fixes[0]?.line ?? 1 } : { route, visits, figures, duty }
}

/** What is told by hand stays; of the others the track says when. */
const mergedVisits = (visits: readonly VisitRow[], figures: RunFigures) =>
  visits.map((visit, at) => {
    const seen = figures.visits[at] ?? null
    const byHand = visit.visitedAt !== null && visit.source !== 'track'
    return { ...visit, visitedAt: byHand ? visit.visitedAt : seen === null ? null : new Date(seen).toISOString(), byHand }
  })

const at7 = (degrees: number) => Math.round(degrees * 1e7) / 1e7
/** A line for each piece without a hole. */
function linesOf(track: Track): [number, number][][] {
  const lines: [number, number][][] = []
  for (const [index, fix] of track.entries()) {
    const before = track[index - 1]
    const place: [number, number] = [at7(fix.lng), at7(fix.lat)]
    if (before !== undefined && isJoined(before, fix)) lines.at(-1)?.push(place)
    else lines.push([place])
  }
  return lines.filter((line) => line.length > 1)
}

async function keepTrack(system: Queryable, { subdistrict }: Asked, run: RunRow, { route, visits, figures, duty }: Looked): Promise<void> {
  const merged = mergedVisits(visits, figures)
  const [first, last] = [duty[0]?.at ?? 0, duty.at(-1)?.at ?? 0]
  await system.query(
    `update checkpoint_visit v set visited_at = s."visitedAt", source = case when s."visitedAt" is null then v.source else 'track' end,
       missed_reason = case when s."visitedAt" is null then v.missed_reason else '' end
     from jsonb_to_recordset($3::jsonb) as s("checkpointId" bigint, "visitedAt" timestamptz)
     where v.subdistrict_code = $1 and v.patrol_run_id = $2 and v.checkpoint_id = s."checkpointId"`,
    [subdistrict, run.patrolRunId, JSON.stringify(merged.filter(({ byHand }) => !byHand))],
  )
  await system.query(
    `update patrol_run set passed = $3::jsonb, passed_metres = $4, passes = $5::jsonb, line_version = $6, version = version + 1,
       started_at = coalesce(started_at, $7), finished_at = coalesce(finished_at, greatest(started_at, $8::timestamptz))
     where subdistrict_code = $1 and patrol_run_id = $2`,
    [
      subdistrict,
      run.patrolRunId,
      JSON.stringify(figures.passed),
      figures.passedMetres,
      JSON.stringify(figures.passes),
      route.lineVersion,
      new Date(first).toISOString(),
      new Date(last).toISOString(),
    ],
  )
  const { fixes, lengthMetres, longestSilenceSeconds } = figures.statistics
  await system.query(
    `insert into patrol_track (subdistrict_code, patrol_run_id, recorded_on, fixes, length_metres, longest_silence_seconds, lines)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb)
     on conflict (subdistrict_code, patrol_run_id) do update set recorded_on = excluded.recorded_on, fixes = excluded.fixes,
       length_metres = excluded.length_metres, longest_silence_seconds = excluded.longest_silence_seconds, lines = excluded.lines`,
    [
      subdistrict,
      run.patrolRunId,
      calendarDay(new Date(first)),
      fixes,
      lengthMetres,
      longestSilenceSeconds,
      JSON.stringify(linesOf(figures.kept)),
    ],
  )
}

function toldFigures({ visits, figures, duty }: Looked) {
  const merged = mergedVisits(visits, figures)
  return {
    fixes: figures.statistics.fixes,
    offDuty: figures.offDuty,
    keptFixes: figures.kept.length,
    lengthMetres: figures.statistics.lengthMetres,
    longestSilenceSeconds: figures.statistics.longestSilenceSeconds,
    begins: new Date(duty[0]?.at ?? 0).toISOString(),
    ends: new Date(duty.at(-1)?.at ?? 0).toISOString(),
    routeMetres: figures.lengthMetres,
    passedMetres: figures.passedMetres,
    passed: figures.passed.map(([from, to]): [number, number] => [from, to]),
    planned: visits.length,
    made: merged.filter(({ visitedAt }) => visitedAt !== null).length,
  }
}

export const trackHandlers: Pick<Handlers, 'uploadPatrolTrack'> = {
  uploadPatrolTrack: async ({ params: { id }, query: { version, commit }, body, ...asked }) => {
    const { db, subdistrict, now } = asked
    const seen = found(await runById(db, subdistrict, id, now), `patrol run ${id}`)
    mustManage(asked, seen.communityCode)
    const committed = commit === 'yes'
    return outsideScope(db, async (system) => {
      if (committed) await writeInTurn(system, subdistrict)
      const before = found(await runById(system, subdistrict, id, now), `patrol run ${id}`)
      mustBeCurrent(`patrol run ${id}`, version, before, {})
      if (before.state === 'calledOff')
        throw new AppError('conflict', `patrol run ${id} was called off`, [{ path: 'state', problem: before.state }])
      const looked = await lookAt(system, asked, before, body)
      if ('problem' in looked) {
        const { problem, line } = looked
        if (committed) throw new AppError('invalid_request', `line ${line}: ${problem}`, [{ path: `line ${line}`, problem }])
        await asked.audit({ action: 'patrolTrackSent', subject: `patrolRun:${id}`, after: { committed, problem } })
        return { asOf: now.toISOString(), committed: false, problem: { problem, line }, figures: null }
      }
      const figures = toldFigures(looked)
      if (!committed)
        await asked.audit({ action: 'patrolTrackSent', subject: `patrolRun:${id}`, after: { committed, fixes: figures.fixes } })
      if (committed) {
        await keepTrack(system, asked, before, looked)
        await refreshRoutes(system, asked, 'patrolTrackSent', [before.patrolRouteId])
        const { passedMetres, made, planned } = figures
        await tellStep(system, asked, {
          kind: 'patrolRun',
          id,
          change: 'trackSent',
          action: 'patrolTrackSent',
          before: { passedMetres: before.passedMetres, visits: before.made },
          after: { passedMetres: Math.round(passedMetres), visits: made, planned },
        })
      }
      return { asOf: now.toISOString(), committed, problem: null, figures }
    })
  },
}
