// Brings the schema to what this code needs. One transaction under one lock: a second service that starts at the same moment waits,
// then finds nothing left to do. Applied files are compared by checksum; a database from newer code is refused.
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'
import Postgrator from 'postgrator'
import type { Progress } from './database.ts'
import { inTransaction, type Queryable } from './queryable.ts'

/** Any constant will do; all services of this product must use the same. */
const migrationLock = 4_607_215_001

export class SchemaRefused extends Error {}

const folder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Applies the missing migrations. Throws SchemaRefused when the database is newer or an applied file was changed. */
export async function migrate(pool: Pool, progress: Progress, migrationFolder = folder): Promise<number> {
  return inTransaction(pool, async (db) => {
    await db.query(`set local statement_timeout = 0`)
    await db.query('select pg_advisory_xact_lock($1)', [migrationLock])
    return applyMissing(db, progress, migrationFolder)
  })
}

async function applyMissing(db: Queryable, progress: Progress, migrationFolder: string): Promise<number> {
  const postgrator = new Postgrator({
    driver: 'pg',
    migrationPattern: `${migrationFolder}/*.sql`,
    schemaTable: 'public.schema_version',
    newline: 'LF',
    currentSchema: 'public',
    execQuery: async (query) => ({ rows: (await db.query(query)).rows }),
    execSqlScript: async (script) => {
      await db.query(script)
    },
  })
  postgrator.on('migration-started', (migration) => progress(`migrating: ${migration.name}`))
  const known = await postgrator.getMaxVersion()
  const present = await postgrator.getDatabaseVersion()
  if (present > known) {
    throw new SchemaRefused(
      `the database is at schema ${present}, newer than this program (${known}); start a newer version of the program`,
    )
  }
  try {
    await postgrator.migrate()
  } catch (error) {
    if (error instanceof Error && error.message.includes('checksum')) {
      throw new SchemaRefused(`${error.message}: an applied migration file was changed; restore it, changes go into a new file`)
    }
    throw error
  }
  return known
}
