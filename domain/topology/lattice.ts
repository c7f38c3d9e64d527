/**
 * The lattice: every stored coordinate is a whole number of 1e-7 degrees, lon first. All that the topology decides, it decides
 * on these whole numbers.
 *
 * Why the decisions are exact: a topology spans at most `MOST_SPAN` = 2^25 units (3.3 degrees, some 300 km) each way. The
 * difference of two coordinates then fits in 25 bits and a sign, a product of two differences in 51, and their difference in
 * 52: all of them whole numbers that a double holds without rounding (53 bits). So the sign of `turn` is the true sign, in
 * every engine, and no crossing is missed or invented.
 */
export type LatticePoint = readonly [x: number, y: number]

export const UNITS_PER_DEGREE = 1e7

/** The greatest extent of a topology each way, in lattice units. */
export const MOST_SPAN = 2 ** 25

export const toLattice = ([lng, lat]: readonly [number, number]): LatticePoint => [
  Math.round(lng * UNITS_PER_DEGREE),
  Math.round(lat * UNITS_PER_DEGREE),
]

/** The division is correctly rounded, so the same point has the same digits in the browser, in Node and in the database. */
export const fromLattice = ([x, y]: LatticePoint): [number, number] => [x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE]

export const isLatticePoint = ([x, y]: LatticePoint): boolean => Number.isSafeInteger(x) && Number.isSafeInteger(y)

export const samePoint = (a: LatticePoint, b: LatticePoint): boolean => a[0] === b[0] && a[1] === b[1]

/** West to east, then south to north. */
export const comparePoints = (a: LatticePoint, b: LatticePoint): number => a[0] - b[0] || a[1] - b[1]

/** Twice the signed area of a, b, c in square units, exact: positive when c lies to the left of a→b. */
export const turn = (a: LatticePoint, b: LatticePoint, c: LatticePoint): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/** Does p, known to lie on the line through a and b, lie between them (ends included)? */
const between = (a: LatticePoint, b: LatticePoint, p: LatticePoint): boolean =>
  Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1])

/** Have two segments any point in common? */
export function segmentsMeet(a: LatticePoint, b: LatticePoint, c: LatticePoint, d: LatticePoint): boolean {
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false
  const abc = turn(a, b, c)
  const abd = turn(a, b, d)
  if (abc > 0 === abd > 0 && abc !== 0 && abd !== 0) return false
  const cda = turn(c, d, a)
  const cdb = turn(c, d, b)
  if (cda > 0 === cdb > 0 && cda !== 0 && cdb !== 0) return false
  if (abc !== 0 || abd !== 0) return true
  return between(a, b, c) || between(a, b, d) || between(c, d, a)
}

/** Have two segments more in common than an end that is the same point? Lines that do so are no planar drawing. */
export function segmentsClash(a: LatticePoint, b: LatticePoint, c: LatticePoint, d: LatticePoint): boolean {
  if (!segmentsMeet(a, b, c, d)) return false
  if (samePoint(a, c)) return sameWay(a, b, d)
  if (samePoint(a, d)) return sameWay(a, b, c)
  if (samePoint(b, c)) return sameWay(b, a, d)
  if (samePoint(b, d)) return sameWay(b, a, c)
  return true
}

const sameWay = (from: LatticePoint, a: LatticePoint, b: LatticePoint): boolean =>
  turn(from, a, b) === 0 && (a[0] - from[0]) * (b[0] - from[0]) + (a[1] - from[1]) * (b[1] - from[1]) > 0

/** The lattice point nearest to where a→b crosses c→d, known to cross; its error is half a unit each way, some 5 mm. */
export function crossingPoint(a: LatticePoint, b: LatticePoint, c: LatticePoint, d: LatticePoint): LatticePoint {
  const along = turn(c, d, a) / (turn(c, d, a) - turn(c, d, b))
  return [Math.round(a[0] + (b[0] - a[0]) * along), Math.round(a[1] + (b[1] - a[1]) * along)]
}

/** Squared distance from p to the segment a→b in square units (not exact: it decides only what is near enough to join). */
export function squaredDistance(p: LatticePoint, a: LatticePoint, b: LatticePoint): number {
  const t = footOf(p, a, b)
  const dx = a[0] + (b[0] - a[0]) * t - p[0]
  const dy = a[1] + (b[1] - a[1]) * t - p[1]
  return dx * dx + dy * dy
}

/** Where the foot of p falls on a→b: 0 at a, 1 at b, clamped. */
export function footOf(p: LatticePoint, a: LatticePoint, b: LatticePoint): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const squared = dx * dx + dy * dy
  return squared === 0 ? 0 : Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared))
}

/** Twice the signed area of an open ring in square units, measured from its own first point; positive counter-clockwise. */
export function twiceArea(ring: readonly LatticePoint[]): number {
  const origin = ring[0]
  if (origin === undefined) return 0
  let sum = 0
  let before = origin
  for (const here of ring) {
    sum += turn(origin, before, here)
    before = here
  }
  return sum
}

/**
 * Is p inside the open ring by counting the edges that a ray to the east crosses? A point on the ring may count either way.
 * The ring may be given at `scale` times its size less than p: 2 lets p be the middle of two lattice points.
 */
export function insideRing(p: LatticePoint, ring: readonly LatticePoint[], scale = 1): boolean {
  let inside = false
  let a = ring[ring.length - 1]
  for (const b of ring) {
    if (a !== undefined && a[1] * scale > p[1] !== b[1] * scale > p[1]) {
      const side = (b[0] * scale - a[0] * scale) * (p[1] - a[1] * scale) - (b[1] * scale - a[1] * scale) * (p[0] - a[0] * scale)
      if (side > 0 === b[1] > a[1]) inside = !inside
    }
    a = b
  }
  return inside
}

/** Exact order of directions around a centre, counter-clockwise from due east; 0 for the same direction. */
export function compareDirections(centre: LatticePoint, a: LatticePoint, b: LatticePoint): number {
  const half = (p: LatticePoint) => (p[1] > centre[1] || (p[1] === centre[1] && p[0] > centre[0]) ? 0 : 1)
  return half(a) - half(b) || -Math.sign(turn(centre, a, b))
}
