// What happens to a wall while nobody looks after it: alarms, cuts, a lost context, clocks that jump, floods; and what hands and remotes do to it.
import { beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import type { Alarm } from '#contract/alarms.ts'
import type { AlarmRule } from '#domain/wall/alarms.ts'
import { signInAs } from '../../engines/sign-in.ts'
import { axe, drawn, onCanvasSoon, openMap } from '../open-map.ts'
import { cableTo } from './cable.ts'
import { answerAll, changeSetting, figureOf, type MadeDisplay, madeDisplay, openWall, reportAs, settled, showScene } from './open-wall.ts'

/** A new one for each test: what one of them leaves behind, the next one does not meet. */
let display: MadeDisplay
let door: { lng: number; lat: number }
beforeAll(async () => {
  const worker = await signInAs(inject('base'), 'gridWorker')
  const { features } = await worker.json<{ features: { geometry: { coordinates: [number, number] } }[] }>('/api/v1/buildings?limit=1')
  const [lng = 0, lat = 0] = features[0]?.geometry.coordinates ?? []
  door = { lng, lat }
  // at any hour something else of the demo may run past its limit: here only what a test reports calls for somebody
  const leader = await signInAs(inject('base'), 'leader')
  const setRules = async (change: (rule: AlarmRule) => AlarmRule) => {
    const { version, rules } = await leader.json<{ version: number; rules: AlarmRule[] }>('/api/v1/alarms/rules')
    expect((await leader.send('PUT', '/api/v1/alarms/rules', { version, rules: rules.map(change) })).status).toBe(200)
  }
  await setRules((rule) => ({ ...rule, on: rule.kind === 'urgentIssue' }))
  // looked at with these rules
  const issue = await report('urgent')
  const waiting = async () => (await leader.json<{ alarms: Alarm[] }>('/api/v1/alarms')).alarms
  await vi.waitFor(
    async () => {
      const there = await waiting()
      expect(there.map(({ subject }) => subject)).toContain(`issue:${issue}`)
      expect(new Set(there.map(({ kind }) => kind))).toEqual(new Set(['urgentIssue']))
    },
    { timeout: 30_000, interval: 500 },
  )
  return () => setRules((rule) => ({ ...rule, on: true }))
})
beforeEach(async () => {
  await answerAll()
  display = await madeDisplay()
})
const report = async (severity: 'normal' | 'urgent' = 'normal') => {
  const answer = await reportAs(await signInAs(inject('base'), 'gridWorker'), { ...door, severity })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { properties: { issueId: number } }).properties.issueId
}
const scene = (page: Awaited<ReturnType<typeof openWall>>['page']) => page.getByTestId('wall').getAttribute('data-scene')

/** Drawn in software, twice as fast as a wall. */
const smaller = { width: 1280, height: 720 }
/** In the page: the maps that lost their context, as far as somebody holds them. */
declare const old: WeakRef<object>[]
const loseContext = (page: Awaited<ReturnType<typeof openWall>>['page']) =>
  page.evaluate(() => {
    const map = window.fangyuan?.map
    if (!map) return
    old.push(new WeakRef(map))
    map.getCanvas().getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
  })

describe('an alarm', () => {
  // how soon is measured by the soak bench
  it('takes the stage, is not left, and is answered by a key', async () => {
    const { page, problems } = await openWall(display)
    await settled(page)
    await page.keyboard.press('ArrowRight')
    await report('urgent')
    await page.getByTestId('alarm').waitFor()
    await expect.poll(() => page.getByTestId('wall').getAttribute('data-why')).toBe('alarm')
    expect(await scene(page)).toBe('situation')
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.getByTestId('wall').getAttribute('data-why')).toBe('alarm')
    // a phone hears of it too
    const phone = await openMap('/wall/remote', { as: 'leader', size: { width: 390, height: 844 } })
    await phone.page.getByTestId('alarms').locator('li').first().waitFor()
    expect(await axe(phone.page)).toEqual([])
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.keyboard.press('a')
    await expect.poll(() => phone.page.getByTestId('alarms').locator('button').count()).toBe(0)
    await page.getByTestId('alarm').waitFor({ state: 'detached' })
    await expect.poll(() => page.getByTestId('wall').getAttribute('data-why')).not.toBe('alarm')
    expect(problems).toEqual([])
  })
})

