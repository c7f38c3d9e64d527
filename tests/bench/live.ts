// 500 people watch; somebody reports. How long until each of them knows, and what the streams cost in memory.
import { readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { startService } from '../process/run-service.ts'
import { type Line, spread } from './bench.ts'

const streams = 500
const streamsOfSession = 10
const reports = 40
const everyMs = 400

const megabytesOf = (pid: number | undefined) =>
  Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/)?.[1] ?? 0) / 1000

/** Opens a stream and calls back with the number of every issue that is told, and when. Resolves once the stream has said something. */
function listen(base: string, cookie: string, agent: Agent, onIssue: (id: number, at: number) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const request = get(`${base}/api/v1/live`, { agent, headers: { cookie } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`a stream was refused with ${response.statusCode}`))
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const at = performance.now()
        resolve(() => request.destroy())
        rest += chunk
        const blocks = rest.split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          const id = block.includes('event: issue') ? block.match(/"issueId":(\d+)/)?.[1] : undefined
          if (id !== undefined) onIssue(Number(id), at)
        }
      })
      response.on('error', () => undefined)
    })
    request.on('error', reject)
  })
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

export async function measureLive(): Promise<readonly Line[]> {
  const bin = findPostgres()
  if (bin === undefined) return [['live streams', 'left out', 'needs PostgreSQL with PostGIS']]
  const cluster = await startCluster(bin, [])
  cluster.admin('create database town')
  const service = await startService({ DATABASE_URL: cluster.url('town'), DEMO: 'on' })
  const visitors: Visitor[] = []
  for (let i = 0; i < streams / streamsOfSession; i++) visitors.push(await signInAs(service.base, 'leader'))
  const reporter = visitors[0] as Visitor
  const { features } = await reporter.json<{ features: { geometry: { coordinates: number[] } }[] }>('/api/v1/issues?limit=1')
  const [lng, lat] = features[0]?.geometry.coordinates ?? []
  const report = async (): Promise<{ id: number; sent: number; committed: number }> => {
    const sent = performance.now()
    const response = await reporter.send('POST', '/api/v1/issues', {
      lng,
      lat,
      item: 'garbage',
      source: 'gridWorker',
      description: 'measured',
    })
    const { id } = (await response.json()) as { id: number }
    return { id, sent, committed: performance.now() }
  }
  await report()
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const before = megabytesOf(service.child.pid)
  const heard = new Map<number, number[]>()
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })
  const closers: (() => void)[] = []
  for (let i = 0; i < streams; i++) {
    const { cookie } = visitors[i % visitors.length] as Visitor
    closers.push(await listen(service.base, cookie, agent, (id, at) => heard.set(id, [...(heard.get(id) ?? []), at])))
  }
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const made: { id: number; sent: number; committed: number }[] = []
  for (let i = 0; i < reports; i++) {
    made.push(await report())
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const after = megabytesOf(service.child.pid)
  // the answer arrives after the commit: measured from the answer it would look too good, from the sending it looks too bad
  const fromSending = made.flatMap(({ id, sent }) => (heard.get(id) ?? []).map((at) => at - sent)).sort((a, b) => a - b)
  const lost = made.reduce((sum, { id }) => sum + streams - (heard.get(id)?.length ?? 0), 0)
  const all = made.map(({ id, sent }) => Math.max(...(heard.get(id) ?? [Number.NaN])) - sent)
  for (const close of closers) close()
  await service.stop()
  cluster.remove()
  return [
    [
      `an issue known to ${streams} watchers, from sending the report, p50 / p99`,
      `${percentile(fromSending, 0.5).toFixed(0)} / ${percentile(fromSending, 0.99).toFixed(0)} ms`,
      'p99 at most 1,000 ms',
    ],
    [`until the last of ${streams} knows`, `${spread(all, 0)} ms`, `${reports} reports; ${lost} of ${reports * streams} events missing`],
    [`memory for ${streams} streams, server engine`, `${(after - before).toFixed(0)} MB`, `at most 150 MB; ${before.toFixed(0)} MB before`],
  ]
}
