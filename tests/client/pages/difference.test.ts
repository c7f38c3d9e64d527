import { expect, it } from 'vitest'
import { differences } from '../../../client/pages/admin/audit/difference.ts'

it('names what changed before what stayed, whichever side has it', () => {
  expect(differences({ a: 1, b: [2], d: 4 }, { a: 1, b: [2, 3], c: null })).toEqual([
    { field: 'b', before: [2], after: [2, 3], changed: true },
    { field: 'd', before: 4, after: undefined, changed: true },
    { field: 'c', before: undefined, after: null, changed: true },
    { field: 'a', before: 1, after: 1, changed: false },
  ])
})
it('is empty for an entry that changed nothing', () => {
  expect(differences(null, null)).toEqual([])
})
