// Key and fetcher of the registers of places: lists, one record, its history, and what changes them.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { addressOf, type BodyInput, type CallInput, call, callBytes, type Ok } from './client.ts'
import { operations } from './operations.ts'
import type { Scope } from './queries.ts'
import { send } from './upload.ts'

export type Compound = Ok<'compounds'>['features'][number]
export type Building = Ok<'buildings'>['features'][number]
export type Station = Ok<'stations'>['features'][number]
export type CompoundSheet = Ok<'compoundSheet'>
type FilterOf<Id extends 'compounds' | 'buildings' | 'stations'> = Omit<
  NonNullable<CallInput<Id>['query']>,
  'subdistrict' | 'limit' | 'after' | 'bbox'
>

const pageOf = 200

export const compoundsQuery = ({ subdistrict, version }: Scope, filter: FilterOf<'compounds'>) =>
  infiniteQueryOptions({
    queryKey: ['compounds', subdistrict, filter, version],
    queryFn: ({ signal, pageParam }) =>
      call('compounds', { query: { subdistrict, ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const buildingsQuery = ({ subdistrict, version }: Scope, filter: FilterOf<'buildings'>) =>
  infiniteQueryOptions({
    queryKey: ['buildingRegister', subdistrict, filter, version],
    queryFn: ({ signal, pageParam }) =>
      call('buildings', { query: { subdistrict, ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const stationRegisterQuery = ({ subdistrict, version }: Scope, filter: FilterOf<'stations'>) =>
  infiniteQueryOptions({
    queryKey: ['stationRegister', subdistrict, filter, version],
    queryFn: ({ signal, pageParam }) =>
      call('stations', { query: { subdistrict, ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const recordHistoryQuery = (
  { subdistrict, version }: Scope,
  kind: NonNullable<CallInput<'recordHistory'>['params']>['kind'],
  id: number,
) =>
  infiniteQueryOptions({
    queryKey: ['recordHistory', subdistrict, kind, id, version],
    queryFn: ({ signal, pageParam }) =>
      call('recordHistory', { params: { kind, id }, query: { subdistrict, ...(pageParam !== null && { after: pageParam }) }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  })

export const compoundSheetQuery = (subdistrict: string, id: number) =>
  queryOptions({
    queryKey: ['compoundSheet', subdistrict, id],
    queryFn: ({ signal }) => call('compoundSheet', { params: { id }, query: { subdistrict }, signal }),
  })

/** In the order asked; what is not within the scope is left out. */
export const buildingsByNumberQuery = (subdistrict: string, ids: readonly number[]) =>
  queryOptions({
    queryKey: ['buildings', subdistrict, 'byNumber', ids],
    queryFn: ({ signal }) => call('buildings', { query: { subdistrict, ids: ids.join(), limit: 200 }, signal }),
  })

export const visitsQuery = (subdistrict: string, ids: readonly number[]) =>
  queryOptions({
    queryKey: ['visits', subdistrict, ids],
    queryFn: ({ signal }) => call('visits', { query: { subdistrict, ids: ids.join() }, signal }),
  })

/** A register as map data, for what makes other files of it. Of buildings their outlines, or where they are entered. */
export const registerMap = (kind: 'compound' | 'building' | 'station', shape: 'point' | 'area'): Promise<Uint8Array> =>
  callBytes('registerFile', { params: { kind }, query: { format: 'geojson', shape } })

export const registerFileAddress = (
  kind: 'compound' | 'building' | 'station',
  format: 'xlsx' | 'csv' | 'geojson',
  language: 'zh-CN' | 'en',
) => addressOf(operations.registerFile.path, { kind }, { format, language })

const lists = [
  'compounds',
  'compound',
  'compoundSheet',
  'buildingRegister',
  'buildings',
  'building',
  'stationRegister',
  'stations',
  'recordHistory',
  'layers',
  'vacancies',
  'vacancyCounts',
]
/** Also after a refusal: then somebody else was there. */
const recordsChanged = (client: QueryClient) => Promise.all(lists.map((id) => client.invalidateQueries({ queryKey: [id] })))

export type RecordChange =
  | { readonly kind: 'compound'; readonly id: number; readonly body: BodyInput<'changeCompound'> }
  | { readonly kind: 'building'; readonly id: number; readonly body: BodyInput<'changeBuilding'> }
  | { readonly kind: 'station'; readonly id: number; readonly body: BodyInput<'changeStation'> }
  | { readonly kind: 'compound'; readonly id: null; readonly body: BodyInput<'createCompound'> }
  | { readonly kind: 'building'; readonly id: null; readonly body: BodyInput<'createBuilding'> }
  | { readonly kind: 'station'; readonly id: null; readonly body: BodyInput<'createStation'> }

function write(change: RecordChange) {
  const params = { id: change.id ?? 0 }
  if (change.kind === 'compound')
    return change.id === null ? call('createCompound', { body: change.body }) : call('changeCompound', { params, body: change.body })
  if (change.kind === 'building')
    return change.id === null ? call('createBuilding', { body: change.body }) : call('changeBuilding', { params, body: change.body })
  return change.id === null ? call('createStation', { body: change.body }) : call('changeStation', { params, body: change.body })
}

export const writeRecordMutation = () =>
  mutationOptions({
    mutationFn: write,
    onSettled: (_made, _error, _body, _before, { client }) => recordsChanged(client),
  })

type Kind = 'compound' | 'building' | 'station'
export type Coordinates = NonNullable<NonNullable<CallInput<'fillInRegister'>['query']>['coordinates']>
/** `onSent` is told how much of the file has arrived, from 0 to 1. */
export const fillInRegisterMutation = (kind: Kind, onSent: (part: number) => void) =>
  mutationOptions({
    mutationFn: ({ file, commit, coordinates }: { readonly file: Blob; readonly commit: boolean; readonly coordinates: Coordinates }) =>
      send(
        'fillInRegister',
        {
          params: { kind },
          query: { commit: commit ? 'yes' : 'no', coordinates },
          // browsers name some tables by the program that opens them
          file: new Blob([file], { type: 'application/octet-stream' }),
        },
        onSent,
      ),
    onSettled: (_told, _error, { commit }, _before, { client }) => (commit ? recordsChanged(client) : undefined),
  })
