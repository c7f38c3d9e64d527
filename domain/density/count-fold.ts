// How counts are kept so that any period is the difference of two sums.
//
// Definition. A series is one selection of issues counted by one kind of place: all of them, those of one item, of one source, or of one item from one
// source. Time is cut into blocks of a fixed number of days. A block in which something was counted has one row: `before`, the sheet of all that was
// counted earlier than the block, and `during`, a sheet for each of its days. The sum up to the morning of day D is `before` of the last row that
// begins by D, and the days before D of its `during`. So the counts of a period are two sums, whatever its length, and as many numbers are read
// after twenty years as after one.
//   block of 4 days, issues on days 1, 2, 9 at a and on day 2 at b:   row 0: before –, during 1: a1, 2: a1 b1    row 8: before a2 b1, during 9: a1
//   period 2…9 = sum up to 10 − sum up to 2 = (a2 b1 + a1) − (a1) = a2 b1
//
// Short blocks make many rows, long ones many days to read at the ends of a period. The more issues a series has, the shorter its blocks are.
import { type Counts, type CountsByDay, noCounts, sumOfCounts } from './count-sheet.ts'

export const countKinds = ['cell', 'grid', 'hour'] as const
export type CountKind = (typeof countKinds)[number]

/** Stands for every item, or every source, in the name of a series. */
export const everything = '*'
export type Series = { readonly kind: CountKind; readonly item: string; readonly source: string }

/** Every block begins and ends within a stretch of so many days. */
export const stretchDays = 64

/** Days of a block; all divide a stretch. Measured with ten million issues in four years (README, Figures). */
export function blockDays({ kind, item, source }: Series): number {
  if (kind === 'hour') return stretchDays
  if (kind === 'grid') return 32
  if (item === everything && source === everything) return 2
  return item === everything || source === everything ? 16 : stretchDays
}

const dayMilliseconds = 86_400_000
/** Days since 1970-01-01. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / dayMilliseconds)
export const dayOfNumber = (number: number): string => new Date(number * dayMilliseconds).toISOString().slice(0, 10)

export const blockStart = (series: Series, day: number): number =>
  day - (((day % blockDays(series)) + blockDays(series)) % blockDays(series))

/** `during` is keyed by days since `firstDay`. */
export type CountRow = { readonly firstDay: number; readonly before: Counts; readonly during: CountsByDay }

/**
 * The rows of a series that change when `changes` (by day number) are added to it. `rows` are those it has, in order, at least from the last one
 * that begins before the first change on. What was counted on an earlier day moves into `before` of every later row.
 */
export function foldChanges(series: Series, rows: readonly CountRow[], changes: CountsByDay): CountRow[] {
  const byBlock = new Map<number, Map<number, Counts>>()
  for (const [day, counts] of changes) {
    const start = blockStart(series, day)
    const block = byBlock.get(start) ?? new Map<number, Counts>()
    byBlock.set(start, block.set(day - start, counts))
  }
  const known = new Map(rows.map((row) => [row.firstDay, row]))
  const starts = [...new Set([...known.keys(), ...byBlock.keys()])].sort((a, b) => a - b)
  const changed: CountRow[] = []
  let carried = noCounts
  let last: CountRow | undefined
  for (const firstDay of starts) {
    const present = known.get(firstDay)
    const added = byBlock.get(firstDay)
    const before = present ? sumOfCounts(present.before, carried) : last ? sumUpTo(last, Number.POSITIVE_INFINITY) : noCounts
    const row = { firstDay, before, during: added ? mergeDays(present?.during ?? new Map(), added) : (present?.during ?? new Map()) }
    if (added || carried.places.length > 0) changed.push(row)
    for (const counts of added?.values() ?? []) carried = sumOfCounts(carried, counts)
    last = row
  }
  return changed
}

function mergeDays(days: CountsByDay, added: CountsByDay): CountsByDay {
  const merged = new Map(days)
  for (const [day, counts] of added) merged.set(day, sumOfCounts(merged.get(day) ?? noCounts, counts))
  return merged
}

/** All that was counted before a day, from the last row that begins by then. */
export function sumUpTo({ firstDay, before, during }: CountRow, day: number): Counts {
  let sum = before
  for (const [offset, counts] of during) if (firstDay + offset < day) sum = sumOfCounts(sum, counts)
  return sum
}
