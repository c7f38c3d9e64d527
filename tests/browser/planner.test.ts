// The boundary planner in the browser: drawn with mouse and keyboard, undone, kept without a connection, by two at once, published, seen on its day.
import sharp from 'sharp'
import { beforeEach, expect, inject, it } from 'vitest'
import { signInAs } from '../engines/sign-in.ts'
import { axe, drawn, openMap } from './open-map.ts'
import {
  beginPlan,
  chooseMiddle,
  cornerOf,
  dragBy,
  isSaved,
  nextDay,
  openEditor,
  outline,
  revision,
  splitLevel,
  wait,
} from './open-plan.ts'

let plan: number
beforeEach(async () => {
  plan = await beginPlan(`浏览器里的方案 ${Math.random().toString(36).slice(2, 6)}`)
})

it('a plan is begun from the list, and the list and the editor are clean', async () => {
  const { page, problems } = await openMap('/planner', { as: 'planner' })
  await page.getByTestId('begin-plan').click()
  await page.getByTestId('begin-plan-title').fill('滨江网格优化')
  expect(await axe(page)).toEqual([])
  await page.getByTestId('begin-plan-submit').click()
  await page.getByTestId('editor').waitFor({ timeout: 60_000 })
  await drawn(page)
  expect(await axe(page)).toEqual([])
  expect(await page.locator('.editor-title').textContent()).toBe('滨江网格优化')
  expect(problems).toEqual([])
})

it('a grid is split, its name given, the step undone and done again, and everything is there after the page is opened anew', async () => {
  const { page, problems } = await openEditor(plan)
  const place = await chooseMiddle(page)
  await page.keyboard.press('s')
  await page.mouse.click(place.left - 30, place.cy)
  await page.mouse.move(place.right + 28, place.cy)
  // figures of both sides while the line is drawn
  await expect.poll(() => page.getByTestId('pen-figures').locator('tbody tr').count(), wait).toBeGreaterThan(1)
  expect(await page.getByTestId('pen-figures').locator('tbody tr').allTextContents()).toEqual([
    expect.stringMatching(/\d+%.*平方米约 \d+ 分钟$/),
    expect.stringMatching(/\d+%.*平方米约 \d+ 分钟$/),
  ])
  await page.mouse.click(place.right + 30, place.cy)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.getByTestId('panel-history').click()
  await page.getByTestId('history').getByText('分割').waitFor()
  await isSaved(page)
  await page.getByTestId('undo').click()
  await expect.poll(() => page.locator('.history-undone').count()).toBe(1)
  await page.keyboard.press('Control+y')
  await expect.poll(() => page.locator('.history-undone').count()).toBe(0)
  await page.getByTestId('history-start').click()
  await expect.poll(() => page.locator('.history-undone').count()).toBe(1)
  await page.getByTestId('redo').click()
  await isSaved(page)
  await page.getByTestId('panel-problems').click()
  await page.getByTestId('problem-headMissing').first().waitFor()
  await page.reload()
  await page.getByTestId('editor').waitFor({ timeout: 60_000 })
  await page.getByTestId('panel-history').click()
  await page.getByTestId('history').getByText('分割').waitFor()
  expect(await page.locator('.history-undone').count()).toBe(0)
  await page.getByTestId('impact').click()
  await page.getByTestId('impact-grids').getByText('新设').waitFor(wait)
  expect(await axe(page)).toEqual([])
  // the form on each paper: its size in points, and nothing on it but the form
  for (const [paper, size] of [
    ['A4 portrait', [595, 842]],
    ['A3 landscape', [1191, 842]],
  ] as const) {
    await page.getByTestId('paper').selectOption(paper)
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? []
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual(size)
  }
  await page.emulateMedia({ media: 'print' })
  const form = await page.getByTestId('impact-dialog').innerText()
  for (const words of ['边界调整登记表', '演示数据', '编制（规划员）', '街道办事处批准（盖章）', '新设']) expect(form).toContain(words)
  // from the top of the paper
  expect((await page.getByTestId('impact-dialog').boundingBox())?.y).toBeCloseTo(0, 0)
  expect(await page.locator('.editor-body').isVisible()).toBe(false)
  if (process.env.PRINTED) await page.screenshot({ path: process.env.PRINTED, fullPage: true })
  expect(problems).toEqual([])
})

