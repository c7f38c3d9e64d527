// The words and limits of a sub-district. A change is a new version; the ones before stay, because issues were decided under them.
import type { IssueItem, RenovationItem } from '#contract/dictionaries.ts'
import type { RouteTable } from '#contract/routes.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { LayerId } from '#domain/layers/layer-table.ts'
import { refreshLayers } from '../db/refresh-layers.ts'
import { AppError, found } from '../http/app-error.ts'
import type { SystemHandlers, SystemInput } from '../http/handler.ts'
import { insertVersion, issueItemHistory, issueItemsNow, type NewVersion, renovationItemHistory, renovationItemsNow } from './queries.ts'
import { workingDaysOf, writeWorkingDay } from './working-days.ts'

export const dictionaryHandlers: Pick<
  SystemHandlers,
  | 'dictionaryEntries'
  | 'issueItemVersions'
  | 'renovationItemVersions'
  | 'changeIssueItem'
  | 'changeRenovationItem'
  | 'workingDays'
  | 'changeWorkingDay'
> = {
  dictionaryEntries: async ({ db, who }) => ({
    issueItems: await issueItemsNow(db, who.subdistrict),
    renovationItems: await renovationItemsNow(db, who.subdistrict),
  }),

  issueItemVersions: async ({ db, who, params }) => ({
    versions: known(await issueItemHistory(db, who.subdistrict, params.key), `issue item ${params.key}`),
  }),

  renovationItemVersions: async ({ db, who, params }) => ({
    versions: known(await renovationItemHistory(db, who.subdistrict, params.key), `renovation item ${params.key}`),
  }),

  changeIssueItem: async (input) => {
    const { db, who, params, body } = input
    const [present] = await issueItemsNow(db, who.subdistrict, params.key)
    const before = found(present, `issue item ${params.key}`)
    const { version: read, ...content } = body
    mustBeCurrent(before, read)
    await write(input, { dictionary: 'issueItem', key: before.key, content }, before, content.onWall === before.onWall ? [] : ['issues'])
    const [after] = await issueItemsNow(db, who.subdistrict, params.key)
    return found(after, `issue item ${params.key}`)
  },

  changeRenovationItem: async (input) => {
    const { db, who, params, body } = input
    const [present] = await renovationItemsNow(db, who.subdistrict, params.key)
    const before = found(present, `renovation item ${params.key}`)
    const { version: read, ...content } = body
    mustBeCurrent(before, read)
    await write(input, { dictionary: 'renovationItem', key: before.key, content }, before, [])
    const [after] = await renovationItemsNow(db, who.subdistrict, params.key)
    return found(after, `renovation item ${params.key}`)
  },

  workingDays: async ({ db, who, query }) => ({ days: await workingDaysOf(db, who.subdistrict, query.year) }),

  changeWorkingDay: async ({ db, who, params: { day }, body: { kind }, now, audit }) => {
    const before = await writeWorkingDay(db, who.subdistrict, day, kind)
    await refreshLayers(db, { subdistrict: who.subdistrict, kind: 'workingDayChanged', layers: [], today: calendarDay(now) })
    await audit({ action: 'workingDayChanged', subject: `workingDay:${day}`, before: { kind: before }, after: { kind } })
    return { day, kind }
  },
}

/** An entry that has no version is not there at all. */
function known<T>(versions: T[], what: string): T[] {
  found(versions[0], what)
  return versions
}

type Entry = IssueItem | RenovationItem
type Change = Pick<SystemInput<RouteTable['changeIssueItem']>, 'db' | 'now' | 'who' | 'audit'>

const stale = (version: number) =>
  new AppError('conflict', `the entry was changed meanwhile; its version is ${version}`, [{ path: 'version', problem: String(version) }])

function mustBeCurrent({ version }: Entry, read: number): void {
  if (version !== read) throw stale(version)
}

/** Writes the next version, rebuilds the layers that show the entry, and tells the audit and the change stream. */
async function write(
  { db, now, who, audit }: Change,
  entry: Pick<NewVersion, 'dictionary' | 'key' | 'content'>,
  before: Entry,
  layers: readonly LayerId[],
): Promise<void> {
  const version = before.version + 1
  if (!(await insertVersion(db, who.subdistrict, { ...entry, version, changedBy: who.username }, now))) throw stale(version)
  await refreshLayers(db, { subdistrict: who.subdistrict, kind: 'dictionaryChanged', layers, today: calendarDay(now) })
  const { key: _, changedAt: __, changedBy: ___, ...old } = before
  await audit({
    action: 'dictionaryChanged',
    subject: `${entry.dictionary}:${entry.key}`,
    before: traced(old),
    after: traced({ ...entry.content, version }),
  })
}

/** The audit stars every `name`, because most are of persons; these are of things. */
const traced = ({ name, nameEn, ...rest }: Readonly<Record<string, unknown>>) => ({ entryName: name, entryNameEn: nameEn, ...rest })
