// A plan of 325 and of 10,000 grids opened in the browser, and a point of a border dragged: how long until it can be drawn on, and what a frame of the
// drag costs in script. Pictures are drawn by the processor here, so what the map's own drawing takes stands beside and does not count.
import { writeFileSync } from 'node:fs'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { migrate } from '../../server/db/migrate.ts'
import { chromiumFlags, findChromium } from '../engines/chromium.ts'
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { madeAccount, madeCookie } from '../engines/made-account.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { startService } from '../process/run-service.ts'
import { type Line, median, spread } from './bench.ts'
import { makeMosaicTown } from './mosaic-town.ts'

const opens = Number(process.env.PLANNER_OPENS ?? 7)
const drags = 3
const frames = 60

const towns = [
  { code: '990197001', columns: 25, rows: 13 },
  { code: '990197002', columns: 100, rows: 100 },
] as const

/** Opens the plan in a browser that knows nothing yet; answers the page and after how many seconds its borders stood on the map. */
async function openPlan(browser: Browser, address: string, cookie: string): Promise<{ page: Page; seconds: number }> {
  const context = await browser.newContext({ viewport: { width: 1040, height: 640 }, reducedMotion: 'reduce', deviceScaleFactor: 0.5 })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: new URL(address).origin, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${error.stack}\n`))
  await page.goto(address, { waitUntil: 'commit' })
  await page.waitForFunction(
    () => {
      const map = window.fangyuan?.map
      if (document.querySelector('.editor') === null || !map?.getSource('plan-borders') || !map.isSourceLoaded('plan-borders')) return false
      return map.querySourceFeatures('plan-borders').length > 0
    },
    null,
    { polling: 20, timeout: 120_000 },
  )
  // from the start of the navigation, so that driving the browser is not measured
  const seconds = await page.evaluate(() => performance.now() / 1000)
  return { page, seconds }
}

/** Where a point of the chosen grid's border that is no node lies on the screen. */
async function handleOf(page: Page): Promise<{ x: number; y: number }> {
  await page.evaluate(() => window.fangyuan?.map?.jumpTo({ zoom: 16 }))
  const idle = () =>
    page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const map = window.fangyuan?.map
          map?.once('idle', () => resolve())
          map?.triggerRepaint()
        }),
    )
  await idle()
  const box = await page.locator('.editor-map').boundingBox()
  if (box === null) throw new Error('there is no map')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await page.getByTestId('grid-panel').waitFor()
  await idle()
  return page.evaluate(() => {
    const map = window.fangyuan?.map
    const within = map?.getContainer().getBoundingClientRect()
    const places = (map?.querySourceFeatures('plan-handles') ?? [])
      .filter(({ properties, geometry }) => properties.kind === 'point' && geometry.type === 'Point')
      .map(({ geometry }) => map?.project((geometry as GeoJSON.Point).coordinates as [number, number]) ?? { x: 0, y: 0 })
    const [nearest] = places
      .map(({ x, y }) => ({
        x: x + (within?.left ?? 0),
        y: y + (within?.top ?? 0),
        far: Math.hypot(x - (within?.width ?? 0) / 2, y - (within?.height ?? 0) / 2),
      }))
      .sort((a, b) => a.far - b.far)
    if (nearest === undefined) throw new Error('no point to drag')
    return { x: nearest.x, y: nearest.y }
  })
}

type Frame = { readonly script: number; readonly drawing: number }

/** Milliseconds a frame of a drag takes in script: ours and the map's handling of it, and apart from that the map's drawing. */
async function drag(page: Page, devtools: CDPSession): Promise<Frame> {
  const { x, y } = await handleOf(page)
  await page.evaluate(() => {
    const counted = { moves: 0 }
    Object.assign(window, { counted })
    window.fangyuan?.map?.on('mousemove', () => counted.moves++)
  })
  await page.mouse.move(x, y)
  await page.mouse.down()
  // a small circle, so that nothing is crossed; once around unmeasured
  const around = async (): Promise<void> => {
    for (let k = 1; k <= frames; k++)
      await page.mouse.move(x + 5 * Math.sin((2 * Math.PI * k) / frames), y + 5 - 5 * Math.cos((2 * Math.PI * k) / frames))
  }
  await around()
  const moves = () => page.evaluate(() => (window as unknown as { counted: { moves: number } }).counted.moves)
  // the time of the thread, not that of the clock: other processes want the cores too
  await devtools.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' })
  await devtools.send('Performance.enable')
  const spent = async () =>
    (await devtools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN
  const [before, from] = [await moves(), await spent()]
  await around()
  const milliseconds = ((await spent()) - from) * 1000
  const count = (await moves()) - before
  // and once more to see what of it is the map's drawing: being watched costs time itself
  await devtools.send('Profiler.enable')
  await devtools.send('Profiler.setSamplingInterval', { interval: 250 })
  await devtools.send('Profiler.start')
  await around()
  const { profile } = await devtools.send('Profiler.stop')
  await page.mouse.up()
  if (process.env.PLANNER_PROFILE) writeFileSync(process.env.PLANNER_PROFILE, JSON.stringify(profile))
  const { script, drawing } = shares(profile)
  const each = milliseconds / count / (script + drawing)
  return { script: script * each, drawing: drawing * each }
}

type Profile = {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string }
    readonly children?: readonly number[]
  }[]
  readonly samples?: readonly number[]
  readonly timeDeltas?: readonly number[]
}

/** Milliseconds of samples under the map's `_render`, and of all others that are script or the collector. */
function shares({ nodes, samples = [], timeDeltas = [] }: Profile): Frame {
  const idle = new Set(['(idle)', '(program)', '(root)'])
  const kinds = new Map<number, 'script' | 'drawing' | 'none'>()
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const walk = (id: number, inDrawing: boolean): void => {
    const node = byId.get(id)
    if (node === undefined) return
    const { functionName } = node.callFrame
    const drawing = inDrawing || functionName === '_render'
    kinds.set(id, idle.has(functionName) ? 'none' : drawing ? 'drawing' : 'script')
    for (const child of node.children ?? []) walk(child, drawing)
  }
  walk(nodes[0]?.id ?? 0, false)
  const sums = { script: 0, drawing: 0, none: 0 }
  for (const [at, id] of samples.entries()) sums[kinds.get(id) ?? 'none'] += (timeDeltas[at] ?? 0) / 1000
  return sums
}

export async function measurePlanner(): Promise<readonly Line[]> {
  const executablePath = findChromium()
  const bin = findPostgres()
  if (executablePath === undefined || bin === undefined)
    return [['a plan in the browser', 'left out', 'needs Chromium, and PostgreSQL with PostGIS']]
  const cluster = await startCluster(bin)
  cluster.admin('create database mosaics')
  const database = await openQuietly(cluster.url('mosaics'))
  await migrate(database.pool, () => {})
  for (const town of towns) await makeMosaicTown(database.db, town)
  await database.db.query('analyze')
  const service = await startService({ DATABASE_URL: cluster.url('mosaics'), DEMO: 'off' })
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] })
  try {
    const plans = []
    for (const { code, columns, rows } of towns) {
      const cookie = await madeCookie(database, await madeAccount(database, 'planner', [code], [], code), new Date(), code)
      const begun = await fetch(`${service.base}/api/v1/plans`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'bench' }),
      })
      if (!begun.ok) throw new Error(`no plan was begun: ${await begun.text()}`)
      const { planId } = (await begun.json()) as { planId: number }
      plans.push({
        grids: columns * rows,
        address: `${service.base}/planner/${planId}`,
        cookie,
        opened: [] as number[],
        frames: [] as Frame[],
      })
    }
    for (let round = 0; round < opens; round++) {
      for (const plan of plans) {
        const { page, seconds } = await openPlan(browser, plan.address, plan.cookie)
        plan.opened.push(seconds)
        // the facts of the ground come after the borders, and are part of every frame
        await page.waitForTimeout(3000)
        if (round < drags) plan.frames.push(await drag(page, await page.context().newCDPSession(page)))
        await page.context().close()
      }
    }
    const [few, many] = plans
    if (few === undefined || many === undefined) return []
    const of = (plan: typeof few, kind: keyof Frame) => plan.frames.map((frame) => frame[kind])
    const times = (a: readonly number[], b: readonly number[]) => (median(a) / median(b)).toFixed(1)
    return [
      [
        `a plan of ${many.grids} grids opened in the browser until its borders stand on the map`,
        `${spread(many.opened, 1)} s`,
        `target ≤ 3 s; ${few.grids} grids ${spread(few.opened, 1)} s, ${times(many.opened, few.opened)} × as long`,
      ],
      [
        `a frame of a drag of a border's point there, script`,
        `${spread(of(many, 'script'), 1)} ms`,
        `target ≤ 4 ms; ${few.grids} grids ${spread(of(few, 'script'), 1)} ms, ${times(of(many, 'script'), of(few, 'script'))} × as long; the map's own drawing, in software, ${spread(of(many, 'drawing'), 1)} ms`,
      ],
    ]
  } finally {
    await browser.close()
    await service.stop()
    await database.close()
    cluster.remove()
  }
}
