// Tiles of a dense city layer on a PostgreSQL server: the ready-made plan beside the plain one, the service beside pgbench running the same
// statement, and tiles at hand beside nginx serving the same bytes.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pixelMetres, tileAt, tileUnitMetres } from '#domain/geo/web-mercator.ts'
import { bandOf } from '#domain/layers/zoom-bands.ts'
import { migrate } from '../../server/db/migrate.ts'
import { encodedTile, tileBuffer } from '../../server/tiles/tile-statement.ts'
import { type Cluster, findPostgres, freePort, startCluster } from '../engines/cluster.ts'
import { madeAccount, madeCookie } from '../engines/made-account.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { type Line, median, spread } from './bench.ts'
import { cityCode, makeDenseCity } from './dense-city.ts'

const connections = 4
const seconds = 6
const rounds = 3
const zooms = [14, 15, 16] as const

type Range = { readonly z: number; readonly x: readonly [number, number]; readonly y: readonly [number, number] }
function cityTiles(z: number): Range {
  const a = tileAt(107.95, 30.55, z)
  const b = tileAt(108.05, 30.45, z)
  return { z, x: [a.x, b.x], y: [a.y, b.y] }
}

const has = (program: string) => spawnSync('which', [program]).status === 0

export async function measureTiles(): Promise<readonly Line[]> {
  const bin = findPostgres()
  if (bin === undefined || !has('wrk')) return [['tiles', 'left out', 'needs apt-get install postgresql-15-postgis-3 wrk nginx-light']]
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-tiles-'))
  const cluster = await startCluster(bin, ['fsync=off', 'shared_buffers=1GB', 'jit=off', 'max_wal_size=4GB'])
  try {
    cluster.admin('create database city')
    const database = await openQuietly(cluster.url('city'))
    await migrate(database.pool, () => {})
    process.stdout.write('building the dense city\n')
    const client = await database.pool.connect()
    const written = await makeDenseCity({
      query: (text, values) => client.query(text, values ? [...values] : undefined),
      queryBytes: database.db.queryBytes,
    })
    client.release()
    const now = new Date()
    const reader = await madeAccount(database, 'leader', [cityCode], [], cityCode)
    const cookie = await madeCookie(database, reader, now, cityCode)
    await database.close()
    const lines: Line[] = [
      [
        'writing 500,000 buildings: the facts, and their ready-made features on top',
        `${written.facts.toFixed(0)} s + ${written.features.toFixed(0)} s`,
        `${((1e6 * written.features) / 500_000).toFixed(0)} µs a building for all zoom bands`,
      ],
    ]
    for (const z of zooms) lines.push(...(await compareAtZoom(cluster, bin, folder, z, cookie)))
    lines.push(...(await compareCached(cluster, folder, cookie)))
    return lines
  } finally {
    cluster.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compareAtZoom(cluster: Cluster, bin: string, folder: string, z: number, cookie: string): Promise<readonly Line[]> {
  const range = cityTiles(z)
  const ready = join(folder, `ready-${z}.sql`)
  const plain = join(folder, `plain-${z}.sql`)
  writeFileSync(ready, pgbenchScript(range, readyStatement(z)))
  writeFileSync(plain, pgbenchScript(range, plainStatement))
  const service = await serve(cluster, 1)
  const lua = join(folder, `random-${z}.lua`)
  writeFileSync(lua, randomTiles(range))
  const [readyRates, plainRates, httpRates]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < rounds; round++) {
    plainRates.push(pgbench(bin, cluster, plain))
    readyRates.push(pgbench(bin, cluster, ready))
    httpRates.push(wrk(`http://127.0.0.1:${service.port}/`, connections, cookie, lua))
  }
  service.stop()
  const ratio = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value / (b[i] ?? Number.NaN))
  return [
    [
      `z${z} dense buildings, SQL alone, ready-made features`,
      `${median(readyRates).toFixed(0)}/s`,
      `${spread(ratio(readyRates, plainRates))} × the plain plan (${median(plainRates).toFixed(0)}/s); at least 2`,
    ],
    [
      `z${z} uncached over HTTP`,
      `${median(httpRates).toFixed(0)}/s`,
      `${spread(ratio(httpRates, readyRates))} × pgbench with the same SQL; at least 0.9`,
    ],
  ]
}

/** What a tile server does that keeps nothing ready: project, clip and encode at the request. */
const plainStatement = `select ST_AsMVT(f, 'buildings', 4096, 'geom', 'feature_id') from (
  select * from (
    select b.building_id as feature_id, ST_AsMVTGeom(ST_Transform(b.geom, 3857), ST_MakeEnvelope(:west, :south, :east, :north, 3857), 4096, ${tileBuffer}, true) as geom,
      b.building_use as use, b.levels, b.height_metres as height, b.households, b.name, b.name_en as "nameEn",
      case when b.building_use <> 'residential' then 'notNeeded' when h.building_id is null then 'missing' else 'present' end as head
    from building b
    left join appointment h on h.subdistrict_code = '${cityCode}' and h.building_id = b.building_id and h.head_role = 'buildingHead'
      and h.term_start <= current_date and coalesce(h.ended_on, h.term_end) > current_date
    where b.subdistrict_code = '${cityCode}' and b.geom && ST_Transform(ST_MakeEnvelope(:bwest, :bsouth, :beast, :bnorth, 3857), 4326)
    order by b.building_id offset 0
  ) clipped where geom is not null
) f;`

