// How calls are retried: what passes by itself (starting, database away, network) for as long as it lasts, an internal error once, the rest
// never. And what every call may tell about the session: that it is over, or that the account's rights are no longer what they were.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { CallError, hasCode, passes } from './errors.ts'
import { sessionKey } from './session.ts'

export function makeQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (hasCode(error, 'not_signed_in', 'forbidden', 'password_change_required'))
      void client.invalidateQueries({ queryKey: sessionKey }, { cancelRefetch: false })
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: (error, { queryKey }) => (queryKey[0] === sessionKey[0] ? undefined : onError(error)) }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => passes(error) || (failures < 1 && !(error instanceof CallError && error.code !== 'internal')),
        retryDelay: (failures) => Math.min(1000 * 1.6 ** failures, 8000),
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      // Passwords and one-time passwords go through mutations: nothing of them is kept once the form is gone.
      mutations: { networkMode: 'always', gcTime: 0 },
    },
  })
  return client
}
