// What other programs may read: issues whose item may stand on a wall. Disputes between people are not among them, and of what people wrote
// nothing is here but what a key's holder is given, masked as it was when it came in.
import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { issueItems, issueStatuses } from '#contract/words.ts'
import { endedStatuses } from '#domain/issues/workflow.ts'
import { type Queryable, rows } from '../db/queryable.ts'

const ServiceRow = z.object({ item: z.enum(issueItems), class: z.string(), name: z.string(), nameEn: z.string() })
export type ServiceRow = z.infer<typeof ServiceRow>
export const serviceList = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    ServiceRow,
    `select issue_item_key as item, issue_class_key as class, name, name_en as "nameEn" from issue_item_now where subdistrict_code = $1 order by 2, 1`,
    [subdistrict],
  )

const RequestRow = z.object({
  issueId: z.number(),
  item: z.enum(issueItems),
  itemName: z.string(),
  status: z.enum(issueStatuses),
  description: z.string(),
  address: z.string(),
  buildingAddress: z.string().nullable(),
  reportedAt: Instant,
  updatedAt: Instant,
  dueAt: Instant.nullable(),
  lng: z.number(),
  lat: z.number(),
})
export type RequestRow = z.infer<typeof RequestRow>

export type RequestFilter = {
  readonly limit: number
  readonly ids: readonly number[] | null
  readonly items: readonly string[] | null
  readonly from: string | null
  readonly to: string | null
  readonly open: boolean | null
}

export const requestList = (db: Queryable, subdistrict: string, { limit, ids, items, from, to, open }: RequestFilter) =>
  rows(
    db,
    RequestRow,
    `select i.issue_id as "issueId", i.issue_item_key as item, d.name as "itemName", i.status, i.description, i.address,
       b.address as "buildingAddress", i.reported_at as "reportedAt", i.due_at as "dueAt", ST_X(i.geom) as lng, ST_Y(i.geom) as lat,
       coalesce((select max(e.happened_at) from issue_event e where e.subdistrict_code = i.subdistrict_code and e.issue_id = i.issue_id),
         i.reported_at) as "updatedAt"
     from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
     left join building b using (subdistrict_code, building_id)
     where i.subdistrict_code = $1 and d.on_wall
       and ($3::bigint[] is null or i.issue_id = any ($3::bigint[]))
       and ($4::text[] is null or i.issue_item_key = any ($4::text[]))
       and ($5::timestamptz is null or i.reported_at >= $5::timestamptz)
       and ($6::timestamptz is null or i.reported_at <= $6::timestamptz)
       and ($7::boolean is null or $7::boolean = (i.status <> all ($8::text[])))
     order by i.reported_at desc, i.issue_id desc limit $2`,
    [subdistrict, limit, ids, items, from, to, open, [...endedStatuses]],
  )
