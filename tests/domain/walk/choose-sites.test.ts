// Choosing sites: never worse than the bound says, exact where all sets can be tried, apart where asked, the same every time.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blindSpots } from '#domain/walk/blind-spots.ts'
import { type Candidate, chooseSites, worthOf } from '#domain/walk/choose-sites.ts'

const demands = 12
const candidate = (id: number, reached: readonly number[], worth: readonly number[] = reached.map(() => 1), x = id * 100): Candidate => ({
  id,
  x,
  y: 0,
  demands: Uint32Array.from(reached),
  worth: Float64Array.from(worth),
})
const candidates = fc
  .array(fc.uniqueArray(fc.tuple(fc.nat(demands - 1), fc.integer({ min: 1, max: 50 })), { selector: ([demand]) => demand, maxLength: 8 }), {
    minLength: 2,
    maxLength: 9,
  })
  .map((all) =>
    all.map((pairs, id) =>
      candidate(
        id,
        pairs.map(([demand]) => demand),
        pairs.map(([, worth]) => worth),
      ),
    ),
  )

/** The best of all sets, found without anything of the code that is tested but the worth of a set. */
function best(all: readonly Candidate[], count: number): number {
  let most = 0
  for (let mask = 0; mask < 1 << all.length; mask++) {
    const set = all.filter((_, i) => (mask >> i) & 1)
    if (set.length <= count) most = Math.max(most, worthOf(set, demands))
  }
  return most
}
/** So many more that add nothing that not every set can be tried. */
const padded = (all: readonly Candidate[]) => [...all, ...Array.from({ length: 300 }, (_, i) => candidate(1000 + i, []))]

describe('sites', () => {
  it('few to choose from: the best there is', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 1, max: 4 }), (all, count) => {
        const choice = chooseSites(all, { count })
        expect(choice.worth).toBeCloseTo(best(all, count), 6)
        expect([choice.exact, choice.bound]).toEqual([true, choice.worth])
      }),
      { numRuns: 300, seed: 20261129 },
    )
  })

  it('many to choose from: never under the best by more than the bound says, and the bound never under the best', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 3, max: 4 }), (all, count) => {
        const choice = chooseSites(padded(all), { count })
        const optimum = best(all, count)
        expect(choice.bound).toBeGreaterThanOrEqual(optimum - 1e-6)
        expect(choice.worth).toBeLessThanOrEqual(optimum + 1e-6)
        expect(choice.worth).toBeGreaterThanOrEqual(optimum - (choice.bound - choice.worth) - 1e-6)
        // greedy alone keeps to this share (Nemhauser and others, 1978)
        expect(choice.worth).toBeGreaterThanOrEqual(optimum * (1 - 1 / Math.E) - 1e-6)
      }),
      { numRuns: 200, seed: 20261130 },
    )
  })

  it('exchanges a site that seemed best alone', () => {
    // 0 is the largest, but 1 and 2 together hold all of it and more
    const all = [candidate(0, [1, 2, 3, 4]), candidate(1, [0, 1, 2]), candidate(2, [3, 4, 5])]
    const choice = chooseSites(padded(all), { count: 2 })
    expect(choice.worth).toBe(6)
    expect(new Set(choice.sites.map(({ id }) => id))).toEqual(new Set([1, 2]))
  })

  it('lie apart from each other and from what is there already', () => {
    const all = [candidate(0, [0, 1, 2], undefined, 0), candidate(1, [3, 4], undefined, 100), candidate(2, [5], undefined, 900)]
    const ids = (options: Partial<Parameters<typeof chooseSites>[1]>) =>
      chooseSites(all, { count: 2, apartMetres: 500, ...options }).sites.map(({ id }) => id)
    expect(ids({})).toEqual([0, 2])
    expect(ids({ fixed: [{ x: 50, y: 0 }] })).toEqual([2])
  })

  it('are the same whatever order the candidates come in, and none where none are asked for', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        expect(chooseSites(all.toReversed(), { count: 2 })).toEqual(chooseSites(all, { count: 2 }))
      }),
      { numRuns: 100, seed: 20261131 },
    )
    expect(chooseSites([], { count: 3 })).toMatchObject({ sites: [], worth: 0 })
  })
})

describe('blind spots', () => {
  const house = (id: number, x: number, y: number, households = 10) => ({ id, x, y, households, residents60Plus: 3 })

  it('gather what lies near or is joined by what does, the most households first', () => {
    const spots = blindSpots([house(1, 0, 0), house(2, 80, 0), house(3, 160, 0), house(4, 1000, 0, 25), house(5, 1050, 0, 40)])
    expect(spots.map(({ buildings, households }) => [buildings, households])).toEqual([
      [[5, 4], 65],
      [[1, 2, 3], 30],
    ])
    expect(spots[1]?.x).toBeCloseTo(80)
  })

  it('hold every building once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2000), fc.nat(2000)), { maxLength: 80 }), (points) => {
        const houses = points.map(([x, y], id) => house(id, x, y))
        const ids = blindSpots(houses).flatMap(({ buildings }) => buildings)
        expect(ids.toSorted((a, b) => a - b)).toEqual(houses.map(({ id }) => id))
      }),
      { numRuns: 200, seed: 20261132 },
    )
  })
})
