// GET /api/v1/issues/density    by map cell, for the heat map and its film
// GET /api/v1/issues/times      by day and by hour of the week
// GET /api/v1/issues/grids      by grid of one level
// GET /api/v1/issues/hot-spots  where there are more than there used to be
import { addDays, calendarDay, daysBetween } from '#domain/calendar/calendar-day.ts'
import { countsOf, placeOf } from '#domain/density/count-sheet.ts'
import { encodeDensity, rateSteps } from '#domain/density/density-bytes.ts'
import { boxOfCells, cellMetres, cellRange, densityCellZoom, middleOfCell } from '#domain/density/density-cell.ts'
import { falseDiscoveryRate, hotSpots, pastDays, recentDays } from '#domain/density/hot-spot.ts'
import { cellTally, placeTally, type Tally } from '#domain/density/tally.ts'
import { basisOf } from '#domain/metrics/borders-basis.ts'
import { smallestTold, toldCount } from '#domain/privacy/small-count.ts'
import type { Queryable } from '../db/queryable.ts'
import { refusedAt } from '../http/app-error.ts'
import { Bytes, type Handlers } from '../http/handler.ts'
import type { Principal } from '../http/principal.ts'
import {
  type Counted,
  chosenItems,
  countHours,
  countOnTodaysGrids,
  countPlaces,
  gridsAt,
  gridsWithParts,
  householdsByCell,
  stepsOf,
} from './count-queries.ts'

const defaultPeriodDays = 30

type Kinds = {
  readonly class?: readonly string[] | undefined
  readonly item?: readonly string[] | undefined
  readonly source?: readonly string[] | undefined
}
type Asked = { readonly db: Queryable; readonly subdistrict: string; readonly query: Kinds; readonly who: Principal }

const isWall = ({ role }: Principal) => role === 'wall'

async function countedFor({ db, subdistrict, query, who }: Asked): Promise<Counted> {
  return { subdistrict, whole: who.scope.whole, items: await chosenItems(db, subdistrict, query, isWall(who)), sources: query.source }
}

function periodOf(query: { readonly from?: string | undefined; readonly to?: string | undefined }, now: Date) {
  const to = query.to ?? calendarDay(now)
  const from = query.from ?? addDays(to, 1 - defaultPeriodDays)
  const days = daysBetween(from, to) + 1
  if (days < 1) throw refusedAt('query.from', 'is after `to`')
  return { from, to, days }
}

type Cell = { readonly x: number; readonly y: number; readonly issues: number; readonly households: number }

/** The cells of a tally that may be shown: on a wall, which whoever passes reads, no single report is told from its neighbours; a rate needs enough of both. */
function shownCells(tally: Tally, households: Tally | undefined, who: Principal) {
  const living = new Map<number, number>()
  households?.each((x, y, amount) => living.set(placeOf(x, y), amount))
  const shown: Cell[] = []
  let [total, suppressed] = [0, 0]
  tally.each((x, y, issues) => {
    const cell = { x, y, issues, households: living.get(placeOf(x, y)) ?? 0 }
    total += issues
    const few = issues < smallestTold || (households !== undefined && cell.households < smallestTold)
    if (few && (isWall(who) || households !== undefined)) suppressed++
    else shown.push(cell)
  })
  return { shown, total, suppressed }
}

const rateOf = ({ issues, households }: Cell) => (100 * issues) / households

