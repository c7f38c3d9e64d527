// GDAL of the browser, run under Node: the same program, with files in a folder of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import initGdalJs from 'gdal3.js/node.js'
import { afterAll } from 'vitest'
import { type GdalTool, gdalTool } from '../../client/workers/gdal-tool.ts'

let made: Promise<GdalTool> | null = null

export function gdalUnderNode(): Promise<GdalTool> {
  const root = mkdtempSync(join(tmpdir(), 'fangyuan-geo-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const quiet = (): void => {}
  made ??= initGdalJs({
    // under Node the package puts `./` before whatever path it is given
    path: relative(process.cwd(), fileURLToPath(new URL('../../node_modules/gdal3.js/dist/package', import.meta.url))),
    dest: mkdtempSync(join(root, 'out-')),
    logHandler: quiet,
    errorHandler: quiet,
  }).then((gdal) =>
    gdalTool(gdal, (files) => {
      const folder = mkdtempSync(join(root, 'in-'))
      return files.map(({ name, bytes }) => {
        writeFileSync(join(folder, name), bytes)
        return join(folder, name)
      })
    }),
  )
  return made
}
