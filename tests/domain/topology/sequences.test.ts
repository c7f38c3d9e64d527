// Whatever is drawn in whatever order: the coverage stays one. Seeds are numbers; one that ever failed is pinned by name.
import fc from 'fast-check'
import { topology as topojson } from 'topojson-server'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from '#domain/random/random.ts'
import { buildTopology } from '#domain/topology/build-topology.ts'
import { faultsOf } from '#domain/topology/invariants.ts'
import { fromLattice } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation, replay } from '#domain/topology/operations.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { gridAt, OUTSIDE, type Topology } from '#domain/topology/topology.ts'
import { at, built, mosaic, twoParents } from './mosaic.ts'
import { randomOperation } from './random-edits.ts'
import { bases, randomSequence, type Sequence, WIDTH } from './random-sequences.ts'

const SEQUENCES = 10_000
/** All that can be said of a topology without the numbers of its arcs. */
const ground = (topology: Topology) =>
  [...topology.grids]
    .map(([id, { name, parent }]) => JSON.stringify([id, name, parent, gridPolygons(topology, id)]))
    .sort()
    .join('\n')

describe('random sequences of operations', () => {
  const tally = new Map<string, number>()
  const finals: Sequence[] = []

  it(`keep every invariant after every step (${SEQUENCES} sequences)`, { timeout: 300_000 }, () => {
    let runs = 0
    const property = fc.property(fc.nat(), (seed) => {
      const sequence = randomSequence(`sequence ${seed}`)
      for (const { kind } of sequence.done) tally.set(kind, (tally.get(kind) ?? 0) + 1)
      if (runs++ % 40 === 0) finals.push(sequence)
    })
    fc.assert(property, { numRuns: SEQUENCES, seed: 20261126, endOnFailure: true })
    // Every kind of edit did something, often: a test in which everything is refused would pass too.
    for (const kind of ['movePoints', 'replacePath', 'splitGrid', 'mergeGrids', 'transferArea', 'reshapeBorder', 'setParent'])
      expect(tally.get(kind) ?? 0, kind).toBeGreaterThan(SEQUENCES / 40)
  })

  it('come to the same ground when they are replayed', () => {
    for (const { base, states, done } of finals) {
      const again = replay(base, done)
      expect(again.conflicts).toEqual([])
      expect(ground(again.topology)).toBe(ground(states[states.length - 1] ?? base))
    }
  })

  it('leave the states before them as they were', () => {
    for (const { base, states } of finals.slice(0, 50)) {
      expect(states[0]).toBe(base)
      for (const state of states) expect(faultsOf(state)).toEqual([])
    }
  })

  it('come back the same from the polygons that are stored', () => {
    for (const { base, states } of finals) {
      const topology = states[states.length - 1] ?? base
      const outlines = [...topology.grids].map(([id, { name, nameEn, parent }]) => ({
        id,
        name,
        nameEn,
        parent,
        polygons: gridPolygons(topology, id),
      }))
      const stored = JSON.parse(
        JSON.stringify(
          outlines.map((outline) => ({ ...outline, polygons: outline.polygons.map((p) => p.map((r) => r.map(fromLattice))) })),
        ),
      )
      const read = stored.map((outline: (typeof outlines)[number]) => ({
        ...outline,
        polygons: outline.polygons.map((p) => p.map((r) => r.map(([lng, lat]) => [Math.round(lng * 1e7), Math.round(lat * 1e7)] as const))),
      }))
      const result = buildTopology(read, twoParents)
      expect(result.ok).toBe(true)
      if (result.ok) {
        expect(ground(result.topology)).toBe(ground(topology))
        expect(result.topology.arcs.size).toBe(topology.arcs.size)
        expect(result.topology.nodes.size).toBe(topology.nodes.size)
      }
    }
  })

  it('give borders that another program finds shared exactly twice', () => {
    for (const { base, states } of finals.slice(0, 120)) {
      const topology = states[states.length - 1] ?? base
      const objects = Object.fromEntries(
        [...topology.grids.keys()].map((id) => [
          id,
          {
            type: 'MultiPolygon' as const,
            coordinates: gridPolygons(topology, id).map((rings) => rings.map((ring) => ring.map(([x, y]) => [x, y]))),
          },
        ]),
      )
      const found = topojson(objects)
      const uses = new Map<number, number>()
      const count = (arcs: unknown): void => {
        if (typeof arcs === 'number') uses.set(arcs < 0 ? ~arcs : arcs, (uses.get(arcs < 0 ? ~arcs : arcs) ?? 0) + 1)
        else if (Array.isArray(arcs)) for (const arc of arcs) count(arc)
      }
      for (const object of Object.values(found.objects)) if ('arcs' in object) count(object.arcs)
      const interior = topology.arcs.filter(({ left, right }) => left !== OUTSIDE && right !== OUTSIDE)
      const points = (lines: Iterable<{ length: number }>) => [...lines].reduce((sum, line) => sum + line.length - 1, 0)
      const shared = found.arcs.filter((_, i) => uses.get(i) === 2)
      expect([...uses.values()].every((times) => times === 1 || times === 2)).toBe(true)
      // They cut borders where two outlines part, we at every node: the segments in them are the same.
      expect(points(shared)).toBe(points([...interior.values()].map(({ points: line }) => line)))
    }
  })
})

