// POST /api/v1/plans/7/steps    a plan goes from desk to desk
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { type PlanProblem, problemsOf, stoppingProblems } from '#domain/plans/checks.ts'
import { loadsOf, placeFacts } from '#domain/plans/figures.ts'
import { type WayAsked, wayRefusal } from '#domain/plans/stages.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { isChanged } from '#domain/topology/same-ground.ts'
import type { Queryable } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { factsOf } from './ground.ts'
import type { PlanStates } from './plan-state.ts'
import { authorsOf, mustBeVersion, mustPlan, type OpenPlan, openPlan, tellPlan } from './planning.ts'
import { headsOn, lockPlan, rulesOf } from './queries.ts'

/** Throws where the way is closed, with the field that is missing or the reason. */
export function mustGo(asked: WayAsked): void {
  const refusal = wayRefusal(asked)
  if (refusal === null) return
  if (refusal === 'commentMissing') throw refusedAt('body.note', refusal)
  if (refusal === 'effectiveOnMissing' || refusal === 'effectiveOnPast') throw refusedAt('body.effectiveOn', refusal)
  if (refusal === 'notYours' || refusal === 'ownWork')
    throw new AppError('forbidden', `not yours to decide: ${refusal}`, [{ path: 'body.to', problem: refusal }])
  throw new AppError('conflict', `a plan that is ${asked.stage} does not become ${asked.to}: ${refusal}`, [
    { path: 'body.to', problem: refusal },
  ])
}

const mostWarnings = 200

/**
 * Throws where the plan has conflicts or problems that may not stay, each with its place; answers what it may go on with.
 * @param warned the day for which warnings are worked out as well; null: nobody is there to read them
 */
export async function checked(
  db: Queryable,
  subdistrict: string,
  { base, state }: OpenPlan,
  warned: string | null,
): Promise<PlanProblem[]> {
  if (state.conflicts.length > 0)
    throw new AppError(
      'conflict',
      'operations of the plan do not hold',
      state.conflicts.map((conflict) => ({ path: `entries.${conflict.entryId}`, problem: conflict.reason })),
    )
  const facts = await factsOf(db, subdistrict)
  const before = placeFacts(base.topology, facts)
  const placed = placeFacts(state.topology, facts)
  const problems = problemsOf({
    base: base.topology,
    topology: state.topology,
    facts,
    placed,
    before,
    loads: loadsOf(facts, placed),
    rules: await rulesOf(db, subdistrict),
    grids: new Set(
      warned === null ? [] : [...state.topology.grids.keys()].filter((grid) => isChanged(base.topology, state.topology, grid)),
    ),
    dedicated: new Set(base.dedicated),
    headed: new Set(warned === null ? [] : (await headsOn(db, subdistrict, warned)).map(({ code }) => code)),
  })
  const stopping = problems.filter(({ kind }) => stoppingProblems.has(kind))
  if (stopping.length > 0)
    throw new AppError(
      'conflict',
      `${stopping.length} problems must be mended first`,
      stopping.slice(0, 50).map((problem) => ({ path: 'problems', problem: JSON.stringify(problem) })),
    )
  return problems
}

function howMany(warnings: readonly PlanProblem[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of warnings) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

export const stepHandlers = (states: PlanStates): Pick<Handlers, 'stepPlan'> => ({
  stepPlan: async ({ db, subdistrict, params: { id }, body, now, who, audit }) => {
    mustPlan({ who })
    const { to, version, remarks, effectiveOn = null } = body
    const note = maskFreeText(body.note)
    if (to === 'published') throw refusedAt('body.to', 'put in force by …/publish')
    return outsideScope(db, async (system) => {
      await lockPlan(system, subdistrict, id)
      const plan = await openPlan(system, states, subdistrict, id)
      const { row, state } = plan
      mustBeVersion(row, version)
      mustGo({
        stage: row.stage,
        to,
        role: who.role ?? '',
        username: who.username,
        authors: authorsOf(plan),
        comment: note,
        effectiveOn,
        today: calendarDay(now),
        operations: state.operations.length,
      })
      if (effectiveOn !== null && effectiveOn <= row.baseFrom)
        throw refusedAt('body.effectiveOn', `after ${row.baseFrom}, since when the borders under it are in force`)
      const warnings = to === 'selfChecked' || to === 'approved' ? await checked(system, subdistrict, plan, calendarDay(now)) : []
      const day = to === 'approved' ? effectiveOn : to === 'draft' ? null : row.effectiveOn
      await system.query(
        `update plan set stage = $3, version = version + 1, effective_on = $4, changed_at = $5 where subdistrict_code = $1 and plan_id = $2::bigint`,
        [subdistrict, id, to, day, now.toISOString()],
      )
      await system.query(
        `insert into plan_step (subdistrict_code, plan_id, from_stage, to_stage, note, remarks, effective_on, taken_by, taken_at)
         values ($1, $2::bigint, $3, $4, $5, $6::jsonb, $7, $8, $9)`,
        [
          subdistrict,
          id,
          row.stage,
          to,
          note,
          JSON.stringify(remarks.map((remark) => ({ ...remark, note: maskFreeText(remark.note) }))),
          day,
          who.username,
          now.toISOString(),
        ],
      )
      await tellPlan(system, subdistrict, id, { stage: to })
      await audit({
        action: 'planStepped',
        subject: `plan:${id}`,
        before: { stage: row.stage },
        after: { stage: to, effectiveOn: day, ...(warnings.length > 0 && { warnings: howMany(warnings) }) },
        reason: note,
      })
      return {
        stage: to,
        version: row.version + 1,
        warnings: warnings
          .slice(0, mostWarnings)
          .map(({ kind, grid, at, value }) => ({ kind, grid, at, ...(value !== undefined && { value }) })),
      }
    })
  },
})
