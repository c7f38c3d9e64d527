import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blockDays,
  blockStart,
  type CountRow,
  countKinds,
  dayNumber,
  dayOfNumber,
  foldChanges,
  stretchDays,
  sumUpTo,
} from '#domain/density/count-fold.ts'
import {
  type Counts,
  countsOf,
  noCounts,
  packDays,
  packSheet,
  placeOf,
  sameCounts,
  sumOfCounts,
  unpackDays,
  unpackSheet,
} from '#domain/density/count-sheet.ts'

const place = fc.tuple(fc.integer({ min: 0, max: 2 ** 20 - 1 }), fc.integer({ min: 0, max: 2 ** 20 - 1 })).map(([x, y]) => placeOf(x, y))
const counts = fc.array(fc.tuple(place, fc.integer({ min: 1, max: 100_000 }))).map((list) => countsOf(new Map(list)))
const plain = ({ places, amounts }: Counts) => [...places].map((one, index) => [one, amounts[index]])

describe('a count sheet', () => {
  it('comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(counts, (one) => {
        expect(plain(unpackSheet(packSheet(one)))).toEqual(plain(one))
      }),
      { seed: 1 },
    )
  })

  it('is the eight bytes of the example', () => {
    const bytes = packSheet(
      countsOf(
        new Map([
          [placeOf(301, 7), 1],
          [placeOf(300, 7), 2],
        ]),
      ),
    )
    expect(Buffer.from(bytes).toString('hex')).toBe('010702ac02020101')
  })

  it('of several days comes back with the days that have any', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.integer({ min: 0, max: 63 }).map(String), counts), (byText) => {
        const days = new Map(Object.entries(byText).map(([day, one]) => [Number(day), one]))
        const expected = [...days].filter(([, one]) => one.places.length > 0).sort(([a], [b]) => a - b)
        expect([...unpackDays(packDays(days))].map(([day, one]) => [day, plain(one)])).toEqual(
          expected.map(([day, one]) => [day, plain(one)]),
        )
      }),
      { seed: 2 },
    )
  })

  it('that ends too early is refused, and so is a count below zero', () => {
    expect(() => unpackSheet(Uint8Array.of(1, 7, 2, 3))).toThrow(/too early/)
    expect(() => packSheet(countsOf(new Map([[1, -1]])))).toThrow(/cannot hold -1/)
  })

  it('added to what takes it away is nothing', () => {
    fc.assert(
      fc.property(counts, (one) => {
        const away = { places: one.places, amounts: one.amounts.map((amount) => -amount) }
        expect(sumOfCounts(one, away).places.length).toBe(0)
      }),
      { seed: 3 },
    )
  })
})

const cells = { kind: 'cell', item: 'garbage', source: '*' } as const
const a = placeOf(3, 1)
const b = placeOf(4, 1)

it('the example of the definition: two sums give a period', () => {
  const series = { kind: 'cell', item: '*', source: '*' } as const
  const day = (...list: [number, number][]) => countsOf(new Map(list))
  const rows = foldChanges(
    series,
    [],
    new Map([
      [1, day([a, 1])],
      [2, day([a, 1], [b, 1])],
      [9, day([a, 1])],
    ]),
  )
  const upTo = (wanted: number) => sumUpTo(rows.filter(({ firstDay }) => firstDay <= wanted).at(-1) as CountRow, wanted)
  expect(plain(upTo(10))).toEqual([
    [a, 3],
    [b, 1],
  ])
  expect(plain(upTo(2))).toEqual([[a, 1]])
})

it('blocks lie within stretches, before 1970 too', () => {
  for (const kind of countKinds)
    for (const [item, source] of [
      ['*', '*'],
      ['garbage', '*'],
      ['garbage', 'patrol'],
    ] as const)
      for (const day of [-1000, -1, 0, 1, 63, 64, 20_000]) {
        const series = { kind, item, source }
        const start = blockStart(series, day)
        expect([
          start <= day,
          day < start + blockDays(series),
          Math.abs(start % blockDays(series)),
          stretchDays % blockDays(series),
        ]).toEqual([true, true, 0, 0])
      }
  expect(dayOfNumber(dayNumber('1969-12-30'))).toBe('1969-12-30')
})

it('folding in any order and portions gives the sums of folding at once, and of counting', () => {
  const change = fc.record({ day: fc.integer({ min: 0, max: 200 }), place: fc.constantFrom(a, b, placeOf(9, 9)) })
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 20 }), { maxLength: 8 }), (portions) => {
      let rows: CountRow[] = []
      const changesOf = (list: readonly { day: number; place: number }[]) => {
        const days = new Map<number, Map<number, number>>()
        for (const { day, place: where } of list) {
          const sums = days.get(day) ?? new Map<number, number>()
          days.set(day, sums.set(where, (sums.get(where) ?? 0) + 1))
        }
        return new Map([...days].map(([day, sums]) => [day, countsOf(sums)]))
      }
      for (const portion of portions) {
        const changed = new Map(foldChanges(cells, rows, changesOf(portion)).map((row) => [row.firstDay, row]))
        rows = [...new Map([...rows.map((row): [number, CountRow] => [row.firstDay, row]), ...changed]).values()].sort(
          (x, y) => x.firstDay - y.firstDay,
        )
      }
      const all = portions.flat()
      for (const wanted of [0, 1, 37, 100, 201]) {
        const last = rows.filter(({ firstDay }) => firstDay <= wanted).at(-1)
        const expected = new Map<number, number>()
        for (const { day, place: where } of all) if (day < wanted) expected.set(where, (expected.get(where) ?? 0) + 1)
        expect(sameCounts(last ? sumUpTo(last, wanted) : noCounts, countsOf(expected))).toBe(true)
      }
    }),
    { seed: 4 },
  )
})
