// Who reaches a station on foot: compared with a slow count, with pgRouting where it is, and asked as the people who may.
import { readSheet } from 'read-excel-file/node'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WalkFigures } from '#contract/circles.ts'
import { walkKeeper } from '../../server/circles/keeper.ts'
import { catalogReader } from '../../server/db/catalog.ts'
import type { Database } from '../../server/db/database.ts'
import { refreshLayers } from '../../server/db/refresh-layers.ts'
import { rollDay } from '../../server/db/roll-day.ts'
import { demoDay, demoNow } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

type Coverage = {
  total: WalkFigures
  straightLineHouseholds: number
  network: { nodes: number; edges: number; isolatedPieces: number }
  stations: { inService: number }
  grids: { gridCode: string; figures: WalkFigures }[]
}
type Rings = {
  features: { geometry: { coordinates: [number, number][][][] }; properties: { minutes: number; serviceStationId: number | null } }[]
}
let database: Database
let base: string
const people = new Map<string, Made>()
let community: string

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const own = await database.db.query(
    `select left(grid_code, 12) || '000' as code from building where subdistrict_code = $1 order by building_id limit 1`,
    [code],
  )
  community = String(own.rows[0]?.code)
  people.set('leader', await madeAccount(database, 'leader', [code]))
  people.set('secretary', await madeAccount(database, 'secretary', [community]))
})
async function ask<T>(who: string, path: string, status = 200): Promise<T> {
  const response = await fetch(`${base}/api/v1${path}`, { headers: { cookie: await madeCookie(database, people.get(who) as Made) } })
  const body = await response.json()
  expect([path, response.status, status === 200 && response.status !== 200 ? body : '']).toEqual([path, status, ''])
  return body as T
}
const count = async (text: string, values: unknown[] = []) => Number((await database.db.query(text, [code, ...values])).rows[0]?.n)

