// networkx as a second opinion on walking distances. Debian: python3-networkx.
import { spawnSync } from 'node:child_process'
import type { WalkNetwork } from '#domain/walk/network.ts'
import type { Hung } from '#domain/walk/snap.ts'

export const hasNetworkx = (): boolean => spawnSync('python3', ['-c', 'import networkx']).status === 0

/** Walked backwards from a node of its own that leads to the ends of every source's edge. */
const program = `
import json, sys, networkx
asked = json.load(sys.stdin)
graph = networkx.MultiDiGraph()
graph.add_nodes_from(range(asked["nodes"]))
for a, b, forward, backward in asked["edges"]:
    graph.add_edge(b, a, weight=forward)
    graph.add_edge(a, b, weight=backward)
for node, metres in asked["starts"]:
    graph.add_edge(-1, node, weight=metres)
found = networkx.single_source_dijkstra_path_length(graph, -1, cutoff=asked["cutOff"], weight="weight") if asked["starts"] else {}
json.dump([found.get(node) for node in range(asked["nodes"])], sys.stdout)
`

/** Effective metres from every node to its nearest source; Infinity: further than the cut-off. */
export function networkxMetres(network: WalkNetwork, sources: readonly Hung[], cutOff: number): number[] {
  const { nodes, from, until, forward, backward } = network
  const starts = sources.flatMap(({ edge, along, doorMetres }) => [
    [from[edge], doorMetres + along * (forward[edge] ?? 0)],
    [until[edge], doorMetres + (1 - along) * (backward[edge] ?? 0)],
  ])
  const edges = Array.from({ length: network.edges }, (_, i) => [from[i], until[i], forward[i], backward[i]])
  const { status, stdout, stderr } = spawnSync('python3', ['-c', program], {
    input: JSON.stringify({ nodes, edges, starts, cutOff }),
    maxBuffer: 256 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(stderr.toString())
  return (JSON.parse(stdout.toString()) as (number | null)[]).map((metres) => metres ?? Infinity)
}
