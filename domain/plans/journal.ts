/**
 * The journal of a plan: what was done, undone and done again, only ever added to.
 *
 *      1 do a    2 do b    3 undo b    4 do c    5 redo b      what counts: a, b, c (an operation keeps the place where it was done)
 *
 * Entries carry ids made by whoever wrote them, so sending one twice adds it once. Undoing is one's own: an entry may only undo or
 * redo an operation of the same author, so that two people at one plan do not take back each other's work.
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
}

/** Every operation ever done, in order, and whether it counts. */
export function operationsOf(entries: readonly JournalEntry[]): Done[] {
  const done = new Map<string, Done>()
  for (const entry of entries) {
    if (entry.kind === 'do') {
      const { id, operation, author, at } = entry
      if (!done.has(id)) done.set(id, { id, operation, author, at, undone: false })
      continue
    }
    const of = done.get(entry.of)
    if (of !== undefined) done.set(entry.of, { ...of, undone: entry.kind === 'undo' })
  }
  return [...done.values()]
}

export const counting = (entries: readonly JournalEntry[]): Done[] => operationsOf(entries).filter(({ undone }) => !undone)

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
