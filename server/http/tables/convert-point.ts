// Coordinates of Chinese maps are shifted: GCJ-02 (高德, 腾讯) and BD-09 (百度) become WGS-84, which CGCS2000 is at this precision.
import gcoord from 'gcoord'
import type { CoordinateSystem } from '#domain/intake/intake-words.ts'

type Point = readonly [number, number]

const systems = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const

/** From the system of a file into ours. */
export function convertPoint([lng, lat]: Point, from: CoordinateSystem): Point {
  if (from === 'wgs84') return [lng, lat]
  const [x = lng, y = lat] = gcoord.transform([lng, lat], systems[from], gcoord.WGS84)
  return [x, y]
}
