// Minutes across a grid: the furthest two corners, the detour, 4 km/h.
import { describe, expect, it } from 'vitest'
import { lineLengthMetres } from '#domain/geo/local-plane.ts'
import { detourFactor, minutesAcross } from '#domain/plans/walk-across.ts'
import { fromLattice } from '#domain/topology/lattice.ts'
import { at } from '../topology/mosaic.ts'

const metres = (a: readonly [number, number], b: readonly [number, number]) =>
  lineLengthMetres([fromLattice(at(...a)), fromLattice(at(...b))])
const minutes = (length: number) => (length * detourFactor) / (4000 / 60)

//   D ─────── C
//   │    1    │        A to C is the longest way
//   A ─────── B
const rectangle = [at(0, 0), at(30_000, 0), at(30_000, 20_000), at(0, 20_000), at(0, 0)]

describe('walking across a grid', () => {
  it('takes as long as between the corners that lie furthest apart, with a detour, at 4 km/h', () => {
    expect(minutesAcross([[rectangle]])).toBeCloseTo(minutes(metres([0, 0], [30_000, 20_000])), 6)
  })
  it('does not care for dents, bends on straight borders, holes, or where the ring begins', () => {
    const dented = [at(15_000, 0), at(30_000, 0), at(30_000, 20_000), at(14_000, 9_000), at(0, 20_000), at(0, 0), at(15_000, 0)]
    const hole = [at(10_000, 4_000), at(10_000, 6_000), at(12_000, 6_000), at(10_000, 4_000)]
    expect(minutesAcross([[dented, hole]])).toBe(minutesAcross([[rectangle]]))
  })
  it('goes between the parts of a grid that has several', () => {
    const far = rectangle.map(([x, y]) => [x + 100_000, y] as const)
    expect(minutesAcross([[rectangle], [far]])).toBeCloseTo(minutes(metres([0, 0], [130_000, 20_000])), 1)
  })
  it('is nothing where there is no ground', () => {
    expect(minutesAcross([])).toBe(0)
  })
})
