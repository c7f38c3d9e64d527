// Operations of the wall: what it counts, what a display shows and in which order, and steering it from a second device.
import { z } from 'zod'
import { alarmKinds } from '../wall/alarms.ts'
import { usualCalls } from '../wall/calls.ts'
import { rankingMeasures, reducedWhen, replayDays, sceneSeconds, wallLayers, wallPanels, wallScenes, wallThemes } from '../wall/scenes.ts'
import { caseReaders, factReaders } from './access.ts'
import { ScopeGrid } from './accounts.ts'
import { AreaGeometry, BordersBasis, CalendarDate, GridCode, Instant, Rate, RowId, SmallCount, Tenant, ToldRate } from './fields.ts'
import { get, post, put } from './route.ts'
import { issueClasses, issueItems, issueSeverities, issueStatuses, renovationStages } from './words.ts'

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM')
const Seconds = z.number().int().min(sceneSeconds.least).max(sceneSeconds.most)

// ── Settings ─────────────────────────────────────────────────────────────────────────────────────────────────
const Scene = z.strictObject({
  scene: z.enum(wallScenes),
  shown: z.boolean(),
  seconds: Seconds,
  layers: z.array(z.enum(wallLayers)).max(wallLayers.length),
  camera: z
    .array(z.strictObject({ at: z.union([z.literal('all'), GridCode]), seconds: Seconds }))
    .min(1)
    .max(12),
  panels: z.array(z.enum(wallPanels)).max(6),
})
const Calls = z.strictObject({
  alarms: z
    .array(
      z.strictObject({
        kind: z.enum(alarmKinds),
        shown: z.boolean(),
        sound: z.boolean().nullable().describe('null: as the rule says'),
        from: z.number().int().min(0).max(1000).nullable().describe('in the unit of its rule, not below it; null: as soon as it is raised'),
      }),
    )
    .max(alarmKinds.length)
    .describe('kinds that are not among them are taken up as the sub-district raises them'),
  hotSpot: z.number().int().min(0).max(100).nullable().describe('takes the stage from so many issues more than usual; null: never'),
  overdue: z.number().int().min(1).max(1000).nullable().describe('takes the stage where at least so many cases are; null: never'),
})
export const WallSettingBody = z.strictObject({
  scenes: z.array(Scene).min(1).max(wallScenes.length),
  theme: z.enum(wallThemes),
  language: z.enum(['zh-CN', 'en']),
  ranking: z.enum(rankingMeasures),
  replayDays: z.union(replayDays.map((days) => z.literal(days))),
  idleSeconds: z.number().int().min(15).max(900),
  screens: z.strictObject({ across: z.number().int().min(1).max(12), down: z.number().int().min(1).max(6) }),
  night: z.strictObject({ from: ClockTime, to: ClockTime, dim: z.number().min(0.1).max(1) }).nullable(),
  reduced: z.enum(reducedWhen).default('auto').describe('outlines in place of the live map; auto: where the machine is too slow for it'),
  sound: z.boolean(),
  calls: Calls.default({ ...usualCalls, alarms: [] }).describe('what calls on this display, and from when on'),
})

const Setting = z.object({
  displayId: z.number().int().nullable().describe('null: nobody’s, as it is for a display that was never set'),
  name: z.string(),
  allowed: z.array(z.enum(wallScenes)).describe('scenes that it may show'),
  version: z.number().int().describe('0: never set'),
  setting: WallSettingBody,
})
export type WallDisplay = z.infer<typeof Setting>
export const wallSetting = get({
  id: 'wallSetting',
  path: '/api/v1/wall/setting',
  summary: 'What this display shows, in which order; for a person that of a display, or the usual one',
  tag: 'wall',
  access: factReaders,
  reach: 'system',
  query: Tenant.extend({ display: RowId.optional().describe('not for a display, which has its own') }),
  ok: Setting,
  errors: ['not_found'],
})
export const wallDisplays = get({
  id: 'wallDisplays',
  path: '/api/v1/wall/displays',
  summary: 'The displays in force that lie within the caller’s scope, with what they show',
  tag: 'wall',
  access: ['leader'],
  reach: 'system',
  query: Tenant,
  ok: z.object({
    displays: z.array(
      Setting.extend({
        displayId: z.number().int(),
        scope: z.array(ScopeGrid).describe('the ground that it shows'),
        lastSeenAt: Instant.nullable(),
      }),
    ),
  }),
})
export const changeWallSetting = put({
  id: 'changeWallSetting',
  path: '/api/v1/wall/displays/:id/setting',
  summary: 'Decide what a display shows; it follows without a reload',
  tag: 'wall',
  access: ['leader'],
  reach: 'system',
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.strictObject({ version: z.number().int().min(0).describe('the version that was read'), setting: WallSettingBody }),
  ok: Setting,
  errors: ['not_found', 'conflict'],
})

