import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVault, demoKeys, readKeys, type SealingKey, VaultClosed } from '../../server/db/sealed-text.ts'

const base64 = () => randomBytes(32).toString('base64')
const keysOf = (text: string): readonly SealingKey[] => {
  const read = readKeys(text)
  if (!read.ok || read.keys === undefined) throw new Error(text)
  return read.keys
}
const [first, second] = [base64(), base64()]

describe('the keys of the operator', () => {
  it('are read in their order; nothing set is no keys', () => {
    expect(keysOf(`2026:${first}, 2025:${second}`).map(({ id }) => id)).toEqual(['2026', '2025'])
    expect(readKeys(undefined)).toEqual({ ok: true, keys: undefined })
    expect(readKeys(' ')).toEqual({ ok: true, keys: undefined })
  })

  it.each([
    [first, 'key 1 is not of this form'],
    [`a:${first},b`, 'key 2 is not of this form'],
    [`a:${first},a:${second}`, 'key 2 has the id of an earlier one'],
    [`a:${Buffer.alloc(16).toString('base64')}`, 'key 1 has 16 bytes'],
    [`demo:${first}`, 'key 1 has the id demo'],
    [`a b:${first}`, 'key 1 is not of this form'],
  ])('that are wrong are named by their place and never repeated', (text, problem) => {
    const read = readKeys(text)
    expect(read).toMatchObject({ ok: false, problem: expect.stringContaining(problem) })
    expect(JSON.stringify(read)).not.toContain(first.slice(0, 10))
  })
})

describe('a vault', () => {
  const vault = createVault(keysOf(`new:${first}`))

  it('gives back what was put in, whatever it is, and never looks the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(vault.open(vault.seal(text))).toBe(Buffer.from(text, 'utf8').toString('utf8'))
        expect(vault.seal(text)).not.toBe(vault.seal(text))
      }),
      { seed: 31 },
    )
    expect(vault.seal('13812341234')).toMatch(/^v1\.new\.[\w-]{16}\.[\w-]+$/)
    expect(vault.seal('13812341234')).not.toContain('1234')
  })

  it('opens nothing that was changed anywhere, and nothing of another key', () => {
    const sealed = vault.seal('13812341234')
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
      // the last sign of a base64url text may carry bits that stand for nothing
      if (Buffer.from(changed.split('.')[3] ?? '', 'base64url').equals(Buffer.from(sealed.split('.')[3] ?? '', 'base64url')) && at > 10)
        continue
      expect([at, vault.open(changed)]).toEqual([at, undefined])
    }
    expect(createVault(keysOf(`new:${second}`)).open(sealed)).toBeUndefined()
    // the same key under another id: the id is part of what is authenticated
    expect(createVault(keysOf(`old:${first}`)).open(sealed.replace('v1.new.', 'v1.old.'))).toBeUndefined()
    for (const text of ['13812341234', '', 'v1', 'v1.new.', 'v1.new..', `${sealed}.x`]) expect(vault.open(text)).toBeUndefined()
  })

  it('seals under the first key and opens under all', () => {
    const rotated = createVault(keysOf(`2027:${second},new:${first}`))
    const old = vault.seal('023-67891234')
    expect(rotated.open(old)).toBe('023-67891234')
    expect([rotated.isCurrent(old), rotated.isCurrent(rotated.seal('x')), rotated.isCurrent('x')]).toEqual([false, true, false])
  })

  it('without keys says so and stays closed', () => {
    const closed = createVault(undefined)
    expect([closed.ready, vault.ready, createVault(demoKeys).ready]).toEqual([false, true, true])
    expect(() => closed.seal('x')).toThrow(VaultClosed)
    expect(closed.open(vault.seal('x'))).toBeUndefined()
    expect(closed.isCurrent(vault.seal('x'))).toBe(false)
  })
})
