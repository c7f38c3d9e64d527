import { beforeAll, describe, expect, it } from 'vitest'
import type { Account } from '#contract/accounts.ts'
import { ErrorBody } from '#contract/errors.ts'
import { verifyChain } from '../../server/db/audit.ts'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { firstSignIn, signIn, signInAs, strongPassword, trySignIn, type Visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let administrator: Visitor
let security: Visitor
let code: string
beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  administrator = await signInAs(base, 'administrator')
  security = await signInAs(base, 'securityAdministrator')
  code = administrator.session.subdistrictCode
})

type Made = { account: Account; oneTimePassword: string }
const ok = async <T>(response: Response): Promise<T> => {
  const body = await response.json()
  expect({ status: response.status, body: response.ok ? '' : body }).toEqual({ status: 200, body: '' })
  return body as T
}
const refusal = async (response: Response) => {
  const { code: word, details } = ErrorBody.parse(await response.json())
  return { status: response.status, code: word, details }
}
const make = async (username: string, more = {}) =>
  ok<Made>(await administrator.send('POST', '/api/v1/accounts', { username, displayName: `王小${username.slice(-1)}`, ...more }))
const grant = async ({ accountId, version }: Account, role: string | null, scope: string[]) =>
  ok<Account>(await security.send('PUT', `/api/v1/accounts/${accountId}/rights`, { version, role, scope }))
const entries = async (subject: string) =>
  (
    await database.db.query(
      `select action, result, reason, actor, before, after from audit_entry where subdistrict_code = $1 and subject = $2 order by audit_entry_id`,
      [code, subject],
    )
  ).rows
const gridCode = async () => String((await database.db.query('select min(grid_code) as code from grid where level = 3')).rows[0]?.code)

