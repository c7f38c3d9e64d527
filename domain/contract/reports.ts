// The period report (定期研判): what came in, what was due and done, what stood still, against the period before and the year before.
// Places and kinds of issues are compared, never people.
import { z } from 'zod'
import { presets } from '../metrics/period.ts'
import { BordersBasis, CalendarDate, GridCode, Instant, Rate, SubdistrictCode, Tenant } from './fields.ts'
import { get } from './route.ts'
import { issueClasses } from './words.ts'

const readers = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader'] as const

const PeriodDays = z.object({ from: CalendarDate, to: CalendarDate })
const ByClass = z.object(
  Object.fromEntries(issueClasses.map((one) => [one, z.number().int()])) as Record<(typeof issueClasses)[number], z.ZodNumber>,
)

const PeriodFigures = z.object({
  reported: z.number().int(),
  byClass: ByClass,
  closeRate: Rate.describe('closed ÷ due: the cases whose limit ran out in the period'),
  onTimeCloseRate: Rate.describe('closed before the limit ran out ÷ due'),
  reworkRate: Rate.describe('sent back at verification ÷ verified in the period'),
  returnRate: Rate.describe('given back ÷ dispatched in the period'),
  extensionRate: Rate.describe('more time asked for ÷ dispatched in the period'),
  repeatRate: Rate.describe('same class at the same place within 30 days after another ÷ reported'),
  handling: z
    .object({ cases: z.number().int(), medianMinutes: z.number().nullable(), p90Minutes: z.number().nullable() })
    .describe('from filing to closing, in working time; of the cases closed in the period'),
  closedUnfiled: z
    .number()
    .int()
    .describe('closed in the period without ever being filed here: brought in from elsewhere. In no rate and no time'),
  open: z.number().int().describe('open at the end'),
  overdue: z.number().int().describe('of these past their limit'),
  parkedMinutes: z.number().describe('within the period; taken off no limit'),
  parkedCases: z.number().int(),
  waitingMinutes: z.number().describe('waiting for an answer to a request for more time; taken off no limit'),
  waitingCases: z.number().int(),
})
export type PeriodFigures = z.infer<typeof PeriodFigures>

export const PeriodReport = z.object({
  asOf: Instant.describe('everything is as it stood then'),
  ground: z
    .array(z.object({ code: z.union([SubdistrictCode, GridCode]), level: z.number().int(), name: z.string(), nameEn: z.string() }))
    .describe('the grid that was asked for, or what the caller’s scope is made of'),
  period: PeriodDays,
  through: CalendarDate.describe('the last day that counts: the end of the period, or today'),
  previous: PeriodDays.describe('as many days of the period before'),
  lastYear: PeriodDays,
  borders: BordersBasis.describe(
    'ofTheDay: the ground was drawn anew within the days compared; what was closed is counted in the grid of its day, what is open in that of today',
  ),
  workingDayMinutes: z.number(),
  figures: PeriodFigures,
  previousFigures: PeriodFigures.nullable().describe('null: not known from its first day on'),
  lastYearFigures: PeriodFigures.nullable(),
  repeats: z.array(
    z.object({
      class: z.enum(issueClasses),
      address: z.string().describe('of the building; empty where none was named'),
      lng: z.number(),
      lat: z.number(),
      issues: z.number().int(),
      repeats: z.number().int(),
    }),
  ),
  points: z
    .array(z.tuple([z.number(), z.number(), z.number()]))
    .describe('[lng, lat, issues] of what was reported; disputes are on no map'),
})
export type PeriodReport = z.infer<typeof PeriodReport>

export const periodReport = get({
  id: 'periodReport',
  path: '/api/v1/reports/period',
  summary: 'The report of a period for a grid of any level, or for all of the scope',
  tag: 'reports',
  access: readers,
  query: Tenant.extend({
    grid: GridCode.optional(),
    from: CalendarDate.optional(),
    to: CalendarDate.optional().describe('last day, included; at most a year after `from`'),
    preset: z.enum(presets).optional().describe('the week or month that holds `from`, or today; without anything: this month'),
  }),
  ok: PeriodReport,
  errors: ['not_found'],
})
