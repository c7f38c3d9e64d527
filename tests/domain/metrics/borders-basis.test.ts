import { expect, it } from 'vitest'
import { basisOf } from '#domain/metrics/borders-basis.ts'

it('figures say on whose borders they stand only where a grid that they know of was drawn anew', () => {
  expect(basisOf('recomputed', [])).toBe('unchanged')
  expect(basisOf('recomputed', ['A'])).toBe('recomputed')
  expect(basisOf('ofTheDay', ['A', 'C'], new Set(['B', 'C']))).toBe('ofTheDay')
  expect(basisOf('ofTheDay', ['A'], new Set(['B']))).toBe('unchanged')
  expect(basisOf('ofTheDay', ['A'], new Set())).toBe('unchanged')
})
