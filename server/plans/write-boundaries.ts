// A plan becomes the borders of a day: rows closed and opened, codes, lineage. Nothing here decides; what is written was worked out before.

import { areaSquareMetres, insideOf, leastMetresWide, leastSquareMetres } from '#domain/plans/checks.ts'
import { type CodeGiven, isGridCode } from '#domain/plans/codes.ts'
import { fromLattice } from '#domain/topology/lattice.ts'
import { gridPolygons, type LatticePolygon, parentPolygons } from '#domain/topology/rings.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'
import type { Queryable } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const lineageText = statementBeside(import.meta.url, 'write-lineage')

export type Publication = {
  readonly base: Topology
  readonly topology: Topology
  readonly codes: readonly CodeGiven[]
  readonly validFrom: string
  readonly title: string
}

type BoundaryRow = {
  readonly code: string
  readonly parent: string | null
  readonly area: number
  readonly label: object
  readonly geom: object
}

const same = (a: readonly LatticePolygon[], b: readonly LatticePolygon[]): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Writes everything; returns the number of the version and how many grids it brought. */
export async function writeBoundaries(
  system: Queryable,
  subdistrict: string,
  publication: Publication,
): Promise<{ id: number; grids: number }> {
  const { base, topology, codes, validFrom, title } = publication
  await system.query('update coverage_version set valid_to = $2 where subdistrict_code = $1 and valid_to is null', [subdistrict, validFrom])
  const made = await system.query(
    'insert into coverage_version (subdistrict_code, title, valid_from) values ($1, $2, $3) returning coverage_version_id as id',
    [subdistrict, title, validFrom],
  )
  const id = Number(made.rows[0]?.id)
  const codeOf = codesOf(codes)

  await newGrids(system, subdistrict, topology, codes, validFrom)
  const changed = changedBoundaries(base, topology, codeOf)
  const gone = [...base.grids.keys()].filter((grid) => !topology.grids.has(grid) || codeOf(grid) !== grid)
  await system.query(
    `update grid_boundary set valid_to = $3 where subdistrict_code = $1 and grid_code = any ($2::text[]) and valid_to is null`,
    [subdistrict, [...changed.map(({ code }) => code), ...gone], validFrom],
  )
  await system.query(`update grid set retired_on = $3 where subdistrict_code = $1 and grid_code = any ($2::text[])`, [
    subdistrict,
    gone,
    validFrom,
  ])
  await system.query(
    `insert into grid_boundary (subdistrict_code, grid_code, valid_from, coverage_version_id, parent_code, area_m2, label_point, geom)
     select $1, code, $2, $3, parent, area, ST_SetSRID(ST_GeomFromGeoJSON(label), 4326), ST_SetSRID(ST_GeomFromGeoJSON(geom), 4326)
     from jsonb_to_recordset($4::jsonb) as made (code text, parent text, area float8, label jsonb, geom jsonb)`,
    [subdistrict, validFrom, id, JSON.stringify(changed)],
  )
  await system.query(lineageText, [subdistrict, validFrom, JSON.stringify(renumberedBy(codes)), leastSquareMetres, leastMetresWide])
  await rename(system, subdistrict, base, topology, codeOf)
  return { id, grids: changed.length }
}

/** The code of a grid of the plan: the one given, or its own. */
export function codesOf(codes: readonly CodeGiven[]): (grid: GridId) => string {
  const given = new Map(codes.map(({ grid, code }) => [grid, code]))
  return (grid) => given.get(grid) ?? grid
}

/** Grids of the base that go on under another number. */
export const renumberedBy = (codes: readonly CodeGiven[]): { readonly old: string; readonly new: string }[] =>
  codes.flatMap(({ grid, code }) => (isGridCode(grid) ? [{ old: grid, new: code }] : []))

