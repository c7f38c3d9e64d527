// A register of 20,000 buildings that comes back as a workbook: how long it takes until every row is told, and how much memory the service takes for it,
// on both engines. Half of what the demo has is changed, the rest of the rows is new.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asWorkbook } from '../../server/http/table-file.ts'
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { type Running, startService } from '../process/run-service.ts'
import { type Line, spread } from './bench.ts'

const wantedRows = 20_000
const turns = 3
const lookMilliseconds = 20

const megabytesOf = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000

async function signIn({ base }: Running): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const signedIn = await fetch(`${base}/api/v1/session`, { method: 'POST', headers, body: '{"demo":"leader"}' })
  return (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** The register as it is downloaded, every second row changed, filled up with new rows at the doors that are there. */
async function madeFile({ base }: Running, cookie: string): Promise<Uint8Array> {
  const file = await fetch(`${base}/api/v1/registers/building/file?format=csv`, { headers: { cookie } })
  const [header = [], ...known] = (await file.text())
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
  const at = (name: string): number => header.indexOf(name)
  const [code, version, levels, name, units, lifts] = [
    at('编码'),
    at('版本(勿改)'),
    at('层数'),
    at('名称'),
    at('各单元户数'),
    at('有电梯的单元'),
  ]
  const rows = known.map((cells, n) => cells.map((cell, place) => (place === levels && n % 2 === 0 ? String(1 + (n % 40)) : cell)))
  for (let n = 0; rows.length < wantedRows; n++) {
    const cells = [...(known[n % known.length] ?? [])]
    for (const place of [code, version, units, lifts]) cells[place] = ''
    cells[name] = `补录${n}栋`
    rows.push(cells)
  }
  return asWorkbook([header, ...rows])
}

async function preview({ base, child }: Running, cookie: string, file: Uint8Array) {
  let peak = megabytesOf(child.pid)
  const before = peak
  const timer = setInterval(() => {
    peak = Math.max(peak, megabytesOf(child.pid))
  }, lookMilliseconds)
  const started = performance.now()
  const response = await fetch(`${base}/api/v1/registers/building/fill-in`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/octet-stream' },
    body: new Blob([new Uint8Array(file)]),
  })
  const { counts } = (await response.json()) as { counts?: { new: number; changed: number; unchanged: number; trouble: number } }
  const seconds = (performance.now() - started) / 1000
  clearInterval(timer)
  const { new: added = 0, changed = 0, unchanged = 0, trouble = 0 } = counts ?? {}
  if (added + changed + unchanged + trouble !== wantedRows) throw new Error(`answered ${response.status}, ${JSON.stringify(counts)}`)
  return { seconds, growth: peak - before, told: `${added} new, ${changed} changed, ${unchanged} unchanged, ${trouble} with trouble` }
}

async function measureOne(engine: string, env: Readonly<Record<string, string>>): Promise<readonly Line[]> {
  const service = await startService(env)
  try {
    const cookie = await signIn(service)
    const file = await madeFile(service, cookie)
    const measured = []
    for (let turn = 0; turn < turns; turn++) measured.push(await preview(service, cookie, file))
    const what = `preview of a workbook of ${wantedRows.toLocaleString('en')} rows, ${engine}`
    return [
      [
        what,
        `${spread(
          measured.map(({ seconds }) => seconds),
          1,
        )} s`,
        `at most 15 s; ${(file.length / 1e6).toFixed(1)} MB, ${measured[0]?.told}`,
      ],
      [`${what}: more resident memory at the most`, `${Math.max(...measured.map(({ growth }) => growth)).toFixed(0)} MB`, 'at most 300 MB'],
    ]
  } finally {
    await service.stop()
  }
}

export async function measureUpload(): Promise<readonly Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-bench-'))
  const lines = [...(await measureOne('embedded', { FANGYUAN_DIR: folder }))]
  rmSync(folder, { recursive: true, force: true })
  const bin = findPostgres()
  if (bin === undefined) return [...lines, ['preview of a workbook, server engine', 'left out', 'needs PostgreSQL with PostGIS']]
  const cluster = await startCluster(bin)
  cluster.admin('create database town')
  lines.push(...(await measureOne('server engine', { DATABASE_URL: cluster.url('town'), DEMO: 'on' })))
  cluster.remove()
  return lines
}
