// Borders from a file as operations of a plan: who gets which ground, which field says so, and what is let alone.
import { describe, expect, it } from 'vitest'
import { fromLattice, type LatticePoint } from '#domain/topology/lattice.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import type { Topology } from '#domain/topology/topology.ts'
import {
  boxOfTopology,
  cutContained,
  type FieldMapping,
  fitsFields,
  planFromBorders,
  proposeMapping,
  valuesOf,
} from '../../../client/editor/borders-file.ts'
import { gridsOfTopology } from '../../../client/editor/borders-out.ts'
import { farAway } from '../../../client/editor/far-away.ts'
import { boxOf, type FileOutline, moveOutlines, readGeoJson } from '../../../client/editor/file-outline.ts'
import { positionsOf, writeGeoJson, writtenFeatures } from '../../../client/editor/written-things.ts'
import { at, built, drawn, mosaic } from '../../domain/topology/mosaic.ts'

/*
 *   A ───── B ───── C
 *   │   1   │   2   │
 *   D ───── E ───── F
 */
const places = { A: [0, 20_000], B: [20_000, 20_000], C: [40_000, 20_000], D: [0, 0], E: [20_000, 0], F: [40_000, 0] } as const
const two = built(drawn(places, { '1': 'ADEB', '2': 'BEFC' }))

const mapping: FieldMapping = { key: 'code', name: null, parent: null, only: null }
const outline = (properties: Record<string, unknown>, ring: readonly LatticePoint[]): FileOutline => ({
  properties,
  shape: 'area',
  polygons: [[[...ring, ...ring.slice(0, 1)].map(fromLattice)]],
})
function planned(topology: Topology, outlines: readonly FileOutline[], by: FieldMapping = mapping) {
  let made = 0
  const result = planFromBorders({ topology, outlines, mapping: by, parent: 'C1', newId: () => `new-${++made}` })
  if (!result.ok) throw new Error(result.reason)
  return result.plan
}
const asFile = (topology: Topology): readonly FileOutline[] => {
  const read = readGeoJson(
    writeGeoJson(
      writtenFeatures(gridsOfTopology(topology), (p) => p, null),
      { kind: 'degrees', datum: 'wgs84' },
    ),
    { wanted: ['area'] },
  )
  if (typeof read === 'string') throw new Error(read)
  return read.outlines
}
const ground = (topology: Topology) =>
  new Map([...topology.grids].map(([id]) => [id, gridPolygons(topology, id).map((rings) => rings.length)]))

describe('a file', () => {
  it('of the borders as they are changes nothing', () => {
    for (const seed of ['a', 'b', 'c']) {
      const topology = built(mosaic(seed, 5, 4))
      expect(planned(topology, asFile(topology))).toMatchObject({ operations: [], refused: [], known: 20, made: 0 })
    }
  })

  it('that moves one border gives the ground over, and lets the others be', () => {
    const shifted = [
      outline({ code: '1' }, [at(0, 20_000), at(0, 0), at(25_000, 0), at(25_000, 20_000)]),
      outline({ code: '2' }, [at(25_000, 20_000), at(25_000, 0), at(40_000, 0), at(40_000, 20_000)]),
    ]
    const { topology, refused, known } = planned(two, shifted)
    expect([refused, known]).toEqual([[], 2])
    expect(gridPolygons(topology, '1').flat(2)).toContainEqual(at(25_000, 0))
    expect(gridPolygons(topology, '2').flat(2)).not.toContainEqual(at(20_000, 0))
  })

  it('founds a grid that nobody has heard of, called and placed as its fields say', () => {
    const half = outline({ code: 'X9', title: '河东网格', street: 'Community two' }, [
      at(30_000, 20_000),
      at(30_000, 0),
      at(40_000, 0),
      at(40_000, 20_000),
    ])
    const { topology, made } = planned(two, [half], { ...mapping, name: 'title', parent: 'street' })
    expect(made).toBe(1)
    expect(topology.grids.get('new-1')).toMatchObject({ name: '河东网格', parent: 'C2' })
    const without = planned(two, [half])
    expect(without.topology.grids.get('new-1')).toMatchObject({ name: 'X9', parent: 'C1' })
  })

  it('gives a grid inside another its ground after the one around it', () => {
    /*   a grid O with an island I, and the file says the same, the island first */
    const around = {
      A: [0, 0],
      B: [60_000, 0],
      C: [60_000, 60_000],
      D: [0, 60_000],
      p: [20_000, 20_000],
      q: [40_000, 20_000],
      r: [40_000, 40_000],
      s: [20_000, 40_000],
    } as const
    const topology = built(drawn(around, { O: 'ABCD-psrq', I: 'pqrs' }))
    expect(planned(topology, asFile(topology)).operations).toEqual([])
    const larger = outline({ code: 'O' }, [at(0, 0), at(60_000, 0), at(60_000, 70_000), at(0, 70_000)])
    const island = asFile(topology).filter(({ properties }) => properties.code === 'I')
    const { topology: after, refused } = planned(topology, cutContained([...island, larger]))
    expect(refused).toEqual([])
    expect(ground(after)).toEqual(
      new Map([
        ['O', [2]],
        ['I', [1]],
      ]),
    )
    expect(gridPolygons(after, 'O').flat(2)).toContainEqual(at(0, 70_000))
    // the same for one that is founded around an island
    const founded = planned(
      two,
      cutContained([
        outline({ code: 'i' }, [at(25_000, 5000), at(35_000, 5000), at(35_000, 15_000), at(25_000, 15_000)]),
        outline({ code: 'o' }, [at(22_000, 1000), at(39_000, 1000), at(39_000, 19_000), at(22_000, 19_000)]),
      ]),
    )
    expect([founded.refused, founded.made]).toEqual([[], 2])
    expect(ground(founded.topology)).toEqual(
      new Map([
        ['1', [1]],
        ['2', [2]],
        ['new-1', [1]],
        ['new-2', [2]],
      ]),
    )
  })

  it('may hold all levels, of which one is taken', () => {
    const all = [
      ...asFile(two).map((one) => ({ ...one, properties: { ...one.properties, level: 3 } })),
      outline({ code: 'C1', level: 2 }, [at(0, 20_000), at(0, 0), at(40_000, 0), at(40_000, 20_000)]),
    ]
    expect(planned(two, all, { ...mapping, only: { field: 'level', value: '3' } })).toMatchObject({ operations: [], known: 2, made: 0 })
  })

  it('with grids over each other is refused with their names', () => {
    const both = [outline({ code: '1' }, [at(0, 20_000), at(0, 0), at(40_000, 0), at(40_000, 20_000)]), ...asFile(two).slice(1)]
    const result = planFromBorders({ topology: two, outlines: both, mapping, parent: 'C1', newId: () => 'n' })
    expect(result).toMatchObject({ ok: false, reason: 'overlapTooLarge' })
  })
})

