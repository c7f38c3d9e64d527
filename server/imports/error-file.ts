// The rows that were not taken in, as a file that can be mended and sent again: what is wrong first, then the cells as they are kept.
import { problemWords } from '#domain/intake/problem-words.ts'
import { harmless } from '../http/table-file.ts'
import type { StoredRow } from './queries.ts'

type Language = 'zh-CN' | 'en'
const heads: Readonly<Record<Language, readonly [string, string, string]>> = {
  'zh-CN': ['原行号', '原因', '已手工排除'],
  en: ['Row', 'Reasons', 'Left out by hand'],
}
const leftOut: Readonly<Record<Language, string>> = { 'zh-CN': '是', en: 'yes' }

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
