// Accounts and sessions put straight into the database, for tests of what they may see.
import type { Role } from '#contract/words.ts'
import type { Database } from '../../server/db/database.ts'
import { openSession } from '../../server/db/sessions.ts'
import { demoNow } from './demo-day.ts'

export const demoSubdistrict = '990100001'

export type Made = { readonly accountId: number; readonly username: string; readonly displayId: number | null }

let count = 0

/** An account with a role and the nodes of its scope; a wall gets a display with these scenes. */
export async function madeAccount(
  { db }: Pick<Database, 'db'>,
  role: Role | null,
  nodes: readonly string[],
  scenes: readonly string[] = ['situation', 'heat', 'coverage', 'circles', 'patrol', 'renovation', 'boundaries'],
  subdistrict = demoSubdistrict,
): Promise<Made> {
  const username = `made-${role ?? 'none'}-${process.pid}-${count++}`.toLowerCase()
  const made = await db.query(
    'insert into account (subdistrict_code, username, display_name, role) values ($1, $2, $2, $3) returning account_id',
    [subdistrict, username, role],
  )
  const accountId = Number(made.rows[0]?.account_id)
  for (const node of nodes)
    await db.query('insert into account_scope (subdistrict_code, account_id, node_code) values ($1, $2, $3)', [
      subdistrict,
      accountId,
      node,
    ])
  if (role !== 'wall') return { accountId, username, displayId: null }
  const display = await db.query(
    `insert into display (subdistrict_code, account_id, name, token_hash, scenes, created_by) values ($1, $2, $3, $3, $4, 'test')
     returning display_id`,
    [subdistrict, accountId, username, scenes],
  )
  return { accountId, username, displayId: Number(display.rows[0]?.display_id) }
}

/** The cookie of a new session of an account. */
export async function madeCookie(
  { db }: Pick<Database, 'db'>,
  { accountId, displayId }: Made,
  now = demoNow(),
  subdistrict = demoSubdistrict,
) {
  const expiresAt = displayId === null ? new Date(now.getTime() + 12 * 3_600_000) : null
  return `fangyuan=${await openSession(db, { subdistrict, accountId, now, expiresAt, address: '', device: '' })}`
}
