// Whether what a file holds lies here at all: in a wrong coordinate system it does not.
import { type GeoBox, metresApart } from '#domain/geo/coordinate-system.ts'
import { boxOf, type FileOutline } from './file-outline.ts'

/** Ground further off than this is no part of the sub-district in any year. */
const mostMetresAway = 5000

/** How far off outlines in WGS-84 lie from the ground here, in metres; null where they lie on it or near. */
export function farAway(outlines: readonly FileOutline[], near: GeoBox): number | null {
  const metres = metresApart(boxOf(outlines), near)
  return metres > mostMetresAway || !Number.isFinite(metres) ? metres : null
}
