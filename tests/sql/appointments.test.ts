// Appointing, ending, handing over and correcting over HTTP, on both engines.
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { ErrorBody } from '#contract/errors.ts'
import type { Appointment, appoint, handOver, knownPeople, postHistory, suggestedPeople } from '#contract/people.ts'
import type { BodyInputOf, OkOf } from '#contract/route.ts'
import { addDays } from '#domain/calendar/calendar-day.ts'
import { createRandom, type Random } from '#domain/random/random.ts'
import type { Database } from '../../server/db/database.ts'
import { demoDay } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let leader: Made
let secretary: Made
let other: Made
const cookies = new Map<number, string>()

/** Residential buildings of one community that had no head at any time, with their units; another stands elsewhere. */
let vacant: number[] = []
let elsewhere = 0
let community = ''

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const free = await database.db.query(
    `select building_id as id, left(grid_code, 12) || '000' as community from building b
     where subdistrict_code = $1 and building_use = 'residential' and grid_code is not null
       and not exists (select from appointment a where a.subdistrict_code = $1 and a.building_id = b.building_id and a.head_role = 'buildingHead')
       and exists (select from building_unit u where u.subdistrict_code = $1 and u.building_id = b.building_id)
     order by building_id`,
    [code],
  )
  community = String(free.rows[0]?.community)
  vacant = free.rows.filter((row) => row.community === community).map((row) => Number(row.id))
  elsewhere = Number(free.rows.find((row) => row.community !== community)?.id)
  leader = await madeAccount(database, 'leader', [code])
  secretary = await madeAccount(database, 'secretary', [community])
  other = await madeAccount(database, 'secretary', [community])
  for (const made of [leader, secretary, other]) cookies.set(made.accountId, await madeCookie(database, made))
})

