/**
 * The topology of the grids: every border is stored once, as an arc with a grid on either side.
 *
 *        A ─────── B ─────── C        nodes  B, E: where three or more arcs end
 *        │    1    │    2    │        arcs   B→E (left 2, right 1), B→A→D→E (left 1, right outside), E→F→C→B (left 2, right outside)
 *        D ─────── E ─────── F        a grid's ring: its arcs, each walked so that the grid lies to the left
 *
 * A point of an arc that is no end of it belongs to this arc only. Arcs meet in nodes and nowhere else. An island's ring is one
 * arc that ends where it starts. So a border that moves moves for both sides, and ground between grids cannot exist.
 *
 * Grids here are those of the lowest level; the levels above are names over them (`parents`), so their borders are the arcs
 * whose two sides have different ancestors. Ground outside every grid is the grid `OUTSIDE`.
 *
 * A topology is a value that never changes: an edit makes a new one that shares nearly everything with the old (persistent hash
 * maps), so a step of undo is the old object itself and costs a few kilobytes. The spatial index (`cells`) is part of the value
 * for the same reason: it is always that of these arcs.
 */
import type { Map as PersistentMap } from 'immutable'
import { type LatticePoint, MOST_SPAN, turn } from './lattice.ts'

export type ArcId = number
export type GridId = string

/** The ground that belongs to no grid. */
export const OUTSIDE: GridId = ''

export interface Arc {
  /** both ends included; the first is the last in a ring */
  readonly points: readonly LatticePoint[]
  readonly left: GridId
  readonly right: GridId
}

export interface TopologyGrid {
  readonly name: string
  readonly nameEn: string
  readonly parent: string
  /** the arcs that have the grid on exactly one side */
  readonly arcs: readonly ArcId[]
}

/** A grid of an upper level: a name over the grids whose ancestor it is. */
export interface TopologyParent {
  readonly name: string
  readonly nameEn: string
  readonly level: 1 | 2
  readonly parent: string | null
}

/** Where the whole numbers of cells and keys are counted from, and how wide a cell of the index is (lattice units). */
export interface Frame {
  readonly centre: LatticePoint
  readonly cell: number
}

export interface Topology {
  readonly frame: Frame
  readonly arcs: PersistentMap<ArcId, Arc>
  /** by `pointKey`: the arcs that end there, a ring twice */
  readonly nodes: PersistentMap<number, readonly ArcId[]>
  /** by `cellKey`: the arcs with a segment whose box touches the cell */
  readonly cells: PersistentMap<number, readonly ArcId[]>
  readonly grids: PersistentMap<GridId, TopologyGrid>
  readonly parents: PersistentMap<string, TopologyParent>
  readonly nextArc: ArcId
}

export type Box = readonly [west: number, south: number, east: number, north: number]

const HALF = MOST_SPAN / 2

export const inFrame = ({ centre }: Frame, p: LatticePoint): boolean =>
  Math.abs(p[0] - centre[0]) <= HALF && Math.abs(p[1] - centre[1]) <= HALF

/** One number for a point of the frame. */
export const pointKey = ({ centre }: Frame, p: LatticePoint): number =>
  (p[0] - centre[0] + HALF) * (2 * MOST_SPAN) + (p[1] - centre[1] + HALF)

const column = (frame: Frame, x: number) => Math.floor((x - frame.centre[0] + HALF) / frame.cell)
const row = (frame: Frame, y: number) => Math.floor((y - frame.centre[1] + HALF) / frame.cell)
const cellKey = (c: number, r: number) => c * MOST_SPAN + r

export function segmentBox(a: LatticePoint, b: LatticePoint, margin = 0): Box {
  return [Math.min(a[0], b[0]) - margin, Math.min(a[1], b[1]) - margin, Math.max(a[0], b[0]) + margin, Math.max(a[1], b[1]) + margin]
}

