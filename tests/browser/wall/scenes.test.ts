// Every scene on a wall of one screen: what its panels say is what the service says, what it draws is there, and it looks as it was agreed.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { signInAs, type Visitor } from '../../engines/sign-in.ts'
import { axe, drawn, onCanvasSoon } from '../open-map.ts'
import {
  answerAll,
  everyScene,
  farFromGolden,
  figureOf,
  holdStill,
  type MadeDisplay,
  madeDisplay,
  near,
  openWall,
  settled,
  showScene,
} from './open-wall.ts'

let display: MadeDisplay
let leader: Visitor
beforeAll(async () => {
  display = await madeDisplay()
  leader = await signInAs(inject('base'), 'leader')
  await answerAll()
})

const number = (text: string): number => Number(text.replace(/[^\d.]/g, ''))
type Rate = { numerator: number; denominator: number }

/** What the first panel of each scene must say. */
const truths: Record<(typeof everyScene)[number], () => Promise<Record<string, number | Rate>>> = {
  situation: async () => {
    const { open, overdue, today } = await leader.json<{ open: number; overdue: Rate; today: number }>('/api/v1/wall/figures')
    return { open, overdue: overdue.numerator, today }
  },
  heat: async () => ({}),
  coverage: async () => {
    const of = async (kind: string) => (await leader.json<{ total: Rate }>(`/api/v1/coverage?kind=${kind}&level=2`)).total
    return { 'coverage-buildingHead': await of('buildingHead'), 'coverage-gridStaffing': await of('gridStaffing') }
  },
  circles: async () => {
    const { total } = await leader.json<{ total: { households: { covered: number; known: number } } }>('/api/v1/coverage/walk?level=2')
    return { reached: { numerator: total.households.covered, denominator: total.households.known } }
  },
  patrol: async () => {
    const { runs } = await leader.json<{ runs: { missed: number; finished: number; planned: number } }>('/api/v1/wall/patrols')
    return { missed: runs.missed, finished: { numerator: runs.finished, denominator: runs.planned } }
  },
  renovation: async () => {
    const { features } = await leader.json<{ features: unknown[] }>('/api/v1/renovations?limit=1000')
    return { projects: features.length }
  },
  boundaries: async () => {
    const { features } = await leader.json<{ features: unknown[] }>('/api/v1/grids?level=3&limit=1000')
    return { 'grids-3': features.length, 'grids-2': 26 }
  },
}
/** What must stand on the map of a scene: in which layers, and how much of it where that is known. */
const drawnOf: Readonly<Record<(typeof everyScene)[number], readonly string[]>> = {
  situation: ['station-dots', 'station-centres', 'stations'],
  heat: ['grid-line-1', 'grid-line-2'],
  coverage: ['coverage-1', 'coverage-2', 'coverage-3'],
  circles: ['circle-rings'],
  patrol: [],
  renovation: ['renovations-edge', 'renovations-edge-preparing'],
  boundaries: ['grid-line-2', 'grid-line-3'],
}

describe.each(everyScene)('the scene %s', (scene) => {
  it('says what the service says, passes the rules of access, and looks as agreed', async () => {
    const { page, problems } = await openWall(display, undefined, '', { sharp: true })
    await holdStill(page)
    await showScene(page, scene)
    await settled(page)
    await drawn(page)
    for (const [name, truth] of Object.entries(await truths[scene]())) {
      const { value, fraction } = await figureOf(page, name)
      if (typeof truth === 'number') expect([name, number(value)]).toEqual([name, truth])
      else expect([name, fraction.map(number)]).toEqual([name, [truth.numerator, truth.denominator]])
    }
    if (drawnOf[scene].length > 0) {
      const seen = await onCanvasSoon(page, drawnOf[scene])
      if (scene === 'coverage') expect([26, 325]).toContain(seen.length)
      if (scene === 'circles') expect([5, 10, 15]).toContain(seen[0]?.properties.minutes)
    }
    // what lies over the map lies exactly over it
    if (scene === 'patrol')
      expect(await page.locator('#deckgl-overlay').boundingBox()).toEqual(await page.locator('.maplibregl-canvas').boundingBox())
    await expect.poll(() => axe(page)).toEqual([])
    // the picture of the README, renewed with the golden ones
    if (process.env.BLESS && scene === 'situation')
      await page.screenshot({ path: 'docs/pictures/wall.png', style: '.wall-night { display: none }' })
    expect(await farFromGolden(page, scene)).toBeLessThan(near)
    expect(problems).toEqual([])
  })
})

describe('in the light theme', () => {
  it('the words are as legible as in the dark one', async () => {
    const { page } = await openWall(display, undefined, '?theme=light&lang=en')
    for (const scene of ['situation', 'patrol'] as const) {
      await showScene(page, scene)
      await settled(page)
      expect(await axe(page)).toEqual([])
      expect(await page.getByTestId('wall').innerText()).not.toMatch(/[一-鿿]/)
    }
  })
})

describe('the picture of a scene', () => {
  it('holds the map and the panels, with time and legend', async () => {
    const { page } = await openWall('leader', { width: 1280, height: 720 }, '', { sharp: true })
    await showScene(page, 'coverage')
    await settled(page)
    await drawn(page)
    await page.keyboard.press('p')
    const picture = page.getByTestId('picture').locator('img')
    await picture.waitFor({ timeout: 60_000 })
    const [size, colours] = await picture.evaluate(async (image: HTMLImageElement) => {
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      const drawing = canvas.getContext('2d')
      drawing?.drawImage(image, 0, 0)
      // where the map is
      const { data } = drawing?.getImageData(canvas.width * 0.45, canvas.height * 0.3, canvas.width * 0.4, canvas.height * 0.4) ?? {
        data: [],
      }
      const seen = new Set<string>()
      for (let at = 0; at < data.length; at += 4 * 97) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]}`)
      return [[image.naturalWidth, image.naturalHeight], seen.size] as const
    })
    expect(size).toEqual([1280, 720])
    expect(colours).toBeGreaterThan(20)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('picture').locator('.wall-button-strong').click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^fangyuan-coverage-\d{12}\.png$/)
  })
})

describe.each(['dark', 'light'])('in the %s', (theme) => {
  it('the words of every chart stand out from their panel', async () => {
    // so wide that every panel of a scene has its place
    const { page } = await openWall(display, { width: 1920, height: 360 }, `?theme=${theme}`)
    const charts = { situation: 'issueDays', coverage: 'coverageLine' }
    for (const [scene, panel] of Object.entries(charts)) {
      await showScene(page, scene)
      await page.getByTestId(`panel-${panel}`).locator('.wall-chart svg text').first().waitFor({ timeout: 60_000 })
      const ratios = await page.evaluate(() => {
        const luminance = (colour: string): number => {
          const canvas = document.createElement('canvas').getContext('2d')
          if (!canvas) throw new Error('no canvas')
          canvas.fillStyle = colour
          canvas.fillRect(0, 0, 1, 1)
          const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
            const share = part / 255
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
          })
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue
        }
        return [...document.querySelectorAll('.wall-chart svg text')].map((words) => {
          const panel = words.closest('.wall-panel')
          if (!panel) throw new Error('a chart outside of a panel')
          const [one, other] = [luminance(getComputedStyle(words).fill), luminance(getComputedStyle(panel).backgroundColor)]
          return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
        })
      })
      expect(ratios.length).toBeGreaterThan(4)
      expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5)
    }
  })
})