// ── Steering ─────────────────────────────────────────────────────────────────────────────────────────────────
export const beginWallPairing = post({
  id: 'beginWallPairing',
  path: '/api/v1/wall/pairing',
  summary: 'A short code for the screen of a display, in force for five minutes: whoever types it in steers the display',
  tag: 'wall',
  access: ['wall'],
  reach: 'system',
  query: Tenant,
  ok: z.object({ code: z.string(), expiresAt: Instant }),
})
export const pairWall = post({
  id: 'pairWall',
  path: '/api/v1/wall/pairings',
  summary: 'Take the remote of a display into one’s hand, by the code on its screen, for two hours',
  tag: 'wall',
  access: caseReaders,
  reach: 'system',
  query: Tenant,
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits') }),
  ok: z.object({ displayId: z.number().int(), name: z.string(), until: Instant, allowed: z.array(z.enum(wallScenes)) }),
  errors: ['not_found'],
})
export const wallSteps = ['next', 'previous', 'pause', 'resume', 'home', 'back', 'meeting', 'meetingEnd'] as const
export const WallStep = z.union([
  z.strictObject({ step: z.enum(wallSteps) }),
  z.strictObject({ scene: z.enum(wallScenes) }),
  z.strictObject({ grid: GridCode }),
  z.strictObject({ compound: RowId }),
  z.strictObject({ building: RowId }),
])
export type WallStep = z.infer<typeof WallStep>
export const steerWall = post({
  id: 'steerWall',
  path: '/api/v1/wall/displays/:id/steps',
  summary: 'One press on the remote of a display',
  tag: 'wall',
  access: caseReaders,
  reach: 'system',
  params: z.object({ id: RowId }),
  query: Tenant,
  body: WallStep,
  ok: z.object({ sent: z.literal(1) }),
  errors: ['not_found'],
})

