// Operations that read issues: the list, one with its timeline, and the density behind the heat map.
import { z } from 'zod'
import { factReaders } from './access.ts'
import { Bbox, CalendarDate, featureOf, featurePage, GridCode, Instant, listOf, Page, PointGeometry, RowId, Tenant } from './fields.ts'
import { get } from './route.ts'
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

export const issue = get({
  id: 'issue',
  path: '/api/v1/issues/:id',
  summary: 'One issue with its timeline',
  tag: 'issues',
  access: factReaders,
  params: z.object({ id: RowId }),
  query: Tenant,
  ok: IssueFeature.extend({
    itemName: z.string().describe('as the dictionary had it when the issue was reported'),
    itemNameEn: z.string(),
    timeline: z.array(
      z.object({
        happenedAt: Instant,
        from: z.enum(issueStatuses).nullable(),
        to: z.enum(issueStatuses),
        actorRole: z.string(),
        reason: z.string(),
      }),
    ),
  }),
  errors: ['not_found'],
})

export const IssueDensity = z.object({
  asOf: Instant,
  from: CalendarDate,
  to: CalendarDate,
  days: z.number().int().describe('length of the period, so that a count becomes a rate'),
  per: z.enum(['raw', 'households']),
  cellMetres: z.number().describe('width of a cell on the ground at the middle of the box'),
  total: z.number().int().describe('issues in the box and period, suppressed ones included'),
  suppressedCells: z.number().int().describe('cells left out because fewer than 3 issues or households could identify somebody'),
  cells: z
    .array(z.tuple([z.number(), z.number(), z.number()]))
    .describe('[lng, lat, value]: a count, or issues per 100 households of the same cell'),
})
export type IssueDensity = z.infer<typeof IssueDensity>

export const issueDensity = get({
  id: 'issueDensity',
  path: '/api/v1/issues/density',
  summary: 'Issues counted into map cells, for the heat map',
  tag: 'issues',
  access: factReaders,
  query: Tenant.extend(IssueFilter.shape).extend({
    bbox: Bbox,
    zoom: z.coerce.number().min(0).max(22),
    per: z.enum(['raw', 'households']).default('raw'),
  }),
  ok: IssueDensity,
})
