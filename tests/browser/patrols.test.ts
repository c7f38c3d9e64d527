// Patrols in the browser: a run gets its track, a route is drawn with mouse and keys, and both open under a thumb.
import { expect, inject, it } from 'vitest'
import { signInAs } from '../engines/sign-in.ts'
import { axe, drawn, openMap } from './open-map.ts'

const phone = { width: 390, height: 844 }

it('a run gets its track: looked at first, then kept and painted on the route', async () => {
  const { page, problems } = await openMap('/register/patrols?when=past&state=finished', { as: 'leader' })
  await page.getByTestId('patrols-row').first().click()
  await page.getByTestId('run-panel').getByTestId('visits').waitFor()
  await drawn(page)
  expect(await axe(page)).toEqual([])
  const id = Number(new URL(page.url()).searchParams.get('pick'))
  const { cookie } = await signInAs(inject('base'), 'leader')
  const told = (await (await fetch(`${inject('base')}/api/v1/patrol-runs/${id}`, { headers: { cookie } })).json()) as {
    run: { plannedStart: string }
    line: { coordinates: [number, number][] }
  }
  const half = told.line.coordinates.slice(0, Math.ceil(told.line.coordinates.length / 2))
  const gpx = (lines: readonly (readonly [number, number])[]) =>
    `<gpx><trk><trkseg>${lines
      .map(
        ([lng, lat], k) =>
          `<trkpt lat="${lat}" lon="${lng}"><time>${new Date(Date.parse(told.run.plannedStart) + k * 60_000).toISOString()}</time></trkpt>`,
      )
      .join('')}</trkseg></trk></gpx>`
  await page.getByTestId('track-open').click()
  const file = page.getByTestId('track-file')
  await file.setInputFiles({ name: 'walk.gpx', mimeType: 'application/gpx+xml', buffer: Buffer.from('<gpx></gpx>') })
  await page.getByTestId('track-problem').waitFor()
  await file.setInputFiles({ name: 'walk.gpx', mimeType: 'application/gpx+xml', buffer: Buffer.from(gpx(half)) })
  await page.getByTestId('track-told').getByTestId('coverage-strip').waitFor()
  await page.getByTestId('track-submit').click()
  await page.getByTestId('track-note').waitFor()
  await expect.poll(() => page.getByTestId('track-dialog').count()).toBe(0)
  await page.getByTestId('run-panel').getByTestId('coverage-strip').waitFor()
  await page.getByTestId('record-history').getByText('上传轨迹').first().waitFor()
  expect(problems).toEqual([])
})

it('a route is drawn, its checkpoint dragged, a step taken back, and the route saved', async () => {
  const { page, problems } = await openMap('/register/patrols?tab=routes', { as: 'secretary' })
  await page.getByTestId('patrols-row').first().waitFor()
  await page.getByTestId('route-add').click()
  await drawn(page)
  await page.getByTestId('route-name').fill('画出来的巡线')
  await expect.poll(() => page.getByTestId('route-team').locator('option').count()).toBeGreaterThan(1)
  await page.getByTestId('route-team').selectOption({ index: 1 })
  const box = await page.getByTestId('issue-map').boundingBox()
  if (box === null) throw new Error('there is no map')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const corners = () => page.getByTestId('corner').locator('option').count()
  for (const [east, south] of [
    [-60, 0],
    [60, 0],
    [60, 60],
  ] as const) {
    const before = await corners()
    await page.mouse.click(x + east, y + south)
    await expect.poll(corners).toBe(before + 1)
  }
  // a second shift, first over the first one, then in the evenings of the weekend
  await page.getByTestId('shift-add').click()
  const second = page.getByTestId('shift').nth(1)
  await second.getByTestId('shift-begins').fill('09:00')
  await page.getByTestId('shift-overlap').waitFor()
  // begin and end exchanged make 21 hours, which is said
  await second.getByTestId('shift-ends').fill('06:00')
  await second.getByText('次日 06:00 结束，共 21 小时').waitFor()
  await second.getByTestId('shift-ends').fill('22:00')
  await second.getByTestId('shift-next-day').waitFor({ state: 'detached' })
  await second.getByTestId('shift-begins').fill('19:30')
  await page.getByTestId('shift-overlap').waitFor({ state: 'detached' })
  for (const day of ['周一', '周二', '周三', '周四']) await second.getByLabel(day).uncheck()
  await page.getByTestId('draw-undo').click()
  await expect.poll(corners).toBe(3)
  await page.getByText('必巡点', { exact: true }).first().click()
  // in the middle of the map, by the keyboard, and then dragged along the line
  await page.getByTestId('draw-middle').press('Enter')
  await expect.poll(() => page.getByTestId('draft-checkpoint').count()).toBe(1)
  await drawn(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 20, y, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => page.getByTestId('draft-checkpoint').count()).toBe(1)
  expect(await axe(page)).toEqual([])
  await page.getByTestId('route-save').click()
  const panel = page.getByTestId('route-panel')
  await panel.getByText('画出来的巡线').first().waitFor()
  await panel.getByText('必巡点 1').first().waitFor()
  await page.getByTestId('record-history').getByText('新增').waitFor()
  expect(problems).toEqual([])
})

it('shifts are changed: runs still to come follow, the history says how many, and figures stand by shift', async () => {
  const { page, problems } = await openMap('/register/patrols?tab=routes&q=夜间', { as: 'leader' })
  await page.getByTestId('patrols-row').first().click()
  const panel = page.getByTestId('route-panel')
  await panel.getByTestId('route-windows').getByText('23:30–01:30').waitFor()
  await page.getByTestId('route-edit').click()
  expect(await page.getByTestId('shift-follow').count()).toBe(0)
  await page.getByTestId('shift').nth(0).getByTestId('shift-begins').fill('18:30')
  await page.getByTestId('shift-follow').waitFor()
  await page.getByTestId('route-save').click()
  await page.getByTestId('record-history').getByText('18:30').first().waitFor()
  const id = Number(new URL(page.url()).searchParams.get('pick'))
  const { cookie } = await signInAs(inject('base'), 'leader')
  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)
  const runs = (await (
    await fetch(`${inject('base')}/api/v1/patrol-runs?route=${id}&from=${tomorrow}`, { headers: { cookie } })
  ).json()) as { rows: { plannedStart: string; state: string }[] }
  const begins = runs.rows.map(({ plannedStart }) => new Date(Date.parse(plannedStart) + 8 * 3_600_000).toISOString().slice(11, 16))
  expect(begins).toContain('18:30')
  expect(begins.filter((begin) => begin !== '18:30' && begin !== '23:30')).toEqual([])
  expect(await axe(page)).toEqual([])
  expect(problems).toEqual([])
})

it('runs and routes open under a thumb', async () => {
  const { page, problems } = await openMap('/register/patrols?lang=en', { as: 'patrolLeader', size: phone })
  await page.getByTestId('patrols-row').first().click()
  await page.getByTestId('run-panel').getByTestId('visits').waitFor()
  expect(await axe(page)).toEqual([])
  await page.getByTestId('panel-close').click()
  await page.getByTestId('tab-routes').click()
  await page.getByTestId('patrols-row').first().click()
  await page.getByTestId('route-panel').getByText('Longest time without a pass, by segment').waitFor()
  expect(await axe(page)).toEqual([])
  expect(problems).toEqual([])
})
