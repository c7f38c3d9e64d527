// A shift is a begin and an end on the clock; an end that is not after the begin is on the next day. Runs are planned from it day by day.
import { addDays } from '../calendar/calendar-day.ts'

export type PlannedRun = { readonly plannedStart: string; readonly plannedEnd: string }

/** The run of a shift (HH:MM to HH:MM, in the sub-district's own time) on a day. */
export function runOfShift(day: string, begin: string, end: string): PlannedRun {
  const endDay = end > begin ? day : addDays(day, 1)
  return { plannedStart: `${day}T${begin}:00+08:00`, plannedEnd: `${endDay}T${end}:00+08:00` }
}
