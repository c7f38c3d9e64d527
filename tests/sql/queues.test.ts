// The queues of the desk over HTTP: what waits for whom, in which order, many at once, and what may be the same matter.
import { beforeAll, describe, expect, it } from 'vitest'
import { ordinaryStep, statusesIn } from '#domain/issues/queues.ts'
import type { IssueAction, IssueStatus } from '#domain/issues/workflow.ts'
import type { Database } from '../../server/db/database.ts'
import { demoNow } from '../engines/demo-day.ts'
import { knownPlace } from '../engines/known-place.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

type Listed = {
  id: number
  version: number
  lamp: string
  mine: boolean
  choices: IssueAction[]
  geometry: { coordinates: [number, number] }
  properties: { status: IssueStatus; dueAt: string | null; description: string; reportedAt: string; handlerLevel: string }
}
type Page = { features: Listed[]; next: string | null }
let database: Database
let base: string
const people = new Map<string, Made>()
let point: [number, number]

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const { lng, lat, community } = await knownPlace(database)
  point = [lng, lat]
  people.set('worker', await madeAccount(database, 'gridWorker', [community]))
  people.set('other', await madeAccount(database, 'gridWorker', [code]))
  people.set('secretary', await madeAccount(database, 'secretary', [code]))
  people.set('leader', await madeAccount(database, 'leader', [code]))
  people.set('planner', await madeAccount(database, 'planner', [code]))
})

