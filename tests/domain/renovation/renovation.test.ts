import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#domain/calendar/calendar-day.ts'
import { costSources, costTotals, mostCents } from '#domain/renovation/costs.ts'
import { hundredthsOf, hundredthsText } from '#domain/renovation/hundredths.ts'
import {
  conditions,
  countingSteps,
  isBack,
  nextStage,
  type ProjectFacts,
  progressOf,
  renovationStages,
  type Step,
  type StepEntry,
  stepRefusal,
  withdrawalRefusal,
} from '#domain/renovation/stages.ts'
import {
  consentFlaw,
  consentReached,
  consentsMissing,
  isOfThisList,
  type LiftVote,
  liftFlaw,
  liftOutcome,
  shareCut,
} from '#domain/renovation/votes.ts'

const today = '2026-11-20'
const ready: ProjectFacts = {
  body: true,
  plannedItems: 3,
  openItems: 0,
  entitledHouseholds: 100,
  consentReached: true,
  consentOfThisList: true,
  plannedCents: 1,
  managed: true,
}
const begun: readonly StepEntry[] = [{ from: null, to: 'candidate', onDay: '2026-01-10' }]

describe('a project', () => {
  it('goes from stage to stage, each with its condition, and none is passed over', () => {
    let entries = begun
    for (const stage of renovationStages.slice(1)) {
      const wanted = { to: stage, onDay: '2026-02-01', reason: '' }
      expect(stepRefusal(entries, ready, wanted, today)).toBeNull()
      const beyond = nextStage(stage)
      if (beyond) expect(stepRefusal(entries, ready, { ...wanted, to: beyond }, today)).toBe('notNext')
      entries = [...entries, { from: progressOf(entries)?.stage ?? null, ...wanted }]
    }
    expect(progressOf(entries)).toEqual({ stage: 'afterCare', stageSince: '2026-02-01', startedOn: '2026-02-01', acceptedOn: '2026-02-01' })
  })

  it.each([
    ['bodySetUp', { body: false }, 'noBody'],
    ['wishList', { plannedItems: 0 }, 'noWishes'],
    ['consent', { entitledHouseholds: 0 }, 'nobodyEntitled'],
    ['filed', { consentReached: false }, 'consentNotReached'],
    ['filed', { consentOfThisList: false }, 'consentOfOlderList'],
    ['underConstruction', { plannedCents: 0 }, 'noFunding'],
    ['accepted', { openItems: 1 }, 'workOpen'],
    ['afterCare', { managed: false }, 'nobodyInCharge'],
  ] as const)('does not come to %s with %o', (to, lacking, refusal) => {
    const from = renovationStages[renovationStages.indexOf(to) - 1] ?? 'candidate'
    const entries = [{ from: null, to: from, onDay: '2026-01-10' }]
    const wanted = { to, onDay: today, reason: '' }
    expect(stepRefusal(entries, { ...ready, ...lacking }, wanted, today)).toBe(refusal)
    expect(stepRefusal(entries, ready, wanted, today)).toBeNull()
  })

  it('takes no step before the one before it, none tomorrow, none to where it is', () => {
    const wanted = { to: 'bodySetUp', onDay: '2026-01-10', reason: '' } as const
    expect(stepRefusal(begun, ready, wanted, today)).toBeNull()
    expect(stepRefusal(begun, ready, { ...wanted, onDay: '2026-01-09' }, today)).toBe('beforeLastStep')
    expect(stepRefusal(begun, ready, { ...wanted, onDay: addDays(today, 1) }, today)).toBe('inFuture')
    expect(stepRefusal(begun, ready, { ...wanted, to: 'candidate' }, today)).toBe('asItIs')
  })

  it('goes back with a reason only, and then work has not begun', () => {
    const entries: StepEntry[] = [
      { from: null, to: 'filed', onDay: '2026-01-10' },
      { from: 'filed', to: 'underConstruction', onDay: '2026-03-01' },
    ]
    const wanted = { to: 'wishList', onDay: '2026-04-01', reason: ' ' } as const
    expect(stepRefusal(entries, ready, wanted, today)).toBe('reasonMissing')
    expect(stepRefusal(entries, ready, { ...wanted, reason: '方案要改' }, today)).toBeNull()
    const after = progressOf([...entries, { from: 'underConstruction', to: 'wishList', onDay: '2026-04-01' }])
    expect(after).toEqual({ stage: 'wishList', stageSince: '2026-04-01', startedOn: null, acceptedOn: null })
  })

  it('is where it was when its last step is taken back; where it began stays', () => {
    const entries: StepEntry[] = [...begun, { from: 'candidate', to: 'bodySetUp', onDay: '2026-02-01' }, { withdrawal: true }]
    expect(progressOf(entries)?.stage).toBe('candidate')
    expect(withdrawalRefusal(entries, ready, '填错了')).toBe('firstStep')
    expect(withdrawalRefusal(entries.slice(0, 2), ready, '')).toBe('reasonMissing')
    expect(withdrawalRefusal(entries.slice(0, 2), ready, '填错了')).toBeNull()
  })

  // the way          consent → filed → underConstruction → back to wishList, taken back: wishList < consent, filed, underConstruction
  it('comes forward by taking a step back only where every stage on that way holds again', () => {
    const way: StepEntry[] = [
      { from: null, to: 'consent', onDay: '2026-01-10' },
      { from: 'consent', to: 'filed', onDay: '2026-02-01' },
      { from: 'filed', to: 'underConstruction', onDay: '2026-03-01' },
      { from: 'underConstruction', to: 'wishList', onDay: '2026-04-01' },
    ]
    const refused = (facts: Partial<ProjectFacts>) => withdrawalRefusal(way, { ...ready, ...facts }, '填错了')
    expect(refused({})).toBeNull()
    expect(refused({ entitledHouseholds: 0 })).toBe('nobodyEntitled')
    expect(refused({ consentReached: false, plannedCents: 0 })).toBe('consentNotReached')
    expect(refused({ consentOfThisList: false })).toBe('consentOfOlderList')
    expect(refused({ plannedCents: 0 })).toBe('noFunding')
    // stages at or before the one it went back to, and after the one it comes to, are not asked
    expect(refused({ body: false, plannedItems: 0, openItems: 1, managed: false })).toBeNull()
    expect(withdrawalRefusal(way.slice(0, 3), { ...ready, consentReached: false, plannedCents: 0 }, '填错了')).toBeNull()
  })

  const anyFacts = fc.record({
    body: fc.boolean(),
    plannedItems: fc.integer({ min: 0, max: 2 }),
    openItems: fc.integer({ min: 0, max: 1 }),
    entitledHouseholds: fc.integer({ min: 0, max: 2 }),
    consentReached: fc.boolean(),
    consentOfThisList: fc.boolean(),
    plannedCents: fc.integer({ min: 0, max: 1 }),
    managed: fc.boolean(),
  })
  const tried = fc.oneof(
    fc.record({
      to: fc.constantFrom(...renovationStages),
      day: fc.integer({ min: -40, max: 2 }),
      reason: fc.constantFrom('', '重来'),
      facts: anyFacts,
    }),
    fc.record({ withdraw: fc.constant(true), reason: fc.constantFrom('', '填错了'), facts: anyFacts }),
  )
  it('passes over no condition and loses no step, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(tried, { maxLength: 60 }), (tries) => {
        let entries: readonly StepEntry[] = [{ from: null, to: 'candidate', onDay: addDays(today, -40) }]
        for (const one of tries) {
          const before = progressOf(entries)
          const kept = entries
          if ('withdraw' in one) {
            if (withdrawalRefusal(entries, one.facts, one.reason) !== null) continue
            const counted = countingSteps(entries)
            const [left, last] = counted.slice(-2).map(({ to }) => renovationStages.indexOf(to))
            const entered = renovationStages.slice(Number(last) + 1, Number(left) + 1)
            expect(entered.every((stage) => conditions[stage].every(({ holds }) => holds(one.facts)))).toBe(true)
            entries = [...entries, { withdrawal: true }]
            expect(countingSteps(entries)).toEqual(counted.slice(0, -1))
          } else {
            const wanted = { to: one.to, onDay: addDays(today, one.day), reason: one.reason }
            if (stepRefusal(entries, one.facts, wanted, today) !== null) continue
            entries = [...entries, { from: before?.stage ?? null, to: wanted.to, onDay: wanted.onDay }]
            expect(wanted.onDay <= today).toBe(true)
            if (before && !isBack(before.stage, one.to)) expect(conditions[one.to].every(({ holds }) => holds(one.facts))).toBe(true)
            else expect(one.reason).not.toBe('')
          }
          expect(entries.slice(0, kept.length)).toEqual(kept)
          const days = countingSteps(entries).map(({ onDay }) => onDay)
          expect(days).toEqual([...days].sort())
          const places = countingSteps(entries).map(({ to }) => renovationStages.indexOf(to))
          expect(places.every((at, i) => i === 0 || at <= (places[i - 1] ?? 0) + 1)).toBe(true)
        }
      }),
      { seed: 20261120, numRuns: 300 },
    )
  })
})

