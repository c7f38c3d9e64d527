// Operations on issues: the list and its queues, one with its timeline, reporting one, moving one or many on, photos, what may be the same.
import { z } from 'zod'
import { lamps } from '../issues/case-clock.ts'
import { photoKinds } from '../issues/photo-rules.ts'
import { issueQueues as queueNames } from '../issues/queues.ts'
import { historySteps, issueActions } from '../issues/workflow.ts'
import { caseReaders, caseRoles, factReaders } from './access.ts'
import { Bbox, CalendarDate, featureOf, featurePage, GridCode, Instant, listOf, Page, PointGeometry, RowId, Tenant } from './fields.ts'
import { FileBody, get, post, remove } from './route.ts'
import { handlerLevels, issueClasses, issueItems, issueSeverities, issueSources, issueStatuses } from './words.ts'

const IssueFilter = z.object({
  from: CalendarDate.optional().describe('first day of reporting'),
  to: CalendarDate.optional().describe('last day of reporting, included'),
  class: listOf(issueClasses).optional(),
  item: listOf(issueItems).optional(),
  source: listOf(issueSources).optional(),
})

export const IssueProperties = z.object({
  issueId: z.number().int(),
  class: z.enum(issueClasses),
  item: z.enum(issueItems),
  source: z.enum(issueSources),
  severity: z.enum(issueSeverities),
  status: z.enum(issueStatuses),
  handlerLevel: z.enum(handlerLevels),
  description: z.string(),
  address: z.string(),
  reportedAt: Instant,
  filedAt: Instant.nullable(),
  dueAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  overdue: z.boolean(),
  gridCode: GridCode.nullable(),
  buildingId: z.number().int().nullable(),
})
export const IssueFeature = featureOf(PointGeometry, IssueProperties)
export type IssueFeature = z.infer<typeof IssueFeature>

/** An issue as a queue shows it, with what its reader may do to it. */
export const IssueListed = IssueFeature.extend({
  itemName: z.string().describe('as the dictionary had it when the issue was reported'),
  itemNameEn: z.string(),
  version: z.number().int().describe('to be sent with the next step'),
  amberAt: Instant.nullable().describe('80 % of the limit'),
  lamp: z.enum(lamps).describe('red once the limit has passed before it was closed, amber from 80 % of it on'),
  choices: z.array(z.enum(issueActions)).describe('what the caller may do to it now'),
  mine: z.boolean().describe('it waits for the caller'),
  photos: z.number().int().describe('how many there are'),
})

const QueueFilter = z.object({
  grid: GridCode.optional().describe('a grid of any level'),
  level: listOf(handlerLevels).optional(),
  severity: z.enum(issueSeverities).optional(),
  lamp: listOf(lamps).optional(),
  q: z.string().trim().min(1).max(60).optional().describe('part of the text, the address, or the number'),
})

export const issues = get({
  id: 'issues',
  path: '/api/v1/issues',
  summary: 'Issues, newest first, or those that are due first',
  tag: 'issues',
  access: factReaders,
  query: Tenant.extend(Page.shape)
    .extend(IssueFilter.shape)
    .extend({
      status: listOf(issueStatuses).optional(),
      open: z.enum(['yes', 'no']).optional(),
      bbox: Bbox.optional(),
      queue: z.enum(queueNames).optional(),
      mine: z.enum(['yes']).optional().describe('only what waits for the caller'),
      onWall: z.enum(['yes']).optional().describe('only what may be shown where everybody passes'),
      counted: z.enum(['yes']).optional().describe('only what figures count: neither rejected nor merged'),
      withinHours: z.coerce.number().int().min(1).max(8784).optional().describe('reported within so many hours'),
      dueDays: z.coerce.number().int().min(1).max(366).optional().describe('the limit ran out within so many days'),
      order: z.enum(['newest', 'due']).default('newest'),
    })
    .extend(QueueFilter.shape),
  ok: featurePage(IssueListed),
})

export const issueQueues = get({
  id: 'issueQueues',
  path: '/api/v1/issues/queues',
  summary: 'How many open issues stand where, how many of them wait for the caller, and how many are late',
  tag: 'issues',
  access: caseReaders,
  query: Tenant.extend(IssueFilter.shape).extend(QueueFilter.shape),
  ok: z.object({
    asOf: Instant,
    queues: z.array(
      z.object({
        queue: z.enum(queueNames),
        all: z.number().int(),
        mine: z.number().int(),
        amber: z.number().int(),
        red: z.number().int(),
      }),
    ),
  }),
})

/** Not older or younger than so many days, and not further away: what is more apart is another matter. */
export const similarDays = 14
export const similarMetres = 100

export const similarIssues = get({
  id: 'similarIssues',
  path: '/api/v1/issues/similar',
  summary: `Issues that may be the same matter: the same item within ${similarMetres} m and ${similarDays} days, the likeliest first`,
  tag: 'issues',
  access: caseReaders,
  query: Tenant.extend({
    issue: RowId.optional().describe('like this issue; otherwise like a report at a place'),
    lng: z.coerce.number().min(-180).max(180).optional(),
    lat: z.coerce.number().min(-90).max(90).optional(),
    item: z.enum(issueItems).optional(),
  }),
  ok: z.object({
    asOf: Instant,
    issues: z.array(z.object({ issue: IssueFeature, distanceMetres: z.number(), daysApart: z.number() })),
  }),
  errors: ['not_found'],
})

