// Operations on walking: who reaches a station on foot, circles, blind spots, what a plan would bring, where to build next.
import { z } from 'zod'
import { clockTime } from '../calendar/opening-hours.ts'
import { siteAims } from '../walk/candidates.ts'
import { longestMinutes, walkProfiles } from '../walk/profile.ts'
import { parseChanges } from '../walk/station-changes.ts'
import { mostVisits } from '../walk/visit-order.ts'
import { caseReaders, factReaders } from './access.ts'
import { AreaGeometry, CalendarDate, featureOf, GridCode, Instant, LineGeometry, listOf, RowId, SmallCount, Tenant } from './fields.ts'
import { get, post, put, remove } from './route.ts'
import { stationKinds } from './words.ts'

const Walk = z.object({
  profile: z.enum(walkProfiles).default('default').describe('default 4 km/h, elderly 3, brisk 5, elderlySlow 2.4'),
  minutes: z.coerce.number().min(1).max(longestMinutes).default(15),
})
const ClockTime = z.string().regex(clockTime, 'must be a clock time such as 19:30')
const Changes = z
  .string()
  .max(1000)
  .transform((text, context) => {
    const parsed = parseChanges(text)
    if (!('problem' in parsed)) return parsed
    context.addIssue({ code: 'custom', message: parsed.problem })
    return z.NEVER
  })
  .optional()
const Stations = z.object({
  kind: listOf(stationKinds).optional().describe('only stations of these kinds'),
  on: CalendarDate.optional().describe('stations in service on this day; today where not given'),
  at: ClockTime.optional().describe('only stations that are open at this time of the day'),
  changes: Changes.describe('as if this were different: open:lng,lat,hours;close:station;hours:station,hours'),
})

/** Of what lies at a known place that is connected: how much is reached. The rest is told apart, never counted as not covered. */
export const WalkFigure = z.object({
  covered: z.number().int(),
  known: z.number().int(),
  notConnected: z.number().int().describe('hangs on a piece of the network that is cut off from the rest'),
  offNetwork: z.number().int().describe('lies further from any way than a door may'),
})
/** Of a caller's ground, a grid, a compound: where few people live, counts of them may be too small to be told. */
const WalkFigures = z.object({
  households: WalkFigure,
  buildings: WalkFigure,
  residents60Plus: z.object({ covered: SmallCount, known: SmallCount, notConnected: SmallCount, offNetwork: SmallCount }),
})
export type WalkFigures = z.infer<typeof WalkFigures>

const Network = z.object({
  nodes: z.number().int(),
  edges: z.number().int(),
  hasHeights: z.boolean().describe('slopes are known and make ways longer'),
  isolatedPieces: z.number().int().describe('pieces cut off from the rest, each with less than 1 % of all ways'),
  leftOut: z.object({ closed: z.number().int(), unknownNode: z.number().int(), noLength: z.number().int() }),
})

/** Of a model that is being renewed: answers are of `dataTime` until it is done. */
const Renewal = z
  .object({ done: z.number().int(), total: z.number().int() })
  .nullable()
  .describe('steps of a renewal that is under way because something changed; null: this is the newest')
const Modelled = z.object({
  asOf: Instant,
  dataTime: Instant.nullable().describe('of the newest of what it is made of: network, buildings, stations'),
  renewal: Renewal,
})

export const walkPlaces = ['grid', 'compound'] as const
export const walkCoverage = get({
  id: 'walkCoverage',
  path: '/api/v1/coverage/walk',
  summary: 'Households, buildings and residents of 60 and more that reach a station on foot, over the streets',
  tag: 'circles',
  access: factReaders,
  query: Tenant.extend(Walk.shape)
    .extend(Stations.shape)
    .extend({
      level: z.coerce.number().int().min(1).max(3).default(2),
      per: z.enum(walkPlaces).default('grid').describe('figures of the grids of a level, or of compounds'),
    }),
  ok: Modelled.extend({
    stations: z.object({
      inService: z.number().int(),
      notConnected: z.array(z.number().int()),
      hoursUnknown: z.array(z.number().int()).describe('whose hours nobody can read: not counted where a time of the day is asked for'),
    }),
    network: Network,
    total: WalkFigures,
    straightLineHouseholds: z
      .number()
      .int()
      .describe(
        'households that a straight circle of the same length counts and the streets do not; an estimate that is too large, never mixed in',
      ),
    grids: z
      .array(z.object({ gridCode: GridCode, name: z.string(), nameEn: z.string(), figures: WalkFigures }))
      .describe('empty where compounds were asked for'),
    compounds: z
      .array(z.object({ compoundId: z.number().int(), name: z.string(), nameEn: z.string(), figures: WalkFigures }))
      .describe('empty where grids were asked for'),
  }),
})

