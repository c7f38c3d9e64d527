// A file of 20,000 tickets over HTTP to the service as it is started by npm start, from sending it to every row being checked; on both engines.
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { startService } from '../process/run-service.ts'
import type { Line } from './bench.ts'

const rows = 20_000
const lookMilliseconds = 50

export async function measureImports(): Promise<readonly Line[]> {
  const lines = [await measureOn('embedded engine', { DEMO: 'on' })]
  const bin = findPostgres()
  if (bin === undefined)
    return [...lines, ['20,000 tickets on the server engine', 'left out', 'needs apt-get install postgresql-15-postgis-3']]
  const cluster = await startCluster(bin)
  try {
    cluster.admin('create database imports')
    return [...lines, await measureOn('server engine', { DEMO: 'on', DATABASE_URL: cluster.url('imports') })]
  } finally {
    cluster.remove()
  }
}

async function measureOn(engine: string, environment: Record<string, string>): Promise<Line> {
  const service = await startService(environment)
  try {
    const base = `http://127.0.0.1:${service.port}/api/v1`
    const json = { 'content-type': 'application/json' }
    const signedIn = await fetch(`${base}/session`, { method: 'POST', headers: json, body: '{"demo":"leader"}' })
    const headers = { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' }
    const get = async <T>(path: string) => (await (await fetch(base + path, { headers })).json()) as T
    const content = await ticketsOf(get)
    const began = performance.now()
    const sent = await fetch(`${base}/imports?name=tickets.csv`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: content,
    })
    const { importId } = (await sent.json()) as { importId: number }
    type Job = {
      state: string
      rowCount: number
      proposal: { columns: object; items: object } | null
      counts: Record<string, number> | null
    }
    const settled = async (): Promise<Job> => {
      for (;;) {
        const job = await get<Job>(`/imports/${importId}`)
        if (!['reading', 'checking'].includes(job.state)) return job
        await new Promise((resolve) => setTimeout(resolve, lookMilliseconds))
      }
    }
    const read = await settled()
    const mapping = { ...read.proposal, source: 'hotline12345', coordinates: 'wgs84' }
    const { columns, items, source, coordinates } = mapping as Record<string, unknown>
    await fetch(`${base}/imports/${importId}/mapping`, {
      method: 'PUT',
      headers: { ...headers, ...json },
      body: JSON.stringify({ columns, items, source, coordinates }),
    })
    const checked = await settled()
    const seconds = (performance.now() - began) / 1000
    if (checked.state !== 'ready' || checked.rowCount !== rows)
      throw new Error(`the file ended ${checked.state} with ${checked.rowCount} rows`)
    return [`${rows.toLocaleString('en')} tickets sent, read and checked, ${engine}`, `${seconds.toFixed(1)} s`, 'target ≤ 15 s']
  } finally {
    await service.stop()
  }
}

/** Nine in ten with coordinates, one in ten by the name of a compound and a house. */
async function ticketsOf(get: <T>(path: string) => Promise<T>): Promise<string> {
  type Buildings = { features: { geometry: { coordinates: [number, number] } }[] }
  type Compounds = { features: { properties: { name: string } }[] }
  const places = (await get<Buildings>('/buildings?limit=1000')).features.map(({ geometry }) => geometry.coordinates)
  const names = (await get<Compounds>('/compounds?limit=1000')).features.map(({ properties }) => properties.name)
  const lines = Array.from({ length: rows }, (_, n) => {
    const [lng, lat] = places[n % places.length] ?? [0, 0]
    const where = n % 10 === 0 ? `${names[n % names.length]}${n}栋,,` : `,${lng},${lat}`
    return `T${n},2026-11-01 09:00,垃圾杂物,路口有垃圾,${where},13812345678`
  })
  return ['工单编号,受理时间,诉求类别,诉求内容,事发地址,经度,纬度,联系电话', ...lines].join('\n')
}
