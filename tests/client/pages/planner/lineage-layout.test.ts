import { describe, expect, it } from 'vitest'
import { lineageLayout } from '../../../../client/pages/planner/lineage-layout.ts'

const grid = (gridCode: string, validFrom: string, validTo: string | null = null) => ({
  gridCode,
  name: gridCode,
  nameEn: '',
  validFrom,
  validTo,
})
const step = (ancestorCode: string, descendantCode: string, effectiveOn: string, changeKind: 'split' | 'merge' = 'split') => ({
  ancestorCode,
  descendantCode,
  effectiveOn,
  changeKind,
})

describe('the lineage of a grid, drawn', () => {
  it('has a lane for each grid, from when it had ground until it had none, and a column for each day of change', () => {
    const told = lineageLayout({
      gridCode: 'b',
      grids: [grid('a', '2024-01-01'), grid('b', '2025-03-01', '2026-01-01'), grid('c', '2025-03-01')],
      lineage: [step('a', 'b', '2025-03-01'), step('a', 'c', '2025-03-01'), step('b', 'a', '2026-01-01', 'merge')],
    })
    expect(told.days).toEqual(['2025-03-01', '2026-01-01'])
    expect(told.lanes).toEqual([
      { code: 'a', row: 0, from: 0, to: null },
      { code: 'b', row: 1, from: 1, to: 2 },
      { code: 'c', row: 2, from: 1, to: null },
    ])
    // there and back again
    expect(told.steps.map(({ fromRow, toRow, column }) => [fromRow, toRow, column])).toEqual([
      [0, 1, 1],
      [0, 2, 1],
      [1, 0, 2],
    ])
  })
  it('puts the grid itself before others of its time', () => {
    const { lanes } = lineageLayout({ gridCode: 'c', grids: ['a', 'b', 'c'].map((code) => grid(code, '2024-01-01')), lineage: [] })
    expect(lanes.map(({ code }) => code)).toEqual(['c', 'a', 'b'])
  })
})
