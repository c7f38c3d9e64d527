import { Secret, TOTP } from 'otpauth'
import { beforeAll, describe, expect, it } from 'vitest'
import { ErrorBody } from '#contract/errors.ts'
import type { Database } from '../../server/db/database.ts'
import { demoNow } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { firstSignIn, signIn, signInAs, strongPassword, trySignIn, type Visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let administrator: Visitor
let clock = demoNow()
const later = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1000)
}
beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database, { now: () => clock })
  administrator = await signInAs(base, 'administrator')
})

const refusal = async (response: Response) => {
  const { code, details } = ErrorBody.parse(await response.json())
  return { status: response.status, code, ...(details && { problems: details.map(({ path, problem }) => `${path} ${problem}`) }) }
}
async function newPerson(username: string): Promise<Visitor> {
  const made = await administrator.send('POST', '/api/v1/accounts', { username, displayName: '王小芳' })
  const { oneTimePassword } = (await made.json()) as { oneTimePassword: string }
  return firstSignIn(base, username, oneTimePassword)
}
const change = (person: Visitor, current: string, next: string) => person.send('PUT', '/api/v1/me/password', { current, next })

describe('changing one’s password', () => {
  it('needs the present one; the other sessions end and this one goes on', async () => {
    const person = await newPerson('change.one')
    const elsewhere = await signIn(base, { username: 'change.one', password: strongPassword })
    expect(await refusal(await change(person, 'Wrong-password-1', 'Lotus-pond-77'))).toMatchObject({ status: 401, code: 'sign_in_failed' })
    const changed = await change(person, strongPassword, 'Lotus-pond-77')
    expect(changed.status).toBe(200)
    expect(await changed.json()).toMatchObject({ username: 'change.one', mustChangePassword: false, passwordExpiresOn: '2027-02-18' })
    expect((await elsewhere.ask('/api/v1/session')).status).toBe(401)
    expect((await person.ask('/api/v1/session')).status).toBe(200)
    expect((await trySignIn(base, { username: 'change.one', password: strongPassword })).status).toBe(401)
    expect((await trySignIn(base, { username: 'change.one', password: 'Lotus-pond-77' })).status).toBe(200)
  })

  it.each([
    ['Ab-3', ['body.next tooShort']],
    ['lotuspondlotus', ['body.next tooFewKinds']],
    ['Xchange.Rules-7', ['body.next containsUsername']],
    ['Password-2026', ['body.next tooCommon']],
    [strongPassword, ['body.next same']],
  ])('to %s is refused, saying why', async (next, problems) => {
    const person = await newPerson(`change.rules.${problems[0]?.split(' ')[1]?.toLowerCase()}`)
    expect(await refusal(await change(person, strongPassword, next))).toEqual({ status: 400, code: 'password_refused', problems })
  })

  it('to one of the last five is refused; the one before those may be used again', async () => {
    const person = await newPerson('change.often')
    const passwords = [strongPassword, 'Lotus-pond-71', 'Lotus-pond-72', 'Lotus-pond-73', 'Lotus-pond-74', 'Lotus-pond-75', 'Lotus-pond-76']
    for (let at = 1; at < 6; at++) expect((await change(person, passwords[at - 1] ?? '', passwords[at] ?? '')).status).toBe(200)
    expect(await refusal(await change(person, 'Lotus-pond-75', strongPassword))).toMatchObject({ problems: ['body.next usedBefore'] })
    expect((await change(person, 'Lotus-pond-75', 'Lotus-pond-76')).status).toBe(200)
    const kept = await database.db.query('select count(*) as n from account_password where account_id = $1', [person.session.accountId])
    expect(kept.rows[0]?.n).toBe(5)
    expect((await change(person, 'Lotus-pond-76', strongPassword)).status).toBe(200)
  })

  it('is no way around the lock: wrong ones count, and then the right one is refused too', async () => {
    const person = await newPerson('change.guess')
    for (let attempt = 0; attempt < 5; attempt++) expect((await change(person, 'Wrong-password-1', 'Lotus-pond-77')).status).toBe(401)
    expect(await refusal(await change(person, strongPassword, 'Lotus-pond-77'))).toMatchObject({ status: 401 })
    expect((await trySignIn(base, { username: 'change.guess', password: strongPassword })).status).toBe(401)
    const locked = await database.db.query(
      `select count(*) as n from audit_entry where action = 'accountLocked' and actor = 'change.guess'`,
    )
    expect(locked.rows[0]?.n).toBe(1)
  })

  it('is not for the fictional people of the demo', async () => {
    const leader = await signInAs(base, 'leader')
    expect(await refusal(await change(leader, 'x', 'Lotus-pond-77'))).toMatchObject({ status: 403 })
    expect(await refusal(await leader.send('POST', '/api/v1/me/second-factor', { password: 'x' }))).toMatchObject({ status: 403 })
  })
})

