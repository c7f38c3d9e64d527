// Bulk insert of rows keyed by column name. Geometry columns take GeoJSON objects: PostGIS reads GeoJSON as its input text.
import type { Queryable, Row } from './queryable.ts'

const rowsPerStatement = 4000

/** Inserts `tableRows` into `table`, explicit ids included. Column names come from the first row; every row has the same. */
export async function loadRows(db: Queryable, table: string, tableRows: readonly Row[]): Promise<void> {
  const first = tableRows[0]
  if (first === undefined) return
  const columns = Object.keys(first)
  if (![table, ...columns].every((name) => /^[a-z][a-z0-9_]*$/.test(name))) throw new Error(`not a plain table or column name in ${table}`)
  const list = columns.join(', ')
  const statement = `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $1::jsonb)`
  for (let start = 0; start < tableRows.length; start += rowsPerStatement) {
    await db.query(statement, [JSON.stringify(tableRows.slice(start, start + rowsPerStatement))])
  }
}

/** After rows came in with their own ids, the identity goes on behind the highest one. */
export async function continueIdentity(db: Queryable, table: string, column: string): Promise<void> {
  await db.query(`select setval(pg_get_serial_sequence($1, $2), greatest((select max(${column}) from ${table}), 1))`, [table, column])
}
