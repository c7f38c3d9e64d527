// What moves on a wall: the camera on its way to another scene, and a ring around what is new, once. Where less motion is wished for, nothing does.
import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, it } from 'vitest'
import { signInAs } from '../../engines/sign-in.ts'
import { drawn, json } from '../open-map.ts'
import {
  answerAll,
  changeSetting,
  farFromGolden,
  type MadeDisplay,
  madeDisplay,
  near,
  openWall,
  reportAs,
  settled,
  showScene,
} from './open-wall.ts'

type Moved = { zooms: number[]; flights: number[]; animations: string[] }

let display: MadeDisplay
beforeAll(async () => {
  display = await madeDisplay(['situation', 'boundaries'])
  await answerAll()
  const { features } = await json<{ features: { properties: { gridCode: string } }[] }>('/api/v1/grids?level=2&limit=1')
  const at = features[0]?.properties.gridCode ?? ''
  // so that there is a way between the two scenes
  await changeSetting(display.displayId, (setting) => ({
    ...setting,
    reduced: 'off',
    scenes: setting.scenes.map((one) => (one.scene === 'situation' ? { ...one, camera: [{ at, seconds: 60 }] } : one)),
  }))
})

const watchMotion = (page: Page) =>
  page.evaluate(() => {
    const map = window.fangyuan?.map
    if (!map) throw new Error('there is no map')
    const moved: Moved = { zooms: [map.getZoom()], flights: [], animations: [] }
    let from = 0
    map.on('movestart', () => {
      from = performance.now()
    })
    map.on('moveend', () => {
      moved.zooms.push(map.getZoom())
      moved.flights.push(performance.now() - from)
    })
    document.addEventListener('animationstart', ({ animationName }) => moved.animations.push(animationName))
    Object.assign(window, { moved })
  })
const movedOn = (page: Page) => page.evaluate(() => (window as unknown as { moved: Moved }).moved)
const running = (page: Page) => page.evaluate(() => document.getAnimations().length)

async function reportOne(): Promise<void> {
  const worker = await signInAs(inject('base'), 'gridWorker')
  const { features } = await worker.json<{ features: { geometry: { coordinates: [number, number] } }[] }>('/api/v1/buildings?limit=1')
  const [lng = 0, lat = 0] = features[0]?.geometry.coordinates ?? []
  expect((await reportAs(worker, { lng, lat, item: 'garbage' })).status).toBe(200)
}

it.each([true, false])('a scene comes to the same picture with a camera that flies, or one that jumps (motion: %s)', async (motion) => {
  const { page, problems } = await openWall(display, undefined, '', { sharp: true, motion })
  await showScene(page, 'situation')
  await settled(page)
  await drawn(page)
  await watchMotion(page)
  await reportOne()
  if (motion) await expect.poll(async () => (await movedOn(page)).animations, { timeout: 20_000 }).toEqual(['map-ring'])
  else await page.waitForTimeout(3000)
  await showScene(page, 'boundaries')
  await settled(page)
  await drawn(page)
  const { zooms, flights, animations } = await movedOn(page)
  const [from = 0, to = 0] = [zooms[0], zooms.at(-1)]
  expect(from).toBeGreaterThan(to + 0.3)
  // by how long it took, not by its pictures: a busy machine may draw none between the first and the last
  expect([Math.max(...flights) > 300, animations.length]).toEqual([motion, motion ? 1 : 0])
  // what appears once is over, and nothing goes round
  await expect.poll(() => running(page)).toBe(0)
  expect(await farFromGolden(page, 'boundaries')).toBeLessThan(near)
  expect(problems).toEqual([])
})
