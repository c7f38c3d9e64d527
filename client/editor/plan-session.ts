/**
 * A plan being drawn on: what the service has confirmed, what waits to be sent, and the borders that both come to.
 * Every state that counts is kept, so taking a step back shows the very object that was there before, and what others draw is worked
 * in by applying only what comes after the first difference.
 */
import {
  counting,
  type Done,
  gestureId,
  gestureOf,
  type JournalEntry,
  type JournalStep,
  operationsOf,
  redoable,
} from '#domain/plans/journal.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { Refused, Touched } from '#domain/topology/refusal.ts'
import { isChanged } from '#domain/topology/same-ground.ts'
import type { ArcId, GridId, Topology } from '#domain/topology/topology.ts'

export interface PlanView {
  readonly base: Topology
  readonly topology: Topology
  /** what is not as in the view before */
  readonly touched: Touched
  /** grids that the plan has touched at all */
  readonly changed: ReadonlySet<GridId>
  /** every operation ever done, in order */
  readonly done: readonly Done[]
  /** operations that do not hold where they stand */
  readonly conflicts: ReadonlyMap<string, Refused>
  /** steps that the service does not have yet */
  readonly waiting: readonly JournalStep[]
  readonly canUndo: Done | null
  readonly canRedo: Done | null
  /** grows with every change */
  readonly revision: number
}

export interface PlanSession {
  readonly view: () => PlanView
  readonly subscribe: (listener: () => void) => () => void
  /** Does them as one gesture: all of them, or none and why not. */
  readonly perform: (...operations: readonly Operation[]) => Refused | null
  readonly undo: () => 'done' | 'neededLater' | 'nothing'
  readonly redo: () => 'done' | 'nothing'
  /** Own operations after this one are undone, those up to it are in effect again; null: none is. */
  readonly stepTo: (id: string | null) => 'done' | 'neededLater'
  /** What the service has, in its order: what was sent from here among it, or what others drew. */
  readonly receive: (entries: readonly JournalEntry[]) => void
  /** The service does not take these. */
  readonly giveUp: (ids: readonly string[]) => void
}

interface Stage {
  readonly id: string
  readonly topology: Topology
  readonly touched: Touched | null
  readonly refused: Refused | null
}

interface Start {
  readonly base: Topology
  readonly author: string
  readonly confirmed: readonly JournalEntry[]
  /** what was not sent when the page was closed */
  readonly waiting: readonly JournalStep[]
  readonly newId: () => string
  readonly now: () => string
  /** the steps that wait have changed: they are to be kept and sent */
  readonly onWaiting: (steps: readonly JournalStep[]) => void
}

const untouched: Touched = { arcs: new Set(), grids: new Set() }

