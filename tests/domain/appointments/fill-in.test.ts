import { describe, expect, it } from 'vitest'
import { type FillColumn, fillColumns, fillColumnsIn, parsePostCode, postCode, readDay, readFillRow } from '#domain/appointments/fill-in.ts'

const header = fillColumns.map(({ heading }) => heading['zh-CN'])
const columns = fillColumnsIn(header) ?? new Map<FillColumn, number>()
const row = (given: Partial<Record<FillColumn, string>> = {}) => {
  const said: Record<FillColumn, string> = {
    code: 'B12',
    name: '张三丰',
    phone: '138 0000 0000',
    selectionRoute: '居民推选',
    termStart: '2026-12-01',
    termEnd: '2028年11月30日',
    noticeConsent: '是',
    steps: '3',
    ...given,
  }
  return readFillRow(
    fillColumns.map(({ column }) => said[column]),
    columns,
    '2026-11-20',
  )
}
const problem = (given: Partial<Record<FillColumn, string>>) => {
  const read = row(given)
  return read.state === 'trouble' ? read.problem : read.state
}

describe('codes of posts', () => {
  it('are read as they were written, also in wide and small letters', () => {
    for (const place of [
      { buildingId: 5041, unitNumber: null },
      { buildingId: 7, unitNumber: 12 },
    ])
      expect(parsePostCode(` ${postCode(place).toLowerCase()} `)).toEqual(place)
    expect(parsePostCode('Ｂ１２')).toEqual({ buildingId: 12, unitNumber: null })
  })
  it('that a spreadsheet damaged, or nobody wrote, are none', () => {
    for (const text of ['', '5041', '9.90101E+14', 'B0', 'B12-1', 'U12', 'B1e5', '990100001001000'])
      expect([text, parsePostCode(text)]).toEqual([text, null])
  })
})

describe('the header', () => {
  it('is known in both languages and any order, with other columns between', () => {
    const english = fillColumns.map(({ heading }) => heading.en).reverse()
    expect(fillColumnsIn(['x', ...english])?.get('steps')).toBe(1)
    expect(fillColumnsIn(header.slice(1))).toBeNull()
  })
})

describe('a row', () => {
  it('that is filled in is read', () => {
    expect(row()).toEqual({
      state: 'filled',
      code: 'B12',
      row: {
        place: { buildingId: 12, unitNumber: null },
        name: '张三丰',
        phone: '138 0000 0000',
        selectionRoute: 'elected',
        termStart: '2026-12-01',
        termEnd: '2028-11-30',
        noticeConsent: true,
        steps: 3,
      },
    })
  })
  it('without a name is left as it is, without days the term begins today and lasts two years', () => {
    expect(row({ name: ' ' })).toEqual({ state: 'empty' })
    const read = row({ termStart: '', termEnd: '', selectionRoute: '', noticeConsent: '' })
    expect(read.state === 'filled' && [read.row.termStart, read.row.termEnd, read.row.noticeConsent]).toEqual([
      '2026-11-20',
      '2028-11-19',
      false,
    ])
  })
  it.each([
    [{ code: '9.90101E+14' }, 'damagedCode'],
    [{ steps: '' }, 'damagedCode'],
    [{ name: '张' }, 'nameTooShort'],
    [{ phone: 'call me' }, 'phoneUnreadable'],
    [{ selectionRoute: '抽签' }, 'routeUnknown'],
    [{ noticeConsent: '也许' }, 'consentUnknown'],
    [{ termStart: '03/04/2026' }, 'dayUnreadable'],
    [{ termEnd: '2026-02-31' }, 'dayUnreadable'],
    [{ termEnd: '2026-12-01' }, 'termNotOrdered'],
    [{ termEnd: '2046-12-01' }, 'termTooLong'],
  ] as const)('%o is in trouble: %s', (given, expected) => {
    expect(problem(given)).toBe(expected)
  })
})

describe('days', () => {
  it('are read as people and spreadsheets write them', () => {
    for (const text of ['2026-11-20', '2026/11/20', '2026年11月20日', '20261120', '46346', '2026-11-20 00:00:00'])
      expect([text, readDay(text)]).toEqual([text, '2026-11-20'])
    expect([readDay('20.11.2026'), readDay('soon')]).toEqual([null, null])
  })
})
