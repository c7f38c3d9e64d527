/**
 * What lies in each grid of a topology, kept up while borders move.
 *
 *      buildings and open issues are points; a point's grid is found once and again only when that grid, or the one it came from,
 *      was touched. A building whose walls a border crosses is noted as cut, whichever grid its point lies in.
 */
import type { LatticePoint } from '#domain/topology/lattice.ts'
import type { Touched } from '#domain/topology/refusal.ts'
import {
  type ArcId,
  arcsNear,
  type Box,
  boxesMeet,
  type GridId,
  gridAt,
  OUTSIDE,
  pointsBox,
  segmentBox,
  type Topology,
} from '#domain/topology/topology.ts'
import { crossingOf } from './wall-crossing.ts'

export interface PlannedBuilding {
  readonly id: number
  /** a point of the ground it stands on */
  readonly point: LatticePoint
  readonly households: number
  readonly residents60Plus: number
  /** outer rings of its walls, open; none when it has no footprint */
  readonly walls: readonly (readonly LatticePoint[])[]
}

export interface PlannedFacts {
  readonly buildings: readonly PlannedBuilding[]
  /** one point for every open issue, to be counted */
  readonly openIssues: readonly LatticePoint[]
}

export interface GridLoad {
  readonly buildings: number
  readonly households: number
  readonly residents60Plus: number
  readonly openIssues: number
}

export interface Placed {
  /** the grid of each building and of each issue, in the order of the facts */
  readonly gridOfBuilding: readonly GridId[]
  readonly gridOfIssue: readonly GridId[]
  /** buildings that a border runs through, by their place in the facts */
  readonly cut: ReadonlySet<number>
}

export const noLoad: GridLoad = { buildings: 0, households: 0, residents60Plus: 0, openIssues: 0 }

export function placeFacts(topology: Topology, facts: PlannedFacts): Placed {
  const cut = new Set<number>()
  for (const [i, building] of facts.buildings.entries()) if (isCut(topology, building)) cut.add(i)
  return {
    gridOfBuilding: facts.buildings.map(({ point }) => gridAt(topology, point)),
    gridOfIssue: facts.openIssues.map((point) => gridAt(topology, point)),
    cut,
  }
}

/** The same after an edit: only what lies in grids that it touched is looked at again. */
export function placeAgain(before: Topology, topology: Topology, facts: PlannedFacts, placed: Placed, touched: Touched): Placed {
  const box = boxOfArcs([before, topology], touched.arcs)
  const again = (grid: GridId, point: LatticePoint) => gridAgain(topology, touched, box, grid, point)
  const cut = new Set(placed.cut)
  for (const [i, building] of facts.buildings.entries()) {
    if (box === null || building.walls.length === 0 || !building.walls.some((ring) => boxesMeet(box, pointsBox(ring)))) continue
    if (isCut(topology, building)) cut.add(i)
    else cut.delete(i)
  }
  return {
    gridOfBuilding: facts.buildings.map(({ point }, i) => again(placed.gridOfBuilding[i] ?? '', point)),
    gridOfIssue: facts.openIssues.map((point, i) => again(placed.gridOfIssue[i] ?? '', point)),
    cut,
  }
}

/** What an edit may have given to another grid lies between its borders as they were and as they are. */
const gridAgain = (topology: Topology, touched: Touched, box: Box | null, grid: GridId, point: LatticePoint): GridId =>
  box !== null && (grid === OUTSIDE || touched.grids.has(grid)) && boxesMeet(box, segmentBox(point, point)) ? gridAt(topology, point) : grid

/** What lies in each grid, as places in the facts. */
export type Lying = ReadonlyMap<GridId, { readonly buildings: readonly number[]; readonly issues: readonly number[] }>

export function lyingIn({ gridOfBuilding, gridOfIssue }: Placed): Lying {
  const lying = new Map<GridId, { buildings: number[]; issues: number[] }>()
  const note = (grid: GridId, kind: 'buildings' | 'issues', i: number) => {
    const known = lying.get(grid) ?? { buildings: [], issues: [] }
    known[kind].push(i)
    lying.set(grid, known)
  }
  for (const [i, grid] of gridOfBuilding.entries()) note(grid, 'buildings', i)
  for (const [i, grid] of gridOfIssue.entries()) note(grid, 'issues', i)
  return lying
}

/** The loads of the grids that an edit touches, as they would be after it: worked out from what lies in these grids, however many others there are. */
export function loadsAfter(
  before: Topology,
  topology: Topology,
  facts: PlannedFacts,
  lying: Lying,
  touched: Touched,
): ReadonlyMap<GridId, GridLoad> {
  const box = boxOfArcs([before, topology], touched.arcs)
  const loads = new Map<GridId, GridLoad>([...touched.grids].map((grid) => [grid, noLoad]))
  for (const grid of [OUTSIDE, ...touched.grids]) {
    const { buildings = [], issues = [] } = lying.get(grid) ?? {}
    for (const i of buildings) {
      const building = facts.buildings[i]
      if (building !== undefined) addLoad(loads, gridAgain(topology, touched, box, grid, building.point), { buildings: 1, ...building })
    }
    for (const i of issues) {
      const point = facts.openIssues[i]
      if (point !== undefined) addLoad(loads, gridAgain(topology, touched, box, grid, point), { openIssues: 1 })
    }
  }
  loads.delete(OUTSIDE)
  return loads
}

function boxOfArcs(topologies: readonly Topology[], arcs: ReadonlySet<ArcId>): Box | null {
  const points: LatticePoint[] = []
  for (const topology of topologies) for (const id of arcs) points.push(...(topology.arcs.get(id)?.points ?? []))
  return points.length === 0 ? null : pointsBox(points)
}

/** Does a border run through the walls? One that runs along a wall does not. */
function isCut(topology: Topology, { walls }: PlannedBuilding): boolean {
  return walls.some((ring) => {
    const box = pointsBox(ring)
    for (const id of arcsNear(topology, box)) {
      const points = topology.arcs.get(id)?.points ?? []
      for (let i = 0; i + 1 < points.length; i++) {
        const [a, b] = [points[i], points[i + 1]]
        if (a === undefined || b === undefined || !boxesMeet(box, segmentBox(a, b))) continue
        if (crossingOf(a, b, ring) !== null) return true
      }
    }
    return false
  })
}

function addLoad(loads: Map<GridId, GridLoad>, grid: GridId, more: Partial<GridLoad>): void {
  const { buildings, households, residents60Plus, openIssues } = loads.get(grid) ?? noLoad
  loads.set(grid, {
    buildings: buildings + (more.buildings ?? 0),
    households: households + (more.households ?? 0),
    residents60Plus: residents60Plus + (more.residents60Plus ?? 0),
    openIssues: openIssues + (more.openIssues ?? 0),
  })
}

export function loadsOf(facts: PlannedFacts, placed: Placed): Map<GridId, GridLoad> {
  const loads = new Map<GridId, GridLoad>()
  for (const [i, { households, residents60Plus }] of facts.buildings.entries())
    addLoad(loads, placed.gridOfBuilding[i] ?? OUTSIDE, { buildings: 1, households, residents60Plus })
  for (const grid of placed.gridOfIssue) addLoad(loads, grid, { openIssues: 1 })
  return loads
}
