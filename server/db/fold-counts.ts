// Takes the changes of the counts into the sums, makes the sums anew from the issues, and proves them. See domain/density/count-fold.ts for what a sum is.
import type { Pool } from 'pg'
import { z } from 'zod'
import {
  blockStart,
  type CountKind,
  type CountRow,
  countKinds,
  dayNumber,
  dayOfNumber,
  everything,
  foldChanges,
  type Series,
  stretchDays,
} from '#domain/density/count-fold.ts'
import {
  type Counts,
  type CountsByDay,
  countsOf,
  noCounts,
  packDays,
  packSheet,
  sameCounts,
  sumOfCounts,
  unpackDays,
  unpackSheet,
} from '#domain/density/count-sheet.ts'
import { inTransaction, maybeRow, type Queryable, rows } from './queryable.ts'

// made by json_agg of whole numbers: looking at each of ten million once more would take as long as counting them
const Numbers = z.custom<readonly number[]>(Array.isArray)
/** Changes of one day, item and source, one after the other in four lists of the same length. */
const ChangeRow = z.object({
  day: z.string(),
  item: z.string(),
  source: z.string(),
  cells: Numbers,
  grids: Numbers,
  hours: Numbers,
  amounts: Numbers,
})
type ChangeRow = z.infer<typeof ChangeRow>
const listed = `day::text as day, issue_item_key as item, source, json_agg(cell) as cells, json_agg(grid_place) as grids, json_agg(hour) as hours,
  json_agg(amount) as amounts`

const takenText = `with taken as (delete from issue_count_change where subdistrict_code = $1 returning *)
  select ${listed} from taken group by day, issue_item_key, source`
const countedText = `select ${listed} from (
    select count_day(reported_at) as day, issue_item_key, source, count_cell(geom) as cell, count_grid(grid_code) as grid_place,
      count_hour(reported_at) as hour, 1 as amount
    from counted_issue where subdistrict_code = $1 and reported_at >= $2 and reported_at < $3
  ) counted group by day, issue_item_key, source`

type SeriesChanges = { readonly series: Series; readonly days: CountsByDay }

/** What changes mean for each series that they belong to. */
function changesBySeries(changes: readonly ChangeRow[]): SeriesChanges[] {
  const found = new Map<string, { readonly series: Series; readonly days: Map<number, Map<number, number>> }>()
  for (const { day, item, source, amounts, ...lists } of changes) {
    const places: Readonly<Record<CountKind, readonly number[]>> = { cell: lists.cells, grid: lists.grids, hour: lists.hours }
    for (const kind of countKinds) {
      for (const [oneItem, oneSource] of namesOf(item, source)) {
        const key = `${kind} ${oneItem} ${oneSource}`
        const entry = found.get(key) ?? { series: { kind, item: oneItem, source: oneSource }, days: new Map() }
        found.set(key, entry)
        const number = dayNumber(day)
        const sums = entry.days.get(number) ?? new Map<number, number>()
        entry.days.set(number, sums)
        for (const [index, place] of places[kind].entries()) sums.set(place, (sums.get(place) ?? 0) + (amounts[index] ?? 0))
      }
    }
  }
  return [...found.values()].map(({ series, days }) => ({
    series,
    days: new Map([...days].map(([day, sums]): [number, Counts] => [day, countsOf(sums)])),
  }))
}

const namesOf = (item: string, source: string): readonly (readonly [string, string])[] => [
  [item, source],
  [item, everything],
  [everything, source],
  [everything, everything],
]

const SumRow = z.object({ firstDay: z.string(), before: z.instanceof(Uint8Array), during: z.instanceof(Uint8Array) })
const toRow = ({ firstDay, before, during }: z.infer<typeof SumRow>): CountRow => ({
  firstDay: dayNumber(firstDay),
  before: unpackSheet(before),
  during: unpackDays(during),
})

/** The rows of a series that a change on a day concerns: the last that begins before its block, and all after it. */
async function rowsFrom(db: Queryable, subdistrict: string, { kind, item, source }: Series, day: number): Promise<CountRow[]> {
  const found = await rows(
    db,
    SumRow,
    `select first_day as "firstDay", before, during from issue_count
     where subdistrict_code = $1 and counted_by = $2 and issue_item_key = $3 and source = $4 and first_day >= coalesce((
       select max(first_day) from issue_count
       where subdistrict_code = $1 and counted_by = $2 and issue_item_key = $3 and source = $4 and first_day < $5::date), $5::date)
     order by first_day`,
    [subdistrict, kind, item, source, dayOfNumber(day)],
  )
  return found.map(toRow)
}

