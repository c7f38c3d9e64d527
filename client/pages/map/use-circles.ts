// What the layer of walking circles shows: the rings, the buildings beyond them, and the way from the building that is selected.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { changesText } from '#domain/walk/station-changes.ts'
import { blindSpotsQuery, buildingWayQuery, circlesQuery, previewCircleQuery, type Scope, type Walk } from '../../api/queries.ts'
import type { Address } from '../../app/address.ts'
import { useMay } from '../../app/session.ts'
import type { CirclesData } from '../../map/layer.ts'
import type { Selection } from '../../map/selection.ts'

/** Who walks to which stations, as the address says. */
export const walkOf = ({ walk, stationKinds, walkDay, openAt, plan }: Address): Walk => ({
  profile: walk,
  ...(stationKinds.length > 0 && { kind: stationKinds.join() }),
  ...(walkDay !== null && { on: walkDay }),
  ...(openAt !== null && { at: openAt }),
  ...(plan.length > 0 && { changes: changesText(plan) }),
})
const everyMinute = Array.from({ length: 15 }, (_, i) => i + 1).join()
const viewOf = { rings: {}, each: { each: 'yes', minutes: '15' }, surface: { minutes: everyMinute } } as const

const nowhere: Scope = { subdistrict: '', version: 0 }

export function useCircles(scope: Scope | null, address: Address, selection: Selection | null, on: boolean): CirclesData | null {
  const may = useMay()
  const at = scope ?? nowhere
  const active = on && scope !== null
  const of = walkOf(address)
  const rings = useQuery({ ...circlesQuery(at, { ...of, ...viewOf[address.circleView] }), enabled: active })
  const straight = useQuery({ ...circlesQuery(at, { ...of, straight: 'yes' as const }), enabled: active && address.straight })
  const beyond = useQuery({ ...blindSpotsQuery(at, of), enabled: active && may('blindSpotList') })
  const building = selection?.kind === 'building' ? selection.id : 0
  const way = useQuery({
    ...buildingWayQuery(at, building, { profile: address.walk }),
    enabled: active && building > 0 && may('buildingWay'),
  })
  const tried = useQuery({
    ...previewCircleQuery(at, { ...of, ...(address.tried ?? { lng: 0, lat: 0 }) }),
    enabled: active && address.tried !== null && may('previewCircle'),
  })
  const { tried: triedAt, circleView: view, plan } = address
  const triedNow = triedAt === null ? undefined : tried.data
  const [ringsNow, straightNow, beyondNow] = [rings.data, address.straight ? straight.data : undefined, beyond.data]
  const wayNow = building > 0 ? way.data?.stations[0]?.way : undefined
  return useMemo((): CirclesData | null => {
    if (!on || ringsNow === undefined) return null
    return {
      view,
      opened: openedIn(plan),
      rings: ringsNow.features.map(({ geometry, properties }) => ({
        minutes: properties.minutes,
        geometry: geometry as GeoJSON.MultiPolygon,
      })),
      straight: (straightNow?.features ?? []).map(({ geometry }) => geometry as GeoJSON.MultiPolygon),
      beyond: (beyondNow?.spots ?? []).flatMap(({ buildings }) => buildings),
      way: (wayNow as GeoJSON.LineString | undefined) ?? null,
      tried: triedAt && {
        place: [triedAt.lng, triedAt.lat],
        rings: (triedNow?.features ?? []).map(({ geometry, properties }) => ({
          minutes: properties.minutes,
          geometry: geometry as GeoJSON.MultiPolygon,
        })),
      },
    }
  }, [on, view, plan, ringsNow, straightNow, beyondNow, wayNow, triedAt, triedNow])
}

/** Places where a plan opens a station, numbered among what it opens. */
const openedIn = (plan: Address['plan']): CirclesData['opened'] =>
  plan.flatMap((one) => (one.change === 'open' ? [[one.lng, one.lat] as const] : [])).map((place, at) => ({ number: at + 1, place }))
