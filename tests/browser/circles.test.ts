// Walking circles on the map: what is drawn and said is what the service answers.
import { expect, it } from 'vitest'
import { axe, drawn, json, onCanvas, openMap } from './open-map.ts'

type Coverage = { total: { households: { covered: number; known: number } }; straightLineHouseholds: number }
const here = '/?layers=grids,stations,circles'

it('rings, buildings beyond them and figures are those of the service', async () => {
  const { page, problems } = await openMap(here)
  await drawn(page)
  const { total } = await json<Coverage>('/api/v1/coverage/walk')
  const { spots } = await json<{ spots: { buildings: number[] }[] }>('/api/v1/blind-spots?limit=1000')
  const beyond = new Set(spots.flatMap(({ buildings }) => buildings))
  const figures = page.getByTestId('circles-figures')
  const numbers = (value: number) => value.toLocaleString('zh-CN')
  await figures.getByText(`${numbers(total.households.covered)} / ${numbers(total.households.known)}`).waitFor()
  await expect.poll(async () => (await onCanvas(page, ['circle-rings'])).length).toBeGreaterThan(0)
  await expect.poll(async () => (await onCanvas(page, ['circle-beyond'])).length).toBeGreaterThan(0)
  for (const { id } of await onCanvas(page, ['circle-beyond'])) expect(beyond.has(Number(id))).toBe(true)
  expect(await axe(page)).toEqual([])
  expect(problems).toEqual([])
})

it('slower people reach less, and straight circles say by how much they are too large', async () => {
  const { page } = await openMap(`${here}&walk=elderlySlow&straight=yes&lang=en`)
  await drawn(page)
  const { total, straightLineHouseholds } = await json<Coverage>('/api/v1/coverage/walk?profile=elderlySlow')
  const figures = page.getByTestId('circles-figures')
  await figures.getByText(`${total.households.covered.toLocaleString('en')} / ${total.households.known.toLocaleString('en')}`).waitFor()
  await figures.getByText(straightLineHouseholds.toLocaleString('en')).waitFor()
  await expect.poll(async () => (await onCanvas(page, ['circle-straight'])).length).toBeGreaterThan(0)
  await page.getByTestId('circles-straight').click()
  await expect.poll(async () => (await onCanvas(page, ['circle-straight'])).length).toBe(0)
  expect(new URL(page.url()).searchParams.get('straight')).toBeNull()
})

it('a blind spot leads to its building, which tells its stations and draws the way', async () => {
  const { page, problems } = await openMap(here)
  await drawn(page)
  await page.getByTestId('blind-spot').first().click()
  await page.getByTestId('nearest-stations').locator('li').nth(2).waitFor()
  await expect
    .poll(() =>
      page.evaluate(() => {
        const source = window.fangyuan?.map?.getSource('circles') as unknown as
          | { _data?: { geojson?: { features: { properties: { what: string } }[] } } }
          | undefined
        return source?._data?.geojson?.features.some(({ properties }) => properties.what === 'way') ?? false
      }),
    )
    .toBe(true)
  expect(problems).toEqual([])
})