it('a new border is walked: its sketch, its corners, a photo that is kept at its place and withdrawn', async () => {
  const { page, problems } = await openEditor(plan)
  await page.getByTestId('walk').click()
  await page.getByText('这个方案没有画新的界线').waitFor(wait)
  await page.keyboard.press('Escape')
  await splitLevel(page, await chooseMiddle(page))
  await isSaved(page)
  await page.getByTestId('walk').click()
  const border = page.getByTestId('walk-border')
  await border.first().waitFor(wait)
  expect(await border.count()).toBe(1)
  await expect.poll(() => border.getByText(/^108\.\d{7}, 30\.\d{7}$/).count()).toBeGreaterThan(1)
  await border.getByTestId('walk-at').selectOption('1')
  await border.getByTestId('walk-note').fill('围墙转角')
  const buffer = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#7a8' } })
    .jpeg()
    .toBuffer()
  await border.getByTestId('walk-add').setInputFiles({ name: 'corner.jpg', mimeType: 'image/jpeg', buffer })
  await border.getByTestId('walk-photos').getByText('围墙转角').waitFor(wait)
  expect(await axe(page)).toEqual([])
  await page.reload()
  await page.getByTestId('editor').waitFor({ timeout: 60_000 })
  await page.getByTestId('walk').click()
  await border.getByTestId('walk-photos').getByText('撤回照片').click()
  await page.getByTestId('walk-remove-dialog').locator('input').fill('拍错了')
  await page.getByTestId('walk-remove-submit').click()
  await expect.poll(() => page.getByTestId('walk-photos').count(), wait).toBe(0)
  expect(problems).toEqual([])
})

it('a point of a border is dragged, and both sides follow', async () => {
  const { page, problems } = await openEditor(plan)
  await chooseMiddle(page)
  const firstNode = () =>
    page.evaluate(() => {
      const map = window.fangyuan?.map
      const [node] = (map?.querySourceFeatures('plan-handles') ?? []).filter(({ properties }) => properties.kind === 'node')
      if (map === null || map === undefined || node?.geometry.type !== 'Point') return null
      const [lng = 0, lat = 0] = node.geometry.coordinates
      const box = map.getContainer().getBoundingClientRect()
      const { x, y } = map.project([lng, lat])
      return { x: x + box.left, y: y + box.top }
    })
  // the marks come with the next picture of the map
  await expect.poll(firstNode, wait).not.toBeNull()
  const handle = await firstNode()
  if (handle === null) throw new Error('no handle')
  await dragBy(page, handle, 6, 4)
  const { cookie } = await signInAs(inject('base'), 'planner')
  const journal = await fetch(`${inject('base')}/api/v1/plans/${plan}/entries`, { headers: { cookie } })
  expect(JSON.stringify(await journal.json())).toContain('"movePoints"')
  expect(problems).toEqual([])
})

it('what is drawn without a connection is kept on the device, also when the page is closed, and sent when it is back', async () => {
  const { page } = await openEditor(plan)
  const place = await chooseMiddle(page)
  await page.context().setOffline(true)
  await splitLevel(page, place)
  await expect.poll(() => page.getByTestId('editor').getAttribute('data-saving'), wait).toBe('offline')
  // the page goes away before anything could be sent
  await page.close()
  const context = page.context()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(`${inject('base')}/planner/${plan}`)
  await again.getByTestId('editor').waitFor({ timeout: 60_000 })
  await again.getByTestId('panel-history').click()
  await again.getByTestId('history').getByText('分割').waitFor(wait)
  const { cookie } = await signInAs(inject('base'), 'planner')
  await expect
    .poll(
      async () =>
        ((await (await fetch(`${inject('base')}/api/v1/plans/${plan}/entries`, { headers: { cookie } })).json()) as { lastEntry: number })
          .lastEntry,
      wait,
    )
    .toBe(1)
  await context.close()
})

