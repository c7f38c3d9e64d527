import { z } from 'zod'
import { type Role, roles } from '#contract/words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { tokenHash } from '../db/sessions.ts'

const CandidateRow = z.object({
  subdistrict: z.string(),
  accountId: z.number(),
  username: z.string(),
  role: z.enum(roles).nullable(),
  state: z.string(),
  demo: z.boolean(),
  madeInDemo: z.boolean(),
  passwordHash: z.string().nullable(),
  failedAttempts: z.number(),
  lockCount: z.number(),
  lockedUntil: z.string().nullable(),
  totpSealed: z.string().nullable(),
  totpLastStep: z.number().nullable(),
})
export type Candidate = z.infer<typeof CandidateRow>

/**
 * The account of a name; held for this transaction, so that attempts at the same time are counted one after the other.
 * Without a sub-district the name must be known in one only; a name known in several finds nobody.
 */
export async function candidateOf(
  db: Queryable,
  username: string,
  subdistrict: string | undefined,
  hold: '' | 'for update' = 'for update',
): Promise<Candidate | undefined> {
  const known = await rows(
    db,
    CandidateRow,
    `select subdistrict_code as subdistrict, account_id as "accountId", username, role, state, demo, made_in_demo as "madeInDemo", password_hash as "passwordHash",
       failed_attempts as "failedAttempts", lock_count as "lockCount", locked_until as "lockedUntil", totp_sealed as "totpSealed",
       totp_last_step as "totpLastStep"
     from account
     where username = $1 and ($2::text is null or subdistrict_code = $2::text) and role is distinct from 'wall'
     order by subdistrict_code limit 2 ${hold}`,
    [username, subdistrict ?? null],
  )
  return known.length === 1 ? known[0] : undefined
}

export const noteFailure = (
  db: Queryable,
  { subdistrict, accountId }: Candidate,
  failedAttempts: number,
  lock: { readonly until: Date; readonly count: number } | undefined,
): Promise<unknown> =>
  db.query(
    `update account set failed_attempts = $3, locked_until = coalesce($4, locked_until), lock_count = coalesce($5, lock_count)
     where subdistrict_code = $1 and account_id = $2`,
    [subdistrict, accountId, failedAttempts, lock?.until.toISOString() ?? null, lock?.count ?? null],
  )

export const noteSuccess = (db: Queryable, subdistrict: string, accountId: number, now: Date, totpStep: number | null): Promise<unknown> =>
  db.query(
    `update account set failed_attempts = 0, lock_count = 0, locked_until = null, last_signed_in_at = $3,
       totp_last_step = coalesce($4, totp_last_step)
     where subdistrict_code = $1 and account_id = $2`,
    [subdistrict, accountId, now.toISOString(), totpStep],
  )

const KnownRow = z.object({ subdistrict: z.string(), accountId: z.number(), username: z.string(), role: z.enum(roles).nullable() })

/** The fictional person of a role. */
export const demoAccount = (db: Queryable, role: Role) =>
  maybeRow(
    db,
    KnownRow,
    `select subdistrict_code as subdistrict, account_id as "accountId", username, role
     from account where demo and role = $1 and state = 'active' order by subdistrict_code, account_id limit 1`,
    [role],
  )

const RoleRow = z.object({ role: z.enum(roles) })
export const demoRoles = (db: Queryable) =>
  rows(db, RoleRow, `select distinct role from account where demo and role is not null and state = 'active' order by role`)

/** The account of a display token that is in force. */
export const displayAccount = (db: Queryable, token: string) =>
  maybeRow(
    db,
    KnownRow,
    `select a.subdistrict_code as subdistrict, a.account_id as "accountId", a.username, a.role
     from display d join account a using (subdistrict_code, account_id)
     where d.token_hash = $1 and d.revoked_at is null and a.state = 'active' and a.role = 'wall'`,
    [tokenHash(token)],
  )

/** The account that an identity provider's subject belongs to. */
export const oidcAccount = (db: Queryable, subject: string) =>
  maybeRow(
    db,
    KnownRow,
    `select subdistrict_code as subdistrict, account_id as "accountId", username, role
     from account where oidc_subject = $1 and state = 'active' and role is distinct from 'wall' order by subdistrict_code limit 1`,
    [subject],
  )