export function pointsBox(points: readonly LatticePoint[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    west = Math.min(west, x)
    south = Math.min(south, y)
    east = Math.max(east, x)
    north = Math.max(north, y)
  }
  return [west, south, east, north]
}

export const boxesMeet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]

/** The cells that the segments' boxes touch. */
export function cellsOf(frame: Frame, points: readonly LatticePoint[]): Set<number> {
  const cells = new Set<number>()
  let a = points[0]
  for (const b of points) {
    if (a === undefined) break
    const [west, south, east, north] = segmentBox(a, b)
    for (let c = column(frame, west); c <= column(frame, east); c++)
      for (let r = row(frame, south); r <= row(frame, north); r++) cells.add(cellKey(c, r))
    a = b
  }
  return cells
}

type Indexed = Pick<Topology, 'frame' | 'arcs' | 'cells'>

/** At least the arcs with a segment in the box, in no particular order: those with one in a cell that it touches, or the arcs that it meets as wholes. */
export function arcsNear(topology: Indexed, [west, south, east, north]: Box): Set<ArcId> {
  const { frame, arcs } = topology
  const found = new Set<ArcId>()
  const [left, right, bottom, top] = [column(frame, west), column(frame, east), row(frame, south), row(frame, north)]
  // a box wider than what there is, such as a view from afar: most of its cells are empty
  if ((right - left + 1) * (top - bottom + 1) > arcs.size) {
    for (const [id, { points }] of arcs) {
      const [x, y] = points[0] ?? [Number.NaN, Number.NaN]
      // most of what is seen from afar begins in sight
      const begins = x >= west && x <= east && y >= south && y <= north
      if (begins || boxesMeet(pointsBox(points), [west, south, east, north])) found.add(id)
    }
    return found
  }
  const { cells } = topology
  for (let c = left; c <= right; c++) for (let r = bottom; r <= top; r++) for (const id of cells.get(cellKey(c, r)) ?? []) found.add(id)
  return found
}

/** The grid at a point, by the first border that a ray to the east meets; on a border, one of the two. */
export function gridAt(topology: Indexed, p: LatticePoint): GridId {
  const { frame, arcs, cells } = topology
  if (!inFrame(frame, p)) return OUTSIDE
  const last = column(frame, frame.centre[0] + HALF)
  const r = row(frame, p[1])
  let grid = OUTSIDE
  let [nearest, nearestLean] = [Infinity, Infinity]
  for (let c = column(frame, p[0]); c <= last; c++) {
    for (const id of cells.get(cellKey(c, r)) ?? []) {
      const arc = arcs.get(id)
      if (arc === undefined) continue
      for (let i = 1; i < arc.points.length; i++) {
        const [a, b] = [arc.points[i - 1], arc.points[i]]
        if (a === undefined || b === undefined || a[1] > p[1] === b[1] > p[1]) continue
        const upward = b[1] > a[1]
        const side = turn(a, b, p)
        if (side !== 0 && side > 0 !== upward) continue
        const lean = (b[0] - a[0]) / (b[1] - a[1])
        const x = a[0] + (p[1] - a[1]) * lean
        // Of borders that meet on the ray, the one further west just above it.
        if (x > nearest || (x === nearest && lean >= nearestLean)) continue
        nearest = x
        nearestLean = lean
        grid = upward ? arc.left : arc.right
      }
    }
    if (nearest < Infinity && column(frame, nearest) <= c) return grid
  }
  return grid
}

/** The ancestor of a lowest grid at a level; itself at level 3, `OUTSIDE` for the outside. */
export function ancestorOf(topology: Pick<Topology, 'grids' | 'parents'>, grid: GridId, level: 1 | 2 | 3): string {
  if (level === 3 || grid === OUTSIDE) return grid
  const parent = topology.grids.get(grid)?.parent ?? OUTSIDE
  return level === 2 ? parent : (topology.parents.get(parent)?.parent ?? OUTSIDE)
}
