// What a geographic file is, by its bytes and not by its name, and whether it is whole: a reader that meets half a file may take the half.
import { FileRefused } from './file-problem.ts'
import { dbfTexts, type EncodingFound, encodingOf, encodingSaid, type TextEncoding } from './text-encoding.ts'
import { type NamedBytes, unpackZip } from './unpack-zip.ts'

export const mostFileBytes = 50 * 1024 * 1024

export type FileKind = 'shapefile' | 'gpkg' | 'geojson' | 'kml' | 'dxf'

export interface FileSource {
  readonly kind: FileKind
  /** its name without the ending: of one Shapefile among several in a zip, what tells it from the others */
  readonly label: string
  /** the main one first */
  readonly files: readonly NamedBytes[]
  readonly encoding: EncodingFound | null
}

const startsWith = (bytes: Uint8Array, word: string, at = 0): boolean => [...word].every((c, i) => bytes[at + i] === c.charCodeAt(0))
const tail = (bytes: Uint8Array, length: number): string =>
  new TextDecoder('latin1').decode(bytes.subarray(Math.max(0, bytes.length - length)))
const ending = (name: string): string => /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
const stem = (name: string): string => name.replace(/\.[^./]+$/, '')
const last = (name: string): string => name.split('/').at(-1) ?? name

/** The sources in a file: one, or as many as a zip holds. */
export function sourcesIn(file: NamedBytes, mostUnpacked?: number): readonly FileSource[] {
  if (file.bytes.length === 0) throw new FileRefused('empty')
  if (file.bytes.length > mostFileBytes) throw new FileRefused('tooLarge')
  if (!startsWith(file.bytes, 'PK')) return [single(file)]
  const inside = unpackZip(file.bytes, (name) => /\.(shp|shx|dbf|prj|cpg|gpkg|geojson|json|kml|dxf|zip)$/i.test(name), mostUnpacked)
  const shapes = inside.filter(({ name }) => ending(name) === 'shp').map((shp) => shapefile(shp, inside))
  const others = inside.filter(({ name }) => ['gpkg', 'geojson', 'json', 'kml', 'dxf'].includes(ending(name))).map(single)
  if (shapes.length + others.length === 0)
    throw new FileRefused(inside.some(({ name }) => ['dbf', 'shx'].includes(ending(name))) ? 'incompleteShape' : 'nothingGeographic')
  return [...shapes, ...others]
}

function single(file: NamedBytes): FileSource {
  const { bytes } = file
  const label = stem(last(file.name))
  const make = (kind: FileKind, encoding: EncodingFound | null = null): FileSource => ({ kind, label, files: [file], encoding })
  if (bytes.length === 0) throw new FileRefused('empty')
  if (startsWith(bytes, 'SQLite format 3\0')) return make(wholeGeoPackage(bytes))
  if (bytes[0] === 0 && bytes[2] === 0x27 && bytes[3] === 0x0a) throw new FileRefused('looseShape')
  if (startsWith(bytes, 'AC10')) throw new FileRefused('dwg')
  if (startsWith(bytes, 'AutoCAD Binary DXF')) throw new FileRefused('binaryDxf')
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11) throw new FileRefused('officeFile')
  const head = textHead(bytes)
  if (/^\s*[[{]/.test(head)) return make('geojson')
  if (/^\s*</.test(head) && /<(\w+:)?kml[\s>]/.test(head)) return make('kml')
  if (/^\s*(999\s*\n[^\n]*\n\s*)*0\s*\n\s*SECTION/.test(head)) {
    if (!/\n\s*0\s*\n\s*EOF\s*$/.test(tail(bytes, 200).replaceAll('\r', ''))) throw new FileRefused('cutOff')
    return make('dxf', encodingOf(foreignLines(bytes), null))
  }
  throw new FileRefused('wrongType')
}

function textHead(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, 4096)).replaceAll('\r', '')
}

