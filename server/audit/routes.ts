// What the auditor reads. Reading it is a deed too: every page is noted, with what was searched for.
import { addDays, dayStart } from '#domain/calendar/calendar-day.ts'
import { verifyChain } from '../db/audit.ts'
import type { SystemHandlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { auditList } from './queries.ts'

export const auditHandlers: Pick<SystemHandlers, 'audit' | 'auditChain'> = {
  audit: async ({ db, who, query, audit }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const { limit, after: _, ...filters } = query
    const fetched = await auditList(db, who.subdistrict, {
      ...filters,
      limit: limit + 1,
      after,
      from: query.from && dayStart(query.from),
      before: query.to && dayStart(addDays(query.to, 1)),
    })
    await audit({ action: 'auditRead', subject: `subdistrict:${who.subdistrict}`, after: { ...filters, ...(after && { before: after }) } })
    const entries = fetched.slice(0, limit)
    return { entries, next: fetched.length > limit ? String(entries.at(-1)?.auditEntryId) : null }
  },

  auditChain: async ({ db, who, limits, audit }) => {
    await limits.proof(who)
    const proof = await verifyChain(db, who.subdistrict)
    await audit({ action: 'auditRead', subject: `subdistrict:${who.subdistrict}`, after: { proof: true, entries: proof.entries } })
    return proof
  },
}
