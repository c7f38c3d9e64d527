import { z } from 'zod'
import { type BboxValue, Instant, PointGeometry } from '#contract/fields.ts'
import { IssueProperties, IssueStep } from '#contract/issues.ts'
import { lamps } from '#domain/issues/case-clock.ts'
import { type IssueQueue, issueQueues, statusesIn, waitingFor } from '#domain/issues/queues.ts'
import type { Person } from '#domain/issues/workflow.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'
import { statementBeside } from '../db/statement.ts'

const IssueRow = IssueProperties.extend({
  geometry: PointGeometry,
  itemName: z.string(),
  itemNameEn: z.string(),
  version: z.number(),
  amberAt: Instant.nullable(),
  lamp: z.enum(lamps),
  mine: z.boolean(),
  photos: z.number(),
  // what the workflow needs to know of it
  handlerAccountId: z.number().nullable(),
  extensionAskedBy: z.number().nullable(),
  handledBy: z.array(z.number()),
})
export type IssueRow = z.infer<typeof IssueRow>

export type IssueFilter = {
  readonly now: Date
  readonly today: string
  readonly from?: string | undefined
  readonly before?: string | undefined
  readonly class?: readonly string[] | undefined
  readonly item?: readonly string[] | undefined
  readonly source?: readonly string[] | undefined
  readonly status?: readonly string[] | undefined
  readonly open?: 'yes' | 'no' | undefined
  readonly grid?: string | undefined
  readonly bbox?: BboxValue | undefined
  readonly level?: readonly string[] | undefined
  readonly severity?: string | undefined
  readonly lamp?: readonly string[] | undefined
  readonly q?: string | undefined
  readonly dueDays?: number | undefined
  readonly counted?: 'yes' | undefined
  readonly withinHours?: number | undefined
  /** Only what may stand on a wall. */
  readonly onWall: boolean
  /** Whose queue `mine` means. */
  readonly person: Person
}

export type IssuePage = {
  readonly limit: number
  readonly order?: 'newest' | 'due' | undefined
  readonly mine?: 'yes' | undefined
  readonly after?: { readonly at: string; readonly issueId: number } | undefined
}

const chosenText = statementBeside(import.meta.url, 'issues')
/** What a list says of each chosen issue. */
const columnsText = `select i.issue_id as "issueId", i.class, i.issue_item_key as item, i.source, i.severity, i.status,
  i.handler_level as "handlerLevel", i.description, i.address, i.reported_at as "reportedAt", i.filed_at as "filedAt", i.due_at as "dueAt",
  i.closed_at as "closedAt", i.lamp = 'red' as overdue,
  i.grid_code as "gridCode", i.building_id as "buildingId", ST_AsGeoJSON(i.geom, 7)::json as geometry, i.version, i.amber_at as "amberAt",
  i.lamp, i.mine, i.handler_account_id as "handlerAccountId", i.extension_asked_by as "extensionAskedBy",
  array(select distinct e.actor_account_id::float8 from issue_event e where e.subdistrict_code = i.subdistrict_code and e.issue_id = i.issue_id
    and e.actor_account_id is not null and e.action in ('takeOn', 'finish', 'solveOnSpot')) as "handledBy",
  (select count(*) from issue_photo p where p.subdistrict_code = i.subdistrict_code and p.issue_id = i.issue_id
    and p.withdrawn_at is null) as photos,
  v.name as "itemName", v.name_en as "itemNameEn"
from chosen i
-- as the dictionary had it when the issue was reported
cross join lateral (
  select name, name_en from issue_item_version v where v.subdistrict_code = i.subdistrict_code and v.issue_item_key = i.issue_item_key
    and (v.version = 0 or v.changed_at <= i.reported_at) order by v.version desc limit 1
) v`
const listText = (order: string, comparison: string) =>
  chosenText.replace(
    '__ANSWER__',
    () => `${columnsText}
where ($23::text[] is null or i.lamp = any ($23::text[])) and (not $27::boolean or i.mine)
  and ($16::timestamptz is null or ${comparison})
order by ${order}
limit $3::int`,
  )
/** Without a limit of its own a case is due after all others. */
const dueKey = `coalesce(i.due_at, 'infinity'::timestamptz)`
const listTexts = {
  newest: listText('i.reported_at desc, i.issue_id desc', '(i.reported_at, i.issue_id) < ($16::timestamptz, $17::bigint)'),
  due: listText(`${dueKey}, i.issue_id`, `(${dueKey}, i.issue_id) > ($16::timestamptz, $17::bigint)`),
}

const like = (text: string): string => `%${text.replace(/[\\%_]/g, (one) => `\\${one}`)}%`
const numberIn = (text: string): string | null => (/^[1-9]\d{0,14}$/.test(text) ? text : null)

function valuesOf(subdistrict: string, filter: IssueFilter, { limit, mine, after }: IssuePage): unknown[] {
  const { always, asHandler, levels, asApprover, asVerifier } = waitingFor(filter.person)
  return [
    subdistrict,
    filter.now.toISOString(),
    limit,
    filter.from ?? null,
    filter.before ?? null,
    filter.class ?? null,
    filter.item ?? null,
    filter.source ?? null,
    filter.status ?? null,
    filter.open ?? null,
    filter.grid ?? null,
    ...(filter.bbox ?? [null, null, null, null]),
    after?.at ?? null,
    after?.issueId ?? null,
    asVerifier,
    filter.today,
    filter.onWall,
    filter.level ?? null,
    filter.severity ?? null,
    filter.lamp ?? null,
    filter.q === undefined ? null : like(filter.q),
    filter.q === undefined ? null : numberIn(filter.q),
    filter.person.accountId,
    mine === 'yes',
    always,
    asHandler,
    levels,
    asApprover,
    filter.dueDays ?? null,
    filter.counted === 'yes',
    filter.withinHours ?? null,
  ]
}

