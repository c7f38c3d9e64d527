// Many records of one register written as one: a statement for all rows of a kind, one for their units, one for their history, and the map told once.
import { z } from 'zod'
import { placeInGrids } from '../db/place-in-grids.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { refreshFeatures, refreshLayers } from '../db/refresh-layers.ts'
import { recordRegisterEvents } from '../db/register-events.ts'
import type { Geometry } from './ground.ts'
import { type PlaceKind, type PlaceRecord, registers, type Unit } from './records.ts'
import { entranceText, type Fields, kept } from './write-records.ts'

type Said = { readonly subdistrict: string; readonly kind: PlaceKind; readonly today: string; readonly at: Date; readonly by: string }
/** Of a record that is there: the fields that were said, and those of them that differ. */
export type Change = {
  readonly id: number
  readonly fields: Fields
  readonly before: Fields
  readonly after: Fields
  readonly record: PlaceRecord
  /** The grid under its new place; null where it stays, or where there are no grids. */
  readonly gridCode: string | null
}
export type Addition = { readonly fields: Fields; readonly geometry: Geometry; readonly gridCode: string | null }
const IdRow = z.object({ id: z.number() })

/** More features than this are made anew with their whole layer. */
const manyFeatures = 300

/** Values as the table's columns take them; what a new record does not say is as the table has it. */
const columnsOf = (kind: PlaceKind, fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(registers[kind].columns).flatMap(([field, column]) => (field in fields ? [[column, fields[field]]] : [])),
  )

export async function writeMany(db: Queryable, said: Said, changes: readonly Change[], additions: readonly Addition[]): Promise<void> {
  const { subdistrict, kind, at, by } = said
  if (changes.length > 0) await updateMany(db, said, changes)
  const added = additions.length > 0 ? await insertMany(db, said, additions) : []
  const units = [
    ...changes.flatMap(({ id, fields, after }) => ('units' in after ? [{ id, units: fields.units as readonly Unit[] }] : [])),
    ...added.flatMap((id, index) => {
      const own = additions[index]?.fields.units as readonly Unit[] | undefined
      return own ? [{ id, units: own }] : []
    }),
  ]
  if (units.length > 0) await unitsOfMany(db, subdistrict, units)
  await recordRegisterEvents(db, subdistrict, [
    ...changes.map(({ id, before, after }) => ({ kind, id, change: 'changed', before, after, at, by })),
    ...added.map((id, index) => ({
      kind,
      id,
      change: 'created',
      before: {},
      after: kept({ ...(additions[index]?.fields ?? {}) }),
      at,
      by,
    })),
  ])
  const ids = [...changes.map(({ id }) => id), ...added]
  if (kind !== 'building') await placeInGrids(db, subdistrict, said.today)
  const layer = registers[kind].layer
  const change = { subdistrict, kind: 'registerFilledIn', today: said.today }
  if (kind === 'building' || ids.length > manyFeatures)
    await refreshLayers(db, { ...change, layers: kind === 'building' ? ['buildings', 'grids'] : [layer] })
  else await refreshFeatures(db, { ...change, layer }, ids, { register: kind, records: ids })
}

/** As one record is written: on the lattice of 1e-7 degrees. */
const onLattice = (kind: PlaceKind, geometry: string): string => {
  const snapped = `ST_SnapToGrid(${geometry}, 1e-7)`
  return registers[kind].geometry === 'area' ? `ST_Multi(${snapped})` : snapped
}

/** What follows where a record is drawn elsewhere: of a house its door and grid, of a station its grid and community. */
function placesOf(kind: PlaceKind): readonly (readonly [column: string, moved: string])[] {
  const shape = onLattice(kind, 'n.geom')
  if (kind === 'compound') return [['geom', shape]]
  const grid = ['grid_code', 'n.grid_code'] as const
  return kind === 'building'
    ? [['geom', shape], ['entrance', entranceText(shape, '$1')], grid]
    : [['geom', shape], grid, ['community_code', 'left(n.grid_code, 12)']]
}

