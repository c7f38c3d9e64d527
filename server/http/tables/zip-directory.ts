// Looks into a zip before anything unpacks it: what it says it holds, and, entry by entry, whether that is true.
import { inflateRawSync } from 'node:zlib'

export type ZipEntry = {
  readonly name: string
  readonly protected: boolean
  readonly method: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
}

const endMark = 0x06054b50
const entryMark = 0x02014b50
const localMark = 0x04034b50
const endBytes = 22
const longestComment = 65_535
const mostEntries = 2000

/** The directory at the end of a zip, or null when there is none that can be read: the file is cut off, or no zip. */
export function zipDirectory(file: Buffer): readonly ZipEntry[] | null {
  for (let at = file.length - endBytes; at >= Math.max(0, file.length - endBytes - longestComment); at--) {
    if (file.readUInt32LE(at) !== endMark) continue
    return entriesFrom(file, file.readUInt32LE(at + 16), file.readUInt16LE(at + 10))
  }
  return null
}

function entriesFrom(file: Buffer, start: number, count: number): readonly ZipEntry[] | null {
  if (count > mostEntries) return null
  const entries: ZipEntry[] = []
  let at = start
  for (let n = 0; n < count; n++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== entryMark) return null
    const nameBytes = file.readUInt16LE(at + 28)
    const name = file.toString('utf8', at + 46, at + 46 + nameBytes)
    entries.push({
      name,
      protected: (file.readUInt16LE(at + 8) & 1) === 1,
      method: file.readUInt16LE(at + 10),
      packedBytes: file.readUInt32LE(at + 20),
      bytes: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  return entries
}

/** Programs inside an office file, whatever it is called. */
export const holdsMacros = (entries: readonly ZipEntry[]): boolean =>
  entries.some(({ name }) => /vbaProject\.bin$/i.test(name) || /^xl\/macrosheets\//i.test(name))

/** The content of an entry; null when it is damaged or larger than `mostBytes`, whatever the directory said. */
export function unpackEntry(file: Buffer, { offset, method, packedBytes }: ZipEntry, mostBytes: number): Buffer | null {
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== localMark) return null
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
  const packed = file.subarray(start, start + packedBytes)
  if (packed.length < packedBytes) return null
  if (method === 0) return packed.length > mostBytes ? null : packed
  if (method !== 8) return null
  try {
    return inflateRawSync(packed, { maxOutputLength: mostBytes })
  } catch {
    return null
  }
}
