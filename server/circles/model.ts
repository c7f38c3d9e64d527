// The walking model of a sub-district, held in memory for as long as what it is made of stays: the network, where doors and stations hang on it,
// and the answers that were worked out already. Everything a request asks is worked out from here, without the database.

import { metresFrom, type WalkField, walkField } from '#domain/walk/field.ts'
import { buildNetwork, isolatedShare, toPlane, totalMetres, type WalkNetwork } from '#domain/walk/network.ts'
import { longestMinutes, metresIn, type WalkProfile } from '#domain/walk/profile.ts'
import { type Hung, longestDoorMetres, type NotHung, type Snapper, shoreBarriers, snapper } from '#domain/walk/snap.ts'
import { type Frame, frameOf, type Surface, walkSurface, waterCells } from '#domain/walk/surface.ts'
import type { Catalog } from '../db/catalog.ts'
import type { Queryable } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { type BuildingRow, type StationRow, walkBuildings, walkEdges, walkNodes, walkStations, waterAreas } from './queries.ts'

export type PlacedBuilding = BuildingRow & { readonly hung: Hung | NotHung; readonly x: number; readonly y: number }
export type PlacedStation = StationRow & { readonly hung: Hung | NotHung; readonly x: number; readonly y: number }

export type Model = {
  readonly network: WalkNetwork
  readonly snap: Snapper
  readonly buildings: readonly PlacedBuilding[]
  readonly stations: readonly PlacedStation[]
  readonly water: readonly (readonly (readonly number[])[])[]
  readonly dataTime: string | null
  /** Worked out before; goes with the model. */
  readonly kept: Map<string, unknown>
}

const parts = ['roads', 'buildings', 'stations', 'water', 'grids'] as const
/** Answers that are kept of one model; the oldest go first. */
const mostKept = 60

export type ModelReader = (db: Queryable, subdistrict: string, catalog: Catalog) => Promise<Model>

/** Reads the model when something it is made of has changed; asked by many at once, it is read once. */
export function modelReader(): ModelReader {
  const held = new Map<string, { readonly key: string; readonly model: Promise<Model> }>()
  return async (db, subdistrict, catalog) => {
    const layers = parts.map((layer) => catalog.layer(subdistrict, layer))
    const key = layers.map(({ version, dataTime }) => `${version}/${dataTime}`).join()
    const present = held.get(subdistrict)
    if (present?.key === key) return present.model
    const dataTime =
      layers
        .map((layer) => layer.dataTime)
        .filter((time): time is string => time !== null)
        .sort()
        .at(-1) ?? null
    const begun = { key, model: outsideScope(db, (system) => readModel(system, subdistrict, dataTime)) }
    held.set(subdistrict, begun)
    // one that could not be read is not kept: whoever asks next tries again
    begun.model.catch(() => {
      if (held.get(subdistrict) === begun) held.delete(subdistrict)
    })
    return begun.model
  }
}

async function readModel(db: Queryable, subdistrict: string, dataTime: string | null): Promise<Model> {
  const network = buildNetwork(await walkNodes(db, subdistrict), await walkEdges(db, subdistrict))
  const water = (await waterAreas(db, subdistrict)).flatMap(({ polygons }) =>
    polygons.map((rings) => rings.map((ring) => ring.flatMap(([lng, lat]) => toPlane(network.plane, { lng, lat })))),
  )
  const snap = snapper(network, shoreBarriers(water.flat()))
  const placed = <T extends { readonly lng: number; readonly lat: number }>(one: T) => {
    const [x, y] = toPlane(network.plane, one)
    return { ...one, hung: snap(one), x, y }
  }
  return {
    network,
    snap,
    water,
    buildings: (await walkBuildings(db, subdistrict)).map(placed),
    stations: (await walkStations(db, subdistrict)).map(placed),
    dataTime,
    kept: new Map(),
  }
}

/** Works something out once for a model. */
export function keptIn<T>(model: Model, key: string, work: () => T): T {
  if (model.kept.has(key)) return model.kept.get(key) as T
  const made = work()
  const [oldest] = model.kept.keys()
  if (model.kept.size >= mostKept && oldest !== undefined) model.kept.delete(oldest)
  model.kept.set(key, made)
  return made
}

export type Wanted = {
  readonly kind?: readonly string[] | undefined
  /** The day that counts. */
  readonly on: string
  readonly without?: readonly number[] | undefined
}

/** Stations in service on a day. Of what was before the last change of a station nothing is known but that it was otherwise. */
export const stationsIn = (model: Model, { kind, on, without }: Wanted): readonly PlacedStation[] =>
  model.stations.filter(
    ({ id, kind: own, status, statusSince }) =>
      (status === 'inService') === statusSince <= on && (kind === undefined || kind.includes(own)) && !without?.includes(id),
  )

export const hungOf = (places: readonly { readonly hung: Hung | NotHung }[]): Hung[] =>
  places.flatMap(({ hung }) => (typeof hung === 'string' ? [] : [hung]))

/** The furthest that a circle may be asked for: one search serves all profiles and minutes. */
const furthest = metresIn(longestMinutes, 'brisk')

export const keyOf = ({ kind, on, without }: Wanted): string => JSON.stringify([kind?.toSorted(), on, without?.toSorted()])

export const fieldOf = (model: Model, wanted: Wanted): WalkField =>
  keptIn(model, `field ${keyOf(wanted)}`, () => walkField(model.network, hungOf(stationsIn(model, wanted)), furthest))

/** Effective metres from each building to its nearest station, in the order of the buildings; NaN: not on the network. */
export const buildingMetres = (model: Model, wanted: Wanted): Float64Array =>
  keptIn(model, `metres ${keyOf(wanted)}`, () => metresOf(model, fieldOf(model, wanted)))

export const metresOf = (model: Model, field: WalkField): Float64Array =>
  Float64Array.from(model.buildings, ({ hung }) => (typeof hung === 'string' ? Number.NaN : metresFrom(model.network, field, hung)))

/** The surface around some stations, no further than is drawn. */
export function surfaceOf(model: Model, sources: readonly Hung[], profile: WalkProfile, minutes: number): Surface | null {
  // searched a little further than drawn, so that what lies just beyond is known to lie there
  const field = walkField(model.network, sources, metresIn(minutes, profile) + 2 * longestDoorMetres)
  const frame: Frame | null = frameOf(model.network, field)
  return frame && walkSurface(model.network, field, frame, waterCells(frame, model.water))
}

export function networkFacts({ network }: Model) {
  const least = isolatedShare * totalMetres(network)
  return {
    nodes: network.nodes,
    edges: network.edges,
    // a node that no way leads to is no piece
    isolatedPieces: network.pieceMetres.reduce((sum, metres) => sum + (metres > 0 && metres < least ? 1 : 0), 0),
    leftOut: network.leftOut,
  }
}
