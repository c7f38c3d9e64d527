// What lies in each grid, kept up while borders move, and what is wrong with that.
import { useMemo, useRef } from 'react'
import { type PlanProblem, problemsOf } from '#domain/plans/checks.ts'
import {
  type GridLoad,
  type Lying,
  loadsOf,
  lyingIn,
  type Placed,
  type PlannedFacts,
  placeAgain,
  placeFacts,
} from '#domain/plans/figures.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'
import type { OpenedPlan, PlanFactsSent } from '../../api/plans.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import type { GuideLine } from '../../editor/snap.ts'

/** A line from its first point and the steps from there. */
function unpackLine(numbers: readonly number[]): LatticePoint[] {
  const line: LatticePoint[] = []
  let [x, y] = [0, 0]
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    x += numbers[i] ?? 0
    y += numbers[i + 1] ?? 0
    line.push([x, y])
  }
  return line
}

export const factsIn = (sent: PlanFactsSent): PlannedFacts => ({
  buildings: sent.buildings.map(({ walls, ...building }) => ({ ...building, walls: walls.map(unpackLine) })),
  openIssues: sent.openIssues,
})
export const compoundsIn = (sent: PlanFactsSent): LatticePoint[][] => sent.compounds.map(unpackLine)
export const guidesIn = (sent: PlanFactsSent): GuideLine[] => [
  ...sent.guides.map(({ kind, line }) => ({ kind, line: unpackLine(line) })),
  ...sent.buildings.flatMap(({ walls }) =>
    walls.map((ring): GuideLine => {
      const line = unpackLine(ring)
      return { kind: 'wall', line: [...line, ...line.slice(0, 1)] }
    }),
  ),
]

export type Figures = {
  readonly placed: Placed
  readonly lying: Lying
  readonly loads: ReadonlyMap<GridId, GridLoad>
  readonly before: Placed
  readonly loadsBefore: ReadonlyMap<GridId, GridLoad>
  readonly problems: readonly PlanProblem[]
  /** Grids of a special kind, without households to count. */
  readonly dedicated: ReadonlySet<GridId>
}

export function useFigures(view: PlanView, facts: PlannedFacts | null, { rules, dedicated, headed }: OpenedPlan): Figures | null {
  const held = useRef<{ facts: PlannedFacts; revision: number; topology: Topology; placed: Placed } | null>(null)
  const before = useMemo(() => (facts === null ? null : placeFacts(view.base, facts)), [view.base, facts])
  const placed = useMemo(() => {
    if (facts === null) return null
    const last = held.current
    const next =
      last !== null && last.facts === facts && last.revision === view.revision - 1
        ? placeAgain(last.topology, view.topology, facts, last.placed, view.touched)
        : last !== null && last.facts === facts && last.revision === view.revision
          ? last.placed
          : view.topology === view.base && before !== null
            ? before
            : placeFacts(view.topology, facts)
    held.current = { facts, revision: view.revision, topology: view.topology, placed: next }
    return next
  }, [facts, view, before])
  const special = useMemo(() => new Set(dedicated), [dedicated])
  const withHead = useMemo(() => new Set(headed), [headed])
  return useMemo(() => {
    if (facts === null || placed === null || before === null) return null
    const loads = loadsOf(facts, placed)
    const problems = problemsOf({
      base: view.base,
      topology: view.topology,
      facts,
      placed,
      before,
      loads,
      rules,
      grids: view.changed,
      dedicated: special,
      headed: withHead,
    })
    return {
      placed,
      lying: lyingIn(placed),
      loads,
      before,
      loadsBefore: placed === before ? loads : loadsOf(facts, before),
      problems,
      dedicated: special,
    }
  }, [facts, placed, before, view, rules, special, withHead])
}