export const densityHandlers: Pick<Handlers, 'issueDensity' | 'issueTimes' | 'issueGrids' | 'issueHotSpots'> = {
  issueDensity: async ({ db, subdistrict, query, now, who }) => {
    const { from, to, days } = periodOf(query, now)
    const { per, bbox, format } = query
    if (format === 'json' && query.steps > 1) throw refusedAt('query.steps', 'only with format=binary')
    const cellZoom = densityCellZoom(query.zoom, bbox, per === 'households')
    const range = cellRange(bbox, cellZoom)
    const box = boxOfCells(range)
    const steps = stepsOf(from, to, query.steps)
    const tallies = steps.slice(1).map(() => cellTally(range))
    await countPlaces(db, await countedFor({ db, subdistrict, query, who }), 'cell', steps, box, tallies)
    const living = per === 'households' ? cellTally(range) : undefined
    if (living) for (const { x, y, households } of await householdsByCell(db, subdistrict, box)) living.add(x, y, households)
    const pictures = tallies.map((tally) => shownCells(tally, living, who))
    if (format === 'binary') {
      const value = (cell: Cell) => (living ? Math.round(rateSteps * rateOf(cell)) : cell.issues)
      const content = encodeDensity({
        cellZoom,
        per,
        firstDay: from,
        pictures: pictures.map(({ shown, total, suppressed }, index) => ({
          days: daysBetween(steps[index] ?? from, steps[index + 1] ?? to),
          total,
          suppressed,
          cells: countsOf(new Map(shown.map((cell) => [placeOf(cell.x, cell.y), value(cell)]))),
        })),
      })
      return new Bytes(content, 'application/octet-stream')
    }
    const [{ shown, total, suppressed } = { shown: [], total: 0, suppressed: 0 }] = pictures
    const value = (cell: Cell) => (living ? Number(rateOf(cell).toFixed(2)) : cell.issues)
    return {
      asOf: now.toISOString(),
      from,
      to,
      days,
      per,
      cellMetres: cellMetres(cellZoom, (bbox[1] + bbox[3]) / 2),
      cellZoom,
      total,
      suppressedCells: suppressed,
      cells: shown.map((cell): [number, number, number] => [...middleOfCell(cellZoom, cell.x, cell.y), value(cell)]),
    }
  },

  issueTimes: async ({ db, subdistrict, query, now, who }) => {
    // a box drawn tightly enough would tell one report
    if (isWall(who) && query.bbox !== undefined) throw refusedAt('query.bbox', 'not on a wall')
    const { from, to, days } = periodOf(query, now)
    const counted = await countedFor({ db, subdistrict, query, who })
    const byDay = Array.from({ length: days }, () => 0)
    const byHour = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
    // 1970-01-05 was a Monday
    const monday = daysBetween('1970-01-05', from)
    await countHours(db, counted, from, addDays(to, 1), query.bbox, (day, hour, amount) => {
      byDay[day] = (byDay[day] ?? 0) + amount
      const hours = byHour[(((monday + day) % 7) + 7) % 7] ?? []
      hours[hour] = (hours[hour] ?? 0) + amount
    })
    // of a few streets an hour of the week is one report
    const told = (count: number) => (isWall(who) && !who.scope.whole ? toldCount(count) : count)
    return { asOf: now.toISOString(), from, to, days: byDay.map(told), hours: byHour.map((hours) => hours.map(told)) }
  },

  issueGrids: async ({ db, subdistrict, query, now, who }) => {
    const { from, to, days } = periodOf(query, now)
    const tally = placeTally()
    const counted = await countedFor({ db, subdistrict, query, who })
    const redrawn = await countOnTodaysGrids(db, counted, [from, addDays(to, 1)], [tally], calendarDay(now))
    const issuesOf = new Map<number, number>()
    tally.each((x, _, amount) => issuesOf.set(x, amount))
    const grids = (await gridsWithParts(db, subdistrict, query.level, calendarDay(now))).map(({ parts, ...grid }) => {
      const issues = parts.reduce((sum, part) => sum + (issuesOf.get(part) ?? 0), 0)
      return { ...grid, issues: isWall(who) ? toldCount(issues) : issues }
    })
    return { asOf: now.toISOString(), from, to, days, borders: basisOf('recomputed', redrawn), grids }
  },

  issueHotSpots: async ({ db, subdistrict, query, now, who, catalog }) => {
    const to = query.to ?? calendarDay(now)
    const recentFrom = addDays(to, 1 - recentDays)
    const steps = [addDays(recentFrom, -pastDays), addDays(recentFrom, -pastDays / 2), recentFrom, addDays(to, 1)]
    const counted = await countedFor({ db, subdistrict, query, who })
    const bbox = catalog.subdistricts.find(({ subdistrictCode }) => subdistrictCode === subdistrict)?.bbox ?? [0, 0, 0, 0]
    const range = cellRange(bbox, densityCellZoom(0, bbox, false))
    const cells = threeOf(() => cellTally(range))
    await countPlaces(db, counted, 'cell', steps, undefined, cells)
    const places = threeOf(placeTally)
    const redrawn = await countOnTodaysGrids(db, counted, steps, places, calendarDay(now))
    const grids = await gridsWithParts(db, subdistrict, 3, calendarDay(now))
    const gridOf = new Map(grids.flatMap((grid) => grid.parts.map((part) => [part, grid] as const)))
    const hotCells = hotSpots(placesOf(cells))
    const middles = hotCells.map(({ x, y }) => middleOfCell(range.cellZoom, x, y))
    const codeAt = new Map((await gridsAt(db, subdistrict, middles, calendarDay(now))).map(({ index, gridCode }) => [index, gridCode]))
    return {
      asOf: now.toISOString(),
      from: recentFrom,
      to,
      borders: basisOf('recomputed', redrawn),
      recentDays,
      pastDays,
      falseDiscoveryRate,
      cellZoom: range.cellZoom,
      cells: hotCells.map(({ x, y, recent, expected, chance }, index) => {
        const grid = codeAt.get(index)
        const { name, nameEn } = grids.find(({ gridCode }) => gridCode === grid) ?? { name: '', nameEn: '' }
        const bbox = boxOfCells({ ...range, x0: x, y0: y, across: 1, down: 1 })
        return { x, y, bbox, gridCode: grid ?? null, name, nameEn, recent, expected, chance }
      }),
      grids: hotSpots(placesOf(places)).flatMap(({ x, recent, expected, chance }) => {
        const grid = gridOf.get(x)
        return grid ? [{ gridCode: grid.gridCode, name: grid.name, nameEn: grid.nameEn, recent, expected, chance }] : []
      }),
    }
  },
}

const stretches = ['earlier', 'later', 'recent'] as const
const threeOf = (tally: () => Tally): readonly Tally[] => stretches.map(() => tally())

/** Each place with what it had in the three steps, places without any left out. */
function placesOf(tallies: readonly Tally[]) {
  const places = new Map<number, { x: number; y: number; earlier: number; later: number; recent: number }>()
  for (const [step, part] of stretches.entries()) {
    tallies[step]?.each((x, y, amount) => {
      const place = places.get(placeOf(x, y)) ?? { x, y, earlier: 0, later: 0, recent: 0 }
      place[part] = amount
      places.set(placeOf(x, y), place)
    })
  }
  return [...places.values()]
}
