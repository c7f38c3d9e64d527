import { Worker } from 'node:worker_threads'
import type { Table } from './table.ts'

/** What a thread may use before it is ended: a file that unpacks to more is refused, and the service lives on. */
const resourceLimits = { maxOldGenerationSizeMb: 1024 }
const longestMilliseconds = 60_000

/** `masked`: what says who somebody is comes no further than the thread. `plain`: for registers, whose business that is. `map`: map data too. */
export type Reading = 'masked' | 'plain' | 'map'

/** Reads a file in a worker thread; one that does not come back is a damaged file. */
export function readInWorker(bytes: Uint8Array, reading: Reading): Promise<Table> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./read-worker-entry.mjs', import.meta.url), { workerData: { bytes, reading }, resourceLimits })
    const end = (table: Table) => {
      clearTimeout(timer)
      resolve(table)
      void worker.terminate()
    }
    const timer = setTimeout(() => end({ ok: false, refusal: 'tooLargeInside', at: '' }), longestMilliseconds)
    worker.on('message', (table: Table) => end(table))
    worker.on('error', (error: Error & { code?: string }) =>
      end({ ok: false, refusal: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'tooLargeInside' : 'damaged', at: '' }),
    )
    worker.on('exit', () => end({ ok: false, refusal: 'damaged', at: '' }))
  })
}
