// Signing in and out. What is answered to a wrong name, a wrong password, a locked or a disabled account is the same in words and in time.

import type { routes } from '#contract/routes.ts'
import type { Role } from '#contract/words.ts'
import { roles } from '#contract/words.ts'
import { lockMinutes } from '#domain/accounts/password-policy.ts'
import type { Catalog } from '../db/catalog.ts'
import { endSessionOf } from '../db/sessions.ts'
import { AppError, found } from '../http/app-error.ts'
import { Refused, type SystemHandlers, type SystemInput } from '../http/handler.ts'
import { verifyPassword } from './passwords.ts'
import { sessionAnswer } from './session-answer.ts'
import { type Candidate, candidateOf, demoAccount, demoRoles, displayAccount, noteFailure, noteSuccess } from './sign-in-queries.ts'
import { matchingStep } from './totp.ts'

type SignIn = SystemInput<(typeof routes)['signIn']>
type Person = { readonly subdistrict: string; readonly accountId: number; readonly username: string; readonly role: Role | null }

const failed = () => new Refused(new AppError('sign_in_failed', 'the name or the password is wrong, or the account is locked for a while'))

export const signInHandlers: Pick<SystemHandlers, 'signInWays' | 'session' | 'signIn' | 'endSession'> = {
  signInWays: async ({ db, catalog, demo, oidcName }) => {
    const present = demo ? (await demoRoles(db)).map(({ role }) => role) : []
    return {
      subdistricts: catalog.subdistricts.map(({ subdistrictCode, name, nameEn }) => ({ subdistrictCode, name, nameEn })),
      demo: roles.filter((role) => present.includes(role)),
      oidc: oidcName === null ? null : { name: oidcName, path: '/api/v1/session/oidc' },
    }
  },

  session: async (input) => sessionAnswer(input, input.who.subdistrict, input.who.accountId, input.who),

  signIn: async (input) => {
    const { body } = input
    if ('demo' in body) return signInDemo(input, body.demo)
    if ('display' in body) return signInDisplay(input, body.display)
    return signInPassword(input, body)
  },

  endSession: async ({ db, who, reply, audit }) => {
    if (reply.token !== undefined) await endSessionOf(db, reply.token)
    reply.close()
    await audit({ action: 'signedOut', subject: `account:${who.accountId}` })
    return {}
  },
}

async function signInDemo(input: SignIn, role: Role) {
  // where there is no demo, this way of signing in does not exist
  if (!input.demo) throw new AppError('not_found', 'there are no fictional people here')
  await input.limits.demo(input.address)
  const person = found(await demoAccount(input.db, role), `fictional ${role}`)
  return welcome(input, person, role === 'wall', null)
}

async function signInDisplay(input: SignIn, token: string) {
  const person = await displayAccount(input.db, token)
  if (person === undefined) {
    // only what fails is counted, so nobody can keep the walls dark
    await input.limits.displayFailed(input.address)
    const subdistrict = tenantOf(input.catalog, undefined)
    await input.audit({
      action: 'signInFailed',
      subject: 'display:unknown',
      result: 'failed',
      actor: '',
      ...(subdistrict && { subdistrict }),
    })
    return failed()
  }
  return welcome(input, person, true, null)
}

