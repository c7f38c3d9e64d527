import { describe, expect, it } from 'vitest'
import { farTooSlow, withLook } from '#domain/wall/drawing-speed.ts'

/** Four seconds of frames of one length. */
const frames = (ms: number) => Array.from({ length: Math.ceil(4000 / ms) }, () => ms)
const judged = (...looks: (readonly number[])[]) => farTooSlow(looks.reduce(withLook, [] as readonly boolean[]))
const times = (count: number, look: readonly number[]) => Array.from({ length: count }, () => look)

describe('a machine', () => {
  it('that draws three frames a second, as one without graphics does, is not far too slow however long', () => {
    expect(judged(...times(200, frames(333)))).toBe(false)
    // the slowest that was measured while others used the machine
    expect(judged(...times(200, [967, 517, 467, 450, 333, 233, 233, 200, 200, 200, 200]))).toBe(false)
  })
  it('that draws less than one is, once it stays so', () => {
    expect(judged(...times(8, frames(1300)))).toBe(false)
    expect(judged(...times(9, frames(1300)))).toBe(true)
  })
  it('that is busy for a moment, or now and then, is not', () => {
    expect(judged(...times(8, frames(2000)), ...times(8, frames(17)))).toBe(false)
    expect(judged(...times(50, frames(2000)).flatMap((slow) => [slow, slow, slow, frames(17)]))).toBe(false)
  })
  it('that stays slow but for one look among ten is', () => {
    expect(judged(...times(5, frames(2000)), frames(17), ...times(4, frames(2000)))).toBe(true)
  })
  it('is judged by the time that passes in long frames, not by how many there are', () => {
    const mostlyStill = [...times(60, [17]).flat(), 1200]
    const mostlyStuck = [...times(20, [17]).flat(), 1800, 1800]
    expect([judged(...times(10, mostlyStill)), judged(...times(10, mostlyStuck))]).toEqual([true, true])
    expect(judged(...times(10, [...times(90, [17]).flat(), 1200]))).toBe(false)
  })
})
