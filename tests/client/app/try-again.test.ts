import { describe, expect, it } from 'vitest'
import { pauseBefore, triedBefore } from '../../../client/app/try-again.ts'

describe('a wall that cannot be shown', () => {
  const now = Date.parse('2026-11-28T09:00:00Z')

  it('is loaded anew ever more seldom, up to five minutes, and not with all others', () => {
    const pauses = [null, ...[1, 2, 3, 4, 5, 60].map((times) => ({ times, at: now }))].map((tried) => pauseBefore(tried, 0) / 1000)
    expect(pauses).toEqual([15, 30, 60, 120, 240, 300, 300])
    expect(pauseBefore(null, 1)).toBe(2 * pauseBefore(null, 0))
  })

  it('knows how often it was tried, until that is long ago', () => {
    expect(triedBefore(`3 ${now - 60_000}`, now)).toEqual({ times: 3, at: now - 60_000 })
    expect(triedBefore(`3 ${now - 3_600_000}`, now)).toBeNull()
  })

  it('takes whatever else is kept for nothing', () => {
    for (const kept of [null, '', 'x', '0 1', '-1 5', '2', `2 ${now + 60_000}`, '1e9999 5']) expect(triedBefore(kept, now)).toBeNull()
  })
})
