// What is read of teams and routes.
import { z } from 'zod'
import { type BboxValue, LineGeometry } from '#contract/fields.ts'
import { PatrolRouteProperties, PatrolTeam } from '#contract/patrols.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

type State = 'open' | 'closed' | 'all'

// ── Teams ────────────────────────────────────────────────────────────────────────────────────────────────────
export type TeamFilter = {
  readonly state: State
  readonly limit: number
  readonly community?: string | undefined
  readonly after?: number | undefined
  readonly id?: number | undefined
}

const TeamRow = PatrolTeam.omit({ mayChange: true })
export type TeamRow = z.infer<typeof TeamRow>

export const teamList = (db: Queryable, subdistrict: string, { state, limit, community, after, id }: TeamFilter) =>
  rows(
    db,
    TeamRow,
    `select t.patrol_team_id as "patrolTeamId", t.name, t.name_en as "nameEn", t.community_code as "communityCode",
       t.member_count as "memberCount", t.retired_on as "retiredOn", t.version,
       (select count(*) from patrol_route r
        where r.subdistrict_code = $1 and r.patrol_team_id = t.patrol_team_id and r.retired_on is null) as routes
     from patrol_team t
     where t.subdistrict_code = $1 and ($2 = 'all' or (t.retired_on is null) = ($2 = 'open'))
       and ($4::text is null or t.community_code = $4::text)
       and ($5::bigint is null or t.patrol_team_id > $5::bigint)
       and ($6::bigint is null or t.patrol_team_id = $6::bigint)
     order by t.patrol_team_id limit $3::int`,
    [subdistrict, state, limit, community ?? null, after ?? null, id ?? null],
  )

export const teamById = async (db: Queryable, subdistrict: string, id: number) =>
  (await teamList(db, subdistrict, { state: 'all', limit: 1, id }))[0]

// ── Routes ───────────────────────────────────────────────────────────────────────────────────────────────────
const PatrolRouteRow = PatrolRouteProperties.omit({ checkpointCompletion: true }).extend({
  visitsMade: z.number(),
  visitsPlanned: z.number(),
  lineVersion: z.number(),
  lineDrawnAt: z.string().nullable(),
  geometry: LineGeometry,
})
export type PatrolRouteRow = z.infer<typeof PatrolRouteRow>

export type PatrolRouteFilter = {
  /** Visits of runs planned to begin from this instant on, and over by `now`, are counted. */
  readonly since: string
  readonly now: string
  readonly limit: number
  readonly state: State
  readonly community?: string | undefined
  readonly team?: number | undefined
  readonly q?: string | undefined
  readonly after?: number | undefined
  readonly id?: number | undefined
  readonly bbox?: BboxValue | undefined
}

/** Routes with their checkpoints in order, and the visits planned and made on runs since an instant. */
export const patrolRouteList = (db: Queryable, subdistrict: string, filter: PatrolRouteFilter) =>
  rows(
    db,
    PatrolRouteRow,
    `with chosen as materialized (
       select r.*, t.name as team_name, t.name_en as team_name_en, t.community_code
       from patrol_route r join patrol_team t using (subdistrict_code, patrol_team_id)
       where r.subdistrict_code = $1
         and ($2::text is null or t.community_code = $2::text)
         and ($3::bigint is null or r.patrol_route_id > $3::bigint)
         and ($6::float8 is null or r.geom && ST_MakeEnvelope($6::float8, $7::float8, $8::float8, $9::float8, 4326))
         and ($10 = 'all' or (r.retired_on is null) = ($10 = 'open'))
         and ($11::bigint is null or r.patrol_team_id = $11::bigint)
         and ($12::text is null or strpos(lower(concat_ws(' ', r.name, r.name_en, t.name, t.name_en)), lower($12::text)) > 0)
         and ($13::bigint is null or r.patrol_route_id = $13::bigint)
       order by r.patrol_route_id limit $4::int
     ),
     -- a visit that is still to come is neither made nor missed
     visit as (
       select run.patrol_route_id, count(*) as planned, count(v.visited_at) as made
       from patrol_run run join checkpoint_visit v using (subdistrict_code, patrol_run_id)
       where run.subdistrict_code = $1 and run.planned_start >= $5::timestamptz and run.planned_end <= $14::timestamptz
         and run.called_off_reason is null and run.patrol_route_id in (select patrol_route_id from chosen)
       group by run.patrol_route_id
     )
     select c.patrol_route_id as "patrolRouteId", c.patrol_team_id as "patrolTeamId", c.name, c.name_en as "nameEn",
       c.team_name as "teamName", c.team_name_en as "teamNameEn", c.community_code as "communityCode", c.length_metres as "lengthMetres",
       coalesce((
         select json_agg(json_build_object('begins', to_char(s.begins, 'HH24:MI'), 'ends', to_char(s.ends, 'HH24:MI'), 'weekdays', s.weekdays)
           order by s.begins, s.ends, s.patrol_shift_id)
         from patrol_shift s where s.subdistrict_code = $1 and s.patrol_route_id = c.patrol_route_id), '[]') as shifts,
       c.retired_on as "retiredOn", c.version, c.line_version as "lineVersion", c.line_drawn_at as "lineDrawnAt",
       coalesce((
         select json_agg(json_build_object('checkpointId', k.checkpoint_id, 'sequence', k.sequence, 'name', k.name, 'nameEn', k.name_en,
           'radiusMetres', k.radius_metres, 'plannedMinute', k.planned_minute, 'lng', ST_X(k.geom), 'lat', ST_Y(k.geom)) order by k.sequence)
         from checkpoint k where k.subdistrict_code = $1 and k.patrol_route_id = c.patrol_route_id and k.retired_on is null), '[]') as checkpoints,
       coalesce(visit.made, 0) as "visitsMade", coalesce(visit.planned, 0) as "visitsPlanned",
       ST_AsGeoJSON(c.geom, 7)::json as geometry
     from chosen c left join visit on visit.patrol_route_id = c.patrol_route_id
     order by c.patrol_route_id`,
    [
      subdistrict,
      filter.community ?? null,
      filter.after ?? null,
      filter.limit,
      filter.since,
      ...(filter.bbox ?? [null, null, null, null]),
      filter.state,
      filter.team ?? null,
      filter.q ?? null,
      filter.id ?? null,
      filter.now,
    ],
  )

