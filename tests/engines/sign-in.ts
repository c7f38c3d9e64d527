// Signing in over HTTP, and asking as whoever that is.
import { expect } from 'vitest'
import type { Session } from '#contract/accounts.ts'
import type { Role } from '#contract/words.ts'

export type Visitor = {
  readonly session: Session
  readonly cookie: string
  ask(path: string, init?: RequestInit): Promise<Response>
  /** The body of an answer that must be 200. */
  json<T>(path: string): Promise<T>
  send(method: string, path: string, body?: unknown): Promise<Response>
}

export const cookieOf = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''

export const trySignIn = (base: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

export async function signIn(base: string, body: unknown): Promise<Visitor> {
  const response = await trySignIn(base, body)
  const session = (await response.json()) as Session
  expect({ status: response.status, session: response.ok ? '' : session }).toEqual({ status: 200, session: '' })
  return visitor(base, cookieOf(response), session)
}

export const signInAs = (base: string, demo: Role): Promise<Visitor> => signIn(base, { demo })

export function visitor(base: string, cookie: string, session: Session): Visitor {
  const ask = (path: string, init: RequestInit = {}) => fetch(`${base}${path}`, { ...init, headers: { ...init.headers, cookie } })
  return {
    session,
    cookie,
    ask,
    async json(path) {
      const response = await ask(path)
      const body = await response.json()
      expect({ path, status: response.status, body: response.ok ? '' : body }).toEqual({ path, status: 200, body: '' })
      return body
    },
    send: (method, path, body) =>
      ask(path, { method, ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) }),
  }
}

export const strongPassword = 'Yanxi-street-42'

/** The first sign-in of an account with its one-time password, which must be changed before anything else. */
export async function firstSignIn(base: string, username: string, oneTimePassword: string, password = strongPassword): Promise<Visitor> {
  const first = await signIn(base, { username, password: oneTimePassword })
  expect(first.session.mustChangePassword).toBe(true)
  const changed = await first.send('PUT', '/api/v1/me/password', { current: oneTimePassword, next: password })
  expect({ status: changed.status, body: await changed.text().then((text) => (changed.ok ? '' : text)) }).toEqual({ status: 200, body: '' })
  return signIn(base, { username, password })
}
