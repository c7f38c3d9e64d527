// Where rows lie: the level-3 grid in force at their place on their day, as far as the caller's scope reaches.
import { z } from 'zod'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { Place } from '#domain/intake/find-place.ts'
import { placeProblems, type RowProblem, statusOf } from '#domain/intake/intake-words.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import type { CheckedRow } from './queries.ts'

const GridRow = z.object({ n: z.number(), gridCode: z.string().nullable(), everInForce: z.boolean() })

/** Gives rows that have a point and a time their grid, or says that there is none: not in this scope, or not yet at that time. */
export async function placeRows(db: Queryable, subdistrict: string, checked: readonly CheckedRow[]): Promise<CheckedRow[]> {
  const asked = checked.flatMap(({ rowNumber, lng, lat, reportedAt }) =>
    lng === null || lat === null || reportedAt === null ? [] : [{ n: rowNumber, lng, lat, day: calendarDay(new Date(reportedAt)) }],
  )
  const answered =
    asked.length === 0
      ? []
      : await rows(
          db,
          GridRow,
          `select a.n, min(b.grid_code) filter (where daterange(b.valid_from, b.valid_to) @> a.day) as "gridCode",
             count(b.grid_code) > 0 as "everInForce"
           from jsonb_to_recordset($2::jsonb) as a (n integer, lng float8, lat float8, day date)
           left join (grid_boundary b join grid g using (subdistrict_code, grid_code))
             on b.subdistrict_code = $1 and g.level = 3 and b.geom && ST_SetSRID(ST_MakePoint(a.lng, a.lat), 4326)
               and ST_Covers(b.geom, ST_SetSRID(ST_MakePoint(a.lng, a.lat), 4326))
           group by a.n`,
          [subdistrict, JSON.stringify(asked)],
        )
  const byRow = new Map(answered.map((row) => [row.n, row]))
  return checked.map((row) => {
    const found = byRow.get(row.rowNumber)
    if (found === undefined) return withProblems(row, row.problems)
    const problems = row.problems.filter((problem) => problem !== 'outside' && problem !== 'beforeGrids')
    const gone: RowProblem[] = found.gridCode !== null ? [] : [found.everInForce ? 'beforeGrids' : 'outside']
    return withProblems({ ...row, gridCode: found.gridCode }, [...problems, ...gone])
  })
}

const withProblems = (row: CheckedRow, problems: readonly RowProblem[]): CheckedRow => ({
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
