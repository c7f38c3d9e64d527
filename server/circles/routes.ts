// GET /api/v1/coverage/walk?level=2         who reaches a station on foot
// GET /api/v1/circles                       rings of 5, 10 and 15 minutes
// GET /api/v1/circles/preview?lng=…&lat=…   what a station there would bring
// GET /api/v1/circles/sites?count=3         where to build next
// GET /api/v1/blind-spots                   places beyond the circle
// GET /api/v1/buildings/7/way               the nearest stations and the ways to them
import { setImmediate } from 'node:timers/promises'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { toldCount } from '#domain/privacy/small-count.ts'
import { blindSpots } from '#domain/walk/blind-spots.ts'
import { type Candidate, chooseSites } from '#domain/walk/choose-sites.ts'
import { metresFrom, reachedFrom, walkField, wayFrom } from '#domain/walk/field.ts'
import { addTo, type Figures, noFigures } from '#domain/walk/figures.ts'
import { toLngLat, toPlane } from '#domain/walk/network.ts'
import { longestMinutes, metresIn, minutesFor, ringMinutes, type WalkProfile } from '#domain/walk/profile.ts'
import type { Hung, NotHung } from '#domain/walk/snap.ts'
import { circleOf, straightSurface } from '#domain/walk/surface.ts'
import type { GridTree } from '../db/grid-tree.ts'
import type { Scope } from '../db/scope.ts'
import { found } from '../http/app-error.ts'
import { feature } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import {
  buildingMetres,
  fieldOf,
  hungOf,
  keptIn,
  keyOf,
  type Model,
  modelReader,
  networkFacts,
  type PlacedBuilding,
  type PlacedStation,
  stationsIn,
  surfaceOf,
  type Wanted,
} from './model.ts'
import { buildingNames, compoundPlaces } from './queries.ts'

const nearestStations = 3
/** Beyond this a walk is not spared but given up: the worth of a site for the mean walk counts no further. */
const furthestWalkMetres = 2000

type Asked = {
  readonly kind?: readonly string[] | undefined
  readonly on?: string | undefined
  readonly without?: readonly number[] | undefined
}
const wantedOf = ({ kind, on, without }: Asked, now: Date): Wanted => ({ kind, without, on: on ?? calendarDay(now) })

/** Whether a building counts for the caller. */
const ownOf = ({ whole, grids }: Scope): ((building: PlacedBuilding) => boolean) => {
  const own = new Set(grids)
  return ({ gridCode }) => whole || (gridCode !== null && own.has(gridCode))
}

const placeOf = (hung: Hung | NotHung): 'onNetwork' | NotHung => (typeof hung === 'string' ? hung : 'onNetwork')

function totalOf(model: Model, own: (building: PlacedBuilding) => boolean, metres: Float64Array, within: number): Figures {
  const total = noFigures()
  model.buildings.forEach((building, index) => {
    if (own(building)) addTo(total, building, metres[index] ?? Infinity, within)
  })
  return total
}

/** The grid of a level that a level-3 grid belongs to. */
const upTo = (tree: GridTree, code: string, level: number) =>
  (level === 3 ? tree.describe([code]) : tree.above(code)).find((grid) => grid.level === level)

function byGrid(
  model: Model,
  tree: GridTree,
  own: (building: PlacedBuilding) => boolean,
  metres: Float64Array,
  within: number,
  level: number,
) {
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
  return [...grids.values()].sort((a, b) => (a.gridCode < b.gridCode ? -1 : 1))
}

/** Households that a straight circle counts although the streets do not. */
function wronglyCounted(
  model: Model,
  stations: readonly PlacedStation[],
  own: (building: PlacedBuilding) => boolean,
  metres: Float64Array,
  within: number,
) {
  return model.buildings.reduce((sum, building, index) => {
    const onFoot = (metres[index] ?? Infinity) <= within
    const straight = !onFoot && own(building) && stations.some(({ x, y }) => Math.hypot(x - building.x, y - building.y) <= within)
    return sum + (straight ? building.households : 0)
  }, 0)
}

/** Rings of a profile around places, the longest first. */
function ringsOf(model: Model, sources: readonly Hung[], profile: WalkProfile, serviceStationId: number | null) {
  const longest = Math.max(...ringMinutes)
  const surface = surfaceOf(model, sources, profile, longest)
  if (surface === null) return []
  return ringMinutes
    .toReversed()
    .map((minutes) => ringOf(circleOf(model.network, surface, metresIn(minutes, profile)), serviceStationId, minutes))
}

const ringOf = (coordinates: [number, number][][][], serviceStationId: number | null, minutes: number) =>
  feature(`${serviceStationId ?? 'all'}/${minutes}`, { type: 'MultiPolygon' as const, coordinates }, { serviceStationId, minutes })

