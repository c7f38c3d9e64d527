// Key and fetcher of everything about posts: what is missing, who held it, who could, and the steps with it.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { addressOf, type BodyInput, type CallInput, call, type Ok } from './client.ts'
import { operations } from './operations.ts'
import type { Scope } from './queries.ts'

export type VacancyFilter = Omit<NonNullable<CallInput<'vacancies'>['query']>, 'subdistrict' | 'limit' | 'after' | 'list' | 'sort'>
export type VacancyQuery = VacancyFilter & Pick<NonNullable<CallInput<'vacancies'>['query']>, 'list' | 'sort'>
export type VacancyRow = Ok<'vacancies'>['rows'][number]
export type KnownPerson = Ok<'knownPeople'>['people'][number]
export type PastAppointment = Ok<'postHistory'>['appointments'][number]

const pageOf = 200

export const vacanciesQuery = ({ subdistrict, version }: Scope, query: VacancyQuery) =>
  infiniteQueryOptions({
    queryKey: ['vacancies', subdistrict, query, version],
    queryFn: ({ signal, pageParam }) =>
      call('vacancies', { query: { subdistrict, ...query, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const vacancyCountsQuery = ({ subdistrict, version }: Scope, filter: VacancyFilter) =>
  queryOptions({
    queryKey: ['vacancyCounts', subdistrict, filter, version],
    queryFn: ({ signal }) => call('vacancyCounts', { query: { subdistrict, ...filter }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const vacancyFileAddress = (query: VacancyQuery, format: 'xlsx' | 'csv' | 'geojson', language: 'zh-CN' | 'en'): string =>
  addressOf(operations.vacancyFile.path, {}, { ...query, format, language })

type History = NonNullable<CallInput<'coverageHistory'>['query']>
export const coverageHistoryQuery = ({ subdistrict, version }: Scope, of: Pick<History, 'kind' | 'grid' | 'compound' | 'months'>) =>
  queryOptions({
    queryKey: ['coverageHistory', subdistrict, of, version],
    queryFn: ({ signal }) => call('coverageHistory', { query: { subdistrict, ...of }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

type Post = NonNullable<CallInput<'postHistory'>['query']>
export const postHistoryQuery = ({ subdistrict, version }: Scope, of: Omit<Post, 'subdistrict'>) =>
  queryOptions({
    queryKey: ['postHistory', subdistrict, of, version],
    queryFn: ({ signal }) => call('postHistory', { query: { subdistrict, ...of }, signal }),
    staleTime: 60_000,
  })

export const suggestedPeopleQuery = ({ subdistrict, version }: Scope, building: number) =>
  queryOptions({
    queryKey: ['suggestedPeople', subdistrict, building, version],
    queryFn: ({ signal }) => call('suggestedPeople', { query: { subdistrict, building }, signal }),
    staleTime: 60_000,
  })

export const knownPeopleQuery = (subdistrict: string, q: string) =>
  queryOptions({
    queryKey: ['knownPeople', subdistrict, q],
    queryFn: ({ signal }) => call('knownPeople', { query: { subdistrict, q }, signal }),
    staleTime: 60_000,
  })

const lists = ['vacancies', 'vacancyCounts', 'coverageHistory', 'postHistory', 'suggestedPeople', 'knownPeople', 'appointments', 'layers']
/** Also after a refusal: then somebody else was there. */
const postsChanged = (client: QueryClient) => Promise.all(lists.map((id) => client.invalidateQueries({ queryKey: [id] })))

export const appointMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'appoint'>) => call('appoint', { body }),
    onSettled: (_made, _error, _body, _before, { client }) => postsChanged(client),
  })

export const handOverMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'handOver'>) => call('handOver', { body }),
    onSettled: (_made, _error, _body, _before, { client }) => postsChanged(client),
  })

export const correctMutation = (id: number) =>
  mutationOptions({
    mutationFn: (body: BodyInput<'correctAppointment'>) => call('correctAppointment', { params: { id }, body }),
    onSettled: (_made, _error, _body, _before, { client }) => postsChanged(client),
  })

export const fillInMutation = () =>
  mutationOptions({
    mutationFn: ({ file, commit }: { readonly file: File; readonly commit: boolean }) =>
      // browsers name some tables by the program that opens them
      call('fillIn', { query: { commit: commit ? 'yes' : 'no' }, file: new Blob([file], { type: 'application/octet-stream' }) }),
    onSettled: (_told, _error, { commit }, _before, { client }) => (commit ? postsChanged(client) : undefined),
  })

export const noticeMutation = (id: number) => mutationOptions({ mutationFn: () => call('notice', { params: { id }, body: {} }) })
