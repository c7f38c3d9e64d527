// Random operations on any topology, most of them possible, some of them not.
import type { Random } from '#domain/random/random.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import type { Operation } from '#domain/topology/operations.ts'
import { neighboursOf } from '#domain/topology/rings.ts'
import { OUTSIDE, pointsBox, type Topology } from '#domain/topology/topology.ts'
import { twoParents } from './mosaic.ts'

/** @param reach how far edits go, in lattice units */
export function randomOperation(random: Random, topology: Topology, name: string, reach: number, among?: readonly string[]): Operation {
  const grids = (among ?? [...topology.grids.keys()]).filter((grid) => topology.grids.has(grid))
  const grid = random.pick(grids.length > 0 ? grids : [...topology.grids.keys()])
  const arcs = topology.grids.get(grid)?.arcs ?? []
  const points = topology.arcs.get(random.pick(arcs))?.points ?? []
  const near = (p: LatticePoint, share: number): LatticePoint => [
    Math.round(p[0] + random.between(-share, share) * reach),
    Math.round(p[1] + random.between(-share, share) * reach),
  ]
  const box = pointsBox(arcs.flatMap((id) => [...(topology.arcs.get(id)?.points ?? [])]))
  const middle: LatticePoint = [Math.round((box[0] + box[2]) / 2), Math.round((box[1] + box[3]) / 2)]
  const point = random.pick(points)
  const index = random.whole(0, Math.max(0, points.length - 2))
  const [a, b] = [points[index] ?? middle, points[index + 1] ?? middle]
  switch (random.weighted([5, 3, 2, 3, 4, 2, 3, 2, 1])) {
    case 0:
      return { kind: 'movePoints', moves: [{ from: point, to: near(point, 0.2) }] }
    case 1: {
      const halfway: LatticePoint = [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)]
      return { kind: 'replacePath', before: [a, b], after: [a, near(halfway, 0.1), b] }
    }
    case 2:
      return {
        kind: 'replacePath',
        before: points.slice(index, index + 3),
        after: [points[index] ?? middle, points[Math.min(index + 2, points.length - 1)] ?? middle],
      }
    case 3: {
      const [dx, dy] = [Math.round(random.between(-0.1, 0.1) * reach), Math.round(random.between(-0.1, 0.1) * reach)]
      return {
        kind: 'movePoints',
        moves: points
          .slice(0, points[0] === points[points.length - 1] ? -1 : undefined)
          .map((from) => ({ from, to: [from[0] + dx, from[1] + dy] })),
      }
    }
    case 4: {
      // From a corner or from beyond, through the middle, to beyond: single and multiple crossings, starts on nodes.
      const start = random.chance(0.5) ? point : near(middle, 1.5)
      const line = [start, near(middle, 0.2), ...(random.chance(0.3) ? [near(middle, 0.5)] : []), near(middle, 1.5)]
      const extra = random.chance(0.15) ? [{ id: `${name}.2`, name: `${name}.2`, nameEn: `${name}.2` }] : []
      return { kind: 'splitGrid', grid, line, newGrids: [{ id: name, name, nameEn: name }, ...extra] }
    }
    case 5: {
      const other = [...neighboursOf(topology, grid).keys()]
      return { kind: 'mergeGrids', into: grid, grids: other.length > 0 ? [random.pick(other)] : [grid] }
    }
    case 6: {
      const centre = random.chance(0.6) ? point : middle
      const size = random.between(0.05, 0.5) * reach
      const corners = random.whole(3, 7)
      const ring = Array.from({ length: corners }, (_, k): LatticePoint => {
        const angle = (2 * Math.PI * k) / corners + random.between(0, 0.5)
        return [Math.round(centre[0] + size * Math.cos(angle)), Math.round(centre[1] + size * Math.sin(angle))]
      })
      if (random.chance(0.3))
        return { kind: 'transferArea', ring, to: name, founding: { name, nameEn: name, parent: random.chance(0.5) ? 'C1' : 'C2' } }
      if (random.chance(0.2)) return { kind: 'transferArea', ring, to: grid, from: [OUTSIDE] }
      if (random.chance(0.1)) return { kind: 'transferArea', ring, to: OUTSIDE, from: [grid] }
      return { kind: 'transferArea', ring, to: grid }
    }
    case 7: {
      const end = random.pick(points)
      const swing: LatticePoint = [Math.round((point[0] + end[0]) / 2), Math.round((point[1] + end[1]) / 2)]
      return { kind: 'reshapeBorder', grid, line: [point, near(swing, 0.4), end] }
    }
    default:
      return { kind: 'setParent', grid, parent: random.pick([...twoParents.keys()]) }
  }
}
