// GET  /api/v1/plans             boundary plans
// POST /api/v1/plans             begins one
// GET  /api/v1/plans/7           journal, way; /base the borders it stands on, /facts what lies on the ground, /impact what would move
// PUT  /api/v1/plans/rules       what planners are warned about
// GET  /api/v1/coverage-versions every set of borders there was
import { randomUUID } from 'node:crypto'
import { PlanOperation } from '#contract/plans.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { backTo } from '#domain/plans/back-to.ts'
import { waysFrom } from '#domain/plans/stages.ts'
import { toLattice } from '#domain/topology/lattice.ts'
import type { Topology } from '#domain/topology/topology.ts'
import type { Catalog } from '../db/catalog.ts'
import type { Queryable } from '../db/queryable.ts'
import { tellChange } from '../db/refresh-layers.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { factsOf, outlinesOfCompounds, stepsAlong } from './ground.ts'
import { impactOf } from './impact.ts'
import { insertSteps, journalHandlers, mostEntries, presence } from './journal-routes.ts'
import { photoHandlers } from './photos.ts'
import { type PlanStates, planStates } from './plan-state.ts'
import { lastOf, mustPlan, openPlan, packedBase, shownJournal, shownPlan, tellPlan } from './planning.ts'
import { publishHandlers } from './publish.ts'
import {
  codesEver,
  countsOf,
  guidesOf,
  headsOn,
  latestVersion,
  planById,
  plansOf,
  postsOn,
  rulesOf,
  stepsOf,
  versionsOf,
} from './queries.ts'
import { stepHandlers } from './steps.ts'

const mostPlans = 200
const mostGuides = 20_000

type Routes =
  | 'plans'
  | 'beginPlan'
  | 'plan'
  | 'planBase'
  | 'planFacts'
  | 'planImpact'
  | 'changePlanRules'
  | 'coverageVersions'
  | keyof typeof photoHandlers
  | keyof ReturnType<typeof journalHandlers>
  | keyof ReturnType<typeof stepHandlers>
  | keyof ReturnType<typeof publishHandlers>

/** The steps that take borders back to those of an earlier version. */
async function stepsBack(db: Queryable, states: PlanStates, subdistrict: string, today: Topology, version: number) {
  const asked = found(
    (await versionsOf(db, subdistrict)).find(({ coverageVersionId }) => coverageVersionId === version),
    `coverage version ${version}`,
  )
  const then = await states.base(db, subdistrict, { baseId: version, baseFrom: asked.validFrom })
  const { operations, left } = backTo(then.topology, today, () => `back-${randomUUID()}`)
  if (operations.length === 0)
    throw new AppError('conflict', 'these are the borders already', [{ path: 'body.backTo', problem: 'nothingChanges' }])
  const steps = operations.map((operation) => ({ kind: 'do' as const, id: randomUUID(), operation }))
  // what is written is read again by the same schema: a ring of more corners than a step may have cannot be a step
  if (steps.length > mostEntries || !steps.every(({ operation }) => PlanOperation.safeParse(operation).success))
    throw new AppError('conflict', 'too much has changed since to be taken back in one plan', [{ path: 'body.backTo', problem: 'tooMany' }])
  return { steps, left: [...left] }
}

/** Metres on foot from buildings to their nearest station on a day; without an entry: nobody knows. */
type MetresAsked = (db: Queryable, subdistrict: string, catalog: Catalog, day: string) => Promise<ReadonlyMap<number, number>>

