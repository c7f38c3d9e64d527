import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visitOrder } from '#domain/walk/visit-order.ts'

const places = (most: number) =>
  fc.array(fc.record({ x: fc.integer({ min: 0, max: 2000 }), y: fc.integer({ min: 0, max: 2000 }) }), { minLength: 1, maxLength: most })
const waysOf = (list: readonly { x: number; y: number }[]) => list.map((a) => list.map((b) => Math.hypot(a.x - b.x, a.y - b.y)))

/** Every order there is. */
function shortest(metres: readonly (readonly number[])[], order: readonly number[] = [], sum = 0): number {
  if (order.length === metres.length) return sum
  const last = order.at(-1)
  return Math.min(
    ...metres.flatMap((_, door) =>
      order.includes(door) ? [] : [shortest(metres, [...order, door], sum + (last === undefined ? 0 : (metres[last]?.[door] ?? 0)))],
    ),
  )
}

describe('the order of visits', () => {
  it('names each door once and says the length of what it names', () => {
    fc.assert(
      fc.property(places(25), (list) => {
        const metres = waysOf(list)
        const { order, metres: said } = visitOrder(metres)
        expect([...order].sort((a, b) => a - b)).toEqual(list.map((_, at) => at))
        const sum = order.slice(1).reduce((total, door, at) => total + (metres[order[at] as number]?.[door] ?? 0), 0)
        expect(said).toBeCloseTo(sum, 6)
      }),
    )
  })

  it('is the shortest of all for few doors, but for one in twenty that is hardly longer', () => {
    let [longer, runs] = [0, 0]
    fc.assert(
      fc.property(places(7), (list) => {
        const metres = waysOf(list)
        const [found, best] = [visitOrder(metres).metres, shortest(metres)]
        runs++
        if (found > best + 1e-6) longer++
        expect(found).toBeLessThanOrEqual(best * 1.15 + 1e-6)
      }),
      { seed: 7, numRuns: 150 },
    )
    expect(longer / runs).toBeLessThan(0.05)
  })

  it('begins where it is told', () => {
    fc.assert(fc.property(places(12), (list) => visitOrder(waysOf(list), list.length - 1).order[0] === list.length - 1))
  })
})
