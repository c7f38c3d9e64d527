// What every route about plans has in common: who may, which plan, what it comes to, what is told to whom.
import type { Route } from '#contract/route.ts'
import { packTopology } from '#domain/topology/pack.ts'
import type { Queryable } from '../db/queryable.ts'
import { tellChange } from '../db/refresh-layers.ts'
import { AppError, found } from '../http/app-error.ts'
import { type Packed, packedJson, type ScopeInput } from '../http/handler.ts'
import type { Base, PlanState, PlanStates } from './plan-state.ts'
import { entriesAfter, type NumberedEntry, type PlanRow, planById } from './queries.ts'

export type Asked = Pick<ScopeInput<Route>, 'db' | 'subdistrict' | 'now' | 'who' | 'audit'>

/** Borders hang together across the whole sub-district, so plans are for those who answer for all of it. */
export function mustPlan({ who }: Pick<Asked, 'who'>): void {
  if (!who.scope.whole) throw new AppError('forbidden', 'borders are planned by those whose scope is the whole sub-district')
}

export type OpenPlan = {
  readonly row: PlanRow
  readonly base: Base
  readonly entries: readonly NumberedEntry[]
  readonly state: PlanState
}

export const keyOf = (subdistrict: string, { planId, baseId }: Pick<PlanRow, 'planId' | 'baseId'>, last: number): string =>
  `${subdistrict}/${planId}/${baseId}/${last}`
export const lastOf = (entries: readonly NumberedEntry[]): number => entries[entries.length - 1]?.number ?? 0

export async function openPlan(db: Queryable, states: PlanStates, subdistrict: string, id: number): Promise<OpenPlan> {
  const row = found(await planById(db, subdistrict, id), `plan ${id}`)
  const base = await states.base(db, subdistrict, row)
  const entries = await entriesAfter(db, subdistrict, id, 0)
  return { row, base, entries, state: states.state(base, keyOf(subdistrict, row, lastOf(entries)), entries) }
}

/** Other borders were put in force, or will be, since it was begun. */
export const isStale = ({ stage, latestId, baseId }: PlanRow): boolean =>
  stage !== 'published' && stage !== 'withdrawn' && latestId !== baseId

export const shownPlan = (row: PlanRow, operations: number) => ({
  planId: row.planId,
  title: row.title,
  stage: row.stage,
  version: row.version,
  effectiveOn: row.effectiveOn,
  begunBy: row.begunBy,
  begunAt: row.begunAt,
  changedAt: row.changedAt,
  operations,
  base: { coverageVersionId: row.baseId, title: row.baseTitle, validFrom: row.baseFrom },
  stale: isStale(row),
})

/** The journal as it is sent: without the numbers, which only count. */
export const shownJournal = (entries: readonly NumberedEntry[], lastEntry: number) => ({
  entries: entries.map(({ number: _, ...entry }) => entry),
  lastEntry,
})

export function mustBeVersion(row: PlanRow, version: number): void {
  if (row.version === version) return
  throw new AppError('conflict', `the plan was changed meanwhile, it is version ${row.version} now`, [
    { path: 'version', problem: String(row.version) },
    { path: 'stage', problem: row.stage },
  ])
}

/** Everybody who drew on it, the one who began it included. */
export const authorsOf = ({ row, entries }: OpenPlan): string[] => [...new Set([row.begunBy, ...entries.map(({ author }) => author)])]

export const tellPlan = (system: Queryable, subdistrict: string, planId: number, detail: Record<string, unknown> = {}): Promise<void> =>
  tellChange(system, { subdistrict, kind: 'planChanged', layers: [] }, { plan: planId, ...detail })

/** The base as it is sent, packed once for all who open a plan on it: of 10,000 grids it is five megabytes. */
const packed = new WeakMap<Base, Promise<Packed>>()
export function packedBase(base: Base, coverageVersionId: number): Promise<Packed> {
  const held = packed.get(base)
  if (held !== undefined) return held
  const made = packedJson({ coverageVersionId, ...packTopology(base.topology) })
  packed.set(base, made)
  return made
}
