// What PostGIS says about the demo: an outside proof of what the generator claims.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { testDatabase } from '../engines/test-database.ts'

const code = '990100001'

describe('the demo sub-district in PostGIS', () => {
  let database: Database
  const one = async (text: string): Promise<Record<string, unknown>> => (await database.db.query(text)).rows[0] ?? {}
  beforeAll(async () => {
    database = await testDatabase()
  })

  it('has 2 / 26 / 325 grids in force', async () => {
    const levels = await database.db.query(
      `select level, count(*) as n from grid join grid_boundary b using (subdistrict_code, grid_code) where b.valid_to is null group by level order by level`,
    )
    expect(levels.rows).toEqual([
      { level: 1, n: 2 },
      { level: 2, n: 26 },
      { level: 3, n: 325 },
    ])
  })

  it('tiles the ground exactly: the level-3 grids do not overlap and leave no gap', async () => {
    const overlap = await one(
      `with leaf as (select b.geom, b.grid_code from grid_boundary b join grid using (subdistrict_code, grid_code) where level = 3 and b.valid_to is null)
       select count(*) as n from leaf a join leaf b on a.grid_code < b.grid_code and a.geom && b.geom and ST_Relate(a.geom, b.geom, '2********')`,
    )
    expect(overlap.n).toBe(0)
    const union = await one(
      `with leaf as (select b.geom from grid_boundary b join grid using (subdistrict_code, grid_code) where level = 3 and b.valid_to is null),
       whole as (select ST_Union(geom) as geom, sum(ST_Area(geom)) as parts from leaf)
       select ST_NumGeometries(geom) as pieces, ST_NumInteriorRings(ST_GeometryN(geom, 1)) as holes, abs(parts - ST_Area(geom)) / parts as difference from whole`,
    )
    expect(union).toMatchObject({ pieces: 1, holes: 0 })
    expect(union.difference).toBeLessThan(1e-9)
  })

  it('keeps levels 2 and 1 as the exact unions of their children', async () => {
    const wrong = await one(
      `with child as (
         select parent_code, ST_Union(geom) as geom from grid_boundary where valid_to is null and parent_code is not null group by parent_code)
       select count(*) as n from child join grid_boundary p on p.grid_code = child.parent_code and p.valid_to is null
       where not ST_Equals(child.geom, p.geom)`,
    )
    expect(wrong.n).toBe(0)
  })

  it('has only valid geometry', async () => {
    for (const table of ['grid_boundary', 'compound', 'building', 'road', 'water', 'green', 'walk_edge', 'patrol_route']) {
      const invalid = await one(`select count(*) as n, min(ST_IsValidReason(geom)) as why from ${table} where not ST_IsValid(geom)`)
      expect({ table, ...invalid }).toMatchObject({ table, n: 0 })
    }
  })

  it('puts every building into exactly one level-3 grid, the one it names', async () => {
    const placed = await one(
      `select count(*) as buildings, count(*) filter (where hits <> 1 or named is not true) as wrong from (
         select b.building_id, count(v.grid_code) as hits, bool_or(v.grid_code = b.grid_code) as named
         from building b left join (select * from grid_boundary join grid using (subdistrict_code, grid_code) where level = 3 and valid_to is null) v
           on ST_Covers(v.geom, b.geom)
         where b.subdistrict_code = '${code}' group by b.building_id) t`,
    )
    expect(placed.wrong).toBe(0)
    expect(placed.buildings).toBeGreaterThan(3000)
  })

  it('has no two buildings on the same ground', async () => {
    const overlapping = await one(
      `select count(*) as n from building a join building b on a.building_id < b.building_id and a.geom && b.geom and ST_Relate(a.geom, b.geom, '2********')`,
    )
    expect(overlapping.n).toBe(0)
  })

  it('keeps stations, compounds, issues and checkpoints inside the boundary', async () => {
    for (const table of ['service_station', 'compound', 'issue', 'checkpoint']) {
      const outside = await one(
        `with ground as (select ST_Union(geom) as geom from grid_boundary join grid using (subdistrict_code, grid_code) where level = 1 and valid_to is null)
         select count(*) as n from ${table} t, ground where not ST_Covers(ground.geom, t.geom)`,
      )
      expect({ table, ...outside }).toEqual({ table, n: 0 })
    }
  })

  it('has the figures of the mission', async () => {
    const figures = await one(
      `select (select count(*) from compound) as compounds,
         (select count(*) from renovation_project where stage in ('accepted', 'afterCare')) as renovated,
         (select count(*) from service_station where station_kind = 'streetCenter') as street,
         (select count(*) from service_station where station_kind = 'communityCenter') as centers,
         (select count(*) from service_station where station_kind = 'station') as stations,
         (select count(*) from patrol_team) as teams,
         (select sum(households) from building) as households,
         (select count(*) from issue) as issues`,
    )
    expect(figures).toMatchObject({ compounds: 216, renovated: 65, street: 1, centers: 26, stations: 82, teams: 21 })
    expect(figures.households).toBeGreaterThan(42_600)
    expect(figures.households).toBeLessThan(45_400)
    expect(figures.issues).toBeGreaterThan(17_000)
    expect(figures.issues).toBeLessThan(19_000)
  })

  it('has a walking network in one piece', async () => {
    const edges = (await database.db.query('select from_node_id as a, to_node_id as b from walk_edge')).rows
    const parent = new Map<unknown, unknown>()
    const root = (node: unknown): unknown => {
      let top = node
      while (parent.has(top) && parent.get(top) !== top) top = parent.get(top)
      parent.set(node, top)
      return top
    }
    for (const { a, b } of edges) parent.set(root(a), root(b))
    expect(new Set(edges.map(({ a }) => root(a))).size).toBe(1)
    const loose = await one(
      'select count(*) as n from walk_node n where not exists (select 1 from walk_edge e where n.walk_node_id in (e.from_node_id, e.to_node_id))',
    )
    expect(loose.n).toBe(0)
  })

  it('stamps every layer with data and a version', async () => {
    const layers = await database.db.query('select layer, features, version from layer_version order by layer')
    expect(layers.rows.length).toBe(12)
    expect(layers.rows.filter((row) => row.features === 0)).toEqual([])
  })
})
