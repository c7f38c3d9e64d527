// How often one account or address may ask. Held in memory: each instance of the service counts for itself.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from './app-error.ts'
import type { Principal } from './principal.ts'

export type LimitSettings = {
  /** Requests a minute of one session, tiles apart. */
  readonly sessionPerMinute: number
  /** Requests a minute of one address without a session. */
  readonly addressPerMinute: number
  /** Attempts to sign in from one address in five minutes, whatever account. */
  readonly signInsPerAddress: number
  /** Attempts for one name in five minutes; the lock of an account stands behind it. */
  readonly signInsPerName: number
  /** Wrong display tokens from one address in five minutes. */
  readonly displayFailuresPerAddress: number
  /** Sign-ins as fictional people from one address in five minutes. */
  readonly demosPerAddress: number
  /** Proofs of the audit's chain, which reads all of it, by one account in ten minutes. */
  readonly proofsPerTenMinutes: number
  /** Requests a minute with one key of another program. */
  readonly keyPerMinute: number
  /** Wrong keys from one address in five minutes. */
  readonly keyFailuresPerAddress: number
  /** Records revealed by one account in an hour. */
  readonly revealsPerHour: number
  /** Codes of displays tried by one account in five minutes. */
  readonly pairingsPerAccount: number
}

export const usualLimits: LimitSettings = {
  sessionPerMinute: 900,
  addressPerMinute: 300,
  signInsPerAddress: 60,
  signInsPerName: 20,
  displayFailuresPerAddress: 20,
  demosPerAddress: 600,
  proofsPerTenMinutes: 20,
  keyPerMinute: 60,
  keyFailuresPerAddress: 20,
  revealsPerHour: 30,
  pairingsPerAccount: 10,
}

export type Limits = {
  request(who: Principal | undefined, address: string): Promise<void>
  signIn(address: string, name: string): Promise<void>
  displayFailed(address: string): Promise<void>
  demo(address: string): Promise<void>
  proof(who: Principal): Promise<void>
  reveal(who: Principal): Promise<void>
  pairing(who: Principal): Promise<void>
  key(apiKeyId: number): Promise<void>
  keyFailed(address: string): Promise<void>
}

/** Each function throws `too_many_requests` when the limit is passed. */
export function createLimits(settings: LimitSettings): Limits {
  const session = new RateLimiterMemory({ points: settings.sessionPerMinute, duration: 60 })
  const address = new RateLimiterMemory({ points: settings.addressPerMinute, duration: 60 })
  const signInAddress = new RateLimiterMemory({ points: settings.signInsPerAddress, duration: 300 })
  const signInName = new RateLimiterMemory({ points: settings.signInsPerName, duration: 300 })
  const displays = new RateLimiterMemory({ points: settings.displayFailuresPerAddress, duration: 300 })
  const demos = new RateLimiterMemory({ points: settings.demosPerAddress, duration: 300 })
  const proofs = new RateLimiterMemory({ points: settings.proofsPerTenMinutes, duration: 600 })
  const reveals = new RateLimiterMemory({ points: settings.revealsPerHour, duration: 3600 })
  const pairings = new RateLimiterMemory({ points: settings.pairingsPerAccount, duration: 300 })
  const keys = new RateLimiterMemory({ points: settings.keyPerMinute, duration: 60 })
  const wrongKeys = new RateLimiterMemory({ points: settings.keyFailuresPerAddress, duration: 300 })
  return {
    request: (who, from) => (who ? take(session, `${who.subdistrict}/${who.sessionId}`) : take(address, network(from))),
    async signIn(from, name) {
      await take(signInAddress, network(from))
      await take(signInName, name.trim().toLowerCase().slice(0, 64))
    },
    displayFailed: (from) => take(displays, network(from)),
    demo: (from) => take(demos, network(from)),
    proof: (who) => take(proofs, `${who.subdistrict}/${who.accountId}`),
    reveal: (who) => take(reveals, `${who.subdistrict}/${who.accountId}`),
    pairing: (who) => take(pairings, `${who.subdistrict}/${who.accountId}`),
    key: (apiKeyId) => take(keys, String(apiKeyId)),
    keyFailed: (from) => take(wrongKeys, network(from)),
  }
}

/** An IPv6 subscriber has a whole /64 to ask from; an IPv4 address, also one written as IPv6, is one. */
function network(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const after = tail === undefined ? [] : tail.split(':').filter((group) => group !== '')
  const whole = [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0'), ...after]
  return whole.slice(0, 4).join(':')
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (spent) {
    if (!(spent instanceof RateLimiterRes)) throw spent
    throw new AppError('too_many_requests', `too many requests; try again in ${Math.ceil(spent.msBeforeNext / 1000)} s`, [
      { path: 'retryAfterSeconds', problem: String(Math.ceil(spent.msBeforeNext / 1000)) },
    ])
  }
}
