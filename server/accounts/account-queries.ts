import { z } from 'zod'
import { Account } from '#contract/accounts.ts'
import type { Role } from '#contract/words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const AccountRow = Account.omit({ scope: true }).extend({ nodes: z.array(z.string()) })
export type AccountRow = z.infer<typeof AccountRow>

export type AccountFilter = {
  readonly now: Date
  readonly limit: number
  readonly after?: string | undefined
  readonly q?: string | undefined
  readonly role?: string | undefined
  readonly state?: string | undefined
  readonly accountId?: number | undefined
}

const accountsText = statementBeside(import.meta.url, 'accounts')

/** Accounts of people by name; displays are not among them. */
export const accountList = (db: Queryable, subdistrict: string, filter: AccountFilter) =>
  rows(db, AccountRow, accountsText, [
    subdistrict,
    filter.now.toISOString(),
    filter.limit,
    filter.after ?? null,
    filter.q ? `%${filter.q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null,
    filter.role ?? null,
    filter.state ?? null,
    filter.accountId ?? null,
  ])

/** One account of a person, held until the transaction ends: changes at the same time come one after the other. */
export async function lockAccount(db: Queryable, subdistrict: string, accountId: number, now: Date): Promise<AccountRow | undefined> {
  await db.query('select from account where subdistrict_code = $1 and account_id = $2 for update', [subdistrict, accountId])
  const [row] = await accountList(db, subdistrict, { now, limit: 1, accountId })
  return row
}

const IdRow = z.object({ accountId: z.number() })
export type NewAccount = {
  readonly username: string
  readonly displayName: string
  readonly oidcSubject: string | null
  readonly role: Role | null
  /** Null: nobody can sign in with a password. */
  readonly passwordHash: string | null
  /** By a fictional person. */
  readonly madeInDemo: boolean
}

/** Undefined when the name or the subject is taken. Whoever gets a password gets one for once. */
export const insertAccount = (db: Queryable, subdistrict: string, account: NewAccount, now: Date) =>
  maybeRow(
    db,
    IdRow,
    `insert into account (subdistrict_code, username, display_name, oidc_subject, role, password_hash, password_set_at, must_change_password, created_at,
       made_in_demo)
     values ($1, $2, $3, $4, $5, $6::text, case when $6::text is null then null else $7::timestamptz end, $6::text is not null, $7::timestamptz, $8)
     on conflict do nothing returning account_id as "accountId"`,
    [
      subdistrict,
      account.username,
      account.displayName,
      account.oidcSubject,
      account.role,
      account.passwordHash,
      now.toISOString(),
      account.madeInDemo,
    ],
  )

export async function isUsernameTaken(db: Queryable, subdistrict: string, username: string): Promise<boolean> {
  const taken = await db.query('select from account where subdistrict_code = $1 and username = $2', [subdistrict, username])
  return (taken.rowCount ?? 0) > 0
}

/** Whether another account has this subject of the identity provider. */
export async function isSubjectTaken(db: Queryable, subdistrict: string, subject: string, accountId: number): Promise<boolean> {
  const taken = await db.query('select from account where subdistrict_code = $1 and oidc_subject = $2 and account_id <> $3', [
    subdistrict,
    subject,
    accountId,
  ])
  return (taken.rowCount ?? 0) > 0
}

export type AccountChange = Pick<AccountRow, 'displayName' | 'state' | 'oidcSubject'>

export const updateAccount = (db: Queryable, subdistrict: string, accountId: number, change: AccountChange): Promise<unknown> =>
  db.query(
    `update account set display_name = $3, state = $4, oidc_subject = $5, version = version + 1 where subdistrict_code = $1 and account_id = $2`,
    [subdistrict, accountId, change.displayName, change.state, change.oidcSubject],
  )

/** Role and scope, as a whole. */
export async function updateRights(db: Queryable, subdistrict: string, accountId: number, role: Role | null, scope: readonly string[]) {
  await db.query('update account set role = $3, version = version + 1 where subdistrict_code = $1 and account_id = $2', [
    subdistrict,
    accountId,
    role,
  ])
  await db.query('delete from account_scope where subdistrict_code = $1 and account_id = $2', [subdistrict, accountId])
  await insertScope(db, subdistrict, accountId, scope)
}

export const insertScope = (db: Queryable, subdistrict: string, accountId: number, scope: readonly string[]): Promise<unknown> =>
  db.query('insert into account_scope (subdistrict_code, account_id, node_code) select $1, $2, unnest($3::text[])', [
    subdistrict,
    accountId,
    scope,
  ])

export const clearLock = (db: Queryable, subdistrict: string, accountId: number): Promise<unknown> =>
  db.query('update account set failed_attempts = 0, lock_count = 0, locked_until = null where subdistrict_code = $1 and account_id = $2', [
    subdistrict,
    accountId,
  ])

// ── Passwords ────────────────────────────────────────────────────────────────────────────────────────────────
const HashRow = z.object({ passwordHash: z.string() })

/** Former passwords, the latest first. */
export const formerPasswords = (db: Queryable, subdistrict: string, accountId: number, count: number) =>
  rows(
    db,
    HashRow,
    `select password_hash as "passwordHash" from account_password
     where subdistrict_code = $1 and account_id = $2 order by set_at desc limit $3`,
    [subdistrict, accountId, count],
  )

export type NewPassword = {
  readonly passwordHash: string
  /** A one-time password: nothing else is answered until it was changed. */
  readonly forOnce: boolean
  /** How many former passwords are kept. */
  readonly kept: number
}

/** Sets a password and opens the account if it was locked. The outgoing one joins the former ones unless it was for once. */
export async function setPassword(
  db: Queryable,
  subdistrict: string,
  accountId: number,
  { passwordHash, forOnce, kept }: NewPassword,
  now: Date,
): Promise<void> {
  // the clock of the database, which never gives the same instant twice to one account
  await db.query(
    `insert into account_password (subdistrict_code, account_id, set_at, password_hash)
     select subdistrict_code, account_id, clock_timestamp(), password_hash from account
     where subdistrict_code = $1 and account_id = $2 and password_hash is not null and not must_change_password`,
    [subdistrict, accountId],
  )
  await db.query(
    `delete from account_password where subdistrict_code = $1 and account_id = $2 and set_at not in (
       select set_at from account_password where subdistrict_code = $1 and account_id = $2 order by set_at desc limit $3)`,
    [subdistrict, accountId, kept],
  )
  await db.query(
    `update account set password_hash = $3, password_set_at = $4, must_change_password = $5, failed_attempts = 0, lock_count = 0, locked_until = null
     where subdistrict_code = $1 and account_id = $2`,
    [subdistrict, accountId, passwordHash, now.toISOString(), forOnce],
  )
}

/** Takes every way to sign in from an account: only the operator's program opens it again. */
export const closeSignIn = (db: Queryable, subdistrict: string, accountId: number): Promise<unknown> =>
  db.query(
    `update account set password_hash = null, password_set_at = null, oidc_subject = null, totp_sealed = null, totp_pending_sealed = null,
       totp_last_step = null where subdistrict_code = $1 and account_id = $2`,
    [subdistrict, accountId],
  )

// ── Second factor ────────────────────────────────────────────────────────────────────────────────────────────
const SecondFactorRow = z.object({ sealed: z.string().nullable(), pendingSealed: z.string().nullable(), lastStep: z.number().nullable() })

export const secondFactorOf = (db: Queryable, subdistrict: string, accountId: number) =>
  maybeRow(
    db,
    SecondFactorRow,
    `select totp_sealed as sealed, totp_pending_sealed as "pendingSealed", totp_last_step as "lastStep"
     from account where subdistrict_code = $1 and account_id = $2 for update`,
    [subdistrict, accountId],
  )

export const setPendingSecondFactor = (db: Queryable, subdistrict: string, accountId: number, sealed: string): Promise<unknown> =>
  db.query('update account set totp_pending_sealed = $3 where subdistrict_code = $1 and account_id = $2', [subdistrict, accountId, sealed])

/** Puts the pending one in force; `step` is that of the code which proved it. */
export const confirmPendingSecondFactor = (db: Queryable, subdistrict: string, accountId: number, step: number): Promise<unknown> =>
  db.query(
    `update account set totp_sealed = totp_pending_sealed, totp_pending_sealed = null, totp_last_step = $3
     where subdistrict_code = $1 and account_id = $2`,
    [subdistrict, accountId, step],
  )

export const clearSecondFactor = (db: Queryable, subdistrict: string, accountId: number): Promise<unknown> =>
  db.query(
    `update account set totp_sealed = null, totp_pending_sealed = null, totp_last_step = null where subdistrict_code = $1 and account_id = $2`,
    [subdistrict, accountId],
  )
