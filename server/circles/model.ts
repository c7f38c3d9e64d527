// The walking model of a sub-district: the network, where doors and stations hang on it, and the answers that were worked out already. Everything a
// request asks is worked out from here, without the database. `keeper.ts` says which model is the present one.
import { isOpenAt } from '#domain/calendar/opening-hours.ts'
import { circlesOf } from '#domain/walk/circle.ts'
import { type Doors, doorAt, metresOfDoors } from '#domain/walk/doors.ts'
import { type WalkField, walkField } from '#domain/walk/field.ts'
import type { Ground } from '#domain/walk/ground.ts'
import { isolatedShare, toPlane, totalMetres, type WalkNetwork } from '#domain/walk/network.ts'
import { longestMinutes, metresIn } from '#domain/walk/profile.ts'
import type { Hung, NotHung, Snapper } from '#domain/walk/snap.ts'
import type { StationChange } from '#domain/walk/station-changes.ts'
import type { BuildingRow, StationRow } from './queries.ts'

export type PlacedBuilding = BuildingRow & { readonly hung: Hung | NotHung; readonly x: number; readonly y: number }
export type PlacedStation = StationRow & { readonly hung: Hung | NotHung; readonly x: number; readonly y: number }

export type Streets = { readonly network: WalkNetwork; readonly snap: Snapper; readonly ground: Ground }
export type Model = Streets & {
  readonly buildings: readonly PlacedBuilding[]
  /** In the order of the buildings. */
  readonly doors: Doors
  readonly stations: readonly PlacedStation[]
  readonly dataTime: string | null
  /** Worked out before; goes with the model. */
  readonly kept: Map<string, unknown>
}

/** Answers that are kept of one model; the oldest go first. */
const mostKept = 60

/** Works something out once for a model. */
export function keptIn<T>(model: Model, key: string, work: () => T): T {
  if (model.kept.has(key)) return model.kept.get(key) as T
  const made = work()
  const [oldest] = model.kept.keys()
  if (model.kept.size >= mostKept && oldest !== undefined) model.kept.delete(oldest)
  model.kept.set(key, made)
  return made
}

/** The same for what takes its time; what failed is not kept. */
export function promiseIn<T>(model: Model, key: string, work: () => Promise<T>): Promise<T> {
  const made = keptIn(model, key, work)
  made.catch(() => model.kept.delete(key))
  return made
}

export function placeStation({ network, snap }: Streets, station: StationRow): PlacedStation {
  const [x, y] = toPlane(network.plane, station)
  return { ...station, hung: snap(station), x, y }
}

export const placeBuildings = ({ network }: Streets, buildings: readonly BuildingRow[], doors: Doors): PlacedBuilding[] =>
  buildings.map((building, at) => {
    const [x, y] = toPlane(network.plane, building)
    return { ...building, hung: doorAt(doors, at), x, y }
  })

export type Wanted = {
  readonly kind?: readonly string[] | undefined
  /** The day that counts. */
  readonly on: string
  /** The clock time that counts, such as 19:30: only what is open then. */
  readonly at?: string | undefined
  readonly changes?: readonly StationChange[] | undefined
}

/** Whether a station is in service on a day. Of what was before its first known state nothing is known but that it was otherwise. */
export function isInService({ states }: Pick<StationRow, 'states'>, on: string): boolean {
  const [first] = states
  const last = states.findLast(({ from }) => from <= on)
  return last === undefined ? first?.status !== 'inService' : last.status === 'inService'
}

