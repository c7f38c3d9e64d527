// What a wall cannot see coming: the machine slept for hours, the service was upgraded under its feet.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { signInAs } from '../../engines/sign-in.ts'
import { openMap } from '../open-map.ts'
import { cableTo } from './cable.ts'
import { answerAll, figureOf, type MadeDisplay, madeDisplay, reportAs, settled, showScene } from './open-wall.ts'

let display: MadeDisplay
beforeAll(async () => {
  display = await madeDisplay()
  await answerAll()
})

const size = { width: 1280, height: 720 }
const openAmount = async (page: Page) => Number((await figureOf(page, 'open')).value.replace(/\D/g, ''))
/** The processes that pages run in: stopped, nothing of them moves, as on a machine that sleeps. */
async function renderersOf(page: Page): Promise<readonly number[]> {
  const devtools = await page.context().browser()?.newBrowserCDPSession()
  const { processInfo } = (await devtools?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] }
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

describe('a wall that slept for five hours', () => {
  it('is right within seconds of waking, asks once, and makes up for no turn', async () => {
    const cable = await cableTo(inject('base'))
    const { page, requests } = await openMap('/healthz', { as: { cookie: display.cookie }, size })
    await page.goto(`${cable.base}/wall`)
    await page.getByTestId('wall').waitFor({ timeout: 60_000 })
    await showScene(page, 'situation')
    await settled(page)
    const before = await openAmount(page)
    // the tour goes on from there
    await page.keyboard.press('m')
    await page.evaluate(() => {
      const here = Object.assign(window, { turns: [] as string[], jump: 0 })
      const wall = document.querySelector('.wall')
      if (wall)
        new MutationObserver(() => here.turns.push(wall.getAttribute('data-scene') ?? '')).observe(wall, {
          attributeFilter: ['data-scene'],
        })
      const [date, steady] = [Date.now.bind(Date), performance.now.bind(performance)]
      Date.now = () => date() + here.jump
      performance.now = () => steady() + here.jump
    })
    const renderers = await renderersOf(page)
    for (const pid of renderers) process.kill(pid, 'SIGSTOP')
    cable.deaden()
    const worker = await signInAs(inject('base'), 'gridWorker')
    const { features } = await worker.json<{ features: { geometry: { coordinates: [number, number] } }[] }>('/api/v1/buildings?limit=1')
    const [lng = 0, lat = 0] = features[0]?.geometry.coordinates ?? []
    expect((await reportAs(worker, { lng, lat, item: 'garbage' })).status).toBe(200)
    const asked = requests.length
    for (const pid of renderers) process.kill(pid, 'SIGCONT')
    await page.evaluate(() => Object.assign(window, { jump: 5 * 3_600_000 }))
    await expect.poll(() => page.getByTestId('live').getAttribute('data-state'), { timeout: 10_000 }).toBe('open')
    // something new may take the stage; hours of turns that nobody saw do not
    await page.waitForTimeout(2000)
    expect((await page.evaluate(() => (window as unknown as { turns: string[] }).turns)).length).toBeLessThanOrEqual(1)
    await showScene(page, 'situation')
    await expect.poll(() => openAmount(page), { timeout: 10_000 }).toBe(before + 1)
    await settled(page)
    // one answer of each kind, the tiles of one or two pictures, one stream
    const since = requests.slice(asked).map((request) => new URL(request.url()).pathname)
    expect(since.filter((path) => path === '/api/v1/live').length).toBeLessThanOrEqual(2)
    expect(since.filter((path) => path === '/api/v1/wall/figures').length).toBeLessThanOrEqual(4)
    await page.context().close()
    await cable.end()
  })
})

/** Counts how often the page is loaded, its clock in the hands of the test; waits of a random length are half as long as they may be. */
async function openWithClock() {
  const { page } = await openMap('/healthz', { as: { cookie: display.cookie }, size })
  await page.clock.install()
  await page.addInitScript('Math.random = () => 0.5')
  const loads = { times: 0 }
  page.on('domcontentloaded', () => loads.times++)
  return { page, loads }
}
const wallAt = async (page: Page) => {
  await page.goto(`${inject('base')}/wall`)
  await page.clock.resume()
  await page.getByTestId('wall').waitFor({ timeout: 60_000 })
}
/** Lets a minute after the other pass; what is asked for in between is answered in time of its own. */
async function pass(page: Page, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    await page.clock.fastForward(60_000)
    await page.waitForTimeout(100)
  }
}
const isWall = (url: URL) => url.pathname === '/wall'

describe('a wall whose service was upgraded', () => {
  it('is loaded anew once, not at the same moment as all others, and comes back to its scene', async () => {
    const { page, loads } = await openWithClock()
    await wallAt(page)
    await showScene(page, 'coverage')
    await settled(page)
    expect(loads.times).toBe(1)
    // the same client built with other names; those of before are gone
    await page.route(isWall, async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('/assets/', '/assets/next/') })
    })
    const gone: string[] = []
    await page.route('**/assets/**', async (route) => {
      const { pathname } = new URL(route.request().url())
      if (!pathname.startsWith('/assets/next/')) {
        gone.push(pathname)
        return route.fulfill({ status: 404, body: '' })
      }
      const answer = await route.fetch({ url: inject('base') + pathname.replace('/next/', '/') })
      if (!/\.m?js$/.test(pathname)) return route.fulfill({ response: answer })
      return route.fulfill({ response: answer, body: (await answer.text()).replace(/(["'`]\/?)assets\//g, '$1assets/next/') })
    })
    const looked = page.waitForResponse((answer) => isWall(new URL(answer.url())))
    await page.clock.fastForward(601_000)
    await looked
    await page.clock.fastForward(25_000)
    await page.waitForTimeout(300)
    expect(loads.times).toBe(1)
    await page.clock.fastForward(6000)
    await expect.poll(() => loads.times).toBe(2)
    await page.getByTestId('wall').waitFor({ timeout: 60_000 })
    const wall = page.getByTestId('wall')
    expect([await wall.getAttribute('data-scene'), await wall.getAttribute('data-why')]).toEqual(['coverage', 'meeting'])
    await settled(page)
    await page.locator('.wall-chart svg').first().waitFor()
    await pass(page, 25)
    expect([loads.times, gone]).toEqual([2, []])
  })

  it('of which a part is missing is loaded anew once, when the service answers, and does without it where that does not help', async () => {
    const { page, loads } = await openWithClock()
    let missed = 0
    await page.route('**/assets/ChartDrawing-*.js', (route) => {
      missed++
      return route.fulfill({ status: 404, body: '' })
    })
    const looked = page.waitForResponse((answer) => isWall(new URL(answer.url())) && answer.request().resourceType() === 'fetch')
    await wallAt(page)
    await looked
    await settled(page)
    // at the moment itself nobody would answer: a page that is loaded from nobody is no wall any more
    await page.route(isWall, (route) => route.abort('connectionrefused'))
    await pass(page, 2)
    expect([loads.times, missed]).toEqual([1, 1])
    await page.unroute(isWall)
    await pass(page, 1)
    await expect.poll(() => loads.times).toBe(2)
    await page.getByTestId('wall').waitFor({ timeout: 60_000 })
    await settled(page)
    await expect.poll(() => missed).toBe(2)
    await pass(page, 25)
    expect(loads.times).toBe(2)
    await showScene(page, 'situation')
    expect(await page.getByText('图表暂时无法绘制').count()).toBeGreaterThan(0)
    expect(await openAmount(page)).toBeGreaterThan(0)
  })
})
