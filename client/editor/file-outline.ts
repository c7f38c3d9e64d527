// Outlines as a file holds them: in the file's own coordinates, first number first. What is no polygon is left out and counted.
import { insideRing } from '#domain/topology/lattice.ts'

export type FilePosition = readonly [number, number]
export type FilePolygon = readonly (readonly FilePosition[])[]
export interface FileOutline {
  readonly properties: Readonly<Record<string, unknown>>
  readonly polygons: readonly FilePolygon[]
}

export interface FileLayer {
  readonly outlines: readonly FileOutline[]
  /** things that are no polygon */
  readonly leftOut: number
  /** what the file says about its coordinate system: a .prj, an EPSG number, a name of ours */
  readonly description: string | null
}

export const mostOutlines = 5000
const mostCorners = 400_000

export type Taken = FileLayer | 'notJson' | 'notGeoJson' | 'malformed' | 'noPolygons' | 'tooMany'

/** A GeoJSON text. `drawing`: it came from a drawing program, where a closed line is an outline and a text inside it is its label. */
export function readGeoJson(text: string, drawing = false): Taken {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'notJson'
  }
  const features = isObject(json) ? (json.type === 'Feature' ? [json] : json.features) : null
  if (!isObject(json) || !Array.isArray(features)) return 'notGeoJson'
  const outlines: FileOutline[] = []
  const labels: Label[] = []
  let corners = 0
  let leftOut = 0
  for (const feature of features) {
    const geometry = isObject(feature) && isObject(feature.geometry) ? feature.geometry : null
    const properties = isObject(feature) && isObject(feature.properties) ? feature.properties : {}
    if (drawing && geometry?.type === 'Point' && isPosition(geometry.coordinates) && typeof properties.Text === 'string')
      labels.push({ text: properties.Text, at: geometry.coordinates })
    const given = polygonsIn(geometry, drawing)
    if (given === null) {
      leftOut += 1
      continue
    }
    if (!isPolygons(given)) return 'malformed'
    const polygons = given.map((rings) => rings.map((ring) => ring.map(([x, y]): FilePosition => [x, y])))
    corners += polygons.flat(2).length
    outlines.push({ properties, polygons })
    if (outlines.length > mostOutlines || corners > mostCorners) return 'tooMany'
  }
  if (outlines.length === 0) return 'noPolygons'
  return { outlines: drawing ? outlines.map((one) => labelled(one, labels)) : outlines, leftOut, description: describedBy(json) }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isPosition = (value: unknown): value is FilePosition =>
  Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])
const isRing = (value: unknown): value is readonly FilePosition[] => Array.isArray(value) && value.length >= 4 && value.every(isPosition)
const isPolygons = (value: unknown): value is readonly FilePolygon[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((rings: unknown) => Array.isArray(rings) && rings.length > 0 && rings.every((ring: unknown) => isRing(ring)))

function polygonsIn(geometry: Readonly<Record<string, unknown>> | null, drawing: boolean): unknown {
  if (geometry?.type === 'Polygon') return [geometry.coordinates]
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates
  const line = geometry?.type === 'LineString' ? geometry.coordinates : null
  if (!drawing || !isRing(line)) return null
  const [first, last] = [line[0], line[line.length - 1]]
  return first?.[0] === last?.[0] && first?.[1] === last?.[1] ? [[line]] : null
}

/** The `crs` of GeoJSON before RFC 7946, or the name by which our own files say that they are no WGS-84. */
function describedBy(json: Readonly<Record<string, unknown>>): string | null {
  if (typeof json.coordinateSystem === 'string') return json.coordinateSystem
  const properties = isObject(json.crs) && isObject(json.crs.properties) ? json.crs.properties : null
  return typeof properties?.name === 'string' ? properties.name : null
}

interface Label {
  readonly text: string
  readonly at: FilePosition
}

/** Where exactly one text stands inside an outline, it is its `label`. */
function labelled(outline: FileOutline, labels: readonly Label[]): FileOutline {
  const ring = outline.polygons[0]?.[0] ?? []
  const inside = labels.filter(({ at }) => insideRing(at, ring))
  const [label] = inside
  const text = inside.length === 1 && label !== undefined ? label.text : ''
  return { ...outline, properties: { ...outline.properties, label: text } }
}

/** Every field of the outlines, in the order in which they turn up. */
export const fieldsOf = (outlines: readonly FileOutline[]): readonly string[] => [
  ...new Set(outlines.flatMap(({ properties }) => Object.keys(properties))),
]

export function boxOf(outlines: readonly FileOutline[]): readonly [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { polygons } of outlines)
    for (const [x, y] of polygons.flat(2)) {
      west = Math.min(west, x)
      south = Math.min(south, y)
      east = Math.max(east, x)
      north = Math.max(north, y)
    }
  return [west, south, east, north]
}

/** The same outlines with every position put elsewhere. */
export const moveOutlines = (outlines: readonly FileOutline[], to: (at: FilePosition) => FilePosition): readonly FileOutline[] =>
  outlines.map(({ properties, polygons }) => ({ properties, polygons: polygons.map((rings) => rings.map((ring) => ring.map(to))) }))
