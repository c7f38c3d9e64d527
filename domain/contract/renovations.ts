// Operations on renovation projects: the list and its figures, one with its steps and votes, and everything that is written about it.
import { z } from 'zod'
import { mostCents } from '../renovation/costs.ts'
import { caseReaders, factReaders } from './access.ts'
import { AreaGeometry, Bbox, CalendarDate, CommunityCode, featureOf, featurePage, Instant, Page, Rate, RowId, Tenant } from './fields.ts'
import { registerWriters } from './places.ts'
import { FileBody, get, patch, post, put, remove } from './route.ts'
import { costSources, renovationClasses, renovationStages } from './words.ts'

const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{C}]*$/u, 'no control characters')
const Reason = oneLine.max(200).default('')
const MustReason = oneLine.min(1).max(200)
const Note = oneLine.max(200).default('')
const Version = z.number().int().positive()
const Written = z.object({ id: z.number().int(), version: z.number().int() })
const Households = z.number().int().min(0).max(99_999)
const Quantity = z.number().min(0).max(10_000_000)
const Cents = z.number().int().min(0).max(mostCents)
/** 0.01 m²; more floor than any town has. */
const Area = z.number().int().min(0).max(100_000_000_000)
const Id = z.number().int().positive()
const Params = z.object({ id: RowId })

const Filter = z.object({
  class: z.enum(renovationClasses).optional(),
  community: CommunityCode.optional(),
  q: z.string().trim().min(1).max(60).optional().describe('part of the name of the compound'),
})

export const RenovationProperties = z.object({
  renovationProjectId: z.number().int(),
  compoundId: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  communityCode: CommunityCode,
  renovationClass: z.enum(renovationClasses),
  stage: z.enum(renovationStages),
  stageSince: CalendarDate,
  consent: Rate.describe('consenting of entitled households'),
  turnout: Rate.describe('households that voted, of those entitled'),
  startedOn: CalendarDate.nullable(),
  acceptedOn: CalendarDate.nullable(),
  plannedCents: z.number().int().describe('all sources together'),
  spentCents: z.number().int(),
  version: z.number().int().describe('a change names the one it was read at'),
  items: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      nameEn: z.string(),
      quantity: z.number().describe('planned'),
      done: z.number(),
      unit: z.string(),
      unitEn: z.string(),
    }),
  ),
})
export type RenovationProperties = z.infer<typeof RenovationProperties>
export const renovations = get({
  id: 'renovations',
  path: '/api/v1/renovations',
  summary: 'Old-compound renovation projects by stage',
  tag: 'renovations',
  access: factReaders,
  query: Tenant.extend(Page.shape)
    .extend(Filter.shape)
    .extend({ stage: z.enum(renovationStages).optional(), compound: RowId.optional(), bbox: Bbox.optional() }),
  ok: featurePage(featureOf(AreaGeometry, RenovationProperties)),
})

export const renovationSummary = get({
  id: 'renovationSummary',
  path: '/api/v1/renovations/summary',
  summary: 'How many projects stand at each stage, and what the sub-district asks for before it files one',
  tag: 'renovations',
  access: caseReaders,
  query: Tenant.extend(Filter.shape),
  ok: z.object({
    asOf: Instant,
    stages: z.array(z.object({ stage: z.enum(renovationStages), projects: z.number().int() })).describe('all of them, in their order'),
    rule: z.object({ consentPercent: z.number().int(), version: z.number().int().describe('0: nobody set it, the usual one') }),
  }),
})

const Withdrawn = z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable()
const Vote = { id: z.number().int(), heldOn: CalendarDate, note: z.string(), at: Instant, by: z.string(), withdrawn: Withdrawn }
const LiftFigures = {
  entitledPeople: Households,
  entitledArea: Area.describe('0.01 m²'),
  votedPeople: Households,
  votedArea: Area,
  approvingPeople: Households,
  approvingArea: Area,
}
export const photoSides = ['before', 'after'] as const