async function updateMany(db: Queryable, { subdistrict, kind }: Said, changes: readonly Change[]): Promise<void> {
  const { table, key, columns } = registers[kind]
  const names = Object.values(columns)
  const given = changes.map(({ id, fields, after, record, gridCode }) => ({
    ...{ [key]: id, ...columnsOf(kind, record), ...columnsOf(kind, fields) },
    ...('geometry' in after && { geom: after.geometry, ...(kind !== 'compound' && { grid_code: gridCode }) }),
  }))
  const places = placesOf(kind).map(([column, moved]) => `, ${column} = case when n.geom is null then t.${column} else ${moved} end`)
  await db.query(
    `update ${table} t set ${names.map((name) => `${name} = n.${name}`).join(', ')}${places.join('')}, version = t.version + 1
     from jsonb_populate_recordset(null::${table}, $2::jsonb) n where t.subdistrict_code = $1 and t.${key} = n.${key}`,
    [subdistrict, JSON.stringify(given)],
  )
}

/** What a new record has where its row does not say. */
const unsaid: Readonly<Record<PlaceKind, Fields>> = {
  compound: { nameEn: '', partyOrganisation: 'none', ownersCommittee: 'none', builtYear: null },
  building: {
    nameEn: '',
    address: '',
    use: 'residential',
    levels: null,
    builtYear: null,
    households: 0,
    residents60Plus: 0,
    compoundId: null,
  },
  station: { nameEn: '', kind: 'station', areaM2: null, openingHours: '', services: [] },
}

/** A compound with its outline, a building with one or by its door alone, a station in service from today on. Returns their numbers in the order given. */
async function insertMany(db: Queryable, { subdistrict, kind, today }: Said, additions: readonly Addition[]): Promise<number[]> {
  const { table, key } = registers[kind]
  const given = additions.map(({ fields, geometry, gridCode }) => ({
    ...columnsOf(kind, { ...unsaid[kind], ...fields }),
    subdistrict_code: subdistrict,
    ...(kind !== 'compound' && { grid_code: gridCode }),
    ...(kind === 'building'
      ? { geom: geometry.type === 'Point' ? null : geometry, entrance: geometry.type === 'Point' ? geometry : null }
      : { geom: geometry }),
    ...(kind === 'station' && { status: 'inService', status_since: today, community_code: gridCode?.slice(0, 12) ?? null }),
  }))
  const names = Object.keys(given[0] ?? {})
  const said = (name: string): string => `(jsonb_populate_record(null::${table}, one)).${name}`
  const shape = onLattice(kind, said('geom'))
  const written = (name: string): string =>
    name === 'geom' ? shape : name === 'entrance' ? `coalesce(${said(name)}, ${entranceText(shape, '$2')})` : said(name)
  const made = await rows(
    db,
    IdRow,
    `insert into ${table} (${names.join(', ')})
     select ${names.map(written).join(', ')}
     from jsonb_array_elements($1::jsonb) with ordinality as s(one, place) order by place returning ${key} as id`,
    [JSON.stringify(given), ...(kind === 'building' ? [subdistrict] : [])],
  )
  return made.map(({ id }) => id)
}

async function unitsOfMany(db: Queryable, subdistrict: string, all: readonly { readonly id: number; readonly units: readonly Unit[] }[]) {
  const given = all.flatMap(({ id, units }) => units.map((unit) => ({ id, ...unit })))
  const values = [subdistrict, JSON.stringify(given)]
  const said = `with said as (select * from jsonb_to_recordset($2::jsonb) as s(id bigint, "unitNumber" smallint, households int, lift boolean))`
  await db.query(
    `${said} delete from building_unit u where u.subdistrict_code = $1 and u.building_id = any ($3::bigint[])
       and not exists (select from said where said.id = u.building_id and said."unitNumber" = u.unit_number)`,
    [...values, all.map(({ id }) => id)],
  )
  await db.query(
    `${said} insert into building_unit (subdistrict_code, building_id, unit_number, households, lift)
     select $1, id, "unitNumber", households, lift from said
     on conflict (subdistrict_code, building_id, unit_number) do update set households = excluded.households, lift = excluded.lift`,
    values,
  )
}
