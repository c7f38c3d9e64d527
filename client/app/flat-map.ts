// A small map as a drawing: lng/lat to the units of an SVG, the same scale east and north. For what is printed.
import { projectMercator } from '#domain/geo/web-mercator.ts'

export type Spot = readonly number[]
export type Ring = readonly Spot[]
export type FlatMap = {
  readonly width: number
  readonly height: number
  /** What it holds. */
  readonly box: readonly [west: number, south: number, east: number, north: number]
  readonly x: (lng: number) => number
  readonly y: (lat: number) => number
  /** Rings as the `d` of a path; holes stay holes under `fill-rule: evenodd`. */
  readonly path: (rings: readonly Ring[]) => string
  /** A round length that is at most a quarter of the width, and how wide it is drawn. */
  readonly bar: { readonly metres: number; readonly units: number }
}

/** The same for a picture that shows a box of the Mercator projection from edge to edge. */
export function pictureMap([west, south, east, north]: readonly [number, number, number, number], width: number, height: number) {
  const [left, bottom] = projectMercator(west, south)
  const [right, top] = projectMercator(east, north)
  const scale = width / (right - left)
  const stretched = 1 / Math.cos((((south + north) / 2) * Math.PI) / 180)
  const metres = niceMetres(width / 4 / scale / stretched)
  return {
    x: (lng: number) => (projectMercator(lng, south)[0] - left) * scale,
    y: (lat: number) => ((top - projectMercator(west, lat)[1]) * height) / (top - bottom),
    bar: { metres, units: metres * scale * stretched },
  }
}

/** Of latitude. */
const degreeMetres = 111_320

/** Null where there is nothing to draw. */
export function flatMap(spots: readonly Spot[], width: number, margin: number): FlatMap | null {
  if (spots.length === 0) return null
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng = 0, lat = 0] of spots) {
    west = Math.min(west, lng)
    east = Math.max(east, lng)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const across = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = (width - 2 * margin) / Math.max((east - west) * across, 1e-6)
  const x = (lng: number) => margin + (lng - west) * across * scale
  const y = (lat: number) => margin + (north - lat) * scale
  const metres = niceMetres(0.25 * (width / scale) * degreeMetres)
  return {
    width,
    box: [west, south, east, north],
    height: (north - south) * scale + 2 * margin,
    x,
    y,
    path: (rings) =>
      rings.map((ring) => `M${ring.map(([lng = 0, lat = 0]) => `${x(lng).toFixed(1)} ${y(lat).toFixed(1)}`).join('L')}Z`).join(''),
    bar: { metres, units: (metres / degreeMetres) * scale },
  }
}

/** The largest of 1, 2, 5 × 10ⁿ that is not longer. */
export function niceMetres(longest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, longest)))
  return power * ([5, 2].find((step) => step * power <= longest) ?? 1)
}
