// Where many doors hang on the network, as columns: threads share them, and a loop over them makes no objects.
import { metresAt, type WalkField } from './field.ts'
import type { WalkNetwork } from './network.ts'
import type { Hung, NotHung, Snapper } from './snap.ts'

export type Doors = {
  /** The edge; −1: off the network, −2: not connected. */
  readonly edge: Int32Array
  readonly along: Float64Array
  readonly doorMetres: Float64Array
}
const codeOf: Readonly<Record<NotHung, number>> = { offNetwork: -1, notConnected: -2 }

export function hangDoors(places: readonly { readonly lng: number; readonly lat: number }[], snap: Snapper): Doors {
  const doors: Doors = {
    edge: new Int32Array(places.length),
    along: new Float64Array(places.length),
    doorMetres: new Float64Array(places.length),
  }
  for (const [at, place] of places.entries()) putDoor(doors, at, snap(place))
  return doors
}

function putDoor(doors: Doors, at: number, hung: Hung | NotHung): void {
  doors.edge[at] = typeof hung === 'string' ? codeOf[hung] : hung.edge
  doors.along[at] = typeof hung === 'string' ? 0 : hung.along
  doors.doorMetres[at] = typeof hung === 'string' ? 0 : hung.doorMetres
}

export function doorAt({ edge, along, doorMetres }: Doors, at: number): Hung | NotHung {
  const own = edge[at] ?? -1
  if (own < 0) return own === codeOf.notConnected ? 'notConnected' : 'offNetwork'
  return { edge: own, along: along[at] as number, doorMetres: doorMetres[at] as number }
}

/** Effective metres from each door to its nearest source; Infinity: beyond the search; NaN: not on the network. */
export function metresOfDoors(network: WalkNetwork, field: WalkField, doors: Doors): Float64Array {
  const metres = new Float64Array(doors.edge.length)
  for (let at = 0; at < metres.length; at++) {
    const edge = doors.edge[at] as number
    metres[at] = edge < 0 ? Number.NaN : metresAt(network, field, edge, doors.along[at] as number, doors.doorMetres[at] as number)
  }
  return metres
}
