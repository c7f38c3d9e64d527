// The figures of a period report, from the histories of cases (DOMAIN d). What is counted here one by one the service counts in SQL; a test
// compares the two. Everything is as it stood at one instant, the end of the period or now: what happened later changes no old report.
//
//   due        the limit ran out in the period, and the case was neither rejected nor merged            应结案
//   closed     due, and closed by then                                                                   closeRate = closed / due
//   onTime     due, and closed before the limit ran out; reopening forgets the closing before            onTimeCloseRate = onTime / due
//   verified   somebody checked the work in the period; reworked: of these, sent back                    reworkRate
//   dispatched given to a handler in the period; returned, extended: of these, given back, more time asked for in the period
// The limit was set once at filing. Neither parking nor asking for more time nor reopening moves it, so none of them can better a rate.
import { clockOf } from '../issues/case-clock.ts'
import { type IssueStatus, isEnded } from '../issues/workflow.ts'

export type HistoryEvent = { readonly at: Date; readonly from: IssueStatus | null; readonly to: IssueStatus }
export type CaseHistory = { readonly dueAt: Date | null; readonly events: readonly HistoryEvent[] }
/** [start, end): instants. */
export type Span = { readonly start: Date; readonly end: Date }

export type CaseFigures = {
  readonly reported: number
  readonly due: number
  readonly closed: number
  readonly onTime: number
  readonly verified: number
  readonly reworked: number
  readonly dispatched: number
  readonly returned: number
  readonly extended: number
  /** Open at the end of the span, and of these past their limit. */
  readonly open: number
  readonly overdue: number
  /** Minutes within the span, and how many cases they are of. */
  readonly parkedMinutes: number
  readonly parkedCases: number
  readonly waitingMinutes: number
  readonly waitingCases: number
}

const minute = 60_000

/** Minutes within a span that a case spent in a status. */
function minutesIn(events: readonly HistoryEvent[], status: IssueStatus, { start, end }: Span): number {
  return events.reduce((sum, { at, to }, index) => {
    if (to !== status) return sum
    const until = events[index + 1]?.at ?? end
    return sum + Math.max(0, Math.min(until.getTime(), end.getTime()) - Math.max(at.getTime(), start.getTime())) / minute
  }, 0)
}

export function caseFigures(cases: readonly CaseHistory[], span: Span): CaseFigures {
  const inSpan = (at: Date) => at >= span.start && at < span.end
  const known = cases.map(({ dueAt, events }) => {
    const past = events.filter(({ at }) => at < span.end)
    const present = past.at(-1)?.to
    const within = past.filter(({ at }) => inSpan(at))
    const { closedAt } = clockOf(past, span.end)
    return { dueAt, past, present, within, closedAt }
  })
  type Known = (typeof known)[number]
  const count = (test: (one: Known) => boolean) => known.filter(test).length
  const isDue = ({ dueAt, present }: Known) =>
    dueAt !== null && inSpan(dueAt) && present !== undefined && present !== 'rejected' && present !== 'merged'
  const some = ({ within }: Known, test: (event: HistoryEvent) => boolean) => within.some(test)
  const dispatched = (one: Known) => some(one, ({ to }) => to === 'dispatched')
  const parked = known.map(({ past }) => minutesIn(past, 'parked', span)).filter((minutes) => minutes > 0)
  const waiting = known.map(({ past }) => minutesIn(past, 'extensionRequested', span)).filter((minutes) => minutes > 0)
  const isOpen = ({ present }: Known) => present !== undefined && !isEnded(present)
  return {
    reported: count((one) => some(one, ({ from, to }) => from === null && to === 'reported')),
    due: count(isDue),
    closed: count((one) => isDue(one) && one.closedAt !== null),
    onTime: count((one) => isDue(one) && one.closedAt !== null && one.dueAt !== null && one.closedAt <= one.dueAt),
    verified: count((one) => some(one, ({ from }) => from === 'verifying')),
    reworked: count((one) => some(one, ({ to }) => to === 'rework')),
    dispatched: count(dispatched),
    returned: count((one) => dispatched(one) && some(one, ({ to }) => to === 'returned')),
    extended: count((one) => dispatched(one) && some(one, ({ to }) => to === 'extensionRequested')),
    open: count(isOpen),
    overdue: count((one) => isOpen(one) && one.dueAt !== null && one.dueAt < span.end),
    parkedMinutes: sum(parked),
    parkedCases: parked.length,
    waitingMinutes: sum(waiting),
    waitingCases: waiting.length,
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
