/**
 * In which encoding the texts of a file are that does not say so, or says it wrongly. Chinese offices write GBK or UTF-8, and UTF-8 of
 * Chinese words is hardly ever mistaken for anything else: so what is good UTF-8 is that, what is good GB18030 (of which GBK is a part)
 * is that, and what is neither is Latin.
 */
export const textEncodings = ['UTF-8', 'GB18030', 'ISO-8859-1'] as const
export type TextEncoding = (typeof textEncodings)[number]

export interface EncodingFound {
  readonly encoding: TextEncoding
  /** what it rests on; `plain`: nothing but ASCII, so it makes no difference */
  readonly from: 'file' | 'content' | 'plain'
}

/** A text that is cut in the middle of a character is good as far as it goes: fields have a width. */
function isGood(text: Uint8Array, encoding: 'utf-8' | 'gb18030'): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(text, { stream: true })
    return true
  } catch {
    return false
  }
}

export function encodingOf(texts: readonly Uint8Array[], said: TextEncoding | null): EncodingFound {
  const foreign = texts.filter((text) => text.some((byte) => byte > 0x7f))
  if (foreign.length === 0) return { encoding: said ?? 'UTF-8', from: 'plain' }
  const isUtf8 = foreign.every((text) => isGood(text, 'utf-8'))
  const isGb = foreign.every((text) => isGood(text, 'gb18030'))
  if ((said === 'UTF-8' && isUtf8) || (said === 'GB18030' && isGb)) return { encoding: said, from: 'file' }
  return { encoding: isUtf8 ? 'UTF-8' : isGb ? 'GB18030' : 'ISO-8859-1', from: 'content' }
}

/** What a .cpg says, in the words that programs use there. */
export function encodingSaid(cpg: string): TextEncoding | null {
  if (/utf-?8|65001/i.test(cpg)) return 'UTF-8'
  return /gbk?|gb-?2312|gb-?18030|936/i.test(cpg) ? 'GB18030' : null
}

const headerBytes = 32

/** The texts of a DBF: names of fields, and what stands in those that hold characters. Null when it is cut off or is none. */
export function dbfTexts(dbf: Uint8Array, mostRecords = 2000): readonly Uint8Array[] | null {
  if (dbf.length < headerBytes) return null
  const view = new DataView(dbf.buffer, dbf.byteOffset, dbf.byteLength)
  const [records, start, width] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)]
  // the byte that marks the end of the file is left out by some programs
  if (start < headerBytes || width === 0 || start + records * width > dbf.length) return null
  const texts: Uint8Array[] = []
  const columns: { readonly from: number; readonly to: number }[] = []
  let from = 1
  for (let at = headerBytes; at + headerBytes <= start && dbf[at] !== 0x0d; at += headerBytes) {
    texts.push(trimmed(dbf.subarray(at, at + 11)))
    const length = dbf[at + 16] ?? 0
    if (dbf[at + 11] === 0x43) columns.push({ from, to: from + length })
    from += length
  }
  for (let n = 0; n < Math.min(records, mostRecords); n++)
    for (const column of columns) texts.push(trimmed(dbf.subarray(start + n * width + column.from, start + n * width + column.to)))
  return texts
}

/** Without the zeroes and spaces that fill a field up. */
function trimmed(bytes: Uint8Array): Uint8Array {
  const zero = bytes.indexOf(0)
  let end = zero === -1 ? bytes.length : zero
  while (end > 0 && bytes[end - 1] === 0x20) end--
  return bytes.subarray(0, end)
}
