// Who asks. The cookie's token leads to a session and its account; what that account may do is decided anew, from the database, within a second.
import type { IncomingMessage } from 'node:http'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Role, Scene } from '#contract/words.ts'
import type { AccountPolicy } from '#domain/accounts/account-policy.ts'
import type { CatalogReader } from '../db/catalog.ts'
import type { GridTreeReader } from '../db/grid-tree.ts'
import type { Queryable } from '../db/queryable.ts'
import { type Scope, scopeOf } from '../db/scope.ts'
import { type SessionRow, sessionByToken, touchDisplay, touchSession } from '../db/sessions.ts'

export type Principal = {
  readonly subdistrict: string
  readonly accountId: number
  readonly username: string
  readonly displayName: string
  readonly role: Role | null
  readonly scenes: readonly Scene[]
  /** Of a display; null for people. */
  readonly displayId: number | null
  readonly demo: boolean
  /** By a fictional person. */
  readonly madeInDemo: boolean
  readonly mustChangePassword: boolean
  readonly sessionId: string
  readonly signedInAt: string
  readonly expiresAt: string | null
  readonly passwordSetAt: string | null
  readonly nodes: readonly string[]
  readonly scope: Scope
}

export type Principals = {
  /** Whom a token belongs to; undefined when nobody, or not any more. `active`: a person did something, so idleness begins anew. */
  resolve(token: string | undefined, now: Date, active: boolean): Promise<Principal | undefined>
  /** After a change of accounts, rights or sessions: nothing remembered may outlive it here. Other instances follow within a second. */
  forget(): void
}

const freshMilliseconds = 1000
const touchMilliseconds = 30_000
const mostRemembered = 5000
const dayMilliseconds = 86_400_000
const minuteMilliseconds = 60_000

export function principalsOf(
  db: Queryable,
  catalog: CatalogReader,
  trees: GridTreeReader,
  policy: AccountPolicy,
  /** Fictional people may sign in. */
  demo: boolean,
): Principals {
  type Held = { readonly at: number; readonly found: Promise<Principal | undefined> }
  const held = new Map<string, Held>()
  const touched = new Map<string, number>()

  const read = async (token: string, now: Date): Promise<Principal | undefined> => {
    const row = await sessionByToken(db, token)
    if (row === undefined || !isOpen(row, now, policy, demo)) return undefined
    const tree = await trees(row.subdistrict, now, await catalog.read(), db)
    return {
      ...row,
      mustChangePassword: row.mustChangePassword || isExpired(row, now, policy),
      scope: scopeOf(row.subdistrict, row.nodes, tree),
    }
  }
  const remember = (token: string, now: Date): Promise<Principal | undefined> => {
    const present = held.get(token)
    if (present && Math.abs(now.getTime() - present.at) < freshMilliseconds) return present.found
    if (held.size > mostRemembered) held.clear()
    const found = read(token, now)
    held.set(token, { at: now.getTime(), found })
    found.catch(() => held.delete(token))
    return found
  }
  const touch = async (token: string, { subdistrict, sessionId, displayId }: Principal, now: Date) => {
    const last = touched.get(sessionId)
    if (last !== undefined && now.getTime() - last < touchMilliseconds) return
    if (touched.size > mostRemembered) touched.clear()
    touched.set(sessionId, now.getTime())
    await touchSession(db, subdistrict, token, now)
    if (displayId !== null) await touchDisplay(db, subdistrict, displayId, now)
    held.delete(token)
  }
  return {
    async resolve(token, now, active) {
      if (token === undefined || token.length > 100) return undefined
      const principal = await remember(token, now)
      if (principal && (active || principal.role === 'wall')) await touch(token, principal, now)
      return principal
    },
    forget() {
      held.clear()
      touched.clear()
    },
  }
}

function isOpen(row: SessionRow, now: Date, policy: AccountPolicy, demo: boolean): boolean {
  if (row.state !== 'active' || row.revoked || ((row.demo || row.madeInDemo) && !demo)) return false
  if (row.expiresAt === null) return row.displayId !== null
  const idleFrom = Date.parse(row.lastSeenAt) + policy.idleMinutes * minuteMilliseconds
  return Date.parse(row.expiresAt) > now.getTime() && idleFrom > now.getTime()
}

/** The day on which a password must be changed, or undefined. */
export const passwordExpiry = (setAt: string | null, policy: AccountPolicy): Date | undefined =>
  setAt === null || policy.passwordDays === 0 ? undefined : new Date(Date.parse(setAt) + policy.passwordDays * dayMilliseconds)

const isExpired = ({ passwordSetAt }: SessionRow, now: Date, policy: AccountPolicy): boolean => {
  const expiry = passwordExpiry(passwordSetAt, policy)
  return expiry !== undefined && expiry <= now
}

// ── The cookie ───────────────────────────────────────────────────────────────────────────────────────────────
/** `secure` where people reach the service by https: then the browser lets no other host or path set it. */
const cookieName = (secure: boolean) => (secure ? '__Host-fangyuan' : 'fangyuan')

export const tokenOf = (request: IncomingMessage, secure: boolean): string | undefined => {
  const header = request.headers.cookie
  return header === undefined ? undefined : parseCookie(header)[cookieName(secure)]
}

const displaySeconds = 400 * 86_400

/** A display keeps its cookie over restarts of the browser; a person's ends with it. */
export const sessionCookie = (token: string, secure: boolean, lasting: boolean): string =>
  stringifySetCookie({
    name: cookieName(secure),
    value: token,
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    ...(lasting && { maxAge: displaySeconds }),
  })

export const noCookie = (secure: boolean): string =>
  stringifySetCookie({ name: cookieName(secure), value: '', httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: 0 })
