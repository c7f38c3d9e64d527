// GET /api/v1/plans/7/impact    what would move
import type { OkOf } from '#contract/route.ts'
import type { RouteTable } from '#contract/routes.ts'
import { areaSquareMetres } from '#domain/plans/checks.ts'
import { codesFor } from '#domain/plans/codes.ts'
import { type GridLoad, loadsOf, noLoad, type Placed, type PlannedFacts, placeFacts } from '#domain/plans/figures.ts'
import { maskName } from '#domain/privacy/mask.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'
import { metresIn, minutesFor } from '#domain/walk/profile.ts'
import { headsAlong, personsOf } from './impact-persons.ts'
import type { Post } from './queries.ts'
import { codesOf } from './write-boundaries.ts'

type Impact = OkOf<RouteTable['planImpact']>
type Line = Impact['grids'][number]

export type ImpactAsked = {
  readonly base: Topology
  readonly topology: Topology
  readonly facts: PlannedFacts
  readonly codesUsed: readonly string[]
  readonly posts: readonly Post[]
  /** from buildings to their nearest station, where that is known */
  readonly metres: ReadonlyMap<number, number>
}

export function impactOf({
  base,
  topology,
  facts,
  codesUsed,
  posts,
  metres,
}: ImpactAsked): Omit<Impact, 'asOf'> | { readonly full: string } {
  const codes = codesFor(topology, codesUsed)
  if (!codes.ok) return { full: codes.community }
  const codeOf = codesOf(codes.given)
  const [was, is] = [placeFacts(base, facts), placeFacts(topology, facts)]
  const [loadsBefore, loadsAfter] = [loadsOf(facts, was), loadsOf(facts, is)]
  const [walksBefore, walksAfter] = [walksOf(facts, was.gridOfBuilding, metres), walksOf(facts, is.gridOfBuilding, metres)]
  const shown = (source: Topology, grid: GridId, loads: ReadonlyMap<GridId, GridLoad>) => {
    const { buildings, households, residents60Plus, openIssues } = loads.get(grid) ?? noLoad
    const walk = (source === base ? walksBefore : walksAfter).get(grid) ?? noWalk
    return {
      buildings,
      households,
      residents60Plus,
      openIssues,
      ...toldWalk(walk),
      areaM2: Math.round(areaSquareMetres(gridPolygons(source, grid))),
    }
  }
  const heads = new Map(posts.flatMap(({ role, grid, name }) => (role === 'gridHead' && grid !== null ? [[grid, name] as const] : [])))
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
  const moves = movesOf(facts, was, is, headsAlong(facts, was, is, posts))
  return {
    grids: grids.sort((a, b) => ((a.code ?? a.grid) < (b.code ?? b.grid) ? -1 : 1)),
    upper: upperOf(base, topology),
    moves,
    ...personsOf(topology, facts, was, is, posts, moves),
  }
}

/** Households of a grid by their way to a station. */
type Walk = { readonly known: number; readonly near: number; readonly reached: number; readonly metres: number }
const noWalk: Walk = { known: 0, near: 0, reached: 0, metres: 0 }

function walksOf(facts: PlannedFacts, gridOf: readonly GridId[], metres: ReadonlyMap<number, number>): ReadonlyMap<GridId, Walk> {
  const walks = new Map<GridId, Walk>()
  for (const [i, { id, households }] of facts.buildings.entries()) {
    const far = metres.get(id)
    if (far === undefined) continue
    const grid = gridOf[i] ?? ''
    const walk = walks.get(grid) ?? noWalk
    const isReached = Number.isFinite(far)
    walks.set(grid, {
      known: walk.known + households,
      near: walk.near + (far <= metresIn(15, 'default') ? households : 0),
      reached: walk.reached + (isReached ? households : 0),
      metres: walk.metres + (isReached ? households * far : 0),
    })
  }
  return walks
}

const toldWalk = ({ known, near, reached, metres }: Walk) => ({
  walkMinutes: reached === 0 ? null : Math.round(minutesFor(metres / reached, 'default') * 10) / 10,
  within15: { numerator: near, denominator: known },
})

function upperOf(base: Topology, topology: Topology): Impact['upper'] {
  return [...topology.parents]
    .flatMap(([grid, { name, nameEn, parent }]) => {
      const before = base.parents.get(grid)
      if (before === undefined || (before.name === name && before.nameEn === nameEn && before.parent === parent)) return []
      return [{ grid, name, nameEn, nameBefore: before.name, nameEnBefore: before.nameEn, parentBefore: before.parent, parent }]
    })
    .sort((a, b) => (a.grid < b.grid ? -1 : 1))
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
  { gridOfBuilding: was, gridOfIssue: issuesWere }: Placed,
  { gridOfBuilding: is, gridOfIssue: issuesAre }: Placed,
  heads: ReadonlyMap<string, number>,
): Impact['moves'] {
  type Moved = Omit<Impact['moves'][number], 'from' | 'to' | 'buildingHeads'>
  const nothing: Moved = { buildings: 0, households: 0, residents60Plus: 0, openIssues: 0 }
  const moves = new Map<string, Impact['moves'][number]>()
  const add = (from: GridId, to: GridId, more: Partial<Moved>) => {
    if (from === to) return
    const key = `${from} ${to}`
    const known = moves.get(key) ?? { from, to, ...nothing, buildingHeads: heads.get(key) ?? 0 }
    moves.set(key, {
      ...known,
      buildings: known.buildings + (more.buildings ?? 0),
      households: known.households + (more.households ?? 0),
      residents60Plus: known.residents60Plus + (more.residents60Plus ?? 0),
      openIssues: known.openIssues + (more.openIssues ?? 0),
    })
  }
  for (const [i, { households, residents60Plus }] of facts.buildings.entries())
    add(was[i] ?? '', is[i] ?? '', { buildings: 1, households, residents60Plus })
  for (const [i, from] of issuesWere.entries()) add(from, issuesAre[i] ?? '', { openIssues: 1 })
  return [...moves.values()].sort((a, b) => b.households - a.households || (a.from < b.from ? -1 : 1))
}
