// A wall over months, in an hour: its clock is run ahead a minute at a time, so that every cycle asks for everything again, scenes change, and now and
// then somebody reports or the graphics context is lost. What must not grow is counted after garbage collection. Beside it: how long an alarm takes to
// be on the screen while fifty displays watch, how soon the first scene stands, and what a still scene costs.
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import type { Alarm } from '#contract/alarms.ts'
import { chromiumFlags, findChromium } from '../engines/chromium.ts'
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { cookieOf, signInAs, trySignIn, type Visitor } from '../engines/sign-in.ts'
import { watch } from '../engines/watch.ts'
import { startService } from '../process/run-service.ts'
import type { Line } from './bench.ts'

const cycles = Number(process.env.SOAK_CYCLES ?? 3600)
const lookEvery = Math.max(10, Math.floor(cycles / 36))
const losses = 3
const alarms = 60
const displays = 50
/** A minute of the wall passes in less than a second: its requests are spread over the sessions of the displays, each of which may ask so often a minute. */
const cyclesPerSession = 20

type Sample = {
  readonly cycle: number
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
  readonly buffers: number
  readonly textures: number
}

/** Counts what lives on the graphics card: a lost context takes all of its own with it. */
function countGraphics(): void {
  const counts = new Map<WebGL2RenderingContext, { buffers: number; textures: number }>()
  const prototype = WebGL2RenderingContext.prototype
  const of = (context: WebGL2RenderingContext) => {
    const known = counts.get(context) ?? { buffers: 0, textures: 0 }
    counts.set(context, known)
    return known
  }
  const { createBuffer, deleteBuffer, createTexture, deleteTexture } = prototype
  prototype.createBuffer = function () {
    of(this).buffers++
    return createBuffer.call(this)
  }
  prototype.deleteBuffer = function (buffer) {
    if (buffer) of(this).buffers--
    deleteBuffer.call(this, buffer)
  }
  prototype.createTexture = function () {
    of(this).textures++
    return createTexture.call(this)
  }
  prototype.deleteTexture = function (texture) {
    if (texture) of(this).textures--
    deleteTexture.call(this, texture)
  }
  Object.assign(window, {
    graphics: () => {
      let sum = { buffers: 0, textures: 0 }
      for (const [context, one] of counts) {
        if (context.isContextLost()) counts.delete(context)
        else sum = { buffers: sum.buffers + one.buffers, textures: sum.textures + one.textures }
      }
      return sum
    },
  })
}

async function sample(page: Page, devtools: CDPSession, cycle: number): Promise<Sample> {
  for (let turn = 0; turn < 3; turn++) await devtools.send('HeapProfiler.collectGarbage')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN
  const { buffers, textures } = await page.evaluate(() =>
    (window as unknown as { graphics(): { buffers: number; textures: number } }).graphics(),
  )
  return { cycle, heap: metric('JSHeapUsedSize') / 1e6, nodes: metric('Nodes'), listeners: metric('JSEventListeners'), buffers, textures }
}

/** Of a straight line through the samples of the second three quarters, per 1,000 cycles. */
function slope(samples: readonly Sample[], of: (one: Sample) => number): number {
  const used = samples.slice(Math.floor(samples.length / 4))
  const [x, y] = [used.reduce((sum, one) => sum + one.cycle, 0) / used.length, used.reduce((sum, one) => sum + of(one), 0) / used.length]
  const across = used.reduce((sum, one) => sum + (one.cycle - x) ** 2, 0)
  return across === 0 ? 0 : (used.reduce((sum, one) => sum + (one.cycle - x) * (of(one) - y), 0) / across) * 1000
}

const wallReady = (page: Page) =>
  page.waitForFunction(
    () => {
      const panels = [...document.querySelectorAll('.wall-panel')]
      return (
        panels.length > 0 &&
        panels.every((panel) => panel.getAttribute('data-state') === 'fresh') &&
        window.fangyuan?.map?.loaded() === true
      )
    },
    null,
    { timeout: 120_000, polling: 50 },
  )