it('a place that is tried, by a press on the map or as a suggested site, says whom it would newly serve', async () => {
  const { page, problems } = await openMap(here)
  await drawn(page)
  await page.getByTestId('seek-sites').click()
  await page.getByTestId('site').first().click()
  await page.getByTestId('tried').waitFor()
  const [lat, lng] = (new URL(page.url()).searchParams.get('try') ?? '').split('/')
  type Preview = { newly: { households: number } }
  const { newly } = await json<Preview>(`/api/v1/circles/preview?lng=${lng}&lat=${lat}`)
  expect(newly.households).toBeGreaterThan(0)
  await page.getByTestId('tried').getByText(newly.households.toLocaleString('zh-CN')).waitFor()
  await expect.poll(async () => (await onCanvas(page, ['circle-tried'])).length).toBeGreaterThan(0)
  await page.getByTestId('try-place').click()
  await page.getByTestId('map').click({ position: { x: 380, y: 420 } })
  await expect.poll(() => new URL(page.url()).searchParams.get('try')).not.toBe(`${lat}/${lng}`)
  expect(new URL(page.url()).searchParams.get('pick')).toBeNull()
  // dragged, it asks again on the way; it is taken hold of once it stands where the address says
  const [triedLat = 0, triedLng = 0] = (new URL(page.url()).searchParams.get('try') ?? '').split('/').map(Number)
  const held = (place: readonly [number, number]) =>
    page.evaluate(([x, y]) => {
      const map = window.fangyuan?.map
      const dot = map?.project([x, y])
      const found = dot ? (map?.queryRenderedFeatures([dot.x, dot.y], { layers: ['circle-tried-place'] }) ?? []) : []
      return found.length > 0 ? dot : undefined
    }, place)
  await expect.poll(() => held([triedLng, triedLat])).toBeDefined()
  const dot = await held([triedLng, triedLat])
  const box = await page.getByTestId('map').boundingBox()
  const before = page.url()
  await page.mouse.move((box?.x ?? 0) + (dot?.x ?? 0), (box?.y ?? 0) + (dot?.y ?? 0))
  await page.mouse.down()
  await page.mouse.move((box?.x ?? 0) + (dot?.x ?? 0) + 60, (box?.y ?? 0) + (dot?.y ?? 0) + 40, { steps: 8 })
  await page.mouse.up()
  await expect.poll(() => new URL(page.url()).searchParams.get('try')).not.toBe(new URL(before).searchParams.get('try'))
  await page.getByTestId('try-clear').click()
  await expect.poll(async () => (await onCanvas(page, ['circle-tried'])).length).toBe(0)
  expect(await axe(page)).toEqual([])
  expect(problems).toEqual([])
})

it('every minute is a surface, every station a circle of its own, at a time of the day only those that are open', async () => {
  const { page, problems } = await openMap(`${here}&circles=surface`)
  await drawn(page)
  const rings = () =>
    page.evaluate(() => {
      const source = window.fangyuan?.map?.getSource('circles') as unknown as
        | { _data?: { geojson?: { features: { properties: { what: string } }[] } } }
        | undefined
      return source?._data?.geojson?.features.filter(({ properties }) => properties.what === 'ring').length ?? 0
    })
  await expect.poll(rings).toBe(15)
  const { stations } = await json<{ stations: { inService: number } }>('/api/v1/coverage/walk')
  await page.getByRole('button', { name: '逐站' }).click()
  await expect.poll(rings).toBe(stations.inService)
  const late = await json<{ stations: { inService: number } }>('/api/v1/coverage/walk?at=20:30')
  await page.getByTestId('circles-open').selectOption('20:30')
  await expect.poll(rings).toBe(late.stations.inService)
  expect(late.stations.inService).toBeLessThan(stations.inService)
  const centres = await json<{ stations: { inService: number } }>('/api/v1/coverage/walk?at=20:30&kind=communityCenter&on=2024-01-01')
  await page.getByTestId('circles-kind-communityCenter').click()
  await page.getByTestId('circles-on').fill('2024-01-01')
  await expect.poll(rings).toBe(centres.stations.inService)
  expect(new URL(page.url()).searchParams.get('stations')).toBe('communityCenter')
  expect(await axe(page)).toEqual([])
  expect(problems).toEqual([])
})

