// POST  /api/v1/renovations                     a compound becomes a candidate
// PATCH /api/v1/renovations/7                   class, households, items, costs
// POST  /api/v1/renovations/7/steps             to the next stage, or back; /steps/withdraw takes the last one back
// PUT   /api/v1/renovations/rule                how many must consent
import { z } from 'zod'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { countingSteps, isBack, type StepRefusal, stepRefusal, withdrawalRefusal } from '#domain/renovation/stages.ts'
import { maybeRow, type Queryable } from '../db/queryable.ts'
import { refreshFeatures, tellChange } from '../db/refresh-layers.ts'
import { recordRegisterEvent } from '../db/register-events.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { changeProject, entriesOf, type Fields, factsOf, itemsOf, writeProgress } from './project.ts'
import { costsOf, ruleOf } from './queries.ts'

const IdRow = z.object({ id: z.number() })
const ofDate: readonly StepRefusal[] = ['inFuture', 'beforeLastStep']

function refuse(refusal: StepRefusal | null): void {
  if (refusal === null) return
  if (refusal === 'reasonMissing') throw refusedAt('body.reason', refusal)
  if (ofDate.includes(refusal)) throw refusedAt('body.onDay', refusal)
  throw new AppError('conflict', `this step can not be taken: ${refusal}`, [{ path: 'body.to', problem: refusal }])
}

type Keyed = { readonly key?: string; readonly source?: string }
/** Of two lists what is not in the other one in the same way. */
function apart<T extends Keyed>(
  before: readonly T[],
  after: readonly T[],
): { readonly before: readonly T[]; readonly after: readonly T[] } {
  const said = (list: readonly T[]) => new Set(list.map((one) => JSON.stringify(one)))
  const [was, is] = [said(before), said(after)]
  return { before: before.filter((one) => !is.has(JSON.stringify(one))), after: after.filter((one) => !was.has(JSON.stringify(one))) }
}

type GivenItem = { readonly key: string; readonly planned: number; readonly done: number }
async function writeItems(system: Queryable, subdistrict: string, id: number, items: readonly GivenItem[]): Promise<void> {
  const known = await system.query('select renovation_item_key as key from renovation_item_kind')
  const keys = new Set(known.rows.map(({ key }) => key))
  const strange = items.findIndex(({ key }) => !keys.has(key))
  if (strange >= 0) throw refusedAt(`body.items.${strange}.key`, `there is no renovation item ${items[strange]?.key}`)
  await system.query('delete from renovation_item where subdistrict_code = $1 and renovation_project_id = $2', [subdistrict, id])
  await system.query(
    `insert into renovation_item (subdistrict_code, renovation_project_id, renovation_item_key, quantity, done_quantity)
     select $1, $2, key, planned, done from jsonb_to_recordset($3::jsonb) as given (key text, planned float8, done float8)`,
    [subdistrict, id, JSON.stringify(items)],
  )
}
/** The list of works that households vote on, whatever of it is done. */
const plannedOf = (items: readonly GivenItem[]): string =>
  JSON.stringify(
    items
      .filter(({ planned }) => planned > 0)
      .map(({ key, planned }) => [key, planned])
      .sort(),
  )
const noteNewList = (system: Queryable, subdistrict: string, id: number, now: Date) =>
  system.query('update renovation_project set wish_list_at = $3 where subdistrict_code = $1 and renovation_project_id = $2', [
    subdistrict,
    id,
    now.toISOString(),
  ])
async function writeCosts(system: Queryable, subdistrict: string, id: number, costs: readonly object[]): Promise<void> {
  await system.query('delete from renovation_cost where subdistrict_code = $1 and renovation_project_id = $2', [subdistrict, id])
  await system.query(
    `insert into renovation_cost (subdistrict_code, renovation_project_id, cost_source, planned_cents, spent_cents)
     select $1, $2, source, "plannedCents", "spentCents"
     from jsonb_to_recordset($3::jsonb) as given (source text, "plannedCents" bigint, "spentCents" bigint)`,
    [subdistrict, id, JSON.stringify(costs)],
  )
}

