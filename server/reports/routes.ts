// GET /api/v1/reports/period?grid=990100001001000&from=2026-10-01&to=2026-10-31
// GET /api/v1/reports/period?preset=week
import type { PeriodFigures } from '#contract/reports.ts'
import { issueClasses } from '#contract/words.ts'
import { addDays, calendarDay, dayStart, daysBetween } from '#domain/calendar/calendar-day.ts'
import { dayMinutes, type WorkingCalendar } from '#domain/calendar/working-time.ts'
import { basisOf } from '#domain/metrics/borders-basis.ts'
import { handlingTime } from '#domain/metrics/handling-time.ts'
import { comparedPeriods, type Period, presetPeriod } from '#domain/metrics/period.ts'
import { repeatDays } from '#domain/metrics/repeats.ts'
import type { Queryable } from '../db/queryable.ts'
import { redrawnGrids } from '../db/redrawn-grids.ts'
import { outsideScope } from '../db/scope.ts'
import { workingCalendar } from '../db/working-calendar.ts'
import { found, refusedAt } from '../http/app-error.ts'
import { rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import {
  type Asked,
  buildingAddresses,
  firstReported,
  gridInScope,
  handledCases,
  periodFigures,
  repeatPlaces,
  reportedByClass,
  reportedPoints,
} from './queries.ts'

const mostDays = 366
const mostPlaces = 12

type Query = { readonly from?: string | undefined; readonly to?: string | undefined; readonly preset?: 'week' | 'month' | undefined }

/** Which days are meant. Throws when they cannot be a period that has begun. */
function periodOf({ from, to, preset }: Query, today: string): Period {
  if (to !== undefined && from === undefined) throw refusedAt('query.from', 'needed beside `to`')
  if (to !== undefined && preset !== undefined) throw refusedAt('query.preset', 'say either an end or a preset')
  if (from !== undefined && from > today) throw refusedAt('query.from', 'has not begun yet')
  if (from === undefined || to === undefined) return presetPeriod(preset ?? 'month', from ?? today)
  if (from > to) throw refusedAt('query.from', 'is after `to`')
  if (daysBetween(from, to) >= mostDays) throw refusedAt('query.to', `at most ${mostDays} days`)
  return { from, to }
}

/** The instants of whole days, up to now at most. */
const askedOf = ({ from, to }: Period, grids: readonly string[] | null, now: Date): Asked => {
  const end = new Date(Math.min(Date.parse(dayStart(addDays(to, 1))), now.getTime()))
  return { start: dayStart(from), end: end.toISOString(), grids }
}

async function figuresOf(db: Queryable, subdistrict: string, asked: Asked, calendar: WorkingCalendar): Promise<PeriodFigures> {
  const counted = await periodFigures(db, subdistrict, asked)
  const classes = new Map((await reportedByClass(db, subdistrict, asked)).map((row) => [row.class, row.issues]))
  const handled = await handledCases(db, subdistrict, asked)
  const repeated = await repeatPlaces(db, subdistrict, asked, repeatDays)
  const filed = handled.flatMap(({ filedAt, closedAt }) =>
    filedAt === null ? [] : [{ filedAt: new Date(filedAt), closedAt: new Date(closedAt) }],
  )
  const end = new Date(asked.end)
  const reported = [...classes.values()].reduce((sum, issues) => sum + issues, 0)
  const { due, closed, onTime, verified, reworked, dispatched, returned, extended, ...rest } = counted
  const repeats = repeated.reduce((sum, row) => sum + row.repeats, 0)
  return {
    reported,
    byClass: Object.fromEntries(issueClasses.map((one) => [one, classes.get(one) ?? 0])) as PeriodFigures['byClass'],
    closeRate: rate(closed, due, end),
    onTimeCloseRate: rate(onTime, due, end),
    reworkRate: rate(reworked, verified, end),
    returnRate: rate(returned, dispatched, end),
    extensionRate: rate(extended, dispatched, end),
    repeatRate: rate(repeats, reported, end),
    handling: handlingTime(filed, calendar),
    closedUnfiled: handled.length - filed.length,
    ...rest,
  }
}

export const reportHandlers: Pick<Handlers, 'periodReport'> = {
  periodReport: async ({ db, subdistrict, query, now, tree, who }) => {
    const compared = comparedPeriods(periodOf(query, calendarDay(now)), calendarDay(now))
    const { period, through, previous, lastYear } = compared
    const { grid } = query
    if (grid !== undefined) found(await gridInScope(db, subdistrict, grid), `grid ${grid}`)
    const grids = grid === undefined ? null : tree.below([grid])
    const calendar = await outsideScope(db, (system) => workingCalendar(system, subdistrict))
    const asked = askedOf({ from: period.from, to: through }, grids, now)
    const first = await firstReported(db, subdistrict, grids)
    const known = (days: Period) => first !== null && Date.parse(first) <= Date.parse(dayStart(addDays(days.from, 1)))
    const of = (days: Period) => figuresOf(db, subdistrict, askedOf(days, grids, now), calendar)
    const [since] = [period.from, ...[previous, lastYear].filter(known).map(({ from }) => from)].sort()
    const redrawn = await redrawnGrids(db, subdistrict, since ?? period.from, through)
    // of the whole ground a border inside of it changes nothing
    const cutTo = new Set(grid === undefined ? (who.scope.whole ? [] : who.scope.grids) : tree.below([grid]))
    const places = (await repeatPlaces(db, subdistrict, asked, repeatDays)).filter(({ onWall }) => onWall).slice(0, mostPlaces)
    const buildings = places.flatMap(({ buildingId }) => buildingId ?? [])
    const addresses = new Map((await buildingAddresses(db, subdistrict, buildings)).map((row) => [row.buildingId, row.address]))
    return {
      asOf: asked.end,
      ground: tree.describe(grid === undefined ? who.nodes : [grid]).map(({ inForce: _, ...named }) => named),
      period,
      through,
      previous,
      lastYear,
      borders: basisOf('ofTheDay', redrawn, cutTo),
      workingDayMinutes: dayMinutes(calendar),
      figures: await figuresOf(db, subdistrict, asked, calendar),
      previousFigures: known(previous) ? await of(previous) : null,
      lastYearFigures: known(lastYear) ? await of(lastYear) : null,
      repeats: places.map(({ buildingId, onWall: _, ...place }) => ({
        ...place,
        address: buildingId === null ? '' : (addresses.get(buildingId) ?? ''),
      })),
      points: (await reportedPoints(db, subdistrict, asked)).map(({ lng, lat, issues }): [number, number, number] => [lng, lat, issues]),
    }
  },
}
