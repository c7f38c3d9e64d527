import { describe, expect, it } from 'vitest'
import { outcomeOf, withoutOutcome } from '../../../client/app/sign-in-outcome.ts'

describe('how single sign-on ended', () => {
  it('is read from the address; what is not known is nothing', () => {
    expect(['?sign-in=refused', '?lang=en&sign-in=unavailable', '?sign-in=hacked', '?sign-in', ''].map(outcomeOf)).toEqual([
      'refused',
      'unavailable',
      undefined,
      undefined,
      undefined,
    ])
  })
  it('leaves the address once somebody is signed in, and leaves the rest of it', () => {
    expect(withoutOutcome('?sign-in=refused')).toBe('')
    expect(withoutOutcome('?layers=grids,heads&sign-in=other&lang=en')).toBe('?layers=grids,heads&lang=en')
    expect(withoutOutcome('?layers=grids')).toBeNull()
  })
})
