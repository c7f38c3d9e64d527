import { feature, page, rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { type PatrolRouteRow, patrolRouteList } from './queries.ts'

const thirtyDays = 30 * 86_400_000

const toRoute =
  (now: Date) =>
  ({ geometry, visitsMade, visitsPlanned, ...row }: PatrolRouteRow) =>
    feature(row.patrolRouteId, geometry, { ...row, checkpointCompletion: rate(visitsMade, visitsPlanned, now) })

export const patrolHandlers: Pick<Handlers, 'patrolRoutes'> = {
  patrolRoutes: async ({ db, subdistrict, query, now }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const since = new Date(now.getTime() - thirtyDays).toISOString()
    const fetched = await patrolRouteList(db, subdistrict, { ...query, limit: query.limit + 1, after, since })
    return page(fetched, query.limit, now, (row) => String(row.patrolRouteId), toRoute(now))
  },
}
