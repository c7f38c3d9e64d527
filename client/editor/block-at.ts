/**
 * The ground that goes to a grid by one press: of a building, of a compound, or the block that streets, banks and borders enclose.
 *
 *      a press on ▣ gives the building, beside it in a compound the compound, and else the block between the streets
 */
import Flatbush from 'flatbush'
import { unitsOf } from '#domain/plans/units.ts'
import { insideRing, type LatticePoint } from '#domain/topology/lattice.ts'
import { gridAt, OUTSIDE, pointsBox, type Topology } from '#domain/topology/topology.ts'

export type Block = { readonly kind: 'building' | 'compound' | 'block'; readonly ring: readonly LatticePoint[] }
type Ring = readonly LatticePoint[]

/** @param outlines of buildings and compounds @param guides streets and banks */
export function blocksOf(outlines: readonly Block[], guides: readonly Ring[]): (topology: Topology, at: LatticePoint) => Block | null {
  let index: Flatbush | null = null
  /** Of the grid last asked about: the pen stays in it for a while. */
  let asked: { readonly topology: Topology; readonly grid: string; readonly rings: readonly Ring[] } | null = null
  return (topology, at) => {
    index ??= indexOf(outlines)
    const under = (index?.search(at[0], at[1], at[0], at[1]) ?? [])
      .flatMap((i) => outlines[i] ?? [])
      .filter(({ ring }) => insideRing(at, ring))
    const found = under.find(({ kind }) => kind === 'building') ?? under[0]
    if (found !== undefined) return found
    const grid = gridAt(topology, at)
    if (grid === OUTSIDE) return null
    if (asked?.topology !== topology || asked.grid !== grid) {
      const { units } = unitsOf({ topology, grids: new Set([grid]), guides, points: [], compounds: [], heaviest: Number.POSITIVE_INFINITY })
      asked = { topology, grid, rings: units.map(({ ring }) => ring) }
    }
    const ring = asked.rings.find((one) => insideRing(at, one))
    return ring === undefined ? null : { kind: 'block', ring }
  }
}

function indexOf(outlines: readonly Block[]): Flatbush | null {
  if (outlines.length === 0) return null
  const index = new Flatbush(outlines.length)
  for (const { ring } of outlines) index.add(...pointsBox(ring))
  index.finish()
  return index
}
