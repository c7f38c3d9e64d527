// The register of posts, as a secretary uses it: the worst building found, somebody appointed, the figure moved; and under a thumb.
import { describe, expect, inject, it } from 'vitest'
import type { OkOf } from '#contract/route.ts'
import type { vacancies } from '#contract/vacancies.ts'
import { signInAs } from '../engines/sign-in.ts'
import { axe, openMap } from './open-map.ts'
import { figureOf, openWall, settled, showScene } from './wall/open-wall.ts'

const phone = { width: 390, height: 844 }
const worst = async () => {
  const { cookie } = await signInAs(inject('base'), 'secretary')
  const response = await fetch(`${inject('base')}/api/v1/vacancies?list=buildingHead&limit=3`, { headers: { cookie } })
  expect(response.status).toBe(200)
  const { rows } = (await response.json()) as OkOf<typeof vacancies>
  const [first] = rows
  if (first === undefined) throw new Error('no building lacks a head')
  return first
}
const row = (id: number) => `[data-testid=register-row][data-id="${id}"]`

describe('the secretary', () => {
  it('opens the worst building, appoints somebody in three clicks, and the list is shorter and the figure higher', async () => {
    const first = await worst()
    const { page, problems } = await openMap('/register', { as: 'secretary' })
    await page.locator(row(first.rowId)).waitFor()
    const before = await page.getByTestId('coverage-line').textContent()
    const count = Number((await page.getByTestId('list-buildingHead').locator('.register-count').textContent())?.replace(/\D/g, ''))
    // what a street leader sees at the same time on the wall
    const wall = await openWall('leader', { width: 1280, height: 720 })
    await showScene(wall.page, 'coverage')
    await settled(wall.page)
    const onWall = async () => Number((await figureOf(wall.page, 'coverage-buildingHead')).fraction[0]?.replace(/\D/g, ''))
    const wallBefore = await onWall()
    await page.locator(`${row(first.rowId)} .register-row-button`).click()
    await page.getByTestId('suggestion').first().click()
    await page.getByTestId('appoint-submit').click()
    await page.locator(row(first.rowId)).waitFor({ state: 'detached' })
    await page.getByTestId('post-filled').waitFor()
    await expect.poll(() => page.getByTestId('coverage-line').textContent()).not.toBe(before)
    await expect
      .poll(async () => Number((await page.getByTestId('list-buildingHead').locator('.register-count').textContent())?.replace(/\D/g, '')))
      .toBe(count - 1)
    await expect.poll(onWall, { timeout: 60_000 }).toBe(wallBefore + 1)
    // and the number leads to exactly this list
    await wall.page.getByTestId('figure-coverage-buildingHead').click()
    await expect.poll(() => wall.page.getByTestId('list').getByRole('link').getAttribute('href')).toBe('/register?list=buildingHead')
    await wall.page.context().close()
    await page.getByTestId('term').first().waitFor()
    expect(await axe(page)).toEqual([])
    expect(problems).toEqual([])
    // and back: the term is ended with a reason, and the building is on the list again
    await page.getByTestId('end').click()
    await page.getByTestId('end-reason').fill('搬走了')
    await page.getByTestId('hand-over-submit').click()
    await page.locator(row(first.rowId)).waitFor()
  })

  it('who comes second is told who was first, and nothing is overwritten', async () => {
    const first = await worst()
    const two = await Promise.all([openMap('/register', { as: 'secretary' }), openMap('/register', { as: 'leader' })])
    for (const { page } of two) {
      await page.goto(`${inject('base')}/register?pick=${first.rowId}&q=${encodeURIComponent(first.address)}`)
      await page.getByTestId('appoint').click()
      await page.getByTestId('person-name').fill(page === two[0].page ? '吴先到' : '郑后到')
    }
    await two[0].page.getByTestId('appoint-submit').click()
    await two[0].page.getByTestId('post-filled').waitFor()
    await two[1].page.getByTestId('appoint-submit').click()
    await expect.poll(() => two[1].page.getByTestId('post-failure').textContent()).toContain('吴**')
    // it was a mistake: taken back with a reason, the history keeps it
    await two[0].page.getByTestId('take-back').first().click()
    await two[0].page.getByTestId('take-back-reason').fill('选错了楼')
    await two[0].page.getByTestId('take-back-submit').click()
    await expect.poll(() => two[0].page.getByTestId('term').first().textContent()).toMatch(/已撤回.*更正/)
  })

  it('under a thumb: the list, a row, the first action at the bottom, in both languages', async () => {
    const first = await worst()
    const { page } = await openMap('/register?lang=en', { as: 'secretary', size: phone })
    await page.locator(`${row(first.rowId)} .register-row-button`).click()
    const appoint = page.getByTestId('appoint')
    await appoint.waitFor()
    const box = await appoint.boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(44)
    expect(box?.y).toBeGreaterThan(phone.height - 110)
    await expect.poll(() => page.locator('body').textContent()).not.toMatch(/任命|楼栋长|空缺/)
    expect(await axe(page)).toEqual([])
    await appoint.click()
    await page.getByTestId('person-name').fill('Zhang Wei')
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByTestId('panel-close').click()
    await page.getByTestId('list-ending').click()
    await page.getByTestId('filter-within').selectOption('30')
    await expect.poll(() => page.url()).toMatch(/list=ending.*within=30/)
    await expect.poll(() => page.getByTestId('file-xlsx').getAttribute('href')).toMatch(/list=ending.*within=30.*format=xlsx/)
  })

  it('sends the list back filled in: each row is told before anything is written', async () => {
    const { cookie } = await signInAs(inject('base'), 'secretary')
    const list = await fetch(`${inject('base')}/api/v1/vacancies/file?list=unitHead&format=csv`, { headers: { cookie } })
    const [head = '', first = '', second = ''] = (await list.text()).split('\r\n')
    const filled = (line: string, name: string) => {
      const cells = line.split(',')
      cells[head.split(',').indexOf('姓名')] = name
      return cells.join(',')
    }
    const content = `\uFEFF${[head, filled(first, '孔全'), filled(second, '曹')].join('\r\n')}\r\n`
    const { page } = await openMap('/register?list=unitHead', { as: 'secretary' })
    await page.getByTestId('fill-in').click()
    const file = page.getByTestId('fill-in-file')
    await file.setInputFiles({ name: '清单.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') })
    await page.getByTestId('fill-in-failure').waitFor()
    await file.setInputFiles({ name: '清单.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
    const told = page.getByTestId('fill-in-told')
    await told.waitFor()
    await expect.poll(() => told.textContent()).toMatch(/可以任命 1 个岗位。.*1 行有问题.*孔\*.*可以任命.*姓名不完整/)
    expect(await axe(page)).toEqual([])
    await page.getByTestId('fill-in-submit').click()
    await expect.poll(() => told.textContent()).toContain('已任命 1 个岗位')
  })
})
