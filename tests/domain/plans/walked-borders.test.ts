import { describe, expect, it } from 'vitest'
import { borderAt, cornerMetres, walkedBorders } from '#domain/plans/walked-borders.ts'
import { createRandom } from '#domain/random/random.ts'
import { fromLattice, samePoint, squaredDistance } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { Topology } from '#domain/topology/topology.ts'
import { at, built, drawn, mosaic } from '../topology/mosaic.ts'
import { randomOperation } from '../topology/random-edits.ts'

function done(topology: Topology, operation: Operation): Topology {
  const result = applyOperation(topology, operation)
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result.topology
}

//   D ─────── C ─────── F
//   │    1    │    2    │
//   A ─────── B ─────── E
const places = { A: [0, 0], B: [10000, 0], C: [10000, 10000], D: [0, 10000], E: [20000, 0], F: [20000, 10000] } as const
const two = built(drawn(places, { 1: 'ABCD', 2: 'BEFC' }))

describe('the borders of a plan that are walked', () => {
  it('are none where nothing was drawn, and none where a grid was only merged away or renamed', () => {
    expect(walkedBorders(two, two)).toEqual([])
    expect(walkedBorders(two, done(two, { kind: 'mergeGrids', into: '1', grids: ['2'] }))).toEqual([])
    expect(walkedBorders(two, done(two, { kind: 'renameGrid', grid: '1', name: '甲', nameEn: 'a' }))).toEqual([])
  })

  it('are the line of a split alone: the old border that it divides is as it was', () => {
    const split = done(two, {
      kind: 'splitGrid',
      grid: '1',
      line: [at(5000, -100), at(5000, 10100)],
      newGrids: [{ id: '9', name: '9', nameEn: '9' }],
      keep: at(100, 100),
    })
    const [one, ...more] = walkedBorders(two, split)
    expect(more).toEqual([])
    expect(one?.sides).toEqual(['1', '9'])
    expect(one?.corners.map(([x, y]) => [x - at(0, 0)[0], y - at(0, 0)[1]])).toEqual(
      expect.arrayContaining([
        [5000, 0],
        [5000, 10000],
      ]),
    )
    // 10,000 units along a meridian
    expect(one?.lengthMetres).toBeCloseTo(110.9, 0)
  })

  it('are the moved stretch of a border, once for both sides, from where it leaves the old one', () => {
    const moved = done(two, {
      kind: 'replacePath',
      before: [at(10000, 0), at(10000, 10000)],
      after: [at(10000, 0), at(10800, 5000), at(10000, 10000)],
    })
    const borders = walkedBorders(two, moved)
    expect(borders.map(({ sides, points }) => [sides, points.length])).toEqual([[['1', '2'], 3]])
    expect(borders[0]?.corners).toHaveLength(3)
    const [lng = 0, lat = 0] = fromLattice(at(10800, 5000))
    expect(borderAt(borders, { lng, lat }, 1)).toMatchObject({ border: { number: 1 }, metres: 0 })
    expect(borderAt(borders, { lng: lng + 0.001, lat }, 50)).toBeNull()
    expect(borderAt(borders, { lng: lng + 0.0001, lat }, 50)?.metres).toBeGreaterThan(5)
  })

  it('hold every new segment once, none of the old, and lie within a metre of their corners, whatever is drawn', () => {
    const random = createRandom('walked')
    for (let round = 0; round < 30; round++) {
      const base = built(mosaic(`walked ${round}`, 4, 4))
      let topology = base
      for (let step = 0; step < 6; step++) {
        const result = applyOperation(topology, randomOperation(random, topology, `new${step}`, 8000))
        if (result.ok) topology = result.topology
      }
      const borders = walkedBorders(base, topology)
      expect(borders.map(({ number }) => number)).toEqual(borders.map((_, k) => k + 1))
      const segments = (all: Iterable<readonly (readonly [number, number])[]>) =>
        [...all].flatMap((points) => points.slice(1).map((b, k) => [points[k] ?? b, b] as const))
      const name = ([a, b]: readonly [readonly [number, number], readonly [number, number]]) => [String(a), String(b)].sort().join(' ')
      const walked = segments(borders.map(({ points }) => points)).map(name)
      expect(new Set(walked).size).toBe(walked.length)
      const old = segments([...base.arcs.values()].map(({ points }) => points))
      const stood = new Set(old.map(name))
      const now = segments([...topology.arcs.values()].map(({ points }) => points))
      const lies = ([a, b]: (typeof now)[number]) => old.some(([c, d]) => squaredDistance(a, c, d) <= 1 && squaredDistance(b, c, d) <= 1)
      expect(new Set(walked)).toEqual(new Set(now.filter((one) => !stood.has(name(one)) && !lies(one)).map(name)))
      for (const { points, corners } of borders) {
        expect(samePoint(points[0] ?? [0, 0], corners[0] ?? [1, 1])).toBe(true)
        // a unit is at most 11.2 mm, so that a metre is at least 89 of them
        const reach = (cornerMetres / 0.009) ** 2
        for (const point of points) {
          const near = corners.slice(1).some((b, k) => squaredDistance(point, corners[k] ?? b, b) <= reach)
          expect(near).toBe(true)
        }
      }
    }
  })
})