export const renovation = get({
  id: 'renovation',
  path: '/api/v1/renovations/:id',
  summary: 'One project: its steps, votes, items, costs and pictures, and what it lacks for the next stage',
  tag: 'renovations',
  access: caseReaders,
  params: Params,
  query: Tenant,
  ok: z.object({
    asOf: Instant,
    project: RenovationProperties,
    consentPercent: z.number().int(),
    next: z
      .object({ stage: z.enum(renovationStages), refusal: z.string().nullable().describe('the condition that does not hold today') })
      .nullable()
      .describe('null: it is at the end of its way'),
    steps: z.array(
      z.object({
        id: z.number().int(),
        from: z.enum(renovationStages).nullable(),
        to: z.enum(renovationStages),
        onDay: CalendarDate,
        withdrawal: z.boolean(),
        counts: z.boolean().describe('neither taken back nor a taking back'),
        reason: z.string(),
        at: Instant,
        by: z.string(),
      }),
    ),
    rounds: z.array(
      z.object({
        ...Vote,
        entitledHouseholds: Households,
        votedHouseholds: Households,
        consentingHouseholds: Households,
        ofThisList: z.boolean().describe('held on the list of works as it stands; a round on an older list files nothing'),
      }),
    ),
    liftVotes: z.array(
      z.object({
        ...Vote,
        buildingId: z.number().int(),
        buildingName: z.string(),
        buildingNameEn: z.string(),
        unitNumber: z.number().int().nullable().describe('null: the whole building'),
        ...LiftFigures,
        carries: z.boolean(),
      }),
    ),
    costs: z.array(z.object({ source: z.enum(costSources), plannedCents: Cents, spentCents: Cents })),
    pairs: z.array(
      z.object({
        id: z.number().int(),
        caption: z.string(),
        addedAt: Instant,
        by: z.string(),
        sides: z.array(z.object({ side: z.enum(photoSides), width: z.number().int(), height: z.number().int() })),
      }),
    ),
    houses: z
      .array(z.object({ buildingId: z.number().int(), name: z.string(), nameEn: z.string(), units: z.array(z.number().int()) }))
      .describe('residential buildings of the compound, where a lift can be voted on'),
  }),
  errors: ['not_found'],
})

const Items = z
  .array(z.strictObject({ key: z.string().max(60), planned: Quantity, done: Quantity }))
  .max(200)
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, 'each item once')
  .refine((list) => list.every(({ planned, done }) => planned + done > 0), 'planned or done must be more than nothing')
const Costs = z
  .array(z.strictObject({ source: z.enum(costSources), plannedCents: Cents, spentCents: Cents }))
  .max(costSources.length)
  .refine((list) => new Set(list.map(({ source }) => source)).size === list.length, 'each source once')

