// The rows that were not taken in, as a file that can be mended and sent again: what is wrong first, then the cells as they are kept.
import writeWorkbook from 'write-excel-file/node'
import { problemWords } from '#domain/intake/problem-words.ts'
import type { StoredRow } from './queries.ts'

type Language = 'zh-CN' | 'en'
const heads: Readonly<Record<Language, readonly [string, string, string]>> = {
  'zh-CN': ['原行号', '原因', '已手工排除'],
  en: ['Row', 'Reasons', 'Left out by hand'],
}
const leftOut: Readonly<Record<Language, string>> = { 'zh-CN': '是', en: 'yes' }

/** What a spreadsheet would run when it opens the file is made text. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) && !/^[-+]?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text)

export function errorLines(header: readonly string[], rows: readonly StoredRow[], language: Language): string[][] {
  const words = problemWords[language]
  return [
    [...heads[language], ...header.map(harmless)],
    ...rows.map(({ rowNumber, problems, included, cells }) => [
      String(rowNumber),
      problems.map((problem) => words[problem]).join(language === 'en' ? '; ' : '；'),
      included ? '' : leftOut[language],
      ...header.map((_, at) => harmless(cells[at] ?? '')),
    ]),
  ]
}

/** With the mark by which Excel knows UTF-8. */
export const asCsv = (lines: readonly (readonly string[])[]): string =>
  `\uFEFF${lines.map((cells) => cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')}\r\n`

/** Every cell is text, so that long numbers keep their digits. */
export const asWorkbook = async (lines: readonly (readonly string[])[]): Promise<Uint8Array> =>
  writeWorkbook(lines.map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer()
