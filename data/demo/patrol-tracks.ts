/** Where somebody walked along a route: a fix every 20 seconds, some metres off; now and then a stretch is left out by a short cut. */
import { metresPerDegree } from '#domain/geo/local-plane.ts'
import { metricLine, type Position, planeAround, pointAlong } from '#domain/patrol/metric-line.ts'
import type { Track } from '#domain/patrol/track.ts'
import type { Random } from '#domain/random/random.ts'

const STEP_SECONDS = 20
const ERROR_METRES = 4

export function walkedTrack(route: readonly Position[], started: number, finished: number, random: Random): Track {
  const plane = planeAround(route)
  const line = metricLine(route, plane)
  const [first = [0, 0]] = route
  const scale = metresPerDegree(first[1] ?? 0)
  const [x0, y0] = plane(first)
  const from = random.between(0.1, 0.7) * line.lengthMetres
  const left = random.chance(0.5) ? random.between(0.08, 0.22) * line.lengthMetres : 0
  const fixes: { lng: number; lat: number; at: number }[] = []
  for (let at = started; at <= finished; at += STEP_SECONDS * 1000) {
    const metres = ((at - started) / (finished - started)) * line.lengthMetres
    if (metres > from && metres < from + left) continue
    const [x, y] = pointAlong(line, metres)
    const [east, north] = [x - x0 + random.normal() * ERROR_METRES, y - y0 + random.normal() * ERROR_METRES]
    fixes.push({ lng: (first[0] ?? 0) + east / scale.lng, lat: (first[1] ?? 0) + north / scale.lat, at })
  }
  return fixes
}
