// Rings of walking minutes as features, from the walking model.
import { setImmediate } from 'node:timers/promises'
import { type Circle, coordinatesOf, straightCircle } from '#domain/walk/circle.ts'
import { metresIn, ringMinutes, type WalkProfile } from '#domain/walk/profile.ts'
import type { Hung } from '#domain/walk/snap.ts'
import { feature } from '../http/feature.ts'
import { circlesAround, hungOf, keptIn, keyOf, type Model, type PlacedStation, promiseIn, stationsIn, type Wanted } from './model.ts'

const ringOf = ({ network: { plane } }: Model, circle: Circle, serviceStationId: number | null, minutes: number) =>
  feature(
    `${serviceStationId ?? 'all'}/${minutes}`,
    { type: 'MultiPolygon' as const, coordinates: coordinatesOf(plane, circle) },
    { serviceStationId, minutes },
  )
type Ring = ReturnType<typeof ringOf>

/** Rings of a profile around places, the longest first. */
export function ringsAround(
  model: Model,
  sources: readonly Hung[],
  profile: WalkProfile,
  serviceStationId: number | null,
  minutes: readonly number[] = ringMinutes,
): Ring[] {
  if (sources.length === 0) return []
  const longestFirst = [...new Set(minutes)].sort((a, b) => b - a)
  const circles = circlesAround(
    model,
    sources,
    longestFirst.map((one) => metresIn(one, profile)),
  )
  return longestFirst.map((one, at) => ringOf(model, circles[at] ?? [], serviceStationId, one))
}

/** Around all stations together; drawn on every map, so kept. */
export const ringsOfAll = (model: Model, wanted: Wanted, profile: WalkProfile, minutes?: readonly number[]): Ring[] =>
  keptIn(model, `rings ${profile} ${minutes ?? ''} ${keyOf(wanted)}`, () =>
    ringsAround(model, hungOf(stationsIn(model, wanted)), profile, null, minutes),
  )

/** Around each station by itself; other requests are answered in between. */
export const ringsOfEach = (model: Model, wanted: Wanted, profile: WalkProfile, minutes?: readonly number[]): Promise<Ring[]> =>
  promiseIn(model, `each ${profile} ${minutes ?? ''} ${keyOf(wanted)}`, async () => {
    const rings: Ring[] = []
    for (const station of stationsIn(model, wanted)) {
      rings.push(...ringsAround(model, hungOf([station]), profile, station.id, minutes))
      await setImmediate()
    }
    return rings
  })

/** What the compass says of the longest ring: too large, laid over to compare. */
export function straightRing(
  model: Model,
  stations: readonly PlacedStation[],
  profile: WalkProfile,
  serviceStationId: number | null,
): Ring[] {
  const minutes = Math.max(...ringMinutes)
  return stations.length === 0 ? [] : [ringOf(model, straightCircle(stations, metresIn(minutes, profile)), serviceStationId, minutes)]
}
