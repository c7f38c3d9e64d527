// Circles: what lies within so many metres of walking, as contours of one surface. The surface is the field of distances on the ground between the
// streets, so circles of five, ten and fifteen minutes nest by construction, and a door lies inside the circle when it is covered and outside when
// it is not, to within a cell.
import { type Polygon, polygonsWithin, type Raster } from './contour.ts'
import { metresAt, type WalkField } from './field.ts'
import { alongUnit, asideUnit, type Frame, type Ground, mostCells, usualCell } from './ground.ts'
import type { WalkNetwork, WalkPlane } from './network.ts'
import { longestDoorMetres } from './snap.ts'

/** Polygons of rings in metres of the plane: holes kept, what nobody reaches left out. */
export type Circle = readonly Polygon[]

/** For each of some effective metres the circle. The field must have been searched as far as the longest. */
export function circlesOf(network: WalkNetwork, ground: Ground, field: WalkField, withins: readonly number[]): Circle[] {
  const frame = frameOf(network, ground, field)
  if (frame === null) return withins.map(() => [])
  return polygonsWithin(rasterOf(network, ground, field, frame, withins), withins)
}

/** The part of the ground that the field reaches, in columns and rows of the ground. */
function frameOf(
  network: WalkNetwork,
  { x0, y0, cell, width, height }: Ground,
  field: WalkField,
): (Frame & { readonly first: number }) | null {
  const { points, pointFirst, from, until } = network
  const { metres, hasSource } = field
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let edge = 0; edge < network.edges; edge++) {
    if (metres[from[edge] as number] === Infinity && metres[until[edge] as number] === Infinity && hasSource[edge] === 0) continue
    const end = 2 * (pointFirst[edge + 1] as number)
    for (let p = 2 * (pointFirst[edge] as number); p < end; p += 2) {
      const [x, y] = [points[p] as number, points[p + 1] as number]
      if (x < west) west = x
      if (x > east) east = x
      if (y < south) south = y
      if (y > north) north = y
    }
  }
  if (west > east) return null
  const room = longestDoorMetres + 2 * cell
  const [left, right] = [Math.max(0, Math.floor((west - room - x0) / cell)), Math.min(width, Math.ceil((east + room - x0) / cell))]
  const [bottom, top] = [Math.max(0, Math.floor((south - room - y0) / cell)), Math.min(height, Math.ceil((north + room - y0) / cell))]
  return { x0: x0 + left * cell, y0: y0 + bottom * cell, cell, width: right - left, height: top - bottom, first: bottom * width + left }
}

type Filling = {
  readonly network: WalkNetwork
  readonly ground: Ground
  readonly field: WalkField
  readonly lengths: Float64Array
  readonly values: Float32Array
  readonly held: Uint8Array
}

function rasterOf(
  network: WalkNetwork,
  ground: Ground,
  field: WalkField,
  { first, ...frame }: Frame & { readonly first: number },
  withins: readonly number[],
): Raster {
  const lengths = Float64Array.from(new Set(withins)).sort()
  const { values, held } = emptyCells(frame.width * frame.height)
  const filling: Filling = { network, ground, field, lengths, values, held }
  for (let row = 0; row < frame.height; row++) fillRow(filling, row * frame.width, first + row * ground.width, frame.width)
  return { ...frame, held, values }
}

/** From cell `own` of the raster on, which is cell `theirs` of the ground. */
function fillRow({ network, ground, field, lengths, values, held }: Filling, own: number, theirs: number, count: number): void {
  const { from, until, forward, backward } = network
  const { edge: edges, along: alongs, aside: asides } = ground
  const { metres: atNode, cutOff } = field
  const longest = lengths[lengths.length - 1] as number
  let [last, hasSource] = [-1, false]
  // of the edge that the cells of a run belong to: distances of both ends, and its length both ways
  let [atFrom, atUntil, there, back] = [0, 0, 0, 0]
  for (let i = 0; i < count; i++) {
    const edge = edges[theirs + i] as number
    if (edge < 0) continue
    if (edge !== last) {
      last = edge
      hasSource = field.hasSource[edge] === 1
      atFrom = atNode[from[edge] as number] as number
      atUntil = atNode[until[edge] as number] as number
      there = forward[edge] as number
      back = backward[edge] as number
    }
    if (atFrom === Infinity && atUntil === Infinity && !hasSource) continue
    // as metresAt says, written out: this is done for every cell
    const along = (alongs[theirs + i] as number) * alongUnit
    const aside = (asides[theirs + i] as number) * asideUnit
    const overFrom = atFrom + along * back
    const overUntil = atUntil + (1 - along) * there
    let metres = (overFrom < overUntil ? overFrom : overUntil) + aside
    if (hasSource) metres = metresAt(network, field, edge, along, aside)
    if (metres > cutOff) continue
    values[own + i] = metres
    if (metres > longest) continue
    let holds = lengths.length
    for (let k = 0; metres > (lengths[k] as number); k++) holds--
    held[own + i] = holds
  }
}

/** Cells of the raster that is worked on: grown, never shrunk, because what is asked again and again should need no new memory. */
const cells = { values: new Float32Array(0), held: new Uint8Array(0) }
function emptyCells(count: number): { readonly values: Float32Array; readonly held: Uint8Array } {
  if (cells.values.length < count) {
    cells.values = new Float32Array(count)
    cells.held = new Uint8Array(count)
  }
  return { values: cells.values.fill(Infinity, 0, count), held: cells.held.fill(0, 0, count) }
}

/** What lies within so many metres of any of some places as the crow flies, in the network's plane: to compare with. */
export function straightCircle(places: readonly { readonly x: number; readonly y: number }[], within: number): Circle {
  return places.length === 0 ? [] : (polygonsWithin(straightRaster(places, within, usualCell), [within])[0] ?? [])
}

function straightRaster(places: readonly { readonly x: number; readonly y: number }[], within: number, cell: number): Raster {
  const room = within + 2 * cell
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)]
  const [x0, y0] = [Math.min(...xs) - room, Math.min(...ys) - room]
  const [width, height] = [Math.ceil((Math.max(...xs) + room - x0) / cell), Math.ceil((Math.max(...ys) + room - y0) / cell)]
  if (width * height > mostCells) return straightRaster(places, within, cell * 2)
  const values = new Float32Array(width * height).fill(Infinity)
  const reach = Math.ceil(room / cell)
  for (const { x, y } of places) {
    const [column, row] = [Math.floor((x - x0) / cell), Math.floor((y - y0) / cell)]
    for (let j = Math.max(0, row - reach); j < Math.min(height, row + reach + 1); j++) {
      for (let i = Math.max(0, column - reach); i < Math.min(width, column + reach + 1); i++) {
        const far = Math.hypot(x0 + (i + 0.5) * cell - x, y0 + (j + 0.5) * cell - y)
        values[j * width + i] = Math.min(values[j * width + i] as number, far)
      }
    }
  }
  return { x0, y0, cell, width, height, values, held: Uint8Array.from(values, (far) => (far <= within ? 1 : 0)) }
}

const lattice = 1e7
/** The coordinates of a multipolygon in lng/lat. */
export function coordinatesOf({ lng, lat, perLng, perLat }: WalkPlane, circle: Circle): [number, number][][][] {
  return circle.map((polygon) =>
    polygon.map((ring) => {
      const points: [number, number][] = []
      for (let i = 0; i < ring.length; i += 2)
        points.push([
          Math.round((lng + (ring[i] as number) / perLng) * lattice) / lattice,
          Math.round((lat + (ring[i + 1] as number) / perLat) * lattice) / lattice,
        ])
      return points
    }),
  )
}
