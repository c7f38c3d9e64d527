// Days are counted in the sub-district's own time, China Standard Time, which is UTC+8 all year.

const offsetMilliseconds = 8 * 3_600_000
const dayMilliseconds = 86_400_000

/** The calendar day an instant falls on, YYYY-MM-DD. */
export function calendarDay(instant: Date): string {
  return new Date(instant.getTime() + offsetMilliseconds).toISOString().slice(0, 10)
}

/** The instant a day begins in the sub-district. */
export const dayStart = (day: string): string => `${day}T00:00:00+08:00`

/** The day `days` later (or earlier, when negative). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMilliseconds).toISOString().slice(0, 10)
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMilliseconds)
}
