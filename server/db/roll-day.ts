// Terms begin and end at midnight without anybody writing anything, so what shows "has a head today" is rebuilt when the day changes.
import type { Pool } from 'pg'
import { z } from 'zod'
import type { LayerId } from '#domain/layers/layer-table.ts'
import { inTransaction, rows } from './queryable.ts'
import { refreshLayers } from './refresh-layers.ts'

const layersOfTheDay: readonly LayerId[] = ['buildings', 'grids', 'gridLabels', 'issues']
const StaleRow = z.object({ subdistrict: z.string() })

/** Rebuilds the layers that depend on the date, for every sub-district where they were made on an earlier day. Returns how many. */
export async function rollDay(pool: Pool, today: string): Promise<number> {
  return inTransaction(pool, async (db) => {
    await db.query('set local statement_timeout = 0')
    const stale = await rows(
      db,
      StaleRow,
      `select distinct subdistrict_code as subdistrict from layer_version
       where layer = any ($1) and (data_time at time zone 'Asia/Shanghai')::date < $2::date`,
      [layersOfTheDay, today],
    )
    for (const { subdistrict } of stale) await refreshLayers(db, { subdistrict, kind: 'dayRolled', layers: layersOfTheDay, today })
    return stale.length
  })
}