async function writeRows(db: Queryable, subdistrict: string, { kind, item, source }: Series, changed: readonly CountRow[]): Promise<void> {
  for (let start = 0; start < changed.length; start += rowsPerStatement) {
    const some = changed.slice(start, start + rowsPerStatement)
    await db.query(
      `insert into issue_count (subdistrict_code, counted_by, issue_item_key, source, first_day, before, during)
       select $1, $2, $3, $4, first_day, before, during from unnest($5::date[], $6::bytea[], $7::bytea[]) as r (first_day, before, during)
       on conflict (subdistrict_code, counted_by, issue_item_key, source, first_day) do update set before = excluded.before, during = excluded.during`,
      [
        subdistrict,
        kind,
        item,
        source,
        some.map(({ firstDay }) => dayOfNumber(firstDay)),
        some.map(({ before }) => Buffer.from(packSheet(before))),
        some.map(({ during }) => Buffer.from(packDays(during))),
      ],
    )
  }
}
const rowsPerStatement = 64

async function addToSums(db: Queryable, subdistrict: string, changes: readonly SeriesChanges[]): Promise<void> {
  for (const { series, days } of changes) {
    const present = await rowsFrom(db, subdistrict, series, blockStart(series, Math.min(...days.keys())))
    await writeRows(db, subdistrict, series, foldChanges(series, present, days))
  }
}

// Whoever writes sums is alone until the transaction ends; reading goes on. Taken before the first statement, so that it sees all before it.
const alone = 'lock table issue_count in share row exclusive mode; set local statement_timeout = 0'

const takeChanges = async (db: Queryable, subdistrict: string): Promise<void> =>
  addToSums(db, subdistrict, changesBySeries(await rows(db, ChangeRow, takenText, [subdistrict])))

const WaitingRow = z.object({ code: z.string(), changes: z.number() })
/** So many changes at once, as after an upgrade, are more work than counting anew, which goes stretch by stretch. */
const worthRebuilding = 200_000

/** Folds every sub-district where at least so many changes wait, each in a transaction of its own. Returns how many were folded. */
export async function foldCounts(pool: Pool, atLeast: number, rebuildFrom = worthRebuilding): Promise<number> {
  const waiting = await inTransaction(pool, (db) =>
    rows(
      db,
      WaitingRow,
      'select subdistrict_code as code, count(*) as changes from issue_count_change group by subdistrict_code having count(*) >= $1',
      [atLeast],
    ),
  )
  for (const { code, changes } of waiting) {
    if (changes >= rebuildFrom) await rebuildRunning(pool, code)
    else await inTransaction(pool, (db) => takeChanges(db, code), `begin; ${alone}`)
  }
  return waiting.length
}

const ExtentRow = z.object({ first: z.string().nullable(), last: z.string().nullable() })

/** The stretches of days in which a sub-district has issues. */
async function stretchesOf(db: Queryable, subdistrict: string): Promise<number[]> {
  const extent = await maybeRow(
    db,
    ExtentRow,
    `select count_day(min(reported_at))::text as first, count_day(max(reported_at))::text as last from issue where subdistrict_code = $1`,
    [subdistrict],
  )
  if (!extent?.first || !extent.last) return []
  const start = Math.floor(dayNumber(extent.first) / stretchDays) * stretchDays
  const count = Math.floor((dayNumber(extent.last) - start) / stretchDays) + 1
  return Array.from({ length: count }, (_, index) => start + index * stretchDays)
}

/** What the issues of a stretch of days count, asked of the issues themselves. */
async function freshCounts(db: Queryable, subdistrict: string, start: number): Promise<SeriesChanges[]> {
  const [from, before] = [start, start + stretchDays].map((day) => `${dayOfNumber(day)}T00:00:00+08:00`)
  return changesBySeries(await rows(db, ChangeRow, countedText, [subdistrict, from, before]))
}

