/**
 * Borders from a file, as operations of a plan: every outline goes to the grid that its code or name says, or becomes a new grid.
 *
 *      outlines in WGS-84 → cleaned into a coverage of its own → one `transferArea` for each outline, the largest first
 *
 * So a file may hold a part of the sub-district, and what it does not name stays. Steps that do not hold are told, not forced.
 */
import { difference } from 'polyclip-ts'
import type { GeoBox } from '#domain/geo/coordinate-system.ts'
import { groundKey, takingOutlines } from '#domain/plans/take-outlines.ts'
import type { GridOutline } from '#domain/topology/build-topology.ts'
import { type Cleaned, type CoverageChange, cleanCoverage, usualCleaning } from '#domain/topology/clean-coverage.ts'
import { fromLattice, insideRing, toLattice } from '#domain/topology/lattice.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { EditRefusal } from '#domain/topology/refusal.ts'
import { gridPolygons, mutable } from '#domain/topology/rings.ts'
import { type GridId, pointsBox, type Topology } from '#domain/topology/topology.ts'
import { boxOf, type FileOutline, fieldsOf } from './file-outline.ts'

/** Which field of a file says what. */
export interface FieldMapping {
  /** the code or name of the grid */
  readonly key: string
  /** what a new grid is called; null: what its key says */
  readonly name: string | null
  /** the code or name of the grid above, for new ones; null: the one that is chosen for all */
  readonly parent: string | null
  /** only outlines that have this value there: a file may hold all levels */
  readonly only: { readonly field: string; readonly value: string } | null
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value).trim())

