// POST /api/v1/appointments                appoint one person to one or several posts
// POST /api/v1/appointments/7/end          end, with a reason
// POST /api/v1/appointments/hand-over      several posts at once: somebody moves away
// POST /api/v1/appointments/7/correct      say what should have been said
import { z } from 'zod'
import type { Route } from '#contract/route.ts'
import { appointRefusal, correctRefusal, endRefusal, type Term } from '#domain/appointments/ledger.ts'
import { type Post, type PostPlace, placeFits, postKey } from '#domain/appointments/posts.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maybeRow, type Queryable } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, refusedAt } from '../http/app-error.ts'
import type { Handlers, ScopeInput } from '../http/handler.ts'
import { type AppointmentRow, appointmentsByNumber, appointmentsOfPosts } from './queries.ts'
import { toldAppointment } from './told.ts'
import { insertAppointments, personNumber, refreshPosts, refusedStep, updateAppointments, writeInTurn } from './write-appointments.ts'

type Asked = Pick<ScopeInput<Route>, 'db' | 'subdistrict' | 'now' | 'vault'>
type PersonChoice = { readonly personId: number } | { readonly name: string; readonly phone: string }

const KnownRow = z.object({ known: z.boolean() })
const knownText = (post: PostPlace) =>
  post.gridCode !== null
    ? ['select exists (select from grid where subdistrict_code = $1 and grid_code = $2 and retired_on is null) as known', post.gridCode]
    : post.compoundId !== null
      ? ['select exists (select from compound where subdistrict_code = $1 and compound_id = $2::bigint) as known', post.compoundId]
      : ['select exists (select from building where subdistrict_code = $1 and building_id = $2::bigint) as known', post.buildingId]

/** What a place is called in a message. */
const placeName = ({ gridCode, buildingId, unitNumber, compoundId }: PostPlace) =>
  gridCode !== null
    ? `grid ${gridCode}`
    : compoundId !== null
      ? `compound ${compoundId}`
      : unitNumber === null
        ? `building ${buildingId}`
        : `unit ${unitNumber} of building ${buildingId}`

/** Within the scope: what belongs to somebody else is not there. */
async function mustBeHere(db: Queryable, subdistrict: string, post: Post, path: string): Promise<void> {
  const missing = new AppError('not_found', `${path}: there is no ${placeName(post)}`, [{ path, problem: 'missing' }])
  const [text = '', value] = knownText(post)
  if ((await maybeRow(db, KnownRow, String(text), [subdistrict, value]))?.known !== true) throw missing
  if (post.unitNumber === null) return
  const unit = await maybeRow(
    db,
    KnownRow,
    'select exists (select from building_unit where subdistrict_code = $1 and building_id = $2 and unit_number = $3) as known',
    [subdistrict, post.buildingId, post.unitNumber],
  )
  if (unit?.known !== true) throw missing
}

/** Somebody known within the scope; of whom is new the number is made later. */
async function mustBeKnown({ db, subdistrict }: Asked, person: PersonChoice, path: string): Promise<void> {
  if (!('personId' in person)) return
  const known = await maybeRow(
    db,
    KnownRow,
    'select exists (select from person where subdistrict_code = $1 and person_id = $2::bigint) as known',
    [subdistrict, person.personId],
  )
  if (known?.known !== true)
    throw new AppError('not_found', `${path}: there is no person ${person.personId}`, [{ path, problem: 'missing' }])
}

const numberOf = (system: Queryable, { subdistrict, vault }: Asked, person: PersonChoice): Promise<number> | number =>
  'personId' in person ? person.personId : personNumber(system, subdistrict, vault, person)

/** Throws for the first post that somebody holds on a day of the term. */
async function mustBeFree(
  system: Queryable,
  subdistrict: string,
  posts: readonly Post[],
  personId: number,
  term: Term,
  path: (at: number) => string,
) {
  const keys = posts.map((post) => postKey(post, personId))
  const taken = await appointmentsOfPosts(system, subdistrict, keys)
  for (const [at, key] of keys.entries()) {
    const refusal = appointRefusal(
      taken.filter(({ post }) => post === key),
      term,
    )
    if (refusal) throw refusedStep(refusal, refusal.reason === 'held' ? path(at) : 'body.termEnd', taken)
  }
}

