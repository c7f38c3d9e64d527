// .osm.pbf: a sequence of (length, header, blob). We walk the frames ourselves, so that a cut-off file is noticed and memory holds one block;
// what is inside a block is decoded by the library.
import { type FileHandle, open } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import { parse } from 'osm-pbf-parser-node'
import { PbfReader } from 'pbf'
import { type OsmElement, OsmFileRefused, type OsmNode, type OsmRelation, type OsmWay } from './element.ts'

// limits of the format: https://wiki.openstreetmap.org/wiki/PBF_Format
const longestHeader = 64 * 1024
const longestBlob = 32 * 1024 * 1024

/** Blocks of elements. Throws OsmFileRefused when the file is not of this format, damaged or cut off. */
export async function* readPbf(path: string): AsyncGenerator<readonly OsmElement[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    let position = 0
    for (let block = 0; position < size; block++) {
      const { kind, data, next } = await readFrame(file, position, size)
      if (block === 0 && kind !== 'OSMHeader') throw new OsmFileRefused('is not OpenStreetMap data: the first block is no OSMHeader')
      if (kind === 'OSMData') yield decode(data)
      position = next
    }
  } finally {
    await file.close()
  }
}

async function readFrame(file: FileHandle, position: number, size: number) {
  const headerLength = (await readExactly(file, position, 4, size)).readUInt32BE(0)
  if (headerLength === 0 || headerLength > longestHeader)
    throw new OsmFileRefused(`is not OpenStreetMap data: no block header at byte ${position}`)
  const header = fields(await readExactly(file, position + 4, headerLength, size))
  const kind = header.get(1)
  const blobLength = header.get(3)
  if (typeof blobLength !== 'number' || blobLength > longestBlob || !(kind instanceof Uint8Array)) {
    throw new OsmFileRefused(`is not OpenStreetMap data: no block header at byte ${position}`)
  }
  const start = position + 4 + headerLength
  const data = await readExactly(file, start, blobLength, size)
  return { kind: Buffer.from(kind).toString('latin1'), data, next: start + blobLength }
}

async function readExactly(file: FileHandle, position: number, length: number, size: number): Promise<Buffer> {
  if (position + length > size) throw new OsmFileRefused(`is cut off: it ends at byte ${size}, in the middle of a block`)
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  if (bytesRead !== length) throw new OsmFileRefused(`is cut off at byte ${position + bytesRead}`)
  return buffer
}

/** The last value of each field of a small message: bytes, or a number. */
function fields(message: Uint8Array): Map<number, Uint8Array | number> {
  try {
    return new PbfReader(message).readFields((tag, found: Map<number, Uint8Array | number>, reader) => {
      if (reader.type === 2) found.set(tag, reader.readBytes())
      else if (reader.type === 0) found.set(tag, reader.readVarint())
    }, new Map())
  } catch (cause) {
    throw new OsmFileRefused('is damaged: a block header cannot be read', { cause })
  }
}

function decode(blob: Uint8Array): readonly OsmElement[] {
  const content = fields(blob)
  const raw = content.get(1)
  const zlib = content.get(3)
  if (!(raw instanceof Uint8Array) && !(zlib instanceof Uint8Array))
    throw new OsmFileRefused('is packed in a way other than zlib, which is not supported')
  try {
    const bytes = zlib instanceof Uint8Array ? inflateSync(zlib) : Buffer.from(raw as Uint8Array)
    return (parse(bytes, { withTags: true, withInfo: false }) as readonly DecodedElement[]).map(complete)
  } catch (cause) {
    throw new OsmFileRefused('is damaged: a block cannot be unpacked', { cause })
  }
}

/** The library leaves out `tags`, `refs` and `members` where there are none. */
type DecodedElement =
  | OsmNode
  | (Omit<OsmWay, 'tags' | 'refs'> & Partial<OsmWay>)
  | (Omit<OsmRelation, 'tags' | 'members'> & Partial<OsmRelation>)

function complete(element: DecodedElement): OsmElement {
  switch (element.type) {
    case 'node':
      return element
    case 'way':
      return { ...element, refs: element.refs ?? [], tags: element.tags ?? {} }
    case 'relation':
      return { ...element, members: element.members ?? [], tags: element.tags ?? {} }
  }
}