export function openSession({ base, author, confirmed: known, waiting: kept, newId, now, onWaiting }: Start): PlanSession {
  let confirmed: readonly JournalEntry[] = known
  let waiting: readonly JournalStep[] = kept.filter(({ id }) => !known.some((entry) => entry.id === id))
  let stages: readonly Stage[] = []
  let revision = 0
  let view: PlanView
  const listeners = new Set<() => void>()

  const journal = (): JournalEntry[] => [...confirmed, ...waiting.map((step) => ({ ...step, author, at: now() }))]
  const own = (done: readonly Done[]) => done.filter((one) => one.author === author)

  function work(): void {
    const entries = journal()
    const list = counting(entries)
    let same = 0
    while (same < list.length && stages[same]?.id === list[same]?.id) same += 1
    const gone = stages.slice(same)
    const next = stages.slice(0, same)
    let topology = next[next.length - 1]?.topology ?? base
    for (const { id, operation } of list.slice(same)) {
      const result = applyOperation(topology, operation)
      if (result.ok) topology = result.topology
      next.push({ id, topology, touched: result.ok ? result.touched : null, refused: result.ok ? null : result })
    }
    const touched = union([...gone, ...next.slice(same)].map((stage) => stage.touched))
    stages = next
    revision += 1
    const done = operationsOf(entries)
    const lastOwn = own(done.filter((one) => !one.undone)).at(-1) ?? null
    const lastUndone = redoable(entries, author).at(-1)
    view = {
      base,
      topology,
      touched,
      changed: new Set([...union(next.map((stage) => stage.touched)).grids].filter((grid) => isChanged(base, topology, grid))),
      done,
      conflicts: new Map(next.flatMap(({ id, refused }) => (refused === null ? [] : [[id, refused] as const]))),
      waiting,
      canUndo: lastOwn,
      canRedo: done.find(({ id, undone: isUndone }) => id === lastUndone && isUndone) ?? null,
      revision,
    }
    for (const listener of listeners) listener()
  }

  function add(...steps: readonly JournalStep[]): void {
    waiting = [...waiting, ...steps]
    work()
    onWaiting(waiting)
  }

  /** Would taking operations back leave one of the later ones without ground? */
  function neededLater(ids: readonly string[]): boolean {
    const entries: JournalEntry[] = [
      ...journal(),
      ...ids.map((of): JournalEntry => ({ kind: 'undo', id: `try ${of}`, of, author, at: '' })),
    ]
    let topology = base
    for (const { id: other, operation } of counting(entries)) {
      const result = applyOperation(topology, operation)
      if (result.ok) topology = result.topology
      else if (!view.conflicts.has(other)) return true
    }
    return false
  }

  const undoStep = (of: string): JournalStep => ({ kind: 'undo', id: newId(), of })
  const redoStep = (of: string): JournalStep => ({ kind: 'redo', id: newId(), of })

  // The compiler cannot see that work() fills the view.
  view = {
    base,
    topology: base,
    touched: untouched,
    changed: untouched.grids,
    done: [],
    conflicts: new Map(),
    waiting,
    canUndo: null,
    canRedo: null,
    revision: 0,
  }
  work()
  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    perform(...operations) {
      let topology = view.topology
      for (const operation of operations) {
        const result = applyOperation(topology, operation)
        if (!result.ok) return result
        topology = result.topology
      }
      const id = newId()
      add(
        ...operations.map((operation, i): JournalStep => ({ kind: 'do', id: operations.length === 1 ? id : gestureId(id, i), operation })),
      )
      return null
    },
    undo() {
      const last = view.canUndo
      if (last === null) return 'nothing'
      const gesture = own(view.done)
        .filter(({ id, undone }) => !undone && gestureOf(id) === gestureOf(last.id))
        .map(({ id }) => id)
        .reverse()
      const isLastOfAll = counting(journal()).at(-1)?.id === last.id
      if (!(isLastOfAll && gesture.length === 1) && neededLater(gesture)) return 'neededLater'
      add(...gesture.map(undoStep))
      return 'done'
    },
    redo() {
      const last = view.canRedo
      if (last === null) return 'nothing'
      const gesture = redoable(journal(), author).filter((id) => gestureOf(id) === gestureOf(last.id))
      add(...gesture.reverse().map(redoStep))
      return 'done'
    },
    stepTo(id) {
      const mine = own(view.done)
      const until = id === null ? -1 : mine.findIndex((one) => one.id === id)
      const back = mine.filter((one, i) => i > until && !one.undone).reverse()
      const forth = mine.filter((one, i) => i <= until && one.undone)
      const steps = [...back.map((one) => undoStep(one.id)), ...forth.map((one) => redoStep(one.id))]
      if (back.length > 0 && neededLater(back.map(({ id }) => id))) return 'neededLater'
      if (steps.length > 0) add(...steps)
      return 'done'
    },
    receive(entries) {
      const ids = new Set(confirmed.map((entry) => entry.id))
      const fresh = entries.filter((entry) => !ids.has(entry.id))
      if (fresh.length === 0) return
      confirmed = [...confirmed, ...fresh]
      const arrived = new Set(fresh.map(({ id }) => id))
      waiting = waiting.filter(({ id }) => !arrived.has(id))
      work()
      onWaiting(waiting)
    },
    giveUp(ids) {
      const given = new Set(ids)
      waiting = waiting.filter(({ id }) => !given.has(id))
      work()
      onWaiting(waiting)
    },
  }
}

function union(all: readonly (Touched | null)[]): Touched {
  const arcs = new Set<ArcId>()
  const grids = new Set<GridId>()
  for (const touched of all) {
    for (const id of touched?.arcs ?? []) arcs.add(id)
    for (const id of touched?.grids ?? []) grids.add(id)
  }
  return { arcs, grids }
}
