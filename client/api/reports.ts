// The report of a period, and the grids it is drawn on.
import { queryOptions } from '@tanstack/react-query'
import { type CallInput, call } from './client.ts'

const minute = 60_000

export const periodReportQuery = (query: NonNullable<CallInput<'periodReport'>['query']>) =>
  queryOptions({
    queryKey: ['periodReport', query],
    queryFn: ({ signal }) => call('periodReport', { query, signal }),
    staleTime: minute,
  })

/** Every grid of the scope, with its outline. */
export const reportGridsQuery = () =>
  queryOptions({
    queryKey: ['reportGrids'],
    queryFn: ({ signal }) => call('grids', { query: { limit: 1000 }, signal }),
    staleTime: 10 * minute,
  })

/** What came up in the days before the end of a period. */
export const reportHotSpotsQuery = (to: string) =>
  queryOptions({
    queryKey: ['issueHotSpots', 'report', to],
    queryFn: ({ signal }) => call('issueHotSpots', { query: { to }, signal }),
    staleTime: minute,
  })
