/**
 * A topology being changed: the one place where arcs, nodes, grids and the index are kept in step.
 * A draft mutates what it made itself (transient copies of the persistent maps); the topology it was opened on stays as it was.
 */
import { type LatticePoint, samePoint } from './lattice.ts'
import type { EditResult } from './refusal.ts'
import {
  type Arc,
  type ArcId,
  cellsOf,
  type GridId,
  OUTSIDE,
  pointKey,
  type Topology,
  type TopologyGrid,
  type TopologyParent,
} from './topology.ts'

export interface Draft {
  readonly frame: Topology['frame']
  readonly arcs: Topology['arcs']
  readonly nodes: Topology['nodes']
  readonly cells: Topology['cells']
  readonly grids: Topology['grids']
  readonly parents: Topology['parents']
  nextArc: ArcId
  /** the arcs put by this edit that are still there */
  readonly changed: Set<ArcId>
  readonly touchedArcs: Set<ArcId>
  readonly touchedGrids: Set<GridId>
}

export function openDraft(topology: Topology): Draft {
  return {
    frame: topology.frame,
    arcs: topology.arcs.asMutable(),
    nodes: topology.nodes.asMutable(),
    cells: topology.cells.asMutable(),
    grids: topology.grids.asMutable(),
    parents: topology.parents.asMutable(),
    nextArc: topology.nextArc,
    changed: new Set(),
    touchedArcs: new Set(),
    touchedGrids: new Set(),
  }
}

/** The edit's outcome: the new topology, and what of it is not as before. */
export function settled(draft: Draft): Extract<EditResult, { ok: true }> {
  draft.touchedGrids.delete(OUTSIDE)
  return { ok: true, topology: closeDraft(draft), touched: { arcs: draft.touchedArcs, grids: draft.touchedGrids } }
}

function closeDraft(draft: Draft): Topology {
  return {
    frame: draft.frame,
    arcs: draft.arcs.asImmutable(),
    nodes: draft.nodes.asImmutable(),
    cells: draft.cells.asImmutable(),
    grids: draft.grids.asImmutable(),
    parents: draft.parents.asImmutable(),
    nextArc: draft.nextArc,
  }
}

export const firstPoint = (arc: Arc): LatticePoint => arc.points[0] as LatticePoint
export const lastPoint = (arc: Arc): LatticePoint => arc.points[arc.points.length - 1] as LatticePoint

export function addArc(draft: Draft, arc: Arc): ArcId {
  const id = draft.nextArc
  draft.nextArc = id + 1
  putArc(draft, id, arc)
  return id
}

/** Puts an arc in the place of what had its number, everywhere. */
export function putArc(draft: Draft, id: ArcId, arc: Arc): void {
  const before = draft.arcs.get(id)
  draft.arcs.set(id, arc)
  draft.changed.add(id)
  touch(draft, id, before, arc)
  if (before === undefined || before.points !== arc.points) {
    moveInIndex(draft, id, before, arc)
    if (before === undefined || !samePoint(firstPoint(before), firstPoint(arc)) || !samePoint(lastPoint(before), lastPoint(arc))) {
      if (before !== undefined) leaveNodes(draft, id, before)
      enterNodes(draft, id, arc)
    }
  }
  if (before?.left !== arc.left || before.right !== arc.right) {
    if (before !== undefined) leaveGrids(draft, id, before)
    enterGrids(draft, id, arc)
  }
}

export function dropArc(draft: Draft, id: ArcId): void {
  const arc = draft.arcs.get(id)
  if (arc === undefined) return
  draft.arcs.delete(id)
  draft.changed.delete(id)
  touch(draft, id, arc)
  moveInIndex(draft, id, arc, undefined)
  leaveNodes(draft, id, arc)
  leaveGrids(draft, id, arc)
}

function touch(draft: Draft, id: ArcId, ...arcs: readonly (Arc | undefined)[]): void {
  draft.touchedArcs.add(id)
  for (const arc of arcs) {
    if (arc === undefined) continue
    draft.touchedGrids.add(arc.left)
    draft.touchedGrids.add(arc.right)
  }
}

export function putGrid(draft: Draft, id: GridId, grid: TopologyGrid): void {
  draft.grids.set(id, grid)
  draft.touchedGrids.add(id)
}

/** A change above touches no ground; the grid of the upper level is named as touched. */
export function putParent(draft: Draft, id: string, parent: TopologyParent): void {
  draft.parents.set(id, parent)
  draft.touchedGrids.add(id)
}

export function dropGrid(draft: Draft, id: GridId): void {
  draft.grids.delete(id)
  draft.touchedGrids.add(id)
}

function moveInIndex(draft: Draft, id: ArcId, before: Arc | undefined, after: Arc | undefined): void {
  const left = before === undefined ? new Set<number>() : cellsOf(draft.frame, before.points)
  const entered = after === undefined ? new Set<number>() : cellsOf(draft.frame, after.points)
  for (const cell of left) {
    if (entered.has(cell)) continue
    const rest = without(draft.cells.get(cell), id)
    if (rest.length === 0) draft.cells.delete(cell)
    else draft.cells.set(cell, rest)
  }
  for (const cell of entered) if (!left.has(cell)) draft.cells.set(cell, [...(draft.cells.get(cell) ?? []), id])
}

function enterNodes(draft: Draft, id: ArcId, arc: Arc): void {
  for (const end of [firstPoint(arc), lastPoint(arc)]) {
    const key = pointKey(draft.frame, end)
    draft.nodes.set(key, [...(draft.nodes.get(key) ?? []), id])
  }
}

function leaveNodes(draft: Draft, id: ArcId, arc: Arc): void {
  for (const end of [firstPoint(arc), lastPoint(arc)]) {
    const key = pointKey(draft.frame, end)
    const rest = without(draft.nodes.get(key), id)
    if (rest.length === 0) draft.nodes.delete(key)
    else draft.nodes.set(key, rest)
  }
}

/** Only arcs that part two grids are theirs; a line drawn through a grid is not, until a side of it is given away. */
function enterGrids(draft: Draft, id: ArcId, { left, right }: Arc): void {
  if (left === right) return
  for (const side of [left, right]) {
    const grid = draft.grids.get(side)
    if (side !== OUTSIDE && grid !== undefined) draft.grids.set(side, { ...grid, arcs: [...grid.arcs, id] })
  }
}

function leaveGrids(draft: Draft, id: ArcId, { left, right }: Arc): void {
  if (left === right) return
  for (const side of [left, right]) {
    const grid = draft.grids.get(side)
    if (side !== OUTSIDE && grid !== undefined) draft.grids.set(side, { ...grid, arcs: without(grid.arcs, id) })
  }
}

const without = (ids: readonly ArcId[] | undefined, id: ArcId): readonly ArcId[] => (ids ?? []).filter((other) => other !== id)