/** Issues; `from` and `before` are instants. */
export const issueList = (db: Queryable, subdistrict: string, filter: IssueFilter, page: IssuePage) =>
  rows(db, IssueRow, listTexts[page.order ?? 'newest'], valuesOf(subdistrict, filter, page))

/** The parameters of what is chosen, by the numbers that they have where nothing but the numbers of the issues chooses. */
const byNumber: Readonly<Record<string, number>> = { 1: 1, 2: 2, 26: 5, 28: 6, 29: 7, 30: 8, 31: 9, 18: 10 }
const [chosenColumns = ''] = chosenText.slice(chosenText.indexOf('chosen as (')).split('\n  where ')
const byNumberText = `with ${chosenColumns.replace(/\$(\d+)/g, (_, number: string) => `$${byNumber[number]}`)}
  where i.subdistrict_code = $1 and i.issue_id = any ($3::bigint[]) and (not $4::boolean or d.on_wall)
)
${columnsText}
order by i.reported_at desc, i.issue_id desc`

type ByNumber = Pick<IssueFilter, 'now' | 'onWall' | 'person'> & { readonly issueIds: readonly number[] }
/** The same of issues that are known by number: one plan serves for all, which the list with its many filters cannot have. */
export function issuesByNumber(db: Queryable, subdistrict: string, { now, issueIds, onWall, person }: ByNumber): Promise<IssueRow[]> {
  const { always, asHandler, levels, asApprover, asVerifier } = waitingFor(person)
  const values = [subdistrict, now.toISOString(), issueIds, onWall, person.accountId, always, asHandler, levels, asApprover, asVerifier]
  return rows(db, IssueRow, byNumberText, values, 'issuesByNumber')
}

const QueueRow = z.object({
  queue: z.enum(issueQueues),
  all: z.number(),
  mine: z.number(),
  amber: z.number(),
  red: z.number(),
})
const openQueues = issueQueues.filter((queue) => queue !== 'ended')
/** `$3`, `$16`, `$17` are named so that they have a type; there is no page of counts. */
const queuesText = chosenText.replace(
  '__ANSWER__',
  () => `select case ${openQueues.map((queue) => `when i.status in (${statusesIn(queue).map((status) => `'${status}'`)}) then '${queue}'`).join(' ')}
    end as queue, count(*) as all, count(*) filter (where i.mine) as mine,
  count(*) filter (where i.lamp = 'amber') as amber, count(*) filter (where i.lamp = 'red') as red
from chosen i
where ($23::text[] is null or i.lamp = any ($23::text[])) and (not $27::boolean or i.mine)
  and $3::int is not null and $16::timestamptz is null and $17::bigint is null
group by 1`,
)

/** How many open cases stand where; a queue without any is there with zeros. */
export async function queueCounts(db: Queryable, subdistrict: string, filter: IssueFilter): Promise<z.infer<typeof QueueRow>[]> {
  const counted = await rows(db, QueueRow, queuesText, valuesOf(subdistrict, { ...filter, open: 'yes' }, { limit: 0 }))
  const none = (queue: IssueQueue) => ({ queue, all: 0, mine: 0, amber: 0, red: 0 })
  return openQueues.map((queue) => counted.find((row) => row.queue === queue) ?? none(queue))
}

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

const PlacedRow = z.object({ lng: z.number(), lat: z.number(), item: z.string(), at: Instant })
/** Where an issue is, what it is about and when it was reported. */
export const placeOfIssue = (db: Queryable, subdistrict: string, issueId: number) =>
  maybeRow(
    db,
    PlacedRow,
    `select ST_X(geom) as lng, ST_Y(geom) as lat, issue_item_key as item, reported_at as at
     from issue where subdistrict_code = $1 and issue_id = $2`,
    [subdistrict, issueId],
  )

const SimilarRow = z.object({ issueId: z.number(), distanceMetres: z.number(), daysApart: z.number() })
export type Like = {
  readonly lng: number
  readonly lat: number
  readonly item: string
  readonly at: string
  readonly withinMetres: number
  readonly withinDays: number
  /** Not this one itself. */
  readonly except: number | null
  readonly limit: number
}

/** Issues of the same item near a place and time, the likeliest first: distance and days count alike, each as a share of what is still near. */
export const similarTo = (db: Queryable, subdistrict: string, { lng, lat, item, at, withinMetres, withinDays, except, limit }: Like) =>
  rows(
    db,
    SimilarRow,
    `with place as (select ST_SetSRID(ST_MakePoint($2, $3), 4326) as point),
     near as (
       select i.issue_id, ST_Distance(i.geom::geography, place.point::geography) as metres,
         abs(extract(epoch from i.reported_at - $5::timestamptz)) / 86400 as days
       from issue i, place
       where i.subdistrict_code = $1 and i.issue_item_key = $4 and i.status not in ('merged', 'rejected')
         and i.geom && ST_Expand(place.point, $6::float8 / 111000 / cos(radians($3::float8)), $6::float8 / 110000)
         and i.reported_at between $5::timestamptz - make_interval(days => $7::int) and $5::timestamptz + make_interval(days => $7::int)
         and i.issue_id is distinct from $8::bigint
     )
     select issue_id as "issueId", metres as "distanceMetres", days::float8 as "daysApart" from near where metres <= $6::float8
     order by metres / $6::float8 + days / $7::int, issue_id desc limit $9::int`,
    [subdistrict, lng, lat, item, at, withinMetres, withinDays, except, limit],
  )
