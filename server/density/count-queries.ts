// Counts of issues by place. Who sees the whole sub-district reads kept sums; everybody else's issues are counted one by one, as their list shows them.
import { z } from 'zod'
import type { BboxValue } from '#contract/fields.ts'
import { issueSources } from '#contract/words.ts'
import { addDays, dayStart, daysBetween } from '#domain/calendar/calendar-day.ts'
import { dayNumber, dayOfNumber, everything, stretchDays } from '#domain/density/count-fold.ts'
import { SheetReader, visitDays } from '#domain/density/count-sheet.ts'
import type { Tally } from '#domain/density/tally.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { redrawnGrids } from '../db/redrawn-grids.ts'
import { statementBeside } from '../db/statement.ts'

/** Which issues are meant, and how much of the sub-district the caller sees. */
export type Counted = {
  readonly subdistrict: string
  readonly whole: boolean
  readonly items: ItemChoice
  readonly sources: readonly string[] | undefined
}

/** `wanted` undefined: every item. `all`: the items there are, known where some are wanted. */
export type ItemChoice = { readonly wanted: readonly string[] | undefined; readonly all: readonly string[] }

const ItemRow = z.object({ item: z.string(), wanted: z.boolean() })

/** The items that a filter means; on a wall those that may be there. */
export async function chosenItems(
  db: Queryable,
  subdistrict: string,
  filter: { readonly class?: readonly string[] | undefined; readonly item?: readonly string[] | undefined },
  onWall: boolean,
): Promise<ItemChoice> {
  if (filter.class === undefined && filter.item === undefined && !onWall) return { wanted: undefined, all: [] }
  const known = await rows(
    db,
    ItemRow,
    `select issue_item_key as item, ($2::text[] is null or issue_class_key = any ($2::text[]))
       and ($3::text[] is null or issue_item_key = any ($3::text[])) and (not $4::boolean or on_wall) as wanted
     from issue_item_now where subdistrict_code = $1`,
    [subdistrict, filter.class ?? null, filter.item ?? null, onWall],
  )
  const wanted = known.filter((one) => one.wanted).map(({ item }) => item)
  return { wanted: wanted.length === known.length ? undefined : wanted, all: known.map(({ item }) => item) }
}

type Part = { readonly name: string; readonly sign: 1 | -1 }

/** The series whose sum is a choice: all less the few that are not wanted, or the wanted ones. */
function partsOf(wanted: readonly string[] | undefined, all: readonly string[]): Part[] {
  if (wanted === undefined) return [{ name: everything, sign: 1 }]
  const others = all.filter((name) => !wanted.includes(name))
  if (others.length + 1 < wanted.length) return [{ name: everything, sign: 1 }, ...others.map((name): Part => ({ name, sign: -1 }))]
  return wanted.map((name) => ({ name, sign: 1 }))
}

const seriesOf = ({ items, sources }: Counted) =>
  partsOf(items.wanted, items.all).flatMap((item) =>
    partsOf(sources, issueSources).map((source) => ({ item: item.name, source: source.name, sign: item.sign * source.sign })),
  )

/** Days that begin steps, in order, and the day after the last step. */
export type Steps = readonly string[]

const SumRow = z.object({
  series: z.number().nullable(),
  step: z.number(),
  firstDay: z.string().nullable(),
  before: z.instanceof(Uint8Array).nullable(),
  during: z.instanceof(Uint8Array).nullable(),
  x: z.number().nullable(),
  y: z.number().nullable(),
  amount: z.number().nullable(),
})
const sumsText = statementBeside(import.meta.url, 'sums')
const RowCount = z.object({ step: z.number(), x: z.number(), y: z.number(), amount: z.number() })
const rowsText = statementBeside(import.meta.url, 'rows')

/** Counts by map cell or by grid into one tally for each step. `bbox` only spares work: what lies outside may be counted or not. */
export async function countPlaces(
  db: Queryable,
  counted: Counted,
  kind: 'cell' | 'grid',
  steps: Steps,
  bbox: BboxValue | undefined,
  tallies: readonly Tally[],
): Promise<void> {
  await (counted.whole ? countFromSums(db, counted, kind, steps, tallies) : countFromRows(db, counted, kind, steps, bbox, tallies))
}

const AgainRow = z.object({ step: z.number(), placedIn: z.number(), liesIn: z.number().nullable(), amount: z.number() })
const againText = statementBeside(import.meta.url, 'placed-again')

/**
 * Counts by grid as if today's borders had always been in force: issues of grids that were drawn anew since go from the grid that they were counted
 * in, that of their day, to the one that they lie in. Answers which grids were drawn anew.
 */