export async function measureSoak(): Promise<readonly Line[]> {
  const executablePath = findChromium()
  const bin = findPostgres()
  if (executablePath === undefined || bin === undefined)
    return [['soak of a wall', 'left out', 'needs Chromium, and PostgreSQL with PostGIS']]
  const cluster = await startCluster(bin, [])
  cluster.admin('create database town')
  const service = await startService({ DATABASE_URL: cluster.url('town'), DEMO: 'on' })
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags, '--js-flags=--expose-gc'] })
  try {
    const leader = await signInAs(service.base, 'leader')
    const security = await signInAs(service.base, 'securityAdministrator')
    const made = await security.send('POST', '/api/v1/displays', {
      name: 'soak',
      scenes: ['situation', 'heat', 'coverage', 'circles', 'patrol', 'renovation', 'boundaries'],
      scope: ['990100001'],
    })
    const { token } = (await made.json()) as { token: string }
    const walls = await Promise.all(
      Array.from({ length: displays }, async () => cookieOf(await trySignIn(service.base, { display: token }))),
    )
    await answerAll(leader)
    const lines: Line[] = []
    for (const measure of [measureFirstScene, measureAlarms, measureMonths]) {
      const made = await measure(browser, service.base, walls, leader)
      for (const line of made) process.stderr.write(`${line.join(' | ')}\n`)
      lines.push(...made)
    }
    return lines
  } finally {
    await browser.close()
    await service.stop()
    cluster.remove()
  }
}

async function answerAll(leader: Visitor): Promise<void> {
  const { alarms: waiting } = await leader.json<{ alarms: Alarm[] }>('/api/v1/alarms')
  if (waiting.length > 0)
    await leader.send('POST', '/api/v1/alarms/acknowledgements', {
      alarms: waiting.slice(0, 200).map(({ alarmId }) => alarmId),
      from: 'desk',
    })
}

async function open(browser: Browser, base: string, cookie: string, size: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await signInBy(page, base, cookie)
  return page
}

function signInBy(page: Page, base: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  return page.context().addCookies([{ name, value, url: base, httpOnly: true, sameSite: 'Lax' }])
}

async function measureFirstScene(browser: Browser, base: string, [cookie = '']: readonly string[]): Promise<readonly Line[]> {
  const page = await open(browser, base, cookie, { width: 1920, height: 1080 })
  const began = performance.now()
  await page.goto(`${base}/wall`)
  await wallReady(page)
  const seconds = (performance.now() - began) / 1000
  // a still scene: nothing moves, nothing is asked but what the minute brings
  await page.keyboard.press('m')
  await page.waitForTimeout(8000)
  const devtools = await browser.newBrowserCDPSession()
  const cpu = async () => (await devtools.send('SystemInfo.getProcessInfo')).processInfo.reduce((sum, one) => sum + one.cpuTime, 0)
  const [before, from] = [await cpu(), performance.now()]
  await page.waitForTimeout(60_000)
  const share = ((await cpu()) - before) / ((performance.now() - from) / 1000)
  await page.context().close()
  return [
    ['first scene of a wall, drawn in software, after the service answers', `${seconds.toFixed(1)} s`, 'at most 5 s'],
    ['a still scene, all processes of the browser, of one core', `${(share * 100).toFixed(1)} %`, 'at most 5 %'],
  ]
}

async function measureAlarms(browser: Browser, base: string, walls: readonly string[], leader: Visitor): Promise<readonly Line[]> {
  const streams = await Promise.all(walls.slice(1).map((cookie) => watch(base, cookie)))
  const page = await open(browser, base, walls[0] ?? '', { width: 1280, height: 720 })
  await page.goto(`${base}/wall`)
  await wallReady(page)
  const { features } = await leader.json<{ features: { geometry: { coordinates: [number, number] } }[] }>('/api/v1/issues?limit=1')
  const [lng, lat] = features[0]?.geometry.coordinates ?? []
  const waits: number[] = []
  for (let at = 0; at < alarms; at++) {
    const answer = await leader.send('POST', '/api/v1/issues', {
      lng,
      lat,
      item: 'hazard',
      source: 'gridWorker',
      severity: 'urgent',
      description: '',
    })
    const committed = Date.now()
    const { properties } = (await answer.json()) as { properties: { issueId: number } }
    await page.waitForFunction(() => performance.getEntriesByType('mark').some(({ name }) => name.endsWith('-drawn')), null, {
      polling: 20,
      timeout: 30_000,
    })
    const drawn = await page.evaluate(() => {
      const [mark] = performance.getEntriesByType('mark').filter(({ name }) => name.endsWith('-drawn'))
      performance.clearMarks()
      return mark ? performance.timeOrigin + mark.startTime : Number.NaN
    })
    waits.push(drawn - committed)
    const { alarms: waiting } = await leader.json<{ alarms: Alarm[] }>('/api/v1/alarms')
    const mine = waiting.filter(({ subject }) => subject === `issue:${properties.issueId}`)
    await leader.send('POST', '/api/v1/alarms/acknowledgements', { alarms: mine.map(({ alarmId }) => alarmId), from: 'desk' })
    await page
      .getByTestId('alarm')
      .waitFor({ state: 'detached', timeout: 30_000 })
      .catch(() => answerAll(leader))
  }
  const told = streams.map(
    (one) => one.told.filter(({ event, data }) => event === 'alarm' && data.acknowledgedAt === null && data.endedAt === null).length,
  )
  for (const one of streams) one.close()
  await page.context().close()
  const sorted = [...waits].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return [
    [
      `alarm on the screen after its commit, ${displays} displays, ${alarms} alarms: median, p99`,
      `${at(0.5).toFixed(0)}, ${at(0.99).toFixed(0)} ms`,
      `p99 at most 1,000 ms; each display heard of ${Math.min(...told)}–${Math.max(...told)}`,
    ],
  ]
}

