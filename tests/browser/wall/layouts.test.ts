// The wall on walls of five sizes, in both languages, built of several screens: no word lies over a seam, none falls out of its place, and each looks as
// it was agreed.
import { beforeAll, describe, expect, it } from 'vitest'
import { drawn } from '../open-map.ts'
import {
  alike,
  answerAll,
  changeSetting,
  everyScene,
  farFromGolden,
  holdStill,
  type MadeDisplay,
  madeDisplay,
  misplaced,
  near,
  openWall,
  settled,
  showScene,
} from './open-wall.ts'

const sizes = [
  [1920, 1080, 2, 2],
  [3840, 2160, 2, 2],
  [3840, 1080, 2, 1],
  [5760, 1080, 3, 1],
  [7680, 2160, 4, 2],
] as const

let display: MadeDisplay
beforeAll(async () => {
  display = await madeDisplay()
  await answerAll()
})

describe.each(sizes)('a wall of %i × %i', (width, height, across, down) => {
  it.each(['zh-CN', 'en'] as const)('keeps its words off the seams and inside their places, in %s', async (language) => {
    await changeSetting(display.displayId, (setting) => ({ ...setting, screens: { across, down } }))
    // a picture of every scene at every size that the scenes are not pictured at with their maps
    const pictured = language === 'zh-CN' && width > 1920
    const withMap = pictured && height === 1080
    const { page } = await openWall(display, { width, height }, `?lang=${language}`, { sharp: withMap })
    await holdStill(page)
    if (withMap) {
      await showScene(page, 'situation')
      await settled(page)
      await drawn(page)
      expect(await farFromGolden(page, `situation-${width}x${height}`)).toBeLessThan(near)
    }
    // the map is not what is looked at here, and drawn in software it takes longest
    await page.addStyleTag({ content: '.wall-map .map { inset: auto; width: 64px; height: 64px }' })
    const wrong: string[] = []
    for (const scene of everyScene) {
      await showScene(page, scene)
      await settled(page)
      wrong.push(...(await misplaced(page, { width, height }, { across, down })).map((words) => `${scene}: ${words}`))
      if (!pictured || (withMap && scene === 'situation')) continue
      const far = await farFromGolden(page, `${scene}-${width}x${height}`)
      if (far >= alike) wrong.push(`${scene} looks otherwise, by ${far}`)
    }
    expect(wrong).toEqual([])
  })
})