async function signInPassword(
  input: SignIn,
  body: {
    readonly username: string
    readonly password: string
    readonly code?: string | undefined
    readonly subdistrict?: string | undefined
  },
) {
  const { db, now, catalog, limits, address, audit, vault } = input
  await limits.signIn(address, body.username)
  const username = body.username.normalize('NFKC').trim().toLowerCase()
  // the costly part before anything is held: a name that is known must not make others wait where an unknown one does not
  const known = await candidateOf(db, username, body.subdistrict, '')
  const right = await verifyPassword(known?.passwordHash ?? null, body.password)
  const held = known && (await candidateOf(db, username, known.subdistrict))
  // changed while we looked: whoever knows the newer password tries again
  const candidate = held?.passwordHash === known?.passwordHash ? held : undefined
  if (candidate === undefined) {
    // what was typed may be a password in the wrong field, so it is not kept
    const subdistrict = tenantOf(catalog, body.subdistrict)
    await audit({ action: 'signInFailed', subject: 'account:unknown', result: 'failed', actor: '', ...(subdistrict && { subdistrict }) })
    return failed()
  }
  const locked = candidate.lockedUntil !== null && Date.parse(candidate.lockedUntil) > now.getTime()
  const fictional = candidate.demo || (candidate.madeInDemo && !input.demo)
  if (locked || candidate.state !== 'active' || fictional) {
    await noteRefusal(input, candidate, locked ? 'locked' : fictional ? 'demo' : 'disabled')
    return failed()
  }
  if (!right) return wrong(input, candidate, 'password')
  if (candidate.totpSealed === null) return welcome(input, candidate, false, null)
  if (body.code === undefined) return new Refused(new AppError('second_factor_needed', 'a code of the second factor is needed'))
  const secret = vault.open(candidate.totpSealed)
  if (secret === undefined) throw new AppError('unavailable', 'the key that second factors are sealed with is not set')
  const step = matchingStep(secret, body.code, now, candidate.totpLastStep)
  return step === undefined ? wrong(input, candidate, 'code') : welcome(input, candidate, false, step)
}

/** Whose audit hears of somebody unknown: that of the sub-district they named, or of the only one. */
function tenantOf({ subdistricts }: Catalog, named: string | undefined): string | undefined {
  if (named !== undefined) return subdistricts.find(({ subdistrictCode }) => subdistrictCode === named)?.subdistrictCode
  return subdistricts.length === 1 ? subdistricts[0]?.subdistrictCode : undefined
}

const noteRefusal = ({ audit }: Pick<SignIn, 'audit'>, { subdistrict, accountId, username, role }: Person, reason: string) =>
  audit({ action: 'signInFailed', subject: `account:${accountId}`, result: 'failed', reason, actor: username, role, subdistrict })

/** Counts a failed attempt; the last one that is allowed locks the account, each time for twice as long. */
export async function countFailure(
  input: Pick<SignIn, 'db' | 'now' | 'policy' | 'audit'>,
  candidate: Candidate,
  reason: string,
): Promise<void> {
  const { db, now, policy, audit } = input
  const failures = candidate.failedAttempts + 1
  const lock =
    failures >= policy.failures
      ? { until: new Date(now.getTime() + lockMinutes(candidate.lockCount, policy) * 60_000), count: candidate.lockCount + 1 }
      : undefined
  await noteFailure(db, candidate, lock ? 0 : failures, lock)
  await noteRefusal(input, candidate, reason)
  if (lock === undefined) return
  const { accountId, username: actor, role, subdistrict } = candidate
  await audit({
    action: 'accountLocked',
    subject: `account:${accountId}`,
    actor,
    role,
    subdistrict,
    after: { until: lock.until.toISOString() },
  })
}

async function wrong(input: SignIn, candidate: Candidate, reason: 'password' | 'code') {
  await countFailure(input, candidate, reason)
  return failed()
}

/** A new session with a new token; the one the browser came with ends, so that nobody can have planted it. */
async function welcome(input: SignIn, person: Person, lasting: boolean, totpStep: number | null) {
  const { db, now, reply, audit } = input
  const { subdistrict, accountId, username, role } = person
  if (reply.token !== undefined) await endSessionOf(db, reply.token)
  await noteSuccess(db, subdistrict, accountId, now, totpStep)
  const expiresAt = await reply.open(person, lasting)
  await audit({ action: 'signedIn', subject: `account:${accountId}`, actor: username, role, subdistrict })
  return sessionAnswer({ ...input, tree: await input.treeOf(subdistrict) }, subdistrict, accountId, {
    signedInAt: now.toISOString(),
    expiresAt,
  })
}
