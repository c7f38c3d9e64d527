/**
 * What is drawn becomes an operation. A tool knows how many points it needs and what it makes of them; it knows no map and no button.
 */
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { samePoint } from '#domain/topology/lattice.ts'
import type { Operation } from '#domain/topology/operations.ts'
import { neighboursOf } from '#domain/topology/rings.ts'
import { piecesOfSplit } from '#domain/topology/split-grid.ts'
import { thinLine } from '#domain/topology/thin-line.ts'
import { type GridId, gridAt, OUTSIDE, type Topology } from '#domain/topology/topology.ts'

export const drawingTools = ['split', 'reshape', 'transfer', 'found', 'addGround', 'giveUp'] as const
export type DrawingTool = (typeof drawingTools)[number]
export const tools = ['select', ...drawingTools] as const
export type Tool = (typeof tools)[number]

/** Tools that draw a ring; the others draw a line. */
export const isRing = (tool: Tool): boolean => tool === 'transfer' || tool === 'found' || tool === 'addGround' || tool === 'giveUp'
export const fewestPoints = (tool: Tool): number => (isRing(tool) ? 3 : 2)
/** Tools that act for the grid that is chosen, and need one. */
export const needsChosen = (tool: Tool): boolean => tool === 'transfer' || tool === 'reshape' || tool === 'addGround' || tool === 'giveUp'

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

/** The point taken out of its border; null for a node, or where the border would be too short. */
export function removalOf(topology: Topology, point: LatticePoint): Operation | null {
  for (const arc of topology.arcs.values()) {
    const i = arc.points.findIndex((p) => samePoint(p, point))
    if (i <= 0 || i === arc.points.length - 1) continue
    const [before, after] = [arc.points[i - 1], arc.points[i + 1]]
    if (before !== undefined && after !== undefined) return { kind: 'replacePath', before: [before, point, after], after: [before, after] }
  }
  return null
}

/** The border between two nodes with fewer points. */
export function simplificationOf(line: readonly LatticePoint[], tolerance: number): Operation | null {
  const kept = thinLine(line, tolerance)
  return kept.length < line.length ? { kind: 'replacePath', before: line, after: kept } : null
}
