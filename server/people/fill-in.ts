// POST /api/v1/vacancies/fill-in?commit=yes     the downloaded list, filled in: told row by row, and on commit written as one
// Nothing is kept between the two: the file is sent again, and what changed meanwhile is found again.

import { z } from 'zod'
import { type FillProblem, type FillRow, fillColumnsIn, readFillRow } from '#domain/appointments/fill-in.ts'
import { type Appointment, appointRefusal } from '#domain/appointments/ledger.ts'
import { type Post, postKey } from '#domain/appointments/posts.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { maskName } from '#domain/privacy/mask.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { outsideScope } from '../db/scope.ts'
import { refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { readInWorker } from '../http/tables/read-in-worker.ts'
import { sniffFile } from '../http/tables/sniff-file.ts'
import { appointmentsOfPosts } from './queries.ts'
import { insertAppointments, personNumbers, refreshPosts, writeInTurn } from './write-appointments.ts'

type Line = {
  readonly line: number
  readonly code: string
  readonly name: string
  readonly row: FillRow | null
  readonly problem: FillProblem | null
  /** A formula gave something of it. */
  readonly formula: boolean
}

const postOf = ({ place }: FillRow): Post => ({
  headRole: place.unitNumber === null ? 'buildingHead' : 'unitHead',
  gridCode: null,
  compoundId: null,
  ...place,
})
const keyOf = (row: FillRow): string => postKey(postOf(row), 0)

async function readLines(body: Uint8Array, today: string): Promise<{ lines: Line[]; empty: number }> {
  const sniffed = sniffFile(body)
  if (!sniffed.ok) throw refusedAt('body', sniffed.refusal)
  const table = await readInWorker(body, 'plain')
  if (!table.ok) throw refusedAt('body', table.at === '' ? table.refusal : `${table.refusal} ${table.at}`)
  const columns = fillColumnsIn(table.header)
  if (columns === null) throw refusedAt('body', 'otherColumns')
  const used = new Set(columns.values())
  const meets = (places: readonly number[] = []): boolean => places.some((at) => used.has(at))
  const read = table.rows.map(({ rowNumber, cells, formulas, broken }) => ({
    ...{ line: rowNumber, formula: meets(formulas), broken: meets(broken) },
    ...readFillRow(cells, columns, today),
  }))
  const filled = read.flatMap((one): Line[] => {
    const { line, formula } = one
    if (one.state === 'empty') return []
    const name = one.state === 'trouble' ? one.name : one.row.name
    const said = { line, code: one.code, name, formula }
    if (one.broken) return [{ ...said, row: null, problem: 'formulaWithoutValue' }]
    return one.state === 'trouble' ? [{ ...said, row: null, problem: one.problem }] : [{ ...said, row: one.row, problem: null }]
  })
  const times = new Map<string, number>()
  for (const { code } of filled) times.set(code, (times.get(code) ?? 0) + 1)
  const lines = filled.map((one): Line => (one.problem === null && (times.get(one.code) ?? 0) > 1 ? { ...one, problem: 'twice' } : one))
  return { lines, empty: read.length - filled.length }
}

const PlaceRow = z.object({ key: z.string() })
/** Of these posts the ones that are there, within the scope. */
async function postsHere(db: Queryable, subdistrict: string, posts: readonly Post[]): Promise<ReadonlySet<string>> {
  const here = await rows(
    db,
    PlaceRow,
    `with said as (select * from jsonb_to_recordset($2::jsonb) as s("buildingId" bigint, "unitNumber" int))
     select 'buildingHead:' || building_id as key from building where subdistrict_code = $1
       and building_id in (select "buildingId" from said where "unitNumber" is null)
     union all
     select 'unitHead:' || u.building_id || '/' || u.unit_number
     from building_unit u join said on u.building_id = said."buildingId" and u.unit_number = said."unitNumber" where u.subdistrict_code = $1`,
    [subdistrict, JSON.stringify(posts)],
  )
  return new Set(here.map(({ key }) => key))
}

/** What stands in the way of a row, by how its post stands now. */
function problemOf(row: FillRow, here: ReadonlySet<string>, ofPost: readonly Appointment[]): FillProblem | null {
  if (!here.has(keyOf(row))) return 'unknownCode'
  if (ofPost.reduce((sum, { version }) => sum + version, 0) !== row.steps) return 'changedSince'
  const refusal = appointRefusal(ofPost, { termStart: row.termStart, termEnd: row.termEnd, endedOn: null })
  if (refusal === null) return null
  return refusal.reason === 'held' ? 'held' : refusal.reason === 'termTooLong' ? 'termTooLong' : 'termNotOrdered'
}

export const fillInHandlers: Pick<Handlers, 'fillIn'> = {
  fillIn: async ({ db, subdistrict, query, body, now, who, vault, audit }) => {
    const today = calendarDay(now)
    const { lines: read, empty } = await readLines(body, today)
    const asked = read.flatMap(({ row, problem }) => (row !== null && problem === null ? [row] : []))
    const here = await postsHere(db, subdistrict, asked.map(postOf))
    return outsideScope(db, async (system) => {
      if (query.commit === 'yes') await writeInTurn(system, subdistrict)
      const taken = new Map<string, Appointment[]>()
      for (const one of await appointmentsOfPosts(system, subdistrict, asked.map(keyOf)))
        taken.set(one.post, [...(taken.get(one.post) ?? []), one])
      const lines = read.map((line) =>
        line.row === null || line.problem !== null
          ? line
          : { ...line, problem: problemOf(line.row, here, taken.get(keyOf(line.row)) ?? []) },
      )
      const ready = lines.flatMap(({ row, problem }) => (row !== null && problem === null ? [row] : []))
      const committed = query.commit === 'yes' && ready.length > 0
      if (committed) {
        const people = await personNumbers(system, subdistrict, vault, ready)
        const appointments = ready.map((row, at) => ({ ...postOf(row), ...row, personId: people[at] ?? 0 }))
        const ids = await insertAppointments(system, subdistrict, appointments, { at: now, by: who.username, reason: '' })
        await refreshPosts(system, { subdistrict, kind: 'appointed', today }, ids)
      }
      await audit({
        action: 'postsFilledIn',
        subject: `posts:${committed ? ready.length : 0}`,
        after: { committed, ready: ready.length, trouble: lines.length - ready.length },
      })
      return {
        asOf: now.toISOString(),
        committed,
        empty,
        ready: ready.length,
        trouble: lines.length - ready.length,
        rows: lines.map(({ line, code, name, row, problem, formula }) => ({
          line,
          code,
          name: maskName(name),
          termStart: row?.termStart ?? null,
          termEnd: row?.termEnd ?? null,
          problem,
          formula,
        })),
      }
    })
  },
}
