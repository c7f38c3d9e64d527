// Single sign-on with an OpenID provider: authorization code flow with PKCE, state and nonce, the ID token's signature checked.
// What must be remembered between leaving and coming back lies in oidc_attempt, under the hash of the state, for ten minutes, for one use.
// The browser that left is known by a cookie with the state: an address that somebody else prepared does not fit it.
import { createHash } from 'node:crypto'
import * as openid from 'openid-client'
import { z } from 'zod'
import { maybeRow, type Queryable } from '../db/queryable.ts'

export type OidcSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the button says. */
  readonly name: string
  /** Which claim is compared with the subject of an account, such as `sub`. */
  readonly claim: string
}

/** Why nobody is signed in. `away`: the provider cannot be reached; everything else is not told apart to the browser. */
export type OidcRefusal = 'otherBrowser' | 'unknownAttempt' | 'declined' | 'invalid' | 'noSubject' | 'away'
export type OidcResult =
  | { readonly ok: true; readonly subject: string }
  | { readonly ok: false; readonly reason: OidcRefusal; readonly cause?: Error }

export type IdentityProvider = {
  /** The provider's address to go to, and the state for the browser's cookie. Throws when the provider cannot be reached. */
  begin(db: Queryable, now: Date): Promise<{ readonly address: string; readonly state: string }>
  /** Whom the provider says it is. `search`: what the browser came back with; `state`: what its cookie holds. */
  finish(db: Queryable, search: URLSearchParams, state: string | undefined, now: Date): Promise<OidcResult>
}

export const attemptMinutes = 10
const minuteMilliseconds = 60_000
/** The provider's own description is asked for anew after this time; its keys are renewed by the library. */
const freshMilliseconds = 3_600_000
const patienceSeconds = 10
const longestSubject = 200

export function identityProvider(settings: OidcSettings, redirectUrl: string): IdentityProvider {
  let held: { readonly at: number; readonly configuration: Promise<openid.Configuration> } | undefined
  const configured = (now: Date): Promise<openid.Configuration> => {
    if (held === undefined || now.getTime() - held.at > freshMilliseconds) {
      const configuration = discover(settings)
      held = { at: now.getTime(), configuration }
      // a provider that is away is asked again by the next one who comes
      configuration.catch(() => {
        held = undefined
      })
    }
    return held.configuration
  }
  return {
    async begin(db, now) {
      const configuration = await configured(now)
      const [state, nonce, verifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()]
      await insertAttempt(db, { state, nonce, verifier }, now)
      const address = openid.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUrl,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, state }
    },
    async finish(db, search, state, now) {
      if (state === undefined || search.get('state') !== state) return { ok: false, reason: 'otherBrowser' }
      const attempt = await takeAttempt(db, state)
      if (attempt === undefined || Date.parse(attempt.expiresAt) <= now.getTime()) return { ok: false, reason: 'unknownAttempt' }
      if (search.has('error')) return { ok: false, reason: 'declined' }
      const returned = new URL(redirectUrl)
      returned.search = search.toString()
      try {
        const tokens = await openid.authorizationCodeGrant(await configured(now), returned, {
          expectedState: state,
          expectedNonce: attempt.nonce,
          pkceCodeVerifier: attempt.verifier,
          idTokenExpected: true,
        })
        const subject = tokens.claims()?.[settings.claim]
        if (typeof subject !== 'string' || subject === '' || subject.length > longestSubject) return { ok: false, reason: 'noSubject' }
        return { ok: true, subject }
      } catch (error) {
        const cause = error instanceof Error ? error : new Error(String(error))
        return { ok: false, reason: isAway(cause) ? 'away' : 'invalid', cause }
      }
    },
  }
}

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<openid.Configuration> {
  const address = new URL(issuer)
  // without TLS only on this very machine, as in tests
  const local = address.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname)
  return openid.discovery(address, clientId, clientSecret, undefined, {
    timeout: patienceSeconds,
    execute: [openid.enableNonRepudiationChecks, ...(local ? [openid.allowInsecureRequests] : [])],
  })
}

/** Whether an error means that the provider did not answer, rather than that it, or somebody, answered wrongly. */
export function isAway(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const answered = code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' && error.cause instanceof Response && error.cause.status >= 500
  const silent = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|UND_ERR|OAUTH_TIMEOUT)/.test(code) || error.name === 'TimeoutError'
  return answered || silent || (error.cause instanceof Error && isAway(error.cause))
}

const hashOf = (state: string) => createHash('sha256').update(state).digest('hex')

type Attempt = { readonly state: string; readonly nonce: string; readonly verifier: string }

async function insertAttempt(db: Queryable, { state, nonce, verifier }: Attempt, now: Date): Promise<void> {
  await db.query('delete from oidc_attempt where expires_at < $1', [now.toISOString()])
  await db.query('insert into oidc_attempt (state_hash, verifier, nonce, expires_at) values ($1, $2, $3, $4)', [
    hashOf(state),
    verifier,
    nonce,
    new Date(now.getTime() + attemptMinutes * minuteMilliseconds).toISOString(),
  ])
}

const AttemptRow = z.object({ verifier: z.string(), nonce: z.string(), expiresAt: z.string() })

/** Once only: who comes second with the same state finds nothing. */
const takeAttempt = (db: Queryable, state: string) =>
  maybeRow(db, AttemptRow, 'delete from oidc_attempt where state_hash = $1 returning verifier, nonce, expires_at as "expiresAt"', [
    hashOf(state),
  ])