export const IssueStep = z.object({
  happenedAt: Instant,
  from: z.enum(issueStatuses).nullable(),
  to: z.enum(issueStatuses),
  action: z.enum(historySteps).nullable().describe('null: reported, or noted before steps had names'),
  actorRole: z.string(),
  actorName: z.string(),
  reason: z.string(),
})

export const IssuePhoto = z.object({
  photoId: z.number().int(),
  kind: z.enum(photoKinds),
  width: z.number().int(),
  height: z.number().int(),
  addedAt: Instant,
  withdrawn: z.boolean().describe('taken away again; the picture is gone'),
})

const IssueCase = IssueListed.omit({ photos: true }).extend({
  extendedUntil: CalendarDate.nullable().describe('granted; the limit itself stays'),
  reviewOn: CalendarDate.nullable().describe('when a parked case is looked at again'),
  masterIssueId: z.number().int().nullable().describe('the issue this one is a duplicate of'),
  levels: z.array(z.enum(handlerLevels)).describe('where it may be dispatched to'),
  parkedMinutes: z.number().describe('not taken off the limit'),
  waitingMinutes: z.number().describe('spent waiting for an answer to a request for more time; not taken off the limit'),
  handlerName: z.string().nullable().describe('who took it on'),
  photos: z.array(IssuePhoto),
  photoKind: z.enum(photoKinds).nullable().describe('what a photo would show that the caller adds now; null: none may be added'),
  timeline: z.array(IssueStep),
})

export const issue = get({
  id: 'issue',
  path: '/api/v1/issues/:id',
  summary: 'One issue with its timeline and what the caller may do to it',
  tag: 'issues',
  access: factReaders,
  params: z.object({ id: RowId }),
  query: Tenant,
  ok: IssueCase,
  errors: ['not_found'],
})

const longestText = 1000
const Text = z
  .string()
  .trim()
  .max(longestText)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'no control characters')

export const reportIssue = post({
  id: 'reportIssue',
  path: '/api/v1/issues',
  summary: 'Report an issue. With an Idempotency-Key it may be sent again: the second time answers the first one',
  tag: 'issues',
  access: caseRoles,
  body: z.strictObject({
    lng: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
    item: z.enum(issueItems),
    source: z.enum(issueSources),
    severity: z.enum(issueSeverities).default('normal'),
    description: Text.default('').describe('phone and identity numbers in it are masked before it is kept'),
    address: Text.max(200).default(''),
    buildingId: z.number().int().positive().nullable().default(null),
  }),
  ok: IssueCase,
  errors: ['conflict'],
})

export const moveIssue = post({
  id: 'moveIssue',
  path: '/api/v1/issues/:id/transitions',
  summary: 'Take the next step with an issue. What a step needs stands in the workflow table',
  tag: 'issues',
  access: caseRoles,
  params: z.object({ id: RowId }),
  body: z.strictObject({
    version: z.number().int().positive().describe('the version that was read; a newer one is answered with 409'),
    action: z.enum(issueActions),
    reason: Text.optional(),
    result: Text.optional(),
    until: CalendarDate.optional(),
    level: z.enum(handlerLevels).optional(),
    master: z.number().int().positive().optional(),
  }),
  ok: IssueCase,
  errors: ['not_found', 'conflict'],
})

/** So many at once at most. */
const mostMoved = 200
export const moveIssues = post({
  id: 'moveIssues',
  path: '/api/v1/issues/transitions',
  summary: 'Take the same step with many issues. Each is taken or refused for itself; all that are taken are committed together',
  tag: 'issues',
  access: caseRoles,
  body: z.strictObject({
    issues: z
      .array(z.strictObject({ id: z.number().int().positive(), version: z.number().int().positive() }))
      .min(1)
      .max(mostMoved)
      .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'each issue once'),
    action: z.enum(issueActions),
    reason: Text.optional(),
    result: Text.optional(),
    until: CalendarDate.optional(),
    level: z.enum(handlerLevels).optional(),
    master: z.number().int().positive().optional(),
  }),
  ok: z.object({
    results: z.array(
      z.object({
        id: z.number().int(),
        code: z.enum(['done', 'conflict', 'forbidden', 'not_found', 'invalid_request']),
        message: z.string(),
      }),
    ),
  }),
})

export const addIssuePhoto = post({
  id: 'addIssuePhoto',
  path: '/api/v1/issues/:id/photos',
  summary: 'Add a photo to an issue. It is made anew without what cameras write into it; the same photo sent again is one',
  tag: 'issues',
  access: caseRoles,
  params: z.object({ id: RowId }),
  body: FileBody,
  upload: { mediaTypes: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 12 * 1024 * 1024 },
  ok: IssuePhoto,
  errors: ['not_found', 'conflict'],
})

export const issuePhoto = get({
  id: 'issuePhoto',
  path: '/api/v1/issues/:id/photos/:photo',
  summary: 'A photo of an issue',
  tag: 'issues',
  access: caseReaders,
  params: z.object({ id: RowId, photo: RowId }),
  query: Tenant.extend({ size: z.enum(['full', 'thumbnail']).default('full') }),
  ok: { mediaType: 'image/jpeg' },
  errors: ['not_found'],
})

export const withdrawIssuePhoto = remove({
  id: 'withdrawIssuePhoto',
  path: '/api/v1/issues/:id/photos/:photo',
  summary: 'Take a photo away for good: it shows somebody, or the wrong place',
  tag: 'issues',
  access: ['leader', 'secretary'],
  params: z.object({ id: RowId, photo: RowId }),
  body: z.strictObject({ reason: Text.min(1) }),
  ok: IssuePhoto,
  errors: ['not_found', 'conflict'],
})
