// Key and fetcher of one's own saved views.
import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { type BodyInput, call } from './client.ts'

export type ViewPage = BodyInput<'keepView'>['page']

export const savedViewsQuery = (page: ViewPage) =>
  queryOptions({ queryKey: ['savedViews', page], queryFn: ({ signal }) => call('savedViews', { query: { page }, signal }) })

export const keepViewMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'keepView'>) => call('keepView', { body }),
    onSettled: (_view, _error, { page }, _before, { client }) => client.invalidateQueries({ queryKey: ['savedViews', page] }),
  })

export const removeViewMutation = (page: ViewPage) =>
  mutationOptions({
    mutationFn: (id: number) => call('removeView', { params: { id } }),
    onSettled: (_removed, _error, _id, _before, { client }) => client.invalidateQueries({ queryKey: ['savedViews', page] }),
  })
