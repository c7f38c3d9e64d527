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
  /** Records revealed by one account in an hour. */
  readonly revealsPerHour: number
}

export const usualLimits: LimitSettings = {
  sessionPerMinute: 900,
  addressPerMinute: 300,
  signInsPerAddress: 60,
  signInsPerName: 20,
  revealsPerHour: 30,
}

export type Limits = {
  request(who: Principal | undefined, address: string): Promise<void>
  signIn(address: string, name: string): Promise<void>
  reveal(who: Principal): Promise<void>
}

/** Each function throws `too_many_requests` when the limit is passed. */
export function createLimits(settings: LimitSettings): Limits {
  const session = new RateLimiterMemory({ points: settings.sessionPerMinute, duration: 60 })
  const address = new RateLimiterMemory({ points: settings.addressPerMinute, duration: 60 })
  const signInAddress = new RateLimiterMemory({ points: settings.signInsPerAddress, duration: 300 })
  const signInName = new RateLimiterMemory({ points: settings.signInsPerName, duration: 300 })
  const reveals = new RateLimiterMemory({ points: settings.revealsPerHour, duration: 3600 })
  return {
    request: (who, from) => (who ? take(session, `${who.subdistrict}/${who.sessionId}`) : take(address, from)),
    async signIn(from, name) {
      await take(signInAddress, from)
      await take(signInName, name.trim().toLowerCase().slice(0, 64))
    },
    reveal: (who) => take(reveals, `${who.subdistrict}/${who.accountId}`),
  }
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
