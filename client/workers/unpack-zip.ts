// Unpacks the entries of a zip that are wanted, within bounds that hold whatever the zip says about itself.
import { Inflate } from 'fflate'
import { packedContent, type ZipEntry, zipDirectory } from '#domain/files/zip-directory.ts'
import { FileRefused } from './file-problem.ts'

export interface NamedBytes {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** A sub-district with every corner is some 10 MB; four times the largest file that is taken. */
export const mostUnpackedBytes = 200 * 1024 * 1024
/** What is pushed through at once: nothing can grow far beyond the bound between two looks. */
const slice = 64 * 1024

export function unpackZip(file: Uint8Array, wanted: (name: string) => boolean, mostBytes = mostUnpackedBytes): readonly NamedBytes[] {
  const directory = zipDirectory(file)
  if (directory === null) throw new FileRefused('cutOff')
  if (directory.some(({ name }) => name === '[Content_Types].xml')) throw new FileRefused('officeFile')
  if (directory.some(({ name }) => /\.gdb\//i.test(name))) throw new FileRefused('geodatabase')
  const entries = directory.filter(({ name }) => !/(^|\/)(__MACOSX\/|\._)/.test(name) && wanted(name))
  if (entries.some((entry) => entry.protected)) throw new FileRefused('protected')
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes) throw new FileRefused('unpacksTooLarge')
  let left = mostBytes
  return entries.map((entry) => {
    const bytes = unpacked(file, entry, left)
    left -= bytes.length
    return { name: entry.name, bytes }
  })
}

function unpacked(file: Uint8Array, entry: ZipEntry, mostBytes: number): Uint8Array<ArrayBuffer> {
  const packed = packedContent(file, entry)
  if (packed === null) throw new FileRefused('cutOff')
  if (entry.method === 0) return new Uint8Array(packed)
  if (entry.method !== 8) throw new FileRefused('malformed')
  const chunks: Uint8Array[] = []
  let size = 0
  const inflate = new Inflate((chunk) => {
    size += chunk.length
    if (size > mostBytes) throw new FileRefused('unpacksTooLarge')
    chunks.push(chunk)
  })
  try {
    for (let at = 0; at < packed.length; at += slice) inflate.push(packed.subarray(at, at + slice), at + slice >= packed.length)
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused('malformed')
  }
  if (size !== entry.bytes) throw new FileRefused('malformed')
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
