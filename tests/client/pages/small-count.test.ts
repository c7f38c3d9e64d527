import { expect, it } from 'vitest'
import { sumOfCounts } from '../../../client/pages/map/details/small-count.ts'

it('a sum of exact counts is exact', () => {
  expect(sumOfCounts([5, 8])).toBe(13)
  expect(sumOfCounts([])).toBe(0)
})
it('a sum with suppressed parts says that it is about right', () => {
  expect(sumOfCounts([5, '<3', '<3'])).toEqual({ about: 8 })
})
it('one suppressed count stays suppressed', () => {
  expect(sumOfCounts(['<3'])).toBe('<3')
})
