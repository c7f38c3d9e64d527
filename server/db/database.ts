// Opens the database, whichever engine it is, and says what the engine can do. Nothing above server/db knows which one runs.
import pg from 'pg'
import { type ChangeSignal, noSignal, serverSignal } from './change-signal.ts'
import { columnTypes } from './column-types.ts'
import { type Embedded, startEmbedded } from './embedded/start-embedded.ts'
import { mayPrepare, type Queryable, queryableOf } from './queryable.ts'

export type Capabilities = {
  /** ST_AsMVT is compiled in: tiles come ready from SQL. */
  readonly encodesTiles: boolean
  /** Statements may be prepared by name (one session per connection). */
  readonly namedStatements: boolean
}

export type Database = {
  readonly pool: pg.Pool
  readonly db: Queryable
  readonly engine: 'embedded' | 'server'
  readonly signal: ChangeSignal
  /** Asked of the engine once it has PostGIS, that is after the migrations. */
  capabilities(): Promise<Capabilities>
  close(): Promise<void>
}

export type Progress = (message: string) => void

export type DatabaseSettings = {
  readonly databaseUrl: string | undefined
  readonly dataFolder: string
  /** A command may use the embedded engine of a service that is running; a service must have its own. */
  readonly shareRunning?: boolean
  /** Called when an idle connection breaks; the pool itself goes on. */
  readonly onConnectionLost: (error: Error) => void
  readonly progress: Progress
}

const statementSeconds = 20

/**
 * Opens a pool. With an address: nothing is contacted yet, so a server that is away is found out by the first statement.
 * Without: the embedded engine is running when this returns.
 * Throws when the embedded folder is in use by another process.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const embedded =
    settings.databaseUrl === undefined
      ? await startEmbedded(settings.dataFolder, settings.progress, settings.shareRunning ?? false)
      : undefined
  const pool = embedded ? embeddedPool(embedded) : serverPool(settings.databaseUrl ?? '')
  pool.on('error', settings.onConnectionLost)
  if (!embedded) mayPrepare(pool)
  const db = queryableOf(pool, !embedded)
  let known: Promise<Capabilities> | undefined
  return {
    pool,
    db,
    engine: embedded ? 'embedded' : 'server',
    signal: embedded ? noSignal : serverSignal(settings.databaseUrl ?? '', settings.onConnectionLost),
    capabilities() {
      known ??= askCapabilities(db, embedded === undefined).catch((error: unknown) => {
        known = undefined
        throw error
      })
      return known
    },
    async close() {
      await pool.end()
      await embedded?.stop()
    },
  }
}

/** One session stands behind every connection of the embedded engine, so one connection is all that helps. */
const embeddedPool = (embedded: Embedded) =>
  new pg.Pool({
    host: embedded.socketFolder,
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    max: 1,
    types: columnTypes,
    idleTimeoutMillis: 0,
  })

const serverPool = (connectionString: string) =>
  new pg.Pool({
    connectionString,
    max: 10,
    types: columnTypes,
    connectionTimeoutMillis: 5000,
    statement_timeout: statementSeconds * 1000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'fangyuan',
    // many short statements share the cores better than one that takes them all; and compiling a statement took longer than running it: the
    // figures of a period report, with the rules of the scope in them, 3.2 s with jit and 0.2 s without
    options: '-c max_parallel_workers_per_gather=0 -c jit=off',
  })

async function askCapabilities(db: Queryable, namedStatements: boolean): Promise<Capabilities> {
  const version = await db.query('select postgis_full_version() as text')
  return { encodesTiles: String(version.rows[0]?.text).includes('PROTOBUF='), namedStatements }
}
