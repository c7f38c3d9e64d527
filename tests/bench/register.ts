// The lists of vacancies and the coverage figures on a PostgreSQL server, with one sub-district and with a hundred in the same tables: the ninety-nine
// others are copies of the demo under codes of their own, 500,000 buildings and 1,000,000 appointments together.
import { spawn } from 'node:child_process'
import { Agent, get } from 'node:http'
import { loadDemo } from '../../data/load-demo.ts'
import type { Database } from '../../server/db/database.ts'
import { migrate } from '../../server/db/migrate.ts'
import { createVault, demoKeys } from '../../server/db/sealed-text.ts'
import { type Cluster, findPostgres, freePort, startCluster } from '../engines/cluster.ts'
import { demoDay } from '../engines/demo-day.ts'
import { demoSubdistrict as code, madeAccount, madeCookie } from '../engines/made-account.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { type Line, median } from './bench.ts'

const subdistricts = Number(process.env.BENCH_SUBDISTRICTS ?? 100)
const asks = 60
const questions = [
  { name: 'first page of the buildings without a head', path: '/api/v1/vacancies?list=buildingHead&limit=50', most: 50 },
  { name: 'first page of the units without a head', path: '/api/v1/vacancies?list=unitHead&limit=50', most: 50 },
  { name: 'lengths of the nine lists of vacancies', path: '/api/v1/vacancies/counts', most: undefined },
  { name: 'building-head coverage of the whole sub-district', path: '/api/v1/coverage?kind=buildingHead&level=2', most: 100 },
  { name: 'grid staffing of the whole sub-district', path: '/api/v1/coverage?kind=gridStaffing&level=2', most: 100 },
] as const

export async function measureRegister(): Promise<readonly Line[]> {
  const bin = findPostgres()
  if (bin === undefined) return [['register', 'left out', 'needs apt-get install postgresql-15-postgis-3']]
  const cluster = await startCluster(bin, ['fsync=off', 'shared_buffers=2GB', 'jit=off', 'max_wal_size=8GB', 'work_mem=32MB'])
  try {
    cluster.admin('create database registers')
    const database = await openQuietly(cluster.url('registers'))
    await migrate(database.pool, () => {})
    await loadDemo(database.pool, demoDay, createVault(demoKeys), () => {})
    await database.db.query('analyze')
    const cookie = await madeCookie(database, await madeAccount(database, 'leader', [code]), new Date())
    const alone = await measure(cluster, cookie)
    const seconds = await copyOthers(database)
    const among = await measure(cluster, cookie)
    const counted = await database.db.query(
      'select (select count(*) from building) as buildings, (select count(*) from appointment) as appointments',
    )
    const { buildings, appointments } = counted.rows[0] ?? {}
    process.stdout.write(`${buildings} buildings, ${appointments} appointments, copied in ${seconds.toFixed(0)} s\n`)
    await database.close()
    return questions.map(({ name, most }, at) => {
      const [one = [], many = []] = [alone[at], among[at]]
      return [
        `${name} over HTTP, ${subdistricts} sub-districts`,
        `p95 ${percentile95(many).toFixed(0)} ms, median ${median(many).toFixed(0)} ms`,
        `${most === undefined ? '' : `at most ${most} ms; `}with one sub-district p95 ${percentile95(one).toFixed(0)} ms, median ${median(one).toFixed(0)} ms (${(median(many) / median(one)).toFixed(2)} ×)`,
      ] as const
    })
  } finally {
    cluster.remove()
  }
}

const tables = [
  'coverage_version',
  'grid',
  'grid_boundary',
  'compound',
  'building',
  'building_unit',
  'renovation_project',
  'person',
  'appointment',
]
/** Codes of grids begin with that of their sub-district. */
const codes = new Set(['grid_code', 'parent_code', 'community_code'])

async function copyOthers({ db, pool }: Database): Promise<number> {
  const started = performance.now()
  const columns = await db.query(
    `select table_name as table, array_agg(column_name::text order by ordinal_position) as names from information_schema.columns
     where table_schema = 'public' and table_name = any ($1::text[]) and is_generated = 'NEVER' group by table_name`,
    [tables],
  )
  const namesOf = new Map(columns.rows.map((row) => [String(row.table), row.names as string[]]))
  const client = await pool.connect()
  await client.query('set statement_timeout = 0')
  for (let at = 1; at < subdistricts; at++) {
    const other = `9902${String(at).padStart(5, '0')}`
    await client.query(
      `insert into subdistrict (subdistrict_code, name, name_en, source, extent) select $2, name, name_en, 'register', extent from subdistrict where subdistrict_code = $1`,
      [code, other],
    )
    for (const table of tables) {
      const names = namesOf.get(table) ?? []
      const values = names.map((name) =>
        name === 'subdistrict_code'
          ? '$2::text'
          : codes.has(name)
            ? `$2::text || substr(${name}, 10)`
            : name === 'grid_codes'
              ? `(select array_agg($2::text || substr(one, 10)) from unnest(grid_codes) one)`
              : name,
      )
      await client.query(
        `insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from ${table} where subdistrict_code = $1::text`,
        [code, other],
      )
    }
  }
  // a register that is twenty years old: each post was held ten years before too
  await client.query(
    `insert into appointment (subdistrict_code, appointment_id, person_id, head_role, grid_code, building_id, unit_number, compound_id, selection_route,
       term_start, term_end, ended_on, end_reason)
     select subdistrict_code, appointment_id + 1000000, person_id, head_role, grid_code, building_id, unit_number, compound_id, selection_route,
       term_start - 3650, term_end - 3650, least(ended_on, term_end) - 3650, end_reason from appointment`,
  )
  await client.query('vacuum analyze')
  client.release(true)
  return (performance.now() - started) / 1000
}

/** Milliseconds of each question, the first ten answers left out: pages are fetched once, and a plan is kept from the sixth on. */
async function measure(cluster: Cluster, cookie: string): Promise<readonly number[][]> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/serve.ts'], {
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: cluster.url('registers'), PORT: String(port), TILE_MEMORY: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const measured = questions.map((): number[] => [])
  for (let turn = -10; turn < asks; turn++)
    for (const [at, { path }] of questions.entries()) {
      const started = performance.now()
      await asked(port, path, cookie, agent)
      if (turn >= 0) measured[at]?.push(performance.now() - started)
    }
  child.kill('SIGKILL')
  agent.destroy()
  return measured
}

function asked(port: number, path: string, cookie: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent, headers: { cookie } }, (response) => {
      response.on('data', () => {})
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${path} answered ${response.statusCode}`))))
    }).on('error', reject)
  })
}

const percentile95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN
