// How long cases took from filing to closing, in working time (domain/calendar): the middle one, and the one that nine of ten do not exceed.
//   1, 2, 3, 10 → median 2.5, P90 10      the mean (4) would say little of any of them
import { type WorkingCalendar, workingMinutes } from '../calendar/working-time.ts'

export type Handled = { readonly filedAt: Date; readonly closedAt: Date }
export type HandlingTime = { readonly cases: number; readonly medianMinutes: number | null; readonly p90Minutes: number | null }

/** Null where there is nothing to take the middle of. */
export function handlingTime(handled: readonly Handled[], calendar: WorkingCalendar): HandlingTime {
  const minutes = handled.map(({ filedAt, closedAt }) => workingMinutes(calendar, filedAt, closedAt)).sort((a, b) => a - b)
  const at = (rank: number) => minutes[rank] ?? 0
  const cases = minutes.length
  if (cases === 0) return { cases, medianMinutes: null, p90Minutes: null }
  const half = Math.floor(cases / 2)
  return {
    cases,
    medianMinutes: cases % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2,
    p90Minutes: at(Math.ceil(0.9 * cases) - 1),
  }
}
