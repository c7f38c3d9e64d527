// What a change of a register of places writes: the row, what it said before, the features on the map.
import { z } from 'zod'
import { toldCount } from '#domain/privacy/small-count.ts'
import { placeInGrids } from '../db/place-in-grids.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { refreshFeatures } from '../db/refresh-layers.ts'
import { AppError, refusedAt } from '../http/app-error.ts'
import { type Geometry, groundsOf } from './ground.ts'
import { type PlaceKind, type PlaceRecord, registers, type Unit } from './records.ts'

/**
 * The level-3 grid under the middle of a geometry, null where there are no grids. Throws where it can not be kept: not valid, too large, or not on
 * ground that the caller's grids reach.
 */
export async function groundOf(
  db: Queryable,
  subdistrict: string,
  kind: PlaceKind,
  geometry: Geometry,
  today: string,
): Promise<string | null> {
  const [ground] = await groundsOf(db, subdistrict, kind, [geometry], today)
  if (ground === undefined) throw new Error('a geometry was not looked at')
  if (!ground.ok) throw refusedAt('body.geometry', ground.said)
  return ground.gridCode
}

const Known = z.object({ known: z.boolean() })

/** What a field points at must be there, within the caller's scope. */
export async function mustPointAtSomething(db: Queryable, subdistrict: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const { compoundId, communityCode } = fields
  if (typeof compoundId === 'number') {
    const compound = await maybeRow(
      db,
      Known,
      'select exists (select from compound where subdistrict_code = $1 and compound_id = $2::bigint) as known',
      [subdistrict, compoundId],
    )
    if (compound?.known !== true) throw refusedAt('body.compoundId', `there is no compound ${compoundId}`)
  }
  if (typeof communityCode === 'string') {
    const community = await maybeRow(
      db,
      Known,
      `select left($2::text, 9) = $1 and (exists (select from grid where subdistrict_code = $1 and community_code = $2::text and level = 2 and retired_on is null)
         or not exists (select from grid where subdistrict_code = $1)) as known`,
      [subdistrict, communityCode],
    )
    if (community?.known !== true) throw refusedAt('body.communityCode', `there is no community ${communityCode}`)
  }
}

const IdRow = z.object({ id: z.number() })
const geometryText = (kind: PlaceKind, parameter: string) => {
  const given = `ST_SnapToGrid(ST_SetSRID(ST_GeomFromGeoJSON(${parameter}::text), 4326), 1e-7)`
  return registers[kind].geometry === 'area' ? `ST_Multi(${given})` : given
}
/** Where the outline is nearest to a street, on the lattice; its middle where there is no street. */
export const entranceText = (shape: string, subdistrict: string) =>
  `ST_SnapToGrid(coalesce((select ST_ClosestPoint(ST_Boundary(${shape}), r.geom) from road r where r.subdistrict_code = ${subdistrict} and r.road_class <> 'rail'
     order by r.geom <-> ${shape} limit 1), ST_PointOnSurface(${shape})), 1e-7)`

export type Fields = Readonly<Record<string, unknown>>

/** Returns the number of the new record. */
export async function insertRecord(
  db: Queryable,
  subdistrict: string,
  kind: PlaceKind,
  { fields, gridCode, today }: { readonly fields: Fields; readonly gridCode: string | null; readonly today: string },
): Promise<number> {
  const { table, key, columns } = registers[kind]
  const given = Object.entries(columns).filter(([field]) => field in fields)
  const names = ['subdistrict_code', ...given.map(([, column]) => column), 'geom']
  const values: unknown[] = [subdistrict, ...given.map(([field]) => fields[field]), JSON.stringify(fields.geometry)]
  const places = values.map((_, at) => `$${at + 1}`)
  const shape = geometryText(kind, `$${values.length}`)
  places[places.length - 1] = shape
  const add = (name: string, value: string): void => {
    names.push(name)
    places.push(value)
  }
  const parameter = (value: unknown): string => `$${values.push(value)}`
  if (kind === 'building') add('entrance', entranceText(shape, '$1'))
  if (kind !== 'compound') add('grid_code', `${parameter(gridCode)}::text`)
  if (kind === 'station') {
    add('status', `'inService'`)
    add('status_since', `${parameter(today)}::date`)
    add('community_code', `left(${parameter(gridCode)}::text, 12)`)
  }
  const made = await maybeRow(
    db,
    IdRow,
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')}) returning ${key} as id`,
    values,
  )
  if (made === undefined) throw new Error(`no ${kind} was added`)
  return made.id
}

