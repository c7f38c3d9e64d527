// The heat map over time and by area, as a street leader works with it.
import { expect, inject, it } from 'vitest'
import { cellMetres } from '#domain/density/density-cell.ts'
import { axe, drawn, json, onCanvasSoon, openMap } from './open-map.ts'

const number = (text: string): number => Number(text.match(/[\d,]+/)?.[0].replace(/,/g, '') ?? Number.NaN)
const middle = async () => {
  const { subdistricts } = await json<{ subdistricts: { bbox: [number, number, number, number] }[] }>('/api/v1/subdistricts')
  const [west, south, east, north] = subdistricts[0]?.bbox ?? [0, 0, 0, 0]
  return `${(south + north) / 2}/${(west + east) / 2}`
}
type Page = Awaited<ReturnType<typeof openMap>>['page']
const total = async (page: Page) => number((await page.getByTestId('heat-total').innerText()).replace(/.*(?:共|, )/, ''))
const clickOn = (page: Page, layer: string) =>
  page.evaluate((id) => {
    const map = window.fangyuan?.map
    const canvas = map?.getCanvas()
    if (!map || !canvas) return null
    // the middle of the map is free of panels
    const box: [[number, number], [number, number]] = [
      [canvas.clientWidth * 0.3, canvas.clientHeight * 0.3],
      [canvas.clientWidth * 0.6, canvas.clientHeight * 0.7],
    ]
    const [feature] = map.queryRenderedFeatures(box, { layers: [id] })
    if (feature?.geometry.type !== 'Polygon') return null
    const ring = feature.geometry.coordinates[0] ?? []
    const at = map.project([
      ring.reduce((sum, [lng = 0]) => sum + lng, 0) / ring.length,
      ring.reduce((sum, [, lat = 0]) => sum + lat, 0) / ring.length,
    ])
    const { left, top } = canvas.getBoundingClientRect()
    return { x: left + at.x, y: top + at.y, properties: feature.properties }
  }, layer)

it('squares tell a number, and the list behind it has as many issues', async () => {
  const { page, problems } = await openMap(`/?layers=heat&heat=cells&period=365&at=15.4/${await middle()}`)
  await drawn(page)
  const squares = await onCanvasSoon(page, ['heat-squares'])
  expect(squares.length).toBeGreaterThan(5)
  const hit = await clickOn(page, 'heat-squares')
  expect(hit).not.toBeNull()
  await page.mouse.click(hit?.x ?? 0, hit?.y ?? 0)
  const counted = page.getByTestId('counted')
  await counted.waitFor()
  const place = await counted.getAttribute('data-place')
  expect(page.url()).toContain(`pick=counted:${place}`)
  const shown = squares.find(({ properties }) => properties.place === place)
  await page.waitForFunction(() => document.querySelector('[data-testid=counted-number]') !== null)
  await expect.poll(() => page.getByTestId('counted-number').innerText()).toBe(Number(shown?.properties.number).toLocaleString('zh-CN'))
  const link = await counted.locator('a[href^="/issues?bbox="]').getAttribute('href')
  expect(link).toMatch(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/)
  expect(problems).toEqual([])
})

it('squares are coloured by issues per km² in 30 days at every zoom, and the legend stays the same', async () => {
  const at = await middle()
  const latitude = Number(at.split('/')[0])
  for (const zoom of [13.4, 15.4]) {
    const { page } = await openMap(`/?layers=heat&heat=cells&period=365&at=${zoom}/${at}`)
    await drawn(page)
    const squares = await onCanvasSoon(page, ['heat-squares'])
    for (const { properties } of squares.slice(0, 20)) {
      const area = (cellMetres(Number(String(properties.place).split('/')[0]), latitude) / 1000) ** 2
      expect((Number(properties.rate) * area * 365) / 30).toBeCloseTo(Number(properties.number), 3)
    }
    const legend = await page.getByTestId('heat-legend').locator('.scale-ticks').innerText()
    expect(legend.replace(/\s+/g, ' ')).toBe('50 150 300 600 1,000+')
  }
})

it('grids are coloured with their counts, and lead to their issues', async () => {
  const { page, problems } = await openMap(`/?layers=grids,heat&heat=grids&period=90&at=13.2/${await middle()}`)
  await drawn(page)
  await page.waitForFunction(() => window.fangyuan?.map?.getLayer('heat-grids-2') !== undefined)
  await drawn(page)
  const hit = await clickOn(page, 'heat-grids-2')
  await page.mouse.click(hit?.x ?? 0, hit?.y ?? 0)
  await page.getByTestId('counted').waitFor()
  expect(page.url()).toContain('pick=counted:')
  const code = await page.getByTestId('counted').getAttribute('data-place')
  const { searchParams } = new URL((await page.getByTestId('counted').locator('a').getAttribute('href')) ?? '', inject('base'))
  const { grids } = await json<{ grids: { gridCode: string; issues: number }[] }>(
    `/api/v1/issues/grids?level=2&from=${searchParams.get('from')}&to=${searchParams.get('to')}`,
  )
  const expected = grids.find(({ gridCode }) => gridCode === code)?.issues ?? Number.NaN
  const told = number(await page.getByTestId('counted-number').innerText())
  expect(told).toBe(expected)
  expect(problems).toEqual([])
})

