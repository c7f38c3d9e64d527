// Ten million issues on a PostgreSQL server: the service's answer from kept sums beside grouping the rows themselves, and both again after the history
// was doubled.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { addDays, dayStart } from '#domain/calendar/calendar-day.ts'
import { cellRange, densityCellZoom } from '#domain/density/density-cell.ts'
import { cellTally } from '#domain/density/tally.ts'
import { tileMetres } from '#domain/geo/web-mercator.ts'
import { loadDemo } from '../../data/load-demo.ts'
import type { Database } from '../../server/db/database.ts'
import { rebuildRunning } from '../../server/db/fold-counts.ts'
import { migrate } from '../../server/db/migrate.ts'
import { withinScope } from '../../server/db/scope.ts'
import { createVault, demoKeys } from '../../server/db/sealed-text.ts'
import { countPlaces } from '../../server/density/count-queries.ts'
import { type Cluster, findPostgres, freePort, startCluster } from '../engines/cluster.ts'
import { demoDay } from '../engines/demo-day.ts'
import { demoSubdistrict as code, madeAccount, madeCookie } from '../engines/made-account.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { type Line, median, spread } from './bench.ts'
import { addIssues } from './many-issues.ts'

const millions = Number(process.env.BENCH_MILLIONS ?? 10)
const years = 4
const zoom = 13
const scope = { subdistrict: code, whole: true, grids: [] }
const rounds = 5
const askedPerRound = 12

type Question = { readonly name: string; readonly days: number; readonly item: string | undefined }
const questions: readonly Question[] = [
  { name: '30 days of one item', days: 30, item: 'garbage' },
  { name: 'a year of everything', days: 365, item: undefined },
]

const rawText = readFileSync(new URL('./density-raw.sql', import.meta.url), 'utf8')

export async function measureDensity(): Promise<readonly Line[]> {
  const bin = findPostgres()
  if (bin === undefined) return [['density', 'left out', 'needs apt-get install postgresql-15-postgis-3']]
  const cluster = await startCluster(bin, ['fsync=off', 'shared_buffers=2GB', 'jit=off', 'max_wal_size=8GB', 'work_mem=64MB'])
  try {
    cluster.admin('create database issues')
    const database = await openQuietly(cluster.url('issues'))
    await migrate(database.pool, () => {})
    await loadDemo(database.pool, demoDay, createVault(demoKeys), () => {})
    const reader = await madeAccount(database, 'leader', [code])
    const cookie = await madeCookie(database, reader, new Date())
    const half = (millions * 1e6) / 2
    const middle = addDays(demoDay, (-365 * years) / 2)
    const lines: Line[] = []
    await grow(database, half, middle, addDays(demoDay, 1), 0.1)
    await rebuildSeconds(database)
    const before = await measure(cluster, database, cookie)
    await grow(database, half, addDays(demoDay, -365 * years), middle, 0.2)
    const seconds = await rebuildSeconds(database)
    const after = await measure(cluster, database, cookie)
    for (const [index, { name }] of questions.entries()) {
      const [now, then] = [after[index], before[index]]
      if (now === undefined || then === undefined) continue
      lines.push([
        `density of the whole sub-district over HTTP, ${name}, ${millions} million issues in ${years} years`,
        `p95 ${percentile(now.http, 95).toFixed(1)} ms, median ${median(now.http).toFixed(1)} ms`,
        `at most 100 ms; with half the history median ${median(then.http).toFixed(1)} ms`,
      ])
      lines.push([
        `the same without HTTP, ${now.cells} cells`,
        `${spread(now.sums)} ms`,
        `${spread(now.ratios, 0)} × faster than grouping the rows (${spread(now.raw, 0)} ms); at least 100`,
      ])
      lines.push([
        `the same after the history doubled`,
        `${(median(now.sums) / median(then.sums)).toFixed(2)} × as long`,
        `grouping the rows ${(median(now.raw) / median(then.raw)).toFixed(2)} ×`,
      ])
    }
    const size = await database.db.query(
      `select pg_total_relation_size('issue_count') / 1e6 as sums, pg_total_relation_size('issue') / 1e6 as issues, count(*) as rows from issue_count`,
    )
    const { sums, issues, rows } = size.rows[0] ?? {}
    lines.push([
      'rebuilding the counts',
      `${seconds.toFixed(0)} s`,
      `${Number(rows)} rows, ${Number(sums).toFixed(0)} MB beside ${Number(issues).toFixed(0)} MB of issues`,
    ])
    await database.close()
    return lines
  } finally {
    cluster.remove()
  }
}

