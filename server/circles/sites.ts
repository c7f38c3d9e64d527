// Where to build next: the places that may be chosen, the choice, and why each was picked.
import { setTimeout } from 'node:timers/promises'
import { smallestTold } from '#domain/privacy/small-count.ts'
import type { Choice } from '#domain/walk/choose-sites.ts'
import { toPlane } from '#domain/walk/network.ts'
import { longestMinutes, metresIn, type WalkProfile } from '#domain/walk/profile.ts'
import type { Hung, NotHung } from '#domain/walk/snap.ts'
import type { Queryable } from '../db/queryable.ts'
import type { Scope } from '../db/scope.ts'
import { meanMinutes, type Own, ownOf, servedIn } from './figures.ts'
import type { WalkKeeper } from './keeper.ts'
import { buildingMetres, keyOf, type Model, type PlacedBuilding, promiseIn, stationsIn, type Wanted, withPlace } from './model.ts'
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

type Hanging = Place & { readonly id: number; readonly x: number; readonly y: number; readonly hung: Hung | NotHung }

function placesOf(db: Queryable, subdistrict: string, model: Model, { from, places = [] }: SiteQuery): Promise<readonly Hanging[]> {
  const hang = (all: readonly Place[]): Hanging[] =>
    all.map((place, id) => {
      const [x, y] = toPlane(model.network.plane, place)
      return { ...place, id, x, y, hung: model.snap(place) }
    })
  if (from === 'given') return Promise.resolve(hang(places.map((place) => ({ ...place, compoundId: null }))))
  return promiseIn(model, from, async () =>
    from === 'blocks'
      ? hang((await blockPlaces(db, subdistrict)).map((place) => ({ ...place, compoundId: null })))
      : hang((await compoundPlaces(db, subdistrict)).map(({ id, ...place }) => ({ ...place, compoundId: id }))),
  )
}

/** A request holds a connection of the database; what takes longer is asked for again. */
const patienceMilliseconds = 400

export async function chooseSitesFor(
  db: Queryable,
  subdistrict: string,
  keeper: WalkKeeper,
  model: Model,
  wanted: Wanted,
  scope: Scope,
  query: SiteQuery,
) {
  const own = ownOf(scope)
  const all = await placesOf(db, subdistrict, model, query)
  const hung = all.flatMap((place) => (typeof place.hung === 'string' ? [] : [{ id: place.id, x: place.x, y: place.y, hung: place.hung }]))
  const within = metresIn(query.minutes, query.profile)
  const before = buildingMetres(model, wanted)
  const weight = Float64Array.from(model.buildings, (building) => (own(building) ? building[query.weight] : 0))
  const key = `sites ${JSON.stringify([scope.whole || scope.grids, query])} ${keyOf(wanted)}`
  const working = promiseIn(model, key, () =>
    keeper.sites({
      network: model.network,
      places: hung,
      demand: { doors: model.doors, weight, before },
      aim: query.aim,
      within,
      count: query.count,
      apartMetres: query.apart,
      fixed: query.apart > 0 ? stationsIn(model, wanted).map(({ x, y }) => ({ x, y })) : [],
    }),
  )
  const facts = { candidates: hung.length, notConnected: all.length - hung.length }
  const choice = await Promise.race([working, setTimeout(patienceMilliseconds)])
  if (choice === undefined) return { ...facts, working: true, worth: 0, bound: 0, exact: false, sites: [] }
  const picks = explained(model, choice, all, own, before, within, query)
  const names = await namesNear(db, subdistrict, model, picks)
  return {
    ...facts,
    working: false,
    worth: choice.worth,
    bound: choice.bound,
    exact: choice.exact,
    sites: picks.map(({ place: { compoundId, lng, lat, name, nameEn }, ...pick }, at) => ({
      ...pick,
      compoundId,
      lng,
      lat,
      name: name ?? names[at]?.name ?? '',
      nameEn: nameEn ?? names[at]?.nameEn ?? '',
    })),
  }
}

/** Each pick with whom it serves beside those before it, and how their walk shortens. */
function explained(
  model: Model,
  choice: Choice,
  all: readonly Hanging[],
  own: Own,
  before: Float64Array,
  within: number,
  { aim, weight, profile }: SiteQuery,
) {
  let was = before
  return choice.sites.flatMap(({ id, gain }) => {
    const place = all[id]
    if (place === undefined || typeof place.hung === 'string') return []
    // one or two people are not told, so neither is where they live
    if (aim === 'cover' && weight === 'residents60Plus' && gain < smallestTold) return []
    const [earlier, then] = [was, withPlace(model, was, place.hung, metresIn(longestMinutes, profile))]
    was = then
    const isIn = (metres: Float64Array, index: number) => (metres[index] ?? Infinity) <= within
    const comesIn = (index: number) => !isIn(earlier, index) && isIn(then, index)
    // covering is about who comes into the circle, less walking about everybody who comes nearer
    const isHelped = aim === 'cover' ? comesIn : (index: number) => (then[index] ?? Infinity) < (earlier[index] ?? Infinity)
    const counts = (building: PlacedBuilding, index: number) => own(building) && isHelped(index)
    return [
      {
        place,
        gain,
        newly: servedIn(model.buildings.filter((building, index) => own(building) && comesIn(index))),
        meanMinutes: { before: meanMinutes(model, counts, earlier, profile), after: meanMinutes(model, counts, then, profile) },
      },
    ]
  })
}

/** What a place without a name is near: the nearest building. */
async function namesNear(db: Queryable, subdistrict: string, model: Model, picks: readonly { readonly place: Hanging }[]) {
  const nearest = picks.map(({ place: { x, y } }) => {
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
