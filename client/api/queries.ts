// Key and fetcher of every endpoint of the map, together. Nobody types a key in a component.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { type CallInput, call, callBytes, type Ok } from './client.ts'
import type { CallId } from './operations.ts'

const second = 1000
const minute = 60 * second

/** Data of one sub-district. `version` is the sum of its layers' versions, issues left out: when it moves, register answers are read again. */
export type Scope = { readonly subdistrict: string; readonly version: number }

type Known = { readonly queryKey: readonly unknown[] } | undefined

/** Keeps showing the same thing while a newer version of it loads; keys end with the version. Another thing starts empty. */
const whileRefreshed =
  (key: readonly unknown[]) =>
  <T>(previous: T | undefined, query: Known): T | undefined =>
    query !== undefined && JSON.stringify(query.queryKey.slice(0, -1)) === JSON.stringify(key.slice(0, -1)) ? previous : undefined

/** Whether an older version of the same thing is here: then the watch on the layers asks for it again, not a person. */
const isRefresh = (client: QueryClient, key: readonly unknown[]): boolean =>
  client.getQueriesData({ queryKey: key.slice(0, -1) }).some(([other, data]) => data !== undefined && other.at(-1) !== key.at(-1))

/** An answer that holds for one version of the data. */
function versioned<Id extends CallId>(id: Id, of: unknown, { subdistrict, version }: Scope, input: CallInput<Id>) {
  const queryKey = [id, subdistrict, of, version] as const
  return queryOptions<Ok<Id>, Error, Ok<Id>, readonly unknown[]>({
    queryKey,
    queryFn: ({ signal, client }) => call(id, { ...input, signal, background: isRefresh(client, queryKey) }),
    staleTime: minute,
    placeholderData: whileRefreshed(queryKey),
  })
}

export const subdistrictsQuery = () =>
  queryOptions({ queryKey: ['subdistricts'], queryFn: ({ signal }) => call('subdistricts', { signal }), staleTime: 10 * minute })

/** `everySeconds`: how often it is asked for again, for want of a stream that would tell. */
export const layersQuery = (subdistrict: string, everySeconds: number) => {
  const queryKey = ['layers', subdistrict] as const
  return queryOptions({
    queryKey,
    // The first time somebody opened the map; after that a timer asks.
    queryFn: ({ signal, client }) =>
      call('layers', { query: { subdistrict }, signal, background: client.getQueryData(queryKey) !== undefined }),
    staleTime: 10 * second,
    refetchInterval: everySeconds * second,
    refetchOnWindowFocus: true,
  })
}

export const gridsQuery = (scope: Scope, of: { level?: 1 | 2 | 3; parent?: string }) =>
  versioned('grids', of, scope, { query: { subdistrict: scope.subdistrict, ...of, limit: 1000 } })

export const gridQuery = (scope: Scope, code: string) =>
  versioned('grid', code, scope, { params: { code }, query: { subdistrict: scope.subdistrict } })

export const coverageQuery = (scope: Scope, of: { kind: Ok<'coverage'>['kind']; level: 1 | 2 | 3 }) =>
  versioned('coverage', of, scope, { query: { subdistrict: scope.subdistrict, ...of } })

export const buildingsQuery = (scope: Scope, of: { grid?: string; compound?: number }) =>
  versioned('buildings', of, scope, { query: { subdistrict: scope.subdistrict, ...of, limit: 1000 } })

export const buildingQuery = (scope: Scope, id: number) =>
  versioned('building', id, scope, { params: { id }, query: { subdistrict: scope.subdistrict } })

export const compoundQuery = (scope: Scope, id: number) =>
  versioned('compound', id, scope, { params: { id }, query: { subdistrict: scope.subdistrict } })

export const renovationsQuery = (scope: Scope, of: { compound?: number }) =>
  versioned('renovations', of, scope, { query: { subdistrict: scope.subdistrict, ...of, limit: 1000 } })

export const stationsQuery = (scope: Scope) =>
  versioned('stations', null, scope, { query: { subdistrict: scope.subdistrict, limit: 1000 } })

type SiteChoice = NonNullable<CallInput<'siteChoice'>['query']>
/** Who walks, and to which stations: at a time of the day, as if some were different. */
export type Walk = {
  readonly profile: NonNullable<SiteChoice['profile']>
  readonly kind?: string
  readonly on?: string
  readonly at?: string
  readonly changes?: string
}
export const circlesQuery = (scope: Scope, of: Walk & { readonly straight?: 'yes'; readonly each?: 'yes'; readonly minutes?: string }) => ({
  ...versioned('circles', of, scope, { query: { subdistrict: scope.subdistrict, ...of } }),
  placeholderData: keepPreviousData,
})

export const walkCoverageQuery = (scope: Scope, of: Walk) => ({
  ...versioned('walkCoverage', of, scope, { query: { subdistrict: scope.subdistrict, ...of, level: 2 } }),
  placeholderData: keepPreviousData,
})

export const compoundWalksQuery = (scope: Scope) => {
  const of = { profile: 'default', per: 'compound' } as const
  return versioned('walkCoverage', of, scope, { query: { subdistrict: scope.subdistrict, ...of } })
}

/** What a plan changes, beside the stations there are or, with `than`, beside another plan. */
export const walkDifferenceQuery = (scope: Scope, of: Walk & { readonly than?: string }) => ({
  ...versioned('walkDifference', of, scope, { query: { subdistrict: scope.subdistrict, ...of } }),
  placeholderData: keepPreviousData,
})

