/**
 * Merges neighbouring grids into one of them.
 *
 *      ┌────┬────┐          ┌─────────┐     the borders between them go; points where a third grid's border met them stay
 *      │ 1  │ 2  │    →     │    1    │
 *      └────┴────┘          └─────────┘
 */
import { dropGrid, openDraft, putArc, settled } from './draft.ts'
import { tidy } from './faces.ts'
import { type EditResult, refused } from './refusal.ts'
import { neighboursOf } from './rings.ts'
import type { ArcId, GridId, Topology } from './topology.ts'

export interface MergeGrids {
  readonly kind: 'mergeGrids'
  readonly into: GridId
  readonly grids: readonly GridId[]
}

export function mergeGrids(topology: Topology, { into, grids }: Omit<MergeGrids, 'kind'>): EditResult {
  const gone = new Set(grids.filter((grid) => grid !== into))
  if (gone.size === 0) return refused('needsTwo', undefined, into)
  for (const grid of [into, ...gone]) if (!topology.grids.has(grid)) return refused('noSuchGrid', undefined, grid)
  const apart = notJoined(topology, into, gone)
  if (apart !== null) return refused('notNeighbours', undefined, apart)

  const draft = openDraft(topology)
  const touched = new Set<ArcId>()
  for (const grid of gone) for (const id of topology.grids.get(grid)?.arcs ?? []) touched.add(id)
  for (const id of touched) {
    const arc = draft.arcs.get(id)
    if (arc === undefined) continue
    const side = (grid: GridId) => (gone.has(grid) ? into : grid)
    putArc(draft, id, { ...arc, left: side(arc.left), right: side(arc.right) })
  }
  for (const grid of gone) dropGrid(draft, grid)
  tidy(draft, touched, [])
  return settled(draft)
}

/** A grid that cannot be reached from the one that stays over borders of those that go. */
function notJoined(topology: Topology, into: GridId, gone: ReadonlySet<GridId>): GridId | null {
  const reached = new Set<GridId>([into])
  const open = [into]
  for (let grid = open.pop(); grid !== undefined; grid = open.pop()) {
    for (const other of neighboursOf(topology, grid).keys()) {
      if (!gone.has(other) || reached.has(other)) continue
      reached.add(other)
      open.push(other)
    }
  }
  return [...gone].find((grid) => !reached.has(grid)) ?? null
}
