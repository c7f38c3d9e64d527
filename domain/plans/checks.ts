/**
 * The checks of a plan (DOMAIN c.1, editor checks): what a planner is told beside the map while drawing.
 *
 *      stops   must be mended before the plan goes on: a border through a building, one left outside, ground of nobody in the middle
 *      warns   may stay with a reason: ground taken from another community, size out of range, balance, several parts, long and thin, nobody in charge
 *
 * That grids do not overlap and that children lie in their parent needs no check: the topology cannot hold anything else. For the same reason the border
 * between communities follows that of their grids without a word, so ground that changes its community with it is told.
 * Closed and valid rings, the same. A hole it can hold, because ground may be given up; publishing refuses one (`server/plans/tiling.sql`).
 */

import { intersection } from 'polyclip-ts'
import { lineLengthMetres, polygonAreaSquareMetres } from '#domain/geo/local-plane.ts'
import { fromLattice, type LatticePoint, twiceArea } from '#domain/topology/lattice.ts'
import { gridPolygons, holesOf, type LatticePolygon, mutable } from '#domain/topology/rings.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import { ancestorOf, arcsNear, type GridId, gridAt, OUTSIDE, pointsBox, type Topology } from '#domain/topology/topology.ts'
import { type GridLoad, noLoad, type Placed, type PlannedFacts } from './figures.ts'

export const planProblems = [
  'throughBuilding',
  'buildingOutside',
  'hole',
  'otherCommunity',
  'tooSmall',
  'tooLarge',
  'unbalanced',
  'severalParts',
  'notCompact',
  'headMissing',
] as const
export type PlanProblemKind = (typeof planProblems)[number]

export const stoppingProblems: ReadonlySet<PlanProblemKind> = new Set(['throughBuilding', 'buildingOutside', 'hole'])

/** Ground below this does not count (DOMAIN c.1). */
export const leastSquareMetres = 1
/** Nor what is narrower: borders that were joined to are bent by some centimetres (`sameGround`). */
export const leastMetresWide = 0.1

export interface PlanProblem {
  readonly kind: PlanProblemKind
  /** one of a level above where its size is out of range */
  readonly grid: GridId
  /** where to look */
  readonly at: LatticePoint
  /** the figure that is out of range, in the unit of its kind (households, share of the mean, parts, compactness, square metres) */
  readonly value?: number
  readonly building?: number
  /** the community that the ground was taken from; the grid's own is the one that has it now */
  readonly from?: string
}

type GridLevel = 1 | 2 | 3

/** Households of a grid; null: no limit. */
export interface SizeRange {
  readonly fewest: number | null
  readonly most: number | null
}

export interface PlanRules {
  /** by level, of general grids at level 3. DOMAIN c.1: 300–500 there, to be warned about; no source gives a range for the levels above */
  readonly households: Readonly<Record<GridLevel, SizeRange>>
  /** of the mean of the community; DOMAIN c.1: 0.5 and 1.5 */
  readonly leastShare: number
  readonly greatestShare: number
  /** 4π · area / perimeter²: 1 for a circle (Polsby & Popper 1991); our threshold, no source gives one */
  readonly leastCompactness: number
}

export const usualRules: PlanRules = {
  households: { 1: { fewest: null, most: null }, 2: { fewest: null, most: null }, 3: { fewest: 300, most: 500 } },
  leastShare: 0.5,
  greatestShare: 1.5,
  leastCompactness: 0.12,
}

export interface CheckAsked {
  /** the borders that the plan began with */
  readonly base: Topology
  readonly topology: Topology
  readonly facts: PlannedFacts
  readonly placed: Placed
  /** as it was before the plan: what was wrong then is not its fault */
  readonly before: Placed
  readonly loads: ReadonlyMap<GridId, GridLoad>
  readonly rules: PlanRules
  /** grids to be looked at; the rest was checked before it was put in force */
  readonly grids: ReadonlySet<GridId>
  /** grids of a special kind (a park, a market) that have no households to count */
  readonly dedicated: ReadonlySet<GridId>
  /** grids that somebody is head of */
  readonly headed: ReadonlySet<GridId>
}

