// Operations of bulk intake: a file of tickets is sent, its columns are named, its rows are looked at, and what is ready is taken in.
// The file is the whole body, under its own media type: no form, no parts, nothing to take apart.
import { z } from 'zod'
import {
  coordinateSystems,
  intakeFields,
  intakeRefusals,
  intakeStates,
  neededFields,
  placedBy,
  rowProblems,
  rowStatuses,
} from '../intake/intake-words.ts'
import { GridCode, Instant, RowId, Tenant } from './fields.ts'
import { FileBody, get, post, put, remove } from './route.ts'
import { issueItems, issueSources } from './words.ts'

/** Whose desk the hotline's tickets come to. */
const importers = ['leader', 'secretary'] as const
export const mostImportBytes = 20 * 1024 * 1024
export const importMediaTypes = [
  'text/csv',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel',
  'application/octet-stream',
] as const

const ColumnAt = z.number().int().min(0).max(200)
const columnShape = Object.fromEntries(intakeFields.map((field) => [field, ColumnAt.optional()])) as Record<
  (typeof intakeFields)[number],
  z.ZodOptional<typeof ColumnAt>
>
const ImportColumns = z
  .strictObject(columnShape)
  .refine((columns) => neededFields.every((field) => columns[field] !== undefined), 'ticketNumber, reportedAt and item are needed')
  .refine((columns) => (columns.lng === undefined) === (columns.lat === undefined), 'lng and lat belong together')
  .refine((columns) => columns.lng !== undefined || columns.address !== undefined, 'coordinates or an address are needed')
  .describe('field → number of its column, from 0')

const ImportMapping = z.strictObject({
  columns: ImportColumns,
  items: z.record(z.string().max(200), z.enum(issueItems)).describe('their word → our item'),
  source: z.enum(issueSources),
  coordinates: z.enum(coordinateSystems).describe('what the coordinates are in; CGCS2000 is wgs84'),
})
export type ImportMapping = z.infer<typeof ImportMapping>

const Proposal = z.strictObject({
  columns: z.strictObject(columnShape),
  items: z.record(z.string(), z.enum(issueItems)),
  source: z.enum(issueSources),
  coordinates: z.enum(coordinateSystems),
  from: z.string().nullable().describe('the saved mapping it was taken from; null: from the words of the header'),
})

export const ImportJob = z.object({
  importId: z.number().int(),
  fileName: z.string(),
  state: z.enum(intakeStates),
  refusal: z.enum(intakeRefusals).nullable(),
  refusedAt: z.string().describe('a row, a cell or a part of the file'),
  createdAt: Instant,
  committedAt: Instant.nullable(),
  expiresAt: Instant.describe('its rows are kept until then'),
  header: z.array(z.string()),
  personal: z.array(z.boolean()).describe('columns that hold who somebody is: they were not read in'),
  rowCount: z.number().int(),
  done: z.number().int().describe('rows of the present step that are done'),
  toDo: z.number().int(),
  mapping: ImportMapping.nullable(),
})
export type ImportJob = z.infer<typeof ImportJob>

const Counts = z.object(
  Object.fromEntries(rowStatuses.map((status) => [status, z.number().int()])) as Record<(typeof rowStatuses)[number], z.ZodNumber>,
)

export const ImportDetail = ImportJob.extend({
  sample: z.array(z.array(z.string())).describe('the first rows, as they are kept'),
  proposal: Proposal.nullable(),
  words: z
    .array(z.object({ word: z.string(), rows: z.number().int() }))
    .describe('what stands in the column of items, most frequent first'),
  counts: Counts.nullable().describe('rows by status, once they were checked'),
  excluded: z.number().int().describe('ready rows that somebody left out'),
})
export type ImportDetail = z.infer<typeof ImportDetail>

export const ImportRow = z.object({
  rowNumber: z.number().int().describe('as a person counts: the header is row 1'),
  status: z.enum(rowStatuses),
  problems: z.array(z.enum(rowProblems)),
  included: z.boolean(),
  reference: z.string(),
  word: z.string(),
  item: z.enum(issueItems).nullable(),
  description: z.string(),
  address: z.string(),
  reportedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  gridCode: GridCode.nullable(),
  placedBy: z.enum(placedBy).nullable(),
  issueId: z.number().int().nullable(),
})
export type ImportRow = z.infer<typeof ImportRow>

export const PlaceCandidate = z.object({
  kind: z.enum(['building', 'compound']),
  id: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  address: z.string(),
  lng: z.number(),
  lat: z.number(),
})
export type PlaceCandidate = z.infer<typeof PlaceCandidate>
export const ImportPlace = z.object({
  key: z.string(),
  words: z.string(),
  match: z.enum(['ambiguous', 'similar', 'unknown']),
  rows: z.number().int(),
  candidates: z.array(PlaceCandidate),
  choice: PlaceCandidate.nullable(),
})
export type ImportPlace = z.infer<typeof ImportPlace>

const params = z.object({ id: RowId })
const paging = { limit: z.coerce.number().int().min(1).max(500).default(100) }
const tag = 'imports'

