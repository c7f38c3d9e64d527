// Whose turn it is. Every case that is not at its end waits for one ordinary step; the queue of a person holds the cases whose ordinary step is
// theirs to take. The same rule twice: asked of one case here, and said as lists of states for a statement that finds them all.
import {
  actionTable,
  type CaseFacts,
  type HandlerLevel,
  type IssueAction,
  type IssueStatus,
  issueStatuses,
  levelsOf,
  type Party,
  type Person,
  refusalOf,
  rolePartiesOf,
} from './workflow.ts'

/** Where a case stands, in the words of the desk. */
export const issueQueues = ['intake', 'dispatch', 'handling', 'checking', 'parked', 'ended'] as const
export type IssueQueue = (typeof issueQueues)[number]

const queueOfStatus = {
  reported: 'intake',
  accepted: 'intake',
  filed: 'dispatch',
  returned: 'dispatch',
  escalated: 'dispatch',
  dispatched: 'handling',
  handling: 'handling',
  extensionRequested: 'handling',
  rework: 'handling',
  feedback: 'checking',
  verifying: 'checking',
  parked: 'parked',
  closed: 'ended',
  evaluated: 'ended',
  rejected: 'ended',
  merged: 'ended',
} as const satisfies Readonly<Record<IssueStatus, IssueQueue>>

export const statusesIn = (queue: IssueQueue): readonly IssueStatus[] => issueStatuses.filter((status) => queueOfStatus[status] === queue)

/** The step that a case waits for; what is not here waits for nobody. */
export const ordinaryStep: Readonly<Partial<Record<IssueStatus, IssueAction>>> = {
  reported: 'accept',
  accepted: 'file',
  filed: 'dispatch',
  returned: 'dispatch',
  escalated: 'dispatch',
  dispatched: 'takeOn',
  rework: 'takeOn',
  handling: 'finish',
  extensionRequested: 'grantExtension',
  feedback: 'startCheck',
  verifying: 'pass',
  parked: 'unpark',
}

/** Whether a case waits for this person. */
export function waitsFor(person: Person, facts: CaseFacts): boolean {
  const step = ordinaryStep[facts.status]
  return step !== undefined && refusalOf(step, person, facts) === null
}

/** The same as lists: in which states a case waits for a person whatever else is known of it, and in which only as what they are to it. */
export type Waiting = {
  readonly always: readonly IssueStatus[]
  readonly asHandler: readonly IssueStatus[]
  /** Levels whose cases are this person's to handle while nobody was named. */
  readonly levels: readonly HandlerLevel[]
  readonly asApprover: readonly IssueStatus[]
  readonly asVerifier: readonly IssueStatus[]
}

export function waitingFor(person: Person): Waiting {
  const parties = rolePartiesOf(person.role)
  const when = (is: (party: Party) => boolean): IssueStatus[] =>
    issueStatuses.filter((status) => {
      const step = ordinaryStep[status]
      return step !== undefined && (actionTable[step].by as readonly Party[]).some(is)
    })
  const takesPart = parties.size > 0
  return {
    always: when((party) => parties.has(party)),
    asHandler: takesPart ? when((party) => party === 'handler') : [],
    levels: levelsOf(person.role),
    asApprover: parties.has('desk') ? when((party) => party === 'approver') : [],
    asVerifier: takesPart ? when((party) => party === 'verifier') : [],
  }
}
