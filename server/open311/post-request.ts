// A report from another program. Kept are what, where and the words, masked; who sent it (names, email, phone, device, account) and pictures
// at other addresses are not even looked at.
import type { issueItems } from '#contract/words.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { placeFinder } from '#domain/intake/find-place.ts'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { placesInScope } from '../db/known-places.ts'
import type { Queryable } from '../db/queryable.ts'
import { gridAt, itemNow, recordIssue } from '../db/record-issue.ts'
import { outsideScope } from '../db/scope.ts'
import { type AuditContext, auditIn } from '../http/audit-note.ts'
import { type Holder, noteUse } from './key-queries.ts'
import { serviceList } from './queries.ts'
import { Open311Error } from './read-query.ts'

type Form = Readonly<Record<string, unknown>>
const longestDescription = 4000
const longestAddress = 400
/** Nothing that cannot be stored. */
const textOf = (form: Form, name: string): string => {
  const value = form[name]
  return typeof value === 'string' ? value.replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, '').trim() : ''
}

type Point = { readonly lng: number; readonly lat: number; readonly buildingId: number | null }

async function pointOf(db: Queryable, subdistrict: string, form: Form): Promise<Point> {
  const [lat, long, address] = [textOf(form, 'lat'), textOf(form, 'long'), textOf(form, 'address_string')]
  if (lat !== '' || long !== '') {
    const decimal = /^[-+]?\d{1,3}(?:\.\d+)?$/
    if (!decimal.test(lat) || !decimal.test(long) || Math.abs(Number(lat)) > 90 || Math.abs(Number(long)) > 180)
      throw new Open311Error(400, 'lat and long must be degrees in WGS-84')
    return { lng: Number(long), lat: Number(lat), buildingId: null }
  }
  if (address === '') throw new Open311Error(400, 'lat and long, or address_string, were not provided')
  const found = placeFinder(await placesInScope(db, subdistrict))(address)
  // a place is never guessed
  if (found.match !== 'exact') throw new Open311Error(400, 'address_string is not exactly one known address; send lat and long')
  const { kind, id, lng, lat: at } = found.place
  return { lng, lat: at, buildingId: kind === 'building' ? id : null }
}

/** Writes the report; within the whole sub-district of the key. Returns its number. */
export async function takeReport(db: Queryable, holder: Holder, form: Form, now: Date, context: AuditContext): Promise<number> {
  const { subdistrict } = holder
  const code = textOf(form, 'service_code')
  if (code === '') throw new Open311Error(400, 'service_code was not provided')
  const service = (await serviceList(db, subdistrict)).find(({ item }) => item === code)
  if (service === undefined) throw new Open311Error(404, `service_code ${code} was not found`)
  const item: (typeof issueItems)[number] = service.item
  const [description, address] = [textOf(form, 'description'), textOf(form, 'address_string')]
  if (description.length > longestDescription) throw new Open311Error(400, `description is longer than ${longestDescription} characters`)
  if (address.length > longestAddress) throw new Open311Error(400, `address_string is longer than ${longestAddress} characters`)
  const { lng, lat, buildingId } = await pointOf(db, subdistrict, form)
  const today = calendarDay(now)
  const grid = await gridAt(db, subdistrict, lng, lat, today)
  if (grid === undefined) throw new Open311Error(400, 'this place is outside of the jurisdiction')
  const { level } = await itemNow(db, subdistrict, item)
  return outsideScope(db, async (system) => {
    const issue = {
      item,
      source: 'resident',
      severity: 'normal',
      level,
      description: maskFreeText(description),
      address: maskFreeText(address),
      at: now.toISOString(),
      gridCode: grid.gridCode,
      buildingId,
      lng,
      lat,
    }
    const issueId = await recordIssue(system, subdistrict, today, issue, { role: null, accountId: null, name: `Open311 · ${holder.name}` })
    await noteUse(system, holder, now)
    await auditIn(system, now, context, {
      action: 'issueReported',
      subject: `issue:${issueId}`,
      actor: `apiKey:${holder.apiKeyId}`,
      subdistrict,
      after: { item, gridCode: grid.gridCode },
    })
    return issueId
  })
}
