// One thing as one row: the same words in a panel and in the list behind it.
import type { Ok } from '../../api/client.ts'
import type { Texts } from '../../i18n/text.ts'

export type Row = {
  readonly key: string
  readonly name: string
  /** Where there is room for it: what else is to be said. */
  readonly place: string
  readonly value: string
  readonly tone?: 'needs' | 'overdue' | 'accent'
}

type HotSpots = Ok<'issueHotSpots'>
type Spot = HotSpots['cells'][number] | HotSpots['grids'][number]
export const hotSpotRow = ({ say, name, formats }: Texts, spot: Spot): Row => ({
  key: 'x' in spot ? `${spot.x}/${spot.y}` : spot.gridCode,
  name: spot.name === '' ? say('wall.outside') : name(spot),
  place: '',
  value: say('wall.hotSpots.value', { recent: spot.recent, expected: formats.decimal(Math.round(spot.expected * 10) / 10) }),
})

export const blindSpotRow = ({ say, name, formats }: Texts, spot: Ok<'blindSpotList'>['spots'][number], at: number): Row => ({
  key: String(at),
  name: name(spot),
  place: say('wall.buildings', { count: spot.buildings.length }),
  value: say('wall.households', { count: formats.number(spot.households) }),
  tone: 'needs',
})

export const stationRow = ({ say, name, formats }: Texts, { properties }: Ok<'stations'>['features'][number]): Row => ({
  key: String(properties.serviceStationId),
  name: name(properties),
  place: properties.openingHours,
  value:
    properties.status === 'closed'
      ? say('wall.station.closedSince', { day: formats.day(properties.statusSince) })
      : say('wall.station.open'),
  ...(properties.status === 'closed' && { tone: 'needs' }),
})

export const patrolRow = ({ say, name, formats }: Texts, route: Ok<'wallPatrols'>['routes'][number]): Row => ({
  key: String(route.patrolRouteId),
  name: name(route),
  place: route.lastWalkedAt ? say('wall.run.last', { time: formats.recent(route.lastWalkedAt) }) : say('wall.run.never'),
  value: say(`wall.run.${route.state}`),
  ...(route.state === 'missed' ? { tone: 'overdue' } : route.state === 'running' ? { tone: 'accent' } : {}),
})

type Borders = NonNullable<Ok<'wallBorders'>['next']>
export const borderRow = ({ say, name }: Texts, one: Borders['changes'][number]): Row => ({
  key: one.gridCode,
  name: name(one),
  place: one.gridCode,
  value: say(`wall.borders.${one.change}`),
})
