// Where rows lie, as far as the caller's scope reaches: what is open belongs to today's level-3 grid at its place, what is closed stays with the grid
// of the day on which it was closed.
import { z } from 'zod'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { Place } from '#domain/intake/find-place.ts'
import { placeProblems, type RowProblem, statusOf } from '#domain/intake/intake-words.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import type { CheckedRow } from './queries.ts'

const GridRow = z.object({ n: z.number(), gridCode: z.string().nullable(), beforeGrids: z.boolean() })

/** Gives rows that have a point and a time their grid, or says that there is none: not in this scope, or not yet at that time. */
export async function placeRows<R extends CheckedRow>(db: Queryable, subdistrict: string, checked: readonly R[], now: Date): Promise<R[]> {
  const asked = checked.flatMap(({ rowNumber, lng, lat, reportedAt, closedAt }) => {
    if (lng === null || lat === null || reportedAt === null) return []
    const [day, stands] = [new Date(reportedAt), closedAt === null ? now : new Date(closedAt)].map(calendarDay)
    return [{ n: rowNumber, lng, lat, day, stands }]
  })
  const answered =
    asked.length === 0
      ? []
      : await rows(
          db,
          GridRow,
          `select a.n, here.grid_code as "gridCode",
             not exists (select from coverage_version v where v.subdistrict_code = $1 and v.valid_from <= a.day) as "beforeGrids"
           from jsonb_to_recordset($2::jsonb) as a (n integer, lng float8, lat float8, day date, stands date)
           left join lateral grid_at($1, a.stands, ST_SetSRID(ST_MakePoint(a.lng, a.lat), 4326)) here on true`,
          [subdistrict, JSON.stringify(asked)],
        )
  const byRow = new Map(answered.map((row) => [row.n, row]))
  return checked.map((row) => {
    const found = byRow.get(row.rowNumber)
    if (found === undefined) return withProblems(row, row.problems)
    const problems = row.problems.filter((problem) => problem !== 'outside' && problem !== 'beforeGrids')
    const gone: RowProblem[] = found.gridCode === null ? ['outside'] : found.beforeGrids ? ['beforeGrids'] : []
    return withProblems({ ...row, gridCode: found.gridCode }, [...problems, ...gone])
  })
}

const withProblems = <R extends CheckedRow>(row: R, problems: readonly RowProblem[]): R => ({
  ...row,
  problems: [...problems],
  status: statusOf(problems),
})

/** A row at a place that a person or its words decided. */
export function rowAt(row: CheckedRow, place: Pick<Place, 'kind' | 'id' | 'lng' | 'lat'>, by: 'name' | 'person'): CheckedRow {
  const problems = row.problems.filter((problem) => !placeProblems.includes(problem))
  return { ...row, lng: place.lng, lat: place.lat, buildingId: place.kind === 'building' ? place.id : null, placedBy: by, problems }
}

/** A row whose place is not decided. */
export function rowWithoutPlace(row: CheckedRow, match: 'ambiguous' | 'similar' | 'unknown'): CheckedRow {
  const problem = ({ ambiguous: 'placeAmbiguous', similar: 'placeSimilar', unknown: 'placeUnknown' } as const)[match]
  const problems = [...row.problems.filter((one) => !placeProblems.includes(one)), problem]
  return withProblems({ ...row, lng: null, lat: null, gridCode: null, buildingId: null, placedBy: null }, problems)
}
