// GET /api/v1/coverage/walk?level=2            who reaches a station on foot
// GET /api/v1/circles                          rings of 5, 10 and 15 minutes
// GET /api/v1/circles/preview?lng=…&lat=…      what a station there would bring
// GET /api/v1/circles/difference?changes=…     whom a plan newly serves, and whom no longer
// GET /api/v1/circles/sites?count=3            where to build next
// GET /api/v1/blind-spots                      places beyond the circle; /file as xlsx, csv or geojson
// GET /api/v1/buildings/7/way                  the nearest stations and the ways to them
// GET /api/v1/buildings/visits?ids=3,1,2        in which order to go from door to door
import type { RouteTable } from '#contract/routes.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { reachedFrom, walkField, wayFrom } from '#domain/walk/field.ts'
import { toLngLat } from '#domain/walk/network.ts'
import { longestMinutes, metresIn, minutesFor, type WalkProfile } from '#domain/walk/profile.ts'
import type { Hung, NotHung } from '#domain/walk/snap.ts'
import type { StationChange } from '#domain/walk/station-changes.ts'
import type { Catalog } from '../db/catalog.ts'
import type { Queryable } from '../db/queryable.ts'
import { found } from '../http/app-error.ts'
import type { Handlers, ScopeInput } from '../http/handler.ts'
import { blindSpotsOf, spotFile } from './blind-spot-list.ts'
import { byCompound, byGrid, differenceOf, meanMinutes, ownOf, servedIn, toldFigures, totalOf, wronglyCounted } from './figures.ts'
import type { WalkKeeper } from './keeper.ts'
import { buildingMetres, fieldOf, hoursUnknown, hungOf, networkFacts, stationsIn, type Wanted, withPlace } from './model.ts'
import { compoundNames } from './queries.ts'
import { ringsAround, ringsOfAll, ringsOfEach, straightRing } from './rings.ts'
import { scenarioHandlers } from './scenario-routes.ts'
import { chooseSitesFor } from './sites.ts'
import { visitsOf } from './visits.ts'

const nearestStations = 3
/** More places than a sub-district can have that anybody would walk to. */
const mostInFile = 20_000

type Asked = {
  readonly kind?: readonly string[] | undefined
  readonly on?: string | undefined
  readonly at?: string | undefined
  readonly changes?: readonly StationChange[] | undefined
}
const wantedOf = ({ kind, on, at, changes }: Asked, now: Date): Wanted => ({ kind, at, changes, on: on ?? calendarDay(now) })

type SpotsInput = Pick<ScopeInput<RouteTable['blindSpotFile']>, 'db' | 'subdistrict' | 'catalog' | 'who' | 'now'> & {
  readonly query: Asked & { readonly minutes: number; readonly profile: WalkProfile }
}

const placeOf = (hung: Hung | NotHung): 'onNetwork' | NotHung => (typeof hung === 'string' ? hung : 'onNetwork')

type Routes =
  | 'walkCoverage'
  | 'circles'
  | 'previewCircle'
  | 'walkDifference'
  | 'blindSpotList'
  | 'blindSpotFile'
  | 'buildingWay'
  | 'visits'
  | 'siteChoice'
  | keyof typeof scenarioHandlers

