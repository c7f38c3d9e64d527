import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from '../../server/db/redact.ts'

describe('what an audit entry holds', () => {
  it('keeps ids, roles, scopes, states, versions and counts', () => {
    const kept = {
      accountId: 12,
      role: 'gridWorker',
      scope: ['990100001001001', '990100001'],
      state: 'disabled',
      version: 3,
      username: 'wang.fang',
      gridCode: '990100001001001',
      oidcSubject: '0f8fad5b-d9cb-469f-a165-70867728950e',
      until: '2026-11-20T02:00:00.000Z',
      counts: { buildings: 12, roads: 4 },
      lockedUntil: null,
      entryName: '暴露垃圾',
    }
    expect(redact(kept)).toEqual(kept)
    expect(redact(null)).toBeNull()
  })

  it('never holds what opens doors or tells of persons, under whatever key of such a kind', () => {
    const secret = 'Kt7-lantern'
    const keys =
      'password passwordHash password_hash next_password token tokenHash display-token secret totpSecret TOTP code phone phoneSealed Mobile email idNumber cookie nonce verifier name personName nameEn'
    for (const key of keys.split(' ')) {
      expect([key, JSON.stringify(redact({ [key]: secret, deep: [{ [key]: [secret] }] }))]).toEqual([
        key,
        expect.not.stringContaining(secret),
      ])
    }
    expect(redact({ displayName: '王小芳', name: '王小芳', code: 123456 })).toEqual({ displayName: '王**', name: '***', code: '***' })
    expect(redact({ mustChangePassword: true, passwordHash: null })).toEqual({ mustChangePassword: true, passwordHash: null })
  })

  it('never holds hashes, sealed texts, tokens, phones or ID numbers, under whatever key', () => {
    expect(
      redact({
        a: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
        b: 'v1.demo.AAAA.BBBB',
        c: randomBytes(32).toString('base64url'),
        d: ['call 13812341234', '500231198001011234'],
      }),
    ).toEqual({ a: '***', b: '***', c: '***', d: ['call 138****1234', '500***********1234'] })
  })

  it('is plain JSON that a database gives back as it was', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (value) => {
        const kept = redact(value)
        const text = JSON.stringify(kept)
        expect(JSON.parse(text)).toEqual(kept)
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i)
      }),
      { seed: 41, numRuns: 500 },
    )
  })
})
