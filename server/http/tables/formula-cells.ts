// Which cells of the sheet that is read are formulas: their value is the one that the program that saved the file worked out last, as it shows it.
// A formula with an error, or that nobody has worked out, has none.
import { SaxesParser } from 'saxes'
import type { ZipEntry } from '#domain/files/zip-directory.ts'
import { unpackEntry } from './unpack-entry.ts'

export type FormulaCell = {
  /** As in the file: B7. */
  readonly at: string
  /** Row of the sheet and place in it, both from 0. */
  readonly row: number
  readonly column: number
  readonly state: 'worked' | 'error' | 'none'
  /** As it was worked out; of an error its name, such as #REF!; of what nobody worked out the formula itself. */
  readonly value: string
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Where the first sheet of a workbook lies; undefined where the workbook does not say. */
export function firstSheetPath(workbook: string, relations: string): string | undefined {
  const id = /<(?:\w+:)?sheet\s[^>]*?\b\w+:id="([^"]+)"/.exec(workbook)?.[1]
  const relation = [...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].find(([text]) => text.includes(`Id="${id}"`))?.[0]
  const target = relation && /\bTarget="([^"]+)"/.exec(relation)?.[1]
  if (target === undefined) return undefined
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
}

/** Looks at the entries of a workbook that were checked before. */
export function formulaCellsOf(file: Buffer, entries: readonly ZipEntry[], mostBytes: number): FormulaCell[] {
  const text = (name: string): Buffer | undefined => {
    const entry = entries.find((one) => one.name === name)
    return (entry && unpackEntry(file, entry, mostBytes)) ?? undefined
  }
  const path = firstSheetPath(String(text('xl/workbook.xml')), String(text('xl/_rels/workbook.xml.rels'))) ?? 'xl/worksheets/sheet1.xml'
  const sheet = text(path)
  // most tables have none, and reading them twice would be for nothing
  if (sheet === undefined || !['<f>', '<f ', '<f/', ':f>', ':f ', 't="e"'].some((sign) => sheet.includes(sign))) return []
  return cellsIn(sheet.toString('utf8'))
}

const columnOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

function cellsIn(sheet: string): FormulaCell[] {
  const found: FormulaCell[] = []
  const parser = new SaxesParser({ xmlns: false })
  let [row, column] = [-1, -1]
  let cell = { at: '', kind: '', formula: false, valued: false, value: '', text: '' }
  let within = ''
  parser.on('opentag', ({ name, attributes }) => {
    const tag = local(name)
    if (tag === 'row') {
      row = attributes.r === undefined ? row + 1 : Number(attributes.r) - 1
      column = -1
    } else if (tag === 'c') {
      const at = /^([A-Z]{1,3})\d+$/.exec(attributes.r ?? '')?.[1]
      column = at === undefined ? column + 1 : columnOf(at)
      cell = { at: attributes.r ?? '', kind: attributes.t ?? '', formula: false, valued: false, value: '', text: '' }
    } else if (tag === 'f') cell.formula = true
    else if (tag === 'v') cell.valued = true
    within = tag
  })
  parser.on('text', (text) => {
    if (within === 'v') cell.value += text
    else if (within === 'f') cell.text += text
  })
  parser.on('closetag', ({ name }) => {
    const tag = local(name)
    within = ''
    if (tag !== 'c' || (!cell.formula && cell.kind !== 'e')) return
    const { at, kind, valued, value, text } = cell
    // an empty text is a value, an empty number is none
    const state = kind === 'e' ? 'error' : valued && (value !== '' || kind === 'str') ? 'worked' : 'none'
    found.push({ at, row, column, state, value: state === 'none' ? `=${text}` : value })
  })
  parser.write(sheet).close()
  return found
}
