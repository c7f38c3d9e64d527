// The borders that must be walked before a plan is heard (实地走线): every stretch of a border that the plan draws and its base did not have, with the
// grids on either side, its metres and its corners. What is only given up needs no walk: nothing will stand there.
//
//   base  A ──────── C      plan  A ─╮  ╭─ C      walked: the stretch over B, from where it leaves the old border to where it meets it again
//                                     ╰B─╯
import { metresPerDegree } from '../geo/local-plane.ts'
import { pointSegmentDistance } from '../geo/segment.ts'
import { fromLattice, type LatticePoint, samePoint, squaredDistance, UNITS_PER_DEGREE } from '../topology/lattice.ts'
import { arcsNear, type GridId, OUTSIDE, segmentBox, type Topology } from '../topology/topology.ts'

export type WalkedBorder = {
  /** 1, 2, … from west to east, then north to south, of the middles of their boxes. */
  readonly number: number
  /** The grids on either side; '' is the ground of no grid. */
  readonly sides: readonly [GridId, GridId]
  readonly points: readonly LatticePoint[]
  readonly lengthMetres: number
  /** Its ends and where it turns: within `cornerMetres` of them and the straight lines between them lies the whole of it. */
  readonly corners: readonly LatticePoint[]
}

/** A person with a map does not see less; a fix in a street is worse. */
export const cornerMetres = 1

/** A node that is set on an old border is rounded to the lattice, by half a unit each way: what lies so near is the old border. */
const onOldUnits = 1
const isOld = (base: Topology, a: LatticePoint, b: LatticePoint): boolean => {
  const near = (p: LatticePoint, c: LatticePoint, d: LatticePoint) => squaredDistance(p, c, d) <= onOldUnits ** 2
  for (const id of arcsNear(base, segmentBox(a, b, onOldUnits))) {
    const points = base.arcs.get(id)?.points ?? []
    for (const [at, d] of points.entries()) {
      const c = points[at - 1]
      if (c !== undefined && near(a, c, d) && near(b, c, d)) return true
    }
  }
  return false
}

function planeAt(p: LatticePoint): (q: LatticePoint) => [number, number] {
  const scale = metresPerDegree(p[1] / UNITS_PER_DEGREE)
  return ([x, y]) => [((x - p[0]) / UNITS_PER_DEGREE) * scale.lng, ((y - p[1]) / UNITS_PER_DEGREE) * scale.lat]
}

function lengthOf(points: readonly LatticePoint[]): number {
  return points.reduce((sum, point, at) => {
    const before = points[at - 1]
    return before === undefined ? 0 : sum + Math.hypot(...planeAt(before)(point))
  }, 0)
}

/** Ramer 1972, Douglas & Peucker 1973: the farthest point from the chord is a corner, if it is farther than `metres`; then both halves. */
function cornersOf(points: readonly LatticePoint[], metres: number): readonly LatticePoint[] {
  const first = points[0]
  if (first === undefined) return []
  const plane = planeAt(first)
  const places = points.map(plane)
  const kept = new Set([0, points.length - 1])
  const waiting: [number, number][] = [[0, points.length - 1]]
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const [from, to] = part
    const [a, b] = [places[from], places[to]]
    if (a === undefined || b === undefined) continue
    let [farthest, away] = [-1, metres]
    for (let at = from + 1; at < to; at++) {
      const distance = pointSegmentDistance(places[at] ?? a, a, b)
      if (distance > away) [farthest, away] = [at, distance]
    }
    if (farthest < 0) continue
    kept.add(farthest)
    waiting.push([from, farthest], [farthest, to])
  }
  return points.filter((_, at) => kept.has(at))
}

