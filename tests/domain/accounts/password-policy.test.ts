import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usualPolicy } from '#domain/accounts/account-policy.ts'
import { lockMinutes, oneTimePassword, passwordProblems } from '#domain/accounts/password-policy.ts'

const problems = (password: string, username = 'wangfang') => passwordProblems(password, { username, policy: usualPolicy })

describe('a new password', () => {
  it.each([
    ['K7-lantern-oak', []],
    ['绿岛Hu-7梧桐树下见', []],
    ['Kt7-ab', ['tooShort']],
    ['lanternoakriver', ['tooFewKinds']],
    ['lantern7oak9river', ['tooFewKinds']],
    ['Lantern7Oak9River', []],
    ['绿岛湖畔梧桐树下见面了', ['tooFewKinds']],
    ['xY7-GFAN-lantern', ['containsUsername']],
    ['Wangfang-7-lantern', ['containsUsername']],
    ['xY7-fan-lantern', []],
    ['', ['tooShort', 'tooFewKinds', 'tooCommon']],
  ])('%s: %j', (password, expected) => {
    expect(problems(password)).toEqual(expected)
  })

  it.each([
    'Password123!',
    'P@ssw0rd2026',
    'Admin@123456',
    'Admin@2026!',
    'Qwerty123!@#',
    '1qaz@WSX3edc',
    'Woaini1314!!',
    'Woaini5201314.',
    'Abcd1234!!!!',
    'Aa1111111111',
    '!QAZ1234567890qwe',
    'Fangyuan2026!',
    'Zxcvbnm,.123',
    '87654321Aa!',
    'Taobao-88888888',
  ])('%s is one that everybody tries first', (password) => {
    expect(problems(password)).toContain('tooCommon')
  })

  it('of a user with a short name may hold that name', () => {
    expect(problems('K7-li-lantern-oak', 'li')).toEqual([])
  })
})

describe('a one-time password', () => {
  it('has twenty characters and no two that look alike', () => {
    for (let round = 0; round < 200; round++) expect(oneTimePassword(randomBytes)).toMatch(/^[A-HJ-NP-Za-kmnp-z2-9+]{20}$/)
  })

  it('satisfies the policy, whoever it is for and whatever was drawn', () => {
    const bytes = fc.infiniteStream(fc.nat(215))
    const usernames = fc.stringMatching(/^[a-z0-9][a-z0-9._@-]{1,30}$/)
    fc.assert(
      fc.property(bytes, usernames, (stream, username) => {
        const drawn = oneTimePassword((size) => Uint8Array.from({ length: size }, () => stream.next().value))
        expect(passwordProblems(drawn, { username, policy: { ...usualPolicy, passwordLength: 20 } })).toEqual([])
      }),
      { seed: 21, numRuns: 500 },
    )
    expect(problems(oneTimePassword((size) => new Uint8Array(size)))).toEqual([])
  })

  it('draws every letter equally often', () => {
    const counts = new Map<string, number>()
    for (let round = 0; round < 4000; round++)
      for (const sign of oneTimePassword(randomBytes).replaceAll('+', '').slice(3)) counts.set(sign, (counts.get(sign) ?? 0) + 1)
    expect(counts.size).toBe(56)
    // 48 000 draws over 56 signs: 857 each, standard deviation 29
    for (const count of counts.values()) expect(Math.abs(count - 857)).toBeLessThan(6 * 29)
  })
})

describe('a lock', () => {
  it('lasts twice as long each time, up to a day', () => {
    expect([0, 1, 2, 3, 6, 7, 100].map((count) => lockMinutes(count, usualPolicy))).toEqual([15, 30, 60, 120, 960, 1440, 1440])
  })
})
