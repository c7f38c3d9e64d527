// Keeps the counts behind the heat map true: whoever makes an issue count, or no longer count, calls this in the same transaction. A change is a row
// that is added and nothing that is updated, so two who report at the same place do not wait for each other; fold-counts.ts takes them into the sums.
import type { Queryable } from './queryable.ts'

const columns = 'subdistrict_code, day, hour, cell, grid_place, issue_item_key, source, amount'

/** Counts what a statement before it in the same `with` returned as subdistrict_code, issue_item_key, source, reported_at, grid_code and geom. */
export const countMade = (made: string): string =>
  `insert into issue_count_change (${columns})
   select subdistrict_code, count_day(reported_at), count_hour(reported_at), count_cell(geom), count_grid(grid_code), issue_item_key, source, 1 from ${made}`

const changeText = (amount: 1 | -1) =>
  `insert into issue_count_change (${columns})
   select subdistrict_code, count_day(reported_at), count_hour(reported_at), count_cell(geom), count_grid(grid_code), issue_item_key, source, ${amount}
   from counted_issue where subdistrict_code = $1 and issue_id = any ($2)`

/**
 * Runs what changes issues, and counts them as they are afterwards instead of as they were before; an issue that is not counted then, or was not
 * before, is left out on that side. The issues must be held by the caller, outside the scope.
 */
export async function recounting<T>(db: Queryable, subdistrict: string, issueIds: readonly number[], work: () => Promise<T>): Promise<T> {
  await db.query(changeText(-1), [subdistrict, issueIds])
  const result = await work()
  await db.query(changeText(1), [subdistrict, issueIds])
  return result
}