/** The very statement of the service, its parameters written as pgbench variables. */
function readyStatement(z: number): string {
  const values = [
    `'${cityCode}'`,
    z,
    ':west',
    ':south',
    ':east',
    ':north',
    ':bwest',
    ':bsouth',
    ':beast',
    ':bnorth',
    z >= 16 ? 0 : pixelMetres(z),
    1,
  ]
  return `${encodedTile(['buildings'], bandOf(z)).replace(/\$(\d+)/g, (_, n: string) => String(values[Number(n) - 1]))};`
}

function pgbenchScript({ z, x, y }: Range, statement: string): string {
  const width = 40_075_016.685578488 / 2 ** z
  const reach = tileBuffer * tileUnitMetres(z)
  return [
    `\\set x random(${x[0]}, ${x[1]})`,
    `\\set y random(${y[0]}, ${y[1]})`,
    `\\set west :x * ${width} - 20037508.342789244`,
    `\\set north 20037508.342789244 - :y * ${width}`,
    `\\set east :west + ${width}`,
    `\\set south :north - ${width}`,
    `\\set bwest :west - ${reach}`,
    `\\set bsouth :south - ${reach}`,
    `\\set beast :east + ${reach}`,
    `\\set bnorth :north + ${reach}`,
    statement,
  ].join('\n')
}

function pgbench(bin: string, cluster: Cluster, script: string): number {
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(connections),
    '-j',
    '2',
    '-T',
    String(seconds),
    '-f',
    script,
    '-h',
    '127.0.0.1',
    '-p',
    String(cluster.port),
    '-U',
    'postgres',
    'city',
  ]
  const out = execFileSync(join(bin, 'pgbench'), args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, PGOPTIONS: '-c max_parallel_workers_per_gather=0' },
  })
  return Number(out.match(/tps = ([\d.]+)/)?.[1])
}

const randomTiles = ({ z, x, y }: Range) => `math.randomseed(42)
request = function()
  return wrk.format("GET", "/api/v1/tiles/buildings/${z}/" .. math.random(${x[0]}, ${x[1]}) .. "/" .. math.random(${y[0]}, ${y[1]}) .. ".mvt")
end`

function wrk(url: string, open: number, cookie: string, lua?: string): number {
  const args = ['-H', `Cookie: ${cookie}`, '-t', '1', '-c', String(open), '-d', `${seconds}s`, ...(lua ? ['-s', lua] : []), url]
  const out = execFileSync('wrk', args, { encoding: 'utf8' })
  if (/Non-2xx/.test(out)) throw new Error(`refused answers in the bench:\n${out}`)
  return Number(out.match(/Requests\/sec:\s+([\d.]+)/)?.[1])
}

async function serve(cluster: Cluster, tileMemory: number) {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/bench/serve.ts'], {
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: cluster.url('city'), PORT: String(port), TILE_MEMORY: String(tileMemory) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return { port, stop: () => child.kill('SIGKILL') }
}

async function compareCached(cluster: Cluster, folder: string, cookie: string): Promise<readonly Line[]> {
  const service = await serve(cluster, 64 * 1024 * 1024)
  const { z, x, y } = tileAtCenter()
  const path = `/api/v1/tiles/buildings/${z}/${x}/${y}.mvt`
  const bytes = Buffer.from(await (await fetch(`http://127.0.0.1:${service.port}${path}`, { headers: { cookie } })).arrayBuffer())
  const nginx = has('nginx') || existsSync('/usr/sbin/nginx') ? await startNginx(folder, path, bytes) : undefined
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    ours.push(wrk(`http://127.0.0.1:${service.port}${path}`, 16, cookie))
    if (nginx) theirs.push(wrk(`http://127.0.0.1:${nginx.port}${path}`, 16, cookie))
  }
  service.stop()
  nginx?.stop()
  const beside = nginx
    ? `${spread(ours.map((value, i) => value / (theirs[i] ?? Number.NaN)))} × nginx with the same bytes (${median(theirs).toFixed(0)}/s); at least 0.5`
    : 'nginx is not installed here'
  return [[`a tile of ${Math.round(bytes.length / 1000)} kB at hand, over HTTP`, `${median(ours).toFixed(0)}/s`, beside]]
}

/** A tile of about 150 kB in the middle of the city. */
const tileAtCenter = () => tileAt(108.0, 30.5, 15)

async function startNginx(folder: string, path: string, bytes: Buffer) {
  const port = await freePort()
  const file = join(folder, 'www', path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, bytes)
  const config = join(folder, 'nginx.conf')
  writeFileSync(
    config,
    `worker_processes auto; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {}
     http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
       types { application/vnd.mapbox-vector-tile mvt; }
       client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
       server { listen 127.0.0.1:${port}; root ${folder}/www; } }`,
  )
  spawnSync('chmod', ['-R', 'a+rX', folder])
  const child = spawn('nginx', ['-c', config, '-g', 'daemon off;'], { stdio: 'ignore' })
  await new Promise((resolve) => setTimeout(resolve, 800))
  return { port, stop: () => child.kill('SIGTERM') }
}
