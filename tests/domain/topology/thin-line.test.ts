// Lines with fewer points, as the screen shows them.
import { describe, expect, it } from 'vitest'
import { thinLine } from '#domain/topology/thin-line.ts'
import { arcsNear } from '#domain/topology/topology.ts'
import { at, built, mosaic } from './mosaic.ts'

describe('a thinned line', () => {
  it('keeps its ends and every point that lies further off than the tolerance', () => {
    const line = [at(0, 0), at(100, 24), at(200, 50), at(300, -3), at(400, 0)]
    expect(thinLine(line, 10)).toEqual([at(0, 0), at(200, 50), at(300, -3), at(400, 0)])
    expect(thinLine(line, 60)).toEqual([at(0, 0), at(400, 0)])
  })
  it('keeps the far side of a ring', () => {
    expect(thinLine([at(0, 0), at(100, 1), at(200, 0), at(100, -1), at(0, 0)], 10)).toEqual([at(0, 0), at(200, 0), at(0, 0)])
  })
})

describe('arcs near a box', () => {
  it('are all of them for a box around everything, however wide, and the same as cell by cell for a box within', () => {
    const topology = built(mosaic('near', 6, 5))
    const around = arcsNear(topology, [...at(-10_000_000, -10_000_000), ...at(10_000_000, 10_000_000)])
    expect([...around].sort()).toEqual([...topology.arcs.keys()].sort())
    const half = arcsNear(topology, [...at(-10_000_000, -10_000_000), ...at(60_000, 10_000_000)])
    expect(half.size).toBeLessThan(around.size)
    for (const [id, { points }] of topology.arcs) if (points.some(([x]) => x < at(60_000, 0)[0])) expect(half.has(id)).toBe(true)
  })
})
