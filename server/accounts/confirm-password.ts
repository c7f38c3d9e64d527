// What needs the password once more, although somebody is signed in: whoever finds an open browser must not take the account over.
// Wrong ones count as at signing in, so this is no way around the lock.
import type { RouteTable } from '#contract/routes.ts'
import { AppError, found } from '../http/app-error.ts'
import { Refused, type SystemInput } from '../http/handler.ts'
import { verifyPassword } from './passwords.ts'
import { type Candidate, candidateOf } from './sign-in-queries.ts'
import { countFailure } from './sign-in-routes.ts'

export type Owner = Pick<SystemInput<RouteTable['changePassword']>, 'db' | 'now' | 'who' | 'policy' | 'audit' | 'limits' | 'address'>

const failed = () => new Refused(new AppError('sign_in_failed', 'the password or the code is wrong, or the account is locked for a while'))

/** The caller's account, held for this transaction, once the password was right; otherwise what to answer. */
export async function confirmPassword(input: Owner, password: string): Promise<Candidate | Refused> {
  const { db, now, who, limits, address, audit } = input
  if (who.demo) return new Refused(new AppError('forbidden', 'a fictional person of the demo has no password'))
  await limits.signIn(address, who.username)
  const account = found(await candidateOf(db, who.username, who.subdistrict), `account ${who.accountId}`)
  const right = await verifyPassword(account.passwordHash, password)
  if (account.lockedUntil !== null && Date.parse(account.lockedUntil) > now.getTime()) {
    await audit({ action: 'signInFailed', subject: `account:${who.accountId}`, result: 'failed', reason: 'locked' })
    return failed()
  }
  return right ? account : wrongProof(input, account, 'password')
}

/** Counts the failed attempt and answers as signing in does. */
export async function wrongProof(input: Owner, account: Candidate, reason: 'password' | 'code'): Promise<Refused> {
  await countFailure(input, account, reason)
  return failed()
}
