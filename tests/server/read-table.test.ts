// Workbooks as different programs write them: the same table whichever wrote it.
import { describe, expect, it } from 'vitest'
import { readTable } from '../../server/http/tables/read-table.ts'
import { type Made, workbook } from '../engines/made-workbook.ts'

const table = async (made: Made) => {
  const read = await readTable(workbook(made))
  return read.ok ? { header: read.header, rows: read.rows.map(({ cells }) => cells) } : read
}
const expected = { header: ['编码', '任期开始'], rows: [['B7', '2026-11-20 00:00:00']] }
/** 2026-11-20 in days since the end of 1899, and since the beginning of 1904. */
const [since1900, since1904] = [46346, 44884]

describe('a workbook', () => {
  it('with its texts kept apart, as Excel writes it', async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>${since1900}</v></c></row>`
    expect(await table({ rows, shared: ['编码', '任期开始', 'B7'] })).toEqual(expected)
  })

  it('with its texts in their cells, as programs write it', async () => {
    const text = (at: string, words: string) => `<c r="${at}" t="inlineStr"><is><t>${words}</t></is></c>`
    const rows = `<row r="1">${text('A1', '编码')}${text('B1', '任期开始')}</row><row r="2">${text('A2', 'B7')}<c r="B2" s="1"><v>${since1900}</v></c></row>`
    expect(await table({ rows })).toEqual(expected)
  })

  it('that counts its days from 1904', async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>${since1904}</v></c></row>`
    expect(await table({ rows, shared: ['编码', '任期开始', 'B7'], date1904: true })).toEqual(expected)
  })

  it('with merged cells, and days kept as plain numbers', async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"/></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>${since1900}</v></c></row>`
    const read = await table({
      rows,
      shared: ['编码', '任期开始', 'B7'],
      after: '<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>',
    })
    expect(read).toMatchObject({ rows: [['B7', String(since1900)]] })
  })

  const twoColumns = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`
  const rowsOf = async (rows: string) => {
    const read = await readTable(workbook({ rows: twoColumns + rows, shared: ['编码', '户数'] }))
    return read.ok ? read.rows : read
  }

  it('with formulas is read as the program that saved it showed them, and says which cells they are', async () => {
    const rows = await rowsOf(
      `<row r="2"><c r="A2" t="str"><f>CONCATENATE("B",7)</f><v>B7</v></c><c r="B2"><f>SUM(C2:D2)</f><v>24</v></c></row>
       <row r="3"><c r="A3" t="inlineStr"><is><t>B8</t></is></c><c r="B3"><f t="shared" si="0"/><v>30</v></c></row>
       <row r="4"><c r="A4" t="inlineStr"><is><t>B9</t></is></c><c r="B4" t="str"><f>""</f><v></v></c></row>
       <row r="5"><c r="A5" t="inlineStr"><is><t>B10</t></is></c><c r="B5"><v>6</v></c></row>`,
    )
    expect(rows).toEqual([
      { rowNumber: 2, cells: ['B7', '24'], formulas: [0, 1], broken: [] },
      { rowNumber: 3, cells: ['B8', '30'], formulas: [1], broken: [] },
      { rowNumber: 4, cells: ['B9', ''], formulas: [1], broken: [] },
      { rowNumber: 5, cells: ['B10', '6'] },
    ])
  })

  it('with a formula that has an error, or that nobody worked out, says in which row and goes on', async () => {
    const rows = await rowsOf(
      `<row r="2"><c r="A2" t="inlineStr"><is><t>B7</t></is></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
       <row r="3"><c r="A3" t="inlineStr"><is><t>B8</t></is></c><c r="B3"><f>SUM(C3:D3)</f></c></row>
       <row r="4"><c r="A4" t="inlineStr"><is><t>B9</t></is></c><c r="B4"><f>A1&amp;"x"</f><v/></c></row>
       <row r="5"><c r="A5" t="inlineStr"><is><t>B10</t></is></c><c r="B5" t="e"><v>#N/A</v></c></row>`,
    )
    expect(rows).toEqual([
      { rowNumber: 2, cells: ['B7', '#DIV/0!'], formulas: [], broken: [1] },
      { rowNumber: 3, cells: ['B8', '=SUM(C3:D3)'], formulas: [], broken: [1] },
      { rowNumber: 4, cells: ['B9', '=A1&"x"'], formulas: [], broken: [1] },
      { rowNumber: 5, cells: ['B10', '#N/A'], formulas: [], broken: [1] },
    ])
  })

  it('with formulas after an empty row counts rows and places as the sheet does', async () => {
    const rows = await rowsOf(`<row r="4"><c r="B4"><f>1+1</f><v>2</v></c></row><row r="6"><c r="B6"><f>2+2</f></c></row>`)
    expect(rows).toEqual([
      { rowNumber: 4, cells: ['', '2'], formulas: [1], broken: [] },
      { rowNumber: 6, cells: ['', '=2+2'], formulas: [], broken: [1] },
    ])
  })

  it('with a text formula that was never worked out is told like any other, and a formula far below all rows is too much', async () => {
    expect(await rowsOf(`<row r="2"><c r="A2" t="str"><f>CONCATENATE("B",7)</f></c></row>`)).toEqual([
      { rowNumber: 2, cells: ['=CONCATENATE("B",7)', ''], formulas: [], broken: [0] },
    ])
    expect(await rowsOf(`<row r="1000000"><c r="A1000000"><f>1</f></c></row>`)).toMatchObject({ refusal: 'tooManyRows' })
  })
})