export function planHandlers(metresOn: MetresAsked): Pick<Handlers, Routes> {
  const states = planStates()
  return {
    ...photoHandlers,
    ...journalHandlers(states, presence()),
    ...stepHandlers(states),
    ...publishHandlers(states),

    plans: async ({ db, subdistrict, who }) => {
      mustPlan({ who })
      const list = await plansOf(db, subdistrict, mostPlans)
      const counts = new Map(
        (
          await countsOf(
            db,
            subdistrict,
            list.map(({ planId }) => planId),
          )
        ).map(({ planId, operations }) => [planId, operations]),
      )
      return { plans: list.map((row) => shownPlan(row, counts.get(row.planId) ?? 0)), mayBegin: who.role === 'planner' }
    },

    beginPlan: async ({ db, subdistrict, body: { title, backTo: version }, now, who, audit }) => {
      mustPlan({ who })
      return outsideScope(db, async (system) => {
        const latest = await latestVersion(system, subdistrict)
        if (latest === undefined) throw new AppError('conflict', 'there are no borders yet', [{ path: 'borders', problem: 'none' }])
        // said now rather than after an hour of drawing
        const { topology } = await states.base(system, subdistrict, { baseId: latest.coverageVersionId, baseFrom: latest.validFrom })
        const back = version === undefined ? null : await stepsBack(system, states, subdistrict, topology, version)
        const made = await system.query(
          `insert into plan (subdistrict_code, title, base_coverage_version_id, begun_by, begun_at, changed_at)
           values ($1, $2, $3, $4, $5, $5) returning plan_id as id`,
          [subdistrict, title, latest.coverageVersionId, who.username, now.toISOString()],
        )
        const planId = Number(made.rows[0]?.id)
        if (back !== null) await insertSteps(system, { subdistrict, now, who }, planId, 0, back.steps)
        await tellPlan(system, subdistrict, planId, { stage: 'draft' })
        await audit({
          action: 'planBegun',
          subject: `plan:${planId}`,
          after: { title, coverageVersionId: latest.coverageVersionId, ...(version !== undefined && { backTo: version }) },
        })
        return { planId, left: back?.left ?? [] }
      })
    },

    plan: async ({ db, subdistrict, params: { id }, who, now }) => {
      mustPlan({ who })
      const plan = await openPlan(db, states, subdistrict, id)
      const { row, base, entries, state } = plan
      const heads = await headsOn(db, subdistrict, calendarDay(now))
      return {
        plan: shownPlan(row, state.operations.length),
        journal: shownJournal(entries, lastOf(entries)),
        conflicts: [...state.conflicts],
        steps: await stepsOf(db, subdistrict, id),
        ways: [...new Set(waysFrom(row.stage, who.role ?? '').map(({ to }) => to))],
        dedicated: [...base.dedicated],
        headed: [...new Set(heads.map(({ code }) => code))],
        rules: await rulesOf(db, subdistrict),
        asOf: now.toISOString(),
      }
    },

    planBase: async ({ db, subdistrict, params: { id }, who }) => {
      mustPlan({ who })
      const row = found(await planById(db, subdistrict, id), `plan ${id}`)
      return packedBase(await states.base(db, subdistrict, row), row.baseId)
    },

    planFacts: async ({ db, subdistrict, params: { id }, who, now }) => {
      mustPlan({ who })
      found(await planById(db, subdistrict, id), `plan ${id}`)
      const { buildings, openIssues } = await factsOf(db, subdistrict)
      const guides = await guidesOf(db, subdistrict, mostGuides)
      return {
        buildings: buildings.map(({ walls, ...building }) => ({ ...building, walls: walls.map(stepsAlong) })),
        openIssues: [...openIssues],
        compounds: (await outlinesOfCompounds(db, subdistrict)).map(stepsAlong),
        guides: guides.map(({ kind, line }) => ({ kind, line: stepsAlong(line.map(([lng = 0, lat = 0]) => toLattice([lng, lat]))) })),
        asOf: now.toISOString(),
      }
    },

    planImpact: async ({ db, subdistrict, catalog, params: { id }, who, now }) => {
      mustPlan({ who })
      const { base, state } = await openPlan(db, states, subdistrict, id)
      const impact = impactOf({
        base: base.topology,
        topology: state.topology,
        facts: await factsOf(db, subdistrict),
        codesUsed: await codesEver(db, subdistrict),
        posts: await postsOn(db, subdistrict, calendarDay(now)),
        metres: await metresOn(db, subdistrict, catalog, calendarDay(now)),
      })
      if ('full' in impact)
        throw new AppError('conflict', `community ${impact.full} has no number left`, [{ path: 'codes', problem: 'communityFull' }])
      return { ...impact, asOf: now.toISOString() }
    },

    changePlanRules: async ({ db, subdistrict, body: { version, ...rules }, now, who, audit }) => {
      mustPlan({ who })
      return outsideScope(db, async (system) => {
        // two who set it for the first time wait for each other too
        await system.query('select 1 from subdistrict where subdistrict_code = $1 for update', [subdistrict])
        const before = await rulesOf(system, subdistrict, true)
        if (before.version !== version)
          throw new AppError('conflict', `the rules were changed meanwhile, they are version ${before.version} now`, [
            { path: 'version', problem: String(before.version) },
          ])
        const { 1: one, 2: two, 3: three } = rules.households
        for (const [level, { fewest, most }] of Object.entries(rules.households))
          if (fewest !== null && most !== null && fewest > most) throw refusedAt(`body.households.${level}`, 'notOrdered')
        if (rules.leastShare > rules.greatestShare) throw refusedAt('body.leastShare', 'notOrdered')
        await system.query(
          `insert into plan_rule (subdistrict_code, fewest_households_level_1, most_households_level_1, fewest_households_level_2,
             most_households_level_2, fewest_households_level_3, most_households_level_3, least_share, greatest_share, least_compactness,
             version, changed_at, changed_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
           on conflict (subdistrict_code) do update set
             fewest_households_level_1 = excluded.fewest_households_level_1, most_households_level_1 = excluded.most_households_level_1,
             fewest_households_level_2 = excluded.fewest_households_level_2, most_households_level_2 = excluded.most_households_level_2,
             fewest_households_level_3 = excluded.fewest_households_level_3, most_households_level_3 = excluded.most_households_level_3,
             least_share = excluded.least_share, greatest_share = excluded.greatest_share, least_compactness = excluded.least_compactness,
             version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
          [
            subdistrict,
            ...[one, two, three].flatMap(({ fewest, most }) => [fewest, most]),
            rules.leastShare,
            rules.greatestShare,
            rules.leastCompactness,
            version + 1,
            now.toISOString(),
            who.username,
          ],
        )
        await tellChange(system, { subdistrict, kind: 'planRulesChanged', layers: [] }, {})
        const { version: _, ...was } = before
        await audit({ action: 'planRulesChanged', subject: `subdistrict:${subdistrict}`, before: was, after: rules })
        return { ...rules, version: version + 1 }
      })
    },

    coverageVersions: async ({ db, subdistrict }) => ({ versions: await versionsOf(db, subdistrict) }),
  }
}
