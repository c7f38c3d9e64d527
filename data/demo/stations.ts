/** Service stations: the street's centre, one centre per community, 82 stations where most people live. */
import Flatbush from 'flatbush'
import { addDays } from '#domain/calendar/calendar-day.ts'
import { distance } from '#domain/geo/segment.ts'
import type { Random } from '#domain/random/random.ts'
import { SUBDISTRICT } from './grid-register.ts'
import type { Shapes } from './shapes.ts'
import type { ServiceStationRow } from './tables.ts'
import type { Town, TownBuilding } from './town.ts'

const STATION_COUNT = 82
const CATCHMENT_METRES = 230
const REPAIRS = ['屋面防水维修', '消防设施改造', '室内装修升级', '电气线路改造', '适老化改造施工'] as const

export function stationRows(town: Town, shapes: Shapes, today: string, random: Random): ServiceStationRow[] {
  const rows: ServiceStationRow[] = []
  const taken = new Set<number>()
  const add = (
    building: TownBuilding,
    row: Omit<
      ServiceStationRow,
      'subdistrict_code' | 'service_station_id' | 'services' | 'status' | 'status_since' | 'status_reason' | 'geom'
    >,
  ) => {
    taken.add(building.id)
    const status_since = addDays(today, -random.whole(400, 2200))
    rows.push({
      subdistrict_code: SUBDISTRICT,
      service_station_id: rows.length + 1,
      ...row,
      services: servicesOf(row.station_kind, rows.length),
      status: 'inService',
      status_since,
      status_reason: '',
      geom: shapes.point(building.entrance),
    })
  }
  const office = town.buildings.find(({ cell }) => cell.plot.title === '砚溪街道办事处')
  if (office === undefined) throw new Error('the street has no office building')
  add(office, {
    name: '砚溪街道党群服务中心',
    name_en: 'Yanxi Sub-district Service Centre',
    station_kind: 'streetCenter',
    community_code: null,
    area_m2: 2350,
    opening_hours: '08:30-20:00',
  })

  for (const { code, name } of town.grids.communities) {
    const own = town.buildings.filter((b) => b.grid.communityCode === code && !taken.has(b.id))
    const suited = own.filter((b) => b.form === 'shop' || b.use === 'public' || (b.form === 'slab' && b.flats.length > 2))
    const people = own.filter((b) => b.households > 0)
    const sum = people.reduce((n, b) => n + b.households, 0)
    const middle: readonly [number, number] = [
      people.reduce((x, b) => x + b.centre[0] * b.households, 0) / sum,
      people.reduce((y, b) => y + b.centre[1] * b.households, 0) / sum,
    ]
    // Communities at the edge have their centre on the side of the town, where the road and the shops are.
    const share = Math.hypot(...middle) > 780 ? 0.5 : 1
    const aim: readonly [number, number] = [middle[0] * share, middle[1] * share]
    const chosen = (suited.length > 0 ? suited : own).reduce((a, b) => (distance(b.entrance, aim) < distance(a.entrance, aim) ? b : a))
    const area = random.chance(0.85) ? random.whole(400, 980) : random.whole(260, 395)
    add(chosen, {
      name: `${name.zh}社区党群服务中心`,
      name_en: `${name.en} Community Service Centre`,
      station_kind: 'communityCenter',
      community_code: code,
      area_m2: area,
      opening_hours: random.pick(['08:30-18:00', '09:00-18:00', '08:30-20:00']),
    })
  }

  for (const building of bestPlaces(town, taken)) {
    const community = town.grids.communities.find(({ code }) => code === building.grid.communityCode)
    const place =
      building.compound !== null && building.compound.type !== 'scattered'
        ? building.compound.name
        : { zh: building.grid.name.zh, en: building.grid.name.en }
    add(building, {
      name: `${place.zh}党群服务站`,
      name_en: `${place.en} Service Station`,
      station_kind: 'station',
      community_code: community?.code ?? null,
      area_m2: random.chance(0.93) ? random.whole(45, 240) : null,
      opening_hours: random.pick(['08:30-17:30', '09:00-18:00', '09:00-21:00', '08:00-20:00']),
    })
  }
  return closeSome(rows, today, random)
}

