// The borders of a plan, or those of a day, as they are written to a file: which fields there are, and what a drawing program gets.
import type { CoordinateSystem } from '#domain/geo/coordinate-system.ts'
import { epsgOf } from '#domain/geo/coordinate-system.ts'
import { insideOf } from '#domain/plans/checks.ts'
import { fromLattice, toLattice } from '#domain/topology/lattice.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import type { Topology } from '#domain/topology/topology.ts'
import type { FilePolygon, FilePosition } from './file-outline.ts'

export interface WrittenGrid {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly parent: string
  readonly parentName: string
  /** in degrees of WGS-84 */
  readonly polygons: readonly FilePolygon[]
}

export const gridsOfTopology = (topology: Topology): readonly WrittenGrid[] =>
  [...topology.grids]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { name, nameEn, parent }]) => ({
      ...{ code, name, nameEn, parent },
      parentName: topology.parents.get(parent)?.name ?? '',
      polygons: gridPolygons(topology, code).map((rings) => rings.map((ring) => ring.map(fromLattice))),
    }))

/** Every position that a file of these grids needs, each once: what has to be projected. */
export function positionsOf(grids: readonly WrittenGrid[]): readonly FilePosition[] {
  const all = new Map<string, FilePosition>()
  for (const grid of grids) for (const at of [...grid.polygons.flat(2), labelAt(grid)]) all.set(at.join(), at)
  return [...all.values()]
}

/** Where the name of a grid stands: a place inside it. */
const labelAt = ({ polygons }: WrittenGrid): FilePosition =>
  fromLattice(insideOf(polygons.map((rings) => rings.map((ring) => ring.map(toLattice)))))

type Feature = { readonly type: 'Feature'; readonly properties: object; readonly geometry: object }

/** `place` gives the position in the system that is written, degrees to 1e-9, metres to a tenth of a millimetre. */
export function writtenFeatures(
  grids: readonly WrittenGrid[],
  place: (at: FilePosition) => FilePosition,
  drawing: { readonly textHeight: number } | null,
): readonly Feature[] {
  return grids.flatMap((grid): readonly Feature[] => {
    const { polygons, ...properties } = grid
    const rings = polygons.map((one) => one.map((ring) => ring.map(place)))
    if (drawing === null) return [{ type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates: rings } }]
    // A drawing knows lines and texts: the code is the layer, the name stands inside. What another grid takes out of this one is that one's line.
    const style = `LABEL(t:"${grid.name.replaceAll(/["\\\s]+/g, ' ')}",s:${drawing.textHeight}g,p:5)`
    return [
      {
        type: 'Feature',
        properties: { Layer: grid.code, style: null },
        geometry: { type: 'MultiPolygon', coordinates: rings.map(([outer = []]) => [outer]) },
      },
      { type: 'Feature', properties: { Layer: grid.code, style }, geometry: { type: 'Point', coordinates: place(labelAt(grid)) } },
    ]
  })
}

/** RFC 7946 knows WGS-84 only, so any other system is named: by its number in the form before that, or by its name where it has none. */
export function writeGeoJson(features: readonly Feature[], system: CoordinateSystem): string {
  const epsg = epsgOf(system)
  const named =
    system.kind === 'degrees'
      ? system.datum === 'wgs84'
        ? {}
        : { coordinateSystem: system.datum.toUpperCase() }
      : { crs: { type: 'name', properties: { name: `urn:ogc:def:crs:EPSG::${epsg}` } } }
  return JSON.stringify({ type: 'FeatureCollection', ...named, features })
}
