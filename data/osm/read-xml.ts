// .osm and .osm.gz: XML, read as a stream; memory holds one block of elements.
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { type OsmElement, OsmFileRefused, type OsmMember } from './element.ts'

type Open = {
  type: 'node' | 'way' | 'relation'
  id: number
  lon: number
  lat: number
  refs: number[]
  members: OsmMember[]
  tags: Record<string, string>
}

/** Blocks of elements. Throws OsmFileRefused when the text is no OSM XML or ends too early. */
export async function* readXml(path: string, gzipped: boolean): AsyncGenerator<readonly OsmElement[]> {
  const file = createReadStream(path)
  const bytes = gzipped ? file.pipe(createGunzip()) : file
  if (gzipped) file.once('error', (error) => bytes.destroy(error))
  const collected = collector()
  const decoder = new TextDecoder('utf-8')
  try {
    for await (const chunk of bytes) {
      collected.write(decoder.decode(chunk as Buffer, { stream: true }))
      if (collected.count() >= 8000) yield collected.take()
    }
    collected.end()
    yield collected.take()
  } catch (error) {
    if (error instanceof OsmFileRefused) throw error
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new OsmFileRefused(`is damaged or cut off: ${reason}`, { cause: error })
  } finally {
    file.destroy()
  }
}

function collector() {
  const parser = new SaxesParser()
  let elements: OsmElement[] = []
  let open: Open | undefined
  let root: string | undefined
  parser.on('error', (error) => {
    throw new OsmFileRefused(
      root === undefined ? 'is not OpenStreetMap data: it is neither PBF nor XML' : `is damaged or cut off: ${error.message}`,
    )
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (root === undefined) {
      root = name
      if (name !== 'osm') throw new OsmFileRefused(`is not OpenStreetMap data: its root element is <${name}>, not <osm>`)
    }
    const at = (key: string) => String(attributes[key] ?? '')
    if (name === 'node' || name === 'way' || name === 'relation') {
      open = { type: name, id: Number(at('id')), lon: Number(at('lon')), lat: Number(at('lat')), refs: [], members: [], tags: {} }
    } else if (open && name === 'nd') open.refs.push(Number(at('ref')))
    else if (open && name === 'tag') open.tags[at('k')] = at('v')
    else if (open && name === 'member')
      open.members.push({ type: at('type') as OsmMember['type'], ref: Number(at('ref')), role: at('role') })
  })
  parser.on('closetag', ({ name }) => {
    if (!open || name !== open.type) return
    elements.push(elementOf(open))
    open = undefined
  })
  return {
    write: (text: string) => parser.write(text),
    end: () => parser.close(),
    count: () => elements.length,
    take: () => {
      const taken = elements
      elements = []
      return taken
    },
  }
}

function elementOf({ type, id, lon, lat, refs, members, tags }: Open): OsmElement {
  switch (type) {
    case 'node':
      return { type, id, lon, lat }
    case 'way':
      return { type, id, refs, tags }
    case 'relation':
      return { type, id, members, tags }
  }
}
