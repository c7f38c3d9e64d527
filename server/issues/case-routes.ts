// GET  /api/v1/issues/7               one case: timeline, clocks, and what the caller may do to it
// POST /api/v1/issues {lng, lat, …}   report; with an Idempotency-Key once only
// POST /api/v1/issues/7/transitions   {version, action, …}: the next step, by the one table of domain/issues/workflow.ts
import { createHash } from 'node:crypto'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { amberAt, dueAt } from '#domain/calendar/working-time.ts'
import { clockOf, lampOf } from '#domain/issues/case-clock.ts'
import { choicesOf, type IssueAction, levelsFor, refusalOf, ruleOf } from '#domain/issues/workflow.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import type { Queryable } from '../db/queryable.ts'
import { gridAt, insertEvent, itemNow, recordIssue } from '../db/record-issue.ts'
import { refreshFeature } from '../db/refresh-layers.ts'
import { outsideScope } from '../db/scope.ts'
import { workingCalendar } from '../db/working-calendar.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import { type Handlers, Refused } from '../http/handler.ts'
import type { Principal } from '../http/principal.ts'
import {
  addressOfBuilding,
  type CaseChange,
  type CaseRow,
  caseOf,
  earlierRequest,
  holdCases,
  rememberRequest,
  updateCase,
} from './case-queries.ts'
import { issueList, issueTimeline, itemNameAt } from './queries.ts'
import { toIssue } from './shown.ts'

type Reader = { readonly db: Queryable; readonly subdistrict: string; readonly now: Date; readonly who: Principal }

async function caseAnswer({ db, subdistrict, now, who }: Reader, issueId: number) {
  const list = { now, today: calendarDay(now), limit: 1, issueIds: [issueId], onWall: who.role === 'wall' }
  const [row] = await issueList(db, subdistrict, list)
  const shown = toIssue(who)(found(row, `issue ${issueId}`))
  const { item, reportedAt, status, dueAt: due, closedAt } = shown.properties
  const named = found(await itemNameAt(db, subdistrict, item, reportedAt), `item ${item}`)
  const facts = found(await caseOf(db, subdistrict, issueId), `issue ${issueId}`)
  const timeline = await issueTimeline(db, subdistrict, issueId)
  const { parkedMinutes, waitingMinutes } = clockOf(
    timeline.map(({ happenedAt, to }) => ({ at: new Date(happenedAt), to })),
    now,
  )
  const { version, amberAt: amber, extendedUntil, reviewOn, masterIssueId } = facts
  return {
    ...shown,
    ...named,
    version,
    amberAt: amber,
    lamp: lampOf({ status, dueAt: dateOf(due), amberAt: dateOf(amber), closedAt: dateOf(closedAt) }, now),
    extendedUntil,
    reviewOn,
    masterIssueId,
    choices: [...choicesOf(who, facts)],
    levels: [...levelsFor(facts)],
    parkedMinutes,
    waitingMinutes,
    timeline,
  }
}

const dateOf = (instant: string | null) => (instant === null ? null : new Date(instant))

type Said = {
  readonly reason?: string | undefined
  readonly result?: string | undefined
  readonly until?: string | undefined
  readonly level?: CaseRow['handlerLevel'] | undefined
  readonly master?: number | undefined
}

/** Throws unless everything that the step needs was said, and said well. */
function mustBeSaid(action: IssueAction, said: Said, facts: CaseRow, today: string): void {
  for (const need of ruleOf(action).needs) {
    if (said[need] === undefined || said[need] === '') throw refusedAt(`body.${need}`, `needed for ${action}`)
  }
  if (said.reason !== undefined && said.result !== undefined) throw refusedAt('body.result', 'say either a reason or a result')
  if (said.until !== undefined && said.until <= today) throw refusedAt('body.until', 'must be a day after today')
  if (said.level !== undefined && !levelsFor(facts).includes(said.level)) throw refusedAt('body.level', 'what was escalated goes up')
}

/** What a step writes into the row, beside the new status. The limit is set once and moved by nothing. */
async function changeOf(action: IssueAction, said: Said, facts: CaseRow, { db, subdistrict, now, who }: Reader): Promise<CaseChange> {
  const at = now.toISOString()
  switch (action) {
    case 'file':
    case 'solveOnSpot': {
      const { value, unit } = await itemNow(db, subdistrict, facts.item)
      const calendar = await workingCalendar(db, subdistrict)
      const limit = { value, unit }
      const clock =
        facts.filedAt === null
          ? { filedAt: at, dueAt: dueAt(calendar, now, limit).toISOString(), amberAt: amberAt(calendar, now, limit).toISOString() }
          : {}
      return action === 'file' ? clock : { ...clock, handlerLevel: 'building', handlerAccountId: who.accountId }
    }
    case 'dispatch':
    case 'unpark':
      return { handlerLevel: said.level ?? facts.handlerLevel, handlerAccountId: null, reviewOn: null }
    case 'takeOn':
      return { handlerAccountId: who.accountId }
    case 'giveBack':
    case 'escalate':
      return { handlerAccountId: null }
    case 'askExtension':
      return { extensionAskedBy: who.accountId, extensionWanted: said.until ?? null }
    case 'grantExtension':
      return { extendedUntil: facts.extensionWanted, extensionAskedBy: null, extensionWanted: null }
    case 'refuseExtension':
      return { extensionAskedBy: null, extensionWanted: null }
    case 'park':
      return { reviewOn: said.until ?? null, handlerAccountId: null }
    case 'pass':
      return { closedAt: at }
    case 'reopen':
      return { closedAt: null, handlerAccountId: null }
    case 'merge':
      return { masterIssueId: said.master ?? null }
    case 'separate':
      return { masterIssueId: null }
    case 'accept':
    case 'reject':
    case 'finish':
    case 'startCheck':
    case 'sendBack':
    case 'evaluate':
      return {}
  }
}

