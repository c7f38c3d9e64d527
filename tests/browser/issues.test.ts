// The desk of issues and the report form, as the people who use them: on a desk, under a thumb, without a network.
import sharp from 'sharp'
import { describe, expect, inject, it } from 'vitest'
import type { Role } from '#contract/words.ts'
import { signInAs } from '../engines/sign-in.ts'
import { axe, openMap } from './open-map.ts'

const phone = { width: 390, height: 844 }
type Case = { id: number; version: number; geometry: { coordinates: [number, number] }; photos: unknown[]; properties: { status: string } }
async function ask<T = Case>(role: Role, path: string, body?: unknown): Promise<T> {
  const { cookie } = await signInAs(inject('base'), role)
  const response = await fetch(`${inject('base')}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as T
}
const { features } = await ask<{ features: Case[] }>('gridWorker', '/issues?limit=1')
const [lng = 0, lat = 0] = features[0]?.geometry.coordinates ?? []
const reported = (change: Record<string, unknown> = {}) =>
  ask('gridWorker', '/issues', { lng, lat, item: 'garbage', source: 'gridWorker', description: '路口有垃圾', ...change })
const picture = () =>
  sharp({ create: { width: 900, height: 600, channels: 3, background: '#3b7' } })
    .jpeg()
    .toBuffer()
const row = (id: number) => `[data-testid=issue-row][data-id="${id}"]`

describe('the desk', () => {
  it('shows what waits for me, and the list and the map show the same', async () => {
    const one = await reported()
    const { page, problems } = await openMap('/issues', { as: 'secretary' })
    await page.locator(row(one.id)).waitFor()
    const listed = await page.locator('[data-testid=issue-row]').count()
    expect(listed).toBeGreaterThan(0)
    await expect
      .poll(() =>
        page.evaluate(() => {
          const source = window.fangyuan?.map?.getSource('listed') as unknown as
            | { _data?: { geojson?: { features: unknown[] } } }
            | undefined
          return source?._data?.geojson?.features.length ?? -1
        }),
      )
      .toBe(listed)
    await page.getByTestId('queue-all').click()
    await expect.poll(() => page.url()).toContain('tab=all')
    expect(await axe(page)).toEqual([])
    expect(problems).toEqual([])
  })

  it('is worked through with keys alone: down, open, the first step, close', async () => {
    const mark = `键盘${Date.now()}`
    const one = await reported({ description: mark })
    const { page } = await openMap(`/issues?q=${encodeURIComponent(mark)}`, { as: 'secretary' })
    await page.locator(row(one.id)).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByTestId('step-accept').waitFor()
    await page.keyboard.press('1')
    await page.getByTestId('step-file').waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('case').waitFor({ state: 'detached' })
    expect((await ask('secretary', `/issues/${one.id}`)).properties.status).toBe('accepted')
  })

  it('takes the same step with many, and says which were not taken', async () => {
    const mark = `批量${Date.now()}`
    const ones = [await reported({ description: mark }), await reported({ description: mark }), await reported({ description: mark })]
    const { page } = await openMap(`/issues?q=${encodeURIComponent(mark)}`, { as: 'secretary' })
    for (const { id } of ones) await page.locator(row(id)).getByTestId('issue-check').check()
    // what somebody else did meanwhile is told by the stream; without it this page would not know
    await page.route('**/api/v1/live*', (route) => route.abort())
    await ask('leader', `/issues/${ones[2]?.id}/transitions`, { version: 1, action: 'reject', reason: '重复' })
    await page.getByTestId('bulk-accept').click()
    await expect
      .poll(async () =>
        (await Promise.all(ones.map(({ id }) => ask('secretary', `/issues/${id}`)))).map(({ properties }) => properties.status),
      )
      .toEqual(['accepted', 'accepted', 'rejected'])
  })

  it('offers what may be the same, and merges it', async () => {
    const master = await reported({ item: 'flyposting' })
    const twin = await reported({ item: 'flyposting', lat: lat + 1e-5 })
    const { page } = await openMap(`/issues?tab=all&pick=${twin.id}`, { as: 'secretary' })
    const offered = page.getByTestId('similar').locator('li', { hasText: String(master.id) })
    await offered.getByTestId('merge-into').click()
    await page.getByTestId('step-submit').click()
    await expect.poll(async () => (await ask('secretary', `/issues/${twin.id}`)).properties.status).toBe('merged')
  })

  it('sees what others do at once', async () => {
    const mark = `实时${Date.now()}`
    const { page } = await openMap(`/issues?q=${encodeURIComponent(mark)}`, { as: 'secretary' })
    await page.getByTestId('issues-empty').waitFor()
    await page.locator('[data-testid=live][data-state=open]').waitFor()
    const one = await reported({ description: mark })
    await page.locator(row(one.id)).waitFor({ timeout: 4000 })
  })

  it('narrows the list in the address bar, and says when nothing fits', async () => {
    const { page } = await openMap('/issues?tab=all&lamp=red', { as: 'leader' })
    await page.locator('.lamp-red').first().waitFor()
    await page.getByTestId('filter-q').fill('没有这样的问题')
    await page.getByTestId('issues-empty').waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('没有这样的问题')
    await page.getByTestId('issues-empty').getByRole('button').click()
    await page.locator('[data-testid=issue-row]').first().waitFor()
  })

  it('opens a case over the list on a phone, and is accessible there, in English and dark too', async () => {
    const one = await reported()
    const { page, problems } = await openMap('/issues?lang=en&theme=dark', { as: 'secretary', size: phone })
    await page.locator(row(one.id)).locator('button').click()
    await page.getByTestId('step-accept').waitFor()
    expect(await axe(page)).toEqual([])
    await expect.poll(() => page.locator('body').innerText()).not.toMatch(/issue\.|issues\./)
    await page.getByTestId('case-close').click()
    await page.locator(row(one.id)).waitFor()
    expect(await axe(page)).toEqual([])
    expect(problems).toEqual([])
  })

  it('prints the case and nothing else', async () => {
    const one = await reported()
    const { page } = await openMap(`/issues?pick=${one.id}`, { as: 'secretary' })
    await page.getByTestId('step-accept').waitFor()
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => page.locator('.issues-list').isVisible()).toBe(false)
    await expect.poll(() => page.locator('.issue-steps').isVisible()).toBe(false)
    await expect.poll(() => page.getByTestId('case').getByText('路口有垃圾').isVisible()).toBe(true)
    await expect.poll(() => page.locator('.print-foot').isVisible()).toBe(true)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('adds a photo to a case and takes it away again', async () => {
    const one = await reported()
    const { page, problems } = await openMap(`/issues?pick=${one.id}`, { as: 'secretary' })
    await page.getByTestId('photo-add').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await picture() })
    await page.getByTestId('photo').click()
    await page.getByTestId('photo-large').waitFor()
    expect(
      await page
        .getByTestId('photo-large')
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBe(900)
    await page.getByTestId('photo-withdraw').click()
    await page.getByTestId('withdraw-dialog').locator('input').fill('拍到了住户')
    await page.getByTestId('withdraw-submit').click()
    await page.locator('.photo-gone').waitFor()
    expect(problems).toEqual([])
  })
})

describe('a report', () => {
  const fill = async (page: Awaited<ReturnType<typeof openMap>>['page'], text: string) => {
    await page.getByTestId('item-lightingPublic').click()
    await page.waitForFunction(() => window.fangyuan?.map?.isStyleLoaded())
    await page.getByTestId('issue-map').click({ position: { x: 170, y: 130 } })
    await page.locator('[data-testid=place-words][data-chosen=true]').waitFor()
    await page.getByTestId('report-text').fill(text)
  }
  const found = (text: string) => ask<{ features: Case[] }>('leader', `/issues?q=${encodeURIComponent(text)}`)

  it('takes a place on the map, an item and photos, on a phone', async () => {
    const mark = `路灯不亮${Date.now()}`
    const { page, problems } = await openMap('/issues/report', { as: 'leader', size: phone })
    await page.getByTestId('report-send').click()
    await page.getByRole('alert').first().waitFor()
    await fill(page, mark)
    expect(await axe(page)).toEqual([])
    await page.getByTestId('report-photo').setInputFiles([
      { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await picture() },
      { name: 'b.jpg', mimeType: 'image/jpeg', buffer: await picture() },
    ])
    await page.locator('.report-photos img').nth(1).waitFor()
    await page.getByTestId('report-send').click()
    await page.locator('[data-testid=report-sent][data-arrived]').waitFor()
    const { features: listed } = await found(mark)
    expect(listed).toHaveLength(1)
    // both pictures are the same one
    expect(listed[0]?.photos).toBe(1)
    expect(problems).toEqual([])
  })

  it('takes the place of the device, or a building by its name', async () => {
    const { page } = await openMap('/issues/report', { as: 'leader', size: phone })
    await page.context().grantPermissions(['geolocation'])
    await page.context().setGeolocation({ longitude: lng, latitude: lat })
    await page.getByTestId('place-here').click()
    await page.getByText(lat.toFixed(5)).waitFor()
    const { hits } = await ask<{ hits: { kind: string; name: string; detail: string }[] }>(
      'leader',
      `/search?q=${encodeURIComponent('小区')}&limit=8`,
    )
    const hit = hits.find(({ kind }) => kind === 'compound')
    await page.getByTestId('place-search').fill(hit?.name ?? '小区')
    await page.getByTestId('place-hit').first().click()
    await page.locator('[data-testid=place-words]', { hasText: hit?.name ?? '' }).waitFor()
  })

  it('that loses its connection is kept, also over a reload, and arrives once', async () => {
    const mark = `断网${Date.now()}`
    const { page } = await openMap('/issues/report', { as: 'leader', size: phone })
    await fill(page, mark)
    let cut = 0
    // the answer is lost after the service has done its work: the worst moment
    await page.route('**/api/v1/issues', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      cut++
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.getByTestId('report-send').click()
    await page.getByTestId('report-sent').waitFor()
    await expect.poll(() => cut).toBeGreaterThan(0)
    await page.getByTestId('report-again').click()
    await page.getByTestId('outbox').waitFor()
    // one that is under way is lost to its end
    await page.unrouteAll({ behavior: 'wait' })
    await page.reload()
    await page.getByTestId('outbox').waitFor({ state: 'detached', timeout: 20_000 })
    expect((await found(mark)).features).toHaveLength(1)
  })

  it('that is refused stays here with the reason, until somebody throws it away', async () => {
    const { page } = await openMap('/issues/report', { as: 'gridWorker', size: phone })
    await fill(page, '在辖区外')
    await page.route('**/api/v1/issues', (route) =>
      route.request().method() === 'POST'
        ? route.continue({ postData: JSON.stringify({ ...JSON.parse(route.request().postData() ?? '{}'), lng: lng + 1 }) })
        : route.continue(),
    )
    await page.getByTestId('report-send').click()
    await page.getByTestId('report-sent').waitFor()
    await page.getByTestId('report-again').click()
    const note = page.getByTestId('outbox').getByRole('alert')
    await note.waitFor()
    await note.getByRole('button').nth(1).click()
    await note.waitFor({ state: 'detached' })
  })
})
