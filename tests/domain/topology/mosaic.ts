// Coverages to try edits on: a mosaic of crooked grids with many points to a border, and a fan around one node.

import { createRandom, type Random } from '#domain/random/random.ts'
import type { GridOutline } from '#domain/topology/build-topology.ts'
import { buildTopology } from '#domain/topology/build-topology.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import type { Topology, TopologyParent } from '#domain/topology/topology.ts'

export const twoParents: ReadonlyMap<string, TopologyParent> = new Map([
  ['P1', { name: 'Street', nameEn: 'Street', level: 1, parent: null }],
  ['C1', { name: 'Community one', nameEn: 'Community one', level: 2, parent: 'P1' }],
  ['C2', { name: 'Community two', nameEn: 'Community two', level: 2, parent: 'P1' }],
])

export function built(outlines: readonly GridOutline[], parents = twoParents): Topology {
  const result = buildTopology(outlines, parents)
  if (!result.ok) throw new Error(`no topology: ${JSON.stringify(result)}`)
  return result.topology
}

/** Some place in the country: lattice units around 106° E, 30° N. */
export const ORIGIN: LatticePoint = [1_065_000_000, 300_000_000]
export const at = (x: number, y: number): LatticePoint => [ORIGIN[0] + x, ORIGIN[1] + y]

/** Polygons from letters: `places` gives each letter its point, a ring is a word. */
export function drawn(places: Readonly<Record<string, readonly [number, number]>>, rings: Readonly<Record<string, string>>): GridOutline[] {
  return Object.entries(rings).map(([id, word]) => ({
    id,
    name: id,
    nameEn: id,
    parent: 'C1',
    polygons: word.split('|').map((polygon) =>
      polygon.split('-').map((ring) => {
        const points = [...ring].map((letter) => at(...(places[letter] ?? [0, 0])))
        return [...points, ...points.slice(0, 1)]
      }),
    ),
  }))
}

/**
 * A mosaic of columns × rows grids `width` units wide, every border with `points` bends.
 * Nodes and bends stray by up to a fifth of what is free, so that nothing crosses; of many bends each may stray less, by `bend` of the width.
 */
export function mosaic(seed: string, columns: number, rows: number, width = 20_000, points = 4, bend = 0.06): GridOutline[] {
  const random = createRandom(seed)
  const stray = (share: number) => Math.round(random.between(-share, share) * width)
  const node = new Map<string, LatticePoint>()
  for (let i = 0; i <= columns; i++)
    for (let j = 0; j <= rows; j++) node.set(`${i}:${j}`, at(i * width + stray(0.15), j * width + stray(0.15)))
  const borders = new Map<string, LatticePoint[]>()
  const border = (from: string, to: string): LatticePoint[] => {
    const known = borders.get(`${from}>${to}`)
    if (known !== undefined) return known
    const made = crooked(random, node.get(from) ?? ORIGIN, node.get(to) ?? ORIGIN, points, width, bend)
    borders.set(`${from}>${to}`, made)
    borders.set(`${to}>${from}`, made.toReversed())
    return made
  }
  const outlines: GridOutline[] = []
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const corners = [`${i}:${j}`, `${i + 1}:${j}`, `${i + 1}:${j + 1}`, `${i}:${j + 1}`, `${i}:${j}`]
      const ring = corners.slice(0, -1).flatMap((from, k) => border(from, corners[k + 1] ?? from).slice(0, -1))
      outlines.push({
        id: `g${i}-${j}`,
        name: `${i}-${j}`,
        nameEn: `${i}-${j}`,
        parent: i * 2 < columns ? 'C1' : 'C2',
        polygons: [[[...ring, ...ring.slice(0, 1)]]],
      })
    }
  }
  return outlines
}

function crooked(random: Random, a: LatticePoint, b: LatticePoint, points: number, width: number, bend: number): LatticePoint[] {
  const line: LatticePoint[] = [a]
  for (let k = 1; k <= points; k++) {
    const t = k / (points + 1)
    const off = random.between(-bend, bend) * width
    const [dx, dy] = [(b[0] - a[0]) / width, (b[1] - a[1]) / width]
    line.push([Math.round(a[0] + (b[0] - a[0]) * t - dy * off), Math.round(a[1] + (b[1] - a[1]) * t + dx * off)])
  }
  return [...line, b]
}

/** `count` wedges around one node, which so has that degree. */
export function fan(count: number, radius = 40_000): GridOutline[] {
  const rim = Array.from({ length: count }, (_, k): LatticePoint => {
    const angle = (2 * Math.PI * k) / count
    return at(Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle)))
  })
  return rim.map((p, k) => {
    const next = rim[(k + 1) % count] ?? p
    return { id: `w${k}`, name: `w${k}`, nameEn: `w${k}`, parent: 'C1', polygons: [[[at(0, 0), p, next, at(0, 0)]]] }
  })
}
