// GET /api/v1/me/views?page=register   one's own names for what narrows a page; POST keeps one, DELETE forgets it
import { z } from 'zod'
import { mostViews, viewPages } from '#contract/views.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { AppError, found } from '../http/app-error.ts'
import type { SystemHandlers } from '../http/handler.ts'

const ViewRow = z.object({ viewId: z.number(), page: z.enum(viewPages), name: z.string(), query: z.string() })
const columns = 'saved_view_id as "viewId", page, name, query'

const viewsOf = (db: Queryable, subdistrict: string, accountId: number, page: string) =>
  rows(
    db,
    ViewRow,
    `select ${columns} from saved_view where subdistrict_code = $1 and account_id = $2 and page = $3 order by name, saved_view_id`,
    [subdistrict, accountId, page],
  )

export const viewHandlers: Pick<SystemHandlers, 'savedViews' | 'keepView' | 'removeView'> = {
  savedViews: async ({ db, who, query }) => ({ views: await viewsOf(db, who.subdistrict, who.accountId, query.page) }),

  keepView: async ({ db, who, body: { page, name, query }, now, audit }) => {
    const present = await viewsOf(db, who.subdistrict, who.accountId, page)
    if (present.length >= mostViews && !present.some((view) => view.name === name))
      throw new AppError('conflict', `there are ${mostViews} views already`, [{ path: 'body.name', problem: 'tooMany' }])
    const kept = await maybeRow(
      db,
      ViewRow,
      `insert into saved_view (subdistrict_code, account_id, page, name, query, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict on constraint saved_view_name_once do update set query = excluded.query, created_at = excluded.created_at returning ${columns}`,
      [who.subdistrict, who.accountId, page, name, query, now.toISOString()],
    )
    const view = found(kept, `view ${name}`)
    await audit({ action: 'viewKept', subject: `view:${view.viewId}`, after: { page, name } })
    return view
  },

  removeView: async ({ db, who, params: { id }, audit }) => {
    const { rowCount } = await db.query(
      'delete from saved_view where subdistrict_code = $1 and account_id = $2 and saved_view_id = $3::bigint',
      [who.subdistrict, who.accountId, id],
    )
    if (rowCount !== 1) throw new AppError('not_found', `there is no view ${id} of yours`)
    await audit({ action: 'viewRemoved', subject: `view:${id}` })
    return { removed: 1 }
  },
}
