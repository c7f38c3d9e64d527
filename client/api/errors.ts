// What can go wrong with a call, as one typed error. Text for people is made in i18n from `code`.
import type { ErrorBody, ErrorCode } from '#contract/errors.ts'

export type CallErrorCode = ErrorCode | 'offline' | 'malformed'
export type ErrorDetail = { readonly path: string; readonly problem: string }

export class CallError extends Error {
  readonly code: CallErrorCode
  readonly requestId: string | null
  /** What is wrong and where; empty where the service did not say. */
  readonly details: readonly ErrorDetail[]
  /** Of the answer; 0 where there was none. */
  readonly status: number
  constructor(code: CallErrorCode, message: string, answer: Partial<Pick<CallError, 'requestId' | 'details' | 'status'>> = {}) {
    super(message)
    this.name = 'CallError'
    this.code = code
    this.requestId = answer.requestId ?? null
    this.details = answer.details ?? []
    this.status = answer.status ?? 0
  }
}

/** Every code of the contract with the status it comes with; the contract's own table is not imported because it brings its schemas. */
const statusOf = {
  invalid_request: 400,
  password_refused: 400,
  not_signed_in: 401,
  sign_in_failed: 401,
  second_factor_needed: 401,
  forbidden: 403,
  password_change_required: 403,
  cross_site: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>

const isCode = (text: string): text is ErrorCode => Object.hasOwn(statusOf, text)

const isErrorBody = (body: unknown): body is ErrorBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body && 'requestId' in body

/** What a bare status means, where something between us and the service answered. */
function codeOfStatus(status: number): ErrorCode {
  if (status >= 502) return 'unavailable'
  if (status >= 500) return 'internal'
  const known = Object.entries(statusOf).find(([code, of]) => of === status && code !== 'password_refused')
  return known && isCode(known[0]) ? known[0] : 'invalid_request'
}

/** The error of an answer that was not 2xx. A proxy's own page has no body of ours: its status decides. */
export function errorOfAnswer(status: number, body: unknown): CallError {
  if (!isErrorBody(body)) return new CallError(codeOfStatus(status), `HTTP ${status}`, { status })
  const { code, message, requestId, details = [] } = body
  return new CallError(isCode(code) ? code : 'internal', String(message), { requestId: String(requestId), details, status })
}

/** Worth trying again by itself: the service is starting, the database is away, the network is. */
export const passes = (error: unknown): boolean => error instanceof CallError && (error.code === 'unavailable' || error.code === 'offline')

export const hasCode = (error: unknown, ...codes: readonly CallErrorCode[]): error is CallError =>
  error instanceof CallError && codes.includes(error.code)
