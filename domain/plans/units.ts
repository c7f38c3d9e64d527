/**
 * The smallest pieces of ground that a suggestion moves: what streets, banks and borders enclose, and where such a block alone would
 * already be too heavy, halves of it along a straight line that runs through no building.
 *
 *      ┌────┬─────┐     every line is noded into a planar graph; its faces inside the region are the units; the load of a unit is
 *      │ u  │  v  │     the load of the buildings whose point lies in it
 *      └────┴─────┘
 */
import type { XY } from '#domain/geo/local-plane.ts'
import { grouping } from '#domain/topology/grouping.ts'
import { insideRing, type LatticePoint, segmentsMeet } from '#domain/topology/lattice.ts'
import { planarFaces } from '#domain/topology/planar-faces.ts'
import { planarGraph } from '#domain/topology/planar-graph.ts'
import { type GridId, gridAt, pointsBox, type Topology } from '#domain/topology/topology.ts'
import { insideOf } from './checks.ts'
import { indexWalls } from './wall-crossing.ts'

export interface WeightedPoint {
  readonly point: LatticePoint
  readonly weight: number
  readonly walls: readonly (readonly LatticePoint[])[]
}

export interface Unit {
  /** counter-clockwise, open */
  readonly ring: readonly LatticePoint[]
  /** a point of it */
  readonly inside: LatticePoint
  readonly grid: GridId
  readonly load: number
  /** twice the area in square units */
  readonly area: number
}

export interface UnitBorder {
  readonly a: number
  readonly b: number
  /** in lattice units */
  readonly length: number
  /** of it along a street, a bank or an existing border */
  readonly alongLine: number
  /** of it through compounds, and through which */
  readonly inside: number
  readonly compounds: ReadonlySet<number>
}

interface Faces {
  readonly units: readonly Unit[]
  readonly borders: readonly UnitBorder[]
}
export interface Units extends Faces {
  /** by unit: what lies beside it, and the border between */
  readonly beside: readonly (readonly { readonly other: number; readonly border: UnitBorder }[])[]
}

interface Asked {
  readonly topology: Topology
  readonly grids: ReadonlySet<GridId>
  readonly guides: readonly (readonly LatticePoint[])[]
  readonly points: readonly WeightedPoint[]
  /** outer rings of compounds, open: ground that should stay in one piece */
  readonly compounds: readonly (readonly LatticePoint[])[]
  /** units heavier than this are halved, if a clear line can be found */
  readonly heaviest: number
}

type Through = ReturnType<typeof indexWalls>

const MOST_ROUNDS = 5
const TOLERANCE = 3

export function unitsOf({ topology, grids, guides, points, compounds, heaviest }: Asked): Units {
  const through = indexWalls(compounds.map((ring) => ({ walls: [ring] })))
  const arcs = new Set([...grids].flatMap((grid) => topology.grids.get(grid)?.arcs ?? []))
  const borders = [...arcs].flatMap((id) => (topology.arcs.has(id) ? [topology.arcs.get(id)?.points ?? []] : []))
  const box = pointsBox(borders.flat())
  const near = guides.filter((line) => line.some(([x, y]) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]))
  const firm = borders.length + near.length
  let cuts: (readonly LatticePoint[])[] = []
  let found = facesIn(topology, grids, [...borders, ...near, ...cuts], points, firm, through)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const more = found.units.flatMap((unit) => (unit.load > heaviest ? (clearCut(unit, points, through) ?? []) : []))
    if (more.length === 0) break
    cuts = [...cuts, ...more]
    found = facesIn(topology, grids, [...borders, ...near, ...cuts], points, firm, through)
  }
  return linked(found)
}

export function linked({ units, borders }: Faces): Units {
  const beside = units.map((): Units['beside'][number][number][] => [])
  for (const border of borders) {
    beside[border.a]?.push({ other: border.b, border })
    beside[border.b]?.push({ other: border.a, border })
  }
  return { units, borders, beside }
}

/** What lives in each part of them. @param partOf by unit */
export function loadsOf({ units }: Units, partOf: readonly number[], parts: number): number[] {
  const loads = new Array<number>(parts).fill(0)
  for (const [unit, { load }] of units.entries()) loads[partOf[unit] ?? 0] = (loads[partOf[unit] ?? 0] ?? 0) + load
  return loads
}