/** What a station of a kind offers; the small ones differ from one another. */
function servicesOf(kind: ServiceStationRow['station_kind'], at: number): string[] {
  const centre = ['generalServices', 'civilisationPractice', 'cultureSports', 'elderlyCare', 'childrensHome', 'womensHome', 'mediation']
  const more = ['police', 'legalAid', 'emergency']
  const small = ['elderlyCare', 'cultureSports', 'mediation', 'childrensHome', 'legalAid']
  if (kind === 'streetCenter') return [...centre, ...more]
  if (kind === 'communityCenter') return [...centre, ...more.slice(0, at % 4)]
  return ['generalServices', ...small.filter((_, index) => (at + index) % 3 === 0)]
}

/** The hill, and the far end of the south-east: no room for a station has been found there yet. */
function notYetServed([x, y]: readonly [number, number]): boolean {
  return Math.hypot((x + 190) / 1.3, y + 960) < 620 || (y < -720 && x > 560) || Math.hypot(x, y + 50) > 1260
}

/** Greedy: each next station stands where most households are further than the catchment from one. Outside the ring road there are none. */
function bestPlaces(town: Town, taken: ReadonlySet<number>): TownBuilding[] {
  const homes = town.buildings.filter((b) => b.households > 0)
  const places = town.buildings.filter(
    (b) =>
      !taken.has(b.id) &&
      ['old', 'mid', 'new'].includes(b.cell.plot.zone) &&
      !notYetServed(b.entrance) &&
      (b.form === 'shop' || b.form === 'slab' || b.form === 'tower'),
  )
  const index = new Flatbush(homes.length)
  for (const { centre } of homes) index.add(centre[0], centre[1], centre[0], centre[1])
  index.finish()
  const near = places.map(({ entrance: [x, y] }) => {
    const box = index.search(x - CATCHMENT_METRES, y - CATCHMENT_METRES, x + CATCHMENT_METRES, y + CATCHMENT_METRES)
    return box.filter((i) => distance(homes[i]?.centre ?? [0, 0], [x, y]) < CATCHMENT_METRES).sort((a, b) => a - b)
  })
  // A household that has a station already counts for less each time.
  const worth = Float64Array.from(homes, ({ households }) => households)
  const covered = new Uint8Array(homes.length)
  const chosen: TownBuilding[] = []
  const used = new Set<number>()
  while (chosen.length < STATION_COUNT && used.size < places.length) {
    let best = -1
    let bestGain = -1
    for (const [k, list] of near.entries()) {
      if (used.has(k)) continue
      let gain = 0
      for (const i of list) gain += worth[i] ?? 0
      if (gain > bestGain) {
        best = k
        bestGain = gain
      }
    }
    const place = places[best]
    if (place === undefined) break
    used.add(best)
    chosen.push(place)
    for (const i of near[best] ?? []) {
      covered[i] = (covered[i] ?? 0) + 1
      worth[i] = (homes[i]?.households ?? 0) / (1 + 3 * (covered[i] ?? 0))
    }
  }
  return chosen
}

function closeSome(rows: readonly ServiceStationRow[], today: string, random: Random): ServiceStationRow[] {
  const stations = rows.filter(({ station_kind }) => station_kind === 'station')
  const closed = new Map<number, string>()
  while (closed.size < REPAIRS.length) closed.set(random.pick(stations).service_station_id, REPAIRS[closed.size] ?? '维修')
  return rows.map((row) => {
    const reason = closed.get(row.service_station_id)
    return reason === undefined
      ? row
      : { ...row, status: 'closed', status_since: addDays(today, -random.whole(6, 75)), status_reason: reason }
  })
}
