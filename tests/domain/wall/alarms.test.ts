import { describe, expect, it } from 'vitest'
import { alarmSteps } from '#domain/wall/alarm-steps.ts'
import { alarmKinds, byPressure, ruleProblem, rulesOf, usualRules } from '#domain/wall/alarms.ts'
import { isNight, panelsOf, settingProblems, stopAt, usualSetting, wallScenes } from '#domain/wall/scenes.ts'

const now = new Date('2026-11-20T10:00:00+08:00')
const standing = (alarmId: number, subject: string, more: object = {}) => ({
  alarmId,
  kind: 'urgentIssue' as const,
  subject,
  amount: null,
  raisedAt: '2026-11-20T09:45:00+08:00',
  acknowledgedAt: null,
  escalatedAt: null,
  ...more,
})

describe('alarms', () => {
  it('are raised once for a matter, end with it, and are raised again once when nobody answers', () => {
    const due = [
      { kind: 'urgentIssue' as const, subject: 'issue:1', amount: null },
      { kind: 'urgentIssue' as const, subject: 'issue:2', amount: null },
      { kind: 'overdueIssue' as const, subject: 'issue:2', amount: null },
    ]
    const there = [
      standing(10, 'issue:2'),
      standing(11, 'issue:3'),
      standing(12, 'issue:1', { acknowledgedAt: '2026-11-20T09:50:00+08:00' }),
    ]
    const { raise, end, escalate } = alarmSteps(due, there, usualRules, now)
    expect(raise).toEqual([due[2]])
    expect(end.map(({ alarmId }) => alarmId)).toEqual([11])
    expect(escalate.map(({ alarmId }) => alarmId)).toEqual([10])
    expect(alarmSteps(due, [standing(10, 'issue:2', { escalatedAt: now.toISOString() })], usualRules, now).escalate).toEqual([])
    expect(alarmSteps(due, [standing(10, 'issue:2')], usualRules, new Date('2026-11-20T09:54:59+08:00')).escalate).toEqual([])
  })
  it('of a cluster grow to the most there were, and never shrink', () => {
    const cluster = (amount: number) => ({ kind: 'cluster' as const, subject: 'grid:1:environment', amount })
    const there = [standing(7, 'grid:1:environment', cluster(6))]
    const grownTo = (amount: number) => alarmSteps([cluster(amount)], there, usualRules, now).grow
    expect([9, 6, 5].map(grownTo)).toEqual([[{ alarmId: 7, amount: 9 }], [], []])
  })
  it('stand in the order of how pressing they are', () => {
    const of = (alarmId: number, kind: (typeof alarmKinds)[number], raisedAt: string, escalatedAt: string | null = null) => ({
      alarmId,
      kind,
      raisedAt,
      escalatedAt,
    })
    const sorted = [of(1, 'sourceSilent', 'a'), of(2, 'overdueIssue', 'b', 'c'), of(3, 'urgentIssue', 'b'), of(4, 'urgentIssue', 'a')].sort(
      byPressure,
    )
    expect(sorted.map(({ alarmId }) => alarmId)).toEqual([2, 4, 3, 1])
  })
  it('have a rule for every kind, set or usual, with thresholds that make sense', () => {
    expect(usualRules.map(({ kind }) => kind)).toEqual([...alarmKinds])
    const [first] = usualRules
    if (!first) throw new Error('there is one')
    const set = rulesOf([{ ...first, on: false }])
    expect([set.length, set[0]?.on, set[1]?.on]).toEqual([alarmKinds.length, false, true])
    expect(usualRules.map(ruleProblem)).toEqual(usualRules.map(() => null))
    expect(ruleProblem({ ...first, kind: 'cluster', threshold: 2 })).toMatch(/3 to/)
  })
})

describe('the setting of a display', () => {
  it('is without problems as it usually is', () => {
    expect(settingProblems(usualSetting, wallScenes)).toEqual([])
  })
  it('names what does not fit, and where', () => {
    const [situation, heat] = usualSetting.scenes
    if (!situation || !heat) throw new Error('there are some')
    const wrong = {
      ...usualSetting,
      scenes: [situation, situation, { ...heat, panels: ['stations' as const], layers: ['patrols' as const], camera: [] }],
    }
    expect(settingProblems(wrong, ['situation']).map(({ path }) => path)).toEqual([
      'scenes.1.scene',
      'scenes.2.scene',
      'scenes.2.panels',
      'scenes.2.layers',
      'scenes.2.camera',
    ])
    expect(settingProblems({ ...usualSetting, scenes: [{ ...situation, shown: false }] }, wallScenes)).toEqual([
      { path: 'scenes', problem: 'none is shown' },
    ])
  })
  it('has panels for every scene', () => {
    for (const scene of wallScenes) expect(panelsOf[scene].length).toBeGreaterThan(1)
  })
  it('leads the camera along its way, again and again', () => {
    const way = [
      { at: 'all', seconds: 10 },
      { at: '990100001001000', seconds: 20 },
    ]
    expect([0, 9, 10, 29, 30, 45].map((seconds) => stopAt(way, seconds).at)).toEqual([
      'all',
      'all',
      way[1]?.at,
      way[1]?.at,
      'all',
      way[1]?.at,
    ])
    expect(stopAt([], 5).at).toBe('all')
  })
  it('has a night that may go over midnight', () => {
    const night = { from: '22:00', to: '06:30', dim: 0.3 }
    expect(['21:59', '22:00', '03:00', '06:29', '06:30'].map((clock) => isNight(night, clock))).toEqual([false, true, true, true, false])
    expect(isNight({ ...night, from: '01:00', to: '05:00' }, '03:00')).toBe(true)
    expect(isNight(null, '03:00')).toBe(false)
  })
})
