import { z } from 'zod'
import { Display } from '#contract/accounts.ts'
import type { Scene } from '#contract/words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { insertScope } from './account-queries.ts'

const DisplayRow = Display.omit({ scope: true }).extend({ accountId: z.number(), nodes: z.array(z.string()) })
export type DisplayRow = z.infer<typeof DisplayRow>

const columns = `d.display_id as "displayId", d.account_id as "accountId", d.name, to_json(d.scenes) as scenes, d.created_at as "createdAt",
  d.created_by as "createdBy", d.last_seen_at as "lastSeenAt", d.revoked_at as "revokedAt",
  coalesce((select json_agg(s.node_code order by s.node_code) from account_scope s
    where s.subdistrict_code = d.subdistrict_code and s.account_id = d.account_id), '[]') as nodes`

/** Revoked ones are kept for years; more than this of the newest are not asked for by anybody. */
const mostListed = 500

/** Those in force first, the newest first. */
export const displayList = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    DisplayRow,
    `select ${columns} from display d where d.subdistrict_code = $1
     order by d.revoked_at is not null, d.display_id desc limit ${mostListed}`,
    [subdistrict],
  )

export const displayById = (db: Queryable, subdistrict: string, displayId: number) =>
  maybeRow(db, DisplayRow, `select ${columns} from display d where d.subdistrict_code = $1 and d.display_id = $2`, [subdistrict, displayId])

const IdsRow = z.object({ displayId: z.number() })
const AccountIdRow = z.object({ accountId: z.number() })

export type NewDisplay = {
  readonly name: string
  readonly scenes: readonly Scene[]
  readonly scope: readonly string[]
  readonly tokenHash: string
  readonly createdBy: string
  /** Of the demo: its account works only while the demo is on. */
  readonly demo: boolean
}

/** A display with the account behind it. Returns its number; undefined when somebody has the username `display-<number>` already. */
export async function insertDisplay(db: Queryable, subdistrict: string, display: NewDisplay, now: Date): Promise<number | undefined> {
  const numbered = await maybeRow(db, IdsRow, `select nextval(pg_get_serial_sequence('display', 'display_id')) as "displayId"`)
  if (numbered === undefined) return undefined
  const { displayId } = numbered
  const account = await maybeRow(
    db,
    AccountIdRow,
    `insert into account (subdistrict_code, username, display_name, role, demo, created_at) values ($1, $2, $3, 'wall', $4, $5)
     on conflict do nothing returning account_id as "accountId"`,
    [subdistrict, `display-${displayId}`, display.name, display.demo, now.toISOString()],
  )
  if (account === undefined) return undefined
  await insertScope(db, subdistrict, account.accountId, display.scope)
  await db.query(
    `insert into display (subdistrict_code, display_id, account_id, name, token_hash, scenes, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [subdistrict, displayId, account.accountId, display.name, display.tokenHash, display.scenes, display.createdBy, now.toISOString()],
  )
  return displayId
}

/** The token and the account behind it are of no use any more. A display that was revoked before keeps the time of that. */
export async function revokeDisplayRow(db: Queryable, subdistrict: string, { displayId, accountId }: DisplayRow, now: Date): Promise<void> {
  await db.query('update display set revoked_at = coalesce(revoked_at, $3) where subdistrict_code = $1 and display_id = $2', [
    subdistrict,
    displayId,
    now.toISOString(),
  ])
  await db.query(`update account set state = 'disabled', version = version + 1 where subdistrict_code = $1 and account_id = $2`, [
    subdistrict,
    accountId,
  ])
}