export const blindSpotsQuery = (scope: Scope, of: Walk) => ({
  ...versioned('blindSpotList', of, scope, { query: { subdistrict: scope.subdistrict, ...of, limit: 1000 } }),
  placeholderData: keepPreviousData,
})

export const previewCircleQuery = (scope: Scope, of: Walk & { readonly lng: number; readonly lat: number }) => ({
  ...versioned('previewCircle', of, scope, { query: { subdistrict: scope.subdistrict, ...of } }),
  // the rings of the place before stay until those of the next are there
  placeholderData: keepPreviousData,
})

export type SiteQuery = Walk & {
  readonly count: number
  readonly aim: NonNullable<SiteChoice['aim']>
  readonly weight: 'households' | 'residents60Plus'
  readonly from: 'compounds' | 'blocks'
  readonly apart: number
}
export const siteChoiceQuery = (scope: Scope, of: SiteQuery) => ({
  ...versioned('siteChoice', of, scope, { query: { subdistrict: scope.subdistrict, ...of } }),
  refetchInterval: ({ state }: { state: { data: Ok<'siteChoice'> | undefined } }) => (state.data?.working ? second : false),
})

export const buildingWayQuery = (scope: Scope, id: number, of: Pick<Walk, 'profile'>) =>
  versioned('buildingWay', [id, of], scope, { params: { id }, query: { subdistrict: scope.subdistrict, ...of } })

export const patrolRoutesQuery = (scope: Scope) =>
  versioned('patrolRoutes', null, scope, { query: { subdistrict: scope.subdistrict, limit: 1000 } })

export const issueQuery = (scope: Scope, id: number) =>
  versioned('issue', id, scope, { params: { id }, query: { subdistrict: scope.subdistrict } })

type Step = NonNullable<CallInput<'moveIssue'>['body']>
/** The next step with an issue; answers the issue as it is then. */
export const moveIssueMutation = (id: number) =>
  mutationOptions({ mutationFn: (body: Step) => call('moveIssue', { params: { id }, body }) })

/** Who holds a post in a building, or in a grid. */
export const appointmentsQuery = (scope: Scope, of: { building: number } | { grid: string }) =>
  versioned('appointments', of, scope, { query: { subdistrict: scope.subdistrict, ...of, limit: 200 } })

export const searchQuery = (subdistrict: string, q: string) =>
  queryOptions({
    queryKey: ['search', subdistrict, q],
    queryFn: ({ signal }) => call('search', { query: { subdistrict, q, limit: 8 }, signal }),
    staleTime: minute,
    placeholderData: keepPreviousData,
  })

export type DensityFilter = {
  readonly bbox: string
  readonly zoom: number
  readonly from: string
  readonly to: string
  readonly class?: string
  readonly per: 'raw' | 'households'
}

export const densityQuery = (scope: Scope, filter: DensityFilter) => ({
  ...versioned('issueDensity', filter, scope, { query: { subdistrict: scope.subdistrict, ...filter } }),
  // The old picture stays until the new one is there, whatever was changed.
  placeholderData: keepPreviousData,
})

/** Which issues are counted: period and classes. */
export type CountFilter = { readonly from: string; readonly to: string; readonly class?: string }

/** Every day of a year may change its count, so the old picture stays while the new one is on its way. */
const counted = <Id extends 'issueTimes' | 'issueGrids' | 'issueHotSpots'>(id: Id, of: unknown, scope: Scope, input: CallInput<Id>) => ({
  ...versioned(id, of, scope, input),
  placeholderData: keepPreviousData,
})

export const issueTimesQuery = (scope: Scope, filter: CountFilter) =>
  counted('issueTimes', filter, scope, { query: { subdistrict: scope.subdistrict, ...filter } })

export const issueGridsQuery = (scope: Scope, level: 2 | 3, filter: CountFilter) =>
  counted('issueGrids', { level, ...filter }, scope, { query: { subdistrict: scope.subdistrict, level, ...filter } })

export const hotSpotsQuery = (scope: Scope, filter: { readonly to: string; readonly class?: string }) =>
  counted('issueHotSpots', filter, scope, { query: { subdistrict: scope.subdistrict, ...filter } })

/** The pictures of a film, in the bytes of domain/density/density-bytes.ts. */
export const filmQuery = (scope: Scope, filter: DensityFilter, steps: number) =>
  queryOptions({
    queryKey: ['issueFilm', scope.subdistrict, filter, steps] as const,
    queryFn: ({ signal }) =>
      callBytes('issueDensity', { query: { subdistrict: scope.subdistrict, ...filter, format: 'binary', steps }, signal }),
    staleTime: minute,
  })

export type IssueListFilter = CountFilter & { readonly bbox?: string; readonly grid?: string; readonly status: string }

/** The issues behind a number, newest first, page after page. */
export const countedIssuesQuery = (scope: Scope, filter: IssueListFilter) =>
  infiniteQueryOptions({
    queryKey: ['issues', scope.subdistrict, filter, scope.version] as const,
    queryFn: ({ pageParam, signal }) =>
      call('issues', {
        query: { subdistrict: scope.subdistrict, ...filter, limit: 1000, ...(pageParam === '' ? {} : { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: minute,
  })
