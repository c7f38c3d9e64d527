// The service against a PostgreSQL server that goes away and comes back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, findPostgres, freePort, startCluster } from '../engines/cluster.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { type Running, spawnService, startService, until } from './run-service.ts'

const bin = findPostgres()

describe.runIf(bin)('the service on a PostgreSQL server', () => {
  let cluster: Cluster
  let service: Running
  beforeAll(async () => {
    cluster = await startCluster(bin ?? '')
    cluster.admin('create database town')
    service = await startService({ DATABASE_URL: cluster.url('town'), DEMO: 'on' })
    leader = await signInAs(service.base, 'leader')
  })
  afterAll(async () => {
    await service?.stop()
    cluster?.remove()
  })
  let leader: Visitor
  const status = async (path: string) => (await leader.ask(path)).status

  it('turns not ready, answers 503 with a clear body, lives on, and is ready again when the server is', async () => {
    expect(await status('/readyz')).toBe(200)
    expect(await status('/api/v1/grids?level=1')).toBe(200)
    cluster.stop('immediate')
    await until(
      () => status('/readyz'),
      (code) => code === 503,
    )
    const refused = await leader.ask('/api/v1/grids?level=1')
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ code: 'unavailable' })
    expect(refused.headers.get('retry-after')).toBe('2')
    expect(await status('/healthz')).toBe(200)
    cluster.start()
    await until(
      () => status('/readyz'),
      (code) => code === 200,
    )
    expect(await status('/api/v1/grids?level=1')).toBe(200)
    expect(service.child.exitCode).toBeNull()
  })

  it('keeps serving when single connections are cut', async () => {
    cluster.admin(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fangyuan'`)
    await until(
      () => status('/api/v1/layers'),
      (code) => code === 200,
    )
  })

  it('a second and a third service that start together on an empty database share the work without collision', async () => {
    cluster.admin('create database together')
    const env = { DATABASE_URL: cluster.url('together'), DEMO: 'on' }
    const both = await Promise.all([startService(env), startService(env)])
    const drew = both.filter((one) => one.output().includes('drawing the demo'))
    expect(drew.length).toBe(1)
    for (const one of both) expect((await (await signInAs(one.base, 'leader')).ask('/api/v1/stations')).status).toBe(200)
    // a session is known to every instance
    const [first, second] = both
    const { cookie } = await signInAs(first?.base ?? '', 'secretary')
    expect((await fetch(`${second?.base}/api/v1/session`, { headers: { cookie } })).status).toBe(200)
    await Promise.all(both.map((one) => one.stop()))
  })

  it('waits for a server that is not there yet, and says so', async () => {
    const port = await freePort()
    const { child, says, ended } = spawnService({ PORT: '0', DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/town` })
    await says(/cannot be reached.*trying again/)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})
