// The dictionaries: what they say now, what they said before, and changing them.
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { type BodyInput, call } from './client.ts'

const dictionariesKey = ['dictionaries'] as const

export const dictionariesQuery = () =>
  queryOptions({ queryKey: [...dictionariesKey, 'now'], queryFn: ({ signal }) => call('dictionaryEntries', { signal }) })

export const issueItemVersionsQuery = (key: string) =>
  queryOptions({
    queryKey: [...dictionariesKey, 'issueItem', key],
    queryFn: ({ signal }) => call('issueItemVersions', { params: { key }, signal }),
  })

export const renovationItemVersionsQuery = (key: string) =>
  queryOptions({
    queryKey: [...dictionariesKey, 'renovationItem', key],
    queryFn: ({ signal }) => call('renovationItemVersions', { params: { key }, signal }),
  })

const changed = (client: QueryClient) => client.invalidateQueries({ queryKey: dictionariesKey })

export const changeIssueItemMutation = (key: string) =>
  mutationOptions({
    mutationFn: (body: BodyInput<'changeIssueItem'>) => call('changeIssueItem', { params: { key }, body }),
    onSettled: (_item, _error, _body, _before, { client }) => changed(client),
  })

export const changeRenovationItemMutation = (key: string) =>
  mutationOptions({
    mutationFn: (body: BodyInput<'changeRenovationItem'>) => call('changeRenovationItem', { params: { key }, body }),
    onSettled: (_item, _error, _body, _before, { client }) => changed(client),
  })
