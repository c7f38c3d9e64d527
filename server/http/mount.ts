// Turns the route table into Express routes: who asks, may they, is the request well formed; then the handler inside one transaction that
// reaches as far as the caller does; then the answer. A route cannot be mounted past any of these steps.
import { type Express, json as jsonBody, type NextFunction, type Request, type Response, raw as rawBody } from 'express'
import { mayCall } from '#contract/access.ts'
import type { Route, Upload } from '#contract/route.ts'
import { type RouteId, routes } from '#contract/routes.ts'
import { inTransaction } from '../db/queryable.ts'
import { withinScope } from '../db/scope.ts'
import { AppError, refusedAt } from './app-error.ts'
import { type AuditNote, auditAlone, auditIn } from './audit-note.ts'
import { beginSession } from './begin-session.ts'
import { isForeign } from './cross-site.ts'
import { type AnyHandler, Bytes, type Handlers, Packed, Refused, type Reply } from './handler.ts'
import { chooseSubdistrict, parseRequest } from './parse-request.ts'
import { noCookie, type Principal, tokenOf } from './principal.ts'
import type { Service } from './service.ts'

const largestBody = '64kb'
const parseJson = jsonBody({
  limit: largestBody,
  strict: true,
  type: 'application/json',
  verify: (_request, _response, bytes) => refuseNull(/\\u0000/.test(bytes.toString('latin1')), 'body'),
})

/** PostgreSQL has no text with a null character in it, and no person types one. */
function refuseNull(present: boolean, path: string): void {
  if (present) throw refusedAt(path, 'a null character')
}

/** While a password must be changed, nothing else is answered. */
const beforePasswordChange: readonly string[] = ['session', 'endSession', 'changePassword']

export function mountRoutes(app: Express, service: Service, handlers: Handlers): void {
  // in the order of the table: /issues/density stands before /issues/:id
  for (const id of Object.keys(routes) as RouteId[]) {
    const route = routes[id] as unknown as Route
    if (id in handlers) mountOne(app, service, route, handlers[id as keyof Handlers] as unknown as AnyHandler)
  }
}

function mountOne(app: Express, service: Service, route: Route, handler: AnyHandler): void {
  const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
  const { upload } = route
  const body = route.method === 'GET' || upload !== undefined ? [] : [bodyOf]
  app[method](route.path, ...body, async (request: Request, response: Response) => {
    refuseNull(/%00/.test(request.url), 'query')
    const now = service.now()
    const who = await admit(service, route, request, now)
    // a file is read for those who may send one
    if (upload !== undefined) await readFile(upload, request, response)
    const input = parseRequest(route, request)
    const ofFacts = route.reach === 'scope' && who !== undefined
    const answer = ofFacts
      ? await answerFacts(service, route, handler, request, who, input, now)
      : await answerSystem(service, route, handler, request, response, who, input, now)
    if (route.method !== 'GET') service.wake(ofFacts ? who.subdistrict : undefined)
    if (service.checkAnswers && route.ok.kind === 'json' && !(answer instanceof Bytes))
      route.ok.schema.parse(answer instanceof Packed ? JSON.parse(answer.plain.toString()) : answer)
    response.setHeader('Cache-Control', 'private, no-cache')
    if (answer instanceof Bytes) response.set(answer.headers).type(answer.mediaType).send(Buffer.from(answer.content))
    else if (answer instanceof Packed) sendPacked(request, response, answer)
    else response.json(answer)
  })
}

/** Compressed already where the caller takes that, so that nothing compresses it once more. */
function sendPacked(request: Request, response: Response, { plain, gzipped, etag }: Packed): void {
  const takesGzip = request.acceptsEncodings('gzip') === 'gzip'
  response.set('ETag', etag).vary('Accept-Encoding')
  if (takesGzip) response.set('Content-Encoding', 'gzip')
  response.type('json').send(takesGzip ? gzipped : plain)
}

/** The file that is the body, into `request.body`. */
function readFile({ mediaTypes, maxBytes }: Upload, request: Request, response: Response): Promise<void> {
  if (!request.is([...mediaTypes])) throw new AppError('unsupported_media_type', `the body must be ${mediaTypes.join(' or ')}`)
  return new Promise((resolve, reject) =>
    rawBody({ type: () => true, limit: maxBytes })(request, response, (error?: unknown) =>
      error === undefined ? resolve() : reject(error),
    ),
  )
}

/** A body is JSON or it is not read: forms and plain text are what other sites can make a browser send. */
function bodyOf(request: Request, response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  if (hasBody && !/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    next(new AppError('unsupported_media_type', 'the body must be application/json'))
  } else parseJson(request, response, next)
}

