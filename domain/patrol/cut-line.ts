// Pieces of a line, cut out by metres from its beginning: what of a route was passed, and what was not.
import { metricLine, type Position, planeAround } from './metric-line.ts'
import type { Stretch } from './reach.ts'

export type Piece = [number, number][]

/** A piece for each stretch; in degrees, with the corners of the line in between. */
export function cutLine(line: readonly Position[], stretches: readonly Stretch[]): Piece[] {
  const { along } = metricLine(line, planeAround(line))
  const at = (metres: number): [number, number] => {
    const next = Math.max(
      1,
      Math.min(
        line.length - 1,
        along.findIndex((one) => one >= metres - 1e-9),
      ),
    )
    const [from = 0, to = 0] = [along[next - 1], along[next]]
    const share = to === from ? 0 : Math.min(1, Math.max(0, (metres - from) / (to - from)))
    const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = [line[next - 1], line[next]]
    return [ax + share * (bx - ax), ay + share * (by - ay)]
  }
  return stretches.map(([from, to]) => {
    const corners = line.flatMap(([lng = 0, lat = 0], k): Piece => ((along[k] ?? 0) > from && (along[k] ?? 0) < to ? [[lng, lat]] : []))
    return [at(from), ...corners, at(to)]
  })
}

/** What lies between stretches, of so many metres. */
export function gapsBetween(stretches: readonly Stretch[], lengthMetres: number, leastMetres = 0.5): Stretch[] {
  const edges = [0, ...stretches.flat(), lengthMetres]
  const gaps: Stretch[] = []
  for (let k = 0; k + 1 < edges.length; k += 2) {
    const [from = 0, to = 0] = [edges[k], edges[k + 1]]
    if (to - from > leastMetres) gaps.push([from, to])
  }
  return gaps
}
