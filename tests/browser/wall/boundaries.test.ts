// A wall that shows the borders while others are put in force: at once in its figure and on its map, and what changes next.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cluster, findPostgres, startCluster } from '../../engines/cluster.ts'
import { signInAs, type Visitor } from '../../engines/sign-in.ts'
import { type Running, startService } from '../../process/run-service.ts'
import { onCanvas, onCanvasSoon, openMap } from '../open-map.ts'
import { mergeAway, putInForce } from '../open-plan.ts'
import { figureOf, settled, showScene } from './open-wall.ts'

const bin = findPostgres()
let cluster: Cluster | undefined
let service: Running
const folder = mkdtempSync(join(tmpdir(), 'fangyuan-wall-'))
beforeAll(async () => {
  if (bin !== undefined) {
    cluster = await startCluster(bin, [])
    cluster.admin('create database town')
  }
  service = await startService({ FANGYUAN_DIR: folder, DEMO: 'on', ...(cluster && { DATABASE_URL: cluster.url('town') }) })
})
afterAll(async () => {
  await service?.stop()
  cluster?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const wait = { timeout: 60_000 }
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
const number = (text: string): number => Number(text.replace(/\D/g, ''))

/** Merges a grid into one beside it, all the way to the day on which that is in force; answers which one is gone. */
async function merged(planner: Visitor, leader: Visitor, community: string, title: string, day: string) {
  const { planId } = (await (await planner.send('POST', '/api/v1/plans', { title })).json()) as { planId: number }
  const { features } = await planner.json<{ features: { properties: { gridCode: string; name: string } }[] }>(
    '/api/v1/grids?level=3&limit=1000',
  )
  const [gone = '', ...siblings] = features.map(({ properties }) => properties.gridCode).filter((code) => code.startsWith(community))
  await mergeAway(planId, gone, siblings, planner)
  await putInForce(planId, day, planner, leader)
  return { gone, name: features.find(({ properties }) => properties.gridCode === gone)?.properties.name }
}

it('shows borders that come in force without being loaded anew, in its figure and on its map, and then what changes next', async () => {
  const [planner, leader, security] = await Promise.all(
    (['planner', 'leader', 'securityAdministrator'] as const).map((role) => signInAs(service.base, role)),
  )
  if (planner === undefined || leader === undefined || security === undefined) throw new Error('nobody is there')
  const made = await security.send('POST', '/api/v1/displays', { name: '边界屏', scenes: ['boundaries'], scope: ['990100001'] })
  const { token } = (await made.json()) as { token: string }
  const { page, problems } = await openMap('/healthz', { as: 'nobody', size: { width: 1280, height: 720 } })
  await page.goto(`${service.base}/wall#display=${token}`)
  await page.getByTestId('wall').waitFor(wait)
  await showScene(page, 'boundaries')
  await settled(page)
  await page.evaluate(() => Object.assign(window, { neverLoadedAnew: true }))
  const grids = async () => number((await figureOf(page, 'grids-3')).value)
  const drawnGrids = async () => (await onCanvas(page, ['grid-line-3'])).map(({ properties }) => String(properties.gridCode))
  const before = await grids()
  await onCanvasSoon(page, ['grid-line-3'])
  const onMap = await drawnGrids()
  expect(new Set(onMap).size).toBe(before)

  const { gone } = await merged(planner, leader, '990100001001', '今日生效的边界', inDays(0))
  expect(onMap).toContain(gone)
  await expect.poll(grids, wait).toBe(before - 1)
  await expect.poll(async () => (await drawnGrids()).includes(gone), wait).toBe(false)
  await expect.poll(async () => new Set(await drawnGrids()).size, wait).toBe(before - 1)

  // what is to be in force tomorrow changes nothing yet, and is told with its day
  const next = await merged(planner, leader, '990100001002', '明日生效的边界', inDays(1))
  await expect.poll(() => page.locator('.wall-panel').allTextContents(), wait).toContainEqual(expect.stringContaining(`${next.name}撤销`))
  expect(await grids()).toBe(before - 1)
  expect(await drawnGrids()).toContain(next.gone)
  expect(await page.evaluate(() => 'neverLoadedAnew' in window)).toBe(true)
  expect(problems).toEqual([])
})