/** Stretches that touch at an end and have the same grids on both sides, as one. */
function joined(stretches: readonly { readonly sides: readonly [GridId, GridId]; readonly points: readonly LatticePoint[] }[]) {
  const done: { sides: readonly [GridId, GridId]; points: readonly LatticePoint[] }[] = []
  for (const { sides, points } of stretches) {
    let whole = points
    for (;;) {
      const [first, last] = [whole[0], whole[whole.length - 1]]
      const at = done.findIndex(({ sides: other, points: theirs }) => {
        const [start, end] = [theirs[0], theirs[theirs.length - 1]]
        if (!first || !last || !start || !end || other[0] !== sides[0] || other[1] !== sides[1]) return false
        return samePoint(first, end) || samePoint(last, start)
      })
      const present = done[at]
      if (present === undefined || first === undefined || last === undefined) break
      done.splice(at, 1)
      const end = present.points[present.points.length - 1]
      whole = end !== undefined && samePoint(first, end) ? [...present.points, ...whole.slice(1)] : [...whole, ...present.points.slice(1)]
    }
    done.push({ sides, points: whole })
  }
  return done
}

export function walkedBorders(base: Topology, topology: Topology): readonly WalkedBorder[] {
  if (base === topology) return []
  const stretches: { sides: [GridId, GridId]; points: LatticePoint[] }[] = []
  for (const [id, { points, left, right }] of topology.arcs) {
    // an edit shares what it did not touch
    if (base.arcs.get(id)?.points === points) continue
    // the same pair of grids in the same order, whichever way their arcs run
    const turned = left === OUTSIDE || (right !== OUTSIDE && right < left)
    const walked = turned ? points.toReversed() : points
    const sides: [GridId, GridId] = turned ? [right, left] : [left, right]
    let open: LatticePoint[] | null = null
    for (const [at, b] of walked.entries()) {
      const a = walked[at - 1]
      if (a === undefined) continue
      if (isOld(base, a, b)) open = null
      else if (open === null) {
        open = [a, b]
        stretches.push({ sides, points: open })
      } else open.push(b)
    }
  }
  return joined(stretches)
    .map(({ sides, points }) => ({ sides, points, lengthMetres: lengthOf(points), corners: cornersOf(points, cornerMetres) }))
    .sort((a, b) => {
      const [p, q] = [middleOf(a.points), middleOf(b.points)]
      return p[0] - q[0] || q[1] - p[1]
    })
    .map((border, at) => ({ number: at + 1, ...border }))
}

function middleOf(points: readonly LatticePoint[]): LatticePoint {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return [Math.round((Math.min(...xs) + Math.max(...xs)) / 2), Math.round((Math.min(...ys) + Math.max(...ys)) / 2)]
}

/** The corners by number, from 1; the one where a ring closes once. */
export function numberedCorners({ corners }: Pick<WalkedBorder, 'corners'>) {
  const [first] = corners
  const last = corners.length - 1
  const closes = first !== undefined && corners.length > 2 && samePoint(first, corners[last] ?? first)
  return corners.map((point, at) => ({ number: at + 1, point })).slice(0, closes ? last : undefined)
}

/** The border a place lies at, within `reach` metres of it; null: at none. `place` in degrees. */
export function borderAt(borders: readonly WalkedBorder[], place: { readonly lng: number; readonly lat: number }, reach: number) {
  const here: LatticePoint = [Math.round(place.lng * UNITS_PER_DEGREE), Math.round(place.lat * UNITS_PER_DEGREE)]
  const plane = planeAt(here)
  let best: { readonly border: WalkedBorder; readonly metres: number } | null = null
  for (const border of borders)
    for (const [at, b] of border.points.entries()) {
      const a = border.points[at - 1]
      if (a === undefined) continue
      const metres = pointSegmentDistance([0, 0], plane(a), plane(b))
      if (metres <= (best?.metres ?? reach)) best = { border, metres }
    }
  return best
}

/** Degrees with seven places, as borders are stored: 108.0361234, 30.5171234. */
export const degreesText = (point: LatticePoint): string =>
  fromLattice(point)
    .map((degrees) => degrees.toFixed(7))
    .join(', ')