async function ask<T>(who: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const response = await fetch(`${base}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie: await madeCookie(database, people.get(who) as Made), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as T }
}
async function all(who: string, query: string): Promise<Listed[]> {
  const found: Listed[] = []
  let after = ''
  do {
    const { status, body } = await ask<Page>(who, `/issues?limit=500&${query}${after}`)
    expect(status).toBe(200)
    found.push(...body.features)
    after = body.next === null ? '' : `&after=${body.next}`
  } while (after !== '')
  return found
}
const reported = async (change: Record<string, unknown> = {}) => {
  const body = { lng: point[0], lat: point[1], item: 'garbage', source: 'gridWorker', ...change }
  return (await ask<Listed>('worker', '/issues', body)).body
}
const step = (who: string, one: Pick<Listed, 'id' | 'version'>, action: string, said: Record<string, unknown> = {}) =>
  ask<Listed>(who, `/issues/${one.id}/transitions`, { version: one.version, action, ...said })

describe('a queue', () => {
  it.each(['worker', 'secretary', 'leader', 'planner'])('of %s holds exactly what waits for them', async (who) => {
    // something in every standing: of one's own, of somebody else, of nobody
    let one = await reported()
    for (const [by, action, said] of [
      ['secretary', 'accept'],
      ['secretary', 'file'],
      ['secretary', 'dispatch', { level: 'grid' }],
      ['worker', 'takeOn'],
      ['worker', 'askExtension', { reason: '等配件', until: '2026-12-20' }],
    ] as const)
      one = (await step(by, one, action, said)).body
    const listed = await all(who, 'open=yes')
    const expected = listed.filter(({ choices, properties: { status } }) => choices.some((action) => action === ordinaryStep[status]))
    expect(listed.filter(({ mine }) => mine).map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    expect((await all(who, 'mine=yes')).map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
    expect(expected.length > 0).toBe(who !== 'planner')
  })

  it('is counted as it is listed', async () => {
    const { body } = await ask<{ queues: { queue: 'intake'; all: number; mine: number; amber: number; red: number }[] }>(
      'secretary',
      '/issues/queues',
    )
    expect(body.queues.map(({ queue }) => queue)).toEqual(['intake', 'dispatch', 'handling', 'checking', 'parked'])
    for (const { queue, ...counts } of body.queues) {
      const listed = await all('secretary', `queue=${queue}`)
      expect(listed.every(({ properties }) => statusesIn(queue).includes(properties.status))).toBe(true)
      expect(counts).toEqual({
        all: listed.length,
        mine: listed.filter(({ mine }) => mine).length,
        amber: listed.filter(({ lamp }) => lamp === 'amber').length,
        red: listed.filter(({ lamp }) => lamp === 'red').length,
      })
    }
  })

  it('is read in pages by what is due first, what has no limit last, nothing twice', async () => {
    const due = (one: Listed) => (one.properties.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(one.properties.dueAt))
    const whole = await all('leader', 'open=yes&order=due')
    const inPages: number[] = []
    let after = ''
    for (let page = 0; page < 1000 && after !== 'end'; page++) {
      const { body } = await ask<Page>('leader', `/issues?open=yes&order=due&limit=37${after}`)
      inPages.push(...body.features.map(({ id }) => id))
      after = body.next === null ? 'end' : `&after=${body.next}`
    }
    expect(inPages).toEqual(whole.map(({ id }) => id))
    expect(whole.map(due)).toEqual([...whole.map(due)].sort((a, b) => (a === b ? 0 : a - b)))
    expect(whole.some((one) => one.properties.dueAt === null)).toBe(true)
  })

  it('can be narrowed by lamp, level, severity and words; signs of a pattern are words', async () => {
    const marked = await reported({ description: '垃圾满了100%_就在门口', severity: 'urgent' })
    const ids = async (query: string) => (await all('leader', query)).map(({ id }) => id)
    expect(await ids(`q=${encodeURIComponent('100%_就')}`)).toEqual([marked.id])
    expect(await ids(`q=${encodeURIComponent('1%0')}`)).toEqual([])
    expect(await ids(`q=${marked.id}`)).toContain(marked.id)
    expect((await all('leader', 'lamp=red')).every(({ lamp }) => lamp === 'red')).toBe(true)
    expect((await all('leader', 'open=yes&level=community')).every(({ properties }) => properties.handlerLevel === 'community')).toBe(true)
    expect(await ids('severity=urgent&open=yes')).toContain(marked.id)
    expect((await ask('leader', '/issues?lamp=purple')).status).toBe(400)
    expect((await ask('leader', '/issues?queue=none')).status).toBe(400)
  })
})

describe('many at once', () => {
  const move = (who: string, body: Record<string, unknown>) =>
    ask<{ code: string; results: { id: number; code: string; message: string }[] }>(who, '/issues/transitions', body)

  it('are taken or refused one by one; what was taken is there with its event, its audit entry and its change', async () => {
    const [first, second, late] = [await reported(), await reported(), await reported()]
    await step('leader', late, 'accept')
    const ended = (await all('leader', 'status=closed'))[0] as Listed
    const { status, body } = await move('secretary', {
      issues: [late, first, ended, second].map(({ id, version }) => ({ id, version })).concat([{ id: 999_999_999, version: 1 }]),
      action: 'accept',
    })
    expect(status).toBe(200)
    const codes = new Map(body.results.map((result) => [result.id, result.code]))
    expect([first, second, late, ended].map(({ id }) => codes.get(id))).toEqual(['done', 'done', 'conflict', 'conflict'])
    expect(codes.get(999_999_999)).toBe('not_found')
    for (const { id } of [first, second]) {
      const { body: one } = await ask<Listed & { timeline: { action: string | null }[] }>('leader', `/issues/${id}`)
      expect([one.properties.status, one.timeline.at(-1)?.action]).toEqual(['accepted', 'accept'])
      const told = await database.db.query(
        `select (select count(*) from audit_entry where subject = $1 and reason = 'accept') as noted,
           (select count(*) from change_event where kind = 'issueHandled' and (detail ->> 'issueId')::bigint = $2) as told`,
        [`issue:${id}`, id],
      )
      expect(told.rows[0]).toEqual({ noted: 1, told: 1 })
    }
  })

  it('that need something said are refused by name where it is missing, and nothing is changed', async () => {
    const one = await reported()
    const { status, body } = await move('secretary', { issues: [{ id: one.id, version: one.version }], action: 'reject' })
    expect([status, body.results[0]?.code, body.results[0]?.message]).toEqual([
      200,
      'invalid_request',
      expect.stringContaining('body.reason'),
    ])
    expect((await ask<Listed>('leader', `/issues/${one.id}`)).body.version).toBe(one.version)
  })

  it('outside the scope, or not one’s own to move, stay where they are', async () => {
    const foreign = (await all('leader', 'open=yes')).find(
      ({ geometry: { coordinates } }) => Math.abs(coordinates[0] - point[0]) > 0.01,
    ) as Listed
    const own = await reported()
    const { body } = await move('worker', {
      issues: [foreign, own].map(({ id, version }) => ({ id, version })),
      action: 'accept',
    })
    expect(new Set(body.results.map(({ code: one }) => one))).toEqual(new Set(['not_found', 'forbidden']))
    expect((await move('planner', { issues: [{ id: own.id, version: 1 }], action: 'accept' })).status).toBe(403)
  })

  it('must be named once each, at least one and not without end', async () => {
    const one = { id: 1, version: 1 }
    for (const issues of [[], [one, one], Array.from({ length: 201 }, (_, id) => ({ id: id + 1, version: 1 }))])
      expect((await move('secretary', { issues, action: 'accept' })).status).toBe(400)
  })
})

describe('what may be the same', () => {
  type Similar = { issues: { issue: Listed; distanceMetres: number; daysApart: number }[] }

  it('is of the same item, near, of these days and not merged already; the nearest first', async () => {
    const metre = 1 / 111_320
    const master = await reported({ item: 'flyposting' })
    const near = await reported({ item: 'flyposting', lat: point[1] + 20 * metre })
    const far = await reported({ item: 'flyposting', lat: point[1] + 300 * metre })
    const merged = await reported({ item: 'flyposting', lat: point[1] + 5 * metre })
    const otherItem = await reported({ item: 'hazard' })
    await step('secretary', merged, 'merge', { master: master.id })
    const { body } = await ask<Similar>('secretary', `/issues/similar?issue=${master.id}`)
    const ids = body.issues.map(({ issue }) => issue.id)
    expect(ids).toContain(near.id)
    for (const { id } of [far, merged, otherItem, master]) expect(ids).not.toContain(id)
    const entry = body.issues.find(({ issue }) => issue.id === near.id)
    expect(entry?.distanceMetres).toBeGreaterThan(19)
    expect(entry?.distanceMetres).toBeLessThan(21)
    const before = await ask<Similar>('worker', `/issues/similar?lng=${point[0]}&lat=${point[1]}&item=flyposting`)
    expect(before.body.issues[0]?.issue.id).toBe(master.id)
    expect(before.body.issues.every(({ daysApart }) => daysApart <= 14)).toBe(true)
  })

  it('needs to know what is compared', async () => {
    expect((await ask('worker', '/issues/similar')).status).toBe(400)
    expect((await ask('worker', '/issues/similar?lng=1&lat=1')).status).toBe(400)
    expect((await ask('worker', '/issues/similar?issue=999999999')).status).toBe(404)
  })
})

it('limits and lamps of the list are those of the case', async () => {
  for (const one of (await all('leader', 'open=yes')).slice(0, 20)) {
    const { body } = await ask<Listed & { mine: boolean }>('leader', `/issues/${one.id}`)
    expect([body.lamp, body.mine, body.version, body.choices]).toEqual([one.lamp, one.mine, one.version, one.choices])
  }
  expect(demoNow().getTime()).toBeGreaterThan(0)
})
