// Signing in, staying signed in, and what attackers try.
import { beforeAll, describe, expect, it } from 'vitest'
import { usualPolicy } from '#domain/accounts/account-policy.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { hashPassword } from '../../server/accounts/passwords.ts'
import type { Database } from '../../server/db/database.ts'
import { demoNow } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, madeAccount, madeCookie } from '../engines/made-account.ts'
import { cookieOf, signIn, signInAs, strongPassword, trySignIn, visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let hash: string
/** The time of the service; tests move it. */
let now = demoNow().getTime()
const minutes = (count: number) => count * 60_000
const later = (milliseconds: number) => {
  now += milliseconds
}
beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database, { now: () => new Date(now) })
  hash = await hashPassword(strongPassword)
})

/** Somebody with a password, whole sub-district. */
async function person(role: Parameters<typeof madeAccount>[1] = 'leader') {
  const made = await madeAccount(database, role, [code])
  await database.db.query('update account set password_hash = $2, password_set_at = $3 where account_id = $1', [
    made.accountId,
    hash,
    new Date(now).toISOString(),
  ])
  return made
}
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code
const audited = async (action: string, accountId: number) =>
  (
    await database.db.query('select count(*)::int as n from audit_entry where action = $1 and subject = $2', [
      action,
      `account:${accountId}`,
    ])
  ).rows[0]?.n

describe('signing in', () => {
  it('gives a cookie that scripts cannot read and other sites do not send', async () => {
    const { username } = await person()
    const response = await trySignIn(base, { username: ` ${username.toUpperCase()} `, password: strongPassword })
    expect(response.status).toBe(200)
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/^fangyuan=[\w-]{43}; /)
    for (const word of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(word)
    expect(cookie).not.toMatch(/Max-Age|Expires/)
  })

  it('behind https, gives one that only https carries and no other host can plant', async () => {
    const secure = await listen(database, {
      now: () => new Date(now),
      settings: { publicUrl: 'https://map.example.cn', secureCookies: true },
    })
    const response = await trySignIn(secure, { demo: 'leader' })
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-fangyuan=.*; Secure/)
    const plain = `fangyuan=${cookieOf(response).split('=')[1]}`
    expect((await fetch(`${secure}/api/v1/session`, { headers: { cookie: plain } })).status).toBe(401)
  })

  it('keeps no token in the database, only its hash', async () => {
    const { cookie } = await signIn(base, { username: (await person()).username, password: strongPassword })
    const token = cookie.split('=')[1] ?? ''
    const rows = await database.db.query('select * from session')
    expect(JSON.stringify(rows.rows)).not.toContain(token)
  })

  it('says who one is: role, scope, when it ends', async () => {
    const secretary = await signInAs(base, 'secretary')
    expect(secretary.session).toMatchObject({
      role: 'secretary',
      subdistrictCode: code,
      demo: true,
      mustChangePassword: false,
      idleMinutes: 30,
    })
    expect(secretary.session.scope).toMatchObject([{ level: 2, inForce: true }])
    expect(Date.parse(secretary.session.expiresAt ?? '') - now).toBe(12 * 3_600_000)
    expect(await secretary.json('/api/v1/session')).toEqual(secretary.session)
  })

  it('is in the audit, and so are signing out and failing', async () => {
    const made = await person()
    const visit = await signIn(base, { username: made.username, password: strongPassword })
    await trySignIn(base, { username: made.username, password: 'wrong' })
    expect((await visit.send('DELETE', '/api/v1/session')).status).toBe(200)
    for (const action of ['signedIn', 'signInFailed', 'signedOut'])
      expect([action, await audited(action, made.accountId)]).toEqual([action, 1])
  })
})