describe('a second factor', () => {
  const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.getTime() })
  const begin = async (person: Visitor) =>
    (await (await person.send('POST', '/api/v1/me/second-factor', { password: strongPassword })).json()) as {
      secret: string
      address: string
    }
  const confirm = (person: Visitor, code: string) => person.send('PUT', '/api/v1/me/second-factor', { code })

  it('is in force once a code has proved it; from then on signing in needs one, and each works once', async () => {
    const person = await newPerson('totp.one')
    expect(await refusal(await person.send('POST', '/api/v1/me/second-factor', { password: 'Wrong-password-1' }))).toMatchObject({
      status: 401,
    })
    expect(await refusal(await confirm(person, '123456'))).toMatchObject({ status: 409 })
    const { secret, address } = await begin(person)
    expect(address).toMatch(new RegExp(`^otpauth://totp/Fangyuan:totp\\.one\\?.*secret=${secret}`))
    expect((await trySignIn(base, { username: 'totp.one', password: strongPassword })).status).toBe(200)
    const wrong = String((Number(codeOf(secret)) + 1) % 1_000_000).padStart(6, '0')
    expect(await refusal(await confirm(person, wrong))).toMatchObject({ status: 401, code: 'sign_in_failed' })
    const confirmed = await confirm(person, codeOf(secret))
    expect(await confirmed.json()).toMatchObject({ secondFactor: true })
    const sign = (code?: string) => trySignIn(base, { username: 'totp.one', password: strongPassword, ...(code && { code }) })
    expect(await refusal(await sign())).toMatchObject({ code: 'second_factor_needed' })
    // the code that confirmed it was used
    expect((await sign(codeOf(secret))).status).toBe(401)
    later(30)
    expect((await sign(codeOf(secret))).status).toBe(200)
    expect((await sign(codeOf(secret))).status).toBe(401)
    expect(await refusal(await person.send('POST', '/api/v1/me/second-factor', { password: strongPassword }))).toMatchObject({
      status: 409,
    })
  })

  it('lies sealed, and its secret is nowhere in the audit', async () => {
    const person = await newPerson('totp.two')
    const { secret } = await begin(person)
    const row = await database.db.query('select totp_pending_sealed as sealed from account where account_id = $1', [
      person.session.accountId,
    ])
    expect(String(row.rows[0]?.sealed)).toMatch(/^v1\.demo\./)
    await confirm(person, codeOf(secret))
    const everything = JSON.stringify((await database.db.query('select * from audit_entry')).rows)
    expect(everything).not.toContain(secret)
    expect(everything).toContain('secondFactorSet')
  })

  it('is given up with password and code, or reset by the security administrator', async () => {
    const person = await newPerson('totp.three')
    const { secret } = await begin(person)
    await confirm(person, codeOf(secret))
    later(30)
    const remove = (password: string, code: string) => person.send('DELETE', '/api/v1/me/second-factor', { password, code })
    expect(await refusal(await remove('Wrong-password-1', codeOf(secret)))).toMatchObject({ status: 401 })
    expect(await (await remove(strongPassword, codeOf(secret))).json()).toMatchObject({ secondFactor: false })
    const again = await begin(person)
    expect(again.secret).not.toBe(secret)
    expect((await confirm(person, codeOf(again.secret))).status).toBe(200)
    const security = await signInAs(base, 'securityAdministrator')
    const reset = await security.send('DELETE', `/api/v1/accounts/${person.session.accountId}/second-factor`)
    expect(await reset.json()).toMatchObject({ secondFactor: false, openSessions: 0 })
    expect((await trySignIn(base, { username: 'totp.three', password: strongPassword })).status).toBe(200)
  })
})

