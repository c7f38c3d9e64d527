// Every failure becomes one shape. What a person may read is decided by the code; a bug's own text stays in the log.
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import { type ErrorBody, type ErrorCode, errorStatus } from '#contract/errors.ts'
import { databaseTrouble, isOutOfRange } from '../db/errors.ts'
import { AppError } from './app-error.ts'

function send(response: Response, body: ErrorBody): void {
  if (body.code === 'unavailable') response.setHeader('Retry-After', '2')
  response.setHeader('Cache-Control', 'no-store')
  response.status(errorStatus[body.code]).json(body)
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = { 413: 'too_large', 415: 'unsupported_media_type' }

function bodyOf(error: unknown, requestId: string): ErrorBody {
  if (error instanceof AppError)
    return { code: error.code, message: error.message, requestId, ...(error.details && { details: error.details }) }
  const trouble = databaseTrouble(error)
  if (trouble === 'away') return { code: 'unavailable', message: 'the database cannot be reached; try again shortly', requestId }
  if (trouble === 'slow')
    return { code: 'unavailable', message: 'the database took too long to answer; narrow the request or try again', requestId }
  if (isOutOfRange(error)) return { code: 'invalid_request', message: 'a value is out of the range that can be stored', requestId }
  // express and its parsers put a 4xx status on errors that the request caused, such as a malformed % escape
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500) {
    return { code: codeOfStatus[error.status] ?? 'invalid_request', message: error.message, requestId }
  }
  return { code: 'internal', message: 'something went wrong inside; the log has the request id', requestId }
}

export const unknownPath: RequestHandler = (request) => {
  throw new AppError('not_found', `there is nothing at ${request.path}`)
}

/** Express knows an error handler by its four parameters. */
export const writeError: ErrorRequestHandler = (error, request, response, _next) => {
  const body = bodyOf(error, String(request.id))
  if (body.code === 'internal') request.log.error({ err: error }, 'unexpected failure')
  else request.log.debug({ code: body.code, reason: error instanceof Error ? error.message : String(error) }, 'request refused')
  if (response.headersSent) response.destroy()
  else send(response, body)
}
