import { expect, it } from 'vitest'
import { countsOf, placeOf } from '#domain/density/count-sheet.ts'
import { decodeDensity, encodeDensity } from '#domain/density/density-bytes.ts'
import { frameOf, picturesFor } from '#domain/density/film.ts'

const picture = (days: number, ...counts: [number, number][]) => ({
  days,
  total: counts.reduce((sum, [, count]) => sum + count, 0),
  suppressed: 0,
  cells: countsOf(new Map(counts)),
})
const [a, b] = [placeOf(838_000, 617_000), placeOf(838_001, 617_000)]
const film = {
  cellZoom: 20,
  per: 'raw' as const,
  firstDay: '2026-11-01',
  pictures: Array.from({ length: 10 }, (_, day) => picture(1, ...(day % 2 === 0 ? ([[a, 1]] as [number, number][]) : []), [b, 2])),
}

it('pictures come back from their bytes as they were', () => {
  expect(decodeDensity(encodeDensity(film))).toEqual(film)
  expect(() => decodeDensity(Uint8Array.of(1, 2, 3))).toThrow(/no density/)
})

it('a frame is the sum of the seven days that end with its picture, and of fewer at the beginning', () => {
  const values = (at: number) => frameOf(film, at, 30).cells.map(([, , issues]) => issues)
  expect(frameOf(film, 0, 30)).toMatchObject({ days: 1, endDay: 1, issues: 3 })
  expect(values(0)).toEqual([1, 2])
  expect(frameOf(film, 9, 30)).toMatchObject({ days: 7, endDay: 10, issues: 17 })
  expect(values(9)).toEqual([3, 14])
})

it('steps longer than the window are shown one by one', () => {
  const coarse = { ...film, pictures: [picture(10, [a, 5]), picture(10, [a, 7])] }
  expect(frameOf(coarse, 1, 30)).toMatchObject({ days: 10, issues: 7, endDay: 20 })
})

it('a long period has no more pictures than can be told apart', () => {
  expect([picturesFor(30), picturesFor(365)]).toEqual([30, 120])
})