describe('hands', () => {
  it('lead from the street to a building by keys, open the list behind a number, and let go after a while', async () => {
    await changeSetting(display.displayId, (setting) => ({ ...setting, idleSeconds: 15 }))
    const { page, problems } = await openWall(display)
    await settled(page)
    await page.keyboard.press('0')
    for (const depth of [1, 2, 3]) {
      await expect.poll(() => page.locator('.wall-path button').count()).toBe(depth - 1)
      await page.locator('[data-digit="1"]').waitFor()
      await page.keyboard.press('1')
      await expect.poll(() => page.locator('.wall-path button').count()).toBe(depth)
    }
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.wall-path button').count()).toBe(2)
    const open = await figureOf(page, 'openHere')
    await page.getByTestId('figure-openHere').click()
    const list = page.getByTestId('list')
    await list.waitFor()
    // of a place the number leaves out what is not told one by one, as its list does
    const told = await page.evaluate(async () => {
      const read = async (path: string) => (await fetch(`/api/v1/${path}`)).json()
      const first = async (path: string): Promise<string> => (await read(path)).children[0].key
      const grid = await first(`wall/place?grid=${await first('wall/place')}`)
      return (await read(`issues?grid=${grid}&open=yes&order=due&limit=200`)).features.length as number
    })
    await expect.poll(() => list.locator('li').count()).toBe(told)
    if (!open.value.includes('<')) expect(told).toBe(Number(open.value))
    expect(await page.getByTestId('list-note').count()).toBe(0)
    expect(await axe(page)).toEqual([])
    // nobody touches it any more
    await list.waitFor({ state: 'detached', timeout: 30_000 })
    await expect.poll(() => page.locator('.wall-path').count()).toBe(0)
    expect(problems).toEqual([])
  })

  it('of a second device steer the wall by the code on its screen', async () => {
    const { page } = await openWall(display)
    await settled(page)
    await page.keyboard.press('r')
    const code = (await page.getByTestId('pairing').locator('b').textContent()) ?? ''
    const phone = await openMap('/wall/remote?lang=en', { as: 'leader', size: { width: 390, height: 844 } })
    await phone.page.locator('#remote-code').fill('000 000')
    await phone.page.getByRole('button', { name: 'Connect' }).click()
    await phone.page.getByRole('alert').waitFor()
    await phone.page.locator('#remote-code').fill(code)
    await phone.page.getByRole('button', { name: 'Connect' }).click()
    const remote = phone.page.getByTestId('remote')
    await remote.waitFor()
    expect(await axe(phone.page)).toEqual([])
    for (const button of await remote.locator('.remote-grid button').all())
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await remote.getByRole('button', { name: 'Patrols' }).click()
    await expect.poll(() => scene(page)).toBe('patrol')
    await expect.poll(() => page.getByTestId('why').textContent()).toContain('遥控')
    await remote.getByRole('button', { name: 'Next' }).click()
    await expect.poll(() => scene(page)).toBe('renovation')
  })

  it('at the desk decide what a display shows, and it follows without a reload', async () => {
    const { page } = await openWall(display)
    await settled(page)
    await page.evaluate(() => Object.assign(window, { stayed: true }))
    const desk = await openMap('/wall/settings', { as: 'leader', size: { width: 1500, height: 1000 } })
    const form = desk.page.getByTestId('display-form')
    await form.waitFor()
    await desk.page.locator('.wall-settings > .wall-settings-row select').selectOption(String(display.displayId))
    await desk.page.getByTestId('panel-issueFigures').waitFor()
    expect(await axe(desk.page)).toEqual([])
    // what is previewed speaks the language of the display, the page that of its reader
    await form.locator('label', { hasText: '语言' }).locator('select').selectOption('en')
    await expect.poll(() => form.getByTestId('panel-issueFigures').locator('h2').textContent()).toContain('Issues')
    expect(await form.locator('h2').first().textContent()).toBe('场景与顺序')
    await form.locator('label', { hasText: '语言' }).locator('select').selectOption('zh-CN')
    await expect.poll(() => form.getByTestId('panel-issueFigures').locator('h2').textContent()).toContain('事件')
    // all but one are not shown any more
    for (const one of ['situation', 'heat', 'coverage', 'circles', 'patrol', 'renovation'])
      await desk.page.getByTestId(`scene-${one}`).locator('input[type=checkbox]').first().uncheck()
    await form.getByRole('button', { name: '保存' }).click()
    await expect.poll(() => scene(page), { timeout: 60_000 }).toBe('boundaries')
    expect(await page.evaluate(() => 'stayed' in window)).toBe(true)
  })
})

