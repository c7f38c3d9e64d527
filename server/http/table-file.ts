// Lists as files that a spreadsheet opens.
import writeWorkbook from 'write-excel-file/node'

/** What a spreadsheet would run when it opens the file is made text. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) && !/^[-+]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text)

/** With the mark by which Excel knows UTF-8. */
export const asCsv = (lines: readonly (readonly string[])[]): string =>
  `\uFEFF${lines.map((cells) => cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')}\r\n`

/** Every cell is text, so that long numbers keep their digits. */
export const asWorkbook = async (lines: readonly (readonly string[])[]): Promise<Uint8Array> =>
  writeWorkbook(lines.map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer()
