import { expect, test } from 'vitest'
import { createRandom } from '#domain/random/random.ts'

const take = (seed: string, count: number) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, random.next)
}

test('the same seed gives the same sequence, another seed another', () => {
  expect(take('a', 5)).toEqual(take('a', 5))
  expect(take('a', 5)).not.toEqual(take('b', 5))
})

test('numbers are spread evenly over 0..1', () => {
  const numbers = take('spread', 20_000)
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length
  expect(mean).toBeCloseTo(0.5, 2)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
})

test('a fork does not depend on how much was drawn before it', () => {
  const one = createRandom('a')
  one.next()
  expect(one.fork('x').next()).toBe(createRandom('a').fork('x').next())
})
