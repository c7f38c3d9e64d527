// Drawing in the planner: by touch, by keys alone, along streets, whole borders and blocks; what is drawn through a building is told at once.
import type { Page } from 'playwright-core'
import { beforeEach, expect, inject, it } from 'vitest'
import { signInAs } from '../engines/sign-in.ts'
import { axe, drawn } from './open-map.ts'
import { beginPlan, chooseMiddle, isSaved, openEditor, revision, wait } from './open-plan.ts'

let plan: number
beforeEach(async () => {
  plan = await beginPlan(`画线的方案 ${Math.random().toString(36).slice(2, 6)}`)
})

const grown = async (page: Page, act: () => Promise<unknown>): Promise<void> => {
  const before = await revision(page)
  await act()
  await expect.poll(() => revision(page), wait).toBeGreaterThan(before)
}

it('on a phone a grid is split by fingers: points by taps, one taken back, the end by a button', async () => {
  const { page, problems } = await openEditor(plan, { size: { width: 390, height: 844 }, touch: true, query: '?lang=en' })
  await page.evaluate(() => window.fangyuan?.map?.jumpTo({ zoom: 15 }))
  await drawn(page)
  const map = await page.locator('.editor-map').boundingBox()
  if (map === null) throw new Error('there is no map')
  await page.touchscreen.tap(map.x + map.width / 2, map.y + map.height / 2)
  await page.getByTestId('grid-panel').waitFor(wait)
  await page.getByTestId('tool-split').tap()
  const y = map.y + map.height * 0.45
  await page.touchscreen.tap(map.x + 4, y)
  await page.getByTestId('pen-finish').waitFor(wait)
  expect(await page.getByTestId('pen-finish').isDisabled()).toBe(true)
  await page.touchscreen.tap(map.x + map.width / 2, y - 60)
  await page.getByTestId('pen-back').tap()
  await expect.poll(() => page.getByTestId('pen-finish').isDisabled()).toBe(true)
  await page.touchscreen.tap(map.x + map.width - 4, y)
  expect(await axe(page)).toEqual([])
  await grown(page, () => page.getByTestId('pen-finish').tap())
  expect(await page.getByTestId('pen-finish').count()).toBe(0)
  await isSaved(page)
  expect(problems).toEqual([])
})

it('points of a border are walked to, moved, put in and taken out by keys, and each is announced', async () => {
  const { page, problems } = await openEditor(plan)
  await chooseMiddle(page)
  await page.locator('.editor-map canvas').focus()
  const cue = page.getByTestId('pen-cue')
  await page.keyboard.press('PageDown')
  await expect.poll(() => cue.textContent(), wait).toMatch(/^第 1 个界线点，共 \d+ 个/)
  const count = async (): Promise<number> => Number(/共 (\d+) 个/.exec((await cue.textContent()) ?? '')?.[1])
  const points = await count()
  await page.keyboard.press('PageDown')
  await expect.poll(() => cue.textContent()).toContain('第 2 个')
  // the arrow keys are the point's now, not the map's
  const centre = () => page.evaluate(() => window.fangyuan?.map?.getCenter().toArray().join())
  const there = await centre()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => cue.textContent()).toMatch(/^移动了：向东 \d+ 米，向北 \d+ 米$/)
  expect(await centre()).toBe(there)
  await grown(page, () => page.keyboard.press('Enter'))
  await expect.poll(() => cue.textContent()).toMatch(/^第 \d+ 个/)
  await grown(page, () => page.keyboard.press('Insert'))
  await expect.poll(count).toBe(points + 1)
  await grown(page, () => page.keyboard.press('Delete'))
  await expect.poll(count).toBe(points)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape')
  await expect.poll(() => cue.textContent()).toMatch(/^第 \d+ 个/)
  await page.keyboard.press('Escape')
  await expect.poll(() => cue.textContent()).toBe('')
  await page.keyboard.press('?')
  await page.getByTestId('key-list').getByText('PgUp PgDn').waitFor(wait)
  expect(problems).toEqual([])
})

