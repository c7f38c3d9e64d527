// POST /api/v1/plans/7/publish    an approved plan comes in force on its day
// One transaction: the same checks as everywhere, rows, codes, lineage, people and places, and the proof by the database last. If anything fails,
// nothing has happened.
import { z } from 'zod'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { leastSquareMetres } from '#domain/plans/checks.ts'
import { codesFor } from '#domain/plans/codes.ts'
import { faultsOf } from '#domain/topology/invariants.ts'
import { placeBuildings } from '../db/place-buildings.ts'
import { layersInGrids, placeInGrids } from '../db/place-in-grids.ts'
import { placeIssues } from '../db/place-issues.ts'
import { carryPosts, endPostsOf } from '../db/posts-of-grids.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { changeBorders } from '../db/record-issue.ts'
import { refreshFeatures, refreshLayers } from '../db/refresh-layers.ts'
import { outsideScope } from '../db/scope.ts'
import { statementBeside } from '../db/statement.ts'
import { AppError } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import type { PlanStates } from './plan-state.ts'
import { authorsOf, mustBeVersion, mustPlan, openPlan, tellPlan } from './planning.ts'
import { codesEver, lockPlan } from './queries.ts'
import { checked, mustGo } from './steps.ts'
import { codesOf, renumberedBy, writeBoundaries } from './write-boundaries.ts'

const FaultRow = z.object({
  fault: z.enum(['invalid', 'overlap', 'gap', 'areaDiffers', 'notNested', 'noParent']),
  gridCode: z.string().nullable(),
  geometry: z.unknown(),
})
const tilingText = statementBeside(import.meta.url, 'tiling')

/** What keeps the borders of a day from being a coverage, by the database's own geometry. */
export const tilingFaults = (db: Queryable, subdistrict: string, day: string) =>
  rows(db, FaultRow, tilingText, [subdistrict, day, leastSquareMetres])

export const publishHandlers = (states: PlanStates): Pick<Handlers, 'publishPlan'> => ({
  publishPlan: async ({ db, subdistrict, params: { id }, body: { version, title }, now, who, audit }) => {
    mustPlan({ who })
    return outsideScope(db, async (system) => {
      await lockPlan(system, subdistrict, id)
      await changeBorders(system, subdistrict)
      const plan = await openPlan(system, states, subdistrict, id)
      const { row, base, state } = plan
      mustBeVersion(row, version)
      const today = calendarDay(now)
      mustGo({
        stage: row.stage,
        to: 'published',
        role: who.role ?? '',
        username: who.username,
        authors: authorsOf(plan),
        comment: '',
        effectiveOn: row.effectiveOn,
        today,
        operations: state.operations.length,
      })
      if (row.latestId !== row.baseId)
        throw new AppError('conflict', 'other borders were put in force since', [{ path: 'plan', problem: 'stale' }])
      const { effectiveOn: validFrom } = row
      if (validFrom === null || validFrom < today || validFrom <= row.baseFrom)
        throw new AppError('conflict', `its day ${validFrom} is over; it must be approved for another one`, [
          { path: 'effectiveOn', problem: 'effectiveOnPast' },
        ])
      await checked(system, subdistrict, plan, null)

      const faults = faultsOf(state.topology)
      if (faults.length > 0)
        throw new AppError(
          'conflict',
          'the borders of the plan are no coverage',
          faults.map((fault) => ({ path: 'borders', problem: JSON.stringify(fault) })),
        )
      const codes = codesFor(state.topology, await codesEver(system, subdistrict))
      if (!codes.ok)
        throw new AppError('conflict', `community ${codes.community} has no number left`, [{ path: 'codes', problem: codes.reason }])
      const codeOf = codesOf(codes.given)
      const written = await writeBoundaries(system, subdistrict, {
        base: base.topology,
        topology: state.topology,
        codes: codes.given,
        validFrom,
        title: title ?? row.title,
      })
      const wrong = await tilingFaults(system, subdistrict, validFrom)
      if (wrong.length > 0)
        throw new AppError(
          'conflict',
          `the database finds that the borders are no coverage: ${wrong[0]?.fault}`,
          wrong.map((fault) => ({ path: 'borders', problem: JSON.stringify(fault) })),
        )

      const said = { at: now, by: who.username, reason: `plan ${id}: ${row.title}` }
      const gone = [...base.topology.grids.keys()].filter((grid) => !state.topology.grids.has(grid) || codeOf(grid) !== grid)
      await carryPosts(system, subdistrict, renumberedBy(codes.given), validFrom, said)
      await endPostsOf(system, subdistrict, gone, validFrom, said)

      await system.query(
        `update plan set stage = 'published', version = version + 1, changed_at = $3, published_coverage_version_id = $4
         where subdistrict_code = $1 and plan_id = $2::bigint`,
        [subdistrict, id, now.toISOString(), written.id],
      )
      await system.query(
        `insert into plan_step (subdistrict_code, plan_id, from_stage, to_stage, effective_on, taken_by, taken_at)
         values ($1, $2::bigint, $3, 'published', $4, $5, $6)`,
        [subdistrict, id, row.stage, validFrom, who.username, now.toISOString()],
      )
      let cases = 0
      if (validFrom <= today) {
        const by = { role: who.role, accountId: who.accountId, name: who.displayName }
        const moved = {
          issues: await placeIssues(system, subdistrict, today, { at: now, by }),
          buildings: await placeBuildings(system, subdistrict, today),
        }
        cases = moved.issues.length
        await placeInGrids(system, subdistrict, today)
        const change = { subdistrict, kind: 'boundariesPublished', today }
        await refreshLayers(system, { ...change, layers: ['grids', 'gridLabels', ...layersInGrids] })
        // of the thousands of these only what stands in another grid now
        for (const layer of ['buildings', 'issues'] as const) {
          const ids = moved[layer].map(({ id: one }) => one)
          if (ids.length > 0) await refreshFeatures(system, { ...change, layer }, ids, {})
        }
      } else await refreshLayers(system, { subdistrict, kind: 'boundariesPlanned', layers: ['gridLabels'], today })
      await tellPlan(system, subdistrict, id, { stage: 'published', validFrom })
      await audit({
        action: 'planPublished',
        subject: `plan:${id}`,
        before: { stage: row.stage, coverageVersionId: row.baseId },
        after: {
          stage: 'published',
          coverageVersionId: written.id,
          validFrom,
          codes: codes.given.map(({ grid, code }) => `${grid} → ${code}`),
          casesMoved: cases,
        },
      })
      return {
        coverageVersionId: written.id,
        validFrom,
        grids: written.grids,
        codes: codes.given.map(({ grid, code }) => ({ grid, code })),
      }
    })
  },
})
