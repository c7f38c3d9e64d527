// Key and fetcher of everything about issues beyond the map: the queues, what may be the same, steps with many, photos.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { type BodyInput, type CallInput, call, type Ok } from './client.ts'
import { operations } from './operations.ts'

export type ListedIssue = Ok<'issues'>['features'][number]
export type IssueCase = Ok<'issue'>
export type IssueQuery = Omit<NonNullable<CallInput<'issues'>['query']>, 'subdistrict' | 'limit' | 'after'>
type QueueQuery = Omit<NonNullable<CallInput<'issueQueues'>['query']>, 'subdistrict'>

const pageOf = 100

export const issuesQuery = (subdistrict: string, filter: IssueQuery) =>
  infiniteQueryOptions({
    queryKey: ['issues', subdistrict, filter],
    queryFn: ({ signal, pageParam, client, queryKey }) =>
      call('issues', {
        query: { subdistrict, ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) },
        signal,
        // what the stream asks for again, nobody asked for
        background: pageParam === '' && client.getQueryData(queryKey) !== undefined,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const issueQueuesQuery = (subdistrict: string, filter: QueueQuery) => {
  const queryKey = ['issueQueues', subdistrict, filter] as const
  return queryOptions({
    queryKey,
    queryFn: ({ signal, client }) =>
      call('issueQueues', { query: { subdistrict, ...filter }, signal, background: client.getQueryData(queryKey) !== undefined }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

export type SimilarTo =
  | { readonly issue: number }
  | { readonly lng: number; readonly lat: number; readonly item: BodyInput<'reportIssue'>['item'] }
export const similarIssuesQuery = (subdistrict: string, to: SimilarTo) =>
  queryOptions({
    queryKey: ['similarIssues', subdistrict, to],
    queryFn: ({ signal }) => call('similarIssues', { query: { subdistrict, ...to }, signal }),
    staleTime: 60_000,
  })

const issuesChanged = (client: QueryClient) =>
  Promise.all(['issues', 'issueQueues', 'issue', 'similarIssues'].map((id) => client.invalidateQueries({ queryKey: [id] })))

export const moveIssuesMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'moveIssues'>) => call('moveIssues', { body }),
    onSettled: (_results, _error, _body, _before, { client }) => issuesChanged(client),
  })

export const addPhotoMutation = (id: number) =>
  mutationOptions({
    mutationFn: (file: Blob) => call('addIssuePhoto', { params: { id }, file }),
    onSettled: (_photo, _error, _file, _before, { client }) => issuesChanged(client),
  })

export const withdrawPhotoMutation = (id: number) =>
  mutationOptions({
    mutationFn: ({ photo, reason }: { photo: number; reason: string }) =>
      call('withdrawIssuePhoto', { params: { id, photo }, body: { reason } }),
    onSettled: (_photo, _error, _input, _before, { client }) => issuesChanged(client),
  })

/** The address of a photo, for an image. */
export const photoAddress = (issueId: number, photoId: number, size: 'full' | 'thumbnail'): string =>
  `${operations.issuePhoto.path.replace(':id', String(issueId)).replace(':photo', String(photoId))}${size === 'thumbnail' ? '?size=thumbnail' : ''}`
