// GET  /api/v1/plans/7/entries?after=12    what was drawn since, and who else is at it
// POST /api/v1/plans/7/entries             what was drawn here: all or none
// POST /api/v1/plans/7/rebase              the same plan on the newest borders

import { counting, type JournalEntry, type JournalStep, journalRefusal, rebaseId } from '#domain/plans/journal.ts'
import { applyOperation } from '#domain/topology/operations.ts'
import type { Queryable } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import type { PlanState, PlanStates } from './plan-state.ts'
import { type Asked, isStale, keyOf, lastOf, mustBeVersion, mustPlan, type OpenPlan, openPlan, shownJournal, tellPlan } from './planning.ts'
import { entriesAfter, latestVersion, lockPlan, type NumberedEntry, planById } from './queries.ts'

/** A plan of this many steps was never seen; it is worked through in well under a second. */
export const mostEntries = 20_000

type Present = { readonly username: string; readonly name: string; readonly at: number }
/** Who asked for a plan lately: told to the others, kept nowhere. */
export type Presence = { note(plan: string, who: Omit<Present, 'at'>, now: Date): Omit<Present, 'at'>[] }
const presentMilliseconds = 60_000

export function presence(): Presence {
  const plans = new Map<string, Map<string, Present>>()
  return {
    note(plan, who, now) {
      const there = plans.get(plan) ?? new Map<string, Present>()
      plans.set(plan, there)
      there.set(who.username, { ...who, at: now.getTime() })
      for (const [username, { at }] of there) if (now.getTime() - at > presentMilliseconds) there.delete(username)
      return [...there.values()].filter(({ username }) => username !== who.username).map(({ username, name }) => ({ username, name }))
    },
  }
}

/** Does every step hold, one after the other? Undoing may take the ground from what came later: then it does not. */
function mustHold(
  { base, entries }: OpenPlan,
  states: PlanStates,
  steps: readonly JournalStep[],
  author: string,
  at: string,
  key: (last: number) => string,
): PlanState {
  let journal: JournalEntry[] = [...entries]
  let state = states.state(base, key(lastOf(entries)), journal)
  for (const [index, step] of steps.entries()) {
    const refusal = journalRefusal(journal, step, author)
    if (refusal !== null)
      throw new AppError('conflict', `entry ${step.id}: ${refusal}`, [{ path: `body.entries.${index}`, problem: refusal }])
    const next = [...journal, { ...step, author, at }]
    if (step.kind === 'do') {
      const result = applyOperation(state.topology, step.operation)
      if (!result.ok)
        throw new AppError('conflict', `entry ${step.id}: ${result.reason}`, [
          { path: `body.entries.${index}`, problem: result.reason },
          ...(result.at === undefined ? [] : [{ path: `body.entries.${index}.at`, problem: JSON.stringify(result.at) }]),
        ])
      state = { topology: result.topology, operations: counting(next), conflicts: state.conflicts }
    } else {
      const after = states.state(base, key(lastOf(entries) + index + 1) + step.id, next)
      const known = new Set(state.conflicts.map(({ entryId }) => entryId))
      const broken = after.conflicts.find(({ entryId }) => !known.has(entryId))
      if (broken !== undefined)
        throw new AppError('conflict', `entry ${step.id}: what came later needs it`, [
          { path: `body.entries.${index}`, problem: 'neededLater' },
          { path: `entries.${broken.entryId}`, problem: broken.reason },
        ])
      state = after
    }
    journal = next
  }
  return state
}

export async function insertSteps(
  system: Queryable,
  { subdistrict, now, who }: Pick<Asked, 'subdistrict' | 'now' | 'who'>,
  plan: number,
  last: number,
  steps: readonly JournalStep[],
): Promise<void> {
  const told = steps.map((step, i) => ({
    number: last + i + 1,
    id: step.id,
    kind: step.kind,
    of: step.kind === 'do' ? null : step.of,
    operation: step.kind === 'do' ? step.operation : null,
  }))
  await system.query(
    `insert into plan_entry (subdistrict_code, plan_id, plan_entry_number, entry_id, entry_kind, of_entry_id, operation, author, written_at)
     select $1, $2::bigint, number, id, kind, of, nullif(operation, 'null'::jsonb), $4, $5
     from jsonb_to_recordset($3::jsonb) as e (number int, id text, kind text, of text, operation jsonb)`,
    [subdistrict, plan, JSON.stringify(told), who.username, now.toISOString()],
  )
  await system.query('update plan set changed_at = $3 where subdistrict_code = $1 and plan_id = $2::bigint', [
    subdistrict,
    plan,
    now.toISOString(),
  ])
}

