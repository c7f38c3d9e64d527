// Bytes of script that the first view of `/` loads: the entry, the page it opens, their imports and the map's worker; not what is loaded later.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Line } from './bench.ts'

const dist = fileURLToPath(new URL('../../dist/client', import.meta.url))

/** Files reached by static imports from index.html and from the page that is opened, compressed as a server sends them. */
export function scriptsOf(page: 'MapPage' | 'WallPage'): readonly Script[] {
  const named = readdirSync(join(dist, 'assets')).filter((file) => file.startsWith(`${page}-`) && file.endsWith('.js'))
  return reachedFrom([...entryScripts(), ...named.map((file) => join('assets', file))])
}

/** What comes after the first view of the wall: charts at once, the arrows of patrols with their scene. */
export const laterOnWall = (): readonly Script[] => {
  const first = new Set(scriptsOf('WallPage').map(({ file }) => file))
  const named = readdirSync(join(dist, 'assets')).filter((file) => /^(ChartDrawing|patrol-overlay)-.*\.js$/.test(file))
  return reachedFrom(named.map((file) => join('assets', file))).filter(({ file }) => !first.has(file))
}

type Script = { readonly file: string; readonly gzipped: number }

const entryScripts = (): readonly string[] =>
  [...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file)

function reachedFrom(opened: readonly string[]): readonly Script[] {
  // the worker of the map; others are loaded for what they are for
  const workers = readdirSync(join(dist, 'assets')).filter((file) => file.startsWith('maplibre-gl-worker') && file.endsWith('js'))
  const waiting = [...opened, ...workers.map((file) => join('assets', file))]
  const seen = new Set<string>()
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file) || !existsSync(join(dist, file))) continue
    seen.add(file)
    waiting.push(...imported(file, /(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g))
  }
  return [...seen].map((file) => ({ file, gzipped: gzipSync(readFileSync(join(dist, file))).length }))
}

/** Files of ours that a file names in imports of one form. */
function imported(file: string, form: RegExp): string[] {
  return [...readFileSync(join(dist, file), 'utf8').matchAll(form)].map(([, from = '']) => join(dirname(file), from))
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`

export const sumOf = (scripts: readonly Script[]): number => scripts.reduce((total, { gzipped }) => total + gzipped, 0)

export async function measureBytes(): Promise<readonly Line[]> {
  const [map, wall, later] = [scriptsOf('MapPage'), scriptsOf('WallPage'), laterOnWall()]
  return [
    ['script of the first view of `/`, gzip', `${kilobytes(sumOf(map))} in ${map.length} files`, 'at most 900 kB'],
    ['script of the first view of `/wall`, gzip', `${kilobytes(sumOf(wall))} in ${wall.length} files`, 'at most 800 kB'],
    ['script of charts and patrols, loaded after it, gzip', `${kilobytes(sumOf(later))} in ${later.length} files`, ''],
  ]
}
