// Operations on issues: the list, one with its timeline, reporting one, moving it on.
import { z } from 'zod'
import { lamps } from '../issues/case-clock.ts'
import { issueActions } from '../issues/workflow.ts'
import { caseRoles, factReaders } from './access.ts'
import { Bbox, CalendarDate, featureOf, featurePage, GridCode, Instant, listOf, Page, PointGeometry, RowId, Tenant } from './fields.ts'
import { get, post } from './route.ts'
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

export const issues = get({
  id: 'issues',
  path: '/api/v1/issues',
  summary: 'Issues, newest first',
  tag: 'issues',
  access: factReaders,
  query: Tenant.extend(Page.shape)
    .extend(IssueFilter.shape)
    .extend({
      status: listOf(issueStatuses).optional(),
      open: z.enum(['yes', 'no']).optional(),
      grid: GridCode.optional().describe('a grid of any level'),
      bbox: Bbox.optional(),
    }),
  ok: featurePage(IssueFeature),
})

export const IssueStep = z.object({
  happenedAt: Instant,
  from: z.enum(issueStatuses).nullable(),
  to: z.enum(issueStatuses),
  action: z.enum(issueActions).nullable().describe('null: reported, or noted before steps had names'),
  actorRole: z.string(),
  actorName: z.string(),
  reason: z.string(),
})

const IssueCase = IssueFeature.extend({
  itemName: z.string().describe('as the dictionary had it when the issue was reported'),
  itemNameEn: z.string(),
  version: z.number().int().describe('to be sent with the next step'),
  amberAt: Instant.nullable().describe('80 % of the limit'),
  lamp: z.enum(lamps).describe('red once the limit has passed before it was closed, amber from 80 % of it on'),
  extendedUntil: CalendarDate.nullable().describe('granted; the limit itself stays'),
  reviewOn: CalendarDate.nullable().describe('when a parked case is looked at again'),
  masterIssueId: z.number().int().nullable().describe('the issue this one is a duplicate of'),
  choices: z.array(z.enum(issueActions)).describe('what the caller may do to it now'),
  levels: z.array(z.enum(handlerLevels)).describe('where it may be dispatched to'),
  parkedMinutes: z.number().describe('not taken off the limit'),
  waitingMinutes: z.number().describe('spent waiting for an answer to a request for more time; not taken off the limit'),
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
