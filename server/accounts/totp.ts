// Second factors: TOTP (RFC 6238) as every authenticator app knows it: SHA-1, six digits, thirty seconds.
import { Secret, TOTP } from 'otpauth'

const issuer = 'Fangyuan'
const periodSeconds = 30
/** 160 bits, as RFC 4226 section 4 recommends. */
const secretBytes = 20
/** A clock may be this many steps off, either way. */
const tolerance = 1

const totpOf = (secret: string, label = '') =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: periodSeconds })

/** A new secret in Base32. */
export const newSecret = (): string => new Secret({ size: secretBytes }).base32

/** What the QR code says: otpauth://totp/Fangyuan:NAME?… */
export const otpauthAddress = (secret: string, username: string): string => totpOf(secret, username).toString()

/**
 * The time step that a code belongs to, or undefined when it is wrong. A step at or below `lastStep`, the one of the last code that was taken,
 * is refused: who looked over a shoulder cannot use the code again. The caller keeps the step.
 */
export function matchingStep(secret: string, code: string, now: Date, lastStep: number | null): number | undefined {
  const totp = totpOf(secret)
  const present = totp.counter({ timestamp: now.getTime() })
  for (let step = Math.max(present - tolerance, (lastStep ?? 0) + 1); step <= present + tolerance; step++) {
    if (totp.validate({ token: code, timestamp: step * periodSeconds * 1000, window: 0 }) === 0) return step
  }
  return undefined
}
