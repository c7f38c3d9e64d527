// The one way statements reach the database. Rows are parsed by a schema where they enter the program.
import { DatabaseError, escapeLiteral, type Pool, type PoolClient, type QueryResult } from 'pg'
import type { z } from 'zod'

export type Row = Record<string, unknown>

/** A pool or one connection inside a transaction. */
export type Queryable = {
  /** A statement with a name is planned once per connection, where the engine can do that: for what is asked often and always in the same way. */
  query(text: string, values?: readonly unknown[], name?: string): Promise<QueryResult<Row>>
  /** The bytes of the only column of the only row; the statement is prepared once per connection when it has a name. */
  queryBytes(text: string, values: readonly unknown[], name: string | undefined): Promise<Uint8Array>
}

/** All rows, each checked and shaped by `schema`. */
export async function rows<T>(
  db: Queryable,
  schema: z.ZodType<T>,
  text: string,
  values: readonly unknown[] = [],
  name?: string,
): Promise<T[]> {
  const result = await db.query(text, values, name)
  return result.rows.map((row) => schema.parse(row))
}

/** The first row, or undefined. */
export async function maybeRow<T>(
  db: Queryable,
  schema: z.ZodType<T>,
  text: string,
  values: readonly unknown[] = [],
  name?: string,
): Promise<T | undefined> {
  const result = await db.query(text, values, name)
  return result.rows[0] === undefined ? undefined : schema.parse(result.rows[0])
}

export type Statement = { readonly text: string; readonly values: readonly (string | number | null)[] }
type Ending = { readonly value: unknown; readonly statement: (value: never) => Statement }

/** What each running transaction does last, by name, in the order in which it was first asked for. */
const endings = new WeakMap<Queryable, Map<string, Ending>>()

/**
 * Runs a statement in one trip with the commit: for the rows that everybody writes, so that nobody holds one while the rest is done or while the
 * program is busy. Asked again under the same name, it runs once, with the values merged. Outside a transaction it runs at once.
 */
export async function withCommit<T>(
  db: Queryable,
  name: string,
  value: T,
  merge: (before: T, value: T) => T,
  statement: (value: T) => Statement,
): Promise<void> {
  const waiting = endings.get(db)
  if (waiting === undefined) {
    const { text, values } = statement(value)
    await db.query(text, values)
    return
  }
  const before = waiting.get(name)
  waiting.set(name, { value: before === undefined ? value : merge(before.value as T, value), statement })
}

/** A statement with its values in it: several in one trip cannot have parameters. */
const written = ({ text, values }: Statement): string =>
  text.replace(/\$(\d+)/g, (_, number: string) => {
    const value = values[Number(number) - 1]
    return typeof value === 'string' ? escapeLiteral(value) : String(value ?? null)
  })

/**
 * Runs `work` in one transaction on one connection; rolled back when it throws.
 * Inside, use only the connection that is passed: the embedded engine has just one. `opening` may set what holds for this transaction alone,
 * `closing` what holds for what is done with the commit.
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
    const db = queryableOf(client, preparing.has(pool))
    const last = new Map<string, Ending>()
    endings.set(db, last)
    const result = await work(db)
    endings.delete(db)
    const statements = [...last.values()].map(({ value, statement }) => written(statement(value as never)))
    await client.query([...(statements.length > 0 && closing ? [closing] : []), ...statements, 'commit'].join('; '))
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

const preparing = new WeakSet<Pool>()
/** The connections of this pool each have a session of their own, so that statements may be prepared by name. */
export const mayPrepare = (pool: Pool): void => void preparing.add(pool)

/** pg's own type wants a mutable array of values. */
export function queryableOf(client: Pool | PoolClient, prepares = false): Queryable {
  return {
    query: (text, values, name) =>
      name !== undefined && prepares
        ? client.query({ name, text, values: [...(values ?? [])] })
        : client.query(text, values === undefined ? undefined : [...values]),
    async queryBytes(text, values, name) {
      const result = await client.query<[Uint8Array]>({ text, values: [...values], rowMode: 'array', ...(name && { name }) })
      return result.rows[0]?.[0] ?? new Uint8Array()
    },
  }
}
