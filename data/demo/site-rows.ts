/** Rows of slabs or towers on a cell, and shops along its streets. */
import type { XY } from '#domain/geo/local-plane.ts'
import { orientedExtent, type Ring } from '#domain/geo/ring.ts'
import type { Random } from '#domain/random/random.ts'
import { fits, outline, rectangle, type Site } from './footprints.ts'
import { CLEAR_METRES, type LineKind } from './line-kinds.ts'

export interface RowStyle {
  readonly angle: number
  readonly depth: number
  readonly shortest: number
  readonly longest: number
  /** free metres between two buildings of a row, and between two rows */
  readonly gap: number
  readonly rowGap: number
  /** outline in fractions; a plain slab when absent */
  readonly shape?: readonly XY[]
  /** metres kept for shops along these kinds of street */
  readonly shopMetres: number
}

const PROBE_METRES = 3
const isShopStreet = (kind: LineKind) => kind === 'primary' || kind === 'secondary' || kind === 'tertiary' || kind === 'pedestrian'

/** Fills the cell row by row from north to south; what it places is added to the site and returned. */
export function placeRows(site: Site, style: RowStyle, random: Random): { ring: Ring; length: number }[] {
  const { angle, depth } = style
  const { along, across } = orientedExtent(site.cell.points, angle)
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const at = (u: number, v: number): XY => [u * c - v * s, u * s + v * c]
  const further = (kind: LineKind) => (isShopStreet(kind) ? style.shopMetres : 0)
  const placed: { ring: Ring; length: number }[] = []
  let v = across[1] - depth / 2 - CLEAR_METRES.service
  while (v > across[0] + depth / 2) {
    const stretches: [number, number][] = []
    for (let u = along[0]; u < along[1]; u += PROBE_METRES) {
      if (!fits(site, rectangle(at(u + PROBE_METRES / 2, v), angle, PROBE_METRES + 0.2, depth), style.gap, further)) continue
      const last = stretches[stretches.length - 1]
      if (last !== undefined && u - last[1] < 0.1) last[1] = u + PROBE_METRES
      else stretches.push([u, u + PROBE_METRES])
    }
    const before = placed.length
    for (const [from, to] of stretches) {
      const room = to - from
      if (room < style.shortest) continue
      // As many as need the least stretching, and never one too many to be long enough.
      const wanted = Math.ceil((room + style.gap) / (style.longest + style.gap))
      const possible = Math.floor((room + style.gap) / (style.shortest + style.gap))
      const count = Math.max(1, Math.min(wanted, possible))
      const length = Math.min(style.longest, (room - (count - 1) * style.gap) / count)
      if (length < style.shortest) continue
      for (let k = 0; k < count; k++) {
        const centre = at(from + (k + 0.5) * (room / count), v)
        const ring =
          style.shape === undefined ? rectangle(centre, angle, length, depth) : outline(centre, angle, style.shape, length, depth)
        if (!fits(site, ring, style.gap * 0.8, further)) continue
        site.taken.push(ring)
        placed.push({ ring, length })
      }
    }
    v -= placed.length > before ? depth + style.rowGap : random.between(2, 4)
  }
  return placed
}

/** Shops along the streets of the cell: strips of `depth` that face the street. */
export function placeShops(site: Site, kinds: (kind: LineKind) => boolean, random: Random, density: number): Ring[] {
  const placed: Ring[] = []
  const { points } = site.cell
  for (let i = 0; i < points.length; i++) {
    const kind = site.sideKinds[i]
    const a = points[i]
    const b = points[(i + 1) % points.length]
    if (kind === undefined || a === undefined || b === undefined || !kinds(kind)) continue
    const side = Math.hypot(b[0] - a[0], b[1] - a[1])
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0])
    for (let s = 1; s < side - 6; ) {
      const length = Math.min(random.between(14, 34), side - s - 1)
      if (length < 8) break
      const depth = random.between(8, 11)
      if (random.chance(density)) {
        const inward = CLEAR_METRES[kind] + 0.4 + depth / 2
        const middle = s + length / 2
        const centre: XY = [
          a[0] + middle * Math.cos(angle) - inward * Math.sin(angle),
          a[1] + middle * Math.sin(angle) + inward * Math.cos(angle),
        ]
        const ring = rectangle(centre, angle, length, depth)
        if (fits(site, ring, 2.5)) {
          site.taken.push(ring)
          placed.push(ring)
        }
      }
      s += length + random.between(0.8, 4)
    }
  }
  return placed
}