type Place = readonly [number, number]
/** What lies on the ground of the plan, in degrees. */
async function groundOf(): Promise<{ houses: readonly (readonly Place[])[]; roads: readonly (readonly Place[])[] }> {
  const { cookie } = await signInAs(inject('base'), 'planner')
  const { buildings, guides } = (await (await fetch(`${inject('base')}/api/v1/plans/${plan}/facts`, { headers: { cookie } })).json()) as {
    buildings: { walls: number[][] }[]
    guides: { kind: string; line: number[] }[]
  }
  const unpack = (steps: number[]): Place[] => {
    let [x, y] = [0, 0]
    return Array.from({ length: steps.length / 2 }, (_, i) => {
      x += steps[2 * i] ?? 0
      y += steps[2 * i + 1] ?? 0
      return [x / 1e7, y / 1e7]
    })
  }
  return {
    houses: buildings.flatMap(({ walls }) => walls.map(unpack)),
    roads: guides.filter(({ kind }) => kind === 'road').map(({ line }) => unpack(line)),
  }
}

it('a street is followed before it is pressed, a building in the way is told, a whole border is dragged, a house changes its grid', async () => {
  const { page, problems } = await openEditor(plan)
  const grid = await chooseMiddle(page)
  const { houses, roads } = await groundOf()
  const onScreen = (lines: readonly (readonly Place[])[]) =>
    page.evaluate((asked) => {
      const map = window.fangyuan?.map
      const box = map?.getContainer().getBoundingClientRect()
      if (!map || !box) return []
      return asked.map((line) => line.map(([lng, lat]) => map.project([lng, lat])).map(({ x, y }) => ({ x: x + box.left, y: y + box.top })))
    }, lines)
  const box = await page.locator('.editor-map').boundingBox()
  if (box === null) throw new Error('there is no map')
  const isInView = ({ x, y }: { x: number; y: number }): boolean =>
    x > box.x + 60 && x < box.x + box.width - 60 && y > box.y + 60 && y < box.y + box.height - 200

  // along a street that bends
  const bent = (await onScreen(roads)).flatMap((line) => {
    const [first, middle, last] = [line[0], line[Math.floor(line.length / 2)], line.at(-1)]
    if (line.length < 5 || first === undefined || middle === undefined || last === undefined || !line.every(isInView)) return []
    const off = Math.abs((last.x - first.x) * (middle.y - first.y) - (last.y - first.y) * (middle.x - first.x))
    return off / Math.hypot(last.x - first.x, last.y - first.y) > 4 ? [{ first, last, corners: line.length }] : []
  })[0]
  if (bent === undefined) throw new Error('no street bends in view')
  await page.keyboard.press('s')
  await page.keyboard.press('f')
  await page.mouse.click(bent.first.x, bent.first.y)
  await page.mouse.move(bent.last.x, bent.last.y)
  const corners = () =>
    page.evaluate(() => {
      const [draft] = window.fangyuan?.map?.querySourceFeatures('plan-draft') ?? []
      return draft?.geometry.type === 'LineString' ? draft.geometry.coordinates.length : 0
    })
  await expect.poll(corners, wait).toBeGreaterThan(2)
  await page.keyboard.press('Escape')
  await page.keyboard.press('f')

  const wide = (await onScreen(houses)).map((ring) => {
    const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)]
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
    return { x: (left + right) / 2, y: (top + bottom) / 2, size: Math.min(right - left, bottom - top) }
  })
  const inGrid = ({ x, y }: { x: number; y: number }): boolean => x > grid.left && x < grid.right && y > grid.top && y < grid.bottom
  const house = wide.find((one) => one.size > 6 && isInView(one) && inGrid(one))
  if (house === undefined) throw new Error('no house in view')
  await page.keyboard.press('s')
  await page.mouse.click(house.x - 40, house.y)
  await page.mouse.move(house.x + 40, house.y)
  await expect.poll(() => page.getByTestId('pen-crossed').textContent(), wait).toMatch(/^穿过 \d+ 栋建筑/)
  expect(await page.locator('.plan-stroke-crossed').getAttribute('d')).toMatch(/^M/)
  await page.keyboard.press('Escape')

  await page.keyboard.press('v')
  const middle = () =>
    page.evaluate(() => {
      const map = window.fangyuan?.map
      const found = map?.querySourceFeatures('plan-handles').find(({ properties }) => properties.kind === 'middle')
      if (!map || found?.geometry.type !== 'Point') return null
      const { x, y } = map.project([found.geometry.coordinates[0] ?? 0, found.geometry.coordinates[1] ?? 0])
      const { left, top } = map.getContainer().getBoundingClientRect()
      return { x: x + left, y: y + top }
    })
  await expect.poll(middle, wait).not.toBeNull()
  const grip = (await middle()) ?? { x: 0, y: 0 }
  await page.keyboard.press('b')
  await page.mouse.move(grip.x, grip.y)
  await grown(page, async () => {
    await page.mouse.down()
    await page.mouse.move(grip.x + 2, grip.y + 1, { steps: 2 })
    await page.mouse.up()
  })

  await page.keyboard.press('k')
  const elsewhere = wide.find((one) => one.size > 6 && isInView(one) && !inGrid(one))
  if (elsewhere === undefined) throw new Error('no house beside the grid')
  await page.mouse.move(elsewhere.x, elsewhere.y)
  await page.getByTestId('pen-figures').getByText('这栋建筑的地').waitFor(wait)
  await grown(page, () => page.mouse.click(elsewhere.x, elsewhere.y))
  await isSaved(page)
  const { cookie } = await signInAs(inject('base'), 'planner')
  const journal = (await (await fetch(`${inject('base')}/api/v1/plans/${plan}/entries`, { headers: { cookie } })).json()) as {
    entries: { operation: { kind: string; moves?: unknown[] } }[]
  }
  expect(journal.entries.map(({ operation }) => operation.kind)).toEqual(['movePoints', 'transferArea'])
  expect(journal.entries[0]?.operation.moves?.length).toBeGreaterThan(1)
  expect(problems).toEqual([])

  // what the service finds in the way is told in words, and drawn where it lies
  const ring = (await page.evaluate(() => window.fangyuan?.map?.getBounds().toArray())) ?? []
  const [[west = 0, south = 0] = [], [east = 0, north = 0] = []] = ring
  const piece = {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [(west + east) / 2, south],
        [west, (south + north) / 2],
        [west, south],
      ],
    ],
  }
  const details = [{ path: 'borders', problem: JSON.stringify({ fault: 'overlap', gridCode: null, geometry: piece }) }]
  await page.route('**/steps', (route) => route.fulfill({ status: 409, json: { code: 'conflict', message: 'x', requestId: 'x', details } }))
  await page.getByTestId('way-selfChecked').click()
  await page.getByTestId('plan-step-submit').click()
  await page.getByTestId('offences').getByText('两个网格重叠').click(wait)
  expect(await page.getByTestId('plan-step-dialog').count()).toBe(0)
  const faults = () =>
    page.evaluate(
      () =>
        (window.fangyuan?.map?.querySourceFeatures('plan-compare') ?? []).filter(({ properties }) => properties.kind === 'fault').length,
    )
  await expect.poll(faults, wait).toBeGreaterThan(0)
})

