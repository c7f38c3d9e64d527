// One definition of an HTTP operation, four uses: the Express mount with validation, the types, the client's call, OpenAPI.
import { z } from 'zod'
import type { ErrorCode } from './errors.ts'

/** What an operation answers with: a JSON document described by a schema, or bytes of a media type. */
export type Answer<T> = { readonly kind: 'json'; readonly schema: z.ZodType<T> } | { readonly kind: 'bytes'; readonly mediaType: string }

export type Route<P extends z.ZodObject = z.ZodObject, Q extends z.ZodObject = z.ZodObject, T = unknown> = {
  readonly id: string
  readonly method: 'GET'
  /** Express path pattern; parameters are `:name`. */
  readonly path: string
  readonly summary: string
  readonly tag: string
  readonly params: P
  readonly query: Q
  readonly ok: Answer<T>
  readonly errors: readonly ErrorCode[]
}

const nothing = z.object({})
type Nothing = typeof nothing

type RouteInput<P extends z.ZodObject, Q extends z.ZodObject, T> = {
  id: string
  path: string
  summary: string
  tag: string
  params?: P
  query?: Q
  ok: z.ZodType<T> | { mediaType: string }
  errors?: readonly ErrorCode[]
}

/** A read operation. Parameters and query default to "none"; every operation may answer `invalid_request` and `unavailable`. */
export function get<P extends z.ZodObject = Nothing, Q extends z.ZodObject = Nothing, T = unknown>(
  input: RouteInput<P, Q, T>,
): Route<P, Q, T> {
  const ok: Answer<T> = 'mediaType' in input.ok ? { kind: 'bytes', mediaType: input.ok.mediaType } : { kind: 'json', schema: input.ok }
  return {
    id: input.id,
    method: 'GET',
    path: input.path,
    summary: input.summary,
    tag: input.tag,
    params: (input.params ?? nothing) as P,
    query: (input.query ?? nothing) as Q,
    ok,
    errors: ['invalid_request', ...(input.errors ?? []), 'unavailable', 'internal'],
  }
}

export type ParamsOf<R> = R extends Route<infer P, z.ZodObject, unknown> ? z.infer<P> : never
export type QueryOf<R> = R extends Route<z.ZodObject, infer Q, unknown> ? z.infer<Q> : never
export type QueryInputOf<R> = R extends Route<z.ZodObject, infer Q, unknown> ? z.input<Q> : never
export type OkOf<R> = R extends Route<z.ZodObject, z.ZodObject, infer T> ? T : never