export function circleHandlers(keeper: WalkKeeper): Pick<Handlers, Routes> {
  const read = async (db: Queryable, subdistrict: string, catalog: Catalog, now: Date) => {
    const model = await keeper.model(db, subdistrict, catalog)
    return { model, modelled: { asOf: now.toISOString(), dataTime: model.dataTime, renewal: keeper.renewal(subdistrict) } }
  }
  const spotsFor = async ({ db, subdistrict, query, catalog, who, now }: SpotsInput, limit: number) => {
    const { model, modelled } = await read(db, subdistrict, catalog, now)
    const metres = buildingMetres(model, wantedOf(query, now))
    const within = metresIn(query.minutes, query.profile)
    return { modelled, ...(await blindSpotsOf(db, subdistrict, model, ownOf(who.scope), metres, within, limit)) }
  }
  return {
    ...scenarioHandlers,

    walkCoverage: async ({ db, subdistrict, query, catalog, tree, who, now }) => {
      const { model, modelled } = await read(db, subdistrict, catalog, now)
      const wanted = wantedOf(query, now)
      const stations = stationsIn(model, wanted)
      const within = metresIn(query.minutes, query.profile)
      const [own, metres] = [ownOf(who.scope), buildingMetres(model, wanted)]
      const compounds = query.per === 'compound' ? byCompound(model, own, metres, within) : []
      const names = await compoundNames(
        db,
        subdistrict,
        compounds.map(({ compoundId }) => compoundId),
      )
      return {
        ...modelled,
        stations: {
          inService: stations.length,
          notConnected: stations.filter(({ hung }) => typeof hung === 'string').map(({ id }) => id),
          hoursUnknown: [...hoursUnknown(model, wanted)],
        },
        network: networkFacts(model),
        total: toldFigures(totalOf(model, own, metres, within)),
        straightLineHouseholds: wronglyCounted(model, stations, own, metres, within),
        grids: query.per === 'grid' ? byGrid(model, tree, own, metres, within, query.level) : [],
        // a compound that lies in somebody else's grids as well is named only where it may be seen
        compounds: compounds.flatMap((one) => {
          const named = names.get(one.compoundId)
          return named === undefined ? [] : [{ ...one, name: named.name, nameEn: named.nameEn }]
        }),
      }
    },

    circles: async ({ db, subdistrict, query, catalog, now }) => {
      const { model, modelled } = await read(db, subdistrict, catalog, now)
      const wanted = wantedOf(query, now)
      const { station, profile, straight, each, minutes } = query
      const all = stationsIn(model, wanted)
      const one =
        station === undefined
          ? undefined
          : found(
              all.find(({ id }) => id === station),
              `station ${station} in service`,
            )
      const features = () => {
        if (straight === 'yes') return straightRing(model, one ? [one] : all, profile, station ?? null)
        if (one !== undefined) return ringsAround(model, hungOf([one]), profile, one.id, minutes)
        if (each === 'yes') return ringsOfEach(model, wanted, profile, minutes)
        return ringsOfAll(model, wanted, profile, minutes)
      }
      return { type: 'FeatureCollection' as const, features: await features(), ...modelled }
    },

    previewCircle: async ({ db, subdistrict, query, catalog, who, now }) => {
      const { model, modelled } = await read(db, subdistrict, catalog, now)
      const before = buildingMetres(model, wantedOf(query, now))
      const own = ownOf(who.scope)
      const within = metresIn(query.minutes, query.profile)
      const hung = model.snap(query)
      const after = typeof hung === 'string' ? before : withPlace(model, before, hung, within)
      return {
        type: 'FeatureCollection' as const,
        features: typeof hung === 'string' ? [] : ringsAround(model, [hung], query.profile, null),
        ...modelled,
        place: placeOf(hung),
        doorMetres: typeof hung === 'string' ? null : hung.doorMetres,
        newly: servedIn(
          model.buildings.filter((building, index) => own(building) && (after[index] ?? 0) <= within && !((before[index] ?? 0) <= within)),
        ),
        total: toldFigures(totalOf(model, own, after, within)),
      }
    },

    walkDifference: async ({ db, subdistrict, query, catalog, who, now }) => {
      const { model, modelled } = await read(db, subdistrict, catalog, now)
      const wanted = wantedOf(query, now)
      const [before, after] = [buildingMetres(model, { ...wanted, changes: query.than }), buildingMetres(model, wanted)]
      const own = ownOf(who.scope)
      const within = metresIn(query.minutes, query.profile)
      return {
        ...modelled,
        before: toldFigures(totalOf(model, own, before, within)),
        after: toldFigures(totalOf(model, own, after, within)),
        ...differenceOf(model, own, before, after, within),
        meanMinutes: { before: meanMinutes(model, own, before, query.profile), after: meanMinutes(model, own, after, query.profile) },
      }
    },

    blindSpotList: async (input) => {
      const { modelled, ...found } = await spotsFor(input, input.query.limit)
      return { ...modelled, ...found }
    },

    blindSpotFile: async (input) => {
      const { modelled, spots } = await spotsFor(input, mostInFile)
      return spotFile(spots, input.query, modelled.dataTime)
    },

    buildingWay: async ({ db, subdistrict, params: { id }, query: { profile }, catalog, who, now }) => {
      const { model, modelled } = await read(db, subdistrict, catalog, now)
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
      const closed: StationChange[] = []
      for (let turn = 0; turn < nearestStations && typeof hung !== 'string'; turn++) {
        // the next nearest is the nearest without those before it
        const wanted = { on: calendarDay(now), changes: closed.length === 0 ? undefined : closed }
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
        closed.push({ change: 'close', serviceStationId: station.id })
      }
      return { ...modelled, place: placeOf(hung), stations }
    },

    visits: async ({ db, subdistrict, query: { ids }, catalog, who, now }) => {
      const { model, modelled } = await read(db, subdistrict, catalog, now)
      return { ...modelled, ...visitsOf(model, who.scope, ids) }
    },

    siteChoice: async ({ db, subdistrict, query, catalog, who, now }) => {
      const { model, modelled } = await read(db, subdistrict, catalog, now)
      const chosen = await chooseSitesFor(db, subdistrict, keeper, model, wantedOf(query, now), who.scope, query)
      return { ...modelled, ...chosen }
    },
  }
}
