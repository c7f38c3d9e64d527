import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  choose,
  forgottenSeconds,
  meet,
  pause,
  sceneAfter,
  startTour,
  type TourInput,
  type TourState,
  touched,
  tourStep,
} from '#domain/wall/tour.ts'

type S = 'a' | 'b' | 'c'
const input = (more: Partial<TourInput<S>> = {}): TourInput<S> => ({
  scenes: [
    { scene: 'a', seconds: 10 },
    { scene: 'b', seconds: 20 },
    { scene: 'c', seconds: 10 },
  ],
  alarms: [],
  occasions: [],
  idleSeconds: 30,
  ...more,
})
const occasion = (key: string, scene: S) => ({ news: { key, kind: 'hotSpot' as const, place: null }, scene })
/** So many seconds, one at a time. */
const run = (state: TourState<S>, seconds: number, given = input()): TourState<S> =>
  Array.from({ length: seconds }).reduce<TourState<S>>((before) => tourStep(before, given, 1), state)

describe('the tour', () => {
  it('takes the scenes in their order, each for its time, and begins anew', () => {
    const a = startTour<S>('a')
    expect([9, 10, 29, 30, 39, 40].map((seconds) => run(a, seconds).scene)).toEqual(['a', 'b', 'b', 'c', 'c', 'a'])
  })
  it('stays where it is with one scene, and leaves one that is not shown any more', () => {
    const one = input({ scenes: [{ scene: 'b', seconds: 10 }] })
    expect(run(startTour<S>('b'), 100, one).scene).toBe('b')
    expect(run(startTour<S>('c'), 1, one).scene).toBe('b')
  })
  it('never leaves an alarm nobody answered, whatever else happens', () => {
    const alarms = [{ alarmId: 7, scene: 'c' as const }]
    const given = input({ alarms, occasions: [occasion('x', 'b')] })
    const there = tourStep(startTour<S>('a'), given, 0)
    expect(there).toMatchObject({ scene: 'c', why: { kind: 'alarm', alarmId: 7 } })
    expect(run(there, 500, given)).toMatchObject({ scene: 'c', why: { kind: 'alarm', alarmId: 7 } })
    // answered: it goes on from the turn that was interrupted
    expect(tourStep(there, input(), 1)).toMatchObject({ scene: 'a', why: { kind: 'turn' } })
  })
  it('takes several alarms in turns, and one that is more pressing at the next', () => {
    const alarms = [
      { alarmId: 1, scene: 'b' as const },
      { alarmId: 2, scene: 'c' as const },
    ]
    const given = input({ alarms })
    const first = tourStep(startTour<S>('a'), given, 0)
    expect(first.why).toEqual({ kind: 'alarm', alarmId: 1 })
    expect(run(first, 12, given).why).toEqual({ kind: 'alarm', alarmId: 2 })
    expect(run(first, 24, given).why).toEqual({ kind: 'alarm', alarmId: 1 })
  })
  it('gives what is new the stage once, for as long as its scene has', () => {
    const given = input({ occasions: [occasion('hot', 'c')] })
    const there = tourStep(startTour<S>('a'), given, 1)
    expect(there).toMatchObject({ scene: 'c', why: { kind: 'occasion', news: { key: 'hot' } } })
    expect(run(there, 9, given).why.kind).toBe('occasion')
    const after = run(there, 10, given)
    expect(after).toMatchObject({ scene: 'b', why: { kind: 'turn' } })
    expect(run(after, 200, given).why.kind).toBe('turn')
  })
  it('tells what is new for the whole time of its scene, also where it is over meanwhile', () => {
    const there = tourStep(startTour<S>('a'), input({ occasions: [occasion('hot', 'c')] }), 1)
    expect(run(there, 9)).toMatchObject({ scene: 'c', why: { kind: 'occasion', news: { key: 'hot' } } })
    expect(run(there, 10)).toMatchObject({ scene: 'b', why: { kind: 'turn' } })
  })
  it('does not show what is new in a scene that is not shown', () => {
    const given = input({ scenes: [{ scene: 'a', seconds: 10 }], occasions: [occasion('hot', 'c')] })
    expect(run(startTour<S>('a'), 5, given)).toMatchObject({ scene: 'a', why: { kind: 'turn' } })
  })
  it('stays with a hand until it has rested, and goes on by itself then', () => {
    const chosen = choose(startTour<S>('a'), 'c', 'hand')
    expect(run(chosen, 29)).toMatchObject({ scene: 'c', why: { kind: 'hand' } })
    expect(run(touched(run(chosen, 29)), 29)).toMatchObject({ scene: 'c' })
    expect(run(chosen, 30)).toMatchObject({ scene: 'a', why: { kind: 'turn' }, resting: null })
  })
  it('halts, and goes on at once', () => {
    const halted = pause(startTour<S>('a'), true)
    expect(run(halted, 300)).toMatchObject({ scene: 'a', paused: true })
    expect(run(pause(run(halted, 300), false), 1).scene).toBe('b')
  })
  it('is moved in a meeting by hand alone, not even by an alarm', () => {
    const given = input({ alarms: [{ alarmId: 1, scene: 'b' }] })
    const met = meet(startTour<S>('c'), given.scenes, true)
    expect(met.scene).toBe('a')
    expect(run(met, 500, given)).toMatchObject({ scene: 'a', why: { kind: 'meeting' } })
    expect(choose(met, sceneAfter(given.scenes, 'a'), 'hand')).toMatchObject({ scene: 'b', why: { kind: 'meeting' } })
    expect(tourStep(meet(met, given.scenes, false), given, 1).why).toEqual({ kind: 'alarm', alarmId: 1 })
  })
  it('ends a meeting and a halt that nobody ended, and not before', () => {
    const { scenes } = input()
    const met = meet(startTour<S>('c'), scenes, true)
    expect(run(met, forgottenSeconds - 1).why.kind).toBe('meeting')
    expect(run(met, forgottenSeconds).why.kind).toBe('turn')
    const later = choose(run(met, forgottenSeconds - 1), 'b', 'hand')
    expect(run(later, forgottenSeconds - 1).why.kind).toBe('meeting')
    const halted = pause(startTour<S>('a'), true)
    expect(run(halted, forgottenSeconds - 1)).toMatchObject({ scene: 'a', paused: true })
    expect(run(halted, forgottenSeconds)).toMatchObject({ paused: false })
    expect(run(halted, forgottenSeconds + 10).scene).not.toBe('a')
  })
  it('does not jump with a clock that does, nor after a sleep', () => {
    const a = startTour<S>('a')
    expect(tourStep(a, input(), 100_000).scene).toBe('a')
    expect(tourStep(a, input(), -100_000)).toMatchObject({ scene: 'a', stood: 0 })
  })
  it('keeps its promises through any sequence', () => {
    const scenes = ['a', 'b', 'c'] as const
    const act = fc.oneof(
      fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 60 }) }),
      fc.record({ do: fc.constant('choose' as const), scene: fc.constantFrom(...scenes) }),
      fc.record({ do: fc.constant('alarms' as const), ids: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }) }),
      fc.record({ do: fc.constant('occasion' as const), key: fc.string({ maxLength: 2 }), scene: fc.constantFrom(...scenes) }),
      fc.record({ do: fc.constant('pause' as const), on: fc.boolean() }),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        let state = startTour<S>('a')
        let given = input()
        for (const one of acts) {
          if (one.do === 'wait') state = run(state, one.seconds, given)
          else if (one.do === 'choose') state = choose(state, one.scene, 'hand')
          else if (one.do === 'pause') state = pause(state, one.on)
          else if (one.do === 'alarms')
            given = { ...given, alarms: one.ids.map((alarmId) => ({ alarmId, scene: scenes[alarmId % 3] ?? 'a' })) }
          else given = { ...given, occasions: [...given.occasions, occasion(one.key, one.scene)] }
          state = tourStep(state, given, 0)
          const { why, scene } = state
          if (given.alarms.length > 0) expect(given.alarms).toContainEqual({ alarmId: why.kind === 'alarm' ? why.alarmId : 0, scene })
          else expect(why.kind).not.toBe('alarm')
        }
      }),
      { numRuns: 500, seed: 20261127 },
    )
  })
})