describe('coverage on foot', () => {
  it('counts every household once: covered, beyond, not connected or off the network', async () => {
    const { total, grids, stations } = await ask<Coverage>('leader', '/coverage/walk?level=3')
    const all = await count('select sum(households) as n from building where subdistrict_code = $1')
    const { known, notConnected, offNetwork, covered } = total.households
    expect(known + notConnected + offNetwork).toBe(all)
    expect(covered).toBeGreaterThan(0)
    expect(covered).toBeLessThan(known)
    const sum = grids.reduce((households, { figures }) => households + figures.households.covered, 0)
    expect(sum).toBe(covered)
    expect(stations.inService).toBe(
      await count(`select count(*) as n from service_station where subdistrict_code = $1 and status = 'inService'`),
    )
  })

  it('is larger with more minutes and faster people, and smaller with a station less', async () => {
    const covered = async (query: string) => (await ask<Coverage>('leader', `/coverage/walk?${query}`)).total.households.covered
    const [five, ten, fifteen] = [await covered('minutes=5'), await covered('minutes=10'), await covered('minutes=15')]
    expect([five < ten, ten < fifteen]).toEqual([true, true])
    const [slow, elderly, usual, brisk] = [
      await covered('profile=elderlySlow'),
      await covered('profile=elderly'),
      await covered('profile=default'),
      await covered('profile=brisk'),
    ]
    expect([slow, elderly, usual, brisk]).toEqual([slow, elderly, usual, brisk].toSorted((a, b) => a - b))
    const { rows } = await database.db.query(
      `select service_station_id as id from service_station where subdistrict_code = $1 and status = 'inService' order by 1 limit 3`,
      [code],
    )
    for (const { id } of rows) expect(await covered(`changes=close:${id}`)).toBeLessThanOrEqual(fifteen)
  })

  it('is never more than what the straight line counts, and says by how much that is too large', async () => {
    const { total, straightLineHouseholds } = await ask<Coverage>('leader', '/coverage/walk')
    expect(straightLineHouseholds).toBeGreaterThan(0)
    const straight = await count(
      `select sum(b.households) as n from building b where b.subdistrict_code = $1 and exists (
         select from service_station s where s.subdistrict_code = $1 and s.status = 'inService' and ST_DWithin(s.geom::geography, b.entrance::geography, 1000))`,
    )
    expect(Math.abs(total.households.covered + straightLineHouseholds - straight) / straight).toBeLessThan(0.01)
  })

  it('is told of every compound, those with most households beyond the circle first, and adds up to the buildings that are in one', async () => {
    type Compounds = { grids: unknown[]; compounds: { compoundId: number; name: string; figures: WalkFigures }[] }
    const { grids, compounds } = await ask<Compounds>('leader', '/coverage/walk?per=compound&minutes=10')
    expect([grids.length, compounds.length > 10]).toEqual([0, true])
    const beyond = compounds.map(({ figures: { households } }) => households.known - households.covered)
    expect(beyond).toEqual(beyond.toSorted((a, b) => b - a))
    const told = compounds.reduce((sum, { figures: { households: h } }) => sum + h.known + h.notConnected + h.offNetwork, 0)
    expect(told).toBe(await count('select sum(households) as n from building where subdistrict_code = $1 and compound_id is not null'))
    expect(compounds.every(({ name }) => name !== '')).toBe(true)
    // people are told apart from nobody, but not one from two
    const people = compounds.flatMap(({ figures }) => Object.values(figures.residents60Plus) as (number | '<3')[])
    expect(people.filter((one) => one === 1 || one === 2)).toEqual([])
    expect(people.filter((one) => one === '<3').length).toBeGreaterThan(0)
    const own = await ask<Compounds>('secretary', '/coverage/walk?per=compound&minutes=10')
    expect(own.compounds.length).toBeGreaterThan(0)
    expect(own.compounds.length).toBeLessThan(compounds.length)
  })

  it('of a time of the day counts stations that are open then, and names those whose hours nobody can read', async () => {
    const at = (time: string) => ask<Coverage>('leader', `/coverage/walk?at=${time}`)
    const open = async (time: string) =>
      count(
        `select count(*) as n from service_station where subdistrict_code = $1 and status = 'inService'
           and $2 >= left(opening_hours, 5) and $2 < right(opening_hours, 5)`,
        [time],
      )
    const [night, noon, evening] = [await at('03:00'), await at('12:00'), await at('19:30')]
    expect([night, noon, evening].map(({ stations }) => stations.inService)).toEqual([
      await open('03:00'),
      await open('12:00'),
      await open('19:30'),
    ])
    expect(night.total.households.covered).toBe(0)
    expect(evening.total.households.covered).toBeLessThan(noon.total.households.covered)
    for (const time of ['24:30', '8:00', 'noon']) await ask('leader', `/coverage/walk?at=${time}`, 400)
  })

  it('is that of the caller’s grids alone, while stations beyond them count', async () => {
    const whole = await ask<Coverage>('leader', '/coverage/walk?level=2')
    const own = await ask<Coverage>('secretary', '/coverage/walk?level=2')
    expect(own.grids.map(({ gridCode }) => gridCode)).toEqual([community])
    expect(own.grids[0]?.figures).toEqual(whole.grids.find(({ gridCode }) => gridCode === community)?.figures)
    expect(own.total).toEqual(own.grids[0]?.figures)
  })

  it('follows what changes: a station that closes is no longer counted, and one asked of an earlier day is', async () => {
    const before = await ask<Coverage>('leader', '/coverage/walk')
    await database.db.query(
      `update service_station set status = 'closed', status_since = $2 where subdistrict_code = $1 and status = 'inService'`,
      [code, demoDay],
    )
    await refreshLayers(database.db, { subdistrict: code, kind: 'stationClosed', layers: ['stations'], today: demoDay })
    await new Promise((resolve) => setTimeout(resolve, 1200))
    const after = await ask<Coverage>('leader', '/coverage/walk')
    expect([after.total.households.covered, after.stations.inService]).toEqual([0, 0])
    expect((await ask<Coverage>('leader', '/coverage/walk?on=2026-11-19')).total.households.covered).toBe(before.total.households.covered)
    await database.db.query(`update service_station set status = 'inService', status_since = '2020-01-01' where subdistrict_code = $1`, [
      code,
    ])
    await refreshLayers(database.db, { subdistrict: code, kind: 'stationOpened', layers: ['stations'], today: demoDay })
    await new Promise((resolve) => setTimeout(resolve, 1200))
  })
})

