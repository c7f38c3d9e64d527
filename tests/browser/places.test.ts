// The registers of places in the browser: a compound is drawn and saved, two people change one record, and one compound goes on paper.
import { expect, inject, it } from 'vitest'
import { signInAs } from '../engines/sign-in.ts'
import { axe, drawn, openMap } from './open-map.ts'

const phone = { width: 390, height: 844 }

it('a compound is drawn on the map, saved, changed by two at once, and its history tells who', async () => {
  const { page, problems } = await openMap('/register/compounds', { as: 'secretary' })
  await page.getByTestId('places-row').first().waitFor()
  await page.getByTestId('places-add').click()
  await drawn(page)
  await page.getByTestId('field-name').fill('画出来的小区')
  await expect.poll(() => page.getByTestId('field-communityCode').locator('option').count()).toBeGreaterThan(1)
  await page.getByTestId('field-communityCode').selectOption({ index: 1 })
  const box = await page.getByTestId('issue-map').boundingBox()
  if (box === null) throw new Error('there is no map')
  await expect.poll(() => page.getByTestId('draw-undo').isEnabled()).toBe(true)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  for (const [east, south] of [
    [0, 0],
    [40, 0],
    [40, 40],
    [0, 40],
    [0, 0],
  ] as const) {
    await page.mouse.move(x + east, y + south)
    await page.mouse.click(x + east, y + south)
  }
  await expect.poll(() => page.getByTestId('place-save').isEnabled()).toBe(true)
  expect(await axe(page)).toEqual([])
  await page.getByTestId('place-save').click()
  await page.getByTestId('place-panel').getByText('画出来的小区').waitFor()
  await page.getByTestId('record-history').getByText('新增').waitFor()

  // somebody else changes it while the form is open
  const id = Number(new URL(page.url()).searchParams.get('pick'))
  await page.getByTestId('place-edit').click()
  await page.getByTestId('field-name').fill('我的名字')
  const { cookie } = await signInAs(inject('base'), 'leader')
  const other = await fetch(`${inject('base')}/api/v1/compounds/${id}`, {
    method: 'PATCH',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ version: 1, name: '别人的名字' }),
  })
  expect(other.status).toBe(200)
  await page.getByTestId('place-save').click()
  await page.getByTestId('place-conflict').getByText('别人的名字').waitFor()
  await page.getByTestId('place-save').click()
  await page.getByTestId('place-panel').getByText('我的名字').first().waitFor()
  await page.getByTestId('record-history').getByText('别人的名字 → 我的名字').waitFor()
  expect(problems.filter((problem) => !problem.includes('409'))).toEqual([])
})

it('an outline is drawn by keys alone: the cross is seen, each step is told, a crossing is refused', async () => {
  const { page, problems } = await openMap('/register/compounds?lang=en', { as: 'secretary' })
  await page.getByTestId('places-row').first().waitFor()
  await page.getByTestId('places-add').click()
  await drawn(page)
  await expect.poll(() => page.getByTestId('draw-undo').isEnabled()).toBe(true)
  const told = () => page.getByTestId('draw-keys').textContent()
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await page.locator('.maplibregl-canvas').first().focus()
  expect(await page.getByTestId('map-cross').isVisible()).toBe(false)
  await press('Enter')
  expect(await page.getByTestId('map-cross').isVisible()).toBe(true)
  await expect.poll(told).toBe('Point 1 is put.')
  await press('Escape')
  await expect.poll(told).toContain('given up')
  expect(await page.getByTestId('map-cross').isVisible()).toBe(false)
  // a bow: right, down to the left, right
  await press('Enter', 'Shift+ArrowRight', 'Enter', 'Shift+ArrowLeft', 'Shift+ArrowDown', 'Enter', 'Shift+ArrowRight', 'Enter', 'Enter')
  await expect.poll(told).toContain('cross itself')
  expect(await page.getByTestId('place-save').isEnabled()).toBe(false)
  await press('Backspace', 'Backspace')
  await expect.poll(told).toContain('2 are left')
  // the cross stands at the lower right corner
  await press('Enter', 'Shift+ArrowLeft', 'Space', 'Shift+ArrowUp', 'Enter')
  await expect.poll(told).toBe('The outline is closed.')
  await expect.poll(() => page.getByTestId('place-save').isEnabled()).toBe(true)
  expect(await axe(page)).toEqual([])
  await page.getByTestId('field-name').fill('键盘小区')
  await expect.poll(() => page.getByTestId('field-communityCode').locator('option').count()).toBeGreaterThan(1)
  await page.getByTestId('field-communityCode').selectOption({ index: 1 })
  await page.getByTestId('place-save').click()
  await page.getByTestId('place-panel').getByText('键盘小区').waitFor()
  expect(problems).toEqual([])
})

it('buildings and stations are there under a thumb, and one compound prints on a sheet', async () => {
  const { page, problems } = await openMap('/register/buildings?lang=en', { as: 'secretary', size: phone })
  await page.getByTestId('places-row').first().click()
  await page.getByTestId('place-edit').waitFor()
  expect(await axe(page)).toEqual([])
  await page.goto(`${inject('base')}/register/stations?lang=en`)
  await page.getByTestId('places-row').first().waitFor()
  await page.goto(`${inject('base')}/register/compounds?lang=en`)
  await page.getByTestId('places-row').first().click()
  await page.getByTestId('place-sheet').click()
  const sheet = page.getByTestId('compound-sheet')
  await sheet.getByText('Renovation').waitFor()
  expect(await axe(page)).toEqual([])
  await page.emulateMedia({ media: 'print' })
  await expect.poll(() => page.getByTestId('sheet-print').isVisible()).toBe(false)
  await expect.poll(() => sheet.isVisible()).toBe(true)
  expect(problems).toEqual([])
})
