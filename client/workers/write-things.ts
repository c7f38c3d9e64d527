// Things as a file of a format in a system.
import { type CoordinateSystem, epsgOf } from '#domain/geo/coordinate-system.ts'
import { positionsOf, type WrittenThing, writeGeoJson, writtenFeatures } from '../editor/written-things.ts'
import type { GeoDesk, Told } from './geo-desk.ts'
import type { WrittenFormat } from './geo-files.ts'
import { placesIn } from './place-outlines.ts'
import type { NamedBytes } from './unpack-zip.ts'

/** KML is WGS-84 by its standard, whatever stands in it; so nothing else is written there. */
export const mayWrite = (format: WrittenFormat, system: CoordinateSystem): boolean =>
  format !== 'kml' || (system.kind === 'degrees' && (system.datum === 'wgs84' || system.datum === 'cgcs2000'))

/** Eight metres on the ground, about what a street's name takes on a plan of 1 : 2000. */
const textHeight = { metres: 8, degrees: 8e-5 }

export interface WrittenLayer {
  /** of the layer in the file */
  readonly layer: string
  /** of the file, without its ending */
  readonly name: string
  readonly things: readonly WrittenThing[]
}

export async function writeThings(
  { layer, name, things }: WrittenLayer,
  format: WrittenFormat,
  system: CoordinateSystem,
  desk: GeoDesk,
): Promise<Told<NamedBytes>> {
  const [first] = things
  if (first === undefined) return { ok: false, problem: 'noFeatures' }
  const places = await placesIn(positionsOf(things), system, desk.project)
  if (!places.ok) return places
  const drawing = format === 'dxf' ? { textHeight: system.kind === 'degrees' ? textHeight.degrees : textHeight.metres } : null
  const geoJson = writeGeoJson(writtenFeatures(things, places.value, drawing), system)
  if (format === 'geojson') return { ok: true, value: { name: `${name}.geojson`, bytes: new TextEncoder().encode(geoJson) } }
  return desk.write({ geoJson, format, epsg: epsgOf(system), name, layer, shape: first.shape })
}
