// What a request of GeoReport v2 asks for, out of its words. Whatever is wrong is said as the specification wants it: a code and a description.
import { issueItems } from '#contract/words.ts'
import type { RequestFilter } from './queries.ts'

export class Open311Error extends Error {
  constructor(
    readonly status: number,
    description: string,
  ) {
    super(description)
  }
}

const daysAtMost = 90
export const rowsAtMost = 1000
const dayMilliseconds = 86_400_000
/** W3C: a whole time with its zone. A blank where a plus was, is one: that is what an address makes of it. */
const whole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+\- ]\d{2}:?\d{2})$/

function instantOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined
  const time = whole.test(text) ? Date.parse(text.replace(/ (\d{2}:?\d{2})$/, '+$1').replace(/([+-]\d{2})(\d{2})$/, '$1:$2')) : Number.NaN
  if (Number.isNaN(time) || time < Date.UTC(1900, 0) || time > Date.UTC(2200, 0))
    throw new Open311Error(400, `${name} must be a time such as 2026-11-20T10:00:00+08:00`)
  return time
}

const listOf = (text: string | undefined): readonly string[] | null =>
  text === undefined || text.trim() === ''
    ? null
    : text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')

/** Without dates the last 90 days; with one of them the 90 days from or up to it; with numbers of requests any time. */
export function filterOf(query: Readonly<Record<string, string | undefined>>, now: Date): RequestFilter {
  const ids = listOf(query.service_request_id)
  if (ids !== null && (ids.length > rowsAtMost || !ids.every((id) => /^[1-9]\d{0,14}$/.test(id))))
    throw new Open311Error(400, `service_request_id must be at most ${rowsAtMost} numbers`)
  const items = listOf(query.service_code)
  const unknown = items?.find((item) => !(issueItems as readonly string[]).includes(item))
  if (unknown !== undefined) throw new Open311Error(404, `service_code ${unknown} was not found`)
  const statuses = listOf(query.status)
  if (statuses?.some((status) => status !== 'open' && status !== 'closed')) throw new Open311Error(400, 'status must be open or closed')
  const only = new Set(statuses ?? ['open', 'closed'])
  const open = only.size === 2 ? null : only.has('open')
  if (ids !== null) return { limit: rowsAtMost, ids: ids.map(Number), items, from: null, to: null, open }

  const [start, end] = [instantOf(query.start_date, 'start_date'), instantOf(query.end_date, 'end_date')]
  const span = daysAtMost * dayMilliseconds
  const to = end ?? (start === undefined ? now.getTime() : Math.min(now.getTime(), start + span))
  const from = start ?? to - span
  if (start !== undefined && end !== undefined && end < start) throw new Open311Error(400, 'end_date is before start_date')
  if (to - from > span) throw new Open311Error(400, `at most ${daysAtMost} days can be asked for at once`)
  return { limit: rowsAtMost, ids: null, items, from: new Date(from).toISOString(), to: new Date(to).toISOString(), open }
}
