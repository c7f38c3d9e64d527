import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { importOsm } from '../../data/osm/import-osm.ts'
import { openOsm } from '../../data/osm/open-osm.ts'
import type { Database } from '../../server/db/database.ts'
import { migrate } from '../../server/db/migrate.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { writeTemporary } from '../engines/temporary-file.ts'
import { testDatabase } from '../engines/test-database.ts'

const town = fileURLToPath(new URL('../fixtures/small-town.osm', import.meta.url))
const real = (name: string) => fileURLToPath(new URL(`../../../shared/data/osm/${name}.osm.pbf`, import.meta.url))

let database: Database
beforeAll(async () => {
  database = await testDatabase('nothing')
  await migrate(database.pool, () => {})
})

let nextCode = 990_101_001
async function load(path: string) {
  const code = String(nextCode++)
  const read = await openOsm(path)
  const counts = await inTransaction(database.pool, async (db) => {
    await db.query(
      `insert into subdistrict (subdistrict_code, name, name_en, source, extent) values ($1, 'x', 'x', 'openstreetmap', ST_MakeEnvelope(0, 0, 1, 1, 4326))`,
      [code],
    )
    return importOsm(db, code, read, () => {})
  })
  const all = async (text: string) => (await database.db.query(text, [code])).rows
  return { code, counts, all }
}

describe('an OpenStreetMap file', () => {
  it('becomes roads with class and name, and a walking network cut at junctions', async () => {
    const { counts, all } = await load(town)
    expect(counts).toEqual({ buildings: 2, roads: 4, steps: 1, walkEdges: 4, walkNodes: 5, water: 2, green: 1, skipped: 1 })
    const roads = await all('select road_class, name, name_en, bridge from road where subdistrict_code = $1 order by road_id')
    expect(roads.map((row) => row.road_class)).toEqual(['primary', 'residential', 'steps', 'motorway'])
    expect(roads[0]).toMatchObject({ name: '青禾路', name_en: 'Qinghe Road', bridge: false })
    expect(roads[1]).toMatchObject({ bridge: true })
    const edges = await all(
      'select from_node_id as a, to_node_id as b, steps, round(length_metres) as metres from walk_edge where subdistrict_code = $1 order by walk_edge_id',
    )
    expect(edges.map(({ a, b, steps }) => [a, b, steps])).toEqual([
      [1, 2, false],
      [2, 3, false],
      [2, 4, false],
      [4, 5, true],
    ])
    expect(edges[0]?.metres).toBe(96)
  })

  it('becomes buildings with their yards, uses and storeys, each entered from the nearest way', async () => {
    const { all } = await load(town)
    const buildings = await all(
      `select name, address, building_use as use, levels, ST_NRings(geom) as rings,
         ST_Distance(entrance, ST_Boundary(geom)) < 2e-7 as at_wall, ST_Y(entrance) as y, ST_IsValid(geom) as valid
       from building where subdistrict_code = $1 order by building_id`,
    )
    expect(buildings).toMatchObject([
      { name: '', address: '青禾路 8号', use: 'residential', levels: 2, rings: 1, at_wall: true, valid: true },
      { name: '青石小区1栋', use: 'residential', levels: null, rings: 2, at_wall: true, valid: true },
    ])
    expect(buildings[1]?.y).toBeCloseTo(30.5002, 6)
  })

  it('is read the same from .osm, .osm.gz and under any name', async () => {
    const plain = await load(town)
    const zipped = await load(writeTemporary('town.xyz', gzipSync(readFileSync(town))))
    expect(zipped.counts).toEqual(plain.counts)
  })

  it('holding nothing of use, or being something else, is refused and leaves nothing', async () => {
    const before = (await database.db.query('select count(*) as n from subdistrict')).rows[0]?.n
    const xml = readFileSync(town, 'utf8')
    for (const [name, content, reason] of [
      ['empty', '', /is empty/],
      ['text', 'just some words that are no map at all', /is not OpenStreetMap data/],
      ['html', '<html><body>404</body></html>', /root element is <html>/],
      ['cut off', xml.slice(0, xml.length / 2), /damaged or cut off/],
      ['cut off gzip', gzipSync(xml).subarray(0, 300), /damaged or cut off/],
      ['no elements', '<osm version="0.6"></osm>', /no OpenStreetMap elements/],
      ['no roads', '<osm><node id="1" lat="1" lon="1"/></osm>', /no roads and no buildings/],
    ] as const) {
      await expect(load(writeTemporary(name, content)), name).rejects.toThrow(reason)
    }
    await expect(load('/no/such/file')).rejects.toThrow('does not exist')
    expect((await database.db.query('select count(*) as n from subdistrict')).rows[0]?.n).toBe(before)
  })
})

describe.runIf(existsSync(real('monaco')))('real extracts', () => {
  it('Monaco has more than 1,150 buildings and its stairs', async () => {
    const { counts, all } = await load(real('monaco'))
    expect(counts.buildings).toBeGreaterThan(1150)
    expect(counts.steps).toBeGreaterThan(200)
    const steps = await all('select count(*) as n from walk_edge where subdistrict_code = $1 and steps')
    expect(steps[0]?.n).toBeGreaterThan(200)
  })

  it('Liechtenstein has more than 8,800 buildings', async () => {
    const { counts } = await load(real('liechtenstein'))
    expect(counts.buildings).toBeGreaterThan(8800)
  })

  it('cut off in the middle, or with a byte damaged, is refused and leaves nothing', async () => {
    const bytes = readFileSync(real('monaco'))
    await expect(load(writeTemporary('cut.pbf', bytes.subarray(0, 200_000)))).rejects.toThrow(/cut off/)
    const damaged = Buffer.from(bytes)
    damaged.fill(0x5a, 150_000, 150_400)
    await expect(load(writeTemporary('damaged.pbf', damaged))).rejects.toThrow(/damaged|not OpenStreetMap|cut off/)
  })
})
