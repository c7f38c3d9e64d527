// The keeping of a plan's steps on this device until the service has them. A step leaves the device when the service has it or says of this very
// step that it cannot be done; whatever else goes wrong (no connection, signed out, the plan at another desk) it stays.
import { createStore, delMany, entries, setMany, type UseStore } from 'idb-keyval'
import { call } from './client.ts'
import { CallError, type ErrorDetail } from './errors.ts'
import type { PlanSteps, SentJournal } from './plans.ts'

export type HeldBecause = 'signedOut' | 'otherDesk' | 'notAllowed' | 'tooMany'
export type Saving =
  | { readonly state: 'saved'; readonly at: number }
  | { readonly state: 'saving' }
  /** The service cannot be reached: sent when it answers again. Not kept: this device cannot store it either. */
  | { readonly state: 'offline'; readonly kept: boolean }
  /** The service answers, and does not take any step now. */
  | { readonly state: 'held'; readonly because: HeldBecause }

type Step = PlanSteps[number]
type KeptStep = { readonly step: Step; readonly order: number }
/** Where steps are kept: each by itself, so that two pages of one account do not take each other's away. */
export type StepStore = {
  read(): Promise<readonly (readonly [string, KeptStep])[]>
  write(entries: readonly (readonly [string, KeptStep])[]): Promise<void>
  remove(keys: readonly string[]): Promise<void>
}

let database: UseStore | undefined
const place = (): UseStore => {
  database ??= createStore('fangyuan-plan-steps', 'steps')
  return database
}
const deviceStore: StepStore = {
  read: () => entries<string, KeptStep>(place()),
  write: (list) =>
    setMany(
      list.map(([key, kept]): [string, KeptStep] => [key, kept]),
      place(),
    ),
  remove: (keys) => delMany([...keys], place()),
}

const prefixOf = (plan: number, account: number): string => `${account}/${plan}/`

/** What this device kept of a plan, in the order it was drawn; another account's stays hidden. */
export async function keptSteps(plan: number, account: number, store = deviceStore): Promise<PlanSteps> {
  const prefix = prefixOf(plan, account)
  const all = await store.read().catch(() => [])
  return all
    .filter(([key]) => key.startsWith(prefix))
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([, { step }]) => step)
}

export type PlanKeeper = {
  /** Steps that are not with the service yet; kept on this device at once, sent as soon as possible. */
  readonly keep: (steps: PlanSteps) => void
  readonly stop: () => void
}

type KeeperEvents = {
  readonly after: () => number
  readonly onSaving: (saving: Saving) => void
  readonly onJournal: (journal: SentJournal) => void
  /** The service does not take a step: what it is and why. */
  readonly onRefused: (step: string, details: readonly ErrorDetail[]) => void
}
type Outside = {
  readonly store?: StepStore
  readonly send?: (body: { after: number; entries: PlanSteps }) => Promise<SentJournal>
}

/** A body is read up to 64 kB. */
const mostBytes = 50_000
const retryMs = 3000
/** Nothing that passes by itself. */
const heldRetryMs = 15_000

/** The step that the service means, where it means one. */
function refusedStep(error: unknown, batch: PlanSteps): Step | undefined {
  if (!(error instanceof CallError) || (error.code !== 'conflict' && error.code !== 'invalid_request')) return undefined
  const index = /^body\.entries\.(\d+)/.exec(error.details[0]?.path ?? '')?.[1]
  return index === undefined ? undefined : batch[Number(index)]
}

function heldBecause(error: unknown): HeldBecause | null {
  if (!(error instanceof CallError)) return null
  if (error.code === 'not_signed_in') return 'signedOut'
  const path = error.code === 'conflict' ? error.details[0]?.path : undefined
  if (path === 'stage') return 'otherDesk'
  if (path === 'body.entries') return 'tooMany'
  return ['conflict', 'forbidden', 'not_found', 'invalid_request', 'password_change_required'].includes(error.code) ? 'notAllowed' : null
}

export function planKeeper(
  plan: number,
  account: number,
  { after, onSaving, onJournal, onRefused }: KeeperEvents,
  { store = deviceStore, send = (body) => call('writePlan', { params: { id: plan }, body }) }: Outside = {},
): PlanKeeper {
  const prefix = prefixOf(plan, account)
  let waiting: PlanSteps = []
  /** On the device: what this page kept or was given at its start. */
  let onDevice: ReadonlySet<string> = new Set()
  let writing: Promise<unknown> = Promise.resolve()
  let kept = true
  let order = Date.now()
  let sending = false
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function write(steps: PlanSteps): Promise<void> {
    const fresh = steps
      .filter(({ id }) => !onDevice.has(id))
      .map((step): readonly [string, KeptStep] => [prefix + step.id, { step, order: order++ }])
    const now = new Set(steps.map(({ id }) => id))
    const gone = [...onDevice].filter((id) => !now.has(id)).map((id) => prefix + id)
    onDevice = now
    const written = writing
      .then(() => (fresh.length > 0 ? store.write(fresh) : undefined))
      .then(() => (gone.length > 0 ? store.remove(gone) : undefined))
      .then(
        () => {
          kept = true
        },
        () => {
          kept = false
          // tried again with the next step
          onDevice = new Set([...onDevice].filter((id) => !fresh.some(([, { step }]) => step.id === id)))
        },
      )
    writing = written
    return written
  }

  function again(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void sendAll(), ms)
  }

  async function sendAll(): Promise<void> {
    if (sending || stopped || waiting.length === 0) return
    sending = true
    clearTimeout(timer)
    onSaving({ state: 'saving' })
    const batch = firstOf(waiting)
    let pause = 0
    try {
      onJournal(await send({ after: after(), entries: batch }))
      onSaving({ state: 'saved', at: Date.now() })
    } catch (error) {
      const step = refusedStep(error, batch)
      const because = heldBecause(error)
      if (step !== undefined) onRefused(step.id, error instanceof CallError ? error.details : [])
      else if (because !== null) {
        onSaving({ state: 'held', because })
        pause = heldRetryMs
      } else {
        onSaving({ state: 'offline', kept })
        pause = retryMs
      }
    }
    sending = false
    if (waiting.length > 0 && !stopped) again(pause)
  }

  const online = (): void => void sendAll()
  window.addEventListener('online', online)
  return {
    keep(steps) {
      waiting = steps
      // on the device first: the page may be closed at any moment
      void write(steps).then(sendAll)
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      window.removeEventListener('online', online)
    },
  }
}

function firstOf(steps: PlanSteps): PlanSteps {
  const batch: Step[] = []
  let bytes = 0
  for (const step of steps) {
    bytes += JSON.stringify(step).length
    if (batch.length > 0 && (bytes > mostBytes || batch.length >= 200)) break
    batch.push(step)
  }
  return batch
}
