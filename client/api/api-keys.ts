// Keys of other programs.
import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

const keysKey = ['apiKeys'] as const

export const apiKeysQuery = () => queryOptions({ queryKey: keysKey, queryFn: ({ signal }) => call('apiKeys', { signal }) })

export const createApiKeyMutation = () =>
  mutationOptions({
    mutationFn: (name: string) => call('createApiKey', { body: { name } }),
    onSuccess: (_made, _name, _before, { client }) => client.invalidateQueries({ queryKey: keysKey }),
  })

export const revokeApiKeyMutation = () =>
  mutationOptions({
    mutationFn: (id: number) => call('revokeApiKey', { params: { id } }),
    onSettled: (_key, _error, _id, _before, { client }) => client.invalidateQueries({ queryKey: keysKey }),
  })
