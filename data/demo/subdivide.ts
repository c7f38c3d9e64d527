/** Cuts a district into blocks by streets, blocks into parcels by walls: rings halved again and again until they are small enough. */
import type { XY } from '#domain/geo/local-plane.ts'
import { boxOf, centroid, dominantAngle, insideRing, interiorPoint, orientedExtent, type Ring, signedArea } from '#domain/geo/ring.ts'
import { distance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import { cutRing, type DirectionField } from './cut-ring.ts'
import type { LineKind, PlanLine } from './line-kinds.ts'
import { softNoise } from './spline.ts'
import { contourAngle, heightAt } from './terrain.ts'
import { ZONE_RULES, type Zone } from './zones.ts'

/** Junctions made so far, so that a street ends opposite to its neighbour's rather than a few metres beside it. */
export interface Junctions {
  readonly add: (p: XY) => void
  readonly near: (p: XY, radius: number) => XY[]
}

export function createJunctions(): Junctions {
  const cells = new Map<string, XY[]>()
  const key = (i: number, j: number) => `${i}:${j}`
  const cell = 30
  return {
    add: (p) => {
      const k = key(Math.floor(p[0] / cell), Math.floor(p[1] / cell))
      cells.set(k, [...(cells.get(k) ?? []), p])
    },
    near: (p, radius) => {
      const found: XY[] = []
      const [i, j] = [Math.floor(p[0] / cell), Math.floor(p[1] / cell)]
      for (let di = -1; di <= 1; di++) {
        for (let dj = -1; dj <= 1; dj++) {
          for (const q of cells.get(key(i + di, j + dj)) ?? []) if (distance(p, q) < radius) found.push(q)
        }
      }
      return found
    },
  }
}

interface Cutting {
  readonly target: number
  readonly smallest: number
  readonly unevenness: number
  readonly turning: number
  readonly snapMetres: number
  readonly field: (ring: Ring) => { field: DirectionField; step: number }
  readonly kind: (area: number, direction: number, seed: XY) => LineKind
}

export interface Subdivision {
  readonly lines: PlanLine[]
  readonly junctions: Junctions
}

/** Blocks of a district, the streets between them added to `into`. */
export function blocksOf(district: Ring, zone: Zone, random: Random, into: Subdivision): Ring[] {
  const rule = ZONE_RULES[zone]
  const cutting: Cutting = {
    ...rule,
    field: (ring) => fieldOf(zone, ring),
    kind: (area, direction, seed) => {
      if (zone === 'hill' && climbs(direction, seed)) return 'steps'
      return rule.streets.find(({ over }) => area > over)?.kind ?? 'path'
    },
  }
  return halve(district, cutting, random, into, '')
}

/** Walled parcels of a block. */
export function parcelsOf(block: Ring, zone: Zone, random: Random, into: Subdivision): Ring[] {
  const { parcel } = ZONE_RULES[zone]
  if (parcel === 0) return [block]
  const cutting: Cutting = {
    target: parcel,
    smallest: parcel * 0.36,
    unevenness: 0.1,
    turning: 0.02,
    snapMetres: 9,
    field: (ring) => fieldOf(zone, ring),
    kind: () => 'wall',
  }
  return halve(block, cutting, random, into, null)
}

function halve(ring: Ring, cutting: Cutting, random: Random, into: Subdivision, street: string | null): Ring[] {
  const area = signedArea(ring)
  if (area < cutting.target * random.between(0.8, 1.35)) return [ring]
  for (let attempt = 0; attempt < 24; attempt++) {
    const { field, step } = cutting.field(ring)
    const middle = centroid(ring)
    const base = field(middle)
    const extent = orientedExtent(ring, base)
    const [along, across] = [extent.along[1] - extent.along[0], extent.across[1] - extent.across[0]]
    // Cut across the longer side; a later attempt may try the other way.
    const turned = along > across === (attempt < 6 || attempt % 2 === 0) ? Math.PI / 2 : 0
    const fraction = 0.5 + random.between(-1, 1) * cutting.unevenness
    const [c, s] = [Math.cos(base), Math.sin(base)]
    const u = turned === 0 ? (extent.along[0] + extent.along[1]) / 2 : extent.along[0] + along * fraction
    const v = turned === 0 ? extent.across[0] + across * fraction : (extent.across[0] + extent.across[1]) / 2
    let seed: XY = [u * c - v * s, u * s + v * c]
    if (attempt >= 8) seed = aPointInside(ring, random)
    if (!insideRing(seed, ring)) seed = interiorPoint(ring)
    const tilt = turned + random.between(-1, 1) * cutting.turning
    const cut = cutRing(ring, seed, { field: (p) => field(p) + tilt, step, snapMetres: cutting.snapMetres, junctions: into.junctions.near })
    if (cut === null || cut.sharpest < (attempt < 7 ? 0.85 : 0.55)) continue
    const [left, right] = [signedArea(cut.left), signedArea(cut.right)]
    if (Math.min(left, right) < Math.max(cutting.smallest, area * (attempt < 10 ? 0.22 : 0.12))) continue
    if (Math.abs(left + right - area) > 1) continue
    into.lines.push({ kind: cutting.kind(area, base + tilt, seed), street, points: cut.chord })
    const ends = [cut.chord[0], cut.chord[cut.chord.length - 1]]
    for (const p of ends) if (p !== undefined) into.junctions.add(p)
    return [cut.left, cut.right].flatMap((half) => halve(half, cutting, random, into, street))
  }
  return [ring]
}

function aPointInside(ring: Ring, random: Random): XY {
  const [x0, y0, x1, y1] = boxOf(ring)
  for (let n = 0; n < 30; n++) {
    const p: XY = [random.between(x0, x1), random.between(y0, y1)]
    if (insideRing(p, ring)) return p
  }
  return interiorPoint(ring)
}

function fieldOf(zone: Zone, ring: Ring): { field: DirectionField; step: number } {
  const straight = dominantAngle(ring)
  switch (zone) {
    case 'old':
      return { field: (p) => straight + 0.42 * softNoise(p, 310, 1.3) + 0.2 * softNoise(p, 110, 4), step: 14 }
    case 'village':
    case 'farm':
    case 'wood':
    case 'park':
      return { field: (p) => straight + 0.45 * softNoise(p, 420, 2.2), step: 18 }
    case 'hill':
      return { field: (p) => contourAngle(p) + 0.22 * softNoise(p, 130, 0.7), step: 12 }
    case 'mid':
      return { field: (p) => straight + 0.1 * softNoise(p, 500, 3.1), step: 30 }
    default:
      return { field: () => straight, step: 1200 }
  }
}

/** Does a way in this direction climb more than a person walks up without steps (about 1 in 7)? */
function climbs(direction: number, p: XY): boolean {
  const d = 8
  const rise =
    heightAt([p[0] + d * Math.cos(direction), p[1] + d * Math.sin(direction)]) -
    heightAt([p[0] - d * Math.cos(direction), p[1] - d * Math.sin(direction)])
  return Math.abs(rise) / (2 * d) > 1 / 7
}
