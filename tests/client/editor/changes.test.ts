// What a plan changes, grid by grid.
//
//      D────C────F────H      1 ABCD · 2 BEFC · 3 EGHF, each 30,000 × 30,000 units
//      │ 1  │ 2  │ 3  │
//      A────B────E────G
import { describe, expect, it } from 'vitest'
import { areaSquareMetres } from '#domain/plans/checks.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import { isChanged } from '#domain/topology/same-ground.ts'
import type { Topology } from '#domain/topology/topology.ts'
import { changesOf } from '../../../client/editor/changes.ts'
import { at, built, drawn } from '../../domain/topology/mosaic.ts'

const places: Readonly<Record<string, readonly [number, number]>> = {
  ...{ A: [0, 0], B: [30000, 0], C: [30000, 30000], D: [0, 30000] },
  ...{ E: [60000, 0], F: [60000, 30000], G: [90000, 0], H: [90000, 30000] },
}
const base = built(drawn(places, { 1: 'ABCD', 2: 'BEFC', 3: 'EGHF' }))
const square = areaSquareMetres([[[at(0, 0), at(30000, 0), at(30000, 30000), at(0, 30000), at(0, 0)]]])

function edited(...operations: readonly Operation[]): Topology {
  let topology = base
  for (const operation of operations) {
    const result = applyOperation(topology, operation)
    if (!result.ok) throw new Error(result.reason)
    topology = result.topology
  }
  return topology
}
const changes = (topology: Topology) =>
  changesOf(base, topology, new Set([...topology.grids.keys()].filter((grid) => isChanged(base, topology, grid))))
/** `gained 1 0.33`: from grid 1, as a share of a grid. */
const told = (topology: Topology) =>
  changes(topology).map(({ grid, kind, gained, lost }) => [
    `${kind} ${grid}`,
    ...gained.map(({ other, squareMetres }) => `gained ${other} ${(squareMetres / square).toFixed(2)}`),
    ...lost.map(({ other, squareMetres }) => `lost ${other} ${(squareMetres / square).toFixed(2)}`),
  ])

describe('the changes of a plan', () => {
  it('are none on its base', () => {
    expect(changes(base)).toEqual([])
  })
  it('tell ground from whom it comes and to whom it goes, with its place', () => {
    const moved = edited({
      kind: 'movePoints',
      moves: [
        { from: at(30000, 0), to: at(40000, 0) },
        { from: at(30000, 30000), to: at(40000, 30000) },
      ],
    })
    expect(told(moved)).toEqual([
      ['goesOn 1', 'gained 2 0.33'],
      ['goesOn 2', 'lost 1 0.33'],
    ])
    expect(changes(moved)[0]?.gained[0]?.box).toEqual([...at(30000, 0), ...at(40000, 30000)])
  })
  it('tell new and dissolved grids', () => {
    const split: Operation = {
      kind: 'splitGrid',
      grid: '1',
      line: [at(-100, 20000), at(30100, 20000)],
      newGrids: [{ id: 'n', name: 'n', nameEn: 'n' }],
    }
    expect(told(edited(split, { kind: 'mergeGrids', into: '2', grids: ['3'] }))).toEqual([
      ['goesOn 1', 'lost n 0.33'],
      ['goesOn 2', 'gained 3 1.00'],
      ['dissolved 3', 'lost 2 1.00'],
      ['new n', 'gained 1 0.33'],
    ])
  })
  it('tell ground that comes from nobody and goes to nobody', () => {
    const out = edited({
      kind: 'transferArea',
      ring: [at(-100, -100), at(9000, -100), at(9000, 9000), at(-100, 9000)],
      to: '',
      from: ['1'],
    })
    expect(told(out)).toEqual([['goesOn 1', 'lost  0.09']])
    const beyond = [at(90000, 0), at(99000, 0), at(99000, 10000), at(90000, 10000)]
    expect(told(edited({ kind: 'transferArea', ring: beyond, to: '3', from: [''] }))).toEqual([['goesOn 3', 'gained  0.10']])
  })
  it('find who holds ground far from their borders: an island that is dissolved goes to those around it', () => {
    const island = built(
      drawn(
        { ...places, I: [10000, 10000], J: [20000, 10000], K: [20000, 20000], L: [10000, 20000] },
        { 1: 'ABCD-ILKJ', 2: 'BEFC', i: 'IJKL' },
      ),
    )
    const result = applyOperation(island, { kind: 'mergeGrids', into: '1', grids: ['i'] })
    if (!result.ok) throw new Error(result.reason)
    expect(
      changesOf(island, result.topology, new Set(['1'])).map(({ grid, gained, lost }) => [grid, gained[0]?.other, lost[0]?.other]),
    ).toEqual([
      ['1', 'i', undefined],
      ['i', undefined, '1'],
    ])
  })
  it('tell names and parents, of communities too, and nothing of a border that was bent by less than a decimetre', () => {
    const named = edited({ kind: 'renameGrid', grid: '1', name: 'x', nameEn: 'x' }, { kind: 'setParent', grid: '1', parent: 'C2' })
    expect(changes(named)).toMatchObject([
      { grid: '1', kind: 'goesOn', nameBefore: { name: '1', nameEn: '1' }, parent: { from: 'C1', to: 'C2' }, gained: [], lost: [] },
    ])
    const above = edited({ kind: 'renameGrid', grid: 'C1', name: 'y', nameEn: 'y' })
    expect(changes(above)).toMatchObject([{ grid: 'C1', nameBefore: { name: 'Community one' }, box: null }])
    const bent = edited({ kind: 'movePoints', moves: [{ from: at(30000, 0), to: at(30008, 0) }] })
    expect(changesOf(base, bent, new Set(['1', '2'])).flatMap(({ gained, lost }) => [...gained, ...lost])).toEqual([])
  })
})
