/**
 * Suggestions for new borders: a region cut into n connected parts of even load, along streets, banks and existing borders where that
 * is possible.
 *
 *   Method: recombination by spanning trees (DeFord, Duchin & Solomon, "Recombination: a family of Markov chains for redistricting",
 *   Harvard Data Science Review 3.1, 2021). Two parts side by side are joined, a random spanning tree of their units is drawn, and the
 *   tree is cut at the edge that halves the load best; a step that evens loads out is kept. Trees prefer to run through borders that no
 *   line marks, so that what is cut is a street rather than a yard. What trees have laid out is evened out unit by unit (even-out.ts).
 *   Attempts are capped: where a unit alone is too heavy, the best that was found is told with its figures.
 *
 * Seeded: the same seed, ground and loads give the same suggestion on every machine. A suggestion is a list of ordinary operations.
 */
import { createRandom, type Random } from '#domain/random/random.ts'
import { grouping } from '#domain/topology/grouping.ts'
import { insideRing, type LatticePoint } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import { type GridId, OUTSIDE, type Topology } from '#domain/topology/topology.ts'
import { evenOut } from './even-out.ts'
import { loadsOf, type Units, unitsOf, type WeightedPoint } from './units.ts'

export interface SuggestAsked {
  readonly topology: Topology
  /** the grids whose ground is cut anew; one grid to split it */
  readonly grids: readonly GridId[]
  readonly parts: number
  readonly points: readonly WeightedPoint[]
  readonly guides: readonly (readonly LatticePoint[])[]
  /** outer rings of compounds, which are cut only where parts would be much less even otherwise */
  readonly compounds: readonly (readonly LatticePoint[])[]
  readonly seed: string
  readonly candidates: number
  readonly nameOf: (n: number) => { readonly id: GridId; readonly name: string; readonly nameEn: string }
}

export interface Suggestion {
  readonly operations: readonly Operation[]
  readonly topology: Topology
  /** by part, heaviest first */
  readonly loads: readonly number[]
  /** the greatest distance of a part from the mean, as a share of it */
  readonly deviation: number
  /** of the new borders, the share that runs along a street, a bank or an existing border */
  readonly alongLines: number
  /** compounds that new borders run through */
  readonly compoundsCut: number
}

/** Cutting a compound is as bad as a part that is so much further from its load. */
const COMPOUND_CUT = 0.25
const STEPS = 100
const FIRST_TREES = 24
/** So many times as many tries as candidates that are wanted: some come to nothing. */
const ATTEMPTS = 3

/** Several suggestions, the evenest first; fewer than asked for where fewer different ones were found. */
export function suggestBorders(asked: SuggestAsked): Suggestion[] {
  const { topology, grids, parts, points, guides, compounds, seed, candidates, nameOf } = asked
  const among = new Set(grids)
  const total = points.reduce((sum, { weight }) => sum + weight, 0)
  const ground = unitsOf({ topology, grids: among, guides, points, compounds, heaviest: total / parts / 12 })
  if (ground.units.length < parts || parts < 2) return []
  const seen = new Set<string>()
  // half of them cut compounds more easily for the sake of evenness: which of both counts more is for people to say
  const found = [COMPOUND_CUT, COMPOUND_CUT / 5].flatMap((cutting) => {
    const alike = Array.from({ length: (candidates * ATTEMPTS) / 2 }, (_, k): Suggestion[] => {
      const partOf = partition(ground, parts, createRandom(`${seed} ${cutting} ${k}`), cutting)
      const key = partOf?.join() ?? ''
      if (partOf === null || seen.has(key)) return []
      seen.add(key)
      const suggestion = operationsFor(topology, grids, ground, partOf, parts, nameOf)
      return suggestion === null ? [] : [suggestion]
    })
    return alike
      .flat()
      .sort(evenestFirst)
      .slice(0, Math.ceil(candidates / 2))
  })
  return found.sort(evenestFirst).slice(0, candidates)
}

const evenestFirst = (a: Suggestion, b: Suggestion): number => a.deviation - b.deviation || b.alongLines - a.alongLines

