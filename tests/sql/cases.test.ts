// A case from report to close, over HTTP, as the people who do it.
import { beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '#domain/calendar/calendar-day.ts'
import { clockOf } from '#domain/issues/case-clock.ts'
import type { IssueStatus } from '#domain/issues/workflow.ts'
import type { Database } from '../../server/db/database.ts'
import { forgetRequests } from '../../server/issues/case-queries.ts'
import { demoDay, demoNow } from '../engines/demo-day.ts'
import { knownPlace } from '../engines/known-place.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let point: readonly [number, number]
const people = new Map<string, Made>()

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const { lng, lat, community, elsewhere } = await knownPlace(database)
  point = [lng, lat]
  people.set('worker', await madeAccount(database, 'gridWorker', [community]))
  people.set('other', await madeAccount(database, 'gridWorker', [community]))
  people.set('secretary', await madeAccount(database, 'secretary', [community]))
  people.set('leader', await madeAccount(database, 'leader', [code]))
  people.set('planner', await madeAccount(database, 'planner', [code]))
  people.set('stranger', await madeAccount(database, 'secretary', [elsewhere]))
})

type Case = {
  id: number
  properties: {
    status: string
    description: string
    dueAt: string | null
    filedAt: string | null
    closedAt: string | null
    gridCode: string
    handlerLevel: string
  }
  version: number
  lamp: string
  choices: string[]
  extendedUntil: string | null
  reviewOn: string | null
  masterIssueId: number | null
  timeline: { happenedAt: string; to: IssueStatus; action: string | null; actorName: string; reason: string }[]
}
async function ask(who: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const made = people.get(who)
  if (made === undefined) throw new Error(`nobody is called ${who}`)
  const response = await fetch(`${base}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie: await madeCookie(database, made), 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Case & { code: string; details?: { path: string }[] } }
}
const report = (change: Record<string, unknown> = {}) => ({
  lng: point[0],
  lat: point[1],
  item: 'garbage',
  source: 'gridWorker',
  ...change,
})
async function reported(change: Record<string, unknown> = {}): Promise<Case> {
  const { status, body } = await ask('worker', '/issues', report(change))
  expect(status).toBe(200)
  return body
}
/** Takes steps, each of which must be possible, and gives the case as it is after the last. */
async function go(one: Case, ...steps: readonly (readonly [string, string, Record<string, unknown>?])[]): Promise<Case> {
  let present = one
  for (const [who, action, said] of steps) {
    const { status, body } = await ask(who, `/issues/${one.id}/transitions`, { version: present.version, action, ...said })
    expect([action, status, body.code]).toEqual([action, 200, undefined])
    // what the row says is what the events say
    const { filedAt, closedAt } = clockOf(
      body.timeline.map((event) => ({ at: new Date(event.happenedAt), to: event.to })),
      demoNow(),
    )
    expect([body.properties.filedAt, body.properties.closedAt].map((at) => at && Date.parse(at))).toEqual(
      [filedAt, closedAt].map((at) => at?.getTime() ?? null),
    )
    present = body
  }
  return present
}
const toHandling = [
  ['secretary', 'accept'],
  ['secretary', 'file'],
  ['secretary', 'dispatch', { level: 'grid' }],
  ['worker', 'takeOn'],
] as const
const day = (ahead: number) => addDays(demoDay, ahead)
const count = async (text: string, values: unknown[] = []) => Number((await database.db.query(text, values)).rows[0]?.n)

describe('a report', () => {
  it('belongs to the level-3 grid of its place, is masked, and is there at once with its event, its change and its audit entry', async () => {
    const one = await reported({ description: '请联系13812345678', address: '门口' })
    expect(one.properties).toMatchObject({ status: 'reported', handlerLevel: 'grid', dueAt: null })
    expect(one.properties.description).not.toContain('13812345678')
    const grid = await database.db.query('select level from grid where grid_code = $1', [one.properties.gridCode])
    expect(grid.rows[0]?.level).toBe(3)
    expect(one.timeline).toMatchObject([{ to: 'reported', action: null }])
    expect(
      await count(`select count(*) as n from change_event where kind = 'issueReported' and (detail ->> 'issueId')::bigint = $1`, [one.id]),
    ).toBe(1)
    expect(await count(`select count(*) as n from audit_entry where action = 'issueReported' and subject = $1`, [`issue:${one.id}`])).toBe(
      1,
    )
    expect(await count(`select count(*) as n from tile_feature where layer = 'issues' and feature_id = $1 and band = 16`, [one.id])).toBe(1)
  })

  it('sent again under the same key is one report, and another one under it is refused', async () => {
    const key = { 'idempotency-key': 'report-0001' }
    const both = await Promise.all([ask('worker', '/issues', report(), key), ask('worker', '/issues', report(), key)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(both[0].body.id).toBe(both[1].body.id)
    expect((await ask('worker', '/issues', report({ item: 'flyposting' }), key)).status).toBe(409)
    expect((await ask('other', '/issues', report(), key)).body.id).not.toBe(both[0].body.id)
    expect((await ask('worker', '/issues', report(), { 'idempotency-key': 'short' })).status).toBe(400)
  })

  it('is remembered under its key until the keys of that time are forgotten', async () => {
    const key = { 'idempotency-key': 'report-0002' }
    const first = (await ask('worker', '/issues', report(), key)).body.id
    await forgetRequests(database.db, new Date(demoNow().getTime() - 1))
    expect((await ask('worker', '/issues', report(), key)).body.id).toBe(first)
    await forgetRequests(database.db, new Date(demoNow().getTime() + 1))
    expect((await ask('worker', '/issues', report(), key)).body.id).not.toBe(first)
  })

  it('outside the scope, of a building that is not there, or malformed, changes nothing', async () => {
    const issues = () => count('select count(*) as n from issue')
    const before = await issues()
    const outside = await ask('stranger', '/issues', report())
    expect([outside.status, outside.body.details?.[0]?.path]).toEqual([400, 'body.lng'])
    expect((await ask('worker', '/issues', report({ buildingId: 999_999_999 }))).status).toBe(400)
    expect((await ask('worker', '/issues', report({ item: 'none' }))).status).toBe(400)
    expect((await ask('worker', '/issues', report({ description: 'a\u0007b' }))).status).toBe(400)
    expect((await ask('planner', '/issues', report())).status).toBe(403)
    expect(await issues()).toBe(before)
  })

  it('of several lines is taken', async () => {
    expect((await reported({ description: '第一行\n第二行' })).properties.description).toBe('第一行\n第二行')
  })
})

describe('a case', () => {
  it('goes from report to evaluation, and nobody checks their own work', async () => {
    const handled = await go(await reported(), ...toHandling, ['worker', 'finish', { result: '已清理' }])
    expect(handled.choices).toEqual([])
    const own = await ask('worker', `/issues/${handled.id}/transitions`, { version: handled.version, action: 'startCheck' })
    expect(own.status).toBe(403)
    expect(
      await count(`select count(*) as n from audit_entry where action = 'issueHandled' and result = 'refused' and subject = $1`, [
        `issue:${handled.id}`,
      ]),
    ).toBe(1)
    const done = await go(handled, ['other', 'startCheck'], ['other', 'pass'], ['secretary', 'evaluate', { result: '满意' }])
    expect(done.properties.status).toBe('evaluated')
    expect(done.timeline.map(({ action }) => action)).toEqual([
      null,
      'accept',
      'file',
      'dispatch',
      'takeOn',
      'finish',
      'startCheck',
      'pass',
      'evaluate',
    ])
    expect(done.timeline.every(({ actorName }) => actorName !== '')).toBe(true)
  })

  it('keeps its limit through extension, parking, rework and reopening', async () => {
    const filed = await go(await reported(), ...toHandling)
    const limit = filed.properties.dueAt
    expect(limit).not.toBeNull()
    expect(filed.lamp).toBe('green')
    const extended = await go(filed, ['worker', 'askExtension', { reason: '待配件', until: day(30) }], ['secretary', 'grantExtension'])
    expect([extended.properties.dueAt, extended.extendedUntil]).toEqual([limit, day(30)])
    const parked = await go(extended, ['leader', 'park', { reason: '专项整治', until: day(90) }])
    expect([parked.properties.dueAt, parked.reviewOn]).toEqual([limit, day(90)])
    const closed = await go(
      parked,
      ['leader', 'unpark', { level: 'grid' }],
      ['worker', 'takeOn'],
      ['worker', 'finish', { result: '好了' }],
      ['other', 'startCheck'],
      ['other', 'sendBack', { reason: '仍有残留' }],
      ['worker', 'takeOn'],
      ['worker', 'finish', { result: '真的好了' }],
      ['other', 'startCheck'],
      ['other', 'pass'],
    )
    expect(closed.properties.closedAt).not.toBeNull()
    const again = await go(closed, ['secretary', 'reopen', { reason: '又来了' }])
    expect(again.properties).toMatchObject({ status: 'dispatched', closedAt: null, dueAt: limit, filedAt: filed.properties.filedAt })
  })

  it('solved on the spot is still checked by another', async () => {
    const solved = await go(await reported(), ['worker', 'solveOnSpot', { result: '当场清走' }])
    expect(solved.properties).toMatchObject({ status: 'verifying', handlerLevel: 'building' })
    expect(solved.choices).toEqual([])
    expect((await go(solved, ['other', 'pass'])).properties.status).toBe('closed')
  })

  it('escalated goes up and not down', async () => {
    const up = await go(await reported(), ...toHandling, ['worker', 'escalate', { reason: '解决不了' }])
    const down = await ask('secretary', `/issues/${up.id}/transitions`, { version: up.version, action: 'dispatch', level: 'building' })
    expect([down.status, down.body.details?.[0]?.path]).toEqual([400, 'body.level'])
    expect((await go(up, ['secretary', 'dispatch', { level: 'street' }])).properties.handlerLevel).toBe('street')
  })

  it('merged points at its master, and can be separated again', async () => {
    const [master, twin] = [await reported(), await reported()]
    for (const wrong of [twin.id, 999_999_999])
      expect((await ask('secretary', `/issues/${twin.id}/transitions`, { version: 1, action: 'merge', master: wrong })).status).toBe(400)
    const merged = await go(twin, ['secretary', 'merge', { master: master.id }])
    expect(merged.masterIssueId).toBe(master.id)
    expect((await go(merged, ['secretary', 'separate', { reason: '不是同一件' }])).masterIssueId).toBeNull()
  })

  it('and another, merged into each other at the same time, do not both vanish', async () => {
    const [one, other] = [await reported(), await reported()]
    const both = await Promise.all([
      ask('secretary', `/issues/${one.id}/transitions`, { version: 1, action: 'merge', master: other.id }),
      ask('leader', `/issues/${other.id}/transitions`, { version: 1, action: 'merge', master: one.id }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it('changes the version of its layer even where a newer event was faster', async () => {
    await database.db.query(`update layer_version set version = version + 1000000 where layer = 'issues'`)
    const version = () => count(`select version as n from layer_version where subdistrict_code = $1 and layer = 'issues'`, [code])
    const before = await version()
    await reported()
    expect(await version()).not.toBe(before)
  })

  it('refuses a step that lacks something, comes too late, or from outside, and changes nothing', async () => {
    const one = await reported()
    const step = async (who: string, body: Record<string, unknown>) => (await ask(who, `/issues/${one.id}/transitions`, body)).status
    expect(await step('secretary', { version: 1, action: 'reject' })).toBe(400)
    expect(await step('secretary', { version: 1, action: 'reject', reason: '  ' })).toBe(400)
    expect(await step('secretary', { version: 1, action: 'reject', reason: '不属实', result: '无' })).toBe(400)
    expect(await step('secretary', { version: 1, action: 'close' })).toBe(400)
    expect(await step('secretary', { version: 1, action: 'file' })).toBe(409)
    expect(await step('secretary', { version: 2, action: 'accept' })).toBe(409)
    expect(await step('stranger', { version: 1, action: 'accept' })).toBe(404)
    expect(await step('planner', { version: 1, action: 'accept' })).toBe(403)
    const present = (await ask('secretary', `/issues/${one.id}`)).body
    expect([present.version, present.timeline.length]).toEqual([1, 1])
    const handling = await go(present, ...toHandling)
    const late = { version: handling.version, action: 'askExtension', reason: '来不及', until: day(-1) }
    expect((await ask('worker', `/issues/${one.id}/transitions`, late)).status).toBe(400)
  })

  it('of two who take a step at the same time lets one', async () => {
    const one = await reported()
    const both = await Promise.all(
      ['secretary', 'leader'].map((who) => ask(who, `/issues/${one.id}/transitions`, { version: 1, action: 'accept' })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('the working calendar', () => {
  it('moves the limit of what is filed from then on', async () => {
    const admin = await madeAccount(database, 'administrator', [])
    const put = async (kind: string, of: string) =>
      fetch(`${base}/api/v1/working-days/${of}`, {
        method: 'PUT',
        headers: { cookie: await madeCookie(database, admin), 'content-type': 'application/json' },
        body: JSON.stringify({ kind }),
      })
    const due = async () => Date.parse((await go(await reported(), ['secretary', 'accept'], ['secretary', 'file'])).properties.dueAt ?? '')
    const before = await due()
    for (let ahead = 0; ahead < 14; ahead++) expect((await put('holiday', day(ahead))).status).toBe(200)
    const year = day(0).slice(0, 4)
    const read = await fetch(`${base}/api/v1/working-days?year=${year}`, { headers: { cookie: await madeCookie(database, admin) } })
    expect(((await read.json()) as { days: { day: string }[] }).days.map((one) => one.day)).toContain(day(0))
    expect((await due()) - before).toBeGreaterThan(7 * 86_400_000)
    for (let ahead = 0; ahead < 14; ahead++) await put('usual', day(ahead))
    expect(Math.abs((await due()) - before)).toBeLessThan(86_400_000)
  })
})