const thirtyDays = 30 * 86_400_000
/** One route, closed or not, with its figure of the last 30 days. */
export const patrolRouteById = async (db: Queryable, subdistrict: string, id: number, now: Date): Promise<PatrolRouteRow | undefined> =>
  (await patrolRouteList(db, subdistrict, { state: 'all', limit: 1, id, ...lastThirtyDays(now) }))[0]

export const lastThirtyDays = (now: Date) => ({ since: new Date(now.getTime() - thirtyDays).toISOString(), now: now.toISOString() })

// ── What runs tell of a route ────────────────────────────────────────────────────────────────────────────────
const Passes = z.array(z.number().nullable())
const RunPassesRow = z.object({ passes: Passes })

/** When the runs that are over passed the segments of the line as it is now. */
export const passesOfRoute = async (db: Queryable, subdistrict: string, route: number, since: string): Promise<(number | null)[][]> =>
  (
    await rows(
      db,
      RunPassesRow,
      `select n.passes from patrol_run n join patrol_route r using (subdistrict_code, patrol_route_id)
       where n.subdistrict_code = $1 and n.patrol_route_id = $2 and n.planned_end >= $3::timestamptz and n.line_version = r.line_version
         and n.passes is not null`,
      [subdistrict, route, since],
    )
  ).map(({ passes }) => passes)

const RouteFiguresRow = z.object({
  /** HH:MM; null: of all runs. */
  begins: z.string().nullable(),
  ends: z.string().nullable(),
  runsPlanned: z.number(),
  runsWalked: z.number(),
  runsWithTrack: z.number(),
  coveredMetres: z.number().nullable(),
  planned: z.number(),
  made: z.number(),
  punctual: z.number(),
})
/** Of runs that began in the period, are over and were not called off: of all, then by their time of day. `tolerance` in minutes. */
export const routeFigures = (db: Queryable, subdistrict: string, route: number, since: string, now: string, tolerance: number) =>
  rows(
    db,
    RouteFiguresRow,
    `with run as (
       select n.*, n.passed_metres is not null and n.line_version = r.line_version as tracked, visit.*,
         to_char(n.planned_start at time zone 'Asia/Shanghai', 'HH24:MI') as begins, to_char(n.planned_end at time zone 'Asia/Shanghai', 'HH24:MI') as ends
       from patrol_run n join patrol_route r using (subdistrict_code, patrol_route_id), lateral (
         select count(*) as planned, count(v.visited_at) as made,
           count(*) filter (where abs(extract(epoch from v.visited_at - v.planned_at)) <= $5::int * 60) as punctual
         from checkpoint_visit v where v.subdistrict_code = $1 and v.patrol_run_id = n.patrol_run_id
       ) visit
       where n.subdistrict_code = $1 and n.patrol_route_id = $2 and n.planned_start >= $3::timestamptz and n.planned_end <= $4::timestamptz
         and n.called_off_reason is null
     )
     select begins, ends, count(*) as "runsPlanned", count(*) filter (where started_at is not null) as "runsWalked",
       count(*) filter (where tracked) as "runsWithTrack", avg(passed_metres) filter (where tracked) as "coveredMetres",
       coalesce(sum(planned), 0) as planned, coalesce(sum(made), 0) as made, coalesce(sum(punctual), 0) as punctual
     from run group by grouping sets ((), (begins, ends)) order by begins nulls first, ends`,
    [subdistrict, route, since, now, tolerance],
  )

const SettingsRow = z.object({ trackDays: z.number(), checkIns: z.boolean(), version: z.number() })
/** What holds where nobody changed it stands in migration 0012 too. */
export const settingsOf = async (db: Queryable, subdistrict: string) =>
  (await maybeRow(
    db,
    SettingsRow,
    'select track_days as "trackDays", check_ins as "checkIns", version from patrol_setting where subdistrict_code = $1',
    [subdistrict],
  )) ?? { trackDays: 60, checkIns: false, version: 0 }
