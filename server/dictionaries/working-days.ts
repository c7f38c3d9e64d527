// The working calendar of a sub-district: what differs from Monday to Friday.
import { z } from 'zod'
import { type DayKind, dayKinds } from '#domain/calendar/working-time.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

const kind = z.enum(dayKinds)

export const workingDaysOf = (db: Queryable, subdistrict: string, year: number) =>
  rows(
    db,
    z.object({ day: z.string(), kind }),
    `select day::text as day, kind from working_day
     where subdistrict_code = $1 and day >= make_date($2, 1, 1) and day < make_date($2 + 1, 1, 1) order by day`,
    [subdistrict, year],
  )

/** Returns what the day was before. */
export async function writeWorkingDay(db: Queryable, subdistrict: string, day: string, to: DayKind | 'usual'): Promise<DayKind | 'usual'> {
  const before = await maybeRow(db, z.object({ kind }), 'delete from working_day where subdistrict_code = $1 and day = $2 returning kind', [
    subdistrict,
    day,
  ])
  if (to !== 'usual') await db.query('insert into working_day (subdistrict_code, day, kind) values ($1, $2, $3)', [subdistrict, day, to])
  return before?.kind ?? 'usual'
}
