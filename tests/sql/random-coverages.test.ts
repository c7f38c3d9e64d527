// What PostGIS says about borders that were drawn at random: an outside proof of what the invariants of the topology claim.
import { describe, expect, it } from 'vitest'
import { fromLattice } from '#domain/topology/lattice.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { OUTSIDE } from '#domain/topology/topology.ts'
import { randomSequence } from '../domain/topology/random-sequences.ts'
import { testDatabase } from '../engines/test-database.ts'

const sequences = 400

describe('coverages after random operations', () => {
  it('are valid, overlap nowhere, and fill their outline', async () => {
    const { db } = await testDatabase()
    await db.query('create table drawn (run int, grid text, geom geometry)')
    const outlines: Record<number, number> = {}
    const rows: unknown[] = []
    for (let run = 0; run < sequences; run++) {
      const { base, states } = randomSequence(`postgis ${run}`)
      const topology = states.at(-1) ?? base
      for (const grid of topology.grids.keys()) {
        const coordinates = gridPolygons(topology, grid).map((rings) => rings.map((ring) => ring.map(fromLattice)))
        rows.push({ run, grid, geom: JSON.stringify({ type: 'MultiPolygon', coordinates }) })
      }
      // once around from outside: the arcs with nobody on one side
      outlines[run] = [...topology.arcs.values()]
        .filter(({ left, right }) => left === OUTSIDE || right === OUTSIDE)
        .reduce(
          (sum, { points }) =>
            sum + points.slice(1).reduce((l, [x, y], i) => l + Math.hypot(x - (points[i]?.[0] ?? x), y - (points[i]?.[1] ?? y)), 0),
          0,
        )
    }
    await db.query(
      `insert into drawn select run, grid, ST_GeomFromGeoJSON(geom) from json_to_recordset($1::json) as r (run int, grid text, geom text)`,
      [JSON.stringify(rows)],
    )
    await db.query('create index on drawn (run)')

    const invalid = await db.query(
      `select run, grid, ST_IsValidReason(geom) as why from drawn where not ST_IsValid(geom) or ST_IsEmpty(geom)`,
    )
    expect(invalid.rows).toEqual([])
    const overlaps = await db.query(
      `select a.run, a.grid, b.grid as other from drawn a join drawn b on a.run = b.run and a.grid < b.grid and a.geom && b.geom
       where ST_Relate(a.geom, b.geom, '2********')`,
    )
    expect(overlaps.rows).toEqual([])
    const whole = await db.query(
      `select run, sum(ST_Area(geom)) as parts, ST_Area(ST_Union(geom)) as whole, ST_Perimeter(ST_Union(geom)) * 1e7 as around from drawn group by run order by run`,
    )
    expect(whole.rows).toHaveLength(sequences)
    for (const { run, parts, whole: area, around } of whole.rows as Record<string, number>[]) {
      expect(Math.abs(Number(parts) - Number(area)) / Number(area), `run ${run}`).toBeLessThan(1e-9)
      // a gap between two grids would be an edge of the union that no arc to the outside knows
      expect(Math.abs(Number(around) - (outlines[Number(run)] ?? 0)) / Number(around), `run ${run}`).toBeLessThan(1e-9)
    }
  })
})
