// Where the pen lands, and how it follows streets.
import { describe, expect, it } from 'vitest'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { applyOperation } from '#domain/topology/operations.ts'
import { gridAt } from '#domain/topology/topology.ts'
import { blocksOf } from '../../../client/editor/block-at.ts'
import { lineBefore, lineTo, pressedAt } from '../../../client/editor/drawn-line.ts'
import { indexGuides, type Snapped, snap } from '../../../client/editor/snap.ts'
import { borderAt, borderMoved, insertionOf, operationOf, removalOf, simplificationOf } from '../../../client/editor/tools.ts'
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
    expect(graph.way(two, on(0, 5000), on(6000, 9000))).toEqual([at(0, 5000), at(3000, 5000), at(6000, 6000), at(6000, 9000)])
  })
  it('goes straight between two points of one stretch', () => {
    expect(graph.way(two, on(7000, 6000), on(9000, 6000))).toEqual([at(7000, 6000), at(9000, 6000)])
  })
  it('is no way from where no street is', () => {
    expect(graph.way(two, { point: at(15000, 1000), kind: 'free' }, on(9000, 6000))).toBeNull()
  })
  it('goes along borders where no street leads, around their corners', () => {
    expect(graph.way(two, on(20000, 3000), on(14000, 10000))).toEqual([at(20000, 3000), at(20000, 10000), at(14000, 10000)])
    expect(graph.way(two, on(20000, 3000), on(20000, 7000))).toEqual([at(20000, 3000), at(20000, 7000)])
  })
  it('parts a grid along its street rather than around it', () => {
    const [west, east] = [on(0, 5000), on(10000, 6000)]
    expect([west.kind, east.kind]).toEqual(['border', 'border'])
    expect(graph.way(two, west, east)).toEqual([at(0, 5000), at(3000, 5000), at(6000, 6000), at(10000, 6000)])
  })
  it('is no way that is much longer than what it leads to', () => {
    const around = (detour: number) => traceGraph([{ line: [at(-5000, 0), at(-5000, detour), at(-4000, detour), at(-4000, 0)] }])
    const end = (x: number): Snapped => ({ point: at(x, 0), kind: 'road' })
    expect(around(900_000).way(two, end(-5000), end(-4000))).toBeNull()
    expect(around(9000).way(two, end(-5000), end(-4000))).toHaveLength(4)
  })
})

describe('a line being drawn', () => {
  const to = (x: number, y: number): Snapped => ({ point: at(x, y), kind: 'free' })
  const follow = (from: Snapped, next: Snapped) => (next.point[1] > at(0, 0)[1] ? null : [from.point, at(5, 0), next.point])
  it('gets what a press follows, and loses all of it when that press is taken back', () => {
    const one = lineTo(lineTo(null, to(0, 0), follow), to(9, 0), follow)
    expect(one.points).toEqual([at(0, 0), at(5, 0), at(9, 0)])
    expect(pressedAt(one)).toEqual([at(0, 0), at(9, 0)])
    expect(lineBefore(one)?.points).toEqual([at(0, 0)])
    expect(lineBefore(lineTo(null, to(0, 0), null))).toBeNull()
  })
  it('says that there was nothing to follow, and goes straight', () => {
    const stray = lineTo(lineTo(null, to(0, 0), follow), to(9, 9), follow)
    expect(stray).toMatchObject({ points: [at(0, 0), at(9, 9)], isStray: true })
    expect(lineTo(stray, to(10, 0), follow).isStray).toBe(false)
    expect(lineTo(stray, to(10, 9), null).isStray).toBe(false)
  })
  it('is not made longer by the second press of a double one', () => {
    const line = lineTo(null, to(0, 0), null)
    expect(lineTo(line, to(0, 0), null)).toBe(line)
  })
})

describe('the ground of one press', () => {
  //  a house in 2; the street parts 1 into a block above and one below it
  const house = [at(15000, 2000), at(16000, 2000), at(16000, 3000), at(15000, 3000)]
  const yard = [at(14000, 1000), at(17000, 1000), at(17000, 4000), at(14000, 4000)]
  const blocks = blocksOf(
    [
      { kind: 'compound', ring: yard },
      { kind: 'building', ring: house },
    ],
    [street],
  )
  it('is the building, beside it the compound, and else the block between streets and borders', () => {
    expect(blocks(two, at(15500, 2500))).toEqual({ kind: 'building', ring: house })
    expect(blocks(two, at(14500, 1500))).toEqual({ kind: 'compound', ring: yard })
    expect(blocks(two, at(5000, 1000))?.kind).toBe('block')
    expect(blocks(two, at(-5000, 1000))).toBeNull()
  })
  it('goes to another grid as it is', () => {
    const given = applyOperation(two, { kind: 'transferArea', ring: blocks(two, at(5000, 1000))?.ring ?? [], to: '2' })
    expect(given.ok && gridAt(given.topology, at(5000, 1000))).toBe('2')
    expect(given.ok && gridAt(given.topology, at(5000, 9000))).toBe('1')
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
  it('put a point into a border, half-way to the next', () => {
    expect(insertionOf(two, at(0, 10000))).toMatchObject({ kind: 'replacePath', after: { length: 3 } })
    const inserted = insertionOf(two, at(0, 10000))
    expect(inserted !== null && applyOperation(two, inserted).ok).toBe(true)
    expect(insertionOf(two, at(1, 1))).toBeNull()
  })
  it('find the border within reach and move the whole of it, its ends too', () => {
    const border = borderAt(two, at(10040, 4000), 100)
    expect(borderAt(two, at(10140, 4000), 100)).toBeNull()
    expect(borderMoved(two, border ?? -1, at(10040, 4000), at(11040, 4000))).toEqual({
      kind: 'movePoints',
      moves: expect.arrayContaining([
        { from: at(10000, 0), to: at(11000, 0) },
        { from: at(10000, 10000), to: at(11000, 10000) },
      ]),
    })
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
