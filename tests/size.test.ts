// The size budget: what the first view of the map may weigh.
import { existsSync } from 'node:fs'
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
