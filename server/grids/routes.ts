import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { type CoverageRefusal, coverageRefusal, coverageTable, historyDays } from '#domain/coverage/coverage-kinds.ts'
import { basisOf } from '#domain/metrics/borders-basis.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { redrawnGrids } from '../db/redrawn-grids.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import { feature, page, rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import {
  coverageFigures,
  coverageHistory,
  type GridRow,
  gridBoundaries,
  gridByCode,
  gridLineage,
  gridsInForce,
  gridsOfLineage,
  mostLineage,
  searchEverything,
} from './queries.ts'

const toFeature =
  (now: Date) =>
  ({ geometry, headNumerator, headDenominator, ...row }: GridRow) =>
    feature(row.gridCode, geometry, {
      ...row,
      residents60Plus: toldCount(row.residents60Plus),
      buildingHeadCoverage: rate(headNumerator, headDenominator, now),
    })

const refusals = {
  countsCompounds: { path: 'query.per', problem: 'this kind counts compounds: of one compound there is no share' },
  countsGrids: { path: 'query.per', problem: 'this kind counts grids, which do not lie in compounds' },
  dayToCome: { path: 'query.on', problem: 'is after today: who will hold a post is not known' },
} as const satisfies Record<CoverageRefusal, { readonly path: string; readonly problem: string }>

export const gridHandlers: Pick<Handlers, 'subdistricts' | 'grids' | 'grid' | 'gridHistory' | 'coverage' | 'coverageHistory' | 'search'> = {
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
    const lineage = await gridLineage(db, subdistrict, gridCode)
    const codes = new Set([gridCode, ...lineage.flatMap(({ ancestorCode, descendantCode }) => [ancestorCode, descendantCode])])
    return {
      gridCode,
      boundaries: await gridBoundaries(db, subdistrict, gridCode),
      lineage,
      lineageIsWhole: lineage.length < mostLineage,
      grids: await gridsOfLineage(db, subdistrict, [...codes]),
    }
  },

  coverage: async ({ db, subdistrict, query, now }) => {
    const { kind, per } = query
    const today = calendarDay(now)
    const on = query.on ?? today
    if (per === 'compound' && query.level !== undefined) throw refusedAt('query.level', 'compounds have no level')
    const refusal = coverageRefusal({ kind, perCompound: per === 'compound', day: on, today })
    if (refusal !== null) throw refusedAt(refusals[refusal].path, refusals[refusal].problem)
    const level = per === 'compound' ? null : (query.level ?? 3)
    const { places, total } = await coverageFigures(db, subdistrict, { kind, day: on, today, level })
    const shown = places.map(({ place, name, nameEn, numerator, denominator, unknown }) => ({
      place,
      told: { name, nameEn, rate: rate(numerator, denominator, now), unknown },
    }))
    return {
      kind,
      unit: coverageTable[kind].unit,
      on,
      level,
      grids: level === null ? [] : shown.map(({ place, told }) => ({ gridCode: place, ...told })),
      compounds: level === null ? shown.map(({ place, told }) => ({ compoundId: Number(place), ...told })) : [],
      total: rate(total.numerator, total.denominator, now),
      unknown: total.unknown,
    }
  },

  coverageHistory: async ({ db, subdistrict, query, now, tree, who }) => {
    const { kind, grid, compound } = query
    const today = calendarDay(now)
    const to = query.to ?? today
    if (grid !== undefined && compound !== undefined) throw refusedAt('query.compound', 'a grid is asked for already')
    if (grid !== undefined) found(await gridByCode(db, subdistrict, grid), `grid ${grid}`)
    const level = compound !== undefined ? null : grid === undefined ? 3 : (tree.describe([grid])[0]?.level ?? 3)
    const days = historyDays(to, query.months)
    const refusal =
      coverageRefusal({ kind, perCompound: compound !== undefined, day: days[0] ?? to, today }) ??
      coverageRefusal({ kind, perCompound: false, day: to, today })
    if (refusal !== null) throw refusedAt(refusals[refusal].path, refusals[refusal].problem)
    const place = grid ?? (compound === undefined ? null : String(compound))
    const points = await coverageHistory(db, subdistrict, { kind, days, today, level, place })
    if (compound !== undefined && points.length === 0) throw new AppError('not_found', `there is no compound ${compound}`)
    const redrawn = await redrawnGrids(db, subdistrict, days[0] ?? to, to)
    // a compound is one whatever borders lie around it, and so is all the ground, unless grids themselves are what is counted
    const cutTo =
      grid !== undefined ? new Set(tree.below([grid])) : kind === 'gridStaffing' ? null : new Set(who.scope.whole ? [] : who.scope.grids)
    return {
      kind,
      unit: coverageTable[kind].unit,
      asOf: now.toISOString(),
      borders: compound === undefined ? basisOf('ofTheDay', redrawn, cutTo) : 'unchanged',
      points: points.map(({ on, numerator, denominator, unknown }) => ({ on, rate: rate(numerator, denominator, now), unknown })),
    }
  },

  search: async ({ db, subdistrict, query, now }) => ({
    hits: await searchEverything(db, subdistrict, query.q, calendarDay(now), query.limit),
    asOf: now.toISOString(),
  }),
}
