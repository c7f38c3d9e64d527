// What the panels of a wall count. Everything goes through the caller's scope.
import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { BorderChange, BuiltItem, NewestIssue, RouteToday } from '#contract/wall.ts'
import { issueClasses, renovationStages } from '#contract/words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const FiguresRow = z.object({
  open: z.number(),
  urgent: z.number(),
  overdue: z.number(),
  latestOverdue: z.object({ dueAt: Instant, gridCode: z.string().nullable(), name: z.string(), nameEn: z.string() }).nullable(),
  today: z.number(),
  yesterday: z.number(),
  due: z.number(),
  onTime: z.number(),
  dueBefore: z.number(),
  onTimeBefore: z.number(),
  dataTime: Instant.nullable(),
  days: z.array(z.object({ day: z.string(), reported: z.number(), closed: z.number() })),
  classes: z.array(z.object({ class: z.enum(issueClasses), issues: z.number() })),
  reportedBy: z.array(z.object({ community: z.string(), reported: z.number() })),
  openBy: z.array(z.object({ community: z.string(), open: z.number(), overdue: z.number() })),
})
const figuresText = statementBeside(import.meta.url, 'figures')
/** Which issues count that may not be on a wall: in the numbers of everything, and in those by community. */
export type Discreet = { readonly inAll: boolean; readonly byCommunity: boolean }
/** @param redrawn grids drawn anew in the last seven days */
export async function issueFigures(
  db: Queryable,
  subdistrict: string,
  now: Date,
  midnight: string,
  today: string,
  redrawn: readonly string[],
  { inAll, byCommunity }: Discreet,
) {
  const values = [subdistrict, now.toISOString(), midnight, today, redrawn, inAll, byCommunity]
  const row = await maybeRow(db, FiguresRow, figuresText, values, 'wallFigures')
  if (row === undefined) throw new Error('a row of counts is always there')
  return row
}

const CommunityRow = z.object({ gridCode: z.string(), name: z.string(), nameEn: z.string(), households: z.number() })
/** Level-2 grids in force on a day with the households that live in them. */
export const communities = (db: Queryable, subdistrict: string, day: string) =>
  rows(
    db,
    CommunityRow,
    `with home as (
       select left(grid_code, 12) as community, sum(households)::int as households from building
       where subdistrict_code = $1 and building_use = 'residential' group by 1
     )
     select g.grid_code as "gridCode", g.name, g.name_en as "nameEn", coalesce(h.households, 0) as households
     from grid g join grid_boundary b using (subdistrict_code, grid_code) left join home h on h.community = left(g.grid_code, 12)
     where g.subdistrict_code = $1 and g.level = 2 and daterange(b.valid_from, b.valid_to) @> $2::date order by g.grid_code`,
    [subdistrict, day],
  )

const newestShown = 16
/** The newest issues that may be on a wall, by item and grid, without a word of what people wrote. */
export const newestIssues = (db: Queryable, subdistrict: string, now: Date) =>
  rows(
    db,
    NewestIssue,
    `select i.issue_id as "issueId", d.issue_class_key as class, i.issue_item_key as item, d.name as "itemName", d.name_en as "itemNameEn", i.severity,
       i.status, i.reported_at as "reportedAt", i.grid_code as "gridCode", coalesce(g.name, '') as "placeName", coalesce(g.name_en, '') as "placeNameEn"
     from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
     left join grid g on g.subdistrict_code = i.subdistrict_code and g.grid_code = i.grid_code
     where i.subdistrict_code = $1 and d.on_wall and i.status not in ('rejected', 'merged') and i.reported_at <= $2
     order by i.reported_at desc, i.issue_id desc limit ${newestShown}`,
    [subdistrict, now.toISOString()],
  )

