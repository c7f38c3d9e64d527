// The way of an issue through the desks (DOMAIN f), as one table that server and client read. An action leads from some states to one state, is
// open to some parties, and may need something said. Parties are found from a person and an issue, never from a role alone: the verifier is
// whoever did not handle it.
//
// Clocks. The limit runs from filing to closing and nothing stops it: not parking, not asking for an extension, not reopening. A granted
// extension and the time spent parked or waiting are kept beside it, for whoever reads the figures.

export const issueStatuses = [
  'reported',
  'accepted',
  'filed',
  'dispatched',
  'returned',
  'handling',
  'extensionRequested',
  'escalated',
  'feedback',
  'verifying',
  'rework',
  'closed',
  'evaluated',
  'parked',
  'rejected',
  'merged',
] as const
export type IssueStatus = (typeof issueStatuses)[number]

/** Nothing is left to do in these. */
export const endedStatuses = ['closed', 'evaluated', 'rejected', 'merged'] as const satisfies readonly IssueStatus[]
export const isEnded = (status: IssueStatus): boolean => (endedStatuses as readonly IssueStatus[]).includes(status)

export const handlerLevels = ['building', 'grid', 'community', 'street', 'department'] as const
export type HandlerLevel = (typeof handlerLevels)[number]

/** Roles that take part; the others look on. */
export const caseRoles = ['leader', 'secretary', 'gridWorker', 'patrolLeader'] as const
export type CaseRole = (typeof caseRoles)[number]

/**
 * desk: who accepts, files, dispatches and closes the book (community secretary, street).
 * handler: whom it was dispatched to, or whoever stands for its level while nobody was named.
 * approver: a desk that did not ask itself. verifier: somebody who did not handle it. street: the street leader. field: whoever is out there.
 */
export type Party = 'desk' | 'handler' | 'approver' | 'verifier' | 'street' | 'field'

/** What must be said with an action. `until` is a day; `level` where it goes; `master` the issue it is a duplicate of. */
export type Need = 'reason' | 'until' | 'level' | 'master' | 'result'

export type ActionRule = {
  readonly from: readonly IssueStatus[]
  readonly to: IssueStatus
  readonly by: readonly Party[]
  readonly needs: readonly Need[]
}

// The ordinary way forward stands first, and is offered first.
export const actionTable = {
  accept: { from: ['reported'], to: 'accepted', by: ['desk'], needs: [] },
  file: { from: ['accepted'], to: 'filed', by: ['desk'], needs: [] },
  dispatch: { from: ['filed', 'returned', 'escalated'], to: 'dispatched', by: ['desk'], needs: ['level'] },
  takeOn: { from: ['dispatched', 'rework'], to: 'handling', by: ['handler'], needs: [] },
  finish: { from: ['handling'], to: 'feedback', by: ['handler'], needs: ['result'] },
  startCheck: { from: ['feedback'], to: 'verifying', by: ['verifier'], needs: [] },
  pass: { from: ['verifying'], to: 'closed', by: ['verifier'], needs: [] },
  evaluate: { from: ['closed'], to: 'evaluated', by: ['desk'], needs: ['result'] },
  solveOnSpot: { from: ['reported', 'accepted'], to: 'verifying', by: ['field'], needs: ['result'] },
  reject: { from: ['reported', 'accepted'], to: 'rejected', by: ['desk'], needs: ['reason'] },
  merge: { from: ['reported', 'accepted'], to: 'merged', by: ['desk'], needs: ['master'] },
  separate: { from: ['merged'], to: 'accepted', by: ['desk'], needs: ['reason'] },
  giveBack: { from: ['dispatched'], to: 'returned', by: ['handler'], needs: ['reason'] },
  askExtension: { from: ['handling'], to: 'extensionRequested', by: ['handler'], needs: ['reason', 'until'] },
  grantExtension: { from: ['extensionRequested'], to: 'handling', by: ['approver'], needs: [] },
  refuseExtension: { from: ['extensionRequested'], to: 'handling', by: ['approver'], needs: ['reason'] },
  escalate: { from: ['handling'], to: 'escalated', by: ['handler'], needs: ['reason'] },
  sendBack: { from: ['verifying'], to: 'rework', by: ['verifier'], needs: ['reason'] },
  park: { from: ['handling'], to: 'parked', by: ['street'], needs: ['reason', 'until'] },
  unpark: { from: ['parked'], to: 'dispatched', by: ['street'], needs: ['level'] },
  reopen: { from: ['closed', 'evaluated'], to: 'dispatched', by: ['desk'], needs: ['reason'] },
} as const satisfies Readonly<Record<string, ActionRule>>

