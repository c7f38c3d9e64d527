// Rings around the cells of a raster, by marching squares (Lorensen and Cline, 1987, in the plane): a ring runs between the middles of cells, with its
// inside on the left, so outer rings turn against the clock and holes with it. Rings of several lengths come from one pass over the cells.
//
//   d ─ T ─ c      a quad of four cells; B, R, T and L are where a ring may cross its sides
//   L       R
//   a ─ B ─ b
import type { Frame } from './ground.ts'

export type Raster = Frame & {
  /** By cell: how many of the lengths hold it; what is held by a length is held by all longer ones. */
  readonly held: Uint8Array
  /** By cell: what is measured at its middle. */
  readonly values: Float32Array
}
/** x, y, x, y … in metres of the plane, closed: the first point is the last. */
type Ring = number[]
/** Outer ring first, then its holes. */
export type Polygon = Ring[]

const [B, R, T, L] = [0, 1, 2, 3] as const
/** From and to, for each of the sixteen ways in which corners a, b, c, d (1, 2, 4, 8) can be inside; 5 and 10 as if their middle were outside. */
const turns: readonly (readonly number[])[] = [
  [],
  [B, L],
  [R, B],
  [R, L],
  [T, R],
  [B, L, T, R],
  [T, B],
  [T, L],
  [L, T],
  [B, T],
  [R, B, L, T],
  [R, T],
  [L, R],
  [B, R],
  [L, B],
  [],
]
/** The same of 5 and 10 where the middle is inside. */
const joined: Readonly<Record<number, readonly number[]>> = { 5: [T, L, B, R], 10: [R, T, L, B] }

/** For each length of `withins` the polygons of what lies within it. */
export function polygonsWithin(raster: Raster, withins: readonly number[]): Polygon[][] {
  const mixed = mixedQuads(raster)
  const longestFirst = [...new Set(withins)].sort((a, b) => b - a)
  return withins.map((within) => polygonsOf(raster, mixed, within, longestFirst.indexOf(within) + 1))
}

/** Quads that some ring runs through, by the cell at their lower left. */
function mixedQuads({ width, height, held }: Raster): Int32Array {
  let mixed = new Int32Array(4096)
  let found = 0
  for (let row = 0; row + 1 < height; row++) {
    const begin = row * width
    if (found + width > mixed.length) {
      const more = new Int32Array(2 * (found + width))
      more.set(mixed)
      mixed = more
    }
    let [below, above] = [held[begin] as number, held[begin + width] as number]
    for (let at = begin; at < begin + width - 1; at++) {
      const nextBelow = held[at + 1] as number
      const nextAbove = held[at + 1 + width] as number
      if (below !== above || nextBelow !== below || nextAbove !== below) mixed[found++] = at
      below = nextBelow
      above = nextAbove
    }
  }
  return mixed.subarray(0, found)
}

/**
 * Rings of one length while they are traced. Crossings are named by the quad, of those that a ring runs through, whose lower or left side they lie on
 * (twice its place, or one more), so all that is followed stands close together, wherever on the raster it lies.
 */
type Tracing = {
  readonly raster: Raster
  readonly within: number
  readonly quads: Int32Array
  readonly corners: Uint8Array
  readonly above: Int32Array
  /** One more than the crossing where a ring goes on; once it is followed, less than zero: which ring it was. */
  readonly trace: Int32Array
  /** Columns for lower sides, rows for left sides: the other is whole. */
  readonly cut: Float64Array
}
type Traced = {
  readonly ring: Ring
  readonly isHole: boolean
  /** Its leftmost crossing on a lower side. */
  readonly leftmost: number
}

/** `least`: so many lengths must hold a cell for it to be inside. */
function polygonsOf(raster: Raster, mixed: Int32Array, within: number, least: number): Polygon[] {
  const { quads, corners } = quadsOf(raster, mixed, least)
  const count = quads.length
  const above = quadsAbove(quads, raster.width)
  const tracing: Tracing = { raster, within, quads, corners, above, trace: new Int32Array(2 * count), cut: new Float64Array(2 * count) }
  for (let i = 0; i < count; i++) layQuad(tracing, i)
  const rings: Traced[] = []
  for (let begin = 0; begin < 2 * count; begin++)
    if ((tracing.trace[begin] as number) > 0) rings.push(followFrom(tracing, begin, rings.length))
  return gather(tracing, rings)
}

/** A cell that is not reached counts as a cell beyond. */
const bounded = ({ values, cell }: Raster, at: number, within: number): number => Math.min(values[at] as number, within + cell)

const shareOf = (near: number, far: number, within: number): number =>
  far === near ? 0.5 : Math.max(0, Math.min(1, (within - near) / (far - near)))

/** Beyond a side that is crossed lies another quad of the ring. */
function crossing(above: Int32Array, i: number, side: number): number {
  if (side === B) return 2 * i
  if (side === L) return 2 * i + 1
  return side === R ? 2 * (i + 1) + 1 : 2 * (above[i] as number)
}

