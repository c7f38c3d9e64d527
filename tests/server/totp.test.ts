import { describe, expect, it } from 'vitest'
import { matchingStep, newSecret, otpauthAddress } from '../../server/accounts/totp.ts'

// RFC 6238 appendix B, SHA-1, the last six of its eight digits; the secret is "12345678901234567890"
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => new Date(seconds * 1000)

describe('a code of a second factor', () => {
  it.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_111_111_111, '050471', 37_037_037],
    [1_234_567_890, '005924', 41_152_263],
    [2_000_000_000, '279037', 66_666_666],
    [20_000_000_000, '353130', 666_666_666],
  ])('at %i s is that of RFC 6238: %s', (seconds, code, step) => {
    expect(matchingStep(secret, code, at(seconds), null)).toBe(step)
  })

  it('is good half a minute before and after, and no longer', () => {
    const step = 37_037_037
    for (const [seconds, expected] of [
      [(step - 2) * 30 + 29, undefined],
      [(step - 1) * 30, step],
      [step * 30, step],
      [(step + 1) * 30 + 29, step],
      [(step + 2) * 30, undefined],
    ] as const)
      expect([seconds, matchingStep(secret, '050471', at(seconds), null)]).toEqual([seconds, expected])
  })

  it('works once, and none before it works any more', () => {
    const step = 37_037_037
    expect(matchingStep(secret, '050471', at(step * 30), step)).toBeUndefined()
    expect(matchingStep(secret, '081804', at(step * 30), step)).toBeUndefined()
    expect(matchingStep(secret, '050471', at(step * 30), step - 1)).toBe(step)
  })

  it('belongs to a secret of 160 bits that is told as an otpauth address', () => {
    expect(newSecret()).toMatch(/^[A-Z2-7]{32}$/)
    expect(newSecret()).not.toBe(newSecret())
    const address = new URL(otpauthAddress(secret, '王.fang'))
    expect(decodeURIComponent(address.pathname)).toContain('Fangyuan:王.fang')
    expect(Object.fromEntries(address.searchParams)).toEqual({ issuer: 'Fangyuan', secret, algorithm: 'SHA1', digits: '6', period: '30' })
  })
})
