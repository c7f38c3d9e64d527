// Terms begin and end at midnight without anybody writing anything, so what shows "has a head today" is rebuilt when the day changes; and what was
// kept for a number of days is deleted.
import type { Pool } from 'pg'
import { z } from 'zod'
import { type LayerId, layerIds } from '#domain/layers/layer-table.ts'
import { appendSystemAudit } from './audit.ts'
import { placeBuildings } from './place-buildings.ts'
import { layersInGrids, placeInGrids } from './place-in-grids.ts'
import { placeIssues } from './place-issues.ts'
import { inTransaction, type Queryable, rows } from './queryable.ts'
import { changeBorders } from './record-issue.ts'
import { refreshLayers } from './refresh-layers.ts'
import { applyStationStates } from './station-states.ts'

const layersOfTheDay: readonly LayerId[] = ['buildings', 'grids', 'gridLabels', 'issues']
const StaleRow = z.object({ subdistrict: z.string(), layers: z.array(z.enum(layerIds)), newBorders: z.boolean() })

/**
 * Rebuilds the layers that depend on the date, for every sub-district where they were made on an earlier day, and those that a migration
 * marked as never made. Returns in how many sub-districts.
 */
export async function rollDay(pool: Pool, today: string): Promise<number> {
  return inTransaction(pool, async (db) => {
    await db.query('set local statement_timeout = 0')
    const stale = await rows(
      db,
      StaleRow,
      `select subdistrict_code as subdistrict, json_agg(layer) as layers,
         exists (select from coverage_version v where v.subdistrict_code = layer_version.subdistrict_code and v.valid_from <= $2::date
           and v.valid_from > (min(data_time) at time zone 'Asia/Shanghai')::date) as "newBorders"
       from layer_version
       where data_time = 'epoch' or layer = any ($1) and (data_time at time zone 'Asia/Shanghai')::date < $2::date
       group by subdistrict_code order by subdistrict_code`,
      [layersOfTheDay, today],
    )
    for (const { subdistrict, layers, newBorders } of stale) {
      if (newBorders) await followBorders(db, subdistrict, today)
      await placeInGrids(db, subdistrict, today)
      const moved = await applyStationStates(db, subdistrict, today)
      const more: readonly LayerId[] = [...(moved > 0 ? (['stations'] as const) : []), ...(newBorders ? layersInGrids : [])]
      const rolled = [...new Set<LayerId>([...layers, ...more])]
      await refreshLayers(db, { subdistrict, kind: 'dayRolled', layers: rolled, today })
    }
    await deleteTracks(db, today)
    return stale.length
  })
}

/** Buildings and open cases stand in the grids that came in force. */
async function followBorders(db: Queryable, subdistrict: string, today: string): Promise<void> {
  const at = new Date()
  await changeBorders(db, subdistrict)
  const moved = await placeIssues(db, subdistrict, today, { at, by: { role: null, accountId: null, name: '' } })
  await placeBuildings(db, subdistrict, today)
  if (moved.length === 0) return
  await appendSystemAudit(db, at, {
    subdistrict,
    action: 'casesMoved',
    subject: `subdistrict:${subdistrict}`,
    after: { casesMoved: moved.length, validFrom: today },
  })
}

const DeletedRow = z.object({ subdistrict: z.string(), tracks: z.number() })

/** Tracks of patrols older than their sub-district keeps them (DOMAIN g.6): gone, but for what they told of the route. */
async function deleteTracks(db: Queryable, today: string): Promise<void> {
  const deleted = await rows(
    db,
    DeletedRow,
    `with gone as (
       delete from patrol_track t where t.recorded_on < $1::date - coalesce(
         (select s.track_days from patrol_setting s where s.subdistrict_code = t.subdistrict_code), 60)
       returning t.subdistrict_code
     )
     select subdistrict_code as subdistrict, count(*) as tracks from gone group by subdistrict_code order by subdistrict_code`,
    [today],
  )
  for (const { subdistrict, tracks } of deleted)
    await appendSystemAudit(db, new Date(), {
      subdistrict,
      action: 'patrolTracksDeleted',
      subject: `subdistrict:${subdistrict}`,
      after: { tracks },
    })
}
