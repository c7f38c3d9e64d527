import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Session } from '#contract/accounts.ts'
import type { Database } from '../../server/db/database.ts'
import { freePort } from '../engines/cluster.ts'
import { demoNow } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { madeAccount } from '../engines/made-account.ts'
import { type OidcProvider, startOidcProvider } from '../engines/oidc-provider.ts'
import { testDatabase } from '../engines/test-database.ts'

// the address people would use, as the operator sets it; the test asks the service behind it
const publicUrl = 'https://map.example.cn'
const subject = 'subject-of-wang'

let database: Database
let base: string
let provider: OidcProvider
let clock = demoNow()
let accountId: number
beforeAll(async () => {
  database = await testDatabase()
  provider = await startOidcProvider()
  const { issuer, clientId, clientSecret } = provider
  const oidc = { issuer, clientId, clientSecret, name: '政务门户', claim: 'sub' }
  base = await listen(database, { now: () => clock, settings: { publicUrl, oidc } })
  accountId = (await madeAccount(database, 'secretary', [])).accountId
  await database.db.query('update account set oidc_subject = $1 where account_id = $2', [subject, accountId])
})
beforeEach(() => {
  provider.next = { sub: subject }
})

const go = (path: string, cookie = '') => fetch(`${base}${path}`, { redirect: 'manual', headers: { cookie } })
const start = '/api/v1/session/oidc'
const cookiesOf = (response: Response) => response.headers.getSetCookie()
const plain = (cookies: readonly string[]) => cookies.map((cookie) => cookie.split(';')[0]).join('; ')
/** Leaves for the provider and comes back to the door, without going through it. */
async function leave(): Promise<{ back: string; cookie: string }> {
  const left = await go(start)
  expect(left.status).toBe(303)
  const back = provider.authorize(left.headers.get('location') ?? '')
  return { back: back.pathname + back.search, cookie: plain(cookiesOf(left)) }
}
const outcome = (response: Response) => ({
  status: response.status,
  to: response.headers.get('location'),
  signedIn: /(^|; )fangyuan=[\w-]{43}/.test(plain(cookiesOf(response))),
})
const refused = { status: 303, to: '/?sign-in=refused', signedIn: false }
const lastEntry = async () =>
  (await database.db.query('select action, subject, result, reason, actor from audit_entry order by audit_entry_id desc limit 1')).rows[0]

