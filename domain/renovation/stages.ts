// The way of a renovation project (DOMAIN d, `renovationProgress`), as one table that server and client read: eight stages, each entered from the
// one before it when its conditions hold. Back goes to any earlier stage, with a reason; the conditions are asked again on the way forward, and as
// well where a step back is taken back: it would be another way to come to a stage without what the stage asks for.
// Steps are only ever added. A step that should not have been is taken back by a further entry, and counts no more.
// Example: candidate 1 Mar → bodySetUp 4 Apr → wishList 9 Apr, the last one taken back: the project is at bodySetUp since 4 Apr; three steps and
// one withdrawal are kept.

export const renovationStages = [
  'candidate',
  'bodySetUp',
  'wishList',
  'consent',
  'filed',
  'underConstruction',
  'accepted',
  'afterCare',
] as const
export type RenovationStage = (typeof renovationStages)[number]

/** What the conditions look at. */
export type ProjectFacts = {
  /** The compound has an owners' committee or a body of its own. */
  readonly body: boolean
  /** Items on the list of what is to be done, and those of them of which nothing is done yet. */
  readonly plannedItems: number
  readonly openItems: number
  readonly entitledHouseholds: number
  /** The last round that is not withdrawn reached what the sub-district asks for. */
  readonly consentReached: boolean
  /** It was held on the list of works as it stands; true where there is no round. */
  readonly consentOfThisList: boolean
  /** Cents, all sources together. */
  readonly plannedCents: number
  /** Somebody looks after the compound: property management of any kind, or the residents themselves. */
  readonly managed: boolean
}

export type ConditionRefusal =
  | 'noBody'
  | 'noWishes'
  | 'nobodyEntitled'
  | 'consentNotReached'
  | 'consentOfOlderList'
  | 'noFunding'
  | 'workOpen'
  | 'nobodyInCharge'
export type StepRefusal =
  | ConditionRefusal
  /** Not the next stage, and no earlier one. */
  | 'notNext'
  /** It is there already. */
  | 'asItIs'
  /** Back without a reason, or taken back without one. */
  | 'reasonMissing'
  | 'beforeLastStep'
  | 'inFuture'
  /** The first step is where the project began. */
  | 'firstStep'

type Condition = { readonly refusal: ConditionRefusal; readonly holds: (facts: ProjectFacts) => boolean }

/** Stage → what must hold when it is entered from the stage before. */
export const conditions: Readonly<Record<RenovationStage, readonly Condition[]>> = {
  candidate: [],
  bodySetUp: [{ refusal: 'noBody', holds: ({ body }) => body }],
  wishList: [{ refusal: 'noWishes', holds: ({ plannedItems }) => plannedItems > 0 }],
  consent: [{ refusal: 'nobodyEntitled', holds: ({ entitledHouseholds }) => entitledHouseholds > 0 }],
  filed: [
    { refusal: 'consentNotReached', holds: ({ consentReached }) => consentReached },
    { refusal: 'consentOfOlderList', holds: ({ consentOfThisList }) => consentOfThisList },
  ],
  underConstruction: [{ refusal: 'noFunding', holds: ({ plannedCents }) => plannedCents > 0 }],
  accepted: [{ refusal: 'workOpen', holds: ({ openItems }) => openItems === 0 }],
  afterCare: [{ refusal: 'nobodyInCharge', holds: ({ managed }) => managed }],
}

/** The first thing that one of these stages lacks, in the order of the way. */
const lacking = (stages: readonly RenovationStage[], facts: ProjectFacts): ConditionRefusal | null =>
  stages.flatMap((stage) => conditions[stage]).find(({ holds }) => !holds(facts))?.refusal ?? null

const place = (stage: RenovationStage): number => renovationStages.indexOf(stage)
export const isBack = (from: RenovationStage, to: RenovationStage): boolean => place(to) < place(from)
export const nextStage = (stage: RenovationStage): RenovationStage | undefined => renovationStages[place(stage) + 1]

/** `onDay`: YYYY-MM-DD, in the sub-district's own time. `from` is null where the project began, or was taken over from an older register. */
export type Step = { readonly from: RenovationStage | null; readonly to: RenovationStage; readonly onDay: string }
/** What happened, the oldest first: a step, or that the last step that counted was taken back. */
export type StepEntry<S extends Step = Step> = S | { readonly withdrawal: true }

const isStep = <S extends Step>(entry: StepEntry<S>): entry is S => !('withdrawal' in entry)

/** The steps that count, the oldest first. */
export function countingSteps<S extends Step>(entries: readonly StepEntry<S>[]): readonly S[] {
  const counting: S[] = []
  for (const entry of entries) {
    if (isStep(entry)) counting.push(entry)
    else if (counting.length > 1) counting.pop()
  }
  return counting
}

export type Progress = {
  readonly stage: RenovationStage
  readonly stageSince: string
  /** When work began and when it was accepted, of the way that counts now; null where it has not come so far, or went back behind it. */
  readonly startedOn: string | null
  readonly acceptedOn: string | null
}

/** Where a project stands; undefined where nothing counts. */
export function progressOf(entries: readonly StepEntry[]): Progress | undefined {
  const counting = countingSteps(entries)
  const last = counting.at(-1)
  if (last === undefined) return undefined
  const entered = (stage: RenovationStage): string | null =>
    place(stage) > place(last.to) ? null : (counting.findLast(({ to }) => to === stage)?.onDay ?? null)
  return { stage: last.to, stageSince: last.onDay, startedOn: entered('underConstruction'), acceptedOn: entered('accepted') }
}

export type WantedStep = { readonly to: RenovationStage; readonly onDay: string; readonly reason: string }

/** Why a project may not take a step, or null. `today` is the last day that a step may have. */
export function stepRefusal(entries: readonly StepEntry[], facts: ProjectFacts, wanted: WantedStep, today: string): StepRefusal | null {
  const last = countingSteps(entries).at(-1)
  if (last === undefined) return wanted.to === 'candidate' ? null : 'notNext'
  if (wanted.to === last.to) return 'asItIs'
  const back = isBack(last.to, wanted.to)
  if (!back && wanted.to !== nextStage(last.to)) return 'notNext'
  if (wanted.onDay > today) return 'inFuture'
  if (wanted.onDay < last.onDay) return 'beforeLastStep'
  if (back) return wanted.reason.trim() === '' ? 'reasonMissing' : null
  return lacking([wanted.to], facts)
}

/** Why the last step may not be taken back, or null. After a step back every stage that the project would stand at or behind again is asked for. */
export function withdrawalRefusal(entries: readonly StepEntry[], facts: ProjectFacts, reason: string): StepRefusal | null {
  const [left, last] = countingSteps(entries).slice(-2)
  if (left === undefined || last === undefined) return 'firstStep'
  if (reason.trim() === '') return 'reasonMissing'
  return lacking(renovationStages.slice(place(last.to) + 1, place(left.to) + 1), facts)
}
