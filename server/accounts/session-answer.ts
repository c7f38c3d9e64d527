import { z } from 'zod'
import type { Session } from '#contract/accounts.ts'
import { roles, scenes } from '#contract/words.ts'
import type { AccountPolicy } from '#domain/accounts/account-policy.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { GridTree } from '../db/grid-tree.ts'
import { maybeRow, type Queryable } from '../db/queryable.ts'
import { found } from '../http/app-error.ts'
import { passwordExpiry } from '../http/principal.ts'

const Row = z.object({
  username: z.string(),
  displayName: z.string(),
  role: z.enum(roles).nullable(),
  nodes: z.array(z.string()),
  scenes: z.array(z.enum(scenes)),
  demo: z.boolean(),
  mustChangePassword: z.boolean(),
  passwordSetAt: z.string().nullable(),
  secondFactor: z.boolean(),
})

type Asked = {
  readonly db: Queryable
  readonly now: Date
  readonly tree: GridTree
  readonly policy: AccountPolicy
}
/** The session in question: where it began and when it ends. */
type Timed = { readonly signedInAt: string; readonly expiresAt: string | null }

/** Who an account is, as its owner is told. */
export async function sessionAnswer(
  { db, now, tree, policy }: Asked,
  subdistrict: string,
  accountId: number,
  { signedInAt, expiresAt }: Timed,
): Promise<Session> {
  const row = found(
    await maybeRow(
      db,
      Row,
      `select a.username, a.display_name as "displayName", a.role, a.demo, a.must_change_password as "mustChangePassword",
         a.password_set_at as "passwordSetAt", a.totp_sealed is not null as "secondFactor", coalesce(to_json(d.scenes), '[]') as scenes,
         coalesce((select json_agg(node_code order by node_code) from account_scope c
           where c.subdistrict_code = a.subdistrict_code and c.account_id = a.account_id), '[]') as nodes
       from account a left join display d using (subdistrict_code, account_id)
       where a.subdistrict_code = $1 and a.account_id = $2`,
      [subdistrict, accountId],
    ),
    `account ${accountId}`,
  )
  const expiry = passwordExpiry(row.passwordSetAt, policy)
  const { nodes, passwordSetAt: _, ...known } = row
  return {
    ...known,
    subdistrictCode: subdistrict,
    accountId,
    scope: tree.describe(nodes),
    mustChangePassword: row.mustChangePassword || (expiry !== undefined && expiry <= now),
    passwordExpiresOn: expiry ? calendarDay(expiry) : null,
    signedInAt,
    expiresAt,
    idleMinutes: row.role === 'wall' ? null : policy.idleMinutes,
  }
}