const ask = async (made: Made, path: string, body?: unknown): Promise<Response> =>
  fetch(`${base}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie: cookies.get(made.accountId) ?? '', ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
async function done<T>(response: Response): Promise<T> {
  const body = await response.json()
  expect({ status: response.status, body: response.ok ? null : body }).toEqual({ status: 200, body: null })
  return body as T
}
async function refused(response: Response, status: number): Promise<z.infer<typeof ErrorBody>> {
  const body = (await response.json()) as z.infer<typeof ErrorBody>
  expect({ status: response.status, body }).toMatchObject({ status })
  return body
}

type Appoint = BodyInputOf<typeof appoint>
type Ended = OkOf<typeof handOver>
const to = (buildingIds: readonly number[], given: Partial<Appoint> = {}): Appoint => ({
  person: { name: '钱小试', phone: '10012345678' },
  headRole: 'buildingHead',
  places: buildingIds.map((buildingId) => ({ buildingId })),
  selectionRoute: 'elected',
  termStart: demoDay,
  termEnd: addDays(demoDay, 730),
  ...given,
})
const appointed = async (made: Made, body: Appoint) => done<OkOf<typeof appoint>>(await ask(made, '/appointments', body))
const historyOf = async (buildingId: number) =>
  done<OkOf<typeof postHistory>>(await ask(leader, `/posts/history?role=buildingHead&building=${buildingId}`))
const rows = async (text: string, values: unknown[] = []) => (await database.db.query(text, values)).rows
const counts = async () =>
  (
    await rows(
      'select (select count(*) from appointment)::int as a, (select count(*) from appointment_event)::int as e, (select count(*) from person)::int as p',
    )
  )[0]
const headOf = async (buildingId: number) =>
  (await done<{ properties: { head: string; vacantSince: string | null } }>(await ask(leader, `/buildings/${buildingId}`))).properties

describe('appointing', () => {
  it('somebody new to two buildings makes them covered, tells everybody, and is in the audit without name or phone', async () => {
    const [first = 0, second = 0] = vacant.splice(0, 2)
    const before = (
      await rows(
        `select headn.n from (select (properties->>'headNumerator')::int as n from tile_feature where subdistrict_code = $1 and layer = 'grids' and band = 16 and properties->>'gridCode' = $2) headn`,
        [code, community],
      )
    )[0]?.n
    const { appointments, personId } = await appointed(secretary, to([first, second], { noticeConsent: true }))
    expect(
      appointments.map(({ buildingId, name, phone, version, personId: person }) => [buildingId, name, phone, version, person]),
    ).toEqual([
      [first, '钱**', '100****5678', 1, personId],
      [second, '钱**', '100****5678', 1, personId],
    ])
    expect((await headOf(first)).head).toBe('present')
    const tiles = await rows(
      `select properties->>'head' as head from tile_feature where subdistrict_code = $1 and layer = 'buildings' and band = 16 and feature_id = $2`,
      [code, first],
    )
    expect(tiles).toEqual([{ head: 'present' }])
    const after = (
      await rows(
        `select (properties->>'headNumerator')::int as n from tile_feature where subdistrict_code = $1 and layer = 'grids' and band = 16 and properties->>'gridCode' = $2`,
        [code, community],
      )
    )[0]?.n
    expect(Number(after)).toBe(Number(before) + 2)
    const events = await rows(`select kind, layers from change_event where kind = 'appointed' order by change_event_id desc limit 2`)
    expect(events.map(({ layers }) => layers)).toEqual([['grids'], ['buildings']])
    const audit = await rows(
      `select actor, after::text as after from audit_entry where action = 'appointed' order by audit_entry_id desc limit 1`,
    )
    expect(audit[0]).toMatchObject({ actor: secretary.username })
    expect(String(audit[0]?.after)).toContain(`"personId": ${personId}`)
    expect(String(audit[0]?.after)).not.toMatch(/钱小试|10012345678/)
    expect(await rows('select phone_sealed from person where person_id = $1', [personId])).toEqual([
      { phone_sealed: expect.stringMatching(/^v1\./) },
    ])
  })

  it('the same name and phone again is the same person', async () => {
    const [building = 0] = vacant.splice(0, 1)
    const before = await counts()
    const { personId } = await appointed(secretary, to([building]))
    expect(await counts()).toEqual({ a: Number(before?.a) + 1, e: Number(before?.e) + 1, p: before?.p })
    const found = await done<OkOf<typeof knownPeople>>(await ask(secretary, '/people?q=5678'))
    expect(found.people.find((one) => one.personId === personId)).toMatchObject({ name: '钱**', buildings: 3 })
    expect((await done<OkOf<typeof knownPeople>>(await ask(secretary, `/people?q=${encodeURIComponent('钱小')}`))).people).toEqual([])
  })

  it('to a post that somebody got meanwhile is a conflict that says who, and writes nothing', async () => {
    const [building = 0, free = 0] = vacant.splice(0, 2)
    const first = await appointed(secretary, to([building]))
    const before = await counts()
    const body = await refused(
      await ask(other, '/appointments', to([free, building], { person: { name: '孙晚到', phone: '10012340000' } })),
      409,
    )
    expect(body).toMatchObject({
      code: 'conflict',
      details: [
        { path: 'body.places.1', problem: 'held' },
        { path: 'appointment', problem: String(first.appointments[0]?.appointmentId) },
        { path: 'version', problem: '1' },
        { path: 'now', problem: `钱** ${demoDay} – ${addDays(demoDay, 730)}` },
      ],
    })
    expect(await counts()).toEqual(before)
    expect((await headOf(free)).head).toBe('missing')
    vacant.push(free)
  })

  it('at the same moment by two: one is appointed, the other is told', async () => {
    const [building = 0] = vacant.splice(0, 1)
    const answers = await Promise.all(
      [secretary, other, leader, secretary].map((made, n) =>
        ask(made, '/appointments', to([building], { person: { name: `周同${n}`, phone: `1001234000${n}` } })),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    expect((await historyOf(building)).appointments).toHaveLength(1)
  })

  const bad: readonly (readonly [string, (building: number) => Appoint, number, string])[] = [
    ['a term that ends before it begins', (b) => to([b], { termEnd: demoDay }), 400, 'body.termEnd'],
    ['a term of twenty years', (b) => to([b], { termEnd: addDays(demoDay, 7305) }), 400, 'body.termEnd'],
    ['a place that does not fit the role', (b) => to([b], { headRole: 'gridHead' }), 400, 'body.places.0'],
    ['a building twice', (b) => to([b, b]), 400, 'body.places.1'],
    ['a building of others', () => to([elsewhere]), 404, 'body.places.0'],
    [
      'a unit that is not there',
      (b) => to([], { headRole: 'unitHead', places: [{ buildingId: b, unitNumber: 99 }] }),
      404,
      'body.places.0',
    ],
    ['somebody who is not known', (b) => to([b], { person: { personId: 999_999_999 } }), 404, 'body.person'],
    ['letters for a phone', (b) => to([b], { person: { name: '吴错', phone: 'call me' } }), 400, 'body.person'],
  ]
  it.each(bad)('%s is refused, with its place, and changes nothing', async (_, make, status, path) => {
    const before = await counts()
    const body = await refused(await ask(secretary, '/appointments', make(vacant[0] ?? 0)), status)
    expect(body.details?.some((detail) => detail.path.startsWith(path))).toBe(true)
    expect(await counts()).toEqual(before)
  })

  it('to grids, units and compounds works as well', async () => {
    const compound = (
      await rows(
        `select compound_id as id, name from compound c where subdistrict_code = $1 and community_code = $2
           and not exists (select from appointment a where a.compound_id = c.compound_id and a.head_role = 'mediator') order by 1 limit 1`,
        [code, community.slice(0, 12)],
      )
    )[0]
    const grid = (
      await rows(`select grid_code from grid where subdistrict_code = $1 and level = 3 and left(grid_code, 12) = $2 order by 1 limit 1`, [
        code,
        community.slice(0, 12),
      ])
    )[0]
    const made = await appointed(secretary, to([], { headRole: 'mediator', places: [{ compoundId: Number(compound?.id) }] }))
    expect(made.appointments[0]).toMatchObject({ headRole: 'mediator', compoundId: Number(compound?.id), place: compound?.name })
    const worker = (name: string) =>
      to([], { headRole: 'gridWorker', places: [{ gridCode: String(grid?.grid_code) }], person: { name, phone: '10099990000' } })
    await appointed(secretary, worker('郑一'))
    await appointed(secretary, worker('郑二'))
    await refused(await ask(secretary, '/appointments', worker('郑二')), 409)
  })
})

describe('ending', () => {
  it('keeps who it was and why, and the building is missing a head since that day', async () => {
    const [building = 0] = vacant.splice(0, 1)
    const { appointments } = await appointed(secretary, to([building], { termStart: addDays(demoDay, -100) }))
    const id = appointments[0]?.appointmentId
    const on = addDays(demoDay, -3)
    const after = await done<Ended>(await ask(other, `/appointments/${id}/end`, { version: 1, on, reason: '搬去外地' }))
    expect(after.appointments[0]).toMatchObject({ endedOn: on, version: 2 })
    expect(await headOf(building)).toMatchObject({ head: 'missing', vacantSince: on })
    const [held] = (await historyOf(building)).appointments
    expect(held).toMatchObject({ endReason: '搬去外地', name: '钱**' })
    expect(held?.events.map(({ kind, recordedBy, endedOn }) => [kind, recordedBy, endedOn])).toEqual([
      ['appointed', secretary.username, null],
      ['ended', other.username, on],
    ])
    const again = await refused(await ask(secretary, `/appointments/${id}/end`, { version: 1, on, reason: '又一次' }), 409)
    expect(again.details?.slice(0, 3)).toEqual([
      { path: 'body.version', problem: 'stale' },
      { path: 'appointment', problem: String(id) },
      { path: 'version', problem: '2' },
    ])
    await refused(await ask(secretary, `/appointments/${id}/end`, { version: 2, on, reason: '又一次' }), 409)
    await refused(await ask(secretary, `/appointments/${id}/end`, { version: 2, on, reason: ' ' }), 400)
    vacant.push(building)
  })
})

describe('handing over', () => {
  it('several posts goes to one person from that day on, or nothing is written', async () => {
    const [first = 0, second = 0] = vacant.splice(0, 2)
    const { appointments } = await appointed(secretary, to([first, second], { termStart: addDays(demoDay, -50) }))
    const read = appointments.map(({ appointmentId, version }) => ({ appointmentId, version }))
    const next = { person: { name: '王接任', phone: '10055556666' }, selectionRoute: 'recommended', termEnd: addDays(demoDay, 365) }
    const before = await counts()
    const stale = read.map((one, at) => ({ ...one, version: one.version + at }))
    await refused(await ask(secretary, '/appointments/hand-over', { appointments: stale, on: demoDay, reason: '搬走', to: next }), 409)
    await refused(
      await ask(secretary, '/appointments/hand-over', { appointments: [...read, ...read], on: demoDay, reason: '搬走', to: next }),
      400,
    )
    await refused(
      await ask(secretary, '/appointments/hand-over', {
        appointments: read,
        on: demoDay,
        reason: '搬走',
        to: { ...next, termEnd: demoDay },
      }),
      400,
    )
    expect(await counts()).toEqual(before)
    const done2 = await done<Ended>(
      await ask(secretary, '/appointments/hand-over', { appointments: read, on: demoDay, reason: '搬走', to: next }),
    )
    expect(done2.appointments.map(({ buildingId, name, termStart, endedOn }) => [buildingId, name, termStart, endedOn])).toEqual([
      [first, '钱**', addDays(demoDay, -50), demoDay],
      [second, '钱**', addDays(demoDay, -50), demoDay],
      [first, '王**', demoDay, null],
      [second, '王**', demoDay, null],
    ])
    expect((await headOf(second)).head).toBe('present')
  })
})

describe('correcting', () => {
  it('is a step of its own; what should never have been was held on no day', async () => {
    const [building = 0] = vacant.splice(0, 1)
    const { appointments } = await appointed(secretary, to([building]))
    const id = appointments[0]?.appointmentId
    const said = {
      version: 1,
      selectionRoute: 'elected',
      termStart: demoDay,
      termEnd: addDays(demoDay, 730),
      endedOn: demoDay,
      reason: '选错了楼',
    }
    await done(await ask(secretary, `/appointments/${id}/correct`, said))
    expect(await headOf(building)).toMatchObject({ head: 'missing', vacantSince: null })
    expect((await historyOf(building)).appointments[0]?.events.map(({ kind }) => kind)).toEqual(['appointed', 'corrected'])
    await refused(await ask(secretary, `/appointments/${id}/correct`, { ...said, version: 2 }), 409)
    vacant.push(building)
  })
})

describe('suggestions', () => {
  it('name people nearby who have less than two buildings, the unit head of the house first', async () => {
    const target = (
      await rows(
        `select a.building_id as id from appointment a join building b using (subdistrict_code, building_id)
       where a.subdistrict_code = $1 and a.head_role = 'unitHead' and a.term_start <= $2 and a.held_until > $2 and left(b.grid_code, 12) = $3
         and not exists (select from appointment h where h.subdistrict_code = $1 and h.person_id = a.person_id and h.head_role = 'buildingHead')
       order by 1 limit 1`,
        [code, demoDay, community.slice(0, 12)],
      )
    )[0]?.id
    const { people } = await done<OkOf<typeof suggestedPeople>>(await ask(secretary, `/people/suggestions?building=${target}`))
    expect(people[0]).toMatchObject({ reason: 'unitHeadHere' })
    expect(people.length).toBeGreaterThan(2)
    for (const { personId, buildings } of people) {
      const own = await rows(
        `select count(*)::int as n from appointment where subdistrict_code = $1 and person_id = $2 and head_role = 'buildingHead' and term_start <= $3 and held_until > $3`,
        [code, personId, demoDay],
      )
      expect([personId, buildings]).toEqual([personId, own[0]?.n])
      expect(buildings).toBeLessThan(2)
    }
    expect(new Set(people.map(({ personId }) => personId)).size).toBe(people.length)
  })
})

describe('any sequence of steps over HTTP', () => {
  it('leaves no overlap and loses no step', async () => {
    const random = createRandom('appointments')
    const posts = vacant.slice(0, 4)
    const stepsKept = async () =>
      Number(
        (
          await rows(
            'select count(*) as n from appointment_event e join appointment a using (subdistrict_code, appointment_id) where a.building_id = any ($1)',
            [posts],
          )
        )[0]?.n,
      )
    const before = await stepsKept()
    let steps = 0
    const known: Appointment[] = []
    const latest = async () => {
      known.splice(0)
      for (const building of posts) known.push(...(await historyOf(building)).appointments)
    }
    const anyDay = (source: Random) => addDays(demoDay, source.whole(-400, 400))
    for (let n = 0; n < 60; n++) {
      if (n % 5 === 0) await latest()
      const one = known.length === 0 ? undefined : random.pick(known)
      const kind = one === undefined ? 0 : random.whole(0, 3)
      const start = anyDay(random)
      const response =
        kind === 0 || one === undefined
          ? await ask(
              secretary,
              '/appointments',
              to([random.pick(posts)], {
                termStart: start,
                termEnd: addDays(start, random.whole(-3, 500)),
                person: { name: `冯步${n}`, phone: '' },
              }),
            )
          : kind === 1
            ? await ask(secretary, `/appointments/${one.appointmentId}/end`, { version: one.version, on: start, reason: '随机' })
            : kind === 2
              ? await ask(secretary, `/appointments/${one.appointmentId}/correct`, {
                  version: one.version,
                  selectionRoute: 'selfNominated',
                  termStart: start,
                  termEnd: addDays(start, random.whole(1, 500)),
                  endedOn: random.chance(0.3) ? start : null,
                  reason: '随机',
                })
              : await ask(secretary, '/appointments/hand-over', {
                  appointments: [{ appointmentId: one.appointmentId, version: one.version }],
                  on: start,
                  reason: '随机',
                  to: { person: { name: `陈接${n}`, phone: '' }, selectionRoute: 'elected', termEnd: addDays(start, random.whole(1, 500)) },
                })
      expect([200, 400, 409]).toContain(response.status)
      if (response.ok) steps += ((await response.json()) as Ended).appointments.length
    }
    const overlaps = await rows(
      `select count(*)::int as n from appointment a join appointment b on a.post = b.post and a.appointment_id < b.appointment_id
       where daterange(a.term_start, a.held_until) && daterange(b.term_start, b.held_until)`,
    )
    expect(overlaps).toEqual([{ n: 0 }])
    expect(steps).toBeGreaterThan(15)
    expect(await stepsKept()).toBe(before + steps)
    // what an appointment says is what its last step said
    const differing = await rows(
      `select count(*)::int as n from appointment a cross join lateral (
         select * from appointment_event e where e.appointment_id = a.appointment_id order by appointment_event_id desc limit 1) e
       where (a.term_start, a.term_end, a.selection_route) is distinct from (e.term_start, e.term_end, e.selection_route) or a.ended_on is distinct from e.ended_on`,
    )
    expect(differing).toEqual([{ n: 0 }])
  })
})
