/**
 * A plane in metres around an origin: x to the east, y to the north, good for a few kilometres
 * (at 3 km the scale error of this equirectangular plane is about 2e-4).
 * Degrees per metre come from the WGS 84 radii of curvature at the origin's latitude.
 *
 * The lattice: stored coordinates are multiples of 1e-7 degree, about a centimetre. `onLattice` moves a point of the
 * plane to the nearest lattice point; two lines that share a moved point share it exactly after `toLngLat`.
 */
export type XY = readonly [number, number]
export type LngLat = [number, number]

const MAJOR_AXIS_METRES = 6378137
const ECCENTRICITY_SQUARED = 0.00669437999014
const LATTICE_PER_DEGREE = 1e7

/** Metres of one degree of longitude and of latitude at a latitude (degrees). */
export function metresPerDegree(latitude: number): { lng: number; lat: number } {
  const phi = (latitude * Math.PI) / 180
  const w = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2
  const primeVertical = MAJOR_AXIS_METRES / Math.sqrt(w)
  const meridional = (MAJOR_AXIS_METRES * (1 - ECCENTRICITY_SQUARED)) / w ** 1.5
  return { lng: (Math.PI / 180) * primeVertical * Math.cos(phi), lat: (Math.PI / 180) * meridional }
}

export interface LocalPlane {
  readonly toLngLat: (p: XY) => LngLat
  readonly onLattice: (p: XY) => XY
}

export function localPlane(originLng: number, originLat: number): LocalPlane {
  const scale = metresPerDegree(originLat)
  const units = (p: XY): [number, number] => [
    Math.round((originLng + p[0] / scale.lng) * LATTICE_PER_DEGREE),
    Math.round((originLat + p[1] / scale.lat) * LATTICE_PER_DEGREE),
  ]
  return {
    toLngLat: (p) => {
      const [i, j] = units(p)
      return [i / LATTICE_PER_DEGREE, j / LATTICE_PER_DEGREE]
    },
    onLattice: (p) => {
      const [i, j] = units(p)
      return [(i / LATTICE_PER_DEGREE - originLng) * scale.lng, (j / LATTICE_PER_DEGREE - originLat) * scale.lat]
    },
  }
}

/** Length in metres of a line of lon/lat: segments by the radii at their middle latitude (error < 1e-6 under 1 km). */
export function lineLengthMetres(line: readonly (readonly [number, number])[]): number {
  let sum = 0
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]
    const b = line[i]
    if (a === undefined || b === undefined) continue
    const scale = metresPerDegree((a[1] + b[1]) / 2)
    sum += Math.hypot((b[0] - a[0]) * scale.lng, (b[1] - a[1]) * scale.lat)
  }
  return sum
}

/**
 * Area in square metres of polygons of lon/lat on the ellipsoid: outer rings plus, holes minus.
 * Each edge adds Δλ · (q₁ + q₂) / 2 · a² / 2, with q the authalic function (Snyder, Map Projections, 1987, eq. 3-12).
 * What an edge adds depends on its ends only, so areas of grids that share edges add up to the area of their union.
 */
export function polygonAreaSquareMetres(polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]): number {
  let sum = 0
  for (const rings of polygons) {
    for (const [k, ring] of rings.entries()) {
      let swept = 0
      for (let i = 1; i < ring.length; i++) {
        const a = ring[i - 1]
        const b = ring[i]
        if (a === undefined || b === undefined) continue
        swept += ((b[0] - a[0]) * Math.PI * (authalic(a[1]) + authalic(b[1]))) / 360
      }
      sum += (k === 0 ? 1 : -1) * Math.abs((swept * MAJOR_AXIS_METRES * MAJOR_AXIS_METRES) / 2)
    }
  }
  return sum
}

function authalic(latitude: number): number {
  const sine = Math.sin((latitude * Math.PI) / 180)
  const e = Math.sqrt(ECCENTRICITY_SQUARED)
  return (
    (1 - ECCENTRICITY_SQUARED) * (sine / (1 - ECCENTRICITY_SQUARED * sine * sine) - Math.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
  )
}
