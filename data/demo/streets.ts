/** Roads as they are drawn and walked: named, cut where a bridge begins or ends, lanes of compounds closed but for their gates. */
import type { XY } from '#domain/geo/local-plane.ts'
import { alongSegment, distance, pointSegmentDistance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import type { Ground } from './ground.ts'
import { CLEAR_METRES, isRoad, type RoadClass } from './line-kinds.ts'
import { createNamer, MAIN_STREET_NAMES, type Name } from './names.ts'
import { BROOK, RIVER, riverHalfWidth } from './town-plan.ts'

export interface StreetPoint {
  readonly p: XY
  /** node of the ground's graph; null where a lane was shortened in front of a wall */
  readonly node: number | null
}

export interface Street {
  readonly id: number
  readonly roadClass: RoadClass
  readonly name: Name
  readonly bridge: boolean
  readonly points: readonly StreetPoint[]
  /** plot whose inner lane it is */
  readonly parcel: number | null
  /** line of the plan that it is a piece of */
  readonly line: number
  /** node of a gate that only residents may use */
  readonly closedGate: number | null
}

const NO_NAME: Name = { zh: '', en: '' }
const BRIDGE_NAMES: Readonly<Record<string, Name>> = {
  central: { zh: '砚溪大桥', en: 'Yanxi Bridge' },
  west: { zh: '西河大桥', en: 'Xihe Bridge' },
  east: { zh: '东亭大桥', en: 'Dongting Bridge' },
}

export function makeStreets(ground: Ground, random: Random): Street[] {
  const namer = createNamer(random.fork('names'))
  const gates = gatesOf(ground, random.fork('gates'))
  const streets: Street[] = []
  const taken = new Set<string>()
  for (const [l, line] of ground.lines.entries()) {
    const { kind } = line
    if (!isRoad(kind)) continue
    const chain = ground.graph.chains[l] ?? []
    const metres = lengthOf(line.points)
    const name =
      line.street === null
        ? NO_NAME
        : (MAIN_STREET_NAMES[line.street] ?? (kind === 'path' && metres < 90 ? NO_NAME : namer.street(kind, metres)))
    for (const { nodes, bridge } of pieces(ground, chain, taken)) {
      const points = nodes.map((n): StreetPoint => ({ p: ground.graph.nodes[n] ?? [0, 0], node: n }))
      const named = bridge && metres > 600 ? (BRIDGE_NAMES[line.street ?? ''] ?? name) : name
      const common = { roadClass: kind, name: named, bridge, parcel: line.parcel ?? null, line: l }
      if (line.parcel === undefined) streets.push({ id: streets.length + 1, ...common, points, closedGate: null })
      else {
        const shortened = shorten(points, chain, gates, ground)
        if (shortened.length > 1)
          streets.push({ id: streets.length + 1, ...common, points: shortened, closedGate: nodes.find((n) => gates.closed.has(n)) ?? null })
      }
    }
  }
  return streets
}

function lengthOf(points: readonly XY[]): number {
  return points.reduce((sum, p, i) => sum + distance(p, points[i - 1] ?? p), 0)
}

/** The chain cut at the ends of bridges; stretches that another road already runs on are left out. */
function pieces(ground: Ground, chain: readonly number[], taken: Set<string>): { nodes: number[]; bridge: boolean }[] {
  const found: { nodes: number[]; bridge: boolean }[] = []
  let open: { nodes: number[]; bridge: boolean } | null = null
  for (let i = 1; i < chain.length; i++) {
    const [a, b] = [chain[i - 1], chain[i]]
    if (a === undefined || b === undefined) continue
    const key = a < b ? `${a}:${b}` : `${b}:${a}`
    if (taken.has(key)) {
      open = null
      continue
    }
    taken.add(key)
    const [p, q] = [ground.graph.nodes[a] ?? [0, 0], ground.graph.nodes[b] ?? [0, 0]]
    const bridge = overWater([(p[0] + q[0]) / 2, (p[1] + q[1]) / 2])
    if (open === null || open.bridge !== bridge) {
      open = { nodes: [a], bridge }
      found.push(open)
    }
    open.nodes.push(b)
  }
  return found
}

export function overWater(p: XY): boolean {
  return distanceToLine(p, RIVER) < riverHalfWidth(p) + 11 || distanceToLine(p, BROOK) < 13
}

/** Vertices lie less than thirty metres apart, so most segments are told too far by their first end. */
export function distanceToLine(p: XY, line: readonly XY[]): number {
  let best = Infinity
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]]
    if (a === undefined || b === undefined || Math.abs(a[0] - p[0]) - 40 > best || Math.abs(a[1] - p[1]) - 40 > best) continue
    best = Math.min(best, pointSegmentDistance(p, a, b))
  }
  return best
}

