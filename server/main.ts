// The service: reads its settings, answers at once (503 until ready), brings the database up, serves, and ends in order.
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { AccountPolicy } from '#domain/accounts/account-policy.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { type Database, openDatabase } from './db/database.ts'
import { databaseTrouble } from './db/errors.ts'
import { foldCounts } from './db/fold-counts.ts'
import { migrate } from './db/migrate.ts'
import { inTransaction } from './db/queryable.ts'
import { rollDay } from './db/roll-day.ts'
import { createVault, demoKeys, hasPlain, resealAll } from './db/sealed-text.ts'
import { sweepSessions } from './db/sessions.ts'
import { type Env, envHelp, readEnv } from './env.ts'
import { createApp } from './http/create-app.ts'
import { usualLimits } from './http/limits.ts'
import { createMetrics } from './http/metrics.ts'
import { expireJobs } from './imports/queries.ts'
import { forgetRequests } from './issues/case-queries.ts'
import { forgetChanges } from './live/queries.ts'
import { createService, type Running } from './service.ts'

const drainMilliseconds = 10_000
const dayCheckMilliseconds = 60_000
/** How long the name of a request is remembered: longer than any phone keeps an unsent report. */
const requestsKeptMilliseconds = 90 * 86_400_000
/** How long a client may be away and still go on from its place in the live stream. */
const changesKeptMilliseconds = 7 * 86_400_000

type Stop = { asked: boolean; database: Database | undefined; service: Running | undefined }

const say = (message: string) => process.stdout.write(`fangyuan: ${message}\n`)

function settings(): Env {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(`${envHelp}\n`)
    process.exit(0)
  }
  const read = readEnv(process.env)
  if (read.ok) return read.env
  for (const { variable, value, problem } of read.problems) {
    process.stderr.write(`fangyuan: ${variable}=${value} is not usable: expected ${problem}. See: npm start -- --help\n`)
  }
  process.exit(1)
}

async function run(env: Env): Promise<void> {
  const log = pino({ level: env.logLevel })
  const starting = createApp({
    log,
    metrics: createMetrics({ tileStore: () => ({ tiles: 0, bytes: 0 }), poolWaiting: () => 0, liveStreams: () => 0 }),
    trustProxy: env.trustProxy,
    https: env.publicUrl?.startsWith('https:') ?? false,
    readiness: async () => ({ ready: false, reason: 'the service is starting' }),
    mount: () => {},
  })
  let answer: RequestListener = starting
  const server = createServer((request, response) => answer(request, response))
  // longer than a proxy or a client keeps a connection it does not use (60 s is usual): whoever closes first must not be the one who is asked next
  server.keepAliveTimeout = 75_000
  const stop: Stop = { asked: false, database: undefined, service: undefined }
  onStopSignal(() => end(stop, server, log))

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(env.port, env.host, resolve))
  const database = await openDatabase({
    databaseUrl: env.databaseUrl,
    dataFolder: env.dataFolder,
    progress: say,
    onConnectionLost: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  })
  stop.database = database
  const now = () => new Date()
  // the demo's key is public and good for the demo's fictional numbers alone
  const vault = createVault([...(env.phoneKeys ?? []), ...(env.demo ? demoKeys : [])])
  await untilReachable(() => migrate(database.pool, say), stop)
  if (env.demo) {
    // the generator is loaded only where it may be needed
    const { loadDemo } = await import('../data/load-demo.ts')
    await loadDemo(database.pool, calendarDay(now()), vault, say)
    const { ensureDemoAccounts } = await import('../data/demo/accounts.ts')
    await inTransaction(database.pool, ensureDemoAccounts)
  }
  if (await hasPlain(database.db)) {
    if (vault.ready) await resealAll(database.pool, vault, say, now())
    else say('phone numbers lie open in the database: set FANGYUAN_PHONE_KEYS and start again to seal them')
  }
  await rollDay(database.pool, calendarDay(now()))
  keepDay(database, now, (error) => log.warn({ err: error }, 'the layers of the day could not be rebuilt yet'))

  const settings = {
    publicUrl: env.publicUrl,
    secureCookies: env.publicUrl?.startsWith('https:') ?? false,
    trustProxy: env.trustProxy,
    demo: env.demo,
    policy: env.policy,
    oidc: env.oidc,
  }
  const service = createService({
    database,
    log,
    now,
    vault,
    settings,
    limits: usualLimits,
    checkAnswers: false,
    alarmMilliseconds: alarmCheckMilliseconds,
  })
  stop.service = service
  answer = service.answer
  keepSwept(database, now, env.policy)
  keepFolded(database, (error) => log.warn({ err: error }, 'the counts of issues could not be folded yet'))
  const { port } = server.address() as AddressInfo
  say(`ready at http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${port}/`)
}

