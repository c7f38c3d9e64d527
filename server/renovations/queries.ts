// What is read of renovation projects. Everything goes through the caller's scope.
import { z } from 'zod'
import { AreaGeometry, type BboxValue } from '#contract/fields.ts'
import { RenovationProperties } from '#contract/renovations.ts'
import { renovationStages } from '#contract/words.ts'
import { usualConsentPercent } from '#domain/renovation/votes.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

export type RenovationFilter = {
  readonly class?: string | undefined
  readonly community?: string | undefined
  readonly q?: string | undefined
}
/** Words as a pattern in which nothing means anything but itself. */
const pattern = (words: string | undefined): string | null => (words === undefined ? null : `%${words.replace(/[\\%_]/g, '\\$&')}%`)
const filterValues = (filter: RenovationFilter) => [filter.class ?? null, filter.community ?? null, pattern(filter.q)]

const RenovationRow = RenovationProperties.omit({ consent: true, turnout: true }).extend({
  entitledHouseholds: z.number(),
  votedHouseholds: z.number(),
  consentingHouseholds: z.number(),
  liftVotes: z.number(),
  liftVotesCarried: z.number(),
  geometry: AreaGeometry,
})
export type RenovationRow = z.infer<typeof RenovationRow>

export type RenovationListFilter = RenovationFilter & {
  readonly limit: number
  readonly bbox?: BboxValue | undefined
  readonly stage?: string | undefined
  readonly compound?: number | undefined
  readonly project?: number | undefined
  readonly after?: number | undefined
}

const listText = statementBeside(import.meta.url, 'renovations')
export const renovationList = (db: Queryable, subdistrict: string, filter: RenovationListFilter) =>
  rows(db, RenovationRow, listText, [
    subdistrict,
    ...filterValues(filter),
    filter.limit,
    filter.stage ?? null,
    filter.compound ?? null,
    filter.project ?? null,
    filter.after ?? null,
    ...(filter.bbox ?? [null, null, null, null]),
  ])

const StageRow = z.object({ stage: z.enum(renovationStages), projects: z.number() })
export const stageCounts = (db: Queryable, subdistrict: string, filter: RenovationFilter) =>
  rows(
    db,
    StageRow,
    `select p.stage, count(*) as projects from renovation_project p join compound c using (subdistrict_code, compound_id)
     where p.subdistrict_code = $1 and ($2::text is null or p.renovation_class = $2::text)
       and ($3::text is null or c.community_code = $3::text) and ($4::text is null or c.name ilike $4::text or c.name_en ilike $4::text)
     group by p.stage`,
    [subdistrict, ...filterValues(filter)],
  )

const RuleRow = z.object({ consentPercent: z.number(), version: z.number() })
export type Rule = z.infer<typeof RuleRow>
/** With `lock` nobody else sets it until the transaction ends. */
export const ruleOf = async (db: Queryable, subdistrict: string, lock = false): Promise<Rule> =>
  (await maybeRow(
    db,
    RuleRow,
    `select consent_percent as "consentPercent", version from renovation_rule where subdistrict_code = $1${lock ? ' for update' : ''}`,
    [subdistrict],
  )) ?? { consentPercent: usualConsentPercent, version: 0 }

const stage = z.enum(renovationStages)
const StepRow = z.object({
  id: z.number(),
  from: stage.nullable(),
  to: stage,
  onDay: z.string(),
  withdrawal: z.boolean(),
  reason: z.string(),
  at: z.string(),
  by: z.string(),
})
/** The oldest first. */
export const stepsOf = (db: Queryable, subdistrict: string, project: number) =>
  rows(
    db,
    StepRow,
    `select renovation_step_id as id, from_stage as "from", to_stage as "to", on_day as "onDay", withdrawal, reason,
       recorded_at as at, recorded_by as by
     from renovation_step where subdistrict_code = $1 and renovation_project_id = $2::bigint order by renovation_step_id`,
    [subdistrict, project],
  )

