import { describe, expect, it } from 'vitest'
import { visitState } from '#domain/patrol/run-state.ts'

describe('a visit of a checkpoint', () => {
  const end = '2026-11-20T11:30:00+08:00'
  const before = '2026-11-20T03:29:59Z'
  const atEnd = '2026-11-20T03:30:00.000Z'
  const of = (state: Parameters<typeof visitState>[1]['state'], now: string, visitedAt: string | null = null, missedReason = '') =>
    visitState({ visitedAt, missedReason }, { state, plannedEnd: end }, now)

  it('is due until the run or its planned time is over', () => {
    expect(of('planned', before)).toBe('due')
    expect(of('running', before)).toBe('due')
    expect(of('calledOff', atEnd)).toBe('due')
  })
  it('is missed from then on, to the instant; or when somebody says why there was none', () => {
    expect(of('running', atEnd)).toBe('missed')
    expect(of('finished', before)).toBe('missed')
    expect(of('notWalked', atEnd)).toBe('missed')
    expect(of('running', before, null, '道路积水')).toBe('missed')
  })
  it('is made whenever it was', () => {
    expect(of('finished', atEnd, '2026-11-20T03:00:00Z')).toBe('made')
  })
})
