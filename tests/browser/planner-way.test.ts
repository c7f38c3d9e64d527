// A plan between the people who have to do with it: sent back with a place on the map, and overtaken by borders that others put in force.
import type { Page } from 'playwright-core'
import { expect, inject, it } from 'vitest'
import { doing } from '../engines/plan-desk.ts'
import { signInAs } from '../engines/sign-in.ts'
import { axe, drawn } from './open-map.ts'
import {
  beginPlan,
  chooseMiddle,
  cornerOf,
  dragBy,
  isSaved,
  mergeAway,
  nextDay,
  openEditor,
  putInForce,
  revision,
  splitLevel,
  wait,
} from './open-plan.ts'

const stage = (page: Page) => expect.poll(() => page.getByTestId('plan-stage').getAttribute('class'), wait)
const unproject = (page: Page, at: { readonly x: number; readonly y: number }) =>
  page.evaluate(({ x, y }) => {
    const map = window.fangyuan?.map
    const box = map?.getContainer().getBoundingClientRect()
    return map?.unproject([x - (box?.left ?? 0), y - (box?.top ?? 0)]).toArray() as [number, number]
  }, at)
const project = (page: Page, place: readonly [number, number]) =>
  page.evaluate(
    ([lng, lat]) => {
      const map = window.fangyuan?.map
      const box = map?.getContainer().getBoundingClientRect()
      const { x = 0, y = 0 } = map?.project([lng, lat]) ?? {}
      return { x: x + (box?.left ?? 0), y: y + (box?.top ?? 0) }
    },
    place as [number, number],
  )
