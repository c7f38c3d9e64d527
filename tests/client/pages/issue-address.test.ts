import { expect, it } from 'vitest'
import { parseIssueAddress, queryOf } from '../../../client/pages/issues/issue-address.ts'

const parse = (text: string, takesPart = true) => parseIssueAddress(new URLSearchParams(text), takesPart)

it('starts with what waits for me; whoever only looks on starts with what is handled', () => {
  expect(parse('').tab).toBe('mine')
  expect(parse('', false).tab).toBe('handling')
})

it('shows everything behind a number that a link names by area or time', () => {
  expect(parse('bbox=108,30,108.1,30.1&from=2026-10-01').tab).toBe('all')
  expect(parse('grid=990100001001001').tab).toBe('all')
  expect(parse('grid=990100001001001&tab=mine').tab).toBe('mine')
})

it('leaves out what is not valid', () => {
  const { filter, pick, tab } = parse('tab=none&lamp=red,purple&class=x&from=2026-13-01&bbox=1,2&grid=12&pick=-3&q=%20%20')
  expect([tab, filter, pick]).toEqual(['all', { lamp: 'red' }, null])
})

it('asks for what is due first where something is left to do, and for the newest where nothing is', () => {
  expect(queryOf(parse('tab=mine&q=灯'))).toEqual({ q: '灯', mine: 'yes', open: 'yes', order: 'due' })
  expect(queryOf(parse('tab=checking'))).toEqual({ queue: 'checking', order: 'due' })
  expect(queryOf(parse('tab=ended'))).toEqual({ queue: 'ended', order: 'newest' })
  expect(queryOf(parse('tab=all&severity=urgent'))).toEqual({ severity: 'urgent', order: 'newest' })
})
