// Each edit by a drawing: what it does to both sides of a border, and what it refuses.
import { describe, expect, it } from 'vitest'
import { faultsOf } from '#domain/topology/invariants.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { EditRefusal } from '#domain/topology/refusal.ts'
import { bordersOf, gridPolygons, neighboursOf, parentPolygons } from '#domain/topology/rings.ts'
import { type GridId, gridAt, OUTSIDE, type Topology } from '#domain/topology/topology.ts'
import { at, built, drawn, fan, mosaic, ORIGIN } from './mosaic.ts'

const ringOf = (topology: Topology, grid: GridId): string => {
  const name = ([x, y]: LatticePoint) => `${x - ORIGIN[0]},${y - ORIGIN[1]}`
  return gridPolygons(topology, grid)
    .map((rings) => rings.map((ring) => ring.map(name).join(' ')).join(' - '))
    .join(' | ')
}

function done(topology: Topology, operation: Operation): Topology {
  const result = applyOperation(topology, operation)
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`)
  expect(faultsOf(result.topology)).toEqual([])
  return result.topology
}

function reason(topology: Topology, operation: Operation): EditRefusal | null {
  const before = topology.arcs
  const result = applyOperation(topology, operation)
  expect(topology.arcs).toBe(before)
  return result.ok ? null : result.reason
}

//   D ─────── C ─────── F
//   │    1    │    2    │
//   A ─────── B ─────── E
const places = { A: [0, 0], B: [10000, 0], C: [10000, 10000], D: [0, 10000], E: [20000, 0], F: [20000, 10000] } as const
const two = built(drawn(places, { 1: 'ABCD', 2: 'BEFC' }))

describe('the three polygons whose second split starts on the border that the first one made', () => {
  //   D ──── H ──── C        1 is split by G→H; then its right part by J→K with J on G→H.
  //   │      │      │        The left part has to get J as a point although nobody touched it.
  //   │      J ──── K
  //   │      │      │
  //   A ──── G ──── B
  const one = built(drawn(places, { 1: 'ABCD' }))
  const split = done(one, {
    kind: 'splitGrid',
    grid: '1',
    line: [at(5000, -100), at(5000, 10100)],
    newGrids: [{ id: 'right', name: 'right', nameEn: 'right' }],
    keep: at(100, 100),
  })
  const again = done(split, {
    kind: 'splitGrid',
    grid: 'right',
    line: [at(5000, 4000), at(10100, 4000)],
    newGrids: [{ id: 'top', name: 'top', nameEn: 'top' }],
    keep: at(9000, 100),
  })

  it('gives all three the same point', () => {
    for (const grid of ['1', 'right', 'top']) expect(ringOf(again, grid)).toContain('5000,4000')
    expect(again.nodes.size).toBe(4)
  })
  it('and a move of that point moves all three', () => {
    const moved = done(again, { kind: 'movePoints', moves: [{ from: at(5000, 4000), to: at(5200, 4100) }] })
    for (const grid of ['1', 'right', 'top']) expect(ringOf(moved, grid)).toContain('5200,4100')
    for (const grid of ['1', 'right', 'top']) expect(ringOf(moved, grid)).not.toContain('5000,4000')
  })
  it('merging both parts back gives the outline with the points where the line met it', () => {
    const merged = done(done(again, { kind: 'mergeGrids', into: 'right', grids: ['top'] }), {
      kind: 'mergeGrids',
      into: '1',
      grids: ['right'],
    })
    expect(ringOf(merged, '1')).toBe('0,0 5000,0 10000,0 10000,4000 10000,10000 5000,10000 0,10000 0,0')
    expect(merged.arcs.size).toBe(1)
  })
})

it('an operation names no more points than the service takes', () => {
  const ring = Array.from({ length: 2001 }, (_, i) => at(1000 + i, i === 2000 ? 9000 : 1000))
  expect(reason(two, { kind: 'transferArea', ring, to: '2' })).toBe('tooManyPoints')
  expect(reason(two, { kind: 'splitGrid', grid: '1', line: ring, newGrids: [] })).toBe('tooManyPoints')
  expect(reason(two, { kind: 'replacePath', before: [at(0, 0), at(10000, 0)], after: [at(0, 0), ...ring, at(10000, 0)] })).toBe(
    'tooManyPoints',
  )
  expect(reason(two, { kind: 'movePoints', moves: ring.map((p) => ({ from: p, to: p })) })).toBe('tooManyPoints')
  const from = Array.from({ length: 501 }, (_, i) => `${i}`)
  expect(reason(two, { kind: 'transferArea', ring: [at(1000, 1000), at(9000, 1000), at(5000, 9000)], to: '2', from })).toBe('tooManyPoints')
})

describe('moving points', () => {
  it('moves the border for both sides', () => {
    const moved = done(two, { kind: 'movePoints', moves: [{ from: at(10000, 0), to: at(11000, 500) }] })
    expect(ringOf(moved, '1')).toBe('0,0 11000,500 10000,10000 0,10000 0,0')
    expect(ringOf(moved, '2')).toBe('10000,10000 11000,500 20000,0 20000,10000 10000,10000')
  })
  it('moves a whole border at once', () => {
    const moved = done(two, {
      kind: 'movePoints',
      moves: [
        { from: at(10000, 0), to: at(12000, 0) },
        { from: at(10000, 10000), to: at(12000, 10000) },
      ],
    })
    expect(ringOf(moved, '1')).toBe('0,0 12000,0 12000,10000 0,10000 0,0')
  })
  it('and back again is where it was', () => {
    const there = done(two, { kind: 'movePoints', moves: [{ from: at(10000, 0), to: at(11000, 500) }] })
    const back = done(there, { kind: 'movePoints', moves: [{ from: at(11000, 500), to: at(10000, 0) }] })
    expect(ringOf(back, '1')).toBe(ringOf(two, '1'))
  })
  it.each<[string, LatticePoint, LatticePoint, EditRefusal]>([
    ['across another border', at(10000, 0), at(5000, 12000), 'wouldCross'],
    ['onto another node', at(10000, 0), at(10000, 10000), 'placeTaken'],
    ['onto a border', at(10000, 0), at(0, 5000), 'wouldCross'],
    ['from where no point is', at(9999, 0), at(9998, 0), 'noSuchPoint'],
    ['out of the frame', at(10000, 0), at(2 ** 26, 0), 'outOfRange'],
    ['off the lattice', at(10000, 0), at(0.5, 0), 'outOfRange'],
    ['nowhere', at(10000, 0), at(10000, 0), 'nothingChanges'],
  ])('is refused %s', (_, from, to, expected) => {
    expect(reason(two, { kind: 'movePoints', moves: [{ from, to }] })).toBe(expected)
  })
  it('is refused when a border would pass over an island without touching it', () => {
    const withIsland = done(two, {
      kind: 'transferArea',
      ring: [at(13000, 4800), at(13400, 4800), at(13400, 5200), at(13000, 5200)],
      to: 'island',
      founding: { name: 'i', nameEn: 'i', parent: 'C1' },
    })
    const bent = done(withIsland, {
      kind: 'replacePath',
      before: [at(10000, 0), at(10000, 10000)],
      after: [at(10000, 0), at(11000, 5000), at(10000, 10000)],
    })
    expect(reason(bent, { kind: 'movePoints', moves: [{ from: at(11000, 5000), to: at(18000, 5000) }] })).toBe('wouldJump')
  })
  it('is refused when an island would turn inside out', () => {
    const island = done(two, {
      kind: 'transferArea',
      ring: [at(2000, 2000), at(4000, 2000), at(3000, 4000)],
      to: 'i',
      founding: { name: 'i', nameEn: 'i', parent: 'C1' },
    })
    expect(reason(island, { kind: 'movePoints', moves: [{ from: at(3000, 4000), to: at(3000, 500) }] })).toBe('wouldFlip')
  })
})

describe('replacing a stretch of border', () => {
  const bent = done(two, {
    kind: 'replacePath',
    before: [at(10000, 0), at(10000, 10000)],
    after: [at(10000, 0), at(9000, 5000), at(10000, 10000)],
  })
  it('puts points in for both sides, and takes them out again', () => {
    expect(ringOf(bent, '1')).toContain('9000,5000')
    expect(ringOf(bent, '2')).toContain('9000,5000')
    const straight = done(bent, {
      kind: 'replacePath',
      before: [at(10000, 10000), at(9000, 5000), at(10000, 0)],
      after: [at(10000, 10000), at(10000, 0)],
    })
    expect(ringOf(straight, '2')).toBe(ringOf(two, '2'))
  })
  it('runs over the place where the ring of an island happens to start', () => {
    const island = done(two, {
      kind: 'transferArea',
      ring: [at(2000, 2000), at(4000, 2000), at(4000, 4000), at(2000, 4000)],
      to: 'i',
      founding: { name: 'i', nameEn: 'i', parent: 'C1' },
    })
    const cut = done(island, {
      kind: 'replacePath',
      before: [at(2000, 4000), at(2000, 2000), at(4000, 2000)],
      after: [at(2000, 4000), at(4000, 2000)],
    })
    expect(ringOf(cut, 'i')).toBe('2000,4000 4000,2000 4000,4000 2000,4000')
  })
  it.each<[string, LatticePoint[], LatticePoint[], EditRefusal]>([
    ['that is not there', [at(10000, 0), at(9999, 5)], [at(10000, 0), at(1, 1), at(9999, 5)], 'noSuchPath'],
    ['with other ends', [at(10000, 0), at(10000, 10000)], [at(10000, 0), at(10000, 9000)], 'noSuchPath'],
    ['through another border', [at(10000, 0), at(10000, 10000)], [at(10000, 0), at(-500, 5000), at(10000, 10000)], 'wouldCross'],
    [
      'with the same point twice running',
      [at(10000, 0), at(10000, 10000)],
      [at(10000, 0), at(9000, 9), at(9000, 9), at(10000, 10000)],
      'pointTwice',
    ],
    [
      'by a line that crosses itself',
      [at(10000, 0), at(10000, 10000)],
      [at(10000, 0), at(9000, 6000), at(9000, 4000), at(9500, 6000), at(8000, 5000), at(10000, 10000)],
      'wouldCross',
    ],
  ])('is refused for a stretch %s', (_, before, after, expected) => {
    expect(reason(two, { kind: 'replacePath', before, after })).toBe(expected)
  })
})

describe('splitting', () => {
  it('by a line that crosses several times makes a grid of every piece', () => {
    //  a line that leaves 1 through its right side and comes back
    const line = [at(-10, 5000), at(11000, 5000), at(11000, 7000), at(-10, 7000)]
    const split = done(two, {
      kind: 'splitGrid',
      grid: '1',
      line,
      newGrids: [
        { id: 'a', name: 'a', nameEn: 'a' },
        { id: 'b', name: 'b', nameEn: 'b' },
      ],
    })
    expect([...split.grids.keys()].sort()).toEqual(['1', '2', 'a', 'b'])
    expect(ringOf(split, '1')).toBe('0,0 10000,0 10000,5000 0,5000 0,0')
    expect(ringOf(split, '2')).toBe('10000,0 20000,0 20000,10000 10000,10000 10000,7000 10000,5000 10000,0')
  })
  it('from a T-junction to another', () => {
    const first = done(two, {
      kind: 'splitGrid',
      grid: '1',
      line: [at(0, 4000), at(10000, 6000)],
      newGrids: [{ id: 'n', name: 'n', nameEn: 'n' }],
    })
    const second = done(first, {
      kind: 'splitGrid',
      grid: '2',
      line: [at(10000, 6000), at(20000, 5000)],
      newGrids: [{ id: 'm', name: 'm', nameEn: 'm' }],
    })
    expect(second.nodes.get(second.nodes.findKey((ids) => ids.length === 4) ?? -1)).toHaveLength(4)
  })
  it('by a closed line cuts an island out, with the hole it leaves', () => {
    const ring = [at(2000, 2000), at(4000, 2000), at(4000, 4000), at(2000, 4000), at(2000, 2000)]
    const split = done(two, { kind: 'splitGrid', grid: '1', line: ring, newGrids: [{ id: 'i', name: 'i', nameEn: 'i' }] })
    expect(ringOf(split, '1')).toContain(' - 2000,2000')
    expect(gridAt(split, at(3000, 3000))).toBe('i')
  })
  it.each<[string, LatticePoint[], EditRefusal]>([
    ['that ends inside', [at(-10, 5000), at(5000, 5000)], 'lineDoesNotDivide'],
    ['that stays outside', [at(-10, -5000), at(5000, -5000)], 'lineDoesNotDivide'],
    ['that runs along the border', [at(10000, 0), at(10000, 10000)], 'lineDoesNotDivide'],
    ['that crosses itself', [at(-10, 5000), at(5000, 5000), at(3000, 3000), at(3000, 9000), at(3000, 11000)], 'lineCrossesItself'],
    ['that cuts off a scrap', [at(-10, 20), at(20, -10)], 'sliver'],
    ['off the lattice', [at(-10.5, 5000), at(20000, 5000)], 'outOfRange'],
  ])('is refused for a line %s', (_, line, expected) => {
    expect(reason(two, { kind: 'splitGrid', grid: '1', line, newGrids: [{ id: 'n', name: 'n', nameEn: 'n' }] })).toBe(expected)
  })
  it('is refused when the pieces are more than the names', () => {
    const line = [at(-10, 5000), at(11000, 5000), at(11000, 7000), at(-10, 7000)]
    expect(reason(two, { kind: 'splitGrid', grid: '1', line, newGrids: [{ id: 'a', name: 'a', nameEn: 'a' }] })).toBe('piecesDiffer')
    expect(
      reason(two, { kind: 'splitGrid', grid: '1', line: [at(-10, 500), at(11000, 500)], newGrids: [{ id: '2', name: 'a', nameEn: 'a' }] }),
    ).toBe('idTaken')
  })
})

describe('merging', () => {
  it('takes the border out for good', () => {
    const merged = done(two, { kind: 'mergeGrids', into: '1', grids: ['2'] })
    expect(ringOf(merged, '1')).toBe('0,0 10000,0 20000,0 20000,10000 10000,10000 0,10000 0,0')
    expect(merged.grids.has('2')).toBe(false)
  })
  it('fills the hole of an island', () => {
    const island = done(two, {
      kind: 'transferArea',
      ring: [at(2000, 2000), at(4000, 2000), at(3000, 4000)],
      to: 'i',
      founding: { name: 'i', nameEn: 'i', parent: 'C1' },
    })
    expect(ringOf(done(island, { kind: 'mergeGrids', into: '1', grids: ['i'] }), '1')).toBe(ringOf(two, '1'))
  })
  it('is refused for grids that share no border, and for one alone', () => {
    const wide = built(mosaic('merge', 3, 1))
    expect(reason(wide, { kind: 'mergeGrids', into: 'g0-0', grids: ['g2-0'] })).toBe('notNeighbours')
    expect(reason(wide, { kind: 'mergeGrids', into: 'g0-0', grids: ['g0-0'] })).toBe('needsTwo')
    expect(done(wide, { kind: 'mergeGrids', into: 'g0-0', grids: ['g1-0', 'g2-0'] }).grids.size).toBe(1)
  })
  it('makes a corner of many grids into one of fewer', () => {
    const five = built(fan(5))
    expect(five.nodes.get(five.nodes.findKey((ids) => ids.length === 5) ?? -1)).toHaveLength(5)
    const four = done(five, { kind: 'mergeGrids', into: 'w0', grids: ['w1'] })
    expect(four.nodes.some((ids) => ids.length === 4)).toBe(true)
  })
})

describe('transferring ground', () => {
  const lasso = [at(9000, 3000), at(12000, 3000), at(12000, 6000), at(9000, 6000)]
  it('gives what lies inside the ring to one grid', () => {
    const moved = done(two, { kind: 'transferArea', ring: lasso, to: '1' })
    expect(ringOf(moved, '1')).toBe('0,0 10000,0 10000,3000 12000,3000 12000,6000 10000,6000 10000,10000 0,10000 0,0')
  })
  it('adds ground of nobody at the outer edge, and gives it up again', () => {
    const ring = [at(19000, 2000), at(25000, 2000), at(25000, 4000), at(19000, 4000)]
    const wider = done(two, { kind: 'transferArea', ring, to: '2', from: [OUTSIDE] })
    expect(ringOf(wider, '2')).toContain('25000,2000')
    const back = done(wider, {
      kind: 'transferArea',
      ring: [at(20000, 1000), at(26000, 1000), at(26000, 5000), at(20000, 5000)],
      to: OUTSIDE,
      from: ['2'],
    })
    expect(ringOf(back, '2')).not.toContain('25000,2000')
  })
  it('follows an existing border exactly when the ring does', () => {
    const three = built(mosaic('exact', 3, 1))
    const ring = gridPolygons(three, 'g2-0')[0]?.[0]?.slice(0, -1) ?? []
    expect(reason(three, { kind: 'transferArea', ring, to: 'g1-0' })).toBe('wouldVanish')
  })
  it('does not leave a scrap where the hand meant the border', () => {
    const ring = [at(10004, 3000), at(12000, 3000), at(12000, 6000), at(10004, 6000)]
    const moved = done(two, { kind: 'transferArea', ring, to: '1', from: ['2'] })
    expect(gridPolygons(moved, '2')).toHaveLength(1)
    expect(gridPolygons(moved, '1')).toHaveLength(2)
  })
  it('is refused when nothing would change', () => {
    expect(reason(two, { kind: 'transferArea', ring: [at(1000, 1000), at(2000, 1000), at(2000, 2000)], to: '1' })).toBe('nothingChanges')
  })
})

describe('drawing a border anew', () => {
  it('takes ground on one side and gives it on the other, over one line', () => {
    const line = [at(10000, 1000), at(12000, 3000), at(8000, 6000), at(10000, 9000)]
    const moved = done(two, { kind: 'reshapeBorder', grid: '1', line })
    expect(ringOf(moved, '1')).toContain('12000,3000')
    expect(ringOf(moved, '2')).toContain('8000,6000')
    expect(gridPolygons(moved, '1')).toHaveLength(1)
    expect(gridPolygons(moved, '2')).toHaveLength(1)
  })
  it('runs over a node, so that two borders change at once', () => {
    const three = built(drawn({ ...places, M: [10000, 5000], N: [20000, 5000] }, { 1: 'ABMCD', 2: 'BENM', 3: 'MNFC' }))
    const moved = done(three, { kind: 'reshapeBorder', grid: '1', line: [at(10000, 2000), at(13000, 5000), at(10000, 8000)] })
    expect(ringOf(moved, '1')).toContain('13000,5000')
    expect([...neighboursOf(moved, '1').keys()].sort()).toEqual(['2', '3'])
  })
})

describe('the levels above', () => {
  it('have the borders between different ancestors, and follow a re-parented grid', () => {
    const wide = built(mosaic('levels', 4, 2))
    const before = parentPolygons(wide, 2, 'C1')
    const moved = done(wide, { kind: 'setParent', grid: 'g2-0', parent: 'C1' })
    expect(parentPolygons(moved, 2, 'C1')).not.toEqual(before)
    expect(bordersOf(moved, 1).length).toBeLessThan(bordersOf(moved, 2).length)
    expect(bordersOf(moved, 2).length).toBeLessThan(bordersOf(moved, 3).length)
    expect(reason(wide, { kind: 'setParent', grid: 'g2-0', parent: 'P1' })).toBe('noSuchParent')
    expect(reason(wide, { kind: 'setParent', grid: 'nobody', parent: 'C1' })).toBe('noSuchGrid')
  })
})