function layQuad({ raster, within, quads, corners, above, trace, cut }: Tracing, i: number): void {
  const { width } = raster
  const at = quads[i] as number
  const inside = corners[i] as number
  const column = at % width
  const value = bounded(raster, at, within)
  const a = inside & 1
  if (a !== ((inside >> 1) & 1)) cut[2 * i] = column + shareOf(value, bounded(raster, at + 1, within), within)
  if (a !== inside >> 3) cut[2 * i + 1] = (at - column) / width + shareOf(value, bounded(raster, at + width, within), within)
  const isJoined = (inside === 5 || inside === 10) && middleOf(raster, at, within) <= within
  const turn = (isJoined ? joined[inside] : turns[inside]) as readonly number[]
  for (let k = 0; k < turn.length; k += 2) trace[crossing(above, i, turn[k] as number)] = crossing(above, i, turn[k + 1] as number) + 1
}

const middleOf = (raster: Raster, at: number, within: number): number =>
  (bounded(raster, at, within) +
    bounded(raster, at + 1, within) +
    bounded(raster, at + raster.width, within) +
    bounded(raster, at + raster.width + 1, within)) /
  4

function followFrom({ raster: { x0, y0, cell, width }, quads, trace, cut }: Tracing, begin: number, number: number): Traced {
  const ring: Ring = []
  let [leftmost, leftColumn] = [-1, width]
  let [twiceArea, lastX, lastY, firstX, firstY] = [0, 0, 0, 0, 0]
  for (let here = begin; (trace[here] as number) > 0; ) {
    const there = (trace[here] as number) - 1
    trace[here] = -(number + 1)
    const at = quads[here >> 1] as number
    const column = at % width
    const lies = (here & 1) === 0
    const x = lies ? (cut[here] as number) : column
    const y = lies ? (at - column) / width : (cut[here] as number)
    if (ring.length === 0) {
      firstX = x
      firstY = y
    } else twiceArea += lastX * y - x * lastY
    ring.push(x0 + (x + 0.5) * cell, y0 + (y + 0.5) * cell)
    if (lies && column < leftColumn) {
      leftmost = here
      leftColumn = column
    }
    lastX = x
    lastY = y
    here = there
  }
  twiceArea += lastX * firstY - firstX * lastY
  ring.push(ring[0] as number, ring[1] as number)
  return { ring, isHole: twiceArea < 0, leftmost }
}

/** Puts every hole into its polygon: to the left of a hole lies ground of the polygon, up to its outer ring or to another of its holes. */
function gather({ raster: { width }, quads, trace }: Tracing, rings: readonly Traced[]): Polygon[] {
  const polygonOf = new Map<number, Polygon>()
  rings.forEach(({ ring, isHole }, i) => {
    if (!isHole) polygonOf.set(i, [ring])
  })
  const polygons = [...polygonOf.values()]
  const columnOf = ({ leftmost }: Traced) => (quads[leftmost >> 1] as number) % width
  const holes = rings.flatMap((traced, i) => (traced.isHole ? [{ ...traced, i }] : [])).sort((a, b) => columnOf(a) - columnOf(b))
  for (const { ring, leftmost, i } of holes) {
    let side = leftmost - 2
    while (side >= 0 && trace[side] === 0) side -= 2
    const around = polygonOf.get(-(trace[side] ?? 0) - 1)
    if (around === undefined) continue
    around.push(ring)
    polygonOf.set(i, around)
  }
  return polygons
}

/** Of the mixed quads those that the ring of one length runs through, and which of their corners are inside. */
function quadsOf({ width, held }: Raster, mixed: Int32Array, least: number) {
  const quads = new Int32Array(mixed.length)
  const corners = new Uint8Array(mixed.length)
  let found = 0
  for (let i = 0; i < mixed.length; i++) {
    const at = mixed[i] as number
    const inside =
      ((held[at] as number) >= least ? 1 : 0) |
      ((held[at + 1] as number) >= least ? 2 : 0) |
      ((held[at + width + 1] as number) >= least ? 4 : 0) |
      ((held[at + width] as number) >= least ? 8 : 0)
    if (inside === 0 || inside === 15) continue
    quads[found] = at
    corners[found++] = inside
  }
  return { quads: quads.subarray(0, found), corners: corners.subarray(0, found) }
}

/** The place in the row of quads of the one above each; −1: that is not one of them. */
function quadsAbove(quads: Int32Array, width: number): Int32Array {
  const above = new Int32Array(quads.length).fill(-1)
  let j = 0
  for (let i = 0; i < quads.length; i++) {
    const wanted = (quads[i] as number) + width
    while (j < quads.length && (quads[j] as number) < wanted) j++
    if (quads[j] === wanted) above[i] = j
  }
  return above
}
