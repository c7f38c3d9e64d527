// Lists as files that a spreadsheet opens.
import writeWorkbook from 'write-excel-file/node'
import { Bytes } from './handler.ts'

/** What a spreadsheet would run when it opens the file is made text. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) && !/^[-+]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text)

/** With the mark by which Excel knows UTF-8. */
export const asCsv = (lines: readonly (readonly string[])[]): string =>
  `\uFEFF${lines.map((cells) => cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')}\r\n`

/** Every cell is text, so that long numbers keep their digits. */
export const asWorkbook = async (lines: readonly (readonly string[])[]): Promise<Uint8Array> =>
  writeWorkbook(lines.map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer()

type ListFile = {
  /** Without its ending. */
  readonly name: string
  readonly format: 'xlsx' | 'csv' | 'geojson'
  /** The head first; cells that people typed are made harmless before. */
  readonly lines: () => readonly (readonly string[])[]
  /** As map data; left out where the list has no places. */
  readonly features?: () => readonly object[]
}

/** A list as a file that is kept, in the form that was asked for. */
export async function listFile({ name, format, lines, features }: ListFile): Promise<Bytes> {
  const headers = { 'Content-Disposition': `attachment; filename="${name}.${format}"`, 'Cache-Control': 'no-store' }
  if (format === 'geojson')
    return new Bytes(JSON.stringify({ type: 'FeatureCollection', features: features?.() ?? [] }), 'application/geo+json', headers)
  if (format === 'csv') return new Bytes(asCsv(lines()), 'text/csv; charset=utf-8', headers)
  return new Bytes(await asWorkbook(lines()), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', headers)
}
