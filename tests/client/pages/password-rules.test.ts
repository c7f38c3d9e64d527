import { describe, expect, it } from 'vitest'
import { keepsRule } from '../../../client/pages/account/password-rules.ts'

describe('the rules for a password', () => {
  it('count characters, not code units', () => {
    expect(keepsRule('length', '密码密码密码密码密码', 'li')).toBe(true)
    expect(keepsRule('length', '😀😀😀😀😀', 'li')).toBe(false)
  })
  it('want three of the four kinds', () => {
    expect(keepsRule('kinds', 'abcDEF123', 'li')).toBe(true)
    expect(keepsRule('kinds', 'abc-123-', 'li')).toBe(true)
    expect(keepsRule('kinds', 'abcDEF', 'li')).toBe(false)
  })
  it('forbid the user name in any case', () => {
    expect(keepsRule('username', 'xx-LIHUA-9', 'lihua')).toBe(false)
    expect(keepsRule('username', 'xx-wang-9', 'lihua')).toBe(true)
  })
})
