// The size budget: what the first view of the map and of the wall may weigh.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { scriptsOf, sumOf } from './bench/bytes.ts'

const dist = fileURLToPath(new URL('../dist/client', import.meta.url))

describe.runIf(existsSync(`${dist}/index.html`))('the first view', () => {
  it('of the map loads at most 900 kB of compressed script', () => {
    const scripts = scriptsOf('MapPage')
    expect(scripts.length).toBeGreaterThan(0)
    expect(sumOf(scripts)).toBeLessThan(900_000)
  })

  it('of the wall loads at most 800 kB of compressed script, and neither the planner nor the components of forms', () => {
    const scripts = scriptsOf('WallPage')
    expect(scripts.some(({ file }) => file.includes('WallPage'))).toBe(true)
    expect(sumOf(scripts)).toBeLessThan(800_000)
    expect(scripts.filter(({ file }) => /Antd|terra|Plan/.test(file))).toEqual([])
  })

  it('holds nothing of what reads geographic files: it comes with the first file', () => {
    const readers = /geo-reader|load-gdal|BordersDialog|SaveDialog|SaveBordersDialog|RegisterFillIn|SaveForm/
    for (const page of ['MapPage', 'WallPage'] as const) expect(scriptsOf(page).filter(({ file }) => readers.test(file))).toEqual([])
    // and it is there to come: a build without it would pass the line above
    const built = readdirSync(`${dist}/assets`)
    for (const part of ['geo-reader-', 'load-gdal-', 'BordersDialog-', 'gdal3WebAssembly-'])
      expect(
        built.some((file) => file.startsWith(part)),
        part,
      ).toBe(true)
  })
})
