import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { coverageKinds, coverageRefusal, coverageTable, coverageUnits, historyDays } from '#domain/coverage/coverage-kinds.ts'

const [before, today, after] = ['2026-11-19', '2026-11-20', '2026-11-21'] as const

describe('the kinds of coverage', () => {
  it('each count one unit, and every unit is counted', () => {
    expect(new Set(coverageKinds.map((kind) => coverageTable[kind].unit))).toEqual(new Set(coverageUnits))
  })

  it('stand in the documentation in the words of the table', () => {
    const page = readFileSync(new URL('../../../docs/coverage.md', import.meta.url), 'utf8')
    for (const kind of coverageKinds) expect(page).toContain(`| \`${kind}\` | ${coverageTable[kind].counts} |`)
  })
})

describe('a coverage figure', () => {
  it.each(coverageKinds)('of %s is given for today, per grid', (kind) => {
    expect(coverageRefusal({ kind, perCompound: false, day: today, today })).toBeNull()
  })

  it('is given for each compound where a compound holds what is counted', () => {
    const refusals = coverageKinds.map((kind) => coverageRefusal({ kind, perCompound: true, day: today, today }))
    expect(refusals).toEqual([null, null, 'countsGrids', null, 'countsCompounds'])
  })

  it.each(coverageKinds)('of %s is given for a day that is over', (kind) => {
    expect(coverageRefusal({ kind, perCompound: false, day: before, today })).toBeNull()
  })

  it.each(coverageKinds)('of %s is not given for a day to come', (kind) => {
    expect(coverageRefusal({ kind, perCompound: false, day: after, today })).toBe('dayToCome')
  })
})

describe('the days of a line', () => {
  it('are the first of each month and the last day, in order, each once', () => {
    expect(historyDays('2026-02-20', 3)).toEqual(['2025-12-01', '2026-01-01', '2026-02-01', '2026-02-20'])
    expect(historyDays('2026-03-01', 2)).toEqual(['2026-02-01', '2026-03-01'])
  })
})