export function problemsOf({ base, topology, facts, placed, before, loads, rules, grids, dedicated, headed }: CheckAsked): PlanProblem[] {
  const problems: PlanProblem[] = []
  for (const i of placed.cut) {
    const building = facts.buildings[i]
    if (building !== undefined && !before.cut.has(i))
      problems.push({ kind: 'throughBuilding', grid: placed.gridOfBuilding[i] ?? OUTSIDE, at: building.point, building: building.id })
  }
  for (const [i, { point, id }] of facts.buildings.entries())
    if (placed.gridOfBuilding[i] === OUTSIDE && before.gridOfBuilding[i] !== OUTSIDE)
      problems.push({ kind: 'buildingOutside', grid: OUTSIDE, at: point, building: id })
  for (const ring of holesOf(topology)) {
    const area = areaSquareMetres([[ring]])
    if (area > leastSquareMetres) problems.push({ kind: 'hole', grid: OUTSIDE, at: insideOf([[ring]]), value: Math.round(area) })
  }
  const means = meanByParent(topology, loads, dedicated)
  for (const grid of grids) {
    const known = topology.grids.get(grid)
    if (known === undefined) continue
    const polygons = gridPolygons(topology, grid)
    const at = insideOf(polygons)
    for (const [from, pieces] of groundOfOthers(base, topology, grid))
      problems.push({ kind: 'otherCommunity', grid, at: insideOf(pieces), value: Math.round(areaSquareMetres(pieces)), from })
    const { households } = loads.get(grid) ?? noLoad
    if (!dedicated.has(grid)) {
      const kind = sizeProblem(households, rules.households[3])
      if (kind !== null) problems.push({ kind, grid, at, value: households })
      const mean = means.get(known.parent) ?? 0
      const share = mean > 0 ? households / mean : 1
      if (share > rules.greatestShare || share < rules.leastShare) problems.push({ kind: 'unbalanced', grid, at, value: share })
    }
    if (polygons.length > 1) problems.push({ kind: 'severalParts', grid, at: insideOf(smallest(polygons)), value: polygons.length })
    const compactness = compactnessOf(polygons)
    if (compactness < rules.leastCompactness) problems.push({ kind: 'notCompact', grid, at, value: compactness })
    if (!headed.has(grid)) problems.push({ kind: 'headMissing', grid, at })
  }
  problems.push(...sizesAbove(base, topology, loads, rules, grids))
  const order = (kind: PlanProblemKind) => planProblems.indexOf(kind)
  return problems.sort((a, b) => order(a.kind) - order(b.kind) || (a.grid < b.grid ? -1 : a.grid > b.grid ? 1 : 0))
}

export const sizeProblem = (households: number, { fewest, most }: SizeRange): 'tooSmall' | 'tooLarge' | null =>
  fewest !== null && households < fewest ? 'tooSmall' : most !== null && households > most ? 'tooLarge' : null

/** Grids of levels 1 and 2 out of their range, of those that have or had a grid that was drawn on, moved or dissolved. */
function sizesAbove(
  base: Topology,
  topology: Topology,
  loads: CheckAsked['loads'],
  rules: PlanRules,
  grids: ReadonlySet<GridId>,
): PlanProblem[] {
  const gone = [...base.grids.keys()].filter((grid) => !topology.grids.has(grid))
  const hungElsewhere = [...topology.parents].filter(([id, { parent }]) => base.parents.get(id)?.parent !== parent)
  return ([1, 2] as const).flatMap((level): PlanProblem[] => {
    const range = rules.households[level]
    if (range.fewest === null && range.most === null) return []
    const looked = new Set([...grids, ...gone].flatMap((grid) => [ancestorOf(base, grid, level), ancestorOf(topology, grid, level)]))
    if (level === 1)
      for (const [id, { parent }] of hungElsewhere) looked.add(parent ?? OUTSIDE).add(base.parents.get(id)?.parent ?? OUTSIDE)
    looked.delete(OUTSIDE)
    const sums = new Map<string, { households: number; grids: GridId[] }>()
    for (const grid of topology.grids.keys()) {
      const above = ancestorOf(topology, grid, level)
      if (!looked.has(above)) continue
      const sum = sums.get(above) ?? { households: 0, grids: [] }
      sum.households += loads.get(grid)?.households ?? 0
      sum.grids.push(grid)
      sums.set(above, sum)
    }
    return [...sums].flatMap(([grid, { households, grids: children }]) => {
      const kind = sizeProblem(households, range)
      if (kind === null) return []
      return [{ kind, grid, at: insideOf(children.flatMap((child) => gridPolygons(topology, child))), value: households }]
    })
  })
}

/**
 * Ground that a grid holds under one community and that was another's, by that other, though nobody hung a grid elsewhere.
 *
 *      base  ┌──P──┬──Q──┐    is  ┌──P────┬─Q─┐     the part between the two borders was Q's, and is P's
 *            │  1  │  2  │        │  1    │ 2 │
 *            └─────┴─────┘        └───────┴───┘
 *
 * A grid that was hung elsewhere took its ground along; a new one took that of the grid that most of it comes from. Only grids that
 * lost ground are cut with it.
 */
