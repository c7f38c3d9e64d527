// When borders come in force, every open case belongs to the grid that it lies in then: whoever answers for the ground answers for what is open on it.
// Closed cases stay with the grid of their day. Each move is a step in the history of the case.
import { z } from 'zod'
import { endedStatuses } from '#domain/issues/workflow.ts'
import { recounting } from './issue-counts.ts'
import { type Queryable, rows } from './queryable.ts'

const MovedRow = z.object({ id: z.number(), from: z.string(), to: z.string() })

/** A case on ground that no grid has any more goes to the grid that took over its own one, or stays. */
const movingText = `
  select i.issue_id as id, i.grid_code as "from", coalesce(here.grid_code, heir.grid_code) as "to"
  from issue i
  left join lateral grid_at($1, $2::date, i.geom, i.grid_code) here on true
  left join lateral (
    select l.descendant_code as grid_code from grid_lineage l join grid_boundary b on b.subdistrict_code = $1 and b.grid_code = l.descendant_code
    where l.subdistrict_code = $1 and l.ancestor_code = i.grid_code and l.takes_over and l.effective_on <= $2::date
      and daterange(b.valid_from, b.valid_to) @> $2::date
    order by l.effective_on desc, 1 limit 1
  ) heir on here.grid_code is null
  where i.subdistrict_code = $1 and i.status <> all ($3::text[]) and coalesce(here.grid_code, heir.grid_code) <> i.grid_code
  order by i.issue_id for update of i`

const movedText = `
  with moving as (select * from jsonb_to_recordset($2::jsonb) as m (id bigint, "from" text, "to" text)),
  moved as (
    update issue i set grid_code = m."to", version = version + 1 from moving m where i.subdistrict_code = $1 and i.issue_id = m.id
    returning i.issue_id, i.status, m."from", m."to"
  )
  insert into issue_event (subdistrict_code, issue_id, happened_at, from_status, to_status, action, actor_role, actor_account_id, actor_name, reason)
  select $1, issue_id, $3::timestamptz, status, status, 'moved', $4, $5::bigint, $6, "from" || ' → ' || "to" from moved`

type Said = { readonly at: Date; readonly by: { readonly role: string | null; readonly accountId: number | null; readonly name: string } }

/** Places the open cases in the lowest grids of a day; outside the scope. Returns those that moved. */
export async function placeIssues(db: Queryable, subdistrict: string, day: string, { at, by }: Said): Promise<z.infer<typeof MovedRow>[]> {
  const moving = await rows(db, MovedRow, movingText, [subdistrict, day, endedStatuses])
  if (moving.length === 0) return []
  const ids = moving.map(({ id }) => id)
  await recounting(db, subdistrict, ids, () =>
    db.query(movedText, [subdistrict, JSON.stringify(moving), at.toISOString(), by.role ?? '', by.accountId, by.name]),
  )
  return moving
}
