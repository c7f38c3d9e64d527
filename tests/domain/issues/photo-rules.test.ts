import { expect, it } from 'vitest'
import { photoKindNow, photoSize } from '#domain/issues/photo-rules.ts'
import type { CaseFacts } from '#domain/issues/workflow.ts'

const facts = (change: Partial<CaseFacts>): CaseFacts => ({
  status: 'reported',
  handlerLevel: 'grid',
  handlerAccountId: null,
  handledBy: [],
  extensionAskedBy: null,
  ...change,
})
const worker = { accountId: 1, role: 'gridWorker' }

it('a photo shows the report before work begins, the result while there is work, the check while it is checked', () => {
  expect(photoKindNow(worker, facts({}))).toBe('report')
  expect(photoKindNow(worker, facts({ status: 'dispatched' }))).toBe('report')
  expect(photoKindNow(worker, facts({ status: 'handling', handlerAccountId: 1, handledBy: [1] }))).toBe('result')
  expect(photoKindNow(worker, facts({ status: 'verifying', handlerAccountId: 2, handledBy: [2] }))).toBe('check')
})

it('results come from whoever handles it or the desk; whoever solved it on the spot shows how, and never checks themselves', () => {
  const handled = facts({ status: 'handling', handlerAccountId: 2, handledBy: [2] })
  expect(photoKindNow(worker, handled)).toBeNull()
  expect(photoKindNow({ accountId: 3, role: 'secretary' }, handled)).toBe('result')
  expect(photoKindNow(worker, facts({ status: 'verifying', handlerAccountId: 1, handledBy: [1] }))).toBe('result')
})

it('nobody adds to what has ended, nor does who only looks on', () => {
  for (const status of ['closed', 'evaluated', 'rejected', 'merged', 'parked'] as const)
    expect(photoKindNow(worker, facts({ status }))).toBeNull()
  expect(photoKindNow({ accountId: 4, role: 'planner' }, facts({}))).toBeNull()
})

it('the longer side is cut down, nothing is made larger, nothing vanishes', () => {
  expect(photoSize(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 })
  expect(photoSize(300, 4000, 1600)).toEqual({ width: 120, height: 1600 })
  expect(photoSize(640, 480, 1600)).toEqual({ width: 640, height: 480 })
  expect(photoSize(1, 9000, 1600)).toEqual({ width: 1, height: 1600 })
})
