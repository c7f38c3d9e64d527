// Statements of period reports: within the caller's scope, between two instants, as it stood at the second.
import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { issueClasses } from '#contract/words.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

/** `grids`: level-3 grids and those above; null: everything in the scope. */
export type Asked = { readonly start: string; readonly end: string; readonly grids: readonly string[] | null }

const FiguresRow = z.object({
  due: z.number(),
  closed: z.number(),
  onTime: z.number(),
  verified: z.number(),
  reworked: z.number(),
  dispatched: z.number(),
  returned: z.number(),
  extended: z.number(),
  open: z.number(),
  overdue: z.number(),
  parkedMinutes: z.number(),
  parkedCases: z.number(),
  waitingMinutes: z.number(),
  waitingCases: z.number(),
})
const figuresText = statementBeside(import.meta.url, 'figures')
export async function periodFigures(db: Queryable, subdistrict: string, { start, end, grids }: Asked) {
  const row = await maybeRow(db, FiguresRow, figuresText, [subdistrict, start, end, grids])
  if (row === undefined) throw new Error('a row of counts is always there')
  return row
}

const ClassRow = z.object({ class: z.enum(issueClasses), issues: z.number() })
export const reportedByClass = (db: Queryable, subdistrict: string, { start, end, grids }: Asked) =>
  rows(
    db,
    ClassRow,
    `select d.issue_class_key as class, count(*) as issues from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
     where i.subdistrict_code = $1 and i.reported_at >= $2 and i.reported_at < $3 and ($4::text[] is null or i.grid_code = any ($4::text[]))
     group by 1`,
    [subdistrict, start, end, grids],
  )

const HandledRow = z.object({ filedAt: Instant.nullable(), closedAt: Instant })
/** Cases closed in the span and still closed at its end. Without a filing: brought in from elsewhere, closed. */
export const handledCases = (db: Queryable, subdistrict: string, { start, end, grids }: Asked) =>
  rows(
    db,
    HandledRow,
    `with closing as materialized (
       select e.issue_id, max(e.happened_at) as at from issue_event e
       where e.subdistrict_code = $1 and e.to_status = 'closed' and e.happened_at >= $2 and e.happened_at < $3 group by e.issue_id),
     -- one that something else followed, up to the end, does not stand
     undone as materialized (
       select distinct e.issue_id from issue_event e join closing c using (issue_id)
       where e.subdistrict_code = $1 and e.happened_at < $3 and e.happened_at >= c.at and e.from_status in ('closed', 'evaluated')
         and e.to_status not in ('closed', 'evaluated'))
     select i.filed_at as "filedAt", c.at as "closedAt" from closing c join issue i using (issue_id)
     where i.subdistrict_code = $1 and ($4::text[] is null or i.grid_code = any ($4::text[]))
       and c.issue_id not in (select issue_id from undone)`,
    [subdistrict, start, end, grids],
  )

const RepeatRow = z.object({
  class: z.enum(issueClasses),
  onWall: z.boolean(),
  repeats: z.number(),
  issues: z.number(),
  buildingId: z.number().nullable(),
  lng: z.number(),
  lat: z.number(),
})
const repeatsText = statementBeside(import.meta.url, 'repeats')
export const repeatPlaces = (db: Queryable, subdistrict: string, { start, end, grids }: Asked, days: number) =>
  rows(db, RepeatRow, repeatsText, [subdistrict, start, end, grids, days])

const AddressRow = z.object({ buildingId: z.number(), address: z.string() })
export const buildingAddresses = (db: Queryable, subdistrict: string, buildingIds: readonly number[]) =>
  rows(
    db,
    AddressRow,
    'select building_id as "buildingId", address from building where subdistrict_code = $1 and building_id = any ($2::bigint[])',
    [subdistrict, buildingIds],
  )

const PointRow = z.object({ lng: z.number(), lat: z.number(), issues: z.number() })
const mostPoints = 3000
/** Where issues were reported, in spots of about ten metres; disputes between people are on no map. */
export const reportedPoints = (db: Queryable, subdistrict: string, { start, end, grids }: Asked) =>
  rows(
    db,
    PointRow,
    `select round(ST_X(i.geom)::numeric, 4)::float8 as lng, round(ST_Y(i.geom)::numeric, 4)::float8 as lat, count(*) as issues
     from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
     where i.subdistrict_code = $1 and d.on_wall and i.reported_at >= $2 and i.reported_at < $3
       and ($4::text[] is null or i.grid_code = any ($4::text[]))
     group by 1, 2 order by 3 desc, 1, 2 limit ${mostPoints}`,
    [subdistrict, start, end, grids],
  )

const FirstRow = z.object({ first: Instant.nullable() })
/** When the first issue of the scope was reported: before it nothing is known, which is not the same as nothing happened. */
export const firstReported = async (db: Queryable, subdistrict: string, grids: readonly string[] | null) =>
  (
    await maybeRow(
      db,
      FirstRow,
      'select min(reported_at) as first from issue where subdistrict_code = $1 and ($2::text[] is null or grid_code = any ($2::text[]))',
      [subdistrict, grids],
    )
  )?.first ?? null

const GridRow = z.object({ level: z.number() })
export const gridInScope = (db: Queryable, subdistrict: string, code: string) =>
  maybeRow(db, GridRow, 'select level from grid where subdistrict_code = $1 and grid_code = $2', [subdistrict, code])
