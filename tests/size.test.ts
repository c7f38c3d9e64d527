// The size budget: what the first view of the map may weigh.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { firstViewScripts } from './bench/bytes.ts'

it.runIf(existsSync(fileURLToPath(new URL('../dist/client/index.html', import.meta.url))))(
  'the first view of the map loads at most 900 kB of compressed script',
  () => {
    const scripts = firstViewScripts()
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.reduce((sum, { gzipped }) => sum + gzipped, 0)).toBeLessThan(900_000)
  },
)

it.runIf(existsSync(fileURLToPath(new URL('../dist/client/index.html', import.meta.url))))(
  'what reads geographic files is in none of it: it comes with the first file',
  () => {
    const readers = firstViewScripts().filter(({ file }) => /geo-reader|load-gdal|BordersDialog|SaveDialog/.test(file))
    expect(readers).toEqual([])
    // and it is there to come: a build without it would pass the line above
    const built = readdirSync(fileURLToPath(new URL('../dist/client/assets', import.meta.url)))
    for (const part of ['geo-reader-', 'load-gdal-', 'BordersDialog-', 'gdal3WebAssembly-'])
      expect(
        built.some((file) => file.startsWith(part)),
        part,
      ).toBe(true)
  },
)
