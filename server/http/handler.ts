// What a handler is given and what it gives back. Facts come through the caller's scope; accounts and audit name their sub-district themselves.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { BodyOf, OkOf, ParamsOf, QueryOf } from '#contract/route.ts'
import type { RouteId, RouteTable } from '#contract/routes.ts'
import type { AccountPolicy } from '#domain/accounts/account-policy.ts'
import type { Catalog } from '../db/catalog.ts'
import type { GridTree } from '../db/grid-tree.ts'
import type { Queryable } from '../db/queryable.ts'
import type { Vault } from '../db/sealed-text.ts'
import type { AppError } from './app-error.ts'
import type { AuditNote } from './audit-note.ts'
import type { Limits } from './limits.ts'
import type { Principal } from './principal.ts'

type Common<R> = {
  readonly params: ParamsOf<R>
  readonly query: QueryOf<R>
  readonly body: BodyOf<R>
  /** The one transaction of this request. */
  readonly db: Queryable
  readonly now: Date
  readonly catalog: Catalog
  readonly tree: GridTree
  readonly vault: Vault
  readonly limits: Limits
  /** Fills in who, role, address and request. Every write calls it, in its own transaction. */
  audit(note: AuditNote): Promise<void>
}

export type ScopeInput<R> = Common<R> & {
  readonly subdistrict: string
  readonly who: Principal
  /** The caller's name for this one request, so that sending it again does not do it again; undefined when none was given. */
  readonly idempotencyKey: string | undefined
}
export type ScopeHandler<R> = (input: ScopeInput<R>) => Promise<OkOf<R> | Bytes | Packed | Refused>

/** What signing in and out does to the caller's cookie, once the transaction is committed. */
export type Reply = {
  /** The token the request came with. */
  readonly token: string | undefined
  /** Returns when the session will end whatever happens; null: not by itself. */
  open(holder: { readonly subdistrict: string; readonly accountId: number }, lasting: boolean): Promise<string | null>
  close(): void
}

export type SystemInput<R> = Common<R> & {
  /** Always there where the route is not for anyone. */
  readonly who: R extends { readonly access: 'anyone' } ? Principal | undefined : Principal
  /** The tree of another sub-district than the caller's: who signs in has none yet. */
  treeOf(subdistrict: string): Promise<GridTree>
  readonly policy: AccountPolicy
  readonly demo: boolean
  readonly oidcName: string | null
  readonly address: string
  readonly reply: Reply
}
/** Returned, not thrown, where what was written must stay: the transaction commits, then the error is sent. */
export class Refused {
  constructor(readonly error: AppError) {}
}
/** What a route of bytes answers, and one of JSON that was asked for bytes. */
export class Bytes {
  constructor(
    readonly content: Uint8Array | string,
    readonly mediaType: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}
/** An answer of JSON that many ask for: written and compressed once. */
export class Packed {
  constructor(
    readonly plain: Buffer,
    readonly gzipped: Buffer,
    readonly etag: string,
  ) {}
}
export async function packedJson(answer: object): Promise<Packed> {
  const plain = Buffer.from(JSON.stringify(answer))
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return new Packed(plain, await compress(plain), etag)
}
const compress = promisify(gzip)

export type SystemHandler<R> = (input: SystemInput<R>) => Promise<OkOf<R> | Refused>

/** Mounted by their own modules: they do not answer JSON. */
export type BytesRouteId = 'tile' | 'live' | 'oidcStart' | 'oidcReturn'
type IdsWith<S> = { [K in RouteId]: RouteTable[K] extends { readonly reach: S } ? K : never }[RouteId]
export type SystemHandlers = { readonly [K in Exclude<IdsWith<'system'>, BytesRouteId>]: SystemHandler<RouteTable[K]> }
export type ScopeHandlers = { readonly [K in Exclude<IdsWith<'scope'>, BytesRouteId>]: ScopeHandler<RouteTable[K]> }
/** A missing handler is a type error. */
export type Handlers = SystemHandlers & ScopeHandlers

/** Any of them, once its route has decided what it is given. */
export type AnyHandler = (input: object) => Promise<unknown>
