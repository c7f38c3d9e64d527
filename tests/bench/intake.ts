// Reports over HTTP to the service as it is started by npm start, on a PostgreSQL server that writes through to the disk: how many a second when twenty
// people report at once, all at one place or all over the sub-district, and what their transactions wait for.
import { Agent, request } from 'node:http'
import { verifyChain } from '../../server/db/audit.ts'
import { verifyCounts } from '../../server/db/fold-counts.ts'
import { type Cluster, findPostgres, startCluster } from '../engines/cluster.ts'
import { demoSubdistrict as code, madeAccount, madeCookie } from '../engines/made-account.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { startService } from '../process/run-service.ts'
import { type Line, median } from './bench.ts'

const clients = 20
/** A session may ask 900 times a minute, so each client has a few. */
const sessionsEach = 4
const warmSeconds = 5
const seconds = 30

export async function measureIntake(): Promise<readonly Line[]> {
  const bin = findPostgres()
  if (bin === undefined) return [['intake', 'left out', 'needs apt-get install postgresql-15-postgis-3']]
  const cluster = await startCluster(bin, ['fsync=on', 'synchronous_commit=on', 'shared_buffers=1GB', 'jit=off', 'max_wal_size=4GB'])
  try {
    cluster.admin('create database intake')
    const service = await startService({ DATABASE_URL: cluster.url('intake'), DEMO: 'on' })
    const database = await openQuietly(cluster.url('intake'))
    const cookies: string[] = []
    for (let i = 0; i < clients * sessionsEach; i++)
      cookies.push(await madeCookie(database, await madeAccount(database, 'gridWorker', [code]), new Date()))
    const found = await database.db.query(
      `select ST_X(entrance) as lng, ST_Y(entrance) as lat from building where subdistrict_code = $1 and grid_code is not null order by building_id`,
      [code],
    )
    const places = found.rows.map(({ lng, lat }): Place => [Number(lng), Number(lat)])
    const lines: Line[] = []
    for (const [name, at] of [
      ['all over the sub-district', (n: number) => places[(n * 7919) % places.length]],
      ['all at one place', () => places[0]],
    ] as const) {
      const { rate, times, waits } = await report(cluster, service.port, cookies, at)
      lines.push([
        `reports a second, ${clients} clients, fsync on, ${name}`,
        `${rate.toFixed(0)}/s`,
        `at least 300; median ${median(times).toFixed(0)} ms, p95 ${percentile(times, 95).toFixed(0)} ms; waits seen: ${waits}`,
      ])
    }
    const { wrong } = await verifyCounts(database.pool, code)
    const { firstBroken, entries } = await verifyChain(database.db, code)
    if (wrong.length > 0 || firstBroken !== null)
      throw new Error(`after the reports: ${wrong.length} sums wrong, audit broken at ${firstBroken}`)
    lines.push(['after them: sums against a fresh count, chain of the audit', 'right', `${entries} entries`])
    await database.close()
    await service.stop()
    return lines
  } finally {
    cluster.remove()
  }
}

type Place = readonly [number, number]

async function report(cluster: Cluster, port: number, cookies: readonly string[], at: (n: number) => Place | undefined) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const times: number[] = []
  let [count, measuring, stopped] = [0, false, false]
  const client = async (own: number): Promise<void> => {
    for (let turn = 0; !stopped; turn++) {
      const started = performance.now()
      const [lng, lat] = at(count++) ?? [0, 0]
      const cookie = cookies[own * sessionsEach + (turn % sessionsEach)] ?? ''
      await post(agent, port, cookie, { lng, lat, item: 'garbage', source: 'gridWorker', description: '楼下垃圾没有清' })
      if (measuring && !stopped) times.push(performance.now() - started)
    }
  }
  const running = Array.from({ length: clients }, (_, own) => client(own))
  await pause(warmSeconds)
  measuring = true
  const waits = await watchWaits(cluster, seconds)
  stopped = true
  await Promise.all(running)
  agent.destroy()
  return { rate: times.length / seconds, times, waits }
}

function post(agent: Agent, port: number, cookie: string, body: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body)
    const headers = { cookie, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const sent = request({ host: '127.0.0.1', port, path: '/api/v1/issues', method: 'POST', agent, headers }, (response) => {
      response.on('data', () => {})
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`a report was answered ${response.statusCode}`)),
      )
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

const pause = (length: number) => new Promise((resolve) => setTimeout(resolve, length * 1000))

/** What transactions of the service wait for, looked at ten times a second. */
async function watchWaits(cluster: Cluster, length: number): Promise<string> {
  const watcher = await openQuietly(cluster.url('intake'))
  const seen = new Map<string, number>()
  let all = 0
  for (const until = performance.now() + length * 1000; performance.now() < until; await pause(0.1)) {
    const { rows } = await watcher.db.query(
      `select coalesce(wait_event_type || ' ' || wait_event, 'working') as waits from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state in ('active', 'idle in transaction')`,
    )
    for (const { waits } of rows) {
      all++
      seen.set(String(waits), (seen.get(String(waits)) ?? 0) + 1)
    }
  }
  await watcher.close()
  const sorted = [...seen].sort(([, a], [, b]) => b - a).slice(0, 5)
  return sorted.map(([name, times]) => `${name} ${Math.round((100 * times) / all)} %`).join(', ')
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * share) / 100))] ?? Number.NaN
