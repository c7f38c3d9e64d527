// Operations on the runs of patrols: planned from shifts, walked, told of, with a track or without; and what holds of them in the sub-district.
import { z } from 'zod'
import { trackProblems } from '../patrol/read-problems.ts'
import { runStates, runSteps, visitSources } from '../patrol/run-state.ts'
import { caseReaders } from './access.ts'
import { CalendarDate, CommunityCode, Instant, LineGeometry, Page, RowId, Tenant } from './fields.ts'
import { patrolLanguage as language, Metres, PatrolReason as Reason, Version, patrolWriters as writers } from './patrols.ts'
import { FileBody, get, post, put } from './route.ts'

const Coordinate = z.tuple([z.number(), z.number()])

export const PatrolRun = z.object({
  patrolRunId: z.number().int(),
  patrolRouteId: z.number().int(),
  name: z.string().describe('of the route'),
  nameEn: z.string(),
  teamName: z.string(),
  teamNameEn: z.string(),
  communityCode: CommunityCode,
  state: z.enum(runStates),
  plannedStart: Instant,
  plannedEnd: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  version: z.number().int(),
  planned: z.number().int().describe('visits planned'),
  made: z.number().int(),
  punctual: z.number().int(),
  passedMetres: z.number().nullable().describe('of the route, by its track; null: no track was given'),
  lengthMetres: z.number(),
})
export type PatrolRun = z.infer<typeof PatrolRun>
const RunFilter = Tenant.extend({
  from: CalendarDate.optional().describe('planned to begin on this day or later'),
  to: CalendarDate.optional().describe('on this day or earlier'),
  route: RowId.optional(),
  team: RowId.optional(),
  community: CommunityCode.optional(),
  state: z.enum(runStates).optional(),
  order: z.enum(['newest', 'oldest']).default('newest'),
})
export const patrolRuns = get({
  id: 'patrolRuns',
  path: '/api/v1/patrol-runs',
  summary: 'Runs by their planned begin',
  tag: 'patrols',
  access: caseReaders,
  query: RunFilter.extend(Page.shape),
  ok: z.object({ asOf: Instant, rows: z.array(PatrolRun), next: z.string().nullable() }),
})
export const patrolRunFile = get({
  id: 'patrolRunFile',
  path: '/api/v1/patrol-runs/file',
  summary: 'Runs as a file, up to 20,000: xlsx or csv',
  tag: 'patrols',
  access: caseReaders,
  query: RunFilter.extend({ format: z.enum(['xlsx', 'csv']), language }),
  ok: { mediaType: 'application/octet-stream' },
})

const Visit = z.object({
  checkpointId: z.number().int(),
  sequence: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  lng: z.number(),
  lat: z.number(),
  radiusMetres: z.number(),
  plannedAt: Instant,
  visitedAt: Instant.nullable(),
  punctual: z.boolean(),
  missedReason: z.string(),
  source: z.enum(visitSources).describe('of the visit, or of the reason why there was none'),
})
const RunDetails = z.object({
  asOf: Instant,
  run: PatrolRun.extend({ calledOffReason: z.string() }),
  mayChange: z.boolean(),
  checkInsOpen: z.boolean().describe('told on the spot, by the phone: the sub-district has switched it on and the run is under way'),
  visits: z.array(Visit),
  line: LineGeometry.describe('of the route as it is now'),
  lineChanged: z.boolean().describe('since the run was walked: what was passed cannot be drawn on it any more'),
  passed: z.array(Metres).nullable().describe('null: there is no track'),
  longestGap: z
    .object({ metres: Metres, gapFrom: Instant, gapTo: Instant })
    .nullable()
    .describe('on the route over the 30 days until now, or since the line was drawn'),
  track: z
    .object({
      lines: z.array(z.array(Coordinate)).nullable().describe('without its ends; null where one may not see it'),
      fixes: z.number().int(),
      lengthMetres: z.number(),
      longestSilenceSeconds: z.number(),
      deletedOn: CalendarDate,
    })
    .nullable(),
})
export type RunDetails = z.infer<typeof RunDetails>
export const patrolRun = get({
  id: 'patrolRun',
  path: '/api/v1/patrol-runs/:id',
  summary: 'One run: checkpoints with their times, what of the route was passed',
  tag: 'patrols',
  access: caseReaders,
  params: z.object({ id: RowId }),
  query: Tenant,
  ok: RunDetails,
  errors: ['not_found'],
})