it('a period is drawn over the days, stands in the address, and a preset takes it back', async () => {
  const { page } = await openMap('/?layers=heat')
  const brush = page.getByTestId('day-brush')
  await brush.scrollIntoViewIfNeeded()
  const before = await total(page)
  const box = await brush.boundingBox()
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 }
  await page.mouse.move(x + width * 0.2, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + width * 0.6, y + height / 2)
  await page.mouse.up()
  await expect.poll(() => page.url(), { timeout: 20_000 }).toMatch(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/)
  await expect.poll(() => total(page), { timeout: 20_000 }).toBeGreaterThan(before)
  await page.getByTestId('range-from').focus()
  const drawnRange = page.url()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.url(), { timeout: 20_000 }).not.toBe(drawnRange)
  await page.getByRole('button', { name: '30 天' }).click()
  await expect.poll(() => page.url(), { timeout: 20_000 }).not.toContain('from=')
  await expect.poll(() => total(page), { timeout: 20_000 }).toBe(before)
})

it('the replay shows a window of the period, moves with its slider and asks once', async () => {
  const { page, requests, problems } = await openMap('/?layers=heat&period=90')
  await drawn(page)
  await page.getByTestId('film-play').click()
  await page.getByTestId('film-place').waitFor()
  await expect.poll(() => page.getByTestId('film-shown').innerText(), { timeout: 20_000 }).toMatch(/件$/)
  const first = await page.getByTestId('film-shown').innerText()
  await page.getByTestId('film-place').fill('60')
  await expect.poll(() => page.getByTestId('film-shown').innerText(), { timeout: 20_000 }).not.toBe(first)
  await page.getByTestId('film-play').click()
  await expect.poll(() => page.getByTestId('film-place').inputValue()).toBe('61')
  expect(requests.filter((request) => request.url().includes('format=binary'))).toHaveLength(1)
  await page.getByTestId('film-stop').click()
  await expect.poll(() => page.getByTestId('film-place').count()).toBe(0)
  expect(problems).toEqual([])
})

it('a hot spot leads to its place and its issues', async () => {
  const { page } = await openMap('/healthz')
  const { subdistricts } = await json<{ subdistricts: { bbox: number[] }[] }>('/api/v1/subdistricts')
  const [west = 0, south = 0, east = 0, north = 0] = subdistricts[0]?.bbox ?? []
  const [lng, lat] = [(west + east) / 2, (south + north) / 2]
  await page.route('**/api/v1/issues/hot-spots*', async (route) => {
    const answered = (await (await route.fetch()).json()) as Record<string, unknown>
    const cell = { x: 209723, y: 154260, bbox: [lng, lat, lng + 0.001, lat + 0.001], gridCode: null, name: '', nameEn: '' }
    await route.fulfill({ json: { ...answered, cells: [{ ...cell, recent: 9, expected: 1.2, chance: 0.00001 }] } })
  })
  await page.goto(`${inject('base')}/?layers=heat`)
  await drawn(page)
  await page.getByTestId('hot-spots').getByRole('button').first().click()
  await expect.poll(() => page.url(), { timeout: 20_000 }).toContain('pick=counted:')
  await page.getByTestId('counted').waitFor()
})

it.each([
  ['light', '/?layers=grids,heat&heat=cells'],
  ['dark', '/?layers=grids,heat&heat=grids&lang=en'],
])('in %s the panel has nothing that hinders', async (theme, path) => {
  const { page } = await openMap(`${path}&theme=${theme}`)
  await page.getByTestId('hot-spots').waitFor()
  await page.getByTestId('hour-week').waitFor()
  expect(await axe(page)).toEqual([])
})

it('on a phone the controls fit, and without an answer the panel says so', async () => {
  const { page } = await openMap('/healthz', { size: { width: 390, height: 844 } })
  await page.route('**/api/v1/issues/times*', (route) =>
    route.fulfill({ status: 400, json: { code: 'invalid_request', message: 'of the test', requestId: 'r1' } }),
  )
  await page.goto(`${inject('base')}/?layers=heat`)
  await page.getByTestId('sheet-layers').click()
  await page.getByTestId('heat-times').waitFor()
  await page.getByTestId('failure').first().waitFor({ timeout: 30_000 })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