/** What the compass says of the longest ring: too large, laid over to compare. */
function straightRing(model: Model, stations: readonly PlacedStation[], profile: WalkProfile, serviceStationId: number | null) {
  const minutes = Math.max(...ringMinutes)
  const within = metresIn(minutes, profile)
  const surface = straightSurface(stations, within)
  return surface === null ? [] : [ringOf(circleOf(model.network, surface, within), serviceStationId, minutes)]
}

type Routes = 'walkCoverage' | 'circles' | 'previewCircle' | 'blindSpotList' | 'buildingWay' | 'siteChoice'

export function circleHandlers(): Pick<Handlers, Routes> {
  const read = modelReader()
  return {
    walkCoverage: async ({ db, subdistrict, query, catalog, tree, who, now }) => {
      const model = await read(db, subdistrict, catalog)
      const wanted = wantedOf(query, now)
      const stations = stationsIn(model, wanted)
      const within = metresIn(query.minutes, query.profile)
      const [own, metres] = [ownOf(who.scope), buildingMetres(model, wanted)]
      return {
        asOf: now.toISOString(),
        dataTime: model.dataTime,
        stations: { inService: stations.length, notConnected: stations.filter(({ hung }) => typeof hung === 'string').map(({ id }) => id) },
        network: networkFacts(model),
        total: totalOf(model, own, metres, within),
        straightLineHouseholds: wronglyCounted(model, stations, own, metres, within),
        grids: byGrid(model, tree, own, metres, within, query.level),
      }
    },

    circles: async ({ db, subdistrict, query, catalog, now }) => {
      const model = await read(db, subdistrict, catalog)
      const wanted = wantedOf(query, now)
      const { station, profile, straight } = query
      const all = stationsIn(model, wanted)
      const stations =
        station === undefined
          ? all
          : [
              found(
                all.find(({ id }) => id === station),
                `station ${station} in service`,
              ),
            ]
      const key = `rings ${profile} ${station ?? 'all'} ${straight ?? 'walked'} ${keyOf(wanted)}`
      const features = keptIn(model, key, () =>
        straight === 'yes'
          ? straightRing(model, stations, profile, station ?? null)
          : ringsOf(model, hungOf(stations), profile, station ?? null),
      )
      return { type: 'FeatureCollection' as const, features, asOf: now.toISOString(), dataTime: model.dataTime }
    },

    previewCircle: async ({ db, subdistrict, query, catalog, who, now }) => {
      const model = await read(db, subdistrict, catalog)
      const before = buildingMetres(model, wantedOf(query, now))
      const own = ownOf(who.scope)
      const within = metresIn(query.minutes, query.profile)
      const hung = model.snap(query)
      const field = typeof hung === 'string' ? undefined : walkField(model.network, [hung], within)
      const newly = { households: 0, buildings: 0, residents60Plus: 0 }
      const after = before.slice()
      model.buildings.forEach((building, index) => {
        if (field === undefined || typeof building.hung === 'string') return
        const metres = metresFrom(model.network, field, building.hung)
        if (!(metres < (after[index] ?? Infinity))) return
        after[index] = metres
        if (metres > within || (before[index] ?? Infinity) <= within || !own(building)) return
        newly.households += building.households
        newly.buildings += 1
        newly.residents60Plus += building.residents60Plus
      })
      return {
        type: 'FeatureCollection' as const,
        features: typeof hung === 'string' ? [] : ringsOf(model, [hung], query.profile, null),
        asOf: now.toISOString(),
        dataTime: model.dataTime,
        place: placeOf(hung),
        doorMetres: typeof hung === 'string' ? null : hung.doorMetres,
        newly,
        total: totalOf(model, own, after, within),
      }
    },

    blindSpotList: async ({ db, subdistrict, query, catalog, who, now }) => {
      const model = await read(db, subdistrict, catalog)
      const metres = buildingMetres(model, wantedOf(query, now))
      const own = ownOf(who.scope)
      const within = metresIn(query.minutes, query.profile)
      const beyond = model.buildings.filter((building, index) => building.households > 0 && own(building) && (metres[index] ?? 0) > within)
      const spots = blindSpots(beyond)
      const shown = spots.slice(0, query.limit)
      const first = shown.flatMap(({ buildings }) => buildings.slice(0, 1))
      const names = new Map((await buildingNames(db, subdistrict, first)).map((one) => [one.id, one]))
      return {
        asOf: now.toISOString(),
        dataTime: model.dataTime,
        households: spots.reduce((sum, { households }) => sum + households, 0),
        spots: shown.map(({ buildings, households, residents60Plus, x, y }) => {
          const [lng, lat] = toLngLat(model.network.plane, x, y)
          const named = names.get(buildings[0] ?? 0)
          return {
            name: named?.name ?? '',
            nameEn: named?.nameEn ?? '',
            lng,
            lat,
            households,
            residents60Plus: toldCount(residents60Plus),
            buildings: [...buildings],
          }
        }),
      }
    },

    buildingWay: async ({ db, subdistrict, params: { id }, query: { profile }, catalog, who, now }) => {
      const model = await read(db, subdistrict, catalog)
      const building = found(
        model.buildings.filter(ownOf(who.scope)).find((one) => one.id === id),
        `building ${id} that people live in`,
      )
      const { hung } = building
      const stations: {
        serviceStationId: number
        name: string
        nameEn: string
        minutes: number
        way: { type: 'LineString'; coordinates: number[][] }
      }[] = []
      const without: number[] = []
      for (let turn = 0; turn < nearestStations && typeof hung !== 'string'; turn++) {
        // the next nearest is the nearest without those before it
        const wanted = { on: calendarDay(now), without: [...without] }
        const placed = stationsIn(model, wanted).filter((station) => typeof station.hung !== 'string')
        const field = turn === 0 ? fieldOf(model, wanted) : walkField(model.network, hungOf(placed), metresIn(longestMinutes, profile))
        const reached = reachedFrom(model.network, field, hung)
        const station = reached && placed[reached.source]
        if (reached === undefined || station === undefined) break
        const line = wayFrom(model.network, field, hung)
        const coordinates = Array.from({ length: line.length / 2 }, (_, i) =>
          toLngLat(model.network.plane, line[2 * i] ?? 0, line[2 * i + 1] ?? 0),
        )
        stations.push({
          serviceStationId: station.id,
          name: station.name,
          nameEn: station.nameEn,
          minutes: minutesFor(reached.metres, profile),
          way: { type: 'LineString', coordinates: [[building.lng, building.lat], ...coordinates, [station.lng, station.lat]] },
        })
        without.push(station.id)
      }
      return { asOf: now.toISOString(), place: placeOf(hung), stations }
    },

    siteChoice: async ({ db, subdistrict, query, catalog, who, now }) => {
      const model = await read(db, subdistrict, catalog)
      const wanted = wantedOf(query, now)
      const own = ownOf(who.scope)
      const within = metresIn(query.minutes, query.profile)
      const before = buildingMetres(model, wanted)
      const places = new Map((await compoundPlaces(db, subdistrict)).map((place) => [place.id, place]))
      const reach = query.aim === 'cover' ? within : furthestWalkMetres
      const candidates: Candidate[] = []
      for (const [index, place] of [...places.values()].entries()) {
        // a search for each place: others are answered in between
        if (index % 8 === 7) await setImmediate()
        const hung = model.snap(place)
        if (typeof hung === 'string') continue
        const field = walkField(model.network, [hung], reach)
        const metresTo = (at: number) => {
          const door = model.buildings[at]?.hung
          return door === undefined || typeof door === 'string' ? Infinity : metresFrom(model.network, field, door)
        }
        const counts = (at: number) => own(model.buildings[at] as PlacedBuilding)
        candidates.push(candidateOf(model, place, before, counts, { ...query, within, reach }, metresTo))
      }
      const choice = chooseSites(candidates, {
        count: query.count,
        apartMetres: query.apart,
        fixed: query.apart > 0 ? stationsIn(model, wanted) : [],
      })
      return {
        asOf: now.toISOString(),
        candidates: candidates.length,
        worth: choice.worth,
        bound: choice.bound,
        exact: choice.exact,
        sites: choice.sites.flatMap(({ id, gain }) => {
          const place = places.get(id)
          return place ? [{ compoundId: id, name: place.name, nameEn: place.nameEn, lng: place.lng, lat: place.lat, gain }] : []
        }),
      }
    },
  }
}

type SiteQuery = {
  readonly aim: 'cover' | 'walk'
  readonly weight: 'households' | 'residents60Plus'
  readonly within: number
  readonly reach: number
}

/** What a site at a compound would be worth to each building. */
function candidateOf(
  model: Model,
  place: { readonly id: number; readonly lng: number; readonly lat: number },
  before: Float64Array,
  counts: (index: number) => boolean,
  { aim, weight, within, reach }: SiteQuery,
  metresTo: (index: number) => number,
): Candidate {
  const [x, y] = toPlane(model.network.plane, place)
  const [demands, worth]: [number[], number[]] = [[], []]
  model.buildings.forEach((building, index) => {
    // nearer as the crow flies than any way can be
    if (building[weight] === 0 || Math.hypot(building.x - x, building.y - y) > reach || !counts(index)) return
    const [now, then] = [Math.min(before[index] ?? Infinity, furthestWalkMetres), metresTo(index)]
    const value = aim === 'cover' ? (now > within && then <= within ? 1 : 0) : Math.max(0, now - then)
    if (value === 0) return
    demands.push(index)
    worth.push(value * building[weight])
  })
  return { id: place.id, x, y, demands: Uint32Array.from(demands), worth: Float64Array.from(worth) }
}
