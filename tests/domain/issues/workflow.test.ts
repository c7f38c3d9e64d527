// Every state × action × role. The way of a case stands here a second time, by hand, so that a slip in the table is seen.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockOf, lampOf } from '#domain/issues/case-clock.ts'
import {
  actionTable,
  type CaseFacts,
  choicesOf,
  endedStatuses,
  type IssueAction,
  issueActions,
  issueStatuses,
  levelsFor,
  refusalOf,
  ruleOf,
} from '#domain/issues/workflow.ts'

const worker = { accountId: 1, role: 'gridWorker' }
const otherWorker = { accountId: 2, role: 'gridWorker' }
const secretary = { accountId: 3, role: 'secretary' }
const leader = { accountId: 4, role: 'leader' }
const facts = (change: Partial<CaseFacts>): CaseFacts => ({
  status: 'reported',
  handlerLevel: 'grid',
  handlerAccountId: null,
  handledBy: [],
  extensionAskedBy: null,
  ...change,
})

/** What each may do in each state, of a case that grid worker 1 took on. */
const expected: Readonly<Record<string, Readonly<Record<string, readonly IssueAction[]>>>> = {
  reported: {
    worker: ['solveOnSpot'],
    other: ['solveOnSpot'],
    secretary: ['accept', 'reject', 'merge'],
    leader: ['accept', 'reject', 'merge'],
  },
  accepted: {
    worker: ['solveOnSpot'],
    other: ['solveOnSpot'],
    secretary: ['file', 'reject', 'merge'],
    leader: ['file', 'reject', 'merge'],
  },
  filed: { worker: [], other: [], secretary: ['dispatch'], leader: ['dispatch'] },
  dispatched: { worker: ['takeOn', 'giveBack'], other: [], secretary: [], leader: [] },
  returned: { worker: [], other: [], secretary: ['dispatch'], leader: ['dispatch'] },
  handling: { worker: ['finish', 'askExtension', 'escalate'], other: [], secretary: [], leader: ['park'] },
  extensionRequested: {
    worker: [],
    other: [],
    secretary: ['grantExtension', 'refuseExtension'],
    leader: ['grantExtension', 'refuseExtension'],
  },
  escalated: { worker: [], other: [], secretary: ['dispatch'], leader: ['dispatch'] },
  feedback: { worker: [], other: ['startCheck'], secretary: ['startCheck'], leader: ['startCheck'] },
  verifying: { worker: [], other: ['pass', 'sendBack'], secretary: ['pass', 'sendBack'], leader: ['pass', 'sendBack'] },
  rework: { worker: ['takeOn'], other: [], secretary: [], leader: [] },
  closed: { worker: [], other: [], secretary: ['evaluate', 'reopen'], leader: ['evaluate', 'reopen'] },
  evaluated: { worker: [], other: [], secretary: ['reopen'], leader: ['reopen'] },
  parked: { worker: [], other: [], secretary: [], leader: ['unpark'] },
  rejected: { worker: [], other: [], secretary: [], leader: [] },
  merged: { worker: [], other: [], secretary: ['separate'], leader: ['separate'] },
}

