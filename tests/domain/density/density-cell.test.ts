import fc from 'fast-check'
import { expect, it } from 'vitest'
import { densityCell, densityCellWidth } from '#domain/density/density-cell.ts'
import { projectMercator, tileMetres } from '#domain/geo/web-mercator.ts'

const town = [108, 30.5, 108.05, 30.55] as const

it('a cell is finer as the map comes nearer, and one step coarser where households are counted in it', () => {
  const widths = [9, 12, 15].map((zoom) => densityCellWidth(zoom, town, false))
  expect(widths).toEqual([tileMetres(18), tileMetres(19), tileMetres(20)])
  expect(densityCellWidth(15, town, true)).toBe(tileMetres(19))
})

it('a wide box gets at most 256 cells across, still of a width that tiles have', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -170, max: 100, noNaN: true }),
      fc.double({ min: 0.001, max: 60, noNaN: true }),
      fc.integer({ min: 0, max: 22 }),
      (west, span, zoom) => {
        const box = [west, 10, west + span, 10 + span / 2] as const
        const width = densityCellWidth(zoom, box, false)
        const across = (projectMercator(box[2], 10)[0] - projectMercator(box[0], 10)[0]) / width
        expect(across).toBeLessThanOrEqual(256)
        expect(Number.isInteger(Math.log2(tileMetres(0) / width))).toBe(true)
      },
    ),
    { seed: 7 },
  )
})

it('a cell is sent as its middle and its count, or as issues per 100 households', () => {
  const width = tileMetres(20)
  const [x, y] = projectMercator(108, 30.5)
  const cell = { x: Math.floor(x / width), y: Math.floor(y / width), issues: 6, households: 40 }
  const [lng, lat, count] = densityCell(cell, width, false)
  expect(Math.abs(lng - 108)).toBeLessThan(0.0004)
  expect(Math.abs(lat - 30.5)).toBeLessThan(0.0004)
  expect(count).toBe(6)
  expect(densityCell(cell, width, true)[2]).toBe(15)
})
