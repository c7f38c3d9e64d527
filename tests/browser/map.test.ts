// The map page in a real browser: what is on the canvas is counted, not only that nothing failed.
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { describe, expect, inject, it } from 'vitest'
import { axe, drawn, json, onCanvas, onCanvasSoon, openMap } from './open-map.ts'

type Features = { features: { id: string | number; properties: Record<string, unknown> }[] }
type Coverage = { total: { numerator: number; denominator: number } }
const pictures = fileURLToPath(new URL('../../docs/pictures', import.meta.url))
const out = fileURLToPath(new URL('../.out', import.meta.url))
mkdirSync(out, { recursive: true })

const text = (page: Page, id: string) => page.getByTestId(id).innerText()

describe('the first view', () => {
  it('shows the demo from our own server alone, small enough, stamped as a demo, accessible', async () => {
    const { page, requests, problems } = await openMap('/')
    await drawn(page)
    expect(requests.filter((request) => !request.url().startsWith(inject('base')) && !/^(data|blob):/.test(request.url()))).toEqual([])
    const sizes = await Promise.all(
      requests
        // the live stream has no end, so it has no size
        .filter((request) => request.url().startsWith(inject('base')) && !request.url().includes('/api/v1/live'))
        .map(async (request) => ({
          isScript: /\.js(\?|$)/.test(request.url()),
          bytes: (await request.sizes().catch(() => undefined))?.responseBodySize ?? 0,
        })),
    )
    const sum = (isScript: boolean) => sizes.filter((one) => one.isScript === isScript).reduce((total, { bytes }) => total + bytes, 0)
    expect(sum(true)).toBeGreaterThan(100_000)
    expect(sum(true)).toBeLessThan(900_000)
    expect(sum(false)).toBeLessThan(2_000_000)
    expect(await text(page, 'demo-stamp')).toContain('演示数据')
    expect(await axe(page)).toEqual([])
    expect(problems).toEqual([])
    const picture = `${pictures}/map.png`
    if (process.env.BLESS || !existsSync(picture)) {
      mkdirSync(pictures, { recursive: true })
      await page.screenshot({ path: picture })
    }
    await page.screenshot({ path: `${out}/map.png` })
  })

  it('draws the grids of its levels, the stations and the buildings without a head, in the numbers of the registers', async () => {
    const { page } = await openMap('/')
    await drawn(page)
    const levels = (await onCanvasSoon(page, ['grid-line-1', 'grid-line-2'])).map(({ properties }) => properties.level)
    expect(levels.filter((level) => level === 1).length).toBe(2)
    expect(levels.filter((level) => level === 2).length).toBe(26)
    const stations = await json<Features>('/api/v1/stations?limit=1000')
    const drawnStations = await onCanvasSoon(page, ['station-dots', 'station-centres', 'stations'])
    const known = new Set(stations.features.map(({ id }) => id))
    expect(drawnStations.every(({ id }) => known.has(Number(id)))).toBe(true)
    expect(drawnStations.length).toBeGreaterThan(95)
    const names = (await onCanvas(page, ['grid-name-2'])).length
    expect(names).toBeGreaterThan(12)
    expect(names).toBeLessThanOrEqual(40)
    const { total } = await json<Coverage>('/api/v1/coverage?kind=buildingHead&level=1')
    const missing = (total.denominator - total.numerator).toLocaleString('zh-CN')
    expect(await text(page, 'coverage-buildingHead')).toContain(missing)
  })

  it('near the ground draws exactly the missing heads that the register lists there', async () => {
    const list = await json<Features & { features: { geometry: { coordinates: [number, number] } }[] }>(
      '/api/v1/buildings?head=missing&sort=households&limit=1',
    )
    const [lng, lat] = list.features[0]?.geometry.coordinates ?? [0, 0]
    const { page } = await openMap(`/?layers=heads&at=17/${lat}/${lng}`)
    await drawn(page)
    const seen = await onCanvasSoon(page, ['heads'])
    expect(seen.map(({ id }) => id)).toContain(list.features[0]?.id)
    for (const state of ['missing', 'present']) {
      const here = seen.filter(({ properties }) => properties.head === state).map(({ id }) => Number(id))
      const d = 0.02
      const register = new Set<unknown>()
      for (let after = ''; ; ) {
        const page: Features & { next: string | null } = await json(
          `/api/v1/buildings?head=${state}&bbox=${lng - d},${lat - d},${lng + d},${lat + d}&limit=1000${after}`,
        )
        for (const { id } of page.features) register.add(id)
        if (page.next === null) break
        after = `&after=${page.next}`
      }
      expect(here.filter((id) => !register.has(id))).toEqual([])
    }
  })
})