type JournalRoute = 'planJournal' | 'writePlan' | 'rebasePlan'

export function journalHandlers(states: PlanStates, present: Presence): Pick<Handlers, JournalRoute> {
  return {
    planJournal: async ({ db, subdistrict, params: { id }, query: { after }, who, now }) => {
      mustPlan({ who })
      const row = found(await planById(db, subdistrict, id), `plan ${id}`)
      const entries = await entriesAfter(db, subdistrict, id, after)
      const others = present.note(`${subdistrict}/${id}`, { username: who.username, name: who.displayName }, now)
      return {
        ...shownJournal(entries, entries.length > 0 ? lastOf(entries) : after),
        stage: row.stage,
        version: row.version,
        stale: isStale(row),
        present: others,
      }
    },

    writePlan: async ({ params: { id }, body, ...asked }) => {
      const { db, subdistrict, now, who, audit } = asked
      mustPlan(asked)
      return outsideScope(db, async (system) => {
        await lockPlan(system, subdistrict, id)
        const plan = await openPlan(system, states, subdistrict, id)
        const { row, entries } = plan
        // sent again because the answer was lost: what is there already is not added twice
        const known = new Set(entries.map((entry) => entry.id))
        const steps = body.entries.filter((step) => !known.has(step.id)) satisfies JournalStep[]
        const last = lastOf(entries)
        if (steps.length > 0) {
          if (row.stage !== 'draft')
            throw new AppError('conflict', `the plan is ${row.stage}; borders are drawn in a draft`, [
              { path: 'stage', problem: row.stage },
            ])
          if (last + steps.length > mostEntries)
            throw new AppError('conflict', `a plan has ${mostEntries} steps at most`, [{ path: 'body.entries', problem: 'tooMany' }])
          mustHold(plan, states, steps, who.username, now.toISOString(), (number) => keyOf(subdistrict, row, number))
          await insertSteps(system, asked, id, last, steps)
          await tellPlan(system, subdistrict, id, { entries: last + steps.length })
        }
        // also when everything was there already: somebody sent it again
        await audit({
          action: 'planDrawn',
          subject: `plan:${id}`,
          after: { entries: steps.map(({ kind, id: entry }) => `${kind} ${entry}`) },
        })
        const since: NumberedEntry[] = await entriesAfter(system, subdistrict, id, body.after)
        return shownJournal(since, last + steps.length)
      })
    },

    rebasePlan: async ({ params: { id }, body: { version }, ...asked }) => {
      const { db, subdistrict, now, audit } = asked
      mustPlan(asked)
      return outsideScope(db, async (system) => {
        await lockPlan(system, subdistrict, id)
        const plan = await openPlan(system, states, subdistrict, id)
        const { row, entries } = plan
        mustBeVersion(row, version)
        if (row.stage !== 'draft') throw new AppError('conflict', `the plan is ${row.stage}`, [{ path: 'stage', problem: row.stage }])
        const latest = found(await latestVersion(system, subdistrict), 'version of the borders')
        const base = await states.base(system, subdistrict, { baseId: latest.coverageVersionId, baseFrom: latest.validFrom })
        const { conflicts } = states.state(
          base,
          keyOf(subdistrict, { planId: id, baseId: latest.coverageVersionId }, lastOf(entries)),
          entries,
        )
        await system.query(
          `update plan set base_coverage_version_id = $3, version = version + 1, changed_at = $4 where subdistrict_code = $1 and plan_id = $2::bigint`,
          [subdistrict, id, latest.coverageVersionId, now.toISOString()],
        )
        const undone = conflicts.map(
          ({ entryId }, i): JournalStep => ({
            kind: 'undo',
            id: rebaseId(latest.coverageVersionId, lastOf(entries), i),
            of: entryId,
          }),
        )
        if (undone.length > 0) await insertSteps(system, asked, id, lastOf(entries), undone)
        await tellPlan(system, subdistrict, id, { base: latest.coverageVersionId })
        await audit({
          action: 'planRebased',
          subject: `plan:${id}`,
          before: { coverageVersionId: row.baseId },
          after: { coverageVersionId: latest.coverageVersionId, undone: conflicts.map(({ entryId, reason }) => `${entryId}: ${reason}`) },
        })
        return { version: row.version + 1, conflicts: [...conflicts] }
      })
    },
  }
}
