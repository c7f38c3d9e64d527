/** Shortest ways over the walking network of the demo, for drawing the loops of patrols. */
import FlatQueue from 'flatqueue'
import type { XY } from '#domain/geo/local-plane.ts'
import { distance } from '#domain/geo/segment.ts'
import type { WalkEdge, WalkNetwork } from './walk-network.ts'

export interface WalkPaths {
  /** edges from one node to another; ways in `worn` cost four times as much, so that a loop does not come back on itself */
  readonly way: (from: number, to: number, worn: ReadonlySet<number>) => readonly WalkEdge[]
  readonly nearestNode: (p: XY) => number
}

/** @param usable ways that a loop may take */
export function walkPaths({ nodes, edges }: WalkNetwork, usable: (edge: WalkEdge) => boolean): WalkPaths {
  const leaving: { edge: WalkEdge; to: number }[][] = Array.from({ length: nodes.length + 1 }, () => [])
  for (const edge of edges) {
    if (edge.access !== 'yes' || !usable(edge)) continue
    leaving[edge.from]?.push({ edge, to: edge.to })
    leaving[edge.to]?.push({ edge, to: edge.from })
  }
  return {
    way: (from, to, worn) => {
      const cost = new Map<number, number>([[from, 0]])
      const by = new Map<number, { edge: WalkEdge; from: number }>()
      const queue = new FlatQueue<number>()
      queue.push(from, 0)
      for (let here = queue.pop(); here !== undefined && here !== to; here = queue.pop()) {
        for (const { edge, to: there } of leaving[here] ?? []) {
          const next = (cost.get(here) ?? 0) + edge.lengthMetres * (worn.has(edge.id) ? 4 : 1)
          if (next >= (cost.get(there) ?? Infinity)) continue
          cost.set(there, next)
          by.set(there, { edge, from: here })
          queue.push(there, next)
        }
      }
      const path: WalkEdge[] = []
      for (let step = by.get(to); step !== undefined; step = step.from === from ? undefined : by.get(step.from)) path.push(step.edge)
      return path.reverse()
    },
    nearestNode: (p) => {
      let best = 1
      let nearest = Infinity
      for (const node of nodes) {
        if ((leaving[node.id]?.length ?? 0) < 2) continue
        const metres = distance(node.p, p)
        if (metres < nearest) {
          nearest = metres
          best = node.id
        }
      }
      return best
    },
  }
}
