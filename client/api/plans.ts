// Boundary plans: what is asked and written. Steps are kept on this device in plan-keeper.ts.
import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { type BodyInput, call, type Ok } from './client.ts'

export type ListedPlan = Ok<'plans'>['plans'][number]
export type OpenedPlan = Ok<'plan'> & { readonly base: Ok<'planBase'> }
export type PlanFactsSent = Ok<'planFacts'>
export type PlanImpact = Ok<'planImpact'>
export type SentJournal = Ok<'writePlan'>
export type PlanRulesKept = OpenedPlan['rules']
export type PlanSteps = BodyInput<'writePlan'>['entries']

export const plansQuery = () => queryOptions({ queryKey: ['plans'], queryFn: ({ signal }) => call('plans', { signal }) })
/** The plan and the borders it stands on, which are most of it and asked for at the same time. */
async function askPlan(id: number, signal?: AbortSignal): Promise<OpenedPlan> {
  const input = { params: { id }, ...(signal && { signal }) }
  const [opened, base] = await Promise.all([call('plan', input), call('planBase', input)])
  // put on other borders between the two answers
  if (opened.plan.base.coverageVersionId !== base.coverageVersionId) return askPlan(id, signal)
  return { ...opened, base }
}
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
  mutationOptions({ mutationFn: (body: BodyInput<'beginPlan'>) => call('beginPlan', { body }), onSuccess: () => again(client) })
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
