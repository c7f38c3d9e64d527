// Who is covered, counted for a caller: in all, by grid, by compound, and the difference between two plans.
import { toldCount } from '#domain/privacy/small-count.ts'
import { addTo, type Figures, noFigures } from '#domain/walk/figures.ts'
import { longestMinutes, metresIn, minutesFor, type WalkProfile } from '#domain/walk/profile.ts'
import type { GridTree } from '../db/grid-tree.ts'
import type { Scope } from '../db/scope.ts'
import type { Model, PlacedBuilding, PlacedStation } from './model.ts'

export type Own = (building: PlacedBuilding) => boolean

/** Whether a building counts for the caller. */
export function ownOf({ whole, grids }: Scope): Own {
  const own = new Set(grids)
  return ({ gridCode }) => whole || (gridCode !== null && own.has(gridCode))
}

export function totalOf(model: Model, own: Own, metres: Float64Array, within: number): Figures {
  const total = noFigures()
  model.buildings.forEach((building, index) => {
    if (own(building)) addTo(total, building, metres[index] ?? Infinity, within)
  })
  return total
}

/** The grid of a level that a level-3 grid belongs to. */
const upTo = (tree: GridTree, code: string, level: number) =>
  (level === 3 ? tree.describe([code]) : tree.above(code)).find((grid) => grid.level === level)

export function byGrid(model: Model, tree: GridTree, own: Own, metres: Float64Array, within: number, level: number) {
  const grids = new Map<string, { gridCode: string; name: string; nameEn: string; figures: Figures }>()
  const topOf = new Map<string, ReturnType<typeof upTo>>()
  model.buildings.forEach((building, index) => {
    if (!own(building) || building.gridCode === null) return
    if (!topOf.has(building.gridCode)) topOf.set(building.gridCode, upTo(tree, building.gridCode, level))
    const top = topOf.get(building.gridCode)
    if (top === undefined) return
    const present = grids.get(top.code) ?? { gridCode: top.code, name: top.name, nameEn: top.nameEn, figures: noFigures() }
    grids.set(top.code, present)
    addTo(present.figures, building, metres[index] ?? Infinity, within)
  })
  return [...grids.values()]
    .sort((a, b) => (a.gridCode < b.gridCode ? -1 : 1))
    .map((grid) => ({ ...grid, figures: toldFigures(grid.figures) }))
}

/** So few people that they could be pointed at are not told exactly. */
export function toldFigures({ residents60Plus: { covered, known, notConnected, offNetwork }, ...figures }: Figures) {
  const told = {
    covered: toldCount(covered),
    known: toldCount(known),
    notConnected: toldCount(notConnected),
    offNetwork: toldCount(offNetwork),
  }
  return { ...figures, residents60Plus: told }
}

/** Those with most households beyond the circle first. */
export function byCompound(model: Model, own: Own, metres: Float64Array, within: number) {
  const compounds = new Map<number, Figures>()
  model.buildings.forEach((building, index) => {
    if (!own(building) || building.compoundId === null) return
    const figures = compounds.get(building.compoundId) ?? noFigures()
    compounds.set(building.compoundId, figures)
    addTo(figures, building, metres[index] ?? Infinity, within)
  })
  const beyond = ({ households }: Figures) => households.known - households.covered
  return [...compounds]
    .sort(([a, one], [b, other]) => beyond(other) - beyond(one) || a - b)
    .map(([compoundId, figures]) => ({ compoundId, figures: toldFigures(figures) }))
}

/** Households that a straight circle counts although the streets do not. */
export function wronglyCounted(model: Model, stations: readonly PlacedStation[], own: Own, metres: Float64Array, within: number): number {
  return model.buildings.reduce((sum, building, index) => {
    const onFoot = (metres[index] ?? Infinity) <= within
    const straight = !onFoot && own(building) && stations.some(({ x, y }) => Math.hypot(x - building.x, y - building.y) <= within)
    return sum + (straight ? building.households : 0)
  }, 0)
}

/** Of `after` compared with `before`: who is within now and was not, and who was and is not. Buildings by number, most households first. */
export function differenceOf(model: Model, own: Own, before: Float64Array, after: Float64Array, within: number) {
  const [newly, lost]: [PlacedBuilding[], PlacedBuilding[]] = [[], []]
  model.buildings.forEach((building, index) => {
    const [was, is] = [(before[index] ?? Infinity) <= within, (after[index] ?? Infinity) <= within]
    if (was !== is && own(building)) (is ? newly : lost).push(building)
  })
  const numbers = (buildings: readonly PlacedBuilding[]) =>
    buildings.toSorted((a, b) => b.households - a.households || a.id - b.id).map(({ id }) => id)
  return { newly: servedIn(newly), lost: servedIn(lost), buildings: { newly: numbers(newly), lost: numbers(lost) } }
}

export const servedIn = (buildings: readonly PlacedBuilding[]) => ({
  households: buildings.reduce((sum, { households }) => sum + households, 0),
  buildings: buildings.length,
  residents60Plus: toldCount(buildings.reduce((sum, { residents60Plus }) => sum + residents60Plus, 0)),
})

/** Of the households of some buildings that are within the longest walk anybody asks for; null: none is. */
export function meanMinutes(
  model: Model,
  counts: (building: PlacedBuilding, index: number) => boolean,
  metres: Float64Array,
  profile: WalkProfile,
): number | null {
  const furthest = metresIn(longestMinutes, profile)
  let [households, walked] = [0, 0]
  model.buildings.forEach((building, index) => {
    const far = metres[index] ?? Infinity
    if (!(far <= furthest) || !counts(building, index)) return
    households += building.households
    walked += building.households * far
  })
  return households === 0 ? null : minutesFor(walked / households, profile)
}
