// Operations on counted issues: by map cell for the heat map and its replay, by day and hour, by grid, and where there are more than there used to be.
import { z } from 'zod'
import { factReaders } from './access.ts'
import { Bbox, BordersBasis, CalendarDate, GridCode, Instant, listOf, SmallCount, Tenant } from './fields.ts'
import { get } from './route.ts'
import { issueClasses, issueItems, issueSources } from './words.ts'

const Kinds = Tenant.extend({
  class: listOf(issueClasses).optional(),
  item: listOf(issueItems).optional(),
  source: listOf(issueSources).optional(),
})
const Filter = Kinds.extend({
  from: CalendarDate.optional().describe('first day of reporting'),
  to: CalendarDate.optional().describe('last day of reporting, included'),
})

const Period = z.object({ asOf: Instant, from: CalendarDate, to: CalendarDate })
const notCounted = 'Rejected and merged issues are not counted'
/** A film of more pictures than this is asked for in coarser steps. */
export const mostSteps = 120

export const IssueDensity = Period.extend({
  days: z.number().int().describe('length of the period, so that a count becomes a rate'),
  per: z.enum(['raw', 'households']),
  cellMetres: z.number().describe('width of a cell on the ground at the middle of the box'),
  cellZoom: z.number().int().describe('a cell is a tile of this zoom, counted from the south'),
  total: z.number().int().describe('issues in the cells of the box and the period, suppressed ones included'),
  suppressedCells: z.number().int().describe('cells left out because fewer than 3 issues or households could identify somebody'),
  cells: z
    .array(z.tuple([z.number(), z.number(), z.number()]))
    .describe('[lng, lat, value]: a count, or issues per 100 households of the same cell'),
})
export type IssueDensity = z.infer<typeof IssueDensity>

export const issueDensity = get({
  id: 'issueDensity',
  path: '/api/v1/issues/density',
  summary: `Issues counted into map cells; a box is widened to whole cells. ${notCounted}`,
  tag: 'issues',
  access: factReaders,
  query: Filter.extend({
    bbox: Bbox,
    zoom: z.coerce.number().min(0).max(22),
    per: z.enum(['raw', 'households']).default('raw'),
    format: z
      .enum(['json', 'binary'])
      .default('json')
      .describe('binary: application/octet-stream, as domain/density/density-bytes.ts defines it'),
    steps: z.coerce
      .number()
      .int()
      .min(1)
      .max(mostSteps)
      .default(1)
      .describe(
        'binary only: the period cut into so many parts of whole days, the first one shorter where they do not divide, each counted by itself',
      ),
  }),
  ok: IssueDensity,
})

export const issueTimes = get({
  id: 'issueTimes',
  path: '/api/v1/issues/times',
  summary: `Issues counted by day and by hour of the week. ${notCounted}`,
  tag: 'issues',
  access: factReaders,
  query: Filter.extend({ bbox: Bbox.optional().describe('not on a wall') }),
  ok: Period.extend({
    days: z
      .array(SmallCount)
      .describe('one count for each day from `from` on; on a wall of a part of the sub-district fewer than 3 are not told'),
    hours: z.array(z.array(SmallCount).length(24)).length(7).describe('Monday to Sunday, each by hour of the day'),
  }),
})

export const issueGrids = get({
  id: 'issueGrids',
  path: '/api/v1/issues/grids',
  summary: `Issues counted by grid of one level, as the grids lie today, beside the households that live there. ${notCounted}`,
  tag: 'issues',
  access: factReaders,
  query: Filter.extend({ level: z.coerce.number().int().min(1).max(3).default(3) }),
  ok: Period.extend({
    days: z.number().int(),
    borders: BordersBasis,
    grids: z.array(
      z.object({
        gridCode: GridCode,
        name: z.string(),
        nameEn: z.string(),
        issues: SmallCount.describe('on a wall fewer than 3 are not told exactly'),
        households: z.number().int(),
        areaM2: z.number(),
      }),
    ),
  }),
})

export const HotSpot = z.object({
  recent: z.number().int(),
  expected: z.number().describe('issues of the recent days if the place had kept to its own past'),
  chance: z.number().describe('probability of so many or more if nothing had changed'),
})

export const issueHotSpots = get({
  id: 'issueHotSpots',
  path: '/api/v1/issues/hot-spots',
  summary: `Places with more issues in the last days than their own past makes likely, most unlikely first. ${notCounted}`,
  tag: 'issues',
  access: factReaders,
  query: Kinds.extend({ to: CalendarDate.optional().describe('last of the recent days; today when absent') }),
  ok: Period.extend({
    borders: BordersBasis,
    recentDays: z.number().int(),
    pastDays: z.number().int().describe('the days before, with which the recent ones are compared'),
    falseDiscoveryRate: z.number().describe('share of the places listed that may be there by chance'),
    cellZoom: z.number().int(),
    cells: z.array(
      HotSpot.extend({
        x: z.number().int(),
        y: z.number().int(),
        bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
        gridCode: GridCode.nullable().describe('the level-3 grid at its middle'),
        name: z.string(),
        nameEn: z.string(),
      }),
    ),
    grids: z.array(HotSpot.extend({ gridCode: GridCode, name: z.string(), nameEn: z.string() })),
  }),
})
