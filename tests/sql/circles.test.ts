// Who reaches a station on foot: compared with a slow count, with pgRouting where it is, and asked as the people who may.
import { beforeAll, describe, expect, it } from 'vitest'
import type { WalkFigures } from '#contract/circles.ts'
import type { Database } from '../../server/db/database.ts'
import { refreshLayers } from '../../server/db/refresh-layers.ts'
import { demoDay } from '../engines/demo-day.ts'
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
    for (const { id } of rows) expect(await covered(`without=${id}`)).toBeLessThanOrEqual(fifteen)
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
  type Choice = { worth: number; bound: number; exact: boolean; candidates: number; sites: { lng: number; lat: number; gain: number }[] }
  const choice = await ask<Choice>('leader', '/circles/sites?count=2&minutes=10')
  expect(choice.sites.length).toBe(2)
  expect(choice.sites.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(choice.worth, 6)
  expect(choice.bound).toBeGreaterThanOrEqual(choice.worth)
  const [first] = choice.sites
  const preview = await ask<{ newly: { households: number } }>('leader', `/circles/preview?lng=${first?.lng}&lat=${first?.lat}&minutes=10`)
  expect(preview.newly.households).toBe(first?.gain)
  const walk = await ask<Choice>('leader', '/circles/sites?count=2&aim=walk&apart=250')
  expect(walk.sites.length).toBeGreaterThan(0)
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
