// The clock of a case and the figures made of it. Everything is derived from the events, so no later event can make an earlier one better.
//
//   filed ──────────── due          the limit, in working time, set once
//     │   parked ▒▒▒▒    │          counted apart, never taken off
//     └───────────────────── closed the last time it was closed: reopening forgets the closing before
import { type IssueStatus, isEnded } from './workflow.ts'

export type CaseEvent = { readonly at: Date; readonly to: IssueStatus }

export type CaseClock = {
  readonly filedAt: Date | null
  /** When it was closed for good; null while it is open. */
  readonly closedAt: Date | null
  readonly parkedMinutes: number
  /** Spent waiting for an answer to a request for more time. */
  readonly waitingMinutes: number
  readonly reopened: number
}

const minute = 60_000

/** Reads the events of one case, oldest first, up to `now`. */
export function clockOf(events: readonly CaseEvent[], now: Date): CaseClock {
  let filedAt: Date | null = null
  let closedAt: Date | null = null
  let [parked, waiting, reopened] = [0, 0, 0]
  events.forEach(({ at, to }, index) => {
    const until = (events[index + 1]?.at ?? now).getTime()
    // solved on the spot, it never was filed: its limit began when it was reported to be solved
    if (to === 'filed' || (to === 'verifying' && filedAt === null)) filedAt ??= at
    if (to === 'closed') closedAt = at
    else if (!isEnded(to)) {
      if (closedAt !== null) reopened++
      closedAt = null
    }
    if (to === 'parked') parked += until - at.getTime()
    if (to === 'extensionRequested') waiting += until - at.getTime()
  })
  return { filedAt, closedAt, parkedMinutes: parked / minute, waitingMinutes: waiting / minute, reopened }
}

export const lamps = ['none', 'green', 'amber', 'red'] as const
type Lamp = (typeof lamps)[number]

/** The lamp of an issue: red once the limit has passed before it was closed, amber from 80 % of it on (DOMAIN f). */
export function lampOf(
  issue: { readonly status: IssueStatus; readonly dueAt: Date | null; readonly amberAt: Date | null; readonly closedAt: Date | null },
  now: Date,
): Lamp {
  if (issue.dueAt === null || issue.status === 'rejected' || issue.status === 'merged') return 'none'
  const at = (issue.closedAt ?? now).getTime()
  if (at > issue.dueAt.getTime()) return 'red'
  if (issue.closedAt !== null) return 'green'
  return issue.amberAt !== null && at >= issue.amberAt.getTime() ? 'amber' : 'green'
}
