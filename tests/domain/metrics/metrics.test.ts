import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usualCalendar } from '#domain/calendar/working-time.ts'
import type { IssueStatus } from '#domain/issues/workflow.ts'
import { type CaseHistory, caseFigures, type HistoryEvent } from '#domain/metrics/case-figures.ts'
import { handlingTime } from '#domain/metrics/handling-time.ts'
import { comparedPeriods, presetPeriod } from '#domain/metrics/period.ts'
import { repeatsOf } from '#domain/metrics/repeats.ts'

const hour = (n: number) => new Date(Date.UTC(2026, 10, 2) + n * 3_600_000)
const span = { start: hour(0), end: hour(100) }
/** `filed@10 closed@20` as events, each from where the one before led. */
const history = (due: number | null, ...steps: readonly (readonly [IssueStatus, number])[]): CaseHistory => ({
  dueAt: due === null ? null : hour(due),
  events: steps.map(([to, at], index): HistoryEvent => ({ at: hour(at), from: steps[index - 1]?.[0] ?? null, to })),
})
const start = [
  ['reported', 1],
  ['accepted', 2],
  ['filed', 3],
  ['dispatched', 4],
  ['handling', 5],
] as const

describe('the figures of a period', () => {
  it('count by hand: ten cases, one of each kind', () => {
    const cases = [
      history(20, ...start, ['feedback', 8], ['verifying', 9], ['closed', 10]),
      history(
        20,
        ...start,
        ['feedback', 8],
        ['verifying', 9],
        ['rework', 10],
        ['handling', 11],
        ['feedback', 29],
        ['verifying', 30],
        ['closed', 31],
      ),
      history(20, ...start),
      history(120, ...start),
      history(20, ['reported', 1], ['rejected', 2]),
      history(20, ...start, ['feedback', 6], ['verifying', 7], ['closed', 8], ['dispatched', 50]),
      history(20, ...start, ['parked', 6]),
      history(20, ...start, ['extensionRequested', 6], ['handling', 16]),
      history(null, ['reported', -50], ['closed', 60]),
      history(20, ['reported', 1], ['accepted', 2], ['filed', 3], ['dispatched', 4], ['returned', 5], ['dispatched', 6]),
    ]
    expect(caseFigures(cases, span)).toEqual({
      reported: 9,
      // all but the one that is due later, the one that was rejected, the one without a limit
      due: 7,
      closed: 2,
      onTime: 1,
      verified: 3,
      reworked: 1,
      dispatched: 8,
      returned: 1,
      extended: 1,
      open: 6,
      overdue: 5,
      parkedMinutes: 94 * 60,
      parkedCases: 1,
      waitingMinutes: 10 * 60,
      waitingCases: 1,
    })
  })

  it('are as they stood at its end, whatever happened later', () => {
    const before = history(20, ...start, ['verifying', 9], ['closed', 10])
    const after = { ...before, events: [...before.events, { at: hour(150), from: 'closed', to: 'dispatched' } as const] }
    expect(caseFigures([after], span)).toEqual(caseFigures([before], span))
  })

  it('cannot be bettered by parking, by asking for more time, or by reopening', () => {
    // a case that is closed after some hours, or never, and what is done to it meanwhile
    const made = fc.record({
      due: fc.integer({ min: 6, max: 90 }),
      closed: fc.option(fc.integer({ min: 6, max: 95 })),
      tricks: fc.array(
        fc.record({
          kind: fc.constantFrom('parked', 'extensionRequested', 'reopened'),
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          hours: fc.integer({ min: 0, max: 60 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    })
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 8 }), (cases) => {
        const honest = cases.map(({ due, closed }) =>
          history(due, ...start, ...(closed === null ? [] : [['verifying', closed - 0.5] as const, ['closed', closed] as const])),
        )
        const tricked = cases.map(({ tricks }, index) => tricks.reduce(play, honest[index] ?? history(null)))
        const [fair, unfair] = [caseFigures(honest, span), caseFigures(tricked, span)]
        expect(unfair.due).toBe(fair.due)
        expect(unfair.closed).toBeLessThanOrEqual(fair.closed)
        expect(unfair.onTime).toBeLessThanOrEqual(fair.onTime)
      }),
      { seed: 20_261_120, numRuns: 500 },
    )
  })
})

type Trick = { readonly kind: string; readonly at: number; readonly hours: number }
/** The same history with a trick played at some point of it; what comes after comes later by as much. */
function play({ dueAt, events }: CaseHistory, { kind, at, hours }: Trick): CaseHistory {
  const last = events.at(-1)
  if (kind === 'reopened') {
    if (last?.to !== 'closed') return { dueAt, events }
    const reopened: HistoryEvent = { at: new Date(last.at.getTime() + 60_000), from: 'closed', to: 'dispatched' }
    const again: HistoryEvent = { at: new Date(reopened.at.getTime() + hours * 3_600_000), from: 'verifying', to: 'closed' }
    return { dueAt, events: [...events, reopened, ...(hours === 0 ? [] : [again])] }
  }
  // after it was taken on, and before it was checked
  const index = 5 + Math.floor(at * Math.max(0, events.length - 5 - 2))
  const before = events.slice(0, index)
  const from = before.at(-1)
  if (from === undefined) return { dueAt, events }
  const away: HistoryEvent = { at: new Date(from.at.getTime() + 60_000), from: from.to, to: kind as IssueStatus }
  const back: HistoryEvent = { at: new Date(away.at.getTime() + hours * 3_600_000), from: away.to, to: from.to }
  const later = events
    .slice(index)
    .map((event) => ({ ...event, at: new Date(Math.max(event.at.getTime(), back.at.getTime()) + hours * 60_000) }))
  return { dueAt, events: [...before, away, back, ...later] }
}

describe('handling time', () => {
  // Monday 2 November 2026, 08:30 in the sub-district
  const morning = Date.UTC(2026, 10, 2, 0, 30)
  const handled = (...hours: number[]) => hours.map((n) => ({ filedAt: new Date(morning), closedAt: new Date(morning + n * 3_600_000) }))
  it('is the middle one and the one that nine of ten do not exceed, in working time', () => {
    expect(handlingTime(handled(1, 2, 3), usualCalendar)).toEqual({ cases: 3, medianMinutes: 120, p90Minutes: 180 })
    expect(handlingTime(handled(1, 2), usualCalendar)).toEqual({ cases: 2, medianMinutes: 90, p90Minutes: 120 })
    // a night is not worked: 24 hours later is one working day of seven hours
    expect(handlingTime(handled(24), usualCalendar)).toEqual({ cases: 1, medianMinutes: 420, p90Minutes: 420 })
    expect(handlingTime(handled(1, 1, 1, 1, 1, 1, 1, 1, 1, 3), usualCalendar).p90Minutes).toBe(60)
  })
  it('of nothing is unknown, not zero', () =>
    expect(handlingTime([], usualCalendar)).toEqual({ cases: 0, medianMinutes: null, p90Minutes: null }))
})

describe('repeats', () => {
  const at = (day: number, of = 'a', buildingId: number | null = 1, lng = 106) => ({
    at: new Date(Date.UTC(2026, 0, day)),
    class: of,
    buildingId,
    lng,
    lat: 30,
  })
  it('are later ones of the same class at the same place within thirty days', () => {
    expect(repeatsOf([at(1), at(2), at(3, 'b'), at(4)])).toHaveLength(2)
    expect(repeatsOf([at(1), at(31)])).toHaveLength(1)
    expect(repeatsOf([at(1), at(32)])).toHaveLength(0)
    expect(repeatsOf([at(1), at(2, 'a', 2)])).toHaveLength(0)
    expect(repeatsOf([at(1, 'a', null), at(2, 'a', null, 106.00001), at(3, 'a', null, 106.001)])).toHaveLength(1)
  })
})

describe('a period', () => {
  it('is compared with the one before it and with the same a year earlier', () => {
    expect(comparedPeriods({ from: '2026-10-01', to: '2026-10-31' }, '2026-11-20')).toEqual({
      period: { from: '2026-10-01', to: '2026-10-31' },
      through: '2026-10-31',
      previous: { from: '2026-09-01', to: '2026-09-30' },
      lastYear: { from: '2025-10-01', to: '2025-10-31' },
    })
    expect(comparedPeriods({ from: '2026-11-09', to: '2026-11-15' }, '2026-11-20').previous).toEqual({
      from: '2026-11-02',
      to: '2026-11-08',
    })
  })
  it('that is not over is compared with as many days', () => {
    const { through, previous, lastYear } = comparedPeriods({ from: '2026-11-01', to: '2026-11-30' }, '2026-11-20')
    expect([through, previous, lastYear]).toEqual([
      '2026-11-20',
      { from: '2026-10-01', to: '2026-10-20' },
      { from: '2025-11-01', to: '2025-11-20' },
    ])
    expect(comparedPeriods({ from: '2024-03-01', to: '2024-03-31' }, '2024-03-31').previous).toEqual({
      from: '2024-02-01',
      to: '2024-02-29',
    })
    expect(comparedPeriods({ from: '2024-02-01', to: '2024-02-29' }, '2024-03-31').lastYear).toEqual({
      from: '2023-02-01',
      to: '2023-02-28',
    })
  })
  it('can be the week or the month of a day', () => {
    expect(presetPeriod('week', '2026-11-20')).toEqual({ from: '2026-11-16', to: '2026-11-22' })
    expect(presetPeriod('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' })
    expect(presetPeriod('month', '2026-02-10')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  })
})
