// Statements about one case. Reading goes through the caller's scope; writing steps out of it after it was found there.
import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { handlerLevels, issueStatuses } from '#contract/words.ts'
import { maybeRow, type Queryable } from '../db/queryable.ts'

const CaseRow = z.object({
  status: z.enum(issueStatuses),
  handlerLevel: z.enum(handlerLevels),
  handlerAccountId: z.number().nullable(),
  handledBy: z.array(z.number()),
  extensionAskedBy: z.number().nullable(),
  extensionWanted: z.string().nullable(),
  version: z.number(),
  item: z.string(),
  reportedAt: Instant,
  filedAt: Instant.nullable(),
  amberAt: Instant.nullable(),
  extendedUntil: z.string().nullable(),
  reviewOn: z.string().nullable(),
  masterIssueId: z.number().nullable(),
  gridCode: z.string().nullable(),
  handlerName: z.string().nullable(),
})
export type CaseRow = z.infer<typeof CaseRow>

const caseText = `select i.status, i.handler_level as "handlerLevel", i.handler_account_id as "handlerAccountId",
  array(select distinct e.actor_account_id::float8 from issue_event e where e.subdistrict_code = i.subdistrict_code and e.issue_id = i.issue_id
    and e.actor_account_id is not null and e.action in ('takeOn', 'finish', 'solveOnSpot')) as "handledBy",
  i.extension_asked_by as "extensionAskedBy", i.extension_wanted::text as "extensionWanted", i.version, i.issue_item_key as item,
  i.reported_at as "reportedAt", i.filed_at as "filedAt", i.amber_at as "amberAt", i.extended_until::text as "extendedUntil",
  i.review_on::text as "reviewOn", i.master_issue_id as "masterIssueId", i.grid_code as "gridCode",
  (select e.actor_name from issue_event e where e.subdistrict_code = i.subdistrict_code and e.issue_id = i.issue_id
    and e.actor_account_id = i.handler_account_id order by e.happened_at desc, e.issue_event_id desc limit 1) as "handlerName"
  from issue i where i.subdistrict_code = $1 and i.issue_id = $2`

export const caseOf = (db: Queryable, subdistrict: string, issueId: number) =>
  maybeRow(db, CaseRow, caseText, [subdistrict, issueId], 'case')

/** Holds cases until the transaction ends: nobody else takes a step with them meanwhile. Only outside the scope, which may not lock. */
export const holdCases = (db: Queryable, subdistrict: string, issueIds: readonly number[]): Promise<unknown> =>
  db.query('select from issue where subdistrict_code = $1 and issue_id = any ($2) order by issue_id for update', [subdistrict, issueIds])

const BuildingRow = z.object({ address: z.string() })
export const addressOfBuilding = (db: Queryable, subdistrict: string, buildingId: number) =>
  maybeRow(db, BuildingRow, 'select address from building where subdistrict_code = $1 and building_id = $2', [subdistrict, buildingId])

const columns = {
  status: 'status',
  handlerLevel: 'handler_level',
  handlerAccountId: 'handler_account_id',
  filedAt: 'filed_at',
  dueAt: 'due_at',
  amberAt: 'amber_at',
  closedAt: 'closed_at',
  extensionAskedBy: 'extension_asked_by',
  extensionWanted: 'extension_wanted',
  extendedUntil: 'extended_until',
  reviewOn: 'review_on',
  masterIssueId: 'master_issue_id',
} as const
export type CaseChange = Partial<Readonly<Record<keyof typeof columns, string | number | null>>>

/** Writes what a step changed; the names of columns come from the table above, never from a request. */
export function updateCase(db: Queryable, subdistrict: string, issueId: number, change: CaseChange): Promise<unknown> {
  const keys = (Object.keys(columns) as (keyof typeof columns)[]).filter((key) => change[key] !== undefined)
  const sets = keys.map((key, index) => `${columns[key]} = $${index + 3}`)
  return db.query(`update issue set ${[...sets, 'version = version + 1'].join(', ')} where subdistrict_code = $1 and issue_id = $2`, [
    subdistrict,
    issueId,
    ...keys.map((key) => change[key]),
  ])
}

const NamedRow = z.object({ issueId: z.number(), requestHash: z.string() })
/** What a request of this name made before, if there was one. Waits for one that is under way. */
export async function earlierRequest(db: Queryable, subdistrict: string, accountId: number, key: string) {
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${subdistrict}/${accountId}/${key}`])
  return maybeRow(
    db,
    NamedRow,
    `select issue_id as "issueId", request_hash as "requestHash" from idempotency_key
     where subdistrict_code = $1 and account_id = $2 and idempotency_key = $3`,
    [subdistrict, accountId, key],
  )
}

export const rememberRequest = (
  db: Queryable,
  subdistrict: string,
  accountId: number,
  { key, hash, issueId, at }: { readonly key: string; readonly hash: string; readonly issueId: number; readonly at: string },
): Promise<unknown> =>
  db.query(
    `insert into idempotency_key (subdistrict_code, account_id, idempotency_key, request_hash, issue_id, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [subdistrict, accountId, key, hash, issueId, at],
  )

/** Nobody sends a report again after so long. */
export const forgetRequests = (db: Queryable, before: Date): Promise<unknown> =>
  db.query('delete from idempotency_key where created_at < $1', [before.toISOString()])
