// What a zip says it holds, read before anything is unpacked. Whether that is true is seen entry by entry, by whoever unpacks.
//
//   [local header, content] × n, [entry] × n, end record: the last is found from the end, and says where the entries begin

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

const viewOf = (file: Uint8Array): DataView => new DataView(file.buffer, file.byteOffset, file.byteLength)

/** The directory at the end of a zip, or null when there is none that can be read: the file is cut off, or no zip. */
export function zipDirectory(file: Uint8Array): readonly ZipEntry[] | null {
  const view = viewOf(file)
  for (let at = file.length - endBytes; at >= Math.max(0, file.length - endBytes - longestComment); at--) {
    if (view.getUint32(at, true) !== endMark) continue
    return entriesFrom(file, view.getUint32(at + 16, true), view.getUint16(at + 10, true))
  }
  return null
}

function entriesFrom(file: Uint8Array, start: number, count: number): readonly ZipEntry[] | null {
  if (count > mostEntries) return null
  const view = viewOf(file)
  const entries: ZipEntry[] = []
  let at = start
  for (let n = 0; n < count; n++) {
    if (at + 46 > file.length || view.getUint32(at, true) !== entryMark) return null
    const nameBytes = view.getUint16(at + 28, true)
    entries.push({
      name: nameOf(file.subarray(at + 46, at + 46 + nameBytes)),
      protected: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Chinese Windows writes names in GBK and does not say so; what is no UTF-8 is taken for it. */
function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** The packed bytes of an entry; null when they are not all there. */
export function packedContent(file: Uint8Array, { offset, packedBytes }: ZipEntry): Uint8Array | null {
  const view = viewOf(file)
  if (offset + 30 > file.length || view.getUint32(offset, true) !== localMark) return null
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  const packed = file.subarray(start, start + packedBytes)
  return packed.length < packedBytes ? null : packed
}
