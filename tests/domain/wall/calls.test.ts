import { describe, expect, it } from 'vitest'
import { type AlarmKind, usualRules } from '#domain/wall/alarms.ts'
import { type AlarmCall, type Calls, callProblems, callsUnder, heard, hotEnough, takenUp, usualCalls } from '#domain/wall/calls.ts'

const calling = (...alarms: AlarmCall[]): Calls => ({ ...usualCalls, alarms })
const call = (kind: AlarmKind, part: Partial<AlarmCall> = {}): AlarmCall => ({ kind, shown: true, sound: null, from: null, ...part })
const raised = (kind: AlarmKind, measure: number | null, escalatedAt: string | null = null) => ({ kind, measure, escalatedAt })

describe('a display', () => {
  it('takes up every alarm of the sub-district until somebody decides otherwise', () => {
    for (const { kind } of usualRules) expect(takenUp(raised(kind, 0), usualCalls)).toBe(true)
  })
  it('takes up an alarm from its own threshold on, and one of which it is not known how far it has come', () => {
    const calls = calling(call('cluster', { from: 10 }), call('patrolMissed', { shown: false }))
    expect([9, 10, null].map((measure) => takenUp(raised('cluster', measure), calls))).toEqual([false, true, true])
    expect(takenUp(raised('patrolMissed', null), calls)).toBe(false)
    expect(takenUp(raised('urgentIssue', 0), calls)).toBe(true)
  })
  it('is heard as the rule says and where nobody answered, or as it was decided for it', () => {
    const quiet = raised('overdueIssue', 1)
    const again = raised('overdueIssue', 1, '2026-11-20T10:00:00+08:00')
    expect([heard(quiet, usualCalls, usualRules), heard(again, usualCalls, usualRules)]).toEqual([false, true])
    expect(heard(raised('cluster', 6), usualCalls, usualRules)).toBe(true)
    expect(heard(quiet, calling(call('overdueIssue', { sound: true })), usualRules)).toBe(true)
    expect(heard(again, calling(call('overdueIssue', { sound: false })), usualRules)).toBe(false)
  })
  it('is called by a hot spot that rose by so much, or never', () => {
    const spot = { recent: 8, expected: 3.5 }
    expect([0, 4, 5, null].map((hotSpot) => hotEnough(spot, { ...usualCalls, hotSpot }))).toEqual([true, true, false, false])
  })
  it('is never asked for less than what raises an alarm, nor for more than there is', () => {
    const problems = (from: number) => callProblems(calling(call('cluster', { from })), usualRules).map(({ path }) => path)
    expect([5, 6, 100, 101].map(problems)).toEqual([['calls.alarms.0.from'], [], [], ['calls.alarms.0.from']])
    expect(callProblems(calling(call('cluster'), call('cluster', { shown: false })), usualRules).map(({ path }) => path)).toEqual([
      'calls.alarms.1.kind',
    ])
  })
  it('goes by the rule where that was raised above its own threshold since', () => {
    const calls = calling(call('cluster', { from: 10 }))
    const rules = (threshold: number) => usualRules.map((rule) => (rule.kind === 'cluster' ? { ...rule, threshold } : rule))
    expect(callsUnder(calls, rules(12)).alarms).toEqual([call('cluster')])
    expect(callsUnder(calls, rules(9))).toEqual(calls)
  })
})
