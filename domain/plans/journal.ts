/**
 * The journal of a plan: what was done, undone and done again, only ever added to.
 *
 *      1 do a    2 do b    3 undo b    4 do c    5 redo b      what counts: a, b, c (an operation keeps the place where it was done)
 *
 * Entries carry ids made by whoever wrote them, so sending one twice adds it once. Undoing is one's own: an entry may only undo or
 * redo an operation of the same author, so that two people at one plan do not take back each other's work.
 *
 * What one press does may be several operations (a suggestion taken, a file read): their ids are `gesture--0`, `gesture--1` …, and they are
 * undone and done again together.
 */
import type { Operation } from '#domain/topology/operations.ts'

export type JournalStep =
  | { readonly kind: 'do'; readonly id: string; readonly operation: Operation }
  | { readonly kind: 'undo' | 'redo'; readonly id: string; readonly of: string }

export type JournalEntry = JournalStep & { readonly author: string; readonly at: string }

export interface Done {
  readonly id: string
  readonly operation: Operation
  readonly author: string
  readonly at: string
  readonly undone: boolean
  /** the entry that undid it last, also where it was done again */
  readonly undoneBy: string | null
}

/** Every operation ever done, in order, and whether it counts. */
export function operationsOf(entries: readonly JournalEntry[]): Done[] {
  const done = new Map<string, Done>()
  for (const entry of entries) {
    if (entry.kind === 'do') {
      const { id, operation, author, at } = entry
      if (!done.has(id)) done.set(id, { id, operation, author, at, undone: false, undoneBy: null })
      continue
    }
    const of = done.get(entry.of)
    if (of !== undefined)
      done.set(entry.of, { ...of, undone: entry.kind === 'undo', undoneBy: entry.kind === 'undo' ? entry.id : of.undoneBy })
  }
  return [...done.values()]
}

export const counting = (entries: readonly JournalEntry[]): Done[] => operationsOf(entries).filter(({ undone }) => !undone)

export const gestureId = (gesture: string, place: number): string => `${gesture}--${place}`
/** What an operation was done with: the id itself where it was done alone. */
export const gestureOf = (id: string): string => /^(.+)--\d+$/.exec(id)?.[1] ?? id

/** Operations of an author that were undone and may be done again, the next one last: whatever is done afterwards closes that way. */
export function redoable(entries: readonly JournalEntry[], author: string): string[] {
  let waiting: string[] = []
  for (const entry of entries) {
    if (entry.author !== author) continue
    if (entry.kind === 'do') waiting = []
    else waiting = [...waiting.filter((id) => id !== entry.of), ...(entry.kind === 'undo' && !isOfRebase(entry.id) ? [entry.of] : [])]
  }
  return waiting
}

/** Of the undoing of an operation that did not hold on newer borders, made by the service. */
export const rebaseId = (coverageVersion: number, lastEntry: number, place: number): string =>
  `rebase-${coverageVersion}-${lastEntry}-${place}`
const isOfRebase = (id: string): boolean => id.startsWith('rebase-')
/** Operations that the newer borders took away and nobody has done again. */
export const lostOnRebase = (done: readonly Done[]): readonly Done[] =>
  done.filter(({ undone, undoneBy }) => undone && undoneBy !== null && isOfRebase(undoneBy))

export type StepRefusal = 'notKnown' | 'notYours' | 'undoneAlready' | 'notUndone' | 'idUsed'

/** Why a step cannot follow these entries, as far as the journal alone can tell. */
export function journalRefusal(entries: readonly JournalEntry[], step: JournalStep, author: string): StepRefusal | null {
  if (entries.some(({ id }) => id === step.id)) return 'idUsed'
  if (step.kind === 'do') return null
  const of = operationsOf(entries).find(({ id }) => id === step.of)
  if (of === undefined) return 'notKnown'
  if (of.author !== author) return 'notYours'
  if (step.kind === 'undo') return of.undone ? 'undoneAlready' : null
  return of.undone ? null : 'notUndone'
}
