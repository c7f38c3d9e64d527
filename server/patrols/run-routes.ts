// GET  /api/v1/patrol-runs                      by their planned begin
// POST /api/v1/patrol-runs/plan                 the runs of the shifts for some days
// POST /api/v1/patrol-runs/7/steps              start, finish, call off
// PUT  /api/v1/patrol-runs/7/checkpoints/3      visited, or why not, by hand
// POST /api/v1/patrol-runs/7/check-in           on the spot, where that is switched on
import type { movePatrolRun } from '#contract/patrol-runs.ts'
import type { BodyOf } from '#contract/route.ts'
import { distance } from '#domain/geo/segment.ts'
import { planeAround } from '#domain/patrol/metric-line.ts'
import { usualReachMetres } from '#domain/patrol/route-coverage.ts'
import { passesOfVisits } from '#domain/patrol/run-figures.ts'
import { stepsFrom } from '#domain/patrol/run-state.ts'
import { dutyWindow } from '#domain/patrol/track.ts'
import type { Queryable } from '../db/queryable.ts'
import { manages, outsideScope } from '../db/scope.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { planRuns } from './plan-runs.ts'
import { lastThirtyDays, patrolRouteById, patrolRouteList, settingsOf } from './queries.ts'
import { type RunRow, runById, runList, visitsOfRun } from './run-queries.ts'
import { toldRun, toRun } from './told.ts'
import { type Asked, mustBeCurrent, mustManage, refreshRoutes, tellStep, writeInTurn } from './writing.ts'

/** More routes than any sub-district has. */
const everyRoute = 100_000

/** A run to be changed: seen through the scope, of a team that the caller looks after. */
async function mustBeMine(asked: Asked, id: number): Promise<RunRow> {
  const run = found(await runById(asked.db, asked.subdistrict, id, asked.now), `patrol run ${id}`)
  mustManage(asked, run.communityCode)
  return run
}

const kept = ({ state, startedAt, finishedAt, calledOffReason }: RunRow) => ({ state, startedAt, finishedAt, calledOffReason })

/** Locks the register and reads the run as it is by now. */
async function currentRun(system: Queryable, { subdistrict, now }: Asked, id: number, version: number, wanted: object): Promise<RunRow> {
  await writeInTurn(system, subdistrict)
  const run = found(await runById(system, subdistrict, id, now), `patrol run ${id}`)
  mustBeCurrent(`patrol run ${id}`, version, run, { ...wanted })
  return run
}

const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text))

/** What a run without a track tells of its route: the way between two visits in a row. */
async function writePasses(system: Queryable, { subdistrict, now }: Asked, run: RunRow): Promise<void> {
  if (run.passed !== null) return
  const route = found(await patrolRouteById(system, subdistrict, run.patrolRouteId, now), `patrol route ${run.patrolRouteId}`)
  const visits = await visitsOfRun(system, subdistrict, run.patrolRunId)
  const passes = passesOfVisits(
    route.geometry.coordinates,
    visits,
    visits.map(({ visitedAt }) => instant(visitedAt)),
    { began: instant(run.startedAt), ended: instant(run.finishedAt) },
  )
  await system.query('update patrol_run set passes = $3::jsonb, line_version = $4 where subdistrict_code = $1 and patrol_run_id = $2', [
    subdistrict,
    run.patrolRunId,
    JSON.stringify(passes),
    route.lineVersion,
  ])
}

type StepBody = BodyOf<typeof movePatrolRun>
const actionOf = { start: 'patrolRunStarted', finish: 'patrolRunFinished', callOff: 'patrolRunCalledOff' } as const
const changeOf = { start: 'started', finish: 'finished', callOff: 'calledOff' } as const

/** The instant a step is said to have happened; refused where it cannot have. */
function instantOf({ now }: Asked, run: RunRow, step: 'start' | 'finish', at: string | null): string {
  const instant = at === null ? now.getTime() : Date.parse(at)
  const duty = dutyWindow({ from: Date.parse(run.plannedStart), to: Date.parse(run.plannedEnd) })
  if (instant > now.getTime()) throw refusedAt('body.at', 'still to come')
  if (step === 'start' && (instant < duty.from || instant > duty.to)) throw refusedAt('body.at', 'outside of the planned time of the run')
  if (step === 'finish' && instant < Date.parse(run.startedAt ?? '')) throw refusedAt('body.at', 'before the run began')
  return new Date(instant).toISOString()
}