describe('layers', () => {
  it.each([
    ['compounds', ['compounds'], 100],
    ['renovations', ['renovations'], 50],
    ['coverage', ['coverage-1', 'coverage-2', 'coverage-3'], 26],
  ] as const)('%s: switched on they are drawn, switched off they are gone, and the address keeps it', async (key, names, least) => {
    const { page, problems } = await openMap('/?layers=grids')
    await drawn(page)
    expect((await onCanvas(page, names)).length).toBe(0)
    await page.getByTestId(`switch-${key}`).click()
    await drawn(page)
    await expect.poll(async () => (await onCanvas(page, names)).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(least)
    expect(page.url()).toContain(key)
    expect(await text(page, `layer-${key}`)).toMatch(/\d{1,2}月\d{1,2}日/)
    await page.goBack()
    await expect.poll(async () => (await onCanvas(page, names)).length, { timeout: 20_000 }).toBe(0)
    expect(problems).toEqual([])
  })

  it('coverage shows the kind that is chosen, by keyboard too, in the numbers of the service: legend, colours and panel', async () => {
    const place = '/?layers=grids,coverage&at=13.6/30.5174/108.0362'
    const { page, problems } = await openMap(place)
    await drawn(page)
    const total = page.getByTestId('coverage-total')
    const numbers = async (kind: string) => {
      const { total } = await json<Coverage>(`/api/v1/coverage?kind=${kind}`)
      return `${total.numerator.toLocaleString('zh-CN')} / ${total.denominator.toLocaleString('zh-CN')}`
    }
    await total.getByText(await numbers('buildingHead')).waitFor()
    const before = await page.evaluate(() => JSON.stringify(window.fangyuan?.map?.getPaintProperty('coverage-3', 'fill-color')))
    await page.getByTestId('layer-coverage').getByRole('button', { name: '网格力量' }).focus()
    await page.keyboard.press('Enter')
    await total.getByText(await numbers('gridStaffing')).waitFor()
    expect(new URL(page.url()).searchParams.get('cover')).toBe('gridStaffing')
    const after = () => page.evaluate(() => JSON.stringify(window.fangyuan?.map?.getPaintProperty('coverage-3', 'fill-color')))
    await expect.poll(after).not.toBe(before)
    expect(await text(page, 'layer-coverage')).not.toMatch(/[A-Za-z]/)
    await page.getByTestId('map').hover({ position: { x: 380, y: 430 } })
    await page
      .locator('.hover-card')
      .getByText(/^网格力量 \d+% · \d+ \/ \d+ 个网格$/)
      .waitFor()
    const [first] = (await json<{ grids: { gridCode: string; rate: Coverage['total'] }[] }>('/api/v1/coverage?kind=gridStaffing&level=2'))
      .grids
    await page.goto(`${inject('base')}${place}&cover=gridStaffing&lang=en&pick=grid:${first?.gridCode}`)
    await page.getByTestId('coverage-gridStaffing').getByText(`${first?.rate.numerator} / ${first?.rate.denominator} grids`).waitFor()
    expect(await axe(page)).toEqual([])
    expect(problems).toEqual([])
  })

  it('patrol routes bring deck.gl only when they are wanted, and draw on a canvas of their own', async () => {
    const { page, requests } = await openMap('/?layers=grids')
    await drawn(page)
    const canvases = await page.locator('canvas').count()
    const scripts = requests.length
    await page.getByTestId('switch-patrols').click()
    await expect.poll(() => page.locator('canvas').count(), { timeout: 60_000 }).toBe(canvases + 1)
    expect(requests.slice(scripts).some((request) => request.url().includes('/patrol-routes'))).toBe(true)
  })

  it('heat keeps its colour over zooms: the same place reads the same at three of them', async () => {
    const density = await json<{ cells: [number, number, number][] }>('/api/v1/issues/density?bbox=107.9,30.4,108.1,30.6&zoom=16')
    const [lng, lat] = [...density.cells].sort((a, b) => b[2] - a[2])[0] ?? [108, 30.5, 0]
    const colours: number[][] = []
    for (const zoom of [14, 15, 16]) {
      const { page } = await openMap(`/?layers=heat&at=${zoom}/${lat}/${lng}&theme=light`)
      await drawn(page)
      await page.evaluate(() => {
        const map = window.fangyuan?.map
        for (const { id } of map?.getStyle().layers ?? [])
          if (id !== 'heat' && id !== 'ground') map?.setLayoutProperty(id, 'visibility', 'none')
      })
      await drawn(page)
      colours.push(await colourAt(page, lng, lat))
      await page.close()
    }
    const [first = []] = colours
    const ground = [246, 247, 245]
    expect(apart(first, ground)).toBeGreaterThan(60)
    for (const colour of colours) expect({ colours, apart: apart(first, colour) <= 24 }).toEqual({ colours, apart: true })
  })

  it('heat answers to its period and its classes', async () => {
    const { page } = await openMap('/?layers=heat&period=7')
    await drawn(page)
    const total = async () => Number((await text(page, 'heat-total')).match(/共 ([\d,]+) 件/)?.[1]?.replace(/,/g, '') ?? 0)
    await expect.poll(total).toBeGreaterThan(0)
    const week = await total()
    await page.goto(`${inject('base')}/?layers=heat&period=365`)
    await drawn(page)
    await expect.poll(total).toBeGreaterThan(10 * week)
    const year = await total()
    await page.goto(`${inject('base')}/?layers=heat&period=365&class=facility`)
    await drawn(page)
    await expect.poll(total).toBeGreaterThan(0)
    expect(await total()).toBeLessThan(year)
    await expect.poll(() => page.getByTestId('heat-legend').isVisible()).toBe(true)
  })
})

const apart = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? 0))))

