// GET /api/v1/appointments?building=12          who holds a post, masked
// POST /api/v1/appointments/7/reveal {reason}   one record in clear, for a reason that is kept
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maskName } from '#domain/privacy/mask.ts'
import { AppError, found } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { appointedPerson, appointmentList } from './queries.ts'

export const peopleHandlers: Pick<Handlers, 'appointments' | 'reveal'> = {
  appointments: async ({ db, subdistrict, query, now }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const { building, grid } = query
    const fetched = await appointmentList(db, subdistrict, { today: calendarDay(now), limit: query.limit + 1, after, building, grid })
    const kept = fetched.slice(0, query.limit)
    return {
      appointments: kept.map(({ phoneMasked, name, ...row }) => ({ ...row, name: maskName(name), phone: phoneMasked })),
      asOf: now.toISOString(),
      next: fetched.length > query.limit ? String(kept.at(-1)?.appointmentId) : null,
    }
  },

  reveal: async ({ db, subdistrict, params, body, who, vault, limits, audit }) => {
    await limits.reveal(who)
    const person = found(await appointedPerson(db, subdistrict, params.id), `appointment ${params.id}`)
    const phone = vault.open(person.phoneSealed)
    if (phone === undefined) throw new AppError('unavailable', 'the key that this phone number is sealed with is not set')
    await audit({
      action: 'revealed',
      subject: `appointment:${params.id}`,
      reason: body.reason,
      after: { personId: person.personId, shown: ['name', 'number'] },
    })
    return { appointmentId: params.id, name: person.name, phone }
  },
}
