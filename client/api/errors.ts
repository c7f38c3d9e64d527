// What can go wrong with a call, as one typed error. Text for people is made in i18n from `code`.
import type { ErrorBody, ErrorCode } from '#contract/errors.ts'

export type CallErrorCode = ErrorCode | 'offline' | 'malformed'

export class CallError extends Error {
  readonly code: CallErrorCode
  readonly requestId: string | null
  constructor(code: CallErrorCode, message: string, requestId: string | null = null) {
    super(message)
    this.name = 'CallError'
    this.code = code
    this.requestId = requestId
  }
}

const errorCodes = ['invalid_request', 'not_found', 'too_many_requests', 'internal', 'unavailable'] as const satisfies readonly ErrorCode[]

const isErrorBody = (body: unknown): body is ErrorBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body && 'requestId' in body

/** The error of an answer that was not 2xx. A proxy's own page has no body of ours: its status decides. */
export function errorOfAnswer(status: number, body: unknown): CallError {
  if (isErrorBody(body)) {
    const code = errorCodes.find((known) => known === body.code) ?? 'internal'
    return new CallError(code, String(body.message), String(body.requestId))
  }
  const code: CallErrorCode =
    status === 404
      ? 'not_found'
      : status === 429
        ? 'too_many_requests'
        : status >= 502
          ? 'unavailable'
          : status >= 500
            ? 'internal'
            : 'invalid_request'
  return new CallError(code, `HTTP ${status}`)
}

/** Worth trying again by itself: the service is starting, the database is away, the network is. */
export const passes = (error: unknown): boolean => error instanceof CallError && (error.code === 'unavailable' || error.code === 'offline')
