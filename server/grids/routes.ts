import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { AppError, found } from '../http/app-error.ts'
import { feature, page, rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { type GridRow, gridBoundaries, gridByCode, gridLineage, gridsInForce, headCoverage, searchEverything } from './queries.ts'

const toFeature =
  (now: Date) =>
  ({ geometry, headNumerator, headDenominator, ...row }: GridRow) =>
    feature(row.gridCode, geometry, {
      ...row,
      residents60Plus: toldCount(row.residents60Plus),
      buildingHeadCoverage: rate(headNumerator, headDenominator, now),
    })

export const gridHandlers: Pick<Handlers, 'subdistricts' | 'grids' | 'grid' | 'gridHistory' | 'coverage' | 'search'> = {
  subdistricts: async ({ catalog, who }) => ({
    subdistricts: catalog.subdistricts.filter(({ subdistrictCode }) => subdistrictCode === who.subdistrict),
  }),

  grids: async ({ db, subdistrict, query, now }) => {
    const today = calendarDay(now)
    if (query.parent && !(await gridByCode(db, subdistrict, query.parent)))
      throw new AppError('not_found', `there is no grid ${query.parent}`)
    const filter = { ...query, day: query.asOf ?? today, today, limit: query.limit + 1 }
    const fetched = await gridsInForce(db, subdistrict, filter)
    return page(fetched, query.limit, now, (row) => row.gridCode, toFeature(now))
  },

  grid: async ({ db, subdistrict, params, query, now, tree }) => {
    const today = calendarDay(now)
    const day = query.asOf ?? today
    const [row] = await gridsInForce(db, subdistrict, { day, today, code: params.code, limit: 1 })
    const shown = toFeature(now)(found(row, `grid ${params.code} in force on ${day}`))
    const ancestors = tree.above(params.code).map(({ code, level, name, nameEn }) => ({ gridCode: code, level, name, nameEn }))
    return { ...shown, ancestors }
  },

  gridHistory: async ({ db, subdistrict, params }) => {
    const { gridCode } = found(await gridByCode(db, subdistrict, params.code), `grid ${params.code}`)
    return {
      gridCode,
      boundaries: await gridBoundaries(db, subdistrict, gridCode),
      lineage: await gridLineage(db, subdistrict, gridCode),
    }
  },

  coverage: async ({ db, subdistrict, query, now }) => {
    const figures = await headCoverage(db, subdistrict, query.kind, query.level, calendarDay(now))
    const sum = (part: 'numerator' | 'denominator') => figures.reduce((total, figure) => total + figure[part], 0)
    return {
      kind: query.kind,
      level: query.level,
      grids: figures.map(({ numerator, denominator, ...grid }) => ({ ...grid, rate: rate(numerator, denominator, now) })),
      total: rate(sum('numerator'), sum('denominator'), now),
    }
  },

  search: async ({ db, subdistrict, query, now }) => ({
    hits: await searchEverything(db, subdistrict, query.q, calendarDay(now), query.limit),
    asOf: now.toISOString(),
  }),
}
