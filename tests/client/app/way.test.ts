import { describe, expect, it } from 'vitest'
import type { Role } from '#contract/words.ts'
import { isStart, planAt, sentOn } from '../../../client/app/way.ts'

const as = (role: Role | null) => ({ role, scenes: role === 'wall' ? (['situation'] as const).slice() : [] })

describe('the way of an account', () => {
  it('of a wall leads to its scenes from the pages of people, however the address is written', () => {
    for (const page of ['/account', '/admin', '/account/', '/Admin', '/wall/settings', '/register'])
      expect([page, sentOn(as('wall'), page, false)]).toEqual([page, '/wall'])
    for (const page of ['/', '/wall']) expect(sentOn(as('wall'), page, true)).toBeNull()
  })
  it('of those whose work is not on the map leads to administration after signing in at the start', () => {
    for (const start of ['/', '/sign-in']) {
      expect(sentOn(as('administrator'), start, true)).toBe('/admin')
      expect(sentOn(as('administrator'), start, false)).toBeNull()
      expect(sentOn(as('auditor'), start, false)).toBe('/admin')
      expect(sentOn(as('leader'), start, true)).toBeNull()
      expect(sentOn(as(null), start, true)).toBeNull()
    }
  })
  it('leads nowhere from where somebody wanted to be', () => {
    for (const role of ['leader', 'administrator', 'auditor', null] as const)
      for (const page of ['/account', '/admin']) expect(sentOn(as(role), page, true)).toBeNull()
  })
  it('begins at the start page and at its other name', () => {
    expect(['/', '/sign-in', '/sign-in/', '/account', '/sign-in/x'].map(isStart)).toEqual([true, true, true, false, false])
  })
  it('knows a plan by its address', () => {
    expect(
      ['/planner/17', '/planner/17/', '/planner', '/planner/history', '/planner/1x', '/planner/12345678901234567'].map(planAt),
    ).toEqual([...[17, 17], ...[null, null, null, null]])
  })
})
