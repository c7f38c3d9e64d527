// Borders as a file of a format in a system: what both desks of the planner save.
import { type CoordinateSystem, epsgOf } from '#domain/geo/coordinate-system.ts'
import { positionsOf, type WrittenGrid, writeGeoJson, writtenFeatures } from '../editor/borders-out.ts'
import type { GeoDesk, Told } from './geo-desk.ts'
import type { WrittenFormat } from './geo-files.ts'
import { placesIn } from './place-outlines.ts'
import type { NamedBytes } from './unpack-zip.ts'

/** KML is WGS-84 by its standard, whatever stands in it; so nothing else is written there. */
export const mayWrite = (format: WrittenFormat, system: CoordinateSystem): boolean =>
  format !== 'kml' || (system.kind === 'degrees' && (system.datum === 'wgs84' || system.datum === 'cgcs2000'))

/** Eight metres on the ground, about what a street's name takes on a plan of 1 : 2000. */
const textHeight = { metres: 8, degrees: 8e-5 }

export async function writeBorders(
  grids: readonly WrittenGrid[],
  format: WrittenFormat,
  system: CoordinateSystem,
  name: string,
  desk: GeoDesk,
): Promise<Told<NamedBytes>> {
  const places = await placesIn(positionsOf(grids), system, desk.project)
  if (!places.ok) return places
  const drawing = format === 'dxf' ? { textHeight: system.kind === 'degrees' ? textHeight.degrees : textHeight.metres } : null
  const text = writeGeoJson(writtenFeatures(grids, places.value, drawing), system)
  if (format === 'geojson') return { ok: true, value: { name: `${name}.geojson`, bytes: new TextEncoder().encode(text) } }
  return desk.write(text, format, epsgOf(system), name)
}