it('a border is drawn anew between two corners, a neighbour merged, a suggestion taken and undone; what that changes is listed and drawn', async () => {
  const { page, problems } = await openEditor(plan)
  const grid = await chooseMiddle(page)
  const [from, to] = await nearestCorners(page)
  const inwards = (share: number) => ({
    x: (from.x + to.x) / 2 + share * (grid.cx - (from.x + to.x) / 2),
    y: (from.y + to.y) / 2 + share * (grid.cy - (from.y + to.y) / 2),
  })
  await page.keyboard.press('r')
  for (const { x, y } of [from, inwards(0.2), to]) {
    await page.mouse.move(x, y)
    await page.mouse.click(x, y)
  }
  await grown(page, () => page.keyboard.press('Enter'))
  await page.keyboard.press('Escape')

  await page.keyboard.press('v')
  await page.mouse.click(grid.cx, grid.cy)
  await page.getByTestId('suggest-look').click(wait)
  await page.getByTestId('suggestion-0').click(wait)
  await page.getByTestId('panel-history').click()
  const steps = page.getByTestId('history').locator('li')
  await expect.poll(() => steps.count(), wait).toBeGreaterThan(1)
  const taken = await revision(page)
  await page.keyboard.press('Control+z')
  await expect.poll(() => page.locator('.history-undone').count(), wait).toBe(1)
  expect(await revision(page)).not.toBe(taken)

  // the grid and the one beyond its border; the first chosen goes on
  const beyond = inwards(-0.4)
  await page.mouse.click(grid.cx, grid.cy)
  await page.keyboard.down('Shift')
  await page.mouse.click(beyond.x, beyond.y)
  await page.keyboard.up('Shift')
  await grown(page, () => page.keyboard.press('m'))
  await isSaved(page)

  await page.keyboard.press('c')
  await page.getByTestId('change-dissolved').waitFor(wait)
  expect(await page.getByTestId('change-dissolved').count()).toBe(1)
  expect(await page.getByTestId('change-gained').first().textContent()).toMatch(/(平方米|公顷)/)
  const hatched = () => page.evaluate(() => window.fangyuan?.map?.querySourceFeatures('plan-compare').length ?? 0)
  await expect.poll(hatched, wait).toBeGreaterThan(0)
  const centre = () => page.evaluate(() => window.fangyuan?.map?.getCenter().toArray().join())
  const there = await centre()
  await page.getByTestId('change-dissolved').focus()
  await page.keyboard.press('Enter')
  await expect.poll(centre, wait).not.toBe(there)
  expect(await axe(page)).toEqual([])
  const { cookie } = await signInAs(inject('base'), 'planner')
  const journal = await (await fetch(`${inject('base')}/api/v1/plans/${plan}/entries`, { headers: { cookie } })).text()
  for (const kind of ['reshapeBorder', 'mergeGrids']) expect(journal).toContain(`"${kind}"`)
  expect(problems).toEqual([])
})

