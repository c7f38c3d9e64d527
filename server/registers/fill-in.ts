// POST /api/v1/registers/building/fill-in?commit=yes   a register that was changed or filled in elsewhere: told row by row, and on commit written as one.
// Nothing is kept between the two: the file is sent again, and what changed meanwhile is found again.
import { z } from 'zod'
import { AreaGeometry, PointGeometry } from '#contract/fields.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { sameOutline } from '#domain/geo/same-outline.ts'
import { columnsIn, neededFields, type ReadRecord, type RowProblem, readRecord } from '#domain/registers/register-file.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { holdBorders } from '../db/record-issue.ts'
import { differing } from '../db/register-events.ts'
import { outsideScope } from '../db/scope.ts'
import { refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { convertPoint } from '../http/tables/convert-point.ts'
import { readInWorker } from '../http/tables/read-in-worker.ts'
import { sniffFile } from '../http/tables/sniff-file.ts'
import type { TableRow } from '../http/tables/table.ts'
import { type Geometry, type Ground, groundsOf } from './ground.ts'
import { type PlaceKind, type PlaceRecord, recordsOf, type Unit } from './records.ts'
import { type Addition, type Change, writeMany } from './write-many.ts'
import { type Fields, kept } from './write-records.ts'

type Read = Extract<ReadRecord, { state: 'read' }>
type Line = {
  readonly line: number
  readonly code: string
  readonly name: string
  readonly read: Read | null
  readonly problem: RowProblem | null
  readonly field: string | null
  readonly formulas: readonly string[]
  /** Of map data; null in a table. */
  readonly geometry: Geometry | null
}

const mostToldRows = 2000
const PolygonGeometry = z.object({ type: z.literal('Polygon'), coordinates: AreaGeometry.shape.coordinates.element })
const flat = (place: readonly number[]): number[] => place.slice(0, 2)

/** The geometry of a feature, heights left out: an outline or, but for compounds, a point; of a station only that. Null where there is none. */
function geometryOf(kind: PlaceKind, given: unknown): Geometry | null | 'outlineOther' | 'outlineBroken' {
  if (given === undefined || given === null) return null
  const point = PointGeometry.safeParse(given)
  if (point.success && kind !== 'compound') return { type: 'Point', coordinates: flat(point.data.coordinates) }
  const { type } = z.looseObject({ type: z.string().optional() }).catch({}).parse(given)
  if (kind === 'station' || (type !== 'Polygon' && type !== 'MultiPolygon')) return 'outlineOther'
  const polygon = PolygonGeometry.safeParse(given)
  const area = polygon.success ? { success: true, data: { coordinates: [polygon.data.coordinates] } } : AreaGeometry.safeParse(given)
  if (!area.success || area.data === undefined) return 'outlineBroken'
  return { type: 'MultiPolygon', coordinates: area.data.coordinates.map((rings) => rings.map((ring) => ring.map(flat))) }
}

function lineOf(kind: PlaceKind, row: TableRow, columns: ReadonlyMap<string, number>): Line[] {
  const fieldsAt = (places: readonly number[] = []) => [...columns].filter(([, at]) => places.includes(at)).map(([field]) => field)
  const [formulas, [broken]] = [fieldsAt(row.formulas), fieldsAt(row.broken)]
  const read = readRecord(kind, row.cells, columns, row.geometry !== undefined)
  const geometry = geometryOf(kind, row.geometry)
  const said = { line: row.rowNumber, code: read.code, formulas, geometry: typeof geometry === 'string' ? null : geometry, field: null }
  if (broken !== undefined) return [{ ...said, name: '', read: null, problem: 'formulaWithoutValue', field: broken }]
  if (read.state === 'problem')
    return read.problem === 'empty' ? [] : [{ ...said, name: '', read: null, problem: read.problem, field: read.field }]
  const name = String(read.fields.name ?? '')
  if (typeof geometry === 'string') return [{ ...said, name, read: null, problem: geometry }]
  const placed = geometry?.type === 'Point' ? { ...read, lng: geometry.coordinates[0] ?? null, lat: geometry.coordinates[1] ?? null } : read
  return [{ ...said, name, read: placed, problem: null }]
}

async function linesOf(kind: PlaceKind, body: Uint8Array): Promise<Line[]> {
  const sniffed = sniffFile(body)
  if (!sniffed.ok) throw refusedAt('body', sniffed.refusal)
  const table = await readInWorker(body, 'map')
  if (!table.ok) throw refusedAt('body', table.at === '' ? table.refusal : `${table.refusal} ${table.at}`)
  const columns = columnsIn(kind, table.header, table.rows[0]?.geometry !== undefined)
  if (columns === null) throw refusedAt('body', 'otherColumns')
  const lines = table.rows.flatMap((row) => lineOf(kind, row, columns))
  const times = new Map<string, number>()
  for (const { code } of lines) if (code !== '') times.set(code, (times.get(code) ?? 0) + 1)
  return lines.map((one) => (one.problem === null && (times.get(one.code) ?? 0) > 1 ? { ...one, problem: 'twice' } : one))
}

const GridRow = z.object({ at: z.number(), gridCode: z.string().nullable(), whole: z.boolean(), near: z.boolean() })
/** The level-3 grids under places, through the caller's scope; `at` counts from 1. */
const gridsUnder = (db: Queryable, subdistrict: string, points: readonly (readonly [number, number])[], today: string) =>
  rows(
    db,
    GridRow,
    `with given as (
       select at::int, ST_SetSRID(ST_MakePoint((point ->> 0)::float8, (point ->> 1)::float8), 4326) as geom
       from jsonb_array_elements($2::jsonb) with ordinality as s(point, at)
     )
     select at, scoped.whole() as whole, exists (select from subdistrict s where s.subdistrict_code = $1 and s.extent && g.geom) as near,
       (select grid_code from grid_at($1, $3::date, g.geom)) as "gridCode"
     from given g order by at`,
    [subdistrict, JSON.stringify(points), today],
  )

const HeldRow = z.object({ id: z.number(), unit: z.number() })
/** Units that somebody was ever appointed for. */
const heldUnits = (db: Queryable, subdistrict: string, ids: readonly number[]) =>
  rows(
    db,
    HeldRow,
    `select distinct building_id as id, unit_number as unit from appointment
     where subdistrict_code = $1 and building_id = any ($2::bigint[]) and unit_number is not null`,
    [subdistrict, ids],
  )

type Looked = Line & { readonly change?: Change; readonly addition?: Addition }
/** What a row meets in the register and on the ground. */
type Met = {
  readonly present: ReadonlyMap<number, PlaceRecord>
  readonly held: ReadonlyMap<number, readonly number[]>
  readonly outlines: ReadonlyMap<Line, Ground>
  readonly points: ReadonlyMap<Line, { readonly point: readonly [number, number]; readonly ground: z.infer<typeof GridRow> | undefined }>
}

/** A program that saves an outline anew may turn its rings, which changes nothing. */
const isSame = (now: Geometry, before: PlaceRecord['geometry']): boolean =>
  now.type === 'MultiPolygon' && before?.type === 'MultiPolygon'
    ? sameOutline(now.coordinates, before.coordinates)
    : JSON.stringify(now) === JSON.stringify(before)

/** Geometries that say where a record lies. The point of a house is its door: it places a new one, and moves none. */
const saysWhere = (kind: PlaceKind, { geometry, read }: Line): boolean =>
  geometry !== null && (geometry.type === 'MultiPolygon' || (kind === 'station' && read?.id !== null))

function lookAt(kind: PlaceKind, line: Line, { present, held, outlines, points }: Met): Looked {
  const { read } = line
  if (read === null || line.problem !== null) return line
  const trouble = (problem: RowProblem, field: string | null = null): Looked => ({ ...line, problem, field })
  const outline = outlines.get(line)
  if (read.id !== null) {
    const { id, version } = read
    const record = present.get(id)
    if (record === undefined) return trouble('unknownCode')
    if (record.version !== version) return trouble('changedSince')
    if (outline?.ok === false) return trouble(outline.problem)
    const isElsewhere = outline !== undefined && !isSame(outline.geometry, record.geometry)
    const fields: Fields = { ...read.fields, ...(isElsewhere && { geometry: outline.geometry }) }
    const units = fields.units as readonly Unit[] | undefined
    if (units && (held.get(id) ?? []).some((unit) => !units.some(({ unitNumber }) => unitNumber === unit))) return trouble('unitHeld')
    return { ...line, change: { id, fields, record, gridCode: isElsewhere ? outline.gridCode : null, ...differing(kept(record), fields) } }
  }
  const missing = neededFields[kind].find((field) => !(field in read.fields))
  if (missing !== undefined) return trouble('fieldMissing', missing)
  if (kind === 'compound') {
    if (outline === undefined) return trouble('drawnOnly')
    if (!outline.ok) return trouble(outline.problem)
    const { gridCode, geometry } = outline
    // a compound belongs to the community under its middle
    if (gridCode === null) return trouble('outsideGround')
    return { ...line, addition: { fields: { ...read.fields, communityCode: gridCode.slice(0, 12), geometry }, geometry, gridCode } }
  }
  if (outline !== undefined)
    return outline.ok
      ? { ...line, addition: { fields: read.fields, geometry: outline.geometry, gridCode: outline.gridCode } }
      : trouble(outline.problem)
  const { point, ground } = points.get(line) ?? { point: [0, 0] as const, ground: undefined }
  if (read.lng === null || read.lat === null) return trouble('placeMissing')
  if (ground === undefined || !ground.near || (ground.gridCode === null && !ground.whole)) return trouble('outsideGround')
  const coordinates: [number, number] = [Number(point[0].toFixed(7)), Number(point[1].toFixed(7))]
  return { ...line, addition: { fields: read.fields, geometry: { type: 'Point', coordinates }, gridCode: ground.gridCode } }
}

/** An outline is long; that it differs is enough to be told. */
const withoutOutline = (fields: Fields = {}): Fields => ('geometry' in fields ? { ...fields, geometry: null } : fields)

export const registerFillInHandlers: Pick<Handlers, 'fillInRegister'> = {
  fillInRegister: async ({ db, subdistrict, params: { kind }, query, body, now, who, audit }) => {
    const today = calendarDay(now)
    const lines = await linesOf(kind, body)
    const ids = lines.flatMap(({ read, problem }) => (read?.id != null && problem === null ? [read.id] : []))
    const here = new Set((await recordsOf(db, subdistrict, kind, ids)).map(({ id }) => id))
    const sound = lines.filter(({ read, problem }) => read !== null && problem === null)
    const drawn = sound.flatMap((line) => (line.geometry !== null && saysWhere(kind, line) ? [{ line, geometry: line.geometry }] : []))
    const fresh = kind === 'compound' ? [] : sound.filter((line) => line.read?.id === null && !saysWhere(kind, line))
    const places = fresh.map(({ read, geometry }) =>
      convertPoint([read?.lng ?? 0, read?.lat ?? 0], geometry === null ? query.coordinates : 'wgs84'),
    )
    await holdBorders(db, subdistrict)
    const grounds = await gridsUnder(db, subdistrict, places, today)
    const points = new Map(fresh.map((line, at) => [line, { point: places[at] ?? ([0, 0] as const), ground: grounds[at] }] as const))
    const seen = await groundsOf(
      db,
      subdistrict,
      kind,
      drawn.map(({ geometry }) => geometry),
      today,
    )
    const outlines = new Map(drawn.flatMap(({ line }, at) => (seen[at] === undefined ? [] : [[line, seen[at]] as const])))
    return outsideScope(db, async (system) => {
      const present = new Map((await recordsOf(system, subdistrict, kind, [...here], query.commit === 'yes')).map((one) => [one.id, one]))
      const held = new Map<number, number[]>()
      if (kind === 'building')
        for (const { id, unit } of await heldUnits(system, subdistrict, [...here])) held.set(id, [...(held.get(id) ?? []), unit])
      const looked = lines.map((line) => lookAt(kind, line, { present, held, outlines, points }))
      const changes = looked.flatMap(({ change }) => (change && Object.keys(change.after).length > 0 ? [change] : []))
      const additions = looked.flatMap(({ addition }) => addition ?? [])
      const trouble = looked.filter(({ problem }) => problem !== null).length
      const unchanged = looked.length - changes.length - additions.length - trouble
      const committed = query.commit === 'yes' && changes.length + additions.length > 0
      if (committed) await writeMany(system, { subdistrict, kind, today, at: now, by: who.username }, changes, additions)
      const counts = { new: additions.length, changed: changes.length, unchanged, trouble }
      await audit({ action: 'registerFilledIn', subject: `register:${kind}`, after: { committed, ...counts } })
      const told = looked.filter(
        ({ problem, change, addition }) => problem !== null || addition || Object.keys(change?.after ?? {}).length > 0,
      )
      return {
        asOf: now.toISOString(),
        committed,
        counts,
        rows: told.slice(0, mostToldRows).map(({ line, code, name, problem, field, formulas, change, addition }) => ({
          ...{ line, code, name, problem, field, formulas: [...formulas] },
          state: problem !== null ? ('trouble' as const) : addition ? ('new' as const) : ('changed' as const),
          before: withoutOutline(change?.before),
          after: withoutOutline(change?.after),
        })),
      }
    })
  },
}
