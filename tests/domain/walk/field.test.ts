// Walking distances on networks whose answers are known: a grid of streets, a river with one bridge, a comb, steps, slopes, islands.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metresFrom, reachedFrom, walkField, wayFrom } from '#domain/walk/field.ts'
import { isIsolated, networkBytes, toPlane } from '#domain/walk/network.ts'
import { metresIn, minutesFor, slopeFactor, stepsFactor } from '#domain/walk/profile.ts'
import { type Hung, shoreBarriers, snapper } from '#domain/walk/snap.ts'
import { at, gridOfStreets, made, type Way } from './made-network.ts'

const hung = (place: ReturnType<ReturnType<typeof snapper>>): Hung => {
  if (typeof place === 'string') throw new Error(place)
  return place
}

describe('profiles', () => {
  it('walk a kilometre in fifteen minutes at the default speed, less when older', () => {
    expect(metresIn(15, 'default')).toBe(1000)
    expect(metresIn(15, 'elderly')).toBe(750)
    expect(metresIn(15, 'brisk')).toBe(1250)
    expect(metresIn(15, 'elderlySlow')).toBe(600)
    expect(minutesFor(1000, 'default')).toBe(15)
  })
})

describe('a field of walking distances', () => {
  it('on a grid of streets is the sum of the two sides, wherever station and door lie along them', () => {
    const network = made(gridOfStreets(8, 8, 100))
    const snap = snapper(network)
    // 30 m along the street from (400, 400)
    const field = walkField(network, [hung(snap(at(430, 400)))], 2000)
    for (const [x, y] of [
      [430, 400],
      [450, 400],
      [410, 400],
      [600, 250],
      [100, 700],
      [730, 800],
    ] as const) {
      const alongStreet = y % 100 === 0
      const direct = y === 400 ? Math.abs(x - 430) : Math.abs(y - 400) + Math.abs(x - 430)
      // a door on an upright street is reached over it, at its x
      const expected = alongStreet
        ? direct
        : Math.min(...[400, 500].map((corner) => Math.abs(corner - 430) + Math.abs(x - corner))) + Math.abs(y - 400)
      expect([x, y, metresFrom(network, field, hung(snap(at(x, y))))]).toEqual([x, y, expect.closeTo(expected, 0)])
    }
  })

  it('does not jump a river: over the bridge or not at all', () => {
    // banks at y 0 and y 40, 1,000 m long, one bridge at x = 800
    const banks = (bridge: boolean): Way[] => [
      { from: [0, 0], to: [800, 0] },
      { from: [800, 0], to: [1000, 0] },
      { from: [0, 40], to: [800, 40] },
      { from: [800, 40], to: [1000, 40] },
      ...(bridge ? [{ from: [800, 0], to: [800, 40] } as const] : []),
    ]
    const over = made(banks(true))
    const there = hung(snapper(over)(at(100, 40)))
    const station = hung(snapper(over)(at(100, 0)))
    expect(metresFrom(over, walkField(over, [station], 3000), there)).toBeCloseTo(700 + 40 + 700, 0)
    const apart = made(banks(false))
    const field = walkField(apart, [hung(snapper(apart)(at(100, 0)))], 3000)
    expect(metresFrom(apart, field, hung(snapper(apart)(at(100, 40))))).toBe(Infinity)
  })

  it('hangs no door on the other bank, however near', () => {
    const network = made([
      { from: [0, 0], to: [200, 0] },
      { from: [0, 60], to: [200, 60] },
      { from: [200, 0], to: [200, 60] },
    ])
    // a river from y = 5 to y = 15; the door at y = 20 is nearer to y = 0 than to y = 60
    const [w, e] = [at(-50, 5), at(150, 5)]
    const corner = (p: { lng: number; lat: number }) => toPlane(network.plane, p)
    const ring = [corner(w), corner(e), corner(at(150, 15)), corner(at(-50, 15)), corner(w)].flat()
    const door = hung(snapper(network, shoreBarriers([ring]))(at(100, 20)))
    expect(door.doorMetres).toBeCloseTo(40, 1)
    expect(hung(snapper(network)(at(100, 20))).doorMetres).toBeCloseTo(20, 1)
  })

  it('along a comb goes down one tooth and up another', () => {
    const teeth = Array.from({ length: 6 }, (_, i): Way[] => [
      { from: [i * 50, 0], to: [i * 50, 200] },
      ...(i < 5 ? [{ from: [i * 50, 0], to: [(i + 1) * 50, 0] } as const] : []),
    ]).flat()
    const network = made(teeth)
    const snap = snapper(network)
    const field = walkField(network, [hung(snap(at(0, 200)))], 2000)
    expect(metresFrom(network, field, hung(snap(at(250, 200))))).toBeCloseTo(200 + 250 + 200, 0)
    expect(metresFrom(network, field, hung(snap(at(0, 120))))).toBeCloseTo(80, 0)
  })

  it('counts steps double and takes the ramp where that is shorter', () => {
    const steps = (ramp: number) =>
      made([
        { from: [0, 0], to: [100, 0], steps: true },
        { from: [0, 0], to: [50, 40], metres: ramp / 2 },
        { from: [50, 40], to: [100, 0], metres: ramp / 2 },
        { from: [100, 0], to: [200, 0] },
      ])
    const metres = (ramp: number) => {
      const network = steps(ramp)
      const snap = snapper(network)
      return metresFrom(network, walkField(network, [hung(snap(at(200, 0)))], 2000), { edge: 0, along: 0, doorMetres: 0 })
    }
    expect(metres(300)).toBeCloseTo(100 + 100 * stepsFactor, 0)
    expect(metres(150)).toBeCloseTo(100 + 150, 0)
  })

  it('is longer uphill than down, and level where heights are not given', () => {
    const ways: Way[] = [{ from: [0, 0], to: [100, 0] }]
    const both = (heights: Record<string, number>) => {
      const network = made(ways, heights)
      const metres = (station: number, door: number) =>
        metresFrom(network, walkField(network, [{ edge: 0, along: station, doorMetres: 0 }], 2000), { edge: 0, along: door, doorMetres: 0 })
      return [metres(1, 0), metres(0, 1)]
    }
    const [up = 0, down = 0] = both({ '0,0': 0, '100,0': 10 })
    expect(up).toBeCloseTo(100 * slopeFactor(10, 100), 1)
    expect(up).toBeGreaterThan(140)
    expect(down).toBeCloseTo(100 * slopeFactor(-10, 100), 1)
    expect(down).toBeLessThan(up)
    expect(both({})).toEqual([expect.closeTo(100, 1), expect.closeTo(100, 1)])
  })

  it('is told as not connected where a piece hangs on nothing, and not as far away', () => {
    const network = made([...gridOfStreets(10, 10, 100), { from: [2000, 0], to: [2050, 0] }])
    const snap = snapper(network)
    expect(snap(at(2020, 5))).toBe('notConnected')
    expect(snap(at(5000, 5))).toBe('offNetwork')
    expect(snap({ lng: Number.NaN, lat: 30 })).toBe('offNetwork')
    expect(isIsolated(network, network.edges - 1)).toBe(true)
  })

  it('leaves out what is closed, has no length or leads nowhere, and says how much', () => {
    const network = made([
      { from: [0, 0], to: [100, 0] },
      { from: [100, 0], to: [100, 0], metres: 0 },
      { from: [100, 0], to: [200, 0], metres: Number.NaN },
      { from: [0, 0], to: [0, 100], access: 'private' },
    ])
    expect([network.edges, network.leftOut]).toEqual([1, { closed: 1, unknownNode: 0, noLength: 2 }])
  })

  it('refuses a search without an end', () => {
    const network = made(gridOfStreets(1, 1, 100))
    for (const cutOff of [Number.NaN, Infinity, -1]) expect(() => walkField(network, [], cutOff)).toThrow(RangeError)
  })

  it('draws a way that is as long as it says, from the door to its station', () => {
    const network = made(gridOfStreets(6, 6, 100))
    const snap = snapper(network)
    const stations = [hung(snap(at(50, 600))), hung(snap(at(530, 100)))]
    const field = walkField(network, stations, 3000)
    for (const [x, y] of [
      [330, 200],
      [20, 300],
      [540, 100],
      [600, 520],
    ] as const) {
      const door = hung(snap(at(x, y)))
      const line = wayFrom(network, field, door)
      let length = 0
      for (let i = 2; i < line.length; i += 2)
        length += Math.hypot((line[i] ?? 0) - (line[i - 2] ?? 0), (line[i + 1] ?? 0) - (line[i - 1] ?? 0))
      const reached = reachedFrom(network, field, door)
      expect(length).toBeCloseTo((reached?.metres ?? 0) - door.doorMetres - (stations[reached?.source ?? 0]?.doorMetres ?? 0), 0)
    }
  })
})

