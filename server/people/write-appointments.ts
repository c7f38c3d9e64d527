// What a step with appointments writes: the rows, one event for each, the features on the map, one entry in the audit. Always within the
// transaction of the request, and one request of a sub-district after the other, so that what was checked still holds when it is written.
import { z } from 'zod'
import type { Refusal, Term } from '#domain/appointments/ledger.ts'
import type { Post, SelectionRoute } from '#domain/appointments/posts.ts'
import { maskName, maskPhone } from '#domain/privacy/mask.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { refreshFeatures } from '../db/refresh-layers.ts'
import type { Vault } from '../db/sealed-text.ts'
import { AppError } from '../http/app-error.ts'
import type { AppointmentRow } from './queries.ts'

export const writeInTurn = (db: Queryable, subdistrict: string) =>
  db.query(`select pg_advisory_xact_lock(hashtextextended('appointments ' || $1, 0))`, [subdistrict])

const IdRow = z.object({ id: z.number() })
const AlikeRow = IdRow.extend({ name: z.string(), sealed: z.string(), masked: z.string() })
type Named = { readonly name: string; readonly phone: string }

/** The numbers of people with these names and phones, in order; whom the register does not know is added, once. */
export async function personNumbers(db: Queryable, subdistrict: string, vault: Vault, people: readonly Named[]): Promise<number[]> {
  const names = [...new Set(people.map(({ name }) => name))]
  const alike = await rows(
    db,
    AlikeRow,
    `select person_id as id, name, phone_sealed as sealed, phone_masked as masked from person
     where subdistrict_code = $1 and name = any ($2::text[]) order by person_id`,
    [subdistrict, names],
  )
  const keyOf = ({ name, phone }: Named) => `${name}\n${phone}`
  const known = new Map<string, number>()
  for (const { id, name, sealed } of alike) {
    const key = keyOf({ name, phone: vault.open(sealed) ?? '\u0000' })
    if (!known.has(key)) known.set(key, id)
  }
  const fresh = new Map(people.filter((one) => !known.has(keyOf(one))).map((one) => [keyOf(one), one]))
  if (fresh.size > 0 && !vault.ready) throw new AppError('unavailable', 'no key is set to seal the phone with (FANGYUAN_PHONE_KEYS)')
  const made = await rows(
    db,
    IdRow,
    `insert into person (subdistrict_code, name, phone_sealed, phone_masked)
     select $1, name, sealed, masked from rows from (jsonb_to_recordset($2::jsonb) as (name text, sealed text, masked text)) with ordinality
       as s(name, sealed, masked, place) order by place
     returning person_id as id`,
    [
      subdistrict,
      JSON.stringify([...fresh.values()].map(({ name, phone }) => ({ name, sealed: vault.seal(phone), masked: maskPhone(phone) }))),
    ],
  )
  for (const [at, key] of [...fresh.keys()].entries()) known.set(key, made[at]?.id ?? 0)
  return people.map((one) => known.get(keyOf(one)) ?? 0)
}

export async function personNumber(db: Queryable, subdistrict: string, vault: Vault, person: Named): Promise<number> {
  const [id] = await personNumbers(db, subdistrict, vault, [person])
  if (id === undefined) throw new Error('a person was not added')
  return id
}

export type NewAppointment = Post & {
  readonly personId: number
  readonly selectionRoute: SelectionRoute
  readonly termStart: string
  readonly termEnd: string
  readonly noticeConsent: boolean
}

type Said = { readonly at: Date; readonly by: string; readonly reason: string }

const eventColumns =
  'subdistrict_code, appointment_id, event_kind, happened_at, recorded_by, term_start, term_end, ended_on, selection_route, reason'

/** Returns the numbers, in the order given. */
export async function insertAppointments(
  db: Queryable,
  subdistrict: string,
  appointments: readonly NewAppointment[],
  { at, by, reason }: Said,
): Promise<number[]> {
  const made = await rows(
    db,
    IdRow,
    `with said as (
       select * from rows from (jsonb_to_recordset($2::jsonb) as ("personId" bigint, "headRole" text, "gridCode" text, "buildingId" bigint,
         "unitNumber" smallint, "compoundId" bigint, "selectionRoute" text, "termStart" date, "termEnd" date, "noticeConsent" boolean))
         with ordinality as s("personId", "headRole", "gridCode", "buildingId", "unitNumber", "compoundId", "selectionRoute", "termStart", "termEnd",
           "noticeConsent", place)
     ),
     made as (
       insert into appointment (subdistrict_code, person_id, head_role, grid_code, building_id, unit_number, compound_id, selection_route, term_start,
         term_end, notice_consent)
       select $1, "personId", "headRole", "gridCode", "buildingId", "unitNumber", "compoundId", "selectionRoute", "termStart", "termEnd", "noticeConsent"
       from said order by place returning *
     ),
     noted as (
       insert into appointment_event (${eventColumns})
       select $1, appointment_id, 'appointed', $3, $4, term_start, term_end, null, selection_route, $5 from made
     )
     select appointment_id as id from made order by appointment_id`,
    [subdistrict, JSON.stringify(appointments), at.toISOString(), by, reason],
  )
  return made.map(({ id }) => id)
}