describe('an account', () => {
  it('is made without any right and with a password for once, which must be changed before anything else', async () => {
    const { account, oneTimePassword } = await make('wang.fang1')
    expect(account).toMatchObject({
      role: null,
      scope: [],
      state: 'active',
      mustChangePassword: true,
      openSessions: 0,
      demo: false,
      version: 1,
    })
    expect(oneTimePassword).toHaveLength(20)
    const first = await signIn(base, { username: 'Wang.Fang1', password: oneTimePassword })
    expect(await refusal(await first.ask('/api/v1/me/sessions'))).toMatchObject({ status: 403, code: 'password_change_required' })
    const person = await firstSignIn(base, 'wang.fang1', oneTimePassword)
    expect(person.session).toMatchObject({ role: null, scope: [], mustChangePassword: false })
    expect((await person.ask('/api/v1/grids?level=3')).status).toBe(403)
    expect(await refusal(await trySignIn(base, { username: 'wang.fang1', password: oneTimePassword }))).toMatchObject({
      code: 'sign_in_failed',
    })
  })

  it('has a name that nobody else has, whatever the case, and that is not one of the program', async () => {
    await make('li.lei1', { oidcSubject: 'subject-1' })
    for (const body of [
      { username: 'LI.Lei1', displayName: 'x' },
      { username: 'ｌｉ.lei1', displayName: 'x' },
    ])
      expect(await refusal(await administrator.send('POST', '/api/v1/accounts', body))).toMatchObject({
        status: 409,
        details: [{ path: 'body.username' }],
      })
    const sameSubject = { username: 'li.lei2', displayName: 'x', oidcSubject: 'subject-1' }
    expect(await refusal(await administrator.send('POST', '/api/v1/accounts', sameSubject))).toMatchObject({
      status: 409,
      details: [{ path: 'body.oidcSubject' }],
    })
    for (const username of ['system', 'display-7', 'demo-leader2'])
      expect((await administrator.send('POST', '/api/v1/accounts', { username, displayName: 'x' })).status).toBe(400)
  })

  it('gets role and scope from the security administrator, and reaches no further', async () => {
    const { account, oneTimePassword } = await make('zhao.wei1')
    const grid = await gridCode()
    const granted = await grant(account, 'gridWorker', [grid, grid])
    expect(granted).toMatchObject({ role: 'gridWorker', version: 2, scope: [{ code: grid, level: 3, inForce: true }] })
    const person = await firstSignIn(base, 'zhao.wei1', oneTimePassword)
    const { features } = await person.json<{ features: { id: string }[] }>('/api/v1/grids?level=3&limit=1000')
    expect(features.map(({ id }) => id)).toEqual([grid])
    // taken away again: at once, with the session still open
    await grant(granted, null, [])
    expect((await person.ask('/api/v1/grids?level=3')).status).toBe(403)
  })

  it('is not given grids that are not there', async () => {
    const { account } = await make('sun.li1')
    const scope = [code, '990100001999999', '990100002']
    const answer = await security.send('PUT', `/api/v1/accounts/${account.accountId}/rights`, { version: 1, role: 'leader', scope })
    expect(await refusal(answer)).toMatchObject({ status: 400, details: [{ path: 'body.scope.1' }, { path: 'body.scope.2' }] })
  })

  it('that was changed meanwhile is not changed by who read it before', async () => {
    const { account } = await make('zhou.yi1')
    const address = `/api/v1/accounts/${account.accountId}`
    const renamed = await ok<Account>(await administrator.send('PATCH', address, { version: 1, displayName: '周一' }))
    expect(renamed).toMatchObject({ displayName: '周一', version: 2 })
    expect(await refusal(await administrator.send('PATCH', address, { version: 1, displayName: '周二' }))).toEqual({
      status: 409,
      code: 'conflict',
      details: [{ path: 'version', problem: '2' }],
    })
    expect(await refusal(await security.send('PUT', `${address}/rights`, { version: 1, role: null, scope: [] }))).toMatchObject({
      status: 409,
    })
  })

  it('that is disabled loses its sessions and cannot sign in until it is enabled', async () => {
    const { account, oneTimePassword } = await make('wu.ming1')
    const person = await firstSignIn(base, 'wu.ming1', oneTimePassword)
    const address = `/api/v1/accounts/${account.accountId}`
    const before = await ok<{ sessions: unknown[] }>(await administrator.ask(`${address}/sessions`))
    expect(before.sessions.length).toBe(2)
    const disabled = await ok<Account>(await administrator.send('PATCH', address, { version: 1, state: 'disabled' }))
    expect(disabled).toMatchObject({ state: 'disabled', openSessions: 0 })
    expect((await person.ask('/api/v1/session')).status).toBe(401)
    expect((await trySignIn(base, { username: 'wu.ming1', password: strongPassword })).status).toBe(401)
    await ok(await administrator.send('PATCH', address, { version: 2, state: 'active' }))
    expect((await trySignIn(base, { username: 'wu.ming1', password: strongPassword })).status).toBe(200)
  })

  it('that is locked is opened by the administrator, or by a new password for once', async () => {
    const { account, oneTimePassword } = await make('zheng.hao1')
    await firstSignIn(base, 'zheng.hao1', oneTimePassword)
    const address = `/api/v1/accounts/${account.accountId}`
    const lock = async () => {
      for (let attempt = 0; attempt < 5; attempt++) await trySignIn(base, { username: 'zheng.hao1', password: 'Wrong-password-1' })
      expect((await trySignIn(base, { username: 'zheng.hao1', password: strongPassword })).status).toBe(401)
    }
    await lock()
    const listed = await administrator.json<{ accounts: Account[] }>('/api/v1/accounts?q=ZHENG')
    expect(listed.accounts[0]?.lockedUntil).toBe('2026-11-20T02:15:00.000Z')
    expect(await ok(await administrator.send('POST', `${address}/unlock`))).toMatchObject({ lockedUntil: null })
    expect((await trySignIn(base, { username: 'zheng.hao1', password: strongPassword })).status).toBe(200)
    await lock()
    const reset = await ok<{ oneTimePassword: string }>(await administrator.send('POST', `${address}/password-reset`))
    const person = await signIn(base, { username: 'zheng.hao1', password: reset.oneTimePassword })
    expect(person.session.mustChangePassword).toBe(true)
    // the password from before the reset is a former one
    const again = await person.send('PUT', '/api/v1/me/password', { current: reset.oneTimePassword, next: strongPassword })
    expect(await refusal(again)).toMatchObject({ code: 'password_refused', details: [{ path: 'body.next', problem: 'usedBefore' }] })
  })

  it('has sessions that an administrator can end', async () => {
    const { account, oneTimePassword } = await make('feng.yu1')
    const person = await firstSignIn(base, 'feng.yu1', oneTimePassword)
    expect(await ok(await security.send('DELETE', `/api/v1/accounts/${account.accountId}/sessions`))).toEqual({ ended: 2 })
    expect((await person.ask('/api/v1/session')).status).toBe(401)
  })
})

