/**
 * What is drawn becomes an operation. A tool knows how many points it needs and what it makes of them; it knows no map and no button.
 */
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { samePoint } from '#domain/topology/lattice.ts'
import type { Operation } from '#domain/topology/operations.ts'
import { neighboursOf } from '#domain/topology/rings.ts'
import { piecesOfSplit } from '#domain/topology/split-grid.ts'
import { thinLine } from '#domain/topology/thin-line.ts'
import { type ArcId, arcsNear, type GridId, gridAt, OUTSIDE, segmentBox, type Topology } from '#domain/topology/topology.ts'
import { distanceBetween, footBetween } from './snap.ts'

const drawingTools = ['split', 'reshape', 'transfer', 'found', 'addGround', 'giveUp'] as const
export type DrawingTool = (typeof drawingTools)[number]
/** Besides those that draw: a border is moved as a whole, and a building or block is taken by pressing it. */
export const tools = ['select', 'moveBorder', 'split', 'reshape', 'transfer', 'takeBlock', 'found', 'addGround', 'giveUp'] as const
export type Tool = (typeof tools)[number]

export const isDrawing = (tool: Tool): tool is DrawingTool => drawingTools.some((one) => one === tool)

/** Tools that draw a ring; the others draw a line. */
export const isRing = (tool: Tool): boolean => tool === 'transfer' || tool === 'found' || tool === 'addGround' || tool === 'giveUp'
export const fewestPoints = (tool: Tool): number => (isRing(tool) ? 3 : 2)
/** Tools that act for the grid that is chosen, and need one. */
export const needsChosen = (tool: Tool): boolean =>
  tool === 'transfer' || tool === 'takeBlock' || tool === 'reshape' || tool === 'addGround' || tool === 'giveUp'

export interface Naming {
  readonly newId: () => string
  /** the names of the n-th new grid, from 1 */
  readonly nameOf: (n: number) => { readonly name: string; readonly nameEn: string }
}

/** The operation that the drawing stands for, or null while it is none. */
export function operationOf(
  tool: DrawingTool,
  topology: Topology,
  chosen: GridId | null,
  line: readonly LatticePoint[],
  naming: Naming,
): Operation | null {
  if (line.length < fewestPoints(tool)) return null
  const made = (n: number) => ({ id: naming.newId(), ...naming.nameOf(n) })
  switch (tool) {
    case 'split': {
      const grid = chosen ?? gridUnder(topology, line)
      if (grid === null) return null
      const pieces = piecesOfSplit(topology, grid, line)
      const count = Math.max(1, pieces - 1)
      return { kind: 'splitGrid', grid, line, newGrids: Array.from({ length: count }, (_, i) => made(i + 1)) }
    }
    case 'reshape':
      return chosen === null ? null : { kind: 'reshapeBorder', grid: chosen, line }
    case 'transfer':
      return chosen === null ? null : { kind: 'transferArea', ring: line, to: chosen }
    case 'addGround':
      return chosen === null ? null : { kind: 'transferArea', ring: line, to: chosen, from: [OUTSIDE] }
    case 'giveUp':
      return chosen === null ? null : { kind: 'transferArea', ring: line, to: OUTSIDE, from: [chosen] }
    case 'found': {
      const grid = chosen ?? gridUnder(topology, line)
      const parent = topology.grids.get(grid ?? '')?.parent
      if (parent === undefined) return null
      const { id, name, nameEn } = made(1)
      return { kind: 'transferArea', ring: line, to: id, founding: { name, nameEn, parent } }
    }
  }
}

/** The grid under the middle of a line. */
function gridUnder(topology: Topology, line: readonly LatticePoint[]): GridId | null {
  for (let i = Math.floor((line.length - 1) / 2); i + 1 < line.length; i++) {
    const [a, b] = [line[i], line[i + 1]]
    if (a === undefined || b === undefined) continue
    const grid = gridAt(topology, [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)])
    if (grid !== OUTSIDE) return grid
  }
  return null
}

/** The grids that may join the one chosen: those beside it. */
export const mayJoin = (topology: Topology, grid: GridId): GridId[] => [...neighboursOf(topology, grid).keys()].sort()

/** The points of a border on either side of one of its own; a node has none, nor has an end of what is no longer there. */
function besideOn(topology: Topology, point: LatticePoint): readonly [LatticePoint | undefined, LatticePoint | undefined] {
  for (const id of arcsNear(topology, segmentBox(point, point))) {
    const points = topology.arcs.get(id)?.points ?? []
    const i = points.findIndex((p) => samePoint(p, point))
    if (i >= 0) return [points[i - 1], points[i + 1]]
  }
  return [undefined, undefined]
}

/** The point taken out of its border; null for a node, or where the border would be too short. */
export function removalOf(topology: Topology, point: LatticePoint): Operation | null {
  const [before, after] = besideOn(topology, point)
  if (before === undefined || after === undefined) return null
  return { kind: 'replacePath', before: [before, point, after], after: [before, after] }
}

/** A point put into the border, half-way from this one to the next. */
export function insertionOf(topology: Topology, point: LatticePoint): Extract<Operation, { kind: 'replacePath' }> | null {
  const [before, after] = besideOn(topology, point)
  const next = after ?? before
  if (next === undefined) return null
  const middle: LatticePoint = [Math.round((point[0] + next[0]) / 2), Math.round((point[1] + next[1]) / 2)]
  return { kind: 'replacePath', before: [point, next], after: [point, middle, next] }
}

/** The border within reach of a place. */
export function borderAt(topology: Topology, at: LatticePoint, reach: number): ArcId | null {
  let [best, nearest]: [ArcId | null, number] = [null, reach]
  for (const id of arcsNear(topology, segmentBox(at, at, reach))) {
    const points = topology.arcs.get(id)?.points ?? []
    for (let i = 0; i + 1 < points.length; i++) {
      const [a, b] = [points[i], points[i + 1]]
      if (a === undefined || b === undefined) continue
      const distance = distanceBetween(at, footBetween(at, a, b))
      if (distance <= nearest) [best, nearest] = [id, distance]
    }
  }
  return best
}

/** A whole border moved by as much: what ends at its nodes follows. */
export function borderMoved(topology: Topology, border: ArcId, from: LatticePoint, to: LatticePoint): Operation {
  const points = topology.arcs.get(border)?.points ?? []
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const isRing = samePoint(points[0] ?? from, points[points.length - 1] ?? to)
  const moving = isRing ? points.slice(1) : points
  return { kind: 'movePoints', moves: moving.map((p) => ({ from: p, to: [p[0] + dx, p[1] + dy] })) }
}

/** The border between two nodes with fewer points. */
export function simplificationOf(line: readonly LatticePoint[], tolerance: number): Operation | null {
  const kept = thinLine(line, tolerance)
  return kept.length < line.length ? { kind: 'replacePath', before: line, after: kept } : null
}
