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
  await page.getByTestId('try-clear').click()
  await expect.poll(async () => (await onCanvas(page, ['circle-tried'])).length).toBe(0)
  expect(await axe(page)).toEqual([])
  expect(problems).toEqual([])
})