describe('circles', () => {
  it('are valid areas, the longer holding the shorter', async () => {
    const { features } = await ask<Rings>('leader', '/circles')
    expect(features.map(({ properties }) => properties.minutes)).toEqual([15, 10, 5])
    const areas = features.map(({ geometry }) => JSON.stringify({ type: 'MultiPolygon', coordinates: geometry.coordinates }))
    for (const [larger, smaller] of [
      [areas[0], areas[1]],
      [areas[1], areas[2]],
    ]) {
      const proved = await database.db.query(
        `select ST_IsValid(a) as valid, ST_Area(ST_Difference(ST_MakeValid(b), ST_MakeValid(a))::geography) as outside
         from ST_GeomFromGeoJSON($1) a, ST_GeomFromGeoJSON($2) b`,
        [larger, smaller],
      )
      expect(proved.rows[0]?.valid).toBe(true)
      expect(Number(proved.rows[0]?.outside)).toBeLessThan(1)
    }
  })

  it('hold the doors that are covered and not those that are not, but for a cell', async () => {
    const { features } = await ask<Rings>('leader', '/circles')
    const ring = JSON.stringify({ type: 'MultiPolygon', coordinates: features[0]?.geometry.coordinates })
    const within = await count(
      `select sum(b.households) as n from building b, ST_MakeValid(ST_GeomFromGeoJSON($2)) c
       where b.subdistrict_code = $1 and ST_Intersects(b.entrance, c)`,
      [ring],
    )
    const { covered, known } = (await ask<Coverage>('leader', '/coverage/walk')).total.households
    expect(Math.abs(within - covered) / known).toBeLessThan(0.02)
  })

  it('of one station are its own; of one that is not there, none', async () => {
    const { rows } = await database.db.query(
      `select service_station_id as id from service_station where subdistrict_code = $1 order by 1 limit 1`,
      [code],
    )
    const one = await ask<Rings>('leader', `/circles?station=${rows[0]?.id}`)
    expect(one.features.map(({ properties }) => properties.serviceStationId)).toEqual([rows[0]?.id, rows[0]?.id, rows[0]?.id])
    await ask('leader', '/circles?station=999999999', 404)
  })
})

describe('straight circles', () => {
  it('are one shape: what PostGIS finds within a kilometre of any station, to one in two hundred', async () => {
    const { features } = await ask<Rings>('leader', '/circles?straight=yes')
    expect(features.map(({ properties }) => properties.minutes)).toEqual([15])
    const { rows } = await database.db.query(
      `with theirs as (select ST_Union(ST_Buffer(geom::geography, 1000, 36)::geometry) as geom from service_station
         where subdistrict_code = $1 and status = 'inService'),
       ours as (select ST_SetSRID(ST_GeomFromGeoJSON($2), 4326) as geom)
       select ST_Area(ST_SymDifference(ours.geom, theirs.geom)::geography) / ST_Area(theirs.geom::geography) as off, ST_IsValid(ours.geom) as valid
       from ours, theirs`,
      [code, JSON.stringify(features[0]?.geometry)],
    )
    expect(Number(rows[0]?.off)).toBeLessThan(0.005)
    expect(rows[0]?.valid).toBe(true)
  })
})

describe('a place that has no station', () => {
  type Preview = Rings & { place: string; newly: { households: number }; total: WalkFigures }
  const at = async (path: string) => ask<Preview>('leader', `/circles/preview?${path}`)

  it('brings exactly the households that coverage then has more', async () => {
    const { spots } = await ask<{ spots: { lng: number; lat: number; households: number }[] }>('leader', '/blind-spots?minutes=10')
    const [spot] = spots
    const before = (await ask<Coverage>('leader', '/coverage/walk?minutes=10')).total.households.covered
    const preview = await at(`lng=${spot?.lng}&lat=${spot?.lat}&minutes=10`)
    expect(preview.newly.households).toBeGreaterThan(0)
    expect(preview.total.households.covered).toBe(before + preview.newly.households)
    expect(preview.features.length).toBe(3)
  })

  it('in a field, outside, or out of range is told for what it is', async () => {
    expect(await at('lng=108.5&lat=31.2')).toMatchObject({ place: 'offNetwork', newly: { households: 0 }, features: [] })
    for (const query of ['lng=200&lat=30', 'lng=108&lat=30&minutes=0', 'lng=108&lat=30&minutes=10000', 'lng=NaN&lat=30', 'lng=108'])
      await ask('leader', `/circles/preview?${query}`, 400)
  })
})

