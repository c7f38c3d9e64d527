// The one shape of an error answer, and the closed list of codes. Text for people is made in the client's catalogue under `error.<code>`.
import { z } from 'zod'

export const errorStatus = {
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
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorStatus

const errorCodes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]

export const ErrorBody = z.object({
  code: z.enum(errorCodes),
  message: z.string().describe('English, for developers and logs'),
  requestId: z.string(),
  details: z
    .array(z.object({ path: z.string(), problem: z.string() }))
    .optional()
    .describe('what is wrong and where'),
})
export type ErrorBody = z.infer<typeof ErrorBody>
