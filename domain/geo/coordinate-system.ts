/**
 * The coordinate systems in which Chinese offices exchange ground, and what a file lets one suppose about its own.
 *
 *      degrees   WGS-84, CGCS2000 (the same at a centimetre), GCJ-02 and BD-09 (bent by some 500 m, never to be told from the numbers alone)
 *      zone      CGCS2000, Gauss–Krüger, 3-degree zone n with its number before the easting:   36 432 662.8, 3 353 577.4   EPSG 4488 + n
 *      meridian  the same without the number; which zone it is has to be known:                   432 662.8, 3 353 577.4   EPSG 4509 + n
 *
 * Zones 25 to 45, the central meridian of zone n at 3n degrees (EPSG 4513–4533 and 4534–4554). Easting first, always: the axis order
 * of the registry (north first) is for paper. Beijing 54 and Xi'an 80 lie up to 150 m off by amounts that are not public.
 */
import gcoord from 'gcoord'

export const degreeDatums = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const
export type DegreeDatum = (typeof degreeDatums)[number]
export type CoordinateSystem =
  | { readonly kind: 'degrees'; readonly datum: DegreeDatum }
  | { readonly kind: 'zone'; readonly zone: number }
  | { readonly kind: 'meridian'; readonly zone: number }

export const firstZone = 25
export const lastZone = 45
export const zones: readonly number[] = Array.from({ length: lastZone - firstZone + 1 }, (_, i) => firstZone + i)

export type GeoBox = readonly [west: number, south: number, east: number, north: number]

/** One word for a system, for a field of choice or a file name. */
export const systemKey = (system: CoordinateSystem): string => (system.kind === 'degrees' ? system.datum : `${system.kind}-${system.zone}`)

const everySystem: ReadonlyMap<string, CoordinateSystem> = new Map(
  [
    ...degreeDatums.map((datum): CoordinateSystem => ({ kind: 'degrees', datum })),
    ...zones.map((zone): CoordinateSystem => ({ kind: 'zone', zone })),
    ...zones.map((zone): CoordinateSystem => ({ kind: 'meridian', zone })),
  ].map((system) => [systemKey(system), system]),
)
export const systemOf = (key: string): CoordinateSystem | null => everySystem.get(key) ?? null

/** The number of the EPSG registry; the two bent systems have none. */
export function epsgOf(system: CoordinateSystem): number | null {
  if (system.kind === 'zone') return 4488 + system.zone
  if (system.kind === 'meridian') return 4509 + system.zone
  return system.datum === 'wgs84' ? 4326 : system.datum === 'cgcs2000' ? 4490 : null
}

export type Recognised =
  | { readonly kind: 'system'; readonly system: CoordinateSystem }
  /** one of the old systems, which is not read */
  | { readonly kind: 'old'; readonly name: 'beijing54' | 'xian80' }
  | { readonly kind: 'other'; readonly name: string }

const system = (value: CoordinateSystem): Recognised => ({ kind: 'system', system: value })

