import { describe, expect, test } from 'vitest'
import type { XY } from '#domain/geo/local-plane.ts'
import { signedArea } from '#domain/geo/ring.ts'
import { dissolve } from '#domain/topology/dissolve.ts'

/** A lattice of points 0…n−1 by 0…n−1; node = y·n + x. */
const lattice = (n: number) => Array.from({ length: n * n }, (_, i): XY => [i % n, Math.floor(i / n)])
const cell = (n: number, x: number, y: number) => [y * n + x, y * n + x + 1, (y + 1) * n + x + 1, (y + 1) * n + x]
const areaOf = (ring: readonly number[], nodes: readonly XY[]) => signedArea(ring.slice(0, -1).map((i): XY => nodes[i] ?? [0, 0]))

describe('dissolve', () => {
  //  a──b──c
  //  │1 │2 │
  //  d──e──f
  test('two neighbours become one ring that keeps the vertices of the cancelled border', () => {
    const nodes = lattice(3)
    const [polygon, ...others] = dissolve([cell(3, 0, 0), cell(3, 1, 0)], nodes)
    expect(others).toEqual([])
    expect(polygon).toHaveLength(1)
    expect(new Set(polygon?.[0])).toEqual(new Set([0, 1, 2, 3, 4, 5]))
    expect(areaOf(polygon?.[0] ?? [], nodes)).toBe(2)
  })

  //  ■ ■ ■
  //  ■ · ■
  //  ■ ■ ■
  test('cells around an empty one leave a clockwise hole', () => {
    const nodes = lattice(4)
    const cells = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [x, y] as const)).filter(([x, y]) => !(x === 1 && y === 1))
    const [polygon] = dissolve(
      cells.map(([x, y]) => cell(4, x, y)),
      nodes,
    )
    expect(polygon).toHaveLength(2)
    expect(areaOf(polygon?.[0] ?? [], nodes)).toBe(9)
    expect(areaOf(polygon?.[1] ?? [], nodes)).toBe(-1)
  })

  //  · ■
  //  ■ ·
  test('cells that touch at a corner stay two simple polygons', () => {
    const nodes = lattice(3)
    const polygons = dissolve([cell(3, 0, 0), cell(3, 1, 1)], nodes)
    expect(polygons.map((rings) => rings.length)).toEqual([1, 1])
  })

  //  ■ ■ ■
  //  ■ · ■
  //  ■ ■ ·      the hole touches the open corner
  test('a hole that touches the outside at a corner is still a hole or a notch, and the area is right', () => {
    const nodes = lattice(4)
    const cells = [0, 1, 2]
      .flatMap((x) => [0, 1, 2].map((y) => [x, y] as const))
      .filter(([x, y]) => !(x === 1 && y === 1) && !(x === 2 && y === 0))
    const polygons = dissolve(
      cells.map(([x, y]) => cell(4, x, y)),
      nodes,
    )
    expect(polygons.flat().reduce((sum, ring) => sum + areaOf(ring, nodes), 0)).toBe(7)
  })

  test('every ring is closed', () => {
    const nodes = lattice(3)
    for (const ring of dissolve([cell(3, 0, 0), cell(3, 1, 1)], nodes).flat()) expect(ring[0]).toBe(ring[ring.length - 1])
  })
})
