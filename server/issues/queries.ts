import { z } from 'zod'
import { type BboxValue, PointGeometry } from '#contract/fields.ts'
import { IssueProperties, IssueStep } from '#contract/issues.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const IssueRow = IssueProperties.extend({ geometry: PointGeometry })
export type IssueRow = z.infer<typeof IssueRow>

export type IssueFilter = {
  readonly now: Date
  readonly today: string
  readonly limit: number
  readonly from?: string | undefined
  readonly before?: string | undefined
  readonly class?: readonly string[] | undefined
  readonly item?: readonly string[] | undefined
  readonly source?: readonly string[] | undefined
  readonly status?: readonly string[] | undefined
  readonly open?: 'yes' | 'no' | undefined
  readonly grid?: string | undefined
  readonly bbox?: BboxValue | undefined
  readonly after?: { readonly reportedAt: string; readonly issueId: number } | undefined
  readonly issueIds?: readonly number[] | undefined
  /** Only what may stand on a wall. */
  readonly onWall: boolean
}

const issuesText = statementBeside(import.meta.url, 'issues')

/** Issues newest first; `from` and `before` are instants. */
export const issueList = (db: Queryable, subdistrict: string, filter: IssueFilter) =>
  rows(db, IssueRow, issuesText, [
    subdistrict,
    filter.now.toISOString(),
    filter.limit,
    filter.from ?? null,
    filter.before ?? null,
    filter.class ?? null,
    filter.item ?? null,
    filter.source ?? null,
    filter.status ?? null,
    filter.open ?? null,
    filter.grid ?? null,
    ...(filter.bbox ?? [null, null, null, null]),
    filter.after?.reportedAt ?? null,
    filter.after?.issueId ?? null,
    filter.issueIds ?? null,
    filter.today,
    filter.onWall,
  ])

const [selected = '', ...conditions] = issuesText.slice(issuesText.indexOf('\nselect i.issue_id')).split('\nwhere ')
if (conditions.length !== 1) throw new Error('issues.sql no longer has one list of columns and one of conditions')
const byNumberText = `${selected}
where i.subdistrict_code = $1 and i.issue_id = any ($3::bigint[]) and (not $4::boolean or d.on_wall) order by i.reported_at desc, i.issue_id desc`

/** The same of issues that are known by number: one plan serves for all, which the list with its many filters cannot have. */
export const issuesByNumber = (db: Queryable, subdistrict: string, now: Date, issueIds: readonly number[], onWall: boolean) =>
  rows(db, IssueRow, byNumberText, [subdistrict, now.toISOString(), issueIds, onWall], 'issuesByNumber')

export const issueTimeline = (db: Queryable, subdistrict: string, issueId: number) =>
  rows(
    db,
    IssueStep,
    `select happened_at as "happenedAt", from_status as "from", to_status as "to", action, actor_role as "actorRole",
       actor_name as "actorName", reason
     from issue_event where subdistrict_code = $1 and issue_id = $2 order by happened_at, issue_event_id`,
    [subdistrict, issueId],
    'issueTimeline',
  )

const ItemNameRow = z.object({ itemName: z.string(), itemNameEn: z.string() })

/** What an item was called at an instant: a dictionary that changed later does not re-label what was decided before. */
export const itemNameAt = (db: Queryable, subdistrict: string, item: string, instant: string) =>
  maybeRow(
    db,
    ItemNameRow,
    `select name as "itemName", name_en as "itemNameEn" from issue_item_version
     where subdistrict_code = $1 and issue_item_key = $2 and (version = 0 or changed_at <= $3) order by version desc limit 1`,
    [subdistrict, item, instant],
    'itemName',
  )
