// Operations on patrol teams and their routes with checkpoints. Figures are of routes and runs, never of a person.
import { z } from 'zod'
import { caseReaders, factReaders } from './access.ts'
import { Bbox, CalendarDate, CommunityCode, featureOf, featurePage, Instant, LineGeometry, Page, Rate, RowId, Tenant } from './fields.ts'
import { get, patch, post, put } from './route.ts'

/** Who looks after teams, routes and runs, within their grids. */
export const patrolWriters = ['leader', 'secretary', 'patrolLeader'] as const

const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{C}]*$/u, 'no control characters')
const Name = oneLine.min(1).max(60)
const NameEn = oneLine.max(80).default('')
export const PatrolReason = oneLine.min(2).max(200)
export const Version = z.number().int().positive()
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM')
const openOrClosed = z.enum(['open', 'closed', 'all']).default('open')
export const Metres = z.tuple([z.number(), z.number()]).describe('from and to, in metres from the beginning of the route')

// ── Teams ────────────────────────────────────────────────────────────────────────────────────────────────────
export const PatrolTeam = z.object({
  patrolTeamId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  communityCode: CommunityCode,
  memberCount: z.number().int(),
  retiredOn: CalendarDate.nullable(),
  version: z.number().int(),
  routes: z.number().int().describe('that are walked'),
  mayChange: z.boolean().describe('its community is within the scope, not only ground that its routes touch'),
})
export type PatrolTeam = z.infer<typeof PatrolTeam>
const TeamBody = z.strictObject({
  name: Name,
  nameEn: NameEn,
  communityCode: CommunityCode,
  memberCount: z.number().int().min(1).max(500),
})

export const patrolTeams = get({
  id: 'patrolTeams',
  path: '/api/v1/patrol-teams',
  summary: 'Patrol teams, those that are dissolved only where asked for',
  tag: 'patrols',
  access: caseReaders,
  query: Tenant.extend(Page.shape).extend({ community: CommunityCode.optional(), state: openOrClosed }),
  ok: z.object({ asOf: Instant, rows: z.array(PatrolTeam), next: z.string().nullable() }),
})
export const createPatrolTeam = post({
  id: 'createPatrolTeam',
  path: '/api/v1/patrol-teams',
  summary: 'A new team of a community within the scope',
  tag: 'patrols',
  access: patrolWriters,
  query: Tenant,
  body: TeamBody,
  ok: PatrolTeam,
  errors: ['not_found', 'conflict'],
})
export const changePatrolTeam = put({
  id: 'changePatrolTeam',
  path: '/api/v1/patrol-teams/:id',
  summary: 'Changes a team or dissolves it, once it has no route that is walked',
  tag: 'patrols',
  access: patrolWriters,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: TeamBody.extend({ version: Version, retired: z.boolean() }),
  ok: PatrolTeam,
  errors: ['not_found', 'conflict'],
})

const Shift = z.strictObject({
  begins: ClockTime,
  ends: ClockTime.describe('not after its begin: on the next day'),
  weekdays: z
    .array(z.number().int().min(1).max(7))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'each weekday once')
    .describe('1 Monday to 7 Sunday, of the day on which it begins'),
})
export type PatrolShift = z.infer<typeof Shift>

// ── Routes ───────────────────────────────────────────────────────────────────────────────────────────────────
const Checkpoint = z.object({
  checkpointId: z.number().int(),
  sequence: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  radiusMetres: z.number(),
  plannedMinute: z.number().int().describe('counted from the planned start of a run'),
  lng: z.number(),
  lat: z.number(),
})
export const PatrolRouteProperties = z.object({
  patrolRouteId: z.number().int(),
  patrolTeamId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  teamName: z.string(),
  teamNameEn: z.string(),
  communityCode: CommunityCode,
  lengthMetres: z.number(),
  shifts: z.array(Shift).describe('the earliest first'),
  retiredOn: CalendarDate.nullable().describe('null: it is walked'),
  version: z.number().int(),
  checkpoints: z.array(Checkpoint),
  checkpointCompletion: Rate.describe(
    'planned visits fulfilled in their window, of those planned for runs that are over, over the last 30 days',
  ),
})
const RouteFilter = Tenant.extend({
  community: CommunityCode.optional(),
  team: RowId.optional(),
  state: openOrClosed,
  q: z.string().trim().min(1).max(60).optional().describe('a part of the name of the route or its team'),
})
export const patrolRoutes = get({
  id: 'patrolRoutes',
  path: '/api/v1/patrol-routes',
  summary: 'Security patrol routes with their checkpoints, in walking direction',
  tag: 'patrols',
  access: factReaders,
  query: RouteFilter.extend(Page.shape).extend({ bbox: Bbox.optional() }),
  ok: featurePage(featureOf(LineGeometry, PatrolRouteProperties)),
})
export const patrolLanguage = z.enum(['zh-CN', 'en']).default('zh-CN')
export const patrolRouteFile = get({
  id: 'patrolRouteFile',
  path: '/api/v1/patrol-routes/file',
  summary: 'Routes as a file, all of them: xlsx, csv or geojson',
  tag: 'patrols',
  access: caseReaders,
  query: RouteFilter.extend({ format: z.enum(['xlsx', 'csv', 'geojson']), language: patrolLanguage }),
  ok: { mediaType: 'application/octet-stream' },
})