/** A server that is away when the service starts is waited for; anything else ends the start. */
async function untilReachable(work: () => Promise<unknown>, stop: Stop): Promise<void> {
  for (let pause = 500; !stop.asked; pause = Math.min(pause * 2, 10_000)) {
    try {
      await work()
      return
    } catch (error) {
      if (databaseTrouble(error) !== 'away') throw error
      say(`the database cannot be reached (${error instanceof Error ? error.message : error}); trying again in ${pause / 1000} s`)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

function keepDay(database: Database, now: () => Date, onTrouble: (error: unknown) => void): void {
  let day = calendarDay(now())
  setInterval(() => {
    const today = calendarDay(now())
    if (today === day) return
    rollDay(database.pool, today).then(() => {
      day = today
    }, onTrouble)
  }, dayCheckMilliseconds).unref()
}

/** Sessions that ended by themselves, names of requests that are long answered and changes long told leave their tables once an hour. */
function keepSwept(database: Database, now: () => Date, { idleMinutes }: AccountPolicy): void {
  setInterval(() => {
    const idleBefore = new Date(now().getTime() - idleMinutes * 60_000)
    sweepSessions(database.db, now(), idleBefore).catch(() => {})
    forgetRequests(database.db, new Date(now().getTime() - requestsKeptMilliseconds)).catch(() => {})
    expireJobs(database.db, now()).catch(() => {})
    forgetChanges(database.db, new Date(now().getTime() - changesKeptMilliseconds)).catch(() => {})
  }, 3_600_000).unref()
}

/** Time alone makes a case late and a patrol missed. */
const alarmCheckMilliseconds = 10_000
const foldCheckMilliseconds = 5_000
/** So many changes are read beside the sums without anybody noticing; folding fewer would write more than it spares. */
const changesWorthFolding = 2_000
const everyNthCheckFoldsAll = 60

/** Takes what was counted into the sums: soon where much waits, after a while where little does. */
function keepFolded({ pool }: Database, onTrouble: (error: unknown) => void): void {
  let [checks, folding] = [0, false]
  setInterval(() => {
    if (folding) return
    folding = true
    foldCounts(pool, checks++ % everyNthCheckFoldsAll === 0 ? 1 : changesWorthFolding)
      .catch(onTrouble)
      .finally(() => {
        folding = false
      })
  }, foldCheckMilliseconds).unref()
}

function onStopSignal(act: () => Promise<void>): void {
  let acting = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (acting) process.exit(1)
      acting = true
      act().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

/** No new requests, the running ones finish, then the database closes. */
async function end(stop: Stop, server: ReturnType<typeof createServer>, log: { info(message: string): void }): Promise<void> {
  stop.asked = true
  log.info('stopping')
  let closed: Promise<void> | undefined
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    closed = stop.service?.close()
    server.closeIdleConnections()
    setTimeout(() => {
      server.closeAllConnections()
      resolve()
    }, drainMilliseconds).unref()
  })
  await closed
  await stop.database?.close()
  say('stopped')
}

process.on('unhandledRejection', (error) => {
  process.stderr.write(`fangyuan: unexpected failure: ${error instanceof Error ? error.stack : error}\n`)
})

run(settings()).catch((error: unknown) => {
  process.stderr.write(`fangyuan: cannot start: ${error instanceof Error ? error.message : error}\n`)
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
