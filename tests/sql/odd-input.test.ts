// Input that is well formed and still nothing the database has room for; and a statement that fails while others run.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { listen } from '../engines/listen.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let leader: Visitor
let auditor: Visitor
beforeAll(async () => {
  database = await testDatabase()
  const base = await listen(database)
  leader = await signInAs(base, 'leader')
  auditor = await signInAs(base, 'auditor')
})

const box = 'bbox=108,30,108.1,30.1&zoom=14'
describe('numbers and days out of range', () => {
  it.each([
    '/api/v1/issues?after=999999999999999.1',
    '/api/v1/issues?after=1.999999999999999',
    '/api/v1/buildings?sort=households&after=999999999999999.1',
    '/api/v1/buildings/99999999999999999999',
    '/api/v1/issues?from=0000-01-01',
    '/api/v1/issues?from=9999-12-31&to=9999-12-31',
    '/api/v1/grids?asOf=0000-01-01',
    `/api/v1/issues/density?${box}&from=0000-01-01`,
    `/api/v1/issues/density?${box}&to=9999-12-31`,
    '/api/v1/appointments?building=99999999999999999999',
  ])('%s is refused', async (path) => {
    const response = await leader.ask(path)
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'invalid_request'])
  })

  it.each(['/api/v1/audit?from=0000-01-01', '/api/v1/audit?to=9999-12-31', '/api/v1/audit?after=999999999999999'])(
    '%s too',
    async (path) => {
      expect((await auditor.ask(path)).status).toBe(400)
    },
  )
})

describe('a statement that fails', () => {
  const fail = () =>
    inTransaction(database.pool, async (db) => {
      await db.query('select $1::int', ['99999999999'])
    })

  it('harms no other that runs beside it, again and again', async () => {
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([
        leader.ask('/api/v1/issues?limit=1'),
        fail().catch((error: { code: string }) => error.code),
        leader.ask('/api/v1/stations?limit=1'),
        fail().catch((error: { code: string }) => error.code),
        leader.ask('/api/v1/issues?limit=1'),
      ])
      expect(answers.map((answer) => (answer instanceof Response ? answer.status : answer))).toEqual([200, '22003', 200, '22003', 200])
    }
  })

  it('leaves nothing of its transaction behind', async () => {
    const change = inTransaction(database.pool, async (db) => {
      await db.query(`update subdistrict set name = 'half done'`)
      await db.query('select no_such_column')
    })
    await expect(change).rejects.toThrow(/no_such_column/)
    expect((await database.db.query('select name from subdistrict')).rows[0]?.name).not.toBe('half done')
  })
})