const vote = {
  id: z.number(),
  heldOn: z.string(),
  note: z.string(),
  at: z.string(),
  by: z.string(),
  withdrawnAt: z.string().nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnBecause: z.string().nullable(),
}
const voteColumns = `held_on as "heldOn", note, recorded_at as at, recorded_by as by, withdrawn_at as "withdrawnAt", withdrawn_by as "withdrawnBy",
  withdrawn_because as "withdrawnBecause"`

const RoundRow = z.object({ ...vote, entitledHouseholds: z.number(), votedHouseholds: z.number(), consentingHouseholds: z.number() })
/** The latest first: the first one that is not withdrawn counts. */
export const roundsOf = (db: Queryable, subdistrict: string, project: number) =>
  rows(
    db,
    RoundRow,
    `select renovation_consent_round_id as id, ${voteColumns}, entitled_households as "entitledHouseholds", voted_households as "votedHouseholds",
       consenting_households as "consentingHouseholds"
     from renovation_consent_round where subdistrict_code = $1 and renovation_project_id = $2::bigint
     order by held_on desc, renovation_consent_round_id desc`,
    [subdistrict, project],
  )

const LiftRow = z.object({
  ...vote,
  buildingId: z.number(),
  buildingName: z.string(),
  buildingNameEn: z.string(),
  unitNumber: z.number().nullable(),
  entitledPeople: z.number(),
  entitledArea: z.number(),
  votedPeople: z.number(),
  votedArea: z.number(),
  approvingPeople: z.number(),
  approvingArea: z.number(),
})
/** By building and unit, the latest first within one. */
export const liftVotesOf = (db: Queryable, subdistrict: string, project: number) =>
  rows(
    db,
    LiftRow,
    `select v.renovation_lift_vote_id as id, ${voteColumns}, v.building_id as "buildingId", coalesce(nullif(b.name, ''), b.address) as "buildingName",
       coalesce(nullif(b.name_en, ''), nullif(b.name, ''), b.address) as "buildingNameEn", v.unit_number as "unitNumber",
       v.entitled_people as "entitledPeople", v.entitled_area as "entitledArea", v.voted_people as "votedPeople", v.voted_area as "votedArea",
       v.approving_people as "approvingPeople", v.approving_area as "approvingArea"
     from renovation_lift_vote v join building b using (subdistrict_code, building_id)
     where v.subdistrict_code = $1 and v.renovation_project_id = $2::bigint
     order by v.building_id, v.unit_number nulls first, v.held_on desc, v.renovation_lift_vote_id desc`,
    [subdistrict, project],
  )

const CostRow = z.object({
  source: z.enum(['central', 'province', 'city', 'district', 'residents', 'propertyCompany', 'enterprise', 'other']),
  plannedCents: z.number(),
  spentCents: z.number(),
})
export const costsOf = (db: Queryable, subdistrict: string, project: number) =>
  rows(
    db,
    CostRow,
    `select cost_source as source, planned_cents as "plannedCents", spent_cents as "spentCents" from renovation_cost
     where subdistrict_code = $1 and renovation_project_id = $2::bigint
     order by array_position('{central,province,city,district,residents,propertyCompany,enterprise,other}'::text[], cost_source)`,
    [subdistrict, project],
  )

const HouseRow = z.object({ buildingId: z.number(), name: z.string(), nameEn: z.string(), units: z.array(z.number()) })
export const housesOf = (db: Queryable, subdistrict: string, compound: number) =>
  rows(
    db,
    HouseRow,
    `select b.building_id as "buildingId", coalesce(nullif(b.name, ''), b.address) as name,
       coalesce(nullif(b.name_en, ''), nullif(b.name, ''), b.address) as "nameEn",
       coalesce((select json_agg(u.unit_number order by u.unit_number) from building_unit u
         where u.subdistrict_code = $1 and u.building_id = b.building_id), '[]') as units
     from building b where b.subdistrict_code = $1 and b.compound_id = $2::bigint and b.building_use = 'residential' order by b.building_id`,
    [subdistrict, compound],
  )