describe('what two people do', () => {
  /** What one person does in a row, on the ground as that person sees it, and which grids it touches. */
  function inARow(base: Topology, random: Random, name: string, among: readonly string[]) {
    const done: Operation[] = []
    const touched = new Set<string>()
    let topology = base
    for (let step = 0; step < 4; step++) {
      const operation = randomOperation(random, topology, `${name}${step}`, WIDTH * 0.5, [...among, ...touched])
      const result = applyOperation(topology, operation)
      if (!result.ok) continue
      topology = result.topology
      done.push(operation)
      for (const grid of result.touched.grids) touched.add(grid)
    }
    return { done, touched }
  }

  it('comes to the same ground in whatever order it arrives, where they touch different grids', { timeout: 60_000 }, () => {
    let compared = 0
    let long = 0
    for (let seed = 0; seed < 600; seed++) {
      const random = createRandom(`two people ${seed}`)
      const base = built(mosaic(`two ${seed % 7}`, 7, 1, WIDTH, 3))
      const mine = inARow(base, random, 'mine', ['g0-0'])
      const theirs = inARow(base, random, 'theirs', ['g6-0'])
      if (mine.done.length === 0 || theirs.done.length === 0) continue
      if ([...mine.touched].some((grid) => theirs.touched.has(grid))) continue
      const shuffled: Operation[] = []
      for (let [i, j] = [0, 0]; i < mine.done.length || j < theirs.done.length; ) {
        const next = j >= theirs.done.length || (i < mine.done.length && random.chance(0.5)) ? mine.done[i++] : theirs.done[j++]
        if (next !== undefined) shuffled.push(next)
      }
      const outcomes = [[...mine.done, ...theirs.done], [...theirs.done, ...mine.done], shuffled].map((order) => replay(base, order))
      expect(outcomes.flatMap(({ conflicts }) => conflicts)).toEqual([])
      expect(new Set(outcomes.map(({ topology }) => ground(topology))).size).toBe(1)
      compared += 1
      if (mine.done.length > 1 && theirs.done.length > 1) long += 1
    }
    expect(compared).toBeGreaterThan(100)
    expect(long).toBeGreaterThan(40)
  })
})

describe('the grid at a point', () => {
  it('is the one whose polygon holds it', () => {
    const random = createRandom('points')
    for (const base of bases) {
      for (let k = 0; k < 200; k++) {
        const p = at(random.whole(-50_000, 90_000), random.whole(-50_000, 60_000))
        const holding = [...base.grids.keys()].filter((id) =>
          gridPolygons(base, id).some(([outer = [], ...holes]) => inside(p, outer) && !holes.some((hole) => inside(p, hole))),
        )
        expect(gridAt(base, p)).toBe(holding[0] ?? OUTSIDE)
      }
    }
  })
})

/** By the winding of angles, slow and unlike the one under test. */
function inside(p: readonly [number, number], ring: readonly (readonly [number, number])[]): boolean {
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1] ?? p, ring[i] ?? p]
    const [ax, ay, bx, by] = [a[0] - p[0], a[1] - p[1], b[0] - p[0], b[1] - p[1]]
    sum += Math.atan2(ax * by - ay * bx, ax * bx + ay * by)
  }
  return Math.abs(sum) > Math.PI
}