function groundOfOthers(base: Topology, topology: Topology, grid: GridId): Map<string, LatticePolygon[]> {
  const parent = topology.grids.get(grid)?.parent ?? OUTSIDE
  const found = new Map<string, LatticePolygon[]>()
  const isNew = !base.grids.has(grid)
  if (!isNew && sameGround(base, topology, grid)) return found
  const ground = gridPolygons(topology, grid)
  const origin = isNew ? gridAt(base, insideOf(ground)) : grid
  const others = new Set([origin])
  for (const id of arcsNear(base, pointsBox(ground.flatMap(([outer = []]) => outer)))) {
    const { left = OUTSIDE, right = OUTSIDE } = base.arcs.get(id) ?? {}
    others.add(left).add(right)
  }
  for (const other of others) {
    const was = base.grids.get(other)
    if (was === undefined || other === origin || was.parent === parent || topology.grids.get(other)?.parent === parent) continue
    if (sameGround(base, topology, other)) continue
    const pieces = countingPieces(intersection(mutable(ground), mutable(gridPolygons(base, other))))
    if (pieces.length > 0) found.set(was.parent, [...(found.get(was.parent) ?? []), ...pieces])
  }
  return found
}

/** Pieces that are ground, and not the slit between a border and the same one bent to where another meets it. */
export const countingPieces = (pieces: readonly LatticePolygon[]): LatticePolygon[] =>
  pieces.filter((piece) => {
    const area = areaSquareMetres([piece])
    return area > leastSquareMetres && 2 * area > leastMetresWide * perimeterMetres([piece])
  })

/** Households that a grid of each parent has on average; grids of a special kind are not among them. */
export function meanByParent(
  topology: Topology,
  loads: Pick<ReadonlyMap<GridId, GridLoad>, 'get'>,
  dedicated: ReadonlySet<GridId>,
): Map<string, number> {
  const sums = new Map<string, { households: number; grids: number }>()
  for (const [grid, { parent }] of topology.grids) {
    if (dedicated.has(grid)) continue
    const { households, grids } = sums.get(parent) ?? { households: 0, grids: 0 }
    sums.set(parent, { households: households + (loads.get(grid)?.households ?? 0), grids: grids + 1 })
  }
  return new Map([...sums].map(([parent, { households, grids }]) => [parent, households / grids]))
}

const degrees = (polygons: readonly LatticePolygon[]) => polygons.map((rings) => rings.map((ring) => ring.map(fromLattice)))

export const areaSquareMetres = (polygons: readonly LatticePolygon[]): number => polygonAreaSquareMetres(degrees(polygons))

const perimeterMetres = (polygons: readonly LatticePolygon[]): number =>
  degrees(polygons)
    .flat()
    .reduce((sum, ring) => sum + lineLengthMetres(ring), 0)

export function compactnessOf(polygons: readonly LatticePolygon[]): number {
  const perimeter = perimeterMetres(polygons)
  return perimeter === 0 ? 0 : (4 * Math.PI * areaSquareMetres(polygons)) / perimeter ** 2
}

function smallest(polygons: readonly LatticePolygon[]): LatticePolygon[] {
  const [first] = polygons.toSorted((a, b) => Math.abs(twiceArea(a[0] ?? [])) - Math.abs(twiceArea(b[0] ?? [])))
  return first === undefined ? [] : [first]
}

/** The middle of the widest stretch on a level line through the largest part: inside, whatever the shape. */
export function insideOf(polygons: readonly LatticePolygon[]): LatticePoint {
  const [largest] = polygons.toSorted((a, b) => Math.abs(twiceArea(b[0] ?? [])) - Math.abs(twiceArea(a[0] ?? [])))
  const rings = largest ?? []
  const ys = (rings[0] ?? []).map(([, y]) => y)
  if (ys.length === 0) return [0, 0]
  const level = (Math.min(...ys) + Math.max(...ys)) / 2 + 0.5
  const crossings: number[] = []
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1], ring[i]]
      if (a !== undefined && b !== undefined && a[1] > level !== b[1] > level)
        crossings.push(a[0] + ((level - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
    }
  }
  crossings.sort((a, b) => a - b)
  let [best, width] = [crossings[0] ?? 0, -1]
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [from, to] = [crossings[i] ?? 0, crossings[i + 1] ?? 0]
    if (to - from > width) [best, width] = [(from + to) / 2, to - from]
  }
  return [Math.round(best), Math.round(level)]
}
