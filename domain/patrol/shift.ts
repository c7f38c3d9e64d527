// A shift is a begin and an end on the clock and the weekdays on which it begins; an end that is not after the begin is on the next day. A route has
// one or several, none over another; runs are planned from them day by day.
//   Mon–Fri 08:30–11:30, every day 19:00–22:00        on a Saturday: one run, on a Monday: two
import { addDays } from '../calendar/calendar-day.ts'

export type Shift = {
  /** HH:MM, in the sub-district's own time. */
  readonly begins: string
  readonly ends: string
  /** 1 Monday to 7 Sunday, of the day on which it begins. */
  readonly weekdays: readonly number[]
}
export type PlannedRun = { readonly plannedStart: string; readonly plannedEnd: string }

export const everyWeekday = [1, 2, 3, 4, 5, 6, 7] as const

/** The weekday of a calendar day: 1970-01-01 was a Thursday. */
export const weekdayOf = (day: string): number => ((((Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000) + 3) % 7) + 7) % 7) + 1

/** The run of a shift that begins on a day. */
export function runOfShift(day: string, begin: string, end: string): PlannedRun {
  const endDay = end > begin ? day : addDays(day, 1)
  return { plannedStart: `${day}T${begin}:00+08:00`, plannedEnd: `${endDay}T${end}:00+08:00` }
}

/** The runs of all shifts that begin on a day, the earliest first. */
export const runsOfDay = (day: string, shifts: readonly Shift[]): readonly PlannedRun[] =>
  shifts
    .filter(({ weekdays }) => weekdays.includes(weekdayOf(day)))
    .toSorted((a, b) => a.begins.localeCompare(b.begins))
    .map(({ begins, ends }) => runOfShift(day, begins, ends))

/** The runs of all shifts that begin on some days in a row. */
export const runsOfDays = (from: string, days: number, shifts: readonly Shift[]): readonly PlannedRun[] =>
  Array.from({ length: days }, (_, day) => runsOfDay(addDays(from, day), shifts)).flat()

const week = 7 * 1440
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** How long a shift lasts, in minutes: 1 to 1440. */
export const shiftMinutes = ({ begins, ends }: Pick<Shift, 'begins' | 'ends'>): number => {
  const length = minutesOf(ends) - minutesOf(begins)
  return length > 0 ? length : length + 1440
}

/** The stretches of a week that a shift takes, in minutes from Monday's midnight. */
const stretchesOf = (shift: Shift) =>
  shift.weekdays.map((weekday) => {
    const from = (weekday - 1) * 1440 + minutesOf(shift.begins)
    return { from, to: from + shiftMinutes(shift) }
  })

/** The first two shifts of which one begins before the other is over, by their places in the list; null where none does. */
export function overlappingShifts(shifts: readonly Shift[]): readonly [number, number] | null {
  const all = shifts.flatMap((shift, at) => stretchesOf(shift).map((stretch) => ({ ...stretch, at })))
  // a shift of Sunday night ends on Monday morning
  for (const [index, a] of all.entries())
    for (const b of all.slice(index + 1))
      for (const around of [-week, 0, week])
        if (a.at !== b.at && a.from < b.to + around && b.from + around < a.to) return [Math.min(a.at, b.at), Math.max(a.at, b.at)]
  return null
}
