// The audit: for each sub-district a chain of entries 1, 2, 3 …, each with a hash over itself and the hash before it. Who changes, removes or
// reorders an entry breaks the chain at that place; who computes all hashes anew is found out by a head that was noted elsewhere.
import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AuditAction, auditResults, Role } from '#contract/words.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { maybeRow, type Queryable, rows, withCommit } from './queryable.ts'
import { redact, storable } from './redact.ts'

export type AuditRecord = {
  readonly subdistrict: string
  /** The username, or the program: system. */
  readonly actor: string
  readonly role: Role | null
  /** Empty for the program. */
  readonly address: string
  readonly action: AuditAction
  /** What it was done to, such as account:12. */
  readonly subject: string
  readonly result: (typeof auditResults)[number]
  readonly reason: string
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
  readonly requestId: string
}

/** An entry as it is hashed: the texts as the database keeps them. */
type Entry = {
  readonly subdistrict: string
  readonly id: number
  /** ISO, milliseconds, UTC */
  readonly happenedAt: string
  readonly actor: string
  readonly role: string | null
  readonly address: string
  readonly action: string
  readonly subject: string
  readonly result: string
  readonly reason: string
  readonly before: unknown
  readonly after: unknown
  readonly requestId: string
}

/** Stands before the first entry of a chain. */
export const beforeAnything = '0'.repeat(64)

/** JSON with sorted keys: jsonb keeps an order of its own. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`
}

/** SHA-256 over the hash before and the fields in this order. An array, so that no field can run into the next. */
const hashOf = (hashBefore: string, { id, ...entry }: Entry): string =>
  createHash('sha256')
    .update(`[${canonical(hashBefore)},${canonical(entry.subdistrict)},${id},${hashedAfterId(entry)}]`)
    .digest('hex')

/** What follows the number of an entry in the text that is hashed. */
function hashedAfterId({ happenedAt, actor, role, address, action, subject, result, reason, before, after, requestId }: Omit<Entry, 'id'>) {
  return canonical([happenedAt, actor, role, address, action, subject, result, reason, before, after, requestId]).slice(1, -1)
}

const ChainRow = z.object({ lastId: z.number(), lastHash: z.string(), firstId: z.number(), hashBeforeFirst: z.string() })
type Chain = z.infer<typeof ChainRow>
const chainColumns = `last_entry_id as "lastId", last_hash as "lastHash", first_entry_id as "firstId", hash_before_first as "hashBeforeFirst"`

/** The chain of a sub-district, made when missing; locked until the transaction ends, so entries follow one another. */
async function lockChain(db: Queryable, subdistrict: string): Promise<Chain> {
  await db.query(
    `insert into audit_chain (subdistrict_code, last_entry_id, last_hash, first_entry_id, hash_before_first) values ($1, 0, $2, 1, $2)
     on conflict do nothing`,
    [subdistrict, beforeAnything],
  )
  const chain = await maybeRow(db, ChainRow, `select ${chainColumns} from audit_chain where subdistrict_code = $1 for update`, [
    subdistrict,
  ])
  if (chain === undefined) throw new Error(`the audit chain of ${subdistrict} cannot be read`)
  return chain
}

/**
 * Appends one entry with the commit of the caller's transaction: it is there when the transaction is, and not before. `before` and `after` are
 * redacted, the reason is masked.
 */
export async function appendAudit(db: Queryable, happenedAt: Date, record: AuditRecord): Promise<void> {
  const entry: Omit<Entry, 'id'> = {
    subdistrict: record.subdistrict,
    happenedAt: happenedAt.toISOString(),
    actor: storable(record.actor),
    role: record.role,
    address: storable(record.address),
    action: record.action,
    subject: storable(record.subject),
    result: record.result,
    reason: maskFreeText(storable(record.reason)),
    before: redact(record.before),
    after: redact(record.after),
    requestId: storable(record.requestId),
  }
  const values = [
    entry.subdistrict,
    entry.happenedAt,
    entry.actor,
    entry.role,
    entry.address,
    entry.action,
    entry.subject,
    entry.result,
    entry.reason,
    jsonText(entry.before),
    jsonText(entry.after),
    entry.requestId,
    canonical(entry.subdistrict),
    hashedAfterId(entry),
    beforeAnything,
  ]
  // each entry is one of its own, whatever else the transaction notes
  await withCommit(
    db,
    `audit ${randomUUID()}`,
    values,
    (_, after) => after,
    (given) => ({ text: appendText, values: given }),
  )
}

