import { beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry } from '#contract/audit.ts'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let auditor: Visitor
let code: string
beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const administrator = await signInAs(base, 'administrator')
  for (let number = 0; number < 12; number++)
    await administrator.send('POST', '/api/v1/accounts', { username: `person.${number}`, displayName: '王小芳' })
  await (await signInAs(base, 'leader')).ask('/api/v1/audit')
  auditor = await signInAs(base, 'auditor')
  code = auditor.session.subdistrictCode
})

type Page = { entries: AuditEntry[]; next: string | null }
const read = (query = '') => auditor.json<Page>(`/api/v1/audit${query}`)
const reads = async () =>
  (
    await database.db.query(`select after from audit_entry where subdistrict_code = $1 and action = 'auditRead' order by audit_entry_id`, [
      code,
    ])
  ).rows

describe('the audit', () => {
  it('is read newest first, page by page, without an entry lost or seen twice', async () => {
    const seen: number[] = []
    let after = ''
    for (let guard = 0; guard < 50; guard++) {
      const page = await read(`?limit=5${after}`)
      seen.push(...page.entries.map(({ auditEntryId }) => auditEntryId))
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(seen).toEqual(Array.from({ length: seen[0] ?? 0 }, (_, index) => (seen[0] ?? 0) - index))
    expect(seen.length).toBeGreaterThan(14)
  })

  it('notes who read it and what was searched for, every page of it', async () => {
    const before = (await reads()).length
    const page = await read('?limit=2&action=accountCreated&actor=demo-administrator&subject=account:')
    await read(`?limit=2&action=accountCreated&actor=demo-administrator&subject=account:&after=${page.next}`)
    const noted = await reads()
    expect(noted.length).toBe(before + 2)
    expect(noted.at(-2)?.after).toEqual({ action: 'accountCreated', actor: 'demo-administrator', subject: 'account:' })
    expect(noted.at(-1)?.after).toMatchObject({ before: Number(page.next) })
  })

  it('is searched by day, person, action, result and subject', async () => {
    const made = await read('?action=accountCreated')
    expect(made.entries).toHaveLength(12)
    const [first] = made.entries
    expect(first).toMatchObject({
      actor: 'demo-administrator',
      role: 'administrator',
      result: 'done',
      happenedAt: '2026-11-20T02:00:00.000Z',
    })
    expect((await read(`?subject=${first?.subject}`)).entries).toHaveLength(1)
    expect((await read('?result=refused')).entries).toMatchObject([{ action: 'refused', actor: 'demo-leader', subject: 'route:audit' }])
    const ofDay = async (query: string) => (await read(`${query}&action=accountCreated`)).entries.length
    expect([await ofDay('?from=2026-11-20&to=2026-11-20'), await ofDay('?to=2026-11-19'), await ofDay('?from=2026-11-21')]).toEqual([
      12, 0, 0,
    ])
    expect((await auditor.ask('/api/v1/audit?after=1;drop')).status).toBe(400)
    expect((await auditor.ask('/api/v1/audit?action=nonsense')).status).toBe(400)
  })

  it('is the auditor’s alone', async () => {
    for (const role of [
      'leader',
      'planner',
      'secretary',
      'gridWorker',
      'patrolLeader',
      'administrator',
      'securityAdministrator',
      'wall',
    ] as const) {
      const visitor = await signInAs(base, role)
      expect([role, (await visitor.ask('/api/v1/audit')).status, (await visitor.ask('/api/v1/audit/chain')).status]).toEqual([
        role,
        403,
        403,
      ])
    }
  })

  it('proves itself whole, and names the entry that somebody changed', async () => {
    const whole = await auditor.json<{ entries: number; head: string }>('/api/v1/audit/chain')
    expect(whole).toMatchObject({ firstBroken: null, problem: null, firstEntryId: 1 })
    expect(whole.head).toMatch(/^[0-9a-f]{64}$/)
    await database.db.query(`update audit_entry set actor = 'nobody' where subdistrict_code = $1 and audit_entry_id = 5`, [code])
    expect(await auditor.json('/api/v1/audit/chain')).toMatchObject({ firstBroken: 5, problem: 'changed' })
  })
})