/** Stations that serve: in service on the day and, where a time is asked for, open then. Stations that were only thought of have negative numbers. */
export function stationsIn(model: Model, { kind, on, at, changes = [] }: Wanted): readonly PlacedStation[] {
  const closed = new Set(changes.flatMap((one) => (one.change === 'close' ? [one.serviceStationId] : [])))
  const hours = new Map(changes.flatMap((one) => (one.change === 'hours' ? [[one.serviceStationId, one.openingHours] as const] : [])))
  const present = model.stations
    .filter((station) => !closed.has(station.id) && isInService(station, on) && (kind === undefined || kind.includes(station.kind)))
    .map((station) => ({ ...station, openingHours: hours.get(station.id) ?? station.openingHours }))
  const thought = changes.flatMap((one, index) => (one.change === 'open' ? [placeStation(model, thoughtOf(one, -1 - index, on))] : []))
  return [...present, ...thought].filter(({ openingHours }) => at === undefined || isOpenAt(openingHours, at) === true)
}

const thoughtOf = ({ lng, lat, openingHours }: StationChange & { change: 'open' }, id: number, on: string): StationRow => ({
  id,
  name: '',
  nameEn: '',
  kind: 'station',
  openingHours,
  states: [{ from: on, status: 'inService' }],
  lng,
  lat,
})

/** Stations in service whose hours nobody can read: at a time of the day they count as closed, and are told. */
export const hoursUnknown = (model: Model, wanted: Wanted): readonly number[] =>
  wanted.at === undefined
    ? []
    : stationsIn(model, { ...wanted, at: undefined }).flatMap(({ id, openingHours }) =>
        isOpenAt(openingHours, wanted.at ?? '') === undefined ? [id] : [],
      )

export const hungOf = (places: readonly { readonly hung: Hung | NotHung }[]): Hung[] =>
  places.flatMap(({ hung }) => (typeof hung === 'string' ? [] : [hung]))

/** The furthest that a circle may be asked for: one search serves all profiles and minutes. */
const furthest = metresIn(longestMinutes, 'brisk')

export const keyOf = ({ kind, on, at, changes }: Wanted): string => JSON.stringify([kind?.toSorted(), on, at, changes])

export const fieldOf = (model: Model, wanted: Wanted): WalkField =>
  keptIn(model, `field ${keyOf(wanted)}`, () => walkField(model.network, hungOf(stationsIn(model, wanted)), furthest))

/** Effective metres from each building to its nearest station, in the order of the buildings; NaN: not on the network. */
export const buildingMetres = (model: Model, wanted: Wanted): Float64Array =>
  keptIn(model, `metres ${keyOf(wanted)}`, () => metresOfDoors(model.network, fieldOf(model, wanted), model.doors))

/** Effective metres to the nearest station in service on a day, by building; without an entry: not on the network. */
export function metresByBuilding(model: Model, on: string): ReadonlyMap<number, number> {
  const metres = buildingMetres(model, { on })
  return new Map(model.buildings.flatMap(({ id }, index) => (Number.isNaN(metres[index]) ? [] : [[id, metres[index] ?? Infinity]])))
}

/** Of each building the shorter way, to the stations there are or to one more place, which is searched for no further than `within`. */
export function withPlace(model: Model, before: Float64Array, place: Hung, within: number): Float64Array {
  const own = metresOfDoors(model.network, walkField(model.network, [place], within), model.doors)
  return before.map((metres, index) => Math.min(metres, own[index] as number))
}

/** Circles of some effective metres around places, each searched for no further than it is drawn. */
export const circlesAround = ({ network, ground }: Streets, sources: readonly Hung[], withins: readonly number[]) =>
  // a little further than drawn, so that what lies just beyond is known to lie there
  circlesOf(network, ground, walkField(network, sources, Math.max(...withins) + 2 * ground.cell), withins)

export function networkFacts({ network }: Streets) {
  const least = isolatedShare * totalMetres(network)
  return {
    nodes: network.nodes,
    edges: network.edges,
    // a node that no way leads to is no piece
    isolatedPieces: network.pieceMetres.reduce((sum, metres) => sum + (metres > 0 && metres < least ? 1 : 0), 0),
    hasHeights: network.hasHeights,
    leftOut: network.leftOut,
  }
}
