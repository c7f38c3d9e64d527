// A period of whole days and what it is compared with: the period before it, and the same one a year earlier.
//   November 2026, seen on the 20th  →  through 20 November; compared with 1–20 October 2026 and 1–20 November 2025
//   9–15 November                    →  2–8 November; 9–15 November 2025
// A period that is not over is compared with as many days of the other: fifteen days of reports are no decline against a whole month.
import { addDays, daysBetween } from '../calendar/calendar-day.ts'

export type Period = { readonly from: string; readonly to: string }
export type ComparedPeriods = {
  readonly period: Period
  /** The last day that counts: the end of the period, or today. */
  readonly through: string
  readonly previous: Period
  readonly lastYear: Period
}

const monthEnd = (day: string): string =>
  addDays(`${day.slice(0, 7)}-28`, 4)
    .slice(0, 8)
    .concat('01')
const lastOfMonth = (day: string): string => addDays(monthEnd(day), -1)
const earlier = (a: string, b: string): string => (a < b ? a : b)

/** The same date a year earlier; 29 February becomes the 28th. */
function yearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0')
  const same = `${year}${day.slice(4)}`
  return day.endsWith('02-29') ? `${year}-02-28` : same
}

export function comparedPeriods({ from, to }: Period, today: string): ComparedPeriods {
  const through = earlier(to, today)
  const elapsed = daysBetween(from, through)
  const isMonth = from.endsWith('-01') && to === lastOfMonth(from)
  const previousFrom = isMonth ? `${addDays(from, -1).slice(0, 7)}-01` : addDays(from, -(daysBetween(from, to) + 1))
  const previousEnd = isMonth ? lastOfMonth(previousFrom) : addDays(from, -1)
  const whole = through === to
  return {
    period: { from, to },
    through,
    previous: { from: previousFrom, to: whole ? previousEnd : earlier(addDays(previousFrom, elapsed), previousEnd) },
    lastYear: { from: yearBefore(from), to: yearBefore(through) },
  }
}

export const presets = ['week', 'month'] as const
export type Preset = (typeof presets)[number]

/** The week (from Monday) or month that holds a day. */
export function presetPeriod(preset: Preset, day: string): Period {
  if (preset === 'month') return { from: `${day.slice(0, 7)}-01`, to: lastOfMonth(day) }
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  const from = addDays(day, -weekday)
  return { from, to: addDays(from, 6) }
}
