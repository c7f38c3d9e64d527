import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Display } from '#contract/accounts.ts'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { signIn, signInAs, trySignIn, type Visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let security: Visitor
let code: string
beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  security = await signInAs(base, 'securityAdministrator')
  code = security.session.subdistrictCode
})

type Made = { display: Display; token: string }
const make = async (body: unknown): Promise<Made> => {
  const answer = await security.send('POST', '/api/v1/displays', body)
  expect(answer.status).toBe(200)
  return (await answer.json()) as Made
}
const list = async () => (await security.json<{ displays: Display[] }>('/api/v1/displays')).displays

describe('a display', () => {
  it('is made with a token that is shown once and kept only as a hash', async () => {
    const { display, token } = await make({ name: '大厅', scenes: ['heat', 'heat', 'coverage'], scope: [code] })
    expect(display).toMatchObject({
      name: '大厅',
      scenes: ['heat', 'coverage'],
      createdBy: 'demo-securityadministrator',
      lastSeenAt: null,
      revokedAt: null,
    })
    expect(display.scope.map((node) => node.code)).toEqual([code])
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const kept = await database.db.query('select token_hash from display where display_id = $1', [display.displayId])
    expect(kept.rows[0]?.token_hash).toBe(createHash('sha256').update(token).digest('hex'))
    const everything = JSON.stringify((await database.db.query('select * from audit_entry')).rows)
    expect(everything).not.toContain(token)
    expect(everything).not.toContain(String(kept.rows[0]?.token_hash))
    expect(JSON.stringify(await list())).not.toContain(token)
  })

  it('shows its scenes and nothing else, and is dark as soon as it is revoked', async () => {
    const { display, token } = await make({ name: '会议室', scenes: ['heat'], scope: [code] })
    const wall = await signIn(base, { display: token })
    expect(wall.session).toMatchObject({ role: 'wall', scenes: ['heat'], expiresAt: null, username: `display-${display.displayId}` })
    expect((await wall.ask('/api/v1/grids?level=3')).status).toBe(200)
    expect((await wall.ask('/api/v1/patrol-routes')).status).toBe(403)
    expect((await list()).find(({ displayId }) => displayId === display.displayId)?.lastSeenAt).not.toBeNull()
    const revoked = await security.send('DELETE', `/api/v1/displays/${display.displayId}`)
    expect(await revoked.json()).toMatchObject({ displayId: display.displayId, revokedAt: '2026-11-20T02:00:00.000Z' })
    expect((await wall.ask('/api/v1/grids?level=3')).status).toBe(401)
    expect((await trySignIn(base, { display: token })).status).toBe(401)
    // a second time changes nothing
    expect((await security.send('DELETE', `/api/v1/displays/${display.displayId}`)).status).toBe(200)
    expect((await list()).at(-1)).toMatchObject({ displayId: display.displayId })
  })

  it.each([
    [{ name: 'x', scenes: [], scope: ['990100001'] }, 400],
    [{ name: 'x', scenes: ['nonsense'], scope: ['990100001'] }, 400],
    [{ name: 'x', scenes: ['heat'], scope: [] }, 400],
    [{ name: 'x', scenes: ['heat'], scope: ['990100001999999'] }, 400],
  ])('%j is refused', async (body, status) => {
    expect((await security.send('POST', '/api/v1/displays', body)).status).toBe(status)
  })

  it('is made and revoked by the security administrator alone; another one is not there', async () => {
    const administrator = await signInAs(base, 'administrator')
    expect((await administrator.send('POST', '/api/v1/displays', { name: 'x', scenes: ['heat'], scope: [code] })).status).toBe(403)
    expect((await (await signInAs(base, 'auditor')).ask('/api/v1/displays')).status).toBe(200)
    expect((await security.send('DELETE', '/api/v1/displays/999999')).status).toBe(404)
  })
})
