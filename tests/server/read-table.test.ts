// Workbooks as different programs write them: the same table whichever wrote it.
import { describe, expect, it } from 'vitest'
import { readTable } from '../../server/http/tables/read-table.ts'
import { madeZip } from '../engines/made-zip.ts'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const parts = 'http://schemas.openxmlformats.org/package/2006/relationships'
const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`

type Made = { readonly rows: string; readonly shared?: readonly string[]; readonly date1904?: boolean; readonly after?: string }

/** A workbook with one sheet; style 1 is a day. */
function workbook({ rows, shared = [], date1904 = false, after = '' }: Made): Uint8Array {
  const files = [
    { name: '[Content_Types].xml', content: types },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${parts}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="${parts}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      content: `<sst xmlns="${main}" count="${shared.length}" uniqueCount="${shared.length}">${shared.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${after}</worksheet>` },
  ]
  return new Uint8Array(madeZip(files))
}
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

  it('with a formula is refused, with its cell', async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="str"><f>CONCATENATE("B",7)</f><v>B7</v></c></row>`
    expect(await table({ rows, shared: ['编码'] })).toEqual({ ok: false, refusal: 'formula', at: 'A2' })
  })
})
