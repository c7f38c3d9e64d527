// Bytes of script that the first view of `/` loads: the entry, the page it opens, their imports and the map's worker; not what is loaded later.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Line } from './bench.ts'

const dist = fileURLToPath(new URL('../../dist/client', import.meta.url))

/** Files reached from index.html by static imports and the page that the entry opens, compressed as a server sends them. */
export function firstViewScripts(): readonly { readonly file: string; readonly gzipped: number }[] {
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const entries = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file)
  const opened = entries.flatMap((file) => imported(file, /\bimport\(\s*["'`](\.[^"'`]+\.js)["'`]/g))
  const workers = readdirSync(join(dist, 'assets')).filter((file) => file.includes('worker') && file.endsWith('js'))
  const waiting = [...entries, ...opened, ...workers.map((file) => join('assets', file))]
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

export async function measureBytes(): Promise<readonly Line[]> {
  const scripts = firstViewScripts()
  const sum = scripts.reduce((total, { gzipped }) => total + gzipped, 0)
  return [['script of the first view of `/`, gzip', `${kilobytes(sum)} in ${scripts.length} files`, 'at most 900 kB']]
}
