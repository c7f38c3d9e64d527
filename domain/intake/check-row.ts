// One row of a file, read by what its columns mean. Nothing is mended: what cannot be read, or cannot be so, is said.
//   opened 12:00, closed 11:00 → closedBeforeReported      “5.00231E+14” as a ticket number → damagedTicketNumber
import type { RowProblem } from './intake-words.ts'
import type { Columns } from './propose-columns.ts'
import { readTime } from './read-time.ts'

export type ReadRow<Item extends string> = {
  readonly reference: string
  readonly word: string
  readonly item: Item | null
  readonly description: string
  readonly address: string
  readonly reportedAt: string | null
  readonly closedAt: string | null
  /** As the file has them, in the file's own coordinate system. */
  readonly point: readonly [number, number] | null
  readonly problems: readonly RowProblem[]
}

export type RowMapping<Item extends string> = { readonly columns: Columns; readonly items: ReadonlyMap<string, Item> }

const longestReference = 64
export const longestDescription = 4000
export const longestAddress = 400

/** A number that a spreadsheet has rounded to powers of ten. */
const rounded = /^\d(?:\.\d+)?e\+?\d+$/i
/** One whose digits beyond the fifteen that a spreadsheet keeps are zeros: damaged where a whole file is like that, a number otherwise. */
export const zeroedTail = '^\\d{15}0{3,}$'
const zeroed = new RegExp(zeroedTail)
/** What a spreadsheet shows where a formula has no value. */
const formulaError = /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|GETTING_DATA)$/
const missing = /^(?:|-|—|\/|null|none|n\/a|na|无|空)$/i

const cellOf = (cells: readonly string[], at: number | undefined): string => (at === undefined ? '' : (cells[at] ?? '').trim())

export function checkRow<Item extends string>(
  cells: readonly string[],
  { columns, items }: RowMapping<Item>,
  now: Date,
  /** Of this file's numbers most have lost their tails. */
  tailsLost: boolean,
): ReadRow<Item> {
  const problems: RowProblem[] = []
  const cell = (field: keyof Columns) => cellOf(cells, columns[field])
  const reference = cell('ticketNumber')
  if (missing.test(reference)) problems.push('noTicketNumber')
  else if (reference.includes('*')) problems.push('maskedTicketNumber')
  else if (reference.length > longestReference || rounded.test(reference) || (tailsLost && zeroed.test(reference)))
    problems.push('damagedTicketNumber')

  const reported = cell('reportedAt')
  const reportedAt = readTime(reported)
  if (missing.test(reported)) problems.push('noTime')
  else if (reportedAt === null) problems.push('unreadableTime')
  else if (Date.parse(reportedAt) > now.getTime()) problems.push('futureTime')

  const closed = cell('closedAt')
  const closedAt = missing.test(closed) ? null : readTime(closed)
  if (!missing.test(closed) && closedAt === null) problems.push('unreadableClosedTime')
  if (closedAt !== null && Date.parse(closedAt) > now.getTime()) problems.push('futureClosedTime')
  if (closedAt !== null && reportedAt !== null && closedAt < reportedAt) problems.push('closedBeforeReported')

  const word = cell('item').slice(0, 200)
  const item = items.get(word) ?? null
  if (missing.test(word)) problems.push('noItem')
  else if (item === null) problems.push('unknownItem')

  const [description, address] = [cell('description'), cell('address')]
  if (description.length > longestDescription || address.length > longestAddress) problems.push('textTooLong')
  const used = Object.values(columns).map((at) => cellOf(cells, at))
  if (used.some((text) => text.startsWith('='))) problems.push('formula')
  if (used.some((text) => formulaError.test(text))) problems.push('formulaWithoutValue')

  const { point, problem } = readPoint(cell('lng'), cell('lat'))
  if (problem !== null) problems.push(problem)
  return { reference, word, item, description, address, reportedAt, closedAt, point, problems }
}

function readPoint(lng: string, lat: string): { point: readonly [number, number] | null; problem: RowProblem | null } {
  if (missing.test(lng) && missing.test(lat)) return { point: null, problem: 'noCoordinate' }
  const decimal = /^[-+]?\d{1,3}(?:\.\d+)?$/
  const [x, y] = [Number(lng), Number(lat)]
  const readable = decimal.test(lng) && decimal.test(lat) && Math.abs(x) <= 180 && Math.abs(y) <= 90
  // a place in the Gulf of Guinea is where programs put what they do not know
  if (!readable || (x === 0 && y === 0)) return { point: null, problem: 'unreadableCoordinate' }
  return { point: [x, y], problem: null }
}
