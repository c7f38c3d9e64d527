// Bytes of script that the first view of `/` loads: the entry and everything it imports at once, not what it loads later.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Line } from './bench.ts'

const dist = fileURLToPath(new URL('../../dist/client', import.meta.url))

/** Files reached from index.html by static imports, compressed as a server sends them. */
export function firstViewScripts(): readonly { readonly file: string; readonly gzipped: number }[] {
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const waiting = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file)
  const seen = new Set<string>()
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file) || !existsSync(join(dist, file))) continue
    seen.add(file)
    const text = readFileSync(join(dist, file), 'utf8')
    for (const [, from = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)) waiting.push(join(dirname(file), from))
  }
  return [...seen].map((file) => ({ file, gzipped: gzipSync(readFileSync(join(dist, file))).length }))
}

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} kB`

export async function measureBytes(): Promise<readonly Line[]> {
  const scripts = firstViewScripts()
  const sum = scripts.reduce((total, { gzipped }) => total + gzipped, 0)
  const all = readdirSync(join(dist, 'assets')).filter((file) => file.endsWith('.js'))
  const worker = all.filter((file) => file.includes('worker'))
  const workers = worker.reduce((total, file) => total + gzipSync(readFileSync(join(dist, 'assets', file))).length, 0)
  return [
    ['script of the first view of `/`, gzip', `${kilobytes(sum + workers)} in ${scripts.length + worker.length} files`, 'at most 900 kB'],
  ]
}
