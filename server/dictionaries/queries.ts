import { z } from 'zod'
import type { IssueItem, RenovationItem } from '#contract/dictionaries.ts'
import { handlerLevels, issueClasses, issueItems, limitUnits, renovationClasses } from '#contract/words.ts'
import { type Queryable, rows } from '../db/queryable.ts'

const versioned = { version: z.number(), changedAt: z.string().nullable(), changedBy: z.string().nullable() }
const IssueItemRow: z.ZodType<IssueItem> = z.object({
  key: z.enum(issueItems),
  class: z.enum(issueClasses),
  name: z.string(),
  nameEn: z.string(),
  limitValue: z.number(),
  limitUnit: z.enum(limitUnits),
  handlerLevel: z.enum(handlerLevels),
  onWall: z.boolean(),
  ...versioned,
})
const RenovationItemRow: z.ZodType<RenovationItem> = z.object({
  key: z.string(),
  renovationClass: z.enum(renovationClasses),
  name: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  unitEn: z.string(),
  ...versioned,
})

const issueItemColumns = `issue_item_key as key, issue_class_key as class, name, name_en as "nameEn", limit_value as "limitValue",
  limit_unit as "limitUnit", handler_level as "handlerLevel", on_wall as "onWall", version, changed_at as "changedAt", changed_by as "changedBy"`
const renovationItemColumns = `renovation_item_key as key, renovation_class as "renovationClass", name, name_en as "nameEn", unit, unit_en as "unitEn",
  version, changed_at as "changedAt", changed_by as "changedBy"`

/** Every issue item as it is now, or one. */
export const issueItemsNow = (db: Queryable, subdistrict: string, key?: string) =>
  rows(
    db,
    IssueItemRow,
    `select ${issueItemColumns} from issue_item_now
     where subdistrict_code = $1 and ($2::text is null or issue_item_key = $2::text) order by array_position($3::text[], issue_item_key)`,
    [subdistrict, key ?? null, issueItems],
  )

/** Every renovation item as it is now, or one; by class, as the classes follow one another in a renovation. */
export const renovationItemsNow = (db: Queryable, subdistrict: string, key?: string) =>
  rows(
    db,
    RenovationItemRow,
    `select ${renovationItemColumns} from renovation_item_now
     where subdistrict_code = $1 and ($2::text is null or renovation_item_key = $2::text)
     order by array_position($3::text[], renovation_class), renovation_item_key`,
    [subdistrict, key ?? null, renovationClasses],
  )

export const issueItemHistory = (db: Queryable, subdistrict: string, key: string) =>
  rows(
    db,
    IssueItemRow,
    `select ${issueItemColumns} from issue_item_version where subdistrict_code = $1 and issue_item_key = $2 order by version desc`,
    [subdistrict, key],
  )

export const renovationItemHistory = (db: Queryable, subdistrict: string, key: string) =>
  rows(
    db,
    RenovationItemRow,
    `select ${renovationItemColumns} from renovation_item_version where subdistrict_code = $1 and renovation_item_key = $2 order by version desc`,
    [subdistrict, key],
  )

export type NewVersion = {
  readonly dictionary: 'issueItem' | 'renovationItem'
  readonly key: string
  readonly version: number
  readonly content: Readonly<Record<string, unknown>>
  readonly changedBy: string
}

/** False when this version was written by somebody else just now. */
export async function insertVersion(db: Queryable, subdistrict: string, entry: NewVersion, now: Date): Promise<boolean> {
  const inserted = await db.query(
    `insert into dictionary_version (subdistrict_code, dictionary, entry_key, version, content, changed_at, changed_by)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7) on conflict do nothing`,
    [subdistrict, entry.dictionary, entry.key, entry.version, JSON.stringify(entry.content), now.toISOString(), entry.changedBy],
  )
  return inserted.rowCount === 1
}
