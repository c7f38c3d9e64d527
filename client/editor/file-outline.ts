// What a file holds, in the file's own coordinates, first number first: polygons, lines or places. What was not asked for is left out and counted.
import { insideRing } from '#domain/topology/lattice.ts'

export type FilePosition = readonly [number, number]
export type FilePolygon = readonly (readonly FilePosition[])[]
export const fileShapes = ['area', 'line', 'point'] as const
export type FileShape = (typeof fileShapes)[number]
export interface FileOutline {
  readonly properties: Readonly<Record<string, unknown>>
  readonly shape: FileShape
  /** Of lines each line, of places each place stands as a polygon of one ring: whatever moves or measures them need not tell them apart. */
  readonly polygons: readonly FilePolygon[]
}

export interface FileLayer {
  readonly outlines: readonly FileOutline[]
  /** things of other shapes than those asked for */
  readonly leftOut: number
  /** what the file says about its coordinate system: a .prj, an EPSG number, a name of ours */
  readonly description: string | null
}

export const mostOutlines = 5000
const mostCorners = 400_000

export type NoShape = 'noPolygons' | 'noLines' | 'noPoints' | 'noPlaces'
export type Taken = FileLayer | 'notJson' | 'notGeoJson' | 'malformed' | 'tooMany' | NoShape

/** What is said where a file has none of what it was asked for. */
export function noneOf(wanted: readonly FileShape[]): NoShape {
  const [first, second] = wanted
  return second !== undefined ? 'noPlaces' : first === 'line' ? 'noLines' : first === 'point' ? 'noPoints' : 'noPolygons'
}

export interface Reading {
  readonly wanted: readonly FileShape[]
  /** It came from a drawing program, where a closed line is an outline and a text inside it is its label. */
  readonly drawing?: boolean
  /** Null: as many as there are, of a list of our own. */
  readonly most?: null
}

/** A GeoJSON text. */
export function readGeoJson(text: string, { wanted, drawing = false, most }: Reading): Taken {
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
    const found = shapeIn(geometry, drawing && wanted.includes('area'))
    if (found === null || !wanted.includes(found.shape)) {
      leftOut += 1
      continue
    }
    if (!isPolygons(found.given, leastPlaces[found.shape])) return 'malformed'
    const polygons = found.given.map((rings) => rings.map((ring) => ring.map(([x, y]): FilePosition => [x, y])))
    corners += polygons.flat(2).length
    outlines.push({ properties, shape: found.shape, polygons })
    if (most !== null && (outlines.length > mostOutlines || corners > mostCorners)) return 'tooMany'
  }
  // the texts of a drawing that has outlines are their labels, not places
  const areas = drawing ? outlines.filter(({ shape }) => shape === 'area') : []
  const taken = areas.length > 0 ? areas : outlines
  if (taken.length === 0) return noneOf(wanted)
  return {
    outlines: areas.length > 0 ? areas.map((one) => labelled(one, labels)) : taken,
    leftOut: leftOut + outlines.length - taken.length,
    description: describedBy(json),
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isPosition = (value: unknown): value is FilePosition =>
  Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])
const leastPlaces: Readonly<Record<FileShape, number>> = { area: 4, line: 2, point: 1 }
const isRing = (value: unknown, least: number): value is readonly FilePosition[] =>
  Array.isArray(value) && value.length >= least && value.every(isPosition)
const isPolygons = (value: unknown, least: number): value is readonly FilePolygon[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((rings: unknown) => Array.isArray(rings) && rings.length > 0 && rings.every((ring: unknown) => isRing(ring, least)))
const each = (value: unknown, wrap: (one: unknown) => unknown): unknown => (Array.isArray(value) ? value.map(wrap) : value)

/** `closed`: a line that ends where it begins is an outline. */
function shapeIn(geometry: Readonly<Record<string, unknown>> | null, closed: boolean): { shape: FileShape; given: unknown } | null {
  const coordinates = geometry?.coordinates
  switch (geometry?.type) {
    case 'Polygon':
      return { shape: 'area', given: [coordinates] }
    case 'MultiPolygon':
      return { shape: 'area', given: coordinates }
    case 'LineString':
      return { shape: closed && isClosed(coordinates) ? 'area' : 'line', given: [[coordinates]] }
    case 'MultiLineString':
      return { shape: 'line', given: each(coordinates, (line) => [line]) }
    case 'Point':
      return { shape: 'point', given: [[[coordinates]]] }
    case 'MultiPoint':
      return { shape: 'point', given: each(coordinates, (place) => [[place]]) }
    default:
      return null
  }
}

function isClosed(line: unknown): boolean {
  if (!isRing(line, leastPlaces.area)) return false
  const [first, last] = [line[0], line[line.length - 1]]
  return first?.[0] === last?.[0] && first?.[1] === last?.[1]
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
  outlines.map((one) => ({ ...one, polygons: one.polygons.map((rings) => rings.map((ring) => ring.map(to))) }))

/** As GeoJSON has it: a line or place of one part is no collection of them. */
export function geometryOf({ shape, polygons }: Pick<FileOutline, 'shape' | 'polygons'>): object {
  if (shape === 'area') return { type: 'MultiPolygon', coordinates: polygons }
  const parts = polygons.map(([ring = []]) => ring)
  if (shape === 'line')
    return parts.length === 1 ? { type: 'LineString', coordinates: parts[0] } : { type: 'MultiLineString', coordinates: parts }
  const places = parts.map(([place]) => place)
  return places.length === 1 ? { type: 'Point', coordinates: places[0] } : { type: 'MultiPoint', coordinates: places }
}
