/**
 * What a grid gains and loses against the borders in force.
 *
 *      was   ┌────┐        is  ┌──────┐       gained: the part that is and was not; lost: the part that was and is not
 */
import { difference } from 'polyclip-ts'
import { gridPolygons, type LatticePolygon, mutable } from '#domain/topology/rings.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'

export interface Compared {
  readonly gained: readonly LatticePolygon[]
  readonly lost: readonly LatticePolygon[]
}

/** Ground that is of the one and not of the other. */
export function minus(a: readonly LatticePolygon[], b: readonly LatticePolygon[]): LatticePolygon[] {
  if (a.length === 0) return []
  return b.length === 0 ? [...a] : difference(mutable(a), mutable(b))
}

export function compareGrids(base: Topology, topology: Topology, grids: Iterable<GridId>): Compared {
  const gained: LatticePolygon[] = []
  const lost: LatticePolygon[] = []
  for (const grid of grids) {
    const [was, is] = [gridPolygons(base, grid), gridPolygons(topology, grid)]
    gained.push(...minus(is, was))
    lost.push(...minus(was, is))
  }
  return { gained, lost }
}
