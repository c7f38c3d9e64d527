import { z } from 'zod'
import { eventKinds, suggestionReasons } from '#contract/people.ts'
import { headRoles, selectionRoutes } from '#contract/words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const AppointmentRow = z.object({
  appointmentId: z.number(),
  personId: z.number(),
  headRole: z.enum(headRoles),
  name: z.string(),
  phoneMasked: z.string(),
  gridCode: z.string().nullable(),
  buildingId: z.number().nullable(),
  unitNumber: z.number().nullable(),
  compoundId: z.number().nullable(),
  place: z.string(),
  placeEn: z.string(),
  selectionRoute: z.enum(selectionRoutes),
  termStart: z.string(),
  termEnd: z.string(),
  endedOn: z.string().nullable(),
  noticeConsent: z.boolean(),
  version: z.number(),
  post: z.string(),
  endReason: z.string(),
})
export type AppointmentRow = z.infer<typeof AppointmentRow>

/** Appointments `a` with the person and the name of the place. Names are of the people, so they are masked before they leave the server. */
const appointmentText = `select a.appointment_id as "appointmentId", a.person_id as "personId", a.head_role as "headRole", p.name,
    p.phone_masked as "phoneMasked", a.grid_code as "gridCode", a.building_id as "buildingId", a.unit_number as "unitNumber",
    a.compound_id as "compoundId", coalesce(g.name, c.name, concat_ws(' ', bc.name, b.name)) as place,
    coalesce(g.name_en, c.name_en, concat_ws(', ', b.name_en, bc.name_en)) as "placeEn",
    a.selection_route as "selectionRoute", a.term_start as "termStart", a.term_end as "termEnd", a.ended_on as "endedOn",
    a.notice_consent as "noticeConsent", a.version, a.post, a.end_reason as "endReason"
  from appointment a
  join person p on p.subdistrict_code = a.subdistrict_code and p.person_id = a.person_id
  left join grid g on g.subdistrict_code = a.subdistrict_code and g.grid_code = a.grid_code
  left join compound c on c.subdistrict_code = a.subdistrict_code and c.compound_id = a.compound_id
  left join building b on b.subdistrict_code = a.subdistrict_code and b.building_id = a.building_id
  left join compound bc on bc.subdistrict_code = a.subdistrict_code and bc.compound_id = b.compound_id
  where a.subdistrict_code = $1`

export type AppointmentFilter = {
  readonly today: string
  readonly limit: number
  readonly after: number | undefined
  readonly building: number | undefined
  readonly grid: string | undefined
  readonly compound: number | undefined
  readonly person: number | undefined
}

/** Posts held today, by number; the phone as it is masked at rest. */
export const appointmentList = (db: Queryable, subdistrict: string, filter: AppointmentFilter) =>
  rows(
    db,
    AppointmentRow,
    `${appointmentText} and a.term_start <= $2::date and a.held_until > $2::date
       and ($4::bigint is null or a.appointment_id > $4::bigint)
       and ($5::bigint is null or a.building_id = $5::bigint)
       and ($6::text is null or a.grid_code = $6::text)
       and ($7::bigint is null or a.compound_id = $7::bigint)
       and ($8::bigint is null or a.person_id = $8::bigint)
     order by a.appointment_id limit $3::int`,
    [
      subdistrict,
      filter.today,
      filter.limit,
      filter.after ?? null,
      filter.building ?? null,
      filter.grid ?? null,
      filter.compound ?? null,
      filter.person ?? null,
    ],
  )

export const appointmentsByNumber = (db: Queryable, subdistrict: string, ids: readonly number[]) =>
  rows(db, AppointmentRow, `${appointmentText} and a.appointment_id = any ($2::bigint[]) order by a.appointment_id`, [subdistrict, ids])

/** All appointments ever made to some posts; the number of a grid worker's post ends with the person. */
export const appointmentsOfPosts = (db: Queryable, subdistrict: string, posts: readonly string[]) =>
  rows(db, AppointmentRow, `${appointmentText} and a.post = any ($2::text[]) order by a.term_start desc, a.appointment_id desc`, [
    subdistrict,
    posts,
  ])

export type PlaceFilter = {
  readonly role: AppointmentRow['headRole']
  readonly grid: string | null
  readonly building: number | null
  readonly unit: number | null
  readonly compound: number | null
}

/** Everybody who held or will hold a post at a place, newest first. */
export const appointmentsAt = (db: Queryable, subdistrict: string, { role, grid, building, unit, compound }: PlaceFilter) =>
  rows(
    db,
    AppointmentRow,
    `${appointmentText} and a.head_role = $2 and a.grid_code is not distinct from $3 and a.building_id is not distinct from $4::bigint
       and a.unit_number is not distinct from $5::int and a.compound_id is not distinct from $6::bigint
     order by a.term_start desc, a.appointment_id desc limit 200`,
    [subdistrict, role, grid, building, unit, compound],
  )

const EventRow = z.object({
  appointmentId: z.number(),
  kind: z.enum(eventKinds),
  happenedAt: z.string(),
  recordedBy: z.string(),
  termStart: z.string(),
  termEnd: z.string(),
  endedOn: z.string().nullable(),
  selectionRoute: z.enum(selectionRoutes),
  reason: z.string(),
})
export type EventRow = z.infer<typeof EventRow>

export const eventsOf = (db: Queryable, subdistrict: string, ids: readonly number[]) =>
  rows(
    db,
    EventRow,
    `select appointment_id as "appointmentId", event_kind as kind, happened_at as "happenedAt", recorded_by as "recordedBy",
       term_start as "termStart", term_end as "termEnd", ended_on as "endedOn", selection_route as "selectionRoute", reason
     from appointment_event where subdistrict_code = $1 and appointment_id = any ($2::bigint[])
     order by appointment_id, appointment_event_id`,
    [subdistrict, ids],
  )

const SealedRow = z.object({ appointmentId: z.number(), personId: z.number(), name: z.string(), phoneSealed: z.string() })

/** The person who holds a post today, sealed as at rest. A contact expires with the term (DOMAIN g.5). */
export const appointedPerson = (db: Queryable, subdistrict: string, appointmentId: number, today: string) =>
  maybeRow(
    db,
    SealedRow,
    `select a.appointment_id as "appointmentId", p.person_id as "personId", p.name, p.phone_sealed as "phoneSealed"
     from appointment a join person p using (subdistrict_code, person_id)
     where a.subdistrict_code = $1 and a.appointment_id = $2 and a.term_start <= $3::date and a.held_until > $3::date`,
    [subdistrict, appointmentId, today],
  )

const PersonRow = z.object({
  personId: z.number(),
  name: z.string(),
  phoneMasked: z.string(),
  posts: z.array(z.object({ headRole: z.enum(headRoles), place: z.string(), placeEn: z.string() })),
  buildings: z.number(),
})
export type PersonRow = z.infer<typeof PersonRow>

const peopleText = statementBeside(import.meta.url, 'people')
/** People by number, or by the whole name or the last four digits of the phone, with what they hold today. */
export const peopleList = (db: Queryable, subdistrict: string, today: string, of: { ids?: readonly number[]; q?: string }) =>
  rows(db, PersonRow, peopleText, [subdistrict, today, of.ids ?? null, of.q ?? null])

const SuggestionRow = z.object({ personId: z.number(), reason: z.enum(suggestionReasons), distanceMetres: z.number().nullable() })
const suggestionsText = statementBeside(import.meta.url, 'suggestions')
export const suggestionList = (db: Queryable, subdistrict: string, today: string, building: number) =>
  rows(db, SuggestionRow, suggestionsText, [subdistrict, today, building])
