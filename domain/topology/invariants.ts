/**
 * What is true of every topology. Edits keep these by construction; the tests ask after every step, the server asks before it
 * stores or publishes anything, and a database that was written by other hands is asked when it is read.
 */
import { firstPoint, lastPoint } from './draft.ts'
import { type LatticePoint, samePoint, twiceArea } from './lattice.ts'
import { clashOf } from './planar.ts'
import { gridPolygons, polygonsOfRings, ringsOf } from './rings.ts'
import { type Arc, type ArcId, cellsOf, type GridId, inFrame, OUTSIDE, pointKey, type Topology } from './topology.ts'

export const topologyFaults = [
  'arcWithoutTwoSides',
  'arcWithUnknownSide',
  'arcTooShort',
  'pointTwice',
  'outOfFrame',
  'nodeOfTwo',
  'nodeMissing',
  'bordersClash',
  'gridWithoutGround',
  'gridArcsWrong',
  'indexWrong',
  'areasDiffer',
  'parentMissing',
] as const
export type TopologyFault = (typeof topologyFaults)[number]

export interface Fault {
  readonly fault: TopologyFault
  readonly at?: LatticePoint
  readonly grid?: GridId
}

/** Every fault found; linear in the number of points, with the index to find who is near. */
export function faultsOf(topology: Topology): Fault[] {
  return [...topology.arcs]
    .flatMap(([id, arc]) => faultsOfArc(topology, id, arc))
    .concat(faultsOfNodes(topology), faultsOfGrids(topology), faultsOfIndex(topology))
}

function faultsOfArc(topology: Topology, id: ArcId, arc: Arc): Fault[] {
  const faults: Fault[] = []
  const at = firstPoint(arc)
  if (arc.left === arc.right) faults.push({ fault: 'arcWithoutTwoSides', at })
  for (const side of [arc.left, arc.right]) {
    if (side !== OUTSIDE && !topology.grids.has(side)) faults.push({ fault: 'arcWithUnknownSide', at, grid: side })
    else if (side !== OUTSIDE && !topology.grids.get(side)?.arcs.includes(id)) faults.push({ fault: 'gridArcsWrong', at, grid: side })
  }
  if (arc.points.length < (samePoint(at, lastPoint(arc)) ? 4 : 2)) faults.push({ fault: 'arcTooShort', at })
  if (arc.points.some((p, i) => i > 0 && samePoint(p, arc.points[i - 1] ?? [0, 0]))) faults.push({ fault: 'pointTwice', at })
  if (arc.points.some((p) => !inFrame(topology.frame, p))) faults.push({ fault: 'outOfFrame', at })
  const clash = clashOf(topology, id)
  if (clash !== null) faults.push({ fault: 'bordersClash', at: clash })
  for (const end of [at, lastPoint(arc)]) {
    if (!topology.nodes.get(pointKey(topology.frame, end))?.includes(id)) faults.push({ fault: 'nodeMissing', at: end })
  }
  return faults
}

function faultsOfNodes({ nodes, arcs }: Topology): Fault[] {
  const faults: Fault[] = []
  for (const ids of nodes.values()) {
    const arc = arcs.get(ids[0] ?? -1)
    if (arc === undefined) faults.push({ fault: 'nodeMissing' })
    else if (ids.length < 3 && !(ids.length === 2 && ids[0] === ids[1])) faults.push({ fault: 'nodeOfTwo', at: firstPoint(arc) })
  }
  return faults
}

/** Areas are whole numbers of half square units, so they add up exactly or not at all. */
function faultsOfGrids(topology: Topology): Fault[] {
  const faults: Fault[] = []
  let sum = 0
  for (const [id, { arcs, parent }] of topology.grids) {
    const polygons = gridPolygons(topology, id)
    const area = polygonArea(polygons)
    if (polygons.length === 0 || area <= 0) faults.push({ fault: 'gridWithoutGround', grid: id })
    if (area !== sweptArea(topology, arcs, (side) => side === id)) faults.push({ fault: 'areasDiffer', grid: id })
    if (topology.parents.get(parent)?.level !== 2) faults.push({ fault: 'parentMissing', grid: id })
    sum += area
  }
  const outer: ArcId[] = []
  for (const [id, { left, right }] of topology.arcs) if ((left === OUTSIDE) !== (right === OUTSIDE)) outer.push(id)
  const rings = ringsOf(
    topology,
    outer,
    (side) => side !== OUTSIDE,
    ({ left, right }) => (left === OUTSIDE) !== (right === OUTSIDE),
  )
  if (polygonArea(polygonsOfRings(topology, rings)) !== sum) faults.push({ fault: 'areasDiffer' })
  return faults
}

const polygonArea = (polygons: readonly (readonly (readonly LatticePoint[])[])[]): number =>
  polygons.reduce((sum, rings) => sum + rings.reduce((part, ring) => part + twiceArea(ring), 0), 0)

/** The area by the arcs alone, each swept from the middle of the frame. */
function sweptArea({ arcs, frame }: Topology, ids: readonly ArcId[], belongs: (side: GridId) => boolean): number {
  let sum = 0
  for (const id of ids) {
    const arc = arcs.get(id)
    if (arc === undefined || belongs(arc.left) === belongs(arc.right)) continue
    const [x, y] = frame.centre
    let part = 0
    for (let i = 1; i < arc.points.length; i++) {
      const [a, b] = [arc.points[i - 1], arc.points[i]]
      if (a !== undefined && b !== undefined) part += (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y)
    }
    sum += belongs(arc.left) ? part : -part
  }
  return sum
}

function faultsOfIndex({ frame, arcs, cells }: Topology): Fault[] {
  const faults: Fault[] = []
  let entries = 0
  for (const ids of cells.values()) entries += ids.length
  for (const [id, { points }] of arcs) {
    for (const cell of cellsOf(frame, points)) {
      entries -= 1
      if (!cells.get(cell)?.includes(id)) faults.push({ fault: 'indexWrong', ...(points[0] === undefined ? {} : { at: points[0] }) })
    }
  }
  if (entries !== 0) faults.push({ fault: 'indexWrong' })
  return faults
}