describe('nobody', () => {
  it('administers their own account, and the attempt is kept', async () => {
    const own = (visitor: Visitor) => `/api/v1/accounts/${visitor.session.accountId}`
    const attempts = [
      await security.send('PUT', `${own(security)}/rights`, { version: 1, role: 'leader', scope: [code] }),
      await administrator.send('PATCH', own(administrator), { version: 1, state: 'disabled' }),
      await administrator.send('POST', `${own(administrator)}/password-reset`),
      await administrator.send('POST', `${own(administrator)}/unlock`),
      await security.send('DELETE', `${own(security)}/second-factor`),
    ]
    for (const attempt of attempts) expect(await refusal(attempt)).toMatchObject({ status: 403, code: 'forbidden' })
    const kept = [
      ...(await entries(`account:${security.session.accountId}`)),
      ...(await entries(`account:${administrator.session.accountId}`)),
    ].filter(({ result }) => result === 'refused')
    expect(kept.map(({ action, reason }) => [action, reason])).toEqual([
      ['rightsChanged', 'own account'],
      ['secondFactorRemoved', 'own account'],
      ['accountChanged', 'own account'],
      ['passwordReset', 'own account'],
      ['accountUnlocked', 'own account'],
    ])
  })

  it('does the work of another administrator', async () => {
    const { account } = await make('chen.chen1')
    const address = `/api/v1/accounts/${account.accountId}`
    const auditor = await signInAs(base, 'auditor')
    const attempts = [
      await administrator.send('PUT', `${address}/rights`, { version: 1, role: 'leader', scope: [code] }),
      await administrator.send('DELETE', `${address}/second-factor`),
      await security.send('POST', '/api/v1/accounts', { username: 'x.y.z', displayName: 'x' }),
      await security.send('POST', `${address}/password-reset`),
      await auditor.send('PATCH', address, { version: 1, state: 'disabled' }),
      await (await signInAs(base, 'leader')).ask('/api/v1/accounts'),
    ]
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 403))
    expect((await auditor.ask('/api/v1/accounts')).status).toBe(200)
  })

  it('keeps a way into an account that becomes an auditor: it begins anew, with a password from the operator', async () => {
    const { account, oneTimePassword } = await make('later.auditor')
    const early = await firstSignIn(base, 'later.auditor', oneTimePassword)
    const granted = await grant(account, 'auditor', [code])
    expect((await early.ask('/api/v1/audit')).status).toBe(401)
    expect((await trySignIn(base, { username: 'later.auditor', password: strongPassword })).status).toBe(401)
    expect(granted.role).toBe('auditor')
  })

  it.each(['securityAdministrator', 'auditor'])('becomes a %s by giving that account a password or another sign-in', async (role) => {
    const granted = await grant((await make(`sep.${role.toLowerCase()}`)).account, role, [code])
    const address = `/api/v1/accounts/${granted.accountId}`
    expect((await administrator.send('POST', `${address}/password-reset`)).status).toBe(403)
    expect((await administrator.send('PATCH', address, { version: granted.version, oidcSubject: 'mine' })).status).toBe(403)
    expect((await entries(`account:${granted.accountId}`)).filter(({ reason }) => reason === 'separate role').length).toBe(2)
    expect((await administrator.send('PATCH', address, { version: granted.version, state: 'disabled' })).status).toBe(200)
  })

  it('finds a display or an account of another sub-district among the accounts', async () => {
    const wall = (await database.db.query(`select account_id as id from account where role = 'wall'`)).rows[0]?.id
    await database.db.query(
      `insert into subdistrict (subdistrict_code, name, name_en, source, extent) values ('990100777', 'B', 'B', 'register', ST_MakeEnvelope(0, 0, 1, 1, 4326))`,
    )
    const foreign = await database.db.query(
      `insert into account (subdistrict_code, username, display_name) values ('990100777', 'foreign', 'x') returning account_id as id`,
    )
    for (const id of [wall, foreign.rows[0]?.id, 999_999]) {
      const address = `/api/v1/accounts/${id}`
      const attempts = [
        await administrator.send('PATCH', address, { version: 1, state: 'disabled' }),
        await administrator.send('POST', `${address}/password-reset`),
        await administrator.send('POST', `${address}/unlock`),
        await administrator.ask(`${address}/sessions`),
        await administrator.send('DELETE', `${address}/sessions`),
        await security.send('PUT', `${address}/rights`, { version: 1, role: 'leader', scope: [code] }),
        await security.send('DELETE', `${address}/second-factor`),
      ]
      expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => 404))
    }
    const { accounts } = await administrator.json<{ accounts: Account[] }>('/api/v1/accounts?limit=1000')
    expect(accounts.filter(({ username }) => ['foreign', 'demo-wall'].includes(username))).toEqual([])
  })
})

