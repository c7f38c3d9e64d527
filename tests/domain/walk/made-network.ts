// Small networks in metres, put on the globe near the demo's latitude.
import { metresPerDegree } from '#domain/geo/local-plane.ts'
import { buildNetwork, type WalkEdgeInput, type WalkNetwork } from '#domain/walk/network.ts'

const origin = { lng: 108.03, lat: 30.51 }
const scale = metresPerDegree(origin.lat)
export const at = (x: number, y: number) => ({ lng: origin.lng + x / scale.lng, lat: origin.lat + y / scale.lat })

export type Way = {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly steps?: boolean
  readonly access?: WalkEdgeInput['access']
  readonly metres?: number
  readonly rise?: number
}

/** Ways between points in metres; points that are equal are one node. `heights` by "x,y". */
export function made(ways: readonly Way[], heights: Readonly<Record<string, number>> = {}): WalkNetwork {
  const ids = new Map<string, number>()
  const idOf = ([x, y]: readonly [number, number]) => {
    const key = `${x},${y}`
    const id = ids.get(key) ?? ids.size + 1
    ids.set(key, id)
    return id
  }
  const edges = ways.map(({ from, to, steps = false, access = 'yes', metres }): WalkEdgeInput => {
    const [a, b] = [at(...from), at(...to)]
    return {
      from: idOf(from),
      to: idOf(to),
      steps,
      access,
      metres: metres ?? Math.hypot(to[0] - from[0], to[1] - from[1]),
      line: [a.lng, a.lat, b.lng, b.lat],
    }
  })
  const nodes = [...ids].map(([key, id]) => {
    const [x = 0, y = 0] = key.split(',').map(Number)
    return { id, ...at(x, y), heightMetres: heights[key] ?? null }
  })
  return buildNetwork(nodes, edges)
}

/** Streets every `block` metres, `across` by `down` blocks, corner at the origin. */
export function gridOfStreets(across: number, down: number, block: number): Way[] {
  const ways: Way[] = []
  for (let i = 0; i <= across; i++)
    for (let j = 0; j <= down; j++) {
      if (i < across) ways.push({ from: [i * block, j * block], to: [(i + 1) * block, j * block] })
      if (j < down) ways.push({ from: [i * block, j * block], to: [i * block, (j + 1) * block] })
    }
  return ways
}
