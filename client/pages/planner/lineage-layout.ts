// The lineage of a grid as lanes over time: a lane for each grid from when it had ground until it had none, a column for each day on which something
// changed, and a line from lane to lane where ground went over. Lanes and not a tree: a piece may go back to where it came from.
//
//            2025-03-01   2026-01-01
//   101 ─────────┬────────────▲─────▶
//   117          └────────────┘
import type { GridHistory } from '../../api/plans.ts'

export type Lane = {
  readonly code: string
  readonly row: number
  /** In columns: 0 is before the first change, k the time from the k-th on; `to` is where it ends, null where it goes on. */
  readonly from: number
  readonly to: number | null
}
type Kind = GridHistory['lineage'][number]['changeKind']
export type Step = { readonly fromRow: number; readonly toRow: number; readonly column: number; readonly kind: Kind }
export type LineageLayout = { readonly days: readonly string[]; readonly lanes: readonly Lane[]; readonly steps: readonly Step[] }

export function lineageLayout({ gridCode, lineage, grids }: Pick<GridHistory, 'gridCode' | 'lineage' | 'grids'>): LineageLayout {
  const days = [...new Set(lineage.map(({ effectiveOn }) => effectiveOn))].sort()
  /** How many changes there had been by a day, that day included. */
  const columnOf = (day: string): number => days.filter((one) => one <= day).length
  const lanes = grids
    .map(({ gridCode: code, validFrom, validTo }) => ({
      code,
      from: columnOf(validFrom),
      to: validTo === null ? null : columnOf(validTo),
    }))
    // the grid itself first among those of its time, then by number
    .sort((a, b) => a.from - b.from || Number(b.code === gridCode) - Number(a.code === gridCode) || a.code.localeCompare(b.code))
    .map((lane, row) => ({ ...lane, row }))
  const rowOf = new Map(lanes.map(({ code, row }) => [code, row]))
  const steps = lineage.flatMap(({ ancestorCode, descendantCode, changeKind, effectiveOn }) => {
    const [fromRow, toRow] = [rowOf.get(ancestorCode), rowOf.get(descendantCode)]
    return fromRow === undefined || toRow === undefined ? [] : [{ fromRow, toRow, column: columnOf(effectiveOn), kind: changeKind }]
  })
  return { days, lanes, steps }
}
