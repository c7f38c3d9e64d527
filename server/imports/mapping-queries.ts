// The saved meanings of columns and words: shared by everybody who imports in a sub-district, because they are words and not facts.
import { z } from 'zod'
import { Instant } from '#contract/fields.ts'
import { issueItems, issueSources } from '#contract/words.ts'
import { coordinateSystems } from '#domain/intake/intake-words.ts'
import { type Queryable, rows } from '../db/queryable.ts'

const MappingRow = z.object({
  name: z.string(),
  columns: z.record(z.string(), z.string()),
  items: z.record(z.string(), z.enum(issueItems)),
  source: z.enum(issueSources),
  coordinates: z.enum(coordinateSystems),
  changedAt: Instant,
  changedBy: z.string(),
})
export type MappingRow = z.infer<typeof MappingRow>

const mostSaved = 100
export const mappingList = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    MappingRow,
    `select name, columns, items, source, coordinates, changed_at as "changedAt", changed_by as "changedBy"
     from intake_mapping where subdistrict_code = $1 order by changed_at desc, name limit ${mostSaved}`,
    [subdistrict],
  )

/** Words that were learnt before stay known; a word that is given anew means the new item. */
export const saveMapping = (
  db: Queryable,
  subdistrict: string,
  { name, columns, items, source, coordinates, changedAt, changedBy }: MappingRow,
) =>
  db.query(
    `insert into intake_mapping (subdistrict_code, name, columns, items, source, coordinates, changed_at, changed_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (subdistrict_code, name) do update set columns = excluded.columns, items = intake_mapping.items || excluded.items,
       source = excluded.source, coordinates = excluded.coordinates, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [subdistrict, name, JSON.stringify(columns), JSON.stringify(items), source, coordinates, changedAt, changedBy],
  )

const ItemRow = z.object({ key: z.enum(issueItems), name: z.string(), nameEn: z.string() })
/** The dictionary's own words mean themselves. */
export const itemWords = (db: Queryable, subdistrict: string) =>
  rows(db, ItemRow, `select issue_item_key as key, name, name_en as "nameEn" from issue_item_now where subdistrict_code = $1 order by 1`, [
    subdistrict,
  ])
