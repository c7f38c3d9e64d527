// Who is here: asked once, kept by everything else, asked again when a call says that the session is over. Nothing that one account has read
// stays for the next.
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Session } from '#contract/accounts.ts'
import { type BodyInput, call } from './client.ts'
import { displayToken, displayTokenIsFresh, displayTokenUsed, forgetDisplayToken, takeDisplayToken } from './display-token.ts'
import { hasCode, passes } from './errors.ts'

export const sessionKey = ['session'] as const
const minute = 60_000

/** `ended`: there was a session until now. `displayRefused`: this screen had a token that is no longer accepted. */
export type Presence =
  | { readonly session: Session }
  | { readonly session: null; readonly because: 'notSignedIn' | 'ended' | 'displayRefused' }

const nobody: Presence = { session: null, because: 'notSignedIn' }

type QueryOf = { readonly queryKey: readonly unknown[] }
const notSession = ({ queryKey }: QueryOf): boolean => queryKey[0] !== sessionKey[0]

/** Account, role and what may be seen, as one text: while it stays, so may what was read. */
export const rightsOf = (session: Session): string =>
  [session.accountId, session.role, session.scope.map(({ code, inForce }) => `${code}${inForce ? '' : '-'}`), session.scenes].join('|')

function forgetAnswers(client: QueryClient): void {
  void client.cancelQueries({ predicate: notSession })
  client.removeQueries({ predicate: notSession })
}

async function signInDisplay(token: string, signal: AbortSignal): Promise<Presence> {
  try {
    const session = await call('signIn', { body: { display: token }, signal })
    displayTokenUsed()
    return { session }
  } catch (error) {
    if (!hasCode(error, 'sign_in_failed', 'invalid_request', 'not_found')) throw error
    forgetDisplayToken()
    return { session: null, because: 'displayRefused' }
  }
}

async function ask(before: Presence | undefined, signal: AbortSignal): Promise<Presence> {
  const token = displayToken()
  if (token !== null && displayTokenIsFresh()) return signInDisplay(token, signal)
  try {
    return { session: await call('session', { signal, background: before !== undefined }) }
  } catch (error) {
    if (!hasCode(error, 'not_signed_in')) throw error
    if (token !== null) return signInDisplay(token, signal)
    if (before?.session === null) return before
    return before === undefined ? nobody : { session: null, because: 'ended' }
  }
}

async function whoIsHere(client: QueryClient, signal: AbortSignal): Promise<Presence> {
  const before = client.getQueryData<Presence>(sessionKey)
  const after = await ask(before, signal)
  if (!before?.session) return after
  if (after.session === null || rightsOf(before.session) !== rightsOf(after.session)) forgetAnswers(client)
  // A display that signed in again: what was refused in between is asked for again.
  else if (before.session.signedInAt !== after.session.signedInAt) void client.invalidateQueries({ predicate: notSession })
  return after
}

export const sessionQuery = () =>
  queryOptions({
    queryKey: sessionKey,
    queryFn: ({ client, signal }) => whoIsHere(client, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    // Another tab may have signed in as somebody else meanwhile; and when the session has run out, what it showed must go from the screen.
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => (state.data?.session ? minute : false),
    // Nobody stands at a wall to press "try again".
    retry: (failures, error) => passes(error) || hasCode(error, 'too_many_requests') || (failures < 1 && hasCode(error, 'internal')),
  })

/** Says that somebody is here. Nobody waits for the answer: the session's own query goes on asking by itself. */
export const keepAliveMutation = () => mutationOptions({ mutationFn: () => call('session') })

/** The fragment of an address can be changed without loading the page again: a token that comes so is what is wanted, too. */
export function watchForDisplayToken(client: QueryClient): void {
  window.addEventListener('hashchange', () => {
    if (takeDisplayToken()) void client.invalidateQueries({ queryKey: sessionKey })
  })
}

/** The answer of an operation that gives back one's own session, newer. */
export const keepSession = (client: QueryClient, session: Session): void => {
  client.setQueryData<Presence>(sessionKey, { session })
}

export const signInWaysQuery = () =>
  queryOptions({ queryKey: ['signInWays'], queryFn: ({ signal }) => call('signInWays', { signal }), staleTime: minute })

export const signInMutation = () =>
  mutationOptions({
    mutationFn: (body: BodyInput<'signIn'>) => call('signIn', { body }),
    onSuccess: (session, _body, _before, { client }) => {
      forgetDisplayToken()
      forgetAnswers(client)
      keepSession(client, session)
    },
  })

export const signOutMutation = () =>
  mutationOptions({
    mutationFn: async () => {
      // Without a token first: a display must not sign in again by itself.
      forgetDisplayToken()
      try {
        await call('endSession')
      } catch (error) {
        if (!hasCode(error, 'not_signed_in')) throw error
      }
    },
    onSuccess: (_answer, _variables, _before, { client }) => {
      client.setQueryData(sessionKey, nobody)
      forgetAnswers(client)
    },
  })
