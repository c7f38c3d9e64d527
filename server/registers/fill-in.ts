// POST /api/v1/registers/building/fill-in?commit=yes   a register that was changed or filled in elsewhere: told row by row, and on commit written as one.
// Nothing is kept between the two: the file is sent again, and what changed meanwhile is found again.
import { z } from 'zod'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { columnsIn, type ReadRecord, type RowProblem, readRecord } from '#domain/registers/register-file.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { differing } from '../db/register-events.ts'
import { outsideScope } from '../db/scope.ts'
import { refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { convertPoint } from '../http/tables/convert-point.ts'
import { readInWorker } from '../http/tables/read-in-worker.ts'
import { sniffFile } from '../http/tables/sniff-file.ts'
import { type PlaceKind, type PlaceRecord, recordsOf, type Unit } from './records.ts'
import { writeMany } from './write-many.ts'
import { type Fields, kept } from './write-records.ts'

type Read = Extract<ReadRecord, { state: 'read' }>
type Line = {
  readonly line: number
  readonly code: string
  readonly name: string
  readonly read: Read | null
  readonly problem: RowProblem | null
  readonly field: string | null
}

const mostToldRows = 2000

async function linesOf(kind: PlaceKind, body: Uint8Array): Promise<Line[]> {
  const sniffed = sniffFile(body)
  if (!sniffed.ok) throw refusedAt('body', sniffed.refusal)
  const table = await readInWorker(body, 'plain')
  if (!table.ok) throw refusedAt('body', table.at === '' ? table.refusal : `${table.refusal} ${table.at}`)
  const columns = columnsIn(kind, table.header)
  if (columns === null) throw refusedAt('body', 'otherColumns')
  const lines = table.rows.flatMap(({ rowNumber, cells }): Line[] => {
    const read = readRecord(kind, cells, columns)
    if (read.state === 'problem')
      return read.problem === 'empty'
        ? []
        : [{ line: rowNumber, code: read.code, name: '', read: null, problem: read.problem, field: read.field }]
    return [{ line: rowNumber, code: read.code, name: String(read.fields.name ?? ''), read, problem: null, field: null }]
  })
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
       (select b.grid_code from grid_boundary b join grid one using (subdistrict_code, grid_code)
        where b.subdistrict_code = $1 and one.level = 3 and daterange(b.valid_from, b.valid_to) @> $3::date
          and b.geom && g.geom and ST_Covers(b.geom, g.geom) order by b.grid_code limit 1) as "gridCode"
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

export type Change = {
  readonly id: number
  readonly fields: Fields
  readonly before: Fields
  readonly after: Fields
  readonly record: PlaceRecord
}
export type Addition = { readonly fields: Fields; readonly lng: number; readonly lat: number; readonly gridCode: string | null }
type Looked = Line & { readonly change?: Change; readonly addition?: Addition }

export const registerFillInHandlers: Pick<Handlers, 'fillInRegister'> = {
  fillInRegister: async ({ db, subdistrict, params: { kind }, query, body, now, who, audit }) => {
    const today = calendarDay(now)
    const lines = await linesOf(kind, body)
    const ids = lines.flatMap(({ read, problem }) => (read?.id != null && problem === null ? [read.id] : []))
    const here = new Set((await recordsOf(db, subdistrict, kind, ids)).map(({ id }) => id))
    const fresh = lines.flatMap(({ read, problem }) => (read !== null && read.id === null && problem === null ? [read] : []))
    const points = fresh.map(({ lng, lat }) => convertPoint([lng ?? 0, lat ?? 0], query.coordinates))
    const grounds = await gridsUnder(db, subdistrict, points, today)
    const groundOf = new Map(fresh.map((read, at) => [read, { point: points[at] ?? [0, 0], ground: grounds[at] }] as const))
    return outsideScope(db, async (system) => {
      const present = new Map((await recordsOf(system, subdistrict, kind, [...here], query.commit === 'yes')).map((one) => [one.id, one]))
      const held = new Map<number, number[]>()
      if (kind === 'building')
        for (const { id, unit } of await heldUnits(system, subdistrict, [...here])) held.set(id, [...(held.get(id) ?? []), unit])
      const looked = lines.map((line): Looked => {
        if (line.read === null || line.problem !== null) return line
        const { id, version, fields } = line.read
        if (id !== null) {
          const record = present.get(id)
          if (record === undefined) return { ...line, problem: 'unknownCode' }
          if (record.version !== version) return { ...line, problem: 'changedSince' }
          const units = fields.units as readonly Unit[] | undefined
          if (units && (held.get(id) ?? []).some((unit) => !units.some(({ unitNumber }) => unitNumber === unit)))
            return { ...line, problem: 'unitHeld' }
          return { ...line, change: { id, fields, record, ...differing(kept(record), fields) } }
        }
        if (kind === 'compound') return { ...line, problem: 'drawnOnly' }
        const { point, ground } = groundOf.get(line.read) ?? { point: [0, 0] as const, ground: undefined }
        if (line.read.lng === null || line.read.lat === null) return { ...line, problem: 'placeMissing' }
        if (ground === undefined || !ground.near || (ground.gridCode === null && !ground.whole))
          return { ...line, problem: 'outsideGround' }
        const [lng, lat] = point
        return { ...line, addition: { fields, lng, lat, gridCode: ground.gridCode } }
      })
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
        rows: told.slice(0, mostToldRows).map(({ line, code, name, problem, field, change, addition }) => ({
          ...{ line, code, name, problem, field },
          state: problem !== null ? ('trouble' as const) : addition ? ('new' as const) : ('changed' as const),
          before: change?.before ?? {},
          after: change?.after ?? {},
        })),
      }
    })
  },
}