describe('a session', () => {
  it('ends after idleness, but not while somebody works', async () => {
    const visit = await signIn(base, { username: (await person()).username, password: strongPassword })
    for (let i = 0; i < 5; i++) {
      later(minutes(20))
      expect((await visit.ask('/api/v1/session')).status).toBe(200)
    }
    later(minutes(31))
    expect((await visit.ask('/api/v1/session')).status).toBe(401)
  })

  it('is not kept alive by what a page asks by itself', async () => {
    const visit = await signIn(base, { username: (await person()).username, password: strongPassword })
    for (let i = 0; i < 3; i++) {
      later(minutes(9))
      expect((await visit.ask('/api/v1/layers', { headers: { 'fangyuan-background': '1' } })).status).toBe(200)
    }
    later(minutes(9))
    expect((await visit.ask('/api/v1/layers', { headers: { 'fangyuan-background': '1' } })).status).toBe(401)
  })

  it('ends after its hours whatever happens', async () => {
    const visit = await signIn(base, { username: (await person()).username, password: strongPassword })
    for (let hour = 0; hour < 12 * 3 - 1; hour++) {
      later(minutes(20))
      expect((await visit.ask('/api/v1/session')).status).toBe(200)
    }
    later(minutes(20))
    expect((await visit.ask('/api/v1/session')).status).toBe(401)
  })

  it('of a display does not end by idleness, and is dark as soon as it is revoked', async () => {
    const security = await signInAs(base, 'securityAdministrator')
    const made = await security.send('POST', '/api/v1/displays', { name: 'Hall', scenes: ['heat'], scope: [code] })
    const { token, display } = (await made.json()) as { token: string; display: { displayId: number } }
    const wall = await signIn(base, { display: token })
    expect(wall.session).toMatchObject({ role: 'wall', scenes: ['heat'], expiresAt: null, idleMinutes: null })
    later(minutes(60 * 24 * 90))
    expect((await wall.ask('/api/v1/layers', { headers: { 'fangyuan-background': '1' } })).status).toBe(200)
    expect((await wall.send('POST', '/api/v1/appointments/1/reveal', { reason: 'curious' })).status).toBe(403)
    const again = await signInAs(base, 'securityAdministrator')
    expect((await again.send('DELETE', `/api/v1/displays/${display.displayId}`)).status).toBe(200)
    expect((await wall.ask('/api/v1/layers')).status).toBe(401)
    expect((await trySignIn(base, { display: token })).status).toBe(401)
  })

  it('shows new rights and a new scope at once', async () => {
    const made = await person('secretary')
    const visit = await signIn(base, { username: made.username, password: strongPassword })
    expect(((await visit.json('/api/v1/grids?level=2')) as { features: unknown[] }).features.length).toBe(26)
    const security = await signInAs(base, 'securityAdministrator')
    const rights = { version: 1, role: 'secretary', scope: ['990100001003000'] }
    expect((await security.send('PUT', `/api/v1/accounts/${made.accountId}/rights`, rights)).status).toBe(200)
    const after = visitor(base, visit.cookie, visit.session)
    expect((await after.ask('/api/v1/grids?level=2')).status).toBeLessThan(402)
    const fresh = await signIn(base, { username: made.username, password: strongPassword })
    expect(((await fresh.json('/api/v1/grids?level=2')) as { features: unknown[] }).features.length).toBe(1)
  })
})

