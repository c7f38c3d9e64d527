// The ground between the streets, for one network and whoever serves it: for each cell of a raster, which street it belongs to, where along it and how
// far aside. A cell belongs to the street that is nearest, as a door does, as far as a door may lie from it, and never across water. What it takes to
// walk from a cell is then the exact way along that street and the way aside, so a new station changes no cell.
import { isIsolated, pieceLength, type WalkNetwork } from './network.ts'
import { longestDoorMetres } from './snap.ts'

export type Frame = { readonly x0: number; readonly y0: number; readonly cell: number; readonly width: number; readonly height: number }
export type Ground = Frame & {
  /** By cell, row by row from the south: the edge, or −1 for ground that is nobody's. */
  readonly edge: Int32Array
  /** Share of the edge's length, in units of `alongUnit`. */
  readonly along: Uint16Array
  /** Metres from the street, in units of `asideUnit`. */
  readonly aside: Uint16Array
}

/** Metres; what the circles are true to. */
export const usualCell = 12
export const mostCells = 4_000_000
export const alongUnit = 1 / 65_535
export const asideUnit = 1 / 256

/** Rings of water as x, y, x, y … in metres of the plane, polygon by polygon. */
export type Water = readonly (readonly (readonly number[])[])[]

/** The raster that holds the whole network, with room for the way to a door around it. */
export function groundOf(network: WalkNetwork, water: Water = [], cell = usualCell): Ground {
  const frame = frameAround(network, cell)
  const cells = frame.width * frame.height
  const edge = new Int32Array(cells).fill(-1)
  const along = new Uint16Array(cells)
  const aside = new Float32Array(cells).fill(Infinity)
  const ground = { ...frame, edge, along, aside }
  // streets that nobody reaches claim their ground too; those that hang on nothing do not
  for (let one = 0; one < network.edges; one++) if (!isIsolated(network, one)) paintEdge(network, one, ground)
  const isWater = waterCells(frame, water)
  // two sweeps each way reach around corners of water; what is still missed lies behind a longer detour than a door may be from its street
  for (let sweep = 0; sweep < 2; sweep++) {
    spread(ground, isWater, 1)
    spread(ground, isWater, -1)
  }
  return { ...frame, edge, along, aside: Uint16Array.from(aside, (metres) => (metres < Infinity ? metres / asideUnit : 0)) }
}

function frameAround({ points }: WalkNetwork, cell: number): Frame {
  if (points.length === 0) return { x0: 0, y0: 0, cell, width: 0, height: 0 }
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let p = 0; p < points.length; p += 2) {
    west = Math.min(west, points[p] as number)
    east = Math.max(east, points[p] as number)
    south = Math.min(south, points[p + 1] as number)
    north = Math.max(north, points[p + 1] as number)
  }
  const room = longestDoorMetres + 2 * cell
  const [width, height] = [Math.ceil((east - west + 2 * room) / cell), Math.ceil((north - south + 2 * room) / cell)]
  // a network of a whole country at once: coarser cells instead of no answer
  if (width * height > mostCells) return frameAround({ points } as WalkNetwork, cell * 2)
  return { x0: west - room, y0: south - room, cell, width, height }
}

type Raw = Frame & { readonly edge: Int32Array; readonly along: Uint16Array; readonly aside: Float32Array }

/** Gives the cells that an edge runs through to it, unless another runs nearer to their middle. */
function paintEdge({ points, pointFirst }: WalkNetwork, edge: number, { x0, y0, cell, width, edge: owner, along, aside }: Raw): void {
  const [begin, end] = [pointFirst[edge] ?? 0, pointFirst[edge + 1] ?? 0]
  let total = 0
  for (let p = begin; p + 1 < end; p++) total += pieceLength(points, p)
  if (total === 0) return
  let walked = 0
  for (let p = begin; p + 1 < end; p++) {
    const length = pieceLength(points, p)
    const [ax, ay] = [points[2 * p] as number, points[2 * p + 1] as number]
    const [dx, dy] = [(points[2 * p + 2] as number) - ax, (points[2 * p + 3] as number) - ay]
    const steps = Math.max(1, Math.ceil(length / (cell / 2)))
    for (let step = 0; step <= steps; step++) {
      const column = Math.floor((ax + (dx * step) / steps - x0) / cell)
      const row = Math.floor((ay + (dy * step) / steps - y0) / cell)
      const [mx, my] = [x0 + (column + 0.5) * cell, y0 + (row + 0.5) * cell]
      const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((mx - ax) * dx + (my - ay) * dy) / (length * length)))
      const off = Math.hypot(ax + dx * t - mx, ay + dy * t - my)
      const at = row * width + column
      if (off >= (aside[at] as number)) continue
      owner[at] = edge
      along[at] = Math.round((walked + length * t) / total / alongUnit)
      aside[at] = off
    }
    walked += length
  }
}

/** One sweep of a chamfer transform: each cell goes to the street that is nearest by way of the neighbours behind the sweep. */
function spread({ width, height, cell, edge, along, aside }: Raw, isWater: Uint8Array | null, by: 1 | -1): void {
  const diagonal = cell * Math.SQRT2
  const take = (at: number, from: number, step: number): void => {
    const farther = (aside[from] as number) + step
    if (farther > longestDoorMetres || farther >= (aside[at] as number)) return
    aside[at] = farther
    edge[at] = edge[from] as number
    along[at] = along[from] as number
  }
  for (let i = 0; i < width * height; i++) {
    const at = by === 1 ? i : width * height - 1 - i
    // a street over water (a bridge) carries, the water beside it does not
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

/** Which cells are water: those whose middle lies inside a ring set (even-odd). */
function waterCells({ x0, y0, cell, width, height }: Frame, polygons: Water): Uint8Array | null {
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
    const [ax, ay, bx, by] = [ring[i] as number, ring[i + 1] as number, ring[i + 2] as number, ring[i + 3] as number]
    if (ay > y === by > y) continue
    cuts.push(ax + ((y - ay) / (by - ay)) * (bx - ax))
  }
  return cuts
}
