// Operations that read the registers: sub-districts, grids, buildings, compounds, stations, patrol routes, coverage, search.
import { z } from 'zod'
import { coverageKinds, coverageTable, coverageUnits } from '../coverage/coverage-kinds.ts'
import { factReaders, mapReaders } from './access.ts'
import {
  AreaGeometry,
  Bbox,
  BordersBasis,
  CalendarDate,
  CommunityCode,
  featureOf,
  featurePage,
  GridCode,
  Instant,
  Page,
  PointGeometry,
  Rate,
  RowId,
  SmallCount,
  SubdistrictCode,
  Tenant,
} from './fields.ts'
import { get } from './route.ts'
import {
  buildingUses,
  compoundTypes,
  gridKinds,
  headStates,
  ownersCommittees,
  partyOrganisations,
  propertyClasses,
  renovationStages,
} from './words.ts'

/** Part of a name or an address. */
const Words = z.string().trim().min(1).max(60)

export const Subdistrict = z.object({
  subdistrictCode: SubdistrictCode,
  name: z.string(),
  nameEn: z.string(),
  source: z.enum(['demo', 'openstreetmap', 'register']),
  attribution: z.string(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
})
export type Subdistrict = z.infer<typeof Subdistrict>

export const subdistricts = get({
  id: 'subdistricts',
  path: '/api/v1/subdistricts',
  summary: 'The sub-district that the caller belongs to',
  tag: 'grids',
  access: 'signedIn',
  reach: 'system',
  ok: z.object({ subdistricts: z.array(Subdistrict) }),
})

// ── Grids ────────────────────────────────────────────────────────────────────────────────────────────────────
export const GridProperties = z.object({
  gridCode: GridCode,
  level: z.number().int(),
  kind: z.enum(gridKinds),
  name: z.string(),
  nameEn: z.string(),
  parentCode: GridCode.nullable(),
  validFrom: CalendarDate,
  validTo: CalendarDate.nullable(),
  areaM2: z.number(),
  labelPoint: z.tuple([z.number(), z.number()]),
  households: z.number().int(),
  residents60Plus: SmallCount,
  buildings: z.number().int(),
  children: z.number().int(),
  openIssues: z.number().int(),
  buildingHeadCoverage: Rate,
})
export type GridProperties = z.infer<typeof GridProperties>
export const GridFeature = featureOf(AreaGeometry, GridProperties)
export type GridFeature = z.infer<typeof GridFeature>

export const grids = get({
  id: 'grids',
  path: '/api/v1/grids',
  summary: 'Grids in force on a date as GeoJSON, each with its counts',
  tag: 'grids',
  access: mapReaders,
  query: Tenant.extend(Page.shape).extend({
    level: z.coerce.number().int().min(1).max(3).optional(),
    parent: GridCode.optional(),
    bbox: Bbox.optional(),
    asOf: CalendarDate.optional(),
  }),
  ok: featurePage(GridFeature),
  errors: ['not_found'],
})

export const grid = get({
  id: 'grid',
  path: '/api/v1/grids/:code',
  summary: 'One grid in force on a date, with the grids above it',
  tag: 'grids',
  access: mapReaders,
  params: z.object({ code: GridCode }),
  query: Tenant.extend({ asOf: CalendarDate.optional() }),
  ok: GridFeature.extend({ ancestors: z.array(z.object({ gridCode: GridCode, level: z.number(), name: z.string(), nameEn: z.string() })) }),
  errors: ['not_found'],
})

export const gridHistory = get({
  id: 'gridHistory',
  path: '/api/v1/grids/:code/history',
  summary: 'Every boundary this grid has had, and which grids it came from or became, over all generations',
  tag: 'grids',
  access: mapReaders,
  params: z.object({ code: GridCode }),
  query: Tenant,
  ok: z.object({
    gridCode: GridCode,
    boundaries: z.array(
      z.object({ validFrom: CalendarDate, validTo: CalendarDate.nullable(), areaM2: z.number(), coverageVersion: z.string() }),
    ),
    lineage: z.array(
      z.object({
        ancestorCode: GridCode,
        descendantCode: GridCode,
        changeKind: z.enum(['split', 'merge', 'transfer', 'renumber']),
        effectiveOn: CalendarDate,
      }),
    ),
    lineageIsWhole: z.boolean().describe('false: the farthest generations are left out'),
    grids: z
      .array(
        z.object({
          gridCode: GridCode,
          name: z.string(),
          nameEn: z.string(),
          validFrom: CalendarDate,
          validTo: CalendarDate.nullable().describe('null: in force'),
        }),
      )
      .describe('those of the lineage, and the grid itself'),
  }),
  errors: ['not_found'],
})

// ── Buildings ────────────────────────────────────────────────────────────────────────────────────────────────
export const BuildingProperties = z.object({
  buildingId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  address: z.string(),
  use: z.enum(buildingUses),
  levels: z.number().int().nullable(),
  builtYear: z.number().int().nullable(),
  households: z.number().int(),
  residents60Plus: SmallCount,
  compoundId: z.number().int().nullable(),
  compoundName: z.string().nullable(),
  compoundNameEn: z.string().nullable(),
  gridCode: GridCode.nullable(),
  head: z.enum(headStates),
  vacantSince: CalendarDate.nullable().describe('the day the last head left; null while there is a head or when there never was one'),
  units: z.number().int(),
  unitsWithHead: z.number().int(),
  version: z.number().int(),
})
export const BuildingFeature = featureOf(PointGeometry, BuildingProperties)
export type BuildingFeature = z.infer<typeof BuildingFeature>

export const buildings = get({
  id: 'buildings',
  path: '/api/v1/buildings',
  summary: 'Buildings as points at their entrance; head=missing is the secretary’s list',
  tag: 'registers',
  access: factReaders,
  query: Tenant.extend(Page.shape).extend({
    head: z.enum(headStates).optional(),
    community: CommunityCode.optional(),
    grid: GridCode.optional(),
    compound: RowId.optional(),
    renovated: z.enum(['yes', 'no']).optional(),
    use: z.enum(buildingUses).optional(),
    ids: z
      .string()
      .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14}){0,199}$/, 'up to 200 numbers with commas between them')
      .transform((text) => text.split(',').map(Number))
      .optional(),
    q: Words.optional(),
    bbox: Bbox.optional(),
    sort: z.enum(['building', 'households']).default('building'),
  }),
  ok: featurePage(BuildingFeature),
})