// ── What is counted ──────────────────────────────────────────────────────────────────────────────────────────
const Community = z.object({
  gridCode: GridCode,
  name: z.string(),
  nameEn: z.string(),
  households: z.number().int(),
  open: SmallCount,
  overdue: SmallCount,
  reported7Days: SmallCount,
})
export const NewestIssue = z.object({
  issueId: z.number().int(),
  class: z.enum(issueClasses),
  item: z.enum(issueItems),
  itemName: z.string(),
  itemNameEn: z.string(),
  severity: z.enum(issueSeverities),
  status: z.enum(issueStatuses),
  reportedAt: Instant,
  gridCode: GridCode.nullable(),
  placeName: z.string(),
  placeNameEn: z.string(),
})
export const RouteToday = z.object({
  patrolRouteId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  state: z.enum(['finished', 'running', 'missed', 'planned', 'none']).describe('of its latest run of today'),
  plannedStart: Instant.nullable(),
  lastWalkedAt: Instant.nullable().describe('within 30 days'),
  covered: z.number().nullable().describe('share of the route that the latest track passed, 0 to 1; null: no track'),
})
export const BuiltItem = z.object({
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  unitEn: z.string(),
  quantity: z.number(),
  done: z.number(),
  projects: z.number().int(),
})
export const BorderChange = z.object({
  gridCode: GridCode,
  name: z.string(),
  nameEn: z.string(),
  change: z.enum(['new', 'reshaped', 'ends']),
  areaM2Before: z.number().nullable(),
  areaM2After: z.number().nullable(),
  geometry: AreaGeometry,
})
export const wallFigures = get({
  id: 'wallFigures',
  path: '/api/v1/wall/figures',
  summary:
    'Issues in figures: what is open and late now, what came today, how much was closed in time, by class and by community; and the newest',
  tag: 'wall',
  access: factReaders,
  query: Tenant,
  ok: z.object({
    asOf: Instant,
    dataTime: Instant.nullable().describe('when anything last happened to an issue; null: nothing ever did'),
    open: SmallCount.describe(
      'on a wall of a part of the sub-district, what may not be there is not counted and fewer than 3 are not told',
    ),
    urgent: SmallCount.describe('open and urgent'),
    overdue: ToldRate.describe('open and past their limit ÷ open'),
    latestOverdue: z
      .object({ dueAt: Instant, gridCode: GridCode.nullable(), name: z.string(), nameEn: z.string() })
      .nullable()
      .describe('the limit that ran out last, and the grid of its case'),
    today: SmallCount.describe('reported today so far'),
    yesterday: SmallCount.describe('reported yesterday up to the same time'),
    onTime: ToldRate.describe('closed within their limit ÷ due, of the last 30 days (应结案)'),
    onTimeBefore: ToldRate.describe('the same of the 30 days before'),
    days: z.array(z.object({ day: CalendarDate, reported: SmallCount, closed: SmallCount })).describe('the last 14 days'),
    classes: z.array(z.object({ class: z.enum(issueClasses), issues: SmallCount })).describe('reported in the last 7 days'),
    communities: z.array(Community),
    borders: BordersBasis.describe('of what communities had reported in the last 7 days'),
    newest: z.array(NewestIssue).describe('without texts, and without disputes between people'),
  }),
})
export const wallPatrols = get({
  id: 'wallPatrols',
  path: '/api/v1/wall/patrols',
  summary: 'Patrols of today by route: walked, under way, missed, and how long ago each route was walked',
  tag: 'wall',
  access: factReaders,
  query: Tenant,
  ok: z.object({
    asOf: Instant,
    dataTime: Instant.nullable(),
    day: CalendarDate,
    runs: z.object({
      planned: z.number().int(),
      running: z.number().int(),
      finished: z.number().int(),
      missed: z.number().int(),
      calledOff: z.number().int(),
    }),
    visits: Rate.describe('checkpoints visited ÷ planned, of runs of today that are over'),
    routes: z.array(RouteToday),
  }),
})
export const wallRenovation = get({
  id: 'wallRenovation',
  path: '/api/v1/wall/renovation',
  summary: 'Renovation in figures: projects by stage, what is built, and the newest pair of photos',
  tag: 'wall',
  access: factReaders,
  query: Tenant,
  ok: z.object({
    asOf: Instant,
    dataTime: Instant.nullable(),
    stages: z.array(z.object({ stage: z.enum(renovationStages), projects: z.number().int() })),
    consented: ToldRate.describe(
      'households that consent ÷ entitled, of projects before filing; on a wall not where few do, or few do not',
    ),
    items: z.array(BuiltItem),
    pair: z.object({ renovationProjectId: z.number().int(), pairId: z.number().int(), name: z.string(), nameEn: z.string() }).nullable(),
  }),
})
export const wallBorders = get({
  id: 'wallBorders',
  path: '/api/v1/wall/borders',
  summary: 'The borders in force, and what changes next',
  tag: 'wall',
  access: factReaders,
  query: Tenant,
  ok: z.object({
    asOf: Instant,
    inForce: z
      .object({
        title: z.string(),
        validFrom: CalendarDate,
        levels: z.array(z.object({ level: z.number().int(), grids: z.number().int() })),
      })
      .nullable(),
    next: z
      .object({
        title: z.string(),
        validFrom: CalendarDate,
        changes: z.array(BorderChange),
      })
      .nullable(),
  }),
})

const Place = z.object({
  kind: z.enum(['subdistrict', 'grid', 'compound', 'building']),
  key: z.string().describe('code of a grid, number of a compound or a building'),
  level: z.number().int().nullable(),
  name: z.string(),
  nameEn: z.string(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
})
export const mostWallChildren = 60
export const wallPlace = get({
  id: 'wallPlace',
  path: '/api/v1/wall/place',
  summary: 'One place with what lies in it: street, grids of three levels, compounds, buildings; figures without names',
  tag: 'wall',
  access: factReaders,
  query: Tenant.extend({ grid: GridCode.optional(), compound: RowId.optional(), building: RowId.optional() }),
  ok: z.object({
    asOf: Instant,
    place: Place,
    path: z.array(Place).describe('what it lies in, the largest first'),
    households: z.number().int(),
    residents60Plus: SmallCount,
    heads: Rate.describe('residential buildings with a head ÷ residential buildings'),
    openIssues: SmallCount,
    children: z.array(Place.extend({ heads: Rate })),
  }),
  errors: ['not_found'],
})
