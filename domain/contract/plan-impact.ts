// What a boundary plan would move, as the registration form tells it.
import { z } from 'zod'
import { GridCode, Instant, RowId } from './fields.ts'
import { planners } from './plans.ts'
import { get } from './route.ts'

const Load = z.object({
  buildings: z.number().int(),
  households: z.number().int(),
  residents60Plus: z.number().int().describe('to the nearest three in each building'),
  openIssues: z.number().int(),
  areaM2: z.number(),
  walkMinutes: z.number().nullable().describe('on foot to the nearest station, the mean of the households that reach one; null: none does'),
  within15: z
    .object({ numerator: z.number().int(), denominator: z.number().int() })
    .describe('households within 15 minutes on foot of a station, of those whose way is known'),
})
const Flow = z.object({
  grids: z.number().int(),
  buildings: z.number().int(),
  households: z.number().int(),
  residents60Plus: z.number().int().describe('to the nearest three in each building'),
  openIssues: z.number().int(),
})
export const planImpact = get({
  id: 'planImpact',
  path: '/api/v1/plans/:id/impact',
  summary:
    'What would move if the plan were in force: per grid before and after and per person who holds a post, codes given and given up, whose ground changes',
  tag: 'plans',
  access: planners,
  params: z.object({ id: RowId }),
  ok: z.object({
    grids: z.array(
      z.object({
        grid: z.string(),
        code: GridCode.nullable().describe('as it will be; null: dissolved'),
        name: z.string(),
        nameEn: z.string(),
        parent: z.string().nullable(),
        change: z.enum(['new', 'dissolved', 'renumbered', 'reshaped', 'moved', 'renamed']),
        before: Load.nullable(),
        after: Load.nullable(),
        head: z.string().nullable().describe('masked'),
      }),
    ),
    moves: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        buildings: z.number().int(),
        households: z.number().int(),
        residents60Plus: z.number().int(),
        openIssues: z.number().int(),
        buildingHeads: z.number().int().describe('who come along with their buildings'),
      }),
    ),
    persons: z
      .array(
        z.object({
          personId: z.number().int(),
          name: z.string().describe('masked'),
          roles: z.array(z.enum(['gridHead', 'gridWorker', 'buildingHead'])),
          gridsBefore: z.array(z.string()).describe('that they answer for, and that their buildings lie in; the first 20'),
          gridsAfter: z.array(z.string()),
          gained: Flow.describe('of the grids that they answer for'),
          lost: Flow,
          along: Flow.pick({ buildings: true, households: true, residents60Plus: true }).describe(
            'of the buildings that they head: what comes into another grid with them',
          ),
        }),
      )
      .describe('who gains, loses or changes the grid, who is concerned most first; at most 300'),
    personsMore: z.number().int().describe('how many more there are'),
    upper: z
      .array(
        z.object({
          grid: GridCode,
          name: z.string(),
          nameEn: z.string(),
          nameBefore: z.string(),
          nameEnBefore: z.string(),
          parentBefore: z.string().nullable(),
          parent: z.string().nullable(),
        }),
      )
      .describe('grids of levels 1 and 2 with another name or under another one'),
    asOf: Instant,
  }),
  errors: ['conflict', 'not_found'],
})
