// GET  /api/v1/issues/7               one case: timeline, clocks, and what the caller may do to it
// POST /api/v1/issues {lng, lat, …}   report; with an Idempotency-Key once only
// POST /api/v1/issues/7/transitions   {version, action, …}: the next step, by the one table of domain/issues/workflow.ts
// POST /api/v1/issues/transitions     {issues: [{id, version}], action, …}: the same step with many
import { createHash } from 'node:crypto'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { ruleOf } from '#domain/issues/workflow.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { gridAt, itemNow, recordIssue } from '../db/record-issue.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, refusedAt } from '../http/app-error.ts'
import type { AuditNote } from '../http/audit-note.ts'
import { type Handlers, Refused } from '../http/handler.ts'
import { caseAnswer } from './case-answer.ts'
import { addressOfBuilding, earlierRequest, rememberRequest } from './case-queries.ts'
import { type Step, type Taken, takeStep } from './case-steps.ts'

/** What the audit keeps of a step; nothing of one that merely came too late or was not said well. */
function noteOf({ id, action }: Pick<Step, 'id' | 'action'>, taken: Taken): AuditNote | undefined {
  const note = { action: 'issueHandled', subject: `issue:${id}`, reason: action } as const
  if (!(taken instanceof AppError)) return { ...note, before: { status: taken.from }, after: { status: ruleOf(action).to } }
  return taken.code === 'forbidden' ? { ...note, result: 'refused', after: { error: taken.code } } : undefined
}

export const caseHandlers: Pick<Handlers, 'issue' | 'reportIssue' | 'moveIssue' | 'moveIssues'> = {
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
    const step = { ...body, id: params.id }
    const taken = await takeStep(reader, step)
    const note = noteOf(step, taken)
    if (note !== undefined) await audit(note)
    if (!(taken instanceof AppError)) return caseAnswer(reader, params.id)
    if (note === undefined) throw taken
    return new Refused(taken)
  },

  moveIssues: async ({ body: { issues, ...said }, audit, ...reader }) => {
    const results = []
    const notes: AuditNote[] = []
    // in the order of their numbers, as everybody who holds several: nobody waits for somebody who waits for them
    for (const { id, version } of issues.toSorted((a, b) => a.id - b.id)) {
      const step = { ...said, id, version }
      const taken = await takeStep(reader, step)
      const note = noteOf(step, taken)
      if (note !== undefined) notes.push(note)
      results.push({
        id,
        ...(taken instanceof AppError ? { code: codeOf(taken), message: taken.message } : { code: 'done' as const, message: '' }),
      })
    }
    if (notes.length === 0)
      notes.push({ action: 'issueHandled', subject: `issues:${issues.length}`, result: 'failed', reason: said.action })
    for (const note of notes) await audit(note)
    return { results }
  },
}

const listed = ['conflict', 'forbidden', 'not_found', 'invalid_request'] as const
/** The code of a refusal in a list; any other ends the request. */
function codeOf(error: AppError): (typeof listed)[number] {
  const code = listed.find((one) => one === error.code)
  if (code === undefined) throw error
  return code
}
