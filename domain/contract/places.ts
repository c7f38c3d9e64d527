// Operations that write the registers of places: compounds, buildings with their units, stations. A change names the version it was read at.
import { z } from 'zod'
import { filedRegisters, rowProblems } from '../registers/register-file.ts'
import { caseReaders } from './access.ts'
import { AreaGeometry, CalendarDate, CommunityCode, Instant, PointGeometry, Rate, RowId, SmallCount, Tenant } from './fields.ts'
import { BuildingProperties, CompoundProperties } from './registers.ts'
import { FileBody, get, patch, post } from './route.ts'
import {
  buildingUses,
  compoundTypes,
  issueClasses,
  ownersCommittees,
  partyOrganisations,
  propertyClasses,
  registerKinds,
  renovationStages,
  stationKinds,
  stationServices,
} from './words.ts'

/** Who corrects the registers, within their grids. */
export const registerWriters = ['leader', 'planner', 'secretary'] as const

const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{C}]*$/u, 'no control characters')
const Name = oneLine.min(1).max(60)
const NameEn = oneLine.max(80)
const Reason = oneLine.max(200).default('')
const Year = z.number().int().min(1800).max(2199)
const Version = z.number().int().positive()
const Written = z.object({ id: z.number().int(), version: z.number().int() })

const CompoundFields = z.strictObject({
  name: Name,
  nameEn: NameEn,
  compoundType: z.enum(compoundTypes),
  propertyClass: z.enum(propertyClasses),
  partyOrganisation: z.enum(partyOrganisations),
  ownersCommittee: z.enum(ownersCommittees),
  communityCode: CommunityCode,
  builtYear: Year.nullable(),
  geometry: AreaGeometry,
})
export const createCompound = post({
  id: 'createCompound',
  path: '/api/v1/compounds',
  summary: 'Adds a compound to the register',
  tag: 'registers',
  access: registerWriters,
  query: Tenant,
  body: CompoundFields.extend({ reason: Reason }),
  ok: Written,
})
export const changeCompound = patch({
  id: 'changeCompound',
  path: '/api/v1/compounds/:id',
  summary: 'Changes what is said of a compound',
  tag: 'registers',
  access: registerWriters,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: CompoundFields.partial().extend({ version: Version, reason: Reason }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})

export const BuildingUnit = z.strictObject({
  unitNumber: z.number().int().min(1).max(99),
  households: z.number().int().min(0).max(9999),
  lift: z.boolean(),
})
const BuildingFields = z.strictObject({
  name: Name,
  nameEn: NameEn,
  address: oneLine.max(120),
  use: z.enum(buildingUses),
  levels: z.number().int().min(1).max(200).nullable(),
  builtYear: Year.nullable(),
  households: z.number().int().min(0).max(99_999),
  residents60Plus: z.number().int().min(0).max(99_999),
  compoundId: z.number().int().positive().nullable(),
  units: z.array(BuildingUnit).max(99).describe('all of them; a unit that somebody holds a post at can not be left out'),
  geometry: AreaGeometry.describe('the footprint'),
})
export const createBuilding = post({
  id: 'createBuilding',
  path: '/api/v1/buildings',
  summary: 'Adds a building; its entrance is where its outline is nearest to a street',
  tag: 'registers',
  access: registerWriters,
  query: Tenant,
  body: BuildingFields.extend({ reason: Reason }),
  ok: Written,
})
export const changeBuilding = patch({
  id: 'changeBuilding',
  path: '/api/v1/buildings/:id',
  summary: 'Changes what is said of a building and its units',
  tag: 'registers',
  access: registerWriters,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: BuildingFields.partial().extend({ version: Version, reason: Reason }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})

const StationFields = z.strictObject({
  name: Name,
  nameEn: NameEn,
  kind: z.enum(stationKinds),
  areaM2: z.number().positive().max(1_000_000).nullable(),
  openingHours: z
    .string()
    .trim()
    .regex(/^[^\p{C}]*$/u, 'no control characters')
    .max(120),
  services: z
    .array(z.enum(stationServices))
    .max(stationServices.length)
    .refine((list) => new Set(list).size === list.length, 'each once'),
  geometry: PointGeometry,
})
export const createStation = post({
  id: 'createStation',
  path: '/api/v1/stations',
  summary: 'Adds a service station, in service from today on',
  tag: 'registers',
  access: registerWriters,
  query: Tenant,
  body: StationFields.extend({ reason: Reason }),
  ok: Written,
})
export const changeStation = patch({
  id: 'changeStation',
  path: '/api/v1/stations/:id',
  summary: 'Changes what is said of a service station; whether it is in service is said by its states',
  tag: 'registers',
  access: registerWriters,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: StationFields.partial().extend({ version: Version, reason: Reason }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})

// ── History, files ───────────────────────────────────────────────────────────────────────────────────────────
export const recordHistory = get({
  id: 'recordHistory',
  path: '/api/v1/registers/:kind/:id/history',
  summary: 'Who changed a record of a register, what and when; the newest first',
  tag: 'registers',
  access: caseReaders,
  params: z.object({ kind: z.enum(registerKinds), id: RowId }),
  query: Tenant.extend({ limit: z.coerce.number().int().min(1).max(200).default(50), after: RowId.optional() }),
  ok: z.object({
    asOf: Instant,
    events: z.array(
      z.object({
        eventId: z.number().int(),
        change: z.string(),
        before: z.record(z.string(), z.unknown()).describe('the fields that differ'),
        after: z.record(z.string(), z.unknown()),
        reason: z.string(),
        at: Instant,
        by: z.string(),
      }),
    ),
    next: z.number().int().nullable(),
  }),
})

export const registerFile = get({
  id: 'registerFile',
  path: '/api/v1/registers/:kind/file',
  summary: 'A register of places as a file, as far as the caller’s grids reach',
  tag: 'registers',
  access: caseReaders,
  params: z.object({ kind: z.enum(filedRegisters) }),
  query: Tenant.extend({
    format: z.enum(['xlsx', 'csv', 'geojson']),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
    shape: z
      .enum(['point', 'area'])
      .default('point')
      .describe('of buildings in map data: where they are entered, or their outlines, without those whose outline is not known'),
  }),
  ok: { mediaType: 'application/octet-stream' },
})

export const mostRegisterFileBytes = 8 * 1024 * 1024
export const fillInRegister = post({
  id: 'fillInRegister',
  path: '/api/v1/registers/:kind/fill-in',
  summary:
    'The downloaded register, changed or with new rows, as a table or as map data (GeoJSON, WGS-84): compounds as polygons, buildings as polygons or points, stations as points; the body is the file itself. Without commit=yes nothing is written: what would happen with each row is told',
  tag: 'registers',
  access: registerWriters,
  params: z.object({ kind: z.enum(filedRegisters) }),
  query: Tenant.extend({
    commit: z.enum(['yes', 'no']).default('no'),
    coordinates: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84').describe('of the longitudes and latitudes of new rows'),
  }),
  body: FileBody,
  upload: {
    mediaTypes: [
      'text/csv',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/geo+json',
      'application/octet-stream',
    ],
    maxBytes: mostRegisterFileBytes,
  },
  ok: z.object({
    asOf: Instant,
    committed: z.boolean(),
    counts: z.object({ new: z.number().int(), changed: z.number().int(), unchanged: z.number().int(), trouble: z.number().int() }),
    rows: z
      .array(
        z.object({
          line: z.number().int().describe('of the file, counted from 1'),
          code: z.string(),
          name: z.string(),
          state: z.enum(['new', 'changed', 'trouble']),
          problem: z.enum(rowProblems).nullable(),
          field: z.string().nullable().describe('that cannot be read'),
          formulas: z.array(z.string()).describe('fields whose value a formula of the file gave'),
          before: z.record(z.string(), z.unknown()).describe('the fields that differ; of an outline only that it does'),
          after: z.record(z.string(), z.unknown()),
        }),
      )
      .describe('those that are not as the register is; the first 2,000'),
  }),
})

// ── One compound on one page ─────────────────────────────────────────────────────────────────────────────────
export const compoundSheet = get({
  id: 'compoundSheet',
  path: '/api/v1/compounds/:id/sheet',
  summary: 'One compound on one page: its houses with their heads, renovation, a year of issues, the way to the nearest station, patrols',
  tag: 'registers',
  access: caseReaders,
  params: z.object({ id: RowId }),
  query: Tenant,
  ok: z.object({
    asOf: Instant,
    compound: CompoundProperties,
    geometry: AreaGeometry,
    buildings: z.array(
      BuildingProperties.pick({
        buildingId: true,
        name: true,
        nameEn: true,
        address: true,
        levels: true,
        households: true,
        head: true,
        vacantSince: true,
        units: true,
        unitsWithHead: true,
      }).extend({
        lifts: z.number().int().describe('units with a lift'),
        residents60Plus: SmallCount,
        headName: z.string().nullable().describe('masked'),
        lng: z.number(),
        lat: z.number(),
      }),
    ),
    posts: z.array(z.object({ headRole: z.string(), name: z.string().describe('masked') })).describe('held at the compound itself'),
    renovation: z
      .object({ stage: z.enum(renovationStages), stageSince: CalendarDate, consent: Rate, renovationClass: z.string() })
      .nullable(),
    issues: z.array(z.object({ issueClass: z.enum(issueClasses), reported: z.number().int(), open: z.number().int() })),
    patrol: z
      .object({ routes: z.number().int(), runs: z.number().int() })
      .describe('routes within 50 m, and their runs that were walked in the last 30 days'),
  }),
  errors: ['not_found'],
})
