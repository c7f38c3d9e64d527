// One's own account: password, second factor, open sessions.
import type { RouteTable } from '#contract/routes.ts'
import { passwordProblems } from '#domain/accounts/password-policy.ts'
import { endSessions, sessionsOf } from '../db/sessions.ts'
import { AppError, found } from '../http/app-error.ts'
import { Refused, type SystemHandlers, type SystemInput } from '../http/handler.ts'
import {
  clearSecondFactor,
  confirmPendingSecondFactor,
  formerPasswords,
  secondFactorOf,
  setPassword,
  setPendingSecondFactor,
} from './account-queries.ts'
import { confirmPassword, wrongProof } from './confirm-password.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { sessionAnswer } from './session-answer.ts'
import { matchingStep, newSecret, otpauthAddress } from './totp.ts'

export const meHandlers: Pick<
  SystemHandlers,
  'changePassword' | 'startSecondFactor' | 'confirmSecondFactor' | 'removeSecondFactor' | 'mySessions' | 'endMySessions' | 'endMySession'
> = {
  changePassword: async (input) => {
    const { db, now, who, body, policy, audit } = input
    const account = await confirmPassword(input, body.current)
    if (account instanceof Refused) return account
    const problems = await problemsOf(input, account.passwordHash, body.next)
    if (problems.length > 0) {
      const details = problems.map((problem) => ({ path: 'body.next', problem }))
      throw new AppError('password_refused', `the new password is refused: ${problems.join(', ')}`, details)
    }
    const next = { passwordHash: await hashPassword(body.next), forOnce: false, kept: policy.passwordHistory }
    await setPassword(db, who.subdistrict, who.accountId, next, now)
    const ended = await endSessions(db, who.subdistrict, who.accountId, { except: who.sessionId })
    await audit({ action: 'passwordChanged', subject: `account:${who.accountId}`, after: { ended } })
    return sessionAnswer(input, who.subdistrict, who.accountId, who)
  },

  startSecondFactor: async (input) => {
    const { db, who, body, vault, audit } = input
    const account = await confirmPassword(input, body.password)
    if (account instanceof Refused) return account
    if (account.totpSealed !== null) throw new AppError('conflict', 'a second factor is in force already; remove it first')
    if (!vault.ready)
      throw new AppError('unavailable', 'no key is set to seal the second factor with; the operator sets FANGYUAN_PHONE_KEYS')
    const secret = newSecret()
    await setPendingSecondFactor(db, who.subdistrict, who.accountId, vault.seal(secret))
    await audit({ action: 'secondFactorSet', subject: `account:${who.accountId}`, after: { inForce: false } })
    return { secret, address: otpauthAddress(secret, who.username) }
  },

  confirmSecondFactor: async (input) => {
    const { db, now, who, body, limits, address, audit } = input
    await limits.signIn(address, who.username)
    const { pendingSealed } = found(await secondFactorOf(db, who.subdistrict, who.accountId), `account ${who.accountId}`)
    if (pendingSealed === null) throw new AppError('conflict', 'no second factor is waiting to be confirmed; begin anew')
    const step = matchingStep(opened(input, pendingSealed), body.code, now, null)
    if (step === undefined) {
      await audit({ action: 'secondFactorSet', subject: `account:${who.accountId}`, result: 'failed', reason: 'code' })
      return new Refused(new AppError('sign_in_failed', 'the code is wrong or too old'))
    }
    await confirmPendingSecondFactor(db, who.subdistrict, who.accountId, step)
    await audit({ action: 'secondFactorSet', subject: `account:${who.accountId}`, after: { inForce: true } })
    return sessionAnswer(input, who.subdistrict, who.accountId, who)
  },

  removeSecondFactor: async (input) => {
    const { db, now, who, body, audit } = input
    const account = await confirmPassword(input, body.password)
    if (account instanceof Refused) return account
    const step =
      account.totpSealed === null ? undefined : matchingStep(opened(input, account.totpSealed), body.code, now, account.totpLastStep)
    if (step === undefined) return wrongProof(input, account, 'code')
    await clearSecondFactor(db, who.subdistrict, who.accountId)
    await audit({ action: 'secondFactorRemoved', subject: `account:${who.accountId}` })
    return sessionAnswer(input, who.subdistrict, who.accountId, who)
  },

  mySessions: async ({ db, now, who, policy }) => {
    const open = await sessionsOf(db, who.subdistrict, who.accountId, now, policy.idleMinutes)
    return { sessions: open.map((session) => ({ ...session, current: session.sessionId === who.sessionId })) }
  },

  endMySession: async ({ db, who, params, audit }) => {
    const ended = await endSessions(db, who.subdistrict, who.accountId, { except: who.sessionId, only: params.id })
    if (ended === 0) throw new AppError('not_found', `there is no other session ${params.id}`)
    await audit({ action: 'sessionsEnded', subject: `account:${who.accountId}`, after: { ended } })
    return { ended }
  },

  endMySessions: async ({ db, who, audit }) => {
    const ended = await endSessions(db, who.subdistrict, who.accountId, { except: who.sessionId })
    await audit({ action: 'sessionsEnded', subject: `account:${who.accountId}`, after: { ended } })
    return { ended }
  },
}

type Change = Pick<SystemInput<RouteTable['changePassword']>, 'db' | 'who' | 'policy'>

/** All that is wrong with a new password, what only the former ones can tell included. */
async function problemsOf({ db, who, policy }: Change, present: string | null, next: string): Promise<readonly string[]> {
  const problems = passwordProblems(next, { username: who.username, policy })
  if (problems.length > 0) return problems
  if (await verifyPassword(present, next)) return ['same']
  for (const { passwordHash } of await formerPasswords(db, who.subdistrict, who.accountId, policy.passwordHistory)) {
    if (await verifyPassword(passwordHash, next)) return ['usedBefore']
  }
  return []
}

function opened({ vault }: Pick<SystemInput<RouteTable['confirmSecondFactor']>, 'vault'>, sealed: string): string {
  const secret = vault.open(sealed)
  if (secret === undefined) throw new AppError('unavailable', 'the key that second factors are sealed with is not set')
  return secret
}
