/**
 * Codes of the grids that a plan makes (DOMAIN c.1): 15 digits, the 12 of the community and three of a sequence, given from west to
 * east and, at the same place, from north to south. A number that was ever used is never used again. A grid that came under another
 * community gets a code of that one, because its old code names the old community.
 */
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'
import { insideOf } from './checks.ts'

export const isGridCode = (id: string): boolean => /^\d{15}$/.test(id)
const communityOf = (parent: string): string => parent.slice(0, 12)

/** Its code names another community than the one that it hangs under. */
export const needsNewCode = (grid: GridId, parent: string): boolean => isGridCode(grid) && grid.slice(0, 12) !== communityOf(parent)

export interface CodeGiven {
  readonly grid: GridId
  readonly code: string
  readonly reason: 'newGrid' | 'otherCommunity'
}

export type Codes =
  | { readonly ok: true; readonly given: readonly CodeGiven[] }
  | { readonly ok: false; readonly reason: 'communityFull'; readonly community: string }

/** @param used every code that the sub-district ever had */
export function codesFor(topology: Topology, used: Iterable<string>): Codes {
  const waiting = new Map<string, { grid: GridId; at: LatticePoint; reason: CodeGiven['reason'] }[]>()
  for (const [grid, { parent }] of topology.grids) {
    const community = communityOf(parent)
    const isNew = !isGridCode(grid)
    if (!isNew && !needsNewCode(grid, parent)) continue
    const list = waiting.get(community) ?? []
    list.push({ grid, at: insideOf(gridPolygons(topology, grid)), reason: isNew ? 'newGrid' : 'otherCommunity' })
    waiting.set(community, list)
  }
  const highest = new Map<string, number>()
  for (const code of used) {
    const community = code.slice(0, 12)
    highest.set(community, Math.max(highest.get(community) ?? 0, Number(code.slice(12))))
  }
  const given: CodeGiven[] = []
  for (const [community, list] of [...waiting].sort(([a], [b]) => (a < b ? -1 : 1))) {
    list.sort((a, b) => a.at[0] - b.at[0] || b.at[1] - a.at[1])
    let next = highest.get(community) ?? 0
    for (const { grid, reason } of list) {
      next += 1
      if (next > 999) return { ok: false, reason: 'communityFull', community }
      given.push({ grid, reason, code: community + String(next).padStart(3, '0') })
    }
  }
  return { ok: true, given }
}
