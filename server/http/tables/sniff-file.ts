// What a file is, by its bytes and not by its name: cheap enough to be asked while somebody waits for the answer.
import { zipDirectory } from '#domain/files/zip-directory.ts'
import type { IntakeRefusal } from '#domain/intake/intake-words.ts'
import { holdsMacros } from './unpack-entry.ts'

export type Sniffed = { readonly ok: true; readonly kind: 'xlsx' | 'csv' } | { readonly ok: false; readonly refusal: IntakeRefusal }

/** A table of 50,000 rows unpacks to some 60 MB. */
export const mostUnpackedBytes = 200 * 1024 * 1024
const lookedAt = 65_536

const refused = (refusal: IntakeRefusal): Sniffed => ({ ok: false, refusal })

export function sniffFile(bytes: Uint8Array): Sniffed {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length === 0) return refused('empty')
  const head = file.subarray(0, 4).toString('hex')
  // the container of Excel before 2007, which is also what a newer file with a password is wrapped in
  if (head === 'd0cf11e0') return refused(file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'protected' : 'oldExcel')
  if (head === '504b0304') return sniffWorkbook(file)
  if (head.startsWith('504b')) return refused('damaged')
  const wide = head.startsWith('fffe') || head.startsWith('feff')
  if (!wide && file.subarray(0, lookedAt).includes(0)) return refused('notTable')
  if (/^(%PDF|\{\\rtf|<!doctype|<html|<\?xml)/i.test(file.toString('latin1', 0, 16))) return refused('notTable')
  return { ok: true, kind: 'csv' }
}

function sniffWorkbook(file: Buffer): Sniffed {
  const entries = zipDirectory(file)
  if (entries === null) return refused('damaged')
  if (entries.some((entry) => entry.protected)) return refused('protected')
  if (holdsMacros(entries)) return refused('macros')
  if (!entries.some(({ name }) => name === 'xl/workbook.xml')) return refused('notTable')
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  return total > mostUnpackedBytes ? refused('tooLargeInside') : { ok: true, kind: 'xlsx' }
}
