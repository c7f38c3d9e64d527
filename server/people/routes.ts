// GET /api/v1/appointments?building=12          who holds a post, masked
// POST /api/v1/appointments/7/reveal {reason}   one record in clear, for a reason that is kept

import { placeFits } from '#domain/appointments/posts.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import { type Handlers, Refused } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { appointingHandlers } from './appointing.ts'
import { noticeHandlers } from './notice.ts'
import { appointedPerson, appointmentList, appointmentsAt, eventsOf, peopleList, suggestionList } from './queries.ts'
import { toldAppointment, toldPerson } from './told.ts'

export const peopleHandlers: Pick<
  Handlers,
  | 'appointments'
  | 'postHistory'
  | 'knownPeople'
  | 'suggestedPeople'
  | 'reveal'
  | keyof typeof appointingHandlers
  | keyof typeof noticeHandlers
> = {
  ...appointingHandlers,
  ...noticeHandlers,

  appointments: async ({ db, subdistrict, query, now }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const { building, grid, compound, person } = query
    const today = calendarDay(now)
    const fetched = await appointmentList(db, subdistrict, { today, limit: query.limit + 1, after, building, grid, compound, person })
    const kept = fetched.slice(0, query.limit)
    return {
      appointments: kept.map(toldAppointment),
      asOf: now.toISOString(),
      next: fetched.length > query.limit ? String(kept.at(-1)?.appointmentId) : null,
    }
  },

  postHistory: async ({ db, subdistrict, query, now }) => {
    const { role, grid = null, building = null, unit = null, compound = null } = query
    const post = { headRole: role, gridCode: grid, buildingId: building, unitNumber: unit, compoundId: compound }
    if (!placeFits(post)) throw refusedAt('query.role', `not where a ${role} stands`)
    const held = await appointmentsAt(db, subdistrict, { role, grid, building, unit, compound })
    const events = await eventsOf(
      db,
      subdistrict,
      held.map(({ appointmentId }) => appointmentId),
    )
    return {
      asOf: now.toISOString(),
      appointments: held.map((row) => ({
        ...toldAppointment(row),
        endReason: row.endReason,
        events: events.filter(({ appointmentId }) => appointmentId === row.appointmentId).map(({ appointmentId: _, ...event }) => event),
      })),
    }
  },

  knownPeople: async ({ db, subdistrict, query, now }) => ({
    asOf: now.toISOString(),
    people: (await peopleList(db, subdistrict, calendarDay(now), { q: query.q })).map(toldPerson),
  }),

  suggestedPeople: async ({ db, subdistrict, query, now }) => {
    const today = calendarDay(now)
    const suggested = await suggestionList(db, subdistrict, today, query.building)
    const people = await peopleList(db, subdistrict, today, { ids: suggested.map(({ personId }) => personId) })
    return {
      asOf: now.toISOString(),
      people: suggested.map(({ personId, ...why }) => ({
        ...why,
        ...toldPerson(
          found(
            people.find((one) => one.personId === personId),
            'person',
          ),
        ),
      })),
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
