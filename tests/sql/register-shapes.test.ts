// Registers that come back as map data: outlines of buildings, places of stations; what is the same, what moved, what is refused, and whose it is.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

type Feature = { type: 'Feature'; properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } | null }
type Kind = 'compound' | 'building' | 'station'

let database: Database
let base: string
let secretary: Made
let stranger: Made
let community: string
let place: { lng: number; lat: number; grid: string }

const one = async (text: string, values: readonly unknown[] = []) => (await database.db.query(text, [code, ...values])).rows[0] ?? {}

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const own = await database.db.query(
    `select node_code from account_scope join account using (account_id) where username = 'demo-secretary'`,
  )
  community = String(own.rows[0]?.node_code)
  secretary = await madeAccount(database, 'secretary', [community])
  const other = await one(
    'select grid_code as other from grid where subdistrict_code = $1 and level = 2 and grid_code <> $2 and retired_on is null order by 1 limit 1',
    [community],
  )
  stranger = await madeAccount(database, 'secretary', [String(other.other)])
  const row = await one(
    `select ST_X(p) as lng, ST_Y(p) as lat, grid_code from (
       select b.grid_code, ST_PointOnSurface(b.geom) as p from grid_boundary b
       where b.subdistrict_code = $1 and b.parent_code = $2 and b.valid_to is null order by b.grid_code limit 1) one`,
    [community],
  )
  place = { lng: Number(Number(row.lng).toFixed(7)), lat: Number(Number(row.lat).toFixed(7)), grid: String(row.grid_code) }
})

async function mapFile(kind: Kind, more = ''): Promise<Feature[]> {
  const response = await fetch(`${base}/api/v1/registers/${kind}/file?format=geojson${more}`, {
    headers: { cookie: await madeCookie(database, secretary) },
  })
  return ((await response.json()) as { features: Feature[] }).features
}
async function sendMap(who: Made, kind: Kind, features: readonly Feature[], more = '') {
  const response = await fetch(`${base}/api/v1/registers/${kind}/fill-in${more}`, {
    method: 'POST',
    headers: { cookie: await madeCookie(database, who), 'content-type': 'application/geo+json' },
    body: JSON.stringify({ type: 'FeatureCollection', features }),
  })
  return (await response.json()) as {
    committed: boolean
    counts: Record<string, number>
    rows: { line: number; state: string; problem: string | null; field: string | null; after: Record<string, unknown> }[]
  }
}
const square = (lng: number, lat: number, size = 0.0002): Feature['geometry'] => ({
  type: 'Polygon',
  coordinates: [
    [
      [lng, lat],
      [lng + size, lat],
      [lng + size, lat + size],
      [lng, lat + size],
      [lng, lat],
    ].map((at) => at.map((one) => Number(one.toFixed(7)))),
  ],
})
const made = (name: string, geometry: Feature['geometry'], properties: object = {}): Feature => ({
  type: 'Feature',
  properties: { name, ...properties },
  geometry,
})
const told = ({ rows }: Awaited<ReturnType<typeof sendMap>>) => rows.map(({ line, state, problem }) => [line, state, problem])

