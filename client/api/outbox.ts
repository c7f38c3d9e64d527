// Reports on their way. A report is kept on this device, with its photos, before it is sent, and goes from here only when the service has all of
// it; until then it is sent again and again under the same name, so that it arrives once however often the connection drops.
//
//   kept ──► reported (has a number) ──► photo 1 ──► photo 2 … ──► gone
//     └──► refused: the service says what is wrong; a person mends it or throws it away
import { createStore, del, entries, set, type UseStore } from 'idb-keyval'
import { type BodyInput, call } from './client.ts'
import { CallError, type CallErrorCode } from './errors.ts'

export type Report = BodyInput<'reportIssue'>

export type Waiting = {
  /** Its name to the service. */
  readonly key: string
  /** Whose report it is: somebody else at this device does not send it. */
  readonly accountId: number
  readonly keptAt: number
  readonly report: Report
  readonly photos: readonly Blob[]
  /** Known once the service has the report. */
  readonly issueId: number | null
  readonly photosSent: number
  readonly refused: CallErrorCode | null
}

const retryMs = 10_000
/** The service has forgotten the names of reports by then; sending one again could make it twice. */
const keptDays = 80

let store: UseStore | undefined
const place = (): UseStore => {
  store ??= createStore('fangyuan-outbox', 'reports')
  return store
}

/** Reports that the service has, by their names, for as long as the page lives. */
const arrived = new Map<string, number>()
const listeners = new Set<() => void>()
let known: readonly Waiting[] = []
let owner: number | null = null
let running: Promise<void> | undefined
let again = false
let timer: ReturnType<typeof setTimeout> | undefined

function tell(): void {
  for (const listener of listeners) listener()
}

async function reread(): Promise<void> {
  const all = (await entries<string, Waiting>(place())).map(([, waiting]) => waiting)
  known = all.filter(({ accountId }) => accountId === owner).sort((a, b) => a.keptAt - b.keptAt)
  tell()
}

async function keep(waiting: Waiting): Promise<Waiting> {
  await set(waiting.key, waiting, place())
  await reread()
  return waiting
}

/** Whether trying again by itself may help; what the service refused for good must be mended by a person. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof CallError) ||
  ['offline', 'unavailable', 'internal', 'malformed', 'too_many_requests', 'not_signed_in'].includes(error.code)

/** Sends what is left of one report. Throws what stopped it; what was sent until then is remembered. */
async function sendOne(waiting: Waiting): Promise<void> {
  let present = waiting
  if (present.issueId === null) {
    const { id } = await call('reportIssue', { body: present.report, idempotencyKey: present.key })
    present = await keep({ ...present, issueId: Number(id) })
  }
  const { issueId } = present
  if (issueId === null) return
  for (let index = present.photosSent; index < present.photos.length; index++) {
    const file = present.photos[index]
    if (file) await call('addIssuePhoto', { params: { id: issueId }, file })
    present = await keep({ ...present, photosSent: index + 1 })
  }
  arrived.set(present.key, issueId)
  await del(present.key, place())
  await reread()
}

async function sendAll(): Promise<void> {
  await reread()
  for (const waiting of known.filter(({ refused }) => refused === null)) {
    try {
      await sendOne(waiting)
    } catch (error) {
      if (mayPass(error)) {
        clearTimeout(timer)
        timer = setTimeout(() => void flush(), retryMs)
        return
      }
      const now = known.find(({ key }) => key === waiting.key) ?? waiting
      await keep({ ...now, refused: error instanceof CallError ? error.code : 'internal' })
    }
  }
}

/** Sends what waits, one after the other; at most one sending at a time. */
export function flush(): Promise<void> {
  if (owner === null) return Promise.resolve()
  if (running) again = true
  running ??= sendAll().finally(() => {
    running = undefined
    if (!again) return
    again = false
    return flush()
  })
  return running
}

/** Keeps a report and begins to send it. Resolves when it is safe on this device. */
export async function putReport(accountId: number, report: Report, photos: readonly Blob[], key: string, now: number): Promise<void> {
  owner = accountId
  await keep({ key, accountId, keptAt: now, report, photos, issueId: null, photosSent: 0, refused: null })
  void flush()
}

/** A refused report, tried once more as it is. */
export async function tryAgain(key: string): Promise<void> {
  const waiting = known.find((one) => one.key === key)
  if (waiting) await keep({ ...waiting, refused: null })
  await flush()
}

export async function throwAway(key: string): Promise<void> {
  await del(key, place())
  await reread()
}

/** Watches over the reports of an account for as long as somebody is there. */
export function watchOutbox(accountId: number): () => void {
  owner = accountId
  const attempt = (): void => void flush().catch(() => undefined)
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') attempt()
  }
  const forgotten = Date.now() - keptDays * 86_400_000
  void reread()
    .then(() =>
      Promise.all(
        known.filter(({ keptAt, issueId }) => keptAt < forgotten && issueId === null).map((one) => keep({ ...one, refused: 'conflict' })),
      ),
    )
    .then(attempt)
    .catch(() => undefined)
  window.addEventListener('online', attempt)
  document.addEventListener('visibilitychange', onVisible)
  return () => {
    window.removeEventListener('online', attempt)
    document.removeEventListener('visibilitychange', onVisible)
    clearTimeout(timer)
    owner = null
    known = []
    tell()
  }
}

export function subscribeOutbox(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const outboxNow = (): readonly Waiting[] => known
/** The number of a report that has arrived; null while it is on its way. */
export const arrivedAs = (key: string): number | null => arrived.get(key) ?? null
