import { expect, it } from 'vitest'
import { countsOf, placeOf } from '#domain/density/count-sheet.ts'
import { decodeDensity, encodeDensity } from '#domain/density/density-bytes.ts'
import { frameOf, framesIn, picturesFor } from '#domain/density/film.ts'

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

it('a frame is the sum of seven days, from the first week on to the last', () => {
  const values = (at: number) => frameOf(film, at, 30).cells.map(([, , issues]) => issues)
  expect(framesIn(film)).toBe(4)
  expect(frameOf(film, 0, 30)).toMatchObject({ days: 7, endDay: 7, issues: 18 })
  expect(values(0)).toEqual([4, 14])
  expect(frameOf(film, 3, 30)).toMatchObject({ days: 7, endDay: 10, issues: 17 })
  expect(values(3)).toEqual([3, 14])
})

it('steps longer than the window are shown one by one, a short period at once', () => {
  const coarse = { ...film, pictures: [picture(10, [a, 5]), picture(10, [a, 7])] }
  expect(framesIn(coarse)).toBe(2)
  expect(frameOf(coarse, 1, 30)).toMatchObject({ days: 10, issues: 7, endDay: 20 })
  const short = { ...film, pictures: film.pictures.slice(0, 3) }
  expect([framesIn(short), frameOf(short, 0, 30).days]).toEqual([1, 3])
})

it('a long period has no more pictures than can be told apart', () => {
  expect([picturesFor(30), picturesFor(365)]).toEqual([30, 120])
})
