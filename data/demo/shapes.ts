/** From the metre plane to GeoJSON on the lattice. */
import type { LineString, MultiPolygon, Point, Polygon } from 'geojson'
import type { LngLat, LocalPlane, XY } from '#domain/geo/local-plane.ts'
import { type Ring, signedArea } from '#domain/geo/ring.ts'
import type { NodePolygons } from '#domain/topology/dissolve.ts'

export interface Shapes {
  readonly point: (p: XY) => Point
  readonly line: (points: readonly XY[]) => LineString
  readonly polygon: (ring: Ring) => Polygon
  readonly area: (rings: readonly Ring[]) => MultiPolygon
  readonly nodeArea: (polygons: NodePolygons) => MultiPolygon
}

export function shapesOn(plane: LocalPlane, nodes: readonly XY[]): Shapes {
  const closed = (ring: Ring): LngLat[] => {
    const wound = signedArea(ring) < 0 ? [...ring].reverse() : ring
    const points = wound.map(plane.toLngLat)
    const first = points[0]
    return first === undefined ? [] : [...points, first]
  }
  return {
    point: (p) => ({ type: 'Point', coordinates: plane.toLngLat(p) }),
    line: (points) => ({ type: 'LineString', coordinates: points.map(plane.toLngLat) }),
    polygon: (ring) => ({ type: 'Polygon', coordinates: [closed(ring)] }),
    area: (rings) => ({ type: 'MultiPolygon', coordinates: rings.map((ring) => [closed(ring)]) }),
    nodeArea: (polygons) => ({
      type: 'MultiPolygon',
      coordinates: polygons.map((rings) => rings.map((ring) => ring.map((n) => plane.toLngLat(nodes[n] ?? [0, 0])))),
    }),
  }
}
