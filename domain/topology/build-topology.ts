/**
 * From outlines that share exact coordinates to the topology (the way of TopoJSON's join and cut, with sides).
 *
 *      A ─── B ─── C      every edge of every ring, the ring walked with its grid to the left: A→B of 1 has no partner, so outside
 *      │  1  │  2  │      lies to its right; B→E of 1 and E→B of 2 are partners: one border
 *      D ─── E ─── F      a node is a point with other than two neighbours; between nodes run the arcs
 *
 * An edge that two rings walk the same way is ground given twice: refused with the place. Linear in the number of points.
 */
import { comparePoints, isLatticePoint, type LatticePoint, MOST_SPAN, samePoint, twiceArea } from './lattice.ts'
import { assembleTopology } from './pack.ts'
import { type Arc, type Frame, type GridId, OUTSIDE, type Topology, type TopologyParent } from './topology.ts'

export interface GridOutline {
  readonly id: GridId
  readonly name: string
  readonly nameEn: string
  readonly parent: string
  /** GeoJSON's MultiPolygon coordinates on the lattice: outer ring first, rings closed; their direction does not matter */
  readonly polygons: readonly (readonly (readonly LatticePoint[])[])[]
}

export type BuildRefusal = 'nothingDrawn' | 'notOnLattice' | 'tooWide' | 'ringTooShort' | 'groundGivenTwice' | 'partsShareBorder'

export type BuildResult =
  | { readonly ok: true; readonly topology: Topology }
  | { readonly ok: false; readonly reason: BuildRefusal; readonly grid?: GridId; readonly at?: LatticePoint }

interface Edges {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly grid: Int32Array
  /** the edge that follows in the ring */
  readonly next: Int32Array
  /** the edge that runs the other way, −1 at the outside */
  readonly twin: Int32Array
  count: number
}

export function buildTopology(outlines: readonly GridOutline[], parents: ReadonlyMap<string, TopologyParent>): BuildResult {
  const rings: { readonly grid: number; readonly points: readonly LatticePoint[] }[] = []
  for (const [grid, outline] of outlines.entries()) {
    for (const polygon of outline.polygons) {
      for (const [k, closed] of polygon.entries()) {
        const points = samePoint(closed[0] ?? [0, 0], closed[closed.length - 1] ?? [1, 1]) ? closed.slice(0, -1) : closed
        const stray = points.find((p) => !isLatticePoint(p))
        if (stray !== undefined) return { ok: false, reason: 'notOnLattice', grid: outline.id, at: stray }
        const area = twiceArea(points)
        if (points.length < 3 || area === 0) return { ok: false, reason: 'ringTooShort', grid: outline.id, ...atFirst(points) }
        rings.push({ grid, points: area > 0 === (k === 0) ? points : points.toReversed() })
      }
    }
  }
  const frame = frameOf(rings.map(({ points }) => points))
  if (frame === 'nothingDrawn' || frame === 'tooWide') return { ok: false, reason: frame }

  const places: LatticePoint[] = []
  const placeOf = placeRegister(
    rings.reduce((sum, { points }) => sum + points.length, 0),
    places,
  )
  const edges = edgesOf(rings, placeOf)
  const doubled = pairEdges(edges, places.length)
  if (doubled !== null) {
    const at = places[edges.from[doubled] ?? 0]
    const grid = outlines[edges.grid[doubled] ?? 0]?.id
    return { ok: false, reason: 'groundGivenTwice', ...(grid === undefined ? {} : { grid }), ...(at === undefined ? {} : { at }) }
  }
  const arcs = traceArcs(edges, places, outlines)
  const inner = arcs.find(({ left, right }) => left === right)
  if (inner !== undefined) return { ok: false, reason: 'partsShareBorder', grid: inner.left, ...atFirst(inner.points) }
  return { ok: true, topology: assembleTopology(frame, arcs, outlines, parents) }
}

const atFirst = (points: readonly LatticePoint[]) => (points[0] === undefined ? {} : { at: points[0] })

function frameOf(rings: readonly (readonly LatticePoint[])[]): Frame | 'nothingDrawn' | 'tooWide' {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  let count = 0
  for (const ring of rings) {
    count += ring.length
    for (const [x, y] of ring) {
      if (x < west) west = x
      if (x > east) east = x
      if (y < south) south = y
      if (y > north) north = y
    }
  }
  if (count === 0) return 'nothingDrawn'
  // Half of what the arithmetic bears, so that ground may be added around.
  if (Math.max(east - west, north - south) > MOST_SPAN / 2) return 'tooWide'
  // About twenty points to a border: a cell about as wide as a border is long.
  const cell = Math.max(64, Math.ceil(Math.sqrt(((east - west) * (north - south)) / Math.max(1, count / 60))))
  return { centre: [Math.round((west + east) / 2), Math.round((south + north) / 2)], cell }
}

