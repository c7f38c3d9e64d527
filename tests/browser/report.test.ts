// The period report on the screen, on a phone and on paper.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { axe, openMap } from './open-map.ts'

const out = fileURLToPath(new URL('../.out', import.meta.url))
mkdirSync(out, { recursive: true })
const phone = { width: 390, height: 844 }
const han = (text: string) => text.match(/\p{Script=Han}+/gu) ?? []

it('tells every share with its parts, is accessible, and fits one sheet of A4', async () => {
  const { page, problems } = await openMap('/reports', { sharp: true })
  await page.getByTestId('report-map').waitFor({ timeout: 60_000 })
  await page.getByTestId('period-before').click()
  await expect.poll(() => page.url()).toContain('from=')
  await page.getByTestId('report-map').waitFor({ timeout: 60_000 })
  await expect.poll(() => page.getByTestId('tile-onTime').innerText()).toMatch(/\d+%\s+[\d,]+ \/ [\d,]+/)
  await expect.poll(() => page.getByTestId('report-sheet').innerText()).toContain('演示数据')
  expect(await axe(page)).toEqual([])
  // the map of the wall draws the picture: the grids and the heat are in it, the numbers of the list stand on it
  const map = page.getByTestId('report-map')
  await expect.poll(() => map.getAttribute('data-drawn'), { timeout: 60_000 }).toBe('map')
  const colours = await map.locator('image').evaluate(async (image) => {
    const held = new Image()
    held.src = image.getAttribute('href') ?? ''
    await held.decode()
    const canvas = document.createElement('canvas')
    canvas.width = held.width
    canvas.height = held.height
    const context = canvas.getContext('2d')
    context?.drawImage(held, 0, 0)
    const { data = new Uint8ClampedArray() } = context?.getImageData(0, 0, held.width, held.height) ?? {}
    const seen = new Set<number>()
    for (let at = 0; at < data.length; at += 4)
      seen.add(((data[at] ?? 0) >> 4) * 256 + ((data[at + 1] ?? 0) >> 4) * 16 + ((data[at + 2] ?? 0) >> 4))
    return seen.size
  })
  expect(colours).toBeGreaterThan(30)
  expect(await page.locator('.map').count()).toBe(0)
  const frame = (await map.locator('image').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  for (const mark of await map.locator('.report-mark circle').all()) {
    const { x = 0, y = 0 } = (await mark.boundingBox()) ?? {}
    expect(x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height).toBe(true)
  }
  await page.screenshot({ path: `${out}/report.png`, fullPage: true })
  const paper = (await page.pdf({ path: `${out}/report.pdf`, preferCSSPageSize: true, printBackground: true })).toString('latin1')
  expect(paper.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
  expect(problems).toEqual([])
})

it('is of any grid within the scope, and says whose ground it is', async () => {
  const { page } = await openMap('/reports?theme=dark&lang=en', { as: 'secretary', size: phone })
  await page.getByTestId('report-map').waitFor({ timeout: 60_000 })
  const title = await page.getByTestId('report-sheet').locator('h2').innerText()
  expect(title).not.toContain('Sub-district')
  const grids = await page
    .getByTestId('report-grid')
    .locator('option')
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  await page.getByTestId('report-grid').selectOption(grids.at(-1) ?? '')
  await expect.poll(() => page.getByTestId('report-sheet').locator('h2').innerText()).not.toBe(title)
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width)
  expect(han(await page.locator('.report-head').innerText())).toEqual([])
  await page.screenshot({ path: `${out}/report-phone.png`, fullPage: true })
})

it('is not for whoever only administers', async () => {
  const { page } = await openMap('/reports', { as: 'administrator' })
  await page.getByText('您的角色不看这份报告').waitFor()
})
