// One's own names for what narrows a page, on the pages that have them: kept, chosen again, forgotten, within the page at either size.
import { expect, it } from 'vitest'
import { axe, openMap } from './open-map.ts'

const sizes = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
]

it.each([
  ['/register/renovations', 'stage=consent'],
  ['/register/patrols', 'tab=routes'],
  ['/issues', 'class=environment'],
])('a view of %s is kept and chosen again', async (path, query) => {
  for (const size of sizes) {
    const { page, problems } = await openMap(`${path}?${query}&lang=en`, { as: 'leader', size })
    await page.getByTestId('saved-views').click()
    const panel = page.getByTestId('saved-views-panel')
    await page.getByTestId('view-name').fill('Every morning')
    await page.getByTestId('view-keep').click()
    await panel.getByText('Every morning').waitFor()
    const box = await panel.boundingBox()
    if (box === null) throw new Error('the menu is not there')
    expect(box.x >= 0 && box.x + box.width <= size.width).toBe(true)
    // nothing was pushed aside for it
    expect(await page.getByTestId('saved-views').evaluate((button) => button.closest('main, body')?.scrollLeft)).toBe(0)
    if (size.width < 800) expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.goto(page.url().replace(`${query}&`, '').replace(`${query}`, ''))
    await page.getByTestId('saved-views').click()
    await page.getByTestId('saved-view').getByText('Every morning').click()
    await expect.poll(() => new URL(page.url()).search).toContain(query)
    await page.getByTestId('saved-views').click()
    await panel.getByRole('button', { name: 'Every morning' }).click()
    await expect.poll(() => page.getByTestId('saved-view').count()).toBe(0)
    expect(problems).toEqual([])
    await page.close()
  }
})
