// A station's row says what holds today; what was and will be stands in station_state.
import type { Queryable } from './queryable.ts'

/** Writes into the stations what holds on a day. Returns how many it changed. */
export async function applyStationStates(db: Queryable, subdistrict: string, day: string): Promise<number> {
  const { rowCount } = await db.query(
    `update service_station s set status = h.status, status_since = h.valid_from, status_reason = h.reason
     from (select distinct on (service_station_id) service_station_id, status, valid_from, reason from station_state
           where subdistrict_code = $1 and valid_from <= $2::date order by service_station_id, valid_from desc, station_state_id desc) h
     where s.subdistrict_code = $1 and s.service_station_id = h.service_station_id
       and (s.status, s.status_since, s.status_reason) is distinct from (h.status, h.valid_from, h.reason)`,
    [subdistrict, day],
  )
  return rowCount ?? 0
}