/** Each route that is walked, with its latest run of the day and when it was walked last. */
export const routesOfDay = (db: Queryable, subdistrict: string, now: Date, midnight: string) =>
  rows(
    db,
    RouteToday,
    `with run as materialized (
       select n.*, case when n.called_off_reason is not null then null when n.finished_at is not null then 'finished'
         when n.started_at is not null then 'running' when n.planned_end <= $2::timestamptz then 'missed' else 'planned' end as state
       from patrol_run n where n.subdistrict_code = $1 and n.planned_start >= $3::timestamptz and n.planned_start < $3::timestamptz + interval '1 day'
     ),
     -- what went wrong is told before what is still to come
     latest as (
       select distinct on (patrol_route_id) patrol_route_id, state, planned_start from run where state is not null
       order by patrol_route_id, array_position(array['missed', 'running', 'finished', 'planned'], state), planned_start desc
     ),
     walked as (
       select n.patrol_route_id, max(n.finished_at) as at,
         (array_agg(n.passed_metres order by n.finished_at desc) filter (where n.passed_metres is not null))[1] as metres
       from patrol_run n where n.subdistrict_code = $1 and n.finished_at is not null and n.finished_at <= $2::timestamptz
         and n.planned_start >= $2::timestamptz - interval '30 days' group by 1
     )
     select r.patrol_route_id as "patrolRouteId", r.name, r.name_en as "nameEn", coalesce(l.state, 'none') as state, l.planned_start as "plannedStart",
       w.at as "lastWalkedAt", least(1, w.metres / nullif(r.length_metres, 0))::float8 as covered
     from patrol_route r left join latest l using (patrol_route_id) left join walked w using (patrol_route_id)
     where r.subdistrict_code = $1 and r.retired_on is null order by r.patrol_route_id limit 200`,
    [subdistrict, now.toISOString(), midnight],
  )

const RunsRow = z.object({
  planned: z.number(),
  running: z.number(),
  finished: z.number(),
  missed: z.number(),
  calledOff: z.number(),
  visitsPlanned: z.number(),
  visitsMade: z.number(),
  dataTime: Instant.nullable(),
})
export async function runsOfDay(db: Queryable, subdistrict: string, now: Date, midnight: string) {
  const row = await maybeRow(
    db,
    RunsRow,
    `with run as materialized (
       select * from patrol_run where subdistrict_code = $1 and planned_start >= $3::timestamptz and planned_start < $3::timestamptz + interval '1 day'
     ),
     visit as (
       select count(*) as planned, count(v.visited_at) as made from run n join checkpoint_visit v using (subdistrict_code, patrol_run_id)
       where n.called_off_reason is null and n.planned_end <= $2::timestamptz
     )
     select count(*) filter (where called_off_reason is null) as planned,
       count(*) filter (where started_at is not null and finished_at is null) as running, count(finished_at) as finished,
       count(*) filter (where started_at is null and called_off_reason is null and planned_end <= $2::timestamptz) as missed,
       count(called_off_reason) as "calledOff", (select planned from visit) as "visitsPlanned", (select made from visit) as "visitsMade",
       greatest(max(started_at), max(finished_at)) as "dataTime"
     from run`,
    [subdistrict, now.toISOString(), midnight],
  )
  if (row === undefined) throw new Error('a row of counts is always there')
  return row
}

const StageRow = z.object({ stage: z.enum(renovationStages), projects: z.number() })
export const projectsByStage = (db: Queryable, subdistrict: string) =>
  rows(db, StageRow, 'select stage, count(*) as projects from renovation_project where subdistrict_code = $1 group by 1', [subdistrict])

const ConsentRow = z.object({ consenting: z.number(), entitled: z.number(), dataTime: Instant.nullable() })
export const consentBeforeFiling = (db: Queryable, subdistrict: string) =>
  maybeRow(
    db,
    ConsentRow,
    `select coalesce(sum(consenting_households) filter (where stage in ('wishList', 'consent')), 0)::float8 as consenting,
       coalesce(sum(entitled_households) filter (where stage in ('wishList', 'consent')), 0)::float8 as entitled,
       (select max(recorded_at) from register_event where subdistrict_code = $1 and record_kind = 'renovation') as "dataTime"
     from renovation_project where subdistrict_code = $1`,
    [subdistrict],
  )

