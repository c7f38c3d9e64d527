// POST /api/v1/buildings/7/notice   what hangs at the door: who agreed stands there in clear, and the audit keeps that it was printed
import { z } from 'zod'
import { headRoles } from '#contract/words.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maybeRow, rows } from '../db/queryable.ts'
import { AppError, found } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'

const Held = z.object({
  appointmentId: z.number(),
  headRole: z.enum(headRoles),
  unitNumber: z.number().nullable(),
  place: z.string(),
  placeEn: z.string(),
  consented: z.boolean(),
  name: z.string(),
  phoneSealed: z.string(),
  termStart: z.string(),
  termEnd: z.string(),
})

/** The building's head, its units' heads, and the heads and workers of its level-3 grid. */
const heldText = `
  with house as (select building_id, grid_code from building where subdistrict_code = $1 and building_id = $2::bigint)
  select a.appointment_id as "appointmentId", a.head_role as "headRole", a.unit_number as "unitNumber",
    coalesce(g.name, b.name) as place, coalesce(g.name_en, b.name_en) as "placeEn", a.notice_consent as consented,
    p.name, p.phone_sealed as "phoneSealed", a.term_start as "termStart", a.term_end as "termEnd"
  from house
  join appointment a on a.subdistrict_code = $1 and (a.building_id = house.building_id or a.grid_code = house.grid_code)
  join person p on p.subdistrict_code = $1 and p.person_id = a.person_id
  left join grid g on g.subdistrict_code = $1 and g.grid_code = a.grid_code
  left join building b on b.subdistrict_code = $1 and b.building_id = a.building_id
  where a.term_start <= $3::date and a.held_until > $3::date
  order by array_position(array['buildingHead', 'unitHead', 'gridHead', 'gridWorker'], a.head_role), a.unit_number, a.appointment_id`

const Known = z.object({ id: z.number() })

export const noticeHandlers: Pick<Handlers, 'notice'> = {
  notice: async ({ db, subdistrict, params: { id }, now, who, vault, limits, audit }) => {
    found(
      await maybeRow(db, Known, 'select building_id as id from building where subdistrict_code = $1 and building_id = $2::bigint', [
        subdistrict,
        id,
      ]),
      `building ${id}`,
    )
    await limits.reveal(who)
    const held = await rows(db, Held, heldText, [subdistrict, id, calendarDay(now)])
    const posts = held.map(({ appointmentId: _, name, phoneSealed, ...post }) => {
      if (!post.consented) return { ...post, name: null, phone: null }
      const phone = vault.open(phoneSealed)
      if (phone === undefined) throw new AppError('unavailable', 'the key that this phone number is sealed with is not set')
      return { ...post, name, phone }
    })
    await audit({
      action: 'noticePrinted',
      subject: `building:${id}`,
      after: { shown: held.filter(({ consented }) => consented).map(({ appointmentId }) => appointmentId) },
    })
    return { asOf: now.toISOString(), posts }
  },
}
