import { describe, expect, it } from 'vitest'
import { createRandom } from '#domain/random/random.ts'
import { applyOperation } from '#domain/topology/operations.ts'
import type { Topology } from '#domain/topology/topology.ts'
import { bordersChange, bordersIn } from '../../../client/map/plan-borders.ts'
import type { View } from '../../../client/map/watch-view.ts'
import { at, built, fan, mosaic } from '../../domain/topology/mosaic.ts'
import { randomOperation } from '../../domain/topology/random-edits.ts'

const wide = 200_000
const view = (unitsPerPixel: number): View => ({ box: [...at(-wide, -wide), ...at(wide, wide)], unitsPerPixel })

type Drawn = ReadonlyMap<string, GeoJSON.Feature>
const byId = (features: readonly GeoJSON.Feature[]): Map<string, GeoJSON.Feature> =>
  new Map(features.map((feature) => [String(feature.id), feature]))

/** Every segment with its level, whichever feature it is in. */
const segments = (drawn: Drawn): string[] =>
  [...drawn.values()]
    .flatMap(({ geometry, properties }) =>
      geometry.type !== 'MultiLineString'
        ? []
        : geometry.coordinates.flatMap((line) =>
            line.slice(1).map((p, i) => `${properties?.level} ${[String(line[i]), String(p)].sort().join(' ')}`),
          ),
    )
    .sort()

function expected(topology: Topology): string[] {
  return [...topology.arcs.values()]
    .flatMap(({ points }) => points.slice(1).map((p, i) => [points[i] ?? p, p] as const))
    .map((ends) =>
      ends
        .map(([x, y]) => String([x / 1e7, y / 1e7]))
        .sort()
        .join(' '),
    )
    .sort()
}

describe('borders of a plan on the map', () => {
  it('has every border once, whatever the view is cut into', () => {
    for (const outlines of [mosaic('drawn', 6, 5), fan(7)]) {
      const topology = built(outlines)
      const withLevels = segments(byId(bordersIn(topology, view(1e-9))))
      expect(withLevels.map((one) => one.slice(2)).sort()).toEqual(expected(topology))
    }
  })

  it('keeps to the blocks of what is in view', () => {
    const topology = built(mosaic('drawn', 12, 12))
    const near: View = { box: [...at(0, 0), ...at(30_000, 30_000)], unitsPerPixel: 1e-9 }
    const [some, all] = [segments(byId(bordersIn(topology, near))), segments(byId(bordersIn(topology, view(1e-9))))]
    expect(some.length).toBeLessThan(all.length / 4)
    expect(new Set(all).size).toBeGreaterThan(some.length)
    for (const one of some) expect(all).toContain(one)
  })

  it('an edit changes what is drawn to what would be drawn anew', () => {
    const random = createRandom('borders')
    for (let round = 0; round < 40; round++) {
      let topology = built(round % 2 === 0 ? mosaic(`drawn ${round}`, 5, 4) : fan(5))
      const drawn = byId(bordersIn(topology, view(1e-9)))
      for (let step = 0; step < 6; step++) {
        const result = applyOperation(topology, randomOperation(random, topology, `g${step}`, 30_000))
        if (!result.ok) continue
        const change = bordersChange(topology, result.topology, result.touched, view(1e-9))
        topology = result.topology
        if (change === null) {
          drawn.clear()
          for (const feature of bordersIn(topology, view(1e-9))) drawn.set(String(feature.id), feature)
        }
        for (const id of change?.remove ?? []) drawn.delete(id)
        for (const feature of change?.add ?? []) drawn.set(String(feature.id), feature)
        expect(drawn).toEqual(byId(bordersIn(topology, view(1e-9))))
      }
    }
  })

  it('a community under another street may change borders anywhere', () => {
    const topology = built(mosaic('drawn', 4, 4))
    const parents = topology.parents.set('P2', { name: 'Other', nameEn: 'Other', level: 1, parent: null })
    const before = { ...topology, parents }
    const result = applyOperation(before, { kind: 'setParent', grid: 'C2', parent: 'P2' })
    if (!result.ok) throw new Error(result.reason)
    expect(bordersChange(before, result.topology, result.touched, view(1))).toBeNull()
  })
})
