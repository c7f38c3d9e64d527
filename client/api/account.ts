// One's own account: password, second factor, open sessions.
import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { type BodyInput, call } from './client.ts'
import { keepSession } from './session.ts'

const sessionsKey = ['mySessions'] as const

export const mySessionsQuery = () => queryOptions({ queryKey: sessionsKey, queryFn: ({ signal }) => call('mySessions', { signal }) })

export const changePasswordMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'changePassword'>) => call('changePassword', { body }),
    onSuccess: (session, _body, _before, { client }) => {
      keepSession(client, session)
      return client.invalidateQueries({ queryKey: sessionsKey })
    },
  })

export const startSecondFactorMutation = () =>
  mutationOptions({ mutationFn: (password: string) => call('startSecondFactor', { body: { password } }) })

export const confirmSecondFactorMutation = () =>
  mutationOptions({
    mutationFn: (code: string) => call('confirmSecondFactor', { body: { code } }),
    onSuccess: (session, _code, _before, { client }) => keepSession(client, session),
  })

export const removeSecondFactorMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'removeSecondFactor'>) => call('removeSecondFactor', { body }),
    onSuccess: (session, _body, _before, { client }) => keepSession(client, session),
  })

/** One session, or without its id all others. */
export const endMySessionsMutation = () =>
  mutationOptions({
    mutationFn: async (sessionId: string | null): Promise<void> => {
      if (sessionId === null) await call('endMySessions')
      else await call('endMySession', { params: { id: sessionId } })
    },
    onSettled: (_ended, _error, _id, _before, { client }) => client.invalidateQueries({ queryKey: sessionsKey }),
  })
