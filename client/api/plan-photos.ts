// The photos of a plan's field walk.
import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { addressOf, type CallInput, call, type Ok } from './client.ts'
import { operations } from './operations.ts'

export type PlanPhoto = Ok<'planPhotos'>['photos'][number]

export const planPhotosQuery = (plan: number) =>
  queryOptions({ queryKey: ['planPhotos', plan], queryFn: ({ signal }) => call('planPhotos', { params: { id: plan }, signal }) })

export const planPhotoMutation = <Id extends 'addPlanPhoto' | 'withdrawPlanPhoto'>(id: Id) =>
  mutationOptions<Ok<Id>, Error, CallInput<Id>>({
    mutationFn: (input) => call(id, input),
    onSettled: (_done, _error, _input, _before, { client }) => client.invalidateQueries({ queryKey: ['planPhotos'] }),
  })

export const planPhotoAddress = (plan: number, photo: number, size: 'full' | 'thumbnail'): string =>
  addressOf(operations.planPhoto.path, { id: plan, photo }, { size })