function facesIn(
  topology: Topology,
  grids: ReadonlySet<GridId>,
  lines: readonly (readonly LatticePoint[])[],
  points: readonly WeightedPoint[],
  firm: number,
  through: Through,
): Faces {
  const [ox, oy] = topology.frame.centre
  const shifted = lines.map((line) => line.map(([x, y]): XY => [x - ox, y - oy]))
  const graph = planarGraph(shifted, TOLERANCE, ([x, y]) => [Math.round(x), Math.round(y)])
  const at = (n: number): LatticePoint => {
    const [x = 0, y = 0] = graph.nodes[n] ?? []
    return [Math.round(x) + ox, Math.round(y) + oy]
  }
  const units: Unit[] = []
  const unitOfEdge = new Map<number, number[]>()
  for (const { ring, edges, area } of planarFaces(graph.nodes, graph.edges)) {
    const outline = ring.map(at)
    const inside = insideOf([[[...outline, ...outline.slice(0, 1)]]])
    const grid = gridAt(topology, inside)
    if (!grids.has(grid)) continue
    const [west, south, east, north] = pointsBox(outline)
    let load = 0
    for (const { point, weight } of points) {
      if (point[0] < west || point[0] > east || point[1] < south || point[1] > north) continue
      if (insideRing(point, outline)) load += weight
    }
    const unit = units.push({ ring: outline, inside, grid, load, area: area * 2 }) - 1
    for (const edge of edges) unitOfEdge.set(edge, [...(unitOfEdge.get(edge) ?? []), unit])
  }
  const between = new Map<string, UnitBorder>()
  for (const [edge, [a, b]] of unitOfEdge) {
    if (a === undefined || b === undefined || a === b) continue
    const ends = graph.edges[edge]
    if (ends === undefined) continue
    const [p, q] = [at(ends.a), at(ends.b)]
    const length = distance(p, q)
    const key = a < b ? `${a} ${b}` : `${b} ${a}`
    const known = between.get(key) ?? { a, b, length: 0, alongLine: 0, inside: 0, compounds: new Set<number>() }
    const crossings = through([[p, q]])
    between.set(key, {
      ...known,
      length: known.length + length,
      alongLine: known.alongLine + (ends.lines.some((line) => line < firm) ? length : 0),
      inside: known.inside + crossings.reduce((sum, { stretch: [from, to] }) => sum + distance(from, to), 0),
      compounds: new Set([...known.compounds, ...crossings.map(({ building }) => building)]),
    })
  }
  return withoutEnclosed(units, [...between.values()])
}

/** A pond in a block has no border with it, since an outline has no holes: it is part of the block that it lies in, whose load counts it already. */
function withoutEnclosed(units: readonly Unit[], borders: readonly UnitBorder[]): Faces {
  const { groupOf, join } = grouping()
  for (const { a, b } of borders) join(a, b)
  const areas = new Map<number, number>()
  for (const [unit, { area }] of units.entries()) areas.set(groupOf(unit), (areas.get(groupOf(unit)) ?? 0) + area)
  const [main] = [...areas].sort(([, a], [, b]) => b - a)[0] ?? []
  const isEnclosed = ({ inside, grid }: Unit, unit: number): boolean =>
    groupOf(unit) !== main && units.some((other, k) => other.grid === grid && groupOf(k) === main && insideRing(inside, other.ring))
  const kept = units.flatMap((unit, k) => (isEnclosed(unit, k) ? [] : [k]))
  const place = new Map(kept.map((k, i) => [k, i]))
  return {
    units: kept.flatMap((k) => units[k] ?? []),
    borders: borders.flatMap((border) => {
      const [a, b] = [place.get(border.a), place.get(border.b)]
      return a === undefined || b === undefined ? [] : [{ ...border, a, b }]
    }),
  }
}

