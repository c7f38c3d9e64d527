// Working time. A working day is Monday to Friday unless the calendar says otherwise: a holiday takes a weekday away, a make-up day gives a
// Saturday or Sunday back (调休). A working day has hours, here 08:30–12:00 and 14:00–17:30 unless the calendar names others.
//
// Example: filed on a Friday at 17:00 with a limit of one working hour → 30 minutes on Friday, 30 on Monday, due Monday 09:00.
// A working day as a limit is the length of one day's hours, so "one working day" from Friday 17:00 ends on Monday 17:00.
import { addDays, calendarDay, dayStart } from './calendar-day.ts'

export const dayKinds = ['holiday', 'workday'] as const
export type DayKind = (typeof dayKinds)[number]
/** [from, to) in minutes after midnight, in order and apart. */
export type Hours = readonly (readonly [number, number])[]
export type WorkingCalendar = {
  readonly hours: Hours
  /** What differs from Monday to Friday, by day YYYY-MM-DD. */
  readonly exceptions: ReadonlyMap<string, DayKind>
}
export type Limit = { readonly value: number; readonly unit: 'workHour' | 'workDay' }

export const usualHours: Hours = [
  [510, 720],
  [840, 1050],
]

/** Monday to Friday at the usual hours, all year. */
export const usualCalendar: WorkingCalendar = { hours: usualHours, exceptions: new Map() }

const minute = 60_000

export const isWorkingDay = ({ exceptions }: WorkingCalendar, day: string): boolean => {
  const exception = exceptions.get(day)
  if (exception !== undefined) return exception === 'workday'
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

export const dayMinutes = ({ hours }: WorkingCalendar): number => hours.reduce((sum, [from, to]) => sum + to - from, 0)

export const limitMinutes = (calendar: WorkingCalendar, { value, unit }: Limit): number =>
  value * (unit === 'workDay' ? dayMinutes(calendar) : 60)

/** More days than any limit can need: a limit is at most 999 days, and no calendar gives less than one working day in a fortnight. */
const longest = 20_000

/** The instant at which so many working minutes have passed since `from`; `from` itself when none are asked for. */
export function addWorkingMinutes(calendar: WorkingCalendar, from: Date, minutes: number): Date {
  if (minutes <= 0) return from
  let rest = minutes
  let day = calendarDay(from)
  for (let n = 0; n < longest; n++, day = addDays(day, 1)) {
    if (!isWorkingDay(calendar, day)) continue
    const start = Date.parse(dayStart(day))
    for (const [opens, closes] of calendar.hours) {
      const begin = Math.max(from.getTime(), start + opens * minute)
      const room = (start + closes * minute - begin) / minute
      if (room <= 0) continue
      if (rest <= room) return new Date(begin + rest * minute)
      rest -= room
    }
  }
  throw new Error(`no working day within ${longest} days of ${day}: the calendar is empty`)
}

/** Working minutes between two instants; 0 when `to` is not after `from`. */
export function workingMinutes(calendar: WorkingCalendar, from: Date, to: Date): number {
  let sum = 0
  const last = calendarDay(to)
  for (let day = calendarDay(from); day <= last; day = addDays(day, 1)) {
    if (!isWorkingDay(calendar, day)) continue
    const start = Date.parse(dayStart(day))
    for (const [opens, closes] of calendar.hours) {
      const begin = Math.max(from.getTime(), start + opens * minute)
      const end = Math.min(to.getTime(), start + closes * minute)
      if (end > begin) sum += (end - begin) / minute
    }
  }
  return sum
}

/** When a limit that began at `from` runs out. */
export const dueAt = (calendar: WorkingCalendar, from: Date, limit: Limit): Date =>
  addWorkingMinutes(calendar, from, limitMinutes(calendar, limit))

/** Amber from this share of a limit on (DOMAIN f). */
const amberShare = 0.8
/** When the amber begins. */
export const amberAt = (calendar: WorkingCalendar, from: Date, limit: Limit): Date =>
  addWorkingMinutes(calendar, from, amberShare * limitMinutes(calendar, limit))
