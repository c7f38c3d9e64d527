// The size budget: what the first view of the map and of the wall may weigh.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { scriptsOf, sumOf } from './bench/bytes.ts'

const built = existsSync(fileURLToPath(new URL('../dist/client/index.html', import.meta.url)))

it.runIf(built)('the first view of the map loads at most 900 kB of compressed script', () => {
  const scripts = scriptsOf('MapPage')
  expect(scripts.length).toBeGreaterThan(0)
  expect(sumOf(scripts)).toBeLessThan(900_000)
})

it.runIf(built)('the wall loads at most 800 kB of compressed script, and neither the planner nor the components of forms', () => {
  const scripts = scriptsOf('WallPage')
  expect(scripts.some(({ file }) => file.includes('WallPage'))).toBe(true)
  expect(sumOf(scripts)).toBeLessThan(800_000)
  expect(scripts.filter(({ file }) => /Antd|terra|Plan/.test(file))).toEqual([])
})
