// Where to build next: the places that may be chosen, the choice, and why each was picked.
import { smallestTold } from '#domain/privacy/small-count.ts'
import { metresOfDoors } from '#domain/walk/doors.ts'
import { walkField } from '#domain/walk/field.ts'
import { toPlane } from '#domain/walk/network.ts'
import { metresIn, type WalkProfile } from '#domain/walk/profile.ts'
import type { Queryable } from '../db/queryable.ts'
import { meanMinutes, type Own, servedIn } from './figures.ts'
import type { WalkKeeper } from './keeper.ts'
import { buildingMetres, type Model, stationsIn, type Wanted } from './model.ts'
import { blockPlaces, buildingNames, compoundPlaces } from './queries.ts'

type Place = {
  readonly compoundId: number | null
  readonly lng: number
  readonly lat: number
  readonly name?: string
  readonly nameEn?: string
}
export type SiteQuery = {
  readonly count: number
  readonly aim: 'cover' | 'walk'
  readonly weight: 'households' | 'residents60Plus'
  readonly apart: number
  readonly from: 'compounds' | 'blocks' | 'given'
  readonly places?: readonly { readonly lng: number; readonly lat: number }[] | undefined
  readonly profile: WalkProfile
  readonly minutes: number
}

async function placesOf(db: Queryable, subdistrict: string, { from, places = [] }: SiteQuery): Promise<readonly Place[]> {
  if (from === 'given') return places.map((place) => ({ ...place, compoundId: null }))
  if (from === 'blocks') return (await blockPlaces(db, subdistrict)).map((place) => ({ ...place, compoundId: null }))
  return (await compoundPlaces(db, subdistrict)).map(({ id, ...place }) => ({ ...place, compoundId: id }))
}

export async function chooseSitesFor(
  db: Queryable,
  subdistrict: string,
  keeper: WalkKeeper,
  model: Model,
  wanted: Wanted,
  own: Own,
  query: SiteQuery,
) {
  const all = await placesOf(db, subdistrict, query)
  const hung = all.flatMap((place, id) => {
    const at = model.snap(place)
    const [x, y] = toPlane(model.network.plane, place)
    return typeof at === 'string' ? [] : [{ id, x, y, hung: at }]
  })
  const within = metresIn(query.minutes, query.profile)
  const before = buildingMetres(model, wanted)
  const weight = Float64Array.from(model.buildings, (building) => (own(building) ? building[query.weight] : 0))
  const choice = await keeper.sites({
    network: model.network,
    places: hung,
    demand: { doors: model.doors, weight, before },
    aim: query.aim,
    within,
    count: query.count,
    apartMetres: query.apart,
    fixed: query.apart > 0 ? stationsIn(model, wanted).map(({ x, y }) => ({ x, y })) : [],
  })
  const places = new Map(hung.map((place) => [place.id, place]))
  let metres = before
  const isTooFew = (gain: number) => query.aim === 'cover' && query.weight === 'residents60Plus' && gain < smallestTold
  const picks = choice.sites.flatMap(({ id, gain }) => {
    const [place, chosen] = [all[id], places.get(id)]
    // one or two people are not told, so neither is where they live
    if (place === undefined || chosen === undefined || isTooFew(gain)) return []
    const then = nearerOf(
      metres,
      metresOfDoors(model.network, walkField(model.network, [chosen.hung], metresIn(60, query.profile)), model.doors),
    )
    const was = metres
    // covering is about who comes into the circle, less walking about everybody who comes nearer
    const isHelped = (index: number) => {
      const [a, b] = [was[index] ?? Infinity, then[index] ?? Infinity]
      return query.aim === 'cover' ? !(a <= within) && b <= within : b < a
    }
    const newly = model.buildings.filter(
      (building, index) => own(building) && !((was[index] ?? Infinity) <= within) && (then[index] ?? Infinity) <= within,
    )
    const counts = (building: Parameters<Own>[0], index: number) => own(building) && isHelped(index)
    const explained = {
      newly: servedIn(newly),
      meanMinutes: { before: meanMinutes(model, counts, was, query.profile), after: meanMinutes(model, counts, then, query.profile) },
    }
    metres = then
    return [{ ...place, ...explained, gain }]
  })
  const names = await namesNear(db, subdistrict, model, picks)
  return {
    candidates: hung.length,
    notConnected: all.length - hung.length,
    worth: choice.worth,
    bound: choice.bound,
    exact: choice.exact,
    sites: picks.map(({ name, nameEn, ...pick }, at) => ({
      ...pick,
      name: name ?? names[at]?.name ?? '',
      nameEn: nameEn ?? names[at]?.nameEn ?? '',
    })),
  }
}

/** Of both the shorter way; what is on no network stays so. */
const nearerOf = (a: Float64Array, b: Float64Array): Float64Array => a.map((metres, index) => Math.min(metres, b[index] as number))

/** What a place without a name is near: the nearest building. */
async function namesNear(db: Queryable, subdistrict: string, model: Model, places: readonly Place[]) {
  const nearest = places.map((place) => {
    const [x, y] = toPlane(model.network.plane, place)
    let [best, least] = [0, Infinity]
    for (const building of model.buildings) {
      const far = Math.hypot(building.x - x, building.y - y)
      if (far < least) [best, least] = [building.id, far]
    }
    return best
  })
  const names = new Map((await buildingNames(db, subdistrict, nearest)).map((one) => [one.id, one]))
  return nearest.map((id) => names.get(id))
}
