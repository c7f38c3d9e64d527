// Where counts are added up while they are read: one number for each cell of a box, however fine the cells that come in.
import { placeOf, placesAcross } from './count-sheet.ts'
import { type CellRange, finestCellZoom } from './density-cell.ts'

export type Tally = {
  /** What is outside is left out. */
  add(x: number, y: number, amount: number): void
  /** Places that have a count, by y, then x. */
  each(visit: (x: number, y: number, amount: number) => void): void
}

/** Cells of the finest zoom, added up to the cells of a range. */
export function cellTally({ cellZoom, x0, y0, across, down }: CellRange): Tally {
  const sums = new Int32Array(across * down)
  const shift = finestCellZoom - cellZoom
  return {
    add(x, y, amount) {
      const column = (x >> shift) - x0
      const row = (y >> shift) - y0
      if (column < 0 || column >= across || row < 0 || row >= down) return
      const at = row * across + column
      sums[at] = (sums[at] ?? 0) + amount
    },
    each(visit) {
      for (let at = 0; at < sums.length; at++) {
        const amount = sums[at] ?? 0
        if (amount !== 0) visit(x0 + (at % across), y0 + Math.floor(at / across), amount)
      }
    },
  }
}

/** Places of any kind, few of them. */
export function placeTally(): Tally {
  const sums = new Map<number, number>()
  return {
    add(x, y, amount) {
      const place = placeOf(x, y)
      sums.set(place, (sums.get(place) ?? 0) + amount)
    },
    each(visit) {
      for (const [place, amount] of [...sums].sort(([a], [b]) => a - b))
        if (amount !== 0) visit(place % placesAcross, Math.floor(place / placesAcross), amount)
    },
  }
}
