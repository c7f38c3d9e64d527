// A file of tickets in a real browser: dropped, named, looked at, a place confirmed, taken in.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axe, json, openMap } from './open-map.ts'

const out = fileURLToPath(new URL('../.out', import.meta.url))
mkdirSync(out, { recursive: true })
const phone = { width: 390, height: 844 }
const han = (text: string) => text.match(/\p{Script=Han}+/gu) ?? []

type Building = { geometry: { coordinates: number[] }; properties: { address: string; entrance?: number[] } }
let serial = 0
/** Tickets of every kind of trouble, around a building of the demo. */
async function tickets(): Promise<string> {
  const { features } = await json<{ features: Building[] }>('/api/v1/buildings?limit=20')
  const address = features[7]?.properties.address ?? ''
  const { features: issues } = await json<{ features: Building[] }>('/api/v1/issues?limit=1')
  const [lng, lat] = issues[0]?.geometry.coordinates ?? []
  const run = `${process.pid}-${serial++}`
  const line = (n: number, at: string, item: string, place: string, x: unknown, y: unknown, closed = '') =>
    `BR-${run}-${n},${at},${item},路口有垃圾堆放，请回电13812345678,${place},${x},${y},${closed},张三,13812345678`
  return [
    '工单编号,受理时间,诉求类别,诉求内容,事发地址,经度,纬度,办结时间,诉求人姓名,联系电话',
    ...[1, 2, 3, 4].map((n) => line(n, `2026-11-0${n} 09:00`, '垃圾杂物', '路口', lng, lat, n === 1 ? '2026-11-05 10:00' : '')),
    line(4, '2026-11-04 09:00', '垃圾杂物', '路口', lng, lat),
    line(5, '2026-11-04 09:00', '占道经营', '路口', lng, lat),
    line(6, '2026-11-04 09:00', '垃圾杂物', `${address}门口`, '', ''),
    line(7, '2026-11-04 09:00', '垃圾杂物', '很远的地方', '', ''),
    line(8, '2026-11-04 09:00', '垃圾杂物', '路口', lng, lat, '2026-10-01 09:00'),
    line(9, '03/04/2026', '垃圾杂物', '路口', lng, lat),
    line(10, '2026-11-04 09:00', '垃圾杂物', '海上', 10, 10),
  ].join('\n')
}
const send = (page: Page, name: string, text: string) =>
  page.getByTestId('intake-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

it('the leader takes in a file, and what is not certain stays out until a person says so', async () => {
  const { page, problems } = await openMap('/issues/import')
  await page.getByTestId('intake-choose').waitFor()
  expect(await axe(page)).toEqual([])
  await send(page, '热线工单.csv', await tickets())
  await page.getByTestId('intake-mapping').waitFor()
  await page.screenshot({ path: `${out}/intake-mapping.png`, fullPage: true })
  expect(await axe(page)).toEqual([])
  await expect.poll(() => page.locator('body').innerText()).not.toContain('13812345678')
  await page.getByTestId('intake-check').click()
  await page.getByTestId('intake-rows').waitFor()
  const chip = async (name: string) => Number((await page.getByTestId(`chip-${name}`).innerText()).match(/\d+/)?.[0])
  expect(await chip('ready')).toBe(4)
  for (const name of ['duplicate', 'confirmPlace', 'noPlace', 'outside', 'unknownItem']) expect([name, await chip(name)]).toEqual([name, 1])
  expect(await chip('trouble')).toBe(2)
  await page.screenshot({ path: `${out}/intake-preview.png`, fullPage: true })
  expect(await axe(page)).toEqual([])
  await page.getByTestId('chip-trouble').click()
  await expect.poll(() => page.getByTestId('intake-row').count()).toBe(2)
  await expect.poll(() => page.getByTestId('intake-rows').innerText()).toContain('办结时间早于受理时间')
  await page.getByTestId('chip-all').click()
  await page.getByTestId('intake-places').click()
  await page.getByTestId('intake-place').first().locator('input[type=radio]').first().click()
  await expect.poll(() => chip('ready')).toBe(5)
  await page.waitForTimeout(400)
  await page.screenshot({ path: `${out}/intake-places.png` })
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByTestId('intake-row').first().locator('input[type=checkbox]').click()
  await expect.poll(() => page.getByTestId('intake-commit').innerText()).toContain('4')
  await page.getByTestId('intake-commit').click()
  await page.getByTestId('intake-commit-confirm').click()
  await page.getByTestId('intake-done').waitFor()
  await expect.poll(() => page.getByTestId('intake-done').innerText()).toContain('4')
  const download = page.waitForEvent('download')
  await page.getByTestId('errors-csv').click()
  expect((await download).suggestedFilename()).toContain('errors')
  await page.screenshot({ path: `${out}/intake-done.png`, fullPage: true })
  expect(problems).toEqual([])
})

it('a file that is none is refused in words that help', async () => {
  const { page } = await openMap('/issues/import?lang=en')
  await page.getByTestId('intake-choose').waitFor()
  await page
    .getByTestId('intake-file')
    .setInputFiles({ name: 'x.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('d0cf11e0a1b11ae1', 'hex') })
  await page.getByTestId('intake-refused').waitFor()
  await expect.poll(() => page.getByTestId('intake-refused').innerText()).toContain('old Excel')
  await send(page, 'broken.csv', 'a,b\n"1,2\n')
  await page.getByTestId('intake-refused').getByText('cut off').waitFor()
  expect(han(await page.locator('main').innerText())).toEqual([])
})

it('on a phone, in the dark, the rows are cards within reach of a thumb', async () => {
  const { page } = await openMap('/issues/import?theme=dark', { size: phone, as: 'secretary' })
  await send(page, '热线工单.csv', await tickets())
  await page.getByTestId('intake-mapping').waitFor()
  await page.screenshot({ path: `${out}/intake-phone-mapping.png`, fullPage: true })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width)
  await page.getByTestId('intake-check').click()
  await page.getByTestId('intake-rows').waitFor()
  await page.screenshot({ path: `${out}/intake-phone.png`, fullPage: true })
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width)
})

it('whoever may not import is told who may', async () => {
  const { page } = await openMap('/issues/import', { as: 'planner' })
  await page.getByText('导入工单由街道领导和社区书记进行').waitFor()
})

it('the security administrator makes a key for another program, sees it once, and takes it away', async () => {
  const { page, problems } = await openMap('/admin?tab=keys', { as: 'securityAdministrator' })
  await page.getByTestId('key-name').fill('市民随手拍')
  await page.getByTestId('create-key').click()
  const key = (await page.getByTestId('shown-once').innerText()).trim()
  expect(key.length).toBeGreaterThan(30)
  await page.getByRole('button', { name: '已记下，关闭' }).click()
  await page.getByTestId('shown-once').waitFor({ state: 'detached' })
  await page.screenshot({ path: `${out}/api-keys.png` })
  expect(await axe(page)).toEqual([])
  await expect.poll(() => page.locator('body').innerText()).not.toContain(key)
  await page.getByTestId('revoke-key').first().click()
  await page.getByTestId('revoke-key-confirm').click()
  await page.getByTestId('revoke-key').waitFor({ state: 'detached' })
  expect(problems).toEqual([])
})
