import { z } from 'zod'
import { type DayKind, dayKinds, usualCalendar, type WorkingCalendar } from '#domain/calendar/working-time.ts'
import { type Queryable, rows } from './queryable.ts'

const DayRow = z.object({ day: z.string(), kind: z.enum(dayKinds) })
/** Outside the scope: the calendar is not part of anybody's ground. */
export async function workingCalendar(db: Queryable, subdistrict: string): Promise<WorkingCalendar> {
  const days = await rows(db, DayRow, 'select day::text as day, kind from working_day where subdistrict_code = $1', [subdistrict])
  return { ...usualCalendar, exceptions: new Map(days.map(({ day, kind }): [string, DayKind] => [day, kind])) }
}
