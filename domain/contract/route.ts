// One definition of an HTTP operation, four uses: the Express mount with validation, the types, the client's call, OpenAPI.
import { z } from 'zod'
import type { Access } from './access.ts'
import type { ErrorCode } from './errors.ts'

/** What an operation answers with: a JSON document described by a schema, or bytes of a media type. */
export type Answer<T> = { readonly kind: 'json'; readonly schema: z.ZodType<T> } | { readonly kind: 'bytes'; readonly mediaType: string }

/** A body that is a file, sent as it is under its own media type; `maxBytes` is the most that is read. */
export type Upload = { readonly mediaTypes: readonly string[]; readonly maxBytes: number }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Reach = 'scope' | 'system'

export type Route<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  B extends z.ZodType = z.ZodType,
  T = unknown,
  S extends Reach = Reach,
  A extends Access = Access,
> = {
  readonly id: string
  readonly method: Method
  /** Express path pattern; parameters are `:name`. */
  readonly path: string
  readonly summary: string
  readonly tag: string
  /** Who may call it. There is no default: a route without a rule does not compile. */
  readonly access: A
  /** `scope`: the handler sees the facts of the caller's grids and nothing else. `system`: accounts and audit, which name their sub-district themselves. */
  readonly reach: S
  readonly params: P
  readonly query: Q
  readonly body: B
  /** Present where the body is a file: the handler finds its bytes in `body`. */
  readonly upload: Upload | undefined
  readonly ok: Answer<T>
  readonly errors: readonly ErrorCode[]
}

const nothing = z.object({})
type Nothing = typeof nothing
/** The body of a route with an `upload`. */
export const FileBody = z.instanceof(Uint8Array)

type RouteInput<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, T, S extends Reach, A extends Access> = {
  id: string
  path: string
  summary: string
  tag: string
  access: A
  reach?: S
  params?: P
  query?: Q
  body?: B
  upload?: Upload
  ok: z.ZodType<T> | { mediaType: string }
  errors?: readonly ErrorCode[]
}

const routeOf =
  (method: Method) =>
  <
    P extends z.ZodObject = Nothing,
    Q extends z.ZodObject = Nothing,
    B extends z.ZodType = Nothing,
    T = unknown,
    S extends Reach = 'scope',
    const A extends Access = Access,
  >(
    input: RouteInput<P, Q, B, T, S, A>,
  ): Route<P, Q, B, T, S, A> => {
    const ok: Answer<T> = 'mediaType' in input.ok ? { kind: 'bytes', mediaType: input.ok.mediaType } : { kind: 'json', schema: input.ok }
    const refusals: readonly ErrorCode[] = input.access === 'anyone' ? [] : ['not_signed_in', 'forbidden', 'password_change_required']
    const ofWrites: readonly ErrorCode[] = method === 'GET' ? [] : ['cross_site', 'too_large', 'unsupported_media_type']
    return {
      id: input.id,
      method,
      path: input.path,
      summary: input.summary,
      tag: input.tag,
      access: input.access,
      reach: (input.reach ?? 'scope') as S,
      params: (input.params ?? nothing) as P,
      query: (input.query ?? nothing) as Q,
      body: (input.body ?? nothing) as unknown as B,
      upload: input.upload,
      ok,
      errors: ['invalid_request', ...refusals, ...ofWrites, ...(input.errors ?? []), 'too_many_requests', 'unavailable', 'internal'],
    }
  }

/** Operations by method. Parameters, query and body default to "none". */
export const get = routeOf('GET')
export const post = routeOf('POST')
export const put = routeOf('PUT')
export const patch = routeOf('PATCH')
export const remove = routeOf('DELETE')

export type ParamsOf<R> = R extends Route<infer P, z.ZodObject, z.ZodType, unknown> ? z.infer<P> : never
export type QueryOf<R> = R extends Route<z.ZodObject, infer Q, z.ZodType, unknown> ? z.infer<Q> : never
export type QueryInputOf<R> = R extends Route<z.ZodObject, infer Q, z.ZodType, unknown> ? z.input<Q> : never
export type BodyOf<R> = R extends Route<z.ZodObject, z.ZodObject, infer B, unknown> ? z.infer<B> : never
export type BodyInputOf<R> = R extends Route<z.ZodObject, z.ZodObject, infer B, unknown> ? z.input<B> : never
export type OkOf<R> = R extends Route<z.ZodObject, z.ZodObject, z.ZodType, infer T> ? T : never
