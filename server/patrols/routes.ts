// GET /api/v1/patrol-routes              those that are walked, with their checkpoints
// GET /api/v1/patrol-routes/7?days=30    one of them with what its runs tell
import { patrolWriters } from '#contract/patrols.ts'
import { toleranceMinutes } from '#domain/patrol/track.ts'
import { manages } from '../db/scope.ts'
import { found } from '../http/app-error.ts'
import { page, rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { fileHandlers } from './files.ts'
import { lastThirtyDays, patrolRouteById, patrolRouteList, routeFigures } from './queries.ts'
import { routeFileHandlers } from './route-file-in.ts'
import { runHandlers } from './run-routes.ts'
import { settingsHandlers } from './settings.ts'
import { teamHandlers } from './team-routes.ts'
import { segmentGaps, toRoute } from './told.ts'
import { trackHandlers } from './track-routes.ts'
import { routeWriters } from './write-routes.ts'

const day = 86_400_000
const writers: readonly string[] = patrolWriters

type Others = typeof teamHandlers &
  typeof routeWriters &
  typeof runHandlers &
  typeof trackHandlers &
  typeof settingsHandlers &
  typeof routeFileHandlers &
  typeof fileHandlers

export const patrolHandlers: Pick<Handlers, 'patrolRoutes' | 'patrolRoute'> & Others = {
  ...teamHandlers,
  ...routeWriters,
  ...runHandlers,
  ...trackHandlers,
  ...settingsHandlers,
  ...fileHandlers,
  ...routeFileHandlers,

  patrolRoutes: async ({ db, subdistrict, query, now }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const fetched = await patrolRouteList(db, subdistrict, { ...query, ...lastThirtyDays(now), limit: query.limit + 1, after })
    return page(fetched, query.limit, now, (row) => String(row.patrolRouteId), toRoute(now))
  },

  patrolRoute: async ({ db, subdistrict, params: { id }, query: { days }, now, who }) => {
    const route = found(await patrolRouteById(db, subdistrict, id, now), `patrol route ${id}`)
    const since = new Date(now.getTime() - days * day).toISOString()
    const [all, ...windows] = await routeFigures(db, subdistrict, id, since, now.toISOString(), toleranceMinutes)
    const { runsPlanned, runsWalked, runsWithTrack, coveredMetres, ...visits } = found(all, `patrol route ${id}`)
    const shares = ({ made, planned, punctual }: Pick<typeof visits, 'made' | 'planned' | 'punctual'>) => ({
      checkpointCompletion: rate(made, planned, now),
      punctuality: rate(punctual, made, now),
    })
    return {
      asOf: now.toISOString(),
      route: toRoute(now)(route),
      mayChange: writers.includes(who.role ?? '') && manages(who.scope, route.communityCode),
      since,
      ...{ runsPlanned, runsWalked, runsWithTrack, coveredMetres },
      ...shares(visits),
      windows: windows.map(({ begins, ends, ...one }) => ({
        begins: begins ?? '',
        ends: ends ?? '',
        runsPlanned: one.runsPlanned,
        runsWalked: one.runsWalked,
        ...shares(one),
      })),
      segments: await segmentGaps(db, subdistrict, route, since, now),
    }
  },
}
