// The state of the issues page as it stands in the address bar. Pure: text to value and back. What is not valid is left out, never an error.
//   ?tab=mine&lamp=red,amber&class=environment&q=路灯&pick=1234
import { handlerLevels, issueClasses, issueItems, issueSeverities, issueSources, issueStatuses } from '#contract/words.ts'
import { lamps } from '#domain/issues/case-clock.ts'
import { type IssueQueue, issueQueues } from '#domain/issues/queues.ts'
import type { IssueQuery } from '../../api/issues.ts'

/** What waits for me, each queue, and everything. */
export const issueTabs = ['mine', ...issueQueues, 'all'] as const
export type IssueTab = (typeof issueTabs)[number]

export type IssueAddress = {
  readonly tab: IssueTab
  /** Everything that narrows the list, beside the tab. */
  readonly filter: Omit<IssueQuery, 'queue' | 'mine' | 'open' | 'order'>
  /** The case that is open. */
  readonly pick: number | null
}

const listed = <T extends string>(text: string | null, words: readonly T[]): string | undefined => {
  const given = new Set((text ?? '').split(','))
  const known = words.filter((word) => given.has(word))
  return known.length > 0 ? known.join() : undefined
}
const matching = (text: string | null, pattern: RegExp): string | undefined => (text !== null && pattern.test(text) ? text : undefined)
const day = /^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const box = /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/

/** Names in the address that narrow the list. */
export const filterNames = ['q', 'class', 'item', 'source', 'level', 'severity', 'lamp', 'grid', 'from', 'to', 'bbox', 'status'] as const

/** A link from a number of the heat map names an area or a time and no tab: then all of it is meant, open or not. */
const tabOf = (query: URLSearchParams, takesPart: boolean): IssueTab => {
  const asked = issueTabs.find((tab) => tab === query.get('tab'))
  if (asked) return asked
  const narrowed = ['bbox', 'from', 'to', 'grid'].some((name) => query.has(name))
  return narrowed ? 'all' : takesPart ? 'mine' : 'handling'
}

/** `takesPart`: cases may wait for this account at all. */
export function parseIssueAddress(query: URLSearchParams, takesPart: boolean): IssueAddress {
  const q = query.get('q')?.trim().slice(0, 60)
  const pick = matching(query.get('pick'), /^[1-9]\d{0,14}$/)
  const severity = issueSeverities.find((one) => one === query.get('severity'))
  const lists = {
    class: listed(query.get('class'), issueClasses),
    item: listed(query.get('item'), issueItems),
    source: listed(query.get('source'), issueSources),
    level: listed(query.get('level'), handlerLevels),
    status: listed(query.get('status'), issueStatuses),
    lamp: listed(query.get('lamp'), lamps),
    grid: matching(query.get('grid'), /^\d{15}$/),
    from: matching(query.get('from'), day),
    to: matching(query.get('to'), day),
    bbox: matching(query.get('bbox'), box),
  }
  const given = Object.fromEntries(Object.entries(lists).filter(([, value]) => value !== undefined))
  return {
    tab: tabOf(query, takesPart),
    filter: { ...given, ...(q && { q }), ...(severity && { severity }) },
    pick: pick === undefined ? null : Number(pick),
  }
}

/** What the service is asked for. What is open comes in the order in which it is due, what has ended newest first. */
export function queryOf({ tab, filter }: IssueAddress): IssueQuery {
  if (tab === 'all') return { ...filter, order: 'newest' }
  if (tab === 'mine') return { ...filter, mine: 'yes', open: 'yes', order: 'due' }
  const queue: IssueQueue = tab
  return { ...filter, queue, order: queue === 'ended' ? 'newest' : 'due' }
}
