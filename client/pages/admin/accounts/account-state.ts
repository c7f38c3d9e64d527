// What the state of an account allows. The service decides; this only spares a refusal and gives the reason beforehand.
import type { Account } from '#contract/accounts.ts'

/** Locked after failed attempts, and not yet open again by itself. */
export const isLocked = ({ lockedUntil }: Pick<Account, 'lockedUntil'>, now: number): boolean =>
  lockedUntil !== null && Date.parse(lockedUntil) > now

/** Whoever could give these roles a password could be them: their sign-in is not the administrator's to change. */
export const isSeparate = ({ role }: Pick<Account, 'role'>): boolean => role === 'securityAdministrator' || role === 'auditor'

export type SignInHold = 'own' | 'demo' | 'separate'

/** Why the sign-in of an account cannot be changed here; null: it can. */
export function signInHold(account: Pick<Account, 'role' | 'demo'>, own: boolean): SignInHold | null {
  if (own) return 'own'
  if (account.demo) return 'demo'
  return isSeparate(account) ? 'separate' : null
}