describe('consent', () => {
  // list changed 5 Jun; → consent dated 1 Jun, written 6 Jun; vote
  it('is to the list of works as it stands, not to an older one', () => {
    const written = (from: Step['from'], to: Step['to'], onDay: string, at: string) => ({ from, to, onDay, at })
    const way = [written('wishList', 'consent', '2026-06-01', '2026-06-06T02:00:00.000Z')]
    const [list, later] = ['2026-06-05T02:00:00.000Z', '2026-06-20T02:00:00.000Z']
    const round = { heldOn: '2026-06-03', at: '2026-06-10T02:00:00.000Z' }
    expect(isOfThisList(round, way, null)).toBe(true)
    expect(isOfThisList(round, way, list)).toBe(true)
    expect(isOfThisList({ ...round, heldOn: '2026-05-31' }, way, list)).toBe(false)
    expect(isOfThisList({ ...round, at: '2026-06-05T01:00:00.000Z' }, way, list)).toBe(false)
    // changed while they voted: the round before is on another list, one of the same day that was written down later is not
    expect(isOfThisList(round, way, later)).toBe(false)
    expect(isOfThisList({ heldOn: '2026-06-20', at: '2026-06-20T03:00:00.000Z' }, way, later)).toBe(true)
    // an old vote written down again after the change
    expect(isOfThisList({ heldOn: '2026-06-03', at: '2026-06-21T03:00:00.000Z' }, way, later)).toBe(false)
    // going back closes no list; coming again does
    const back = [...way, written('filed', 'consent', '2026-06-02', '2026-06-21T02:00:00.000Z')]
    expect(isOfThisList({ heldOn: '2026-06-10', at: '2026-06-22T02:00:00.000Z' }, back, later)).toBe(false)
    const again = [...way, written('consent', 'wishList', '2026-06-08', later), written('wishList', 'consent', '2026-06-09', later)]
    expect(isOfThisList({ heldOn: '2026-06-09', at: '2026-06-22T02:00:00.000Z' }, again, later)).toBe(true)
  })

  it('is reached at the limit, not a household below it', () => {
    expect(consentReached({ entitled: 10_000, consenting: 7999 }, 80)).toBe(false)
    expect(consentReached({ entitled: 10_000, consenting: 8000 }, 80)).toBe(true)
    expect(consentReached({ entitled: 3, consenting: 2 }, 67)).toBe(false)
    expect(consentReached({ entitled: 0, consenting: 0 }, 80)).toBe(false)
    expect(consentsMissing({ entitled: 641, consenting: 500 }, 80)).toBe(13)
  })

  it('lacks as many households as are told, for every size and every limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(), fc.integer({ min: 1, max: 100 }), (entitled, some, percent) => {
        const consenting = some % (entitled + 1)
        const missing = consentsMissing({ entitled, consenting }, percent)
        expect(consentReached({ entitled, consenting: consenting + missing }, percent)).toBe(true)
        expect(missing === 0).toBe(consentReached({ entitled, consenting }, percent))
        if (missing > 0) expect(consentReached({ entitled, consenting: consenting + missing - 1 }, percent)).toBe(false)
      }),
    )
  })

  it('names the figure that is larger than its whole', () => {
    expect(consentFlaw({ entitled: 10, voted: 11, consenting: 3 })).toBe('votedHouseholds')
    expect(consentFlaw({ entitled: 10, voted: 5, consenting: 6 })).toBe('consentingHouseholds')
    expect(consentFlaw({ entitled: 10, voted: 10, consenting: 10 })).toBeNull()
  })
})

