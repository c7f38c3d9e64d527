// How calls are retried: what passes by itself (starting, database away, network) for as long as it lasts, an internal error once, the rest never.
import { QueryClient } from '@tanstack/react-query'
import { CallError, passes } from './errors.ts'

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => passes(error) || (failures < 1 && !(error instanceof CallError && error.code !== 'internal')),
        retryDelay: (failures) => Math.min(1000 * 1.6 ** failures, 8000),
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
    },
  })