/** What is built in how many projects, the most common first. */
export const itemsBuilt = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    BuiltItem,
    `select k.renovation_item_key as key, k.name, k.name_en as "nameEn", k.unit, k.unit_en as "unitEn", sum(i.quantity)::float8 as quantity,
       sum(i.done_quantity)::float8 as done, count(*) as projects
     from renovation_item i join renovation_item_now k using (subdistrict_code, renovation_item_key)
     where i.subdistrict_code = $1 group by 1, 2, 3, 4, 5 order by count(*) desc, 1 limit 12`,
    [subdistrict],
  )

const PairRow = z.object({ renovationProjectId: z.number(), pairId: z.number(), name: z.string(), nameEn: z.string() })
export const newestPair = (db: Queryable, subdistrict: string) =>
  maybeRow(
    db,
    PairRow,
    `select p.renovation_project_id as "renovationProjectId", p.renovation_photo_pair_id as "pairId", c.name, c.name_en as "nameEn"
     from renovation_photo_pair p join renovation_project r using (subdistrict_code, renovation_project_id) join compound c using (subdistrict_code, compound_id)
     where p.subdistrict_code = $1 and p.withdrawn_at is null
       and (select count(*) from renovation_photo f where f.subdistrict_code = $1 and f.renovation_project_id = p.renovation_project_id
         and f.renovation_photo_pair_id = p.renovation_photo_pair_id) = 2
     order by p.added_at desc, p.renovation_photo_pair_id desc limit 1`,
    [subdistrict],
  )

const VersionRow = z.object({ title: z.string(), validFrom: z.string(), isNext: z.boolean() })
/** The set of borders in force on a day, and the one after it. */
export const bordersAround = (db: Queryable, subdistrict: string, day: string) =>
  rows(
    db,
    VersionRow,
    `(select title, valid_from as "validFrom", false as "isNext" from coverage_version where subdistrict_code = $1 and valid_from <= $2::date
      order by valid_from desc limit 1)
     union all
     (select title, valid_from, true from coverage_version where subdistrict_code = $1 and valid_from > $2::date order by valid_from limit 1)`,
    [subdistrict, day],
  )

const LevelRow = z.object({ level: z.number(), grids: z.number() })
export const gridsByLevel = (db: Queryable, subdistrict: string, day: string) =>
  rows(
    db,
    LevelRow,
    `select g.level, count(*) as grids from grid_boundary b join grid g using (subdistrict_code, grid_code)
     where b.subdistrict_code = $1 and daterange(b.valid_from, b.valid_to) @> $2::date group by 1 order by 1`,
    [subdistrict, day],
  )

/** Level-3 grids whose borders are others from a day on. */
export const bordersChanged = (db: Queryable, subdistrict: string, day: string) =>
  rows(
    db,
    BorderChange,
    `with before as (
       select b.grid_code, b.area_m2, b.geom from grid_boundary b where b.subdistrict_code = $1 and b.valid_to = $2::date
     ),
     after as (
       select b.grid_code, b.area_m2, b.geom from grid_boundary b where b.subdistrict_code = $1 and b.valid_from = $2::date
     )
     select g.grid_code as "gridCode", g.name, g.name_en as "nameEn",
       case when before.grid_code is null then 'new' when after.grid_code is null then 'ends' else 'reshaped' end as change,
       before.area_m2 as "areaM2Before", after.area_m2 as "areaM2After", ST_AsGeoJSON(coalesce(after.geom, before.geom), 7)::json as geometry
     from before full join after using (grid_code) join grid g on g.subdistrict_code = $1 and g.grid_code = coalesce(before.grid_code, after.grid_code)
     where g.level = 3 order by g.grid_code limit 400`,
    [subdistrict, day],
  )
