/** When issues are reported: by month (rain, frost, school), by weekday, by hour of day. */
import { addDays } from '#domain/calendar/calendar-day.ts'
import type { Random } from '#domain/random/random.ts'
import { instantOf, weekday } from './clock.ts'

interface Rhythm {
  /** issues of 100 that are of this item */
  readonly share: number
  /** January … December */
  readonly months: readonly number[]
  /** Sunday … Saturday */
  readonly weekdays: readonly number[]
  /** hours of the day at which it peaks, with weight and width */
  readonly peaks: readonly (readonly [hour: number, weight: number, width: number])[]
}

const EVEN = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
const RAIN = [0.5, 0.5, 0.7, 1, 1.4, 2, 2.2, 1.7, 1.3, 0.9, 0.6, 0.5]
const WORKING_WEEK = [0.6, 1.15, 1.1, 1.05, 1.05, 1.1, 0.75]
const WEEKEND = [1.3, 0.85, 0.85, 0.85, 0.95, 1.2, 1.4]
const OFFICE = [
  [9.6, 5, 1.2],
  [15.6, 4, 1.4],
  [19.5, 1.4, 1.3],
] as const
const EVENING = [
  [22, 6, 1.3],
  [13, 1.5, 1.2],
  [7.5, 0.8, 0.8],
] as const

export const RHYTHMS: Readonly<Record<string, Rhythm>> = {
  garbage: {
    share: 17,
    months: [1, 1.1, 0.9, 1, 1.1, 1.3, 1.5, 1.4, 1.1, 0.9, 0.8, 0.9],
    weekdays: [1.2, 1.1, 1, 0.95, 0.95, 1, 1.15],
    peaks: [
      [8.3, 5, 1.1],
      [17.5, 3.5, 1.4],
      [12.5, 1.5, 1],
    ],
  },
  flyposting: { share: 7, months: [0.8, 0.9, 1.3, 1.1, 1, 0.9, 0.9, 1.2, 1.3, 1, 0.9, 0.8], weekdays: WORKING_WEEK, peaks: OFFICE },
  greenOrIllegalBuild: {
    share: 5,
    months: [0.5, 0.6, 1.3, 1.6, 1.4, 1, 0.9, 0.9, 1.1, 1.1, 0.9, 0.6],
    weekdays: WORKING_WEEK,
    peaks: OFFICE,
  },
  roadDrain: { share: 12, months: RAIN, weekdays: WORKING_WEEK, peaks: OFFICE },
  lightingPublic: {
    share: 9,
    months: [1.4, 1.3, 1, 0.9, 0.8, 0.7, 0.7, 0.8, 0.9, 1.1, 1.3, 1.5],
    weekdays: WORKING_WEEK,
    peaks: [
      [20, 5, 1.2],
      [9.5, 3, 1.2],
      [18.5, 2, 0.8],
    ],
  },
  buildingDefect: { share: 10, months: [0.8, 0.8, 0.8, 0.9, 1.1, 1.4, 1.6, 1.3, 1, 0.9, 0.8, 0.8], weekdays: WORKING_WEEK, peaks: OFFICE },
  fireLaneParking: {
    share: 14,
    months: [1.1, 1.2, 1, 1, 1, 0.9, 0.8, 0.9, 1.2, 1, 1, 1],
    weekdays: [0.9, 1.1, 1, 1, 1.05, 1.2, 0.9],
    peaks: [
      [17.6, 5, 1.1],
      [7.9, 3, 0.7],
      [20.8, 3, 1.2],
    ],
  },
  hazard: { share: 7, months: [1.3, 1.2, 0.9, 0.9, 1, 1.2, 1.3, 1.2, 0.9, 0.8, 1, 1.2], weekdays: WORKING_WEEK, peaks: OFFICE },
  neighbourDispute: { share: 10, months: [0.9, 1.1, 0.9, 0.9, 1.1, 1.3, 1.4, 1.4, 1.1, 1, 0.8, 0.8], weekdays: WEEKEND, peaks: EVENING },
  propertyDispute: { share: 5, months: [1.3, 0.9, 1.1, 1, 0.9, 0.9, 0.9, 0.9, 1, 1, 1, 1.3], weekdays: WORKING_WEEK, peaks: OFFICE },
  securityFinding: {
    share: 4,
    months: EVEN,
    weekdays: WEEKEND,
    peaks: [
      [21, 5, 1.5],
      [10, 1.5, 1.5],
      [15, 1.5, 1.5],
    ],
  },
}

const DAYS = 365

/** Draws the instant of a report in the 365 days before `today`, by the rhythm of the item. */
export function createReportTimes(today: string): (itemKey: string, random: Random) => number {
  const days = Array.from({ length: DAYS }, (_, k) => addDays(today, k - DAYS))
  const sums = new Map<string, number[]>()
  for (const [key, { months, weekdays }] of Object.entries(RHYTHMS)) {
    let total = 0
    sums.set(
      key,
      days.map((day, k) => {
        // Slow growth as the reporting channels become known.
        total += (months[Number(day.slice(5, 7)) - 1] ?? 1) * (weekdays[weekday(instantOf(day, 720))] ?? 1) * (0.88 + (0.24 * k) / DAYS)
        return total
      }),
    )
  }
  return (key, random) => {
    const sum = sums.get(key) ?? []
    const wanted = random.next() * (sum[sum.length - 1] ?? 0)
    const day = days[sum.findIndex((s) => s > wanted)] ?? today
    const peaks = RHYTHMS[key]?.peaks ?? OFFICE
    const [hour, , width] = peaks[random.weighted(peaks.map(([, weight]) => weight))] ?? [12, 1, 3]
    const at = hour + random.normal() * width
    return instantOf(day, Math.min(23.9, Math.max(0.1, at)) * 60)
  }
}
