/**
 * The three levels of grid, all unions of cells: 2 banks ⊃ 26 communities ⊃ 325 grids.
 * A community is a union of whole plots, so that no compound lies in two of them.
 */
import type { XY } from '#domain/geo/local-plane.ts'
import { interiorPoint } from '#domain/geo/ring.ts'
import { distance } from '#domain/geo/segment.ts'
import { dissolve, type NodePolygons } from '#domain/topology/dissolve.ts'
import { type MergeBorder, type MergePiece, mergeRegions } from '#domain/topology/merge-regions.ts'
import type { Cell, Ground } from './ground.ts'
import { PERMEABILITY } from './line-kinds.ts'

export const COMMUNITY_COUNT = 26
export const GRID_COUNT = 325

export interface GridArea {
  readonly cells: readonly Cell[]
  readonly polygons: NodePolygons
  readonly label: XY
}
export interface SmallGrid extends GridArea {
  readonly households: number
  readonly dedicated: boolean
}
export interface Community extends GridArea {
  readonly grids: readonly SmallGrid[]
}
export interface Bank extends GridArea {
  readonly communities: readonly Community[]
}

interface CellBorder extends MergeBorder {
  readonly samePlot: boolean
}

/** Public grounds that are a grid of their own, run by their owner. */
const DEDICATED_USES = new Set(['park', 'stadium', 'hospital', 'bus', 'mall'])
/** Empty ground is work too: a hectare of fields or woods, or of works, counts like this many households. */
const LOAD_PER_HECTARE = { open: 3.4, works: 9 }

export function makeGrids(ground: Ground, householdsOf: (cell: Cell) => number): Bank[] {
  const { cells } = ground
  const borders = bordersOf(ground)
  const loadOf = (cell: Cell) => {
    const households = householdsOf(cell)
    const hectares = cell.area / 10_000
    if (households > hectares * 12) return households
    return households + hectares * (cell.plot.use === 'factory' ? LOAD_PER_HECTARE.works : LOAD_PER_HECTARE.open)
  }
  const bankOf = componentsOf(
    cells.length,
    borders.filter(({ ease }) => ease > 0),
  )
  const banks = [...new Set(bankOf)].map((bank) => cells.filter((c) => bankOf[c.id] === bank))
  const communityShares = apportion(
    banks.map((bank) => bank.reduce((sum, c) => sum + loadOf(c), 0)),
    COMMUNITY_COUNT,
  )
  const communities = banks.map((bank, i) => communitiesOf(ground, bank, borders, loadOf, communityShares[i] ?? 1))

  const all = communities.flat()
  const dedicated = all.map((community) => dedicatedGroups(community, borders))
  const general = all.map((community, i) => community.filter((c) => !dedicated[i]?.flat().includes(c)))
  const left = GRID_COUNT - dedicated.flat().length
  const shares = apportion(
    general.map((list) => list.reduce((sum, c) => sum + loadOf(c), 0)),
    left,
  )
  const area = (list: readonly Cell[]): GridArea => {
    const polygons = dissolve(
      list.map(({ ring }) => ring),
      ground.graph.nodes,
    )
    return { cells: list, polygons, label: labelOf(polygons, ground.graph.nodes) }
  }
  const finished = all.map((community, i): Community => {
    const groups = group(general[i] ?? [], borders, loadOf, shares[i] ?? 1)
    const small = (list: readonly Cell[], own: boolean): SmallGrid => {
      const households = list.reduce((sum, c) => sum + householdsOf(c), 0)
      return { ...area(list), households, dedicated: own || households === 0 }
    }
    const grids = [...groups.map((list) => small(list, false)), ...(dedicated[i] ?? []).map((list) => small(list, true))]
    return { ...area(community), grids: inReadingOrder(grids) }
  })
  return banks.map((bank): Bank => {
    const ids = new Set(bank.map(({ id }) => id))
    return { ...area(bank), communities: inReadingOrder(finished.filter(({ cells: [first] }) => first !== undefined && ids.has(first.id))) }
  })
}

function bordersOf(ground: Ground): CellBorder[] {
  const sides = new Map<number, number[]>()
  for (const cell of ground.cells) for (const e of cell.sides) sides.set(e, [...(sides.get(e) ?? []), cell.id])
  const borders: CellBorder[] = []
  for (const [e, [a, b]] of sides) {
    const edge = ground.graph.edges[e]
    const kind = ground.edgeKind[e]
    if (a === undefined || b === undefined || edge === undefined || kind === undefined) continue
    const length = distance(ground.graph.nodes[edge.a] ?? [0, 0], ground.graph.nodes[edge.b] ?? [0, 0])
    const samePlot = ground.cells[a]?.plot.id === ground.cells[b]?.plot.id
    borders.push({ a, b, length, ease: length * PERMEABILITY[kind] * (samePlot ? 2 : 1), samePlot })
  }
  return borders
}

function componentsOf(count: number, borders: readonly MergeBorder[]): number[] {
  const parent = Array.from({ length: count }, (_, i) => i)
  const root = (i: number): number => {
    let r = i
    while (parent[r] !== r) r = parent[r] ?? r
    parent[i] = r
    return r
  }
  for (const { a, b } of borders) parent[root(a)] = root(b)
  return parent.map((_, i) => root(i))
}

