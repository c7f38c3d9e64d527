// Almost clean outlines become a coverage, and every change is told. Real districts are tried where they lie beside the project.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRandom } from '#domain/random/random.ts'
import type { GridOutline } from '#domain/topology/build-topology.ts'
import { buildTopology } from '#domain/topology/build-topology.ts'
import { cleanCoverage } from '#domain/topology/clean-coverage.ts'
import { faultsOf } from '#domain/topology/invariants.ts'
import { type LatticePoint, toLattice } from '#domain/topology/lattice.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { drawn, mosaic, twoParents } from './mosaic.ts'

const inMetres = (changes: readonly { squareMetres: number }[]) => changes.reduce((sum, one) => sum + one.squareMetres, 0)

describe('cleaning', () => {
  it('leaves a coverage as it is', () => {
    const outlines = mosaic('clean', 4, 3)
    const cleaned = cleanCoverage(outlines, twoParents)
    expect(cleaned).toMatchObject({ ok: true, changes: [] })
    const built = buildTopology(outlines, twoParents)
    if (cleaned.ok && built.ok)
      for (const { id } of outlines) expect(gridPolygons(cleaned.topology, id)).toEqual(gridPolygons(built.topology, id))
  })
  it('refuses an outline that crosses itself, with the loop, and takes one that touches itself in a point', () => {
    //   D   C      A C D B: a bow-tie        E─F touches itself in M, which is no crossing
    //    ╲ ╱
    //    ╱ ╲
    //   A   B
    const tie = drawn({ A: [0, 0], B: [10000, 0], C: [10000, 8000], D: [0, 10000] }, { 1: 'ACDB' })
    const refused = cleanCoverage(tie, twoParents)
    expect(refused).toMatchObject({ ok: false, reason: 'crossesItself', grids: ['1'] })
    if (!refused.ok) expect(refused.pieces[0]?.length).toBeGreaterThan(2)
    const touching = drawn({ A: [0, 0], B: [10000, 0], C: [10000, 10000], D: [0, 10000], M: [5000, 5000] }, { 1: 'AMBCMD' })
    expect(cleanCoverage(touching, twoParents)).toMatchObject({ ok: true })
  })
  it('puts the point of a T-junction into the border across', () => {
    //   D ─── C ─── F      2 and 3 meet at M on the right border of 1, which does not know it
    //   │  1  M ─── N
    //   A ─── B ─── E
    const outlines = drawn(
      { A: [0, 0], B: [10000, 0], C: [10000, 10000], D: [0, 10000], E: [20000, 0], F: [20000, 10000], M: [10000, 5003], N: [20000, 5000] },
      { 1: 'ABCD', 2: 'BENM', 3: 'MNFC' },
    )
    const cleaned = cleanCoverage(outlines, twoParents)
    expect(cleaned).toMatchObject({ ok: true, changes: [] })
    if (cleaned.ok) expect(JSON.stringify(gridPolygons(cleaned.topology, '1'))).toContain(String(5003 + 300_000_000))
  })
  it('closes gaps and parts overlaps of borders that were digitised twice, and says where and how much', () => {
    const random = createRandom('twice')
    const outlines = mosaic('twice', 4, 3, 20_000, 4).map(
      (outline): GridOutline => ({
        ...outline,
        // every ring by its own hand: each corner up to two metres off
        polygons: outline.polygons.map((rings) =>
          rings.map((ring) => {
            const moved = ring.slice(0, -1).map(([x, y]): LatticePoint => [x + random.whole(-200, 200), y + random.whole(-200, 200)])
            return [...moved, ...moved.slice(0, 1)]
          }),
        ),
      }),
    )
    const cleaned = cleanCoverage(outlines, twoParents)
    expect(cleaned.ok).toBe(true)
    if (!cleaned.ok) return
    expect(faultsOf(cleaned.topology)).toEqual([])
    expect(cleaned.changes.some(({ kind }) => kind === 'gapFilled')).toBe(true)
    expect(cleaned.changes.some(({ kind }) => kind === 'overlapResolved')).toBe(true)
    expect(inMetres(cleaned.changes)).toBeGreaterThan(10)
    for (const { to, among } of cleaned.changes) expect(among).toContain(to)
  })
  it('refuses an overlap that is no slip of the hand, with the piece', () => {
    const outlines = drawn(
      {
        A: [0, 0],
        B: [100000, 0],
        C: [100000, 100000],
        D: [0, 100000],
        E: [50000, 0],
        F: [150000, 0],
        G: [150000, 100000],
        H: [50000, 100000],
      },
      { 1: 'ABCD', 2: 'EFGH' },
    )
    const cleaned = cleanCoverage(outlines, twoParents)
    expect(cleaned).toMatchObject({ ok: false, reason: 'overlapTooLarge', grids: ['1', '2'] })
    if (!cleaned.ok) expect(cleaned.pieces[0]?.length).toBeGreaterThan(4)
  })
  it('keeps a lake as ground of nobody, and an island that floats in a hole', () => {
    const places = {
      A: [0, 0],
      B: [200000, 0],
      C: [200000, 200000],
      D: [0, 200000],
      E: [50000, 50000],
      F: [150000, 50000],
      G: [150000, 150000],
      H: [50000, 150000],
      I: [80000, 80000],
      J: [120000, 80000],
      K: [120000, 120000],
      L: [80000, 120000],
    } as const
    const lake = cleanCoverage(drawn(places, { 1: 'ABCD-EHGF' }), twoParents)
    expect(lake).toMatchObject({ ok: true, changes: [{ kind: 'holeKept' }] })
    const island = cleanCoverage(drawn(places, { 1: 'ABCD-EHGF', 2: 'EFGH-ILKJ', 3: 'IJKL' }), twoParents)
    expect(island).toMatchObject({ ok: true, changes: [] })
    if (island.ok) expect(island.topology.arcs.size).toBe(3)
  })
  it('names a grid of which nothing is left', () => {
    const twice = drawn({ A: [0, 0], B: [3000, 0], C: [3000, 3000], D: [0, 3000] }, { 1: 'ABCD', 2: 'ABCD' })
    expect(cleanCoverage(twice, twoParents)).toMatchObject({ ok: false, reason: 'nothingLeft' })
  })
})