/** Whoever may call the route, or nobody where nobody is needed. Throws what stands in the way. */
export async function admit(
  service: Service,
  route: Pick<Route, 'id' | 'access' | 'method'>,
  request: Request,
  now: Date,
  active = request.headers['fangyuan-background'] === undefined,
) {
  const { settings } = service
  const foreign = route.method !== 'GET' && isForeign(request, settings.publicUrl)
  const who = await service.principals.resolve(tokenOf(request, settings.secureCookies), now, active)
  await service.limits.request(who, request.ip ?? '')
  if (foreign) {
    if (who)
      await auditAlone(service.database, now, contextOf(request, who), {
        action: 'refused',
        subject: `route:${route.id}`,
        result: 'refused',
        reason: 'cross site',
      })
    throw new AppError('cross_site', 'this request comes from another site')
  }
  if (route.access === 'anyone') return who
  if (who === undefined) throw new AppError('not_signed_in', 'sign in first')
  if (who.mustChangePassword && !beforePasswordChange.includes(route.id))
    throw new AppError('password_change_required', 'the password must be changed first')
  if (!mayCall(who, route)) await refuse(service, request, who, `route:${route.id}`)
  return who
}

/** Writes the refusal into the audit and throws `forbidden`. */
export async function refuse(service: Service, request: Request, who: Principal, subject: string): Promise<never> {
  await auditAlone(service.database, service.now(), contextOf(request, who), { action: 'refused', subject, result: 'refused' })
  throw new AppError('forbidden', `the role ${who.role ?? 'none'} may not do this`)
}

export const contextOf = (request: Request, who: Principal | undefined) => ({
  who,
  address: request.ip ?? '',
  requestId: String(request.id),
})

type Parsed = ReturnType<typeof parseRequest>

async function answerFacts(
  service: Service,
  route: Route,
  handler: AnyHandler,
  request: Request,
  who: Principal,
  input: Parsed,
  now: Date,
): Promise<unknown> {
  const subdistrict = chooseSubdistrict(who, input.query.subdistrict)
  const catalog = await service.catalog.read()
  const tree = await service.trees(subdistrict, now, catalog, service.database.db)
  const context = contextOf(request, who)
  const mode = route.method === 'GET' ? 'read only' : 'read write'
  const answer = await withinScope(service.database.pool, who.scope, mode, async (db) => {
    const noted = { times: 0 }
    const audit = async (note: AuditNote) => {
      noted.times++
      await auditIn(db, now, context, note)
    }
    const idempotencyKey = request.get('idempotency-key')
    const { vault, limits } = service
    const given = await handler({ ...input, subdistrict, db, now, catalog, tree, who, vault, limits, idempotencyKey, audit })
    if (!(given instanceof Refused)) mustBeAudited(route, noted.times)
    return given
  })
  if (answer instanceof Refused) throw answer.error
  return answer
}

async function answerSystem(
  service: Service,
  route: Route,
  handler: AnyHandler,
  request: Request,
  response: Response,
  who: Principal | undefined,
  input: Parsed,
  now: Date,
): Promise<unknown> {
  const context = contextOf(request, who)
  const catalog = await service.catalog.read()
  const { secureCookies, policy } = service.settings
  let cookie: string | undefined
  const given = await inTransaction(service.database.pool, async (db) => {
    const noted = { times: 0 }
    const audit = async (note: AuditNote) => {
      noted.times++
      await auditIn(db, now, context, note)
    }
    const treeOf = (subdistrict: string) => service.trees(subdistrict, now, catalog, db)
    const reply: Reply = {
      token: tokenOf(request, secureCookies),
      async open(holder, lasting) {
        const begun = await beginSession(db, request, service.settings, now, holder, lasting)
        cookie = begun.cookie
        return begun.expiresAt
      },
      close() {
        cookie = noCookie(secureCookies)
      },
    }
    const answer = await handler({
      ...input,
      db,
      now,
      catalog,
      tree: who && (await treeOf(who.subdistrict)),
      treeOf,
      who,
      policy,
      vault: service.vault,
      limits: service.limits,
      demo: service.settings.demo,
      oidcName: service.settings.oidcName,
      address: context.address,
      reply,
      audit,
    })
    if (!(answer instanceof Refused)) mustBeAudited(route, noted.times)
    return answer
  })
  if (route.method !== 'GET') service.principals.forget()
  if (given instanceof Refused) throw given.error
  if (cookie !== undefined) response.setHeader('Set-Cookie', cookie)
  return given
}

/** A change that left no trace is a bug; it is rolled back. */
function mustBeAudited(route: Route, times: number): void {
  if (route.method !== 'GET' && times === 0) throw new Error(`${route.id} changed something without an audit entry`)
}
