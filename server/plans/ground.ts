// What lies on the ground of a plan, as the functions of the domain take it.
import type { PlannedFacts } from '#domain/plans/figures.ts'
import { type LatticePoint, toLattice } from '#domain/topology/lattice.ts'
import type { Queryable } from '../db/queryable.ts'
import { AppError } from '../http/app-error.ts'
import { buildingsToPlace, compoundsOf, openIssues } from './queries.ts'

/** Six times the buildings of the largest sub-district known (DOMAIN a). */
export const mostBuildings = 60_000
const mostIssues = 20_000
const mostCompounds = 10_000

const lattice = (p: readonly number[]): LatticePoint => toLattice([p[0] ?? 0, p[1] ?? 0])

export async function factsOf(db: Queryable, subdistrict: string): Promise<PlannedFacts> {
  const buildings = await buildingsToPlace(db, subdistrict, mostBuildings + 1)
  if (buildings.length > mostBuildings) throw new AppError('too_large', `more than ${mostBuildings} buildings`)
  const issues = await openIssues(db, subdistrict, mostIssues)
  return {
    buildings: buildings.map(({ id, point, households, residents60Plus, walls }) => ({
      id,
      point: lattice(point),
      households,
      // a count of few people is not told (DOMAIN g.2); sums of many stay near enough to plan by
      residents60Plus: Math.round(residents60Plus / 3) * 3,
      walls: (walls?.coordinates ?? []).map((rings) => (rings[0] ?? []).slice(0, -1).map(lattice)),
    })),
    openIssues: issues.map(({ lng, lat }) => toLattice([lng, lat])),
  }
}

/** The outer rings of compounds, open. */
export async function outlinesOfCompounds(db: Queryable, subdistrict: string): Promise<LatticePoint[][]> {
  const compounds = await compoundsOf(db, subdistrict, mostCompounds)
  return compounds.flatMap(({ outline }) => outline.coordinates.map(([outer = []]) => outer.slice(0, -1).map(lattice)))
}

/** A line as its first point and the steps from there. */
export function stepsAlong(line: readonly LatticePoint[]): number[] {
  const steps: number[] = []
  let [x, y] = [0, 0]
  for (const p of line) {
    steps.push(p[0] - x, p[1] - y)
    ;[x, y] = p
  }
  return steps
}
