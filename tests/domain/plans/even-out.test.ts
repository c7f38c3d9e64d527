import { describe, expect, it } from 'vitest'
import { evenOut } from '#domain/plans/even-out.ts'
import { linked, type Units } from '#domain/plans/units.ts'
import { createRandom } from '#domain/random/random.ts'
import { grouping } from '#domain/topology/grouping.ts'

const [columns, rows, parts] = [9, 6, 6]

/** Squares beside each other with loads by chance, cut into upright stripes. */
function striped(seed: string): { ground: Units; stripes: number[] } {
  const random = createRandom(seed)
  const squares = Array.from({ length: columns * rows }, (_, at) => ({ column: at % columns, row: Math.floor(at / columns) }))
  const units = squares.map(() => ({ ring: [], inside: [0, 0] as const, grid: 'g', load: random.whole(0, 20), area: 2 }))
  const borders = squares.flatMap(({ column, row }, a) =>
    [
      [column + 1, row],
      [column, row + 1],
    ].flatMap(([c = 0, r = 0]) =>
      c < columns && r < rows
        ? [{ a, b: r * columns + c, length: 1, alongLine: random.whole(0, 1), inside: 0, compounds: new Set<number>() }]
        : [],
    ),
  )
  return { ground: linked({ units, borders }), stripes: squares.map(({ column }) => Math.floor((column * parts) / columns)) }
}

function deviation({ units }: Units, partOf: readonly number[]): number {
  const loads = Array.from({ length: parts }, (_, part) =>
    units.reduce((sum, { load }, unit) => sum + (partOf[unit] === part ? load : 0), 0),
  )
  const mean = loads.reduce((sum, load) => sum + load, 0) / parts
  return Math.max(...loads.map((load) => Math.abs(load - mean))) / mean
}

function pieces({ borders }: Units, partOf: readonly number[]): number {
  const { groupOf, join } = grouping()
  for (const { a, b } of borders) if (partOf[a] === partOf[b]) join(a, b)
  return new Set(partOf.map((_, unit) => groupOf(unit))).size
}

describe('parts evened out unit by unit', () => {
  it('are even where single units allow it, each in one piece, none gone, and the same for the same seed', () => {
    for (let round = 0; round < 5; round++) {
      const { ground, stripes } = striped(`ground ${round}`)
      const evened = evenOut(ground, stripes, parts, createRandom(`seed ${round}`), 0)
      expect(new Set(evened).size).toBe(parts)
      expect(pieces(ground, evened)).toBe(parts)
      expect(deviation(ground, stripes)).toBeGreaterThan(0.1)
      expect(deviation(ground, evened)).toBeLessThan(0.05)
      expect(evenOut(ground, stripes, parts, createRandom(`seed ${round}`), 0)).toEqual(evened)
    }
  })

  it('leave a compound whole where that counts, and cut it where only evenness does', () => {
    const { ground, stripes } = striped('compounds')
    // four rows of the fifth stripe, which is two columns wide
    const isInside = (unit: number): boolean => [6, 7].includes(unit % columns) && Math.floor(unit / columns) < 4
    const borders = ground.borders.map((border) => ({
      ...border,
      compounds: new Set(isInside(border.a) && isInside(border.b) ? [7] : []),
    }))
    const within = linked({ ...ground, borders })
    const cutsOf = (partOf: readonly number[]): number =>
      borders.filter(({ a, b, compounds }) => compounds.size > 0 && partOf[a] !== partOf[b]).length
    const loose = evenOut(within, stripes, parts, createRandom('seed'), 0)
    const strict = evenOut(within, stripes, parts, createRandom('seed'), 1)
    expect(cutsOf(loose)).toBeGreaterThan(0)
    expect(cutsOf(strict)).toBe(0)
    expect(pieces(within, strict)).toBe(parts)
  })

  it('stay as they are where nobody lives', () => {
    const { ground, stripes } = striped('empty')
    const empty = { ...ground, units: ground.units.map((unit) => ({ ...unit, load: 0 })) }
    expect(evenOut(empty, stripes, parts, createRandom('seed'), 0.1)).toEqual(stripes)
  })
})
