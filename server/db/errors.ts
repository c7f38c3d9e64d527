// Which failures mean "the database is away or overloaded" (try again) rather than a mistake of ours.

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '53300', // too many connections
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
])
const slowCodes = new Set(['57014']) // statement timeout

const awayMessages = [/connection terminated/i, /timeout exceeded when trying to connect/i, /client has encountered a connection error/i]

/** A value that the schema let through and the database has no room for: a number or a date out of range (SQLSTATE class 22). */
export const isOutOfRange = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^22[0-9A-Z]{3}$/.test(error.code)

export type DatabaseTrouble = 'away' | 'slow'

/** What kind of passing trouble an error is, or undefined when it is not one. */
export function databaseTrouble(error: unknown): DatabaseTrouble | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (slowCodes.has(code)) return 'slow'
  if (awayCodes.has(code) || awayMessages.some((message) => message.test(error.message))) return 'away'
  return error.cause === undefined ? undefined : databaseTrouble(error.cause)
}
