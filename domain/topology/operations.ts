/**
 * The operations of a boundary plan. An operation names points by their coordinates and grids by their ids, never arcs by number:
 * so it means the same on any topology that still has these points, whoever changed the rest meanwhile. A plan is a base and a
 * list of operations; bringing it up to date is applying them again, and the ones that are refused now are the conflicts.
 */
import { openDraft, putGrid, putParent, settled } from './draft.ts'
import { type MergeGrids, mergeGrids } from './merge-grids.ts'
import { type MovePoints, movePoints } from './move-points.ts'
import { type EditResult, type Refused, refused } from './refusal.ts'
import { type ReplacePath, replacePath } from './replace-path.ts'
import { type ReshapeBorder, reshapeBorder } from './reshape-border.ts'
import { type SplitGrid, splitGrid } from './split-grid.ts'
import type { GridId, Topology } from './topology.ts'
import { type TransferArea, transferArea } from './transfer-area.ts'

/** Puts a grid under another one of the level above: the borders of that level follow. */
export interface SetParent {
  readonly kind: 'setParent'
  /** a grid of the lowest level, or one of level 2 */
  readonly grid: GridId
  readonly parent: string
}

export interface RenameGrid {
  readonly kind: 'renameGrid'
  readonly grid: GridId
  readonly name: string
  readonly nameEn: string
}

export type Operation = MovePoints | ReplacePath | SplitGrid | MergeGrids | TransferArea | ReshapeBorder | SetParent | RenameGrid

/** Applies an operation or says why not. The topology given stays as it was. */
export function applyOperation(topology: Topology, operation: Operation): EditResult {
  switch (operation.kind) {
    case 'movePoints':
      return movePoints(topology, operation)
    case 'replacePath':
      return replacePath(topology, operation)
    case 'splitGrid':
      return splitGrid(topology, operation)
    case 'mergeGrids':
      return mergeGrids(topology, operation)
    case 'transferArea':
      return transferArea(topology, operation)
    case 'reshapeBorder':
      return reshapeBorder(topology, operation)
    case 'setParent':
      return setParent(topology, operation)
    case 'renameGrid':
      return renameGrid(topology, operation)
  }
}

function setParent(topology: Topology, { grid, parent }: SetParent): EditResult {
  const above = topology.parents.get(parent)
  const lowest = topology.grids.get(grid)
  const upper = topology.parents.get(grid)
  if (lowest === undefined && upper?.level !== 2) return refused('noSuchGrid', undefined, grid)
  if (above?.level !== (lowest === undefined ? 1 : 2)) return refused('noSuchParent', undefined, parent)
  if ((lowest ?? upper)?.parent === parent) return refused('nothingChanges', undefined, grid)
  const draft = openDraft(topology)
  if (lowest !== undefined) putGrid(draft, grid, { ...lowest, parent })
  else if (upper !== undefined) putParent(draft, grid, { ...upper, parent })
  return settled(draft)
}

function renameGrid(topology: Topology, { grid, name, nameEn }: RenameGrid): EditResult {
  const lowest = topology.grids.get(grid)
  const upper = topology.parents.get(grid)
  const known = lowest ?? upper
  if (known === undefined) return refused('noSuchGrid', undefined, grid)
  const names = { name: name.trim(), nameEn: nameEn.trim() }
  if (names.name === '' || names.nameEn === '' || (known.name === names.name && known.nameEn === names.nameEn))
    return refused('nothingChanges', undefined, grid)
  const draft = openDraft(topology)
  if (lowest !== undefined) putGrid(draft, grid, { ...lowest, ...names })
  else if (upper !== undefined) putParent(draft, grid, { ...upper, ...names })
  return settled(draft)
}

export interface ReplayConflict {
  /** which of the operations, from 0 */
  readonly index: number
  readonly refusal: Refused
}

/** Applies operations one after the other; those refused are left out and told. */
export function replay(
  base: Topology,
  operations: readonly Operation[],
): { readonly topology: Topology; readonly conflicts: readonly ReplayConflict[] } {
  let topology = base
  const conflicts: ReplayConflict[] = []
  for (const [index, operation] of operations.entries()) {
    const result = applyOperation(topology, operation)
    if (result.ok) topology = result.topology
    else conflicts.push({ index, refusal: result })
  }
  return { topology, conflicts }
}