describe('one’s open sessions', () => {
  it('are listed with the present one marked; the others can be ended, one or all', async () => {
    const person = await newPerson('sessions.one')
    await signIn(base, { username: 'sessions.one', password: strongPassword })
    await signIn(base, { username: 'sessions.one', password: strongPassword })
    type Sessions = { sessions: { sessionId: string; current: boolean }[] }
    // two of the first sign-in, of which changing the password left the one it was done in
    const { sessions } = await person.json<Sessions>('/api/v1/me/sessions')
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
    expect(sessions).toHaveLength(4)
    const other = sessions.find(({ current }) => !current)
    const end = (one = '') => person.send('DELETE', `/api/v1/me/sessions${one}`)
    expect(await (await end(`/${other?.sessionId}`)).json()).toEqual({ ended: 1 })
    expect((await end(`/${sessions.find(({ current }) => current)?.sessionId}`)).status).toBe(404)
    expect(await (await end()).json()).toEqual({ ended: 2 })
    expect((await person.json<Sessions>('/api/v1/me/sessions')).sessions).toHaveLength(1)
  })

  it('of somebody else cannot be ended', async () => {
    const [one, other] = [await newPerson('sessions.two'), await newPerson('sessions.three')]
    const { sessions } = await other.json<{ sessions: { sessionId: string }[] }>('/api/v1/me/sessions')
    for (const { sessionId } of sessions) expect((await one.send('DELETE', `/api/v1/me/sessions/${sessionId}`)).status).toBe(404)
    expect((await other.ask('/api/v1/session')).status).toBe(200)
  })
})

describe('one’s saved views', () => {
  const viewsOf = async (person: Visitor) =>
    ((await (await person.ask('/api/v1/me/views?page=register')).json()) as { views: { viewId: number; name: string; query: string }[] })
      .views

  it('are kept under a name, changed by it, and nobody else’s', async () => {
    const [one, other] = [await newPerson('views.one'), await newPerson('views.two')]
    const keep = (name: string, query: string) => one.send('POST', '/api/v1/me/views', { page: 'register', name, query })
    expect((await keep('早上先看', 'list=unitHead&property=unmanaged')).status).toBe(200)
    expect((await keep('早上先看', 'list=buildingHead')).status).toBe(200)
    expect((await keep('即将到期', 'list=ending&within=30')).status).toBe(200)
    expect((await viewsOf(one)).map(({ name, query }) => [name, query])).toEqual(
      expect.arrayContaining([
        ['早上先看', 'list=buildingHead'],
        ['即将到期', 'list=ending&within=30'],
      ]),
    )
    expect(await viewsOf(other)).toEqual([])
    const [view] = await viewsOf(one)
    expect((await other.send('DELETE', `/api/v1/me/views/${view?.viewId}`)).status).toBe(404)
    expect((await one.send('DELETE', `/api/v1/me/views/${view?.viewId}`)).status).toBe(200)
    expect(await viewsOf(one)).toHaveLength(1)
  })

  it('are at most thirty of a page, and of pages that there are', async () => {
    const one = await newPerson('views.many')
    for (let at = 0; at < 30; at++) await one.send('POST', '/api/v1/me/views', { page: 'register', name: `第 ${at} 个`, query: '' })
    const more = await one.send('POST', '/api/v1/me/views', { page: 'register', name: '再一个', query: '' })
    expect(await refusal(more)).toEqual({ status: 409, code: 'conflict', problems: ['body.name tooMany'] })
    expect((await one.send('POST', '/api/v1/me/views', { page: 'stations', name: '再一个', query: '' })).status).toBe(200)
    expect((await one.send('POST', '/api/v1/me/views', { page: 'nowhere', name: '再一个', query: '' })).status).toBe(400)
  })
})