/** The hash of hashOf, said by the database: an entry is written in one trip because the end of the chain is held until the transaction ends. */
const hashText = (last: string, id: string) =>
  `encode(sha256(convert_to('["' || ${last} || '",' || $13::text || ',' || (${id})::text || ',' || $14::text || ']', 'UTF8')), 'hex')`
const appendText = `
  with chain as (
    insert into audit_chain (subdistrict_code, last_entry_id, last_hash, first_entry_id, hash_before_first)
    values ($1, 1, ${hashText('$15::text', '1')}, 1, $15::text)
    on conflict (subdistrict_code) do update set last_entry_id = audit_chain.last_entry_id + 1,
      last_hash = ${hashText('audit_chain.last_hash', 'audit_chain.last_entry_id + 1')}
    returning last_entry_id, last_hash
  )
  insert into audit_entry (subdistrict_code, audit_entry_id, happened_at, actor, role, address, action, subject, result, reason, before, after,
    request_id, hash)
  select $1, last_entry_id, $2::timestamptz, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::jsonb, $11::jsonb, $12::text,
    last_hash from chain`

/** An entry of the program itself, which has no role and comes from nowhere. */
export const appendSystemAudit = (
  db: Queryable,
  happenedAt: Date,
  what: Pick<AuditRecord, 'subdistrict' | 'action' | 'subject' | 'after'> & Partial<Pick<AuditRecord, 'result'>>,
): Promise<void> =>
  appendAudit(db, happenedAt, {
    result: 'done',
    ...what,
    actor: 'system',
    role: null,
    address: '',
    reason: '',
    before: null,
    requestId: '',
  })

const jsonText = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

// ── Proof ────────────────────────────────────────────────────────────────────────────────────────────────────
const EntryRow = z.object({
  subdistrict: z.string(),
  id: z.number(),
  happenedAt: z.string(),
  actor: z.string(),
  role: z.string().nullable(),
  address: z.string(),
  action: z.string(),
  subject: z.string(),
  result: z.string(),
  reason: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string(),
  hash: z.string(),
})

// microseconds are asked for, because a change of less than a millisecond is a change too
const entriesText = `
  select subdistrict_code as subdistrict, audit_entry_id as id,
    to_char(happened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "happenedAt",
    actor, role, address, action, subject, result, reason, before, after, request_id as "requestId", hash
  from audit_entry where subdistrict_code = $1 and audit_entry_id > $2 order by audit_entry_id limit $3`
const batchRows = 2000

export type ChainProof = {
  readonly entries: number
  /** The first entry that is not what was written, is missing, or does not fit the end of the chain; null: the chain is whole. */
  readonly firstBroken: number | null
  readonly problem: 'changed' | 'missing' | 'headMismatch' | null
  readonly firstEntryId: number | null
  /** Hash of the last entry; empty before the first. */
  readonly head: string
}

type Break = Pick<ChainProof, 'firstBroken' | 'problem'>

/** Reads every entry of a chain, batch by batch, and says whether each still is what was written, in its order. */
export async function verifyChain(db: Queryable, subdistrict: string): Promise<ChainProof> {
  for (;;) {
    const started = await readChain(db, subdistrict)
    const broken = await firstBreak(db, subdistrict, started)
    const ended = await readChain(db, subdistrict)
    // old entries were removed by the retention meanwhile: what seemed missing was not
    if (broken !== undefined && started?.firstId !== ended?.firstId) continue
    const counted = await db.query('select count(*) as n from audit_entry where subdistrict_code = $1', [subdistrict])
    const entries = Number(counted.rows[0]?.n)
    const firstEntryId = entries > 0 ? (ended?.firstId ?? null) : null
    const head = ended === undefined || ended.lastId === 0 ? '' : ended.lastHash
    return { entries, firstBroken: null, problem: null, ...broken, firstEntryId, head }
  }
}