/** What a description says: a .prj, well-known text of either version, an EPSG number or URN, or the name that our own files carry. */
export function recogniseSystem(text: string): Recognised | null {
  const said = text.trim()
  if (said === '') return null
  const epsg = /^(?:urn:ogc:def:crs:)?EPSG:(?:[\d.]*:)?(\d+)$/i.exec(said)?.[1]
  if (epsg !== undefined) return ofEpsg(Number(epsg), said)
  if (/CRS:?84$/i.test(said)) return system({ kind: 'degrees', datum: 'wgs84' })
  const own = systemOf(said.toLowerCase().replace('-', ''))
  if (own?.kind === 'degrees') return system(own)
  if (/beijing[_ ]?(19)?54|kras+ovsk/i.test(said)) return { kind: 'old', name: 'beijing54' }
  if (/xi'?an[_ ]?(19)?80|IAG[_ ]?(19)?75/i.test(said)) return { kind: 'old', name: 'xian80' }
  const name = /"([^"]*)"/.exec(said)?.[1] ?? said.slice(0, 60)
  // a map grid, or a datum bound to another one, may name a known datum inside: the kind is told by how it begins
  const datum = /CGCS[_ ]?2000|China[_ ](Geodetic[_ ]Coordinate[_ ]System[_ ])?2000/i.test(said)
    ? 'cgcs2000'
    : /WGS[_ ]?(19)?84|World Geodetic System 1984/i.test(said)
      ? 'wgs84'
      : null
  if (datum === null) return /undefined|unknown/i.test(name) ? null : { kind: 'other', name }
  if (/^(GEOGCS|GEOGCRS|GEODCRS)\[/i.test(said)) return system({ kind: 'degrees', datum })
  const meridian = parameterOf(said, 'central_meridian|longitude of natural origin')
  const easting = parameterOf(said, 'false_easting|false easting')
  if (datum === 'wgs84' || meridian === null || easting === null) return { kind: 'other', name }
  const zone = meridian / 3
  if (!isZone(zone)) return { kind: 'other', name }
  if (easting === 500_000) return system({ kind: 'meridian', zone })
  return easting === zone * 1_000_000 + 500_000 ? system({ kind: 'zone', zone }) : { kind: 'other', name }
}

const isZone = (zone: number): boolean => Number.isInteger(zone) && zone >= firstZone && zone <= lastZone