/** Numbers the distinct points: open addressing, because a Map of a million keys takes longer than all the rest. */
function placeRegister(most: number, places: LatticePoint[]): (p: LatticePoint) => number {
  const size = 2 ** Math.ceil(Math.log2(most * 2 + 2))
  const table = new Int32Array(size).fill(-1)
  return (p) => {
    let slot = (Math.imul(p[0], 0x9e3779b1) ^ Math.imul(p[1], 0x85ebca6b)) >>> 0
    slot = (slot ^ (slot >>> 15)) & (size - 1)
    for (let known = table[slot] ?? -1; known >= 0; known = table[slot] ?? -1) {
      const place = places[known]
      if (place !== undefined && place[0] === p[0] && place[1] === p[1]) return known
      slot = (slot + 1) & (size - 1)
    }
    table[slot] = places.length
    return places.push(p) - 1
  }
}

function edgesOf(
  rings: readonly { readonly grid: number; readonly points: readonly LatticePoint[] }[],
  placeOf: (p: LatticePoint) => number,
): Edges {
  const most = rings.reduce((sum, { points }) => sum + points.length, 0)
  const edges: Edges = {
    from: new Int32Array(most),
    to: new Int32Array(most),
    grid: new Int32Array(most),
    next: new Int32Array(most),
    twin: new Int32Array(most).fill(-1),
    count: 0,
  }
  for (const { grid, points } of rings) {
    const ring: number[] = []
    for (const p of points) {
      const place = placeOf(p)
      if (place !== ring[ring.length - 1]) ring.push(place)
    }
    const first = edges.count
    for (const [i, place] of ring.entries()) {
      const e = first + i
      edges.from[e] = place
      edges.to[e] = ring[(i + 1) % ring.length] ?? place
      edges.grid[e] = grid
      edges.next[e] = first + ((i + 1) % ring.length)
    }
    edges.count += ring.length
  }
  return edges
}

/** Fills `twin`; answers an edge that is there twice, or null. */
function pairEdges(edges: Edges, placeCount: number): number | null {
  const head = new Int32Array(placeCount).fill(-1)
  const after = new Int32Array(edges.count)
  for (let e = 0; e < edges.count; e++) {
    const from = edges.from[e] ?? 0
    for (let other = head[from] ?? -1; other >= 0; other = after[other] ?? -1) if (edges.to[other] === edges.to[e]) return e
    after[e] = head[from] ?? -1
    head[from] = e
  }
  for (let e = 0; e < edges.count; e++) {
    for (let other = head[edges.to[e] ?? 0] ?? -1; other >= 0; other = after[other] ?? -1) {
      if (edges.to[other] === edges.from[e]) edges.twin[e] = other
    }
  }
  return null
}

function traceArcs(edges: Edges, places: readonly LatticePoint[], outlines: readonly GridOutline[]): Arc[] {
  const degree = new Int32Array(places.length)
  for (let e = 0; e < edges.count; e++) {
    degree[edges.from[e] ?? 0] = (degree[edges.from[e] ?? 0] ?? 0) + 1
    if ((edges.twin[e] ?? -1) < 0) degree[edges.to[e] ?? 0] = (degree[edges.to[e] ?? 0] ?? 0) + 1
  }
  const seen = new Uint8Array(edges.count)
  const arcs: Arc[] = []
  const trace = (start: number) => {
    const points: LatticePoint[] = [places[edges.from[start] ?? 0] ?? [0, 0]]
    let e = start
    for (;;) {
      seen[e] = 1
      const twin = edges.twin[e] ?? -1
      if (twin >= 0) seen[twin] = 1
      const to = edges.to[e] ?? 0
      points.push(places[to] ?? [0, 0])
      const next = edges.next[e] ?? start
      if (degree[to] !== 2 || next === start) break
      e = next
    }
    const twin = edges.twin[start] ?? -1
    const left = outlines[edges.grid[start] ?? 0]?.id ?? OUTSIDE
    arcs.push({ points, left, right: twin < 0 ? OUTSIDE : (outlines[edges.grid[twin] ?? 0]?.id ?? OUTSIDE) })
  }
  for (let e = 0; e < edges.count; e++) if (seen[e] === 0 && degree[edges.from[e] ?? 0] !== 2) trace(e)
  for (let e = 0; e < edges.count; e++) if (seen[e] === 0) trace(westmost(e, edges, places))
  return arcs
}

/** Where the arc of an island starts: at its westmost point, whichever ring it was found on. */
function westmost(start: number, edges: Edges, places: readonly LatticePoint[]): number {
  let best = start
  for (let e = edges.next[start] ?? start; e !== start; e = edges.next[e] ?? start) {
    if (comparePoints(places[edges.from[e] ?? 0] ?? [0, 0], places[edges.from[best] ?? 0] ?? [0, 0]) < 0) best = e
  }
  return best
}
