// A plan being drawn on: steps back are the very objects, others' work is merged in, nothing that waits is lost.
import { describe, expect, it } from 'vitest'
import { type JournalEntry, type JournalStep, lostOnRebase, rebaseId } from '#domain/plans/journal.ts'
import type { Operation } from '#domain/topology/operations.ts'
import { openSession, type PlanSession } from '../../../client/editor/plan-session.ts'
import { at, built, mosaic } from '../../domain/topology/mosaic.ts'

const base = built(mosaic('session', 4, 1))
const rename = (grid: string, name: string): Operation => ({ kind: 'renameGrid', grid, name, nameEn: name })

function open(
  confirmed: readonly JournalEntry[] = [],
  waiting: readonly JournalStep[] = [],
): { session: PlanSession; kept: () => readonly JournalStep[] } {
  let id = 0
  let kept: readonly JournalStep[] = waiting
  const session = openSession({
    base,
    author: 'me',
    confirmed,
    waiting,
    newId: () => `own-${++id}`,
    now: () => '2026-11-26T00:00:00Z',
    onWaiting: (steps) => {
      kept = steps
    },
  })
  return { session, kept: () => kept }
}
const theirs = (id: string, operation: Operation): JournalEntry => ({ kind: 'do', id, operation, author: 'other', at: '' })

/** A grid was split here, and somebody else gave its new part a name. */
function stoodOn(): PlanSession {
  const { session } = open()
  session.perform({
    kind: 'splitGrid',
    grid: 'g0-0',
    line: [at(-5000, 9000), at(9000, 9500), at(26000, 9000)],
    newGrids: [{ id: 'new', name: 'n', nameEn: 'n' }],
  })
  const sent = session.view().waiting.map((step): JournalEntry => ({ ...step, author: 'me', at: '' }))
  session.receive([...sent, theirs('t2', rename('new', 'named by another'))])
  return session
}

describe('a session', () => {
  it('does, undoes and redoes, each state the object that it was', () => {
    const { session } = open()
    const states = [session.view().topology]
    for (const name of ['a', 'b', 'c']) {
      expect(session.perform(rename('g0-0', name))).toBeNull()
      states.push(session.view().topology)
    }
    for (const k of [2, 1, 0]) {
      expect(session.undo()).toBe('done')
      expect(session.view().topology).toBe(states[k])
    }
    expect(session.undo()).toBe('nothing')
    expect(session.redo()).toBe('done')
    expect(session.view().topology.grids.get('g0-0')?.name).toBe('a')
  })

  it('says why not, and keeps nothing of it', () => {
    const { session, kept } = open()
    expect(session.perform(rename('nobody', 'x'))?.reason).toBe('noSuchGrid')
    expect(kept()).toEqual([])
  })

  it('steps to any point of its own, and a new step leaves nothing to redo', () => {
    const { session } = open()
    for (const name of ['a', 'b', 'c', 'd']) session.perform(rename('g0-0', name))
    const second = session.view().done[1]?.id ?? ''
    session.stepTo(second)
    expect(session.view().topology.grids.get('g0-0')?.name).toBe('b')
    session.stepTo(session.view().done[3]?.id ?? '')
    expect(session.view().topology.grids.get('g0-0')?.name).toBe('d')
    session.stepTo(null)
    expect(session.view().topology.grids.get('g0-0')?.name).toBe(base.grids.get('g0-0')?.name)
    session.perform(rename('g0-0', 'e'))
    expect(session.redo()).toBe('nothing')
  })

  it('merges what others drew, keeps what it waits with, and does not undo theirs', () => {
    const { session, kept } = open()
    session.perform(rename('g0-0', 'mine'))
    session.receive([theirs('t1', rename('g3-0', 'theirs'))])
    expect(session.view().topology.grids.get('g0-0')?.name).toBe('mine')
    expect(session.view().topology.grids.get('g3-0')?.name).toBe('theirs')
    expect(kept()).toHaveLength(1)
    expect(session.undo()).toBe('done')
    expect(session.undo()).toBe('nothing')
    expect(session.view().topology.grids.get('g3-0')?.name).toBe('theirs')
  })

  it('does not undo what somebody’s later step stands on', () => {
    const session = stoodOn()
    expect(session.undo()).toBe('neededLater')
    expect(session.view().topology.grids.get('new')?.name).toBe('named by another')
  })

  it('begins with what the device kept, once', () => {
    const step: JournalStep = { kind: 'do', id: 'kept-1', operation: rename('g1-0', 'kept') }
    expect(open([], [step]).session.view().topology.grids.get('g1-0')?.name).toBe('kept')
    const both = open([{ ...step, author: 'me', at: '' }], [step])
    expect(both.session.view().waiting).toEqual([])
    expect(both.session.view().done).toHaveLength(1)
  })

  it('tells a step that the base does not bear as a conflict', () => {
    const { session } = open([theirs('t3', rename('gone', 'x'))])
    expect([...session.view().conflicts.values()].map(({ reason }) => reason)).toEqual(['noSuchGrid'])
  })

  it('takes what one press does back and forth as one', () => {
    const { session, kept } = open()
    session.perform(rename('g0-0', 'before'))
    const before = session.view().topology
    expect(session.perform(rename('g1-0', 'a'), rename('g2-0', 'b'), rename('g3-0', 'c'))).toBeNull()
    const after = session.view().topology
    expect(session.undo()).toBe('done')
    expect(session.view().topology).toBe(before)
    expect(session.redo()).toBe('done')
    expect(session.view().topology.grids).toEqual(after.grids)
    expect(session.perform(rename('g1-0', 'd'), rename('nobody', 'x'))?.reason).toBe('noSuchGrid')
    expect(session.view().topology.grids).toEqual(after.grids)
    expect(kept().every(({ id }) => /^[A-Za-z0-9-]{5,60}$/.test(id))).toBe(true)
  })

  it('can do again after the page was opened anew, but not what newer borders took away', () => {
    const entries: JournalEntry[] = [
      { kind: 'do', id: 'one', operation: rename('g0-0', 'a'), author: 'me', at: '' },
      { kind: 'do', id: 'two', operation: rename('g1-0', 'b'), author: 'me', at: '' },
      { kind: 'undo', id: 'undo-two', of: 'two', author: 'me', at: '' },
    ]
    const { session } = open(entries)
    expect(session.view().canRedo?.id).toBe('two')
    expect(session.redo()).toBe('done')
    expect(session.view().topology.grids.get('g1-0')?.name).toBe('b')
    const rebased = open([...entries.slice(0, 2), { kind: 'undo', id: rebaseId(3, 2, 0), of: 'two', author: 'me', at: '' }])
    expect(rebased.session.redo()).toBe('nothing')
    expect(lostOnRebase(rebased.session.view().done).map(({ id }) => id)).toEqual(['two'])
  })

  it('does not step back over what somebody else stands on', () => {
    const session = stoodOn()
    expect(session.stepTo(null)).toBe('neededLater')
    expect(session.view().topology.grids.get('new')?.name).toBe('named by another')
  })
})