async function grow({ pool, db }: Database, count: number, first: string, before: string, seed: number): Promise<void> {
  const client = await pool.connect()
  const seconds = await addIssues(
    { query: (text, values) => client.query(text, values ? [...values] : undefined), queryBytes: db.queryBytes },
    code,
    count,
    dayStart(first),
    dayStart(before),
    seed,
  )
  client.release(true)
  process.stdout.write(`${count} issues written in ${seconds.toFixed(0)} s\n`)
}

async function rebuildSeconds({ pool, db }: Database): Promise<number> {
  const started = performance.now()
  await rebuildRunning(pool, code)
  const seconds = (performance.now() - started) / 1000
  await db.query('vacuum analyze issue_count')
  process.stdout.write(`counts rebuilt in ${seconds.toFixed(0)} s\n`)
  return seconds
}

type Measured = { readonly http: number[]; readonly sums: number[]; readonly raw: number[]; readonly ratios: number[]; cells: number }

async function measure(cluster: Cluster, database: Database, cookie: string): Promise<readonly Measured[]> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/serve.ts'], {
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: cluster.url('issues'), PORT: String(port), TILE_MEMORY: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const extent = await database.db.query(
    `select ST_XMin(extent) as west, ST_YMin(extent) as south, ST_XMax(extent) as east, ST_YMax(extent) as north from subdistrict`,
  )
  const { west, south, east, north } = extent.rows[0] ?? {}
  const bbox = [Number(west), Number(south), Number(east), Number(north)] as const
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const measured: Measured[] = []
  for (const question of questions) {
    const one: Measured = { http: [], sums: [], raw: [], ratios: [], cells: 0 }
    const from = addDays(demoDay, 1 - question.days)
    const path = `/api/v1/issues/density?bbox=${bbox.join()}&zoom=${zoom}&from=${from}&to=${demoDay}&format=binary${question.item ? `&item=${question.item}` : ''}`
    await asked(port, path, cookie, agent)
    await sumsOnce(database, question, from, bbox)
    for (let round = 0; round < rounds; round++) {
      const raw = await timed(() => rawOnce(database, question, from, bbox))
      const sums: number[] = []
      for (let i = 0; i < askedPerRound; i++) {
        one.http.push(await timed(() => asked(port, path, cookie, agent)))
        sums.push(
          await timed(async () => {
            one.cells = await sumsOnce(database, question, from, bbox)
          }),
        )
      }
      one.raw.push(raw)
      one.sums.push(...sums)
      one.ratios.push(raw / median(sums))
    }
    measured.push(one)
  }
  child.kill('SIGKILL')
  agent.destroy()
  return measured
}

type Bbox = readonly [number, number, number, number]

/** What the service does between reading the question and writing the answer. */
async function sumsOnce({ pool }: Database, { item }: Question, from: string, bbox: Bbox): Promise<number> {
  const range = cellRange(bbox, densityCellZoom(zoom, bbox, false))
  const tally = cellTally(range)
  const items = { wanted: item === undefined ? undefined : [item], all: item === undefined ? [] : [item, 'and', 'others'] }
  const counted = { subdistrict: code, whole: true, items, sources: undefined }
  await withinScope(pool, scope, 'read only', (db) => countPlaces(db, counted, 'cell', [from, addDays(demoDay, 1)], bbox, [tally]))
  let cells = 0
  tally.each(() => cells++)
  return cells
}

/** What the service did before there were sums: the statement of then, within the same scope, with the indexes it had. */
async function rawOnce({ pool }: Database, { item }: Question, from: string, bbox: Bbox): Promise<number> {
  const width = tileMetres(densityCellZoom(zoom, bbox, false))
  return withinScope(pool, scope, 'read only', async (db) => {
    await db.query('set local statement_timeout = 0')
    const values = [code, ...bbox, width, dayStart(from), dayStart(addDays(demoDay, 1)), null, item ? [item] : null, null, false, false]
    return (await db.query(rawText, values)).rows.length
  })
}

function asked(port: number, path: string, cookie: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent, headers: { cookie } }, (response) => {
      response.on('data', () => {})
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${path} answered ${response.statusCode}`))))
    }).on('error', reject)
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * share) / 100))] ?? Number.NaN
