import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

const ScenarioRow = z.object({
  walkScenarioId: z.number(),
  name: z.string(),
  changes: z.string(),
  version: z.number(),
  changedAt: Instant,
  changedBy: z.string(),
})
export type ScenarioRow = z.infer<typeof ScenarioRow>
const columns = `walk_scenario_id as "walkScenarioId", name, changes, version, changed_at as "changedAt", changed_by as "changedBy"`

export const mostScenarios = 200
export const scenarioList = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    ScenarioRow,
    `select ${columns} from walk_scenario where subdistrict_code = $1 order by changed_at desc, walk_scenario_id desc limit ${mostScenarios}`,
    [subdistrict],
  )

/** Held until the transaction ends, so that two who change it wait for each other. */
export const scenarioToChange = (db: Queryable, subdistrict: string, id: number) =>
  maybeRow(db, ScenarioRow, `select ${columns} from walk_scenario where subdistrict_code = $1 and walk_scenario_id = $2 for update`, [
    subdistrict,
    id,
  ])

type Content = { readonly name: string; readonly changes: string }

/** Undefined: another plan has this name. */
export const insertScenario = (db: Queryable, subdistrict: string, { name, changes }: Content, at: Date, by: string) =>
  maybeRow(
    db,
    ScenarioRow,
    `insert into walk_scenario (subdistrict_code, name, changes, version, changed_at, changed_by) values ($1, $2, $3, 1, $4, $5)
     on conflict (subdistrict_code, name) do nothing returning ${columns}`,
    [subdistrict, name, changes, at.toISOString(), by],
  )

/** Undefined: another plan has this name. */
export const updateScenario = (db: Queryable, subdistrict: string, id: number, { name, changes }: Content, at: Date, by: string) =>
  maybeRow(
    db,
    ScenarioRow,
    `update walk_scenario set name = $3, changes = $4, version = version + 1, changed_at = $5, changed_by = $6
     where subdistrict_code = $1 and walk_scenario_id = $2
       and not exists (select from walk_scenario o where o.subdistrict_code = $1 and o.name = $3 and o.walk_scenario_id <> $2)
     returning ${columns}`,
    [subdistrict, id, name, changes, at.toISOString(), by],
  )

export const deleteScenario = (db: Queryable, subdistrict: string, id: number) =>
  db.query('delete from walk_scenario where subdistrict_code = $1 and walk_scenario_id = $2', [subdistrict, id])

export const scenarioCount = async (db: Queryable, subdistrict: string): Promise<number> =>
  (
    await maybeRow(db, z.object({ count: z.number() }), 'select count(*)::int as count from walk_scenario where subdistrict_code = $1', [
      subdistrict,
    ])
  )?.count ?? 0
