// Operations on boundary plans: what a planner opens, draws, sends on its way and puts in force.
import { z } from 'zod'
import { planProblems } from '../plans/checks.ts'
import { planStages } from '../plans/stages.ts'
import { editRefusals, mostGrids, mostPoints } from '../topology/refusal.ts'
import { CalendarDate, GridCode, Instant, RowId } from './fields.ts'
import { get, post, put } from './route.ts'

export const planners = ['leader', 'planner'] as const

/** Lattice units of 1e-7 degree, lon first; a bound that no place on earth passes. */
const Unit = z.number().int().min(-1_800_000_000).max(1_800_000_000)
const LatticePoint = z.tuple([Unit, Unit]).readonly().describe('lon and lat in units of 1e-7 degree')
const Line = z.array(LatticePoint).min(2).max(mostPoints).readonly()
/** A grid's code, or the id that an operation gave to a grid it made. */
const GridId = z.string().regex(/^[A-Za-z0-9.:_-]{1,60}$/, 'a code, or an id made by an operation')
const Name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u, 'no control characters')

export const PlanOperation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('movePoints'),
    moves: z
      .array(z.strictObject({ from: LatticePoint, to: LatticePoint }))
      .min(1)
      .max(mostPoints / 2)
      .readonly(),
  }),
  z.strictObject({ kind: z.literal('replacePath'), before: Line, after: Line }),
  z.strictObject({
    kind: z.literal('splitGrid'),
    grid: GridId,
    line: Line,
    newGrids: z
      .array(z.strictObject({ id: GridId, name: Name, nameEn: Name }))
      .min(1)
      .max(50)
      .readonly(),
    keep: LatticePoint.optional(),
  }),
  z.strictObject({ kind: z.literal('mergeGrids'), into: GridId, grids: z.array(GridId).min(1).max(50).readonly() }),
  z.strictObject({
    kind: z.literal('transferArea'),
    ring: z.array(LatticePoint).min(3).max(mostPoints).readonly(),
    to: z.union([GridId, z.literal('')]),
    from: z
      .array(z.union([GridId, z.literal('')]))
      .max(mostGrids)
      .readonly()
      .optional(),
    founding: z.strictObject({ name: Name, nameEn: Name, parent: GridId }).optional(),
  }),
  z.strictObject({ kind: z.literal('reshapeBorder'), grid: GridId, line: Line }),
  z.strictObject({ kind: z.literal('setParent'), grid: GridId, parent: GridId }),
  z.strictObject({ kind: z.literal('renameGrid'), grid: GridId, name: Name, nameEn: Name }),
])

const EntryId = z.string().regex(/^[A-Za-z0-9-]{8,60}$/, 'made by whoever writes it, once')
const JournalStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('do'), id: EntryId, operation: PlanOperation }),
  z.strictObject({ kind: z.literal('undo'), id: EntryId, of: EntryId }),
  z.strictObject({ kind: z.literal('redo'), id: EntryId, of: EntryId }),
])
const Said = { author: z.string(), at: Instant }
const JournalEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('do'), id: EntryId, operation: PlanOperation, ...Said }),
  z.object({ kind: z.literal('undo'), id: EntryId, of: EntryId, ...Said }),
  z.object({ kind: z.literal('redo'), id: EntryId, of: EntryId, ...Said }),
])
const Journal = z.object({
  entries: z.array(JournalEntry).readonly(),
  lastEntry: z.number().int().describe('the number of the last entry there is'),
})

const Households = z.number().int().min(0).max(1_000_000).nullable().describe('null: no limit')
const SizeRange = z.strictObject({ fewest: Households, most: Households })
export const PlanRules = z.object({
  households: z.strictObject({ 1: SizeRange, 2: SizeRange, 3: SizeRange }).describe('by level'),
  leastShare: z.number().min(0).max(100).describe('of the mean of the community'),
  greatestShare: z.number().min(0).max(100),
  leastCompactness: z.number().min(0).max(1).describe('4π · area / perimeter²'),
})

