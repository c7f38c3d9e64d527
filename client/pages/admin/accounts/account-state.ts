import type { Account } from '#contract/accounts.ts'

/** Locked after failed attempts, and not yet open again by itself. */
export const isLocked = ({ lockedUntil }: Pick<Account, 'lockedUntil'>, now: number): boolean =>
  lockedUntil !== null && Date.parse(lockedUntil) > now
