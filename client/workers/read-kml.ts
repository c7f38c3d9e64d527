// KML with its attributes. GDAL's reader in the browser leaves out what stands in ExtendedData, which is where codes and names are.
import { SaxesParser } from 'saxes'
import { type FileLayer, type FileOutline, type FilePolygon, type FilePosition, mostOutlines } from '../editor/file-outline.ts'
import { FileRefused } from './file-problem.ts'

/** The polygons of all placemarks; their name, description, folder and data become fields. KML is always WGS-84. */
export function readKml(text: string): FileLayer {
  const parser = new SaxesParser()
  const outlines: FileOutline[] = []
  let leftOut = 0
  let sawKml = false
  const path: string[] = []
  const folders: string[] = []
  let words = ''
  let field: string | null = null
  let placemark: { readonly properties: Record<string, unknown>; readonly polygons: FilePolygon[] } | null = null
  let rings: (readonly FilePosition[])[] = []
  const local = (name: string): string => name.slice(name.indexOf(':') + 1)

  parser.on('error', () => {
    throw new FileRefused('malformed')
  })
  parser.on('opentag', ({ name, attributes }) => {
    const tag = local(name)
    path.push(tag)
    words = ''
    sawKml ||= tag === 'kml'
    if (tag === 'Folder') folders.push('')
    if (tag === 'Placemark') placemark = { properties: {}, polygons: [] }
    if (tag === 'Data' || tag === 'SimpleData') field = attributes.name ?? null
    if (tag === 'Polygon') rings = []
  })
  parser.on('text', (more) => {
    words += more
  })
  parser.on('cdata', (more) => {
    words += more
  })
  parser.on('closetag', ({ name }) => {
    const tag = local(name)
    const said = words.trim()
    path.pop()
    const parent = path[path.length - 1]
    if (tag === 'Folder') folders.pop()
    if (parent === 'Folder' && tag === 'name') folders[folders.length - 1] = said
    if (placemark !== null) {
      if (parent === 'Placemark' && (tag === 'name' || tag === 'description')) placemark.properties[tag] = said
      if (field !== null && (tag === 'SimpleData' || (tag === 'value' && parent === 'Data'))) placemark.properties[field] = said
      if (tag === 'coordinates' && parent === 'LinearRing') rings.push(ringOf(said))
      if (tag === 'Polygon' && rings.length > 0) placemark.polygons.push(rings)
      if (tag === 'Placemark') {
        const folder = folders[folders.length - 1]
        if (placemark.polygons.length === 0) leftOut += 1
        else outlines.push({ ...placemark, properties: { ...placemark.properties, ...(folder && { folder }) } })
        if (outlines.length > mostOutlines) throw new FileRefused('tooMany')
        placemark = null
      }
    }
    words = ''
  })
  parser.write(text).close()
  if (!sawKml) throw new FileRefused('wrongType')
  if (outlines.length === 0) throw new FileRefused('noPolygons')
  return { outlines, leftOut, description: 'CRS84' }
}

function ringOf(text: string): readonly FilePosition[] {
  const ring = text
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one): FilePosition => {
      const [x = Number.NaN, y = Number.NaN] = one.split(',').map(Number)
      return [x, y]
    })
  if (ring.length < 4 || ring.some(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y))) throw new FileRefused('malformed')
  return ring
}