const distance = (p: LatticePoint, q: LatticePoint): number => Math.sqrt((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2)

/** A line through a compound is as bad as halves that differ by so much more of the load. */
const COMPOUND_CUT = 0.25
const DIRECTIONS = 8
const OFFSETS = 15

/** The straight line that halves the unit's load best without touching a wall, rather around compounds; null when every line does. */
function clearCut(unit: Unit, points: readonly WeightedPoint[], through: Through): (readonly LatticePoint[])[] | null {
  const box = pointsBox(unit.ring)
  const inside = points.filter(({ point: [x, y] }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3])
  const own = inside.filter(({ point }) => insideRing(point, unit.ring))
  if (own.length < 2) return null
  const span = box[2] - box[0] + box[3] - box[1]
  let best: { line: LatticePoint[]; off: number } | null = null
  for (let d = 0; d < DIRECTIONS; d++) {
    const [ux, uy] = HEADINGS[d] ?? [1, 0]
    const along = own.map(({ point, weight }) => ({ at: point[0] * -uy + point[1] * ux, weight })).sort((a, b) => a.at - b.at)
    const [low, high] = [along[0]?.at ?? 0, along[along.length - 1]?.at ?? 0]
    for (let k = 1; k <= OFFSETS; k++) {
      const offset = low + ((high - low) * k) / (OFFSETS + 1)
      const before = along.reduce((sum, one) => sum + (one.at < offset ? one.weight : 0), 0)
      const off = Math.abs(before - unit.load / 2)
      if (before === 0 || before === unit.load || (best !== null && off >= best.off)) continue
      const [cx, cy] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
      const shift = offset - (cx * -uy + cy * ux)
      const [mx, my] = [cx - uy * shift, cy + ux * shift]
      const line: LatticePoint[] = [
        [Math.round(mx - ux * span), Math.round(my - uy * span)],
        [Math.round(mx + ux * span), Math.round(my + uy * span)],
      ]
      const clipped = withinRing(line, unit.ring)
      if (clipped === null || inside.some(({ walls }) => walls.some((ring) => meetsRing(clipped, ring)))) continue
      const worse = off + COMPOUND_CUT * unit.load * through([clipped]).length
      if (best === null || worse < best.off) best = { line: clipped, off: worse }
    }
  }
  return best === null ? null : [best.line]
}

/** Whole numbers, so that every engine draws the same lines. */
const HEADINGS = (
  [
    [1, 0],
    [12, 5],
    [1, 1],
    [5, 12],
    [0, 1],
    [-5, 12],
    [-1, 1],
    [-12, 5],
  ] as const
).map(([x, y]) => [x / Math.sqrt(x * x + y * y), y / Math.sqrt(x * x + y * y)] as const)

/** The part of the line from its first to its last crossing with the ring, a little beyond; null where it crosses more than twice. */
function withinRing([from, to]: readonly LatticePoint[], ring: readonly LatticePoint[]): LatticePoint[] | null {
  if (from === undefined || to === undefined) return null
  const crossings: number[] = []
  let a = ring[ring.length - 1]
  for (const b of ring) {
    if (a !== undefined) {
      const [rx, ry, sx, sy] = [to[0] - from[0], to[1] - from[1], b[0] - a[0], b[1] - a[1]]
      const denominator = rx * sy - ry * sx
      const t = ((a[0] - from[0]) * sy - (a[1] - from[1]) * sx) / denominator
      const u = ((a[0] - from[0]) * ry - (a[1] - from[1]) * rx) / denominator
      if (denominator !== 0 && u >= 0 && u < 1 && t >= 0 && t <= 1) crossings.push(t)
    }
    a = b
  }
  if (crossings.length !== 2) return null
  const [t0, t1] = [Math.min(...crossings), Math.max(...crossings)]
  const point = (t: number): LatticePoint => [Math.round(from[0] + (to[0] - from[0]) * t), Math.round(from[1] + (to[1] - from[1]) * t)]
  return [point(t0), point(t1)]
}

function meetsRing([from, to]: readonly LatticePoint[], ring: readonly LatticePoint[]): boolean {
  let a = ring[ring.length - 1]
  for (const b of ring) {
    if (a !== undefined && from !== undefined && to !== undefined && segmentsMeet(from, to, a, b)) return true
    a = b
  }
  return false
}
