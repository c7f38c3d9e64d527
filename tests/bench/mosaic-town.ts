// A mosaic as a sub-district in the database: a community for each column, small buildings with households, a street along each row.
import { areaSquareMetres, insideOf } from '#domain/plans/checks.ts'
import type { GridOutline } from '#domain/topology/build-topology.ts'
import { fromLattice, type LatticePoint } from '#domain/topology/lattice.ts'
import type { Queryable } from '../../server/db/queryable.ts'
import { mosaic, ORIGIN } from '../domain/topology/mosaic.ts'

const width = 20_000
/** bends of a border */
const points = 20
const buildingsPerGrid = 2

export type MosaicTown = { readonly code: string; readonly columns: number; readonly rows: number }

const digits = (n: number, length: number) => String(n).padStart(length, '0')

export async function makeMosaicTown(db: Queryable, { code, columns, rows }: MosaicTown): Promise<void> {
  const [west, south] = fromLattice([ORIGIN[0] - width, ORIGIN[1] - width])
  const [east, north] = fromLattice([ORIGIN[0] + (columns + 1) * width, ORIGIN[1] + (rows + 1) * width])
  await db.query(
    `insert into subdistrict (subdistrict_code, name, name_en, source, extent) values ($1, '马赛克', 'Mosaic', 'register', ST_MakeEnvelope($2, $3, $4, $5, 4326))`,
    [code, west, south, east, north],
  )
  const version = await db.query(
    `insert into coverage_version (subdistrict_code, title, valid_from) values ($1, 'mosaic', '2026-01-01') returning coverage_version_id as id`,
    [code],
  )
  const outlines = mosaic('bench', columns, rows, width, points, 0.01)
  const community = (i: number) => `${code}${digits(i + 1, 3)}000`
  const level3 = outlines.map((outline) => {
    const [i = 0, j = 0] = outline.id.slice(1).split('-').map(Number)
    return {
      code: `${code}${digits(i + 1, 3)}${digits(j + 1, 3)}`,
      parent: community(i),
      name: outline.name,
      polygons: outline.polygons,
      level: 3,
    }
  })
  const whole = { polygons: square([ORIGIN[0], ORIGIN[1]], columns * width, rows * width), level: 1 }
  const level1 = [{ ...whole, code: `${code}000000`, parent: null, name: 'whole' }]
  const level2 = Array.from({ length: columns }, (_, i) => ({
    ...{ code: community(i), parent: `${code}000000`, name: `community ${i + 1}`, level: 2 },
    polygons: square([ORIGIN[0] + i * width, ORIGIN[1]], width, rows * width),
  }))
  const made = [...level1, ...level2, ...level3].map(({ polygons, ...grid }) => ({
    ...grid,
    area: areaSquareMetres(polygons),
    label: { type: 'Point', coordinates: fromLattice(insideOf(polygons)) },
    geom: { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map((ring) => ring.map(fromLattice))) },
  }))
  for (let from = 0; from < made.length; from += 1000)
    await insertGrids(db, code, Number(version.rows[0]?.id), made.slice(from, from + 1000))
  await db.query(
    `insert into building (subdistrict_code, grid_code, name, name_en, address, building_use, households, residents_60_plus, entrance, geom)
     select $1, $1 || lpad((i + 1)::text, 3, '0') || lpad((j + 1)::text, 3, '0'), n || '栋', 'Building ' || n, '', 'residential', 150, 60, ST_SetSRID(ST_MakePoint(x, y), 4326), ST_Multi(ST_MakeEnvelope(x, y, x + 0.0003, y + 0.0002, 4326))
     from (select i, j, n, round(($2 + ((i + 0.3 + 0.3 * n) * $6))::numeric / 1e7, 7)::float8 as x, round(($3 + (j + 0.5) * $6)::numeric / 1e7, 7)::float8 as y
       from generate_series(0, $4::integer - 1) i, generate_series(0, $5::integer - 1) j, generate_series(0, $7::integer - 1) n) placed`,
    [code, ORIGIN[0], ORIGIN[1], columns, rows, width, buildingsPerGrid],
  )
  await db.query(
    `insert into road (subdistrict_code, road_class, name, name_en, geom)
     select $1, 'residential', '街' || j, 'Street ' || j, ST_SetSRID(ST_MakeLine(array(
       select ST_MakePoint(($2 + i * $6) / 1e7, ($3 + (j + 0.25) * $6) / 1e7) from generate_series(0, $4::integer) i)), 4326)
     from generate_series(0, $5::integer - 1) j`,
    [code, ORIGIN[0], ORIGIN[1], columns, rows, width],
  )
}

function square([x, y]: LatticePoint, wide: number, high: number): GridOutline['polygons'] {
  const ring: LatticePoint[] = [
    [x, y],
    [x + wide, y],
    [x + wide, y + high],
    [x, y + high],
    [x, y],
  ]
  return [[ring]]
}

async function insertGrids(db: Queryable, code: string, version: number, grids: readonly object[]): Promise<void> {
  const rows =
    'jsonb_to_recordset($2::jsonb) as m (code text, parent text, name text, level smallint, area float8, label jsonb, geom jsonb)'
  await db.query(
    `insert into grid (subdistrict_code, grid_code, level, community_code, name, name_en, created_on)
     select $1, m.code, m.level, case when m.level > 1 then left(m.code, 12) end, m.name, m.name, '2026-01-01' from ${rows}`,
    [code, JSON.stringify(grids)],
  )
  await db.query(
    `insert into grid_boundary (subdistrict_code, grid_code, valid_from, coverage_version_id, parent_code, area_m2, label_point, geom)
     select $1, m.code, '2026-01-01', $3, m.parent, m.area, ST_SetSRID(ST_GeomFromGeoJSON(m.label), 4326), ST_SetSRID(ST_GeomFromGeoJSON(m.geom), 4326) from ${rows}`,
    [code, JSON.stringify(grids), version],
  )
}
