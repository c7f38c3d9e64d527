// Operations on walking: who reaches a station on foot, circles, blind spots, what a place would bring, where to build next.
import { z } from 'zod'
import { longestMinutes, walkProfiles } from '../walk/profile.ts'
import { caseReaders, factReaders } from './access.ts'
import { AreaGeometry, CalendarDate, featureOf, GridCode, Instant, LineGeometry, listOf, RowId, SmallCount, Tenant } from './fields.ts'
import { get } from './route.ts'
import { stationKinds } from './words.ts'

const Walk = z.object({
  profile: z.enum(walkProfiles).default('default').describe('default 4 km/h, elderly 3, brisk 5, elderlySlow 2.4'),
  minutes: z.coerce.number().min(1).max(longestMinutes).default(15),
})
const Stations = z.object({
  kind: listOf(stationKinds).optional().describe('only stations of these kinds'),
  on: CalendarDate.optional().describe('stations in service on this day; today where not given'),
  without: z
    .string()
    .regex(/^\d{1,15}(,\d{1,15}){0,19}$/)
    .transform((text) => text.split(',').map(Number))
    .optional()
    .describe('as if these stations were closed'),
})

/** Of what lies at a known place that is connected: how much is reached. The rest is told apart, never counted as not covered. */
export const WalkFigure = z.object({
  covered: z.number().int(),
  known: z.number().int(),
  notConnected: z.number().int().describe('hangs on a piece of the network that is cut off from the rest'),
  offNetwork: z.number().int().describe('lies further from any way than a door may'),
})
const WalkFigures = z.object({ households: WalkFigure, buildings: WalkFigure, residents60Plus: WalkFigure })
export type WalkFigures = z.infer<typeof WalkFigures>

const Network = z.object({
  nodes: z.number().int(),
  edges: z.number().int(),
  isolatedPieces: z.number().int().describe('pieces cut off from the rest, each with less than 1 % of all ways'),
  leftOut: z.object({ closed: z.number().int(), unknownNode: z.number().int(), noLength: z.number().int() }),
})

export const walkCoverage = get({
  id: 'walkCoverage',
  path: '/api/v1/coverage/walk',
  summary: 'Households, buildings and residents of 60 and more that reach a station on foot, over the streets',
  tag: 'circles',
  access: factReaders,
  query: Tenant.extend(Walk.shape)
    .extend(Stations.shape)
    .extend({ level: z.coerce.number().int().min(1).max(3).default(2) }),
  ok: z.object({
    asOf: Instant,
    dataTime: Instant.nullable().describe('of the newest of what it is made of: network, buildings, stations'),
    stations: z.object({ inService: z.number().int(), notConnected: z.array(z.number().int()) }),
    network: Network,
    total: WalkFigures,
    straightLineHouseholds: z
      .number()
      .int()
      .describe(
        'households that a straight circle of the same length counts and the streets do not; an estimate that is too large, never mixed in',
      ),
    grids: z.array(z.object({ gridCode: GridCode, name: z.string(), nameEn: z.string(), figures: WalkFigures })),
  }),
})

const Ring = featureOf(
  AreaGeometry,
  z.object({ serviceStationId: z.number().int().nullable().describe('null: of all stations together'), minutes: z.number() }),
)
const Rings = z.object({ type: z.literal('FeatureCollection'), features: z.array(Ring), asOf: Instant, dataTime: Instant.nullable() })

export const circles = get({
  id: 'circles',
  path: '/api/v1/circles',
  summary:
    'Rings of walking minutes around all stations together, or around one; the longest first, so that they can be drawn in this order',
  tag: 'circles',
  access: factReaders,
  query: Tenant.extend({ profile: Walk.shape.profile })
    .extend(Stations.shape)
    .extend({
      station: RowId.optional(),
      straight: z.enum(['yes']).optional().describe('instead the longest ring as the crow flies, which is too large'),
    }),
  ok: Rings,
  errors: ['not_found'],
})

export const previewCircle = get({
  id: 'previewCircle',
  path: '/api/v1/circles/preview',
  summary: 'What a station at a place that has none would bring: its rings, and whom it newly serves',
  tag: 'circles',
  access: caseReaders,
  query: Tenant.extend(Walk.shape)
    .extend(Stations.shape)
    .extend({ lng: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90) }),
  ok: Rings.extend({
    place: z.enum(['onNetwork', 'notConnected', 'offNetwork']),
    doorMetres: z.number().nullable().describe('from the place to the street'),
    newly: z.object({ households: z.number().int(), buildings: z.number().int(), residents60Plus: z.number().int() }),
    total: WalkFigures.describe('with it'),
  }),
})

const BlindSpot = z.object({
  name: z.string(),
  nameEn: z.string(),
  lng: z.number(),
  lat: z.number(),
  households: z.number().int(),
  residents60Plus: SmallCount,
  buildings: z.array(z.number().int()).describe('numbers of the buildings, those with most households first'),
})
export const blindSpotList = get({
  id: 'blindSpotList',
  path: '/api/v1/blind-spots',
  summary: 'Places beyond the circle, by households',
  tag: 'circles',
  access: factReaders,
  query: Tenant.extend(Walk.shape)
    .extend(Stations.shape)
    .extend({ limit: z.coerce.number().int().min(1).max(1000).default(200) }),
  ok: z.object({ asOf: Instant, dataTime: Instant.nullable(), households: z.number().int(), spots: z.array(BlindSpot) }),
})

export const buildingWay = get({
  id: 'buildingWay',
  path: '/api/v1/buildings/:id/way',
  summary: 'The nearest stations to a building, with minutes and the way to them',
  tag: 'circles',
  access: caseReaders,
  params: z.object({ id: RowId }),
  query: Tenant.extend({ profile: Walk.shape.profile }),
  ok: z.object({
    asOf: Instant,
    place: z.enum(['onNetwork', 'notConnected', 'offNetwork']),
    stations: z.array(
      z.object({ serviceStationId: z.number().int(), name: z.string(), nameEn: z.string(), minutes: z.number(), way: LineGeometry }),
    ),
  }),
  errors: ['not_found'],
})

export const siteAims = ['cover', 'walk'] as const
export const siteChoice = get({
  id: 'siteChoice',
  path: '/api/v1/circles/sites',
  summary:
    'Where to build next: the sites among the compounds that newly serve the most, or spare the most walking, with how far from the best they are at most',
  tag: 'circles',
  access: caseReaders,
  query: Tenant.extend(Walk.shape)
    .extend(Stations.shape)
    .extend({
      count: z.coerce.number().int().min(1).max(20).default(3),
      aim: z.enum(siteAims).default('cover').describe('cover: most uncovered households; walk: least walking in all'),
      weight: z.enum(['households', 'residents60Plus']).default('households'),
      apart: z.coerce
        .number()
        .min(0)
        .max(5000)
        .default(0)
        .describe('metres that sites keep from each other and from the stations there are'),
    }),
  ok: z.object({
    asOf: Instant,
    candidates: z.number().int(),
    worth: z.number().describe('households newly served; or household-metres spared'),
    bound: z.number().describe('no choice of as many sites is worth more'),
    exact: z.boolean(),
    sites: z.array(
      z.object({ compoundId: z.number().int(), name: z.string(), nameEn: z.string(), lng: z.number(), lat: z.number(), gain: z.number() }),
    ),
  }),
})