async function takeStep(system: Queryable, asked: Asked, run: RunRow, body: StepBody): Promise<void> {
  const { subdistrict } = asked
  const { patrolRunId: id } = run
  if (!stepsFrom[body.step].includes(run.state))
    throw new AppError('conflict', `patrol run ${id} is ${run.state}: it cannot ${body.step}`, [
      { path: 'body.step', problem: run.state },
      { path: 'version', problem: String(run.version) },
    ])
  const values = [subdistrict, id]
  const text = (change: string) =>
    `update patrol_run set ${change}, version = version + 1 where subdistrict_code = $1 and patrol_run_id = $2`
  if (body.step === 'callOff') await system.query(text('called_off_reason = $3'), [...values, body.reason])
  else {
    const at = instantOf(asked, run, body.step, body.at)
    await system.query(text(body.step === 'start' ? 'started_at = $3' : 'finished_at = $3'), [...values, at])
    if (body.step === 'finish') await writePasses(system, asked, { ...run, finishedAt: at })
  }
}

/** Writes a visit or the reason why there was none, and what follows from it. */
async function writeVisit(
  system: Queryable,
  asked: Asked,
  run: RunRow,
  checkpoint: number,
  said: { readonly visitedAt: string | null; readonly missedReason: string; readonly source: 'hand' | 'checkIn' },
): Promise<void> {
  const { subdistrict } = asked
  const before = found(
    (await visitsOfRun(system, subdistrict, run.patrolRunId)).find((visit) => visit.checkpointId === checkpoint),
    `checkpoint ${checkpoint} of patrol run ${run.patrolRunId}`,
  )
  await system.query(
    `update checkpoint_visit set visited_at = $4, missed_reason = $5, source = $6
     where subdistrict_code = $1 and patrol_run_id = $2 and checkpoint_id = $3`,
    [subdistrict, run.patrolRunId, checkpoint, said.visitedAt, said.missedReason, said.source],
  )
  await system.query('update patrol_run set version = version + 1 where subdistrict_code = $1 and patrol_run_id = $2', [
    subdistrict,
    run.patrolRunId,
  ])
  if (run.state === 'finished') await writePasses(system, asked, run)
  await refreshRoutes(system, asked, 'patrolCheckpointTold', [run.patrolRouteId])
  const { visitedAt, missedReason } = before
  await tellStep(system, asked, {
    kind: 'patrolRun',
    id: run.patrolRunId,
    change: 'checkpointTold',
    action: 'patrolCheckpointTold',
    before: { visitedAt, missedReason },
    after: { checkpoint: `${before.sequence} ${before.name}`, visitedAt: said.visitedAt, missedReason: said.missedReason },
  })
}

function mustBeBegun(run: RunRow): void {
  if (run.startedAt === null)
    throw new AppError('conflict', `patrol run ${run.patrolRunId} is ${run.state}: nobody has begun it`, [
      { path: 'state', problem: run.state },
      { path: 'version', problem: String(run.version) },
    ])
}

/** On duty, not before the run began nor after it ended, and not in the future. */
function mustBeOnRun({ now }: Asked, run: RunRow, at: number): void {
  const duty = dutyWindow({ from: Date.parse(run.plannedStart), to: Date.parse(run.plannedEnd) })
  if (at > now.getTime()) throw refusedAt('body.at', 'still to come')
  if (at < duty.from || at > duty.to) throw refusedAt('body.at', 'outside of the planned time of the run')
}

