import { describe, expect, it } from 'vitest'
import { clockOf, daysOf, instantOnRun, parsePatrolsAddress } from '../../../../client/pages/patrols/patrols-address.ts'
import {
  addCheckpoint,
  addCorner,
  beginDrawing,
  bodyOf,
  type Drawing,
  earlier,
  fill,
  move,
  removeHeld,
  undo,
} from '../../../../client/pages/patrols/route-draft.ts'

const place = (east: number, north: number) => ({ lng: 104.06 + east * 1e-5, lat: 30.67 + north * 1e-5 })
const drawn = (): Drawing => {
  let drawing = beginDrawing(null)
  for (const [east, north] of [
    [0, 0],
    [100, 0],
    [100, 100],
  ] as const)
    drawing = addCorner(drawing, place(east, north), false)
  return drawing
}

describe('a route that is drawn', () => {
  it('gets corners at its end, or between two where the line itself is pressed', () => {
    const between = addCorner(drawn(), place(50, 1), true)
    expect(between.now.line.map(({ lng }) => Math.round((lng - 104.06) * 1e5))).toEqual([0, 50, 100, 100])
  })

  it('takes each step back, a drag as one, and keeps what was typed', () => {
    const held = { kind: 'corner', index: 1 } as const
    const before = drawn()
    const dragged = move(move(before, held, place(110, 0), true), held, place(120, 5), false)
    const named = fill(dragged, { name: '滨河线' })
    expect(undo(named).now).toEqual({ ...before.now, name: '滨河线' })
    expect(undo(undo(undo(undo(named)))).now.line).toEqual([])
    expect(undo(beginDrawing(null))).toEqual(beginDrawing(null))
  })

  it('has checkpoints in an order that can be changed, and is sent only when nothing is missing', () => {
    const two = addCheckpoint(addCheckpoint(drawn(), place(10, 0), '一'), place(90, 0), '二')
    expect(earlier(two, 1).now.checkpoints.map(({ name }) => name)).toEqual(['二', '一'])
    expect(earlier(two, 0)).toBe(two)
    expect(removeHeld(two, { kind: 'checkpoint', index: 0 }).now.checkpoints.map(({ name }) => name)).toEqual(['二'])
    expect(bodyOf(two.now)).toBeNull()
    const whole = fill(two, { name: '滨河线', patrolTeamId: 3 })
    expect(bodyOf(whole.now)).toMatchObject({ patrolTeamId: 3, name: '滨河线', line: { length: 3 }, checkpoints: { length: 2 } })
    expect(bodyOf(fill(whole, { name: ' ' }).now)).toBeNull()
  })
})

describe('the address of the page', () => {
  it('is read word by word, and what is not valid is left out', () => {
    const read = (text: string) => parsePatrolsAddress(new URLSearchParams(text))
    expect(read('')).toEqual({ tab: 'runs', when: 'today', pick: null, routes: {}, runs: {} })
    expect(read('tab=routes&q=+河+&state=closed&pick=7')).toMatchObject({ tab: 'routes', pick: 7, routes: { q: '河', state: 'closed' } })
    expect(read('when=past&state=notWalked&route=3&pick=x')).toMatchObject({
      when: 'past',
      pick: null,
      runs: { state: 'notWalked', route: '3' },
    })
  })

  it('names the days of a list', () => {
    expect(daysOf('today', '2026-12-31')).toEqual({ from: '2026-12-31', to: '2026-12-31', order: 'oldest' })
    expect(daysOf('week', '2026-12-31')).toEqual({ from: '2027-01-01', to: '2027-01-07', order: 'oldest' })
    expect(daysOf('past', '2027-01-01')).toEqual({ to: '2026-12-31', order: 'newest' })
  })
})

it('a time on the clock during a shift that passes midnight is of the right day', () => {
  const start = '2026-11-20T14:00:00Z'
  expect(clockOf(start)).toBe('22:00')
  expect(instantOnRun(start, '22:30')).toBe('2026-11-20T22:30:00+08:00')
  expect(instantOnRun(start, '21:50')).toBe('2026-11-20T21:50:00+08:00')
  expect(instantOnRun(start, '01:10')).toBe('2026-11-21T01:10:00+08:00')
})
