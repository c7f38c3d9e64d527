import { useQuery } from '@tanstack/react-query'
import type { StationChange } from '#domain/walk/station-changes.ts'
import { type Scope, stationsQuery } from '../api/queries.ts'
import { useTexts } from '../i18n/text.ts'

/** What a change is called; places that are opened are numbered as on the map. */
export function useChangeWords(scope: Scope): (one: StationChange, plan: readonly StationChange[]) => string {
  const { say, name } = useTexts()
  const { data } = useQuery(stationsQuery(scope))
  const nameOf = (id: number): string => {
    const station = data?.features.find(({ properties }) => properties.serviceStationId === id)?.properties
    return station === undefined ? `#${id}` : name(station)
  }
  return (one, plan) => {
    if (one.change === 'close') return say('circles.plan.close', { station: nameOf(one.serviceStationId) })
    if (one.change === 'hours') return say('circles.plan.hours', { station: nameOf(one.serviceStationId), hours: one.openingHours })
    const number = plan.filter(({ change }) => change === 'open').indexOf(one) + 1
    return say('circles.plan.open', { number, hours: one.openingHours })
  }
}