type Corner = { readonly x: number; readonly y: number }
/** The two corners of the chosen grid that lie nearest to each other on the screen, though not so near that a press could mean either. */
async function nearestCorners(page: Page): Promise<readonly [Corner, Corner]> {
  const read = () =>
    page.evaluate(() => {
      const map = window.fangyuan?.map
      const box = map?.getContainer().getBoundingClientRect()
      if (!map || !box) return []
      const places = map.querySourceFeatures('plan-handles').flatMap(({ properties, geometry }) => {
        if (properties.kind !== 'node' || geometry.type !== 'Point') return []
        const { x, y } = map.project([geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0])
        return [{ x: x + box.left, y: y + box.top }]
      })
      return [...new Map(places.map((place) => [`${Math.round(place.x)} ${Math.round(place.y)}`, place])).values()]
    })
  await expect.poll(async () => (await read()).length, wait).toBeGreaterThan(1)
  const corners = await read()
  const pairs = corners.flatMap((one, i) => corners.slice(i + 1).map((other) => [one, other] as const))
  const apart = ([one, other]: readonly [Corner, Corner]) => Math.hypot(one.x - other.x, one.y - other.y)
  const [nearest] = pairs.filter((pair) => apart(pair) > 40).sort((p, q) => apart(p) - apart(q))
  if (nearest === undefined) throw new Error('no two corners')
  return nearest
}