/** A duplicate points at another case, one that stands by itself. */
function mustBeMaster(issueId: number, master: number, other: CaseRow | undefined): void {
  if (other === undefined) throw refusedAt('body.master', `there is no issue ${master}`)
  if (master === issueId) throw refusedAt('body.master', 'an issue is no duplicate of itself')
  if (other.status === 'merged' || other.status === 'rejected') throw refusedAt('body.master', `issue ${master} is ${other.status}`)
}

export const caseHandlers: Pick<Handlers, 'issue' | 'reportIssue' | 'moveIssue'> = {
  issue: ({ params, ...reader }) => caseAnswer(reader, params.id),

  reportIssue: async ({ body, idempotencyKey, audit, ...reader }) => {
    const { db, subdistrict, now, who } = reader
    if (idempotencyKey !== undefined && !/^[\x21-\x7e]{8,100}$/.test(idempotencyKey))
      throw refusedAt('header.idempotency-key', '8 to 100 printable characters')
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex')
    const today = calendarDay(now)
    const at = now.toISOString()
    if (idempotencyKey !== undefined) {
      const earlier = await outsideScope(db, (system) => earlierRequest(system, subdistrict, who.accountId, idempotencyKey))
      if (earlier !== undefined) {
        if (earlier.requestHash !== hash) throw new AppError('conflict', 'this Idempotency-Key was used for another report')
        await audit({ action: 'issueReported', subject: `issue:${earlier.issueId}`, reason: 'sent again' })
        return caseAnswer(reader, earlier.issueId)
      }
    }
    const grid = await gridAt(db, subdistrict, body.lng, body.lat, today)
    if (grid === undefined) throw refusedAt('body.lng', 'this place is in no grid of your scope')
    const building = body.buildingId === null ? undefined : await addressOfBuilding(db, subdistrict, body.buildingId)
    if (body.buildingId !== null && building === undefined) throw refusedAt('body.buildingId', `there is no building ${body.buildingId}`)
    const { level } = await itemNow(db, subdistrict, body.item)
    const issueId = await outsideScope(db, async (system) => {
      const { role, accountId, displayName: name } = who
      const issue = {
        ...body,
        description: maskFreeText(body.description),
        address: maskFreeText(body.address === '' ? (building?.address ?? '') : body.address),
        level,
        at,
        gridCode: grid.gridCode,
      }
      const made = await recordIssue(system, subdistrict, today, issue, { role, accountId, name })
      if (idempotencyKey !== undefined)
        await rememberRequest(system, subdistrict, who.accountId, { key: idempotencyKey, hash, issueId: made, at })
      return made
    })
    await audit({ action: 'issueReported', subject: `issue:${issueId}`, after: { item: body.item, gridCode: grid.gridCode } })
    return caseAnswer(reader, issueId)
  },

  moveIssue: async ({ params, body, audit, ...reader }) => {
    const { db, subdistrict, now, who } = reader
    const { action, version, ...said } = body
    const subject = `issue:${params.id}`
    const { master } = said
    // both must lie within the caller's scope
    found(await caseOf(db, subdistrict, params.id), `issue ${params.id}`)
    if (master !== undefined) mustBeMaster(params.id, master, await caseOf(db, subdistrict, master))
    const moved = await outsideScope(db, async (system): Promise<{ from: string } | AppError> => {
      await holdCases(system, subdistrict, master === undefined ? [params.id] : [params.id, master])
      const facts = found(await caseOf(system, subdistrict, params.id), `issue ${params.id}`)
      if (facts.version !== version) throw new AppError('conflict', `issue ${params.id} is at version ${facts.version} by now`)
      const refusal = refusalOf(action, who, facts)
      if (refusal === 'wrongState') throw new AppError('conflict', `${action} is not possible while the issue is ${facts.status}`)
      if (refusal !== null)
        return new AppError(
          'forbidden',
          refusal === 'ownWork' ? `${action} is for somebody else than whoever did the work` : `${action} is not yours to do`,
        )
      const today = calendarDay(now)
      mustBeSaid(action, said, facts, today)
      // asked again, now that it is held: it may have been merged into this one meanwhile
      if (master !== undefined) mustBeMaster(params.id, master, await caseOf(system, subdistrict, master))
      const to = ruleOf(action).to
      await updateCase(system, subdistrict, params.id, { ...(await changeOf(action, said, facts, { ...reader, db: system })), status: to })
      await insertEvent(system, subdistrict, params.id, {
        from: facts.status,
        to,
        action,
        at: now.toISOString(),
        role: who.role,
        accountId: who.accountId,
        name: who.displayName,
        reason: maskFreeText(said.reason ?? said.result ?? ''),
      })
      const change = { subdistrict, kind: 'issueHandled', layer: 'issues', today } as const
      await refreshFeature(system, change, params.id, { issueId: params.id, gridCode: facts.gridCode })
      return { from: facts.status }
    })
    if (moved instanceof AppError) {
      await audit({ action: 'issueHandled', subject, result: 'refused', reason: action, after: { error: moved.code } })
      return new Refused(moved)
    }
    await audit({ action: 'issueHandled', subject, reason: action, before: { status: moved.from }, after: { status: ruleOf(action).to } })
    return caseAnswer(reader, params.id)
  },
}