/** Makes the sums of a sub-district anew from its issues, in a transaction in which nobody else writes issues, or that sees one moment. */
export async function rebuildCounts(db: Queryable, subdistrict: string): Promise<void> {
  await db.query('delete from issue_count where subdistrict_code = $1', [subdistrict])
  await db.query('delete from issue_count_change where subdistrict_code = $1', [subdistrict])
  for (const start of await stretchesOf(db, subdistrict)) await addToSums(db, subdistrict, await freshCounts(db, subdistrict, start))
}

// an issue and its change are both seen or both not, however long it takes
const oneMoment = `begin isolation level repeatable read; ${alone}`

/** The same while the service runs. Whoever reports an issue meanwhile waits for nothing. */
export const rebuildRunning = (pool: Pool, subdistrict: string): Promise<void> =>
  inTransaction(pool, (db) => rebuildCounts(db, subdistrict), oneMoment)

export type CountProof = { readonly rows: number; readonly series: number; readonly wrong: readonly string[] }

/** Takes what waits into the sums and compares them with the issues, series by series and day by day, as they are at one moment. */
export const verifyCounts = (pool: Pool, subdistrict: string): Promise<CountProof> =>
  inTransaction(pool, (db) => prove(db, subdistrict), oneMoment)

async function prove(db: Queryable, subdistrict: string): Promise<CountProof> {
  await takeChanges(db, subdistrict)
  const seen = new Map<string, Counts>()
  const wrong = new Set<string>()
  let count = 0
  const starts = new Set([...(await stretchesOf(db, subdistrict)), ...(await stretchesOfSums(db, subdistrict))])
  for (const start of [...starts].sort((a, b) => a - b)) {
    const fresh = new Map((await freshCounts(db, subdistrict, start)).map(({ series, days }) => [nameOf(series), days]))
    for (const [series, kept] of await sumsOfStretch(db, subdistrict, start)) {
      const name = nameOf(series)
      const expected = new Map(fresh.get(name) ?? [])
      fresh.delete(name)
      for (const { firstDay, before, during } of kept) {
        count++
        if (!sameCounts(before, seen.get(name) ?? noCounts)) wrong.add(`${name} before ${dayOfNumber(firstDay)}`)
        for (const [offset, counts] of during) {
          if (!sameCounts(counts, expected.get(firstDay + offset) ?? noCounts)) wrong.add(`${name} on ${dayOfNumber(firstDay + offset)}`)
          expected.delete(firstDay + offset)
          seen.set(name, sumOfCounts(seen.get(name) ?? noCounts, counts))
        }
      }
      for (const day of expected.keys()) wrong.add(`${name} on ${dayOfNumber(day)}`)
    }
    for (const [name, days] of fresh) for (const day of days.keys()) wrong.add(`${name} on ${dayOfNumber(day)}`)
  }
  return { rows: count, series: seen.size, wrong: [...wrong] }
}

const nameOf = ({ kind, item, source }: Series): string => `${kind}/${item}/${source}`

const StretchRow = z.object({ start: z.number() })
async function stretchesOfSums(db: Queryable, subdistrict: string): Promise<number[]> {
  const found = await rows(
    db,
    StretchRow,
    `select distinct (floor((first_day - date '1970-01-01')::float8 / $2) * $2)::int as start from issue_count where subdistrict_code = $1`,
    [subdistrict, stretchDays],
  )
  return found.map(({ start }) => start)
}

const NamedSumRow = SumRow.extend({ kind: z.enum(countKinds), item: z.string(), source: z.string() })
async function sumsOfStretch(db: Queryable, subdistrict: string, start: number): Promise<Map<Series, CountRow[]>> {
  const found = await rows(
    db,
    NamedSumRow,
    `select counted_by as kind, issue_item_key as item, source, first_day as "firstDay", before, during from issue_count
     where subdistrict_code = $1 and first_day >= $2::date and first_day < $3::date order by counted_by, issue_item_key, source, first_day`,
    [subdistrict, dayOfNumber(start), dayOfNumber(start + stretchDays)],
  )
  const bySeries = new Map<Series, CountRow[]>()
  let last: { readonly series: Series; readonly kept: CountRow[] } | undefined
  for (const { kind, item, source, ...row } of found) {
    if (last === undefined || nameOf(last.series) !== nameOf({ kind, item, source })) {
      last = { series: { kind, item, source }, kept: [] }
      bySeries.set(last.series, last.kept)
    }
    last.kept.push(toRow(row))
  }
  return bySeries
}
