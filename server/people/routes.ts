// GET /api/v1/appointments?building=12          who holds a post, masked
// POST /api/v1/appointments/7/reveal {reason}   one record in clear, for a reason that is kept
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maskName } from '#domain/privacy/mask.ts'
import { AppError } from '../http/app-error.ts'
import { type Handlers, Refused } from '../http/handler.ts'
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

  reveal: async ({ db, subdistrict, params, body, who, now, vault, limits, audit }) => {
    const refused = async (error: AppError) => {
      await audit({
        action: 'revealed',
        subject: `appointment:${params.id}`,
        result: 'refused',
        reason: body.reason,
        after: { error: error.code },
      })
      return new Refused(error)
    }
    const tooMany = await limits.reveal(who).catch((error: unknown) => {
      if (error instanceof AppError) return error
      throw error
    })
    if (tooMany) return refused(tooMany)
    const person = await appointedPerson(db, subdistrict, params.id, calendarDay(now))
    if (person === undefined) return refused(new AppError('not_found', `there is no appointment ${params.id} in force`))
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
