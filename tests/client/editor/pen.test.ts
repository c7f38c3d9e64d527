// Where the pen lands, and how it follows streets.
import { describe, expect, it } from 'vitest'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { applyOperation } from '#domain/topology/operations.ts'
import { indexGuides, snap } from '../../../client/editor/snap.ts'
import { operationOf, removalOf, simplificationOf } from '../../../client/editor/tools.ts'
import { traceGraph } from '../../../client/editor/trace.ts'
import { at, built, drawn } from '../../domain/topology/mosaic.ts'

//   D ─────── C ─────── F        a street runs from A' at the left through the middle of 1 to the right
//   │    1    │    2    │
//   A ─────── B ─────── E
const two = built(
  drawn({ A: [0, 0], B: [10000, 0], C: [10000, 10000], D: [0, 10000], E: [20000, 0], F: [20000, 10000] }, { 1: 'ABCD', 2: 'BEFC' }),
)
const street: LatticePoint[] = [at(-2000, 5000), at(3000, 5000), at(6000, 6000), at(14000, 6000)]
const lane: LatticePoint[] = [at(6000, 6000), at(6000, 12000)]
const guides = indexGuides([
  { kind: 'road', line: street },
  { kind: 'road', line: lane },
])

describe('snapping', () => {
  it('prefers the corner of a border to a street, a street’s corner to its middle, and the lattice to nothing', () => {
    expect(snap(two, guides, at(10010, 20), 100)).toMatchObject({ point: at(10000, 0), kind: 'node' })
    expect(snap(two, guides, at(3010, 5020), 100)).toMatchObject({ point: at(3000, 5000), kind: 'road' })
    expect(snap(two, guides, at(1000, 5030), 100)).toMatchObject({ point: at(1000, 5000), kind: 'road' })
    expect(snap(two, guides, at(10040, 3000), 100)).toMatchObject({ point: at(10000, 3000), kind: 'border' })
    expect(snap(two, guides, [at(15000, 3000)[0] + 0.4, at(15000, 3000)[1]], 100)).toEqual({ point: at(15000, 3000), kind: 'free' })
  })
  it('can be left alone', () => {
    expect(snap(two, guides, at(10010, 20), 100, false)).toEqual({ point: at(10010, 20), kind: 'free' })
  })
})

describe('following', () => {
  const graph = traceGraph([{ line: street }, { line: lane }])
  const on = (x: number, y: number) => snap(two, guides, at(x, y), 100)
  it('goes along streets between two points on them, around corners', () => {
    expect(graph.way(on(0, 5000), on(6000, 9000))).toEqual([at(0, 5000), at(3000, 5000), at(6000, 6000), at(6000, 9000)])
  })
  it('goes straight between two points of one stretch', () => {
    expect(graph.way(on(7000, 6000), on(9000, 6000))).toEqual([at(7000, 6000), at(9000, 6000)])
  })
  it('is no way from where no street is', () => {
    expect(graph.way({ point: at(15000, 1000), kind: 'free' }, on(9000, 6000))).toBeNull()
  })
})

describe('tools', () => {
  const naming = { newId: () => 'made', nameOf: (n: number) => ({ name: `新${n}`, nameEn: `New ${n}` }) }
  it('make the operation that the drawing stands for', () => {
    const split = operationOf('split', two, null, [at(-100, 5000), at(10100, 5000)], naming)
    expect(split).toMatchObject({ kind: 'splitGrid', grid: '1', newGrids: [{ id: 'made' }] })
    expect(operationOf('transfer', two, null, [at(0, 0), at(1, 0), at(0, 1)], naming)).toBeNull()
    expect(operationOf('giveUp', two, '2', [at(15000, 1), at(25000, 1), at(20000, 9)], naming)).toMatchObject({ to: '', from: ['2'] })
    expect(operationOf('found', two, '2', [at(15000, 1), at(16000, 1), at(15000, 900)], naming)).toMatchObject({
      to: 'made',
      founding: { parent: 'C1' },
    })
    expect(operationOf('split', two, null, [at(-100, 5000)], naming)).toBeNull()
  })
  it('take a point out of a border, but no node', () => {
    expect(removalOf(two, at(0, 10000))).toMatchObject({ kind: 'replacePath' })
    expect(removalOf(two, at(10000, 0))).toBeNull()
  })
  it('simplify within the tolerance and not beyond', () => {
    const line: LatticePoint[] = [at(0, 0), at(1000, 3), at(2000, -2), at(3000, 500), at(4000, 0)]
    expect(simplificationOf(line, 10)).toMatchObject({ after: [at(0, 0), at(2000, -2), at(3000, 500), at(4000, 0)] })
    expect(simplificationOf([at(0, 0), at(1000, 0)], 10)).toBeNull()
  })
  it('and what they make holds', () => {
    const split = operationOf('split', two, '1', [at(-100, 5000), at(10100, 5000)], naming)
    expect(split !== null && applyOperation(two, split).ok).toBe(true)
  })
})
