// The documents of GeoReport v2, in both of its formats.
import { XMLBuilder } from 'fast-xml-parser'
import type { IssueStatus } from '#domain/issues/workflow.ts'
import { isEnded } from '#domain/issues/workflow.ts'
import type { RequestRow, ServiceRow } from './queries.ts'

export type Format = 'json' | 'xml'
type Value = string | number | null | readonly Value[] | { readonly [name: string]: Value }
export type Entry = Readonly<Record<string, Value>>

const builder = new XMLBuilder({ format: true, suppressEmptyNode: false })
const mediaTypes = { json: 'application/json; charset=utf-8', xml: 'text/xml; charset=utf-8' } as const

/** `list` and `entry` are the names of the elements in XML; JSON is an array of the same entries. */
export function written(format: Format, list: string, entry: string, entries: readonly Entry[]): { mediaType: string; text: string } {
  if (format === 'json') return { mediaType: mediaTypes.json, text: JSON.stringify(entries) }
  const blank = (value: Value): unknown =>
    value === null ? '' : Array.isArray(value) ? value.map(blank) : typeof value === 'object' ? mapped(value as Entry) : value
  const mapped = (one: Entry): Record<string, unknown> =>
    Object.fromEntries(Object.entries(one).map(([name, value]) => [name, blank(value)]))
  const body = entries.length === 0 ? `<${list}/>` : builder.build({ [list]: { [entry]: entries.map(mapped) } })
  return { mediaType: mediaTypes.xml, text: `<?xml version="1.0" encoding="utf-8"?>\n${body}` }
}

/** One document that is no list. */
export function writtenOne(format: Format, name: string, entry: Entry): { mediaType: string; text: string } {
  if (format === 'json') return { mediaType: mediaTypes.json, text: JSON.stringify(entry) }
  return { mediaType: mediaTypes.xml, text: `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [name]: entry })}` }
}

export const serviceEntry = ({ item, class: group, name, nameEn }: ServiceRow): Entry => ({
  service_code: item,
  service_name: name,
  description: nameEn,
  metadata: 'false',
  type: 'realtime',
  keywords: '',
  group,
})

/** Nothing is left to do: closed. Everything else is open; our own word for it stands in the notes. */
const statusWord = (status: IssueStatus): 'open' | 'closed' => (isEnded(status) ? 'closed' : 'open')

/**
 * `trusted`: asked with a key. Without one there is no free text at all: names in it cannot be told from other words, and an address is that of
 * the building, never a door.
 */
export const requestEntry = (row: RequestRow, agency: string, trusted: boolean): Entry => ({
  service_request_id: String(row.issueId),
  status: statusWord(row.status),
  status_notes: row.status,
  service_name: row.itemName,
  service_code: row.item,
  description: trusted ? row.description : null,
  agency_responsible: agency,
  service_notice: null,
  requested_datetime: row.reportedAt,
  updated_datetime: row.updatedAt,
  expected_datetime: row.dueAt,
  address: trusted && row.address !== '' ? row.address : row.buildingAddress,
  address_id: null,
  zipcode: null,
  lat: row.lat,
  long: row.lng,
  media_url: null,
})
