/**
 * What the service sends with a refusal to take a plan on: what is wrong, and the piece of ground, as it can be drawn.
 *
 *      {path: problems, problem: {kind, at}}  ·  {path: borders, problem: {fault, geometry | at}}
 */
import { type LatticePoint, toLattice } from '#domain/topology/lattice.ts'

const offenceKinds = [
  'throughBuilding',
  'buildingOutside',
  'hole',
  'invalid',
  'overlap',
  'gap',
  'areaDiffers',
  'notNested',
  'noParent',
  'notPlanar',
] as const
export type OffenceKind = (typeof offenceKinds)[number]

/** Rings, lines or single points of the map. */
export type Lines = readonly (readonly LatticePoint[])[]

export interface Offence {
  readonly kind: OffenceKind
  readonly grid: string | null
  /** the rings of the piece, or the one point where it fails; none where the service knows no place */
  readonly lines: Lines
}

export function offencesOf(details: readonly { readonly path: string; readonly problem: string }[]): Offence[] {
  return details.flatMap(({ path, problem }): Offence[] => {
    if (path !== 'problems' && path !== 'borders') return []
    const told = parsed(problem)
    const said = path === 'problems' ? told.kind : told.fault
    const kind = offenceKinds.find((one) => one === said) ?? (path === 'borders' ? 'notPlanar' : null)
    if (kind === null) return []
    const grid = [told.grid, told.gridCode].find((one): one is string => typeof one === 'string' && one !== '') ?? null
    const at = pointIn(told.at)
    return [{ kind, grid, lines: at === null ? linesIn(told.geometry) : [[at]] }]
  })
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function pointIn(value: unknown): LatticePoint | null {
  if (!Array.isArray(value)) return null
  const [x, y]: readonly unknown[] = value
  return typeof x === 'number' && typeof y === 'number' ? [x, y] : null
}

/** The lines of a GeoJSON geometry of any kind. */
function linesIn(geometry: unknown): LatticePoint[][] {
  if (!isRecord(geometry)) return []
  if (Array.isArray(geometry.geometries)) return geometry.geometries.flatMap(linesIn)
  const walk = (part: unknown): LatticePoint[][] => {
    if (!Array.isArray(part)) return []
    const single = pointIn(part)
    if (single !== null) return [[toLattice(single)]]
    const points = part.map(pointIn)
    return points.every((point) => point !== null) ? [points.map(toLattice)] : part.flatMap(walk)
  }
  return walk(geometry.coordinates)
}
