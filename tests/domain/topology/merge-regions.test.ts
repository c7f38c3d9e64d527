import { describe, expect, test } from 'vitest'
import { mergeRegions } from '#domain/topology/merge-regions.ts'

/** A row of unit squares with loads. */
const row = (loads: readonly number[]) => loads.map((load) => ({ load, area: 1, perimeter: 4 }))
const inLine = (count: number, ease = () => 1) => Array.from({ length: count - 1 }, (_, i) => ({ a: i, b: i + 1, length: 1, ease: ease() }))

describe('merging regions', () => {
  //  3 2 4 1  →  5 | 5
  test('pieces in a row are merged into regions of even load', () => {
    const regions = mergeRegions(row([3, 2, 4, 1]), inLine(4), 2)
    expect(regions[0]).toBe(regions[1])
    expect(regions[2]).toBe(regions[3])
    expect(regions[1]).not.toBe(regions[2])
  })

  //  1 1 ~ 1 1
  test('a border of ease zero is never merged over', () => {
    const borders = [
      { a: 0, b: 1, length: 1, ease: 1 },
      { a: 1, b: 2, length: 1, ease: 0 },
      { a: 2, b: 3, length: 1, ease: 1 },
    ]
    expect(new Set(mergeRegions(row([1, 1, 1, 1]), borders, 1)).size).toBe(2)
  })

  test('the wanted number of regions comes out, each in one piece', () => {
    const side = 8
    const pieces = Array.from({ length: side * side }, (_, i) => ({ load: 1 + (i % 3), area: 1, perimeter: 4 }))
    const borders = pieces.flatMap((_, i) => [
      ...(i % side < side - 1 ? [{ a: i, b: i + 1, length: 1, ease: 1 }] : []),
      ...(i + side < pieces.length ? [{ a: i, b: i + side, length: 1, ease: 1 }] : []),
    ])
    const regions = mergeRegions(pieces, borders, 7)
    expect(new Set(regions).size).toBe(7)
    for (const region of new Set(regions)) {
      const members = regions.flatMap((r, i) => (r === region ? [i] : []))
      const seen = new Set(members.slice(0, 1))
      for (let grown = true; grown; ) {
        grown = false
        for (const { a, b } of borders) {
          if (regions[a] !== region || regions[b] !== region || seen.has(a) === seen.has(b)) continue
          seen.add(a).add(b)
          grown = true
        }
      }
      expect(seen.size).toBe(members.length)
    }
  })
})