describe('fields', () => {
  const rows = [
    { OBJECTID: 1, dm: '1', mc: '甲网格', sq: 'Community one', 层级: '三级' },
    { OBJECTID: 2, dm: '2', mc: '乙网格', sq: 'Community two', 层级: '三级' },
    { OBJECTID: 9, dm: 'C1', mc: '甲社区', sq: '', 层级: '二级' },
  ].map((properties) => outline(properties, [at(0, 20_000), at(0, 0), at(20_000, 0)]))

  it('are proposed by what stands in them', () => {
    const named = built(
      [...drawn(places, { '1': 'ADEB', '2': 'BEFC' })].map((one) => ({ ...one, id: `99-${one.id}`, name: one.id, nameEn: '' })),
    )
    expect(proposeMapping(rows, named)).toEqual({ key: 'OBJECTID', name: 'mc', parent: 'sq', only: { field: '层级', value: '三级' } })
    const codes = rows.map(({ properties: { OBJECTID: _, ...properties }, ...one }) => ({ ...one, properties }))
    expect(proposeMapping(codes, named)).toMatchObject({ key: 'dm' })
  })
  it('are proposed by what they are called where nothing in them is known', () => {
    const strange = [outline({ fid: 7, 网格编码: 'k1', 网格名称: '丁' }, [at(0, 0), at(1000, 0), at(0, 1000)])]
    expect(proposeMapping(strange, two)).toEqual({ key: '网格编码', name: '网格名称', parent: null, only: null })
  })
  it('of a mapping that was kept must be there', () => {
    expect(fitsFields(mapping, ['code', 'x'])).toBe(true)
    expect(fitsFields({ ...mapping, parent: 'y' }, ['code', 'x'])).toBe(false)
    expect(fitsFields({ ...mapping, only: { field: 'z', value: '1' } }, ['code'])).toBe(false)
  })
  it('have values to choose from, unless there are too many', () => {
    expect(valuesOf(rows, '层级')).toEqual(['三级', '二级'])
    expect(valuesOf(rows, 'dm', 2)).toEqual([])
  })
})

describe('a drawing', () => {
  it('has an outline around another leave it out', () => {
    const square = (x: number, y: number, size: number) => [at(x, y), at(x + size, y), at(x + size, y + size), at(x, y + size)]
    const [outer, inner, beside] = cutContained([
      outline({ code: 'o' }, square(0, 0, 30_000)),
      outline({ code: 'i' }, square(10_000, 10_000, 10_000)),
      outline({ code: 'b' }, square(30_000, 0, 10_000)),
    ])
    expect([outer, inner, beside].map((one) => one?.polygons.map((rings) => rings.length))).toEqual([[2], [1], [1]])
  })
  it('gives the text inside an outline as its label', () => {
    const features = writtenFeatures(gridsOfTopology(two), (p) => p, { textHeight: 8 })
    const lines = features.flatMap((feature) => {
      const { geometry, properties } = JSON.parse(JSON.stringify(feature))
      if (geometry.type === 'Point') return [{ geometry, properties: { ...properties, Text: `名${properties.Layer}` } }]
      return geometry.coordinates.map(([ring]: unknown[]) => ({ properties, geometry: { type: 'LineString', coordinates: ring } }))
    })
    const read = readGeoJson(JSON.stringify({ features: lines }), { wanted: ['area'], drawing: true })
    if (typeof read === 'string') throw new Error(read)
    expect(read.outlines.map(({ properties }) => [properties.Layer, properties.label])).toEqual([
      ['1', '名1'],
      ['2', '名2'],
    ])
    expect(readGeoJson(JSON.stringify({ features: lines }), { wanted: ['area'] })).toBe('noPolygons')
  })
})

it('a file far from here is told how far it is', () => {
  const near = boxOfTopology(two)
  expect(boxOf(asFile(two))).toEqual([...near])
  expect(farAway(asFile(two), near)).toBeNull()
  expect(
    farAway(
      moveOutlines(asFile(two), ([x, y]) => [x + 1, y]),
      near,
    ),
  ).toBeGreaterThan(90_000)
  expect(
    farAway(
      moveOutlines(asFile(two), ([x, y]) => [y, x]),
      near,
    ),
  ).toBeGreaterThan(1_000_000)
})

it('every position of a file is projected once', () => {
  const grids = gridsOfTopology(two)
  expect(positionsOf(grids).map(String).sort()).toEqual([...new Set(positionsOf(grids).map(String))].sort())
  expect(positionsOf(grids)).toHaveLength(6 + 2)
})
