// Key and fetcher of the register of renovations: the list, its figures, one project, and what changes them.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { addressOf, type CallInput, call, type Ok } from './client.ts'
import { operations } from './operations.ts'
import type { Scope } from './queries.ts'

export type ListedRenovation = Ok<'renovations'>['features'][number]
export type Renovation = Ok<'renovation'>
export type ConsentRound = Renovation['rounds'][number]
export type LiftVoteTaken = Renovation['liftVotes'][number]
export type PhotoPair = Renovation['pairs'][number]
export type RenovationFilter = Omit<NonNullable<CallInput<'renovations'>['query']>, 'subdistrict' | 'limit' | 'after' | 'bbox' | 'compound'>

const pageOf = 200

export const renovationListQuery = ({ subdistrict, version }: Scope, filter: RenovationFilter) =>
  infiniteQueryOptions({
    queryKey: ['renovationList', subdistrict, filter, version],
    queryFn: ({ signal, pageParam }) =>
      call('renovations', { query: { subdistrict, ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

/** The stage itself narrows nothing here: the others are counted beside it. */
export const renovationSummaryQuery = ({ subdistrict, version }: Scope, { stage: _, ...filter }: RenovationFilter) =>
  queryOptions({
    queryKey: ['renovationSummary', subdistrict, filter, version],
    queryFn: ({ signal }) => call('renovationSummary', { query: { subdistrict, ...filter }, signal }),
    placeholderData: keepPreviousData,
  })

export const renovationQuery = ({ subdistrict, version }: Scope, id: number) => {
  const key = ['renovation', subdistrict, id] as const
  return queryOptions<Renovation, Error, Renovation, readonly unknown[]>({
    queryKey: [...key, version],
    queryFn: ({ signal }) => call('renovation', { params: { id }, query: { subdistrict }, signal }),
    // while it is read anew the same project stays, and no other
    placeholderData: (previous, query) => (query?.queryKey[2] === id ? previous : undefined),
  })
}

/** Compounds that have no project yet. */
export const candidateCompoundsQuery = (subdistrict: string) =>
  queryOptions({
    queryKey: ['renovationCandidates', subdistrict],
    queryFn: ({ signal }) => call('compounds', { query: { subdistrict, limit: 1000 }, signal }),
    select: ({ features }) => features.map(({ properties }) => properties).filter(({ renovationStage }) => renovationStage === null),
  })

const told = [
  'renovationList',
  'renovationSummary',
  'renovation',
  'renovations',
  'renovationCandidates',
  'recordHistory',
  'compounds',
  'compound',
  'compoundSheet',
  'layers',
]
/** Also after a refusal: then somebody else was there. */
const renovationsChanged = (client: QueryClient) => Promise.all(told.map((id) => client.invalidateQueries({ queryKey: [id] })))

export type RenovationWrite =
  | 'createRenovation'
  | 'changeRenovation'
  | 'stepRenovation'
  | 'withdrawRenovationStep'
  | 'addConsentRound'
  | 'addLiftVote'
  | 'withdrawRenovationVote'
  | 'changeRenovationRule'
  | 'addRenovationPhoto'
  | 'withdrawRenovationPhotos'

export const renovationMutation = <Id extends RenovationWrite>(id: Id) =>
  mutationOptions<Ok<Id>, Error, CallInput<Id>>({
    mutationFn: (input) => call(id, input),
    onSettled: (_done, _error, _input, _before, { client }) => renovationsChanged(client),
  })

export const renovationFileAddress = (format: 'xlsx' | 'csv' | 'geojson', language: 'zh-CN' | 'en', filter: RenovationFilter) =>
  addressOf(operations.renovationFile.path, {}, { ...filter, format, language })

export const renovationPhotoAddress = (id: number, pair: number, side: 'before' | 'after') =>
  addressOf(operations.renovationPhoto.path, { id, pair, side }, {})
