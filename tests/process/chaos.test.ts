// The service is killed in the middle of taking in reports. Whatever it acknowledged is there, exactly once; whoever watches is told of it, exactly
// once, before or after; who was not answered sends again under the same name and makes nothing twice.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { type Cluster, findPostgres, startCluster } from '../engines/cluster.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { type Told, watch } from '../engines/watch.ts'
import { type Running, startService } from './run-service.ts'

const clients = 20
type Feature = { id: number; geometry: { coordinates: [number, number] } }

/** Sends a report under its name until it is acknowledged; answers its number. */
async function sendUntilTaken(visitor: Visitor, baseNow: () => string, key: string, body: unknown): Promise<number> {
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      const response = await fetch(`${baseNow()}/api/v1/issues`, {
        method: 'POST',
        headers: { cookie: visitor.cookie, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000),
      })
      if (response.status === 200) return ((await response.json()) as Feature).id
      if (response.status < 500 && response.status !== 429) throw new Error(`refused with ${response.status}: ${await response.text()}`)
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('refused')) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${key} was never taken`)
}

/** Watches from a place until told otherwise; begins again from its place whenever it is cut off. */
function watcher(cookie: string, baseNow: () => string) {
  const told: Told[] = []
  let over = false
  let place: string | undefined
  const running = (async () => {
    while (!over) {
      try {
        const one = await watch(baseNow(), cookie, place)
        let seen = 0
        const take = () => {
          for (; seen < one.told.length; seen++) {
            const event = one.told[seen] as Told
            told.push(event)
            place = event.id
          }
        }
        const timer = setInterval(take, 20)
        await Promise.race([
          one.ended,
          new Promise<void>((resolve) =>
            setTimeout(function look() {
              if (over) resolve()
              else setTimeout(look, 50)
            }, 50),
          ),
        ])
        clearInterval(timer)
        take()
        one.close()
      } catch {
        // not there yet
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  return {
    told,
    async stop() {
      over = true
      await running
    },
  }
}

async function chaos(start: () => Promise<Running>, reports: number): Promise<void> {
  let service = await start()
  const baseNow = () => service.base
  const visitors = await Promise.all(Array.from({ length: clients }, () => signInAs(service.base, 'leader')))
  const leader = visitors[0] as Visitor
  const { features } = await leader.json<{ features: Feature[] }>('/api/v1/issues?limit=1')
  const [lng = 0, lat = 0] = features[0]?.geometry.coordinates ?? []
  const before = await leader.json<{ total: number }>(
    `/api/v1/issues/density?bbox=${lng - 0.2},${lat - 0.2},${lng + 0.2},${lat + 0.2}&zoom=16`,
  )
  const watching = watcher(leader.cookie, baseNow)
  const taken = new Map<string, number>()
  let killedAt = -1
  const intake = visitors.map(async (visitor, client) => {
    for (let turn = 0; turn < reports / clients; turn++) {
      const key = `chaos-${client}-${turn}`
      const body = { lng, lat, item: 'garbage', source: 'gridWorker', description: key }
      taken.set(key, await sendUntilTaken(visitor, baseNow, key, body))
    }
  })
  const killer = (async () => {
    while (taken.size < reports / 3) await new Promise((resolve) => setTimeout(resolve, 10))
    killedAt = taken.size
    await service.stop('SIGKILL')
    service = await start()
  })()
  await Promise.all([...intake, killer])
  expect(killedAt).toBeLessThan(reports)
  expect(taken.size).toBe(reports)
  // each is there once, under the number that was answered
  const listed = new Map<string, number[]>()
  let after = ''
  do {
    const page = await leader2(service, leader).json<{
      features: (Feature & { properties: { description: string } })[]
      next: string | null
    }>(`/api/v1/issues?q=chaos-&limit=1000${after}`)
    for (const { id, properties } of page.features) listed.set(properties.description, [...(listed.get(properties.description) ?? []), id])
    after = page.next === null ? '' : `&after=${page.next}`
  } while (after !== '')
  expect(listed.size).toBe(reports)
  for (const [key, id] of taken) expect([key, listed.get(key)]).toEqual([key, [id]])
  // and is counted once
  const now = await leader2(service, leader).json<{ total: number }>(
    `/api/v1/issues/density?bbox=${lng - 0.2},${lat - 0.2},${lng + 0.2},${lat + 0.2}&zoom=16`,
  )
  expect(now.total - before.total).toBe(reports)
  // every one was told once to the client that went on from its place, and nothing was told as lost
  const reportedOf = () =>
    watching.told
      .filter(({ event, data }) => event === 'issue' && data.kind === 'issueReported')
      .map(({ data }) => (data.issue as Feature).id)
  const patience = Date.now() + 20_000
  while (new Set(reportedOf()).size < reports && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 100))
  await watching.stop()
  expect(reportedOf().toSorted((a, b) => a - b)).toEqual([...taken.values()].toSorted((a, b) => a - b))
  expect(watching.told.filter(({ event }) => event === 'reset')).toEqual([])
  await service.stop()
}

/** The same session at the service that was started again. */
const leader2 = (service: Running, { cookie }: Visitor) => ({
  async json<T>(path: string): Promise<T> {
    const response = await fetch(service.base + path, { headers: { cookie } })
    expect(response.status).toBe(200)
    return (await response.json()) as T
  },
})

const bin = findPostgres()
describe.runIf(bin)('on a PostgreSQL server, killed during 2,000 reports of 20 clients', () => {
  let cluster: Cluster
  afterAll(() => cluster?.remove())

  it('loses nothing, makes nothing twice, tells everything once', async () => {
    cluster = await startCluster(bin ?? '')
    cluster.admin('create database town')
    await chaos(() => startService({ DATABASE_URL: cluster.url('town'), DEMO: 'on' }), 2000)
  })
})

describe('on the embedded engine, killed during 200 reports of 20 clients', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-chaos-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('loses nothing, makes nothing twice, tells everything once', async () => {
    cpSync(inject('dataFolder'), folder, { recursive: true, filter: (path) => !/(^|\/)(lock|\.s\.PGSQL\.5432)$/.test(path) })
    await chaos(() => startService({ FANGYUAN_DIR: folder }), 200)
  })
})
