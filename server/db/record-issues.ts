// Many issues at once, as an import brings them: the same rows as record-issue.ts writes one by one, in a few statements.
// What is known of their past comes with them: when they were reported and, if so, closed. What lies between nobody said, so nothing is made up.
import { z } from 'zod'
import { countMade } from './issue-counts.ts'
import { type Queryable, rows } from './queryable.ts'
import type { NewIssue, Reporter } from './record-issue.ts'
import { refreshFeatures } from './refresh-layers.ts'

export type PastIssue = Omit<NewIssue, 'reportedBy' | 'severity' | 'level'> & {
  /** The number that somebody else's system gave it. */
  readonly reference: string
  readonly closedAt: string | null
  /** Where it came from, as its events say. */
  readonly reason: string
}

const MadeRow = z.object({ issueId: z.number(), reference: z.string() })

/**
 * Writes issues with all that hangs on them; outside the scope, in the caller's transaction. Texts must be masked by then.
 * Returns reference → number; a reference that was known already is left out.
 */
export async function recordIssues(
  db: Queryable,
  subdistrict: string,
  today: string,
  issues: readonly PastIssue[],
  by: Reporter,
): Promise<ReadonlyMap<string, number>> {
  const given = JSON.stringify(issues)
  const made = await rows(
    db,
    MadeRow,
    `with made as (
     insert into issue (subdistrict_code, issue_item_key, source, severity, status, handler_level, description, address, reported_at, closed_at,
       reported_by, grid_code, building_id, external_reference, geom)
     select $1, n.item, n.source, 'normal', case when n."closedAt" is null then 'reported' else 'closed' end, d.handler_level, n.description,
       n.address, n.at, n."closedAt", $3, n."gridCode", n."buildingId", n.reference,
       ST_SetSRID(ST_MakePoint(round(n.lng::numeric, 7)::float8, round(n.lat::numeric, 7)::float8), 4326)
     from jsonb_to_recordset($2::jsonb) as n (item text, source text, description text, address text, at timestamptz, "closedAt" timestamptz,
       "gridCode" text, "buildingId" bigint, reference text, lng float8, lat float8)
     join issue_item_now d on d.subdistrict_code = $1 and d.issue_item_key = n.item
     on conflict (subdistrict_code, external_reference) do nothing
     returning *
     ), counted as (${countMade('made')})
     select issue_id as "issueId", external_reference as reference from made`,
    [subdistrict, given, by.accountId],
  )
  if (made.length === 0) return new Map()
  const ids = made.map(({ issueId }) => issueId)
  await db.query(
    `insert into issue_event (subdistrict_code, issue_id, happened_at, from_status, to_status, actor_role, actor_account_id, actor_name, reason)
     select $1, i.issue_id, e.at, e.from_status, e.to_status, $4, $5, $6, n.reason
     from issue i join jsonb_to_recordset($3::jsonb) as n (reference text, reason text) on n.reference = i.external_reference
     cross join lateral (values (i.reported_at, null, 'reported'), (i.closed_at, 'reported', 'closed')) as e (at, from_status, to_status)
     where i.subdistrict_code = $1 and i.issue_id = any ($2::bigint[]) and e.at is not null
     order by i.issue_id, e.at, e.from_status nulls first`,
    [subdistrict, ids, given, by.role ?? '', by.accountId, by.name],
  )
  await refreshFeatures(db, { subdistrict, kind: 'issuesImported', layer: 'issues', today, isNew: true }, ids, { issues: ids.length })
  return new Map(made.map(({ reference, issueId }) => [reference, issueId]))
}