function parameterOf(text: string, names: string): number | null {
  const found = new RegExp(`PARAMETER\\[\\s*"(?:${names})"\\s*,\\s*(-?[\\d.]+)`, 'i').exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

/** Numbers of the registry that are one of the old systems: datum, 3-degree and 6-degree zones. */
const beijing54 = (epsg: number): boolean => epsg === 4214 || (epsg >= 2401 && epsg <= 2442) || (epsg >= 21413 && epsg <= 21483)
const xian80 = (epsg: number): boolean => epsg === 4610 || (epsg >= 2327 && epsg <= 2390)

function ofEpsg(epsg: number, name: string): Recognised {
  for (const one of everySystem.values()) if (epsgOf(one) === epsg) return system(one)
  return beijing54(epsg) ? { kind: 'old', name: 'beijing54' } : xian80(epsg) ? { kind: 'old', name: 'xian80' } : { kind: 'other', name }
}

export interface Proposal {
  /** what the numbers and the description speak for; null: they do not tell */
  readonly system: CoordinateSystem | null
  /** what it rests on */
  readonly from: 'description' | 'numbers' | 'borders' | null
  /** north stands first in the file */
  readonly swapped: boolean
  /** the description says something that the numbers do not bear out */
  readonly contradicts: boolean
}

/** What to propose to whoever is asked for the system of a file: its description, if its numbers can be such; else what the numbers say. */
export function proposeSystem(description: Recognised | null, box: GeoBox, near: GeoBox): Proposal {
  const straight = numbersSay(box, near)
  const swapped = straight === null
  const numbers = straight ?? numbersSay(exchange(box), near)
  if (numbers === null) return { system: null, from: null, swapped: false, contradicts: description?.kind === 'system' }
  const said = description?.kind === 'system' ? description.system : null
  if (said !== null && said.kind === numbers.kind && (said.kind !== 'zone' || numbers.kind !== 'zone' || said.zone === numbers.zone))
    return { system: said, from: 'description', swapped, contradicts: false }
  if (numbers.kind !== 'degrees') return { system: numbers, from: 'numbers', swapped, contradicts: said !== null }
  const fitting = said === null ? fittingDatum(swapped ? exchange(box) : box, near) : null
  return {
    system: fitting === null ? null : { kind: 'degrees', datum: fitting },
    from: fitting === null ? null : 'borders',
    swapped,
    contradicts: said !== null,
  }
}

const exchange = ([west, south, east, north]: GeoBox): GeoBox => [south, west, north, east]

/** Northings of the zones: from 4° to 54° N. */
const isNorthing = (south: number, north: number): boolean => south > 400_000 && north < 6_100_000
const kilometresOfDegree = 111.32

function numbersSay([west, south, east, north]: GeoBox, near: GeoBox): CoordinateSystem | null {
  if (west >= 73 && east <= 136 && south >= 3 && north <= 54) return { kind: 'degrees', datum: 'wgs84' }
  if (!isNorthing(south, north)) return null
  const zone = Math.floor(west / 1_000_000)
  if (isZone(zone) && Math.floor(east / 1_000_000) === zone) return { kind: 'zone', zone }
  if (west < 100_000 || east > 900_000) return null
  // Near the edge of a zone the neighbour's may be meant: the one that brings the middle nearest to the borders here.
  const lat = (south + north) / 2 / 1000 / kilometresOfDegree
  const offset = ((west + east) / 2 - 500_000) / 1000 / kilometresOfDegree / Math.cos((lat * Math.PI) / 180)
  const wanted = ((near[0] + near[2]) / 2 - offset) / 3
  const nearest = Math.round(wanted)
  return isZone(nearest) ? { kind: 'meridian', zone: nearest } : null
}

const bent = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const

/**
 * Degrees of a datum in WGS-84, of which CGCS2000 is no different at this precision. The library's way back is off by up to 0.2 m
 * (measured), which would move a border at every turn: so the way there is turned round by stepping, to 1e-10 degree.
 */
export function degreesToWgs84([lng, lat]: readonly [number, number], datum: DegreeDatum): [number, number] {
  if (datum === 'wgs84' || datum === 'cgcs2000') return [lng, lat]
  let [x = lng, y = lat] = gcoord.transform([lng, lat], bent[datum], gcoord.WGS84)
  for (let step = 0; step < mostSteps; step++) {
    const [thereX = lng, thereY = lat] = gcoord.transform([x, y], gcoord.WGS84, bent[datum])
    x += lng - thereX
    y += lat - thereY
    if (Math.abs(lng - thereX) < closeEnough && Math.abs(lat - thereY) < closeEnough) break
  }
  return [x, y]
}

const mostSteps = 10
const closeEnough = 1e-10

export function wgs84ToDegrees([lng, lat]: readonly [number, number], datum: DegreeDatum): [number, number] {
  if (datum === 'wgs84' || datum === 'cgcs2000') return [lng, lat]
  const [x = lng, y = lat] = gcoord.transform([lng, lat], gcoord.WGS84, bent[datum])
  return [x, y]
}

/**
 * A file of the whole sub-district lies on its borders in one system only: within this in all four directions, and far off in the others.
 * BD-09 turns as well as shifts, so the box of a sub-district 4 km wide is no box there, by 31 m (measured).
 */
const fitsWithinMetres = 60

function fittingDatum(box: GeoBox, near: GeoBox): DegreeDatum | null {
  const off = (['wgs84', 'gcj02', 'bd09'] as const).map((datum): readonly [DegreeDatum, number] => {
    const [west, south] = degreesToWgs84([box[0], box[1]], datum)
    const [east, north] = degreesToWgs84([box[2], box[3]], datum)
    return [datum, Math.max(metresBetween([west, south], [near[0], near[1]]), metresBetween([east, north], [near[2], near[3]]))]
  })
  const [best, second] = off.sort(([, a], [, b]) => a - b)
  return best !== undefined && second !== undefined && best[1] < fitsWithinMetres && second[1] > 3 * fitsWithinMetres ? best[0] : null
}

function metresBetween([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): number {
  const east = (x1 - x2) * Math.cos((y1 * Math.PI) / 180)
  return Math.hypot(east, y1 - y2) * kilometresOfDegree * 1000
}

/** How far two boxes in degrees lie apart, in metres; 0 where they meet. */
export function metresApart(a: GeoBox, b: GeoBox): number {
  const east = Math.max(0, a[0] - b[2], b[0] - a[2])
  const north = Math.max(0, a[1] - b[3], b[1] - a[3])
  return metresBetween([0, (a[1] + a[3]) / 2], [east, (a[1] + a[3]) / 2 + north])
}
