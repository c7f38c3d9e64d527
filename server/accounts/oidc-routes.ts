// GET /api/v1/session/oidc          leaves for the identity provider
// GET /api/v1/session/oidc/return   comes back, signed in or not, and goes to the start page: nowhere else, whatever the address says
import { parseCookie, stringifySetCookie } from 'cookie'
import { routes } from '#contract/routes.ts'
import type { Catalog } from '../db/catalog.ts'
import { inTransaction, type Queryable } from '../db/queryable.ts'
import { endSessionOf } from '../db/sessions.ts'
import { AppError } from '../http/app-error.ts'
import { auditIn } from '../http/audit-note.ts'
import { beginSession } from '../http/begin-session.ts'
import { admit, contextOf, type mountRoutes } from '../http/mount.ts'
import { tokenOf } from '../http/principal.ts'
import type { Service } from '../http/service.ts'
import { attemptMinutes, identityProvider, isAway, type OidcResult, type OidcSettings } from './oidc.ts'
import { noteSuccess, oidcAccount } from './sign-in-queries.ts'

export type { OidcSettings }

type App = Parameters<typeof mountRoutes>[0]
type Request = Parameters<typeof contextOf>[0]

const start = '/'
const refused = '/?sign-in=refused'
const unavailable = '/?sign-in=unavailable'

/** The two addresses of single sign-on; without settings there is nothing at them. */
export function mountOidc(app: App, service: Service, settings: OidcSettings | undefined): void {
  const { publicUrl, secureCookies } = service.settings
  const provider =
    settings && publicUrl !== undefined ? identityProvider(settings, new URL(routes.oidcReturn.path, publicUrl).href) : undefined
  const absent = () => new AppError('not_found', 'there is no single sign-on here')

  app.get(routes.oidcStart.path, async (request, response) => {
    await admit(service, routes.oidcStart, request, service.now())
    if (provider === undefined) throw absent()
    response.setHeader('Cache-Control', 'no-store')
    try {
      const { address, state } = await provider.begin(service.database.db, service.now())
      response.setHeader('Set-Cookie', attemptCookie(state, secureCookies))
      response.redirect(303, address)
    } catch (error) {
      if (!(error instanceof Error) || !isAway(error)) throw error
      request.log.warn({ reason: error.message }, 'the identity provider cannot be reached')
      response.redirect(303, unavailable)
    }
  })

  app.get(routes.oidcReturn.path, async (request, response) => {
    await admit(service, routes.oidcReturn, request, service.now())
    if (provider === undefined) throw absent()
    const search = new URLSearchParams(request.url.split('?')[1] ?? '')
    const result = await provider.finish(service.database.db, search, attemptOf(request, secureCookies), service.now())
    if (!result.ok) request.log.warn({ reason: result.reason, cause: result.cause?.message }, 'single sign-on was refused')
    const cookie = await signInVerified(service, request, result)
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('Set-Cookie', [attemptCookie('', secureCookies), ...(cookie === undefined ? [] : [cookie])])
    response.redirect(303, cookie !== undefined ? start : !result.ok && result.reason === 'away' ? unavailable : refused)
  })
}

/** Opens a session for the account of a verified subject and returns its cookie; otherwise notes the attempt. No account is ever made. */
async function signInVerified(service: Service, request: Request, result: OidcResult): Promise<string | undefined> {
  // read before the transaction begins: the embedded engine has one connection
  const catalog = await service.catalog.read()
  return inTransaction(service.database.pool, async (db) => {
    const person = result.ok ? await oidcAccount(db, result.subject) : undefined
    if (person === undefined) {
      await noteRefusal(service, request, db, catalog, result.ok ? 'no account' : result.reason)
      return undefined
    }
    const { settings, now } = service
    const { subdistrict, accountId, username, role } = person
    const before = tokenOf(request, settings.secureCookies)
    if (before !== undefined) await endSessionOf(db, before)
    await noteSuccess(db, subdistrict, accountId, now(), null)
    const { cookie } = await beginSession(db, request, settings, now(), person, false)
    const note = {
      action: 'signedIn',
      subject: `account:${accountId}`,
      reason: 'single sign-on',
      actor: username,
      role,
      subdistrict,
    } as const
    await auditIn(db, now(), contextOf(request, undefined), note)
    return cookie
  })
}

async function noteRefusal(service: Service, request: Request, db: Queryable, catalog: Catalog, reason: string): Promise<void> {
  // whose sub-district it would have been nobody knows; the subject is not kept, it may be a person's number elsewhere
  const subdistrict = catalog.subdistricts[0]?.subdistrictCode
  await auditIn(db, service.now(), contextOf(request, undefined), {
    action: 'signInFailed',
    subject: 'account:unknown',
    result: 'failed',
    reason: `single sign-on: ${reason}`,
    ...(subdistrict !== undefined && { subdistrict }),
  })
}

// ── The cookie of an attempt ─────────────────────────────────────────────────────────────────────────────────
const cookieName = (secure: boolean) => (secure ? '__Host-fangyuan-oidc' : 'fangyuan-oidc')

/** Lax, because coming back from the provider is a navigation from another site. An empty state takes the cookie away. */
const attemptCookie = (state: string, secure: boolean): string =>
  stringifySetCookie({
    name: cookieName(secure),
    value: state,
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: state === '' ? 0 : attemptMinutes * 60,
  })

function attemptOf(request: Request, secure: boolean): string | undefined {
  const state = parseCookie(request.headers.cookie ?? '')[cookieName(secure)]
  return state === '' ? undefined : state
}