describe('left to itself, a wall', () => {
  it('that is cut off shows what it knew and since when, and catches up by itself', async () => {
    const cable = await cableTo(inject('base'))
    const { page } = await openMap('/healthz', { as: { cookie: display.cookie }, size: smaller })
    await page.goto(`${cable.base}/wall`)
    await page.getByTestId('wall').waitFor({ timeout: 60_000 })
    await showScene(page, 'situation')
    await settled(page)
    const amount = async () => Number((await figureOf(page, 'open')).value.replace(/\D/g, ''))
    const before = await amount()
    await cable.pull()
    await expect.poll(() => page.getByTestId('live').getAttribute('data-state'), { timeout: 60_000 }).toBe('lost')
    expect(await page.getByTestId('live').textContent()).toMatch(/\d\d:\d\d/)
    await report()
    expect(await amount()).toBe(before)
    await cable.mend()
    await expect.poll(() => page.getByTestId('live').getAttribute('data-state'), { timeout: 60_000 }).toBe('open')
    await expect.poll(amount, { timeout: 90_000 }).toBe(before + 1)
    await page.context().close()
    await cable.end()
  })

  it('whose graphics context is lost has a new map soon', async () => {
    const { page, problems } = await openWall(display, smaller)
    await showScene(page, 'coverage')
    await drawn(page)
    const map = page.getByTestId('map')
    await page.evaluate(() => Object.assign(window, { old: [] }))
    for (const generation of ['1', '2', '3']) {
      await loseContext(page)
      await expect.poll(() => map.getAttribute('data-generation'), { timeout: 10_000 }).toBe(generation)
      await drawn(page)
      expect(await page.locator('.map canvas.maplibregl-canvas').count()).toBe(1)
    }
    // another scene comes while the context is away: it is shown once the map is back
    await loseContext(page)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => scene(page)).toBe('circles')
    await expect.poll(() => map.getAttribute('data-generation'), { timeout: 10_000 }).toBe('4')
    await onCanvasSoon(page, ['circle-rings'])
    // nothing holds the maps that were
    const devtools = await page.context().newCDPSession(page)
    await expect
      .poll(async () => {
        await devtools.send('HeapProfiler.collectGarbage')
        return page.evaluate(() => old.map((one) => one.deref() !== undefined))
      })
      .toEqual([false, false, false, false])
    expect(problems).toEqual([])
  })

  it('that has no graphics at all for a while after a loss has its map when they are back', async () => {
    const { page, problems } = await openWall(display, smaller)
    await drawn(page)
    await page.evaluate(() => {
      const real = HTMLCanvasElement.prototype.getContext
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : (real as (...all: unknown[]) => RenderingContext | null).call(this, kind, ...rest)
      } as typeof real
      Object.assign(window, { graphicsBack: () => Object.assign(HTMLCanvasElement.prototype, { getContext: real }) })
      const canvas = window.fangyuan?.map?.getCanvas()
      const context = canvas && (real.call(canvas, 'webgl2') as WebGL2RenderingContext | null)
      context?.getExtension('WEBGL_lose_context')?.loseContext()
    })
    await page.locator('.wall-map-note').waitFor()
    await expect.poll(async () => Number(await page.getByTestId('map').getAttribute('data-generation'))).toBeGreaterThan(2)
    await page.evaluate(() => (window as unknown as { graphicsBack(): void }).graphicsBack())
    await drawn(page)
    await page.locator('.wall-map-note').waitFor({ state: 'detached' })
    expect(problems).toEqual([])
  })

  it('whose clock jumps goes on, and tells the new time', async () => {
    const { page, problems } = await openWall(display)
    await settled(page)
    const live = page.getByTestId('live')
    const clock = () => page.locator('.wall-now time').textContent()
    const before = await clock()
    for (const days of [400.5, -400]) {
      await page.evaluate((jump) => {
        const real = Date.now.bind(Date)
        Date.now = () => real() + jump * 86_400_000
      }, days)
      await page.waitForTimeout(2000)
      expect(await clock()).not.toBe(before)
      // everything is asked for again: nothing is called old, and nothing is
      await expect.poll(() => live.getAttribute('data-state'), { timeout: 15_000 }).toBe('open')
      await settled(page)
    }
    expect(problems).toEqual([])
  })

  it('told of ten thousand changes at once shows what the service says in the end', async () => {
    const cable = await cableTo(inject('base'))
    const { page } = await openMap('/healthz', { as: { cookie: display.cookie }, size: smaller })
    await page.goto(`${cable.base}/wall`)
    await page.getByTestId('wall').waitFor({ timeout: 60_000 })
    await showScene(page, 'situation')
    await settled(page)
    const leader = await signInAs(inject('base'), 'leader')
    const { features } = await leader.json<{ features: { geometry: object; properties: object }[] }>('/api/v1/issues?open=yes&limit=1')
    const [issue] = features
    const told = (issueId: number) => ({
      kind: 'issueReported',
      happenedAt: new Date().toISOString(),
      onMap: true,
      issue: { type: 'Feature', id: issueId, geometry: issue?.geometry, properties: { ...issue?.properties, issueId } },
    })
    const flood = Array.from({ length: 10_000 }, (_, at) => `event: issue\ndata: ${JSON.stringify(told(900_000_000 + at))}\n\n`).join('')
    let flooded = 0
    await page.route(
      '**/api/v1/live*',
      (route) => {
        flooded++
        return route.fulfill({ status: 200, contentType: 'text/event-stream', body: `retry: 1000\n\n${flood}` })
      },
      { times: 1 },
    )
    await cable.pull()
    await cable.mend()
    await expect.poll(() => flooded, { timeout: 60_000 }).toBe(1)
    await expect.poll(() => page.getByTestId('live').getAttribute('data-state'), { timeout: 90_000 }).toBe('open')
    const difference = async () =>
      Number((await figureOf(page, 'open')).value.replace(/\D/g, '')) - (await leader.json<{ open: number }>('/api/v1/wall/figures')).open
    await expect.poll(difference, { timeout: 60_000 }).toBe(0)
    // what no tile holds is not kept beside them for ever
    await expect
      .poll(() => page.evaluate(() => window.fangyuan?.map?.querySourceFeatures('newIssues').length ?? 0), { timeout: 60_000 })
      .toBeLessThan(400)
    await page.context().close()
    await cable.end()
  })

  it('on a machine that drew too slowly stays with the simple map until somebody wants the other back', async () => {
    const own = await madeDisplay()
    const { page } = await openMap('/healthz', { as: { cookie: own.cookie }, size: smaller })
    await page.evaluate(() => window.sessionStorage.setItem('fangyuan.wall.tooSlow', 'yes'))
    await page.goto(`${inject('base')}/wall`)
    await page.getByTestId('reduced-map').waitFor({ timeout: 60_000 })
    expect(await page.getByTestId('too-slow').textContent()).toBe('绘图太慢，已简化显示')
    await changeSetting(own.displayId, (setting) => ({ ...setting, reduced: 'off' }))
    await page.locator('.wall-map canvas').first().waitFor({ timeout: 60_000 })
    expect(await page.getByTestId('too-slow').count()).toBe(0)
    // what was said once is not held against the machine
    await changeSetting(own.displayId, (setting) => ({ ...setting, reduced: 'auto', idleSeconds: 77 }))
    await expect.poll(() => page.evaluate(() => window.sessionStorage.getItem('fangyuan.wall.tooSlow'))).toBeNull()
    expect(await page.getByTestId('reduced-map').count()).toBe(0)
  })

  it('on a machine that cannot draw a map shows what can be said without one, and says so', async () => {
    const { page } = await openMap('/healthz', { as: { cookie: display.cookie }, size: smaller })
    await page.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.getContext
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : (real as (...all: unknown[]) => RenderingContext | null).call(this, kind, ...rest)
      } as typeof real
    })
    await page.goto(`${inject('base')}/wall`)
    await page.getByTestId('reduced-map').locator('path').first().waitFor({ timeout: 60_000 })
    expect(await page.getByTestId('reduced-map').locator('path').count()).toBe(26)
    await settled(page)
    const shown = new Set<string | null>()
    await page.keyboard.press('m')
    for (let step = 0; step < 8; step++) {
      shown.add(await scene(page))
      await page.keyboard.press('ArrowRight')
      await page.waitForTimeout(100)
    }
    expect([...shown].sort()).toEqual(['boundaries', 'coverage', 'renovation', 'situation'])
    expect(await axe(page)).toEqual([])
  })

  it('darkens at night', async () => {
    await changeSetting(display.displayId, (setting) => ({ ...setting, night: { from: '00:00', to: '23:59', dim: 0.4 } }))
    const { page } = await openWall(display)
    await expect.poll(() => page.getByTestId('night').evaluate((one) => Number(getComputedStyle(one).opacity))).toBeCloseTo(0.6, 2)
  })
})