export const planPatrolRuns = post({
  id: 'planPatrolRuns',
  path: '/api/v1/patrol-runs/plan',
  summary: 'Plans the runs of the routes’ shifts for some days, of routes within the scope. What is planned already stays as it is',
  tag: 'patrols',
  access: writers,
  query: Tenant,
  body: z.strictObject({
    from: CalendarDate,
    days: z.number().int().min(1).max(14),
    routes: z.array(z.number().int().positive()).min(1).max(500).nullable().default(null).describe('null: all'),
  }),
  ok: z.object({ made: z.number().int(), present: z.number().int().describe('planned before') }),
  errors: ['not_found'],
})
export const movePatrolRun = post({
  id: 'movePatrolRun',
  path: '/api/v1/patrol-runs/:id/steps',
  summary: 'Start, finish or call off a run. What has no visit when it is finished was missed',
  tag: 'patrols',
  access: writers,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.discriminatedUnion('step', [
    z.strictObject({ step: z.literal(runSteps[0]), version: Version, at: Instant.nullable().default(null).describe('null: now') }),
    z.strictObject({ step: z.literal(runSteps[1]), version: Version, at: Instant.nullable().default(null).describe('null: now') }),
    z.strictObject({ step: z.literal(runSteps[2]), version: Version, reason: Reason }),
  ]),
  ok: RunDetails,
  errors: ['not_found', 'conflict'],
})
export const tellCheckpoint = put({
  id: 'tellCheckpoint',
  path: '/api/v1/patrol-runs/:id/checkpoints/:checkpoint',
  summary: 'Says by hand when a checkpoint was visited, or why not',
  tag: 'patrols',
  access: writers,
  params: z.object({ id: RowId, checkpoint: RowId }),
  query: Tenant,
  body: z.discriminatedUnion('visited', [
    z.strictObject({ visited: z.literal(true), version: Version, at: Instant }),
    z.strictObject({ visited: z.literal(false), version: Version, reason: Reason }),
  ]),
  ok: RunDetails,
  errors: ['not_found', 'conflict'],
})
export const checkIn = post({
  id: 'checkIn',
  path: '/api/v1/patrol-runs/:id/check-in',
  summary:
    'Being at a checkpoint, told on the spot: the nearest one within its radius and 20 m is visited now. Only where the sub-district has switched it on; the place itself is not kept',
  tag: 'patrols',
  access: writers,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.strictObject({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }),
  ok: RunDetails,
  errors: ['not_found', 'conflict'],
})

export const mostTrackBytes = 5 * 1024 * 1024
export const uploadPatrolTrack = post({
  id: 'uploadPatrolTrack',
  path: '/api/v1/patrol-runs/:id/track',
  summary:
    'The GPX track of a run; the body is the file itself. Without commit=yes nothing is written: what it would give is told. Fixes outside of duty are thrown away, and so are the first and last 100 m',
  tag: 'patrols',
  access: writers,
  params: z.object({ id: RowId }),
  query: Tenant.extend({ version: z.coerce.number().int().positive(), commit: z.enum(['yes', 'no']).default('no') }),
  body: FileBody,
  upload: { mediaTypes: ['application/gpx+xml', 'application/xml', 'text/xml', 'application/octet-stream'], maxBytes: mostTrackBytes },
  ok: z.object({
    asOf: Instant,
    committed: z.boolean(),
    problem: z
      .object({ problem: z.enum(trackProblems), line: z.number().int().describe('of the file, counted from 1') })
      .nullable()
      .describe('why it is refused; null: it is not'),
    figures: z
      .object({
        fixes: z.number().int(),
        offDuty: z.number().int().describe('fixes thrown away, because they are not of the time on duty'),
        keptFixes: z.number().int().describe('of those, what is kept without the ends'),
        lengthMetres: z.number(),
        longestSilenceSeconds: z.number(),
        begins: Instant,
        ends: Instant,
        routeMetres: z.number(),
        passedMetres: z.number(),
        passed: z.array(Metres),
        planned: z.number().int(),
        made: z.number().int().describe('checkpoints visited, with what was told by hand'),
      })
      .nullable(),
  }),
  errors: ['not_found', 'conflict'],
})

// ── What holds in the sub-district ───────────────────────────────────────────────────────────────────────────
const Settings = z.object({
  trackDays: z.number().int().min(30).max(90).describe('after so many days a track is deleted'),
  checkIns: z.boolean().describe('telling on the spot that one is at a checkpoint; off unless switched on'),
  version: z.number().int(),
})
export const patrolSettings = get({
  id: 'patrolSettings',
  path: '/api/v1/patrol-settings',
  summary: 'How long tracks are kept, and whether check-ins are switched on',
  tag: 'patrols',
  access: caseReaders,
  query: Tenant,
  ok: Settings.extend({ asOf: Instant }),
})
export const changePatrolSettings = put({
  id: 'changePatrolSettings',
  path: '/api/v1/patrol-settings',
  summary: 'Changes them, for the whole sub-district',
  tag: 'patrols',
  access: ['leader'],
  query: Tenant,
  body: z.strictObject({
    trackDays: z.number().int().min(30).max(90),
    checkIns: z.boolean(),
    version: z.number().int().min(0),
    reason: Reason,
  }),
  ok: Settings,
  errors: ['conflict'],
})