it('two browsers draw on one plan, each sees what the other did', async () => {
  const one = await openEditor(plan)
  const two = await openEditor(plan)
  await splitLevel(one.page, await chooseMiddle(one.page))
  await isSaved(one.page)
  await two.page.getByTestId('panel-history').click()
  await two.page.getByTestId('history').getByText('分割').waitFor(wait)
})

it('a line is drawn by keys alone', async () => {
  const { page, problems } = await openEditor(plan)
  const place = await chooseMiddle(page)
  const before = await revision(page)
  const look = (x: number, y: number) =>
    page.evaluate(
      ([px, py]) => {
        const map = window.fangyuan?.map
        const box = map?.getContainer().getBoundingClientRect()
        if (map && box) map.jumpTo({ center: map.unproject([(px ?? 0) - box.left, (py ?? 0) - box.top]) })
      },
      [x, y],
    )
  const corner = await cornerOf(page)
  await page.locator('.editor-map canvas').focus()
  await page.keyboard.press('s')
  // what a press holds to is said, beside the cross and to whoever listens
  await look(corner.x, corner.y)
  await page.keyboard.press(' ')
  const cue = page.getByTestId('pen-cue')
  await expect.poll(() => cue.textContent(), wait).toBe('吸附到界线交点')
  expect(await cue.getAttribute('aria-live')).toBe('polite')
  await page.keyboard.press('Escape')
  await expect.poll(() => cue.textContent(), wait).toBe('')
  // arrow keys move the map under the cross; the test moves it the same way
  await look(place.left - 20, place.cy)
  await page.keyboard.press(' ')
  const moved = await outline(page)
  await look(moved.right + 20, moved.cy)
  await page.keyboard.press(' ')
  await page.keyboard.press('Enter')
  await expect.poll(() => revision(page), wait).toBeGreaterThan(before)
  expect(problems).toEqual([])
})

it('a renamed grid goes from desk to desk until it is published, and stands on the map of its day', async () => {
  const { page, problems } = await openEditor(plan)
  await chooseMiddle(page)
  await page.getByTestId('grid-name').fill('东门外网格')
  await page.getByTestId('rename').click()
  await isSaved(page)
  for (const [way, note] of [
    ['selfChecked', null],
    ['fieldWalked', '十一月二十五日走过'],
    ['opinionHeard', '社区同意'],
  ] as const) {
    await page.getByTestId(`way-${way}`).click()
    if (note !== null) await page.getByTestId('step-note').fill(note)
    await page.getByTestId('plan-step-submit').click()
    await expect.poll(() => page.getByTestId('plan-stage').getAttribute('class'), wait).toContain(way)
  }
  await page.close()
  const leader = await openMap(`/planner/${plan}`, { as: 'leader' })
  await leader.page.getByTestId('way-approved').click(wait)
  const day = await nextDay()
  await leader.page.getByTestId('effective-on').fill(day)
  await leader.page.getByTestId('plan-step-submit').click()
  await leader.page.getByTestId('way-published').click(wait)
  await leader.page.getByTestId('plan-step-submit').click()
  await expect.poll(() => leader.page.getByTestId('plan-stage').getAttribute('class'), wait).toContain('published')
  await leader.page.goto(`${inject('base')}/planner/history?day=${day}`)
  await leader.page.getByTestId('scope-map').waitFor(wait)
  expect(await leader.page.locator('.borders-slider').textContent()).toContain('浏览器里的方案')
  expect(await axe(leader.page)).toEqual([])
  expect(problems).toEqual([])
})

it('on a phone the plan can be looked at and drawn on, in English too', async () => {
  const { page, problems } = await openMap(`/planner/${plan}?lang=en&theme=dark`, { as: 'planner', size: { width: 390, height: 844 } })
  await page.getByTestId('editor').waitFor({ timeout: 60_000 })
  await drawn(page)
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  expect(await page.locator('.rail').textContent()).toMatch(/^[\x20-\x7e]*$/)
  expect(problems).toEqual([])
})
