import { describe, expect, it } from 'vitest'
import { sameOutline } from '#domain/geo/same-outline.ts'

const [a, b, c, d] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
] as const
const hole = [
  [1, 1],
  [2, 1],
  [2, 2],
  [1, 1],
]

/*
 *   d ── c
 *   │    │
 *   a ── b
 */
describe('an outline is the same', () => {
  it('wherever a ring begins and whichever way it runs', () => {
    expect(sameOutline([[[a, b, c, d, a]]], [[[c, d, a, b, c]]])).toBe(true)
    expect(sameOutline([[[a, b, c, d, a]]], [[[b, a, d, c, b]]])).toBe(true)
  })
  it('in whichever order its parts come', () => {
    const far = [
      [
        [9, 9],
        [10, 9],
        [10, 10],
        [9, 9],
      ],
    ]
    expect(sameOutline([[[a, b, c, d, a], hole], far], [far, [hole.toReversed(), [d, a, b, c, d]]])).toBe(true)
  })
})

describe('an outline is another', () => {
  it('with other corners, another order of them, or without its hole', () => {
    expect(sameOutline([[[a, b, c, d, a]]], [[[a, b, c, a]]])).toBe(false)
    expect(sameOutline([[[a, b, c, d, a]]], [[[a, c, b, d, a]]])).toBe(false)
    expect(sameOutline([[[a, b, c, d, a], hole]], [[[a, b, c, d, a]]])).toBe(false)
    expect(sameOutline([[[a, b, c, d, a]]], [[[a, b, [4, 4.0000001], d, a]]])).toBe(false)
  })
})
