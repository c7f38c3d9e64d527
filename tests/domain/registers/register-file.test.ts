import { describe, expect, it } from 'vitest'
import { chineseWords, columnsIn, fileColumns, filedRegisters, readRecord, recordCode } from '#domain/registers/register-file.ts'

const header = (kind: 'compound' | 'building' | 'station', language: 'zh-CN' | 'en' = 'zh-CN') =>
  fileColumns[kind].map(({ heading }) => heading[language])
const read = (kind: 'compound' | 'building' | 'station', cells: Readonly<Record<string, string>>) => {
  const columns = fileColumns[kind]
  const at = columnsIn(kind, header(kind))
  if (at === null) throw new Error('not the columns')
  return readRecord(
    kind,
    columns.map(({ field }) => cells[field] ?? ''),
    at,
  )
}
const compound = {
  code: 'C7',
  name: '青禾苑',
  nameEn: 'Qinghe',
  compoundType: '老旧院落',
  propertyClass: '信托制',
  partyOrganisation: '无',
  ownersCommittee: '自管委',
  builtYear: '1996',
  version: '3',
}

describe('a register as a file', () => {
  it.each(filedRegisters)('%s: knows its columns in both languages, in any order, and no other file', (kind) => {
    for (const language of ['zh-CN', 'en'] as const)
      expect(columnsIn(kind, header(kind, language).toReversed())?.size).toBe(fileColumns[kind].length)
    expect(columnsIn(kind, ['工单号', '时间'])).toBeNull()
    expect([columnsIn(kind, ['name', 'geom']), columnsIn(kind, ['name'], true)?.size]).toEqual([null, 1])
  })

  it('has no word that means two things in one column, and each word has its Chinese', () => {
    for (const kind of filedRegisters)
      for (const { form } of fileColumns[kind])
        if (form.is === 'word' || form.is === 'words') {
          const said = form.words.map((word) => chineseWords[word])
          expect(said).not.toContain(undefined)
          expect(new Set(said).size).toBe(said.length)
        }
  })

  it('reads words of either language, and numbers', () => {
    const own = {
      compoundType: 'courtyard',
      propertyClass: 'trust',
      partyOrganisation: 'none',
      ownersCommittee: 'selfManagement',
      builtYear: 1996,
    }
    expect(read('compound', compound)).toMatchObject({ state: 'read', id: 7, version: 3, fields: own })
    expect(read('compound', { ...compound, compoundType: 'courtyard', propertyClass: 'trust' })).toMatchObject({ fields: own })
  })

  it.each([
    ['9.90101E+14', 'damagedCode'],
    ['7', 'damagedCode'],
    ['B7', 'otherRegister'],
    ['c7', null],
    ['Ｃ７', null],
  ])('a code %s is %s', (code, problem) => {
    const row = read('compound', { ...compound, code })
    expect(row.state === 'problem' ? row.problem : null).toBe(problem)
  })

  it.each([
    ['compoundType', '别墅'],
    ['builtYear', '一九九六'],
    ['builtYear', '1996.5'],
    ['name', ''],
  ])('%s cannot be %s', (field, value) => {
    expect(read('compound', { ...compound, [field]: value })).toMatchObject({ state: 'problem', problem: 'unreadable', field })
  })

  it('without a version is damaged, without anything is empty, without a code is new', () => {
    expect(read('compound', { ...compound, version: '' })).toMatchObject({ problem: 'damagedCode', field: 'version' })
    expect(read('compound', {})).toMatchObject({ problem: 'empty' })
    expect(read('station', { name: '新站', kind: '党群服务站', services: '老年服务、人民调解', lng: '107.3', lat: '30.3' })).toMatchObject({
      id: null,
      lng: 107.3,
      fields: { name: '新站', kind: 'station', services: ['elderlyCare', 'mediation'] },
    })
  })

  it('reads the units of a building, and leaves alone what is not told', () => {
    const building = { code: recordCode('building', 5), name: '1栋', use: '住宅', households: '24', version: '1' }
    expect(read('building', { ...building, unitHouseholds: '12、12', unitLifts: '2', residents60Plus: '<3' })).toMatchObject({
      id: 5,
      fields: {
        units: [
          { unitNumber: 1, households: 12, lift: false },
          { unitNumber: 2, households: 12, lift: true },
        ],
      },
    })
    const without = read('building', { ...building, residents60Plus: '<3' })
    expect(without.state === 'read' && Object.keys(without.fields)).not.toContain('units')
    expect(without.state === 'read' && Object.keys(without.fields)).not.toContain('residents60Plus')
    expect(read('building', { ...building, unitHouseholds: '12', unitLifts: '2' })).toMatchObject({
      problem: 'unreadable',
      field: 'unitLifts',
    })
  })
})
