import { describe, expect, it } from 'vitest'
import { isLocked, signInHold } from '../../../client/pages/admin/accounts/account-state.ts'

describe('the state of an account', () => {
  it('is locked only until the lock opens by itself', () => {
    const lockedUntil = '2026-11-22T12:00:00Z'
    expect(isLocked({ lockedUntil }, Date.parse('2026-11-22T11:59:00Z'))).toBe(true)
    expect(isLocked({ lockedUntil }, Date.parse('2026-11-22T12:01:00Z'))).toBe(false)
    expect(isLocked({ lockedUntil: null }, 0)).toBe(false)
  })
  it('keeps the sign-in of oneself, of the demo and of the separate roles out of reach', () => {
    expect(signInHold({ role: 'secretary', demo: false }, true)).toBe('own')
    expect(signInHold({ role: 'secretary', demo: true }, false)).toBe('demo')
    expect(signInHold({ role: 'auditor', demo: false }, false)).toBe('separate')
    expect(signInHold({ role: 'secretary', demo: false }, false)).toBeNull()
  })
})
