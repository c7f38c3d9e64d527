// KML with its attributes. GDAL's reader in the browser leaves out what stands in ExtendedData, which is where codes and names are.
import { SaxesParser } from 'saxes'
import {
  type FileLayer,
  type FileOutline,
  type FilePolygon,
  type FilePosition,
  type FileShape,
  fileShapes,
  mostOutlines,
  noneOf,
} from '../editor/file-outline.ts'
import { FileRefused } from './file-problem.ts'

/** The polygons, lines or places of all placemarks; their name, description, folder and data become fields. KML is always WGS-84. */
export function readKml(text: string, wanted: readonly FileShape[]): FileLayer {
  const parser = new SaxesParser()
  const outlines: FileOutline[] = []
  let leftOut = 0
  let sawKml = false
  const path: string[] = []
  const folders: string[] = []
  let words = ''
  let field: string | null = null
  let placemark: { readonly properties: Record<string, unknown>; readonly parts: Record<FileShape, FilePolygon[]> } | null = null
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
    if (tag === 'Placemark') placemark = { properties: {}, parts: { area: [], line: [], point: [] } }
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
      if (tag === 'coordinates' && parent === 'LinearRing') rings.push(placesOf(said, 4))
      if (tag === 'coordinates' && parent === 'LineString') placemark.parts.line.push([placesOf(said, 2)])
      if (tag === 'coordinates' && parent === 'Point') placemark.parts.point.push([placesOf(said, 1)])
      if (tag === 'Polygon' && rings.length > 0) placemark.parts.area.push(rings)
      if (tag === 'Placemark') {
        const folder = folders[folders.length - 1]
        const { properties, parts } = placemark
        // one that holds an outline and the place of its name is the outline
        const shape = fileShapes.find((one) => wanted.includes(one) && parts[one].length > 0)
        if (shape === undefined) leftOut += 1
        else outlines.push({ shape, polygons: parts[shape], properties: { ...properties, ...(folder && { folder }) } })
        if (outlines.length > mostOutlines) throw new FileRefused('tooMany')
        placemark = null
      }
    }
    words = ''
  })
  parser.write(text).close()
  if (!sawKml) throw new FileRefused('wrongType')
  if (outlines.length === 0) throw new FileRefused(noneOf(wanted))
  return { outlines, leftOut, description: 'CRS84' }
}

function placesOf(text: string, least: number): readonly FilePosition[] {
  const ring = text
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one): FilePosition => {
      const [x = Number.NaN, y = Number.NaN] = one.split(',').map(Number)
      return [x, y]
    })
  if (ring.length < least || ring.some(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y))) throw new FileRefused('malformed')
  return ring
}
