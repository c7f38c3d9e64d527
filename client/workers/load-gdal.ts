// GDAL in the browser: its program and its tables of coordinate systems come from this service, as files of their own.
import initGdalJs from 'gdal3.js/dist/package/gdal3.js'
import tables from 'gdal3.js/dist/package/gdal3WebAssembly.data?url'
import program from 'gdal3.js/dist/package/gdal3WebAssembly.wasm?url'
import { type GdalTool, gdalTool } from './gdal-tool.ts'

let loading: Promise<GdalTool> | null = null

/** Once for a worker. What GDAL writes to the console is left out: a refusal says what is wrong. */
export function loadGdal(): Promise<GdalTool> {
  loading ??= initGdalJs({ paths: { wasm: program, data: tables }, useWorker: false, logHandler: quiet, errorHandler: quiet }).then(
    (gdal) => gdalTool(gdal, (files) => files.map(({ name, bytes }) => new File([bytes], name))),
  )
  return loading
}

const quiet = (): void => {}
