import { describe, expect, it } from 'vitest'
import { keepAliveEvery, keepAliveIn } from '../../../client/app/keep-alive.ts'

const minute = 60_000
const every = 4 * minute
const at = (inputAt: number, activeAt: number, now: number) =>
  keepAliveIn({ inputAt: inputAt * minute, activeAt: activeAt * minute, now: now * minute }, every)

describe('how often somebody is said to be here', () => {
  it('is a third of the idle time-out, at most four minutes, at least twenty seconds', () => {
    expect([30, 12, 6, 1].map(keepAliveEvery)).toEqual([4 * minute, 4 * minute, 2 * minute, 20_000])
    expect(keepAliveEvery(0.5)).toBe(20_000)
  })
})

describe('when somebody is said to be here', () => {
  it('is never without input since the last active call', () => {
    expect(at(0, 1, 30)).toBeNull()
    expect(at(5, 5, 20)).toBeNull()
  })
  it('is at once after input when the last active call was long ago', () => {
    expect(at(10, 0, 10)).toBe(0)
    expect(at(4, 0, 4)).toBe(0)
  })
  it('is later when there has just been an active call', () => {
    expect(at(1, 0, 1)).toBe(3 * minute)
    expect(at(1, 0, 4)).toBe(0)
  })
  it('is not when the input is of long ago: the machine slept meanwhile', () => {
    expect(at(1, 0, 9)).toBe(0)
    expect(at(1, 0, 9.1)).toBeNull()
  })
  it('waits no longer than usual when the clock was set back', () => {
    expect(at(2, 100, 2)).toBeNull()
    expect(keepAliveIn({ inputAt: 200 * minute, activeAt: 100 * minute, now: 2 * minute }, every)).toBe(every)
  })
  it('keeps somebody who pans all day signed in with a call every four minutes', () => {
    let activeAt = 0
    const calls: number[] = []
    for (let now = 0.5; now <= 60; now += 0.5)
      if (at(now, activeAt, now) === 0) {
        activeAt = now
        calls.push(now)
      }
    expect(calls).toEqual(Array.from({ length: 15 }, (_, index) => 4 * (index + 1)))
  })
})
