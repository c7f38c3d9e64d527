// Rings around cells: on rasters of chance, every cell lies inside exactly when it is held, holes lie in the polygon they are given to, and the area is right.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Polygon, polygonsWithin, type Raster } from '#domain/walk/contour.ts'

/** Values from 0 to 4 with a border of cells that nothing reaches; the lengths are 1.5, 2.5 and 3.5. */
const lengths = [1.5, 2.5, 3.5]
const raster = fc
  .record({
    width: fc.integer({ min: 3, max: 12 }),
    height: fc.integer({ min: 3, max: 12 }),
    seed: fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
  })
  .map(({ width, height, seed }): Raster => {
    const values = new Float32Array(width * height).fill(Infinity)
    for (let row = 1; row < height - 1; row++)
      for (let column = 1; column < width - 1; column++) {
        const value = seed.next().value as number
        values[row * width + column] = value === 5 ? Infinity : value
      }
    const held = Uint8Array.from(values, (value) => lengths.filter((length) => value <= length).length)
    return { x0: 0, y0: 0, cell: 1, width, height, held, values }
  })

const insideRing = (ring: readonly number[], x: number, y: number): boolean => {
  let odd = false
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = ring.slice(i, i + 4)
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) odd = !odd
  }
  return odd
}
const inside = (polygon: Polygon, x: number, y: number): boolean => polygon.reduce((odd, ring) => odd !== insideRing(ring, x, y), false)
const areaOf = (ring: readonly number[]): number => {
  let twice = 0
  for (let i = 0; i + 3 < ring.length; i += 2) twice += (ring[i] ?? 0) * (ring[i + 3] ?? 0) - (ring[i + 2] ?? 0) * (ring[i + 1] ?? 0)
  return twice / 2
}

describe('rings', () => {
  it('hold the middle of every cell that is held, in one polygon, and of no other', () => {
    fc.assert(
      fc.property(raster, (one) => {
        const { width, height, held } = one
        polygonsWithin(one, lengths).forEach((polygons, at) => {
          for (let row = 0; row < height; row++)
            for (let column = 0; column < width; column++) {
              const holding = polygons.filter((polygon) => inside(polygon, column + 0.5, row + 0.5)).length
              expect(holding).toBe((held[row * width + column] ?? 0) >= lengths.length - at ? 1 : 0)
            }
        })
      }),
      { numRuns: 500, seed: 20261126 },
    )
  })

  it('are closed, turn against the clock outside and with it around holes, and holes lie in their own outer ring', () => {
    fc.assert(
      fc.property(raster, (one) => {
        for (const polygons of polygonsWithin(one, lengths))
          for (const [outer = [], ...holes] of polygons) {
            expect(outer.slice(0, 2)).toEqual(outer.slice(-2))
            expect(areaOf(outer)).toBeGreaterThan(0)
            for (const hole of holes) {
              expect(areaOf(hole)).toBeLessThan(0)
              const [x = 0, y = 0] = hole
              expect(insideRing(outer, x, y)).toBe(true)
            }
          }
      }),
      { numRuns: 500, seed: 20261127 },
    )
  })

  it('of a longer length lie around those of a shorter one', () => {
    fc.assert(
      fc.property(raster, (one) => {
        const areas = polygonsWithin(one, lengths).map((polygons) => polygons.flat().reduce((sum, ring) => sum + areaOf(ring), 0))
        expect(areas).toEqual(areas.toSorted((a, b) => a - b))
      }),
      { numRuns: 300, seed: 20261128 },
    )
  })

  it('run where the length is met between two cells, and a cell beyond where nothing is reached', () => {
    // one column of cells: unreached, 0, 4, unreached from the south
    const column = Float32Array.from([
      Infinity,
      Infinity,
      Infinity,
      Infinity,
      0,
      Infinity,
      Infinity,
      4,
      Infinity,
      Infinity,
      Infinity,
      Infinity,
    ])
    const held = Uint8Array.from(column, (value) => (value <= 2 ? 1 : 0))
    const [[polygon] = []] = polygonsWithin({ x0: 0, y0: 0, cell: 1, width: 3, height: 4, held, values: column }, [2])
    const ys = polygon?.[0]?.filter((_, i) => i % 2 === 1) ?? []
    // between 0 and what counts as 3 (a cell beyond 2): two thirds of the way
    expect(Math.max(...ys)).toBeCloseTo(1.5 + 2 / 3, 6)
    expect(Math.min(...ys)).toBeCloseTo(1.5 - 2 / 3, 6)
  })
})
