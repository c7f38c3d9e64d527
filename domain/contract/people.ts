// Operations on the people of the registers. Names and phones leave the server masked; one record at a time is revealed, with a reason.
import { z } from 'zod'
import { CalendarDate, GridCode, Instant, Page, RowId, Tenant } from './fields.ts'
import { get, post } from './route.ts'
import { headRoles } from './words.ts'

const people = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader'] as const

export const Appointment = z.object({
  appointmentId: z.number().int(),
  headRole: z.enum(headRoles),
  name: z.string().describe('masked: 张*'),
  phone: z.string().describe('masked: 138****1234'),
  gridCode: GridCode.nullable(),
  buildingId: z.number().int().nullable(),
  unitNumber: z.number().int().nullable(),
  termStart: CalendarDate,
  termEnd: CalendarDate,
})
export type Appointment = z.infer<typeof Appointment>

export const appointments = get({
  id: 'appointments',
  path: '/api/v1/appointments',
  summary: 'Who holds a post today, masked: of a building with its units, or of a grid',
  tag: 'people',
  access: people,
  query: Tenant.extend(Page.shape).extend({ building: RowId.optional(), grid: GridCode.optional() }),
  ok: z.object({ appointments: z.array(Appointment), asOf: Instant, next: z.string().nullable() }),
})

export const reveal = post({
  id: 'reveal',
  path: '/api/v1/appointments/:id/reveal',
  summary: 'Name and phone of one head in clear; the reason is kept in the audit',
  tag: 'people',
  access: ['leader', 'secretary', 'patrolLeader'],
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.strictObject({
    reason: z
      .string()
      .trim()
      .min(4)
      .max(200)
      .regex(/^[^\p{C}]*$/u, 'no control characters'),
  }),
  ok: z.object({ appointmentId: z.number().int(), name: z.string(), phone: z.string() }),
  errors: ['not_found'],
})
