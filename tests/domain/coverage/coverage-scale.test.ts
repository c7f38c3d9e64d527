import { describe, expect, it } from 'vitest'
import { coverageClasses, coverageClassOf } from '#domain/coverage/coverage-scale.ts'

describe('the coverage scale', () => {
  it('has five classes that share their breaks from 0 to 1', () => {
    expect(coverageClasses).toHaveLength(5)
    expect(coverageClasses.map((one) => one.from)).toEqual([0, 0.2, 0.4, 0.6, 0.8])
    for (const [index, one] of coverageClasses.entries()) expect(coverageClasses[index + 1]?.from ?? 1).toBe(one.to)
  })
  it('puts a break into the class above it and full coverage into the last', () => {
    expect(coverageClassOf(1, 5)?.from).toBe(0.2)
    expect(coverageClassOf(0, 5)?.from).toBe(0)
    expect(coverageClassOf(5, 5)?.from).toBe(0.8)
  })
  it('has no class where there is nothing to cover', () => {
    expect(coverageClassOf(0, 0)).toBeNull()
  })
})