const PlanRow = z.object({
  planId: z.number().int(),
  title: z.string(),
  stage: z.enum(planStages),
  version: z.number().int(),
  effectiveOn: CalendarDate.nullable(),
  begunBy: z.string(),
  begunAt: Instant,
  changedAt: Instant,
  operations: z.number().int().describe('operations that count'),
  base: z.object({ coverageVersionId: z.number().int(), title: z.string(), validFrom: CalendarDate }),
  stale: z.boolean().describe('other borders were put in force, or will be, since it was begun'),
})

const PackedTopology = z.object({
  frame: z.object({ centre: LatticePoint, cell: z.number().int() }),
  grids: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string(), parent: z.string() })).readonly(),
  parents: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        nameEn: z.string(),
        level: z.union([z.literal(1), z.literal(2)]),
        parent: z.string().nullable(),
      }),
    )
    .readonly(),
  arcs: z
    .array(z.array(z.number().int()).readonly())
    .readonly()
    .describe('left and right grid (place in `grids`, −1 outside), x, y, then steps dx, dy … in lattice units'),
})

const Remark = z.object({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90), note: z.string().trim().min(1).max(200) })
const PlanStep = z.object({
  from: z.enum(planStages).nullable(),
  to: z.enum(planStages),
  note: z.string(),
  remarks: z.array(Remark),
  effectiveOn: CalendarDate.nullable(),
  by: z.string(),
  at: Instant,
})

const Conflict = z.object({ entryId: z.string(), reason: z.enum(editRefusals), at: LatticePoint.optional(), grid: z.string().optional() })

const Params = z.object({ id: RowId })
const tag = 'plans'

export const plans = get({
  id: 'plans',
  path: '/api/v1/plans',
  summary: 'Boundary plans, the one changed last first',
  tag,
  access: planners,
  ok: z.object({ plans: z.array(PlanRow), mayBegin: z.boolean() }),
})

export const beginPlan = post({
  id: 'beginPlan',
  path: '/api/v1/plans',
  summary:
    'Begins a plan on the borders in force, or on those that will be; empty, or with the steps that take borders back to an earlier set',
  tag,
  access: ['planner'],
  body: z.strictObject({ title: Name, backTo: z.number().int().positive().optional().describe('the coverage version to go back to') }),
  ok: z.object({
    planId: z.number().int(),
    left: z.array(z.string()).describe('grids that could not be brought back to their ground of then, by name'),
  }),
  errors: ['conflict', 'not_found'],
})

export const plan = get({
  id: 'plan',
  path: '/api/v1/plans/:id',
  summary: 'A plan: its journal, its way so far and where it can go from here',
  tag,
  access: planners,
  params: Params,
  ok: z.object({
    plan: PlanRow,
    journal: Journal,
    conflicts: z.array(Conflict).describe('operations that do not hold on this base'),
    steps: z.array(PlanStep),
    ways: z.array(z.enum(planStages)).describe('where the caller may send it'),
    dedicated: z.array(GridCode).describe('grids of a special kind, without households to count'),
    headed: z.array(GridCode).describe('grids that somebody is head of today'),
    rules: PlanRules.extend({ version: z.number().int() }),
    asOf: Instant,
  }),
  errors: ['not_found'],
})

export const planBase = get({
  id: 'planBase',
  path: '/api/v1/plans/:id/base',
  summary: 'The borders that a plan stands on; the same for every plan on them',
  tag,
  access: planners,
  params: Params,
  ok: PackedTopology.extend({ coverageVersionId: z.number().int() }),
  errors: ['not_found'],
})

export const planFacts = get({
  id: 'planFacts',
  path: '/api/v1/plans/:id/facts',
  summary: 'What lies on the ground of a plan: buildings with their walls, and places of open issues, to be counted',
  tag,
  access: planners,
  params: Params,
  ok: z.object({
    buildings: z
      .array(
        z.object({
          id: z.number().int(),
          point: LatticePoint,
          households: z.number().int(),
          residents60Plus: z.number().int().describe('to the nearest three'),
          walls: z.array(z.array(z.number().int())).describe('outer rings: x, y, then steps dx, dy …'),
        }),
      )
      .describe('of the register, at most 60,000'),
    openIssues: z.array(LatticePoint),
    compounds: z.array(z.array(z.number().int())).describe('outer rings of compounds and courtyards, packed as the walls are'),
    guides: z
      .array(z.object({ kind: z.enum(['road', 'water']), line: z.array(z.number().int()) }))
      .describe('what borders like to follow: centre lines of roads and the banks of water, packed as the walls are'),
    asOf: Instant,
  }),
  errors: ['not_found', 'too_large'],
})

