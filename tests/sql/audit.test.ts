import { beforeAll, describe, expect, inject, it } from 'vitest'
import { type AuditRecord, appendAudit, beforeAnything, entryOfHead, pruneAudit, verifyChain } from '../../server/db/audit.ts'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { demoNow } from '../engines/demo-day.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})

/** A chain of its own for each test: the audit of a sub-district outlives the sub-district, so none is needed. */
let used = 0
const newChain = () => `99020${String(++used).padStart(4, '0')}`

const record = (subdistrict: string, number: number): AuditRecord => ({
  subdistrict,
  actor: 'wang.fang',
  role: number % 2 === 0 ? 'administrator' : null,
  address: '127.0.0.1',
  action: 'accountChanged',
  subject: `account:${number}`,
  result: 'done',
  reason: number % 3 === 0 ? '调岗 “交接”' : '',
  before: number % 5 === 0 ? null : { zeta: 1, alpha: { b: [1.5, -0, 1e21], a: null }, version: number },
  after: { state: 'disabled', version: number + 1 },
  requestId: `request-${number}`,
})
const append = (subdistrict: string, number: number, at = demoNow()) =>
  inTransaction(database.pool, (db) => appendAudit(db, at, record(subdistrict, number)))
async function chainOf(length: number): Promise<string> {
  const chain = newChain()
  await inTransaction(database.pool, async (db) => {
    for (let number = 1; number <= length; number++)
      await appendAudit(db, new Date(demoNow().getTime() + number * 3_600_000), record(chain, number))
  })
  return chain
}
const verify = (chain: string) => verifyChain(database.db, chain)
const run = (statement: string, values: readonly unknown[]) => database.db.query(statement, values)

describe('the chain of a sub-district', () => {
  it('before its first entry is whole and empty', async () => {
    expect(await verify(newChain())).toEqual({ entries: 0, firstBroken: null, problem: null, firstEntryId: null, head: '' })
  })

  it('is whole after many entries, numbered without a gap, each with the hash before it in its own', async () => {
    const chain = await chainOf(2100)
    const proof = await verify(chain)
    expect(proof).toMatchObject({ entries: 2100, firstBroken: null, problem: null, firstEntryId: 1 })
    expect(proof.head).toMatch(/^[0-9a-f]{64}$/)
    expect(proof.head).not.toBe(beforeAnything)
    expect(await entryOfHead(database.db, chain, proof.head)).toEqual({ id: 2100 })
  })

  it('is nobody else’s', async () => {
    const [one, other] = [await chainOf(3), await chainOf(2)]
    await run(`update audit_entry set reason = 'x' where subdistrict_code = $1 and audit_entry_id = 1`, [one])
    expect([(await verify(one)).firstBroken, (await verify(other)).firstBroken]).toEqual([1, null])
  })

  it('keeps what cannot be stored as it was written, and stays whole', async () => {
    const chain = newChain()
    const odd = '\u0000\ud800 a'
    await inTransaction(database.pool, (db) =>
      appendAudit(db, demoNow(), {
        ...record(chain, 1),
        actor: odd,
        subject: 'x'.repeat(5000),
        reason: `${odd}13812341234`,
        before: { [odd]: odd, __proto__x: 1 },
        after: JSON.parse('{"__proto__": {"a": 1}, "2": 1, "10": 2, "b": 1}'),
      }),
    )
    expect(await verify(chain)).toMatchObject({ entries: 1, problem: null })
    const kept = await run('select actor, reason from audit_entry where subdistrict_code = $1', [chain])
    expect(kept.rows[0]).toEqual({ actor: '\ufffd\ufffd a', reason: '\ufffd\ufffd a138****1234' })
  })

  it('holds no entry of a transaction that failed', async () => {
    const chain = await chainOf(2)
    const failed = inTransaction(database.pool, async (db) => {
      await appendAudit(db, demoNow(), record(chain, 3))
      throw new Error('after the entry')
    })
    await expect(failed).rejects.toThrow('after the entry')
    await append(chain, 4)
    expect(await verify(chain)).toMatchObject({ entries: 3, problem: null })
  })

  it('stays whole under twenty transactions at once', async () => {
    const chain = newChain()
    await Promise.all(Array.from({ length: 20 }, (_, number) => append(chain, number)))
    expect(await verify(chain)).toMatchObject({ entries: 20, problem: null })
  })
})

describe.runIf(inject('engine').kind === 'server')('a proof', () => {
  it('while entries are added and old ones removed never sees a break that is none', async () => {
    const chain = await chainOf(50)
    const by = { actor: 'system', role: null, address: '', requestId: '' }
    const work = Array.from({ length: 40 }, (_, number) => number)
    const adding = Promise.all(work.map((number) => append(chain, number, new Date(demoNow().getTime() + number * 1000))))
    const proofs = await Promise.all(work.slice(0, 8).map(() => verify(chain)))
    const removed = await inTransaction(database.pool, (db) =>
      pruneAudit(db, chain, new Date(demoNow().getTime() + 20 * 3_600_000), demoNow(), by),
    )
    await adding
    expect(removed).toBeGreaterThan(0)
    expect(proofs.map(({ problem }) => problem)).toEqual(work.slice(0, 8).map(() => null))
    expect((await verify(chain)).problem).toBeNull()
  })
})

