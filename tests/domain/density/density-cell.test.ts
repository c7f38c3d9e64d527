import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boxOfCells, cellAt, cellRange, densityCellZoom, middleOfCell } from '#domain/density/density-cell.ts'
import { tileMetres } from '#domain/geo/web-mercator.ts'

const town = [108, 30.5, 108.05, 30.55] as const

it('a cell is finer as the map comes nearer, and one step coarser where households are counted in it', () => {
  expect([9, 12, 15].map((zoom) => densityCellZoom(zoom, town, false))).toEqual([18, 19, 20])
  expect(densityCellZoom(15, town, true)).toBe(19)
})

it('a wide box gets at most 256 cells across', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -170, max: 100, noNaN: true }),
      fc.double({ min: 0.001, max: 60, noNaN: true }),
      fc.integer({ min: 0, max: 22 }),
      (west, span, zoom) => {
        const box = [west, 10, west + span, 10 + span / 2] as const
        const { across, down } = cellRange(box, densityCellZoom(zoom, box, false))
        expect(Math.max(across, down)).toBeLessThanOrEqual(256)
      },
    ),
    { seed: 7 },
  )
})

it('the box of some cells holds every kept place of theirs and none of the next ones', () => {
  const kept = (least: number, most: number) => fc.integer({ min: least * 1e7, max: most * 1e7 }).map((one) => one / 1e7)
  fc.assert(
    fc.property(kept(107.9, 108.1), kept(30.4, 30.6), fc.integer({ min: 14, max: 20 }), (lng, lat, z) => {
      const [x, y] = cellAt(lng, lat, z)
      const [west, south, east, north] = boxOfCells({ cellZoom: z, x0: x, y0: y, across: 1, down: 1 })
      expect(lng >= west && lng <= east && lat >= south && lat <= north).toBe(true)
      const corners = [cellAt(west, south, z), cellAt(east, north, z), cellAt(east + 1e-7, north, z), cellAt(west, south - 1e-7, z)]
      expect(corners).toEqual([
        [x, y],
        [x, y],
        [x + 1, y],
        [x, y - 1],
      ])
      expect(cellAt(...middleOfCell(z, x, y), z)).toEqual([x, y])
    }),
    { seed: 11, numRuns: 300 },
  )
})

it('the database counts in cells of the same width', () => {
  const migration = readFileSync(new URL('../../../server/db/migrations/0007.do.density.sql', import.meta.url), 'utf8')
  const widths = [...migration.matchAll(/\/ ([\d.]+)::float8\)/g)].map(([, width]) => Number(width))
  expect(widths).toEqual([tileMetres(20), tileMetres(20)])
})
