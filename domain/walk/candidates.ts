// What a station at each of some places would be worth to each building: the input of `chooseSites`.
import type { Candidate } from './choose-sites.ts'
import { type Doors, metresOfDoors } from './doors.ts'
import { walkField } from './field.ts'
import type { WalkNetwork } from './network.ts'
import type { Hung } from './snap.ts'

export const siteAims = ['cover', 'walk'] as const
export type SiteAim = (typeof siteAims)[number]

/** Beyond this a walk is not spared but given up: the worth of a site for the mean walk counts no further. */
export const furthestWalkMetres = 2000

export type SitePlace = { readonly id: number; readonly x: number; readonly y: number; readonly hung: Hung }
export type Demand = {
  readonly doors: Doors
  /** Households, or residents of 60 and more; 0 where a building does not count. */
  readonly weight: Float64Array
  /** Effective metres to the nearest station there is. */
  readonly before: Float64Array
}

/** `cover`: worth the weight of buildings beyond `within` that are inside it then. `walk`: worth the metres they are spared, times their weight. */
export function siteCandidates(
  network: WalkNetwork,
  places: readonly SitePlace[],
  { doors, weight, before }: Demand,
  aim: SiteAim,
  within: number,
): Candidate[] {
  const reach = aim === 'cover' ? within : furthestWalkMetres
  return places.map((place) => {
    const after = metresOfDoors(network, walkField(network, [place.hung], reach), doors)
    const [demands, worth]: [number[], number[]] = [[], []]
    for (let at = 0; at < weight.length; at++) {
      const then = after[at] as number
      if (weight[at] === 0 || !(then <= reach)) continue
      const now = Math.min(before[at] as number, furthestWalkMetres)
      const value = aim === 'cover' ? (now > within ? 1 : 0) : Math.max(0, now - then)
      if (value === 0) continue
      demands.push(at)
      worth.push(value * (weight[at] as number))
    }
    return { id: place.id, x: place.x, y: place.y, demands: Uint32Array.from(demands), worth: Float64Array.from(worth) }
  })
}
