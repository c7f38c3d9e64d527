/** Outlines of buildings and whether they fit on a cell: clear of every line around it and of what already stands there. */
import type { XY } from '#domain/geo/local-plane.ts'
import { boxOf, forEachEdge, insideRing, type Ring, ringDistance } from '#domain/geo/ring.ts'
import { segmentDistance } from '#domain/geo/segment.ts'
import type { Cell, Ground } from './ground.ts'
import { CLEAR_METRES, type LineKind } from './line-kinds.ts'

/** A rectangle of `length` along `angle` and `depth` across it, about its centre, counter-clockwise from the lower left. */
export function rectangle(centre: XY, angle: number, length: number, depth: number): Ring {
  return outline(
    centre,
    angle,
    [
      [-0.5, -0.5],
      [0.5, -0.5],
      [0.5, 0.5],
      [-0.5, 0.5],
    ],
    length,
    depth,
  )
}

/** A shape given in fractions of length and depth. */
export function outline(centre: XY, angle: number, shape: readonly XY[], length: number, depth: number): Ring {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  return shape.map(([u, v]): XY => {
    const [x, y] = [u * length, v * depth]
    return [centre[0] + x * c - y * s, centre[1] + x * s + y * c]
  })
}

/** Two wings around a court that opens to the south, as schools and offices have. */
export const U_SHAPE: readonly XY[] = [
  [-0.5, -0.5],
  [-0.24, -0.5],
  [-0.24, 0.12],
  [0.24, 0.12],
  [0.24, -0.5],
  [0.5, -0.5],
  [0.5, 0.5],
  [-0.5, 0.5],
]
export const L_SHAPE: readonly XY[] = [
  [-0.5, -0.5],
  [-0.12, -0.5],
  [-0.12, 0.1],
  [0.5, 0.1],
  [0.5, 0.5],
  [-0.5, 0.5],
]
/** A tower with a recess for the stairs on the north side and bays on the south. */
export const TOWER_SHAPE: readonly XY[] = [
  [-0.5, -0.42],
  [-0.2, -0.42],
  [-0.2, -0.5],
  [0.2, -0.5],
  [0.2, -0.42],
  [0.5, -0.42],
  [0.5, 0.5],
  [0.13, 0.5],
  [0.13, 0.3],
  [-0.13, 0.3],
  [-0.13, 0.5],
  [-0.5, 0.5],
]
/** A block of flats with its stairwells standing out a little. */
export const BUTTERFLY_SHAPE: readonly XY[] = [
  [-0.5, -0.5],
  [-0.12, -0.5],
  [-0.12, -0.32],
  [0.12, -0.32],
  [0.12, -0.5],
  [0.5, -0.5],
  [0.5, 0.28],
  [0.2, 0.28],
  [0.2, 0.5],
  [-0.2, 0.5],
  [-0.2, 0.28],
  [-0.5, 0.28],
]

export interface Site {
  readonly cell: Cell
  readonly sideKinds: readonly LineKind[]
  /** outlines that already stand here */
  readonly taken: Ring[]
}

export function siteOf(ground: Ground, cell: Cell): Site {
  return { cell, sideKinds: cell.sides.map((e) => ground.edgeKind[e] ?? 'wall'), taken: [] }
}

/**
 * @param apart metres to every outline already on the site
 * @param further metres to keep from a kind of line beyond what it demands
 */
export function fits(site: Site, footprint: Ring, apart: number, further: (kind: LineKind) => number = () => 0): boolean {
  const { points } = site.cell
  const first = footprint[0]
  if (first === undefined || !insideRing(first, points)) return false
  const box = boxOf(footprint)
  let clear = true
  for (let i = 0; i < points.length && clear; i++) {
    const a = points[i]
    const b = points[(i + 1) % points.length]
    const kind = site.sideKinds[i]
    if (a === undefined || b === undefined || kind === undefined) continue
    const need = CLEAR_METRES[kind] + further(kind)
    if (Math.max(a[0], b[0]) < box[0] - need || Math.min(a[0], b[0]) > box[2] + need) continue
    if (Math.max(a[1], b[1]) < box[1] - need || Math.min(a[1], b[1]) > box[3] + need) continue
    forEachEdge(footprint, (p, q) => {
      if (clear && segmentDistance(p, q, a, b) < need) clear = false
    })
  }
  return clear && site.taken.every((other) => apartBy(other, footprint, box, apart))
}

function apartBy(other: Ring, footprint: Ring, box: readonly [number, number, number, number], apart: number): boolean {
  const there = boxOf(other)
  if (there[2] + apart < box[0] || there[0] - apart > box[2] || there[3] + apart < box[1] || there[1] - apart > box[3]) return true
  return ringDistance(other, footprint) >= apart
}
