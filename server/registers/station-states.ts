// When a station was, is and will be in service. A state holds from its day on until the next one; what was said is never taken away.
import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { stationStatuses } from '#contract/words.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { refreshLayers } from '../db/refresh-layers.ts'
import { outsideScope } from '../db/scope.ts'
import { applyStationStates } from '../db/station-states.ts'
import { AppError, found } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'

type Status = (typeof stationStatuses)[number]
const StateRow = z.object({
  from: z.string(),
  status: z.enum(stationStatuses),
  reason: z.string(),
  recordedAt: Instant.nullable(),
  recordedBy: z.string(),
})
type StateRow = z.infer<typeof StateRow>

/** Before the first change that was kept, what the register says. */
async function statesOf(db: Queryable, subdistrict: string, id: number): Promise<StateRow[]> {
  const kept = await rows(
    db,
    StateRow,
    `select valid_from::text as "from", status, reason, recorded_at as "recordedAt", recorded_by as "recordedBy" from station_state
     where subdistrict_code = $1 and service_station_id = $2 order by valid_from, station_state_id`,
    [subdistrict, id],
  )
  if (kept.length > 0) return kept
  const present = await maybeRow(
    db,
    StateRow,
    `select status_since::text as "from", status, status_reason as reason, null as "recordedAt", '' as "recordedBy" from service_station
     where subdistrict_code = $1 and service_station_id = $2`,
    [subdistrict, id],
  )
  return [found(present, `station ${id}`)]
}

const stateOn = (states: readonly StateRow[], day: string): Status | undefined => states.findLast(({ from }) => from <= day)?.status

const insertState = (db: Queryable, subdistrict: string, id: number, { from, status, reason, recordedAt, recordedBy }: StateRow) =>
  db.query(
    `insert into station_state (subdistrict_code, service_station_id, valid_from, status, reason, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [subdistrict, id, from, status, reason, recordedAt, recordedBy],
  )

export const stationStateHandlers: Pick<Handlers, 'stationStates' | 'changeStationState'> = {
  stationStates: async ({ db, subdistrict, params: { id }, now }) => ({
    asOf: now.toISOString(),
    serviceStationId: id,
    states: await statesOf(db, subdistrict, id),
  }),

  changeStationState: async ({ db, subdistrict, params: { id }, body, now, who, audit }) => {
    // within the scope: a station of somebody else is not there
    await statesOf(db, subdistrict, id)
    return outsideScope(db, async (system) => {
      await system.query('select from service_station where subdistrict_code = $1 and service_station_id = $2 for update', [
        subdistrict,
        id,
      ])
      const before = await statesOf(system, subdistrict, id)
      if (stateOn(before, body.from) === body.status)
        throw new AppError('conflict', `station ${id} is ${body.status} on ${body.from} already`, [{ path: 'status', problem: 'asItIs' }])
      const recorded = { recordedAt: now.toISOString(), recordedBy: who.username }
      const [first] = before
      if (first?.recordedAt === null) await insertState(system, subdistrict, id, { ...first, ...recorded })
      await insertState(system, subdistrict, id, { ...body, ...recorded })
      const today = calendarDay(now)
      await applyStationStates(system, subdistrict, today)
      await refreshLayers(system, { subdistrict, kind: 'stationStateChanged', layers: ['stations'], today })
      await audit({
        action: 'stationStateChanged',
        subject: `station:${id}`,
        before: { status: stateOn(before, body.from) ?? null, from: body.from },
        after: { status: body.status, from: body.from },
        reason: body.reason,
      })
      return { serviceStationId: id, states: await statesOf(system, subdistrict, id) }
    })
  },
}
