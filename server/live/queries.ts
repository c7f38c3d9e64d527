// Places in the stream, and what stands at them.
import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { WallWord } from '#contract/live.ts'
import { type LayerId, layerIds } from '#domain/layers/layer-table.ts'
import type { Database } from '../db/database.ts'
import { inTransaction, maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { found } from '../http/app-error.ts'

const WaitingRow = z.object({ subdistrict: z.string() })

/**
 * Gives every committed change that has no place yet the next one of its sub-district. Whoever does it holds the stream's row until the end of the
 * transaction, so places become visible in their order and none is ever added behind one that was read.
 */
export async function numberChanges({ pool, db, signal }: Pick<Database, 'pool' | 'db' | 'signal'>): Promise<void> {
  const waiting = await rows(
    db,
    WaitingRow,
    // tenants few, changes many: the index of what waits is walked once
    'select distinct subdistrict_code as subdistrict from change_event where position is null order by 1',
  )
  for (const { subdistrict } of waiting) {
    await inTransaction(pool, async (inside) => {
      await inside.query('insert into change_stream (subdistrict_code) values ($1) on conflict do nothing', [subdistrict])
      // a statement of its own: the next one must see what another instance numbered while this one waited
      await inside.query('select from change_stream where subdistrict_code = $1 for update', [subdistrict])
      await inside.query(
        `with waiting as (
           select change_event_id, row_number() over (order by change_event_id) as place from change_event
           where subdistrict_code = $1 and position is null
         ), moved as (
           update change_stream set position = position + (select count(*) from waiting) where subdistrict_code = $1
           returning position - (select count(*) from waiting) as before
         )
         update change_event e set position = moved.before + waiting.place from waiting, moved
         where e.subdistrict_code = $1 and e.change_event_id = waiting.change_event_id`,
        [subdistrict],
      )
      await signal.tell(inside)
    })
  }
}

const HeadRow = z.object({ key: z.string(), position: z.number(), recent: z.number() })
export type Head = z.infer<typeof HeadRow>

/** Where the stream of a sub-district stands, and the place after which everything is younger than so many seconds. Begins the stream if there is none. */
export async function headOf(db: Queryable, subdistrict: string, seconds: number): Promise<Head> {
  const ask = () =>
    maybeRow(
      db,
      HeadRow,
      `select stream_key as key, position, coalesce((select min(e.position) - 1 from change_event e where e.subdistrict_code = $1
         and e.happened_at >= clock_timestamp() - make_interval(secs => $2) and e.position is not null), position) as recent
       from change_stream where subdistrict_code = $1`,
      [subdistrict, seconds],
    )
  const there = await ask()
  if (there) return there
  await db.query('insert into change_stream (subdistrict_code) values ($1) on conflict do nothing', [subdistrict])
  return found(await ask(), `sub-district ${subdistrict}`)
}

/** Whether everything after a place is still there. */
export async function isKept(db: Queryable, subdistrict: string, position: number): Promise<boolean> {
  const { rowCount } = await db.query('select from change_event where subdistrict_code = $1 and position = $2', [subdistrict, position])
  return rowCount === 1
}

const ChangeRow = z.object({
  position: z.number(),
  happenedAt: Instant,
  kind: z.string(),
  layers: z.array(z.string()).transform((names) => names.filter((name): name is LayerId => layerIds.some((id) => id === name))),
  issueId: z.number().nullable(),
  gridCode: z.string().nullable(),
  /** What a change says by itself: an alarm, or a word to one display. */
  alarm: z.object({ onWall: z.boolean() }).loose().nullable(),
  wall: z.object({ displayId: z.number(), word: WallWord }).nullable(),
})
export type ChangeRow = z.infer<typeof ChangeRow>

export const changesAfter = (db: Queryable, subdistrict: string, position: number, limit: number): Promise<ChangeRow[]> =>
  rows(
    db,
    ChangeRow,
    `select position, happened_at as "happenedAt", kind, layers, (detail->>'issueId')::float8 as "issueId", detail->>'gridCode' as "gridCode",
       detail->'alarm' as alarm, detail->'wall' as wall
     from change_event where subdistrict_code = $1 and position > $2 order by position limit $3`,
    [subdistrict, position, limit],
  )

/** Changes that nobody can still be waiting for. */
export const forgetChanges = (db: Queryable, before: Date): Promise<unknown> =>
  db.query('delete from change_event where happened_at < $1', [before.toISOString()])
