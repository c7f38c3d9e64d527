// How long the service takes to be ready, and how much memory it then holds, on both engines.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { type Running, startService } from '../process/run-service.ts'
import { type Line, spread } from './bench.ts'

const megabytesOf = (pid: number | undefined) => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(status.match(/VmRSS:\s+(\d+) kB/)?.[1] ?? 0) / 1000
}

async function timed(env: Readonly<Record<string, string>>): Promise<{ service: Running; seconds: number }> {
  const started = performance.now()
  const service = await startService(env)
  return { service, seconds: (performance.now() - started) / 1000 }
}

/** What a first visitor asks for, so that memory is that of a service at work. */
async function visit({ base }: Running): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const signedIn = await fetch(`${base}/api/v1/session`, { method: 'POST', headers, body: '{"demo":"leader"}' })
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const ask = (path: string) => fetch(`${base}${path}`, { headers: { cookie } })
  const { subdistricts } = (await (await ask(`/api/v1/subdistricts`)).json()) as { subdistricts: { bbox: number[] }[] }
  const [west = 0, south = 0, east = 0, north = 0] = subdistricts[0]?.bbox ?? []
  const n = 2 ** 15
  const column = (lng: number) => Math.floor(((lng + 180) / 360) * n)
  const row = (lat: number) => Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * n)
  for (let x = column(west); x <= column(east); x++) {
    for (let y = row(north); y <= row(south); y++) {
      for (const layers of ['green,water,roads,buildings', 'grids', 'gridLabels', 'stations']) {
        await (await ask(`/api/v1/tiles/${layers}/15/${x}/${y}.mvt`)).arrayBuffer()
      }
    }
  }
  for (const path of ['grids?level=3&limit=1000', 'compounds?limit=1000', 'buildings?head=missing&limit=1000', 'patrol-routes']) {
    await (await ask(`/api/v1/${path}`)).arrayBuffer()
  }
}

export async function measureStart(): Promise<readonly Line[]> {
  const lines: Line[] = []
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-bench-'))
  const first = await timed({ FANGYUAN_DIR: folder })
  lines.push(['first start, embedded with the demo', `${first.seconds.toFixed(1)} s`, 'at most 60 s'])
  await first.service.stop()
  const later: number[] = []
  let memory = 0
  for (let i = 0; i < 3; i++) {
    const { service, seconds } = await timed({ FANGYUAN_DIR: folder })
    later.push(seconds)
    await visit(service)
    memory = megabytesOf(service.child.pid)
    await service.stop()
  }
  lines.push(['later starts, embedded', `${spread(later, 1)} s`, 'at most 8 s'])
  lines.push(['resident memory, embedded, after a first visit', `${memory.toFixed(0)} MB`, 'at most 1,200 MB'])
  rmSync(folder, { recursive: true, force: true })

  const bin = findPostgres()
  if (bin === undefined) return [...lines, ['server engine', 'left out', 'needs PostgreSQL with PostGIS']]
  const cluster = await startCluster(bin)
  cluster.admin('create database town')
  const loaded = await timed({ DATABASE_URL: cluster.url('town'), DEMO: 'on' })
  await loaded.service.stop()
  const { service, seconds } = await timed({ DATABASE_URL: cluster.url('town'), DEMO: 'on' })
  await visit(service)
  lines.push(['later start, server engine', `${seconds.toFixed(1)} s`, ''])
  lines.push(['resident memory, server engine, after a first visit', `${megabytesOf(service.child.pid).toFixed(0)} MB`, 'at most 250 MB'])
  await service.stop()
  cluster.remove()
  return lines
}
