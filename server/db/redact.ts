// What an audit entry may hold of "before" and "after". The audit is read by others than the data is, and is kept longer; nothing personal and
// nothing that opens a door may get in, also not by the accident of a caller who passes a whole row.
import { maskFreeText, maskName } from '#domain/privacy/mask.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const stars = '***'
const deepest = 6
const longestText = 500
const mostElements = 500

/** Keys are compared without case, hyphens and underscores. */
const closedKey =
  /password|passwort|hash|token|secret|totp|otpauth|onetime|cookie|verifier|nonce|credential|assertion|privatekey|apikey|phone|mobile|telephone|email|identit|idnumber|idcard|^code$|^pin$|personcode/
/** A name may be a person's. Display names keep their surname; these others are no persons. */
const nameKey = /name(en|zh|s)?$/
const harmlessNames = new Set([
  'username',
  'usernames',
  'entryname',
  'entrynameen',
  'filename',
  'sourcename',
  'subdistrictname',
  'gridname',
])

/** Texts that open doors whatever their key: argon2 hashes, sealed texts, tokens and digests (a UUID has 36 characters and stays). */
const closedText = /\$argon2|^v1\.[A-Za-z0-9-]+\.|[A-Za-z0-9_-]{40,}/

/** A copy that may be kept for years: closed values become `***`, free text is masked, everything is plain JSON that a database keeps as it is. */
export function redact(value: Record<string, unknown> | null): { readonly [key: string]: Json } | null {
  return value === null ? null : redactRecord(value, 0)
}

function redactRecord(record: object, depth: number): { readonly [key: string]: Json } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries.map(([key, value]) => [storable(key), redactValue(key, value, depth)]))
}

function redactValue(key: string, value: unknown, depth: number): Json {
  // whether something is set tells nothing of what it is
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  const plainKey = key.toLowerCase().replace(/[-_]/g, '')
  if (closedKey.test(plainKey)) return stars
  if (nameKey.test(plainKey) && !harmlessNames.has(plainKey))
    return plainKey === 'displayname' && typeof value === 'string' ? maskName(storable(value)) : stars
  // jsonb knows no minus zero
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value !== 'object' || depth >= deepest) return stars
  if (Array.isArray(value)) return value.slice(0, mostElements).map((element) => redactValue(key, element, depth + 1))
  return redactRecord(value, depth + 1)
}

function redactText(text: string): string {
  const kept = storable(text)
  return closedText.test(kept) ? stars : maskFreeText(kept)
}

/**
 * A text that PostgreSQL gives back exactly as it was written: no NUL (neither text nor jsonb take it), no half of a surrogate pair (UTF-8 has
 * none), not longer than an entry needs.
 */
export const storable = (text: string): string =>
  Buffer.from(text.slice(0, longestText), 'utf8').toString('utf8').replaceAll('\u0000', '\uFFFD')