/** A picture for whoever looks at how it looks. */
const picture = async (page: Page, name: string) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` })
}

it('a plan is sent back with a remark at a place; its author is led there, changes the border and hands it on again', async () => {
  const plan = await beginPlan('滨江界线微调')
  const { page, problems } = await openEditor(plan, process.env.PICTURES ? { size: { width: 1440, height: 900 } } : {})
  await chooseMiddle(page)
  await page.getByTestId('grid-name').fill('滨江第一网格')
  await page.getByTestId('rename').click()
  await isSaved(page)
  const corner = await unproject(page, await cornerOf(page))
  await page.getByTestId('way-selfChecked').click()
  await page.getByTestId('plan-step-submit').click()
  await stage(page).toContain('selfChecked')

  // somebody else looks at it and presses the place that is not right
  const leader = await openEditor(plan, { as: 'leader' })
  await leader.page.evaluate((center) => window.fangyuan?.map?.jumpTo({ center, zoom: 17 }), corner)
  await drawn(leader.page)
  await leader.page.getByTestId('panel-way').click()
  await leader.page.getByTestId('add-remark').click()
  const pressed = await project(leader.page, corner)
  await leader.page.mouse.click(pressed.x, pressed.y)
  await leader.page.getByTestId('remark-note').waitFor(wait)
  // what is typed goes to the place that was just pressed
  await leader.page.keyboard.type('这个拐点画到花坛里了')
  expect(await axe(leader.page)).toEqual([])
  await picture(leader.page, 'remark')
  await leader.page.getByTestId('way-draft').click()
  await leader.page.getByTestId('step-note').fill('请改拐点')
  await leader.page.getByTestId('plan-step-submit').click()
  await stage(leader.page).toContain('draft')

  // the author still has the plan open, somewhere else on the map
  await page.evaluate(() => window.fangyuan?.map?.panBy([900, 500], { animate: false }))
  await page.getByTestId('reopen').click(wait)
  await stage(page).toContain('draft')
  await page.getByTestId('remark-place').getByText('这个拐点画到花坛里了').click(wait)
  await drawn(page)
  const place = await project(page, corner)
  const canvas = (await page.locator('.editor-map').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  expect(Math.hypot(place.x - canvas.x - canvas.width / 2, place.y - canvas.y - canvas.height / 2)).toBeLessThan(20)
  expect(await page.evaluate(() => window.fangyuan?.map?.getZoom() ?? 0)).toBeGreaterThan(16)
  await picture(page, 'led')
  // a grid that meets there is chosen, and its corner dragged
  await page.mouse.click(place.x + 40, place.y + 25)
  await expect
    .poll(async () => (await page.evaluate(() => window.fangyuan?.map?.querySourceFeatures('plan-handles').length)) ?? 0, wait)
    .toBeGreaterThan(0)
  await dragBy(page, place, 14, 9)
  await page.getByTestId('panel-history').click()
  await page.getByTestId('history').getByText('移动').waitFor(wait)
  await page.getByTestId('way-selfChecked').click()
  await page.getByTestId('plan-step-submit').click()
  await stage(page).toContain('selfChecked')
  await picture(page, 'again')
  // whoever sent it back finds it on the desk again, with what was asked for
  await leader.page.getByTestId('reopen').click(wait)
  await stage(leader.page).toContain('selfChecked')
  await leader.page.getByTestId('panel-way').click()
  await leader.page.getByTestId('remark-place').getByText('这个拐点画到花坛里了').waitFor(wait)
  expect([...problems, ...leader.problems]).toEqual([])
})

it('a plan that others overtook says so while it is open, is put on the new borders, and tells only what no longer holds', async () => {
  const [mine, other] = [await beginPlan('我的方案'), await beginPlan('先生效的方案')]
  const planner = await signInAs(inject('base'), 'planner')
  const { page, problems } = await openEditor(mine, process.env.PICTURES ? { size: { width: 1440, height: 900 } } : {})
  await chooseMiddle(page)
  await page.getByTestId('grid-name').fill('将被并掉的网格')
  await page.getByTestId('rename').click()
  await isSaved(page)
  const { entries } = await planner.json<{ entries: { operation: { grid: string } }[] }>(`/api/v1/plans/${mine}/entries`)
  const gone = entries[0]?.operation.grid ?? ''
  const { features } = await planner.json<{ features: { properties: { gridCode: string } }[] }>('/api/v1/grids?level=3&limit=1000')
  const siblings = features
    .map(({ properties }) => properties.gridCode)
    .filter((code) => code !== gone && code.startsWith(gone.slice(0, 12)))
  const kept = doing({ kind: 'renameGrid', grid: siblings[0] ?? '', name: '留下来的名字', nameEn: 'A name that stays' })
  expect((await planner.send('POST', `/api/v1/plans/${mine}/entries`, { after: 1, entries: [kept] })).status).toBe(200)
  await mergeAway(other, gone, siblings, planner)
  expect(await page.getByTestId('stale').count()).toBe(0)
  await putInForce(other, await nextDay(), planner, await signInAs(inject('base'), 'leader'))

  await page.getByTestId('stale').waitFor(wait)
  expect(await axe(page)).toEqual([])
  await picture(page, 'stale')
  await page.getByTestId('rebase').click()
  // the steps are shown by themselves, the one that does not hold with why
  await page.getByTestId('lost').waitFor(wait)
  expect(await page.getByTestId('lost').locator('li').allTextContents()).toEqual([expect.stringContaining('将被并掉的网格')])
  expect(await page.getByTestId('stale').count()).toBe(0)
  expect(await page.getByTestId('lost').textContent()).toContain('先生效的方案')
  expect(await axe(page)).toEqual([])
  await picture(page, 'lost')
  await page.getByTestId('history').getByText('留下来的名字').waitFor(wait)
  expect(await page.locator('.history-undone').count()).toBe(1)
  // and it goes on
  await page.getByTestId('panel-grid').click()
  const before = await revision(page)
  await splitLevel(page, await chooseMiddle(page))
  await expect.poll(() => revision(page), wait).toBeGreaterThan(before)
  await isSaved(page)
  expect(problems).toEqual([])
})