it('of a small ground so few old people are told no more exactly for a plan than for what there is', async () => {
  const minutes = 5
  const { grids } = await ask<Coverage>('leader', `/coverage/walk?level=3&minutes=${minutes}`)
  const few = grids.find(({ figures }) => figures.residents60Plus.covered === '<3')
  const many = grids.find(
    ({
      figures: {
        residents60Plus: { covered },
      },
    }) => covered !== '<3' && covered > 2,
  )
  for (const { gridCode, figures } of [few, many].flatMap((grid) => grid ?? [])) {
    people.set('gridWorker', await madeAccount(database, 'gridWorker', [gridCode]))
    const { total } = await ask<{ total: WalkFigures }>('gridWorker', `/circles/preview?lng=108.5&lat=31.2&minutes=${minutes}`)
    const { before, after } = await ask<{ before: WalkFigures; after: WalkFigures }>('gridWorker', `/circles/difference?minutes=${minutes}`)
    expect([total, before, after]).toEqual([figures, figures, figures])
  }
  expect([few !== undefined, many !== undefined]).toEqual([true, true])
})

it('blind spots hold every household that is known and not covered, the largest first', async () => {
  const { households, spots } = await ask<{ households: number; spots: { households: number; name: string; buildings: number[] }[] }>(
    'leader',
    '/blind-spots?minutes=10&limit=1000',
  )
  const { covered, known } = (await ask<Coverage>('leader', '/coverage/walk?minutes=10')).total.households
  expect(households).toBe(known - covered)
  expect(spots.reduce((sum, spot) => sum + spot.households, 0)).toBe(households)
  expect(spots.map((spot) => spot.households)).toEqual(spots.map((spot) => spot.households).toSorted((a, b) => b - a))
  expect(spots.every(({ name }) => name !== '')).toBe(true)
})

it('the way from a building leads to its nearest stations, each no nearer than the one before', async () => {
  type Ways = { place: string; stations: { minutes: number; serviceStationId: number; way: { coordinates: [number, number][] } }[] }
  const { rows } = await database.db.query(
    `select building_id as id from building where subdistrict_code = $1 and households > 0 and left(grid_code, 12) || '000' = $2 order by 1 limit 5`,
    [code, community],
  )
  for (const { id } of rows) {
    const { place, stations } = await ask<Ways>('secretary', `/buildings/${id}/way`)
    expect([place, stations.length]).toEqual(['onNetwork', 3])
    expect(new Set(stations.map(({ serviceStationId }) => serviceStationId)).size).toBe(3)
    const minutes = stations.map((one) => one.minutes)
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
    const [first] = stations
    const line = JSON.stringify({ type: 'LineString', coordinates: first?.way.coordinates })
    const metres = await database.db.query('select ST_Length(ST_GeomFromGeoJSON($1)::geography) as n', [line])
    // steps count double, slopes more: the drawn line is never longer than the minutes say
    expect(Number(metres.rows[0]?.n)).toBeLessThanOrEqual(((first?.minutes ?? 0) * 4000) / 60 + 2)
  }
  await ask('secretary', '/buildings/999999999/way', 404)
})

