// The registers of places as they are written: what is changed, what is kept, who was quicker, what is refused, and what the map is told.
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { workbook } from '../engines/made-workbook.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let secretary: Made
let leader: Made
let stranger: Made
let community: string

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const own = await database.db.query(
    `select node_code from account_scope join account using (account_id) where username = 'demo-secretary'`,
  )
  community = String(own.rows[0]?.node_code)
  secretary = await madeAccount(database, 'secretary', [community])
  leader = await madeAccount(database, 'leader', [code])
  const other = await database.db.query(
    'select grid_code from grid where subdistrict_code = $1 and level = 2 and grid_code <> $2 and retired_on is null order by 1 limit 1',
    [code, community],
  )
  stranger = await madeAccount(database, 'secretary', [String(other.rows[0]?.grid_code)])
})

async function send(who: Made, method: string, path: string, body?: unknown) {
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { cookie: await madeCookie(database, who), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const one = async (text: string, values: readonly unknown[] = []) => (await database.db.query(text, [code, ...values])).rows[0] ?? {}
const count = async (table: string): Promise<number> =>
  Number((await one(`select count(*) as n from ${table} where subdistrict_code = $1`)).n)

const Compound = z.object({ properties: z.looseObject({ version: z.number(), name: z.string() }), geometry: z.looseObject({}) })
const compound = async (id: number, who = leader) => Compound.parse((await send(who, 'GET', `/compounds/${id}`)).body)
const ofCommunity = async () =>
  Number(
    (
      await one(
        'select compound_id as id from compound where subdistrict_code = $1 and community_code = left($2::text, 12) order by 1 limit 1',
        [community],
      )
    ).id,
  )
const square = (lng: number, lat: number, size = 0.0002) => ({
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [lng, lat],
        [lng + size, lat],
        [lng + size, lat + size],
        [lng, lat + size],
        [lng, lat],
      ],
    ],
  ],
})
const pointOfCommunity = async () => {
  const row = await one(
    `select ST_X(p) as lng, ST_Y(p) as lat, grid_code from (
       select b.grid_code, ST_PointOnSurface(b.geom) as p from grid_boundary b
       where b.subdistrict_code = $1 and b.parent_code = $2 and b.valid_to is null order by b.grid_code limit 1) one`,
    [community],
  )
  return { lng: Number(row.lng), lat: Number(row.lat), grid: String(row.grid_code) }
}