export const createImport = post({
  id: 'createImport',
  path: '/api/v1/imports',
  summary: 'Send a file of tickets (.xlsx, or .csv in UTF-8, UTF-16 or GB18030); the body is the file itself',
  tag,
  access: importers,
  query: Tenant.extend({ name: z.string().trim().min(1).max(200) }),
  body: FileBody,
  upload: { mediaTypes: importMediaTypes, maxBytes: mostImportBytes },
  ok: ImportJob,
})

export const imports = get({
  id: 'imports',
  path: '/api/v1/imports',
  summary: 'The files the caller sent, newest first',
  tag,
  access: importers,
  query: Tenant,
  ok: z.object({ imports: z.array(ImportJob) }),
})

export const importMappings = get({
  id: 'importMappings',
  path: '/api/v1/imports/mappings',
  summary: 'The saved meanings of columns and words',
  tag,
  access: importers,
  query: Tenant,
  ok: z.object({
    mappings: z.array(
      z.object({
        name: z.string(),
        columns: z.record(z.string(), z.string()).describe('field → word of the header'),
        items: z.record(z.string(), z.enum(issueItems)),
        source: z.enum(issueSources),
        coordinates: z.enum(coordinateSystems),
        changedAt: Instant,
        changedBy: z.string(),
      }),
    ),
  }),
})

export const importJob = get({
  id: 'importJob',
  path: '/api/v1/imports/:id',
  summary: 'One file: how far it is, what its columns may mean, how its rows stand',
  tag,
  access: importers,
  params,
  query: Tenant,
  ok: ImportDetail,
  errors: ['not_found'],
})

export const mapImport = put({
  id: 'mapImport',
  path: '/api/v1/imports/:id/mapping',
  summary: 'Say what the columns and words mean; every row is then checked anew',
  tag,
  access: importers,
  params,
  body: ImportMapping.extend({ saveAs: z.string().trim().min(1).max(60).nullable().default(null) }),
  ok: ImportJob,
  errors: ['not_found', 'conflict'],
})

export const importRows = get({
  id: 'importRows',
  path: '/api/v1/imports/:id/rows',
  summary: 'The rows with what is wrong with each, in the order of the file',
  tag,
  access: importers,
  params,
  query: Tenant.extend({
    ...paging,
    after: z.coerce.number().int().min(0).max(10_000_000).optional().describe('the `next` of the page before'),
    status: z.enum(rowStatuses).optional(),
    place: z.string().max(200).optional(),
  }),
  ok: z.object({ rows: z.array(ImportRow), next: z.number().int().nullable() }),
  errors: ['not_found'],
})

export const importPlaces = get({
  id: 'importPlaces',
  path: '/api/v1/imports/:id/places',
  summary: 'Places known by their words alone that a person must confirm, with what they may be',
  tag,
  access: importers,
  params,
  query: Tenant.extend({ ...paging, after: z.string().max(200).optional() }),
  ok: z.object({ places: z.array(ImportPlace), next: z.string().nullable() }),
  errors: ['not_found'],
})

export const chooseImportPlace = put({
  id: 'chooseImportPlace',
  path: '/api/v1/imports/:id/places',
  summary: 'Say which place some words mean; null takes that back. Holds for every row with these words',
  tag,
  access: importers,
  params,
  body: z.strictObject({
    key: z.string().min(1).max(200),
    choice: z.object({ kind: z.enum(['building', 'compound']), id: z.number().int().positive() }).nullable(),
  }),
  ok: ImportPlace,
  errors: ['not_found', 'conflict'],
})

export const includeImportRows = put({
  id: 'includeImportRows',
  path: '/api/v1/imports/:id/included',
  summary: 'Leave rows out, or take them back in',
  tag,
  access: importers,
  params,
  body: z.strictObject({ rows: z.array(z.number().int().min(1)).min(1).max(5000), included: z.boolean() }),
  ok: z.object({ changed: z.number().int() }),
  errors: ['not_found', 'conflict'],
})

export const commitImport = post({
  id: 'commitImport',
  path: '/api/v1/imports/:id/commit',
  summary: 'Take in every row that is ready and not left out',
  tag,
  access: importers,
  params,
  ok: ImportJob,
  errors: ['not_found', 'conflict'],
})

export const importErrors = get({
  id: 'importErrors',
  path: '/api/v1/imports/:id/errors',
  summary: 'The rows that were not taken in, with the reasons, as a file',
  tag,
  access: importers,
  params,
  query: Tenant.extend({ format: z.enum(['csv', 'xlsx']).default('csv'), language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  ok: { mediaType: 'application/octet-stream' },
  errors: ['not_found', 'conflict'],
})

export const discardImport = remove({
  id: 'discardImport',
  path: '/api/v1/imports/:id',
  summary: 'Throw a file and its rows away; what was taken in stays',
  tag,
  access: importers,
  params,
  ok: z.object({ discarded: z.boolean() }),
  errors: ['not_found', 'conflict'],
})