export async function countOnTodaysGrids(
  db: Queryable,
  counted: Counted,
  steps: Steps,
  tallies: readonly Tally[],
  today: string,
): Promise<string[]> {
  await countPlaces(db, counted, 'grid', steps, undefined, tallies)
  const { subdistrict, items, sources } = counted
  const redrawn = await redrawnGrids(db, subdistrict, steps[0] ?? '', today)
  if (redrawn.length === 0) return redrawn
  const moved = await rows(db, AgainRow, againText, [
    subdistrict,
    redrawn,
    steps,
    items.wanted ?? null,
    sources ?? null,
    dayStart(steps[0] ?? ''),
    dayStart(steps.at(-1) ?? ''),
    today,
  ])
  for (const { step, placedIn, liesIn, amount } of moved) {
    tallies[step - 1]?.add(placedIn, 0, -amount)
    if (liesIn !== null) tallies[step - 1]?.add(liesIn, 0, amount)
  }
  return redrawn
}

async function countFromSums(
  db: Queryable,
  counted: Counted,
  kind: 'cell' | 'grid',
  steps: Steps,
  tallies: readonly Tally[],
): Promise<void> {
  const series = seriesOf(counted)
  const found = await rows(db, SumRow, sumsText, [
    counted.subdistrict,
    kind,
    series.map(({ item }) => item),
    series.map(({ source }) => source),
    steps,
    counted.items.wanted ?? null,
    counted.sources ?? null,
  ])
  for (const row of found) {
    if (row.before === null || row.during === null || row.firstDay === null) {
      tallies[row.step - 1]?.add(row.x ?? 0, row.y ?? 0, row.amount ?? 0)
      continue
    }
    // the sum up to the morning of a day ends the step before it and is taken off the step that it begins
    const sign = series[(row.series ?? 0) - 1]?.sign ?? 0
    const ended = tallies[row.step - 2]
    const begun = tallies[row.step - 1]
    const add = (x: number, y: number, amount: number) => {
      ended?.add(x, y, sign * amount)
      begun?.add(x, y, -sign * amount)
    }
    new SheetReader(row.before).sheet(add)
    const days = dayNumber(steps[row.step - 1] ?? '') - dayNumber(row.firstDay)
    if (days > 0) visitDays(row.during, (day, x, y, amount) => day < days && add(x, y, amount))
  }
}

async function countFromRows(
  db: Queryable,
  { subdistrict, items, sources }: Counted,
  kind: 'cell' | 'grid',
  steps: Steps,
  bbox: BboxValue | undefined,
  tallies: readonly Tally[],
): Promise<void> {
  const found = await rows(db, RowCount, rowsText, [
    subdistrict,
    kind,
    steps,
    items.wanted ?? null,
    sources ?? null,
    ...(bbox ?? [null, null, null, null]),
    dayStart(steps[0] ?? ''),
    dayStart(steps.at(-1) ?? ''),
  ])
  for (const { step, x, y, amount } of found) tallies[step - 1]?.add(x, y, amount)
}

const HourSumRow = z.object({
  sign: z.number(),
  firstDay: z.string().nullable(),
  during: z.instanceof(Uint8Array).nullable(),
  day: z.string().nullable(),
  hour: z.number().nullable(),
  amount: z.number().nullable(),
})
const HourRow = z.object({ day: z.string(), hour: z.number(), amount: z.number() })

/** Counts of each day from `from` on, before `before`, by hour: `add(days since from, hour, amount)`. With a box the issues themselves are counted. */
export async function countHours(
  db: Queryable,
  counted: Counted,
  from: string,
  before: string,
  bbox: BboxValue | undefined,
  add: (day: number, hour: number, amount: number) => void,
): Promise<void> {
  const { subdistrict, items, sources } = counted
  if (!counted.whole || bbox !== undefined) {
    const found = await rows(
      db,
      HourRow,
      `select count_day(reported_at)::text as day, count_hour(reported_at) as hour, count(*)::int as amount from counted_issue
       where subdistrict_code = $1 and reported_at >= $2::timestamptz and reported_at < $3::timestamptz
         and ($4::text[] is null or issue_item_key = any ($4::text[])) and ($5::text[] is null or source = any ($5::text[]))
         and ($6::float8 is null or geom && ST_MakeEnvelope($6::float8, $7::float8, $8::float8, $9::float8, 4326)
           and ST_X(geom) between $6 and $8 and ST_Y(geom) between $7 and $9)
       group by 1, 2`,
      [subdistrict, dayStart(from), dayStart(before), items.wanted ?? null, sources ?? null, ...(bbox ?? [null, null, null, null])],
    )
    for (const { day, hour, amount } of found) add(daysBetween(from, day), hour, amount)
    return
  }
  const series = seriesOf(counted)
  const found = await rows(
    db,
    HourSumRow,
    `select s.sign, c.first_day::text as "firstDay", c.during, null::text as day, null::int as hour, null::int as amount
     from unnest($2::text[], $3::text[], $4::int[]) s (item, source, sign)
     join issue_count c on c.subdistrict_code = $1 and c.counted_by = 'hour' and c.issue_item_key = s.item and c.source = s.source
       and c.first_day > $5::date and c.first_day < $7::date
     union all
     select 1, null, null, day::text, hour, sum(amount)::int from issue_count_change
     where subdistrict_code = $1 and day >= $6::date and day < $7::date
       and ($8::text[] is null or issue_item_key = any ($8::text[])) and ($9::text[] is null or source = any ($9::text[]))
     group by day, hour`,
    [
      subdistrict,
      series.map(({ item }) => item),
      series.map(({ source }) => source),
      series.map(({ sign }) => sign),
      addDays(from, -stretchDays),
      from,
      before,
      items.wanted ?? null,
      sources ?? null,
    ],
  )
  const [first, end] = [dayNumber(from), dayNumber(before)]
  for (const { sign, firstDay, during, day, hour, amount } of found) {
    if (firstDay === null || during === null) {
      add(daysBetween(from, day ?? from), hour ?? 0, amount ?? 0)
      continue
    }
    const start = dayNumber(firstDay)
    visitDays(during, (offset, hourOfDay, _, count) => {
      const number = start + offset
      if (number >= first && number < end) add(number - first, hourOfDay, sign * count)
    })
  }
}

