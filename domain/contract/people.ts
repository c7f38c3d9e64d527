// Operations on the people of the registers. Names and phones leave the server masked; one record at a time is revealed, with a reason.
import { z } from 'zod'
import { CalendarDate, GridCode, Instant, Page, RowId, Tenant } from './fields.ts'
import { get, post } from './route.ts'
import { headRoles, selectionRoutes } from './words.ts'

const people = ['leader', 'planner', 'secretary', 'gridWorker', 'patrolLeader'] as const
/** Who appoints, within their grids. */
export const appointers = ['leader', 'secretary'] as const

const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{C}]*$/u, 'no control characters')
const Reason = oneLine.min(2).max(200)

const Place = z.object({
  gridCode: GridCode.nullable().default(null),
  buildingId: z.number().int().positive().nullable().default(null),
  unitNumber: z.number().int().positive().max(32_767).nullable().default(null),
  compoundId: z.number().int().positive().nullable().default(null),
})

export const Appointment = z.object({
  appointmentId: z.number().int(),
  personId: z.number().int(),
  headRole: z.enum(headRoles),
  name: z.string().describe('masked: 张*'),
  phone: z.string().describe('masked: 138****1234'),
  gridCode: GridCode.nullable(),
  buildingId: z.number().int().nullable(),
  unitNumber: z.number().int().nullable(),
  compoundId: z.number().int().nullable(),
  place: z.string().describe('the name of the grid, compound, or building in its compound'),
  placeEn: z.string(),
  selectionRoute: z.enum(selectionRoutes),
  termStart: CalendarDate,
  termEnd: CalendarDate,
  endedOn: CalendarDate.nullable(),
  noticeConsent: z.boolean().describe('name and phone may stand on the notice at the building'),
  version: z.number().int().describe('the number of steps it has taken; a change names the one it was read at'),
})
export type Appointment = z.infer<typeof Appointment>

export const appointments = get({
  id: 'appointments',
  path: '/api/v1/appointments',
  summary: 'Who holds a post today, masked: of a building with its units, of a grid, of a compound, or all posts of a person',
  tag: 'people',
  access: people,
  query: Tenant.extend(Page.shape).extend({
    building: RowId.optional(),
    grid: GridCode.optional(),
    compound: RowId.optional(),
    person: RowId.optional(),
  }),
  ok: z.object({ appointments: z.array(Appointment), asOf: Instant, next: z.string().nullable() }),
})

export const eventKinds = ['appointed', 'ended', 'corrected'] as const
const PastAppointment = Appointment.extend({
  endReason: z.string(),
  events: z
    .array(
      z.object({
        kind: z.enum(eventKinds),
        happenedAt: Instant,
        recordedBy: z.string(),
        termStart: CalendarDate,
        termEnd: CalendarDate,
        endedOn: CalendarDate.nullable(),
        selectionRoute: z.enum(selectionRoutes),
        reason: z.string(),
      }),
    )
    .describe('every step, in order; empty where it was loaded before steps were kept'),
})
export const postHistory = get({
  id: 'postHistory',
  path: '/api/v1/posts/history',
  summary: 'Everybody who held or will hold a post, masked, newest first, with every step taken',
  tag: 'people',
  access: people,
  query: Tenant.extend({
    role: z.enum(headRoles),
    grid: GridCode.optional(),
    building: RowId.optional(),
    unit: z.coerce.number().int().positive().max(32_767).optional(),
    compound: RowId.optional(),
  }),
  ok: z.object({ asOf: Instant, appointments: z.array(PastAppointment) }),
  errors: ['not_found'],
})

const Phone = oneLine.max(30).regex(/^[0-9+() -]*$/, 'digits, +, -, brackets and spaces')
const PersonChoice = z
  .union([z.strictObject({ personId: z.number().int().positive() }), z.strictObject({ name: oneLine.min(2).max(40), phone: Phone })])
  .describe('somebody known to the register, or somebody new')

export const appoint = post({
  id: 'appoint',
  path: '/api/v1/appointments',
  summary:
    'Appoint a person to one or several posts of a role. A post that is held on a day of the term is a conflict, and nothing is written',
  tag: 'people',
  access: appointers,
  query: Tenant,
  body: z.strictObject({
    person: PersonChoice,
    headRole: z.enum(headRoles),
    places: z.array(Place).min(1).max(50),
    selectionRoute: z.enum(selectionRoutes),
    termStart: CalendarDate,
    termEnd: CalendarDate.describe('the first day on which it is no longer held'),
    noticeConsent: z.boolean().default(false),
  }),
  ok: z.object({ personId: z.number().int(), appointments: z.array(Appointment) }),
  errors: ['not_found', 'conflict'],
})

