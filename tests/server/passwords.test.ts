import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from '../../server/accounts/passwords.ts'

describe('a password at rest', () => {
  it('is an argon2id hash with the values of OWASP, different each time', async () => {
    const hash = await hashPassword('Lotus-pond-77')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await hashPassword('Lotus-pond-77')).not.toBe(hash)
    expect(await verifyPassword(hash, 'Lotus-pond-77')).toBe(true)
    expect(await verifyPassword(hash, 'lotus-pond-77')).toBe(false)
  })

  it('is the same whether it was typed in full width or not', async () => {
    expect(await verifyPassword(await hashPassword('Lotus-pond-７７'), 'Lotus-pond-77')).toBe(true)
  })

  it('of nobody fits nothing, and takes as long to refuse', async () => {
    const hash = await hashPassword('Lotus-pond-77')
    const seconds = async (known: string | null) => {
      const started = performance.now()
      for (let round = 0; round < 10; round++) expect(await verifyPassword(known, 'wrong')).toBe(false)
      return performance.now() - started
    }
    await seconds(null)
    const [known, unknown] = [await seconds(hash), await seconds(null)]
    // the same work; the factor leaves room for a machine that is busy
    expect(unknown).toBeGreaterThan(known / 3)
    expect(unknown).toBeLessThan(known * 3)
  })
})