describe('the workflow table', () => {
  it.each(issueStatuses)('opens in the state %s to each what is theirs, and nothing to those who look on', (status) => {
    const now = facts({ status, handlerAccountId: 1, handledBy: [1], extensionAskedBy: 1 })
    const given = { worker, other: otherWorker, secretary, leader }
    expect(Object.fromEntries(Object.entries(given).map(([name, person]) => [name, choicesOf(person, now)]))).toEqual(expected[status])
    for (const role of ['planner', 'wall', 'administrator', 'securityAdministrator', 'auditor', null])
      expect(choicesOf({ accountId: 9, role }, now)).toEqual([])
  })

  it('says which it is that stands in the way', () => {
    expect(refusalOf('accept', secretary, facts({ status: 'closed' }))).toBe('wrongState')
    expect(refusalOf('accept', worker, facts({}))).toBe('notYours')
    expect(refusalOf('pass', worker, facts({ status: 'verifying', handledBy: [1] }))).toBe('ownWork')
    expect(refusalOf('grantExtension', secretary, facts({ status: 'extensionRequested', extensionAskedBy: 3 }))).toBe('ownWork')
  })

  it('never lets somebody verify what they handled, whatever happened in between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(1, 2, 3, 4), { minLength: 1 }),
        fc.constantFrom('feedback', 'verifying'),
        (handledBy, status) => {
          const now = facts({ status, handledBy, handlerAccountId: handledBy.at(-1) ?? null })
          for (const person of [worker, otherWorker, secretary, leader].filter(({ accountId }) =>
            handledBy.some((one) => one === accountId),
          ))
            expect(choicesOf(person, now)).toEqual([])
        },
      ),
      { seed: 1 },
    )
  })

  it('lets whoever stands for the level take on what names nobody', () => {
    const at = (handlerLevel: CaseFacts['handlerLevel']) => facts({ status: 'dispatched', handlerLevel })
    expect(choicesOf(worker, at('grid'))).toContain('takeOn')
    expect(choicesOf(worker, at('community'))).toEqual([])
    expect(choicesOf(secretary, at('community'))).toContain('takeOn')
    expect(choicesOf(leader, at('department'))).toContain('takeOn')
  })

  it('leads from every state that is not the end to an end', () => {
    const reaches = new Set<string>(endedStatuses)
    for (let grew = true; grew; ) {
      const before = reaches.size
      for (const action of issueActions) if (reaches.has(ruleOf(action).to)) for (const state of ruleOf(action).from) reaches.add(state)
      grew = reaches.size > before
    }
    expect([...reaches].sort()).toEqual([...issueStatuses].sort())
  })

  it('reaches every state from a report', () => {
    const reached = new Set<string>(['reported'])
    for (let grew = true; grew; ) {
      const before = reached.size
      for (const rule of Object.values(actionTable)) if (rule.from.some((state) => reached.has(state))) reached.add(rule.to)
      grew = reached.size > before
    }
    expect([...reached].sort()).toEqual([...issueStatuses].sort())
  })

  it('sends what was escalated up and nowhere else', () => {
    expect(levelsFor({ status: 'escalated', handlerLevel: 'community' })).toEqual(['street', 'department'])
  })
})

describe('the clock', () => {
  const hour = 3_600_000
  const start = Date.parse('2026-11-02T08:30:00+08:00')
  const events = (...steps: readonly (readonly [number, (typeof issueStatuses)[number]])[]) =>
    steps.map(([hours, to]) => ({ at: new Date(start + hours * hour), to }))
  const now = new Date(start + 1000 * hour)

  it('runs from filing to the last closing', () => {
    const clock = clockOf(events([0, 'reported'], [1, 'filed'], [2, 'handling'], [5, 'closed']), now)
    expect([clock.filedAt?.getTime(), clock.closedAt?.getTime(), clock.reopened]).toEqual([start + hour, start + 5 * hour, 0])
  })

  it('counts parking and waiting beside it', () => {
    const clock = clockOf(
      events([0, 'filed'], [1, 'handling'], [2, 'parked'], [6, 'dispatched'], [7, 'extensionRequested'], [9, 'handling'], [10, 'closed']),
      now,
    )
    expect([clock.parkedMinutes, clock.waitingMinutes]).toEqual([240, 120])
  })

  it('is not made better by parking, waiting or reopening: the closing moment never comes earlier and the filing never later', () => {
    const trick = fc.constantFrom('parked', 'extensionRequested', 'closed', 'handling', 'rework', 'dispatched')
    fc.assert(
      fc.property(fc.array(trick, { maxLength: 12 }), fc.integer({ min: 1, max: 60 }), (tricks, limitHours) => {
        const honest = events([0, 'reported'], [1, 'filed'], [2, 'handling'])
        const tricky = tricks.map((to, index) => ({ at: new Date(start + (3 + index) * hour), to }))
        const closing = { at: new Date(start + (3 + tricks.length) * hour), to: 'closed' } as const
        const plain = clockOf([...honest, closing], now)
        const played = clockOf([...honest, ...tricky, closing], now)
        expect(played.filedAt).toEqual(plain.filedAt)
        expect(played.closedAt).toEqual(closing.at)
        const dueAt = new Date(start + limitHours * hour)
        const lamp = (closedAt: Date | null) => lampOf({ status: 'closed', dueAt, amberAt: null, closedAt }, now)
        if (lamp(plain.closedAt) === 'red') expect(lamp(played.closedAt)).toBe('red')
      }),
      { seed: 2 },
    )
  })

  it('lights amber at 80 %, red once the limit has passed, and stays as it was when closed', () => {
    const issue = { status: 'handling', dueAt: new Date(start + 10 * hour), amberAt: new Date(start + 8 * hour), closedAt: null } as const
    const lit = (hours: number) => lampOf(issue, new Date(start + hours * hour))
    expect([lit(1), lit(8), lit(10), lit(11)]).toEqual(['green', 'amber', 'amber', 'red'])
    expect(lampOf({ ...issue, status: 'closed', closedAt: new Date(start + 9 * hour) }, now)).toBe('green')
    expect(lampOf({ ...issue, status: 'merged' }, now)).toBe('none')
    expect(lampOf({ ...issue, dueAt: null }, now)).toBe('none')
  })
})
