// Who holds which post, since when and until when. A term runs from `termStart` until `termEnd`, both days of the sub-district, the second one not
// counted; `endedOn` cuts it short. Terms of one post never overlap. Nothing is taken away: a mistake is corrected by a new step, and an
// appointment that should never have been ends on the day it began, so it was held on no day.
// Example: Zhang 1 Jan – 1 Jan; ended on 1 June; Li from 1 June on. On 31 May Zhang holds the post, on 1 June Li does.
import type { SelectionRoute } from './posts.ts'

export type Term = { readonly termStart: string; readonly termEnd: string; readonly endedOn: string | null }

/** An appointment as it stands; `version` is the number of steps it has taken. */
export type Appointment = Term & {
  readonly appointmentId: number
  readonly post: string
  readonly personId: number
  readonly selectionRoute: SelectionRoute
  readonly version: number
}

/** Longer terms are a slip of the hand: no source names more than a few years (DOMAIN c.5). */
export const longestTermDays = 3660

export type Refusal =
  /** The end is not after the start, or further away than any term is. */
  | { readonly reason: 'termNotOrdered' | 'termTooLong' }
  /** Somebody holds the post on a day of the term. */
  | { readonly reason: 'held'; readonly by: Appointment }
  /** It was ended, or its term is over. */
  | { readonly reason: 'overAlready'; readonly by: Appointment }
  /** The day is not one of the term. */
  | { readonly reason: 'dayOutsideTerm'; readonly by: Appointment }
  /** Somebody else took a step with it since it was read. */
  | { readonly reason: 'stale'; readonly by: Appointment }
  /** What is asked for is what there is. */
  | { readonly reason: 'asItIs'; readonly by: Appointment }

/** The first day on which it is no longer held. */
export const heldUntil = ({ termEnd, endedOn }: Term): string => endedOn ?? termEnd

export const heldOn = (term: Term, day: string): boolean => term.termStart <= day && day < heldUntil(term)

/** Whether two terms have a day in common. A term that was held on no day has none. */
export const overlap = (a: Term, b: Term): boolean =>
  a.termStart < heldUntil(a) && b.termStart < heldUntil(b) && a.termStart < heldUntil(b) && b.termStart < heldUntil(a)

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000

function termRefusal({ termStart, termEnd }: Term): Refusal | null {
  if (termEnd <= termStart) return { reason: 'termNotOrdered' }
  return dayNumber(termEnd) - dayNumber(termStart) > longestTermDays ? { reason: 'termTooLong' } : null
}

const holderWithin = (ofPost: readonly Appointment[], term: Term, but?: number): Refusal | null => {
  const by = ofPost.find((one) => one.appointmentId !== but && overlap(one, term))
  return by === undefined ? null : { reason: 'held', by }
}

/** What stands in the way of a new term; `ofPost` are all appointments to that post. */
export const appointRefusal = (ofPost: readonly Appointment[], term: Term): Refusal | null =>
  termRefusal(term) ?? holderWithin(ofPost, term)

/** What stands in the way of ending an appointment on a day: the first one on which it is no longer held. */
export function endRefusal(one: Appointment, { version, on, today }: { version: number; on: string; today: string }): Refusal | null {
  if (one.version !== version) return { reason: 'stale', by: one }
  if (one.endedOn !== null || one.termEnd <= today) return { reason: 'overAlready', by: one }
  return on < one.termStart || on > one.termEnd ? { reason: 'dayOutsideTerm', by: one } : null
}

export type Correction = Term & { readonly version: number; readonly selectionRoute: SelectionRoute }

/** What stands in the way of saying what should have been said; `ofPost` are all appointments to the same post. */
export function correctRefusal(ofPost: readonly Appointment[], one: Appointment, said: Correction): Refusal | null {
  if (one.version !== said.version) return { reason: 'stale', by: one }
  const same =
    one.termStart === said.termStart &&
    one.termEnd === said.termEnd &&
    one.endedOn === said.endedOn &&
    one.selectionRoute === said.selectionRoute
  if (same) return { reason: 'asItIs', by: one }
  const unordered = termRefusal(said)
  if (unordered) return unordered
  if (said.endedOn !== null && (said.endedOn < said.termStart || said.endedOn > said.termEnd)) return { reason: 'dayOutsideTerm', by: one }
  return holderWithin(ofPost, said, one.appointmentId)
}
