// One project as it is written: what it says, what its conditions look at, and what every change of it leaves behind.
import { z } from 'zod'
import type { Route } from '#contract/route.ts'
import type { AuditAction } from '#contract/words.ts'
import { renovationClasses } from '#contract/words.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { costTotals } from '#domain/renovation/costs.ts'
import { countingSteps, type ProjectFacts, progressOf, renovationStages, type Step, type StepEntry } from '#domain/renovation/stages.ts'
import { consentReached, isOfThisList } from '#domain/renovation/votes.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { refreshFeatures } from '../db/refresh-layers.ts'
import { recordRegisterEvent } from '../db/register-events.ts'
import { outsideScope } from '../db/scope.ts'
import { type AppError, found } from '../http/app-error.ts'
import type { ScopeInput } from '../http/handler.ts'
import { overtaken } from '../http/overtaken.ts'
import { costsOf, roundsOf, ruleOf, stepsOf } from './queries.ts'

export type Asked = Pick<ScopeInput<Route>, 'db' | 'subdistrict' | 'now' | 'who' | 'audit'>
export type Fields = Readonly<Record<string, unknown>>

const Project = z.object({
  compoundId: z.number(),
  renovationClass: z.enum(renovationClasses),
  stage: z.enum(renovationStages),
  stageSince: z.string(),
  entitledHouseholds: z.number(),
  votedHouseholds: z.number(),
  consentingHouseholds: z.number(),
  version: z.number(),
  wishListAt: z.string().nullable(),
  body: z.boolean(),
  managed: z.boolean(),
})
export type Project = z.infer<typeof Project>

/** What a project says; through the scope or outside of it. With `lock` nobody else changes it until the transaction ends. */
export const projectOf = (db: Queryable, subdistrict: string, id: number, lock = false): Promise<Project | undefined> =>
  maybeRow(
    db,
    Project,
    `select p.compound_id as "compoundId", p.renovation_class as "renovationClass", p.stage, p.stage_since as "stageSince",
       p.entitled_households as "entitledHouseholds", p.voted_households as "votedHouseholds", p.consenting_households as "consentingHouseholds",
       p.version, p.wish_list_at as "wishListAt", c.owners_committee <> 'none' as body, c.property_class <> 'unmanaged' as managed
     from renovation_project p join compound c using (subdistrict_code, compound_id)
     where p.subdistrict_code = $1 and p.renovation_project_id = $2::bigint${lock ? ' for update of p' : ''}`,
    [subdistrict, id],
  )

const Item = z.object({
  key: z.string(),
  planned: z.number(),
  done: z.number(),
  name: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  unitEn: z.string(),
})
export const itemsOf = (db: Queryable, subdistrict: string, id: number) =>
  rows(
    db,
    Item,
    `select i.renovation_item_key as key, i.quantity as planned, i.done_quantity as done, k.name, k.name_en as "nameEn", k.unit, k.unit_en as "unitEn"
     from renovation_item i join renovation_item_now k on k.subdistrict_code = $1 and k.renovation_item_key = i.renovation_item_key
     where i.subdistrict_code = $1 and i.renovation_project_id = $2::bigint order by i.renovation_item_key`,
    [subdistrict, id],
  )

/** The steps that count, with when they were written down and under which number. */
export const writtenSteps = (steps: Awaited<ReturnType<typeof stepsOf>>) =>
  countingSteps<Step & { readonly id: number; readonly at: string }>(
    steps.map(({ id, from, to, onDay, at, withdrawal }) => (withdrawal ? { withdrawal } : { id, from, to, onDay, at })),
  )

