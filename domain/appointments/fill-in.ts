// The list of posts without a holder as a table that is filled in elsewhere and sent back. Each row names its post by a code that no spreadsheet takes
// for a number, and says how many steps the post had taken when the file was made: if it has taken more since, somebody was there meanwhile.
// Example: B5041 is the head of building 5041, U5041-2 the head of its second unit. A row without a name is left as it is.

import { calendarDay } from '../calendar/calendar-day.ts'
import { readTime } from '../intake/read-time.ts'
import { longestTermDays } from './ledger.ts'
import type { PostPlace, SelectionRoute } from './posts.ts'

export const fillColumns = [
  { column: 'code', heading: { 'zh-CN': '岗位编码', en: 'Post code' } },
  { column: 'name', heading: { 'zh-CN': '姓名', en: 'Person' } },
  { column: 'phone', heading: { 'zh-CN': '电话', en: 'Phone' } },
  { column: 'selectionRoute', heading: { 'zh-CN': '产生方式', en: 'Selection' } },
  { column: 'termStart', heading: { 'zh-CN': '任期开始', en: 'Term from' } },
  { column: 'termEnd', heading: { 'zh-CN': '任期结束', en: 'Term to' } },
  { column: 'noticeConsent', heading: { 'zh-CN': '同意公示', en: 'Consent to notice' } },
  { column: 'steps', heading: { 'zh-CN': '版本(勿改)', en: 'Version (keep)' } },
] as const
export type FillColumn = (typeof fillColumns)[number]['column']

export const postCode = ({ buildingId, unitNumber }: Pick<PostPlace, 'buildingId' | 'unitNumber'>): string =>
  unitNumber === null ? `B${buildingId}` : `U${buildingId}-${unitNumber}`

/** Where a row of the file stands. Only `ready` rows are appointed. */
export const fillProblems = [
  'damagedCode',
  'unknownCode',
  'twice',
  'changedSince',
  'held',
  'nameTooShort',
  'phoneUnreadable',
  'routeUnknown',
  'dayUnreadable',
  'termNotOrdered',
  'termTooLong',
  'consentUnknown',
  'formulaWithoutValue',
] as const
export type FillProblem = (typeof fillProblems)[number]

/** Codes of another file, or that a spreadsheet made a number of. */
const codeForm = /^(?:B([1-9]\d{0,11})|U([1-9]\d{0,11})-([1-9]\d{0,4}))$/
export function parsePostCode(text: string): Pick<PostPlace, 'buildingId' | 'unitNumber'> | null {
  const match = codeForm.exec(text.normalize('NFKC').trim().toUpperCase())
  if (match === null) return null
  return { buildingId: Number(match[1] ?? match[2]), unitNumber: match[3] === undefined ? null : Number(match[3]) }
}

/** At which place of the header each column stands, in either language; null: the file is not one of these. */
export function fillColumnsIn(header: readonly string[]): ReadonlyMap<FillColumn, number> | null {
  const plain = header.map((cell) => cell.normalize('NFKC').trim())
  const found = new Map<FillColumn, number>()
  for (const { column, heading } of fillColumns) {
    const at = plain.findIndex((cell) => cell === heading['zh-CN'].normalize('NFKC') || cell === heading.en)
    if (at < 0) return null
    found.set(column, at)
  }
  return found
}

const routeWords: Readonly<Record<string, SelectionRoute>> = {
  组织推荐: 'recommended',
  居民推选: 'elected',
  个人自荐: 'selfNominated',
  Recommended: 'recommended',
  'Elected by residents': 'elected',
  Volunteered: 'selfNominated',
  '': 'elected',
}
const consentWords: Readonly<Record<string, boolean>> = {
  是: true,
  同意: true,
  yes: true,
  true: true,
  1: true,
  否: false,
  不同意: false,
  no: false,
  false: false,
  0: false,
  '': false,
}
/** Days since 30 December 1899, as spreadsheets count them; those of this century. */
const serialDay = /^(4\d|5\d|6\d)\d{3}(?:\.0+)?$/
const phoneForm = /^[0-9+() -]{0,30}$/

/** A day as people and spreadsheets write it, or null. */
export function readDay(text: string): string | null {
  const plain = text.normalize('NFKC').trim()
  if (serialDay.test(plain)) return new Date((Number(plain) - 25_569) * 86_400_000).toISOString().slice(0, 10)
  const instant = readTime(plain)
  return instant === null ? null : calendarDay(new Date(instant))
}

export type FillRow = {
  readonly place: Pick<PostPlace, 'buildingId' | 'unitNumber'>
  readonly name: string
  readonly phone: string
  readonly selectionRoute: SelectionRoute
  readonly termStart: string
  readonly termEnd: string
  readonly noticeConsent: boolean
  readonly steps: number
}
export type ReadRow =
  | { readonly state: 'empty' }
  | { readonly state: 'trouble'; readonly code: string; readonly name: string; readonly problem: FillProblem }
  | { readonly state: 'filled'; readonly code: string; readonly row: FillRow }

/** What a row says. Without days the term begins `today` and lasts two years. */
export function readFillRow(cells: readonly string[], at: ReadonlyMap<FillColumn, number>, today: string): ReadRow {
  const cell = (column: FillColumn) => (cells[at.get(column) ?? -1] ?? '').normalize('NFKC').trim()
  const name = cell('name').replace(/^'(?=[=+@-])/, '')
  if (name === '') return { state: 'empty' }
  const code = cell('code')
  const trouble = (problem: FillProblem): ReadRow => ({ state: 'trouble', code, name, problem })
  const place = parsePostCode(code)
  if (place === null || !/^\d{1,9}$/.test(cell('steps'))) return trouble('damagedCode')
  if ([...name].length < 2 || [...name].length > 40) return trouble('nameTooShort')
  if (!phoneForm.test(cell('phone'))) return trouble('phoneUnreadable')
  const selectionRoute = routeWords[cell('selectionRoute')]
  if (selectionRoute === undefined) return trouble('routeUnknown')
  const noticeConsent = consentWords[cell('noticeConsent').toLowerCase()]
  if (noticeConsent === undefined) return trouble('consentUnknown')
  const termStart = cell('termStart') === '' ? today : readDay(cell('termStart'))
  const termEnd = cell('termEnd') === '' ? (termStart === null ? null : inTwoYears(termStart)) : readDay(cell('termEnd'))
  if (termStart === null || termEnd === null) return trouble('dayUnreadable')
  if (termEnd <= termStart) return trouble('termNotOrdered')
  if ((Date.parse(termEnd) - Date.parse(termStart)) / 86_400_000 > longestTermDays) return trouble('termTooLong')
  const row = { place, name, phone: cell('phone'), selectionRoute, termStart, termEnd, noticeConsent, steps: Number(cell('steps')) }
  return { state: 'filled', code: postCode(place), row }
}

const usualTermDays = 730
const inTwoYears = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + usualTermDays * 86_400_000).toISOString().slice(0, 10)
