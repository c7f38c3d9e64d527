// What a handler says about what it did; who, in which role and from where is filled in here.
import type { AuditAction, Role } from '#contract/words.ts'
import { appendAudit } from '../db/audit.ts'
import type { Database } from '../db/database.ts'
import { inTransaction, type Queryable } from '../db/queryable.ts'
import type { Principal } from './principal.ts'

export type AuditNote = {
  readonly action: AuditAction
  /** What it was done to, such as `account:12`. */
  readonly subject: string
  readonly result?: 'done' | 'refused' | 'failed'
  readonly reason?: string
  readonly before?: Record<string, unknown> | null
  readonly after?: Record<string, unknown> | null
  /** Only where nobody is signed in yet. */
  readonly actor?: string
  readonly role?: Role | null
  readonly subdistrict?: string
}

export type AuditContext = { readonly who: Principal | undefined; readonly address: string; readonly requestId: string }

/** Writes the note in the transaction of what it is about. Without a sub-district there is no chain to write to, and nothing to protect yet. */
export async function auditIn(db: Queryable, now: Date, { who, address, requestId }: AuditContext, note: AuditNote): Promise<void> {
  const subdistrict = note.subdistrict ?? who?.subdistrict
  if (subdistrict === undefined) return
  await appendAudit(db, now, {
    subdistrict,
    actor: note.actor ?? who?.username ?? '',
    role: note.role ?? who?.role ?? null,
    address,
    action: note.action,
    subject: note.subject,
    result: note.result ?? 'done',
    reason: note.reason ?? '',
    before: note.before ?? null,
    after: note.after ?? null,
    requestId,
  })
}

/** For a refusal, which changes nothing else. */
export const auditAlone = ({ pool }: Pick<Database, 'pool'>, now: Date, context: AuditContext, note: AuditNote): Promise<void> =>
  inTransaction(pool, (db) => auditIn(db, now, context, note))
