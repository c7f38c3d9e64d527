// A file becomes a header and rows of text. Numbers stay as they are written, days become text; nothing is interpreted here.
import { CsvError, parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { zipDirectory } from '#domain/files/zip-directory.ts'
import { type FormulaCell, formulaCellsOf } from './formula-cells.ts'
import { isMap, readMap } from './read-map.ts'
import { mostUnpackedBytes, sniffFile } from './sniff-file.ts'
import { clean, longestCell, mostColumns, mostRows, refused, type Table, type TableRow } from './table.ts'
import { unpackEntry } from './unpack-entry.ts'

/** `maps`: map data is taken too, each feature a row. */
export async function readTable(bytes: Uint8Array, maps = false): Promise<Table> {
  if (maps && isMap(bytes)) return readMap(bytes)
  const sniffed = sniffFile(bytes)
  if (!sniffed.ok) return refused(sniffed.refusal)
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return sniffed.kind === 'xlsx' ? readWorkbook(file) : readText(file)
}

// ── Excel ────────────────────────────────────────────────────────────────────────────────────────────────────
async function readWorkbook(file: Buffer): Promise<Table> {
  const looked = lookInside(file)
  if (looked !== null) return looked
  try {
    const formulas = formulaCellsOf(file, zipDirectory(file) ?? [], mostUnpackedBytes)
    const sheet = await readSheet<string>(file, { parseNumber: (text) => text, trim: false })
    const lines = sheet.map((row) => row.map(cellText))
    for (const { row, column, state, value } of formulas) {
      if (state === 'worked') continue
      if (row > mostRows) return refused('tooManyRows', String(mostRows))
      // rows that hold nothing else are left out at the end of a sheet
      while (lines.length <= row) lines.push([])
      // the name of the error, or the formula that nobody worked out, so that people find it
      const line = lines[row]
      if (line !== undefined) line[column] = value
    }
    return tableOf(lines, formulas)
  } catch {
    return refused('damaged')
  }
}

/** Unpacks every part within bounds. */
function lookInside(file: Buffer): Table | null {
  let left = mostUnpackedBytes
  for (const entry of zipDirectory(file) ?? []) {
    const content = unpackEntry(file, entry, left)
    if (content === null) return refused(entry.bytes > left ? 'tooLargeInside' : 'damaged', entry.name)
    if (content.length > entry.bytes) return refused('tooLargeInside', entry.name)
    left -= content.length
  }
  return null
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace('T', ' ')
  return typeof cell === 'boolean' ? (cell ? 'true' : 'false') : String(cell)
}

// ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** UTF-8 and UTF-16 by their marks, UTF-8 when it is that without one, otherwise GB18030, which offices in China still write. */
export function decodeText(file: Uint8Array): string | null {
  const mark = Buffer.from(file.subarray(0, 3)).toString('hex')
  const named = mark.startsWith('fffe') ? 'utf-16le' : mark.startsWith('feff') ? 'utf-16be' : mark === 'efbbbf' ? 'utf-8' : undefined
  for (const encoding of named === undefined ? ['utf-8', 'gb18030'] : [named]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(file)
      return text.includes('\0') ? null : text
    } catch {
      // not that one
    }
  }
  return null
}

/** The sign that parts the header into the most words. */
function delimiterOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/))
  const counted = [',', '\t', ';', '|'].map((sign) => ({ sign, parts: line.split(sign).length }))
  return counted.reduce((best, one) => (one.parts > best.parts ? one : best)).sign
}

function readText(file: Buffer): Table {
  const text = decodeText(file)
  if (text === null) return refused('encoding')
  try {
    const options = { delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: false, max_record_size: 1_000_000 }
    return tableOf(parse(text, options) as string[][])
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error.lines === 'number' ? String(error.lines) : ''
    return refused('damaged', line)
  }
}

// ── Both ─────────────────────────────────────────────────────────────────────────────────────────────────────
function tableOf(lines: readonly (readonly string[])[], formulas: readonly FormulaCell[] = []): Table {
  const ofRow = new Map<number, FormulaCell[]>()
  for (const one of formulas) ofRow.set(one.row, [...(ofRow.get(one.row) ?? []), one])
  const first = lines.findIndex((cells) => cells.some((cell) => cell.trim() !== ''))
  if (first < 0) return refused('empty')
  const header = (lines[first] ?? []).map((cell) => clean(cell).trim().slice(0, 200))
  while (header.at(-1) === '') header.pop()
  if (header.length > mostColumns) return refused('tooManyColumns', String(header.length))
  const rows: TableRow[] = []
  for (let index = first + 1; index < lines.length; index++) {
    const cells = lines[index] ?? []
    if (cells.every((cell) => cell.trim() === '')) continue
    if (rows.length === mostRows) return refused('tooManyRows', String(mostRows))
    if (cells.slice(header.length).some((cell) => cell.trim() !== '')) return refused('doubtfulColumns', String(index + 1))
    if (cells.some((cell) => cell.length > longestCell)) return refused('damaged', String(index + 1))
    const own = (ofRow.get(index) ?? []).filter(({ column }) => column < header.length)
    const places = (broken: boolean) => own.filter(({ state }) => (state !== 'worked') === broken).map(({ column }) => column)
    rows.push({
      rowNumber: index + 1,
      cells: header.map((_, at) => clean(cells[at] ?? '')),
      ...(own.length > 0 && { formulas: places(false), broken: places(true) }),
    })
  }
  return rows.length === 0 ? refused('noRows') : { ok: true, header, rows }
}
