/**
 * Taking borders back: the operations that bring borders to those of an earlier day, to be looked at and put in force like every other plan.
 *
 *      then       today                   merge 3 into 2     a grid that was not there then goes into a neighbour
 *      ┌──┬──┐    ┌──┬─┬─┐                take outlines      every grid of then takes its ground of then; one that was dissolved is founded
 *      │1 │2 │    │1 │2│3│    →    then   give up            ground that was nobody's then
 *      └──┴──┘    └──┴─┴─┘                parents, names     of grids and of those above
 *
 * Numbers are never used again: a grid that was dissolved comes back under a new one, and one that only changed its number keeps its ground
 * and goes back to its community.
 */
import { difference } from 'polyclip-ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import { gridPolygons, mutable, neighboursOf, wholePolygons } from '#domain/topology/rings.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import { type GridId, gridAt, OUTSIDE, type Topology } from '#domain/topology/topology.ts'
import { gridsUnder } from '#domain/topology/transfer-area.ts'
import { insideOf } from './checks.ts'
import { ringsWithoutHole, takingOutlines } from './take-outlines.ts'

export interface BackTo {
  readonly operations: readonly Operation[]
  readonly topology: Topology
  /** grids of then that could not be brought back to their ground, by their names */
  readonly left: readonly string[]
}

export function backTo(then: Topology, today: Topology, newId: () => GridId): BackTo {
  const idOf = identities(then, today, newId)
  const kept = new Set(idOf.values())
  const operations: Operation[] = []
  let now = today
  const perform = (operation: Operation): boolean => {
    const result = applyOperation(now, operation)
    if (!result.ok) return false
    now = result.topology
    operations.push(operation)
    return true
  }
  for (const grid of today.grids.keys()) {
    if (kept.has(grid)) continue
    const owner = idOf.get(gridAt(then, insideOf(gridPolygons(now, grid)))) ?? OUTSIDE
    const neighbours = [...neighboursOf(now, grid).keys()].sort()
    for (const into of [owner, ...neighbours]) if (perform({ kind: 'mergeGrids', into, grids: [grid] })) break
  }
  const wanted = [...then.grids].map(([grid, { name, nameEn, parent }]) => {
    return { id: idOf.get(grid) ?? grid, name, nameEn, parent, polygons: gridPolygons(then, grid) }
  })
  const steps = takingOutlines(now, wanted)
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done !== true) continue
    now = step.value.now
    operations.push(...step.value.operations)
    break
  }
  for (const ring of difference(mutable(wholePolygons(now)), mutable(wholePolygons(then))).flatMap(ringsWithoutHole))
    perform({ kind: 'transferArea', ring, to: OUTSIDE, from: [...gridsUnder(now, ring)] })
  for (const [grid, { name, nameEn, parent }] of [...then.parents, ...then.grids]) {
    const id = idOf.get(grid) ?? grid
    if (parent !== null) perform({ kind: 'setParent', grid: id, parent })
    perform({ kind: 'renameGrid', grid: id, name, nameEn })
  }
  const left = [...then.grids].filter(([grid]) => !sameGround(then, now, grid, idOf.get(grid))).map(([, { name }]) => name)
  return { operations, topology: now, left }
}

/** The grid of today that each grid of then is: the one with its code, else one that is new since and lies on the same ground, else a new one. */
function identities(then: Topology, today: Topology, newId: () => GridId): Map<GridId, GridId> {
  const idOf = new Map<GridId, GridId>()
  for (const grid of then.grids.keys()) {
    const here = gridAt(today, insideOf(gridPolygons(then, grid)))
    const isSame = !then.grids.has(here) && here !== OUTSIDE && gridAt(then, insideOf(gridPolygons(today, here))) === grid
    idOf.set(grid, today.grids.has(grid) ? grid : isSame ? here : newId())
  }
  return idOf
}
