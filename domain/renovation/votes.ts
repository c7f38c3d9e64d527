// Two votes with two denominators (DOMAIN c.6, d). Residents consent to a renovation as households of the whole project; a lift is decided by the
// owners of one unit or building, by people and by area at once. All comparisons are made in whole numbers: a share that is exactly at the limit
// reaches it, and none that is below does.
// Consent is to one list of works. A round that was held on an older list stays in the register and files nothing any more.
// Example: of 1000 entitled households 799 consent: 79.9 %, not reached at 80; 800: reached. Of 12 owners 8 take part: exactly 2/3; 6 of these 8
// approve: exactly 3/4.

import { calendarDay } from '../calendar/calendar-day.ts'
import { isBack, type Step } from './stages.ts'

/** Per cent of the entitled households that a sub-district asks for before filing, where it says nothing else (DOMAIN a.5 row 3). */
export const usualConsentPercent = 80

export type Consent = { readonly entitled: number; readonly voted: number; readonly consenting: number }

/** consenting ÷ entitled ≥ percent ÷ 100. Nobody entitled: nothing is reached. */
export const consentReached = ({ entitled, consenting }: Pick<Consent, 'entitled' | 'consenting'>, percent: number): boolean =>
  entitled > 0 && consenting * 100 >= percent * entitled

/** How many more households would have to consent. */
export const consentsMissing = ({ entitled, consenting }: Pick<Consent, 'entitled' | 'consenting'>, percent: number): number =>
  Math.max(0, Math.ceil((percent * entitled) / 100) - consenting)

/** When something was written down: ISO text in UTC. */
type Written = { readonly at: string }
/**
 * Whether a round was held on the list of works as it stands. It was written down after the list was changed last, and held no earlier than the list
 * was closed: on the day on which the project came to the vote afterwards (papers are written down late), at the latest on the day of the change.
 * `listAt`: when what is planned was changed last; null: never since that is kept.
 */
export function isOfThisList(
  round: Written & { readonly heldOn: string },
  counting: readonly (Step & Written)[],
  listAt: string | null,
): boolean {
  if (listAt === null) return true
  if (round.at < listAt) return false
  const closed = counting.find(({ from, to, at }) => to === 'consent' && at >= listAt && !(from !== null && isBack(from, to)))
  const changed = calendarDay(new Date(listAt))
  return round.heldOn >= (closed !== undefined && closed.onDay < changed ? closed.onDay : changed)
}

/** People, and 0.01 m² of floor that is theirs: of everybody entitled, of those who took part, of those who approve. */
export type LiftVote = {
  readonly entitledPeople: number
  readonly entitledArea: number
  readonly votedPeople: number
  readonly votedArea: number
  readonly approvingPeople: number
  readonly approvingArea: number
}

/** Of everybody entitled, and of those who took part (DOMAIN c.6: rule of a weak source, shown as configured rule). */
export const liftTurnout = { numerator: 2, denominator: 3 } as const
export const liftApproval = { numerator: 3, denominator: 4 } as const
type Share = { readonly numerator: number; readonly denominator: number }

/** part ÷ whole ≥ share, in whole numbers; of nothing nothing is reached. Sums stay below 2^53: four thousand square kilometres of floor. */
const reaches = (part: number, whole: number, share: Share): boolean => whole > 0 && part * share.denominator >= share.numerator * whole

export type LiftOutcome = {
  readonly peopleTurnout: boolean
  readonly areaTurnout: boolean
  readonly peopleApproval: boolean
  readonly areaApproval: boolean
  /** All four. */
  readonly carries: boolean
}

export function liftOutcome(vote: LiftVote): LiftOutcome {
  const peopleTurnout = reaches(vote.votedPeople, vote.entitledPeople, liftTurnout)
  const areaTurnout = reaches(vote.votedArea, vote.entitledArea, liftTurnout)
  const peopleApproval = reaches(vote.approvingPeople, vote.votedPeople, liftApproval)
  const areaApproval = reaches(vote.approvingArea, vote.votedArea, liftApproval)
  return {
    peopleTurnout,
    areaTurnout,
    peopleApproval,
    areaApproval,
    carries: peopleTurnout && areaTurnout && peopleApproval && areaApproval,
  }
}

/** part ÷ whole in hundredths of a per cent, cut off and never rounded up: what is below a limit never looks as if it had reached it. */
export const shareCut = (part: number, whole: number): number => (whole > 0 ? Math.floor((part * 10_000) / whole) : 0)

export type VoteField = keyof LiftVote | 'votedHouseholds' | 'consentingHouseholds'

/** The first figure that is larger than the one it is a part of, or null. */
export function consentFlaw({ entitled, voted, consenting }: Consent): VoteField | null {
  if (voted > entitled) return 'votedHouseholds'
  return consenting > voted ? 'consentingHouseholds' : null
}
export function liftFlaw(vote: LiftVote): VoteField | null {
  if (vote.votedPeople > vote.entitledPeople) return 'votedPeople'
  if (vote.votedArea > vote.entitledArea) return 'votedArea'
  if (vote.approvingPeople > vote.votedPeople) return 'approvingPeople'
  return vote.approvingArea > vote.votedArea ? 'approvingArea' : null
}
