// The last step of a job: what is ready and was not left out becomes issues, so many in each transaction, with its audit entry.
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { longestAddress, longestDescription } from '#domain/intake/check-row.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { appendAudit } from '../db/audit.ts'
import type { Queryable } from '../db/queryable.ts'
import { holdBorders } from '../db/record-issue.ts'
import { type PastIssue, recordIssues } from '../db/record-issues.ts'
import { outsideScope, type Scope } from '../db/scope.ts'
import type { InChunk } from './check-rows.ts'
import { type Claimed, noteCommitted } from './job-queries.ts'
import { placeRows } from './place-rows.ts'
import { type JobRow, rowList, type StoredRow, writeTaken } from './queries.ts'

const batchRows = 500

export type Importer = {
  readonly username: string
  readonly displayName: string
  readonly role: 'leader' | 'secretary'
  readonly scope: Scope
}

/** Returns how many issues were made by this run. */
export async function commitRows(job: Claimed, row: JobRow, by: Importer, clock: () => Date, inChunk: InChunk): Promise<number> {
  const { subdistrict, importId } = job
  let taken = 0
  for (let after = 0; ; ) {
    const batch = await inChunk(taken, async (db) => {
      await holdBorders(db, subdistrict)
      const now = clock()
      const ready = await outsideScope(db, (system) =>
        rowList(system, subdistrict, importId, { after, limit: batchRows, status: 'ready', included: true }),
      )
      // borders and rights may have changed since the rows were checked
      const placed = await placeRows(db, subdistrict, ready, now)
      return outsideScope(db, async (system) => {
        if (placed.length > 0) return { last: placed.at(-1)?.rowNumber, made: await takeIn(system, job, row, placed, by, now) }
        await noteCommitted(system, job, now.toISOString())
        return { last: undefined, made: 0 }
      })
    })
    taken += batch.made
    if (batch.last === undefined) return taken
    after = batch.last
  }
}

async function takeIn(db: Queryable, job: Claimed, { fileName, mapping }: JobRow, ready: readonly StoredRow[], by: Importer, now: Date) {
  const { subdistrict, importId, accountId } = job
  const issues = ready.flatMap((row) => pastIssue(row, mapping?.source ?? 'hotline12345', fileName))
  const made = await recordIssues(db, subdistrict, calendarDay(now), issues, { role: by.role, accountId, name: by.displayName })
  await writeTaken(
    db,
    subdistrict,
    importId,
    ready.map((row) => {
      const issueId = made.get(row.reference) ?? null
      if (issueId !== null) return { rowNumber: row.rowNumber, issueId, status: 'imported', problems: row.problems }
      if (row.gridCode === null) return { rowNumber: row.rowNumber, issueId, status: row.status, problems: row.problems }
      // the same ticket came in another way meanwhile
      return { rowNumber: row.rowNumber, issueId, status: 'duplicate', problems: [...row.problems, 'duplicateKnown'] }
    }),
  )
  await appendAudit(db, now, {
    subdistrict,
    actor: by.username,
    role: by.role,
    address: '',
    action: 'imported',
    subject: `import:${importId}`,
    result: 'done',
    reason: '',
    before: null,
    after: { fileName, added: made.size, fromRow: ready[0]?.rowNumber ?? 0, toRow: ready.at(-1)?.rowNumber ?? 0 },
    requestId: '',
  })
  return made.size
}

function pastIssue(row: StoredRow, source: string, fileName: string): PastIssue[] {
  const { item, reportedAt, lng, lat, gridCode, reference } = row
  if (item === null || reportedAt === null || lng === null || lat === null || gridCode === null) return []
  return [
    {
      item,
      source,
      description: maskFreeText(row.description).slice(0, longestDescription),
      address: maskFreeText(row.address).slice(0, longestAddress),
      at: reportedAt,
      closedAt: row.closedAt,
      gridCode,
      buildingId: row.buildingId,
      lng,
      lat,
      reference,
      reason: `导入 imported: ${fileName} № ${reference}`,
    },
  ]
}