function partition(ground: Units, parts: number, random: Random, cutting: number): number[] | null {
  const total = ground.units.reduce((sum, { load }) => sum + load, 0)
  const mean = total / parts
  const partOf = new Array<number>(ground.units.length).fill(0)
  // One part after the other is cut off the rest.
  for (let part = 1; part < parts; part++) {
    const rest = partOf.flatMap((p, unit) => (p === 0 ? [unit] : []))
    const cut = bestCut(ground, rest, mean, random, FIRST_TREES, cutting)
    if (cut === null) return null
    for (const unit of cut) partOf[unit] = part
  }
  const loads = loadsOf(ground, partOf, parts)
  for (let step = 0; step < STEPS; step++) {
    const worst = loads.reduce((w, load, part) => (Math.abs(load - mean) > Math.abs((loads[w] ?? mean) - mean) ? part : w), 0)
    if (Math.abs((loads[worst] ?? mean) - mean) / mean < 0.02) break
    const one = random.chance(0.6) ? worst : random.whole(0, parts - 1)
    const neighbours = [
      ...new Set(
        ground.borders.flatMap(({ a, b }) =>
          partOf[a] === one && partOf[b] !== one ? [partOf[b] ?? 0] : partOf[b] === one && partOf[a] !== one ? [partOf[a] ?? 0] : [],
        ),
      ),
    ].sort((x, y) => x - y)
    if (neighbours.length === 0) continue
    const other = random.pick(neighbours)
    const both = partOf.flatMap((p, unit) => (p === one || p === other ? [unit] : []))
    const joint = (loads[one] ?? 0) + (loads[other] ?? 0)
    // A chain of unevenness is passed on: the worst takes what is right for it, its neighbour what is left.
    const wanted = random.chance(0.35) ? joint / 2 : Math.min(mean, joint)
    const cut = bestCut(ground, both, wanted, random, 6, cutting)
    if (cut === null) continue
    const cutLoad = cut.reduce((sum, unit) => sum + (ground.units[unit]?.load ?? 0), 0)
    const off = (a: number, b: number) => (a - mean) ** 2 + (b - mean) ** 2
    const gain = off(loads[one] ?? 0, loads[other] ?? 0) - off(cutLoad, joint - cutLoad)
    if (gain < 0 || (gain === 0 && random.chance(0.5))) continue
    const inCut = new Set(cut)
    for (const unit of both) partOf[unit] = inCut.has(unit) ? one : other
    loads[one] = cutLoad
    loads[other] = joint - cutLoad
  }
  return evenOut(ground, partOf, parts, random, cutting)
}

/** Of several random trees over these units, the part below the edge whose load comes nearest to what is wanted. */
function bestCut(
  ground: Units,
  among: readonly number[],
  wanted: number,
  random: Random,
  trees: number,
  compoundCut: number,
): number[] | null {
  let best: { units: number[]; off: number } | null = null
  for (let k = 0; k < trees; k++) {
    const tree = randomTree(ground, among, random)
    if (tree === null) return null
    const { order, above, cutting } = tree
    const below = new Map(order.map((unit) => [unit, ground.units[unit]?.load ?? 0]))
    for (const unit of order.toReversed()) {
      const parent = above.get(unit)
      if (parent !== undefined) below.set(parent, (below.get(parent) ?? 0) + (below.get(unit) ?? 0))
    }
    for (const unit of order) {
      if (!above.has(unit)) continue
      const off = Math.abs((below.get(unit) ?? 0) - wanted) + (cutting.has(unit) ? wanted * compoundCut : 0)
      if (best === null || off < best.off) best = { units: subtree(unit, order, above), off }
    }
    if (best !== null && best.off < wanted * 0.01) break
  }
  return best?.units ?? null
}

/**
 * Kruskal's tree with random weights: a border along a line weighs more, so the tree goes around it and a cut falls on it. One through a compound
 * weighs less than any other, so the compound hangs together in the tree. `cutting`: units whose edge upward runs through a compound.
 */