export type IssueAction = keyof typeof actionTable
export const issueActions = Object.keys(actionTable) as [IssueAction, ...IssueAction[]]
/** What the history of a case tells: the steps of people, and that it came to another grid when borders changed. */
export const historySteps = [...issueActions, 'moved'] as const
export const ruleOf = (action: IssueAction): ActionRule => actionTable[action]

/** What the table needs to know about who asks. */
export type Person = { readonly accountId: number; readonly role: string | null }
/** What the table needs to know about an issue. */
export type CaseFacts = {
  readonly status: IssueStatus
  readonly handlerLevel: HandlerLevel
  /** Whom it was dispatched to; null: whoever stands for the level. */
  readonly handlerAccountId: number | null
  /** Everybody who took it on, finished it or solved it on the spot. */
  readonly handledBy: readonly number[]
  /** Who asked for the extension that waits for an answer. */
  readonly extensionAskedBy: number | null
}

/** Who stands for a level when nobody was named (DOMAIN f: 小事不出楼栋、大事不出社区). */
const standsFor: Readonly<Record<HandlerLevel, readonly CaseRole[]>> = {
  building: ['gridWorker', 'patrolLeader'],
  grid: ['gridWorker', 'patrolLeader'],
  community: ['secretary'],
  street: ['leader'],
  // a department has no account here: the street books for it what it reports
  department: ['leader'],
}

const isCaseRole = (role: string | null): role is CaseRole => (caseRoles as readonly (string | null)[]).includes(role)

/** The parties that a role is to every issue. Empty: it takes no part. */
export function rolePartiesOf(role: string | null): ReadonlySet<Party> {
  if (!isCaseRole(role)) return new Set()
  if (role === 'leader') return new Set(['desk', 'street'])
  return new Set([role === 'secretary' ? 'desk' : 'field'])
}

/** The levels that a role stands for. */
export const levelsOf = (role: string | null): readonly HandlerLevel[] =>
  isCaseRole(role) ? handlerLevels.filter((level) => standsFor[level].includes(role)) : []

/** The parties a person is to an issue. */
export function partiesOf(person: Person, facts: CaseFacts): ReadonlySet<Party> {
  const parties = new Set(rolePartiesOf(person.role))
  if (parties.size === 0) return parties
  const { role, accountId } = person
  const named = facts.handlerAccountId
  const handles = named === null ? levelsOf(role).includes(facts.handlerLevel) : named === accountId
  if (handles) parties.add('handler')
  if (parties.has('desk') && facts.extensionAskedBy !== accountId) parties.add('approver')
  if (!facts.handledBy.includes(accountId) && named !== accountId) parties.add('verifier')
  return parties
}

export type ActionRefusal = 'wrongState' | 'notYours' | 'ownWork'

/** Why a person may not do this to an issue now, or null. `ownWork`: only that they handled it, or asked for it, themselves stands in the way. */
export function refusalOf(action: IssueAction, person: Person, facts: CaseFacts): ActionRefusal | null {
  const rule = ruleOf(action)
  if (!rule.from.includes(facts.status)) return 'wrongState'
  const parties = partiesOf(person, facts)
  if (rule.by.some((party) => parties.has(party))) return null
  const otherwise = isCaseRole(person.role) && (rule.by.includes('verifier') || (rule.by.includes('approver') && parties.has('desk')))
  return otherwise ? 'ownWork' : 'notYours'
}

/** What a person may do to an issue now, in the order of the table. */
export const choicesOf = (person: Person, facts: CaseFacts): readonly IssueAction[] =>
  issueActions.filter((action) => refusalOf(action, person, facts) === null)

/** A level that an action may send an issue to: what was escalated goes up. */
export const levelsFor = (facts: Pick<CaseFacts, 'status' | 'handlerLevel'>): readonly HandlerLevel[] =>
  facts.status === 'escalated' ? handlerLevels.slice(handlerLevels.indexOf(facts.handlerLevel) + 1) : handlerLevels
