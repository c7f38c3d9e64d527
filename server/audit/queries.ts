import { AuditEntry } from '#contract/audit.ts'
import { type Queryable, rows } from '../db/queryable.ts'

export type AuditFilter = {
  readonly limit: number
  /** Entries older than this one. */
  readonly after?: number | undefined
  /** Instants: from, included, and before. */
  readonly from?: string | undefined
  readonly before?: string | undefined
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly result?: string | undefined
  /** Whole, or its beginning where it ends with a colon: `account:` are all accounts. */
  readonly subject?: string | undefined
}

/** Entries of a sub-district, newest first. */
export const auditList = (db: Queryable, subdistrict: string, filter: AuditFilter) =>
  rows(
    db,
    AuditEntry,
    `select audit_entry_id as "auditEntryId", happened_at as "happenedAt", actor, role, address, action, subject, result, reason, before, after,
       request_id as "requestId", hash
     from audit_entry
     where subdistrict_code = $1
       and ($3::bigint is null or audit_entry_id < $3::bigint)
       and ($4::timestamptz is null or happened_at >= $4::timestamptz)
       and ($5::timestamptz is null or happened_at < $5::timestamptz)
       and ($6::text is null or actor = $6::text)
       and ($7::text is null or action = $7::text)
       and ($8::text is null or result = $8::text)
       and ($9::text is null or subject = $9::text or (right($9::text, 1) = ':' and starts_with(subject, $9::text)))
     order by audit_entry_id desc limit $2::int`,
    [
      subdistrict,
      filter.limit,
      filter.after ?? null,
      filter.from ?? null,
      filter.before ?? null,
      filter.actor ?? null,
      filter.action ?? null,
      filter.result ?? null,
      filter.subject ?? null,
    ],
  )
