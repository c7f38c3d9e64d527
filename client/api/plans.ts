// Boundary plans: what is asked and written, and the keeping of steps on this device until the service has them.
import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { createStore, del, get, set, type UseStore } from 'idb-keyval'
import { type BodyInput, call, type Ok } from './client.ts'
import { CallError, type ErrorDetail, passes } from './errors.ts'

export type ListedPlan = Ok<'plans'>['plans'][number]
export type OpenedPlan = Ok<'plan'>
export type PlanFactsSent = Ok<'planFacts'>
export type PlanImpact = Ok<'planImpact'>
export type SentJournal = Ok<'writePlan'>
export type PlanRulesKept = OpenedPlan['rules']
type Steps = BodyInput<'writePlan'>['entries']

export const plansQuery = () => queryOptions({ queryKey: ['plans'], queryFn: ({ signal }) => call('plans', { signal }) })
const askPlan = (id: number, signal?: AbortSignal) => call('plan', { params: { id }, ...(signal && { signal }) })
let early: { readonly id: number; readonly answer: Promise<OpenedPlan> } | null = null
/** Asks before the page that wants it is there; answered to whoever asks for that plan first. */
export function askPlanEarly(id: number): void {
  early = { id, answer: askPlan(id) }
  // whoever is not signed in asks again afterwards
  early.answer.catch(() => undefined)
}
export const planQuery = (id: number) =>
  // read once: what is drawn afterwards comes through the journal
  queryOptions({
    queryKey: ['plan', id],
    queryFn: ({ signal }) => {
      const before = early?.id === id ? early.answer : null
      early = null
      return before === null ? askPlan(id, signal) : before.catch(() => askPlan(id, signal))
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
export const planFactsQuery = (id: number) =>
  queryOptions({
    queryKey: ['planFacts', id],
    queryFn: ({ signal }) => call('planFacts', { params: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
export const planImpactQuery = (id: number, revision: number) =>
  queryOptions({
    queryKey: ['planImpact', id, revision],
    queryFn: ({ signal }) => call('planImpact', { params: { id }, signal }),
    gcTime: 0,
  })
export const coverageVersionsQuery = () =>
  queryOptions({ queryKey: ['coverageVersions'], queryFn: ({ signal }) => call('coverageVersions', { signal }) })

export type CoverageVersion = Ok<'coverageVersions'>['versions'][number]
export type GridHistory = Ok<'gridHistory'>
export const gridLineageQuery = (code: string) =>
  queryOptions({ queryKey: ['gridHistory', code], queryFn: ({ signal }) => call('gridHistory', { params: { code }, signal }) })
const pageOf = 1000
/** All grids of a day, page by page. */
export const gridsOfDayQuery = (subdistrict: string, day: string) =>
  queryOptions({
    queryKey: ['gridsOfDay', subdistrict, day],
    queryFn: async ({ signal }) => {
      const all: Ok<'grids'>['features'] = []
      for (let after: string | undefined; ; ) {
        const page = await call('grids', {
          query: { subdistrict, asOf: day, limit: pageOf, ...(after !== undefined && { after }) },
          signal,
        })
        all.push(...page.features)
        if (page.next === null) return all
        after = page.next
      }
    },
    placeholderData: keepPreviousData,
  })

const everyMs = 3000
/** What others draw, and who they are; asked for as long as the plan is open. */
export const planJournalQuery = (id: number, after: () => number) =>
  queryOptions({
    queryKey: ['planJournal', id],
    queryFn: ({ signal }) => call('planJournal', { params: { id }, query: { after: after() }, signal, background: true }),
    refetchInterval: everyMs,
    gcTime: 0,
    retry: false,
  })

const again = (client: QueryClient): void =>
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'plans' || queryKey[0] === 'plan' })
export const beginPlanMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: (title: string) => call('beginPlan', { body: { title } }), onSuccess: () => again(client) })
export const stepPlanMutation = (client: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: (body: BodyInput<'stepPlan'>) => call('stepPlan', { params: { id }, body }),
    onSettled: () => again(client),
  })
export const publishPlanMutation = (client: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: (body: BodyInput<'publishPlan'>) => call('publishPlan', { params: { id }, body }),
    onSettled: () => {
      again(client)
      void client.invalidateQueries({ queryKey: ['layers'] })
    },
  })
export const rebasePlanMutation = (client: QueryClient, id: number) =>
  mutationOptions({
    mutationFn: (version: number) => call('rebasePlan', { params: { id }, body: { version } }),
    onSettled: () => again(client),
  })
export const changePlanRulesMutation = (client: QueryClient) =>
  mutationOptions({ mutationFn: (body: BodyInput<'changePlanRules'>) => call('changePlanRules', { body }), onSettled: () => again(client) })

export type Saving =
  | { readonly state: 'saved'; readonly at: number }
  | { readonly state: 'saving' }
  /** Kept on this device; sent when the service answers again. */
  | { readonly state: 'offline'; readonly steps: number }

export type PlanKeeper = {
  /** Steps that are not with the service yet; kept on this device at once, sent as soon as possible. */
  readonly keep: (steps: Steps) => void
  readonly stop: () => void
}

type KeeperEvents = {
  readonly after: () => number
  readonly onSaving: (saving: Saving) => void
  readonly onJournal: (journal: SentJournal) => void
  /** The service does not take a step: what it is and why. */
  readonly onRefused: (step: string, details: readonly ErrorDetail[], steps: Steps) => void
}

let store: UseStore | undefined
const place = (): UseStore => {
  store ??= createStore('fangyuan-plans', 'steps')
  return store
}
const keyOf = (plan: number, account: number): string => `${account}/${plan}`

/** What this device kept of a plan; another account's stays hidden. */
export const keptSteps = async (plan: number, account: number): Promise<Steps> =>
  (await get<Steps>(keyOf(plan, account), place()).catch(() => undefined)) ?? []

/** A body is read up to 64 kB. */
const mostBytes = 50_000
const retryMs = 3000

export function planKeeper(plan: number, account: number, { after, onSaving, onJournal, onRefused }: KeeperEvents): PlanKeeper {
  let waiting: Steps = []
  let sending = false
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const write = (steps: Steps): Promise<void> =>
    (steps.length === 0 ? del(keyOf(plan, account), place()) : set(keyOf(plan, account), steps, place())).catch(() => undefined)

  async function send(): Promise<void> {
    if (sending || stopped || waiting.length === 0) return
    sending = true
    clearTimeout(timer)
    onSaving({ state: 'saving' })
    const batch = firstOf(waiting)
    try {
      const journal = await call('writePlan', { params: { id: plan }, body: { after: after(), entries: batch } })
      onJournal(journal)
      onSaving({ state: 'saved', at: Date.now() })
    } catch (error) {
      if (passes(error)) {
        onSaving({ state: 'offline', steps: waiting.length })
        timer = setTimeout(() => void send(), retryMs)
        sending = false
        return
      }
      const details = error instanceof CallError ? error.details : []
      const index = Number(/^body\.entries\.(\d+)/.exec(details[0]?.path ?? '')?.[1] ?? 0)
      onRefused(batch[index]?.id ?? batch[0]?.id ?? '', details, waiting)
    }
    sending = false
    if (waiting.length > 0) timer = setTimeout(() => void send(), 0)
  }

  const online = (): void => void send()
  window.addEventListener('online', online)
  return {
    keep(steps) {
      waiting = steps
      // on the device first: the page may be closed at any moment
      void write(steps).then(() => send())
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      window.removeEventListener('online', online)
    },
  }
}

function firstOf(steps: Steps): Steps {
  const batch: Steps[number][] = []
  let bytes = 0
  for (const step of steps) {
    bytes += JSON.stringify(step).length
    if (batch.length > 0 && (bytes > mostBytes || batch.length >= 200)) break
    batch.push(step)
  }
  return batch
}