export const runHandlers: Pick<Handlers, 'patrolRuns' | 'patrolRun' | 'planPatrolRuns' | 'movePatrolRun' | 'tellCheckpoint' | 'checkIn'> = {
  patrolRuns: async ({ db, subdistrict, query: { after, ...query }, now }) => {
    const [plannedStart = 0, id = 0] = afterNumbers(after, 2) ?? []
    const fetched = await runList(db, subdistrict, {
      ...query,
      now: now.toISOString(),
      limit: query.limit + 1,
      after: after === undefined ? undefined : { plannedStart, id },
    })
    const rows = fetched.slice(0, query.limit)
    const last = rows.at(-1)
    const more = fetched.length > rows.length && last !== undefined
    return {
      asOf: now.toISOString(),
      rows: rows.map(toRun),
      next: more ? `${Date.parse(last.plannedStart)}.${last.patrolRunId}` : null,
    }
  },

  patrolRun: ({ params: { id }, ...asked }) => toldRun(asked, id),

  planPatrolRuns: async ({ body: { from, days, routes: asking }, ...asked }) => {
    const { db, subdistrict, now, who } = asked
    const seen = await patrolRouteList(db, subdistrict, { state: 'open', limit: everyRoute, ...lastThirtyDays(now) })
    const missing = asking?.find((id) => !seen.some(({ patrolRouteId }) => patrolRouteId === id))
    if (missing !== undefined) throw new AppError('not_found', `there is no open patrol route ${missing}`)
    const chosen =
      asking === null
        ? seen.filter(({ communityCode }) => manages(who.scope, communityCode))
        : seen.filter(({ patrolRouteId }) => asking.includes(patrolRouteId))
    for (const { communityCode } of chosen) mustManage(asked, communityCode)
    return outsideScope(db, async (system) => {
      await writeInTurn(system, subdistrict)
      const told = await planRuns(system, subdistrict, chosen, { from, days, now })
      const ids = chosen.map(({ patrolRouteId }) => patrolRouteId)
      if (told.made > 0) await refreshRoutes(system, asked, 'patrolRunsPlanned', ids)
      await asked.audit({ action: 'patrolRunsPlanned', subject: 'patrolRuns', after: { from, days, routes: ids, ...told } })
      return told
    })
  },

  movePatrolRun: async ({ params: { id }, body, ...asked }) => {
    await mustBeMine(asked, id)
    await outsideScope(asked.db, async (system) => {
      const before = await currentRun(system, asked, id, body.version, {})
      await takeStep(system, asked, before, body)
      const after = found(await runById(system, asked.subdistrict, id, asked.now), `patrol run ${id}`)
      await refreshRoutes(system, asked, actionOf[body.step], [before.patrolRouteId])
      await tellStep(system, asked, {
        kind: 'patrolRun',
        id,
        change: changeOf[body.step],
        action: actionOf[body.step],
        before: kept(before),
        after: kept(after),
        reason: body.step === 'callOff' ? body.reason : '',
      })
    })
    return toldRun(asked, id)
  },

  tellCheckpoint: async ({ params: { id, checkpoint }, body, ...asked }) => {
    await mustBeMine(asked, id)
    await outsideScope(asked.db, async (system) => {
      const run = await currentRun(system, asked, id, body.version, {})
      mustBeBegun(run)
      if (body.visited) mustBeOnRun(asked, run, Date.parse(body.at))
      await writeVisit(system, asked, run, checkpoint, {
        visitedAt: body.visited ? new Date(body.at).toISOString() : null,
        missedReason: body.visited ? '' : body.reason,
        source: 'hand',
      })
    })
    return toldRun(asked, id)
  },

  checkIn: async ({ params: { id }, body: { lng, lat }, ...asked }) => {
    const { db, subdistrict, now } = asked
    await mustBeMine(asked, id)
    const { checkIns } = await settingsOf(db, subdistrict)
    if (!checkIns) throw new AppError('conflict', 'check-ins are not switched on', [{ path: 'checkIns', problem: 'off' }])
    await outsideScope(db, async (system) => {
      await writeInTurn(system, subdistrict)
      const run = found(await runById(system, subdistrict, id, now), `patrol run ${id}`)
      if (run.state !== 'running')
        throw new AppError('conflict', `patrol run ${id} is ${run.state}`, [{ path: 'state', problem: run.state }])
      mustBeOnRun(asked, run, now.getTime())
      const plane = planeAround([[lng, lat]])
      const near = (await visitsOfRun(system, subdistrict, id))
        .filter(({ visitedAt }) => visitedAt === null)
        .map((visit) => ({ ...visit, away: distance(plane([visit.lng, visit.lat]), [0, 0]) }))
        .filter(({ away, radiusMetres }) => away <= radiusMetres + usualReachMetres)
        .sort((a, b) => a.away - b.away)[0]
      if (near === undefined) throw refusedAt('body', 'no checkpoint without a visit is near')
      await writeVisit(system, asked, run, near.checkpointId, { visitedAt: now.toISOString(), missedReason: '', source: 'checkIn' })
    })
    return toldRun(asked, id)
  },
}