describe('single sign-on', () => {
  it('is told of among the ways to sign in', async () => {
    expect(await (await go('/api/v1/sign-in-ways')).json()).toMatchObject({ oidc: { name: '政务门户', path: start } })
  })

  it('leaves with state, nonce and PKCE, and a cookie for this browser alone', async () => {
    const left = await go(start)
    const address = new URL(left.headers.get('location') ?? '')
    expect(address.origin).toBe(provider.issuer)
    expect(address.searchParams.get('redirect_uri')).toBe(`${publicUrl}/api/v1/session/oidc/return`)
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'openid profile',
      code_challenge_method: 'S256',
    })
    expect(cookiesOf(left)[0]).toMatch(/^fangyuan-oidc=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
    const kept = JSON.stringify((await database.db.query('select * from oidc_attempt')).rows)
    expect(kept).not.toContain(address.searchParams.get('state'))
  })

  it('opens a session for the account of the subject', async () => {
    const { back, cookie } = await leave()
    const returned = await go(back, cookie)
    expect(outcome(returned)).toEqual({ status: 303, to: '/', signedIn: true })
    expect(returned.headers.get('cache-control')).toBe('no-store')
    const session = (await (await go('/api/v1/session', plain(cookiesOf(returned)))).json()) as Session
    expect(session).toMatchObject({ accountId, role: 'secretary', mustChangePassword: false })
    expect(await lastEntry()).toMatchObject({ action: 'signedIn', subject: `account:${accountId}`, reason: 'single sign-on' })
  })

  it('ends the session that the browser came with', async () => {
    const first = await leave()
    const before = plain(cookiesOf(await go(first.back, first.cookie)))
    const second = await leave()
    expect(outcome(await go(second.back, `${second.cookie}; ${before}`))).toMatchObject({ signedIn: true })
    expect((await go('/api/v1/session', before)).status).toBe(401)
  })

  it('knows no subject without an account, and makes none', async () => {
    const accounts = async () => (await database.db.query('select count(*) as n from account')).rows[0]?.n
    const before = await accounts()
    provider.next = { sub: 'somebody-else' }
    const { back, cookie } = await leave()
    expect(outcome(await go(back, cookie))).toEqual(refused)
    expect(await accounts()).toBe(before)
    expect(await lastEntry()).toEqual({
      action: 'signInFailed',
      subject: 'account:unknown',
      result: 'failed',
      reason: 'single sign-on: no account',
      actor: '',
    })
  })

  it('lets no disabled account in', async () => {
    await database.db.query(`update account set state = 'disabled' where account_id = $1`, [accountId])
    const { back, cookie } = await leave()
    expect(outcome(await go(back, cookie))).toEqual(refused)
    await database.db.query(`update account set state = 'active' where account_id = $1`, [accountId])
  })

  it('is refused in another browser, with another state, and a second time', async () => {
    const one = await leave()
    expect(outcome(await go(one.back))).toEqual(refused)
    const other = await leave()
    expect(outcome(await go(one.back, other.cookie))).toEqual(refused)
    const changed = one.back.replace(/state=[^&]+/, 'state=invented')
    expect(outcome(await go(changed, one.cookie))).toEqual(refused)
    expect(outcome(await go(changed, 'fangyuan-oidc=invented'))).toEqual(refused)
    expect(outcome(await go(one.back, one.cookie))).toMatchObject({ signedIn: true })
    expect(outcome(await go(one.back, one.cookie))).toEqual(refused)
  })

  it('is refused after ten minutes', async () => {
    const { back, cookie } = await leave()
    clock = new Date(clock.getTime() + 10 * 60_000)
    expect(outcome(await go(back, cookie))).toEqual(refused)
  })

  it.each([
    ['the nonce is another', { sub: subject, nonce: 'another' }],
    ['the token is for another service', { sub: subject, audience: 'another' }],
    ['the token is signed by somebody else', { sub: subject, foreignKey: true }],
  ])('is refused where %s', async (_, next) => {
    provider.next = next
    const { back, cookie } = await leave()
    expect(outcome(await go(back, cookie))).toEqual(refused)
  })

  it('is refused where the person said no, the code is invented, or nothing came back', async () => {
    for (const change of [
      (back: string) => back.replace(/code=[^&]+/, 'error=access_denied'),
      (back: string) => back.replace(/code=[^&]+/, 'code=invented'),
      (back: string) => back.replace(/code=[^&]+&/, ''),
      (back: string) => back.split('?')[0] ?? '',
    ]) {
      const { back, cookie } = await leave()
      expect(outcome(await go(change(back), cookie))).toEqual(refused)
    }
  })

  it('leads nowhere but to the start page', async () => {
    const { back, cookie } = await leave()
    expect(outcome(await go(`${back}&redirect=https://evil.example&next=//evil.example`, cookie))).toMatchObject({
      to: '/',
      signedIn: true,
    })
  })

  it('says so where the provider is away, before leaving and after coming back', async () => {
    const away = await listen(database, {
      settings: {
        publicUrl,
        oidc: { issuer: `http://127.0.0.1:${await freePort()}`, clientId: 'x', clientSecret: 'x', name: 'x', claim: 'sub' },
      },
    })
    const answer = await fetch(`${away}${start}`, { redirect: 'manual' })
    expect(outcome(answer)).toEqual({ status: 303, to: '/?sign-in=unavailable', signedIn: false })
    const { back, cookie } = await leave()
    provider.stop()
    expect(outcome(await go(back, cookie))).toEqual({ status: 303, to: '/?sign-in=unavailable', signedIn: false })
  })
})

describe('without single sign-on', () => {
  it('there is nothing at its addresses', async () => {
    const none = await listen(database)
    for (const path of [start, `${start}/return?code=x&state=y`])
      expect((await fetch(`${none}${path}`, { redirect: 'manual' })).status).toBe(404)
  })
})
