/**
 * Where the pen lands: the nearest thing within reach, the more exact thing first.
 *
 *      a node or point of a border · a corner of a guide or wall · the border itself · the guide or wall itself · the free lattice
 *
 * Distances are in lattice units east and north, stretched so that both are equally long on the ground.
 */
import Flatbush from 'flatbush'
import { footOf, type LatticePoint, samePoint } from '#domain/topology/lattice.ts'
import { arcsNear, pointKey, type Topology } from '#domain/topology/topology.ts'

export type SnapKind = 'node' | 'point' | 'border' | 'road' | 'water' | 'wall' | 'free'

export interface Snapped {
  readonly point: LatticePoint
  readonly kind: SnapKind
  /** the segment it lies on */
  readonly along?: readonly [LatticePoint, LatticePoint]
}

export interface GuideLine {
  readonly kind: 'road' | 'water' | 'wall'
  readonly line: readonly LatticePoint[]
}

export interface Guides {
  readonly near: (p: LatticePoint, reach: number) => readonly GuideSegment[]
}
export interface GuideSegment {
  readonly kind: GuideLine['kind']
  readonly a: LatticePoint
  readonly b: LatticePoint
}

export function indexGuides(lines: readonly GuideLine[]): Guides {
  const segments: GuideSegment[] = []
  for (const { kind, line } of lines) {
    for (let i = 0; i + 1 < line.length; i++) {
      const [a, b] = [line[i], line[i + 1]]
      if (a !== undefined && b !== undefined && !samePoint(a, b)) segments.push({ kind, a, b })
    }
  }
  if (segments.length === 0) return { near: () => [] }
  const index = new Flatbush(segments.length)
  for (const { a, b } of segments) index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index.finish()
  return {
    near: (p, reach) => index.search(p[0] - reach, p[1] - reach, p[0] + reach, p[1] + reach).flatMap((i) => segments[i] ?? []),
  }
}

/** How much longer a unit of latitude is than one of longitude there. */
const stretchAt = (p: LatticePoint): number => 1 / Math.cos((p[1] / 1e7) * (Math.PI / 180))

export function distanceBetween(p: LatticePoint, q: LatticePoint): number {
  const stretch = stretchAt(p)
  return Math.hypot(p[0] - q[0], (p[1] - q[1]) * stretch)
}

/** The place between a and b that is nearest to p. */
export function footBetween(p: LatticePoint, a: LatticePoint, b: LatticePoint): LatticePoint {
  const stretch = stretchAt(p)
  const t = footOf([p[0], p[1] * stretch], [a[0], a[1] * stretch], [b[0], b[1] * stretch])
  return [Math.round(a[0] + (b[0] - a[0]) * t), Math.round(a[1] + (b[1] - a[1]) * t)]
}

interface Candidate extends Snapped {
  readonly distance: number
  readonly rank: number
}

/** @param reach in lattice units of longitude @param snapping off: only the lattice */
export function snap(topology: Topology, guides: Guides, p: LatticePoint, reach: number, snapping = true): Snapped {
  const rounded: LatticePoint = [Math.round(p[0]), Math.round(p[1])]
  if (!snapping) return { point: rounded, kind: 'free' }
  let best: Candidate | null = null
  const offer = (point: LatticePoint, kind: SnapKind, rank: number, along?: readonly [LatticePoint, LatticePoint]) => {
    const distance = distanceBetween(p, point)
    if (distance > reach) return
    if (best !== null && (rank > best.rank || (rank === best.rank && distance >= best.distance))) return
    best = { point, kind, rank, distance, ...(along === undefined ? {} : { along }) }
  }
  for (const id of arcsNear(topology, [p[0] - reach, p[1] - reach, p[0] + reach, p[1] + reach])) {
    const points = topology.arcs.get(id)?.points ?? []
    for (let i = 0; i < points.length; i++) {
      const [a, b] = [points[i], points[i + 1]]
      if (a === undefined) continue
      offer(a, topology.nodes.has(pointKey(topology.frame, a)) ? 'node' : 'point', 0)
      if (b !== undefined) offer(footBetween(p, a, b), 'border', 2, [a, b])
    }
  }
  for (const { kind, a, b } of guides.near(rounded, reach)) {
    offer(a, kind, 1, [a, b])
    offer(b, kind, 1, [a, b])
    offer(footBetween(p, a, b), kind, 3, [a, b])
  }
  return best ?? { point: rounded, kind: 'free' }
}
