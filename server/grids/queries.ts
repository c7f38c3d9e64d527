import { z } from 'zod'
import { AreaGeometry, type BboxValue } from '#contract/fields.ts'
import { GridProperties, SearchHit } from '#contract/registers.ts'
import type { CoverageFigure, CoverageKind } from '#domain/coverage/coverage-kinds.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const GridRow = GridProperties.omit({ buildingHeadCoverage: true, residents60Plus: true }).extend({
  residents60Plus: z.number(),
  headNumerator: z.number(),
  headDenominator: z.number(),
  geometry: AreaGeometry,
})
export type GridRow = z.infer<typeof GridRow>

export type GridFilter = {
  readonly day: string
  readonly today: string
  readonly level?: number | undefined
  readonly parent?: string | undefined
  readonly code?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
  readonly bbox?: BboxValue | undefined
}

const gridsText = statementBeside(import.meta.url, 'grids')

/** Grids in force on `day`, by code; figures are today's. */
export const gridsInForce = (db: Queryable, subdistrict: string, filter: GridFilter) =>
  rows(db, GridRow, gridsText, [
    subdistrict,
    filter.day,
    filter.today,
    filter.level ?? null,
    filter.parent ?? null,
    filter.code ?? null,
    filter.after ?? null,
    filter.limit,
    ...(filter.bbox ?? [null, null, null, null]),
  ])

const GridNameRow = z.object({ gridCode: z.string() })
export const gridByCode = (db: Queryable, subdistrict: string, code: string) =>
  maybeRow(db, GridNameRow, 'select grid_code as "gridCode" from grid where subdistrict_code = $1 and grid_code = $2', [subdistrict, code])

const BoundaryRow = z.object({ validFrom: z.string(), validTo: z.string().nullable(), areaM2: z.number(), coverageVersion: z.string() })
export const gridBoundaries = (db: Queryable, subdistrict: string, code: string) =>
  rows(
    db,
    BoundaryRow,
    `select b.valid_from as "validFrom", b.valid_to as "validTo", b.area_m2 as "areaM2", v.title as "coverageVersion"
     from grid_boundary b join coverage_version v using (subdistrict_code, coverage_version_id)
     where b.subdistrict_code = $1 and b.grid_code = $2 order by b.valid_from`,
    [subdistrict, code],
  )

const LineageRow = z.object({
  ancestorCode: z.string(),
  descendantCode: z.string(),
  changeKind: z.enum(['split', 'merge', 'transfer', 'renumber']),
  effectiveOn: z.string(),
})
/** Steps of a lineage that are told at most; a grid that came from more than so many is told without the farthest. */
export const mostLineage = 500
/**
 * Over all generations: what a grid came from, each by what was before it, and what it became. A piece may go back to where it came from (split and
 * merged again), so that a step counts only before, or after, the one it leads to. Ground that neighbours passed to each other is told of the grid
 * itself and not followed further. The nearest generations first where there are too many.
 */
export const gridLineage = (db: Queryable, subdistrict: string, code: string) =>
  rows(
    db,
    LineageRow,
    `with recursive step as materialized (
       select ancestor_code as a, descendant_code as d, change_kind as kind, effective_on as day from grid_lineage where subdistrict_code = $1
     ),
     up as (
       select step.*, 1 as generation from step where d = $2
       union select step.*, generation + 1 from up join step on step.d = up.a and step.day < up.day
         where generation < 100 and 'transfer' not in (up.kind, step.kind)
     ),
     down as (
       select step.*, 1 as generation from step where a = $2
       union select step.*, generation + 1 from down join step on step.a = down.d and step.day > down.day
         where generation < 100 and 'transfer' not in (down.kind, step.kind)
     ),
     found as (
       select a, d, kind, day, min(generation) as generation from (select * from up union all select * from down) every
       group by 1, 2, 3, 4 order by 5, 4, 1, 2 limit $3::int
     )
     select a as "ancestorCode", d as "descendantCode", kind as "changeKind", day as "effectiveOn" from found order by day, a, d`,
    [subdistrict, code, mostLineage],
  )

const LineageGridRow = z.object({
  gridCode: z.string(),
  name: z.string(),
  nameEn: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
})
/** From when until when grids have had ground; null: they still have. */
export const gridsOfLineage = (db: Queryable, subdistrict: string, codes: readonly string[]) =>
  rows(
    db,
    LineageGridRow,
    `select g.grid_code as "gridCode", g.name, g.name_en as "nameEn", min(b.valid_from) as "validFrom",
       case when bool_or(b.valid_to is null) then null else max(b.valid_to) end as "validTo"
     from grid g join grid_boundary b using (subdistrict_code, grid_code)
     where g.subdistrict_code = $1 and g.grid_code = any ($2::text[]) group by 1, 2, 3 order by 1`,
    [subdistrict, codes],
  )

const CoverageRow = z.object({
  on: z.string(),
  place: z.string().nullable(),
  name: z.string(),
  nameEn: z.string(),
  numerator: z.number(),
  denominator: z.number(),
  unknown: z.number(),
})
const coverageText = statementBeside(import.meta.url, 'coverage')
/** What the parts of the statement hold cannot be guessed, and a guess of one row makes loops: the staffing of grids, 182 ms with them, 13 ms without. */
async function coverageRows(db: Queryable, values: readonly unknown[]) {
  await db.query('set local enable_nestloop = off')
  const found = await rows(db, CoverageRow, coverageText, values)
  await db.query('set local enable_nestloop = on')
  return found
}

export type CoverageAsked = {
  readonly kind: CoverageKind
  readonly day: string
  readonly today: string
  /** Of the grids; null: by compound. */
  readonly level: number | null
}

/** Figures of one kind on a day, not after today: by grid code or compound number, and `total`, in which each thing counts once. */
export async function coverageFigures(db: Queryable, subdistrict: string, { kind, day, today, level }: CoverageAsked) {
  const all = await coverageRows(db, [subdistrict, [day], today, kind, level, null])
  const places = all.flatMap(({ place, on: _, ...figure }) => (place === null ? [] : [{ place, ...figure }]))
  const total: CoverageFigure = all.find(({ place }) => place === null) ?? { numerator: 0, denominator: 0, unknown: 0 }
  return { places, total }
}

type HistoryAsked = Omit<CoverageAsked, 'day'> & { readonly days: readonly string[]; readonly place: string | null }
/** The figure of one place, or of all together, on several days in order. A place that was not there on a day has no figure. */
export async function coverageHistory(db: Queryable, subdistrict: string, { kind, days, today, level, place }: HistoryAsked) {
  const all = await coverageRows(db, [subdistrict, days, today, kind, level, place])
  return all.filter((row) => row.place === place)
}

const searchText = statementBeside(import.meta.url, 'search')
export const searchEverything = (db: Queryable, subdistrict: string, words: string, today: string, limit: number) =>
  rows(db, SearchHit, searchText, [subdistrict, words, `%${words.replace(/[\\%_]/g, '\\$&')}%`, today, limit])