/** What the conditions of the stages look at. */
export async function factsOf(db: Queryable, subdistrict: string, id: number, project: Project): Promise<ProjectFacts> {
  const items = (await itemsOf(db, subdistrict, id)).filter(({ planned }) => planned > 0)
  const { consentPercent } = await ruleOf(db, subdistrict)
  const { entitledHouseholds, consentingHouseholds } = project
  const round = (await roundsOf(db, subdistrict, id)).find(({ withdrawnAt }) => withdrawnAt === null)
  const steps = writtenSteps(await stepsOf(db, subdistrict, id))
  return {
    body: project.body,
    managed: project.managed,
    plannedItems: items.length,
    openItems: items.filter(({ done }) => done === 0).length,
    entitledHouseholds,
    consentOfThisList: round === undefined || isOfThisList(round, steps, project.wishListAt),
    consentReached: consentReached({ entitled: entitledHouseholds, consenting: consentingHouseholds }, consentPercent),
    plannedCents: costTotals(await costsOf(db, subdistrict, id)).plannedCents,
  }
}

/** The steps as the table of stages reads them, the oldest first. */
export const entriesOf = async (db: Queryable, subdistrict: string, id: number): Promise<StepEntry[]> =>
  (await stepsOf(db, subdistrict, id)).map(({ withdrawal, from, to, onDay }) => (withdrawal ? { withdrawal: true } : { from, to, onDay }))

/** What counts of the steps, written on the project itself, where lists and the map read it. */
export async function writeProgress(system: Queryable, subdistrict: string, id: number): Promise<void> {
  const progress = progressOf(await entriesOf(system, subdistrict, id))
  if (progress === undefined) throw new Error(`project ${id} has no steps`)
  await system.query(
    `update renovation_project set stage = $3, stage_since = $4, started_on = $5, accepted_on = $6
     where subdistrict_code = $1 and renovation_project_id = $2`,
    [subdistrict, id, progress.stage, progress.stageSince, progress.startedOn, progress.acceptedOn],
  )
}

/** Somebody was quicker: what of that which was to be written is not as it would be. Items are told with their names. */
async function overtakenProject(system: Queryable, subdistrict: string, id: number, project: Project, wanted: Fields): Promise<AppError> {
  const items = 'items' in wanted ? await itemsOf(system, subdistrict, id) : []
  const present = {
    ...project,
    ...('items' in wanted && { items: items.map(({ key, planned, done }) => ({ key, planned, done })) }),
    ...('costs' in wanted && { costs: await costsOf(system, subdistrict, id) }),
  }
  return overtaken(`renovation ${id}`, present, wanted, (field, value) => (field === 'items' ? items : value))
}

/** What a change did, for the history and the audit; null: it was so already. */
export type Done = {
  readonly action: AuditAction
  readonly change: string
  readonly before: Fields
  readonly after: Fields
  readonly reason: string
} | null

type Change = { readonly id: number; readonly version: number; readonly wanted: Fields }

/**
 * Runs `work` on a project that the caller may see, at the version that was read: one transaction, the version goes on, history, audit and map follow.
 * Throws 404 outside the scope, 409 with what differs where somebody was quicker.
 */
export async function changeProject(
  { db, subdistrict, now, who, audit }: Asked,
  { id, version, wanted }: Change,
  work: (system: Queryable, project: Project, today: string) => Promise<Done>,
): Promise<{ id: number; version: number }> {
  const today = calendarDay(now)
  found(await projectOf(db, subdistrict, id), `renovation ${id}`)
  return outsideScope(db, async (system) => {
    const project = found(await projectOf(system, subdistrict, id, true), `renovation ${id}`)
    if (project.version !== version) throw await overtakenProject(system, subdistrict, id, project, wanted)
    const done = await work(system, project, today)
    if (done === null) {
      await audit({ action: 'recordChanged', subject: `renovation:${id}`, before: {}, after: {} })
      return { id, version }
    }
    await system.query('update renovation_project set version = version + 1 where subdistrict_code = $1 and renovation_project_id = $2', [
      subdistrict,
      id,
    ])
    const { action, change, before, after, reason } = done
    await refreshFeatures(system, { subdistrict, kind: action, layer: 'renovations', today }, [id], { register: 'renovation', record: id })
    await recordRegisterEvent(system, subdistrict, { kind: 'renovation', id, change, before, after, reason, at: now, by: who.username })
    await audit({ action, subject: `renovation:${id}`, before, after, reason })
    return { id, version: version + 1 }
  })
}
