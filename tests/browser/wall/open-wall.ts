// Opens a wall in Chromium, alone with its display or as a person, and reads what stands on it.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, inject } from 'vitest'
import type { Alarm } from '#contract/alarms.ts'
import type { WallDisplay } from '#contract/wall.ts'
import { crossesSeam } from '#domain/wall/layout.ts'
import { cookieOf, signInAs, trySignIn, type Visitor } from '../../engines/sign-in.ts'
import { openMap, type Wishes } from '../open-map.ts'

export type MadeDisplay = { readonly displayId: number; readonly cookie: string }

/** A display of the whole sub-district, signed in. */
export async function madeDisplay(scenes: readonly string[] = everyScene): Promise<MadeDisplay> {
  const security = await signInAs(inject('base'), 'securityAdministrator')
  const answer = await security.send('POST', '/api/v1/displays', { name: `测试屏 ${Math.random()}`, scenes, scope: ['990100001'] })
  const { token, display } = (await answer.json()) as { token: string; display: { displayId: number } }
  return { displayId: display.displayId, cookie: cookieOf(await trySignIn(inject('base'), { display: token })) }
}
export const everyScene = ['situation', 'heat', 'coverage', 'circles', 'patrol', 'renovation', 'boundaries'] as const

export async function changeSetting(displayId: number, change: (setting: WallDisplay['setting']) => WallDisplay['setting']): Promise<void> {
  const leader = await signInAs(inject('base'), 'leader')
  const { displays } = await leader.json<{ displays: WallDisplay[] }>('/api/v1/wall/displays')
  const display = displays.find((one) => one.displayId === displayId)
  if (!display) throw new Error(`there is no display ${displayId}`)
  const body = { version: display.version, setting: change(display.setting) }
  expect((await leader.send('PUT', `/api/v1/wall/displays/${displayId}/setting`, body)).status).toBe(200)
}

/** Nobody waits for an answer any more. */
export async function answerAll(): Promise<void> {
  const leader = await signInAs(inject('base'), 'leader')
  const { alarms } = await leader.json<{ alarms: Alarm[] }>('/api/v1/alarms')
  const ids = alarms.map(({ alarmId }) => alarmId)
  for (let at = 0; at < ids.length; at += 200)
    await leader.send('POST', '/api/v1/alarms/acknowledgements', { alarms: ids.slice(at, at + 200), from: 'desk' })
}

type Size = { readonly width: number; readonly height: number }
type Wanted = Pick<Wishes, 'sharp' | 'motion'>
export async function openWall(as: 'leader' | MadeDisplay, size: Size = { width: 1920, height: 1080 }, query = '', wanted: Wanted = {}) {
  const opened = await openMap(`/wall${query}`, { size, as: as === 'leader' ? 'leader' : { cookie: as.cookie }, ...wanted })
  await opened.page.getByTestId('wall').waitFor({ timeout: 60_000 })
  return opened
}

/** Steps a meeting to a scene, so that it stays. */
export async function showScene(page: Page, scene: string): Promise<void> {
  const wall = page.getByTestId('wall')
  if ((await wall.getAttribute('data-why')) !== 'meeting') await page.keyboard.press('m')
  for (let step = 0; step < 8 && (await wall.getAttribute('data-scene')) !== scene; step++) {
    await page.keyboard.press('ArrowRight')
    await page.waitForTimeout(50)
  }
  expect(await wall.getAttribute('data-scene')).toBe(scene)
}

/** A meeting in which no panel takes the place of another, so that a picture of it is always the same. */
export async function holdStill(page: Page): Promise<void> {
  await page.keyboard.press('m')
  await page.keyboard.press(' ')
}