function randomTree(
  { beside }: Units,
  among: readonly number[],
  random: Random,
): { order: number[]; above: Map<number, number>; cutting: ReadonlySet<number> } | null {
  const inside = new Set(among)
  const weighted: { a: number; b: number; weight: number; cuts: boolean }[] = []
  for (const unit of among) {
    for (const { other, border } of beside[unit] ?? []) {
      if (other < unit || !inside.has(other)) continue
      const { length, alongLine, inside: within } = border
      const weight = random.next() + (length > 0 ? alongLine / length : 0)
      weighted.push({ a: unit, b: other, weight: within > 0 ? weight - 2 : weight, cuts: within > 0 })
    }
  }
  weighted.sort((p, q) => p.weight - q.weight)
  const { groupOf, join } = grouping()
  const joined = new Map<number, { to: number; cuts: boolean }[]>(among.map((unit) => [unit, []]))
  for (const { a, b, cuts } of weighted) {
    if (groupOf(a) === groupOf(b)) continue
    join(a, b)
    joined.get(a)?.push({ to: b, cuts })
    joined.get(b)?.push({ to: a, cuts })
  }
  const start = among[random.whole(0, Math.max(0, among.length - 1))]
  if (start === undefined) return null
  const order: number[] = []
  const above = new Map<number, number>()
  const cutting = new Set<number>()
  const open = [start]
  const seen = new Set(open)
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    order.push(unit)
    for (const { to: next, cuts } of joined.get(unit) ?? []) {
      if (seen.has(next)) continue
      if (cuts) cutting.add(next)
      seen.add(next)
      above.set(next, unit)
      open.push(next)
    }
  }
  // Ground in several parts has no tree.
  return order.length === among.length ? { order, above, cutting } : null
}

function subtree(top: number, order: readonly number[], above: ReadonlyMap<number, number>): number[] {
  const inside = new Set([top])
  for (const unit of order) if (inside.has(above.get(unit) ?? -1)) inside.add(unit)
  return [...inside]
}

/** The parts as operations: what changes its grid goes over piece by piece; each part is the grid that keeps most of it, or a new one. */
function operationsFor(
  topology: Topology,
  grids: readonly GridId[],
  ground: Units,
  partOf: readonly number[],
  parts: number,
  nameOf: SuggestAsked['nameOf'],
): Suggestion | null {
  const keepers = keepersOf(grids, ground, partOf, parts)
  const parent = topology.grids.get(grids[0] ?? OUTSIDE)?.parent
  if (parent === undefined) return null
  let made = 0
  const founded = keepers.map((keeper) => (keeper === undefined ? nameOf(++made) : null))
  const goesTo = partOf.map((part) => keepers[part] ?? founded[part]?.id ?? OUTSIDE)
  const operations: Operation[] = []
  let now = topology
  let waiting = piecesThatMove(ground, goesTo)
  while (waiting.length > 0) {
    const later: Piece[] = []
    for (const piece of waiting) {
      const { ring, from, to } = piece
      const { name = '', nameEn = '' } = founded.find((one) => one?.id === to) ?? {}
      let operation: Operation = {
        ...{ kind: 'transferArea', ring, to, from: [from] },
        ...(!now.grids.has(to) && { founding: { name, nameEn, parent } }),
      }
      let result = applyOperation(now, operation)
      // the last ground of a grid that no part is: what goes with it is the grid itself
      if (!result.ok && result.reason === 'wouldVanish' && !keepers.includes(from)) {
        operation = { kind: 'mergeGrids', into: to, grids: [from] }
        result = applyOperation(now, operation)
      }
      if (result.ok) {
        now = result.topology
        operations.push(operation)
      } else later.push(piece)
    }
    // what had to wait for ground of others or for a grid to be founded may go now; what never can is no suggestion
    if (later.length === waiting.length) return null
    waiting = later
  }
  if (operations.length === 0) return null
  const loads = loadsOf(ground, partOf, parts)
  const mean = loads.reduce((sum, load) => sum + load, 0) / parts
  let [length, along] = [0, 0]
  const cut = new Set<number>()
  for (const border of ground.borders) {
    if (partOf[border.a] === partOf[border.b]) continue
    length += border.length
    along += border.alongLine
    for (const compound of border.compounds) cut.add(compound)
  }
  return {
    operations,
    topology: now,
    loads: loads.sort((a, b) => b - a),
    deviation: mean === 0 ? 0 : Math.max(...loads.map((load) => Math.abs(load - mean))) / mean,
    alongLines: length === 0 ? 1 : along / length,
    compoundsCut: cut.size,
  }
}

interface Piece {
  readonly ring: readonly LatticePoint[]
  readonly from: GridId
  readonly to: GridId
}

