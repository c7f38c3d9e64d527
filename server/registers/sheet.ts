// GET /api/v1/compounds/7/sheet   one compound on one page. Names leave masked.
import { z } from 'zod'
import { issueClasses, renovationStages } from '#contract/words.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maskName } from '#domain/privacy/mask.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { maybeRow } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'
import { found } from '../http/app-error.ts'
import { rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { buildingList, compoundList } from './queries.ts'

const text = statementBeside(import.meta.url, 'sheet')
const Row = z.object({
  issues: z.array(z.object({ issueClass: z.enum(issueClasses), reported: z.number(), open: z.number() })),
  posts: z.array(z.object({ headRole: z.string(), name: z.string() })),
  houses: z.array(z.object({ buildingId: z.number(), headName: z.string().nullable(), lifts: z.number() })),
  renovation: z
    .object({
      stage: z.enum(renovationStages),
      stageSince: z.string(),
      renovationClass: z.string(),
      numerator: z.number(),
      denominator: z.number(),
    })
    .nullable(),
  routes: z.number(),
  runs: z.number(),
})

/** The houses of one compound; one with more is no compound. */
const mostHouses = 1000

export const sheetHandlers: Pick<Handlers, 'compoundSheet'> = {
  compoundSheet: async ({ db, subdistrict, params: { id }, now }) => {
    const today = calendarDay(now)
    const [row] = await compoundList(db, subdistrict, today, { limit: 1, compoundId: id })
    const { geometry, headNumerator, headDenominator, ...compound } = found(row, `compound ${id}`)
    const houses = await buildingList(db, subdistrict, today, { limit: mostHouses, sort: 'building', compound: id })
    const beside = found(await maybeRow(db, Row, text, [subdistrict, id, today, now.toISOString()]), `compound ${id}`)
    const more = new Map(beside.houses.map((house) => [house.buildingId, house]))
    const { renovation } = beside
    return {
      asOf: now.toISOString(),
      compound: { ...compound, buildingHeadCoverage: rate(headNumerator, headDenominator, now) },
      geometry,
      buildings: houses.map(
        ({ buildingId, name, nameEn, address, levels, households, head, vacantSince, units, unitsWithHead, ...house }) => {
          const { headName = null, lifts = 0 } = more.get(buildingId) ?? {}
          const [lng = 0, lat = 0] = house.entrance.coordinates
          return {
            ...{ buildingId, name, nameEn, address, levels, households, head, vacantSince, units, unitsWithHead, lifts, lng, lat },
            residents60Plus: toldCount(house.residents60Plus),
            headName: headName === null ? null : maskName(headName),
          }
        },
      ),
      posts: beside.posts.map(({ headRole, name }) => ({ headRole, name: maskName(name) })),
      renovation: renovation && {
        stage: renovation.stage,
        stageSince: renovation.stageSince,
        renovationClass: renovation.renovationClass,
        consent: rate(renovation.numerator, renovation.denominator, now),
      },
      issues: beside.issues,
      patrol: { routes: beside.routes, runs: beside.runs },
    }
  },
}