async function measureMonths(browser: Browser, base: string, walls: readonly string[], leader: Visitor): Promise<readonly Line[]> {
  const page = await open(browser, base, walls[0] ?? '', { width: 960, height: 540 })
  await page.clock.install()
  // the loader that runs this file names functions by a helper of its own
  await page.addInitScript('globalThis.__name = (one) => one')
  await page.addInitScript(countGraphics)
  page.on('console', (message) => message.type() === 'error' && process.stderr.write(`${message.text()}\n`))
  page.on('pageerror', (error) => process.stderr.write(`${error.stack}\n`))
  page.on('framenavigated', (frame) => process.stderr.write(`loaded ${frame.url()}\n`))
  await page.goto(`${base}/wall`)
  await page.clock.resume()
  await wallReady(page)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const { features } = await leader.json<{ features: { geometry: { coordinates: [number, number] } }[] }>('/api/v1/issues?limit=1')
  const [lng, lat] = features[0]?.geometry.coordinates ?? []
  const samples: Sample[] = []
  const scenes = new Set<string>()
  const lossAt = new Set(Array.from({ length: losses }, (_, at) => Math.floor(((at + 1) * cycles) / (losses + 1))))
  for (let cycle = 1; cycle <= cycles; cycle++) {
    if (cycle % cyclesPerSession === 0) await signInBy(page, base, walls[(cycle / cyclesPerSession) % walls.length] ?? '')
    if (cycle % 2 === 0) {
      // one comes and one goes: what is counted is the wall, not what there is to show
      const answer = await leader.send('POST', '/api/v1/issues', { lng, lat, item: 'garbage', source: 'gridWorker', description: '' })
      const { version, properties } = (await answer.json()) as { version: number; properties: { issueId: number } }
      const gone = await leader.send('POST', `/api/v1/issues/${properties.issueId}/transitions`, {
        version,
        action: 'reject',
        reason: 'soak',
      })
      if (gone.status !== 200) throw new Error(`a case was not rejected: ${gone.status} ${await gone.text()}`)
      // an alarm nobody answers would hold the tour
      await answerAll(leader)
    }
    // a minute of the wall: everything is asked for again, the tour goes on
    for (let half = 0; half < 2; half++) {
      await page.clock.fastForward(30_000)
      // frames are drawn and answers come in time of their own
      await page.waitForTimeout(60)
    }
    scenes.add((await page.getByTestId('wall').getAttribute('data-scene')) ?? '')
    if (lossAt.has(cycle))
      await page.evaluate(() => window.fangyuan?.map?.getCanvas().getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext())
    if (cycle % lookEvery !== 0) continue
    // always at the same scene, so that what is counted is the same thing
    await page.keyboard.press('m')
    await page.waitForFunction(() => document.querySelector('.wall')?.getAttribute('data-scene') === 'situation', null, { timeout: 60_000 })
    await wallReady(page)
    await page.waitForTimeout(1500)
    const one = await sample(page, devtools, cycle)
    samples.push(one)
    process.stderr.write(
      `${cycle}: heap ${one.heap.toFixed(1)} MB, nodes ${one.nodes}, listeners ${one.listeners}, buffers ${one.buffers}, textures ${one.textures}\n`,
    )
    await page.keyboard.press('m')
  }
  const quarter = Math.max(1, Math.floor(samples.length / 4))
  const mean = (list: readonly Sample[], of: (one: Sample) => number) => list.reduce((sum, one) => sum + of(one), 0) / list.length
  const growth = (of: (one: Sample) => number) =>
    `${mean(samples.slice(quarter, 2 * quarter), of).toFixed(0)} → ${mean(samples.slice(-quarter), of).toFixed(0)}`
  await page.context().close()
  return [
    [
      `heap over ${cycles} refresh cycles, ${scenes.size} scenes, ${losses} lost contexts`,
      `${slope(samples, ({ heap }) => heap).toFixed(2)} MB per 1,000 cycles`,
      'at most 1 MB',
    ],
    ['nodes of the page, second to last quarter', growth(({ nodes }) => nodes), 'no growth'],
    ['listeners', growth(({ listeners }) => listeners), 'no growth'],
    ['buffers on the graphics card', growth(({ buffers }) => buffers), 'no growth'],
    ['textures on the graphics card', growth(({ textures }) => textures), 'no growth'],
  ]
}
