// The shared dictionaries (issue items, renovation items), the same for every sub-district of a database.
import { loadRows } from '../server/db/load-rows.ts'
import type { Queryable, Row } from '../server/db/queryable.ts'
import { issueItems } from './dictionaries/issue-items.ts'
import { renovationItems } from './dictionaries/renovation-items.ts'

/** Loads them once; what an operator has changed since is left alone. */
export async function loadDictionaries(db: Queryable): Promise<void> {
  const present = await db.query('select (select count(*) from issue_item) as items, (select count(*) from renovation_item_kind) as kinds')
  if (present.rows[0]?.items === 0) await loadRows(db, 'issue_item', issueItems as readonly Row[])
  if (present.rows[0]?.kinds === 0) await loadRows(db, 'renovation_item_kind', renovationItems as readonly Row[])
}