describe('buildings with outlines', () => {
  it('come back as they were, even with every ring turned round', async () => {
    const features = await mapFile('building', '&shape=area')
    expect(features.length).toBeGreaterThan(10)
    expect(new Set(features.map(({ geometry }) => geometry?.type))).toEqual(new Set(['MultiPolygon']))
    const turned = features.map((feature) => ({
      ...feature,
      geometry: {
        type: 'MultiPolygon',
        coordinates: ((feature.geometry?.coordinates ?? []) as number[][][][]).map((rings) =>
          rings.map((ring) => [...ring.slice(2, -1), ...ring.slice(0, 2), ring[2]].reverse()),
        ),
      },
    }))
    for (const sent of [features, turned])
      expect(await sendMap(secretary, 'building', sent)).toMatchObject({
        rows: [],
        counts: { new: 0, changed: 0, unchanged: features.length, trouble: 0 },
      })
  })

  it('are added with their door towards the street, beside others that are doors alone, and say why not', async () => {
    const { lng, lat, grid } = place
    const sent = [
      made('有轮廓的楼', square(lng, lat), { households: 12 }),
      made('只有门的楼', { type: 'Point', coordinates: [lng, lat] }),
      made('线楼', {
        type: 'LineString',
        coordinates: [
          [lng, lat],
          [lng, lat + 0.0001],
        ],
      }),
      made('太大的楼', square(lng - 0.004, lat - 0.004, 0.008)),
      made('外地的楼', square(lng + 2, lat)),
      made('坏用途', square(lng, lat), { use: '城堡' }),
      made('没有图形', null),
    ]
    const before = await one('select count(*) as n from building where subdistrict_code = $1')
    expect(told(await sendMap(secretary, 'building', sent))).toEqual([
      [1, 'new', null],
      [2, 'new', null],
      [3, 'trouble', 'outlineOther'],
      [4, 'trouble', 'outlineTooLarge'],
      [5, 'trouble', 'outsideSubdistrict'],
      [6, 'trouble', 'unreadable'],
      [7, 'trouble', 'placeMissing'],
    ])
    expect(await one('select count(*) as n from building where subdistrict_code = $1')).toEqual(before)
    expect(told(await sendMap(stranger, 'building', sent.slice(0, 2)))).toEqual([
      [1, 'trouble', 'outsideGround'],
      [2, 'trouble', 'outsideGround'],
    ])
    expect(await sendMap(secretary, 'building', sent, '?commit=yes')).toMatchObject({ committed: true, counts: { new: 2, trouble: 5 } })
    const drawn = await one(
      `select grid_code as grid, households, building_use as use, ST_GeometryType(geom) as type,
         ST_DWithin(entrance::geography, ST_Boundary(geom)::geography, 0.1) as "onWall", ST_Equals(geom, ST_SnapToGrid(geom, 1e-7)) as lattice
       from building where subdistrict_code = $1 and name = '有轮廓的楼'`,
    )
    expect(drawn).toEqual({ grid, households: 12, use: 'residential', type: 'ST_MultiPolygon', onWall: true, lattice: true })
    const door = await one(
      `select geom is null as bare, ST_X(entrance) as lng, households from building where subdistrict_code = $1 and name = '只有门的楼'`,
    )
    expect([door.bare, Number(door.lng).toFixed(7), door.households]).toEqual([true, lng.toFixed(7), 0])
  })

  it('are moved with door and grid; the door of a known one moves nothing', async () => {
    const [known] = (await mapFile('building', '&shape=area')).filter(({ properties }) => properties.name === '有轮廓的楼')
    if (known === undefined) throw new Error('it is not in the file')
    const { lng, lat } = place
    expect(
      await sendMap(secretary, 'building', [{ ...known, geometry: { type: 'Point', coordinates: [lng + 0.0005, lat] } }]),
    ).toMatchObject({
      counts: { unchanged: 1 },
    })
    const doorOf = () =>
      one(`select ST_AsText(entrance) as door, version from building where subdistrict_code = $1 and name = '有轮廓的楼'`)
    const before = await doorOf()
    const moved = await sendMap(secretary, 'building', [{ ...known, geometry: square(lng + 0.0004, lat) }], '?commit=yes')
    expect(moved).toMatchObject({ committed: true, rows: [{ state: 'changed', after: { geometry: null } }] })
    const after = await doorOf()
    expect([after.version, after.door === before.door]).toEqual([Number(before.version) + 1, false])
    // whoever comes later with what was there before is told
    expect(told(await sendMap(secretary, 'building', [known]))).toEqual([[1, 'trouble', 'changedSince']])
    expect(told(await sendMap(stranger, 'building', [known]))).toEqual([[1, 'trouble', 'unknownCode']])
  })
})

describe('stations with places', () => {
  it('are added, moved with grid and community, and take no outline', async () => {
    const { lng, lat, grid } = place
    const at = (east: number): Feature['geometry'] => ({ type: 'Point', coordinates: [Number((lng + east).toFixed(7)), lat] })
    const sent = [made('图上的站', at(0), { services: '老年服务、人民调解' }), made('画成面的站', square(lng, lat))]
    expect(told(await sendMap(secretary, 'station', sent))).toEqual([
      [1, 'new', null],
      [2, 'trouble', 'outlineOther'],
    ])
    await sendMap(secretary, 'station', sent, '?commit=yes')
    const station = async () => (await mapFile('station')).find(({ properties }) => properties.name === '图上的站')
    const there = await station()
    expect(there?.properties).toMatchObject({ kind: 'station', communityCode: grid.slice(0, 12), services: ['elderlyCare', 'mediation'] })
    if (there === undefined) throw new Error('it is not in the file')
    expect(await sendMap(secretary, 'station', [there])).toMatchObject({ rows: [], counts: { unchanged: 1 } })
    const moved = await sendMap(secretary, 'station', [{ ...there, geometry: at(0.0001) }], '?commit=yes')
    expect(moved).toMatchObject({ committed: true, rows: [{ state: 'changed', after: { geometry: null } }] })
    expect((await station())?.geometry).toEqual(at(0.0001))
    const off = await one(
      `select ST_X(p) as lng, ST_Y(p) as lat from (select ST_PointOnSurface(b.geom) as p from grid_boundary b
         where b.subdistrict_code = $1 and b.valid_to is null and left(b.grid_code, 12) <> left($2::text, 12) limit 1) o`,
      [community],
    )
    const [fresh] = (await mapFile('station')).filter(({ properties }) => properties.name === '图上的站')
    if (fresh === undefined) throw new Error('it is not in the file')
    const elsewhere = { type: 'Point', coordinates: [Number(off.lng), Number(off.lat)] }
    expect(told(await sendMap(secretary, 'station', [{ ...fresh, geometry: elsewhere }]))).toEqual([[1, 'trouble', 'outsideGround']])
  })
})
