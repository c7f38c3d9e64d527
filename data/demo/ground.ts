/**
 * The ground of the town: all lines noded into one planar graph, its faces (cells) with the plot that each belongs to.
 * A cell is the smallest piece that a grid may be put together from; every building stands within one cell.
 */
import Flatbush from 'flatbush'
import { type LocalPlane, localPlane, type XY } from '#domain/geo/local-plane.ts'
import { boxOf, insideRing, interiorPoint, type Ring } from '#domain/geo/ring.ts'
import type { Random } from '#domain/random/random.ts'
import { planarFaces } from '#domain/topology/planar-faces.ts'
import { type PlanarGraph, planarGraph } from '#domain/topology/planar-graph.ts'
import { lanesOf } from './lanes.ts'
import { CLEAR_METRES, type LineKind, type PlanLine } from './line-kinds.ts'
import { type Plot, plotsOf } from './plots.ts'
import { blocksOf, createJunctions, parcelsOf, type Subdivision } from './subdivide.ts'
import { BORDER, mainLines } from './town-plan.ts'
import { type Zone, zoneAt } from './zones.ts'

export const ORIGIN: XY = [108.0362, 30.5174]
const NODE_TOLERANCE_METRES = 0.05

export interface Cell {
  readonly id: number
  /** node numbers, counter-clockwise, open; sides[i] is the edge from ring[i] to ring[i + 1] */
  readonly ring: readonly number[]
  readonly sides: readonly number[]
  readonly points: Ring
  readonly area: number
  readonly centre: XY
  readonly plot: Plot
}

export interface Ground {
  readonly plane: LocalPlane
  readonly lines: readonly PlanLine[]
  readonly graph: PlanarGraph
  /** the kind of each edge of the graph: of several lines on it, the one that keeps buildings furthest away */
  readonly edgeKind: readonly LineKind[]
  readonly plots: readonly Plot[]
  /** cells inside the border, and the ones drawn beyond it */
  readonly cells: readonly Cell[]
  readonly beyond: readonly Cell[]
}

export function createGround(random: Random): Ground {
  const plane = localPlane(ORIGIN[0], ORIGIN[1])
  const into: Subdivision = { lines: mainLines(), junctions: createJunctions() }
  const plots = plotsOf(grounds(plane, random.fork('blocks'), into), random.fork('plots'))
  const laneRandom = random.fork('lanes')
  const leaves = plots.flatMap((plot) => lanesOf(plot, laneRandom, into).map((ring) => ({ ring, plot })))

  const graph = planarGraph(
    into.lines.map(({ points }) => points),
    NODE_TOLERANCE_METRES,
    plane.onLattice,
  )
  const edgeKind = graph.edges.map(({ lines }) => strictest(lines.map((l) => into.lines[l]?.kind ?? 'frame')))
  const leafAt = leafIndex(leaves)
  const inside: Cell[] = []
  const beyond: Cell[] = []
  for (const face of planarFaces(graph.nodes, graph.edges)) {
    const points = face.ring.map((n): XY => graph.nodes[n] ?? [0, 0])
    const centre = interiorPoint(points)
    const plot = leafAt(centre)
    if (plot === null) continue
    const list = plot.inside ? inside : beyond
    list.push({ id: list.length, ring: face.ring, sides: face.edges, points, area: face.area, centre, plot })
  }
  return { plane, lines: into.lines, graph, edgeKind, plots, cells: inside, beyond }
}

function grounds(plane: LocalPlane, random: Random, into: Subdivision): { ring: Ring; zone: Zone; inside: boolean }[] {
  const graph = planarGraph(
    into.lines.map(({ points }) => points),
    NODE_TOLERANCE_METRES,
    plane.onLattice,
  )
  const found: { ring: Ring; zone: Zone; inside: boolean }[] = []
  const kinds = into.lines.map(({ kind }) => kind)
  for (const [d, face] of planarFaces(graph.nodes, graph.edges).entries()) {
    const district = face.ring.map((n): XY => graph.nodes[n] ?? [0, 0])
    const centre = interiorPoint(district)
    const inside = insideRing(centre, BORDER)
    const wet = face.edges.some((e) => graph.edges[e]?.lines.some((l) => kinds[l] === 'river' || kinds[l] === 'stream'))
    const zone = wet ? 'bank' : zoneAt(centre)
    for (const [b, block] of blocksOf(district, zone, random.fork(`d${d}`), into).entries()) {
      for (const ring of parcelsOf(block, zone, random.fork(`d${d}b${b}`), into)) found.push({ ring, zone, inside })
    }
  }
  return found
}

function strictest(kinds: readonly LineKind[]): LineKind {
  return kinds.reduce((a, b) => (CLEAR_METRES[b] > CLEAR_METRES[a] ? b : a))
}

function leafIndex(leaves: readonly { ring: Ring; plot: Plot }[]): (p: XY) => Plot | null {
  const index = new Flatbush(leaves.length)
  for (const { ring } of leaves) index.add(...boxOf(ring))
  index.finish()
  return (p) => {
    const hits = index.search(p[0], p[1], p[0], p[1]).sort((a, b) => a - b)
    for (const hit of hits) {
      const leaf = leaves[hit]
      if (leaf !== undefined && insideRing(p, leaf.ring)) return leaf.plot
    }
    return null
  }
}
