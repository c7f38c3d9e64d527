// Where lines run through the walls of buildings, and where they only touch them.
import { describe, expect, it } from 'vitest'
import { crossingOf, indexWalls } from '#domain/plans/wall-crossing.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'

//        ┌────────┐ 1000
//   A ───p────────q─── B        the house, 1000 each way
//        └────────┘ 0
const house: LatticePoint[] = [
  [0, 0],
  [1000, 0],
  [1000, 1000],
  [0, 1000],
]

describe('a crossing', () => {
  it('is the part of the line inside the walls', () => {
    expect(crossingOf([-500, 500], [1500, 500], house)).toEqual([
      [0, 500],
      [1000, 500],
    ])
  })
  it('reaches from the wall to where the line ends in the house', () => {
    expect(crossingOf([-500, 500], [300, 500], house)).toEqual([
      [0, 500],
      [300, 500],
    ])
    expect(crossingOf([300, 500], [400, 600], house)).toEqual([
      [300, 500],
      [400, 600],
    ])
  })
  it.each<[string, LatticePoint, LatticePoint]>([
    ['along a wall', [-500, 0], [1500, 0]],
    ['past the house', [-500, -1], [1500, -1]],
    ['a few centimetres into the wall', [-500, 5], [1500, 5]],
    ['that ends at the wall', [-500, 500], [0, 500]],
    ['over a corner', [-500, 500], [500, -500]],
  ])('is none of a line %s', (_, a, b) => {
    expect(crossingOf(a, b, house)).toBeNull()
  })
})

it('lines are told every building that they run through, by its place in the list', () => {
  const [far, near] = [house.map(([x, y]): LatticePoint => [x + 5000, y]), house]
  const crossedBy = indexWalls([{ walls: [] }, { walls: [far] }, { walls: [near] }])
  const line: LatticePoint[] = [
    [-500, 500],
    [2000, 500],
    [7000, 500],
  ]
  expect(crossedBy([line]).map(({ building }) => building)).toEqual([2, 1])
  expect(crossedBy([line.slice(0, 2)]).map(({ building }) => building)).toEqual([2])
  expect(crossedBy([])).toEqual([])
  expect(indexWalls([])([line])).toEqual([])
})