/** Whole shares of `total` in proportion to the weights, at least one each (largest remainder). */
export function apportion(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((w) => (w / sum) * total)
  const shares = exact.map((x) => Math.max(1, Math.floor(x)))
  const order = exact.map((x, i) => ({ i, rest: x - Math.floor(x) })).sort((p, q) => q.rest - p.rest)
  for (let k = 0; shares.reduce((a, b) => a + b, 0) < total; k++) {
    const i = order[k % order.length]?.i ?? 0
    shares[i] = (shares[i] ?? 0) + 1
  }
  while (shares.reduce((a, b) => a + b, 0) > total) {
    const i = shares.indexOf(Math.max(...shares))
    shares[i] = (shares[i] ?? 0) - 1
  }
  return shares
}

function communitiesOf(
  ground: Ground,
  bank: readonly Cell[],
  borders: readonly CellBorder[],
  loadOf: (c: Cell) => number,
  count: number,
): Cell[][] {
  // Pieces are whole plots; the hill park's plots are one piece, so that it stays in one community.
  const keyOf = (cell: Cell) => (cell.plot.use === 'park' ? 'park' : String(cell.plot.id))
  const keys = [...new Set(bank.map(keyOf))]
  const index = new Map(keys.map((key, i) => [key, i]))
  const members = keys.map((): Cell[] => [])
  for (const cell of bank) members[index.get(keyOf(cell)) ?? 0]?.push(cell)
  const pieceOf = new Map(bank.map((cell) => [cell.id, index.get(keyOf(cell)) ?? 0]))
  const regionOf = mergeRegions(
    members.map((list) => pieceFrom(list, borders, loadOf, ground)),
    between(borders, pieceOf),
    count,
  )
  return regroup(regionOf, (i) => members[i] ?? [])
}

function pieceFrom(list: readonly Cell[], _borders: readonly CellBorder[], loadOf: (c: Cell) => number, ground: Ground): MergePiece {
  const seen = new Map<number, number>()
  for (const cell of list) for (const e of cell.sides) seen.set(e, (seen.get(e) ?? 0) + 1)
  let perimeter = 0
  for (const [e, times] of seen) {
    const edge = ground.graph.edges[e]
    if (times === 1 && edge !== undefined) perimeter += distance(ground.graph.nodes[edge.a] ?? [0, 0], ground.graph.nodes[edge.b] ?? [0, 0])
  }
  return { load: list.reduce((sum, c) => sum + loadOf(c), 0), area: list.reduce((sum, c) => sum + c.area, 0), perimeter }
}

function between(borders: readonly CellBorder[], pieceOf: ReadonlyMap<number, number>): MergeBorder[] {
  return borders.flatMap(({ a, b, length, ease }) => {
    const [p, q] = [pieceOf.get(a), pieceOf.get(b)]
    return p === undefined || q === undefined || p === q ? [] : [{ a: p, b: q, length, ease }]
  })
}

function regroup<T>(regionOf: readonly number[], membersOf: (i: number) => readonly T[]): T[][] {
  const groups: T[][] = []
  for (const [i, r] of regionOf.entries()) {
    const list = groups[r] ?? []
    list.push(...membersOf(i))
    groups[r] = list
  }
  return groups
}

function dedicatedGroups(community: readonly Cell[], borders: readonly CellBorder[]): Cell[][] {
  const own = community.filter(({ plot }) => DEDICATED_USES.has(plot.use) || plot.title === '砚溪中学')
  const index = new Map(own.map((cell, i) => [cell.id, i]))
  const inner = borders.flatMap((border) => {
    const [a, b] = [index.get(border.a), index.get(border.b)]
    const together = a !== undefined && b !== undefined && own[a]?.plot.use === own[b]?.plot.use
    return together ? [{ ...border, a, b }] : []
  })
  const parts = componentsOf(own.length, inner)
  return [...new Set(parts)].map((part) => own.filter((_, i) => parts[i] === part))
}

function group(cells: readonly Cell[], borders: readonly CellBorder[], loadOf: (c: Cell) => number, count: number): Cell[][] {
  const pieceOf = new Map(cells.map((cell, i) => [cell.id, i]))
  const perimeter = (cell: Cell) => cell.points.reduce((sum, p, i) => sum + distance(p, cell.points[(i + 1) % cell.points.length] ?? p), 0)
  const pieces = cells.map((cell): MergePiece => ({ load: loadOf(cell), area: cell.area, perimeter: perimeter(cell) }))
  const regionOf = mergeRegions(pieces, between(borders, pieceOf), count)
  return regroup(regionOf, (i) => cells.slice(i, i + 1))
}

/** From the largest polygon, so that the label stands in its widest place. */
function labelOf(polygons: NodePolygons, nodes: readonly XY[]): XY {
  const rings = polygons.map(([outer = []]) => outer.slice(0, -1).map((n): XY => nodes[n] ?? [0, 0]))
  const largest = rings.reduce((a, b) => (b.length > a.length ? b : a), rings[0] ?? [])
  return interiorPoint(largest)
}

/** West to east in rows from north to south, as a page is read. */
function inReadingOrder<T extends GridArea>(areas: readonly T[]): T[] {
  const ys = areas.map(({ label }) => label[1])
  const top = Math.max(...ys)
  const band = Math.max(1, (top - Math.min(...ys)) / Math.max(1, Math.round(Math.sqrt(areas.length))))
  const row = (a: T) => Math.min(Math.floor((top - a.label[1]) / band), areas.length)
  return [...areas].sort((a, b) => row(a) - row(b) || a.label[0] - b.label[0])
}
