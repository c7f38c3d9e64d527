// One typed call per route of the contract. Types come from the route table; its schemas (zod, 60 kB) are loaded in development only, where
// every answer is checked against them. What ships is the table of paths, which a test compares with the contract.
import type { OkOf, ParamsOf, QueryInputOf } from '#contract/route.ts'
import type { RouteId, RouteTable } from '#contract/routes.ts'
import { CallError, errorOfAnswer } from './errors.ts'

export const paths = {
  subdistricts: '/api/v1/subdistricts',
  layers: '/api/v1/layers',
  grids: '/api/v1/grids',
  grid: '/api/v1/grids/:code',
  coverage: '/api/v1/coverage',
  search: '/api/v1/search',
  buildings: '/api/v1/buildings',
  building: '/api/v1/buildings/:id',
  compound: '/api/v1/compounds/:id',
  renovations: '/api/v1/renovations',
  stations: '/api/v1/stations',
  patrolRoutes: '/api/v1/patrol-routes',
  issueDensity: '/api/v1/issues/density',
  issue: '/api/v1/issues/:id',
} as const satisfies Partial<Record<RouteId, string>>

export type CallId = keyof typeof paths

type PathValues<Id extends CallId> = { readonly [Name in keyof ParamsOf<RouteTable[Id]>]: string | number }
export type CallInput<Id extends CallId> = {
  readonly params?: PathValues<Id>
  readonly query?: QueryInputOf<RouteTable[Id]>
  readonly signal?: AbortSignal
}

/** The address of a call: path parameters filled in, query in the order given, undefined left out. */
export function addressOf(path: string, params: Readonly<Record<string, unknown>>, query: Readonly<Record<string, unknown>>): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) search.set(name, String(value))
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}

async function answerOf(address: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(address, { signal: signal ?? null, headers: { accept: 'application/json' } })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new CallError('offline', String(cause))
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

async function checkInDevelopment(id: CallId, body: unknown): Promise<void> {
  const { routes } = await import('#contract/routes.ts')
  const { ok } = routes[id]
  if (ok.kind !== 'json') return
  const result = ok.schema.safeParse(body)
  if (!result.success) console.error(`answer of ${id} does not match the contract`, result.error.issues)
}

/** Calls a route. Throws CallError; an abort passes through as it is. */
export async function call<Id extends CallId>(id: Id, input: CallInput<Id> = {}): Promise<OkOf<RouteTable[Id]>> {
  const response = await answerOf(addressOf(paths[id], input.params ?? {}, input.query ?? {}), input.signal)
  const body = await jsonOf(response)
  if (!response.ok) throw errorOfAnswer(response.status, body)
  if (body === undefined) throw new CallError('malformed', `${id} did not answer JSON`)
  if (import.meta.env.DEV) await checkInDevelopment(id, body)
  return body as OkOf<RouteTable[Id]>
}
