// Accounts of people and tokens of displays, as the administrators see them.
import { infiniteQueryOptions, keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Account } from '#contract/accounts.ts'
import type { accountStates, personRoles } from '#contract/words.ts'
import { type BodyInput, call } from './client.ts'

const accountsKey = ['accounts'] as const
const displaysKey = ['displays'] as const
const sessionsKey = (id: number) => ['accountSessions', id] as const

export type AccountFilter = {
  readonly q?: string
  readonly role?: (typeof personRoles)[number]
  readonly state?: (typeof accountStates)[number]
}

const pageOf = 100

export const accountsQuery = (filter: AccountFilter) =>
  infiniteQueryOptions({
    queryKey: [...accountsKey, filter],
    queryFn: ({ signal, pageParam }) =>
      call('accounts', { query: { ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const accountSessionsQuery = (id: number) =>
  queryOptions({ queryKey: sessionsKey(id), queryFn: ({ signal }) => call('accountSessions', { params: { id }, signal }) })

const accountsChanged = (client: QueryClient) => client.invalidateQueries({ queryKey: accountsKey })

export const createAccountMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'createAccount'>) => call('createAccount', { body }),
    onSuccess: (_made, _body, _before, { client }) => accountsChanged(client),
  })

/** Also after a refusal the list is read again: a conflict means that what is shown is old. */
export const changeAccountMutation = () =>
  mutationOptions({
    mutationFn: ({ account, change }: { account: Account; change: Omit<BodyInput<'changeAccount'>, 'version'> }) =>
      call('changeAccount', { params: { id: account.accountId }, body: { ...change, version: account.version } }),
    onSettled: (_account, _error, _input, _before, { client }) => accountsChanged(client),
  })

export const changeRightsMutation = () =>
  mutationOptions({
    mutationFn: ({ account, rights }: { account: Account; rights: Omit<BodyInput<'changeRights'>, 'version'> }) =>
      call('changeRights', { params: { id: account.accountId }, body: { ...rights, version: account.version } }),
    onSettled: (_account, _error, _input, _before, { client }) => accountsChanged(client),
  })

export const resetPasswordMutation = () =>
  mutationOptions({
    mutationFn: (id: number) => call('resetPassword', { params: { id } }),
    onSuccess: (_answer, id, _before, { client }) =>
      Promise.all([accountsChanged(client), client.invalidateQueries({ queryKey: sessionsKey(id) })]),
  })

export const unlockAccountMutation = () =>
  mutationOptions({
    mutationFn: (id: number) => call('unlockAccount', { params: { id } }),
    onSettled: (_account, _error, _id, _before, { client }) => accountsChanged(client),
  })

export const resetSecondFactorMutation = () =>
  mutationOptions({
    mutationFn: (id: number) => call('resetSecondFactor', { params: { id } }),
    onSettled: (_account, _error, _id, _before, { client }) => accountsChanged(client),
  })

export const endAccountSessionsMutation = () =>
  mutationOptions({
    mutationFn: (id: number) => call('endAccountSessions', { params: { id } }),
    onSettled: (_ended, _error, id, _before, { client }) =>
      Promise.all([accountsChanged(client), client.invalidateQueries({ queryKey: sessionsKey(id) })]),
  })

export const displaysQuery = () => queryOptions({ queryKey: displaysKey, queryFn: ({ signal }) => call('displays', { signal }) })

export const createDisplayMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'createDisplay'>) => call('createDisplay', { body }),
    onSuccess: (_made, _body, _before, { client }) => client.invalidateQueries({ queryKey: displaysKey }),
  })

export const revokeDisplayMutation = () =>
  mutationOptions({
    mutationFn: (id: number) => call('revokeDisplay', { params: { id } }),
    onSettled: (_display, _error, _id, _before, { client }) => client.invalidateQueries({ queryKey: displaysKey }),
  })
