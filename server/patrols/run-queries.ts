// What is read of runs. Every run knows its checkpoints from when it is planned, so that a visit nobody made is counted.
import { z } from 'zod'
import { PatrolRun } from '#contract/patrol-runs.ts'
import { type RunState, visitSources } from '#domain/patrol/run-state.ts'
import { toleranceMinutes } from '#domain/patrol/track.ts'
import { type Queryable, rows } from '../db/queryable.ts'

const Metres = z.tuple([z.number(), z.number()])
const RunRow = PatrolRun.extend({
  calledOffReason: z.string().nullable(),
  lineVersion: z.number().nullable(),
  passed: z.array(Metres).nullable(),
  passes: z.array(z.number().nullable()).nullable(),
})
export type RunRow = z.infer<typeof RunRow>

export type RunFilter = {
  readonly now: string
  readonly limit: number
  readonly order: 'newest' | 'oldest'
  /** Days in the sub-district's own time, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly route?: number | undefined
  readonly team?: number | undefined
  readonly community?: string | undefined
  readonly state?: RunState | undefined
  readonly after?: { readonly plannedStart: number; readonly id: number } | undefined
  readonly id?: number | undefined
}

export const runList = (db: Queryable, subdistrict: string, filter: RunFilter) => {
  const newest = filter.order === 'newest'
  return rows(
    db,
    RunRow,
    `with told as (
       select n.*, r.name, r.name_en, r.length_metres, r.patrol_team_id, t.name as team_name, t.name_en as team_name_en, t.community_code,
         case when n.called_off_reason is not null then 'calledOff' when n.finished_at is not null then 'finished'
           when n.started_at is not null then 'running' when n.planned_end <= $2::timestamptz then 'notWalked' else 'planned' end as state
       from patrol_run n
       join patrol_route r using (subdistrict_code, patrol_route_id)
       join patrol_team t using (subdistrict_code, patrol_team_id)
       where n.subdistrict_code = $1
         and ($4::date is null or n.planned_start >= $4::date::timestamp at time zone 'Asia/Shanghai')
         and ($5::date is null or n.planned_start < ($5::date + 1)::timestamp at time zone 'Asia/Shanghai')
         and ($6::bigint is null or n.patrol_route_id = $6::bigint)
         and ($7::bigint is null or r.patrol_team_id = $7::bigint)
         and ($8::text is null or t.community_code = $8::text)
         and ($12::bigint is null or n.patrol_run_id = $12::bigint)
     ),
     chosen as materialized (
       select * from told
       where ($9::text is null or state = $9::text)
         and ($10::bigint is null
           or (floor(extract(epoch from planned_start) * 1000), patrol_run_id) ${newest ? '<' : '>'} ($10::bigint, $11::bigint))
       order by planned_start ${newest ? 'desc' : ''}, patrol_run_id ${newest ? 'desc' : ''} limit $3::int
     )
     select c.patrol_run_id as "patrolRunId", c.patrol_route_id as "patrolRouteId", c.name, c.name_en as "nameEn", c.team_name as "teamName",
       c.team_name_en as "teamNameEn", c.community_code as "communityCode", c.state, c.planned_start as "plannedStart",
       c.planned_end as "plannedEnd", c.started_at as "startedAt", c.finished_at as "finishedAt", c.version,
       visit.planned, visit.made, visit.punctual, c.passed_metres as "passedMetres", c.length_metres as "lengthMetres",
       c.called_off_reason as "calledOffReason", c.line_version as "lineVersion", c.passed, c.passes
     from chosen c, lateral (
       select count(*) as planned, count(v.visited_at) as made,
         count(*) filter (where abs(extract(epoch from v.visited_at - v.planned_at)) <= $13::int * 60) as punctual
       from checkpoint_visit v where v.subdistrict_code = $1 and v.patrol_run_id = c.patrol_run_id
     ) visit
     order by c.planned_start ${newest ? 'desc' : ''}, c.patrol_run_id ${newest ? 'desc' : ''}`,
    [
      subdistrict,
      filter.now,
      filter.limit,
      filter.from ?? null,
      filter.to ?? null,
      filter.route ?? null,
      filter.team ?? null,
      filter.community ?? null,
      filter.state ?? null,
      filter.after?.plannedStart ?? null,
      filter.after?.id ?? null,
      filter.id ?? null,
      toleranceMinutes,
    ],
  )
}

export const runById = async (db: Queryable, subdistrict: string, id: number, now: Date): Promise<RunRow | undefined> =>
  (await runList(db, subdistrict, { id, now: now.toISOString(), limit: 1, order: 'newest' }))[0]

const VisitRow = z.object({
  checkpointId: z.number(),
  sequence: z.number(),
  name: z.string(),
  nameEn: z.string(),
  lng: z.number(),
  lat: z.number(),
  radiusMetres: z.number(),
  plannedAt: z.string(),
  visitedAt: z.string().nullable(),
  missedReason: z.string(),
  source: z.enum(visitSources),
})
export type VisitRow = z.infer<typeof VisitRow>

/** In the order of the checkpoints; those that were taken off the route meanwhile too. */
export const visitsOfRun = (db: Queryable, subdistrict: string, run: number) =>
  rows(
    db,
    VisitRow,
    `select k.checkpoint_id as "checkpointId", k.sequence, k.name, k.name_en as "nameEn", ST_X(k.geom) as lng, ST_Y(k.geom) as lat,
       k.radius_metres as "radiusMetres", v.planned_at as "plannedAt", v.visited_at as "visitedAt", v.missed_reason as "missedReason", v.source
     from checkpoint_visit v join checkpoint k using (subdistrict_code, checkpoint_id)
     where v.subdistrict_code = $1 and v.patrol_run_id = $2 order by v.planned_at, k.sequence`,
    [subdistrict, run],
  )

const TrackRow = z.object({
  recordedOn: z.string(),
  fixes: z.number(),
  lengthMetres: z.number(),
  longestSilenceSeconds: z.number(),
  lines: z.array(z.array(z.tuple([z.number(), z.number()]))),
})
export const trackOfRun = async (db: Queryable, subdistrict: string, run: number) =>
  (
    await rows(
      db,
      TrackRow,
      `select recorded_on as "recordedOn", fixes, length_metres as "lengthMetres", longest_silence_seconds as "longestSilenceSeconds", lines
       from patrol_track where subdistrict_code = $1 and patrol_run_id = $2`,
      [subdistrict, run],
    )
  )[0]
