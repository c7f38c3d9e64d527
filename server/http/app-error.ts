// An expected failure on its way to an error answer. Thrown anywhere below the routes, written once in errors.ts.
import type { ErrorBody, ErrorCode } from '#contract/errors.ts'

export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: NonNullable<ErrorBody['details']>,
  ) {
    super(message)
  }
}

/** A field of the request that cannot be what it is. */
export const refusedAt = (path: string, problem: string) => new AppError('invalid_request', `${path}: ${problem}`, [{ path, problem }])

/** Unwraps what was looked up by a code or number, or answers 404 with what was asked for. */
export function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new AppError('not_found', `there is no ${what}`)
  return thing
}
