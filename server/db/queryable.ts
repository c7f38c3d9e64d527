// The one way statements reach the database. Rows are parsed by a schema where they enter the program.
import { DatabaseError, type Pool, type PoolClient, type QueryResult } from 'pg'
import type { z } from 'zod'

export type Row = Record<string, unknown>

/** A pool or one connection inside a transaction. */
export type Queryable = {
  query(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>>
  /** The bytes of the only column of the only row; the statement is prepared once per connection when it has a name. */
  queryBytes(text: string, values: readonly unknown[], name: string | undefined): Promise<Uint8Array>
}

/** All rows, each checked and shaped by `schema`. */
export async function rows<T>(db: Queryable, schema: z.ZodType<T>, text: string, values: readonly unknown[] = []): Promise<T[]> {
  const result = await db.query(text, values)
  return result.rows.map((row) => schema.parse(row))
}

/** The first row, or undefined. */
export async function maybeRow<T>(
  db: Queryable,
  schema: z.ZodType<T>,
  text: string,
  values: readonly unknown[] = [],
): Promise<T | undefined> {
  const result = await db.query(text, values)
  return result.rows[0] === undefined ? undefined : schema.parse(result.rows[0])
}

/** What each running transaction does last, by name, in the order in which it was first asked for. */
const endings = new WeakMap<Queryable, Map<string, { value: unknown; work: (value: never) => Promise<unknown> }>>()

/**
 * Does something just before the transaction commits: for the rows that everybody writes, so that nobody holds one while the rest is done.
 * Asked again under the same name, it is done once, with the values merged. Outside a transaction it is done at once.
 */
export async function beforeCommit<T>(
  db: Queryable,
  name: string,
  value: T,
  merge: (before: T, value: T) => T,
  work: (value: T) => Promise<unknown>,
): Promise<void> {
  const waiting = endings.get(db)
  if (waiting === undefined) await work(value)
  else {
    const before = waiting.get(name)
    waiting.set(name, { value: before === undefined ? value : merge(before.value as T, value), work })
  }
}

/**
 * Runs `work` in one transaction on one connection; rolled back when it throws.
 * Inside, use only the connection that is passed: the embedded engine has just one. `opening` may set what holds for this transaction alone,
 * `closing` what holds for what is done before it commits.
 */
export async function inTransaction<T>(pool: Pool, work: (db: Queryable) => Promise<T>, opening = 'begin', closing?: string): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // a connection that breaks while it is ours tells nobody else, and an error that nobody hears ends the process
  const onBroken = (error: Error) => {
    broken ??= error
  }
  client.on('error', onBroken)
  try {
    await client.query(opening)
    const db = queryableOf(client)
    const last = new Map<string, { value: unknown; work: (value: never) => Promise<unknown> }>()
    endings.set(db, last)
    const result = await work(db)
    if (last.size > 0 && closing !== undefined) await client.query(closing)
    for (const ending of last.values()) await ending.work(ending.value as never)
    endings.delete(db)
    await client.query('commit')
    return result
  } catch (error) {
    // after a statement failed, the embedded engine's socket may be out of step: closing the connection rolls back as well
    if (error instanceof DatabaseError) broken ??= error
    else broken ??= await rollback(client)
    throw error
  } finally {
    if (broken === undefined) client.off('error', onBroken)
    client.release(broken)
  }
}

async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** pg's own type wants a mutable array of values. */
export function queryableOf(client: Pool | PoolClient): Queryable {
  return {
    query: (text, values) => client.query(text, values === undefined ? undefined : [...values]),
    async queryBytes(text, values, name) {
      const result = await client.query<[Uint8Array]>({ text, values: [...values], rowMode: 'array', ...(name && { name }) })
      return result.rows[0]?.[0] ?? new Uint8Array()
    },
  }
}
