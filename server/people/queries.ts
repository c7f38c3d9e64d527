import { z } from 'zod'
import { headRoles } from '#contract/words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

const AppointmentRow = z.object({
  appointmentId: z.number(),
  headRole: z.enum(headRoles),
  name: z.string(),
  phoneMasked: z.string(),
  gridCode: z.string().nullable(),
  buildingId: z.number().nullable(),
  unitNumber: z.number().nullable(),
  termStart: z.string(),
  termEnd: z.string(),
})
export type AppointmentRow = z.infer<typeof AppointmentRow>

export type AppointmentFilter = {
  readonly today: string
  readonly limit: number
  readonly after: number | undefined
  readonly building: number | undefined
  readonly grid: string | undefined
}

/** Posts held today, by number; the phone as it is masked at rest. */
export const appointmentList = (db: Queryable, subdistrict: string, filter: AppointmentFilter) =>
  rows(
    db,
    AppointmentRow,
    `select a.appointment_id as "appointmentId", a.head_role as "headRole", p.name, p.phone_masked as "phoneMasked", a.grid_code as "gridCode",
       a.building_id as "buildingId", a.unit_number as "unitNumber", a.term_start as "termStart", a.term_end as "termEnd"
     from appointment a join person p using (subdistrict_code, person_id)
     where a.subdistrict_code = $1 and a.term_start <= $2::date and coalesce(a.ended_on, a.term_end) > $2::date
       and ($4::bigint is null or a.appointment_id > $4::bigint)
       and ($5::bigint is null or a.building_id = $5::bigint)
       and ($6::text is null or a.grid_code = $6::text)
     order by a.appointment_id limit $3::int`,
    [subdistrict, filter.today, filter.limit, filter.after ?? null, filter.building ?? null, filter.grid ?? null],
  )

const SealedRow = z.object({ appointmentId: z.number(), personId: z.number(), name: z.string(), phoneSealed: z.string() })

/** The person who holds a post today, sealed as at rest. A contact expires with the term (DOMAIN g.5). */
export const appointedPerson = (db: Queryable, subdistrict: string, appointmentId: number, today: string) =>
  maybeRow(
    db,
    SealedRow,
    `select a.appointment_id as "appointmentId", p.person_id as "personId", p.name, p.phone_sealed as "phoneSealed"
     from appointment a join person p using (subdistrict_code, person_id)
     where a.subdistrict_code = $1 and a.appointment_id = $2 and a.term_start <= $3::date and coalesce(a.ended_on, a.term_end) > $3::date`,
    [subdistrict, appointmentId, today],
  )
