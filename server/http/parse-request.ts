import type { Request } from 'express'
import type { z } from 'zod'
import type { BodyOf, ParamsOf, QueryOf, Route } from '#contract/route.ts'
import { AppError } from './app-error.ts'

/** Parses a request by its route's schemas. Throws `invalid_request` naming every field that is wrong; unknown fields are refused. */
export function parseRequest<R extends Route>(route: R, request: Request): { params: ParamsOf<R>; query: QueryOf<R>; body: BodyOf<R> } {
  const params = route.params.safeParse(request.params)
  const query = route.query.strict().safeParse(request.query)
  const body = route.body.safeParse(route.method === 'GET' ? {} : (request.body ?? {}))
  if (params.success && query.success && body.success)
    return { params: params.data as ParamsOf<R>, query: query.data as QueryOf<R>, body: body.data as BodyOf<R> }
  const problems = [...problemsOf(params, 'path'), ...problemsOf(query, 'query'), ...problemsOf(body, 'body')]
  const first = problems[0]
  throw new AppError('invalid_request', first ? `${first.path}: ${first.problem}` : 'the request is not valid', problems)
}

const mostProblems = 50

function problemsOf(result: z.ZodSafeParseResult<unknown>, where: string) {
  if (result.success) return []
  return result.error.issues.slice(0, mostProblems).map((issue) => ({ path: [where, ...issue.path].join('.'), problem: issue.message }))
}

/** The sub-district a request is about: the caller's. Throws `not_found` for every other, whether it exists or not. */
export function chooseSubdistrict(who: { readonly subdistrict: string }, wanted: unknown): string {
  if (wanted !== undefined && wanted !== who.subdistrict) throw new AppError('not_found', `there is no sub-district ${wanted}`)
  return who.subdistrict
}