type ProjectRoute = 'createRenovation' | 'changeRenovation' | 'stepRenovation' | 'withdrawRenovationStep' | 'changeRenovationRule'

export const projectHandlers: Pick<Handlers, ProjectRoute> = {
  createRenovation: async ({ body, db, subdistrict, now, who, audit }) => {
    const { compoundId, renovationClass, entitledHouseholds, onDay } = body
    const [today, reason] = [calendarDay(now), maskFreeText(body.reason)]
    const compound = 'select compound_id as id from compound where subdistrict_code = $1 and compound_id = $2'
    found(await maybeRow(db, IdRow, compound, [subdistrict, compoundId]), `compound ${compoundId}`)
    if (onDay > today) throw refusedAt('body.onDay', 'inFuture')
    return outsideScope(db, async (system) => {
      const made = await maybeRow(
        system,
        IdRow,
        `insert into renovation_project (subdistrict_code, compound_id, renovation_class, stage, stage_since, entitled_households)
         values ($1, $2, $3, 'candidate', $4, $5) on conflict (subdistrict_code, compound_id) do nothing returning renovation_project_id as id`,
        [subdistrict, compoundId, renovationClass, onDay, entitledHouseholds],
      )
      if (made === undefined)
        throw new AppError('conflict', `compound ${compoundId} has a renovation already`, [{ path: 'body.compoundId', problem: 'asItIs' }])
      const { id } = made
      await system.query(
        `insert into renovation_step (subdistrict_code, renovation_project_id, to_stage, on_day, reason, recorded_at, recorded_by)
         values ($1, $2, 'candidate', $3, $4, $5, $6)`,
        [subdistrict, id, onDay, reason, now.toISOString(), who.username],
      )
      const change = { subdistrict, kind: 'recordCreated', layer: 'renovations', today, isNew: true } as const
      await refreshFeatures(system, change, [id], { register: 'renovation', record: id })
      const after = { compoundId, renovationClass, entitledHouseholds, stage: 'candidate', onDay }
      const event = { kind: 'renovation', id, change: 'created', before: {}, after, reason, at: now, by: who.username } as const
      await recordRegisterEvent(system, subdistrict, event)
      await audit({ action: 'recordCreated', subject: `renovation:${id}`, after, reason })
      return { id, version: 1 }
    })
  },

  changeRenovation: ({ params: { id }, body: { version, reason, ...given }, ...asked }) => {
    const fields: Fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    return changeProject(asked, { id, version, wanted: fields }, async (system, project) => {
      const { subdistrict } = asked
      const [items, costs] = [await itemsOf(system, subdistrict, id), await costsOf(system, subdistrict, id)]
      const { renovationClass = project.renovationClass, entitledHouseholds = project.entitledHouseholds } = given
      if (entitledHouseholds !== project.entitledHouseholds) {
        if (isBack(project.stage, 'consent'))
          throw new AppError('conflict', 'it is filed', [{ path: 'body.entitledHouseholds', problem: 'filedAlready' }])
        if (entitledHouseholds < project.votedHouseholds)
          throw refusedAt('body.entitledHouseholds', `${project.votedHouseholds} households have voted`)
      }
      await system.query(
        `update renovation_project set renovation_class = $3, entitled_households = $4 where subdistrict_code = $1 and renovation_project_id = $2`,
        [subdistrict, id, renovationClass, entitledHouseholds],
      )
      if (given.items) await writeItems(system, subdistrict, id, given.items)
      if (given.items && plannedOf(items) !== plannedOf(given.items)) await noteNewList(system, subdistrict, id, asked.now)
      if (given.costs) await writeCosts(system, subdistrict, id, given.costs)
      const ofItems = apart(items, await itemsOf(system, subdistrict, id))
      const ofCosts = apart(costs, await costsOf(system, subdistrict, id))
      const said = (side: 'before' | 'after', of: { renovationClass: string; entitledHouseholds: number }): Fields => ({
        ...(renovationClass !== project.renovationClass && { renovationClass: of.renovationClass }),
        ...(entitledHouseholds !== project.entitledHouseholds && { entitledHouseholds: of.entitledHouseholds }),
        ...(ofItems.before.length + ofItems.after.length > 0 && { items: ofItems[side] }),
        ...(ofCosts.before.length + ofCosts.after.length > 0 && { costs: ofCosts[side] }),
      })
      const after = said('after', { renovationClass, entitledHouseholds })
      if (Object.keys(after).length === 0) return null
      return { action: 'recordChanged', change: 'changed', before: said('before', project), after, reason: maskFreeText(reason) }
    })
  },

  stepRenovation: ({ params: { id }, body: { version, to, onDay, reason: given }, ...asked }) =>
    changeProject(asked, { id, version, wanted: { stage: to } }, async (system, project, today) => {
      const { subdistrict, now, who } = asked
      const reason = maskFreeText(given)
      const entries = await entriesOf(system, subdistrict, id)
      refuse(stepRefusal(entries, await factsOf(system, subdistrict, id, project), { to, onDay, reason }, today))
      await system.query(
        `insert into renovation_step (subdistrict_code, renovation_project_id, from_stage, to_stage, on_day, reason, recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [subdistrict, id, project.stage, to, onDay, reason, now.toISOString(), who.username],
      )
      await writeProgress(system, subdistrict, id)
      const { consentPercent } = await ruleOf(system, subdistrict)
      const { stage, stageSince, entitledHouseholds, consentingHouseholds } = project
      // what was asked for on that day may be asked differently later
      const vote = to === 'filed' ? { consentPercent, entitledHouseholds, consentingHouseholds } : {}
      const after = { stage: to, stageSince: onDay, ...vote }
      const change = isBack(stage, to) ? 'steppedBack' : 'stepped'
      return { action: 'renovationStepped', change, before: { stage, stageSince }, after, reason }
    }),

  withdrawRenovationStep: ({ params: { id }, body: { version, reason: given }, ...asked }) =>
    changeProject(asked, { id, version, wanted: {} }, async (system, project, today) => {
      const { subdistrict, now, who } = asked
      const reason = maskFreeText(given)
      const entries = await entriesOf(system, subdistrict, id)
      refuse(withdrawalRefusal(entries, await factsOf(system, subdistrict, id, project), reason))
      const left = countingSteps(entries).at(-2)
      await system.query(
        `insert into renovation_step (subdistrict_code, renovation_project_id, from_stage, to_stage, on_day, withdrawal, reason, recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, true, $6, $7, $8)`,
        [subdistrict, id, project.stage, left?.to, today, reason, now.toISOString(), who.username],
      )
      await writeProgress(system, subdistrict, id)
      const { stage, stageSince } = project
      const after = { stage: left?.to, stageSince: left?.onDay }
      return { action: 'renovationStepWithdrawn', change: 'stepWithdrawn', before: { stage, stageSince }, after, reason }
    }),

  changeRenovationRule: async ({ body: { version, consentPercent, reason }, db, subdistrict, now, who, audit }) =>
    outsideScope(db, async (system) => {
      // two who set it for the first time wait for each other too
      await system.query('select 1 from subdistrict where subdistrict_code = $1 for update', [subdistrict])
      const before = await ruleOf(system, subdistrict, true)
      if (before.version !== version)
        throw new AppError('conflict', `the rule was changed meanwhile, it is version ${before.version} now`, [
          { path: 'version', problem: String(before.version) },
          { path: 'body.consentPercent', problem: String(before.consentPercent) },
        ])
      await system.query(
        `insert into renovation_rule (subdistrict_code, consent_percent, version, changed_at, changed_by) values ($1, $2, $3, $4, $5)
         on conflict (subdistrict_code) do update set consent_percent = excluded.consent_percent, version = excluded.version,
           changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
        [subdistrict, consentPercent, version + 1, now.toISOString(), who.username],
      )
      await tellChange(system, { subdistrict, kind: 'renovationRuleChanged', layers: [] }, { consentPercent })
      await audit({
        action: 'renovationRuleChanged',
        subject: `subdistrict:${subdistrict}`,
        before: { consentPercent: before.consentPercent },
        after: { consentPercent },
        reason,
      })
      return { consentPercent, version: version + 1 }
    }),
}