export const planJournal = get({
  id: 'planJournal',
  path: '/api/v1/plans/:id/entries',
  summary: 'Entries after a number, and who else is at the plan',
  tag,
  access: planners,
  params: Params,
  query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
  ok: Journal.extend({
    stage: z.enum(planStages),
    version: z.number().int(),
    stale: z.boolean(),
    present: z
      .array(z.object({ username: z.string(), name: z.string() }))
      .describe('others who asked within the last minute, of this instance of the service'),
  }),
  errors: ['not_found'],
})

export const writePlan = post({
  id: 'writePlan',
  path: '/api/v1/plans/:id/entries',
  summary: 'Adds entries to the journal, all or none. One that does not hold on what is there now is a conflict that names it',
  tag,
  access: ['planner'],
  params: Params,
  body: z.strictObject({ after: z.number().int().min(0), entries: z.array(JournalStep).min(1).max(200) }),
  ok: Journal,
  errors: ['conflict', 'not_found'],
})

export const stepPlan = post({
  id: 'stepPlan',
  path: '/api/v1/plans/:id/steps',
  summary: 'Sends a plan on its way: self-check, field walk, community opinion, approval, or back with remarks',
  tag,
  access: planners,
  params: Params,
  body: z.strictObject({
    to: z.enum(planStages),
    version: z.number().int().positive(),
    note: z.string().trim().max(500).default(''),
    remarks: z.array(Remark).max(50).default([]),
    effectiveOn: CalendarDate.optional(),
  }),
  ok: z.object({
    stage: z.enum(planStages),
    version: z.number().int(),
    warnings: z
      .array(z.object({ kind: z.enum(planProblems), grid: z.string(), at: LatticePoint, value: z.number().optional() }))
      .describe('what the plan may be checked or approved with, as the browser warns: the first 200'),
  }),
  errors: ['conflict', 'not_found'],
})

export const rebasePlan = post({
  id: 'rebasePlan',
  path: '/api/v1/plans/:id/rebase',
  summary: 'Puts a draft on the newest borders; operations that no longer hold there are undone and told',
  tag,
  access: ['planner'],
  params: Params,
  body: z.strictObject({ version: z.number().int().positive() }),
  ok: z.object({ version: z.number().int(), conflicts: z.array(Conflict) }),
  errors: ['conflict', 'not_found'],
})

export const publishPlan = post({
  id: 'publishPlan',
  path: '/api/v1/plans/:id/publish',
  summary: 'Puts an approved plan in force on its day: versions, codes and lineage in one transaction, proven by the database first',
  tag,
  access: planners,
  params: Params,
  body: z.strictObject({ version: z.number().int().positive(), title: Name.optional() }),
  ok: z.object({
    coverageVersionId: z.number().int(),
    validFrom: CalendarDate,
    grids: z.number().int(),
    codes: z.array(z.object({ grid: z.string(), code: GridCode })),
  }),
  errors: ['conflict', 'not_found'],
})

export const changePlanRules = put({
  id: 'changePlanRules',
  path: '/api/v1/plans/rules',
  summary: 'What planners are warned about',
  tag,
  access: planners,
  body: PlanRules.extend({ version: z.number().int().min(0) }).strict(),
  ok: PlanRules.extend({ version: z.number().int() }),
  errors: ['conflict'],
})

export const coverageVersions = get({
  id: 'coverageVersions',
  path: '/api/v1/coverage-versions',
  summary: 'The sets of borders that were, are and will be in force, the newest first',
  tag: 'grids',
  access: ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader'],
  ok: z.object({
    versions: z.array(
      z.object({
        coverageVersionId: z.number().int(),
        title: z.string(),
        validFrom: CalendarDate,
        validTo: CalendarDate.nullable(),
        grids: z.number().int().describe('grids whose borders it brought'),
      }),
    ),
  }),
})