export const createRenovation = post({
  id: 'createRenovation',
  path: '/api/v1/renovations',
  summary: 'Makes a compound a candidate; a compound has one project',
  tag: 'renovations',
  access: registerWriters,
  query: Tenant,
  body: z.strictObject({
    compoundId: Id,
    renovationClass: z.enum(renovationClasses),
    entitledHouseholds: Households,
    onDay: CalendarDate,
    reason: Reason,
  }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})
export const changeRenovation = patch({
  id: 'changeRenovation',
  path: '/api/v1/renovations/:id',
  summary: 'Changes what is said of a project; lists of items and costs are given whole',
  tag: 'renovations',
  access: registerWriters,
  params: Params,
  query: Tenant,
  body: z.strictObject({
    version: Version,
    renovationClass: z.enum(renovationClasses).optional(),
    entitledHouseholds: Households.optional().describe('until it is filed, and not fewer than have voted'),
    items: Items.optional(),
    costs: Costs.optional(),
    reason: Reason,
  }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})
export const stepRenovation = post({
  id: 'stepRenovation',
  path: '/api/v1/renovations/:id/steps',
  summary: 'The project comes to its next stage, or goes back to an earlier one',
  tag: 'renovations',
  access: registerWriters,
  params: Params,
  query: Tenant,
  body: z.strictObject({ version: Version, to: z.enum(renovationStages), onDay: CalendarDate, reason: Reason }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})
export const withdrawRenovationStep = post({
  id: 'withdrawRenovationStep',
  path: '/api/v1/renovations/:id/steps/withdraw',
  summary: 'Takes back the last step that counts; both stay in the history',
  tag: 'renovations',
  access: registerWriters,
  params: Params,
  query: Tenant,
  body: z.strictObject({ version: Version, reason: MustReason }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})
export const addConsentRound = post({
  id: 'addConsentRound',
  path: '/api/v1/renovations/:id/consent-rounds',
  summary: 'How the households voted, at the stage of consent; the latest round counts',
  tag: 'renovations',
  access: registerWriters,
  params: Params,
  query: Tenant,
  body: z.strictObject({
    version: Version,
    heldOn: CalendarDate,
    entitledHouseholds: Households,
    votedHouseholds: Households,
    consentingHouseholds: Households,
    note: Note,
  }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})
export const addLiftVote = post({
  id: 'addLiftVote',
  path: '/api/v1/renovations/:id/lift-votes',
  summary: 'How the owners of a unit or building voted on a lift, by people and by area',
  tag: 'renovations',
  access: registerWriters,
  params: Params,
  query: Tenant,
  body: z.strictObject({
    version: Version,
    buildingId: Id,
    unitNumber: z.number().int().min(1).max(99).nullable(),
    heldOn: CalendarDate,
    ...LiftFigures,
    note: Note,
  }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})
export const withdrawRenovationVote = post({
  id: 'withdrawRenovationVote',
  path: '/api/v1/renovations/:id/votes/withdraw',
  summary: 'A vote that should not have been written counts no more; it stays in the history',
  tag: 'renovations',
  access: registerWriters,
  params: Params,
  query: Tenant,
  body: z.strictObject({ version: Version, vote: z.enum(['consent', 'lift']), id: Id, reason: MustReason }),
  ok: Written,
  errors: ['not_found', 'conflict'],
})
export const changeRenovationRule = put({
  id: 'changeRenovationRule',
  path: '/api/v1/renovations/rule',
  summary: 'What part of the entitled households must consent before a project of this sub-district is filed',
  tag: 'renovations',
  access: ['leader', 'planner'],
  query: Tenant,
  body: z.strictObject({ version: z.number().int().min(0), consentPercent: z.number().int().min(1).max(100), reason: MustReason }),
  ok: z.object({ consentPercent: z.number().int(), version: z.number().int() }),
  errors: ['conflict'],
})

export const renovationFile = get({
  id: 'renovationFile',
  path: '/api/v1/renovations/file',
  summary: 'The projects as a file, as far as the caller’s grids reach',
  tag: 'renovations',
  access: caseReaders,
  query: Tenant.extend(Filter.shape).extend({
    stage: z.enum(renovationStages).optional(),
    format: z.enum(['xlsx', 'csv', 'geojson']),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
  }),
  ok: { mediaType: 'application/octet-stream' },
})

const Side = z.enum(photoSides)
export const addRenovationPhoto = post({
  id: 'addRenovationPhoto',
  path: '/api/v1/renovations/:id/photos',
  summary:
    'A picture of before or after. Without `pair` a pair begins; with it, it is its other half. It is made anew without what cameras write',
  tag: 'renovations',
  access: registerWriters,
  params: Params,
  query: Tenant.extend({ side: Side, pair: RowId.optional(), caption: oneLine.max(80).default('') }),
  body: FileBody,
  upload: { mediaTypes: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 12 * 1024 * 1024 },
  ok: z.object({ pair: z.number().int() }),
  errors: ['not_found', 'conflict'],
})
export const renovationPhoto = get({
  id: 'renovationPhoto',
  path: '/api/v1/renovations/:id/photos/:pair/:side',
  summary: 'A picture of a renovation',
  tag: 'renovations',
  access: factReaders,
  params: z.object({ id: RowId, pair: RowId, side: Side }),
  query: Tenant.extend({ size: z.enum(['full', 'thumbnail']).default('full') }),
  ok: { mediaType: 'image/jpeg' },
  errors: ['not_found'],
})
export const withdrawRenovationPhotos = remove({
  id: 'withdrawRenovationPhotos',
  path: '/api/v1/renovations/:id/photos/:pair',
  summary: 'Takes a pair of pictures away for good',
  tag: 'renovations',
  access: registerWriters,
  params: z.object({ id: RowId, pair: RowId }),
  query: Tenant,
  body: z.strictObject({ reason: MustReason }),
  ok: z.object({ pair: z.number().int() }),
  errors: ['not_found'],
})
