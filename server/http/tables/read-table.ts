// A file becomes a header and rows of text. Numbers stay as they are written, days become text; nothing is interpreted here.
import { CsvError, parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import type { IntakeRefusal } from '#domain/intake/intake-words.ts'
import { mostUnpackedBytes, sniffFile } from './sniff-file.ts'
import { unpackEntry, zipDirectory } from './zip-directory.ts'

export type TableRow = { readonly rowNumber: number; readonly cells: readonly string[] }
export type Table =
  | { readonly ok: true; readonly header: readonly string[]; readonly rows: readonly TableRow[] }
  | { readonly ok: false; readonly refusal: IntakeRefusal; readonly at: string }

const mostRows = 50_000
const mostColumns = 120
const longestCell = 20_000

const refused = (refusal: IntakeRefusal, at = ''): Table => ({ ok: false, refusal, at })

export async function readTable(bytes: Uint8Array): Promise<Table> {
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
    const sheet = await readSheet<string>(file, { parseNumber: (text) => text, trim: false })
    return tableOf(sheet.map((row) => row.map(cellText)))
  } catch {
    return refused('damaged')
  }
}

/** Unpacks every part within bounds and looks for formulas: their results may be old, and what they would do here nobody knows. */
function lookInside(file: Buffer): Table | null {
  let left = mostUnpackedBytes
  for (const entry of zipDirectory(file) ?? []) {
    const content = unpackEntry(file, entry, left)
    if (content === null) return refused(entry.bytes > left ? 'tooLargeInside' : 'damaged', entry.name)
    if (content.length > entry.bytes) return refused('tooLargeInside', entry.name)
    left -= content.length
    if (!/^xl\/worksheets\/[^/]+\.xml$/.test(entry.name)) continue
    const formula = /<c\s[^>]*\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f[\s>/]/.exec(content.toString('latin1'))
    if (formula) return refused('formula', formula[1])
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
/** Control characters cannot be stored, and nobody typed them. */
const clean = (cell: string): string => cell.replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')

function tableOf(lines: readonly (readonly string[])[]): Table {
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
    rows.push({ rowNumber: index + 1, cells: header.map((_, at) => clean(cells[at] ?? '')) })
  }
  return rows.length === 0 ? refused('noRows') : { ok: true, header, rows }
}