async function newGrids(
  system: Queryable,
  subdistrict: string,
  topology: Topology,
  codes: readonly CodeGiven[],
  validFrom: string,
): Promise<void> {
  const made = codes.map(({ grid, code }) => {
    const { name = '', nameEn = '' } = topology.grids.get(grid) ?? {}
    // a grid that changes its community stays what it is, a park or a market
    return { code, name, nameEn, like: isGridCode(grid) ? grid : null }
  })
  await system.query(
    `insert into grid (subdistrict_code, grid_code, level, kind, community_code, name, name_en, created_on)
     select $1, m.code, 3, coalesce(o.kind, 'general'), left(m.code, 12), m.name, m."nameEn", $2
     from jsonb_to_recordset($3::jsonb) as m (code text, name text, "nameEn" text, "like" text)
     left join grid o on o.subdistrict_code = $1 and o.grid_code = m."like"`,
    [subdistrict, validFrom, JSON.stringify(made)],
  )
}

/** Every grid of any level whose ground or parent is another than before. */
function changedBoundaries(base: Topology, topology: Topology, codeOf: (grid: GridId) => string): BoundaryRow[] {
  const changed: BoundaryRow[] = []
  const row = (code: string, parent: string | null, polygons: readonly LatticePolygon[]): BoundaryRow => ({
    code,
    parent,
    area: areaSquareMetres(polygons),
    label: { type: 'Point', coordinates: fromLattice(insideOf(polygons)) },
    geom: { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map((ring) => ring.map(fromLattice))) },
  })
  const movedParents = new Set<string>()
  for (const [grid, { parent, arcs }] of topology.grids) {
    const before = base.grids.get(grid)
    const untouched = before !== undefined && before.arcs === arcs && arcs.every((id) => base.arcs.get(id) === topology.arcs.get(id))
    const polygons = untouched ? null : gridPolygons(topology, grid)
    const reshaped = polygons !== null && (before === undefined || !same(polygons, gridPolygons(base, grid)))
    if (!reshaped && before?.parent === parent && codeOf(grid) === grid) continue
    changed.push(row(codeOf(grid), parent, polygons ?? gridPolygons(topology, grid)))
    movedParents.add(parent)
    if (before !== undefined) movedParents.add(before.parent)
  }
  for (const [grid, { parent }] of base.grids) if (!topology.grids.has(grid)) movedParents.add(parent)
  const movedTops = new Set<string>()
  for (const [code, { level, parent }] of topology.parents) {
    if (level !== 2) continue
    const before = base.parents.get(code)
    if (!movedParents.has(code) && before?.parent === parent) continue
    const polygons = parentPolygons(topology, 2, code)
    if (same(polygons, parentPolygons(base, 2, code)) && before?.parent === parent) continue
    if (polygons.length > 0) changed.push(row(code, parent, polygons))
    for (const top of [parent, before?.parent]) if (top !== null && top !== undefined) movedTops.add(top)
  }
  for (const code of movedTops) {
    const polygons = parentPolygons(topology, 1, code)
    if (polygons.length > 0 && !same(polygons, parentPolygons(base, 1, code))) changed.push(row(code, null, polygons))
  }
  return changed
}

async function rename(
  system: Queryable,
  subdistrict: string,
  base: Topology,
  topology: Topology,
  codeOf: (grid: GridId) => string,
): Promise<void> {
  const names: { code: string; name: string; nameEn: string }[] = []
  for (const [id, { name, nameEn }] of [...topology.grids, ...topology.parents]) {
    const before = base.grids.get(id) ?? base.parents.get(id)
    if (before !== undefined && (before.name !== name || before.nameEn !== nameEn)) names.push({ code: codeOf(id), name, nameEn })
  }
  await system.query(
    `update grid g set name = n.name, name_en = n."nameEn" from jsonb_to_recordset($2::jsonb) as n (code text, name text, "nameEn" text)
     where g.subdistrict_code = $1 and g.grid_code = n.code`,
    [subdistrict, JSON.stringify(names)],
  )
}
