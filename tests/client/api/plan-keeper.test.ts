// Steps of a plan on this device: what leaves it is what the service has or refused by name, and nothing else.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CallError, type CallErrorCode, type ErrorDetail } from '../../../client/api/errors.ts'
import { keptSteps, type PlanKeeper, planKeeper, type Saving, type StepStore } from '../../../client/api/plan-keeper.ts'
import type { PlanSteps, SentJournal } from '../../../client/api/plans.ts'

const step = (id: string): PlanSteps[number] => ({ kind: 'do', id, operation: { kind: 'setParent', grid: 'a', parent: 'b' } })
const ids = (steps: PlanSteps): string[] => steps.map(({ id }) => id)

function memory(): StepStore & { failing: boolean } {
  const all = new Map<string, Awaited<ReturnType<StepStore['read']>>[number][1]>()
  return {
    failing: false,
    read: async () => [...all],
    async write(list) {
      if (this.failing) throw new Error('no room')
      for (const [key, kept] of list) all.set(key, kept)
    },
    async remove(keys) {
      for (const key of keys) all.delete(key)
    },
  }
}

const answered: SentJournal = { entries: [], lastEntry: 0 }
type Answer = SentJournal | CallError

/** A page with a plan: what it sent, and a service that answers as it is told. */
function page(store: StepStore, answers: (sent: PlanSteps) => Answer, account = 1) {
  const sent: string[][] = []
  const states: Saving[] = []
  const refused: string[] = []
  let waiting: PlanSteps = []
  const keeper: PlanKeeper = planKeeper(
    7,
    account,
    {
      after: () => 0,
      onSaving: (saving) => states.push(saving),
      onJournal: () => draw(...waiting.filter(({ id }) => !sent.at(-1)?.includes(id))),
      onRefused: (id) => {
        refused.push(id)
        draw(...waiting.filter((one) => one.id !== id))
      },
    },
    {
      store,
      send: async ({ entries }) => {
        sent.push(ids(entries))
        const answer = answers(entries)
        if (answer instanceof CallError) throw answer
        return answer
      },
    },
  )
  const draw = (...steps: PlanSteps): void => {
    waiting = steps
    keeper.keep(steps)
  }
  return { draw, sent, states, refused, stop: keeper.stop, waiting: () => ids(waiting) }
}

const error = (code: CallErrorCode, details: readonly ErrorDetail[] = []) => new CallError(code, code, { details })
const kept = async (store: StepStore, account = 1) => ids(await keptSteps(7, account, store))

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('steps of a plan', () => {
  it('are on the device at once and leave it when the service has them', async () => {
    const store = memory()
    let answer: Answer = error('offline')
    const one = page(store, () => answer)
    one.draw(step('step-0001'), step('step-0002'))
    await pass(0)
    expect(await kept(store)).toEqual(['step-0001', 'step-0002'])
    expect(one.states.at(-1)).toEqual({ state: 'offline', kept: true })
    answer = answered
    await pass(3000)
    expect(one.sent.at(-1)).toEqual(['step-0001', 'step-0002'])
    expect(await kept(store)).toEqual([])
    one.stop()
  })

  it.each([
    ['not_signed_in', [], 'signedOut'],
    ['conflict', [{ path: 'stage', problem: 'approved' }], 'otherDesk'],
    ['conflict', [{ path: 'body.entries', problem: 'tooMany' }], 'tooMany'],
    ['forbidden', [], 'notAllowed'],
    ['not_found', [], 'notAllowed'],
  ] as const)('stay when the service answers %s %j', async (code, details, because) => {
    const store = memory()
    let answer: Answer = error(code, details)
    const one = page(store, () => answer)
    one.draw(step('step-0001'), step('step-0002'))
    await pass(60_000)
    expect(one.states.at(-1)).toEqual({ state: 'held', because })
    expect(one.refused).toEqual([])
    expect(await kept(store)).toEqual(['step-0001', 'step-0002'])
    answer = answered
    await pass(15_000)
    expect(await kept(store)).toEqual([])
    one.stop()
  })

  it.each(['offline', 'unavailable', 'internal', 'malformed', 'too_many_requests'] as const)(
    'stay while the answer is %s',
    async (code) => {
      const store = memory()
      const one = page(store, () => error(code))
      one.draw(step('step-0001'))
      await pass(30_000)
      expect(one.sent.length).toBeGreaterThan(5)
      expect(one.refused).toEqual([])
      expect(await kept(store)).toEqual(['step-0001'])
      one.stop()
    },
  )

  it('of which the service refuses one: that one goes, the others are sent again', async () => {
    const store = memory()
    const one = page(store, (sent) =>
      ids(sent).includes('step-0002')
        ? error('conflict', [{ path: `body.entries.${ids(sent).indexOf('step-0002')}`, problem: 'noSuchGrid' }])
        : answered,
    )
    one.draw(step('step-0001'), step('step-0002'), step('step-0003'))
    await pass(1000)
    expect(one.refused).toEqual(['step-0002'])
    expect(one.sent.at(-1)).toEqual(['step-0001', 'step-0003'])
    expect(await kept(store)).toEqual([])
    one.stop()
  })

  it('of two pages of one account do not take each other’s away', async () => {
    const store = memory()
    const away = page(store, () => error('offline'))
    const there = page(store, () => answered)
    away.draw(step('step-away'))
    there.draw(step('step-there'))
    await pass(1000)
    there.draw()
    await pass(1000)
    expect(await kept(store)).toEqual(['step-away'])
    expect(await kept(store, 2)).toEqual([])
    away.stop()
    there.stop()
  })

  it('are read in the order they were drawn, and what was read counts as kept here', async () => {
    const store = memory()
    const before = page(store, () => error('offline'))
    before.draw(step('step-zzzz'), step('step-aaaa'))
    await pass(10)
    before.stop()
    const steps = await keptSteps(7, 1, store)
    expect(ids(steps)).toEqual(['step-zzzz', 'step-aaaa'])
    const after = page(store, () => answered)
    after.draw(...steps)
    await pass(1000)
    expect(await kept(store)).toEqual([])
    after.stop()
  })

  it('that the device cannot store are said to be in the page only', async () => {
    const store = memory()
    store.failing = true
    const one = page(store, () => error('offline'))
    one.draw(step('step-0001'))
    await pass(10)
    expect(one.states.at(-1)).toEqual({ state: 'offline', kept: false })
    // and are stored with the next step, once there is room
    store.failing = false
    one.draw(step('step-0001'), step('step-0002'))
    await pass(10)
    expect(await kept(store)).toEqual(['step-0001', 'step-0002'])
    one.stop()
  })
})