export const building = get({
  id: 'building',
  path: '/api/v1/buildings/:id',
  summary: 'One building with its footprint',
  tag: 'registers',
  access: factReaders,
  params: z.object({ id: RowId }),
  query: Tenant,
  ok: featureOf(
    z.union([AreaGeometry, PointGeometry]).describe('the footprint, or the door where none is known'),
    BuildingProperties.extend({
      unitList: z.array(z.object({ unitNumber: z.number().int(), households: z.number().int(), lift: z.boolean() })),
    }),
  ),
  errors: ['not_found'],
})

// ── Compounds ───────────────────────────────────────────────────────────────────────────────────
export const CompoundProperties = z.object({
  compoundId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  compoundType: z.enum(compoundTypes),
  propertyClass: z.enum(propertyClasses),
  partyOrganisation: z.enum(partyOrganisations),
  ownersCommittee: z.enum(ownersCommittees),
  communityCode: CommunityCode,
  builtYear: z.number().int().nullable(),
  version: z.number().int().describe('a change names the one it was read at'),
  buildings: z.number().int(),
  households: z.number().int(),
  buildingHeadCoverage: Rate,
  renovationStage: z.enum(renovationStages).nullable(),
})
export const CompoundFeature = featureOf(AreaGeometry, CompoundProperties)
export type CompoundFeature = z.infer<typeof CompoundFeature>