const Read = z.strictObject({ appointmentId: z.number().int().positive(), version: z.number().int().positive() })
const ended = z.object({ appointments: z.array(Appointment) })

export const endAppointment = post({
  id: 'endAppointment',
  path: '/api/v1/appointments/:id/end',
  summary: 'End an appointment: `on` is the first day on which it is no longer held',
  tag: 'people',
  access: appointers,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.strictObject({ version: z.number().int().positive(), on: CalendarDate, reason: Reason }),
  ok: ended,
  errors: ['not_found', 'conflict'],
})

export const handOver = post({
  id: 'handOver',
  path: '/api/v1/appointments/hand-over',
  summary: 'End several appointments on a day, and appoint one person to the posts from that day on, or nobody. All of it or nothing',
  tag: 'people',
  access: appointers,
  query: Tenant,
  body: z.strictObject({
    appointments: z.array(Read).min(1).max(50),
    on: CalendarDate,
    reason: Reason,
    to: z
      .strictObject({
        person: PersonChoice,
        selectionRoute: z.enum(selectionRoutes),
        termEnd: CalendarDate,
        noticeConsent: z.boolean().default(false),
      })
      .nullable(),
  }),
  ok: ended,
  errors: ['not_found', 'conflict'],
})

export const correctAppointment = post({
  id: 'correctAppointment',
  path: '/api/v1/appointments/:id/correct',
  summary: 'Say what should have been said. `endedOn` = `termStart`: it should never have been. What was said stays in the history',
  tag: 'people',
  access: appointers,
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.strictObject({
    version: z.number().int().positive(),
    selectionRoute: z.enum(selectionRoutes),
    termStart: CalendarDate,
    termEnd: CalendarDate,
    endedOn: CalendarDate.nullable(),
    reason: Reason,
  }),
  ok: ended,
  errors: ['not_found', 'conflict'],
})

const KnownPerson = z.object({
  personId: z.number().int(),
  name: z.string(),
  phone: z.string(),
  posts: z.array(z.object({ headRole: z.enum(headRoles), place: z.string(), placeEn: z.string() })).describe('held today'),
  buildings: z.number().int().describe('of which the person is head today'),
})
export type KnownPerson = z.infer<typeof KnownPerson>

export const knownPeople = get({
  id: 'knownPeople',
  path: '/api/v1/people',
  summary: 'Somebody known to the register, by the whole name or the last four digits of the phone; answered masked',
  tag: 'people',
  access: appointers,
  query: Tenant.extend({ q: oneLine.min(2).max(40) }),
  ok: z.object({ asOf: Instant, people: z.array(KnownPerson) }),
})

/** Why somebody is suggested for a building, best first. */
export const suggestionReasons = ['unitHeadHere', 'headHereBefore', 'sameCompound', 'nextDoor', 'gridWorkerHere'] as const
export const suggestedPeople = get({
  id: 'suggestedPeople',
  path: '/api/v1/people/suggestions',
  summary: 'People known to the register who could look after a building, each with the reason and how many buildings they have',
  tag: 'people',
  access: appointers,
  query: Tenant.extend({ building: RowId }),
  ok: z.object({
    asOf: Instant,
    people: z.array(
      KnownPerson.extend({
        reason: z.enum(suggestionReasons),
        distanceMetres: z.number().nullable().describe('from the nearest building they look after'),
      }),
    ),
  }),
  errors: ['not_found'],
})

export const reveal = post({
  id: 'reveal',
  path: '/api/v1/appointments/:id/reveal',
  summary: 'Name and phone of one head in clear; the reason is kept in the audit',
  tag: 'people',
  access: ['leader', 'secretary', 'patrolLeader'],
  params: z.object({ id: RowId }),
  query: Tenant,
  body: z.strictObject({ reason: oneLine.min(4).max(200) }),
  ok: z.object({ appointmentId: z.number().int(), name: z.string(), phone: z.string() }),
  errors: ['not_found'],
})

/** Who may print what hangs at the door. */
export const notice = post({
  id: 'notice',
  path: '/api/v1/buildings/:id/notice',
  summary:
    'What the notice at a building says of its heads: names and phones of those who agreed, nothing of the others; kept in the audit',
  tag: 'people',
  access: appointers,
  params: z.object({ id: RowId }),
  query: Tenant,
  ok: z.object({
    asOf: Instant,
    posts: z.array(
      z.object({
        headRole: z.enum(headRoles),
        unitNumber: z.number().int().nullable(),
        place: z.string(),
        placeEn: z.string(),
        consented: z.boolean(),
        name: z.string().nullable().describe('null: without consent'),
        phone: z.string().nullable(),
        termStart: CalendarDate,
        termEnd: CalendarDate,
      }),
    ),
  }),
  errors: ['not_found', 'too_many_requests', 'unavailable'],
})
