// What becomes of posts when grids end: a grid head of a grid that was merged away is none from that day on; where only the number of a grid
// changed, the same people go on under the new number. Every step is an event, as with any appointment.
import type { Queryable } from './queryable.ts'

type Said = { readonly at: Date; readonly by: string; readonly reason: string }

const endText = `
  with ending as (
    update appointment a set
      ended_on = greatest(a.term_start, least(coalesce(a.ended_on, a.term_end), $3::date)), end_reason = $6, version = version + 1
    where a.subdistrict_code = $1 and a.head_role in ('gridHead', 'gridWorker') and a.grid_code = any ($2::text[]) and a.held_until > $3::date
    returning a.*
  ),
  noted as (
    insert into appointment_event (subdistrict_code, appointment_id, event_kind, happened_at, recorded_by, term_start, term_end, ended_on, selection_route, reason)
    select $1, appointment_id, 'ended', $4, $5, term_start, term_end, ended_on, selection_route, $6 from ending
  )
  select count(*) as posts from ending`

/** Ends the posts of grids on a day. Returns how many. */
export async function endPostsOf(
  db: Queryable,
  subdistrict: string,
  codes: readonly string[],
  day: string,
  { at, by, reason }: Said,
): Promise<number> {
  const ended = await db.query(endText, [subdistrict, codes, day, at.toISOString(), by, reason])
  return Number(ended.rows[0]?.posts ?? 0)
}

const carryText = `
  with renumbered as (select * from jsonb_to_recordset($2::jsonb) as r (old text, new text)),
  made as (
    insert into appointment (subdistrict_code, person_id, head_role, grid_code, selection_route, term_start, term_end, notice_consent)
    select $1, a.person_id, a.head_role, r.new, a.selection_route, greatest(a.term_start, $3::date), a.term_end, a.notice_consent
    from appointment a join renumbered r on r.old = a.grid_code
    where a.subdistrict_code = $1 and a.head_role in ('gridHead', 'gridWorker') and a.held_until > $3::date and a.ended_on is null
    returning *
  ),
  noted as (
    insert into appointment_event (subdistrict_code, appointment_id, event_kind, happened_at, recorded_by, term_start, term_end, ended_on, selection_route, reason)
    select $1, appointment_id, 'appointed', $4, $5, term_start, term_end, null, selection_route, $6 from made
  )
  select count(*) as posts from made`

/** Whoever holds a post of a grid holds the same one under its new number from the day on. To be called before the old ones end. */
export async function carryPosts(
  db: Queryable,
  subdistrict: string,
  renumbered: readonly { readonly old: string; readonly new: string }[],
  day: string,
  { at, by, reason }: Said,
): Promise<number> {
  const carried = await db.query(carryText, [subdistrict, JSON.stringify(renumbered), day, at.toISOString(), by, reason])
  return Number(carried.rows[0]?.posts ?? 0)
}
