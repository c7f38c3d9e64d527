// The register of renovations as it is written: the way from stage to stage, votes, items, costs, pictures, the rule, and what each of them leaves.
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { demoNow } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let secretary: Made
let leader: Made
let community: string
let clock = demoNow()
const later = (minutes: number): void => {
  clock = new Date(clock.getTime() + minutes * 60_000)
}

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database, { now: () => clock })
  const own = await database.db.query(
    `select node_code from account_scope join account using (account_id) where username = 'demo-secretary'`,
  )
  community = String(own.rows[0]?.node_code)
  secretary = await madeAccount(database, 'secretary', [community])
  leader = await madeAccount(database, 'leader', [code])
})

async function send(who: Made, method: string, path: string, body?: unknown) {
  const file = body instanceof Uint8Array
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: {
      cookie: await madeCookie(database, who),
      ...(body !== undefined && { 'content-type': file ? 'image/png' : 'application/json' }),
    },
    ...(body !== undefined && { body: file ? new Blob([new Uint8Array(body)]) : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const one = async (text: string, values: readonly unknown[] = []) => (await database.db.query(text, [code, ...values])).rows[0] ?? {}
const count = async (table: string): Promise<number> =>
  Number((await one(`select count(*) as n from ${table} where subdistrict_code = $1`)).n)
const traces = async () => [await count('register_event'), await count('change_event'), await count('audit_entry')]

const Detail = z.looseObject({
  project: z.looseObject({
    version: z.number(),
    stage: z.string(),
    stageSince: z.string(),
    consent: z.looseObject({ numerator: z.number() }),
  }),
  next: z.looseObject({ stage: z.string(), refusal: z.string().nullable() }).nullable(),
  steps: z.array(z.looseObject({ to: z.string(), counts: z.boolean(), withdrawal: z.boolean() })),
  rounds: z.array(z.looseObject({ id: z.number(), withdrawn: z.unknown() })),
  liftVotes: z.array(z.looseObject({ id: z.number(), carries: z.boolean() })),
  houses: z.array(z.looseObject({ buildingId: z.number(), units: z.array(z.number()) })),
  pairs: z.array(z.looseObject({ id: z.number(), sides: z.array(z.looseObject({ side: z.string() })) })),
})
const detail = async (id: number, who = secretary) => Detail.parse((await send(who, 'GET', `/renovations/${id}`)).body)
const version = async (id: number) => (await detail(id)).project.version

/** A compound of the secretary's community alone, without a project, with houses of several units. */
async function begin(entitledHouseholds = 100) {
  const free = await one(
    `select c.compound_id as id from compound c
     where c.subdistrict_code = $1 and c.community_code = left($2::text, 12)
       and not exists (select from unnest(c.grid_codes) g where left(g, 12) <> left($2::text, 12))
       and exists (select from building_unit u join building b using (subdistrict_code, building_id) where b.subdistrict_code = $1 and b.compound_id = c.compound_id)
       and not exists (select from renovation_project p where p.subdistrict_code = $1 and p.compound_id = c.compound_id) order by 1 limit 1`,
    [community],
  )
  const compound = Number(free.id)
  await database.db.query(
    `update compound set owners_committee = 'none', property_class = 'unmanaged' where subdistrict_code = $1 and compound_id = $2`,
    [code, compound],
  )
  const made = await send(secretary, 'POST', '/renovations', {
    ...{ compoundId: compound, renovationClass: 'improve', entitledHouseholds, onDay: '2026-03-02', reason: '居民多次反映' },
  })
  expect(made.status).toBe(200)
  begun.push(Number(made.body.id))
  return { id: Number(made.body.id), compound }
}
const begun: number[] = []
afterEach(async () => {
  for (const id of begun.splice(0))
    await database.db.query('delete from renovation_project where subdistrict_code = $1 and renovation_project_id = $2', [code, id])
})
const step = async (id: number, to: string, onDay = '2026-11-20', reason = '') =>
  send(secretary, 'POST', `/renovations/${id}/steps`, { version: await version(id), to, onDay, reason })
const round = async (id: number, voted: number, consenting: number, heldOn = '2026-11-19', entitled = 10_000) =>
  send(secretary, 'POST', `/renovations/${id}/consent-rounds`, {
    ...{ version: await version(id), heldOn, entitledHouseholds: entitled, votedHouseholds: voted, consentingHouseholds: consenting },
  })
const reasonOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
  status,
  (body.details as { problem: string }[] | undefined)?.[0]?.problem,
]

describe('a project', () => {
  it('comes to each stage when its condition holds, and every step leaves history, audit and a change on the map', async () => {
    const { id, compound } = await begin()
    const before = await traces()
    expect(reasonOf(await step(id, 'bodySetUp'))).toEqual([409, 'noBody'])
    expect((await detail(id)).next).toEqual({ stage: 'bodySetUp', refusal: 'noBody' })
    expect(await traces()).toEqual(before)
    await database.db.query(`update compound set owners_committee = 'selfManagement' where subdistrict_code = $1 and compound_id = $2`, [
      code,
      compound,
    ])
    const [events, told, audited] = await traces()
    expect((await step(id, 'bodySetUp', '2026-04-01')).status).toBe(200)
    expect(await traces()).toEqual([Number(events) + 1, Number(told) + 1, Number(audited) + 1])
    const tile = await one(
      `select properties ->> 'stage' as stage from tile_feature where subdistrict_code = $1 and layer = 'renovations' and feature_id = $2 limit 1`,
      [id],
    )
    expect(tile.stage).toBe('bodySetUp')

    expect(reasonOf(await step(id, 'wishList'))).toEqual([409, 'noWishes'])
    const items = [{ key: 'lift', planned: 2, done: 0 }]
    expect((await send(secretary, 'PATCH', `/renovations/${id}`, { version: await version(id), items })).status).toBe(200)
    expect((await step(id, 'wishList', '2026-05-01')).status).toBe(200)
    expect((await step(id, 'consent', '2026-06-01')).status).toBe(200)
    await round(id, 9000, 7999)
    expect(reasonOf(await step(id, 'filed'))).toEqual([409, 'consentNotReached'])
    await round(id, 9000, 8000)
    expect((await step(id, 'filed', '2026-07-01')).status).toBe(200)
    expect(reasonOf(await step(id, 'underConstruction'))).toEqual([409, 'noFunding'])
    const costs = [{ source: 'central', plannedCents: 123_456_789_01, spentCents: 1 }]
    await send(secretary, 'PATCH', `/renovations/${id}`, { version: await version(id), costs })
    expect((await step(id, 'underConstruction', '2026-08-01')).status).toBe(200)
    expect(reasonOf(await step(id, 'accepted'))).toEqual([409, 'workOpen'])
    const built = [{ key: 'lift', planned: 2, done: 2 }]
    await send(secretary, 'PATCH', `/renovations/${id}`, { version: await version(id), items: built })
    expect((await step(id, 'accepted', '2026-11-01')).status).toBe(200)
    expect(reasonOf(await step(id, 'afterCare'))).toEqual([409, 'nobodyInCharge'])
    const { project, steps } = await detail(id)
    expect(project).toMatchObject({ stage: 'accepted', startedOn: '2026-08-01', acceptedOn: '2026-11-01', plannedCents: 12_345_678_901 })
    expect(steps.map(({ to }) => to)).toEqual([
      ...['candidate', 'bodySetUp', 'wishList', 'consent', 'filed', 'underConstruction', 'accepted'],
    ])
  })

  it('takes no step before the last one, none tomorrow, none over a stage, none back without a reason', async () => {
    const { id, compound } = await begin()
    await database.db.query(`update compound set owners_committee = 'ownersCommittee' where subdistrict_code = $1 and compound_id = $2`, [
      code,
      compound,
    ])
    expect(reasonOf(await step(id, 'bodySetUp', '2026-03-01'))).toEqual([400, 'beforeLastStep'])
    expect(reasonOf(await step(id, 'bodySetUp', '2026-11-21'))).toEqual([400, 'inFuture'])
    expect(reasonOf(await step(id, 'consent'))).toEqual([409, 'notNext'])
    await step(id, 'bodySetUp', '2026-03-02')
    expect(reasonOf(await step(id, 'candidate'))).toEqual([400, 'reasonMissing'])
    expect((await step(id, 'candidate', '2026-04-01', '重新推选')).status).toBe(200)
  })

  it('does not come back to a stage whose condition is gone, by taking back the step that led away from it', async () => {
    const { id, compound } = await begin()
    const committee = (kind: string) =>
      database.db.query(`update compound set owners_committee = $3 where subdistrict_code = $1 and compound_id = $2`, [
        code,
        compound,
        kind,
      ])
    await committee('ownersCommittee')
    expect((await step(id, 'bodySetUp', '2026-04-01')).status).toBe(200)
    expect((await step(id, 'candidate', '2026-04-02', '委员会解散')).status).toBe(200)
    await committee('none')
    const back = async () => send(secretary, 'POST', `/renovations/${id}/steps/withdraw`, { version: await version(id), reason: '不退了' })
    expect((await back()).status).toBe(409)
    expect((await detail(id)).project.stage).toBe('candidate')
    await committee('ownersCommittee')
    expect((await back()).status).toBe(200)
    expect((await detail(id)).project.stage).toBe('bodySetUp')
  })

  it('is where it was after a step is taken back, and both stay', async () => {
    const { id, compound } = await begin()
    await database.db.query(`update compound set owners_committee = 'ownersCommittee' where subdistrict_code = $1 and compound_id = $2`, [
      code,
      compound,
    ])
    await step(id, 'bodySetUp', '2026-04-01')
    const path = `/renovations/${id}/steps/withdraw`
    expect((await send(secretary, 'POST', path, { version: await version(id), reason: '' })).status).toBe(400)
    expect((await send(secretary, 'POST', path, { version: await version(id), reason: '填错小区' })).status).toBe(200)
    const { project, steps } = await detail(id)
    expect([project.stage, project.stageSince]).toEqual(['candidate', '2026-03-02'])
    expect(steps.map(({ to, withdrawal, counts }) => [to, withdrawal, counts])).toEqual([
      ['candidate', false, true],
      ['bodySetUp', false, false],
      ['candidate', true, false],
    ])
    expect(reasonOf(await send(secretary, 'POST', path, { version: await version(id), reason: '再来' }))).toEqual([409, 'firstStep'])
    const history = (await send(secretary, 'GET', `/registers/renovation/${id}/history`)).body.events as {
      change: string
      reason: string
    }[]
    expect(history.map(({ change }) => change)).toEqual(['stepWithdrawn', 'stepped', 'created'])
    expect(history[0]?.reason).toBe('填错小区')
  })

  it('that lost its vote is not filed again by taking back the step back', async () => {
    const { id, compound } = await begin()
    await database.db.query(`update compound set owners_committee = 'ownersCommittee' where subdistrict_code = $1 and compound_id = $2`, [
      code,
      compound,
    ])
    const change = async (body: object) => send(secretary, 'PATCH', `/renovations/${id}`, { version: await version(id), ...body })
    await change({ items: [{ key: 'lift', planned: 2, done: 0 }] })
    for (const to of ['bodySetUp', 'wishList', 'consent']) expect((await step(id, to, '2026-06-01')).status).toBe(200)
    await round(id, 90, 85, '2026-06-10', 100)
    expect((await step(id, 'filed', '2026-07-01')).status).toBe(200)
    expect((await step(id, 'consent', '2026-07-02', '有人反悔')).status).toBe(200)
    const back = async () => send(secretary, 'POST', `/renovations/${id}/steps/withdraw`, { version: await version(id), reason: '退错了' })
    const [held] = (await detail(id)).rounds
    const gone = { version: await version(id), vote: 'consent', id: held?.id, reason: '票数点错' }
    expect((await send(secretary, 'POST', `/renovations/${id}/votes/withdraw`, gone)).status).toBe(200)
    const before = [await version(id), ...(await traces())]
    expect(reasonOf(await back())).toEqual([409, 'consentNotReached'])
    expect([await version(id), ...(await traces())]).toEqual(before)
    expect((await detail(id)).project.stage).toBe('consent')
    // another round, and then another list: the vote was on the one before
    await round(id, 90, 85, '2026-07-03', 100)
    later(1)
    await change({ items: [{ key: 'lift', planned: 2, done: 1 }] })
    expect((await detail(id)).rounds.map((one) => one.ofThisList)).toEqual([true, true])
    await change({ items: [{ key: 'lift', planned: 3, done: 1 }] })
    expect((await detail(id)).rounds.map((one) => one.ofThisList)).toEqual([false, false])
    expect((await detail(id)).next).toEqual({ stage: 'filed', refusal: 'consentOfOlderList' })
    expect([reasonOf(await back()), reasonOf(await step(id, 'filed'))]).toEqual([
      [409, 'consentOfOlderList'],
      [409, 'consentOfOlderList'],
    ])
    later(1)
    await round(id, 90, 85, '2026-11-20', 100)
    expect((await back()).status).toBe(200)
    expect((await detail(id)).project.stage).toBe('filed')
  })

  it('knows since when its list stands from what the history says', async () => {
    const { id } = await begin()
    const file = readFileSync(new URL('../../server/db/migrations/0015.do.attachments.sql', import.meta.url), 'utf8')
    const known = file.slice(file.indexOf('update renovation_project p set wish_list_at'), file.indexOf('create or replace view'))
    const change = async (planned: number, done: number) => {
      later(1)
      const items = [{ key: 'lift', planned, done }]
      await send(secretary, 'PATCH', `/renovations/${id}`, { version: await version(id), items })
      return clock.toISOString()
    }
    await change(2, 0)
    const changed = await change(3, 0)
    await change(3, 1)
    const listAt = async () => {
      const row = await one(
        `select wish_list_at as at from renovation_project where subdistrict_code = $1 and renovation_project_id = $2`,
        [id],
      )
      return row.at
    }
    expect(await listAt()).toBe(changed)
    await database.db.query('update renovation_project set wish_list_at = null where subdistrict_code = $1', [code])
    expect(known).toMatch(/^update renovation_project/)
    await database.db.query(known)
    expect(await listAt()).toBe(changed)
  })

  it('that somebody else changed is not overwritten: the answer says what differs', async () => {
    const { id } = await begin()
    const at = await version(id)
    const both = await Promise.all([
      send(secretary, 'PATCH', `/renovations/${id}`, { version: at, renovationClass: 'basic' }),
      send(leader, 'PATCH', `/renovations/${id}`, { version: at, renovationClass: 'upgrade' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const late = both.find(({ status }) => status === 409)
    const { project } = await detail(id)
    expect(late?.body.details).toEqual([
      { path: 'version', problem: String(at + 1) },
      { path: 'body.renovationClass', problem: JSON.stringify(project.renovationClass) },
    ])
    const events = await count('register_event')
    const same = await send(secretary, 'PATCH', `/renovations/${id}`, { version: at + 1, renovationClass: project.renovationClass })
    expect([same.status, same.body.version, await count('register_event')]).toEqual([200, at + 1, events])
  })

  it.each([
    ['an item that is none', { items: [{ key: 'gold', planned: 1, done: 0 }] }, 'body.items.0.key'],
    ['an item twice', { items: ['lift', 'lift'].map((key) => ({ key, planned: 1, done: 0 })) }, 'body.items'],
    ['an item of nothing', { items: [{ key: 'lift', planned: 0, done: 0 }] }, 'body.items'],
    ['half a cent', { costs: [{ source: 'central', plannedCents: 0.5, spentCents: 0 }] }, 'body.costs.0.plannedCents'],
    ['a source that is none', { costs: [{ source: 'heaven', plannedCents: 1, spentCents: 0 }] }, 'body.costs.0.source'],
    ['a class that is none', { renovationClass: 'gold' }, 'body.renovationClass'],
  ])('with %s is refused, says where, and stays', async (_, wrong, path) => {
    const { id } = await begin()
    const before = [await version(id), await count('register_event'), await count('change_event')]
    const { status, body } = await send(secretary, 'PATCH', `/renovations/${id}`, { version: before[0], ...wrong })
    expect([status, (body.details as { path: string }[])[0]?.path]).toEqual([400, path])
    expect([await version(id), await count('register_event'), await count('change_event')]).toEqual(before)
  })
})

describe('consent', () => {
  it('is of the latest round that counts; one taken back counts no more, and after filing the vote is closed', async () => {
    const { id } = await begin()
    expect(reasonOf(await round(id, 90, 85, '2026-11-19', 100))).toEqual([409, 'notVoting'])
    await database.db.query(`update renovation_step set to_stage = 'consent' where subdistrict_code = $1 and renovation_project_id = $2`, [
      code,
      id,
    ])
    await database.db.query(`update renovation_project set stage = 'consent' where subdistrict_code = $1 and renovation_project_id = $2`, [
      code,
      id,
    ])
    expect((await round(id, 101, 85, '2026-11-19', 100)).status).toBe(400)
    expect((await round(id, 90, 91, '2026-11-19', 100)).status).toBe(400)
    expect(reasonOf(await round(id, 90, 85, '2026-11-21', 100))).toEqual([400, 'inFuture'])
    await round(id, 60, 40, '2026-10-01', 100)
    await round(id, 95, 85, '2026-11-01', 100)
    expect((await detail(id)).project.consent.numerator).toBe(85)
    const last = (await detail(id)).rounds[0]
    const withdrawal = { version: await version(id), vote: 'consent', id: last?.id, reason: '票数点错' }
    expect((await send(secretary, 'POST', `/renovations/${id}/votes/withdraw`, withdrawal)).status).toBe(200)
    const after = await detail(id)
    expect([after.project.consent.numerator, after.rounds.length]).toEqual([40, 2])
    const again = { ...withdrawal, version: await version(id) }
    expect((await send(secretary, 'POST', `/renovations/${id}/votes/withdraw`, again)).status).toBe(404)
  })

  it('is asked for by the rule of the sub-district, whose change has a version and is audited', async () => {
    const rule = async () => (await send(leader, 'GET', '/renovations/summary')).body.rule
    expect(await rule()).toEqual({ consentPercent: 80, version: 0 })
    const put = (who: Made, body: object) => send(who, 'PUT', '/renovations/rule', { reason: '区里统一', ...body })
    const audited = await count('audit_entry')
    expect((await put(leader, { version: 0, consentPercent: 0 })).status).toBe(400)
    expect((await put(leader, { version: 0, consentPercent: 90 })).body).toEqual({ consentPercent: 90, version: 1 })
    expect(await count('audit_entry')).toBe(audited + 1)
    const late = await put(leader, { version: 0, consentPercent: 85 })
    expect([late.status, late.body.details]).toEqual([
      409,
      [
        { path: 'version', problem: '1' },
        { path: 'body.consentPercent', problem: '90' },
      ],
    ])
    expect((await put(leader, { version: 1, consentPercent: 80 })).body).toEqual({ consentPercent: 80, version: 2 })
    expect((await put(secretary, { version: 2, consentPercent: 10 })).status).toBe(403)
  })
})

describe('a vote on a lift', () => {
  it('carries by people and by area, of a house of the compound; the list says how many do', async () => {
    const { id, compound } = await begin()
    const house = (await detail(id)).houses.find(({ units }) => units.length > 0)
    const vote = async (more: object) =>
      send(secretary, 'POST', `/renovations/${id}/lift-votes`, {
        ...{ version: await version(id), buildingId: house?.buildingId, unitNumber: house?.units[0], heldOn: '2026-11-01' },
        ...{ entitledPeople: 12, entitledArea: 120_000, votedPeople: 8, votedArea: 80_000, approvingPeople: 6, approvingArea: 60_000 },
        ...more,
      })
    expect((await vote({ unitNumber: 98 })).status).toBe(400)
    expect((await vote({ buildingId: 1 })).status).toBe(400)
    expect((await vote({ approvingArea: 80_001 })).status).toBe(400)
    expect((await vote({ heldOn: '2026-11-21' })).status).toBe(400)
    expect((await vote({ approvingArea: 59_999 })).status).toBe(200)
    const file = async () => {
      const response = await fetch(`${base}/api/v1/renovations/file?format=geojson`, {
        headers: { cookie: await madeCookie(database, secretary) },
      })
      const all = (await response.json()) as { features: { properties: Record<string, unknown> }[] }
      return all.features.find(({ properties }) => properties.compoundId === compound)?.properties
    }
    expect(await file()).toMatchObject({ liftVotes: 1, liftVotesCarried: 0 })
    expect((await vote({ heldOn: '2026-11-15' })).status).toBe(200)
    expect((await detail(id)).liftVotes.map(({ carries }) => carries)).toEqual([true, false])
    expect(await file()).toMatchObject({ liftVotes: 1, liftVotesCarried: 1 })
  })
})

describe('the register', () => {
  it('is filtered and paged, and its figures are those of the list', async () => {
    const list = async (query: string) =>
      (await send(leader, 'GET', `/renovations?${query}`)).body as {
        features: { id: number; properties: { stage: string } }[]
        next: string
      }
    const summary = (await send(leader, 'GET', '/renovations/summary?class=basic')).body.stages as { stage: string; projects: number }[]
    const basic = await list('class=basic&limit=1000')
    for (const { stage, projects } of summary)
      expect([stage, basic.features.filter(({ properties }) => properties.stage === stage).length]).toEqual([stage, projects])
    const first = await list('limit=3')
    const second = await list(`limit=3&after=${first.next}`)
    expect(second.features[0]?.id).toBeGreaterThan(Number(first.features[2]?.id))
    expect((await list('q=%25')).features).toEqual([])
    const own = (await send(secretary, 'GET', '/renovations?limit=1000')).body.features as unknown[]
    const all = (await list('limit=1000')).features
    expect([own.length > 0, own.length < all.length]).toEqual([true, true])
  })

  it('has a way, votes and costs behind every project of the demo', async () => {
    const wrong = await one(
      `select count(*) as n from renovation_project p where p.subdistrict_code = $1 and (
         not exists (select from renovation_step s where s.subdistrict_code = $1 and s.renovation_project_id = p.renovation_project_id
           and s.to_stage = p.stage and s.on_day = p.stage_since)
         or p.voted_households > 0 and not exists (select from renovation_consent_round r where r.subdistrict_code = $1
           and r.renovation_project_id = p.renovation_project_id and r.consenting_households = p.consenting_households))`,
    )
    expect(Number(wrong.n)).toBe(0)
    expect(await count('renovation_cost')).toBeGreaterThan(100)
    const failed = await one(
      'select count(*) as n from renovation_lift_vote where subdistrict_code = $1 and approving_people * 4 < voted_people * 3',
    )
    expect(Number(failed.n)).toBeGreaterThan(0)
  })

  it('begins the way and the votes of older projects with what was known of them', async () => {
    const file = readFileSync(new URL('../../server/db/migrations/0013.do.renovations.sql', import.meta.url), 'utf8')
    const known = file.slice(file.indexOf('-- what is known of the projects'), file.indexOf('-- as in 0003'))
    const undone = new Error('nothing of this stays')
    const tried = inTransaction(database.pool, async (db) => {
      await db.query('delete from renovation_step')
      await db.query('delete from renovation_consent_round')
      await db.query(known)
      const ways = await db.query(
        `select p.stage, string_agg(coalesce(s.from_stage, '') || '>' || s.to_stage, ' ' order by s.renovation_step_id) as way,
           bool_and(s.on_day = case s.to_stage when 'underConstruction' then p.started_on when 'accepted' then p.accepted_on else p.stage_since end) as days
         from renovation_project p join renovation_step s using (subdistrict_code, renovation_project_id) group by p.renovation_project_id, p.stage`,
      )
      const projects = await db.query('select count(*) as n from renovation_project')
      expect(ways.rows).toHaveLength(Number(projects.rows[0]?.n))
      for (const { stage, way, days } of ways.rows) {
        const done = '>underConstruction underConstruction>accepted'
        const wanted = stage === 'afterCare' ? `${done} accepted>afterCare` : stage === 'accepted' ? done : `>${stage}`
        expect([way, days]).toEqual([wanted, true])
      }
      const rounds = await db.query('select count(*) as n from renovation_consent_round')
      expect(Number(rounds.rows[0]?.n)).toBeGreaterThan(50)
      throw undone
    })
    await expect(tried).rejects.toBe(undone)
  })

  it.each(['xlsx', 'csv', 'geojson'])('leaves as %s, within the scope', async (format) => {
    const read = async (who: Made) => {
      const response = await fetch(`${base}/api/v1/renovations/file?format=${format}`, {
        headers: { cookie: await madeCookie(database, who) },
      })
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
    }
    const [own, all] = [await read(secretary), await read(leader)]
    expect([own.status, all.status]).toEqual([200, 200])
    expect(own.bytes.length).toBeLessThan(all.bytes.length)
    if (format === 'csv') expect(own.bytes.toString()).not.toMatch(/afterCare|improve/)
  })
})

describe('pictures of before and after', () => {
  it('come in pairs, are made anew, and go for good', async () => {
    const { id } = await begin()
    const picture = new Uint8Array(
      await sharp({ create: { width: 64, height: 48, channels: 3, background: '#888888' } })
        .png()
        .toBuffer(),
    )
    const add = (query: string, body: Uint8Array = picture) => send(secretary, 'POST', `/renovations/${id}/photos?${query}`, body)
    expect((await add('side=before')).status).toBe(400)
    expect((await add('side=before&caption=x', new TextEncoder().encode('no picture'))).status).toBe(400)
    const { pair } = (await add(`side=before&caption=${encodeURIComponent('一栋外墙')}`)).body
    expect((await add(`side=before&pair=${pair}`)).status).toBe(409)
    expect((await add(`side=after&pair=${pair}`)).status).toBe(200)
    expect((await detail(id)).pairs).toMatchObject([{ id: pair, caption: '一栋外墙', sides: [{ side: 'before' }, { side: 'after' }] }])
    const seen = async (who: Made) =>
      fetch(`${base}/api/v1/renovations/${id}/photos/${pair}/after`, { headers: { cookie: await madeCookie(database, who) } })
    expect((await sharp(Buffer.from(await (await seen(secretary)).arrayBuffer())).metadata()).format).toBe('jpeg')
    const gone = await send(secretary, 'DELETE', `/renovations/${id}/photos/${pair}`, { reason: '拍到人脸' })
    expect(gone.status).toBe(200)
    expect([(await detail(id)).pairs, (await seen(secretary)).status]).toEqual([[], 404])
  })
})
