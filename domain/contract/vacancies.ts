// Operations on what is missing: posts that nobody holds, terms that end, heads with too much, houses without a record.
import { z } from 'zod'
import { fillProblems } from '../appointments/fill-in.ts'
import { endingWithin, vacancyLists, vacancySorts } from '../appointments/vacancy-lists.ts'
import { CalendarDate, CommunityCode, GridCode, Instant, Page, RowId, SmallCount, Tenant } from './fields.ts'
import { FileBody, get, post } from './route.ts'
import { headRoles, propertyClasses, renovationStages } from './words.ts'

const readers = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader'] as const

const Filter = Tenant.extend({
  community: CommunityCode.optional(),
  grid: GridCode.optional(),
  compound: RowId.optional(),
  property: z.enum(propertyClasses).optional(),
  stage: z
    .union([z.enum(renovationStages), z.literal('none')])
    .optional()
    .describe('of the renovation of the compound; none: there is none'),
  q: z.string().trim().min(1).max(60).optional().describe('a part of the name, the address or the compound'),
  within: z.coerce
    .number()
    .pipe(z.union(endingWithin.map((days) => z.literal(days))))
    .default(90)
    .describe('days in which a term ends'),
})
export const VacancyRow = z.object({
  rowId: z.number().int(),
  headRole: z.enum(headRoles).describe('which post is missing, ends or is held too often; of a grid the first that is missing'),
  lacking: z.array(z.enum(headRoles)),
  gridCode: GridCode.nullable(),
  buildingId: z.number().int().nullable(),
  unitNumber: z.number().int().nullable(),
  compoundId: z.number().int().nullable(),
  name: z.string(),
  nameEn: z.string(),
  address: z.string(),
  standsIn: GridCode.nullable().describe('the level-3 grid'),
  compoundName: z.string().nullable(),
  compoundNameEn: z.string().nullable(),
  propertyClass: z.enum(propertyClasses).nullable(),
  renovationStage: z.enum(renovationStages).nullable(),
  households: z.number().int(),
  residents60Plus: SmallCount,
  vacantSince: CalendarDate.nullable().describe('null: nobody ever held it, or it is held'),
  person: z.string().nullable().describe('masked: who holds it, or held it last'),
  personId: z.number().int().nullable(),
  appointmentId: z.number().int().nullable(),
  version: z.number().int().nullable(),
  termEnd: CalendarDate.nullable(),
  steps: z.number().int().describe('taken with this post so far, by anybody: one more means that somebody was there meanwhile'),
  posts: z.array(z.object({ headRole: z.enum(headRoles), place: z.string(), placeEn: z.string() })).describe('of whoever has several'),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
})
export type VacancyRow = z.infer<typeof VacancyRow>

export const vacancies = get({
  id: 'vacancies',
  path: '/api/v1/vacancies',
  summary: 'What is missing, as one list: where, since when, who was last (masked), how many households wait',
  tag: 'people',
  access: readers,
  query: Filter.extend(Page.shape).extend({ list: z.enum(vacancyLists), sort: z.enum(vacancySorts).default('vacancy') }),
  ok: z.object({ asOf: Instant, list: z.enum(vacancyLists), rows: z.array(VacancyRow), next: z.string().nullable() }),
})

export const vacancyCounts = get({
  id: 'vacancyCounts',
  path: '/api/v1/vacancies/counts',
  summary: 'How long each list is',
  tag: 'people',
  access: readers,
  query: Filter,
  ok: z.object({ asOf: Instant, counts: z.array(z.object({ list: z.enum(vacancyLists), count: z.number().int() })) }),
})

export const vacancyFile = get({
  id: 'vacancyFile',
  path: '/api/v1/vacancies/file',
  summary: 'A list as a file, all of it up to 20,000 rows: xlsx, csv or geojson; masked, with codes as text',
  tag: 'people',
  access: readers,
  query: Filter.extend({
    list: z.enum(vacancyLists),
    sort: z.enum(vacancySorts).default('vacancy'),
    format: z.enum(['xlsx', 'csv', 'geojson']),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
  }),
  ok: { mediaType: 'application/octet-stream' },
})

export const mostFillInBytes = 10 * 1024 * 1024
export const fillIn = post({
  id: 'fillIn',
  path: '/api/v1/vacancies/fill-in',
  summary:
    'The downloaded list of posts without a holder, filled in; the body is the file itself. Without commit=yes nothing is written: what would happen with each row is told',
  tag: 'people',
  access: ['leader', 'secretary'],
  query: Tenant.extend({ commit: z.enum(['yes', 'no']).default('no') }),
  body: FileBody,
  upload: {
    mediaTypes: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/octet-stream'],
    maxBytes: mostFillInBytes,
  },
  ok: z.object({
    asOf: Instant,
    committed: z.boolean(),
    empty: z.number().int().describe('rows in which nothing was filled in'),
    ready: z.number().int().describe('appointed, or to be appointed'),
    trouble: z.number().int(),
    rows: z
      .array(
        z.object({
          line: z.number().int().describe('of the file, counted from 1'),
          code: z.string(),
          name: z.string().describe('masked'),
          termStart: CalendarDate.nullable(),
          termEnd: CalendarDate.nullable(),
          problem: z.enum(fillProblems).nullable().describe('null: ready'),
          formula: z.boolean().describe('a formula of the file gave something of it'),
        }),
      )
      .describe('those in which something was filled in'),
  }),
  errors: ['conflict'],
})
