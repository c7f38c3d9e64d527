// Clips and encodes a tile here, for an engine without ST_AsMVT. Gives the same features and, within a unit, the same geometry.
// MVT 2.1: integer coordinates with y down, rings closed, outer rings clockwise as drawn (positive area), holes the other way.
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { Geometry, Position } from 'geojson'
import { clipPolygon, clipPolyline } from 'lineclip'
import { tileExtent } from '#domain/geo/web-mercator.ts'
import type { LayerId } from '#domain/layers/layer-table.ts'
import { tileBuffer } from './tile-statement.ts'

type Point = [number, number]
type Part = Point[]
type Encoded = { type: 1; parts: Part } | { type: 2 | 3; parts: Part[] }

/** A feature in tile units, not yet clipped. */
export type PlainFeature = { readonly id: number; readonly geometry: Geometry; readonly properties: Record<string, unknown> }

const clipBox: [number, number, number, number] = [-tileBuffer, -tileBuffer, tileExtent + tileBuffer, tileExtent + tileBuffer]

/** The bytes of one layer; empty when nothing of its features is inside the tile and its buffer. */
export function encodeTile(layer: LayerId, features: readonly PlainFeature[]): Uint8Array {
  const encoded = features.flatMap((feature) => {
    const clipped = clip(feature.geometry)
    return clipped ? [{ id: feature.id, type: clipped.type, geometry: clipped.parts, tags: feature.properties }] : []
  })
  if (encoded.length === 0) return new Uint8Array()
  // the encoder's type names geojson-vt's whole tile, of which it reads only the features
  const tile = { features: encoded } as unknown as Parameters<typeof fromGeojsonVt>[0][string]
  return fromGeojsonVt({ [layer]: tile }, { version: 2, extent: tileExtent })
}

function clip(geometry: Geometry): Encoded | undefined {
  switch (geometry.type) {
    case 'Point':
      return points([geometry.coordinates])
    case 'MultiPoint':
      return points(geometry.coordinates)
    case 'LineString':
      return lines([geometry.coordinates])
    case 'MultiLineString':
      return lines(geometry.coordinates)
    case 'Polygon':
      return areas([geometry.coordinates])
    case 'MultiPolygon':
      return areas(geometry.coordinates)
    case 'GeometryCollection':
      return undefined
  }
}

const flat = (positions: readonly Position[]): Part => positions.map(([x = 0, y = 0]) => [x, y])

function points(positions: readonly Position[]): Encoded | undefined {
  const [west, south, east, north] = clipBox
  const parts = flat(positions).filter(([x, y]) => x >= west && x <= east && y >= south && y <= north)
  return parts.length > 0 ? { type: 1, parts } : undefined
}

function lines(all: readonly Position[][]): Encoded | undefined {
  const parts = all.flatMap((line) => clipPolyline(flat(line), clipBox)).map(onUnits)
  const kept = parts.filter((part) => part.length >= 2)
  return kept.length > 0 ? { type: 2, parts: kept } : undefined
}

function areas(polygons: readonly Position[][][]): Encoded | undefined {
  const parts = polygons.flatMap((rings) => {
    const [outer, ...holes] = rings.map((ring, index) => areaRing(ring, index === 0))
    return outer ? [outer, ...holes.filter((hole) => hole !== undefined)] : []
  })
  return parts.length > 0 ? { type: 3, parts } : undefined
}

/** A ring clipped, closed and turned the way its place asks; undefined when nothing of it is left. */
function areaRing(ring: Position[], isOuter: boolean): Part | undefined {
  const clipped = onUnits(clipPolygon(flat(ring).slice(0, -1), clipBox))
  const first = clipped[0]
  const last = clipped[clipped.length - 1]
  if (first && last && clipped.length > 1 && first[0] === last[0] && first[1] === last[1]) clipped.pop()
  if (!first || clipped.length < 3) return undefined
  const area = signedArea(clipped)
  if (area === 0) return undefined
  if (area > 0 !== isOuter) clipped.reverse()
  const start = clipped[0]
  return start ? [...clipped, start] : undefined
}

/** Whole units, and no point twice in a row. */
function onUnits(part: readonly Point[]): Part {
  const kept: Part = []
  for (const [x, y] of part) {
    const point: Point = [Math.round(x), Math.round(y)]
    const before = kept[kept.length - 1]
    if (!before || before[0] !== point[0] || before[1] !== point[1]) kept.push(point)
  }
  return kept
}

/** Twice the area, positive for a ring that runs clockwise as drawn (y down). */
function signedArea(ring: readonly Point[]): number {
  let sum = 0
  let before = ring[ring.length - 1]
  for (const point of ring) {
    if (before) sum += before[0] * point[1] - point[0] * before[1]
    before = point
  }
  return sum
}
