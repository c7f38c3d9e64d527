// The service is killed while a plan is drawn on, and again while it is published. Every step that was acknowledged is there, once; a plan is
// published altogether or not at all.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { type Cluster, findPostgres, startCluster } from '../engines/cluster.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { type Running, startService } from './run-service.ts'

const steps = 60
type Opened = {
  plan: { stage: string; version: number }
  journal: { lastEntry: number; entries: { id: string }[] }
}
type Base = { grids: { id: string }[] }
type Versions = { versions: { coverageVersionId: number; validFrom: string }[] }

async function chaos(start: () => Promise<Running>, delays: readonly number[]): Promise<void> {
  let service = await start()
  const [planner, leader] = [await signInAs(service.base, 'planner'), await signInAs(service.base, 'leader')]
  const ask = async <T>({ cookie }: Visitor, method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> => {
    const response = await fetch(`${service.base}/api/v1${path}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    return { status: response.status, body: (await response.json()) as T }
  }
  const { planId } = (await ask<{ planId: number }>(planner, 'POST', '/plans', { title: '断电' })).body
  const open = async () => (await ask<Opened>(planner, 'GET', `/plans/${planId}`)).body
  const base = (await ask<Base>(planner, 'GET', `/plans/${planId}/base`)).body

  const acknowledged: string[] = []
  const draw = (async () => {
    for (let k = 0; k < steps; k++) {
      const id = `chaos-step-${k}`
      const grid = base.grids[k % base.grids.length]?.id ?? ''
      for (let attempt = 0; ; attempt++) {
        if (attempt > 600) throw new Error(`${id} was never taken`)
        try {
          const { status } = await ask(planner, 'POST', `/plans/${planId}/entries`, {
            after: 0,
            entries: [{ kind: 'do', id, operation: { kind: 'renameGrid', grid, name: `断电 ${k}`, nameEn: `Cut ${k}` } }],
          })
          if (status === 200) break
        } catch {
          // it is away
        }
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      acknowledged.push(id)
    }
  })()
  const kill = (async () => {
    while (acknowledged.length < steps / 3) await new Promise((resolve) => setTimeout(resolve, 5))
    await service.stop('SIGKILL')
    service = await start()
  })()
  await Promise.all([draw, kill])
  expect((await open()).journal.entries.map(({ id }) => id)).toEqual(acknowledged)

  const step = async (to: string, who: Visitor, more: object = {}) => {
    const { plan } = await open()
    expect((await ask(who, 'POST', `/plans/${planId}/steps`, { to, version: plan.version, note: '走过', ...more })).status).toBe(200)
  }
  for (const to of ['selfChecked', 'fieldWalked', 'opinionHeard']) await step(to, planner)
  await step('approved', leader, { effectiveOn: '2199-01-01' })
  const before = (await ask<Versions>(planner, 'GET', '/coverage-versions')).body.versions.length
  // killed at different moments of publishing, until one gets through
  for (const delay of delays) {
    const { plan } = await open()
    if (plan.stage === 'published') break
    const sent = ask(leader, 'POST', `/plans/${planId}/publish`, { version: plan.version }).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, delay))
    await service.stop('SIGKILL')
    await sent
    service = await start()
    const { stage } = (await open()).plan
    const versions = (await ask<Versions>(planner, 'GET', '/coverage-versions')).body.versions.length
    expect([stage, versions - before]).toEqual(stage === 'published' ? ['published', 1] : ['approved', 0])
  }
  const { plan } = await open()
  if (plan.stage !== 'published')
    expect((await ask(leader, 'POST', `/plans/${planId}/publish`, { version: plan.version })).status).toBe(200)
  expect((await open()).plan.stage).toBe('published')
  await service.stop()
}

const bin = findPostgres()
describe.runIf(bin)('on a PostgreSQL server', () => {
  let cluster: Cluster
  afterAll(() => cluster?.remove())

  it('no step that was acknowledged is lost, and nothing is half published', async () => {
    cluster = await startCluster(bin ?? '')
    cluster.admin('create database town')
    await chaos(() => startService({ DATABASE_URL: cluster.url('town'), DEMO: 'on' }), [20, 120])
  })
})

describe('on the embedded engine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-plan-chaos-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('no step that was acknowledged is lost, and nothing is half published', async () => {
    cpSync(inject('dataFolder'), folder, { recursive: true, filter: (path) => !/(^|\/)(lock|\.s\.PGSQL\.5432)$/.test(path) })
    await chaos(() => startService({ FANGYUAN_DIR: folder }), [60])
  })
})
