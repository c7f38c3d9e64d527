// The rows of sessions. A session is known by the hash of its token alone: who reads the table cannot sign in with it.
import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { roles, scenes } from '#contract/words.ts'
import { maybeRow, type Queryable, rows } from './queryable.ts'

export const newToken = (): string => randomBytes(32).toString('base64url')
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

const SessionRow = z.object({
  subdistrict: z.string(),
  accountId: z.number(),
  sessionId: z.string(),
  signedInAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string().nullable(),
  username: z.string(),
  displayName: z.string(),
  role: z.enum(roles).nullable(),
  state: z.string(),
  demo: z.boolean(),
  madeInDemo: z.boolean(),
  mustChangePassword: z.boolean(),
  passwordSetAt: z.string().nullable(),
  nodes: z.array(z.string()),
  displayId: z.number().nullable(),
  scenes: z.array(z.enum(scenes)),
  revoked: z.boolean(),
})
export type SessionRow = z.infer<typeof SessionRow>

/** The session of a token with its account, in whatever state they are. */
export const sessionByToken = (db: Queryable, token: string) =>
  maybeRow(
    db,
    SessionRow,
    `select s.subdistrict_code as subdistrict, s.account_id as "accountId", s.session_id as "sessionId", s.signed_in_at as "signedInAt",
       s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", a.username, a.display_name as "displayName", a.role, a.state, a.demo, a.made_in_demo as "madeInDemo",
       a.must_change_password as "mustChangePassword", a.password_set_at as "passwordSetAt",
       coalesce((select json_agg(node_code order by node_code) from account_scope c
         where c.subdistrict_code = s.subdistrict_code and c.account_id = s.account_id), '[]') as nodes,
       d.display_id as "displayId", coalesce(to_json(d.scenes), '[]') as scenes, d.revoked_at is not null as revoked
     from session s
     join account a using (subdistrict_code, account_id)
     left join display d using (subdistrict_code, account_id)
     where s.token_hash = $1`,
    [tokenHash(token)],
  )

export type NewSession = {
  readonly subdistrict: string
  readonly accountId: number
  readonly now: Date
  /** Null: only revoking ends it. */
  readonly expiresAt: Date | null
  readonly address: string
  readonly device: string
}

/** Of one account at the same time; the oldest ends when one more begins. */
const mostSessions = 500

/** Opens a session and returns its token, which is not kept anywhere. */
export async function openSession(db: Queryable, { subdistrict, accountId, now, expiresAt, address, device }: NewSession): Promise<string> {
  const token = newToken()
  const hash = tokenHash(token)
  await db.query(
    `insert into session (subdistrict_code, token_hash, session_id, account_id, signed_in_at, last_seen_at, expires_at, address, device)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8)`,
    [
      subdistrict,
      hash,
      randomBytes(9).toString('base64url'),
      accountId,
      now.toISOString(),
      expiresAt?.toISOString() ?? null,
      address,
      device,
    ],
  )
  // a door that stands open, such as a display that signs in again and again, must not fill the table; this one stays, also where others
  // began in the same moment
  await db.query(
    `delete from session where subdistrict_code = $1 and token_hash in (
       select token_hash from session where subdistrict_code = $1 and account_id = $2 order by signed_in_at desc, token_hash = $4 desc offset $3)`,
    [subdistrict, accountId, mostSessions, hash],
  )
  return token
}

/** Notes that the session was used. */
export const touchSession = (db: Queryable, subdistrict: string, token: string, now: Date): Promise<unknown> =>
  db.query('update session set last_seen_at = greatest(last_seen_at, $3) where subdistrict_code = $1 and token_hash = $2', [
    subdistrict,
    tokenHash(token),
    now.toISOString(),
  ])

export const touchDisplay = (db: Queryable, subdistrict: string, displayId: number, now: Date): Promise<unknown> =>
  db.query('update display set last_seen_at = $3 where subdistrict_code = $1 and display_id = $2', [
    subdistrict,
    displayId,
    now.toISOString(),
  ])

export const endSessionOf = (db: Queryable, token: string): Promise<unknown> =>
  db.query('delete from session where token_hash = $1', [tokenHash(token)])

/** Ends the sessions of an account: all, all but one, or only one. Returns how many ended. */
export async function endSessions(
  db: Queryable,
  subdistrict: string,
  accountId: number,
  { except, only }: { readonly except?: string | undefined; readonly only?: string | undefined } = {},
): Promise<number> {
  const ended = await db.query(
    `delete from session where subdistrict_code = $1 and account_id = $2
       and ($3::text is null or session_id <> $3::text) and ($4::text is null or session_id = $4::text)`,
    [subdistrict, accountId, except ?? null, only ?? null],
  )
  return ended.rowCount ?? 0
}

const OpenRow = z.object({
  sessionId: z.string(),
  signedInAt: z.string(),
  lastSeenAt: z.string(),
  address: z.string(),
  device: z.string(),
})

/** The sessions of an account that have not ended, the one used last first. */
export const sessionsOf = (db: Queryable, subdistrict: string, accountId: number, now: Date, idleMinutes: number) =>
  rows(
    db,
    OpenRow,
    `select session_id as "sessionId", signed_in_at as "signedInAt", last_seen_at as "lastSeenAt", address, device
     from session where subdistrict_code = $1 and account_id = $2 and (expires_at is null or (expires_at > $3 and last_seen_at > $4))
     order by last_seen_at desc, session_id limit 200`,
    [subdistrict, accountId, now.toISOString(), new Date(now.getTime() - idleMinutes * 60_000).toISOString()],
  )

/** Removes what has ended by itself, so that the table does not grow. `idleBefore`: last use of a session that ended by idleness. */
export const sweepSessions = (db: Queryable, now: Date, idleBefore: Date): Promise<unknown> =>
  db.query('delete from session where expires_at < $1 or (expires_at is not null and last_seen_at < $2)', [
    now.toISOString(),
    idleBefore.toISOString(),
  ])