const readChain = (db: Queryable, subdistrict: string) =>
  maybeRow(db, ChainRow, `select ${chainColumns} from audit_chain where subdistrict_code = $1`, [subdistrict])

async function firstBreak(db: Queryable, subdistrict: string, chain: Chain | undefined): Promise<Break | undefined> {
  let expected = chain?.firstId ?? 1
  let hashBefore = chain?.hashBeforeFirst ?? beforeAnything
  for (let after = -1; ; ) {
    const batch = await rows(db, EntryRow, entriesText, [subdistrict, after, batchRows])
    for (const { hash, ...row } of batch) {
      if (row.id !== expected)
        return row.id < expected ? { firstBroken: row.id, problem: 'changed' } : { firstBroken: expected, problem: 'missing' }
      if (hashOf(hashBefore, { ...row, happenedAt: row.happenedAt.replace(/000Z$/, 'Z') }) !== hash)
        return { firstBroken: row.id, problem: 'changed' }
      hashBefore = hash
      expected = row.id + 1
      after = row.id
    }
    if (batch.length > 0) continue
    // asked last: an entry and the end of the chain are written together, so the end is never behind what was read
    const end = await readChain(db, subdistrict)
    const lastId = end?.lastId ?? 0
    if (lastId >= expected && (await hasEntry(db, subdistrict, expected))) continue
    if (lastId >= expected) return { firstBroken: expected, problem: 'missing' }
    if (lastId !== expected - 1 || (end?.lastHash ?? beforeAnything) !== hashBefore)
      return { firstBroken: expected - 1, problem: 'headMismatch' }
    return undefined
  }
}

async function hasEntry(db: Queryable, subdistrict: string, id: number): Promise<boolean> {
  const result = await db.query('select from audit_entry where subdistrict_code = $1 and audit_entry_id = $2', [subdistrict, id])
  return result.rowCount === 1
}

const FoundRow = z.object({ id: z.number() })

/** The entry whose hash was noted as head once; undefined when it is not in the chain (any more). */
export const entryOfHead = (db: Queryable, subdistrict: string, head: string) =>
  maybeRow(db, FoundRow, 'select audit_entry_id as id from audit_entry where subdistrict_code = $1 and hash = $2', [subdistrict, head])

// ── Retention ────────────────────────────────────────────────────────────────────────────────────────────────
export type Pruner = Pick<AuditRecord, 'actor' | 'role' | 'address' | 'requestId'>

/**
 * Removes what happened before `before` from the beginning of a chain, notes there where it begins now, and appends an entry that tells how much
 * was removed. Returns how many were. An entry that is younger than the limit keeps all that follow it.
 */
export async function pruneAudit(db: Queryable, subdistrict: string, before: Date, now: Date, by: Pruner): Promise<number> {
  const { firstId, lastId } = await lockChain(db, subdistrict)
  const kept = await db.query('select min(audit_entry_id) as id from audit_entry where subdistrict_code = $1 and happened_at >= $2', [
    subdistrict,
    before.toISOString(),
  ])
  const lastRemoved = Number(kept.rows[0]?.id ?? lastId + 1) - 1
  if (lastRemoved < firstId) return 0
  await db.query(
    `update audit_chain c set first_entry_id = $2 + 1, hash_before_first = e.hash
     from audit_entry e where c.subdistrict_code = $1 and e.subdistrict_code = $1 and e.audit_entry_id = $2`,
    [subdistrict, lastRemoved],
  )
  const removed = await db.query('delete from audit_entry where subdistrict_code = $1 and audit_entry_id <= $2', [subdistrict, lastRemoved])
  const count = removed.rowCount ?? 0
  await appendAudit(db, now, {
    ...by,
    subdistrict,
    action: 'auditPruned',
    subject: `audit:${firstId}-${lastRemoved}`,
    result: 'done',
    reason: '',
    before: null,
    after: { removed: count, firstEntryId: lastRemoved + 1, olderThan: before.toISOString() },
  })
  return count
}
