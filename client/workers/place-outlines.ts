// From the coordinates of a file to WGS-84, once somebody has said what they are; and the other way for a file that is written.
import { type CoordinateSystem, degreesToWgs84, epsgOf, wgs84ToDegrees } from '#domain/geo/coordinate-system.ts'
import { type FileOutline, type FilePosition, moveOutlines } from '../editor/file-outline.ts'
import type { Told } from './geo-desk.ts'

type Project = (points: readonly FilePosition[], from: number, to: number) => Promise<Told<readonly FilePosition[]>>

/** CGCS2000 in degrees, which is WGS-84 at the precision of a border. */
const cgcs2000 = 4490

const key = ([x, y]: FilePosition): string => `${x},${y}`

/** `notThatSystem` where a position is none of that system. */
export async function placeOutlines(
  outlines: readonly FileOutline[],
  system: CoordinateSystem,
  swapped: boolean,
  project: Project,
): Promise<Told<readonly FileOutline[]>> {
  const straight = swapped ? moveOutlines(outlines, ([x, y]) => [y, x]) : outlines
  const points = [...new Map(straight.flatMap(({ polygons }) => polygons.flat(2)).map((p) => [key(p), p])).values()]
  if (system.kind === 'degrees') {
    if (points.some(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90)) return { ok: false, problem: 'notThatSystem' }
    return { ok: true, value: moveOutlines(straight, (at) => degreesToWgs84(at, system.datum)) }
  }
  const told = await project(points, epsgOf(system) ?? cgcs2000, cgcs2000)
  if (!told.ok) return told
  if (told.value.some(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y))) return { ok: false, problem: 'notThatSystem' }
  const to = new Map(points.map((p, i) => [key(p), told.value[i] ?? p]))
  return { ok: true, value: moveOutlines(straight, (p) => to.get(key(p)) ?? p) }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** From WGS-84 to a system, as a function of the positions that were asked for: degrees to 1e-9, metres to a tenth of a millimetre. */
export async function placesIn(
  points: readonly FilePosition[],
  system: CoordinateSystem,
  project: Project,
): Promise<Told<(at: FilePosition) => FilePosition>> {
  if (system.kind === 'degrees') {
    const { datum } = system
    return {
      ok: true,
      value: (at) => {
        const [x, y] = wgs84ToDegrees(at, datum)
        return [rounded(x, 9), rounded(y, 9)]
      },
    }
  }
  const told = await project(points, cgcs2000, epsgOf(system) ?? cgcs2000)
  if (!told.ok) return told
  const to = new Map(points.map((p, i) => [key(p), told.value[i] ?? p]))
  return {
    ok: true,
    value: (at) => {
      const [x, y] = to.get(key(at)) ?? at
      return [rounded(x, 4), rounded(y, 4)]
    },
  }
}
