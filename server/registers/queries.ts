import { z } from 'zod'
import { AreaGeometry, type BboxValue, PointGeometry } from '#contract/fields.ts'
import { BuildingUnit } from '#contract/places.ts'
import { BuildingProperties, CompoundProperties } from '#contract/registers.ts'
import { StationProperties } from '#contract/stations.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

type Box = { readonly bbox?: BboxValue | undefined }
const boxValues = ({ bbox }: Box) => bbox ?? [null, null, null, null]

/** Words as a pattern in which nothing means anything but itself. */
const pattern = (words: string | undefined): string | null => (words === undefined ? null : `%${words.replace(/[\\%_]/g, '\\$&')}%`)

const BuildingRow = BuildingProperties.extend({ residents60Plus: z.number(), entrance: PointGeometry, footprint: AreaGeometry.nullable() })
export type BuildingRow = z.infer<typeof BuildingRow>

export type BuildingFilter = Box & {
  readonly limit: number
  readonly sort: 'building' | 'households'
  readonly head?: BuildingRow['head'] | undefined
  readonly community?: string | undefined
  readonly grid?: string | undefined
  readonly compound?: number | undefined
  readonly renovated?: 'yes' | 'no' | undefined
  readonly use?: string | undefined
  readonly ids?: readonly number[] | undefined
  readonly q?: string | undefined
  readonly after?: { readonly households: number; readonly buildingId: number } | undefined
  readonly buildingId?: number | undefined
  /** Outlines too, which lists have no use for. */
  readonly footprints?: boolean
}

const buildingsText = statementBeside(import.meta.url, 'buildings')
export const buildingList = (db: Queryable, subdistrict: string, today: string, filter: BuildingFilter) =>
  rows(db, BuildingRow, buildingsText, [
    subdistrict,
    today,
    filter.limit,
    filter.head ?? null,
    filter.community ?? null,
    filter.grid ?? null,
    filter.compound ?? null,
    filter.renovated ?? null,
    ...boxValues(filter),
    filter.sort,
    filter.after?.households ?? null,
    filter.after?.buildingId ?? null,
    filter.buildingId ?? null,
    filter.use ?? null,
    pattern(filter.q),
    filter.ids ?? null,
    filter.footprints ?? false,
  ])

export const unitsOf = (db: Queryable, subdistrict: string, buildingId: number) =>
  rows(
    db,
    BuildingUnit,
    `select unit_number as "unitNumber", households, lift from building_unit where subdistrict_code = $1 and building_id = $2::bigint order by unit_number`,
    [subdistrict, buildingId],
  )

/** By building, in the order of their numbers. */
export async function unitsOfAll(db: Queryable, subdistrict: string) {
  const all = await rows(
    db,
    BuildingUnit.extend({ buildingId: z.number() }),
    `select building_id as "buildingId", unit_number as "unitNumber", households, lift from building_unit where subdistrict_code = $1
     order by building_id, unit_number`,
    [subdistrict],
  )
  const found = new Map<number, z.infer<typeof BuildingUnit>[]>()
  for (const { buildingId, ...unit } of all) {
    const own = found.get(buildingId)
    if (own) own.push(unit)
    else found.set(buildingId, [unit])
  }
  return found
}

const CompoundRow = CompoundProperties.omit({ buildingHeadCoverage: true }).extend({
  headNumerator: z.number(),
  headDenominator: z.number(),
  geometry: AreaGeometry,
})
export type CompoundRow = z.infer<typeof CompoundRow>

export type CompoundFilter = Box & {
  readonly limit: number
  readonly type?: string | undefined
  readonly property?: string | undefined
  readonly party?: string | undefined
  readonly committee?: string | undefined
  readonly q?: string | undefined
  readonly community?: string | undefined
  readonly after?: number | undefined
  readonly compoundId?: number | undefined
}

const compoundsText = statementBeside(import.meta.url, 'compounds')
export const compoundList = (db: Queryable, subdistrict: string, today: string, filter: CompoundFilter) =>
  rows(db, CompoundRow, compoundsText, [
    subdistrict,
    today,
    filter.limit,
    filter.type ?? null,
    filter.community ?? null,
    ...boxValues(filter),
    filter.after ?? null,
    filter.compoundId ?? null,
    filter.property ?? null,
    filter.party ?? null,
    filter.committee ?? null,
    pattern(filter.q),
  ])

const StationRow = StationProperties.extend({ geometry: PointGeometry })
export type StationRow = z.infer<typeof StationRow>

export type StationFilter = Box & {
  readonly limit: number
  readonly kind?: string | undefined
  readonly status?: string | undefined
  readonly q?: string | undefined
  readonly community?: string | undefined
  readonly after?: number | undefined
}

export const stationList = (db: Queryable, subdistrict: string, filter: StationFilter) =>
  rows(
    db,
    StationRow,
    `select service_station_id as "serviceStationId", name, name_en as "nameEn", station_kind as kind, community_code as "communityCode",
       area_m2 as "areaM2", opening_hours as "openingHours", status, status_since as "statusSince", status_reason as "statusReason",
       services, version, ST_AsGeoJSON(geom, 7)::json as geometry
     from service_station
     where subdistrict_code = $1
       and ($2::text is null or station_kind = $2::text)
       and ($3::text is null or status = $3::text)
       and ($4::text is null or community_code = $4::text)
       and ($5::bigint is null or service_station_id > $5::bigint)
       and ($7::float8 is null or geom && ST_MakeEnvelope($7::float8, $8::float8, $9::float8, $10::float8, 4326))
       and ($11::text is null or name ilike $11::text or name_en ilike $11::text)
     order by service_station_id limit $6::int`,
    [
      subdistrict,
      filter.kind ?? null,
      filter.status ?? null,
      filter.community ?? null,
      filter.after ?? null,
      filter.limit,
      ...boxValues(filter),
      pattern(filter.q),
    ],
  )
