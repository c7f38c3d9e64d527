// A file as a header and rows of text, whichever its form, and what is too much of it.
import type { IntakeRefusal } from '#domain/intake/intake-words.ts'

export type TableRow = {
  readonly rowNumber: number
  readonly cells: readonly string[]
  /** Places of cells whose value a formula gave, and of those whose formula, or whose cell, has none but an error. */
  readonly formulas?: readonly number[]
  readonly broken?: readonly number[]
  /** Of map data, as it came: not looked at yet. */
  readonly geometry?: unknown
}
export type Table =
  | { readonly ok: true; readonly header: readonly string[]; readonly rows: readonly TableRow[] }
  | { readonly ok: false; readonly refusal: IntakeRefusal; readonly at: string }

/** Of one file, whichever its form. */
export const mostRows = 50_000
export const mostColumns = 120
export const longestCell = 20_000

export const refused = (refusal: IntakeRefusal, at = ''): Table => ({ ok: false, refusal, at })

/** Control characters cannot be stored, and nobody typed them. */
export const clean = (cell: string): string => cell.replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