interface Gates {
  /** nodes where an inner lane goes through the wall to the street */
  readonly open: ReadonlySet<number>
  /** second gates that only residents may use */
  readonly closed: ReadonlySet<number>
  readonly degree: ReadonlyMap<number, number>
  readonly clear: ReadonlyMap<number, number>
}

function gatesOf(ground: Ground, random: Random): Gates {
  // What meets at each node: how many inner lanes, and how much room the street there needs.
  const degree = new Map<number, number>()
  const clear = new Map<number, number>()
  const street = new Set<number>()
  for (const edge of ground.graph.edges) {
    const lines = edge.lines.map((l) => ground.lines[l]).filter((line) => line !== undefined)
    for (const n of [edge.a, edge.b]) {
      if (lines.some((line) => line.parcel !== undefined)) degree.set(n, (degree.get(n) ?? 0) + 1)
      else {
        if (lines.some((line) => isRoad(line.kind))) street.add(n)
        for (const line of lines) clear.set(n, Math.max(clear.get(n) ?? 0, CLEAR_METRES[line.kind]))
      }
    }
  }
  const candidates = new Map<number, number[]>()
  for (const [l, line] of ground.lines.entries()) {
    if (line.parcel === undefined) continue
    const chain = ground.graph.chains[l] ?? []
    const list = candidates.get(line.parcel) ?? []
    for (const n of [chain[0], chain[chain.length - 1]]) if (n !== undefined && street.has(n)) list.push(n)
    candidates.set(line.parcel, list)
  }
  const open = new Set<number>()
  const closed = new Set<number>()
  for (const list of candidates.values()) {
    // The spine comes first in the list, so the main gate is at its end where that meets a street.
    const [main, ...others] = list
    if (main !== undefined) open.add(main)
    if (others.length === 0 || !random.chance(0.55)) continue
    const second = random.pick(others)
    if (!open.has(second) && random.chance(0.25)) closed.add(second)
    open.add(second)
  }
  return { open, closed, degree, clear }
}

/** An inner lane stops short of the wall, unless there is a gate. */
function shorten(points: readonly StreetPoint[], chain: readonly number[], gates: Gates, ground: Ground): StreetPoint[] {
  const cutEnd = (list: StreetPoint[], end: number | undefined): StreetPoint[] => {
    const last = list[list.length - 1]
    const before = list[list.length - 2]
    if (last === undefined || before === undefined || last.node !== end || end === undefined) return list
    // Only the plot's outline is no lane: an end with other lanes at it lies inside.
    const inner = (gates.degree.get(end) ?? 0) > 1 && !gates.clear.has(end)
    if (inner || gates.open.has(end)) return list
    const back = Math.max(4, (gates.clear.get(end) ?? 3) + 1)
    const length = distance(before.p, last.p)
    if (length < back + 2) return list.slice(0, -1)
    return [...list.slice(0, -1), { p: ground.plane.onLattice(alongSegment(last.p, before.p, back / length)), node: null }]
  }
  const forward = cutEnd([...points], chain[chain.length - 1])
  return cutEnd(forward.reverse(), chain[0]).reverse()
}