describe('any network', () => {
  const networks = fc
    .array(fc.tuple(fc.nat(7), fc.nat(7), fc.nat(7), fc.nat(7), fc.boolean()), { minLength: 3, maxLength: 60 })
    .map((ways) =>
      made(
        ways
          .filter(([a, b, c, d]) => a !== c || b !== d)
          .map(([a, b, c, d, steps]): Way => ({ from: [a * 90, b * 110], to: [c * 90, d * 110], steps }))
          .concat({ from: [0, 0], to: [90, 0] }),
      ),
    )
  const places = (edges: number) =>
    fc.record({ edge: fc.nat(edges - 1), along: fc.double({ min: 0, max: 1, noNaN: true }), doorMetres: fc.nat(100) })

  it('is as far one way as the other, and no detour is shorter than a way', () => {
    fc.assert(
      fc.property(
        networks.chain((network) => fc.tuple(fc.constant(network), places(network.edges), places(network.edges), places(network.edges))),
        ([network, a, b, c]) => {
          const metres = (from: Hung, to: Hung) => metresFrom(network, walkField(network, [to], 1e6), from)
          const [ab, ba] = [metres(a, b), metres(b, a)]
          if (ab === Infinity) expect(ba).toBe(Infinity)
          else expect(Math.abs(ab - ba)).toBeLessThan(0.01)
          expect(metres(a, c)).toBeLessThanOrEqual(ab + metres(b, c) + 0.01)
        },
      ),
      { numRuns: 200, seed: 20261125 },
    )
  })

  it('with one more station is further from nothing', () => {
    fc.assert(
      fc.property(
        networks.chain((network) =>
          fc.tuple(fc.constant(network), fc.array(places(network.edges), { minLength: 1, maxLength: 4 }), places(network.edges)),
        ),
        ([network, stations, more]) => {
          const [few, many] = [walkField(network, stations, 5000), walkField(network, [...stations, more], 5000)]
          for (let node = 0; node < network.nodes; node++) expect(many.metres[node]).toBeLessThanOrEqual(few.metres[node] ?? 0)
        },
      ),
      { numRuns: 200, seed: 20261126 },
    )
  })

  it('agrees with a slow search that tries every way', () => {
    fc.assert(
      fc.property(
        networks.chain((network) => fc.tuple(fc.constant(network), fc.array(places(network.edges), { minLength: 1, maxLength: 3 }))),
        ([network, stations]) => {
          const slow = new Float64Array(network.nodes).fill(Infinity)
          for (const { edge, along, doorMetres } of stations) {
            const [a, b] = [network.from[edge] ?? 0, network.until[edge] ?? 0]
            slow[a] = Math.min(slow[a] ?? 0, doorMetres + along * (network.forward[edge] ?? 0))
            slow[b] = Math.min(slow[b] ?? 0, doorMetres + (1 - along) * (network.backward[edge] ?? 0))
          }
          // Bellman and Ford: every edge, as often as there are nodes
          for (let round = 0; round < network.nodes; round++)
            for (let edge = 0; edge < network.edges; edge++) {
              const [a, b] = [network.from[edge] ?? 0, network.until[edge] ?? 0]
              slow[a] = Math.min(slow[a] ?? 0, (slow[b] ?? 0) + (network.forward[edge] ?? 0))
              slow[b] = Math.min(slow[b] ?? 0, (slow[a] ?? 0) + (network.backward[edge] ?? 0))
            }
          const { metres } = walkField(network, stations, 1e6)
          for (let node = 0; node < network.nodes; node++) {
            if (slow[node] === Infinity) expect(metres[node]).toBe(Infinity)
            else expect(Math.abs((metres[node] ?? 0) - (slow[node] ?? 0))).toBeLessThan(0.01)
          }
        },
      ),
      { numRuns: 150, seed: 20261127 },
    )
  })

  it('takes at most 40 bytes for each half of an edge, nodes included, lines apart', () => {
    const network = made(gridOfStreets(60, 60, 80))
    expect(networkBytes(network).graph / (2 * network.edges)).toBeLessThan(40)
  })
})
