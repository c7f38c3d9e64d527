// An operation in a few words, as it stands in the history.
import type { SizeRange } from '#domain/plans/checks.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { GridId } from '#domain/topology/topology.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import type { Texts } from '../../i18n/text.ts'

type Grounds = Pick<PlanView, 'base' | 'topology'>

/** A grid by its name, wherever it is still known. */
export function gridName(grid: GridId, { base, topology }: Grounds, { name, say }: Texts): string {
  const known = topology.grids.get(grid) ?? base.grids.get(grid) ?? topology.parents.get(grid)
  return known === undefined ? say('planner.goneGrid') : name(known)
}

/** The range that households should lie in, as far as there is one. */
export function rangeWords({ fewest, most }: SizeRange, { say, formats }: Texts): string {
  if (fewest === null) return most === null ? '' : say('planner.range.most', { most: formats.number(most) })
  if (most === null) return say('planner.range.fewest', { fewest: formats.number(fewest) })
  return say('planner.range', { fewest: formats.number(fewest), most: formats.number(most) })
}

export function operationWords(operation: Operation, grounds: Grounds, texts: Texts): string {
  const { say } = texts
  const named = (grid: GridId) => gridName(grid, grounds, texts)
  switch (operation.kind) {
    case 'movePoints':
      return say('planner.did.movePoints', { points: operation.moves.length })
    case 'replacePath':
      return say(operation.after.length > operation.before.length ? 'planner.did.insertPoint' : 'planner.did.removePoint')
    case 'splitGrid':
      return say('planner.did.splitGrid', { grid: named(operation.grid) })
    case 'mergeGrids':
      return say('planner.did.mergeGrids', { grids: operation.grids.map(named).join(say('planner.and')), into: named(operation.into) })
    case 'transferArea':
      if (operation.founding !== undefined) return say('planner.did.found', { grid: texts.name(operation.founding) })
      return operation.to === '' ? say('planner.did.giveUp') : say('planner.did.transferArea', { grid: named(operation.to) })
    case 'reshapeBorder':
      return say('planner.did.reshapeBorder', { grid: named(operation.grid) })
    case 'setParent':
      return say('planner.did.setParent', { grid: named(operation.grid), parent: named(operation.parent) })
    case 'renameGrid':
      return say('planner.did.renameGrid', { name: texts.name(operation) })
  }
}