const Ring = featureOf(
  AreaGeometry,
  z.object({ serviceStationId: z.number().int().nullable().describe('null: of all stations together'), minutes: z.number() }),
)
const Rings = z.object({ type: z.literal('FeatureCollection'), features: z.array(Ring) }).extend(Modelled.shape)
const RingMinutes = z
  .string()
  .regex(/^\d{1,2}(,\d{1,2}){0,14}$/)
  .transform((text) => text.split(',').map(Number))
  .refine((minutes) => minutes.every((one) => one >= 1 && one <= longestMinutes), `each from 1 to ${longestMinutes}`)

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
      each: z.enum(['yes']).optional().describe('around each station by itself'),
      minutes: RingMinutes.optional().describe('the rings wanted, such as 3,6,9,12,15; 5,10,15 where not given'),
      straight: z.enum(['yes']).optional().describe('instead the longest ring as the crow flies, which is too large'),
    }),
  ok: Rings,
  errors: ['not_found'],
})

const Served = z.object({ households: z.number().int(), buildings: z.number().int(), residents60Plus: SmallCount })
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
    newly: Served,
    total: WalkFigures.describe('with it'),
  }),
})

export const walkDifference = get({
  id: 'walkDifference',
  path: '/api/v1/circles/difference',
  summary: 'Whom a plan newly serves and whom it serves no longer, beside the stations there are or beside another plan',
  tag: 'circles',
  access: caseReaders,
  query: Tenant.extend(Walk.shape)
    .extend(Stations.shape)
    .extend({ than: Changes.describe('the other plan, in the same words; not given: the stations there are') }),
  ok: Modelled.extend({
    before: WalkFigures,
    after: WalkFigures,
    newly: Served,
    lost: Served,
    buildings: z.object({ newly: z.array(z.number().int()), lost: z.array(z.number().int()) }),
    meanMinutes: z
      .object({ before: z.number().nullable(), after: z.number().nullable() })
      .describe('of all households within an hour, by the profile; null: none is'),
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
const BlindSpotQuery = Tenant.extend(Walk.shape).extend(Stations.shape)
export const blindSpotList = get({
  id: 'blindSpotList',
  path: '/api/v1/blind-spots',
  summary: 'Places beyond the circle, by households',
  tag: 'circles',
  access: factReaders,
  query: BlindSpotQuery.extend({ limit: z.coerce.number().int().min(1).max(1000).default(200) }),
  ok: Modelled.extend({ households: z.number().int(), spots: z.array(BlindSpot) }),
})

export const blindSpotFormats = ['xlsx', 'csv', 'geojson'] as const
export const blindSpotFile = get({
  id: 'blindSpotFile',
  path: '/api/v1/blind-spots/file',
  summary: 'All places beyond the circle as a file',
  tag: 'circles',
  access: caseReaders,
  query: BlindSpotQuery.extend({ format: z.enum(blindSpotFormats).default('xlsx'), language: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  ok: { mediaType: 'application/octet-stream' },
})

export const buildingWay = get({
  id: 'buildingWay',
  path: '/api/v1/buildings/:id/way',
  summary: 'The nearest stations to a building, with minutes and the way to them',
  tag: 'circles',
  access: caseReaders,
  params: z.object({ id: RowId }),
  query: Tenant.extend({ profile: Walk.shape.profile }),
  ok: Modelled.extend({
    place: z.enum(['onNetwork', 'notConnected', 'offNetwork']),
    stations: z.array(
      z.object({ serviceStationId: z.number().int(), name: z.string(), nameEn: z.string(), minutes: z.number(), way: LineGeometry }),
    ),
  }),
  errors: ['not_found'],
})

/** Numbers of things, each once. */
const idsOf = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14})*$/, 'numbers with commas between them')
    .transform((text) => [...new Set(text.split(',').map(Number))])
    .pipe(z.array(z.number()).max(most))
export const visits = get({
  id: 'visits',
  path: '/api/v1/buildings/visits',
  summary: 'In which order to go from door to door, with the minutes between them and the way',
  tag: 'circles',
  access: caseReaders,
  query: Tenant.extend({ ids: idsOf(mostVisits).describe('buildings that people live in') }),
  ok: Modelled.extend({
    stops: z.array(
      z.object({
        buildingId: z.number().int(),
        minutes: z.number().nullable().describe('from the stop before; null: no way within the hour'),
      }),
    ),
    minutes: z.number().describe('of all ways together'),
    unplaced: z.array(z.number().int()).describe('not on the network, or not within the caller’s grids'),
    way: LineGeometry.nullable(),
  }),
})

export const siteSources = ['compounds', 'blocks', 'given'] as const
export const mostGivenPlaces = 60
const Places = z
  .string()
  .max(2000)
  .transform((text, context) => {
    const places = text.split(';').map((one) => one.split(',').map(Number))
    const [wrong] = places.flatMap(([lng = Number.NaN, lat = Number.NaN, ...rest], at) =>
      rest.length === 0 && Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [] : [at + 1],
    )
    if (wrong === undefined && places.length <= mostGivenPlaces) return places.map(([lng = 0, lat = 0]) => ({ lng, lat }))
    const problem = wrong === undefined ? `more than ${mostGivenPlaces} places` : `place ${wrong} is not lng,lat`
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })
const Site = z.object({
  compoundId: z.number().int().nullable(),
  name: z.string().describe('the compound, or what the place is near'),
  nameEn: z.string(),
  lng: z.number(),
  lat: z.number(),
  gain: z.number().describe('what it adds to those before it'),
  newly: Served.describe('served with it and not without'),
  meanMinutes: z
    .object({ before: z.number().nullable(), after: z.number().nullable() })
    .describe('of the households it newly serves, or brings nearer; null: further than an hour'),
})
export const siteChoice = get({
  id: 'siteChoice',
  path: '/api/v1/circles/sites',
  summary:
    'Where to build next: the sites that newly serve the most, or spare the most walking, with how far from the best they are at most',
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
      from: z.enum(siteSources).default('compounds').describe('candidates: the compounds, the blocks between the streets, or `places`'),
      places: Places.optional().describe('lng,lat;lng,lat … where candidates are given'),
    })
    .refine(({ from, places }) => (from === 'given') === (places !== undefined), {
      path: ['places'],
      message: 'are needed where candidates are given, and only there',
    }),
  ok: Modelled.extend({
    working: z.boolean().describe('not found yet: ask again in a moment'),
    candidates: z.number().int(),
    notConnected: z.number().int().describe('candidates that no way leads to'),
    worth: z.number().describe('households newly served; or household-metres spared'),
    bound: z.number().describe('no choice of as many sites is worth more'),
    exact: z.boolean(),
    sites: z.array(Site),
  }),
})

// ── Scenarios ────────────────────────────────────────────────────────────────────────────────────────────────
/** Who may keep a plan that others then see. */
const thinkers = ['leader', 'planner', 'secretary'] as const
const Scenario = z.object({
  walkScenarioId: z.number().int(),
  name: z.string(),
  changes: z.string().describe('open:lng,lat,hours;close:station;hours:station,hours'),
  version: z.number().int(),
  changedAt: Instant,
  changedBy: z.string(),
})
export type Scenario = z.infer<typeof Scenario>
const ScenarioBody = z.strictObject({
  name: z.string().trim().min(1).max(60),
  changes: z
    .string()
    .min(1)
    .max(1000)
    .refine((text) => !('problem' in parseChanges(text)), 'is not open:lng,lat,hours;close:station;hours:station,hours'),
})

export const walkScenarios = get({
  id: 'walkScenarios',
  path: '/api/v1/circles/scenarios',
  summary: 'Plans that were kept, the newest first',
  tag: 'circles',
  access: caseReaders,
  query: Tenant,
  ok: z.object({ asOf: Instant, scenarios: z.array(Scenario) }),
})
export const keepWalkScenario = post({
  id: 'keepWalkScenario',
  path: '/api/v1/circles/scenarios',
  summary: 'Keeps a plan under a name',
  tag: 'circles',
  access: thinkers,
  body: ScenarioBody,
  query: Tenant,
  ok: Scenario,
  errors: ['conflict'],
})
export const changeWalkScenario = put({
  id: 'changeWalkScenario',
  path: '/api/v1/circles/scenarios/:id',
  summary: 'Changes a plan that was kept',
  tag: 'circles',
  access: thinkers,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: ScenarioBody.extend({ version: z.number().int() }),
  ok: Scenario,
  errors: ['not_found', 'conflict'],
})
export const removeWalkScenario = remove({
  id: 'removeWalkScenario',
  path: '/api/v1/circles/scenarios/:id',
  summary: 'Throws a plan away; the audit keeps what it was',
  tag: 'circles',
  access: thinkers,
  params: z.object({ id: RowId }),
  query: Tenant.extend({ version: z.coerce.number().int() }),
  ok: z.object({ walkScenarioId: z.number().int() }),
  errors: ['not_found', 'conflict'],
})
