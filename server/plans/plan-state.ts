// What a plan comes to: the topology it stands on and the one that its journal makes of it. Both are worked out by the functions that the
// browser runs, and remembered: the base by its version, a plan by its last entry.
import { LRUCache } from 'lru-cache'
import { counting, type Done, type JournalEntry } from '#domain/plans/journal.ts'
import { buildTopology, type GridOutline } from '#domain/topology/build-topology.ts'
import { faultsOf } from '#domain/topology/invariants.ts'
import { toLattice } from '#domain/topology/lattice.ts'
import { replay } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import type { Topology, TopologyParent } from '#domain/topology/topology.ts'
import type { Queryable } from '../db/queryable.ts'
import { AppError } from '../http/app-error.ts'
import { gridsOn, type PlanRow } from './queries.ts'

export type Base = { readonly topology: Topology; readonly dedicated: readonly string[] }
export type PlanConflict = { readonly entryId: string } & Omit<Refused, 'ok'>
export type PlanState = { readonly topology: Topology; readonly operations: readonly Done[]; readonly conflicts: readonly PlanConflict[] }

export type PlanStates = {
  base(db: Queryable, subdistrict: string, version: Pick<PlanRow, 'baseId' | 'baseFrom'>): Promise<Base>
  state(base: Base, key: string, entries: readonly JournalEntry[]): PlanState
}

/** A base of 325 grids is some megabytes, and there are seldom two. */
const basesHeld = 8
const statesHeld = 40

export function planStates(): PlanStates {
  // read once for all who wait for it: a plan and its base are asked for at the same time
  const bases = new LRUCache<string, Base, () => Promise<Base>>({ max: basesHeld, fetchMethod: (_key, _old, { context }) => context() })
  const states = new LRUCache<string, PlanState>({ max: statesHeld })
  return {
    base: (db, subdistrict, { baseId, baseFrom }) =>
      bases.forceFetch(`${subdistrict}/${baseId}`, { context: () => readBase(db, subdistrict, baseFrom) }),
    state(base, key, entries) {
      const held = states.get(key)
      if (held !== undefined) return held
      const operations = counting(entries)
      const { topology, conflicts } = replay(
        base.topology,
        operations.map(({ operation }) => operation),
      )
      const state: PlanState = {
        topology,
        operations,
        conflicts: conflicts.map(({ index, refusal: { ok: _, ...refusal } }) => ({ entryId: operations[index]?.id ?? '', ...refusal })),
      }
      states.set(key, state)
      return state
    },
  }
}

/** The borders of a day as a topology. Borders that are no coverage (loaded by other hands) can not be planned on, and that is said with the place. */
async function readBase(db: Queryable, subdistrict: string, day: string): Promise<Base> {
  const grids = await gridsOn(db, subdistrict, day)
  const parents = new Map<string, TopologyParent>()
  const outlines: GridOutline[] = []
  for (const { code, level, name, nameEn, parent, geometry } of grids) {
    if (level !== 3) parents.set(code, { name, nameEn, level, parent })
    else if (geometry !== null)
      outlines.push({
        id: code,
        name,
        nameEn,
        parent: parent ?? '',
        polygons: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(([lng = 0, lat = 0]) => toLattice([lng, lat])))),
      })
  }
  const built = buildTopology(outlines, parents)
  if (!built.ok)
    throw new AppError('conflict', `the borders of ${day} are no coverage: ${built.reason}`, [
      { path: 'borders', problem: JSON.stringify({ reason: built.reason, grid: built.grid, at: built.at }) },
    ])
  const [fault] = faultsOf(built.topology)
  if (fault !== undefined)
    throw new AppError('conflict', `the borders of ${day} are no coverage: ${fault.fault}`, [
      { path: 'borders', problem: JSON.stringify(fault) },
    ])
  return { topology: built.topology, dedicated: grids.filter(({ kind }) => kind === 'dedicated').map(({ code }) => code) }
}
