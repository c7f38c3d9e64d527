// GET /api/v1/buildings/visits?ids=3,1,2   in which order to go from door to door, and the way
import type { Route } from '#contract/route.ts'
import { metresFrom, walkField, wayFrom } from '#domain/walk/field.ts'
import { toLngLat, type WalkNetwork } from '#domain/walk/network.ts'
import { longestMinutes, metresIn, minutesFor } from '#domain/walk/profile.ts'
import type { Hung } from '#domain/walk/snap.ts'
import { visitOrder } from '#domain/walk/visit-order.ts'
import type { ScopeInput } from '../http/handler.ts'
import { ownOf } from './figures.ts'
import type { Model, PlacedBuilding } from './model.ts'

type Own = ScopeInput<Route>['who']['scope']
type OnNetwork = PlacedBuilding & { readonly hung: Hung }
const isOnNetwork = (building: PlacedBuilding): building is OnNetwork => typeof building.hung !== 'string'

/** No longer way between two doors is looked for. */
const furthest = metresIn(longestMinutes, 'default')

export function visitsOf(model: Model, scope: Own, ids: readonly number[]) {
  const asked = new Set(ids)
  const own = model.buildings.filter(ownOf(scope)).filter(({ id }) => asked.has(id))
  const placed = own.filter(isOnNetwork)
  const here = new Set(placed.map(({ id }) => id))
  // the field of a door says how far it is to that door from everywhere
  const fields = placed.map(({ hung }) => walkField(model.network, [hung], furthest))
  const metres = placed.map(({ hung }) => fields.map((field) => metresFrom(model.network, field, hung)))
  const { order } = visitOrder(metres)
  const stops = order.flatMap((at, place) => {
    const building = placed[at]
    if (building === undefined) return []
    const before = order[place - 1]
    const way = before === undefined ? 0 : (metres[before]?.[at] ?? Infinity)
    // null: there is no way within the hour
    const minutes = Number.isFinite(way) ? minutesFor(way, 'default') : null
    return [{ buildingId: building.id, minutes }]
  })
  const line = order.flatMap((at, place) => {
    const [before, field] = [placed[order[place - 1] ?? -1], fields[at]]
    return before === undefined || field === undefined ? [] : lngLatsOf(model.network, wayFrom(model.network, field, before.hung))
  })
  const minutes = stops.reduce((sum, stop) => sum + (stop.minutes ?? 0), 0)
  return {
    stops,
    minutes,
    unplaced: ids.filter((id) => !here.has(id)),
    way: line.length < 2 ? null : { type: 'LineString' as const, coordinates: line },
  }
}

const lngLatsOf = ({ plane }: WalkNetwork, line: readonly number[]): [number, number][] =>
  Array.from({ length: line.length / 2 }, (_, at) => toLngLat(plane, line[2 * at] ?? 0, line[2 * at + 1] ?? 0))