it('a plan of what is opened and closed says what it brings and costs, is kept, opened again, compared and thrown away', async () => {
  const { page, problems } = await openMap(here)
  await drawn(page)
  await page.getByTestId('seek-sites').click()
  await page.getByTestId('sites-keep').click()
  await expect.poll(() => new URL(page.url()).searchParams.get('plan')).toContain('open:')
  await expect.poll(async () => (await onCanvas(page, ['circle-opened'])).length).toBeGreaterThan(0)
  const plan = new URL(page.url()).searchParams.get('plan') ?? ''
  const { newly } = await json<{ newly: { households: number } }>(`/api/v1/circles/difference?changes=${encodeURIComponent(plan)}`)
  expect(newly.households).toBeGreaterThan(0)
  await page.getByTestId('plan-difference').getByText(newly.households.toLocaleString('zh-CN')).waitFor()
  await page.getByTestId('plan-name').fill('新设三处')
  await page.getByTestId('plan-keep').click()
  await page.getByTestId('plans-kept').waitFor()
  await page.getByTestId('plan-clear').click()
  await expect.poll(() => new URL(page.url()).searchParams.get('plan')).toBeNull()
  await page.getByTestId('plans-kept').locator('summary').click()
  await page.getByTestId('plan-open').click()
  await expect.poll(() => new URL(page.url()).searchParams.get('plan')).toBe(plan)
  expect(await axe(page)).toEqual([])
  // what is changed in it is kept in it
  await page.getByTestId('plan-change').first().getByRole('button').click()
  await page.getByTestId('plan-update').click()
  await page.getByTestId('plan-update').waitFor({ state: 'detached' })
  const { scenarios } = await json<{ scenarios: { name: string; changes: string; version: number }[] }>('/api/v1/circles/scenarios')
  const fewer = plan.split(';').slice(1).join(';')
  expect(scenarios).toMatchObject([{ name: '新设三处', changes: fewer, version: 2 }])
  await page.getByTestId('plans-kept').getByTestId('plan-compare').click()
  const less = await json<{ newly: { households: number } }>(`/api/v1/circles/difference?changes=${encodeURIComponent(fewer)}`)
  await page.getByTestId('compare-difference').getByText(less.newly.households.toLocaleString('zh-CN')).waitFor()
  await page.getByTestId('compare-map').nth(1).waitFor()
  await expect.poll(() => page.getByTestId('compare-b').inputValue()).toBe(fewer)
  expect(await axe(page)).toEqual([])
  await page.goBack()
  await page.getByTestId('plans-kept').locator('summary').click()
  await page.getByTestId('plan-remove').click()
  await page.getByTestId('plan-remove').click()
  await page.getByTestId('plans-kept').waitFor({ state: 'detached' })
  expect(problems).toEqual([])
})

it('a station may be closed in thought, or from a day on in the register, where it is told', async () => {
  const { features } = await json<{ features: { properties: { serviceStationId: number; status: string; name: string } }[] }>(
    '/api/v1/stations?limit=1000',
  )
  const station = features.find(({ properties }) => properties.status === 'inService')?.properties
  const { page, problems } = await openMap(`${here}&pick=station:${station?.serviceStationId}`)
  await page.getByTestId('plan-close').click()
  await page.getByTestId('plan-change').getByText(`关闭 ${station?.name}`).waitFor()
  await page.getByTestId('plan-hours').selectOption('08:30-21:00')
  await page.getByTestId('plan-change').getByText('08:30-21:00').waitFor()
  await expect.poll(() => page.getByTestId('plan-change').count()).toBe(1)
  await page.getByTestId('station-change').click()
  await page.getByTestId('station-from').fill('2199-01-01')
  await page.getByTestId('station-reason').fill('搬迁')
  await page.getByTestId('station-submit').click()
  await page.getByTestId('station-states').getByText('搬迁').waitFor()
  // the day is far off: today nothing changes
  await page.getByTestId('details').getByText('正常开放').first().waitFor()
  expect(await axe(page)).toEqual([])
  expect(problems).toEqual([])
})

it('a compound says how many of its households reach a station, and blind spots leave as a file, also on a phone', async () => {
  type Compounds = { compounds: { compoundId: number; figures: { households: { covered: number; known: number } } }[] }
  const { compounds } = await json<Compounds>('/api/v1/coverage/walk?per=compound')
  const [worst] = compounds
  const { page, problems } = await openMap(`/?layers=circles&pick=compound:${worst?.compoundId}`, { size: { width: 390, height: 844 } })
  const { covered = 0, known = 0 } = worst?.figures.households ?? {}
  await page
    .getByTestId('compound-walk')
    .getByText(`${covered.toLocaleString('zh-CN')} / ${known.toLocaleString('zh-CN')}`)
    .waitFor()
  await page.getByTestId('sheet-layers').click()
  const address = await page.getByTestId('blind-csv').getAttribute('href')
  const file = await page.request.get(new URL(address ?? '', page.url()).href)
  expect(file.status()).toBe(200)
  expect(await file.text()).toContain('户数')
  expect(await axe(page)).toEqual([])
  expect(problems).toEqual([])
})