/** Writes the fields given; the others stay. */
export async function updateRecord(
  db: Queryable,
  subdistrict: string,
  kind: PlaceKind,
  { id, fields, gridCode }: { readonly id: number; readonly fields: Fields; readonly gridCode: string | null | undefined },
): Promise<void> {
  const { table, key, columns } = registers[kind]
  const values: unknown[] = [subdistrict, id]
  const parameter = (value: unknown): string => `$${values.push(value)}`
  const sets = Object.entries(columns)
    .filter(([field]) => field in fields)
    .map(([field, column]) => `${column} = ${parameter(fields[field])}`)
  if ('geometry' in fields) {
    const shape = geometryText(kind, parameter(JSON.stringify(fields.geometry)))
    sets.push(`geom = ${shape}`)
    if (kind === 'building') sets.push(`entrance = ${entranceText(shape, '$1')}`)
    if (kind !== 'compound') sets.push(`grid_code = ${parameter(gridCode)}::text`)
    if (kind === 'station') sets.push(`community_code = left(${parameter(gridCode)}::text, 12)`)
  }
  await db.query(
    `update ${table} set ${[...sets, 'version = version + 1'].join(', ')} where subdistrict_code = $1 and ${key} = $2::bigint`,
    values,
  )
}

/** The units of a building become these. One that a post was ever held at stays. */
export async function writeUnits(db: Queryable, subdistrict: string, buildingId: number, units: readonly Unit[]): Promise<void> {
  const numbers = units.map(({ unitNumber }) => unitNumber)
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at)
  if (twice !== undefined) throw refusedAt(`body.units.${numbers.lastIndexOf(twice)}`, `unit ${twice} is named twice`)
  const held = await rows(
    db,
    IdRow,
    `select distinct unit_number as id from appointment
     where subdistrict_code = $1 and building_id = $2 and unit_number is not null and not unit_number = any ($3::smallint[]) order by 1`,
    [subdistrict, buildingId, numbers],
  )
  const [first] = held
  if (first)
    throw new AppError('conflict', `body.units: somebody was appointed for unit ${first.id}, it stays in the register`, [
      { path: 'body.units', problem: `unit ${first.id}` },
    ])
  await db.query('delete from building_unit where subdistrict_code = $1 and building_id = $2 and not unit_number = any ($3::smallint[])', [
    subdistrict,
    buildingId,
    numbers,
  ])
  await db.query(
    `insert into building_unit (subdistrict_code, building_id, unit_number, households, lift)
     select $1, $2, "unitNumber", households, lift from jsonb_to_recordset($3::jsonb) as s("unitNumber" smallint, households int, lift boolean)
     on conflict (subdistrict_code, building_id, unit_number) do update set households = excluded.households, lift = excluded.lift`,
    [subdistrict, buildingId, JSON.stringify(units)],
  )
}

type Shown = { readonly subdistrict: string; readonly kind: string; readonly today: string }

/** The map follows: the record itself, and of a building the figures of its grids, before and after. */
export async function refreshRecord(
  db: Queryable,
  change: Shown,
  kind: PlaceKind,
  id: number,
  grids: readonly (string | null)[],
): Promise<void> {
  const detail = { register: kind, record: id }
  if (kind !== 'building') await placeInGrids(db, change.subdistrict, change.today)
  await refreshFeatures(db, { ...change, layer: registers[kind].layer }, [id], detail)
  if (kind !== 'building') return
  const above = await rows(
    db,
    IdRow,
    `with recursive grids as (
       select grid_code from grid where subdistrict_code = $1 and grid_code = any ($2::text[])
       union
       select v.parent_code from grids join grid_boundary v on v.subdistrict_code = $1 and v.grid_code = grids.grid_code
         and daterange(v.valid_from, v.valid_to) @> $3::date and v.parent_code is not null
     ) select grid_code::bigint as id from grids`,
    [change.subdistrict, grids.filter((code) => code !== null), change.today],
  )
  const ids = above.map((row) => row.id)
  if (ids.length > 0) await refreshFeatures(db, { ...change, layer: 'grids' }, ids, detail)
}

/** A record as it is kept in the history and the audit: small numbers of people are not told exactly. */
export const kept = ({ id: _, version: __, gridCode: ___, ...record }: Partial<PlaceRecord>): Fields =>
  typeof record.residents60Plus === 'number' ? { ...record, residents60Plus: toldCount(record.residents60Plus) } : record