export const compounds = get({
  id: 'compounds',
  path: '/api/v1/compounds',
  summary: 'Compounds, courtyards and groups of scattered buildings',
  tag: 'registers',
  access: factReaders,
  query: Tenant.extend(Page.shape).extend({
    type: z.enum(compoundTypes).optional(),
    property: z.enum(propertyClasses).optional(),
    party: z.enum(partyOrganisations).optional(),
    committee: z.enum(ownersCommittees).optional(),
    q: Words.optional(),
    community: CommunityCode.optional(),
    bbox: Bbox.optional(),
  }),
  ok: featurePage(CompoundFeature),
})

export const compound = get({
  id: 'compound',
  path: '/api/v1/compounds/:id',
  summary: 'One compound',
  tag: 'registers',
  access: factReaders,
  params: z.object({ id: RowId }),
  query: Tenant,
  ok: CompoundFeature,
  errors: ['not_found'],
})

// ── Coverage, search ─────────────────────────────────────────────────────────────────────────────────────────
const CoverageOf = z.object({
  name: z.string(),
  nameEn: z.string(),
  rate: Rate,
  unknown: z.number().int().describe('in neither number of the rate: what stands in no grid in force that day'),
})
export const coverage = get({
  id: 'coverage',
  path: '/api/v1/coverage',
  summary: 'Coverage figures of one kind on a day, per grid of a level or per compound, as numerator and denominator',
  tag: 'grids',
  access: factReaders,
  query: Tenant.extend({
    kind: z
      .enum(coverageKinds)
      .default('buildingHead')
      .describe(coverageKinds.map((kind) => `${kind}: ${coverageTable[kind].counts}`).join('; ')),
    per: z.enum(['grid', 'compound']).default('grid').describe('compound: only of the kinds that count what stands in a compound'),
    level: z.coerce.number().int().min(1).max(3).optional().describe('of the grids; 3 where not given'),
    on: CalendarDate.optional().describe('with the terms and the boundaries of this day, today where not given'),
  }),
  ok: z.object({
    kind: z.enum(coverageKinds),
    unit: z.enum(coverageUnits).describe('what is counted'),
    on: CalendarDate,
    level: z.number().int().nullable().describe('null: per compound'),
    grids: z.array(CoverageOf.extend({ gridCode: GridCode })),
    compounds: z.array(CoverageOf.extend({ compoundId: z.number().int() })),
    total: Rate.describe('each thing once, though a compound may belong to several grids'),
    unknown: z.number().int(),
  }),
})

export const coverageHistory = get({
  id: 'coverageHistory',
  path: '/api/v1/coverage/history',
  summary:
    'A coverage figure today and on the first day of each month before, of a grid, a compound or all, with the terms and boundaries of each day',
  tag: 'grids',
  access: factReaders,
  query: Tenant.extend({
    kind: z.enum(coverageKinds).default('buildingHead'),
    grid: GridCode.optional(),
    compound: RowId.optional(),
    to: CalendarDate.optional().describe('the last day, today where not given'),
    months: z.coerce.number().int().min(1).max(36).default(12),
  }),
  ok: z.object({
    kind: z.enum(coverageKinds),
    unit: z.enum(coverageUnits),
    asOf: Instant,
    borders: BordersBasis,
    points: z
      .array(z.object({ on: CalendarDate, rate: Rate, unknown: z.number().int() }))
      .describe('days on which the place was not there are left out'),
  }),
  errors: ['not_found'],
})

export const searchKinds = ['grid', 'compound', 'building', 'road'] as const
export const SearchHit = z.object({
  kind: z.enum(searchKinds),
  id: z.string().describe('grid code, or the number of the compound, building or road'),
  name: z.string(),
  nameEn: z.string(),
  detail: z.string().describe('where it is: the community, compound or address'),
  detailEn: z.string(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
})
export type SearchHit = z.infer<typeof SearchHit>
export const search = get({
  id: 'search',
  path: '/api/v1/search',
  summary: 'Find a grid by code or name, a compound, a building or a road',
  tag: 'grids',
  access: factReaders,
  query: Tenant.extend({ q: z.string().trim().min(1).max(60), limit: z.coerce.number().int().min(1).max(50).default(12) }),
  ok: z.object({ hits: z.array(SearchHit), asOf: Instant }),
})