/** The field whose values name most of these. */
function fieldNaming(outlines: readonly FileOutline[], names: ReadonlySet<string>, but: string | null = null): string | null {
  const hits = new Map<string, number>()
  for (const { properties } of outlines)
    for (const [key, value] of Object.entries(properties))
      if (key !== but && names.has(textOf(value))) hits.set(key, (hits.get(key) ?? 0) + 1)
  return [...hits].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

/** Fields by what stands in them, where that says anything; else by what they are called, also in the first letters of pinyin (`bm`, `mc`). */
export function proposeMapping(outlines: readonly FileOutline[], topology: Topology): FieldMapping {
  const fields = fieldsOf(outlines)
  const grids = new Set([...topology.grids].flatMap(([id, { name, nameEn }]) => [id, name, nameEn]))
  const parents = new Set(
    [...topology.parents].filter(([, { level }]) => level === 2).flatMap(([id, { name, nameEn }]) => [id, name, nameEn]),
  )
  for (const set of [grids, parents]) set.delete('')
  const called = (pattern: RegExp): string | null => fields.find((field) => pattern.test(field)) ?? null
  const level = called(/^(grid_?)?level$|层级|级别|等级/i)
  const values = level === null ? [] : valuesOf(outlines, level)
  const third = values.length < 2 ? undefined : values.find((value) => /^3$|三级|3级|level ?3/i.test(value))
  const key =
    fieldNaming(outlines, grids) ?? called(/code|编码|代码|编号|^(wg)?(bm|dm|bh)$/i) ?? called(/^(label|layer)$/i) ?? fields[0] ?? ''
  const name = called(/^name$|名称|^(wg)?mc$|^label$/i)
  return {
    key,
    name: name === key ? null : name,
    parent: fieldNaming(outlines, parents, key),
    only: level !== null && third !== undefined ? { field: level, value: third } : null,
  }
}

/** The different values of a field, in the order of their first turn; too many are no kind of thing to choose from. */
export function valuesOf(outlines: readonly FileOutline[], field: string, most = 50): readonly string[] {
  const values = new Set(outlines.map(({ properties }) => textOf(properties[field])))
  return values.size > most ? [] : [...values].filter((value) => value !== '')
}

/** Is the mapping one for these fields? One kept from another file may not be. */
export function fitsFields({ key, name, parent, only }: FieldMapping, fields: readonly string[]): boolean {
  return [key, name, parent, only?.field ?? null].every((field) => field === null || fields.includes(field))
}

/** The ground that all grids take up, in degrees. */
export function boxOfTopology(topology: Topology): GeoBox {
  const [west, south, east, north] = pointsBox([...topology.arcs].flatMap(([, { points }]) => points))
  const [left, bottom] = fromLattice([west, south])
  const [right, top] = fromLattice([east, north])
  return [left, bottom, right, top]
}

/**
 * In a drawing an outline around another does not say that it leaves it out: it does here, as every place has one grid only.
 * Those with one corner inside are looked at; what overlaps otherwise is told by the cleaning.
 */
export function cutContained(outlines: readonly FileOutline[]): readonly FileOutline[] {
  const boxes = outlines.map((one) => boxOf([one]))
  return outlines.map((one, i) => {
    const [west, south, east, north] = boxes[i] ?? [0, 0, 0, 0]
    const ring = one.polygons[0]?.[0] ?? []
    const inside = outlines.filter((other, j) => {
      const [w, s, e, n] = boxes[j] ?? [0, 0, 0, 0]
      if (i === j || w < west || s < south || e > east || n > north) return false
      if (w === west && s === south && e === east && n === north) return false
      return other.polygons.every(([outer = []]) =>
        outer.every((p) => insideRing(p, ring) || ring.some((q) => q[0] === p[0] && q[1] === p[1])),
      )
    })
    if (inside.length === 0) return one
    const [first, ...rest] = [one, ...inside].map(({ polygons }) => mutable(polygons))
    return first === undefined ? one : { ...one, polygons: difference(first, ...rest) }
  })
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
  /** in degrees of WGS-84 */
  readonly outlines: readonly FileOutline[]
  readonly mapping: FieldMapping
  /** under whom new grids come that say no other */
  readonly parent: string
  readonly newId: () => string
  /** how near corners must lie to be one; without it as usual */
  readonly tolerance?: number
}

export type BordersAnswer = { readonly ok: true; readonly plan: BordersPlan } | Extract<Cleaned, { ok: false }>

export function planFromBorders(asked: BordersAsked): BordersAnswer {
  const steps = planningBorders(asked)
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value
}

/** The same in steps, each some milliseconds but the first: a page may draw between them, show how much is done, or give up. */
export function* planningBorders({
  topology,
  outlines,
  mapping,
  parent,
  newId,
  tolerance = usualCleaning.tolerance,
}: BordersAsked): Generator<{ readonly done: number; readonly all: number }, BordersAnswer> {
  const byName = new Map<string, GridId>()
  for (const [id, { name, nameEn }] of topology.grids) for (const key of [nameEn, name, id]) byName.set(key, id)
  byName.delete('')
  const parents = new Map<string, string>()
  for (const [id, { name, nameEn, level }] of topology.parents) if (level === 2) for (const key of [nameEn, name, id]) parents.set(key, id)
  const taken = new Set<GridId>()
  const wanted = chosenOutlines(outlines, mapping)
  const named = wanted.map(({ properties }, i) => {
    const key = textOf(properties[mapping.key])
    const known = byName.get(key)
    const id = known === undefined || taken.has(known) ? newId() : known
    taken.add(id)
    const name = (mapping.name === null ? '' : textOf(properties[mapping.name])) || key || `${i + 1}`
    const above = mapping.parent === null ? undefined : parents.get(textOf(properties[mapping.parent]))
    return { id, name, nameEn: name, isKnown: id === known, parent: above ?? parent }
  })
  const given = wanted.map(({ polygons }, i): GridOutline => {
    const { id = '', name = '', parent: above = parent } = named[i] ?? {}
    return { id, name, nameEn: name, parent: above, polygons: polygons.map((rings) => rings.map((ring) => ring.map(toLattice))) }
  })
  const cleaned = cleanCoverage(given, topology.parents, { ...usualCleaning, tolerance })
  if (!cleaned.ok) return cleaned
  // Cleaning joins what lies near, also where nothing was changed: there the borders stay as they are.
  const sized = named.map((one, i) => {
    const isAsBefore = one.isKnown && groundKey(given[i]?.polygons ?? []) === groundKey(gridPolygons(topology, one.id))
    return { ...one, polygons: gridPolygons(isAsBefore ? topology : cleaned.topology, one.id) }
  })
  const { now, operations, refused } = yield* takingOutlines(topology, sized)
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

export const chosenOutlines = (outlines: readonly FileOutline[], { only }: FieldMapping): readonly FileOutline[] =>
  only === null ? outlines : outlines.filter(({ properties }) => textOf(properties[only.field]) === only.value)