describe('the vote on a lift', () => {
  const exact: LiftVote = {
    entitledPeople: 12,
    entitledArea: 120_000,
    votedPeople: 8,
    votedArea: 80_000,
    approvingPeople: 6,
    approvingArea: 60_000,
  }

  it('carries at exactly two thirds and three quarters', () => {
    expect(liftOutcome(exact)).toEqual({
      peopleTurnout: true,
      areaTurnout: true,
      peopleApproval: true,
      areaApproval: true,
      carries: true,
    })
  })

  it.each([
    ['peopleTurnout', { entitledPeople: 13 }],
    ['areaTurnout', { entitledArea: 120_001 }],
    ['peopleApproval', { approvingPeople: 5 }],
    ['areaApproval', { approvingArea: 59_999 }],
  ] as const)('fails by %s alone', (which, change) => {
    const outcome = liftOutcome({ ...exact, ...change })
    expect(Object.entries(outcome).flatMap(([key, holds]) => (holds ? [] : [key]))).toEqual([which, 'carries'])
  })

  it('measures approval by those who took part, not by those entitled', () => {
    expect(liftOutcome({ ...exact, entitledPeople: 12, votedPeople: 12, votedArea: 120_000 }).carries).toBe(false)
  })

  it('does not carry where nobody is entitled', () => {
    expect(liftOutcome({ ...exact, entitledArea: 0, votedArea: 0, approvingArea: 0 }).carries).toBe(false)
  })

  it('names the figure that is larger than its whole', () => {
    expect(liftFlaw(exact)).toBeNull()
    expect(liftFlaw({ ...exact, votedPeople: 13 })).toBe('votedPeople')
    expect(liftFlaw({ ...exact, approvingArea: 80_001 })).toBe('approvingArea')
  })

  it('agrees with fractions of whole numbers at any size', () => {
    const figure = fc.bigInt({ min: 1n, max: 400_000_000_000n })
    fc.assert(
      fc.property(figure, figure, figure, (entitled, some, more) => {
        const voted = some % (entitled + 1n)
        const approving = voted === 0n ? 0n : more % (voted + 1n)
        const area = { entitledArea: Number(entitled), votedArea: Number(voted), approvingArea: Number(approving) }
        const outcome = liftOutcome({ ...exact, ...area })
        expect(outcome.areaTurnout).toBe(3n * voted >= 2n * entitled)
        expect(outcome.areaApproval).toBe(voted > 0n && 4n * approving >= 3n * voted)
      }),
    )
  })
})

