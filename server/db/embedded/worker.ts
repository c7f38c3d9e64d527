// The worker thread that holds the embedded engine, so that a long statement never stops the HTTP thread.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { smallPostgis } from './postgis-bundle.ts'

export type WorkerMessage = { kind: 'progress'; text: string } | { kind: 'ready' }

const { folder, socketPath } = workerData as { folder: string; socketPath: string }
const dataFolder = join(folder, 'pgdata')
const say = (message: WorkerMessage) => parentPort?.postMessage(message)

const isNew = !existsSync(join(dataFolder, 'PG_VERSION'))
say({ kind: 'progress', text: isNew ? 'creating the embedded database (once, about 10 s)' : 'opening the embedded database' })
const db = await PGlite.create({ dataDir: dataFolder, extensions: { postgis: smallPostgis(folder), btree_gist, pg_trgm } })
const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections: 8 })
await server.start()
say({ kind: 'ready' })

parentPort?.on('message', async () => {
  await server.stop()
  await db.close()
  process.exit(0)
})
