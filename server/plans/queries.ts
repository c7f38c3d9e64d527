// What plans are read from: their rows, the borders they stand on, and what lies on the ground.
import { z } from 'zod'
import { AreaGeometry } from '#contract/fields.ts'
import { PlanOperation } from '#contract/plans.ts'
import { endedStatuses } from '#domain/issues/workflow.ts'
import { usualRules } from '#domain/plans/checks.ts'
import type { JournalEntry } from '#domain/plans/journal.ts'
import { planStages } from '#domain/plans/stages.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const PlanRow = z.object({
  planId: z.number(),
  title: z.string(),
  stage: z.enum(planStages),
  version: z.number(),
  effectiveOn: z.string().nullable(),
  begunBy: z.string(),
  begunAt: z.string(),
  changedAt: z.string(),
  baseId: z.number(),
  baseTitle: z.string(),
  baseFrom: z.string(),
  latestId: z.number(),
})
export type PlanRow = z.infer<typeof PlanRow>

const planText = `
  select p.plan_id as "planId", p.title, p.stage, p.version, p.effective_on as "effectiveOn", p.begun_by as "begunBy", p.begun_at as "begunAt",
    p.changed_at as "changedAt", v.coverage_version_id as "baseId", v.title as "baseTitle", v.valid_from as "baseFrom",
    (select l.coverage_version_id from coverage_version l where l.subdistrict_code = $1 order by l.valid_from desc limit 1) as "latestId"
  from plan p join coverage_version v on v.subdistrict_code = p.subdistrict_code and v.coverage_version_id = p.base_coverage_version_id
  where p.subdistrict_code = $1`

export const plansOf = (db: Queryable, subdistrict: string, limit: number) =>
  rows(db, PlanRow, `${planText} order by p.changed_at desc, p.plan_id desc limit $2`, [subdistrict, limit])

export const planById = (db: Queryable, subdistrict: string, id: number) =>
  maybeRow(db, PlanRow, `${planText} and p.plan_id = $2::bigint`, [subdistrict, id])

/** Nobody else writes to this plan until the transaction ends. */
export const lockPlan = (db: Queryable, subdistrict: string, id: number) =>
  db.query('select 1 from plan where subdistrict_code = $1 and plan_id = $2::bigint for update', [subdistrict, id])

const Said = { number: z.number(), author: z.string(), at: z.string() }
const EntryRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('do'), id: z.string(), operation: PlanOperation, ...Said }),
  z.object({ kind: z.literal('undo'), id: z.string(), of: z.string(), ...Said }),
  z.object({ kind: z.literal('redo'), id: z.string(), of: z.string(), ...Said }),
])
export type NumberedEntry = JournalEntry & { readonly number: number }

export const entriesAfter = (db: Queryable, subdistrict: string, plan: number, after: number): Promise<NumberedEntry[]> =>
  rows(
    db,
    EntryRow,
    `select plan_entry_number as number, entry_kind as kind, entry_id as id, of_entry_id as of, operation, author, written_at as at
     from plan_entry where subdistrict_code = $1 and plan_id = $2::bigint and plan_entry_number > $3 order by plan_entry_number`,
    [subdistrict, plan, after],
  )

const CountRow = z.object({ planId: z.number(), operations: z.number() })
/** How many operations count, by plan. */
export const countsOf = (db: Queryable, subdistrict: string, plans: readonly number[]) =>
  rows(
    db,
    CountRow,
    `with last as (
       select distinct on (e.plan_id, coalesce(e.of_entry_id, e.entry_id)) e.plan_id, e.entry_kind
       from plan_entry e where e.subdistrict_code = $1 and e.plan_id = any ($2::bigint[])
       order by e.plan_id, coalesce(e.of_entry_id, e.entry_id), e.plan_entry_number desc
     )
     select plan_id as "planId", count(*) filter (where entry_kind <> 'undo') as operations from last group by plan_id`,
    [subdistrict, plans],
  )

const StepRow = z.object({
  from: z.enum(planStages).nullable(),
  to: z.enum(planStages),
  note: z.string(),
  remarks: z.array(z.object({ lng: z.number(), lat: z.number(), note: z.string() })),
  effectiveOn: z.string().nullable(),
  by: z.string(),
  at: z.string(),
})
export const stepsOf = (db: Queryable, subdistrict: string, plan: number) =>
  rows(
    db,
    StepRow,
    `select from_stage as "from", to_stage as "to", note, remarks, effective_on as "effectiveOn", taken_by as by, taken_at as at
     from plan_step where subdistrict_code = $1 and plan_id = $2::bigint order by plan_step_id`,
    [subdistrict, plan],
  )

const VersionRow = z.object({ coverageVersionId: z.number(), title: z.string(), validFrom: z.string() })
export const latestVersion = (db: Queryable, subdistrict: string) =>
  maybeRow(
    db,
    VersionRow,
    `select coverage_version_id as "coverageVersionId", title, valid_from as "validFrom" from coverage_version
     where subdistrict_code = $1 order by valid_from desc limit 1`,
    [subdistrict],
  )

const BaseRow = z.object({
  code: z.string(),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  kind: z.enum(['general', 'dedicated']),
  name: z.string(),
  nameEn: z.string(),
  parent: z.string().nullable(),
  geometry: AreaGeometry.nullable(),
})
/** The grids of a day; the lowest ones with their borders, which are all there is. */
export const gridsOn = (db: Queryable, subdistrict: string, day: string) =>
  rows(
    db,
    BaseRow,
    `select g.grid_code as code, g.level, g.kind, g.name, g.name_en as "nameEn", b.parent_code as parent,
       case when g.level = 3 then ST_AsGeoJSON(b.geom, 7)::json end as geometry
     from grid g join grid_boundary b using (subdistrict_code, grid_code)
     where g.subdistrict_code = $1 and daterange(b.valid_from, b.valid_to) @> $2::date order by g.grid_code`,
    [subdistrict, day],
  )