describe('an attacker', () => {
  it('cannot fix a session: signing in makes a new token, and the planted one is worth nothing', async () => {
    const planted = `fangyuan=${'A'.repeat(43)}`
    const response = await trySignIn(base, { demo: 'leader' }, { cookie: planted })
    expect(cookieOf(response)).not.toBe(planted)
    expect((await fetch(`${base}/api/v1/session`, { headers: { cookie: planted } })).status).toBe(401)
    const own = await signInAs(base, 'leader')
    const second = await trySignIn(base, { demo: 'planner' }, { cookie: own.cookie })
    expect(second.status).toBe(200)
    expect((await own.ask('/api/v1/session')).status).toBe(401)
  })

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('cannot make a browser on another site change anything: %o', async (headers) => {
    const visit = await signInAs(base, 'administrator')
    const body = JSON.stringify({ username: 'planted', displayName: 'Planted' })
    const response = await visit.ask('/api/v1/accounts', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
      body,
    })
    expect([response.status, await codeOf(response)]).toEqual([403, 'cross_site'])
    expect((await trySignIn(base, { demo: 'leader' }, headers as Record<string, string>)).status).toBe(403)
  })

  it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x'], ['application/jsonx']])(
    'cannot send a body as %s, which forms can',
    async (type) => {
      const response = await fetch(`${base}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{"demo":"leader"}',
      })
      expect([response.status, await codeOf(response)]).toEqual([415, 'unsupported_media_type'])
    },
  )

  it('who guesses locks the account, each time for longer; the right password does not help meanwhile', async () => {
    const made = await person()
    const guess = (password: string) => trySignIn(base, { username: made.username, password })
    for (let i = 0; i < usualPolicy.failures; i++) expect((await guess(`wrong ${i}`)).status).toBe(401)
    expect((await guess(strongPassword)).status).toBe(401)
    later(minutes(usualPolicy.lockMinutes - 1))
    expect((await guess(strongPassword)).status).toBe(401)
    later(minutes(2))
    for (let i = 0; i < usualPolicy.failures; i++) await guess(`wrong ${i}`)
    later(minutes(usualPolicy.lockMinutes + 1))
    expect((await guess(strongPassword)).status).toBe(401)
    later(minutes(usualPolicy.lockMinutes))
    expect((await guess(strongPassword)).status).toBe(200)
    expect(await audited('accountLocked', made.accountId)).toBe(2)
  })

  it('who guesses many at the same moment gets no more attempts than one after the other', async () => {
    const made = await person()
    await Promise.all(Array.from({ length: 20 }, (_, i) => trySignIn(base, { username: made.username, password: `wrong ${i}` })))
    const row = (await database.db.query('select locked_until, lock_count from account where account_id = $1', [made.accountId])).rows[0]
    expect(row?.lock_count).toBe(1)
    expect((await trySignIn(base, { username: made.username, password: strongPassword })).status).toBe(401)
  })

  it('learns from no word whether a name exists, is locked, disabled, or has another password', async () => {
    const [real, disabled, locked] = [await person(), await person(), await person()]
    await database.db.query(`update account set state = 'disabled' where account_id = $1`, [disabled.accountId])
    await database.db.query('update account set locked_until = $2 where account_id = $1', [
      locked.accountId,
      new Date(now + 1e6).toISOString(),
    ])
    const answers: unknown[] = []
    for (const username of ['nobody-at-all', real.username, disabled.username, locked.username, 'demo-leader']) {
      const response = await trySignIn(base, { username, password: 'not the password 1' })
      const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>
      answers.push([response.status, body])
    }
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('learns nothing from the time it takes', async () => {
    const real = await person()
    const median = async (username: string) => {
      const times: number[] = []
      for (let i = 0; i < 15; i++) {
        const started = performance.now()
        await trySignIn(base, { username, password: 'not the password 1' })
        times.push(performance.now() - started)
        await database.db.query('update account set failed_attempts = 0, locked_until = null where account_id = $1', [real.accountId])
      }
      return times.sort((a, b) => a - b)[7] ?? 0
    }
    const [known, unknown] = [await median(real.username), await median('nobody-at-all')]
    // the hash is nearly all of it on both sides; a name that is not there may not be told apart by a missing hash
    expect(unknown / known).toBeGreaterThan(0.5)
    expect(unknown / known).toBeLessThan(2)
  })

  it('who asks too often is told to wait', async () => {
    const strict = await listen(database, { usualLimits: true })
    const statuses: number[] = []
    for (let i = 0; i < 22; i++) statuses.push((await trySignIn(strict, { username: 'one-name', password: 'x' })).status)
    expect(statuses.slice(0, 20).every((status) => status === 401)).toBe(true)
    expect(statuses.at(-1)).toBe(429)
    const leader = await signInAs(strict, 'leader')
    const appointment = (await database.db.query('select min(appointment_id) as id from appointment')).rows[0]?.id
    const reveals = []
    for (let i = 0; i < 32; i++)
      reveals.push((await leader.send('POST', `/api/v1/appointments/${appointment}/reveal`, { reason: 'ask about the lift' })).status)
    expect([reveals[0], reveals.at(-1)]).toEqual([200, 429])
  })

  it('cannot sign in as anybody of the demo where there is no demo, nor go on with a session from when there was', async () => {
    const visit = await signInAs(base, 'leader')
    const real = await listen(database, { now: () => new Date(now), settings: { demo: false } })
    for (const role of ['leader', 'administrator', 'wall']) expect((await trySignIn(real, { demo: role })).status).toBe(404)
    expect(await (await fetch(`${real}/api/v1/sign-in-ways`)).json()).toMatchObject({ demo: [] })
    expect((await fetch(`${real}/api/v1/session`, { headers: { cookie: visit.cookie } })).status).toBe(401)
  })

  it.each([
    ['{"demo":"leader","role":"administrator"}'],
    ['{"demo":"leader","__proto__":{"role":"administrator"}}'],
    ['{"demo":"leader","constructor":{"prototype":{"role":"administrator"}}}'],
    ['{"username":"a","password":"b","isAdmin":true}'],
    ['[{"demo":"leader"}]'],
    ['"demo"'],
    ['{"demo":{"toString":"leader"}}'],
    ['{"demo":"leader"'],
  ])('cannot slip in a field that nobody asked for: %s', async (body) => {
    const response = await fetch(`${base}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect([response.status, await codeOf(response)]).toEqual([400, 'invalid_request'])
    expect(({} as Record<string, unknown>).role).toBeUndefined()
  })

  it('cannot give itself rights with the fields of another operation', async () => {
    const administrator = await signInAs(base, 'administrator')
    const own = administrator.session.accountId
    for (const body of [
      { version: 1, role: 'leader' },
      { version: 1, scope: [code] },
      { version: 1, passwordHash: 'x' },
      { version: 1, subdistrictCode: '1' },
    ])
      expect((await administrator.send('PATCH', `/api/v1/accounts/${own}`, body)).status).toBe(400)
    expect((await administrator.send('PUT', `/api/v1/accounts/${own}/rights`, { version: 1, role: 'leader', scope: [] })).status).toBe(403)
    const security = await signInAs(base, 'securityAdministrator')
    const rights = { version: 1, role: 'leader', scope: [code] }
    expect((await security.send('PUT', `/api/v1/accounts/${security.session.accountId}/rights`, rights)).status).toBe(403)
  })

  it('cannot send what is too large or too deep', async () => {
    const send = (body: string) =>
      fetch(`${base}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const large = await send(JSON.stringify({ username: 'a'.repeat(70_000), password: 'b' }))
    expect([large.status, await codeOf(large)]).toEqual([413, 'too_large'])
    for (const deep of ['['.repeat(20_000) + ']'.repeat(20_000), `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`])
      expect((await send(deep)).status).toBe(400)
    expect((await fetch(`${base}/api/v1/session?${'a=1&'.repeat(3000)}`)).status).toBeLessThan(500)
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
  })

  it.each([
    '/../../etc/passwd',
    '/assets/..%2f..%2f..%2fetc%2fpasswd',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/api/docs/files/..%2f..%2fpackage.json',
    '/%00',
    '/api/v1/tiles/roads/../../../../etc/passwd',
    '/.env',
    '/.fangyuan/lock',
    '/package.json',
  ])('cannot walk out of the folder: %s', async (path) => {
    const response = await rawGet(base, path)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(response.body).not.toMatch(/root:|"scripts"/)
  })

  it('cannot put a line into a header', async () => {
    const visit = await signInAs(base, 'leader')
    for (const path of [
      '/api/v1/search?q=a%0d%0aSet-Cookie:%20x=1',
      '/api/v1/session/oidc/return?state=%0d%0aSet-Cookie:%20x=1',
      '/%0d%0aX-Evil:1',
    ]) {
      const response = await visit.ask(path, { redirect: 'manual' })
      expect([...response.headers.keys()]).not.toContain('x-evil')
      expect(response.headers.get('set-cookie') ?? '').not.toContain('x=1')
    }
  })

  it('reads no stack, statement or path in an error', async () => {
    const visit = await signInAs(base, 'leader')
    for (const path of ['/api/v1/grids/1', '/api/v1/nothing', '/api/v1/buildings?after=1', '/api/v1/tiles/x/1/1/1.mvt']) {
      const text = await (await visit.ask(path)).text()
      expect(text).not.toMatch(/\bat \w+ \(|node_modules|select |\.ts:|postgres/i)
    }
  })
})

/** fetch tidies paths up; an attacker does not. */
async function rawGet(origin: string, path: string): Promise<{ status: number; body: string }> {
  const { request } = await import('node:http')
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method: 'GET' }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        body += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

describe('SQL in a text', () => {
  const evil = [
    `'; drop table building; --`,
    `" or 1=1 --`,
    `\\'; select pg_sleep(9); --`,
    '%_\\',
    `$1; delete from issue`,
    'a\u0000b',
    `${'('.repeat(60)}`,
  ]
  it('stays a text, in every field that takes one', async () => {
    const leader = await signInAs(base, 'leader')
    const administrator = await signInAs(base, 'administrator')
    const security = await signInAs(base, 'securityAdministrator')
    const auditor = await signInAs(base, 'auditor')
    const count = async () =>
      (await database.db.query('select (select count(*) from building) as b, (select count(*) from issue) as i')).rows[0]
    const before = await count()
    for (const text of evil) {
      const q = encodeURIComponent(text)
      const asked = [
        leader.ask(`/api/v1/search?q=${q}`),
        leader.ask(`/api/v1/buildings?after=${q}`),
        leader.ask(`/api/v1/grids/${q}`),
        leader.send('POST', '/api/v1/appointments/1/reveal', { reason: `reason ${text}` }),
        auditor.ask(`/api/v1/audit?actor=${q}&subject=${q}`),
        administrator.ask(`/api/v1/accounts?q=${q}`),
        administrator.send('POST', '/api/v1/accounts', { username: text, displayName: text }),
        security.send('POST', '/api/v1/displays', { name: text, scenes: ['heat'], scope: [text] }),
        administrator.send('PUT', `/api/v1/dictionaries/issue-items/${q}`, { name: text }),
        trySignIn(base, { username: text, password: text }),
        trySignIn(base, { display: text.padEnd(24, 'x') }),
      ]
      for (const response of await Promise.all(asked)) expect([response.url, response.status < 500]).toEqual([response.url, true])
    }
    expect(await count()).toEqual(before)
  })
})

describe('a display', () => {
  it('is let in however many wrong tokens came from where it stands, and each of those is noted', async () => {
    const strict = await listen(database, { usualLimits: true, now: () => new Date(now) })
    const security = await signInAs(base, 'securityAdministrator')
    const made = (await (await security.send('POST', '/api/v1/displays', { name: 'Gate', scenes: ['heat'], scope: [code] })).json()) as {
      token: string
    }
    const statuses = []
    for (let i = 0; i < 22; i++) statuses.push((await trySignIn(strict, { display: `wrong-token-number-${i}` })).status)
    expect([statuses[0], statuses.at(-1)]).toEqual([401, 429])
    expect((await trySignIn(strict, { display: made.token })).status).toBe(200)
    const noted = await database.db.query(`select count(*)::int as n from audit_entry where subject = 'display:unknown'`)
    expect(Number(noted.rows[0]?.n)).toBeGreaterThanOrEqual(20)
  })

  it('cannot count family disputes apart, nor tell one report from its neighbours', async () => {
    const made = await madeAccount(database, 'wall', [code])
    const wall = visitor(base, await madeCookie(database, made, new Date(now)), {} as never)
    type Density = { total: number; cells: [number, number, number][] }
    const period = 'bbox=107.9,30.4,108.1,30.6&from=2025-11-21&to=2026-11-20'
    expect((await wall.json<Density>(`/api/v1/issues/density?${period}&zoom=14&item=neighbourDispute`)).total).toBe(0)
    const all = await wall.json<Density>(`/api/v1/issues/density?${period}&zoom=18`)
    expect(all.cells.length).toBeGreaterThan(0)
    expect(all.cells.filter(([, , count]) => count < 3)).toEqual([])
  })
})

describe('an account made in the demo', () => {
  it('is closed where there is no demo', async () => {
    const administrator = await signInAs(base, 'administrator')
    const made = (await (
      await administrator.send('POST', '/api/v1/accounts', { username: 'made.in.demo', displayName: 'Made' })
    ).json()) as {
      oneTimePassword: string
    }
    const body = { username: 'made.in.demo', password: made.oneTimePassword }
    const visit = await signIn(base, body)
    const real = await listen(database, { now: () => new Date(now), settings: { demo: false } })
    expect((await trySignIn(real, body)).status).toBe(401)
    expect((await fetch(`${real}/api/v1/session`, { headers: { cookie: visit.cookie } })).status).toBe(401)
  })
})

describe('personal data', () => {
  it('of somebody whose term is over stays masked, and the attempt is noted', async () => {
    const leader = await signInAs(base, 'leader')
    const day = calendarDay(new Date(now))
    const over = (
      await database.db.query('select max(appointment_id) as id from appointment where coalesce(ended_on, term_end) <= $1', [day])
    ).rows[0]?.id
    expect((await leader.send('POST', `/api/v1/appointments/${over}/reveal`, { reason: 'ask about the lift' })).status).toBe(404)
    const noted = await database.db.query(`select result from audit_entry where subject = $1 and action = 'revealed'`, [
      `appointment:${over}`,
    ])
    expect(noted.rows).toEqual([{ result: 'refused' }])
  })

  it('leave masked, and in clear only one by one, for a reason, inside the scope, with a trace that does not hold them', async () => {
    const secretary = await signInAs(base, 'secretary')
    const community = secretary.session.scope[0]?.code.slice(0, 12)
    const row = (
      await database.db.query(
        `select a.appointment_id, a.building_id, p.name from appointment a join person p using (subdistrict_code, person_id)
         join building b using (subdistrict_code, building_id)
         where left(b.grid_code, 12) = $1 and a.head_role = 'buildingHead' and a.term_start <= $2 and coalesce(a.ended_on, a.term_end) > $2::date + 2
         order by 1 limit 1`,
        [community, calendarDay(new Date(now))],
      )
    ).rows[0]
    const listed = await (await secretary.ask(`/api/v1/appointments?building=${row?.building_id}`)).text()
    expect(listed).not.toContain(String(row?.name))
    expect(listed).toMatch(/"phone":"100\*\*\*\*\d{4}"/)
    const path = `/api/v1/appointments/${row?.appointment_id}/reveal`
    expect((await secretary.send('POST', path, { reason: '  ' })).status).toBe(400)
    const revealed = (await (await secretary.send('POST', path, { reason: '电梯停运,需当面核实' })).json()) as {
      name: string
      phone: string
    }
    expect(revealed.name).toBe(row?.name)
    expect(revealed.phone).toMatch(/^100\d{8}$/)
    const traces = await database.db.query(`select * from audit_entry where action = 'revealed' order by audit_entry_id desc limit 1`)
    expect(traces.rows[0]).toMatchObject({
      actor: 'demo-secretary',
      subject: `appointment:${row?.appointment_id}`,
      reason: '电梯停运,需当面核实',
    })
    expect(JSON.stringify(traces.rows)).not.toContain(revealed.phone)
    expect(JSON.stringify(traces.rows)).not.toContain(revealed.name)
  })

  it('lie sealed in the database', async () => {
    const plain = await database.db.query(
      `select count(*)::int as n from person where phone_sealed !~ '^v1\\.demo\\.' or phone_sealed ~ '100[0-9]{8}'`,
    )
    expect(plain.rows[0]?.n).toBe(0)
  })

  it('small counts of people are not told', async () => {
    const leader = await signInAs(base, 'leader')
    const list = await leader.json<{ features: { properties: { residents60Plus: number | string } }[] }>('/api/v1/buildings?limit=1000')
    const told = list.features.map(({ properties }) => properties.residents60Plus)
    expect(told).toContain('<3')
    expect(told.filter((count) => count === 1 || count === 2)).toEqual([])
  })

  it('a family dispute is no point on a wall, and no words of people stand there', async () => {
    const made = await madeAccount(database, 'wall', [code])
    const wall = visitor(base, await madeCookie(database, made, new Date(now)), {} as never)
    const list = await wall.json<{ features: { properties: { item: string; description: string } }[] }>('/api/v1/issues?limit=1000')
    expect(list.features.length).toBeGreaterThan(100)
    expect(list.features.filter(({ properties }) => properties.item === 'neighbourDispute' || properties.description !== '')).toEqual([])
  })
})

describe('many sessions of one account', () => {
  it('that begin in the same moment: the newest is open, the oldest ended', async () => {
    const made = await person()
    await database.db.query(
      `insert into session (subdistrict_code, token_hash, session_id, account_id, signed_in_at, last_seen_at, expires_at, address, device)
       select $1, 'of the test ' || n, 'of the test ' || n, $2, $3, $3, null, '', '' from generate_series(1, 505) n`,
      [code, made.accountId, new Date(now).toISOString()],
    )
    for (let n = 0; n < 12; n++) {
      const cookie = await madeCookie(database, made, new Date(now))
      expect((await fetch(`${base}/api/v1/session`, { headers: { cookie } })).status).toBe(200)
    }
    const kept = await database.db.query('select count(*)::int as n from session where account_id = $1', [made.accountId])
    expect(kept.rows[0]?.n).toBe(500)
  })
})
