// Bulk intake: sending a file, saying what it means, looking at its rows, taking them in.
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { ImportJob, ImportRow } from '#contract/imports.ts'
import { addressOf, type BodyInput, call } from './client.ts'
import { operations } from './operations.ts'

const importsKey = ['imports'] as const
const jobKey = (id: number) => [...importsKey, id] as const
const rowsPerPage = 100
const placesPerPage = 50
const pollMilliseconds = 800

/** The service is at work on it by itself. */
export const isBusy = ({ state }: Pick<ImportJob, 'state'>): boolean =>
  state === 'reading' || state === 'checking' || state === 'committing'

export const importsQuery = () =>
  queryOptions({ queryKey: [...importsKey, 'list'], queryFn: ({ signal }) => call('imports', { signal }), refetchOnMount: 'always' })

/** Asked again and again while the service works on it. */
export const importJobQuery = (id: number) =>
  queryOptions({
    queryKey: [...jobKey(id), 'job'],
    queryFn: ({ signal, client }) =>
      call('importJob', { params: { id }, signal, background: client.getQueryData([...jobKey(id), 'job']) !== undefined }),
    refetchInterval: ({ state }) => (state.data !== undefined && isBusy(state.data) ? pollMilliseconds : false),
  })

export const importRowsQuery = (id: number, status: ImportRow['status'] | undefined) =>
  infiniteQueryOptions({
    queryKey: [...jobKey(id), 'rows', status ?? 'all'],
    queryFn: ({ signal, pageParam }) =>
      call('importRows', { params: { id }, query: { limit: rowsPerPage, after: pageParam, ...(status && { status }) }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  })

export const importPlacesQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: [...jobKey(id), 'places'],
    queryFn: ({ signal, pageParam }) =>
      call('importPlaces', { params: { id }, query: { limit: placesPerPage, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })

/** Everything known of files is read again. */
const changed = (client: QueryClient) => client.invalidateQueries({ queryKey: importsKey })

export const createImportMutation = () =>
  mutationOptions({
    mutationFn: (file: File) => call('createImport', { query: { name: file.name || 'table' }, file }),
    onSuccess: (_job, _file, _before, { client }) => changed(client),
  })

export const mapImportMutation = (id: number) =>
  mutationOptions({
    mutationFn: (body: BodyInput<'mapImport'>) => call('mapImport', { params: { id }, body }),
    onSettled: (_job, _error, _body, _before, { client }) => changed(client),
  })

export const choosePlaceMutation = (id: number) =>
  mutationOptions({
    mutationFn: (body: BodyInput<'chooseImportPlace'>) => call('chooseImportPlace', { params: { id }, body }),
    onSettled: (_place, _error, _body, _before, { client }) => changed(client),
  })

export const includeRowsMutation = (id: number) =>
  mutationOptions({
    mutationFn: (body: BodyInput<'includeImportRows'>) => call('includeImportRows', { params: { id }, body }),
    onSettled: (_answer, _error, _body, _before, { client }) => changed(client),
  })

export const commitImportMutation = (id: number) =>
  mutationOptions({
    mutationFn: () => call('commitImport', { params: { id } }),
    onSettled: (_job, _error, _input, _before, { client }) => changed(client),
  })

export const discardImportMutation = () =>
  mutationOptions({
    mutationFn: (id: number) => call('discardImport', { params: { id } }),
    onSettled: (_answer, _error, _id, _before, { client }) => changed(client),
  })

/** Where the browser gets the rows that were not taken in. */
export const importErrorsAddress = (id: number, format: 'csv' | 'xlsx', language: 'zh-CN' | 'en'): string =>
  addressOf(operations.importErrors.path, { id }, { format, language })
