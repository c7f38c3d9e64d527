// Turns the route table into Express routes: parse and check the input, find the sub-district, call the handler, send its answer.
import type { Express, Request } from 'express'
import type { z } from 'zod'
import type { OkOf, ParamsOf, QueryOf, Route } from '#contract/route.ts'
import { type RouteId, type RouteTable, routes } from '#contract/routes.ts'
import type { Catalog, CatalogReader } from '../db/catalog.ts'
import type { Database } from '../db/database.ts'
import type { Queryable } from '../db/queryable.ts'
import { AppError, found } from './app-error.ts'

/** What handlers may use. */
export type Service = {
  readonly database: Database
  readonly catalog: CatalogReader
  readonly now: () => Date
  /** Check every answer against its schema before sending (tests do; it costs time on large lists). */
  readonly checkAnswers: boolean
}

export type Input<R> = {
  readonly params: ParamsOf<R>
  readonly query: QueryOf<R>
  /** The sub-district asked for, or the first one. */
  readonly subdistrict: string
  readonly db: Queryable
  readonly now: Date
  readonly catalog: Catalog
}

export type Handler<R> = (input: Input<R>) => Promise<OkOf<R>>

type JsonRouteId = Exclude<RouteId, 'tile'>
/** A missing handler is a type error. */
export type Handlers = { readonly [K in JsonRouteId]: Handler<RouteTable[K]> }

/** Parses a request by its route's schemas. Throws `invalid_request` naming every field that is wrong; unknown query fields are refused. */
export function parseRequest<R extends Route>(route: R, request: Request): { params: ParamsOf<R>; query: QueryOf<R> } {
  const params = route.params.safeParse(request.params)
  const query = route.query.strict().safeParse(request.query)
  if (params.success && query.success) return { params: params.data as ParamsOf<R>, query: query.data as QueryOf<R> }
  const problems = [...problemsOf(params, 'path'), ...problemsOf(query, 'query')]
  const first = problems[0]
  throw new AppError('invalid_request', first ? `${first.path}: ${first.problem}` : 'the request is not valid', problems)
}

function problemsOf(result: z.ZodSafeParseResult<unknown>, where: string) {
  if (result.success) return []
  return result.error.issues.map((issue) => ({ path: [where, ...issue.path].join('.'), problem: issue.message }))
}

/** The sub-district a request is about. Throws `not_found` for one that is not there and when there is none at all. */
export function chooseSubdistrict(catalog: Catalog, wanted: string | undefined): string {
  const { subdistricts } = catalog
  if (wanted === undefined) return found(subdistricts[0], 'sub-district in this database yet').subdistrictCode
  return found(
    subdistricts.find((one) => one.subdistrictCode === wanted),
    `sub-district ${wanted}`,
  ).subdistrictCode
}

export function mountRoutes(app: Express, service: Service, handlers: Handlers): void {
  // in the order of the table: /issues/density stands before /issues/:id
  for (const id of Object.keys(routes) as RouteId[]) {
    if (id !== 'tile') mountOne(app, service, routes[id], handlers[id] as Handler<Route>)
  }
}

function mountOne(app: Express, service: Service, route: Route, handler: Handler<Route>): void {
  app.get(route.path, async (request, response) => {
    const { params, query } = parseRequest(route, request)
    const catalog = await service.catalog.read()
    const subdistrict = 'subdistrict' in route.query.shape ? chooseSubdistrict(catalog, wantedBy(query)) : ''
    const answer = await handler({ params, query, subdistrict, db: service.database.db, now: service.now(), catalog })
    if (service.checkAnswers && route.ok.kind === 'json') route.ok.schema.parse(answer)
    response.setHeader('Cache-Control', 'private, no-cache')
    response.json(answer)
  })
}

const wantedBy = (query: Record<string, unknown>) => (typeof query.subdistrict === 'string' ? query.subdistrict : undefined)
