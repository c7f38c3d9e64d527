// One typed call per route of the contract. Types come from the route table; its schemas are loaded in development only, where every answer
// is checked against them.
import type { BodyInputOf, OkOf, ParamsOf, QueryInputOf } from '#contract/route.ts'
import type { RouteTable } from '#contract/routes.ts'
import { CallError, errorOfAnswer } from './errors.ts'
import { type CallId, operations } from './operations.ts'

type PathValues<Id extends CallId> = { readonly [Name in keyof ParamsOf<RouteTable[Id]>]: string | number }
export type BodyInput<Id extends CallId> = BodyInputOf<RouteTable[Id]>
export type Ok<Id extends CallId> = OkOf<RouteTable[Id]>
export type CallInput<Id extends CallId> = {
  readonly params?: PathValues<Id>
  readonly query?: QueryInputOf<RouteTable[Id]>
  readonly body?: BodyInput<Id>
  /** Sent as the body, for routes that take a file. */
  readonly file?: Blob
  /** The name of this call, so that sending it again does not do it again. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
  /** Nobody asked for it just now: it must not keep an idle session alive. */
  readonly background?: boolean
}

/** The address of a call: path parameters filled in, query in the order given, undefined left out. */
export function addressOf(path: string, params: Readonly<Record<string, unknown>>, query: Readonly<Record<string, unknown>>): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) search.set(name, String(value))
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}

/** What is sent. A write says it is JSON, an empty one too: a page of another site cannot send that unasked; nor can it delete, so what is deleted
 * by its address alone has no body. */
export function requestOf<Id extends CallId>(id: Id, input: CallInput<Id>): RequestInit {
  const { method } = operations[id]
  const write = method !== 'GET' && (method !== 'DELETE' || input.body !== undefined)
  return {
    method,
    credentials: 'same-origin',
    signal: input.signal ?? null,
    headers: {
      accept: 'application/json',
      ...(write ? { 'content-type': input.file ? input.file.type || 'application/octet-stream' : 'application/json' } : {}),
      ...(input.idempotencyKey === undefined ? {} : { 'Idempotency-Key': input.idempotencyKey }),
      ...(input.background ? { 'Fangyuan-Background': '1' } : {}),
    },
    ...(write ? { body: input.file ?? JSON.stringify(input.body ?? {}) } : {}),
  }
}

let activeAt = 0
/** When somebody last asked for something, as the service counts idleness; 0 before the first time. */
export const lastActiveCall = (): number => activeAt

async function answerOf(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request)
  } catch (cause) {
    if (request.signal?.aborted) throw cause
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

/** Where a call goes; whoever is asked by it is not idle. */
export function addressOfCall<Id extends CallId>(id: Id, input: CallInput<Id>): string {
  if (!input.background) activeAt = Date.now()
  return addressOf(operations[id].path, input.params ?? {}, input.query ?? {})
}

async function answered<Id extends CallId>(id: Id, input: CallInput<Id>): Promise<Response> {
  const response = await answerOf(addressOfCall(id, input), requestOf(id, input))
  if (!response.ok) throw errorOfAnswer(response.status, await jsonOf(response))
  return response
}

/** Calls a route. Throws CallError; an abort passes through as it is. */
export async function call<Id extends CallId>(id: Id, input: CallInput<Id> = {}): Promise<Ok<Id>> {
  const body = await jsonOf(await answered(id, input))
  if (body === undefined) throw new CallError('malformed', `${id} did not answer JSON`)
  if (import.meta.env.DEV) await checkInDevelopment(id, body)
  return body as Ok<Id>
}

/** Calls a route that was asked for bytes. */
export async function callBytes<Id extends CallId>(id: Id, input: CallInput<Id>): Promise<Uint8Array> {
  return new Uint8Array(await (await answered(id, input)).arrayBuffer())
}