const traced = ({ appointmentId, headRole, place, personId, termStart, termEnd, endedOn, selectionRoute }: AppointmentRow) => ({
  appointmentId,
  headRole,
  place,
  personId,
  termStart,
  termEnd,
  endedOn,
  selectionRoute,
})

/** Those with these numbers, within the scope, in the order of the numbers. */
async function mustBeAppointed({ db, subdistrict }: Asked, ids: readonly number[]): Promise<void> {
  const here = new Set((await appointmentsByNumber(db, subdistrict, ids)).map(({ appointmentId }) => appointmentId))
  const missing = ids.find((id) => !here.has(id))
  if (missing !== undefined) throw new AppError('not_found', `there is no appointment ${missing}`)
}

type HandOver = {
  readonly appointments: readonly { readonly appointmentId: number; readonly version: number }[]
  readonly on: string
  readonly reason: string
  readonly to: {
    readonly person: PersonChoice
    readonly selectionRoute: AppointmentRow['selectionRoute']
    readonly termEnd: string
    readonly noticeConsent: boolean
  } | null
}

type Writer = Asked & Pick<ScopeInput<Route>, 'who' | 'audit'>

/** Ends appointments and appoints somebody to the posts from that day on, or nobody. */
async function endAndAppoint(asked: Writer, { appointments, on, reason, to }: HandOver, path: (at: number) => string) {
  const { db, subdistrict, now, who, audit } = asked
  const ids = appointments.map(({ appointmentId }) => appointmentId)
  const twice = ids.findIndex((id, at) => ids.indexOf(id) !== at)
  if (twice >= 0) throw refusedAt(path(twice), `appointment ${ids[twice]} is named twice`)
  await mustBeAppointed(asked, ids)
  if (to) await mustBeKnown(asked, to.person, 'body.to.person')
  const today = calendarDay(now)
  return outsideScope(db, async (system) => {
    await writeInTurn(system, subdistrict)
    const before = await appointmentsByNumber(system, subdistrict, ids)
    for (const [at, { appointmentId, version }] of appointments.entries()) {
      const one = before.find((row) => row.appointmentId === appointmentId)
      const refusal = one && endRefusal(one, { version, on, today })
      if (refusal) throw refusedStep(refusal, refusal.reason === 'dayOutsideTerm' ? 'body.on' : path(at), before)
    }
    const said = { at: now, by: who.username, reason }
    await updateAppointments(
      system,
      subdistrict,
      'ended',
      before.map((row) => ({ ...row, endedOn: on })),
      said,
    )
    const made = to ? await appointNext(system, asked, before, { ...to, on, reason }) : []
    await refreshPosts(system, { subdistrict, kind: to ? 'handedOver' : 'appointmentEnded', today }, [...ids, ...made])
    const after = await appointmentsByNumber(system, subdistrict, [...ids, ...made])
    await audit({
      action: to ? 'appointmentsHandedOver' : 'appointmentEnded',
      subject: ids.length === 1 ? `appointment:${ids[0]}` : `appointments:${ids.join(',')}`,
      before: { appointments: before.map(traced) },
      after: { appointments: after.map(traced) },
      reason,
    })
    return { appointments: after.map(toldAppointment) }
  })
}

type Next = NonNullable<HandOver['to']> & { readonly on: string; readonly reason: string }
async function appointNext(system: Queryable, asked: Writer, before: readonly AppointmentRow[], { person, on, reason, ...next }: Next) {
  const { subdistrict, now, who } = asked
  const personId = await numberOf(system, asked, person)
  const term = { termStart: on, termEnd: next.termEnd }
  await mustBeFree(system, subdistrict, before, personId, { ...term, endedOn: null }, (at) => `body.appointments.${at}`)
  const { selectionRoute, noticeConsent } = next
  return insertAppointments(
    system,
    subdistrict,
    before.map(({ headRole, gridCode, buildingId, unitNumber, compoundId }) => ({
      headRole,
      gridCode,
      buildingId,
      unitNumber,
      compoundId,
      personId,
      selectionRoute,
      noticeConsent,
      ...term,
    })),
    { at: now, by: who.username, reason },
  )
}

