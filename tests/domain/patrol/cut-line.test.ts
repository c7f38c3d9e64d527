import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutLine, gapsBetween } from '#domain/patrol/cut-line.ts'
import { metricLine, planeAround } from '#domain/patrol/metric-line.ts'
import { lengthOf } from '#domain/patrol/reach.ts'

const line = [
  [104.06, 30.67],
  [104.062, 30.67],
  [104.062, 30.672],
  [104.062, 30.672],
  [104.06, 30.672],
]
const plane = planeAround(line)
const { lengthMetres } = metricLine(line, plane)

describe('a piece of a line', () => {
  it('is as long as its stretch, wherever it begins', () => {
    const metres = fc.double({ min: 0, max: lengthMetres, noNaN: true })
    fc.assert(
      fc.property(metres, metres, (one, other) => {
        const stretch = [Math.min(one, other), Math.max(one, other)] as const
        const [piece = []] = cutLine(line, [stretch])
        expect(metricLine(piece, plane).lengthMetres).toBeCloseTo(stretch[1] - stretch[0], 4)
      }),
    )
  })

  it('of the whole line is the line', () => {
    const [piece = []] = cutLine(line, [[0, lengthMetres]])
    expect([piece[0], piece.at(-1)]).toEqual([line[0], line.at(-1)])
  })
})

describe('what lies between stretches', () => {
  it('makes up the line with them', () => {
    const passed = [
      [10, 50],
      [120, 200],
    ] as const
    const missed = gapsBetween(passed, 300)
    expect(missed).toEqual([
      [0, 10],
      [50, 120],
      [200, 300],
    ])
    expect(lengthOf(missed) + lengthOf(passed)).toBe(300)
    expect(gapsBetween([[0, 300]], 300)).toEqual([])
    expect(gapsBetween([], 300)).toEqual([[0, 300]])
  })
})
