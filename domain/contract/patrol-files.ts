// Patrol routes that come as map data.
import { z } from 'zod'
import { routeLineProblems } from '../patrol/route-file.ts'
import { Instant, RowId, Tenant } from './fields.ts'
import { patrolWriters } from './patrols.ts'
import { FileBody, post } from './route.ts'

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM')
const mostRouteFileBytes = 8 * 1024 * 1024

export const fillInPatrolRoutes = post({
  id: 'fillInPatrolRoutes',
  path: '/api/v1/patrol-routes/fill-in',
  summary:
    'Routes of a team as map data (GeoJSON, WGS-84): each line with a name is a new route, or redraws the one of that name; the body is the file itself. A new route has a checkpoint at each end. Without commit=yes nothing is written: what would happen with each line is told',
  tag: 'patrols',
  access: patrolWriters,
  query: Tenant.extend({
    team: RowId,
    commit: z.enum(['yes', 'no']).default('no'),
    begins: ClockTime.default('08:30').describe('the shift of new routes, on every day of the week'),
    ends: ClockTime.default('11:30'),
  }),
  body: FileBody,
  upload: { mediaTypes: ['application/geo+json', 'application/octet-stream'], maxBytes: mostRouteFileBytes },
  ok: z.object({
    asOf: Instant,
    committed: z.boolean(),
    counts: z.object({ new: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), trouble: z.number().int() }),
    rows: z
      .array(
        z.object({
          line: z.number().int().describe('of the features, counted from 1'),
          name: z.string(),
          state: z.enum(['new', 'changed', 'trouble']),
          problem: z.enum(routeLineProblems).nullable(),
          lengthMetres: z.number().nullable(),
          checkpoints: z.number().int().describe('of the route as it would be; 0 where there is trouble'),
        }),
      )
      .describe('those that are not as they are already'),
  }),
  errors: ['not_found'],
})
