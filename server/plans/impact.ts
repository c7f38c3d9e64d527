// GET /api/v1/plans/7/impact    what would move
import type { OkOf } from '#contract/route.ts'
import type { RouteTable } from '#contract/routes.ts'
import { areaSquareMetres } from '#domain/plans/checks.ts'
import { codesFor } from '#domain/plans/codes.ts'
import { type GridLoad, loadsOf, noLoad, type PlannedFacts, placeFacts } from '#domain/plans/figures.ts'
import { maskName } from '#domain/privacy/mask.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'
import { codesOf } from './write-boundaries.ts'

type Impact = OkOf<RouteTable['planImpact']>
type Line = Impact['grids'][number]

export type ImpactAsked = {
  readonly base: Topology
  readonly topology: Topology
  readonly facts: PlannedFacts
  readonly codesUsed: readonly string[]
  /** names of grid heads by code */
  readonly heads: ReadonlyMap<string, string>
}

export function impactOf({ base, topology, facts, codesUsed, heads }: ImpactAsked): Omit<Impact, 'asOf'> | { readonly full: string } {
  const codes = codesFor(topology, codesUsed)
  if (!codes.ok) return { full: codes.community }
  const codeOf = codesOf(codes.given)
  const [was, is] = [placeFacts(base, facts), placeFacts(topology, facts)]
  const [loadsBefore, loadsAfter] = [loadsOf(facts, was), loadsOf(facts, is)]
  const shown = (source: Topology, grid: GridId, loads: ReadonlyMap<GridId, GridLoad>) => {
    const { buildings, households, openIssues } = loads.get(grid) ?? noLoad
    return { buildings, households, openIssues, areaM2: Math.round(areaSquareMetres(gridPolygons(source, grid))) }
  }
  const grids: Line[] = []
  for (const [grid, { name, nameEn, parent }] of topology.grids) {
    const before = base.grids.get(grid)
    const change = changeOf(base, topology, grid, codeOf(grid))
    if (change === null) continue
    grids.push({
      grid,
      code: codeOf(grid),
      name,
      nameEn,
      parent,
      change,
      before: before === undefined ? null : shown(base, grid, loadsBefore),
      after: shown(topology, grid, loadsAfter),
      head: headOf(heads, grid),
    })
  }
  for (const [grid, { name, nameEn }] of base.grids) {
    if (topology.grids.has(grid)) continue
    grids.push({
      grid,
      code: null,
      name,
      nameEn,
      parent: null,
      change: 'dissolved',
      before: shown(base, grid, loadsBefore),
      after: null,
      head: headOf(heads, grid),
    })
  }
  return {
    grids: grids.sort((a, b) => ((a.code ?? a.grid) < (b.code ?? b.grid) ? -1 : 1)),
    moves: movesOf(facts, was.gridOfBuilding, is.gridOfBuilding, was.gridOfIssue, is.gridOfIssue),
  }
}

function headOf(heads: ReadonlyMap<string, string>, grid: GridId): string | null {
  const name = heads.get(grid)
  return name === undefined ? null : maskName(name)
}

function changeOf(base: Topology, topology: Topology, grid: GridId, code: string): Line['change'] | null {
  const [before, after] = [base.grids.get(grid), topology.grids.get(grid)]
  if (before === undefined || after === undefined) return 'new'
  if (code !== grid) return 'renumbered'
  if (before.parent !== after.parent) return 'moved'
  if (!sameGround(base, topology, grid)) return 'reshaped'
  return before.name !== after.name || before.nameEn !== after.nameEn ? 'renamed' : null
}

function movesOf(
  facts: PlannedFacts,
  was: readonly GridId[],
  is: readonly GridId[],
  issuesWere: readonly GridId[],
  issuesAre: readonly GridId[],
): Impact['moves'] {
  const moves = new Map<string, { from: string; to: string; buildings: number; households: number; openIssues: number }>()
  const add = (from: GridId, to: GridId, more: { buildings: number; households: number; openIssues: number }) => {
    if (from === to) return
    const key = `${from} ${to}`
    const known = moves.get(key) ?? { from, to, buildings: 0, households: 0, openIssues: 0 }
    moves.set(key, {
      from,
      to,
      buildings: known.buildings + more.buildings,
      households: known.households + more.households,
      openIssues: known.openIssues + more.openIssues,
    })
  }
  for (const [i, { households }] of facts.buildings.entries()) add(was[i] ?? '', is[i] ?? '', { buildings: 1, households, openIssues: 0 })
  for (const [i, from] of issuesWere.entries()) add(from, issuesAre[i] ?? '', { buildings: 0, households: 0, openIssues: 1 })
  return [...moves.values()].sort((a, b) => b.households - a.households || (a.from < b.from ? -1 : 1))
}
