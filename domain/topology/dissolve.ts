/**
 * Dissolve: the union of faces that share exact vertices, by cancelling every edge that is walked both ways.
 *
 *      a ───── b ───── c             a ───────────── c
 *      │   1   │   2   │      →      │     1 ∪ 2     │      b→e of one and e→b of the other cancel; b and e stay as
 *      d ───── e ───── f             d ───────────── f      vertices, so that neighbours above and below still fit exactly
 *
 * What is left are the directed outlines. At a node that several outlines touch, the walk turns left as sharply as it can,
 * so that outer rings stay simple and touch at points only. Result by RFC 7946: outer rings counter-clockwise,
 * holes clockwise, each ring closed.
 */
import type { XY } from '#domain/geo/local-plane.ts'
import { insideRing, signedArea } from '#domain/geo/ring.ts'

/** Node numbers of polygons: [outer, ...holes], each ring closed. */
export type NodePolygons = number[][][]

export function dissolve(rings: readonly (readonly number[])[], nodes: readonly XY[]): NodePolygons {
  const leaving = new Map<number, number[]>()
  const arcs = new Set<string>()
  for (const ring of rings) {
    for (const [i, a] of ring.entries()) {
      const b = ring[(i + 1) % ring.length]
      if (b === undefined) continue
      if (!arcs.delete(`${b}:${a}`)) arcs.add(`${a}:${b}`)
    }
  }
  for (const arc of arcs) {
    const [a, b] = arc.split(':').map(Number)
    if (a === undefined || b === undefined) continue
    const list = leaving.get(a)
    if (list === undefined) leaving.set(a, [b])
    else list.push(b)
  }

  const outlines: number[][] = []
  for (const start of leaving.keys()) {
    for (let first = leaving.get(start)?.pop(); first !== undefined; first = leaving.get(start)?.pop()) {
      const ring = [start]
      let before = start
      let here = first
      while (here !== start) {
        ring.push(here)
        const there = takeSharpestLeft(before, here, leaving, nodes)
        before = here
        here = there
      }
      outlines.push(ring)
    }
  }
  return assemble(outlines, nodes)
}

function takeSharpestLeft(before: number, here: number, leaving: Map<number, number[]>, nodes: readonly XY[]): number {
  const options = leaving.get(here) ?? []
  const [p, q] = [nodes[before], nodes[here]]
  if (p === undefined || q === undefined || options.length === 0) throw new Error(`outline breaks off at node ${here}`)
  const incoming = Math.atan2(q[1] - p[1], q[0] - p[0])
  let best = 0
  let bestTurn = -Infinity
  for (const [i, option] of options.entries()) {
    const r = nodes[option] ?? q
    let turned = Math.atan2(r[1] - q[1], r[0] - q[0]) - incoming
    while (turned > Math.PI) turned -= 2 * Math.PI
    while (turned <= -Math.PI) turned += 2 * Math.PI
    if (turned > bestTurn) {
      best = i
      bestTurn = turned
    }
  }
  const [taken] = options.splice(best, 1)
  if (taken === undefined) throw new Error(`outline breaks off at node ${here}`)
  return taken
}

function assemble(outlines: readonly number[][], nodes: readonly XY[]): NodePolygons {
  const located = outlines.map((ring) => {
    const points = ring.map((n): XY => nodes[n] ?? [0, 0])
    return { ring, points, area: signedArea(points) }
  })
  const outers = located.filter(({ area }) => area > 0).sort((p, q) => p.area - q.area)
  const polygons = outers.map(({ ring }) => [closed(ring)])
  for (const hole of located.filter(({ area }) => area < 0)) {
    const a = hole.points[0]
    const b = hole.points[1]
    if (a === undefined || b === undefined) continue
    // The middle of an edge, because a corner of a hole may touch the outer ring.
    const probe: XY = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    const owner = outers.findIndex((outer) => outer.area > -hole.area && insideRing(probe, outer.points))
    polygons[owner]?.push(closed(hole.ring))
  }
  return polygons
}

function closed(ring: readonly number[]): number[] {
  const [first] = ring
  return first === undefined ? [] : [...ring, first]
}
