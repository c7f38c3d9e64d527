// The surface behind the circles: for each cell of a raster, how many effective metres it is to the nearest station. Streets carry the exact
// distances of the field; open ground belongs to the street that is nearest to it, as a door does, as far as a door may lie from it, and never
// across water. Circles are contours of this one surface, so those of five, ten and fifteen minutes nest by construction, and a door lies inside the
// circle when it is covered and outside when it is not, to within a cell.
import { contours } from 'd3-contour'
import { metresFrom, type WalkField } from './field.ts'
import { isIsolated, toLngLat, type WalkNetwork } from './network.ts'
import { longestDoorMetres } from './snap.ts'

export type Frame = { readonly x0: number; readonly y0: number; readonly cell: number; readonly width: number; readonly height: number }
export type Surface = Frame & {
  /** Effective metres by cell, row by row from the south; Infinity: not reached. */
  readonly metres: Float32Array
}

/** Metres; what the circles are true to. */
export const usualCell = 12
const mostCells = 4_000_000

/** The raster that holds everything the field reaches, with room for the way to a door. Null where it reaches nothing. */
export function frameOf(network: WalkNetwork, field: WalkField, cell = usualCell): Frame | null {
  const { points, pointFirst } = network
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const edge of reachedEdges(network, field)) {
    for (let p = pointFirst[edge] ?? 0; p < (pointFirst[edge + 1] ?? 0); p++) {
      west = Math.min(west, points[2 * p] ?? 0)
      east = Math.max(east, points[2 * p] ?? 0)
      south = Math.min(south, points[2 * p + 1] ?? 0)
      north = Math.max(north, points[2 * p + 1] ?? 0)
    }
  }
  if (west > east) return null
  const room = longestDoorMetres + 2 * cell
  const [width, height] = [Math.ceil((east - west + 2 * room) / cell), Math.ceil((north - south + 2 * room) / cell)]
  // a network of a whole country at once: coarser cells instead of no answer
  if (width * height > mostCells) return frameOf(network, field, cell * 2)
  return { x0: west - room, y0: south - room, cell, width, height }
}

function* reachedEdges(network: WalkNetwork, field: WalkField): Generator<number> {
  for (let edge = 0; edge < network.edges; edge++) {
    const [a, b] = [field.metres[network.from[edge] ?? 0] ?? Infinity, field.metres[network.until[edge] ?? 0] ?? Infinity]
    if (a < Infinity || b < Infinity || field.onEdge.has(edge)) yield edge
  }
}

/** `isWater`: of the middle of a cell; a street over it (a bridge) carries, the water beside it does not. */
export function walkSurface(network: WalkNetwork, field: WalkField, frame: Frame, isWater: Uint8Array | null = null): Surface {
  const { width, height } = frame
  const metres = new Float32Array(width * height).fill(Infinity)
  /** How far off the street a cell is. */
  const off = new Float32Array(width * height).fill(Infinity)
  // streets that are not reached claim their ground too; those that hang on nothing do not
  for (let edge = 0; edge < network.edges; edge++)
    if (isInFrame(network, edge, frame) && !isIsolated(network, edge)) paintEdge(network, field, edge, frame, metres, off)
  // two sweeps each way reach around corners of water; what is still missed lies behind a longer detour than a door may be from its street
  for (let sweep = 0; sweep < 2; sweep++) {
    spread(frame, metres, off, isWater, 1)
    spread(frame, metres, off, isWater, -1)
  }
  return { ...frame, metres }
}

function paintEdge(
  network: WalkNetwork,
  field: WalkField,
  edge: number,
  { x0, y0, cell, width, height }: Frame,
  metres: Float32Array,
  off: Float32Array,
): void {
  const { points, pointFirst } = network
  const [begin, end] = [pointFirst[edge] ?? 0, pointFirst[edge + 1] ?? 0]
  let total = 0
  for (let p = begin; p + 1 < end; p++) total += pieceLength(points, p)
  if (total === 0) return
  let walked = 0
  for (let p = begin; p + 1 < end; p++) {
    const length = pieceLength(points, p)
    const steps = Math.max(1, Math.ceil(length / (cell / 2)))
    const [ax, ay, bx, by] = [points[2 * p] ?? 0, points[2 * p + 1] ?? 0, points[2 * p + 2] ?? 0, points[2 * p + 3] ?? 0]
    for (let step = 0; step <= steps; step++) {
      const t = step / steps
      const [x, y] = [ax + (bx - ax) * t, ay + (by - ay) * t]
      const value = metresFrom(network, field, { edge, along: (walked + length * t) / total, doorMetres: 0 })
      const [column, row] = [Math.floor((x - x0) / cell), Math.floor((y - y0) / cell)]
      if (column < 0 || column >= width || row < 0 || row >= height) continue
      const at = row * width + column
      const aside = Math.hypot(x - (x0 + (column + 0.5) * cell), y - (y0 + (row + 0.5) * cell))
      if (aside >= (off[at] ?? 0)) continue
      metres[at] = value + aside
      off[at] = aside
    }
    walked += length
  }
}

function isInFrame({ points, pointFirst }: WalkNetwork, edge: number, { x0, y0, cell, width, height }: Frame): boolean {
  const [begin, end] = [pointFirst[edge] ?? 0, pointFirst[edge + 1] ?? 0]
  for (let p = begin; p < end; p++) {
    const [x, y] = [(points[2 * p] ?? 0) - x0, (points[2 * p + 1] ?? 0) - y0]
    if (x >= 0 && y >= 0 && x <= width * cell && y <= height * cell) return true
  }
  return false
}