it('sites newly serve what they say, and no more than the bound', async () => {
  type Site = {
    lng: number
    lat: number
    gain: number
    name: string
    newly: { households: number }
    meanMinutes: { before: number | null; after: number | null }
  }
  type Choice = { working: boolean; worth: number; bound: number; exact: boolean; candidates: number; notConnected: number; sites: Site[] }
  // what takes longer is asked for again
  const found = async (path: string): Promise<Choice> => {
    for (;;) {
      const choice = await ask<Choice>('leader', path)
      if (!choice.working) return choice
    }
  }
  const choice = await found('/circles/sites?count=2&minutes=10')
  expect(choice.sites.length).toBe(2)
  expect(choice.sites.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(choice.worth, 6)
  expect(choice.bound).toBeGreaterThanOrEqual(choice.worth)
  const [first] = choice.sites
  const preview = await ask<{ newly: { households: number } }>('leader', `/circles/preview?lng=${first?.lng}&lat=${first?.lat}&minutes=10`)
  expect(preview.newly.households).toBe(first?.gain)
  const walk = await found('/circles/sites?count=2&aim=walk&apart=250')
  expect(walk.sites.length).toBeGreaterThan(0)
  for (const { newly, gain, meanMinutes } of choice.sites) {
    expect(newly.households).toBe(gain)
    expect(meanMinutes.after ?? 99).toBeLessThanOrEqual(10)
  }
  const blocks = await found('/circles/sites?count=2&minutes=10&from=blocks')
  expect(blocks.candidates).toBeGreaterThan(50)
  expect(blocks.sites.every(({ name }) => name !== '')).toBe(true)
  const given = `${first?.lng},${first?.lat};108.5,31.2`
  const chosen = await found(`/circles/sites?count=2&minutes=10&from=given&places=${given}`)
  expect([chosen.candidates, chosen.notConnected, chosen.sites[0]?.gain, chosen.exact]).toEqual([1, 1, first?.gain, true])
  for (const query of ['from=given', 'places=108,30', 'from=given&places=108', 'from=given&places=1,2,3', 'count=0'])
    await ask('leader', `/circles/sites?${query}`, 400)
})

it('agrees with pgRouting on every node, where that is', async ({ skip }) => {
  const has = await database.db.query(`select count(*) as n from pg_available_extensions where name = 'pgrouting'`)
  if (Number(has.rows[0]?.n) === 0) return skip('pgRouting is not on this engine')
  const { db } = database
  await db.query('create extension if not exists pgrouting')
  const { buildNetwork } = await import('#domain/walk/network.ts')
  const { walkField } = await import('#domain/walk/field.ts')
  const { walkEdges, walkNodes } = await import('../../server/circles/queries.ts')
  const nodes = await walkNodes(db, code)
  const network = buildNetwork(nodes, await walkEdges(db, code))
  const starts = nodes.filter((_, index) => index % 97 === 0)
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]))
  // sources at nodes: at the ends of edges that begin or end there
  const sources = starts.flatMap(({ id }) => {
    const node = indexOf.get(id) ?? 0
    const edge = network.edgeOf[network.first[node] ?? 0]
    return network.first[node] === network.first[node + 1] || edge === undefined
      ? []
      : [{ edge, along: network.from[edge] === node ? 0 : 1, doorMetres: 0 }]
  })
  const field = walkField(network, sources, 1000)
  // the same costs: pgRouting is compared on the search, not on what a slope is worth
  await db.query(
    `create temporary table routed as select e.walk_edge_id as id, from_node_id as source, to_node_id as target, 0::float8 as cost, 0::float8 as reverse_cost
     from walk_edge e where subdistrict_code = $1 and foot_access = 'yes' order by walk_edge_id`,
    [code],
  )
  await db.query(
    `update routed r set cost = c.cost, reverse_cost = c.back from (
       select unnest($1::int[]) as id, unnest($2::float8[]) as cost, unnest($3::float8[]) as back) c,
       (select id, row_number() over (order by id) - 1 as place from routed) p where p.id = r.id and p.place = c.id`,
    [Array.from({ length: network.edges }, (_, i) => i), Array.from(network.backward), Array.from(network.forward)],
  )
  const routed = await db.query(
    `select node, min(agg_cost) as metres from pgr_drivingDistance('select id, source, target, cost, reverse_cost from routed', $1::bigint[], 1000, directed := true, equicost := false)
     group by node`,
    [
      starts
        .filter(({ id }) => (network.first[indexOf.get(id) ?? 0] ?? 0) < (network.first[(indexOf.get(id) ?? 0) + 1] ?? 0))
        .map(({ id }) => id),
    ],
  )
  const expected = new Map(routed.rows.map(({ node, metres }) => [Number(node), Number(metres)]))
  let [worst, reached] = [0, 0]
  nodes.forEach(({ id }, index) => {
    const [ours, theirs] = [field.metres[index] ?? Infinity, expected.get(id) ?? Infinity]
    if (theirs < 999.5) {
      reached++
      worst = Math.max(worst, Math.abs(ours - theirs))
    }
  })
  expect(reached).toBeGreaterThan(500)
  expect(worst).toBeLessThan(0.5)
})

