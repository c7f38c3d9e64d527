/**
 * A topology as plain numbers, for the way to a browser: each border once, the first point whole, the others as steps from the
 * one before. About 6 bytes a point before compression, half of what polygons would take, and nothing is lost.
 */
import { Map as PersistentMap } from 'immutable'
import type { LatticePoint } from './lattice.ts'
import {
  type Arc,
  type ArcId,
  cellsOf,
  type Frame,
  type GridId,
  OUTSIDE,
  pointKey,
  type Topology,
  type TopologyParent,
} from './topology.ts'

export interface PackedTopology {
  readonly frame: Frame
  readonly grids: readonly { readonly id: GridId; readonly name: string; readonly nameEn: string; readonly parent: string }[]
  readonly parents: readonly ({ readonly id: string } & TopologyParent)[]
  /** left and right as places in `grids` (−1 outside), then x, y and the steps dx, dy … */
  readonly arcs: readonly (readonly number[])[]
}

export function packTopology({ frame, arcs, grids, parents }: Topology): PackedTopology {
  const place = new Map([...grids.keys()].map((id, i) => [id, i]))
  return {
    frame,
    grids: [...grids].map(([id, { name, nameEn, parent }]) => ({ id, name, nameEn, parent })),
    parents: [...parents].map(([id, parent]) => ({ id, ...parent })),
    arcs: [...arcs.values()].map(({ left, right, points }) => {
      const numbers = [place.get(left) ?? -1, place.get(right) ?? -1]
      let [x, y] = [0, 0]
      for (const p of points) {
        numbers.push(p[0] - x, p[1] - y)
        ;[x, y] = p
      }
      return numbers
    }),
  }
}

export function unpackTopology(packed: PackedTopology): Topology {
  const side = (place: number | undefined): GridId => packed.grids[place ?? -1]?.id ?? OUTSIDE
  const arcs = packed.arcs.map((numbers): Arc => {
    let [x, y] = [0, 0]
    // a list of known length: growing ones are what unpacking would spend half of its time on
    const points = Array.from({ length: (numbers.length - 2) / 2 }, (_, k): LatticePoint => {
      x += numbers[2 + 2 * k] ?? 0
      y += numbers[3 + 2 * k] ?? 0
      return [x, y]
    })
    return { left: side(numbers[0]), right: side(numbers[1]), points }
  })
  return assembleTopology(packed.frame, arcs, packed.grids, new Map(packed.parents.map(({ id, ...parent }) => [id, parent])))
}

/** Nodes, index and lists of the grids from the arcs. Nodes and index when they are first asked for: the borders can be drawn without them. */
export function assembleTopology(
  frame: Frame,
  arcs: readonly Arc[],
  grids: readonly { readonly id: GridId; readonly name: string; readonly nameEn: string; readonly parent: string }[],
  parents: ReadonlyMap<string, TopologyParent>,
): Topology {
  const arcsOf = new Map<GridId, ArcId[]>(grids.map(({ id }) => [id, []]))
  for (const [id, { left, right }] of arcs.entries()) {
    arcsOf.get(left)?.push(id)
    arcsOf.get(right)?.push(id)
  }
  const nodes = once(() =>
    listed(arcs, ({ points }) => [points[0], points[points.length - 1]].flatMap((p) => (p ? [pointKey(frame, p)] : []))),
  )
  const cells = once(() => listed(arcs, ({ points }) => cellsOf(frame, points)))
  return {
    frame,
    arcs: PersistentMap(arcs.entries()),
    get nodes() {
      return nodes()
    },
    get cells() {
      return cells()
    },
    grids: PersistentMap(grids.map(({ id, name, nameEn, parent }) => [id, { name, nameEn, parent, arcs: arcsOf.get(id) ?? [] }])),
    parents: PersistentMap(parents),
    nextArc: arcs.length,
  }
}

/** The arcs by each of their keys. */
function listed(arcs: readonly Arc[], keysOf: (arc: Arc) => Iterable<number>): PersistentMap<number, readonly ArcId[]> {
  const lists = new Map<number, ArcId[]>()
  for (const [id, arc] of arcs.entries())
    for (const key of keysOf(arc)) {
      const list = lists.get(key)
      if (list === undefined) lists.set(key, [id])
      else list.push(id)
    }
  return PersistentMap(lists)
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
