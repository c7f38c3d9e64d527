// What takes long about walking, in a thread of its own. Everything comes and goes on shared memory (`share.ts`).
import { type Demand, type SiteAim, type SitePlace, siteCandidates } from '#domain/walk/candidates.ts'
import { type Choice, chooseSites } from '#domain/walk/choose-sites.ts'
import { hangDoors } from '#domain/walk/doors.ts'
import { groundOf, type Water } from '#domain/walk/ground.ts'
import type { WalkNetwork } from '#domain/walk/network.ts'
import { type SnapIndex, shoreBarriers, snapIndexOf, snapper } from '#domain/walk/snap.ts'
import { share } from './share.ts'

type OnStreets = { readonly network: WalkNetwork; readonly water: Water }

/** The ground between the streets, and the index that places are hung by. */
export const ground = ({ network, water }: OnStreets) => share({ ground: groundOf(network, water), index: snapIndexOf(network) })

type Places = OnStreets & { readonly index: SnapIndex; readonly lng: Float64Array; readonly lat: Float64Array }
export function doors({ network, water, index, lng, lat }: Places) {
  const places = Array.from(lng, (value, at) => ({ lng: value, lat: lat[at] as number }))
  return share(hangDoors(places, snapper(network, shoreBarriers(water.flat()), index)))
}

type Sites = {
  readonly network: WalkNetwork
  readonly places: readonly SitePlace[]
  readonly demand: Demand
  readonly aim: SiteAim
  readonly within: number
  readonly count: number
  readonly apartMetres: number
  readonly fixed: readonly { readonly x: number; readonly y: number }[]
}
export function sites({ network, places, demand, aim, within, count, apartMetres, fixed }: Sites): Choice {
  return chooseSites(siteCandidates(network, places, demand, aim, within), { count, apartMetres, fixed })
}
