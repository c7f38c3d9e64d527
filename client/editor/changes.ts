/**
 * What a plan changes, grid by grid, against the borders that it began with.
 *
 *      was  ┌──1──┬──2──┐    is  ┌──1─────┬─2─┐     1: ground from 2; 2: ground to 1, each with its area
 *           └─────┴─────┘        └────────┴───┘
 *
 * Ground is measured as the checks do: a border that was only bent by centimetres has passed none.
 */
import { intersection } from 'polyclip-ts'
import { areaSquareMetres, countingPieces, insideOf } from '#domain/plans/checks.ts'
import { needsNewCode } from '#domain/plans/codes.ts'
import { gridPolygons, type LatticePolygon, mutable } from '#domain/topology/rings.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import { arcsNear, type Box, type GridId, gridAt, OUTSIDE, pointsBox, type Topology } from '#domain/topology/topology.ts'
import { minus } from './compare.ts'

export interface GroundPassed {
  /** the grid on the other side; `OUTSIDE`: nobody's ground */
  readonly other: GridId
  readonly squareMetres: number
  readonly box: Box
}

type Name = { readonly name: string; readonly nameEn: string }

export interface GridChange {
  /** of any level */
  readonly grid: GridId
  readonly kind: 'new' | 'dissolved' | 'goesOn'
  readonly nameBefore: Name | null
  readonly parent: { readonly from: string; readonly to: string } | null
  /** gets another number when the plan is put in force */
  readonly newCode: boolean
  readonly gained: readonly GroundPassed[]
  readonly lost: readonly GroundPassed[]
  /** where to look: the ground of before and after; none for a grid of a level above */
  readonly box: Box | null
}

type Passed = { readonly from: GridId; readonly to: GridId; readonly pieces: readonly LatticePolygon[] }

/** @param changed grids of the plan with other ground, another name or parent; those that are gone are found here */
export function changesOf(base: Topology, topology: Topology, changed: ReadonlySet<GridId>): GridChange[] {
  const gone = [...base.grids.keys()].filter((grid) => !topology.grids.has(grid))
  const passed = groundPassed(base, topology, [...changed], gone)
  const toldOf = (grid: GridId, side: 'from' | 'to'): GroundPassed[] =>
    passed
      .filter((one) => one[side] === grid)
      .map(({ from, to, pieces }) => ({
        other: side === 'to' ? from : to,
        squareMetres: areaSquareMetres(pieces),
        box: pointsBox(pieces.flat(2)),
      }))
      .sort((a, b) => b.squareMetres - a.squareMetres)
  const lowest = [...changed, ...gone].sort().map((grid): GridChange => {
    const [was, is] = [base.grids.get(grid), topology.grids.get(grid)]
    return {
      grid,
      kind: was === undefined ? 'new' : is === undefined ? 'dissolved' : 'goesOn',
      ...namedOtherwise(was, is),
      newCode: was !== undefined && is !== undefined && needsNewCode(grid, is.parent),
      gained: toldOf(grid, 'to'),
      lost: toldOf(grid, 'from'),
      box: pointsBox([...gridPolygons(base, grid), ...gridPolygons(topology, grid)].flat(2)),
    }
  })
  const above = [...topology.parents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([grid, is]): GridChange[] => {
      const told = namedOtherwise(base.parents.get(grid), is)
      if (told.nameBefore === null && told.parent === null) return []
      return [{ grid, kind: 'goesOn', ...told, newCode: false, gained: [], lost: [], box: null }]
    })
  return [...above, ...lowest]
}

type Hung = Name & { readonly parent: string | null }
function namedOtherwise(was: Hung | undefined, is: Hung | undefined): Pick<GridChange, 'nameBefore' | 'parent'> {
  if (was === undefined || is === undefined) return { nameBefore: null, parent: null }
  const { name, nameEn } = was
  return {
    nameBefore: name === is.name && nameEn === is.nameEn ? null : { name, nameEn },
    parent: was.parent === is.parent ? null : { from: was.parent ?? OUTSIDE, to: is.parent ?? OUTSIDE },
  }
}

/** Which ground goes from whom to whom: every grid that lost some, cut with those that lie on it now. */
function groundPassed(base: Topology, topology: Topology, changed: readonly GridId[], gone: readonly GridId[]): Passed[] {
  const moved = changed.filter((grid) => !sameGround(base, topology, grid))
  const passed: Passed[] = []
  const note = (from: GridId, to: GridId, ground: readonly LatticePolygon[]) => {
    const pieces = countingPieces(ground)
    if (pieces.length > 0) passed.push({ from, to, pieces })
  }
  const grounds = new Map(moved.map((grid) => [grid, gridPolygons(topology, grid)]))
  for (const from of [...moved, ...gone]) {
    const was = gridPolygons(base, from)
    let left = minus(was, gridPolygons(topology, from))
    for (const to of nearIn(topology, left)) {
      const is = grounds.get(to)
      if (is === undefined || to === from || left.length === 0) continue
      note(from, to, intersection(mutable(left), mutable(is)))
      left = minus(left, is)
    }
    note(from, OUTSIDE, left)
  }
  for (const [to, is] of grounds) {
    let fresh = minus(is, gridPolygons(base, to))
    for (const from of nearIn(base, fresh)) fresh = minus(fresh, gridPolygons(base, from))
    note(OUTSIDE, to, fresh)
  }
  return passed
}

/** Grids with a border near some ground, and those that hold a piece of it far from their borders. */
function nearIn(topology: Topology, ground: readonly LatticePolygon[]): GridId[] {
  if (ground.length === 0) return []
  const near = new Set(ground.map((piece) => gridAt(topology, insideOf([piece]))))
  for (const id of arcsNear(topology, pointsBox(ground.flat(2)))) {
    const { left = OUTSIDE, right = OUTSIDE } = topology.arcs.get(id) ?? {}
    near.add(left).add(right)
  }
  near.delete(OUTSIDE)
  return [...near].sort()
}
