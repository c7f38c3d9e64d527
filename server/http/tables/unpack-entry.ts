// Unpacks an entry of a zip within bounds, and looks for programs inside. What a zip says it holds is read by domain/files.
import { inflateRawSync } from 'node:zlib'
import { packedContent, type ZipEntry } from '#domain/files/zip-directory.ts'

/** Programs inside an office file, whatever it is called. */
export const holdsMacros = (entries: readonly ZipEntry[]): boolean =>
  entries.some(({ name }) => /vbaProject\.bin$/i.test(name) || /^xl\/macrosheets\//i.test(name))

/** The content of an entry; null when it is damaged or larger than `mostBytes`, whatever the directory said. */
export function unpackEntry(file: Buffer, entry: ZipEntry, mostBytes: number): Buffer | null {
  const packed = packedContent(file, entry)
  if (packed === null) return null
  if (entry.method === 0) return packed.length > mostBytes ? null : Buffer.from(packed)
  if (entry.method !== 8) return null
  try {
    return inflateRawSync(packed, { maxOutputLength: mostBytes })
  } catch {
    return null
  }
}
