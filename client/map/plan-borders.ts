/**
 * The borders of a plan as a map draws them: thousands of short lines cost a map more to handle than to draw, so those of one level that begin in one
 * block of the ground are one feature.
 *
 *      ┌───┬───┬───┐     a block is a part of what is in view, so that there are as many from afar as from near;
 *      │ ╲ │   │ ╱ │     after an edit the blocks in which its borders began and begin are drawn anew, and no others
 *      ├───┼───┼───┤
 */
import { fromLattice } from '#domain/topology/lattice.ts'
import type { Touched } from '#domain/topology/refusal.ts'
import { thinLine } from '#domain/topology/thin-line.ts'
import { type Arc, type ArcId, ancestorOf, arcsNear, type Topology } from '#domain/topology/topology.ts'
import type { View } from './watch-view.ts'

/** Less than half a pixel also where the map comes twice as near before this is worked out again. */
const finenessPixels = 0.2
const blocksAcross = 16

type Block = { readonly key: string; readonly column: number; readonly row: number }

/** The highest level that the border parts. */
function levelOf(topology: Topology, { left, right }: Arc): 1 | 2 | 3 {
  for (const level of [1, 2] as const) if (ancestorOf(topology, left, level) !== ancestorOf(topology, right, level)) return level
  return 3
}

const widthOf = ({ box: [west, , east] }: View): number => Math.ceil((east - west) / blocksAcross)

function blockOf({ points: [first] }: Arc, view: View): Block {
  const [x, y] = first ?? [0, 0]
  const width = widthOf(view)
  const [column, row] = [Math.floor(x / width), Math.floor(y / width)]
  return { key: `${column}/${row}`, column, row }
}

function featuresOf(topology: Topology, { key, column, row }: Block, view: View): GeoJSON.Feature[] {
  const width = widthOf(view)
  const lines = new Map<number, GeoJSON.Position[][]>()
  for (const id of arcsNear(topology, [column * width, row * width, (column + 1) * width, (row + 1) * width])) {
    const arc = topology.arcs.get(id)
    if (arc === undefined || blockOf(arc, view).key !== key) continue
    const level = levelOf(topology, arc)
    const list = lines.get(level) ?? []
    if (list.length === 0) lines.set(level, list)
    list.push(thinLine(arc.points, view.unitsPerPixel * finenessPixels).map((p) => [...fromLattice(p)]))
  }
  return [...lines].map(([level, coordinates]) => ({
    type: 'Feature',
    id: `${key}/${level}`,
    properties: { level },
    geometry: { type: 'MultiLineString', coordinates },
  }))
}

function blocksOf(topology: Topology, arcs: Iterable<ArcId>, view: View): Map<string, Block> {
  const blocks = new Map<string, Block>()
  for (const id of arcs) {
    const arc = topology.arcs.get(id)
    if (arc === undefined) continue
    const block = blockOf(arc, view)
    blocks.set(block.key, block)
  }
  return blocks
}

/** All borders that come into the view, and those that begin beside them. */
export const bordersIn = (topology: Topology, view: View): GeoJSON.Feature[] =>
  [...blocksOf(topology, arcsNear(topology, view.box), view).values()].flatMap((block) => featuresOf(topology, block, view))

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
  const blocks = new Map([...blocksOf(before, arcs, view), ...blocksOf(after, arcs, view)])
  return {
    remove: [...blocks.keys()].flatMap((key) => [1, 2, 3].map((level) => `${key}/${level}`)),
    add: [...blocks.values()].flatMap((block) => featuresOf(after, block, view)),
  }
}
