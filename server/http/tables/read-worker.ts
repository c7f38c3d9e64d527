// Reads one file in a thread of its own, so that a large table never stops the HTTP thread. Asked for masked,
// rows leave it without the numbers of people.
import { parentPort, workerData } from 'node:worker_threads'
import { cellMasker } from '#domain/intake/mask-cell.ts'
import type { Reading } from './read-in-worker.ts'
import { readTable } from './read-table.ts'

const { bytes, reading } = workerData as { bytes: Uint8Array; reading: Reading }
const table = await readTable(bytes, reading === 'map')
if (table.ok && reading === 'masked') {
  const mask = cellMasker(table.header)
  parentPort?.postMessage({ ...table, rows: table.rows.map((row) => ({ ...row, cells: mask(row.cells) })) })
} else parentPort?.postMessage(table)