export const appointingHandlers: Pick<Handlers, 'appoint' | 'endAppointment' | 'handOver' | 'correctAppointment'> = {
  appoint: async ({ body, ...asked }) => {
    const { db, subdistrict, now, who, audit } = asked
    const { person, headRole, selectionRoute, termStart, termEnd, noticeConsent } = body
    const posts: readonly Post[] = body.places.map((place) => ({ headRole, ...place }))
    const keys = posts.map((post) => postKey(post, 0))
    for (const [at, post] of posts.entries()) {
      if (!placeFits(post)) throw refusedAt(`body.places.${at}`, `not where a ${headRole} stands`)
      if (keys.indexOf(keys[at] ?? '') !== at) throw refusedAt(`body.places.${at}`, 'named twice')
      await mustBeHere(db, subdistrict, post, `body.places.${at}`)
    }
    await mustBeKnown(asked, person, 'body.person')
    return outsideScope(db, async (system) => {
      await writeInTurn(system, subdistrict)
      const personId = await numberOf(system, asked, person)
      await mustBeFree(system, subdistrict, posts, personId, { termStart, termEnd, endedOn: null }, (at) => `body.places.${at}`)
      const ids = await insertAppointments(
        system,
        subdistrict,
        posts.map((post) => ({ ...post, personId, selectionRoute, termStart, termEnd, noticeConsent })),
        { at: now, by: who.username, reason: '' },
      )
      await refreshPosts(system, { subdistrict, kind: 'appointed', today: calendarDay(now) }, ids)
      const made = await appointmentsByNumber(system, subdistrict, ids)
      await audit({
        action: 'appointed',
        subject: ids.length === 1 ? `appointment:${ids[0]}` : `appointments:${ids.join(',')}`,
        after: { appointments: made.map(traced), noticeConsent },
      })
      return { personId, appointments: made.map(toldAppointment) }
    })
  },

  endAppointment: ({ params: { id }, body: { version, on, reason }, ...asked }) =>
    endAndAppoint(asked, { appointments: [{ appointmentId: id, version }], on, reason, to: null }, () => 'body.version'),

  handOver: ({ body, ...asked }) => endAndAppoint(asked, body, (at) => `body.appointments.${at}`),

  correctAppointment: async ({ params: { id }, body: { reason, ...said }, ...asked }) => {
    const { db, subdistrict, now, who, audit } = asked
    await mustBeAppointed(asked, [id])
    return outsideScope(db, async (system) => {
      await writeInTurn(system, subdistrict)
      const [one] = await appointmentsByNumber(system, subdistrict, [id])
      if (one === undefined) throw new AppError('not_found', `there is no appointment ${id}`)
      const ofPost = await appointmentsOfPosts(system, subdistrict, [one.post])
      const refusal = correctRefusal(ofPost, one, said)
      if (refusal) throw refusedStep(refusal, correctionPath(refusal.reason), ofPost)
      await updateAppointments(system, subdistrict, 'corrected', [{ appointmentId: id, ...said }], { at: now, by: who.username, reason })
      await refreshPosts(system, { subdistrict, kind: 'appointmentCorrected', today: calendarDay(now) }, [id])
      const after = await appointmentsByNumber(system, subdistrict, [id])
      await audit({
        action: 'appointmentCorrected',
        subject: `appointment:${id}`,
        before: traced(one),
        after: after.map(traced)[0] ?? null,
        reason,
      })
      return { appointments: after.map(toldAppointment) }
    })
  },
}

const correctionPath = (reason: string): string =>
  reason === 'stale' || reason === 'asItIs' ? 'body.version' : reason === 'dayOutsideTerm' ? 'body.endedOn' : 'body.termStart'
