// The registers of places as they are written: one table says which fields a record has and where they are kept.
import { z } from 'zod'
import { AreaGeometry, PointGeometry } from '#contract/fields.ts'
import type { BuildingUnit } from '#contract/places.ts'
import type { FiledRegister } from '#domain/registers/register-file.ts'
import { type Queryable, rows } from '../db/queryable.ts'

export type PlaceKind = FiledRegister

type Register = {
  readonly table: string
  readonly key: string
  /** Field → column. */
  readonly columns: Readonly<Record<string, string>>
  readonly geometry: 'area' | 'point'
  /** m²; no record of this kind is larger. */
  readonly largest: number
  readonly layer: 'compounds' | 'buildings' | 'stations'
}

export const registers: Readonly<Record<PlaceKind, Register>> = {
  compound: {
    table: 'compound',
    key: 'compound_id',
    columns: {
      name: 'name',
      nameEn: 'name_en',
      compoundType: 'compound_type',
      propertyClass: 'property_class',
      partyOrganisation: 'party_organisation',
      ownersCommittee: 'owners_committee',
      communityCode: 'community_code',
      builtYear: 'built_year',
    },
    geometry: 'area',
    largest: 5_000_000,
    layer: 'compounds',
  },
  building: {
    table: 'building',
    key: 'building_id',
    columns: {
      name: 'name',
      nameEn: 'name_en',
      address: 'address',
      use: 'building_use',
      levels: 'levels',
      builtYear: 'built_year',
      households: 'households',
      residents60Plus: 'residents_60_plus',
      compoundId: 'compound_id',
    },
    geometry: 'area',
    largest: 300_000,
    layer: 'buildings',
  },
  station: {
    table: 'service_station',
    key: 'service_station_id',
    columns: {
      name: 'name',
      nameEn: 'name_en',
      kind: 'station_kind',
      areaM2: 'area_m2',
      openingHours: 'opening_hours',
      services: 'services',
    },
    geometry: 'point',
    largest: 0,
    layer: 'stations',
  },
}

const RecordRow = z.looseObject({
  id: z.number(),
  version: z.number(),
  gridCode: z.string().nullable(),
  geometry: z.union([AreaGeometry, PointGeometry]).nullable(),
})
export type PlaceRecord = z.infer<typeof RecordRow>

const unitsText = `, (select coalesce(json_agg(json_build_object('unitNumber', unit_number, 'households', households, 'lift', lift) order by unit_number), '[]')
  from building_unit u where u.subdistrict_code = $1 and u.building_id = t.building_id) as units`

/** What records say; through the scope or outside of it. With `lock` nobody else changes them until the transaction ends. */
export function recordsOf(
  db: Queryable,
  subdistrict: string,
  kind: PlaceKind,
  ids: readonly number[],
  lock = false,
): Promise<PlaceRecord[]> {
  const { table, key, columns } = registers[kind]
  const fields = Object.entries(columns).map(([field, column]) => `t.${column} as "${field}"`)
  const grid = kind === 'compound' ? 'null::text' : 't.grid_code'
  return rows(
    db,
    RecordRow,
    `select t.${key} as id, t.version, ${grid} as "gridCode", ${fields.join(', ')}, ST_AsGeoJSON(t.geom, 7)::json as geometry${kind === 'building' ? unitsText : ''}
     from ${table} t where t.subdistrict_code = $1 and t.${key} = any ($2::bigint[]) order by t.${key}${lock ? ' for update of t' : ''}`,
    [subdistrict, ids],
  )
}

export const recordOf = async (db: Queryable, subdistrict: string, kind: PlaceKind, id: number, lock = false) =>
  (await recordsOf(db, subdistrict, kind, [id], lock))[0]

export type Unit = z.infer<typeof BuildingUnit>
