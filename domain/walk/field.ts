// How far everything is from the nearest station, on foot: one search from all stations at once (Dijkstra, 1959), exact along the edges, because a
// station or a door lies on an edge and not on a node. Distances are effective metres of walking from the door to the station.
//
//   A ────●──── B        the station ● lies on the edge: A and B begin with what it takes to walk to it, and a door on the same edge
//                        may be nearer along the edge than over either end.
import FlatQueue from 'flatqueue'
import type { WalkNetwork } from './network.ts'
import type { Hung } from './snap.ts'

export type WalkField = {
  readonly cutOff: number
  /** Infinity: further than the cut-off, or never. */
  readonly metres: Float64Array
  /** The source that a node is nearest to, and the node its way goes over next; −1: none. */
  readonly source: Int32Array
  readonly next: Int32Array
  readonly sources: readonly Hung[]
  /** Sources by the edge that they lie on. */
  readonly onEdge: ReadonlyMap<number, readonly number[]>
}

/** `cutOff` in effective metres; infinite and not a number are refused: a search without an end is a mistake. */
export function walkField(network: WalkNetwork, sources: readonly Hung[], cutOff: number): WalkField {
  if (!Number.isFinite(cutOff) || cutOff < 0) throw new RangeError(`a search needs an end, not ${cutOff} metres`)
  const metres = new Float64Array(network.nodes).fill(Infinity)
  const [source, next] = [new Int32Array(network.nodes).fill(-1), new Int32Array(network.nodes).fill(-1)]
  const queue = new FlatQueue<number>()
  const onEdge = new Map<number, number[]>()
  const offer = (node: number, distance: number, from: number, over: number): void => {
    if (distance > cutOff || distance >= (metres[node] ?? 0)) return
    metres[node] = distance
    source[node] = from
    next[node] = over
    queue.push(node, distance)
  }
  sources.forEach(({ edge, along, doorMetres }, index) => {
    onEdge.set(edge, [...(onEdge.get(edge) ?? []), index])
    offer(network.from[edge] ?? 0, doorMetres + along * (network.forward[edge] ?? 0), index, -1)
    offer(network.until[edge] ?? 0, doorMetres + (1 - along) * (network.backward[edge] ?? 0), index, -1)
  })
  const { first, target, inward } = network
  for (let distance = queue.peekValue(), here = queue.pop(); here !== undefined; distance = queue.peekValue(), here = queue.pop()) {
    // an older, longer offer of a node that was settled since
    if ((distance ?? 0) > (metres[here] ?? 0)) continue
    const own = source[here] ?? -1
    for (let at = first[here] ?? 0; at < (first[here + 1] ?? 0); at++)
      offer(target[at] ?? 0, (metres[here] ?? 0) + (inward[at] ?? 0), own, here)
  }
  return { cutOff, metres, source, next, sources, onEdge }
}

export type Reached = { readonly metres: number; readonly source: number; readonly over: 'from' | 'until' | 'edge' }

/** The way from a place on the network to the nearest source; undefined: further than the cut-off. The way to the door is part of it. */
export function reachedFrom(network: WalkNetwork, field: WalkField, { edge, along, doorMetres }: Hung): Reached | undefined {
  const [a, b] = [network.from[edge] ?? 0, network.until[edge] ?? 0]
  const [forward, backward] = [network.forward[edge] ?? 0, network.backward[edge] ?? 0]
  let best: Reached = { metres: (field.metres[a] ?? Infinity) + along * backward, source: field.source[a] ?? -1, over: 'from' }
  const overUntil = (field.metres[b] ?? Infinity) + (1 - along) * forward
  if (overUntil < best.metres) best = { metres: overUntil, source: field.source[b] ?? -1, over: 'until' }
  for (const index of field.onEdge.get(edge) ?? []) {
    const there = field.sources[index]
    if (there === undefined) continue
    const direct = there.doorMetres + (there.along >= along ? (there.along - along) * forward : (along - there.along) * backward)
    if (direct < best.metres) best = { metres: direct, source: index, over: 'edge' }
  }
  const metres = best.metres + doorMetres
  return metres <= field.cutOff ? { ...best, metres } : undefined
}

/** Effective metres alone; Infinity where `reachedFrom` says undefined. */
export const metresFrom = (network: WalkNetwork, field: WalkField, place: Hung): number =>
  reachedFrom(network, field, place)?.metres ?? Infinity

/** The line of the way from a place to its source, as x, y, x, y … in metres of the plane; empty where there is none. */
export function wayFrom(network: WalkNetwork, field: WalkField, place: Hung): readonly number[] {
  const reached = reachedFrom(network, field, place)
  if (reached === undefined) return []
  const goal = field.sources[reached.source]
  if (goal === undefined) return []
  if (reached.over === 'edge') return partOfLine(network, place.edge, place.along, goal.along)
  const line: number[] = [...partOfLine(network, place.edge, place.along, reached.over === 'from' ? 0 : 1)]
  let here = (reached.over === 'from' ? network.from[place.edge] : network.until[place.edge]) ?? 0
  for (let there = field.next[here] ?? -1; there >= 0; there = field.next[here] ?? -1) {
    append(line, stepLine(network, here, there))
    here = there
  }
  append(line, partOfLine(network, goal.edge, network.from[goal.edge] === here ? 0 : 1, goal.along))
  return line
}

function append(line: number[], more: readonly number[]): void {
  for (let i = 2; i < more.length; i++) line.push(more[i] ?? 0)
}

/** The line of the shortest edge between two nodes that are neighbours. */
function stepLine(network: WalkNetwork, here: number, there: number): readonly number[] {
  let [best, length] = [-1, Infinity]
  for (let at = network.first[there] ?? 0; at < (network.first[there + 1] ?? 0); at++) {
    if (network.target[at] !== here || (network.inward[at] ?? 0) >= length) continue
    best = network.edgeOf[at] ?? -1
    length = network.inward[at] ?? 0
  }
  if (best < 0) return []
  return network.from[best] === here ? partOfLine(network, best, 0, 1) : partOfLine(network, best, 1, 0)
}

/** The line of an edge between two shares of its length, in walking order. */
export function partOfLine({ points, pointFirst }: WalkNetwork, edge: number, start: number, end: number): readonly number[] {
  const [low, high] = [Math.min(start, end), Math.max(start, end)]
  const [begin, stop] = [pointFirst[edge] ?? 0, pointFirst[edge + 1] ?? 0]
  let total = 0
  for (let p = begin; p + 1 < stop; p++) total += lengthOf(points, p)
  const out: [number, number][] = []
  let walked = 0
  const at = (p: number, share: number): [number, number] => [
    (points[2 * p] ?? 0) + ((points[2 * p + 2] ?? 0) - (points[2 * p] ?? 0)) * share,
    (points[2 * p + 1] ?? 0) + ((points[2 * p + 3] ?? 0) - (points[2 * p + 1] ?? 0)) * share,
  ]
  for (let p = begin; p + 1 < stop; p++) {
    const length = lengthOf(points, p)
    const [from, to] = [(low * total - walked) / (length || 1), (high * total - walked) / (length || 1)]
    if (out.length === 0 && from <= 1) out.push(at(p, Math.max(0, from)))
    if (out.length > 0 && to >= 0) out.push(at(p, Math.min(1, to)))
    walked += length
    if (to <= 1) break
  }
  return (start <= end ? out : out.reverse()).flat()
}

const lengthOf = (points: Float32Array, p: number): number =>
  Math.hypot((points[2 * p + 2] ?? 0) - (points[2 * p] ?? 0), (points[2 * p + 3] ?? 0) - (points[2 * p + 1] ?? 0))
