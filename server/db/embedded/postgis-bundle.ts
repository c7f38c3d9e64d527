// What the engine unpacks and compiles on every start: PostGIS without raster, topology and geocoder, which are two thirds of the package.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Extension } from '@electric-sql/pglite'
import { postgis } from '@electric-sql/pglite-postgis'

const unused = /raster|topology|tiger|unpackaged|\/contrib\//
const block = 512

/** PostGIS from a smaller bundle, which is kept in `folder` and made when it is missing or the package is another one. */
export const smallPostgis = (folder: string): Extension => ({
  ...postgis,
  setup: async (db, options) => ({ ...(await postgis.setup(db, options)), bundlePath: pathToFileURL(bundleIn(folder)) }),
})

function bundleIn(folder: string): string {
  const shipped = readFileSync(join(createRequire(import.meta.url).resolve('@electric-sql/pglite-postgis'), '..', 'postgis.tar.gz'))
  const path = join(folder, `postgis-${createHash('sha256').update(shipped).digest('hex').slice(0, 16)}.tar.gz`)
  if (existsSync(path)) return path
  writeFileSync(`${path}.new`, gzipSync(withoutUnused(gunzipSync(shipped)), { level: 1 }))
  renameSync(`${path}.new`, path)
  return path
}

/** The entries of a tar whose names are wanted, as they are. */
function withoutUnused(tar: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, length: number) => tar.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '')
    const size = Number.parseInt(text(124, 12), 8)
    const end = at + block + Math.ceil(size / block) * block
    if (!unused.test(text(0, 100))) kept.push(tar.subarray(at, end))
    at = end
  }
  return Buffer.concat([...kept, Buffer.alloc(2 * block)])
}
