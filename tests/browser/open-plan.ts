// A plan opened in Chromium: the grid in its middle chosen, and where that lies on the screen.
import type { Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { doing } from '../engines/plan-desk.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { drawn, type Opened, openMap, type Wishes } from './open-map.ts'

export const wait = { timeout: 30_000 }
export const revision = async (page: Page): Promise<number> => Number(await page.getByTestId('editor').getAttribute('data-revision'))
export const isSaved = (page: Page) => expect.poll(() => page.getByTestId('editor').getAttribute('data-saving'), wait).toBe('saved')

export async function beginPlan(title: string): Promise<number> {
  const { cookie } = await signInAs(inject('base'), 'planner')
  const response = await fetch(`${inject('base')}/api/v1/plans`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ title }),
  })
  const { planId } = (await response.json()) as { planId: number }
  return planId
}

/** Screen places by where they lie in the chosen grid: its middle, and beyond its left and right edge. */
export async function openEditor(plan: number, { query = '', ...wishes }: Wishes & { query?: string } = {}): Promise<Opened> {
  // small, because every pixel is drawn by the processor here
  const opened = await openMap(`/planner/${plan}${query}`, { as: 'planner', size: { width: 1040, height: 640 }, ...wishes })
  await opened.page.getByTestId('editor').waitFor({ timeout: 60_000 })
  await drawn(opened.page)
  return opened
}

/** Chooses the grid in the middle of the map and looks at it closely; answers where its outline lies on the screen. */
export async function chooseMiddle(
  page: Page,
): Promise<{ left: number; right: number; top: number; bottom: number; cx: number; cy: number }> {
  await page.evaluate(() => window.fangyuan?.map?.jumpTo({ zoom: 16 }))
  await drawn(page)
  const map = await page.locator('.editor-map').boundingBox()
  if (map === null) throw new Error('there is no map')
  await page.mouse.click(map.x + map.width / 2, map.y + map.height / 2)
  await page.getByTestId('grid-panel').waitFor()
  return outline(page)
}

export async function outline(page: Page) {
  const read = () =>
    page.evaluate(() => {
      const map = window.fangyuan?.map
      const [area] = map?.querySourceFeatures('plan-areas') ?? []
      if (map === null || map === undefined || area === undefined || area.geometry.type === 'GeometryCollection') return null
      const flat = (part: unknown): number[][] =>
        Array.isArray(part) && typeof part[0] === 'number' ? [part as number[]] : (part as unknown[]).flatMap(flat)
      const points = flat(area.geometry.coordinates).map(([lng = 0, lat = 0]) => map.project([lng, lat]))
      const box = map.getContainer().getBoundingClientRect()
      const xs = points.map(({ x }) => x + box.left)
      const ys = points.map(({ y }) => y + box.top)
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
      return { left, right, top, bottom, cx: (left + right) / 2, cy: (top + bottom) / 2 }
    })
  await expect.poll(read, wait).not.toBeNull()
  const found = await read()
  if (found === null) throw new Error('no outline')
  return found
}

/** Where a corner of the chosen grid at which borders meet lies on the screen. */
export async function cornerOf(page: Page): Promise<{ x: number; y: number }> {
  const read = () =>
    page.evaluate(() => {
      const map = window.fangyuan?.map
      const node = map?.querySourceFeatures('plan-handles').find(({ properties }) => properties.kind === 'node')
      if (map === null || map === undefined || node?.geometry.type !== 'Point') return null
      const [lng = 0, lat = 0] = node.geometry.coordinates
      const { x, y } = map.project([lng, lat])
      const box = map.getContainer().getBoundingClientRect()
      return { x: x + box.left, y: y + box.top }
    })
  await expect.poll(read, wait).not.toBeNull()
  return (await read()) ?? { x: 0, y: 0 }
}

/** Splits the chosen grid by a level line through its middle. */
export async function splitLevel(page: Page, at: { left: number; right: number; cy: number }): Promise<void> {
  await page.keyboard.press('s')
  await page.mouse.click(at.left - 30, at.cy)
  await page.mouse.move(at.right, at.cy)
  await page.mouse.click(at.right + 30, at.cy)
  await page.keyboard.press('Enter')
}

/** The first day on which a plan that is begun now could be in force: other tests have put borders in force, or will. */
export async function nextDay(): Promise<string> {
  const planner = await signInAs(inject('base'), 'planner')
  const id = await beginPlan('看看底图')
  const { plan } = await planner.json<{ plan: { base: { validFrom: string } } }>(`/api/v1/plans/${id}`)
  return new Date(Math.max(Date.parse(plan.base.validFrom), Date.now()) + 86_400_000).toISOString().slice(0, 10)
}

/** Merges a grid into whichever of these it lies beside. */
export async function mergeAway(plan: number, gone: string, siblings: readonly string[], planner: Visitor): Promise<void> {
  for (const into of siblings) {
    const entries = [doing({ kind: 'mergeGrids', into, grids: [gone] })]
    if ((await planner.send('POST', `/api/v1/plans/${plan}/entries`, { after: 0, entries })).ok) return
  }
  throw new Error(`${gone} lies beside none of these`)
}

/** Takes a plan to its next desk through the service. */
async function stepTo(plan: number, to: string, by: Visitor, more: object = {}): Promise<void> {
  const { plan: now } = await by.json<{ plan: { version: number } }>(`/api/v1/plans/${plan}`)
  const answer = await (to === 'published'
    ? by.send('POST', `/api/v1/plans/${plan}/publish`, { version: now.version })
    : by.send('POST', `/api/v1/plans/${plan}/steps`, { to, version: now.version, note: '走过', ...more }))
  expect([to, answer.status, answer.ok ? '' : await answer.text()]).toEqual([to, 200, ''])
}

/** Puts a plan in force through every desk. */
export async function putInForce(plan: number, effectiveOn: string, planner: Visitor, leader: Visitor): Promise<void> {
  for (const to of ['selfChecked', 'fieldWalked', 'opinionHeard']) await stepTo(plan, to, planner)
  await stepTo(plan, 'approved', leader, { effectiveOn })
  await stepTo(plan, 'published', leader)
}

/** Drags what lies there on the screen, until the service has it. */
export async function dragBy(page: Page, { x, y }: { x: number; y: number }, right: number, down: number): Promise<void> {
  const before = await revision(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + right, y + down, { steps: 5 })
  await page.mouse.up()
  await expect.poll(() => revision(page), wait).toBeGreaterThan(before)
  await isSaved(page)
}
