import { describe, expect, it } from 'vitest'
import { topLevelOf } from '../../../client/app/scope-words.ts'

const grid = (level: number, inForce = true) => ({ code: '510123001', level, name: 'n', nameEn: 'n', inForce })

describe('the largest grids of a scope', () => {
  it('are those of the first level when the whole sub-district is seen', () => {
    expect(topLevelOf([grid(0)])).toBe(1)
    expect(topLevelOf([])).toBe(1)
  })
  it('are those that were given', () => {
    expect(topLevelOf([grid(2)])).toBe(2)
    expect(topLevelOf([grid(3), grid(3)])).toBe(3)
    expect(topLevelOf([grid(3), grid(2)])).toBe(2)
  })
  it('are not dissolved ones', () => {
    expect(topLevelOf([grid(1, false), grid(3)])).toBe(3)
  })
})