export const periods = [7, 30, 90] as const
const Segment = z.object({
  metres: Metres,
  gapFrom: Instant,
  gapTo: Instant,
  passes: z.number().int(),
})
export const patrolRoute = get({
  id: 'patrolRoute',
  path: '/api/v1/patrol-routes/:id',
  summary: 'One route with what its runs tell of it over a period',
  tag: 'patrols',
  access: caseReaders,
  params: z.object({ id: RowId }),
  query: Tenant.extend({
    days: z.coerce
      .number()
      .pipe(z.union(periods.map((days) => z.literal(days))))
      .default(30),
  }),
  ok: z.object({
    asOf: Instant,
    route: featureOf(LineGeometry, PatrolRouteProperties),
    mayChange: z.boolean().describe('its team is of a community within the scope'),
    since: Instant,
    runsPlanned: z.number().int().describe('that are over and were not called off'),
    runsWalked: z.number().int(),
    runsWithTrack: z.number().int().describe('of the line as it is now'),
    coveredMetres: z.number().nullable().describe('on average of the runs with a track; null: there is none'),
    checkpointCompletion: Rate,
    punctuality: Rate.describe('visits within ±10 minutes of their planned minute, of fulfilled ones'),
    windows: z
      .array(
        z.object({
          begins: ClockTime,
          ends: ClockTime,
          runsPlanned: z.number().int(),
          runsWalked: z.number().int(),
          checkpointCompletion: Rate,
          punctuality: Rate,
        }),
      )
      .describe(
        'the same figures by the time of day of the runs, the earliest first: which shift goes wrong, of those that there were too',
      ),
    segments: z
      .array(Segment)
      .describe('pieces of up to 100 m with the longest interval without a pass, over the period or since the line was drawn'),
  }),
  errors: ['not_found'],
})

const Coordinate = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
const RouteBody = z.strictObject({
  patrolTeamId: z.number().int().positive(),
  name: Name,
  nameEn: NameEn,
  shifts: z.array(Shift).min(1).max(12),
  line: z.array(Coordinate).min(2).max(2000).describe('lon, lat in degrees, in walking direction'),
  checkpoints: z
    .array(
      z.strictObject({
        checkpointId: z.number().int().positive().nullable().default(null).describe('null: a new one'),
        name: Name,
        nameEn: NameEn,
        radiusMetres: z.number().min(5).max(100).default(20),
        plannedMinute: z
          .number()
          .int()
          .min(0)
          .max(1440)
          .nullable()
          .default(null)
          .describe('null: as walked at 3 km/h, with a minute at each'),
        lng: z.number().min(-180).max(180),
        lat: z.number().min(-90).max(90),
      }),
    )
    .min(1)
    .max(60),
})
const RouteAnswer = featureOf(LineGeometry, PatrolRouteProperties)
export const createPatrolRoute = post({
  id: 'createPatrolRoute',
  path: '/api/v1/patrol-routes',
  summary: 'A new route of a team within the scope, with its line and its checkpoints in order',
  tag: 'patrols',
  access: patrolWriters,
  query: Tenant,
  body: RouteBody,
  ok: RouteAnswer,
  errors: ['not_found', 'conflict'],
})
export const changePatrolRoute = put({
  id: 'changePatrolRoute',
  path: '/api/v1/patrol-routes/:id',
  summary: 'Changes a route: what is given is all of it. Runs that were begun keep the checkpoints they had',
  tag: 'patrols',
  access: patrolWriters,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: RouteBody.extend({ version: Version }),
  ok: RouteAnswer,
  errors: ['not_found', 'conflict'],
})
export const closePatrolRoute = patch({
  id: 'closePatrolRoute',
  path: '/api/v1/patrol-routes/:id',
  summary: 'Closes a route, which takes back the runs that are still to come, or opens it again. Its history stays',
  tag: 'patrols',
  access: patrolWriters,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.strictObject({ version: Version, closed: z.boolean(), reason: PatrolReason }),
  ok: RouteAnswer,
  errors: ['not_found', 'conflict'],
})
