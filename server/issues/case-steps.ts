// A step with a case: whether it may be taken, what must be said with it, what it writes.
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { amberAt, dueAt } from '#domain/calendar/working-time.ts'
import { isCounted } from '#domain/issues/counted.ts'
import { type IssueAction, levelsFor, refusalOf, ruleOf } from '#domain/issues/workflow.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { recounting } from '../db/issue-counts.ts'
import { insertEvent, itemNow } from '../db/record-issue.ts'
import { refreshFeature } from '../db/refresh-layers.ts'
import { outsideScope } from '../db/scope.ts'
import { workingCalendar } from '../db/working-calendar.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { Reader } from './case-answer.ts'
import { type CaseChange, type CaseRow, caseOf, holdCases, updateCase } from './case-queries.ts'

export type Said = {
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

/** What was asked of one case. */
export type Step = Said & { readonly id: number; readonly version: number; readonly action: IssueAction }
/** Where the case stood before; or why the step was not taken. */
export type Taken = { readonly from: string } | AppError

/** What is thrown on purpose becomes an answer; anything else stays what it is. */
async function answered(work: () => Promise<Taken>): Promise<Taken> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/**
 * Takes a step, outside the scope after the case was found inside it. What stands in the way is found, and returned, before anything is written:
 * whoever asked may go on with another case in the same transaction.
 */
export const takeStep = (reader: Reader, { id, version, action, ...said }: Step): Promise<Taken> =>
  answered(async () => {
    const { db, subdistrict } = reader
    const { master } = said
    // both must lie within the caller's scope
    found(await caseOf(db, subdistrict, id), `issue ${id}`)
    if (master !== undefined) mustBeMaster(id, master, await caseOf(db, subdistrict, master))
    return outsideScope(db, (system) =>
      answered(async () => {
        await holdCases(system, subdistrict, master === undefined ? [id] : [id, master])
        const facts = found(await caseOf(system, subdistrict, id), `issue ${id}`)
        mustBePossible(id, action, version, facts, reader)
        mustBeSaid(action, said, facts, calendarDay(reader.now))
        // asked again, now that it is held: it may have been merged into this one meanwhile
        if (master !== undefined) mustBeMaster(id, master, await caseOf(system, subdistrict, master))
        return write({ ...reader, db: system }, id, action, said, facts)
      }),
    )
  })

function mustBePossible(id: number, action: IssueAction, version: number, facts: CaseRow, { who }: Reader): void {
  if (facts.version !== version) throw new AppError('conflict', `issue ${id} is at version ${facts.version} by now`)
  const refusal = refusalOf(action, who, facts)
  if (refusal === 'wrongState') throw new AppError('conflict', `${action} is not possible while the issue is ${facts.status}`)
  if (refusal === null) return
  const why = refusal === 'ownWork' ? `${action} is for somebody else than whoever did the work` : `${action} is not yours to do`
  throw new AppError('forbidden', why)
}

async function write(system: Reader, id: number, action: IssueAction, said: Said, facts: CaseRow): Promise<Taken> {
  const { db, subdistrict, now, who } = system
  const { to } = ruleOf(action)
  const change = { ...(await changeOf(action, said, facts, system)), status: to }
  const update = () => updateCase(db, subdistrict, id, change)
  if (isCounted(facts.status) === isCounted(to)) await update()
  else await recounting(db, subdistrict, [id], update)
  await insertEvent(db, subdistrict, id, {
    from: facts.status,
    to,
    action,
    at: now.toISOString(),
    role: who.role,
    accountId: who.accountId,
    name: who.displayName,
    reason: maskFreeText(said.reason ?? said.result ?? ''),
  })
  const told = { subdistrict, kind: 'issueHandled', layer: 'issues', today: calendarDay(now) } as const
  await refreshFeature(db, told, id, { issueId: id, gridCode: facts.gridCode })
  return { from: facts.status }
}