const LivingRow = z.object({ x: z.number(), y: z.number(), households: z.number() })

/** Households by the cell of their building's entrance. */
export const householdsByCell = (db: Queryable, subdistrict: string, bbox: BboxValue) =>
  rows(
    db,
    LivingRow,
    `select (cell % 1048576)::int as x, (cell / 1048576)::int as y, sum(households)::int as households from (
       select count_cell(entrance) as cell, households from building
       where subdistrict_code = $1 and households > 0 and geom && ST_Expand(ST_MakeEnvelope($2::float8, $3::float8, $4::float8, $5::float8, 4326), 0.001)
     ) living group by cell`,
    [subdistrict, ...bbox],
  )

const GridRow = z.object({
  gridCode: z.string(),
  name: z.string(),
  nameEn: z.string(),
  households: z.number(),
  areaM2: z.number(),
  /** Six digits of each level-3 grid that it consists of. */
  parts: z.array(z.number()),
})

/** Grids of a level in force on a day, with the level-3 grids below them and the households that live there. */
export const gridsWithParts = (db: Queryable, subdistrict: string, level: number, day: string) =>
  rows(
    db,
    GridRow,
    `with recursive inside as (
       select b.grid_code as top, b.grid_code from grid_boundary b join grid g using (subdistrict_code, grid_code)
       where b.subdistrict_code = $1 and g.level = $2 and daterange(b.valid_from, b.valid_to) @> $3::date
       union all
       select inside.top, v.grid_code from inside join grid_boundary v
         on v.subdistrict_code = $1 and v.parent_code = inside.grid_code and daterange(v.valid_from, v.valid_to) @> $3::date
     ),
     living as (
       select grid_code, sum(households)::int as households from building where subdistrict_code = $1 group by grid_code
     )
     select inside.top as "gridCode", n.name, n.name_en as "nameEn", coalesce(sum(l.households), 0)::int as households,
       round(ST_Area(b.geom::geography)::numeric)::float8 as "areaM2", json_agg(count_grid(inside.grid_code)) as parts
     from inside join grid n on n.subdistrict_code = $1 and n.grid_code = inside.top
     join grid_boundary b on b.subdistrict_code = $1 and b.grid_code = inside.top and daterange(b.valid_from, b.valid_to) @> $3::date
     left join living l on l.grid_code = inside.grid_code
     group by 1, 2, 3, b.geom order by 1`,
    [subdistrict, level, day],
  )

const PlacedRow = z.object({ index: z.number(), gridCode: z.string() })

/** The level-3 grid that each of some points lies in on a day, by the index of the point; none where there is none in reach. */
export const gridsAt = (db: Queryable, subdistrict: string, points: readonly (readonly [number, number])[], day: string) =>
  rows(
    db,
    PlacedRow,
    `select (p.number - 1)::int as index, here.grid_code as "gridCode"
     from unnest($2::float8[], $3::float8[]) with ordinality p (lng, lat, number)
     cross join lateral grid_at($1, $4::date, ST_SetSRID(ST_MakePoint(p.lng, p.lat), 4326)) here order by p.number`,
    [subdistrict, points.map(([lng]) => lng), points.map(([, lat]) => lat), day],
  )

/** The days that begin `count` steps of equal length from the end back, the first one shorter; and the day after. */
export function stepsOf(from: string, to: string, count: number): Steps {
  const [first, end] = [dayNumber(from), dayNumber(to) + 1]
  const length = Math.max(1, Math.ceil((end - first) / count))
  const days = [end]
  while ((days[0] ?? first) > first) days.unshift(Math.max(first, (days[0] ?? first) - length))
  return days.map(dayOfNumber)
}
