import { expect, test } from 'vitest'
import { insetRing, withoutSpikes } from '#domain/geo/inset-ring.ts'
import { signedArea } from '#domain/geo/ring.ts'

test('each side of a square moves in by its own distance', () => {
  const ring = insetRing(
    [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ],
    (side) => (side === 0 ? 2 : 1),
  )
  expect(ring).toEqual([
    [1, 2],
    [9, 2],
    [9, 9],
    [1, 9],
  ])
})

test('a vertex in the middle of a straight side stays on the moved side', () => {
  const ring = insetRing(
    [
      [0, 0],
      [5, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ],
    () => 1,
  )
  expect(signedArea(ring ?? [])).toBe(64)
})

test('a ring that would lose half of its area is refused', () => {
  expect(
    insetRing(
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ],
      () => 4,
    ),
  ).toBeNull()
})

test('a corner that runs out and back is cut off: A–S–B–C–D becomes A–B–C–D', () => {
  //  D ───────── C
  //  │           │
  //  A ───────── B ── S     S lies on the way out and back
  const [a, s, b, c, d] = [
    [0, 0],
    [14, 0.02],
    [10, 0],
    [10, 10],
    [0, 10],
  ] as const
  expect(withoutSpikes([a, s, b, c, d].map(([x, y]) => [x, y]))).toEqual([a, b, c, d])
})
