/**
 * Borders from a file, as operations of a plan: every outline goes to the grid that its code or name says, or becomes a new grid.
 *
 *      file → coordinates in WGS-84 → cleaned into a coverage of its own → one `transferArea` for each outline, the largest first
 *
 * So a file may hold a part of the sub-district, and what it does not name stays. Steps that do not hold are told, not forced.
 */
import gcoord from 'gcoord'
import type { GridOutline } from '#domain/topology/build-topology.ts'
import { type Cleaned, type CoverageChange, cleanCoverage, usualCleaning } from '#domain/topology/clean-coverage.ts'
import { fromLattice, type LatticePoint, toLattice, twiceArea } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import type { EditRefusal } from '#domain/topology/refusal.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'

/** CGCS2000 is WGS-84 at this precision. */
export const fileSystems = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const
export type FileSystem = (typeof fileSystems)[number]

export interface FileOutline {
  readonly properties: Readonly<Record<string, unknown>>
  readonly polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]
}

export type ReadResult =
  | { readonly ok: true; readonly outlines: readonly FileOutline[] }
  | { readonly ok: false; readonly reason: 'notJson' | 'notGeoJson' | 'noPolygons' | 'notDegrees' | 'tooMany' }

export const mostOutlines = 5000
const mostCorners = 400_000

/** A GeoJSON feature collection of polygons in degrees, lon first. What is no polygon is refused, not left out. */
export function readBorders(text: string): ReadResult {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, reason: 'notJson' }
  }
  const features = isObject(json) && Array.isArray(json.features) ? json.features : null
  if (features === null) return { ok: false, reason: 'notGeoJson' }
  if (features.length > mostOutlines) return { ok: false, reason: 'tooMany' }
  const outlines: FileOutline[] = []
  let corners = 0
  for (const feature of features) {
    const geometry = isObject(feature) && isObject(feature.geometry) ? feature.geometry : null
    const properties = isObject(feature) && isObject(feature.properties) ? feature.properties : {}
    const polygons = geometry?.type === 'Polygon' ? [geometry.coordinates] : geometry?.type === 'MultiPolygon' ? geometry.coordinates : null
    if (!isPolygons(polygons)) return { ok: false, reason: 'noPolygons' }
    for (const p of polygons.flat(2)) {
      corners += 1
      if (Math.abs(p[0]) > 180 || Math.abs(p[1]) > 90) return { ok: false, reason: 'notDegrees' }
    }
    if (corners > mostCorners) return { ok: false, reason: 'tooMany' }
    outlines.push({ properties, polygons })
  }
  return outlines.length === 0 ? { ok: false, reason: 'noPolygons' } : { ok: true, outlines }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isPosition = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length >= 2 && Number.isFinite(value[0]) && Number.isFinite(value[1])
function isPolygons(value: unknown): value is FileOutline['polygons'] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (rings: unknown) =>
        Array.isArray(rings) &&
        rings.length > 0 &&
        rings.every((ring: unknown) => Array.isArray(ring) && ring.length >= 4 && ring.every(isPosition)),
    )
  )
}

/** The property whose values name most grids: by code, or by name. */
export function proposeProperty(outlines: readonly FileOutline[], topology: Topology): string | null {
  const names = new Set([...topology.grids].flatMap(([id, { name, nameEn }]) => [id, name, nameEn]))
  const hits = new Map<string, number>()
  for (const { properties } of outlines)
    for (const [key, value] of Object.entries(properties)) if (names.has(String(value))) hits.set(key, (hits.get(key) ?? 0) + 1)
  return [...hits].sort((a, b) => b[1] - a[1])[0]?.[0] ?? Object.keys(outlines[0]?.properties ?? {})[0] ?? null
}

