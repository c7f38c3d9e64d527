// The worker that reads and writes geographic files. GDAL (40 MB, from this service) is loaded when the first file asks for it.
import type { FileLayer, FilePosition, FileShape } from '../editor/file-outline.ts'
import { type FileProblem, FileRefused } from './file-problem.ts'
import { type GeoFiles, geoFiles, type LayerOffered, type Written } from './geo-files.ts'
import type { TextEncoding } from './text-encoding.ts'
import type { NamedBytes } from './unpack-zip.ts'

export type GeoCall =
  | { readonly kind: 'open'; readonly file: NamedBytes }
  | {
      readonly kind: 'read'
      readonly source: number
      readonly layer: string
      readonly encoding: TextEncoding | null
      readonly wanted: readonly FileShape[]
    }
  | { readonly kind: 'project'; readonly points: readonly FilePosition[]; readonly from: number; readonly to: number }
  | { readonly kind: 'write'; readonly written: Written }

export type GeoResult =
  | { readonly kind: 'open'; readonly layers: readonly LayerOffered[] }
  | { readonly kind: 'read'; readonly layer: FileLayer }
  | { readonly kind: 'project'; readonly points: readonly FilePosition[] }
  | { readonly kind: 'write'; readonly file: NamedBytes }

export type GeoAnswer =
  | { readonly id: number; readonly stage: 'loading' | 'working' }
  | { readonly id: number; readonly result: GeoResult }
  | { readonly id: number; readonly problem: FileProblem }

let at = 0
const files: GeoFiles = geoFiles(async () => {
  self.postMessage({ id: at, stage: 'loading' } satisfies GeoAnswer)
  try {
    const { loadGdal } = await import('./load-gdal.ts')
    const tool = await loadGdal()
    // gdal3.js takes the worker's messages for its own
    self.onmessage = take
    return tool
  } catch {
    throw new FileRefused('noReader')
  } finally {
    self.postMessage({ id: at, stage: 'working' } satisfies GeoAnswer)
  }
})

async function answer(call: GeoCall): Promise<GeoResult> {
  switch (call.kind) {
    case 'open':
      return { kind: 'open', layers: await files.open(call.file) }
    case 'read':
      return { kind: 'read', layer: await files.read(call.source, call.layer, call.encoding, call.wanted) }
    case 'project':
      return { kind: 'project', points: await files.project(call.points, call.from, call.to) }
    case 'write':
      return { kind: 'write', file: await files.write(call.written) }
  }
}

async function take({ data: { id, call } }: MessageEvent<{ readonly id: number; readonly call: GeoCall }>): Promise<void> {
  at = id
  try {
    self.postMessage({ id, result: await answer(call) } satisfies GeoAnswer)
  } catch (error) {
    self.postMessage({ id, problem: error instanceof FileRefused ? error.problem : 'malformed' } satisfies GeoAnswer)
  }
}
self.onmessage = take
