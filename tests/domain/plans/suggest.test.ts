// Suggestions: even, connected, through no building, the same for the same seed, and nothing but ordinary operations.
import { describe, expect, it } from 'vitest'
import { type PlannedFacts, placeFacts } from '#domain/plans/figures.ts'
import { suggestBorders } from '#domain/plans/suggest.ts'
import { createRandom } from '#domain/random/random.ts'
import { faultsOf } from '#domain/topology/invariants.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { replay } from '#domain/topology/operations.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { at, built, mosaic } from '../topology/mosaic.ts'

const width = 30_000

/** Houses in rows with lanes between them; streets every third of a grid. */
function town(seed: string, columns: number, rows: number) {
  const random = createRandom(seed)
  const topology = built(mosaic(seed, columns, rows, width, 3))
  const houses: PlannedFacts['buildings'][number][] = []
  for (let x = 900; x < columns * width; x += 1900) {
    for (let y = 900; y < rows * width; y += 1700) {
      const point = at(x, y)
      const walls: LatticePoint[] = [at(x - 550, y - 450), at(x + 550, y - 450), at(x + 550, y + 450), at(x - 550, y + 450)]
      houses.push({ id: houses.length, point, households: random.whole(2, 24), residents60Plus: 3, walls: [walls] })
    }
  }
  const guides: LatticePoint[][] = []
  // streets in the lanes between the houses
  for (let x = 900 + 950 + 4 * 1900; x < columns * width; x += 5 * 1900) guides.push([at(x, -500), at(x, rows * width + 500)])
  const facts: PlannedFacts = { buildings: houses, openIssues: [] }
  return { topology, facts, guides }
}
const nameOf = (n: number) => ({ id: `s${n}`, name: `s${n}`, nameEn: `s${n}` })

describe('splitting one grid', () => {
  const { topology, facts, guides } = town('split', 2, 2)
  const placed = placeFacts(topology, facts)
  const points = facts.buildings.flatMap(({ point, households, walls }, i) =>
    placed.gridOfBuilding[i] === 'g0-0' ? [{ point, weight: households, walls }] : [],
  )
  const asked = { topology, grids: ['g0-0'], parts: 3, points, guides, seed: 'one', candidates: 6, nameOf }
  const found = suggestBorders(asked)

  it('gives several choices, the evenest first, within five per cent', () => {
    expect(found.length).toBeGreaterThan(1)
    expect(found[0]?.deviation).toBeLessThan(0.05)
    expect(found.map(({ deviation }) => deviation)).toEqual([...found.map(({ deviation }) => deviation)].sort((a, b) => a - b))
  })
  it('is the same for the same seed and another for another', () => {
    expect(JSON.stringify(suggestBorders(asked).map(({ operations }) => operations))).toBe(
      JSON.stringify(found.map(({ operations }) => operations)),
    )
    expect(JSON.stringify(suggestBorders({ ...asked, seed: 'two' }).map(({ operations }) => operations))).not.toBe(
      JSON.stringify(found.map(({ operations }) => operations)),
    )
  })
  it('is ordinary operations that keep the coverage, leave every part in one piece and cut no building', () => {
    for (const { operations, loads } of found) {
      const { topology: after, conflicts } = replay(topology, operations)
      expect(conflicts).toEqual([])
      expect(faultsOf(after)).toEqual([])
      for (const grid of ['g0-0', 's1', 's2']) expect(gridPolygons(after, grid)).toHaveLength(1)
      const then = placeFacts(after, facts)
      for (const i of then.cut) expect(placed.cut.has(i)).toBe(true)
      const counted = new Map<string, number>()
      for (const [i, { households }] of facts.buildings.entries())
        counted.set(then.gridOfBuilding[i] ?? '', (counted.get(then.gridOfBuilding[i] ?? '') ?? 0) + households)
      expect(['g0-0', 's1', 's2'].map((grid) => counted.get(grid) ?? 0).sort((a, b) => b - a)).toEqual([...loads])
    }
  })
})

describe('cutting a community anew', () => {
  it('evens thirteen grids out within five per cent and keeps every grid', { timeout: 30_000 }, () => {
    const { topology, facts, guides } = town('community', 5, 3)
    const grids = [...topology.grids.keys()].slice(0, 13)
    const { gridOfBuilding } = placeFacts(topology, facts)
    const points = facts.buildings.flatMap(({ point, households, walls }, i) =>
      grids.includes(gridOfBuilding[i] ?? '') ? [{ point, weight: households, walls }] : [],
    )
    const found = suggestBorders({ topology, grids, parts: 13, points, guides, seed: 'even', candidates: 3, nameOf })
    expect(found[0]?.deviation ?? 1).toBeLessThan(0.05)
    for (const { topology: after } of found) {
      expect(faultsOf(after)).toEqual([])
      expect([...after.grids.keys()].sort()).toEqual([...topology.grids.keys()].sort())
    }
  })
})
