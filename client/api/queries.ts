// Key and fetcher of every endpoint, together. Nobody types a key in a component.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

const second = 1000
const minute = 60 * second

/** Data of one sub-district. `version` is the sum of its layers' versions: when it moves, register answers are read again. */
export type Scope = { readonly subdistrict: string; readonly version: number }

type Known = { readonly queryKey: readonly unknown[] } | undefined

/** Keeps showing the same thing while a newer version of it loads; keys end with the version. Another thing starts empty. */
const whileRefreshed =
  (key: readonly unknown[]) =>
  <T>(previous: T | undefined, query: Known): T | undefined =>
    query !== undefined && JSON.stringify(query.queryKey.slice(0, -1)) === JSON.stringify(key.slice(0, -1)) ? previous : undefined

export const subdistrictsQuery = () =>
  queryOptions({ queryKey: ['subdistricts'], queryFn: ({ signal }) => call('subdistricts', { signal }), staleTime: 10 * minute })

export const layersQuery = (subdistrict: string) =>
  queryOptions({
    queryKey: ['layers', subdistrict],
    queryFn: ({ signal }) => call('layers', { query: { subdistrict }, signal }),
    staleTime: 10 * second,
    refetchInterval: 15 * second,
    refetchOnWindowFocus: true,
  })

export const gridsQuery = ({ subdistrict, version }: Scope, of: { level?: 1 | 2 | 3; parent?: string }) =>
  queryOptions({
    queryKey: ['grids', subdistrict, of, version],
    queryFn: ({ signal }) => call('grids', { query: { subdistrict, ...of, limit: 1000 }, signal }),
    staleTime: minute,
    placeholderData: whileRefreshed(['grids', subdistrict, of, version]),
  })

export const gridQuery = ({ subdistrict, version }: Scope, code: string) =>
  queryOptions({
    queryKey: ['grid', subdistrict, code, version],
    queryFn: ({ signal }) => call('grid', { params: { code }, query: { subdistrict }, signal }),
    staleTime: minute,
    placeholderData: whileRefreshed(['grid', subdistrict, code, version]),
  })

export const buildingsQuery = ({ subdistrict, version }: Scope, of: { grid?: string; compound?: number }) =>
  queryOptions({
    queryKey: ['buildings', subdistrict, of, version],
    queryFn: ({ signal }) => call('buildings', { query: { subdistrict, ...of, limit: 1000 }, signal }),
    staleTime: minute,
    placeholderData: whileRefreshed(['buildings', subdistrict, of, version]),
  })

export const buildingQuery = ({ subdistrict, version }: Scope, id: number) =>
  queryOptions({
    queryKey: ['building', subdistrict, id, version],
    queryFn: ({ signal }) => call('building', { params: { id }, query: { subdistrict }, signal }),
    staleTime: minute,
    placeholderData: whileRefreshed(['building', subdistrict, id, version]),
  })

export const compoundQuery = ({ subdistrict, version }: Scope, id: number) =>
  queryOptions({
    queryKey: ['compound', subdistrict, id, version],
    queryFn: ({ signal }) => call('compound', { params: { id }, query: { subdistrict }, signal }),
    staleTime: minute,
    placeholderData: whileRefreshed(['compound', subdistrict, id, version]),
  })

export const renovationsQuery = ({ subdistrict, version }: Scope, of: { compound?: number }) =>
  queryOptions({
    queryKey: ['renovations', subdistrict, of, version],
    queryFn: ({ signal }) => call('renovations', { query: { subdistrict, ...of, limit: 1000 }, signal }),
    staleTime: minute,
    placeholderData: whileRefreshed(['renovations', subdistrict, of, version]),
  })

export const stationsQuery = ({ subdistrict, version }: Scope) =>
  queryOptions({
    queryKey: ['stations', subdistrict, version],
    queryFn: ({ signal }) => call('stations', { query: { subdistrict, limit: 1000 }, signal }),
    staleTime: minute,
    placeholderData: whileRefreshed(['stations', subdistrict, version]),
  })

export const patrolRoutesQuery = ({ subdistrict, version }: Scope) =>
  queryOptions({
    queryKey: ['patrolRoutes', subdistrict, version],
    queryFn: ({ signal }) => call('patrolRoutes', { query: { subdistrict, limit: 1000 }, signal }),
    staleTime: minute,
    placeholderData: keepPreviousData,
  })

export const issueQuery = ({ subdistrict, version }: Scope, id: number) =>
  queryOptions({
    queryKey: ['issue', subdistrict, id, version],
    queryFn: ({ signal }) => call('issue', { params: { id }, query: { subdistrict }, signal }),
    staleTime: minute,
    placeholderData: whileRefreshed(['issue', subdistrict, id, version]),
  })

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

export const densityQuery = ({ subdistrict, version }: Scope, filter: DensityFilter) =>
  queryOptions({
    queryKey: ['issueDensity', subdistrict, filter, version],
    queryFn: ({ signal }) => call('issueDensity', { query: { subdistrict, ...filter }, signal }),
    staleTime: minute,
    placeholderData: keepPreviousData,
  })
