/**
 * The borders of a plan as a map draws them: thousands of short lines cost a map more to handle than to draw, so those of one level that begin in one
 * block of the ground are one feature, and where they meet there they go on as one line.
 *
 *      ┌───┬───┬───┐     a block is a part of what is in view, so that there are as many from afar as from near;
 *      │ ╲ │   │ ╱ │     after an edit the blocks in which its borders began and begin are drawn anew, and no others
 *      ├───┼───┼───┤
 */
import { fromLattice, type LatticePoint } from '#domain/topology/lattice.ts'
import type { Touched } from '#domain/topology/refusal.ts'
import { thinLine } from '#domain/topology/thin-line.ts'
import { type Arc, type ArcId, ancestorOf, arcsNear, type Frame, type GridId, pointKey, type Topology } from '#domain/topology/topology.ts'
import type { View } from './watch-view.ts'

/** Less than half a pixel also where the map comes twice as near before this is worked out again. */
const finenessPixels = 0.2
const blocksAcross = 16

/** The highest level that a border between two grids parts, each grid looked up once. */
function levelsOf(topology: Topology): (arc: Arc) => 1 | 2 | 3 {
  const above = new Map<GridId, readonly [string, string]>()
  const of = (grid: GridId): readonly [string, string] => {
    const known = above.get(grid)
    if (known !== undefined) return known
    const found = [ancestorOf(topology, grid, 1), ancestorOf(topology, grid, 2)] as const
    above.set(grid, found)
    return found
  }
  return ({ left, right }) => {
    const [a, b] = [of(left), of(right)]
    return a[0] !== b[0] ? 1 : a[1] !== b[1] ? 2 : 3
  }
}

const widthOf = ({ box: [west, , east] }: View): number => Math.ceil((east - west) / blocksAcross)

type Block = readonly [column: number, row: number]
const blockOf = ({ points: [first] }: Arc, width: number): Block => [
  Math.floor((first?.[0] ?? 0) / width),
  Math.floor((first?.[1] ?? 0) / width),
]
const keyOf = ([column, row]: Block): string => `${column}/${row}`

/** @param wanted the blocks that are asked for; null: all that these borders begin in */
function featuresOf(topology: Topology, arcs: Iterable<ArcId>, view: View, wanted: ReadonlyMap<string, Block> | null): GeoJSON.Feature[] {
  const width = widthOf(view)
  const levelOf = levelsOf(topology)
  const lines = new Map<string, { readonly level: number; readonly parts: (readonly LatticePoint[])[] }>()
  // in an order of their own, so that a block is the same however it was come to
  for (const id of [...arcs].sort((a, b) => a - b)) {
    const arc = topology.arcs.get(id)
    if (arc === undefined) continue
    const block = keyOf(blockOf(arc, width))
    if (wanted?.has(block) === false) continue
    const level = levelOf(arc)
    const key = `${block}/${level}`
    const held = lines.get(key) ?? { level, parts: [] }
    if (held.parts.length === 0) lines.set(key, held)
    held.parts.push(thinLine(arc.points, view.unitsPerPixel * finenessPixels))
  }
  return [...lines].map(([id, { level, parts }]) => ({
    type: 'Feature',
    id,
    properties: { level },
    geometry: { type: 'MultiLineString', coordinates: goingOn(topology.frame, parts).map((line) => line.map(fromLattice)) },
  }))
}

/** The same lines, fewer of them: each goes on along one that begins or ends where it ends. */
function goingOn(frame: Frame, lines: readonly (readonly LatticePoint[])[]): LatticePoint[][] {
  const left = new Set(lines)
  const ends = new Map<number, (readonly LatticePoint[])[]>()
  const endsOf = (line: readonly LatticePoint[]) => [line[0], line.at(-1)].map((end) => (end === undefined ? -1 : pointKey(frame, end)))
  for (const line of lines)
    for (const key of endsOf(line)) {
      const there = ends.get(key)
      if (there === undefined) ends.set(key, [line])
      else there.push(line)
    }
  const joined: LatticePoint[][] = []
  for (const line of lines) {
    if (!left.delete(line)) continue
    const whole = [...line]
    for (;;) {
      const key = endsOf(whole)[1] ?? -1
      const next = ends.get(key)?.find((one) => left.delete(one))
      if (next === undefined) break
      const onward = endsOf(next)[0] === key ? next : [...next].reverse()
      whole.push(...onward.slice(1))
    }
    joined.push(whole)
  }
  return joined
}

/** All borders that come into the view, and those that begin beside them. */
export const bordersIn = (topology: Topology, view: View): GeoJSON.Feature[] =>
  featuresOf(topology, arcsNear(topology, view.box), view, null)

export type BordersChange = { readonly remove: string[]; readonly add: GeoJSON.Feature[] }

/** What an edit changes of that; null where it may be everything.
 * @param touched what is not in `after` as it was in `before` */
export function bordersChange(before: Topology, after: Topology, touched: Touched, view: View): BordersChange | null {
  const arcs = new Set(touched.arcs)
  for (const grid of touched.grids) {
    // all grids below it may have another ancestor now
    if (after.parents.has(grid)) return null
    for (const id of after.grids.get(grid)?.arcs ?? []) arcs.add(id)
  }
  const width = widthOf(view)
  const blocks = new Map<string, Block>()
  for (const topology of [before, after])
    for (const id of arcs) {
      const arc = topology.arcs.get(id)
      if (arc === undefined) continue
      const block = blockOf(arc, width)
      blocks.set(keyOf(block), block)
    }
  const near = new Set<ArcId>()
  for (const [column, row] of blocks.values())
    for (const id of arcsNear(after, [column * width, row * width, (column + 1) * width, (row + 1) * width])) near.add(id)
  return {
    remove: [...blocks.keys()].flatMap((key) => [1, 2, 3].map((level) => `${key}/${level}`)),
    add: featuresOf(after, near, view, blocks),
  }
}
