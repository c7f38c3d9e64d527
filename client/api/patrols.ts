// Key and fetcher of everything about patrols: teams, routes, runs, and what changes them.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { addressOf, type BodyInput, type CallInput, call, type Ok } from './client.ts'
import { operations } from './operations.ts'
import type { Scope } from './queries.ts'

export type RouteFeature = Ok<'patrolRoutes'>['features'][number]
export type RouteDetails = Ok<'patrolRoute'>
export type PatrolRun = Ok<'patrolRuns'>['rows'][number]
export type RunDetails = Ok<'patrolRun'>
export type PatrolTeam = Ok<'patrolTeams'>['rows'][number]
export type TrackTold = Ok<'uploadPatrolTrack'>
export type RouteFilter = Pick<NonNullable<CallInput<'patrolRoutes'>['query']>, 'q' | 'state'>
export type RunFilter = Pick<NonNullable<CallInput<'patrolRuns'>['query']>, 'from' | 'to' | 'route' | 'state' | 'order'>
export type RouteBody = BodyInput<'createPatrolRoute'>

const pageOf = 200

export const routeListQuery = ({ subdistrict, version }: Scope, filter: RouteFilter) =>
  infiniteQueryOptions({
    queryKey: ['patrolRouteList', subdistrict, filter, version],
    queryFn: ({ signal, pageParam }) =>
      call('patrolRoutes', { query: { subdistrict, ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const runListQuery = ({ subdistrict, version }: Scope, filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: ['patrolRuns', subdistrict, filter, version],
    queryFn: ({ signal, pageParam }) =>
      call('patrolRuns', { query: { subdistrict, ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const routeDetailsQuery = ({ subdistrict, version }: Scope, id: number, days: '7' | '30' | '90') =>
  queryOptions({
    queryKey: ['patrolRoute', subdistrict, id, days, version],
    queryFn: ({ signal }) => call('patrolRoute', { params: { id }, query: { subdistrict, days }, signal }),
    placeholderData: keepPreviousData,
  })

export const runDetailsQuery = ({ subdistrict, version }: Scope, id: number) =>
  queryOptions({
    queryKey: ['patrolRun', subdistrict, id, version],
    queryFn: ({ signal }) => call('patrolRun', { params: { id }, query: { subdistrict }, signal }),
    placeholderData: keepPreviousData,
  })

export const teamsQuery = ({ subdistrict, version }: Scope, state: 'open' | 'all') =>
  queryOptions({
    queryKey: ['patrolTeams', subdistrict, state, version],
    queryFn: ({ signal }) => call('patrolTeams', { query: { subdistrict, state, limit: 1000 }, signal }),
    placeholderData: keepPreviousData,
  })

export const patrolSettingsQuery = ({ subdistrict, version }: Scope) =>
  queryOptions({
    queryKey: ['patrolSettings', subdistrict, version],
    queryFn: ({ signal }) => call('patrolSettings', { query: { subdistrict }, signal }),
  })

type Format = 'xlsx' | 'csv' | 'geojson'
export const routeFileAddress = (filter: RouteFilter, format: Format, language: 'zh-CN' | 'en'): string =>
  addressOf(operations.patrolRouteFile.path, {}, { ...filter, format, language })
export const runFileAddress = (filter: RunFilter, format: Format, language: 'zh-CN' | 'en'): string =>
  addressOf(operations.patrolRunFile.path, {}, { ...filter, format, language })

const lists = [
  'patrolRouteList',
  'patrolRoutes',
  'patrolRuns',
  'patrolRoute',
  'patrolRun',
  'patrolTeams',
  'patrolSettings',
  'recordHistory',
  'layers',
]
/** Also after a refusal: then somebody else was there. */
export const patrolsChanged = (client: QueryClient) => Promise.all(lists.map((id) => client.invalidateQueries({ queryKey: [id] })))

/** One of the writes; every list of patrols is read again after it. */
const writing = <Given, Answer>(mutationFn: (given: Given) => Promise<Answer>) =>
  mutationOptions({ mutationFn, onSettled: (_made, _error, _given, _before, { client }) => patrolsChanged(client) })

export const saveRouteMutation = (id: number | null) =>
  writing((body: BodyInput<'changePatrolRoute'>) => {
    const { version, ...fresh } = body
    return id === null ? call('createPatrolRoute', { body: fresh }) : call('changePatrolRoute', { params: { id }, body })
  })
export const closeRouteMutation = (id: number) =>
  writing((body: BodyInput<'closePatrolRoute'>) => call('closePatrolRoute', { params: { id }, body }))
export const planMutation = () => writing((body: BodyInput<'planPatrolRuns'>) => call('planPatrolRuns', { body }))
export const runStepMutation = (id: number) =>
  writing((body: BodyInput<'movePatrolRun'>) => call('movePatrolRun', { params: { id }, body }))
export const tellMutation = (id: number, checkpoint: number) =>
  writing((body: BodyInput<'tellCheckpoint'>) => call('tellCheckpoint', { params: { id, checkpoint }, body }))
export const checkInMutation = (id: number) => writing((body: BodyInput<'checkIn'>) => call('checkIn', { params: { id }, body }))
export const saveTeamMutation = (id: number | null) =>
  writing((body: BodyInput<'changePatrolTeam'>) => {
    const { version, retired, ...fresh } = body
    return id === null ? call('createPatrolTeam', { body: fresh }) : call('changePatrolTeam', { params: { id }, body })
  })
export const settingsMutation = () => writing((body: BodyInput<'changePatrolSettings'>) => call('changePatrolSettings', { body }))

/** Without `commit` nothing is written. */
export const trackMutation = (id: number, version: number) =>
  mutationOptions({
    mutationFn: ({ file, commit }: { readonly file: File; readonly commit: boolean }) =>
      call('uploadPatrolTrack', {
        params: { id },
        query: { version: String(version), commit: commit ? 'yes' : 'no' },
        file: new Blob([file], { type: 'application/gpx+xml' }),
      }),
    onSettled: (_told, _error, { commit }, _before, { client }) => (commit ? patrolsChanged(client) : undefined),
  })
