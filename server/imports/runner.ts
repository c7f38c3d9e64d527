// Works on jobs of intake, one after the other, beside the requests. A job is rows in the database: what was begun is gone on with after a
// restart, here or by another instance, and every chunk of it is one transaction that says how far it got.
import { randomUUID } from 'node:crypto'
import type { CatalogReader } from '../db/catalog.ts'
import type { Database } from '../db/database.ts'
import { databaseTrouble } from '../db/errors.ts'
import type { GridTreeReader } from '../db/grid-tree.ts'
import { inTransaction } from '../db/queryable.ts'
import { scopeOf, withinScope } from '../db/scope.ts'
import { readInWorker } from '../http/tables/read-in-worker.ts'
import { checkRows, type InChunk } from './check-rows.ts'
import { commitRows, type Importer } from './commit-rows.ts'
import { type Claimed, claimJob, contentOf, fileRead, JobLost, keepJob, letGo, ownerOf, refuseFile } from './job-queries.ts'
import { insertRows, type JobRow, jobOf, setState } from './queries.ts'

const lookMilliseconds = 10_000
/** Longer than any request takes from asking to its commit. */
const requestMilliseconds = 20_000
const mostAttempts = 3
const rowsAtOnce = 2000

type Needs = {
  readonly database: Database
  readonly catalog: CatalogReader
  readonly trees: GridTreeReader
  readonly now: () => Date
  /** Something was committed that others may want to know. */
  readonly told: (subdistrict: string) => void
  readonly onTrouble: (error: unknown) => void
}

export type Runner = {
  /** A request is about to commit something to do. */
  expect(): void
  /** A request has committed. */
  wake(): void
  close(): Promise<void>
}

export function intakeRunner(needs: Needs): Runner {
  const key = randomUUID()
  let expectedUntil = 0
  let again = true
  let running: Promise<void> | undefined
  let closed = false
  const work = async () => {
    while (!closed) {
      again = false
      const job = await claimJob(needs.database.db, key)
      if (job !== undefined) await oneStep(needs, key, job, () => closed)
      else if (!again) return
    }
  }
  const run = () => {
    again = true
    if (closed) return
    running ??= work()
      .catch((error: unknown) => {
        if (!closed) needs.onTrouble(error)
      })
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(run, lookMilliseconds)
  timer.unref()
  return {
    expect() {
      expectedUntil = Date.now() + requestMilliseconds
    },
    wake() {
      if (Date.now() < expectedUntil) run()
    },
    async close() {
      closed = true
      clearInterval(timer)
      await running
    },
  }
}

class Stopped extends Error {}

async function oneStep(needs: Needs, key: string, job: Claimed, isClosed: () => boolean): Promise<void> {
  const { database, onTrouble } = needs
  try {
    if (job.attempts > mostAttempts) await setState(database.db, job.subdistrict, job.importId, 'failed')
    else if (job.state === 'reading') await readFile(needs, key, job)
    else await withOwner(needs, key, job, isClosed)
  } catch (error) {
    if (error instanceof JobLost) return
    if (!(error instanceof Stopped)) onTrouble(error)
    // what is away cannot be told; the lease runs out by itself
    await letGo(database.db, job, key).catch(() => {})
    if (error instanceof Stopped) throw error
    if (databaseTrouble(error) !== undefined) throw error
  }
}

async function readFile({ database }: Needs, key: string, job: Claimed): Promise<void> {
  const stored = await contentOf(database.db, job)
  const table = await readInWorker(stored?.content ?? new Uint8Array(), 'masked')
  if (!table.ok) {
    await refuseFile(database.db, job, table.refusal, table.at)
    return
  }
  // an earlier attempt may have left some
  await database.db.query('delete from intake_row where subdistrict_code = $1 and intake_job_id = $2', [job.subdistrict, job.importId])
  for (let at = 0; at < table.rows.length; at += rowsAtOnce)
    await inTransaction(database.pool, async (db) => {
      await keepJob(db, job, key, at)
      await insertRows(db, job.subdistrict, job.importId, table.rows.slice(at, at + rowsAtOnce))
    })
  await inTransaction(database.pool, async (db) => {
    await keepJob(db, job, key, table.rows.length)
    await fileRead(db, job, table.header, table.rows.length)
  })
}

/** A step that reads or writes facts reaches as far as whoever sent the file does now. */
async function withOwner(
  { database, catalog, trees, now, told }: Needs,
  key: string,
  job: Claimed,
  isClosed: () => boolean,
): Promise<void> {
  const { db, pool } = database
  const owner = await ownerOf(db, job)
  const row = await jobOf(db, job, job.importId)
  if (row?.mapping == null || owner === undefined || (owner.role !== 'leader' && owner.role !== 'secretary')) {
    await setState(db, job.subdistrict, job.importId, 'failed')
    return
  }
  const at = now()
  const tree = await trees(job.subdistrict, at, await catalog.read(), db)
  const by: Importer = { ...owner, role: owner.role, scope: scopeOf(job.subdistrict, owner.nodes, tree) }
  const inChunk: InChunk = async (done, work) => {
    if (isClosed()) throw new Stopped('the service is stopping')
    await inTransaction(pool, (system) => keepJob(system, job, key, done))
    const result = await withinScope(pool, by.scope, 'read write', work)
    if (job.state === 'committing') told(job.subdistrict)
    return result
  }
  await theStep(job, row, by, now, inChunk)
  if (job.state === 'checking') await setState(db, job.subdistrict, job.importId, 'ready')
}

async function theStep(job: Claimed, row: JobRow, by: Importer, now: () => Date, inChunk: InChunk): Promise<void> {
  if (job.state === 'committing') await commitRows(job, row, by, now, inChunk)
  else if (row.mapping !== null) await checkRows(job, row.mapping, now(), inChunk)
}
