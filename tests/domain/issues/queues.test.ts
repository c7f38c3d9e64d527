// Whose turn it is, asked of every state, role and standing, and compared with the lists that the statement goes by.
import { describe, expect, it } from 'vitest'
import { issueQueues, ordinaryStep, statusesIn, waitingFor, waitsFor } from '#domain/issues/queues.ts'
import { type CaseFacts, choicesOf, handlerLevels, issueStatuses, type Person } from '#domain/issues/workflow.ts'

const roles = ['leader', 'secretary', 'gridWorker', 'patrolLeader', 'planner', null] as const
const people: readonly Person[] = roles.map((role) => ({ accountId: 1, role }))

/** Every standing that a person may have to a case. */
const standings: readonly CaseFacts[] = issueStatuses.flatMap((status) =>
  handlerLevels.flatMap((handlerLevel) =>
    [null, 1, 2].flatMap((handlerAccountId) =>
      [[], [1], [2]].flatMap((handledBy) =>
        [null, 1, 2].map((extensionAskedBy) => ({ status, handlerLevel, handlerAccountId, handledBy, extensionAskedBy })),
      ),
    ),
  ),
)

/** What the statement asks of a row, in the words of issues.sql. */
function byLists(person: Person, facts: CaseFacts): boolean {
  const { always, asHandler, levels, asApprover, asVerifier } = waitingFor(person)
  const me = person.accountId
  return (
    always.includes(facts.status) ||
    (asHandler.includes(facts.status) &&
      (facts.handlerAccountId === me || (facts.handlerAccountId === null && levels.includes(facts.handlerLevel)))) ||
    (asApprover.includes(facts.status) && facts.extensionAskedBy !== me) ||
    (asVerifier.includes(facts.status) && facts.handlerAccountId !== me && !facts.handledBy.includes(me))
  )
}

describe('a queue', () => {
  it('holds every state exactly once', () => {
    expect(issueQueues.flatMap(statusesIn).sort()).toEqual([...issueStatuses].sort())
  })

  it('that is open holds states with an ordinary step, the ended ones none', () => {
    for (const queue of issueQueues)
      for (const status of statusesIn(queue)) expect([status, status in ordinaryStep]).toEqual([status, queue !== 'ended'])
  })

  it.each(people)('of $role: lists and rule say the same of every standing', (person) => {
    for (const facts of standings) expect([facts, byLists(person, facts)]).toEqual([facts, waitsFor(person, facts)])
  })

  it.each(people)('of $role holds only what they may take the ordinary step with', (person) => {
    for (const facts of standings.filter((one) => waitsFor(person, one)))
      expect(choicesOf(person, facts)).toContain(ordinaryStep[facts.status])
  })

  it('of somebody who takes no part is empty', () => {
    for (const person of people.slice(4)) expect(standings.filter((facts) => waitsFor(person, facts))).toEqual([])
  })
})