const CodeRow = z.object({ code: z.string() })
export const codesEver = async (db: Queryable, subdistrict: string) =>
  (await rows(db, CodeRow, 'select grid_code as code from grid where subdistrict_code = $1', [subdistrict])).map(({ code }) => code)

const HeadRow = z.object({ code: z.string(), name: z.string() })
/** Grid heads of a day, by grid. */
export const headsOn = (db: Queryable, subdistrict: string, day: string) =>
  rows(
    db,
    HeadRow,
    `select a.grid_code as code, p.name from appointment a join person p using (subdistrict_code, person_id)
     where a.subdistrict_code = $1 and a.head_role = 'gridHead' and a.term_start <= $2::date and a.held_until > $2::date order by a.grid_code`,
    [subdistrict, day],
  )

const PostRow = z.object({
  personId: z.number(),
  name: z.string(),
  role: z.enum(['gridHead', 'gridWorker', 'buildingHead']),
  grid: z.string().nullable(),
  building: z.number().nullable(),
})
export type Post = z.infer<typeof PostRow>
/** Who answers for a grid or heads a building on a day. */
export const postsOn = (db: Queryable, subdistrict: string, day: string) =>
  rows(
    db,
    PostRow,
    `select a.person_id as "personId", p.name, a.head_role as role, a.grid_code as grid, a.building_id as building
     from appointment a join person p using (subdistrict_code, person_id)
     where a.subdistrict_code = $1 and a.head_role in ('gridHead', 'gridWorker', 'buildingHead')
       and a.term_start <= $2::date and a.held_until > $2::date
     order by a.person_id, a.grid_code, a.building_id`,
    [subdistrict, day],
  )

const BuildingRow = z.object({
  id: z.number(),
  point: z.tuple([z.number(), z.number()]),
  households: z.number(),
  residents60Plus: z.number(),
  walls: AreaGeometry.nullable(),
})
const buildingsText = statementBeside(import.meta.url, 'planned-buildings')
export const buildingsToPlace = (db: Queryable, subdistrict: string, limit: number) =>
  rows(db, BuildingRow, buildingsText, [subdistrict, limit])

const PointRow = z.object({ lng: z.number(), lat: z.number() })
/** Where open issues are, of every item: they are counted and stand on no map. */
export const openIssues = (db: Queryable, subdistrict: string, limit: number) =>
  rows(
    db,
    PointRow,
    `select ST_X(geom) as lng, ST_Y(geom) as lat from issue where subdistrict_code = $1 and status <> all ($2::text[])
     order by issue_id desc limit $3`,
    [subdistrict, endedStatuses, limit],
  )

const CompoundRow = z.object({ outline: AreaGeometry })
/** Walled ground: scattered houses are none. */
export const compoundsOf = (db: Queryable, subdistrict: string, limit: number) =>
  rows(
    db,
    CompoundRow,
    `select ST_AsGeoJSON(geom, 7)::json as outline from compound
     where subdistrict_code = $1 and compound_type <> 'scattered' order by compound_id limit $2`,
    [subdistrict, limit],
  )

const GuideRow = z.object({ kind: z.enum(['road', 'water']), line: z.array(z.array(z.number())) })
/** Centre lines of streets, and banks. Foot paths inside compounds are no borders. */
export const guidesOf = (db: Queryable, subdistrict: string, limit: number) =>
  rows(
    db,
    GuideRow,
    `with lines as (
       select 'road' as kind, (ST_Dump(geom)).geom as geom from road where subdistrict_code = $1 and road_class <> 'service'
       union all
       select 'water', (ST_Dump(case when ST_Dimension(geom) = 2 then ST_Boundary(geom) else geom end)).geom from water where subdistrict_code = $1
     )
     select kind, (ST_AsGeoJSON(geom, 7)::json)->'coordinates' as line from lines
     where GeometryType(geom) = 'LINESTRING' limit $2`,
    [subdistrict, limit],
  )

const SizeRange = z.object({ fewest: z.number().nullable(), most: z.number().nullable() })
const RulesRow = z.object({
  households: z.object({ 1: SizeRange, 2: SizeRange, 3: SizeRange }),
  leastShare: z.number(),
  greatestShare: z.number(),
  leastCompactness: z.number(),
  version: z.number(),
})
export async function rulesOf(db: Queryable, subdistrict: string, forUpdate = false) {
  const row = await maybeRow(
    db,
    RulesRow,
    `select json_build_object(
         '1', json_build_object('fewest', fewest_households_level_1, 'most', most_households_level_1),
         '2', json_build_object('fewest', fewest_households_level_2, 'most', most_households_level_2),
         '3', json_build_object('fewest', fewest_households_level_3, 'most', most_households_level_3)) as households, least_share as "leastShare",
       greatest_share as "greatestShare", least_compactness as "leastCompactness", version
     from plan_rule where subdistrict_code = $1 ${forUpdate ? 'for update' : ''}`,
    [subdistrict],
  )
  return row ?? { ...usualRules, version: 0 }
}

const CoverageVersionRow = VersionRow.extend({ validTo: z.string().nullable(), grids: z.number() })
export const versionsOf = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    CoverageVersionRow,
    `select v.coverage_version_id as "coverageVersionId", v.title, v.valid_from as "validFrom", v.valid_to as "validTo",
       (select count(*) from grid_boundary b where b.subdistrict_code = $1 and b.coverage_version_id = v.coverage_version_id) as grids
     from coverage_version v where v.subdistrict_code = $1 order by v.valid_from desc limit 200`,
    [subdistrict],
  )
