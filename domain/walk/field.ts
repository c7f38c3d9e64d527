// How far everything is from the nearest station, on foot: one search from all stations at once (Dijkstra, 1959), exact along the edges, because a
// station or a door lies on an edge and not on a node. Distances are effective metres of walking from the door to the station.
//
//   A ────●──── B        the station ● lies on the edge: A and B begin with what it takes to walk to it, and a door on the same edge
//                        may be nearer along the edge than over either end.
import { pieceLength, type WalkNetwork } from './network.ts'
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
  /** By edge: whether a source lies on it. */
  readonly hasSource: Uint8Array
}

/** Metres in one bucket: about a short street. Wider ones are searched more than once, narrower ones are mostly empty. */
const bucketMetres = 16

/**
 * `cutOff` in effective metres; infinite and not a number are refused: a search without an end is a mistake.
 *
 * The queue is a row of buckets of distance, emptied from the nearest on (Dial, 1969; Meyer and Sanders, 2003): a node that a later offer of the
 * same bucket makes nearer is searched once more, so the distances are those of Dijkstra's search.
 */
export function walkField(network: WalkNetwork, sources: readonly Hung[], cutOff: number): WalkField {
  if (!Number.isFinite(cutOff) || cutOff < 0) throw new RangeError(`a search needs an end, not ${cutOff} metres`)
  const metres = new Float64Array(network.nodes).fill(Infinity)
  const [source, next] = [new Int32Array(network.nodes).fill(-1), new Int32Array(network.nodes).fill(-1)]
  const onEdge = new Map<number, number[]>()
  const hasSource = new Uint8Array(network.edges)
  const { first, target, inward } = network
  // offers wait in a list for each bucket: `offered` has the node, `before` the offer that was made before it
  const newest = new Int32Array(Math.floor(cutOff / bucketMetres) + 1).fill(-1)
  let [offered, before] = [new Uint32Array(1024), new Int32Array(1024)]
  let offers = 0
  const begin = (node: number, distance: number, from: number): void => {
    if (distance > cutOff || distance >= (metres[node] as number)) return
    metres[node] = distance
    source[node] = from
    if (offers === offered.length) [offered, before] = [longer(offered), longer(before)]
    const bucket = Math.floor(distance / bucketMetres)
    offered[offers] = node
    before[offers] = newest[bucket] as number
    newest[bucket] = offers++
  }
  sources.forEach(({ edge, along, doorMetres }, index) => {
    onEdge.set(edge, [...(onEdge.get(edge) ?? []), index])
    hasSource[edge] = 1
    begin(network.from[edge] ?? 0, doorMetres + along * (network.forward[edge] ?? 0), index)
    begin(network.until[edge] ?? 0, doorMetres + (1 - along) * (network.backward[edge] ?? 0), index)
  })
  const searched = new Float64Array(network.nodes).fill(Infinity)
  for (let bucket = 0; bucket < newest.length; bucket++) {
    for (let at = newest[bucket] as number; at >= 0; at = newest[bucket] as number) {
      newest[bucket] = before[at] as number
      const here = offered[at] as number
      const distance = metres[here] as number
      // an older offer of a node that was searched at this distance since
      if (distance >= (searched[here] as number)) continue
      searched[here] = distance
      const own = source[here] as number
      const end = first[here + 1] as number
      if (offers + end - (first[here] as number) > offered.length) [offered, before] = [longer(offered), longer(before)]
      for (let half = first[here] as number; half < end; half++) {
        const there = target[half] as number
        const farther = distance + (inward[half] as number)
        if (farther > cutOff || farther >= (metres[there] as number)) continue
        metres[there] = farther
        source[there] = own
        next[there] = here
        const later = (farther / bucketMetres) | 0
        offered[offers] = there
        before[offers] = newest[later] as number
        newest[later] = offers++
      }
    }
  }
  return { cutOff, metres, source, next, sources, onEdge, hasSource }
}

function longer<T extends Uint32Array | Int32Array>(array: T): T {
  const made = new (array.constructor as new (length: number) => T)(array.length * 2)
  made.set(array)
  return made
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
    const direct = directMetres(there, along, forward, backward)
    if (direct < best.metres) best = { metres: direct, source: index, over: 'edge' }
  }
  const metres = best.metres + doorMetres
  return metres <= field.cutOff ? { ...best, metres } : undefined
}

/** Effective metres from a place on an edge, `doorMetres` aside of it; Infinity where `reachedFrom` says undefined. */
export function metresAt(network: WalkNetwork, field: WalkField, edge: number, along: number, doorMetres: number): number {
  const [forward, backward] = [network.forward[edge] as number, network.backward[edge] as number]
  const overFrom = (field.metres[network.from[edge] as number] as number) + along * backward
  const overUntil = (field.metres[network.until[edge] as number] as number) + (1 - along) * forward
  let metres = overFrom < overUntil ? overFrom : overUntil
  if (field.hasSource[edge] === 1) {
    for (const index of field.onEdge.get(edge) ?? []) {
      const there = field.sources[index]
      if (there !== undefined) metres = Math.min(metres, directMetres(there, along, forward, backward))
    }
  }
  metres += doorMetres
  return metres <= field.cutOff ? metres : Infinity
}

export const metresFrom = (network: WalkNetwork, field: WalkField, { edge, along, doorMetres }: Hung): number =>
  metresAt(network, field, edge, along, doorMetres)

/** Along one edge to a source that lies on it. */
const directMetres = (there: Hung, along: number, forward: number, backward: number): number =>
  there.doorMetres + (there.along >= along ? (there.along - along) * forward : (along - there.along) * backward)

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
  for (let p = begin; p + 1 < stop; p++) total += pieceLength(points, p)
  const out: [number, number][] = []
  let walked = 0
  const at = (p: number, share: number): [number, number] => [
    (points[2 * p] ?? 0) + ((points[2 * p + 2] ?? 0) - (points[2 * p] ?? 0)) * share,
    (points[2 * p + 1] ?? 0) + ((points[2 * p + 3] ?? 0) - (points[2 * p + 1] ?? 0)) * share,
  ]
  for (let p = begin; p + 1 < stop; p++) {
    const length = pieceLength(points, p)
    const [from, to] = [(low * total - walked) / (length || 1), (high * total - walked) / (length || 1)]
    if (out.length === 0 && from <= 1) out.push(at(p, Math.max(0, from)))
    if (out.length > 0 && to >= 0) out.push(at(p, Math.min(1, to)))
    walked += length
    if (to <= 1) break
  }
  return (start <= end ? out : out.reverse()).flat()
}
