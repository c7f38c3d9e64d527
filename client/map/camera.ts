// Where the map looks. Rounded as it stands in the address bar, so that equal views are equal values.
export type Camera = {
  readonly zoom: number
  readonly lat: number
  readonly lng: number
  readonly bearing: number
  readonly pitch: number
}

export type Box = readonly [number, number, number, number]

// + 0 turns −0 into 0.
const round = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0

export const rounded = (camera: Camera): Camera => ({
  zoom: round(camera.zoom, 2),
  lat: round(camera.lat, 5),
  lng: round(camera.lng, 5),
  bearing: round(camera.bearing, 0),
  pitch: round(camera.pitch, 0),
})

export const sameCamera = (a: Camera | null, b: Camera | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.zoom === b.zoom && a.lat === b.lat && a.lng === b.lng && a.bearing === b.bearing && a.pitch === b.pitch)

type Coordinates = readonly unknown[]

/** The box of GeoJSON coordinates of any depth; null when there is no point. */
export function boxOf(coordinates: Coordinates): Box | null {
  let west = Infinity
  let south = Infinity
  let east = -Infinity
  let north = -Infinity
  const visit = (part: Coordinates): void => {
    const [x, y] = part
    if (typeof x === 'number' && typeof y === 'number') {
      west = Math.min(west, x)
      east = Math.max(east, x)
      south = Math.min(south, y)
      north = Math.max(north, y)
      return
    }
    for (const inner of part) if (Array.isArray(inner)) visit(inner)
  }
  visit(coordinates)
  return west <= east ? [west, south, east, north] : null
}
