// PATCH /api/v1/compounds/7        change what is said of it; POST adds one. The same for buildings and stations.
// GET   /api/v1/registers/compound/7/history
import { z } from 'zod'
import type { Route } from '#contract/route.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { differing, recordRegisterEvent } from '../db/register-events.ts'
import { outsideScope } from '../db/scope.ts'
import { found } from '../http/app-error.ts'
import type { Handlers, ScopeInput } from '../http/handler.ts'
import { overtaken } from '../http/overtaken.ts'
import type { Geometry } from './ground.ts'
import { type PlaceKind, recordOf, type Unit } from './records.ts'
import {
  type Fields,
  groundOf,
  insertRecord,
  kept,
  mustPointAtSomething,
  refreshRecord,
  updateRecord,
  writeUnits,
} from './write-records.ts'

type Asked = Pick<ScopeInput<Route>, 'db' | 'subdistrict' | 'now' | 'who' | 'audit'>

async function createRecord(asked: Asked, kind: PlaceKind, { reason, ...fields }: Fields & { readonly reason: string }) {
  const { db, subdistrict, now, who, audit } = asked
  const today = calendarDay(now)
  await mustPointAtSomething(db, subdistrict, fields)
  const gridCode = await groundOf(db, subdistrict, kind, fields.geometry as Geometry, today)
  return outsideScope(db, async (system) => {
    const id = await insertRecord(system, subdistrict, kind, { fields, gridCode, today })
    if (kind === 'building') await writeUnits(system, subdistrict, id, (fields.units ?? []) as readonly Unit[])
    await wrote(system, { subdistrict, today, kind, id, grids: [gridCode], change: 'created' })
    const after = kept(found(await recordOf(system, subdistrict, kind, id), `${kind} ${id}`))
    await recordRegisterEvent(system, subdistrict, { kind, id, change: 'created', before: {}, after, reason, at: now, by: who.username })
    await audit({ action: 'recordCreated', subject: `${kind}:${id}`, after, reason })
    return { id, version: 1 }
  })
}

type Wrote = {
  readonly subdistrict: string
  readonly today: string
  readonly kind: PlaceKind
  readonly id: number
  readonly grids: readonly (string | null)[]
  readonly change: 'created' | 'changed'
}
const wrote = (system: Queryable, { subdistrict, today, kind, id, grids, change }: Wrote) =>
  refreshRecord(system, { subdistrict, kind: change === 'created' ? 'recordCreated' : 'recordChanged', today }, kind, id, grids)

type Change = Fields & { readonly version: number; readonly reason: string }
async function changeRecord(asked: Asked, kind: PlaceKind, id: number, { version, reason, ...given }: Change) {
  const { db, subdistrict, now, who, audit } = asked
  const fields: Fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const today = calendarDay(now)
  found(await recordOf(db, subdistrict, kind, id), `${kind} ${id}`)
  await mustPointAtSomething(db, subdistrict, fields)
  const gridCode = 'geometry' in fields ? await groundOf(db, subdistrict, kind, fields.geometry as Geometry, today) : undefined
  return outsideScope(db, async (system) => {
    const before = found(await recordOf(system, subdistrict, kind, id, true), `${kind} ${id}`)
    if (before.version !== version) throw overtaken(`${kind} ${id}`, { ...kept(before), version: before.version }, fields)
    if (Object.keys(differing(before, fields).after).length === 0) {
      await audit({ action: 'recordChanged', subject: `${kind}:${id}`, before: {}, after: {}, reason })
      return { id, version }
    }
    await updateRecord(system, subdistrict, kind, { id, fields, gridCode })
    if (kind === 'building' && fields.units) await writeUnits(system, subdistrict, id, fields.units as readonly Unit[])
    const after = found(await recordOf(system, subdistrict, kind, id), `${kind} ${id}`)
    await wrote(system, { subdistrict, today, kind, id, grids: [before.gridCode, after.gridCode], change: 'changed' })
    const said = differing(kept(before), kept(after))
    await recordRegisterEvent(system, subdistrict, { kind, id, change: 'changed', ...said, reason, at: now, by: who.username })
    await audit({ action: 'recordChanged', subject: `${kind}:${id}`, ...said, reason })
    return { id, version: after.version }
  })
}

const EventRow = z.object({
  eventId: z.number(),
  change: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  reason: z.string(),
  at: z.string(),
  by: z.string(),
})

type RecordRoute =
  | 'createCompound'
  | 'changeCompound'
  | 'createBuilding'
  | 'changeBuilding'
  | 'createStation'
  | 'changeStation'
  | 'recordHistory'

export const recordHandlers: Pick<Handlers, RecordRoute> = {
  createCompound: ({ body, ...asked }) => createRecord(asked, 'compound', body),
  changeCompound: ({ params, body, ...asked }) => changeRecord(asked, 'compound', params.id, body),
  createBuilding: ({ body, ...asked }) => createRecord(asked, 'building', body),
  changeBuilding: ({ params, body, ...asked }) => changeRecord(asked, 'building', params.id, body),
  createStation: ({ body, ...asked }) => createRecord(asked, 'station', body),
  changeStation: ({ params, body, ...asked }) => changeRecord(asked, 'station', params.id, body),

  recordHistory: async ({ db, subdistrict, params: { kind, id }, query: { limit, after }, now }) => {
    const fetched = await rows(
      db,
      EventRow,
      `select register_event_id as "eventId", change_kind as change, before, after, reason, recorded_at as at, recorded_by as by from register_event
       where subdistrict_code = $1 and record_kind = $2 and record_id = $3::bigint and ($4::bigint is null or register_event_id < $4::bigint)
       order by register_event_id desc limit $5::int`,
      [subdistrict, kind, id, after ?? null, limit + 1],
    )
    const events = fetched.slice(0, limit)
    return { asOf: now.toISOString(), events, next: fetched.length > limit ? (events.at(-1)?.eventId ?? null) : null }
  },
}