/** The database knows how many pages it has and how large they are; other SQLite files say so by another number of the application. */
function wholeGeoPackage(bytes: Uint8Array): FileKind {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 100) throw new FileRefused('cutOff')
  if (!['GPKG', 'GP10', 'GP11'].some((mark) => startsWith(bytes, mark, 68))) throw new FileRefused('wrongType')
  const page = view.getUint16(16) === 1 ? 65_536 : view.getUint16(16)
  if (bytes.length < page * view.getUint32(28)) throw new FileRefused('cutOff')
  return 'gpkg'
}

function shapefile(shp: NamedBytes, inside: readonly NamedBytes[]): FileSource {
  const part = (wanted: string): NamedBytes | undefined =>
    inside.find(({ name }) => ending(name) === wanted && stem(name).toLowerCase() === stem(shp.name).toLowerCase())
  const [shx, dbf, prj, cpg] = [part('shx'), part('dbf'), part('prj'), part('cpg')]
  if (shx === undefined || dbf === undefined) throw new FileRefused('incompleteShape')
  // the header tells the length in words of two bytes
  for (const { bytes } of [shp, shx]) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (bytes.length < 100 || view.getInt32(24) * 2 > bytes.length) throw new FileRefused('cutOff')
    if (view.getInt32(0) !== 9994) throw new FileRefused('malformed')
  }
  if (!recordsFollow(shp.bytes)) throw new FileRefused('malformed')
  const texts = dbfTexts(dbf.bytes)
  if (texts === null) throw new FileRefused('cutOff')
  const encoding = encodingOf(texts, cpg === undefined ? null : encodingSaid(new TextDecoder('latin1').decode(cpg.bytes)))
  return { kind: 'shapefile', label: stem(last(shp.name)), files: [shp, shx, dbf, ...(prj === undefined ? [] : [prj])], encoding }
}

/** Every record begins where the one before it ends and is of the kind that the file is of, or empty. A reader may pass over what is not. */
function recordsFollow(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = view.getInt32(24) * 2
  const kind = view.getInt32(32, true)
  let at = 100
  while (at + 12 <= end) {
    const length = view.getInt32(at + 4) * 2
    const here = view.getInt32(at + 8, true)
    if (length < 4 || (here !== kind && here !== 0)) return false
    at += 8 + length
  }
  return at === end
}

/** The lines of a text that hold anything but ASCII: the whole would be too much to look at twice. */
function foreignLines(bytes: Uint8Array, most = 2000): readonly Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let at = 0; at < bytes.length && lines.length < most; at++) {
    if ((bytes[at] ?? 0) <= 0x7f) continue
    const end = bytes.indexOf(0x0a, at)
    lines.push(bytes.subarray(at, end === -1 ? bytes.length : end))
    at = end === -1 ? bytes.length : end
  }
  return lines
}

/**
 * A drawing's texts are read byte by byte as Latin letters, whatever its header says: AutoCAD says GBK and writes UTF-8 since 2007, other
 * programs write GBK and say nothing. `inEncoding` makes words of them.
 */
export function asLatinDrawing(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 65_536))
  // windows-1252 is what `latin1` means to a decoder: only the place of the mark is taken from the text
  const found = /\$DWGCODEPAGE\s+3\s+(\S+)/.exec(text)
  if (found?.[1] === undefined) return new Uint8Array(bytes)
  const end = found.index + found[0].length
  const start = end - found[1].length
  const word = new TextEncoder().encode('ANSI_1252')
  const out = new Uint8Array(start + word.length + bytes.length - end)
  out.set(bytes.subarray(0, start))
  out.set(word, start)
  out.set(bytes.subarray(end), start + word.length)
  return out
}

export function inEncoding(latin: string, encoding: TextEncoding): string {
  const codes = [...latin].map((c) => c.charCodeAt(0))
  if (!codes.some((code) => code > 0x7f) || codes.some((code) => code > 0xff)) return latin
  return new TextDecoder(encoding).decode(Uint8Array.from(codes))
}