/** The mean colour of 5 × 5 pixels at a place, read from a screenshot. */
async function colourAt(page: Page, lng: number, lat: number): Promise<number[]> {
  const at = await page.evaluate(
    ([x, y]) => {
      const map = window.fangyuan?.map
      const point = map?.project([x ?? 0, y ?? 0])
      const box = map?.getCanvas().getBoundingClientRect()
      return { x: (box?.left ?? 0) + (point?.x ?? 0), y: (box?.top ?? 0) + (point?.y ?? 0) }
    },
    [lng, lat],
  )
  const picture = await page.screenshot({ clip: { x: at.x - 2, y: at.y - 2, width: 5, height: 5 } })
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context?.drawImage(image, 0, 0)
    const data = context?.getImageData(0, 0, image.width, image.height).data ?? []
    return [0, 1, 2].map((channel) => {
      let sum = 0
      for (let i = channel; i < data.length; i += 4) sum += data[i] ?? 0
      return sum / (data.length / 4)
    })
  }, picture.toString('base64'))
}

describe('details', () => {
  it('drill from the street down to a building, and back by the address', async () => {
    const { page, problems } = await openMap('/')
    await drawn(page)
    const titles: string[] = [await text(page, 'details-title')]
    for (let step = 0; step < 3; step++) {
      await page.getByTestId('grid-row').first().click()
      await expect.poll(() => text(page, 'details-title')).not.toBe(titles.at(-1))
      titles.push(await text(page, 'details-title'))
    }
    await page.getByTestId('building-row').first().click()
    await page.getByTestId('head-status').waitFor()
    expect(await text(page, 'breadcrumb')).toContain(titles[1])
    expect(await axe(page)).toEqual([])
    await page.goBack()
    await expect.poll(() => text(page, 'details-title')).toBe(titles.at(-1))
    await page.reload()
    await expect.poll(() => text(page, 'details-title')).toBe(titles.at(-1))
    expect(problems).toEqual([])
  })

  it('open by keyboard: slash, words, enter', async () => {
    const compound = (await json<Features>('/api/v1/compounds?limit=1')).features[0]?.properties.name
    const { page } = await openMap('/')
    await drawn(page)
    await page.keyboard.press('/')
    await page.keyboard.type(String(compound))
    await page.getByTestId('search-hit').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => text(page, 'details-title')).toContain(String(compound))
  })
})

describe('other faces', () => {
  it('English has no Chinese in it but the way back', async () => {
    const { page } = await openMap('/?lang=en')
    await drawn(page)
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en')
    const han = (await page.locator('body').innerText()).match(/\p{Script=Han}+/gu) ?? []
    expect(han).toEqual(['中文'])
  })

  it('dark and phone are accessible, and the phone shows its sheet', async () => {
    const dark = await openMap('/?theme=dark')
    await drawn(dark.page)
    expect(await axe(dark.page)).toEqual([])
    await dark.page.screenshot({ path: `${out}/map-dark.png` })
    await dark.page.close()
    const phone = await openMap('/', { size: { width: 390, height: 844 } })
    await drawn(phone.page)
    expect(await axe(phone.page)).toEqual([])
    const small = await phone.page
      .locator('button:visible, input:visible')
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 43.5).length)
    expect(small).toBe(0)
    await phone.page.getByTestId('sheet-layers').click()
    await phone.page.getByTestId('switch-stations').waitFor()
    await phone.page.screenshot({ path: `${out}/map-phone.png` })
  })

  it('an OpenStreetMap town shows its buildings and says that it has no grids', async () => {
    const { page, problems } = await openMap('/', { as: { cookie: inject('townCookie') } })
    await drawn(page)
    expect((await onCanvasSoon(page, ['building', 'heads'])).length).toBe(2)
    await page.getByTestId('no-grids').waitFor()
    await expect.poll(() => page.getByTestId('demo-stamp').count()).toBe(0)
    expect(await text(page, 'credits')).toContain('OpenStreetMap')
    expect(problems).toEqual([])
  })

  it('a service that is away is said to be away, and the page goes on by itself when it is back', async () => {
    const { page } = await openMap('/healthz')
    let away = true
    await page.route('**/api/v1/**', (route) =>
      away ? route.fulfill({ status: 503, json: { code: 'unavailable', message: 'starting', requestId: 'test-1' } }) : route.continue(),
    )
    await page.goto(inject('base'))
    await page.getByTestId('waiting').waitFor()
    away = false
    await page.getByTestId('details-title').waitFor({ timeout: 30_000 })
  })

  it('the description of the interface is readable', async () => {
    const { page, problems } = await openMap('/api/docs')
    await page.locator('#operations-tag-issues').click()
    await page.getByText('/api/v1/issues/density').first().waitFor()
    await page.locator('#operations-tag-session').waitFor()
    expect(problems).toEqual([])
  })
})