type Step = Term & { readonly appointmentId: number; readonly selectionRoute: SelectionRoute }

export const updateAppointments = (
  db: Queryable,
  subdistrict: string,
  kind: 'ended' | 'corrected',
  steps: readonly Step[],
  { at, by, reason }: Said,
) =>
  db.query(
    `with said as (
       select * from jsonb_to_recordset($2::jsonb) as s("appointmentId" bigint, "termStart" date, "termEnd" date, "endedOn" date, "selectionRoute" text)
     ),
     changed as (
       update appointment a set term_start = "termStart", term_end = "termEnd", ended_on = "endedOn", selection_route = "selectionRoute",
         end_reason = case when "endedOn" is null then '' else $6 end, version = version + 1
       from said where a.subdistrict_code = $1 and a.appointment_id = "appointmentId" returning a.*
     )
     insert into appointment_event (${eventColumns})
     select $1, appointment_id, $3, $4, $5, term_start, term_end, ended_on, selection_route, $6 from changed`,
    [subdistrict, JSON.stringify(steps), kind, at.toISOString(), by, reason],
  )

/** The registers' layers that show what changed, as small as can be: the houses, their grids and those above. */
export async function refreshPosts(
  db: Queryable,
  change: { readonly subdistrict: string; readonly kind: string; readonly today: string },
  ids: readonly number[],
): Promise<void> {
  const touched = await maybeRow(
    db,
    z.object({ buildings: z.array(z.number()), grids: z.array(z.number()), compounds: z.array(z.number()) }),
    `with recursive chosen as (
       select building_id, compound_id, grid_code from appointment where subdistrict_code = $1 and appointment_id = any ($2::bigint[])
     ),
     grids as (
       select grid_code from chosen where grid_code is not null
       union
       select b.grid_code from chosen join building b using (building_id) where b.subdistrict_code = $1 and b.grid_code is not null
       union
       select v.parent_code from grids join grid_boundary v on v.subdistrict_code = $1 and v.grid_code = grids.grid_code
         and daterange(v.valid_from, v.valid_to) @> $3::date and v.parent_code is not null
     )
     select coalesce((select json_agg(distinct building_id) from chosen where building_id is not null), '[]') as buildings,
       coalesce((select json_agg(grid_code::bigint) from grids), '[]') as grids,
       coalesce((select json_agg(distinct compound_id) from chosen where compound_id is not null), '[]') as compounds`,
    [change.subdistrict, ids, change.today],
  )
  const detail = { appointments: ids }
  if (touched === undefined) return
  const { buildings, grids, compounds } = touched
  if (buildings.length > 0) await refreshFeatures(db, { ...change, layer: 'buildings' }, buildings, detail)
  if (grids.length > 0) await refreshFeatures(db, { ...change, layer: 'grids' }, grids, detail)
  if (compounds.length > 0) await refreshFeatures(db, { ...change, layer: 'compounds' }, compounds, detail)
}

/** Who stands in the way, as far as may be told. */
const heldBy = ({ name, termStart, endedOn, termEnd }: AppointmentRow) => `${maskName(name)} ${termStart} – ${endedOn ?? termEnd}`

/** A refusal as an answer: what and where, and with a conflict how it stands by now. */
export function refusedStep(refusal: Refusal, path: string, known: readonly AppointmentRow[]): AppError {
  if (!('by' in refusal)) return new AppError('invalid_request', `${path}: ${refusal.reason}`, [{ path, problem: refusal.reason }])
  const by = known.find(({ appointmentId }) => appointmentId === refusal.by.appointmentId)
  const words = by === undefined ? String(refusal.by.appointmentId) : heldBy(by)
  const details = [
    { path, problem: refusal.reason },
    { path: 'appointment', problem: String(refusal.by.appointmentId) },
    { path: 'version', problem: String(refusal.by.version) },
    { path: 'now', problem: words },
  ]
  return refusal.reason === 'dayOutsideTerm'
    ? new AppError('invalid_request', `${path}: the day is outside of the term of ${words}`, details)
    : new AppError('conflict', `${path}: ${refusal.reason}: ${words}`, details)
}