/** One sweep of a chamfer transform: each cell goes to the street that is nearest by way of the neighbours behind the sweep. */
function spread({ width, height, cell }: Frame, metres: Float32Array, off: Float32Array, isWater: Uint8Array | null, by: 1 | -1): void {
  const diagonal = cell * Math.SQRT2
  const take = (at: number, from: number, step: number): void => {
    const farther = (off[from] ?? Infinity) + step
    if (farther > longestDoorMetres || farther >= (off[at] ?? 0)) return
    metres[at] = (metres[from] ?? Infinity) + step
    off[at] = farther
  }
  for (let i = 0; i < width * height; i++) {
    const at = by === 1 ? i : width * height - 1 - i
    if (isWater?.[at] === 1) continue
    const column = at % width
    const back = at - by * width
    const [behind, ahead] = by === 1 ? [column > 0, column < width - 1] : [column < width - 1, column > 0]
    if (behind) take(at, at - by, cell)
    if (back < 0 || back >= width * height) continue
    take(at, back, cell)
    if (behind) take(at, back - by, diagonal)
    if (ahead) take(at, back + by, diagonal)
  }
}

const pieceLength = (points: Float32Array, p: number): number =>
  Math.hypot((points[2 * p + 2] ?? 0) - (points[2 * p] ?? 0), (points[2 * p + 3] ?? 0) - (points[2 * p + 1] ?? 0))

type Ring = [number, number][]

/**
 * The circle of so many effective metres as a multipolygon of lng/lat: holes kept, what nobody reaches left out.
 * A contour runs between the middles of cells; a cell that is not reached counts as half a cell beyond the circle.
 */
export function circleOf(network: WalkNetwork, { x0, y0, cell, width, height, metres }: Surface, within: number): Ring[][] {
  const beyond = within + cell
  const values = Array.from(metres, (value) => -Math.min(value, beyond))
  const { coordinates } = contours().size([width, height]).contour(values, -within)
  return coordinates.map((polygon) =>
    polygon.map((ring) => ring.map(([x = 0, y = 0]): [number, number] => rounded(toLngLat(network.plane, x0 + x * cell, y0 + y * cell)))),
  )
}

const lattice = 1e7
const rounded = ([lng, lat]: readonly [number, number]): [number, number] => [
  Math.round(lng * lattice) / lattice,
  Math.round(lat * lattice) / lattice,
]

/** What lies within so many metres of a place as the crow flies, in the network's plane: a surface to compare with. Null without places. */
export function straightSurface(
  places: readonly { readonly x: number; readonly y: number }[],
  within: number,
  cell = usualCell,
): Surface | null {
  if (places.length === 0) return null
  const room = within + 2 * cell
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)]
  const [x0, y0] = [Math.min(...xs) - room, Math.min(...ys) - room]
  const [width, height] = [Math.ceil((Math.max(...xs) + room - x0) / cell), Math.ceil((Math.max(...ys) + room - y0) / cell)]
  if (width * height > mostCells) return straightSurface(places, within, cell * 2)
  const metres = new Float32Array(width * height).fill(Infinity)
  const reach = Math.ceil(room / cell)
  for (const { x, y } of places) {
    const [column, row] = [Math.floor((x - x0) / cell), Math.floor((y - y0) / cell)]
    for (let j = Math.max(0, row - reach); j < Math.min(height, row + reach + 1); j++) {
      for (let i = Math.max(0, column - reach); i < Math.min(width, column + reach + 1); i++) {
        const far = Math.hypot(x0 + (i + 0.5) * cell - x, y0 + (j + 0.5) * cell - y)
        metres[j * width + i] = Math.min(metres[j * width + i] ?? Infinity, far)
      }
    }
  }
  return { x0, y0, cell, width, height, metres }
}

/** Which cells are water: those whose middle lies inside a ring set (even-odd), rings as x, y, x, y … in metres of the plane. */
export function waterCells(
  { x0, y0, cell, width, height }: Frame,
  polygons: readonly (readonly (readonly number[])[])[],
): Uint8Array | null {
  if (polygons.length === 0) return null
  const water = new Uint8Array(width * height)
  let any = false
  for (const rings of polygons) {
    for (let row = 0; row < height; row++) {
      const y = y0 + (row + 0.5) * cell
      const cuts = rings.flatMap((ring) => cutsOf(ring, y)).sort((a, b) => a - b)
      for (let i = 0; i + 1 < cuts.length; i += 2) {
        const begin = Math.max(0, Math.ceil(((cuts[i] ?? 0) - x0) / cell - 0.5))
        const end = Math.min(width - 1, Math.floor(((cuts[i + 1] ?? 0) - x0) / cell - 0.5))
        for (let column = begin; column <= end; column++) water[row * width + column] = 1
        any ||= end >= begin
      }
    }
  }
  return any ? water : null
}

function cutsOf(ring: readonly number[], y: number): number[] {
  const cuts: number[] = []
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = ring.slice(i, i + 4)
    if (ay > y === by > y) continue
    cuts.push(ax + ((y - ay) / (by - ay)) * (bx - ax))
  }
  return cuts
}
