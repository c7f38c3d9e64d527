// What is planned of runs: from the shifts of routes, and anew where shifts or checkpoints change. Only what is still to come and nobody began follows.
import { z } from 'zod'
import { calendarDay, daysBetween } from '#domain/calendar/calendar-day.ts'
import { type PlannedRun, runsOfDays, type Shift } from '#domain/patrol/shift.ts'
import { maybeRow, type Queryable } from '../db/queryable.ts'

type RouteWithShifts = { readonly patrolRouteId: number; readonly shifts: readonly Shift[] }
type WantedRun = PlannedRun & { readonly patrolRouteId: number }

const CountRow = z.object({ count: z.number() })
const wantedColumns = `"patrolRouteId" bigint, "plannedStart" timestamptz, "plannedEnd" timestamptz`

/** Returns how many runs were new: what is over is not planned, nor what would lie over another run of its route, as where shifts change on the way. */
async function insertRuns(system: Queryable, subdistrict: string, wanted: readonly WantedRun[], now: Date): Promise<number> {
  const row = await maybeRow(
    system,
    CountRow,
    `with made as (
       insert into patrol_run (subdistrict_code, patrol_route_id, planned_start, planned_end)
       select $1, "patrolRouteId", "plannedStart", "plannedEnd" from jsonb_to_recordset($2::jsonb) as s(${wantedColumns})
       where "plannedEnd" > $3::timestamptz and not exists (
         select from patrol_run o where o.subdistrict_code = $1 and o.patrol_route_id = "patrolRouteId" and o.called_off_reason is null
           and o.planned_start < "plannedEnd" and o.planned_end > "plannedStart")
       order by "plannedStart", "patrolRouteId"
       on conflict (subdistrict_code, patrol_route_id, planned_start) do nothing
       returning patrol_run_id, patrol_route_id, planned_start
     ),
     visits as (
       insert into checkpoint_visit (subdistrict_code, patrol_run_id, checkpoint_id, planned_at)
       select $1, patrol_run_id, checkpoint_id, planned_start + planned_minute * interval '1 minute'
       from made join checkpoint k using (patrol_route_id) where k.subdistrict_code = $1 and k.retired_on is null
     )
     select count(*) as count from made`,
    [subdistrict, JSON.stringify(wanted), now.toISOString()],
  )
  return row?.count ?? 0
}

/** Plans the runs of routes for some days from a day on; `present` were planned before. */
export async function planRuns(
  system: Queryable,
  subdistrict: string,
  routes: readonly RouteWithShifts[],
  { from, days, now }: { readonly from: string; readonly days: number; readonly now: Date },
): Promise<{ readonly made: number; readonly present: number }> {
  const wanted = routes.flatMap(({ patrolRouteId, shifts }) => runsOfDays(from, days, shifts).map((run) => ({ patrolRouteId, ...run })))
  const made = await insertRuns(system, subdistrict, wanted, now)
  const over = wanted.filter(({ plannedEnd }) => Date.parse(plannedEnd) <= now.getTime()).length
  return { made, present: wanted.length - made - over }
}

/** Of a run still to come that nobody began or called off; $3 is the instant. */
const ahead = `n.planned_start > $3::timestamptz and n.started_at is null and n.called_off_reason is null`

const AheadRow = z.object({ first: z.string().nullable(), last: z.string().nullable(), count: z.number() })
/**
 * The shifts of a route are others now: on the days that were planned, runs still to come that no shift wants are taken back, those that end at another
 * time do so, and those of new shifts are added. What was begun, called off, or should have begun already stays as it is. Returns how many runs were
 * and are to come.
 */
export async function followShifts(
  system: Queryable,
  subdistrict: string,
  route: RouteWithShifts,
  now: Date,
): Promise<{ readonly before: number; readonly after: number }> {
  const id = route.patrolRouteId
  const planned = await maybeRow(
    system,
    AheadRow,
    `select to_char(min(planned_start at time zone 'Asia/Shanghai'), 'YYYY-MM-DD') as first,
       to_char(max(planned_start at time zone 'Asia/Shanghai'), 'YYYY-MM-DD') as last, count(*) filter (where ${ahead}) as count
     from patrol_run n where n.subdistrict_code = $1 and n.patrol_route_id = $2 and n.planned_start > $3::timestamptz`,
    [subdistrict, id, now.toISOString()],
  )
  if (!planned?.first || !planned.last) return { before: 0, after: 0 }
  const today = calendarDay(now)
  const first = planned.first < today ? today : planned.first
  const wanted = runsOfDays(first, daysBetween(first, planned.last) + 1, route.shifts)
    .filter(({ plannedStart }) => Date.parse(plannedStart) > now.getTime())
    .map((run) => ({ patrolRouteId: id, ...run }))
  const gone = await maybeRow(
    system,
    CountRow,
    `with wanted as (select * from jsonb_to_recordset($4::jsonb) as s(${wantedColumns})),
     gone as (
       delete from patrol_run n where n.subdistrict_code = $1 and n.patrol_route_id = $2 and ${ahead}
         and not exists (select from wanted where "plannedStart" = n.planned_start) returning 1
     ),
     changed as (
       update patrol_run n set planned_end = "plannedEnd", version = n.version + 1 from wanted
       where n.subdistrict_code = $1 and n.patrol_route_id = $2 and ${ahead}
         and "plannedStart" = n.planned_start and "plannedEnd" <> n.planned_end
     )
     select count(*) as count from gone`,
    [subdistrict, id, now.toISOString(), JSON.stringify(wanted)],
  )
  const made = await insertRuns(system, subdistrict, wanted, now)
  return { before: planned.count, after: planned.count - (gone?.count ?? 0) + made }
}

/** Runs still to come follow the checkpoints of their route. */
export const followCheckpoints = (system: Queryable, subdistrict: string, route: number, now: Date) =>
  system.query(
    `with ahead as (
       select n.patrol_run_id, n.planned_start from patrol_run n where n.subdistrict_code = $1 and n.patrol_route_id = $2 and ${ahead}
     ),
     gone as (
       delete from checkpoint_visit v using ahead, checkpoint k
       where v.subdistrict_code = $1 and v.patrol_run_id = ahead.patrol_run_id
         and k.subdistrict_code = $1 and k.checkpoint_id = v.checkpoint_id and k.retired_on is not null
     )
     insert into checkpoint_visit (subdistrict_code, patrol_run_id, checkpoint_id, planned_at)
     select $1, patrol_run_id, checkpoint_id, planned_start + planned_minute * interval '1 minute'
     from ahead, checkpoint k where k.subdistrict_code = $1 and k.patrol_route_id = $2 and k.retired_on is null
     on conflict (subdistrict_code, patrol_run_id, checkpoint_id) do update set planned_at = excluded.planned_at`,
    [subdistrict, route, now.toISOString()],
  )

/** A closed route has no runs to come. */
export const takeBackRuns = (system: Queryable, subdistrict: string, route: number, now: Date) =>
  system.query(`delete from patrol_run n where n.subdistrict_code = $1 and n.patrol_route_id = $2 and ${ahead}`, [
    subdistrict,
    route,
    now.toISOString(),
  ])
