/** Self-built houses: packed along the lanes around a cell, then a few in the yards behind. */
import type { XY } from '#domain/geo/local-plane.ts'
import { boxOf, distanceToRing, dominantAngle, insideRing, type Ring } from '#domain/geo/ring.ts'
import { alongSegment, distance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import { fits, L_SHAPE, outline, rectangle, type Site } from './footprints.ts'
import { CLEAR_METRES, isRoad } from './line-kinds.ts'
import { softNoise } from './spline.ts'

export interface HouseStyle {
  readonly frontage: readonly [number, number]
  readonly depth: readonly [number, number]
  /** share of the frontage that is built on */
  readonly packed: number
  /** further houses in the yards per hectare */
  readonly behind: number
  readonly most: number
  /** farmsteads keep together: built on as densely as the style says in some spots, hardly at all in between */
  readonly clustered: boolean
}

export interface PlacedHouse {
  readonly ring: Ring
  /** kind of line that it fronts, '' when it stands in a yard */
  readonly front: string
}

export function placeHouses(site: Site, style: HouseStyle, random: Random): PlacedHouse[] {
  const placed: PlacedHouse[] = []
  const { points } = site.cell
  const sides = points.map((a, i) => distance(a, points[(i + 1) % points.length] ?? a))
  const around = sides.reduce((sum, side) => sum + side, 0)
  const place = (s: number): { p: XY; side: number } => {
    let rest = ((s % around) + around) % around
    for (const [i, side] of sides.entries()) {
      const [a, b] = [points[i], points[(i + 1) % points.length]]
      if (rest <= side && a !== undefined && b !== undefined) return { p: alongSegment(a, b, side === 0 ? 0 : rest / side), side: i }
      rest -= side
    }
    return { p: points[0] ?? [0, 0], side: 0 }
  }
  for (let s = random.between(0, 6); s < around && placed.length < style.most; ) {
    const width = random.between(...style.frontage)
    const from = place(s)
    const to = place(s + width)
    const kind = site.sideKinds[place(s + width / 2).side] ?? 'wall'
    if (!isRoad(kind) || !random.chance(style.packed) || (style.clustered && !inCluster(from.p) && !random.chance(0.05))) {
      s += width * 0.7
      continue
    }
    const depth = random.between(...style.depth)
    const angle = Math.atan2(to.p[1] - from.p[1], to.p[0] - from.p[0]) + random.between(-0.03, 0.03)
    const middle = place(s + width / 2).p
    const inward = CLEAR_METRES[kind] + 0.35 + depth / 2 + random.between(0, 0.9) ** 2
    const centre: XY = [middle[0] - inward * Math.sin(angle), middle[1] + inward * Math.cos(angle)]
    const ring = rectangle(centre, angle, width - 0.3, depth)
    if (fits(site, ring, 0.25)) {
      site.taken.push(ring)
      placed.push({ ring, front: kind })
      s += width + (random.chance(0.12) ? random.between(2, 7) : 0.1)
    } else s += 2.5
  }
  behind(site, style, random, placed)
  return placed
}

const inCluster = (p: XY): boolean => softNoise(p, 260, 0.6) > 0.22

function behind(site: Site, style: HouseStyle, random: Random, placed: PlacedHouse[]): void {
  const { points, area } = site.cell
  const [x0, y0, x1, y1] = boxOf(points)
  const base = dominantAngle(points)
  const wanted = Math.min(style.most - placed.length, Math.round((area / 10_000) * style.behind))
  for (let attempt = 0, found = 0; attempt < wanted * 7 && found < wanted; attempt++) {
    const p: XY = [random.between(x0, x1), random.between(y0, y1)]
    if (!insideRing(p, points) || distanceToRing(p, points) > 42) continue
    if (style.clustered && !inCluster(p)) continue
    const angle = base + random.between(-0.18, 0.18) + (random.chance(0.4) ? Math.PI / 2 : 0)
    const [length, depth] = [random.between(...style.frontage) + 1, random.between(...style.depth)]
    const ring = random.chance(0.2) ? outline(p, angle, L_SHAPE, length + 3, depth + 2) : rectangle(p, angle, length, depth)
    if (!fits(site, ring, 1.4)) continue
    site.taken.push(ring)
    placed.push({ ring, front: '' })
    found++
  }
}
