// Opens the map in Chromium and waits until it is drawn; a page that reports an error fails its test.
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import type { Role } from '#contract/words.ts'
import { chromiumFlags, findChromium } from '../engines/chromium.ts'
import { signInAs } from '../engines/sign-in.ts'

/** Pages that live for seconds pay for optimised code without ever using it: a quarter of what a map costs, a third of what a wall does. */
const withoutOptimisers = '--js-flags=--no-opt,--no-maglev'
const flags = [...chromiumFlags, withoutOptimisers, '--disable-gpu-compositing', '--disable-component-update', '--disable-sync']

let browser: Browser
beforeAll(async () => {
  const executablePath = findChromium()
  browser = await chromium.launch({ ...(executablePath && { executablePath }), args: flags })
})
afterAll(() => browser?.close())

/** What a test has opened goes with it: a page that is left goes on drawing beside the next. */
const opened: BrowserContext[] = []
afterEach(() => Promise.all(opened.splice(0).map((context) => context.close())))

export type Opened = { readonly page: Page; readonly requests: readonly Request[]; readonly problems: readonly string[] }

/** Cookies of the fictional people, one sign-in for each role and test file. */
const cookies = new Map<Role, Promise<string>>()
function cookieFor(role: Role): Promise<string> {
  const present = cookies.get(role) ?? signInAs(inject('base'), role).then(({ cookie }) => cookie)
  cookies.set(role, present)
  return present
}

export type Wishes = {
  readonly size?: { readonly width: number; readonly height: number }
  readonly as?: Role | 'nobody' | { readonly cookie: string }
  /** As many pixels as a screen has, for pictures. Otherwise half as many each way: drawing them in software is most of what these tests cost. */
  readonly sharp?: boolean
  /** A screen that is touched. */
  readonly touch?: boolean
  /** What moves does. Otherwise nothing does: a picture of something that moves is of no moment. */
  readonly motion?: boolean
}

/** Opens a page as a fictional person, the street leader unless told otherwise. */
export async function openMap(
  path: string,
  { size = { width: 1440, height: 900 }, as = 'leader', sharp = false, touch = false, motion = false }: Wishes = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: size,
    reducedMotion: motion ? 'no-preference' : 'reduce',
    hasTouch: touch,
    deviceScaleFactor: sharp || process.env.BLESS ? 1 : 0.5,
  })
  opened.push(context)
  if (as !== 'nobody') {
    const [name = '', value = ''] = (typeof as === 'string' ? await cookieFor(as) : as.cookie).split('=')
    await context.addCookies([{ name, value, url: inject('base'), httpOnly: true, sameSite: 'Lax' }])
  }
  const page = await context.newPage()
  const requests: Request[] = []
  const problems: string[] = []
  page.on('request', (request) => requests.push(request))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(inject('base') + path)
  return { page, requests, problems }
}

/** All tiles are there and nothing moves any more. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() => window.fangyuan?.map !== null && window.fangyuan?.map !== undefined, null, { timeout: 60_000 })
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const map = window.fangyuan?.map
        if (!map) return resolve()
        const look = () => {
          if (map.loaded() && map.areTilesLoaded() && !map.isMoving()) resolve()
          else map.once('idle', look)
        }
        map.once('idle', look)
        map.triggerRepaint()
      }),
  )
}

export type Seen = { readonly id: unknown; readonly properties: Record<string, unknown> }

/** What stands on the canvas in these style layers, each feature once. */
export const onCanvas = (page: Page, layers: readonly string[]): Promise<Seen[]> =>
  page.evaluate((names) => {
    const map = window.fangyuan?.map
    if (!map) return []
    // the map also answers for layers that are not drawn at this zoom, where their tiles hold them
    const present = names.filter((name) => map.getLayer(name)?.isHidden(map.getZoom()) === false)
    const once = new Map<unknown, Seen>()
    for (const { id, properties } of map.queryRenderedFeatures({ layers: present })) once.set(id, { id, properties })
    return [...once.values()]
  }, layers)

/** The same once anything of it stands there: what comes from an answer, not from tiles, is drawn when the answer has come. */
export async function onCanvasSoon(page: Page, layers: readonly string[]): Promise<Seen[]> {
  await expect.poll(async () => (await onCanvas(page, layers)).length, { timeout: 20_000 }).toBeGreaterThan(0)
  await drawn(page)
  return onCanvas(page, layers)
}

export async function json<T>(path: string): Promise<T> {
  const response = await fetch(inject('base') + path, { headers: { cookie: await cookieFor('leader') } })
  expect(response.status).toBe(200)
  return (await response.json()) as T
}

/** What offends WCAG 2.1 AA on a page, each with where. */
export const axe = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)
}