/** Connected ground that goes from one grid to another. Where more of that grid lies within its outline, it goes unit by unit. */
function piecesThatMove(ground: Units, goesTo: readonly GridId[]): Piece[] {
  const { units, borders } = ground
  const { groupOf, join } = grouping()
  for (const { a, b } of borders) if (units[a]?.grid === units[b]?.grid && goesTo[a] === goesTo[b]) join(a, b)
  const pieces = new Map<number, number[]>()
  for (const [unit, { grid }] of units.entries())
    if (goesTo[unit] !== grid) pieces.set(groupOf(unit), [...(pieces.get(groupOf(unit)) ?? []), unit])
  return [...pieces.values()].flatMap((piece) => {
    const [first = 0] = piece
    const [from, to] = [units[first]?.grid ?? OUTSIDE, goesTo[first] ?? OUTSIDE]
    const outline = outlineOf(ground, piece)
    const within = units.filter(({ grid }, unit) => grid === from && !piece.includes(unit))
    if (outline !== null && !within.some(({ inside }) => insideRing(inside, outline))) return [{ ring: outline, from, to }]
    return piece.flatMap((unit) => (units[unit] === undefined ? [] : [{ ring: units[unit].ring, from, to }]))
  })
}

/** The outer ring of connected units, counterclockwise. Where it meets itself in a point, the way along the outside goes on. */
function outlineOf({ units }: Units, piece: readonly number[]): LatticePoint[] | null {
  const ahead = new Map<string, Map<string, LatticePoint>>()
  const start = new Map<string, LatticePoint>()
  for (const unit of piece) {
    const { ring = [] } = units[unit] ?? {}
    for (const [i, a] of ring.entries()) {
      const b = ring[(i + 1) % ring.length] ?? a
      const [from, to] = [String(a), String(b)]
      if (ahead.get(to)?.delete(from) === true) continue
      const list = ahead.get(from) ?? new Map<string, LatticePoint>()
      ahead.set(from, list.set(to, b))
      start.set(from, a)
    }
  }
  // the lowest point is on the outside, and from there the way that lies furthest to the right
  let here: LatticePoint | undefined
  for (const [from, list] of ahead) {
    const p = start.get(from)
    if (list.size > 0 && p !== undefined && (here === undefined || p[1] < here[1] || (p[1] === here[1] && p[0] < here[0]))) here = p
  }
  if (here === undefined) return null
  const first = String(here)
  const ring: LatticePoint[] = []
  let heading: readonly [number, number] = [1, 0]
  for (let at: LatticePoint = here; ; ) {
    const list = ahead.get(String(at))
    let next: LatticePoint | undefined
    let turned = Number.POSITIVE_INFINITY
    for (const p of list?.values() ?? []) {
      const [dx, dy] = [p[0] - at[0], p[1] - at[1]]
      const angle = Math.atan2(heading[0] * dy - heading[1] * dx, heading[0] * dx + heading[1] * dy)
      if (angle < turned) [next, turned] = [p, angle]
    }
    if (next === undefined) return null
    list?.delete(String(next))
    ring.push(at)
    heading = [next[0] - at[0], next[1] - at[1]]
    at = next
    if (String(at) === first) return ring
  }
}

/** Which grid each part is: the pairs with the most ground in common, each grid once; undefined for a part that becomes a new grid. */
function keepersOf(grids: readonly GridId[], { units }: Units, partOf: readonly number[], parts: number): (GridId | undefined)[] {
  const common = new Map<string, { grid: GridId; part: number; area: number }>()
  for (const [unit, { grid, area }] of units.entries()) {
    const part = partOf[unit] ?? 0
    const known = common.get(`${grid} ${part}`) ?? { grid, part, area: 0 }
    common.set(`${grid} ${part}`, { ...known, area: known.area + area })
  }
  const keepers = new Array<GridId | undefined>(parts).fill(undefined)
  const taken = new Set<GridId>()
  for (const { grid, part } of [...common.values()].sort((a, b) => b.area - a.area || (a.grid < b.grid ? -1 : 1))) {
    if (keepers[part] !== undefined || taken.has(grid) || !grids.includes(grid)) continue
    keepers[part] = grid
    taken.add(grid)
  }
  return keepers
}