describe('a chain that somebody touched', () => {
  it.each([
    ['happened_at', `happened_at + interval '1 microsecond'`],
    ['actor', `'somebody'`],
    ['role', `'leader'`],
    ['role', 'null'],
    ['address', `'10.0.0.1'`],
    ['action', `'signedIn'`],
    ['subject', `'account:99'`],
    ['result', `'refused'`],
    ['reason', `reason || ' '`],
    ['before', `before || '{"version": 99}'`],
    ['before', 'null'],
    ['after', `after - 'state'`],
    ['after', `'[]'`],
    ['request_id', `''`],
    ['hash', `repeat('0', 64)`],
  ])('is broken at the entry whose %s became %s', async (column, value) => {
    const chain = await chainOf(6)
    await run(`update audit_entry set ${column} = ${value} where subdistrict_code = $1 and audit_entry_id = 4`, [chain])
    expect(await verify(chain)).toMatchObject({ entries: 6, firstBroken: 4, problem: 'changed' })
  })

  it.each([1, 3, 6])('is broken where entry %i is missing', async (id) => {
    const chain = await chainOf(6)
    await run('delete from audit_entry where subdistrict_code = $1 and audit_entry_id = $2', [chain, id])
    expect(await verify(chain)).toMatchObject({ entries: 5, firstBroken: id, problem: 'missing' })
  })

  it('is broken where two entries changed places', async () => {
    const chain = await chainOf(6)
    for (const [from, to] of [
      [3, -1],
      [4, 3],
      [-1, 4],
    ])
      await run('update audit_entry set audit_entry_id = $3 where subdistrict_code = $1 and audit_entry_id = $2', [chain, from, to])
    expect(await verify(chain)).toMatchObject({ firstBroken: 3, problem: 'changed' })
  })

  it('is broken where an entry of another chain was put in', async () => {
    const [chain, other] = [await chainOf(3), await chainOf(3)]
    await run('delete from audit_entry where subdistrict_code = $1 and audit_entry_id = 2', [chain])
    await run('update audit_entry set subdistrict_code = $1 where subdistrict_code = $2 and audit_entry_id = 2', [chain, other])
    expect(await verify(chain)).toMatchObject({ firstBroken: 2, problem: 'changed' })
    expect(await verify(other)).toMatchObject({ firstBroken: 2, problem: 'missing' })
  })

  it('is broken at its end when the end was moved, or entries were put behind it or before its beginning', async () => {
    const cut = await chainOf(4)
    await run('delete from audit_entry where subdistrict_code = $1 and audit_entry_id = 4', [cut])
    await run('update audit_chain set last_entry_id = 3 where subdistrict_code = $1', [cut])
    expect(await verify(cut)).toMatchObject({ firstBroken: 3, problem: 'headMismatch' })
    const gone = await chainOf(4)
    await run('delete from audit_chain where subdistrict_code = $1', [gone])
    expect(await verify(gone)).toMatchObject({ firstBroken: 4, problem: 'headMismatch' })
    const inserted = await chainOf(2)
    await run(
      `insert into audit_entry select subdistrict_code, 0, happened_at, actor, role, address, action, subject, result, reason, before, after, request_id, hash
       from audit_entry where subdistrict_code = $1 and audit_entry_id = 1`,
      [inserted],
    )
    expect(await verify(inserted)).toMatchObject({ firstBroken: 0, problem: 'changed' })
  })

  it('that was written anew as a whole is found out by a head noted elsewhere', async () => {
    const chain = await chainOf(3)
    const { head } = await verify(chain)
    await run('delete from audit_entry where subdistrict_code = $1', [chain])
    await run('delete from audit_chain where subdistrict_code = $1', [chain])
    for (let number = 1; number <= 3; number++) await append(chain, 7)
    expect((await verify(chain)).problem).toBeNull()
    expect(await entryOfHead(database.db, chain, head)).toBeUndefined()
  })
})

describe('the retention', () => {
  const by = { actor: 'system', role: null, address: '', requestId: '' }
  const hoursOn = (hours: number) => new Date(demoNow().getTime() + hours * 3_600_000)
  const prune = (chain: string, before: Date) => inTransaction(database.pool, (db) => pruneAudit(db, chain, before, hoursOn(100), by))

  it('removes what is older, notes it, and leaves the chain whole', async () => {
    const chain = await chainOf(10)
    const { head } = await verify(chain)
    expect(await prune(chain, hoursOn(5))).toBe(4)
    expect(await verify(chain)).toMatchObject({ entries: 7, problem: null, firstEntryId: 5 })
    const last = await run(
      `select action, subject, after from audit_entry where subdistrict_code = $1 order by audit_entry_id desc limit 1`,
      [chain],
    )
    expect(last.rows[0]).toMatchObject({ action: 'auditPruned', subject: 'audit:1-4', after: { removed: 4, firstEntryId: 5 } })
    expect(await entryOfHead(database.db, chain, head)).toEqual({ id: 10 })
    expect(await prune(chain, hoursOn(5))).toBe(0)
    expect((await verify(chain)).entries).toBe(7)
  })

  it('that everything is older than leaves the entry that tells of it', async () => {
    const chain = await chainOf(3)
    expect(await prune(chain, hoursOn(50))).toBe(3)
    expect(await verify(chain)).toMatchObject({ entries: 1, problem: null, firstEntryId: 4 })
    await append(chain, 5)
    expect(await verify(chain)).toMatchObject({ entries: 2, problem: null })
    expect(await prune(newChain(), hoursOn(50))).toBe(0)
  })

  it('does not hide a break behind it', async () => {
    const chain = await chainOf(10)
    await run(`update audit_entry set actor = 'x' where subdistrict_code = $1 and audit_entry_id = 7`, [chain])
    await prune(chain, hoursOn(5))
    expect(await verify(chain)).toMatchObject({ firstBroken: 7, problem: 'changed' })
    await run('delete from audit_entry where subdistrict_code = $1 and audit_entry_id = 5', [chain])
    expect(await verify(chain)).toMatchObject({ firstBroken: 5, problem: 'missing' })
  })
})
