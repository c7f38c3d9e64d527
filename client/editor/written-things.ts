// What is written to a file, whichever its format: things with a code and a name, and what a drawing program gets of them.
import { type CoordinateSystem, epsgOf } from '#domain/geo/coordinate-system.ts'
import { insideOf } from '#domain/plans/checks.ts'
import { fromLattice, toLattice } from '#domain/topology/lattice.ts'
import { type FileOutline, type FilePosition, geometryOf } from './file-outline.ts'

/** In degrees of WGS-84; all of one file are of one shape. */
export interface WrittenThing extends FileOutline {
  readonly code: string
  readonly name: string
}

/** Every position that a file of these needs, each once: what has to be projected. */
export function positionsOf(things: readonly WrittenThing[]): readonly FilePosition[] {
  const all = new Map<string, FilePosition>()
  for (const thing of things) for (const at of [...thing.polygons.flat(2), labelAt(thing)]) all.set(at.join(), at)
  return [...all.values()]
}

/** Where its name stands: inside of an area, in the middle of a line, at a place. */
function labelAt({ shape, polygons }: WrittenThing): FilePosition {
  if (shape === 'area') return fromLattice(insideOf(polygons.map((rings) => rings.map((ring) => ring.map(toLattice)))))
  const places = polygons.flat(2)
  return places[Math.floor(places.length / 2)] ?? [0, 0]
}

type Feature = { readonly type: 'Feature'; readonly properties: object; readonly geometry: object }

/** `place` gives the position in the system that is written, degrees to 1e-9, metres to a tenth of a millimetre. */
export function writtenFeatures(
  things: readonly WrittenThing[],
  place: (at: FilePosition) => FilePosition,
  drawing: { readonly textHeight: number } | null,
): readonly Feature[] {
  return things.flatMap((thing): readonly Feature[] => {
    const { code, name, shape, properties } = thing
    const polygons = thing.polygons.map((one) => one.map((ring) => ring.map(place)))
    if (drawing === null) return [{ type: 'Feature', properties, geometry: geometryOf({ shape, polygons }) }]
    // A drawing knows lines and texts: the code is the layer, the name stands there. What another grid takes out of this one is that one's line.
    const style = `LABEL(t:"${name.replaceAll(/["\\\s]+/g, ' ')}",s:${drawing.textHeight}g,p:5)`
    const label: Feature = {
      type: 'Feature',
      properties: { Layer: code, style },
      geometry: { type: 'Point', coordinates: place(labelAt(thing)) },
    }
    if (shape === 'point') return [label]
    const lines = shape === 'area' ? polygons.map(([outer = []]) => [outer]) : polygons
    return [{ type: 'Feature', properties: { Layer: code, style: null }, geometry: geometryOf({ shape, polygons: lines }) }, label]
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
