import type { Request } from 'express'
import type { Queryable } from '../db/queryable.ts'
import { openSession } from '../db/sessions.ts'
import { sessionCookie } from './principal.ts'
import type { Settings } from './service.ts'

type Holder = { readonly subdistrict: string; readonly accountId: number }
export type Begun = { readonly cookie: string; readonly expiresAt: string | null }

const hourMilliseconds = 3_600_000
const longestDevice = 200

/** Opens a session for whoever was proved, whatever the way of signing in. One that lasts is a display's and ends only by revoking. */
export async function beginSession(
  db: Queryable,
  request: Request,
  { policy, secureCookies }: Pick<Settings, 'policy' | 'secureCookies'>,
  now: Date,
  { subdistrict, accountId }: Holder,
  lasting: boolean,
): Promise<Begun> {
  const expiresAt = lasting ? null : new Date(now.getTime() + policy.sessionHours * hourMilliseconds)
  const device = String(request.headers['user-agent'] ?? '').slice(0, longestDevice)
  const token = await openSession(db, { subdistrict, accountId, now, expiresAt, address: request.ip ?? '', device })
  return { cookie: sessionCookie(token, secureCookies, lasting), expiresAt: expiresAt?.toISOString() ?? null }
}