const systems = { gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const

function inWgs84([lng, lat]: readonly [number, number], system: FileSystem): LatticePoint {
  if (system === 'wgs84' || system === 'cgcs2000') return toLattice([lng, lat])
  const [x, y] = gcoord.transform([lng, lat], systems[system], gcoord.WGS84)
  return toLattice([x, y])
}

export interface BordersPlan {
  readonly operations: readonly Operation[]
  readonly topology: Topology
  readonly changes: readonly CoverageChange[]
  readonly refused: readonly { readonly name: string; readonly reason: EditRefusal }[]
  /** outlines that are grids already, and new ones */
  readonly known: number
  readonly made: number
}

export interface BordersAsked {
  readonly topology: Topology
  readonly outlines: readonly FileOutline[]
  readonly system: FileSystem
  readonly property: string
  /** under whom new grids come */
  readonly parent: string
  readonly newId: () => string
}

export function planFromBorders({
  topology,
  outlines,
  system,
  property,
  parent,
  newId,
}: BordersAsked): { readonly ok: true; readonly plan: BordersPlan } | Extract<Cleaned, { ok: false }> {
  const byName = new Map<string, GridId>()
  for (const [id, { name, nameEn }] of topology.grids) for (const key of [nameEn, name, id]) byName.set(key, id)
  const taken = new Set<GridId>()
  const named = outlines.map(({ properties }, i) => {
    const name = String(properties[property] ?? '').trim() || `${i + 1}`
    const known = byName.get(name)
    const id = known === undefined || taken.has(known) ? newId() : known
    taken.add(id)
    return { id, name, isKnown: id === known }
  })
  const given = outlines.map(({ polygons }, i): GridOutline => {
    const { id = '', name = '' } = named[i] ?? {}
    return { id, name, nameEn: name, parent, polygons: polygons.map((rings) => rings.map((ring) => ring.map((p) => inWgs84(p, system)))) }
  })
  const cleaned = cleanCoverage(given, topology.parents, usualCleaning)
  if (!cleaned.ok) return cleaned
  const sized = named
    .map((one) => ({ ...one, polygons: gridPolygons(cleaned.topology, one.id) }))
    .sort((a, b) => sizeOf(b.polygons) - sizeOf(a.polygons))
  let now = topology
  const operations: Operation[] = []
  let waiting = sized.flatMap(({ id, name, isKnown, polygons }) =>
    polygons.map((rings) => ({ id, name, isKnown, ring: (rings[0] ?? []).slice(0, -1) })),
  )
  let refused: { name: string; reason: EditRefusal }[] = []
  // What does not hold yet may hold once its neighbours have their ground.
  for (let round = 0; round < 3 && waiting.length > 0; round++) {
    const again: typeof waiting = []
    refused = []
    for (const one of waiting) {
      const isThere = now.grids.has(one.id)
      const operation: Operation = {
        kind: 'transferArea',
        ring: one.ring,
        to: one.id,
        ...(isThere ? {} : { founding: { name: one.name, nameEn: one.name, parent } }),
      }
      const result = applyOperation(now, operation)
      if (result.ok) {
        now = result.topology
        operations.push(operation)
      } else if (result.reason !== 'nothingChanges') {
        again.push(one)
        refused.push({ name: one.name, reason: result.reason })
      }
    }
    waiting = again
  }
  return {
    ok: true,
    plan: {
      operations,
      topology: now,
      changes: cleaned.changes,
      refused,
      known: named.filter(({ isKnown }) => isKnown).length,
      made: named.filter(({ isKnown }) => !isKnown).length,
    },
  }
}

const sizeOf = (polygons: readonly (readonly (readonly LatticePoint[])[])[]): number =>
  polygons.reduce((sum, [ring = []]) => sum + Math.abs(twiceArea(ring)), 0)

/** The grids of a topology as GeoJSON, in a system of one's choice; RFC 7946 knows WGS-84 only, so another one is named in the file. */
export function writeBorders(topology: Topology, system: FileSystem): string {
  const place = (p: LatticePoint): [number, number] => {
    const degrees = fromLattice(p)
    if (system === 'wgs84' || system === 'cgcs2000') return degrees
    const [lng = 0, lat = 0] = gcoord.transform(degrees, gcoord.WGS84, systems[system])
    return [Number(lng.toFixed(7)), Number(lat.toFixed(7))]
  }
  return JSON.stringify({
    type: 'FeatureCollection',
    ...(system === 'wgs84' ? {} : { coordinateSystem: system.toUpperCase() }),
    features: [...topology.grids]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { name, nameEn, parent }]) => ({
        type: 'Feature',
        properties: { code, name, nameEn, parent, parentName: topology.parents.get(parent)?.name ?? '' },
        geometry: { type: 'MultiPolygon', coordinates: gridPolygons(topology, code).map((rings) => rings.map((ring) => ring.map(place))) },
      })),
  })
}