describe('costs', () => {
  it('add up to the cent', () => {
    const cents = fc.integer({ min: 0, max: mostCents })
    fc.assert(
      fc.property(fc.array(fc.tuple(cents, cents), { maxLength: costSources.length }), (given) => {
        const totals = costTotals(given.map(([plannedCents, spentCents]) => ({ plannedCents, spentCents })))
        expect(BigInt(totals.plannedCents)).toBe(given.reduce((sum, [planned]) => sum + BigInt(planned), 0n))
        expect(BigInt(totals.spentCents)).toBe(given.reduce((sum, [, spent]) => sum + BigInt(spent), 0n))
      }),
    )
  })
})

describe('hundredths', () => {
  it('come back from their text as they were', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: mostCents }), (value) => hundredthsOf(hundredthsText(value), mostCents) === value))
  })

  it.each([
    ['1,234.5', 123_450],
    ['0.07', 7],
    ['12.345', null],
    ['-1', null],
    ['', null],
    ['1e5', null],
    ['99999999999999', null],
  ])('%s is %s', (text, value) => expect(hundredthsOf(text, mostCents)).toBe(value))

  it('of a per cent are cut off: 7999 of 10 000 is 79.99 and never 80', () => {
    expect(shareCut(7999, 10_000)).toBe(7999)
    expect(shareCut(79_999, 100_000)).toBe(7999)
    expect(shareCut(1, 0)).toBe(0)
  })
})
