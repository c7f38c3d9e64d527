/**
 * Outlines as operations: every grid takes the ground that it is to have, one `transferArea` for each outline, the largest first.
 *
 *      ┌───┬───┐            ┌─────┬─┐     1 takes the ground inside its outline, from whoever has it; what nobody's outline
 *      │ 1 │ 2 │   1: ▭  →  │  1  │2│     holds stays where it is
 *      └───┴───┘            └─────┴─┘
 */
import { difference, intersection } from 'polyclip-ts'
import { comparePoints, type LatticePoint, twiceArea } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { EditRefusal } from '#domain/topology/refusal.ts'
import { gridPolygons, type LatticePolygon, mutable } from '#domain/topology/rings.ts'
import { type GridId, OUTSIDE, pointsBox, type Topology } from '#domain/topology/topology.ts'
import { gridsUnder } from '#domain/topology/transfer-area.ts'

export interface WantedGrid {
  readonly id: GridId
  /** of a grid that does not exist yet: what it is called, and the grid above it */
  readonly name: string
  readonly nameEn: string
  readonly parent: string
  readonly polygons: readonly LatticePolygon[]
}

export interface OutlinesTaken {
  readonly now: Topology
  readonly operations: readonly Operation[]
  readonly refused: readonly { readonly name: string; readonly reason: EditRefusal }[]
}

/** In steps, each some milliseconds. */
export function* takingOutlines(
  topology: Topology,
  wanted: readonly WantedGrid[],
): Generator<{ readonly done: number; readonly all: number }, OutlinesTaken> {
  const sized = wanted.toSorted((a, b) => sizeOf(b.polygons) - sizeOf(a.polygons))
  let now = topology
  const operations: Operation[] = []
  let waiting = sized.flatMap(({ polygons, ...one }) => polygons.map((part) => ({ ...one, part })))
  let refused: { name: string; reason: EditRefusal }[] = []
  const wanting = new Map(sized.map(({ id, polygons }) => [id, groundKey(polygons)]))
  // What does not hold yet may hold once its neighbours have their ground.
  for (let round = 0; round < 3 && waiting.length > 0; round++) {
    const again: typeof waiting = []
    refused = []
    for (const [done, one] of waiting.entries()) {
      yield { done, all: waiting.length }
      // It has its ground, or has it again: one that lies inside another may lose it to that one first.
      if (now.grids.has(one.id) && groundKey(gridPolygons(now, one.id)) === wanting.get(one.id)) continue
      for (const ring of ringsToTake(one.part, now.grids.has(one.id) ? gridPolygons(now, one.id) : [])) {
        const operation: Operation = {
          kind: 'transferArea',
          ring,
          to: one.id,
          // nobody's ground too: a file may reach further than the borders so far
          from: [...gridsUnder(now, ring), OUTSIDE].filter((grid) => grid !== one.id),
          ...(now.grids.has(one.id) ? {} : { founding: { name: one.name, nameEn: one.nameEn, parent: one.parent } }),
        }
        const result = applyOperation(now, operation)
        if (result.ok) {
          now = result.topology
          operations.push(operation)
        } else if (result.reason !== 'nothingChanges') {
          again.push(one)
          refused.push({ name: one.name, reason: result.reason })
          break
        }
      }
    }
    waiting = again
  }
  return { now, operations, refused }
}

/**
 * The rings, open, by which a grid takes ground. One without holes takes all of it, so its border becomes the one that was given, corner by
 * corner. A ring around a hole would swallow whoever has the hole: there only what the grid does not have yet is taken.
 */
function ringsToTake(part: LatticePolygon, has: readonly LatticePolygon[]): readonly (readonly LatticePoint[])[] {
  if (part.length <= 1) return part.map((ring) => ring.slice(0, -1))
  const lacking = has.length === 0 ? [part] : difference(mutable([part]), mutable(has))
  return lacking.flatMap(ringsWithoutHole)
}

/** A polygon with holes, cut level through the first of them until none is left; what comes of the cuts lies on the borders by half a unit. */
export function ringsWithoutHole(polygon: LatticePolygon): readonly (readonly LatticePoint[])[] {
  const [outer = [], hole] = polygon
  if (hole === undefined) return [outer.slice(0, -1).map(([x, y]): LatticePoint => [Math.round(x), Math.round(y)])]
  const [west, south, east, north] = pointsBox(outer)
  const [, low, , high] = pointsBox(hole)
  const level = Math.round((low + high) / 2)
  return [
    [south - 1, level],
    [level, north + 1],
  ].flatMap(([from = 0, to = 0]) => {
    const half: [number, number][] = [
      [west - 1, from],
      [east + 1, from],
      [east + 1, to],
      [west - 1, to],
      [west - 1, from],
    ]
    return intersection(mutable([polygon]), [half]).flatMap(ringsWithoutHole)
  })
}

/** The same for the same corners in the same order, wherever a ring begins and whichever way it runs. */
export function groundKey(polygons: readonly (readonly (readonly LatticePoint[])[])[]): string {
  const rings = polygons.flat().map((closed) => {
    const open = twiceArea(closed.slice(0, -1)) < 0 ? closed.slice(0, -1).toReversed() : closed.slice(0, -1)
    const first = open.reduce((best, p, i) => (comparePoints(p, open[best] ?? p) < 0 ? i : best), 0)
    return [...open.slice(first), ...open.slice(0, first)].join(' ')
  })
  return rings.sort().join('|')
}

const sizeOf = (polygons: readonly (readonly (readonly LatticePoint[])[])[]): number =>
  polygons.reduce((sum, [ring = []]) => sum + Math.abs(twiceArea(ring)), 0)