const folder = new URL('../../../../shared/data/boundaries/', import.meta.url)
const districts = ['dongcheng', 'xicheng'].filter((name) => existsSync(new URL(`${name}-all.geojson`, folder)))
if (districts.length < 2) process.stdout.write('the real districts do not lie beside the project: cleaning is tried on made ones only\n')
describe.runIf(districts.length > 0)('the real districts', () => {
  it.each(districts)('%s import clean', (name) => {
    const { features } = JSON.parse(readFileSync(new URL(`${name}-all.geojson`, folder), 'utf8')) as {
      features: { properties: { Name: string; code: number }; geometry: { type: string; coordinates: number[][][] & number[][][][] } }[]
    }
    const outlines = features.map(({ properties, geometry }): GridOutline => {
      const polygons: number[][][][] = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
      return {
        id: String(properties.code),
        name: properties.Name,
        nameEn: properties.Name,
        parent: 'C1',
        polygons: polygons.map((rings) => rings.map((ring) => ring.map(([lng = 0, lat = 0]) => toLattice([lng, lat])))),
      }
    })
    const cleaned = cleanCoverage(outlines, twoParents, { tolerance: 300, mostSquareMetres: 60_000 })
    process.stdout.write(
      `${name}: ${cleaned.ok ? `${cleaned.changes.length} changes, ${Math.round(inMetres(cleaned.changes))} m² in all, ${cleaned.topology.arcs.size} borders` : JSON.stringify({ ...cleaned, pieces: cleaned.pieces.length })}\n`,
    )
    expect(cleaned.ok).toBe(true)
  })
})