describe('a fictional person', () => {
  it('may get other rights and be disabled, but no password and no other name', async () => {
    const { accounts } = await administrator.json<{ accounts: Account[] }>('/api/v1/accounts?q=demo-planner')
    const planner = accounts[0]
    if (planner === undefined) throw new Error('the demo has a planner')
    const address = `/api/v1/accounts/${planner.accountId}`
    const refused = [
      await administrator.send('POST', `${address}/password-reset`),
      await administrator.send('PATCH', address, { version: planner.version, displayName: 'x' }),
      await administrator.send('PATCH', address, { version: planner.version, oidcSubject: 'x' }),
    ]
    for (const answer of refused) expect(await refusal(answer)).toMatchObject({ status: 403 })
    const granted = await grant(
      planner,
      'leader',
      planner.scope.map((node) => node.code),
    )
    await grant(
      granted,
      'planner',
      planner.scope.map((node) => node.code),
    )
    const disabled = await ok<Account>(await administrator.send('PATCH', address, { version: granted.version + 1, state: 'disabled' }))
    expect((await trySignIn(base, { demo: 'planner' })).status).toBe(404)
    await ok(await administrator.send('PATCH', address, { version: disabled.version, state: 'active' }))
  })
})

describe('the list of accounts', () => {
  it('is paged by name without one lost or seen twice, and filtered', async () => {
    for (const letter of 'abcdefg') await make(`page.${letter}`)
    const seen: string[] = []
    for (let after = '', guard = 0; guard < 100; guard++) {
      const page = await administrator.json<{ accounts: Account[]; next: string | null }>(`/api/v1/accounts?limit=3${after}`)
      seen.push(...page.accounts.map(({ username }) => username))
      if (page.next === null) break
      after = `&after=${encodeURIComponent(page.next)}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    const people = await database.db.query(
      `select count(*) as n from account where subdistrict_code = $1 and role is distinct from 'wall'`,
      [code],
    )
    expect(seen.length).toBe(people.rows[0]?.n)
    const names = async (query: string) =>
      (await administrator.json<{ accounts: Account[] }>(`/api/v1/accounts?${query}`)).accounts.map(({ username }) => username)
    expect(await names('role=auditor&q=demo')).toEqual(['demo-auditor'])
    expect(await names('q=PAGE.')).toHaveLength(7)
    expect(await names(`q=${encodeURIComponent('%')}`)).toEqual([])
    expect(await names('state=disabled&q=demo')).toEqual([])
  })
})

describe('the audit of accounts', () => {
  it('tells what was changed, and holds neither names nor passwords', async () => {
    const { account, oneTimePassword } = await make('audit.me')
    const granted = await grant(account, 'secretary', [code])
    await ok(
      await administrator.send('PATCH', `/api/v1/accounts/${account.accountId}`, {
        version: granted.version,
        displayName: '李小龙',
        state: 'disabled',
      }),
    )
    const kept = await entries(`account:${account.accountId}`)
    expect(kept.map(({ action, actor }) => [action, actor])).toEqual([
      ['accountCreated', 'demo-administrator'],
      ['rightsChanged', 'demo-securityadministrator'],
      ['accountChanged', 'demo-administrator'],
    ])
    expect(kept[1]).toMatchObject({ before: { role: null, scope: [] }, after: { role: 'secretary', scope: [code] } })
    expect(kept[2]).toMatchObject({ before: { state: 'active', displayName: '王**' }, after: { state: 'disabled', displayName: '李**' } })
    const everything = JSON.stringify((await database.db.query('select * from audit_entry')).rows)
    for (const secret of [oneTimePassword, '$argon2', '李小龙']) expect(everything).not.toContain(secret)
    expect((await verifyChain(database.db, code)).problem).toBeNull()
  })
})