describe('a record', () => {
  it('is changed with its history, its audit entry and a change event; the version goes on', async () => {
    const id = await ofCommunity()
    const before = await compound(id)
    // something else than the demo says
    const ownersCommittee = before.properties.ownersCommittee === 'ownersCommittee' ? 'none' : 'ownersCommittee'
    const [events, told, audited] = [await count('register_event'), await count('change_event'), await count('audit_entry')]
    const { status, body } = await send(secretary, 'PATCH', `/compounds/${id}`, {
      version: before.properties.version,
      propertyClass: 'trust',
      ownersCommittee,
      reason: '签了信托合同',
    })
    expect([status, body]).toEqual([200, { id, version: before.properties.version + 1 }])
    expect((await compound(id)).properties).toMatchObject({
      propertyClass: 'trust',
      ownersCommittee,
      name: before.properties.name,
    })
    expect([await count('register_event'), await count('change_event'), await count('audit_entry')]).toEqual([
      events + 1,
      told + 1,
      audited + 1,
    ])
    const history = (await send(secretary, 'GET', `/registers/compound/${id}/history`)).body.events as Record<string, unknown>[]
    expect(history[0]).toMatchObject({
      change: 'changed',
      after: { propertyClass: 'trust', ownersCommittee },
      before: { propertyClass: before.properties.propertyClass },
      reason: '签了信托合同',
      by: secretary.username,
    })
    expect(Object.keys(history[0]?.after ?? {}).sort()).toEqual(['ownersCommittee', 'propertyClass'])
  })

  it('that is as it is already is not written again', async () => {
    const id = await ofCommunity()
    const { properties } = await compound(id)
    const events = await count('register_event')
    const { status, body } = await send(secretary, 'PATCH', `/compounds/${id}`, { version: properties.version, name: properties.name })
    expect([status, body, await count('register_event')]).toEqual([200, { id, version: properties.version }, events])
  })

  it('that somebody else changed is not overwritten: the answer says what differs', async () => {
    const id = await ofCommunity()
    const { version } = (await compound(id)).properties
    const both = await Promise.all([
      send(secretary, 'PATCH', `/compounds/${id}`, { version, name: '甲园' }),
      send(leader, 'PATCH', `/compounds/${id}`, { version, name: '乙园' }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const late = both.find(({ status }) => status === 409)
    const { name } = (await compound(id)).properties
    expect(late?.body.details).toEqual([
      { path: 'version', problem: String(version + 1) },
      { path: 'body.name', problem: JSON.stringify(name) },
    ])
  })

  it.each([
    ['a year of the future', { builtYear: 3000 }],
    ['a class that is none', { propertyClass: 'nice' }],
    ['a community that is none', { communityCode: `${code}999` }],
    ['a field that is none', { colour: 'red' }],
    [
      'an outline that crosses itself',
      {
        geometry: {
          type: 'MultiPolygon',
          coordinates: [
            [
              [
                [0, 0],
                [1, 1],
                [1, 0],
                [0, 1],
                [0, 0],
              ],
            ],
          ],
        },
      },
    ],
    [
      'an outline that is not closed',
      {
        geometry: {
          type: 'MultiPolygon',
          coordinates: [
            [
              [
                [0, 0],
                [1, 1],
                [1, 0],
                [0, 1],
              ],
            ],
          ],
        },
      },
    ],
    ['an outline without points', { geometry: { type: 'MultiPolygon', coordinates: [] } }],
    ['a place elsewhere', { geometry: square(10, 10) }],
  ])('with %s is refused, says where, and stays', async (_, wrong) => {
    const id = await ofCommunity()
    const before = await compound(id)
    const { status, body } = await send(secretary, 'PATCH', `/compounds/${id}`, { version: before.properties.version, ...wrong })
    expect(status).toBe(400)
    expect(JSON.stringify(body.details)).toContain(Object.keys(wrong)[0])
    expect(await compound(id)).toEqual(before)
  })

  it('of other grids can neither be changed nor added there', async () => {
    const other = await one(
      'select compound_id as id, ST_AsGeoJSON(geom)::json as geometry from compound where subdistrict_code = $1 and not grid_codes && (select array_agg(grid_code) from grid where community_code = left($2::text, 12)) order by 1 limit 1',
      [community],
    )
    expect((await send(secretary, 'PATCH', `/compounds/${other.id}`, { version: 1, name: '丙' })).status).toBe(404)
    const id = await ofCommunity()
    const { version } = (await compound(id)).properties
    const moved = await send(secretary, 'PATCH', `/compounds/${id}`, { version, geometry: other.geometry })
    expect([moved.status, JSON.stringify(moved.body.details)]).toEqual([400, expect.stringContaining('your grids')])
  })
})

describe('a building', () => {
  it('is added at its grid, with its entrance towards the street and its units, and counts at once', async () => {
    const { lng, lat, grid } = await pointOfCommunity()
    const vacant = async () =>
      Number(((await send(secretary, 'GET', '/vacancies/counts')).body.counts as { list: string; count: number }[])[0]?.count)
    const before = await vacant()
    const { status, body } = await send(secretary, 'POST', '/buildings', {
      ...{ name: '新一栋', nameEn: 'New 1', address: '试验路 1 号', use: 'residential', levels: 6, builtYear: 2026, households: 24 },
      ...{ residents60Plus: 2, compoundId: null, geometry: square(lng, lat), reason: '新建' },
      units: [
        { unitNumber: 1, households: 12, lift: true },
        { unitNumber: 2, households: 12, lift: false },
      ],
    })
    expect(status).toBe(200)
    const made = (await send(secretary, 'GET', `/buildings/${body.id}`)).body.properties as Record<string, unknown>
    expect(made).toMatchObject({ gridCode: grid, head: 'missing', units: 2, residents60Plus: '<3', version: 1 })
    expect(made.unitList).toEqual([
      { unitNumber: 1, households: 12, lift: true },
      { unitNumber: 2, households: 12, lift: false },
    ])
    const door = await one(
      `select ST_Distance(entrance::geography, ST_Boundary(geom)::geography) as d,
         ST_Equals(entrance, ST_SnapToGrid(entrance, 1e-7)) as snapped from building where subdistrict_code = $1 and building_id = $2`,
      [body.id],
    )
    expect(Number(door.d)).toBeLessThan(0.1)
    expect(door.snapped).toBe(true)
    expect(await vacant()).toBe(before + 1)
    const history = (await send(secretary, 'GET', `/registers/building/${body.id}/history`)).body.events as { after: object }[]
    expect(history[0]?.after).toMatchObject({ name: '新一栋', residents60Plus: '<3' })
    const { version } = made as { version: number }
    const fewer = await send(secretary, 'PATCH', `/buildings/${body.id}`, {
      version,
      units: [{ unitNumber: 1, households: 24, lift: true }],
    })
    expect(fewer.status).toBe(200)
  })

  it('keeps a unit that somebody was appointed for, and its geometry follows to another grid', async () => {
    const held = await one(
      `select b.building_id as id, b.version, a.unit_number as unit from building b join appointment a using (subdistrict_code, building_id)
       where b.subdistrict_code = $1 and a.head_role = 'unitHead' and b.grid_code like left($2::text, 12) || '%' order by 1, 3 limit 1`,
      [community],
    )
    const { status, body } = await send(secretary, 'PATCH', `/buildings/${held.id}`, { version: Number(held.version), units: [] })
    expect([status, JSON.stringify(body.details)]).toEqual([409, expect.stringContaining(`unit ${held.unit}`)])
    const { lng, lat, grid } = await pointOfCommunity()
    const moved = await send(secretary, 'PATCH', `/buildings/${held.id}`, { version: Number(held.version), geometry: square(lng, lat) })
    expect(moved.status).toBe(200)
    expect((await one('select grid_code as g from building where subdistrict_code = $1 and building_id = $2', [held.id])).g).toBe(grid)
  })
})

describe('a station', () => {
  it('is added in service, told to the map, and moved', async () => {
    const { lng, lat, grid } = await pointOfCommunity()
    const { status, body } = await send(secretary, 'POST', '/stations', {
      ...{
        name: '试点站',
        nameEn: '',
        kind: 'station',
        areaM2: 120.5,
        openingHours: '每天 9:00–17:00',
        services: ['elderlyCare', 'mediation'],
      },
      geometry: { type: 'Point', coordinates: [lng, lat] },
    })
    expect(status).toBe(200)
    const list = (await send(secretary, 'GET', `/stations?q=${encodeURIComponent('试点')}`)).body.features as { properties: object }[]
    expect(list[0]?.properties).toMatchObject({ status: 'inService', services: ['elderlyCare', 'mediation'], areaM2: 120.5, version: 1 })
    const row = await one('select grid_code as g from service_station where subdistrict_code = $1 and service_station_id = $2', [body.id])
    expect(row.g).toBe(grid)
    const twice = await send(secretary, 'PATCH', `/stations/${body.id}`, { version: 1, services: ['mediation', 'mediation'] })
    expect(twice.status).toBe(400)
  })
})

describe('a register as a file', () => {
  it.each(['compound', 'building', 'station'])('%s: within the scope, in words, and nothing that a spreadsheet runs', async (kind) => {
    const read = async (who: Made, format: string) => {
      const response = await fetch(`${base}/api/v1/registers/${kind}/file?format=${format}`, {
        headers: { cookie: await madeCookie(database, who) },
      })
      return { status: response.status, text: await response.text() }
    }
    const [own, all] = [await read(secretary, 'csv'), await read(leader, 'csv')]
    expect([own.status, all.status]).toEqual([200, 200])
    const lines = (text: string) => text.trim().split('\r\n').length - 1
    expect(lines(own.text)).toBeGreaterThan(0)
    expect(lines(own.text)).toBeLessThan(lines(all.text))
    expect(own.text).not.toMatch(/residential|managed|communityCenter/)
    const features = (JSON.parse((await read(secretary, 'geojson')).text) as { features: unknown[] }).features
    expect(features).toHaveLength(lines(own.text))
    expect((await read(secretary, 'xlsx')).text.startsWith('PK')).toBe(true)
  })
})

describe('the sheet of a compound', () => {
  it('has the figures that the registers have, and no name in clear', async () => {
    const id = await ofCommunity()
    const { status, body } = await send(secretary, 'GET', `/compounds/${id}/sheet`)
    expect(status).toBe(200)
    const plain = await one(
      `select (select count(*) from building where subdistrict_code = $1 and compound_id = $2) as houses,
         (select count(*) from issue i where i.subdistrict_code = $1 and i.reported_at > $3::timestamptz - interval '1 year' and i.reported_at <= $3::timestamptz
           and (exists (select from building b where b.subdistrict_code = $1 and b.compound_id = $2 and b.building_id = i.building_id)
             or exists (select from compound c where c.subdistrict_code = $1 and c.compound_id = $2 and ST_Intersects(c.geom, i.geom)))) as issues`,
      [id, body.asOf],
    )
    const sheet = body as { buildings: { headName: string | null; head: string }[]; issues: { reported: number }[] }
    expect(sheet.buildings).toHaveLength(Number(plain.houses))
    expect(sheet.issues.reduce((sum, { reported }) => sum + reported, 0)).toBe(Number(plain.issues))
    for (const { head, headName } of sheet.buildings) {
      expect(headName !== null).toBe(head === 'present')
      if (headName) expect(headName).toMatch(/^.{1,2}\*+$/)
    }
  })
})

describe('paper', () => {
  it('the notice names whom it may, keeps silent about the others, and is kept in the audit', async () => {
    const house = await one(
      `select a.building_id as id, a.appointment_id as appointment, p.name from appointment a join person p using (subdistrict_code, person_id)
       join building b using (subdistrict_code, building_id)
       where a.subdistrict_code = $1 and a.head_role = 'buildingHead' and a.ended_on is null and a.term_end > '2027-03-01' and a.term_start < '2026-11-01'
         and b.grid_code like left($2::text, 12) || '%' order by 1 limit 1`,
      [community],
    )
    const say = async (consent: boolean) => {
      await one('update appointment set notice_consent = $3 where subdistrict_code = $1 and appointment_id = $2 returning 1', [
        house.appointment,
        consent,
      ])
      const { status, body } = await send(secretary, 'POST', `/buildings/${house.id}/notice`, {})
      expect(status).toBe(200)
      const posts = body.posts as { headRole: string; name: string | null; phone: string | null; consented: boolean }[]
      for (const post of posts) expect(post.name === null && post.phone === null).toBe(!post.consented)
      return posts.find(({ headRole }) => headRole === 'buildingHead')
    }
    const audited = await count('audit_entry')
    expect(await say(false)).toMatchObject({ consented: false, name: null, phone: null })
    expect(await say(true)).toMatchObject({ consented: true, name: house.name, phone: expect.stringMatching(/^\d{11}$/) })
    expect(await count('audit_entry')).toBe(audited + 2)
    const entry = await one(`select after, reason from audit_entry where subdistrict_code = $1 order by audit_entry_id desc limit 1`)
    expect(JSON.stringify(entry.after)).not.toContain(String(house.name))
  })

  it('the door-to-door list names each house once, in an order that is no longer than theirs by number', async () => {
    const found = await one(
      `select array_agg(building_id order by building_id) as ids from (
         select building_id from building where subdistrict_code = $1 and households > 0 and grid_code like left($2::text, 12) || '%'
         order by building_id % 7, building_id limit 30) as chosen`,
      [community],
    )
    const ids = (found.ids as (string | number)[]).map(Number)
    const visits = async (list: readonly number[]) =>
      (await send(secretary, 'GET', `/buildings/visits?ids=${list.join()}`)).body as {
        stops: { buildingId: number; minutes: number }[]
        minutes: number
        unplaced: number[]
        way: { coordinates: number[][] }
      }
    const { stops, minutes, unplaced, way } = await visits(ids)
    expect([...stops.map(({ buildingId }) => buildingId), ...unplaced].sort((a, b) => a - b)).toEqual(ids)
    expect(minutes).toBeCloseTo(
      stops.reduce((sum, stop) => sum + stop.minutes, 0),
      6,
    )
    expect(way.coordinates.length).toBeGreaterThan(stops.length)
    // each pair alone says how far it is, so the order by number can be summed without the search
    const few = ids.filter((id) => !unplaced.includes(id)).slice(0, 8)
    let byNumber = 0
    for (let at = 1; at < few.length; at++) byNumber += (await visits([few[at - 1] ?? 0, few[at] ?? 0])).minutes
    expect((await visits(few)).minutes).toBeLessThanOrEqual(byNumber + 1e-6)
  })
})

describe('a register that comes back', () => {
  const path = (kind: string, more = '') => `${base}/api/v1/registers/${kind}/fill-in${more}`
  const file = async (who: Made, kind: string) => {
    const response = await fetch(`${base}/api/v1/registers/${kind}/file?format=csv`, {
      headers: { cookie: await madeCookie(database, who) },
    })
    return (await response.text())
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n')
  }
  const sendFile = async (who: Made, kind: string, content: string, more = '') => {
    const response = await fetch(path(kind, more), {
      method: 'POST',
      headers: { cookie: await madeCookie(database, who), 'content-type': 'text/csv' },
      body: content,
    })
    const body = (await response.json()) as {
      committed: boolean
      counts: Record<string, number>
      rows: { line: number; state: string; problem: string | null; after: Record<string, unknown>; code: string }[]
      details?: unknown
    }
    return { status: response.status, body }
  }

  it.each(['compound', 'building', 'station'])('%s: as it was downloaded nothing is new and nothing changed', async (kind) => {
    const lines = await file(secretary, kind)
    const { status, body } = await sendFile(secretary, kind, lines.join('\r\n'))
    expect([status, body.rows, body.counts]).toEqual([200, [], { new: 0, changed: 0, unchanged: lines.length - 1, trouble: 0 }])
  })

  it('is told row by row, writes nothing before it is confirmed, then everything that is ready at once', async () => {
    const [head = '', first = '', second = '', third = '', fourth = '', ...rest] = await file(secretary, 'compound')
    const columns = head.split(',')
    const at = (name: string) => columns.indexOf(name)
    const changed = (line: string, name: string, value: string) =>
      line
        .split(',')
        .map((cell, place) => (place === at(name) ? value : cell))
        .join(',')
    const foreign = await one(
      'select compound_id as id from compound where subdistrict_code = $1 and not grid_codes && (select array_agg(grid_code) from grid where community_code = left($2::text, 12)) order by 1 limit 1',
      [community],
    )
    const content = [
      head,
      changed(first, '物业', '片区大物业'),
      changed(second, '编码', '9.90101E+14'),
      third,
      third,
      changed(fourth, '版本(勿改)', '99'),
      changed(first, '编码', `C${foreign.id}`),
      changed(changed(first, '编码', ''), '名称', '新小区'),
      ...rest,
    ].join('\r\n')
    const events = await count('register_event')
    const looked = await sendFile(secretary, 'compound', content)
    expect(looked.body.rows.map(({ line, state, problem }) => [line, state, problem])).toEqual([
      [2, 'changed', null],
      [3, 'trouble', 'damagedCode'],
      [4, 'trouble', 'twice'],
      [5, 'trouble', 'twice'],
      [6, 'trouble', 'changedSince'],
      [7, 'trouble', 'unknownCode'],
      [8, 'trouble', 'drawnOnly'],
    ])
    expect([looked.body.committed, await count('register_event')]).toEqual([false, events])
    const written = await sendFile(secretary, 'compound', content, '?commit=yes')
    expect([written.body.committed, written.body.counts.changed, await count('register_event')]).toEqual([true, 1, events + 1])
    const id = Number(first.split(',')[at('编码')]?.slice(1))
    expect((await compound(id)).properties).toMatchObject({ propertyClass: 'areaManaged' })
    // sent once more, what was written is changed since
    expect((await sendFile(secretary, 'compound', content)).body.rows[0]).toMatchObject({ line: 2, problem: 'changedSince' })
  })

  it('adds buildings by their door: without a footprint, in their grid, with units, on the list of those', async () => {
    const { lng, lat, grid } = await pointOfCommunity()
    const vacancies = async (list: string) =>
      ((await send(secretary, 'GET', `/vacancies?list=${list}&limit=1000`)).body.rows as { buildingId: number; name: string }[]).map(
        ({ name }) => name,
      )
    const content = [
      '编码,名称,地址,用途,户数,各单元户数,有电梯的单元,经度,纬度',
      `,补录一栋,补录路1号,住宅,20,10、10,2,${lng},${lat}`,
      `,补录二栋,补录路2号,住宅,8,,,${lng + 3},${lat}`,
      ',补录三栋,补录路3号,住宅,8,,,,',
    ].join('\n')
    const looked = await sendFile(secretary, 'building', content)
    expect(looked.body.rows.map(({ state, problem }) => [state, problem])).toEqual([
      ['new', null],
      ['trouble', 'outsideGround'],
      ['trouble', 'placeMissing'],
    ])
    expect(await vacancies('noFootprint')).toEqual([])
    expect((await sendFile(secretary, 'building', content, '?commit=yes')).body.committed).toBe(true)
    expect(await vacancies('noFootprint')).toEqual(['补录一栋'])
    expect(await vacancies('buildingHead')).toContain('补录一栋')
    const made = await one(`select building_id as id from building where subdistrict_code = $1 and name = '补录一栋'`)
    const { body } = await send(secretary, 'GET', `/buildings/${made.id}`)
    expect(body).toMatchObject({ geometry: { type: 'Point' }, properties: { gridCode: grid, units: 2, head: 'missing', households: 20 } })
    // drawn later, it leaves the list
    const drawn = await send(secretary, 'PATCH', `/buildings/${made.id}`, { version: 1, geometry: square(lng, lat) })
    expect([drawn.status, await vacancies('noFootprint')]).toEqual([200, []])
    // the figures of its grid count it as any other
    const found = await send(secretary, 'GET', `/search?q=${encodeURIComponent('补录一栋')}`)
    expect((found.body.hits as unknown[]).length).toBe(1)
  })

  type MapFeature = { type: 'Feature'; properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } | null }
  const mapOf = (features: readonly MapFeature[]) => JSON.stringify({ type: 'FeatureCollection', features })
  const mapFile = async (kind: string) => {
    const response = await fetch(`${base}/api/v1/registers/${kind}/file?format=geojson`, {
      headers: { cookie: await madeCookie(database, secretary) },
    })
    return (await response.json()) as { features: MapFeature[] }
  }

  it.each(['compound', 'building', 'station'])(
    '%s: as map data, as it was downloaded, nothing is new and nothing changed',
    async (kind) => {
      const { features } = await mapFile(kind)
      const { status, body } = await sendFile(secretary, kind, mapOf(features))
      expect([status, body.rows, body.counts]).toEqual([200, [], { new: 0, changed: 0, unchanged: features.length, trouble: 0 }])
    },
  )

  it('takes new compounds and changed outlines as map data, and says of each other one why not', async () => {
    const { lng, lat, grid } = await pointOfCommunity()
    const { features } = await mapFile('compound')
    const [first] = features
    if (first === undefined) throw new Error('no compound')
    const side = 0.0004
    const ring = (east: number, north: number) => [
      [east, north],
      [east + side, north],
      [east + side, north + side],
      [east, north + side],
      [east, north],
    ]
    const polygon = (coordinates: unknown) => ({ type: 'Polygon', coordinates })
    const made = (name: string, geometry: MapFeature['geometry'], more: object = {}): MapFeature => ({
      type: 'Feature',
      properties: { name, compoundType: '老旧院落', propertyClass: 'managed', ...more },
      geometry,
    })
    const [a, b, c, d, e] = ring(lng, lat)
    const sent = mapOf([
      made('图上新苑', polygon([ring(lng, lat)])),
      { ...first, geometry: polygon([ring(lng, lat)]) },
      made('有高程', polygon([ring(lng, lat).map(([x, y]) => [x, y, 312.5])])),
      made('自交', polygon([[a, c, b, d, e]])),
      made('不闭合', polygon([[a, b, c, d]])),
      made(
        '太小',
        polygon([
          [
            [lng, lat],
            [lng + 0.00001, lat],
            [lng + 0.00001, lat + 0.00001],
            [lng, lat],
          ],
        ]),
      ),
      made(
        '太大',
        polygon([
          [
            [lng - 0.03, lat - 0.03],
            [lng + 0.03, lat - 0.03],
            [lng + 0.03, lat + 0.03],
            [lng - 0.03, lat + 0.03],
            [lng - 0.03, lat - 0.03],
          ],
        ]),
      ),
      made('颠倒', polygon([ring(lat, lng).map(([x, y]) => [x, y])])),
      made('外地', polygon([ring(lng + 3, lat)])),
      made('是点', { type: 'Point', coordinates: [lng, lat] }),
      made('没有图形', null),
      made('坏图形', polygon('nothing')),
      made('没有类型', polygon([ring(lng, lat)]), { compoundType: '别墅' }),
      { ...made('', polygon([ring(lng, lat)])), properties: { code: first.properties.code, version: 99, name: '别名' } },
    ])
    const problems = async (who: Made, more = '') => (await sendFile(who, 'compound', sent, more)).body
    const before = [await count('compound'), await count('register_event')]
    const looked = await problems(secretary)
    expect(looked.rows.map(({ line, state, problem }) => [line, state, problem])).toEqual([
      [1, 'new', null],
      [2, 'trouble', 'twice'],
      [3, 'new', null],
      [4, 'trouble', 'outlineCrosses'],
      [5, 'trouble', 'outlineBroken'],
      [6, 'trouble', 'outlineTooSmall'],
      [7, 'trouble', 'outlineTooLarge'],
      [8, 'trouble', 'outlineBroken'],
      [9, 'trouble', 'outsideSubdistrict'],
      [10, 'trouble', 'outlineOther'],
      [11, 'trouble', 'drawnOnly'],
      [12, 'trouble', 'outlineBroken'],
      [13, 'trouble', 'unreadable'],
      [14, 'trouble', 'unreadable'],
    ])
    expect([await count('compound'), await count('register_event')]).toEqual(before)
    const written = await problems(secretary, '?commit=yes')
    expect([written.committed, written.counts.new, await count('compound')]).toEqual([true, 2, Number(before[0]) + 2])
    const there = await one(
      `select compound_id as id, community_code as community, compound_type as type, party_organisation as party, grid_codes as grids,
         ST_Equals(geom, ST_SnapToGrid(geom, 1e-7)) and ST_SRID(geom) = 4326 as lattice from compound where subdistrict_code = $1 and name = '图上新苑'`,
    )
    expect(there).toMatchObject({ community: grid.slice(0, 12), type: 'courtyard', party: 'none', lattice: true })
    expect(there.grids).toContain(grid)
    const tile = await one(
      `select 1 as drawn from tile_feature where subdistrict_code = $1 and layer = 'compounds' and feature_id = $2 limit 1`,
      [there.id],
    )
    expect(tile.drawn).toBe(1)

    // its outline alone is changed
    const added = (await mapFile('compound')).features.find(({ properties }) => properties.name === '图上新苑')
    if (added === undefined) throw new Error('it is not in the file')
    const moved = mapOf([{ ...added, geometry: polygon([ring(lng + 0.0001, lat)]) }])
    const change = await sendFile(secretary, 'compound', moved, '?commit=yes')
    expect(change.body.rows).toMatchObject([{ state: 'changed', after: { geometry: null } }])
    const shape = await one('select ST_XMin(geom) as west, version from compound where subdistrict_code = $1 and compound_id = $2', [
      there.id,
    ])
    expect([Number(shape.west).toFixed(7), shape.version]).toEqual([(lng + 0.0001).toFixed(7), 2])
    const event = await one(`select before, after from register_event where subdistrict_code = $1 order by register_event_id desc limit 1`)
    expect(event).toMatchObject({ before: { geometry: { type: 'MultiPolygon' } }, after: { geometry: { type: 'MultiPolygon' } } })
    // somebody of another community reaches none of it
    const foreign = await sendFile(stranger, 'compound', mapOf([made('外人', polygon([ring(lng, lat)]))]))
    expect(foreign.body).toMatchObject({ rows: [{ problem: 'outsideGround' }] })
  })

  it('takes what formulas gave and says so, and refuses rows whose formula has no value', async () => {
    const { lng, lat } = await pointOfCommunity()
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
    const rows = `<row r="1">${['编码', '名称', '用途', '户数', '经度', '纬度'].map((word, at) => cell(`${'ABCDEF'[at]}1`, word)).join('')}</row>
      <row r="2">${cell('B2', '公式一栋')}${cell('C2', '住宅')}<c r="D2"><f>12*2</f><v>24</v></c>${cell('E2', String(lng))}${cell('F2', String(lat))}</row>
      <row r="3">${cell('B3', '公式二栋')}${cell('C3', '住宅')}<c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v></c>${cell('E3', String(lng))}${cell('F3', String(lat))}</row>`
    const response = await fetch(path('building'), {
      method: 'POST',
      headers: { cookie: await madeCookie(database, secretary), 'content-type': 'application/octet-stream' },
      body: new Blob([new Uint8Array(workbook({ rows }))]),
    })
    expect((await response.json()) as object).toMatchObject({
      counts: { new: 1, trouble: 1 },
      rows: [
        { line: 2, state: 'new', formulas: ['households'] },
        { line: 3, state: 'trouble', problem: 'formulaWithoutValue', field: 'households' },
      ],
    })
  })

  it('that is something else is refused with what it is', async () => {
    expect(await sendFile(secretary, 'station', '工单号,时间\n1,2')).toMatchObject({
      status: 400,
      body: { details: [{ path: 'body', problem: 'otherColumns' }] },
    })
    const zip = Buffer.from('504b030400000000', 'hex')
    const response = await fetch(path('station'), {
      method: 'POST',
      headers: { cookie: await madeCookie(database, secretary), 'content-type': 'application/octet-stream' },
      body: zip,
    })
    expect(response.status).toBe(400)
  })
})
