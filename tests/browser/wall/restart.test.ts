// A wall while its service is killed and its database stops: it keeps what it knew, says so, and is right again by itself.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, findPostgres, startCluster } from '../../engines/cluster.ts'
import { signInAs } from '../../engines/sign-in.ts'
import { type Running, startService } from '../../process/run-service.ts'
import { openMap } from '../open-map.ts'
import { figureOf, settled, showScene } from './open-wall.ts'

const bin = findPostgres()
let cluster: Cluster | undefined
let service: Running
let env: Record<string, string>
const folder = mkdtempSync(join(tmpdir(), 'fangyuan-wall-'))
beforeAll(async () => {
  if (bin !== undefined) {
    cluster = await startCluster(bin, [])
    cluster.admin('create database town')
  }
  env = { FANGYUAN_DIR: folder, DEMO: 'on', ...(cluster && { DATABASE_URL: cluster.url('town') }) }
  service = await startService(env)
})
afterAll(async () => {
  await service?.stop()
  cluster?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const number = (text: string): number => Number(text.replace(/\D/g, ''))
const openIssues = async () => (await (await signInAs(service.base, 'leader')).json<{ open: number }>('/api/v1/wall/figures')).open
async function report(): Promise<void> {
  const worker = await signInAs(service.base, 'gridWorker')
  const { features } = await worker.json<{ features: { geometry: { coordinates: [number, number] } }[] }>('/api/v1/buildings?limit=1')
  const [lng, lat] = features[0]?.geometry.coordinates ?? []
  expect((await worker.send('POST', '/api/v1/issues', { lng, lat, item: 'garbage', source: 'gridWorker' })).status).toBe(200)
}
/** A wall of that service, as a display that nobody touches. */
async function wallOf() {
  const security = await signInAs(service.base, 'securityAdministrator')
  const made = await security.send('POST', '/api/v1/displays', { name: '断电试验', scenes: ['situation'], scope: ['990100001'] })
  const { token } = (await made.json()) as { token: string }
  const { page } = await openMap('/healthz', { as: 'nobody', size: { width: 1280, height: 720 } })
  await page.goto(`${service.base}/wall#display=${token}`)
  await page.getByTestId('wall').waitFor({ timeout: 60_000 })
  await showScene(page, 'situation')
  await settled(page)
  return page
}
const shown = async (page: Awaited<ReturnType<typeof wallOf>>) => number((await figureOf(page, 'open')).value)

describe('a wall', () => {
  it('whose service is killed shows what it knew, and is right again when the service is back', async () => {
    const page = await wallOf()
    const before = await shown(page)
    expect(before).toBe(await openIssues())
    const { port } = service
    await service.stop('SIGKILL')
    await expect.poll(() => page.getByTestId('live').getAttribute('data-state'), { timeout: 60_000 }).toBe('lost')
    expect(await shown(page)).toBe(before)
    service = await startService({ ...env, PORT: String(port) })
    await report()
    await expect.poll(() => page.getByTestId('live').getAttribute('data-state'), { timeout: 90_000 }).toBe('open')
    await expect.poll(() => shown(page), { timeout: 90_000 }).toBe(before + 1)
  })

  it.runIf(bin !== undefined)(
    'whose database stops shows what it knew, and is right again when it is back',
    async () => {
      const page = await wallOf()
      const before = await shown(page)
      cluster?.stop()
      // the stream stays open and says that nothing newer is known; what is shown grows old
      await expect.poll(() => page.locator('.wall-live').getAttribute('data-state'), { timeout: 150_000 }).toBe('lost')
      expect(await shown(page)).toBe(before)
      cluster?.start()
      await expect
        .poll(
          () =>
            report().then(
              () => true,
              () => false,
            ),
          { timeout: 60_000, interval: 1000 },
        )
        .toBe(true)
      await expect.poll(() => page.locator('.wall-live').getAttribute('data-state'), { timeout: 90_000 }).toBe('open')
      await expect.poll(async () => (await shown(page)) - (await openIssues()), { timeout: 120_000 }).toBe(0)
      expect(await shown(page)).toBeGreaterThan(before)
      await page.context().close()
    },
    600_000,
  )
})