describe('map data', () => {
  const map = async (value: unknown, maps = true) => readTable(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), maps)
  const point = { type: 'Point', coordinates: [107.3, 30.3] }
  const feature = (properties: object | null, geometry: unknown = point) => ({ type: 'Feature', properties, geometry })

  it('is a table: each feature a row, each property a column, the geometry beside them', async () => {
    const features = [
      feature({ name: '甲', builtYear: 1996, services: ['a', 'b'] }),
      feature({ name: '乙\u0007', extra: null }, null),
      feature(null),
    ]
    expect(await map({ type: 'FeatureCollection', features })).toEqual({
      ok: true,
      header: ['name', 'builtYear', 'services', 'extra'],
      rows: [
        { rowNumber: 1, cells: ['甲', '1996', 'a、b', ''], geometry: point },
        { rowNumber: 2, cells: ['乙', '', '', ''], geometry: null },
        { rowNumber: 3, cells: ['', '', '', ''], geometry: point },
      ],
    })
  })

  it.each([
    ['cut off', '{"type": "FeatureCollection", "features": [', 'damaged'],
    ['one feature alone', feature({}), 'notTable'],
    ['something else', { rows: [] }, 'notTable'],
    ['nothing', { type: 'FeatureCollection', features: [] }, 'noRows'],
    ['no features', { type: 'FeatureCollection', features: [1] }, 'damaged'],
    [
      'in metres',
      { type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4524' } }, features: [feature({})] },
      'otherSystem',
    ],
    [
      'too wide',
      { type: 'FeatureCollection', features: [feature(Object.fromEntries(Array.from({ length: 121 }, (_, n) => [`p${n}`, n])))] },
      'tooManyColumns',
    ],
    ['nested without end', `{"type": ${'['.repeat(200_000)}`, 'damaged'],
  ])('%s is refused', async (_, value, refusal) => {
    expect(await map(value)).toMatchObject({ ok: false, refusal })
  })

  it('is taken in the systems that are the same, and only where map data is asked for', async () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } }
    expect(await map({ type: 'FeatureCollection', crs, features: [feature({ name: '甲' })] })).toMatchObject({ ok: true })
    expect(await map({ type: 'FeatureCollection', features: [feature({ name: '甲' })] }, false)).not.toMatchObject({
      ok: true,
      header: ['name'],
    })
  })
})
