// Statements of the program that works on jobs by itself: which one is next, whose it is, how far it got.
import { z } from 'zod'
import { roles } from '#contract/words.ts'
import { zeroedTail } from '#domain/intake/check-row.ts'
import { type IntakeRefusal, intakeStates } from '#domain/intake/intake-words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

const ClaimedRow = z.object({
  subdistrict: z.string(),
  importId: z.number(),
  accountId: z.number(),
  state: z.enum(intakeStates),
  attempts: z.number(),
})
export type Claimed = z.infer<typeof ClaimedRow>

/** By the clock of the database: several instances of the service agree on it. */
const leaseSeconds = 30

/** Takes the oldest job that waits and that nobody works on; undefined when there is none. */
export const claimJob = (db: Queryable, key: string) =>
  maybeRow(
    db,
    ClaimedRow,
    `update intake_job set lease_key = $1, lease_until = clock_timestamp() + interval '${leaseSeconds} seconds', attempts = attempts + 1
     where (subdistrict_code, intake_job_id) in (
       select subdistrict_code, intake_job_id from intake_job
       where state in ('reading', 'checking', 'committing') and (lease_until is null or lease_until < clock_timestamp())
       order by intake_job_id limit 1 for update skip locked)
     returning subdistrict_code as subdistrict, intake_job_id as "importId", account_id as "accountId", state, attempts`,
    [key],
  )

/** Says how far a step got and holds on to the job; throws when somebody else has taken it, or it was thrown away. */
export async function keepJob(db: Queryable, { subdistrict, importId }: Claimed, key: string, done: number): Promise<void> {
  const kept = await db.query(
    `update intake_job set done = $4, lease_until = clock_timestamp() + interval '${leaseSeconds} seconds'
     where subdistrict_code = $1 and intake_job_id = $2 and lease_key = $3`,
    [subdistrict, importId, key, done],
  )
  if (kept.rowCount === 0) throw new JobLost(`import ${importId} is no longer ours`)
}
export class JobLost extends Error {}

/** After a failure it may be tried again, at once or by another instance. */
export const letGo = (db: Queryable, { subdistrict, importId }: Claimed, key: string): Promise<unknown> =>
  db.query(
    `update intake_job set lease_key = null, lease_until = null where subdistrict_code = $1 and intake_job_id = $2 and lease_key = $3`,
    [subdistrict, importId, key],
  )

const ContentRow = z.object({ content: z.instanceof(Uint8Array).nullable() })
export const contentOf = (db: Queryable, { subdistrict, importId }: Claimed) =>
  maybeRow(db, ContentRow, 'select content from intake_job where subdistrict_code = $1 and intake_job_id = $2', [subdistrict, importId])

export const refuseFile = (db: Queryable, { subdistrict, importId }: Claimed, refusal: IntakeRefusal, at: string): Promise<unknown> =>
  db.query(
    `update intake_job set state = 'refused', refusal = $3, refused_at = $4, content = null, lease_key = null, lease_until = null
     where subdistrict_code = $1 and intake_job_id = $2`,
    [subdistrict, importId, refusal, at.slice(0, 200)],
  )

export const fileRead = (
  db: Queryable,
  { subdistrict, importId }: Claimed,
  header: readonly string[],
  rowCount: number,
): Promise<unknown> =>
  db.query(
    `update intake_job set state = 'mapping', header = $3, row_count = $4, content = null, done = 0, attempts = 0, lease_key = null, lease_until = null
     where subdistrict_code = $1 and intake_job_id = $2`,
    [subdistrict, importId, JSON.stringify(header), rowCount],
  )

export const noteCommitted = (db: Queryable, { subdistrict, importId }: Claimed, at: string): Promise<unknown> =>
  db.query(
    `update intake_job set state = 'committed', committed_at = $3, attempts = 0, lease_key = null, lease_until = null
     where subdistrict_code = $1 and intake_job_id = $2`,
    [subdistrict, importId, at],
  )

const OwnerRow = z.object({ username: z.string(), displayName: z.string(), role: z.enum(roles).nullable(), nodes: z.array(z.string()) })
/** Whoever sent it, as they are now; undefined when the account is closed. */
export const ownerOf = (db: Queryable, { subdistrict, accountId }: Claimed) =>
  maybeRow(
    db,
    OwnerRow,
    `select a.username, a.display_name as "displayName", a.role,
       coalesce((select json_agg(s.node_code) from account_scope s
         where s.subdistrict_code = a.subdistrict_code and s.account_id = a.account_id), '[]') as nodes
     from account a where a.subdistrict_code = $1 and a.account_id = $2 and a.state = 'active'`,
    [subdistrict, accountId],
  )

const TailRow = z.object({ zeroed: z.number(), long: z.number() })
/** Whether the long numbers of a column have mostly lost their tails to a spreadsheet. */
export async function tailsAreLost(db: Queryable, { subdistrict, importId }: Claimed, column: number): Promise<boolean> {
  const [row] = await rows(
    db,
    TailRow,
    `select count(*) filter (where btrim(cells ->> $3::int) ~ $4) as zeroed, count(*) filter (where btrim(cells ->> $3::int) ~ '^\\d{16,}$') as long
     from intake_row where subdistrict_code = $1 and intake_job_id = $2`,
    [subdistrict, importId, column, zeroedTail],
  )
  return row !== undefined && row.zeroed > 0 && row.zeroed * 2 > row.long
}