describe('the state of a station', () => {
  const change = async (who: string, id: number, body: object) => {
    const response = await fetch(`${base}/api/v1/stations/${id}/states`, {
      method: 'POST',
      headers: { cookie: await madeCookie(database, people.get(who) as Made), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as { states: { from: string; status: string; recordedBy: string }[] } }
  }
  const serving = async (on: string) => (await ask<Coverage>('leader', `/coverage/walk?on=${on}`)).stations.inService
  const fresh = () => new Promise((resolve) => setTimeout(resolve, 1200))

  it('changes from a day on, keeps what was before, is told, and can be corrected for the same day', async () => {
    const { rows } = await database.db.query(
      `select service_station_id as id, status_since::text as since from service_station
       where subdistrict_code = $1 and status = 'inService' and left(grid_code, 12) || '000' = $2 order by 1 limit 1`,
      [code, community],
    )
    const id = Number(rows[0]?.id)
    const all = await serving(demoDay)
    const closed = await change('secretary', id, { status: 'closed', from: demoDay, reason: '修缮' })
    expect(closed.status).toBe(200)
    expect(closed.body.states.map(({ from, status }) => [from, status])).toEqual([
      [rows[0]?.since, 'inService'],
      [demoDay, 'closed'],
    ])
    expect((await change('secretary', id, { status: 'closed', from: demoDay, reason: '再说一遍' })).status).toBe(409)
    expect((await change('secretary', id, { status: 'inService', from: '2027-03-01', reason: '修完' })).status).toBe(200)
    await fresh()
    expect([await serving('2026-11-01'), await serving(demoDay), await serving('2027-02-28'), await serving('2027-03-01')]).toEqual([
      all,
      all - 1,
      all - 1,
      all,
    ])
    expect(
      await count(
        `select count(*) as n from service_station where subdistrict_code = $1 and status = 'closed' and service_station_id = $2`,
        [id],
      ),
    ).toBe(1)
    expect(await count(`select count(*) as n from change_event where subdistrict_code = $1 and kind = 'stationStateChanged'`)).toBe(2)
    expect(await count(`select count(*) as n from audit_entry where subdistrict_code = $1 and action = 'stationStateChanged'`)).toBe(2)
    // the day comes: nobody writes anything, and the register says so
    await rollDay(database.pool, '2027-03-01')
    expect(
      await count(
        `select count(*) as n from service_station where subdistrict_code = $1 and status = 'inService' and service_station_id = $2`,
        [id],
      ),
    ).toBe(1)
    await rollDay(database.pool, demoDay)
    expect((await change('secretary', id, { status: 'inService', from: demoDay, reason: '记错了' })).status).toBe(200)
    await fresh()
    expect(await serving(demoDay)).toBe(all)
  })

  it('of a station in somebody else’s grids, or that is none, or on no day, is refused', async () => {
    const { rows } = await database.db.query(
      `select service_station_id as id from service_station where subdistrict_code = $1 and left(grid_code, 12) || '000' <> $2 order by 1 limit 1`,
      [code, community],
    )
    const said = { status: 'closed', from: demoDay, reason: '试' }
    expect((await change('secretary', Number(rows[0]?.id), said)).status).toBe(404)
    expect((await change('leader', 999999999, said)).status).toBe(404)
    for (const body of [{ ...said, from: '2026-02-30' }, { ...said, status: 'gone' }, { ...said, reason: ' ' }, { status: 'closed' }])
      expect((await change('leader', Number(rows[0]?.id), body)).status).toBe(400)
  })
})

describe('a plan that was only thought of', () => {
  type Difference = {
    newly: { households: number }
    lost: { households: number }
    before: WalkFigures
    after: WalkFigures
    buildings: { newly: number[]; lost: number[] }
  }

  it('brings and loses what the figures with and without it differ by', async () => {
    const { spots } = await ask<{ spots: { lng: number; lat: number }[] }>('leader', '/blind-spots?minutes=5')
    const { rows } = await database.db.query(
      `select service_station_id as id from service_station where subdistrict_code = $1 and status = 'inService' order by 1`,
      [code],
    )
    const plan = `open:${spots[0]?.lng},${spots[0]?.lat},08:30-18:00;${rows
      .slice(0, 15)
      .map(({ id }) => `close:${id}`)
      .join(';')}`
    const asked = encodeURIComponent(plan)
    const difference = await ask<Difference>('leader', `/circles/difference?minutes=5&changes=${asked}`)
    const as = async (query: string) => (await ask<Coverage>('leader', `/coverage/walk?minutes=5${query}`)).total.households.covered
    expect([difference.before.households.covered, difference.after.households.covered]).toEqual([
      await as(''),
      await as(`&changes=${asked}`),
    ])
    expect(difference.after.households.covered - difference.before.households.covered).toBe(
      difference.newly.households - difference.lost.households,
    )
    expect(Math.min(difference.newly.households, difference.lost.households)).toBeGreaterThan(0)
    expect(
      await count('select sum(households) as n from building where subdistrict_code = $1 and building_id = any ($2::bigint[])', [
        difference.buildings.lost,
      ]),
    ).toBe(difference.lost.households)
    const backwards = await ask<Difference>('leader', `/circles/difference?minutes=5&than=${asked}`)
    expect([backwards.newly, backwards.lost]).toEqual([difference.lost, difference.newly])
    const rings = await ask<Rings>('leader', `/circles?changes=${asked}&minutes=3,6,9,12,15`)
    expect(rings.features.map(({ properties }) => properties.minutes)).toEqual([15, 12, 9, 6, 3])
  })

  it('may open at another hour, which counts at that hour alone', async () => {
    const { rows } = await database.db.query(
      `select service_station_id as id from service_station where subdistrict_code = $1 and status = 'inService' and opening_hours < '24' and right(opening_hours, 5) < '19:00' order by 1 limit 1`,
      [code],
    )
    const later = encodeURIComponent(`hours:${rows[0]?.id},08:30-21:00`)
    const serving = async (query: string) => (await ask<Coverage>('leader', `/coverage/walk?${query}`)).stations.inService
    expect(await serving(`at=20:30&changes=${later}`)).toBe((await serving('at=20:30')) + 1)
    expect(await serving(`at=12:00&changes=${later}`)).toBe(await serving('at=12:00'))
  })

  it('that cannot be read is refused with the part that cannot', async () => {
    for (const changes of [
      'close',
      'close:x',
      'open:1,2',
      'open:108,30,8-9',
      'hours:5,25:00-26:00',
      'open:200,30,08:00-18:00',
      Array(21).fill('close:1').join(';'),
    ]) {
      const response = await fetch(`${base}/api/v1/coverage/walk?changes=${encodeURIComponent(changes)}`, {
        headers: { cookie: await madeCookie(database, people.get('leader') as Made) },
      })
      expect([changes, response.status]).toEqual([changes, 400])
      expect(JSON.stringify(await response.json())).toContain('changes')
    }
  })

  it('is kept under a name, seen by others, changed by one at a time, and thrown away', async () => {
    const send = async (who: string, method: string, path: string, body?: object) => {
      const response = await fetch(`${base}/api/v1/circles/scenarios${path}`, {
        method,
        headers: { cookie: await madeCookie(database, people.get(who) as Made), ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as { walkScenarioId: number; version: number; changes: string } }
    }
    const kept = await send('leader', 'POST', '', { name: '东门新站', changes: 'close:1' })
    expect([kept.status, kept.body.version]).toEqual([200, 1])
    expect((await send('secretary', 'POST', '', { name: '东门新站', changes: 'close:2' })).status).toBe(409)
    const { scenarios } = await ask<{ scenarios: { name: string }[] }>('secretary', '/circles/scenarios')
    expect(scenarios.map(({ name }) => name)).toContain('东门新站')
    const path = `/${kept.body.walkScenarioId}`
    const changed = await send('secretary', 'PUT', path, { name: '东门新站', changes: 'close:2;close:3', version: 1 })
    expect([changed.status, changed.body.version, changed.body.changes]).toEqual([200, 2, 'close:2;close:3'])
    expect((await send('leader', 'PUT', path, { name: '东门', changes: 'close:9', version: 1 })).status).toBe(409)
    expect((await send('leader', 'PUT', path, { name: '东门', changes: 'nothing', version: 2 })).status).toBe(400)
    expect((await send('leader', 'DELETE', `${path}?version=1`)).status).toBe(409)
    expect((await send('leader', 'DELETE', `${path}?version=2`)).status).toBe(200)
    expect((await send('leader', 'DELETE', `${path}?version=2`)).status).toBe(404)
    expect(await count(`select count(*) as n from audit_entry where subdistrict_code = $1 and action like 'walkScenario%'`)).toBe(3)
    expect(await count(`select count(*) as n from change_event where subdistrict_code = $1 and kind like 'walkScenario%'`)).toBe(3)
  })
})

describe('a model that is out of date', () => {
  it('answers as of its time while it is renewed beside the requests, and whoever watches is told when it is done', async () => {
    const before = await ask<Coverage & { dataTime: string; renewal: object | null }>('leader', '/coverage/walk')
    const ending = new AbortController()
    const stream = await fetch(`${base}/api/v1/live`, {
      headers: { cookie: await madeCookie(database, people.get('leader') as Made) },
      signal: ending.signal,
    })
    const told: { renewal: { done: number; total: number } | null; dataTime: string }[] = []
    const reading = (async () => {
      let text = ''
      for await (const part of stream.body ?? []) {
        text += Buffer.from(part as Uint8Array).toString()
        const [, last = ''] = /event: walking\ndata: (.*)\n\n$/.exec(text) ?? []
        for (const [, data = ''] of text.matchAll(/event: walking\ndata: (.*)\n/g))
          if (!told.some((one) => JSON.stringify(one) === data)) told.push(JSON.parse(data))
        if (last !== '' && JSON.parse(last).renewal === null) return
      }
    })()
    const { rows } = await database.db.query('select max(length_metres) as longest from walk_edge where subdistrict_code = $1', [code])
    // every way twice as long: fewer reach a station
    await database.db.query('update walk_edge set length_metres = length_metres * 2 where subdistrict_code = $1', [code])
    await refreshLayers(database.db, { subdistrict: code, kind: 'roadsImported', layers: ['roads'], today: demoDay })
    await reading
    ending.abort()
    expect(told.at(-1)?.renewal).toBeNull()
    expect(told.length).toBeGreaterThan(2)
    expect((told.at(-1)?.dataTime ?? '') > before.dataTime).toBe(true)
    const after = await ask<Coverage & { dataTime: string; renewal: object | null }>('leader', '/coverage/walk')
    expect(after.renewal).toBeNull()
    expect(after.dataTime).toBe(told.at(-1)?.dataTime)
    expect(after.total.households.covered).toBeLessThan(before.total.households.covered)
    await database.db.query('update walk_edge set length_metres = length_metres / 2 where subdistrict_code = $1', [code])
    await refreshLayers(database.db, { subdistrict: code, kind: 'roadsImported', layers: ['roads'], today: demoDay })
    await expect
      .poll(async () => (await ask<Coverage>('leader', '/coverage/walk')).total.households.covered, { timeout: 20_000 })
      .toBe(before.total.households.covered)
    expect(Number(rows[0]?.longest)).toBeGreaterThan(0)
  })

  it('is read once when many ask at once', async () => {
    let read = 0
    const counting: Database['db'] = {
      ...database.db,
      query: (text, ...rest) => {
        if (text.includes('from walk_edge')) read++
        return database.db.query(text, ...rest)
      },
    }
    const catalog = catalogReader(database.db, Date.now)
    const keeper = walkKeeper({
      db: counting,
      catalog,
      now: demoNow,
      tell: () => {},
      onTrouble: (error) => {
        throw error
      },
    })
    const held = await catalog.read()
    const models = await Promise.all(Array.from({ length: 5 }, () => keeper.model(counting, code, held)))
    await keeper.close()
    expect([new Set(models).size, read]).toEqual([1, 1])
  })
})

describe('blind spots as a file', () => {
  const file = async (format: string, language = 'zh-CN') =>
    fetch(`${base}/api/v1/blind-spots/file?minutes=10&format=${format}&language=${language}`, {
      headers: { cookie: await madeCookie(database, people.get('leader') as Made) },
    })

  it('hold the same places in every format', async () => {
    const { spots } = await ask<{ spots: { name: string; households: number }[] }>('leader', '/blind-spots?minutes=10&limit=1000')
    const csv = (await (await file('csv')).text()).trim().split('\r\n')
    expect(csv.length).toBe(spots.length + 1)
    expect(csv[0]).toContain('户数')
    const geo = (await (await file('geojson')).json()) as { features: { properties: { households: number; name: string } }[] }
    expect(geo.features.map(({ properties }) => properties.households)).toEqual(spots.map(({ households }) => households))
    const response = await file('xlsx', 'en')
    expect(response.headers.get('content-disposition')).toContain('blind-spots-10min-default.xlsx')
    const sheet = await readSheet(Buffer.from(await response.arrayBuffer()))
    expect(sheet.length).toBe(spots.length + 1)
    expect(sheet[0]).toContain('Households')
    expect(sheet[1]?.[2]).toBe(String(spots[0]?.households))
    expect((await file('pdf')).status).toBe(400)
  })
})