/** Every panel has its answer. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const panels = [...document.querySelectorAll('.wall-panel')]
      return panels.length > 0 && panels.every((panel) => panel.getAttribute('data-state') === 'fresh')
    },
    null,
    { timeout: 60_000 },
  )
}

export const figureOf = async (page: Page, name: string): Promise<{ value: string; fraction: string[] }> => ({
  value: (await page.getByTestId(`figure-${name}`).locator('.wall-figure-value').textContent()) ?? '',
  fraction: await page.getByTestId(`figure-${name}`).locator('.wall-fraction span').allTextContents(),
})

type Words = {
  readonly words: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly inside: boolean
}
/** Every run of words on the wall with its box, and whether it stays inside the part that it belongs to. */
export const wordsOn = (page: Page): Promise<Words[]> =>
  page.evaluate(() => {
    const found: Words[] = []
    for (const part of document.querySelectorAll<HTMLElement>('.wall-text')) {
      const own = part.getBoundingClientRect()
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const holder = node.parentElement
        if (!holder || node.textContent?.trim() === '') continue
        const range = document.createRange()
        range.selectNodeContents(node)
        const box = range.getBoundingClientRect()
        // what a box that hides its overflow cuts off is not seen: the box is what counts
        let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom]
        let [hidden, cut] = [false, false]
        for (let at: HTMLElement | null = holder; at && at !== part.parentElement; at = at.parentElement) {
          if (getComputedStyle(at).overflow === 'visible') continue
          const clip = at.getBoundingClientRect()
          hidden ||= left >= clip.right - 1 || top >= clip.bottom - 1
          // what ends with dots says that it goes on; a part of a number would be another number
          cut ||= right > clip.right + 1 && getComputedStyle(at).textOverflow !== 'ellipsis'
          ;[left, top, right, bottom] = [
            Math.max(left, clip.left),
            Math.max(top, clip.top),
            Math.min(right, clip.right),
            Math.min(bottom, clip.bottom),
          ]
        }
        if (hidden || right <= left || bottom <= top) continue
        const inside = !cut && left >= own.left - 1 && right <= own.right + 1 && top >= own.top - 1 && bottom <= own.bottom + 1
        found.push({ words: node.textContent ?? '', x: left, y: top, width: right - left, height: bottom - top, inside })
      }
    }
    return found
  })

/** Words that lie over a seam, or outside of where they belong. */
export async function misplaced(page: Page, size: Size, screens: { across: number; down: number }): Promise<string[]> {
  const words = await wordsOn(page)
  expect(words.length).toBeGreaterThan(5)
  return words
    .filter((one) => !one.inside || crossesSeam(one, { ...size, screens }))
    .map(({ words: text, x, y }) => `${text} at ${Math.round(x)}/${Math.round(y)}`)
}

const golden = (name: string) => fileURLToPath(new URL(`../../golden/wall/${name}.png`, import.meta.url))
/** Rows of what is kept. */
const smallHeight = 180
/** So far two pictures may be from each other, as the mean difference of a channel of 255, and still be the same scene. */
export const near = 12

/** The same without a map. Two runs are 0.1 from each other, two scenes 2 and more. */
export const alike = 1

/** How far a picture is from the one that was kept, as the mean difference of a channel, 0 to 255. Where BLESS is set, it is kept instead. */
export async function farFromGolden(page: Page, name: string): Promise<number> {
  // times, amounts of the day, what calls for somebody and the dimming of the night differ from run to run; where everything stands does not
  const hiding = await page.addStyleTag({
    content: '.wall-time, .wall-clock, .wall-ticker, .wall-over, .wall-corner { visibility: hidden } .wall-night { display: none }',
  })
  const { width, height } = page.viewportSize() ?? { width: 16, height: 9 }
  const shot = await sharp(await page.screenshot())
    .resize(Math.round((smallHeight * width) / height), smallHeight, { fit: 'fill' })
    .removeAlpha()
    // a hundred colours are enough to tell two pictures apart
    .png({ palette: true, colours: 100 })
    .toBuffer()
  await hiding.evaluate((style: Element) => style.remove())
  if (process.env.BLESS) {
    writeFileSync(golden(name), shot)
    return 0
  }
  const [now, kept] = await Promise.all(
    [shot, readFileSync(golden(name))].map((picture) => sharp(picture).removeAlpha().blur(1.5).raw().toBuffer()),
  )
  if (!now || !kept || now.length !== kept.length) return 255
  let sum = 0
  for (let at = 0; at < now.length; at++) sum += Math.abs((now[at] ?? 0) - (kept[at] ?? 0))
  return sum / now.length
}

export const reportAs = (worker: Visitor, body: object) =>
  worker.send('POST', '/api/v1/issues', { source: 'gridWorker', item: 'hazard', description: '', ...body })
