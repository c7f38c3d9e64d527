// How an issue gets into the registers, whoever brings it: its place, its item, the row, its count, its first event, its feature on the map.
import { z } from 'zod'
import { handlerLevels } from '#contract/words.ts'
import { countMade } from './issue-counts.ts'
import { maybeRow, type Queryable } from './queryable.ts'
import { refreshFeature } from './refresh-layers.ts'

/** Until the transaction ends no new borders come in force: what lies in a grid still does when it is written. Many may hold them. */
export const holdBorders = (db: Queryable, subdistrict: string) =>
  db.query(`select pg_advisory_xact_lock_shared(hashtextextended('borders ' || $1, 0))`, [subdistrict])

/** Waits for all who hold the borders, and keeps others from it until the transaction ends: a report meets the old borders or the new ones. */
export const changeBorders = (db: Queryable, subdistrict: string) =>
  db.query(`select pg_advisory_xact_lock(hashtextextended('borders ' || $1, 0))`, [subdistrict])

const PlaceRow = z.object({ gridCode: z.string() })
/** The level-3 grid in force on a day that holds a point, until the transaction ends; undefined where there is none in the caller's scope. */
export async function gridAt(db: Queryable, subdistrict: string, lng: number, lat: number, day: string) {
  await holdBorders(db, subdistrict)
  return maybeRow(
    db,
    PlaceRow,
    `select grid_code as "gridCode" from grid_at($1, $4::date, ST_SetSRID(ST_MakePoint($2, $3), 4326))`,
    [subdistrict, lng, lat, day],
    'gridAt',
  )
}

const ItemRow = z.object({ value: z.number(), unit: z.enum(['workHour', 'workDay']), level: z.enum(handlerLevels) })
export async function itemNow(db: Queryable, subdistrict: string, item: string) {
  const row = await maybeRow(
    db,
    ItemRow,
    `select limit_value as value, limit_unit as unit, handler_level as level from issue_item_now where subdistrict_code = $1 and issue_item_key = $2`,
    [subdistrict, item],
    'itemNow',
  )
  if (row === undefined) throw new Error(`the dictionary has no item ${item}`)
  return row
}

export type NewIssue = {
  readonly item: string
  readonly source: string
  readonly severity: string
  readonly level: string
  readonly description: string
  readonly address: string
  readonly at: string
  /** The account that reported it; null: nobody who has one here. */
  readonly reportedBy: number | null
  readonly gridCode: string
  readonly buildingId: number | null
  readonly lng: number
  readonly lat: number
}

/** The row, its count and its first event, in one trip. */
async function insertIssue(db: Queryable, subdistrict: string, issue: NewIssue, by: Reporter): Promise<number> {
  const inserted = await db.query(
    `with made as (
       insert into issue (subdistrict_code, issue_item_key, source, severity, status, handler_level, description, address, reported_at, reported_by,
         grid_code, building_id, geom)
       values ($1, $2, $3, $4, 'reported', $5, $6, $7, $8, $9, $10, $11,
         ST_SetSRID(ST_MakePoint(round($12::numeric, 7)::float8, round($13::numeric, 7)::float8), 4326))
       returning *
     ), counted as (${countMade('made')}), told as (
       insert into issue_event (subdistrict_code, issue_id, happened_at, to_status, actor_role, actor_account_id, actor_name)
       select subdistrict_code, issue_id, reported_at, status, $14, $15, $16 from made
     )
     select issue_id from made`,
    [
      subdistrict,
      issue.item,
      issue.source,
      issue.severity,
      issue.level,
      issue.description,
      issue.address,
      issue.at,
      issue.reportedBy,
      issue.gridCode,
      issue.buildingId,
      issue.lng,
      issue.lat,
      by.role ?? '',
      by.accountId,
      by.name,
    ],
    'insertIssue',
  )
  return Number(inserted.rows[0]?.issue_id)
}

export type NewEvent = {
  readonly from: string | null
  readonly to: string
  readonly action: string | null
  readonly at: string
  readonly role: string | null
  readonly accountId: number | null
  readonly name: string
  readonly reason: string
}

export const insertEvent = (db: Queryable, subdistrict: string, issueId: number, event: NewEvent): Promise<unknown> =>
  db.query(
    `insert into issue_event (subdistrict_code, issue_id, happened_at, from_status, to_status, action, actor_role, actor_account_id, actor_name, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [subdistrict, issueId, event.at, event.from, event.to, event.action, event.role ?? '', event.accountId, event.name, event.reason],
    'insertEvent',
  )

/** Who brings an issue, as its first event names them. */
export type Reporter = { readonly role: string | null; readonly accountId: number | null; readonly name: string }

/** Writes a new issue with all that hangs on it; outside the scope, in the caller's transaction. Texts must be masked by then. Returns its number. */
export async function recordIssue(
  db: Queryable,
  subdistrict: string,
  today: string,
  issue: Omit<NewIssue, 'reportedBy'>,
  by: Reporter,
): Promise<number> {
  const issueId = await insertIssue(db, subdistrict, { ...issue, reportedBy: by.accountId }, by)
  const change = { subdistrict, kind: 'issueReported', layer: 'issues', today, isNew: true } as const
  await refreshFeature(db, change, issueId, { issueId, gridCode: issue.gridCode })
  return issueId
}
