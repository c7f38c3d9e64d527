// Reads one file in a thread of its own, so that a large table never stops the HTTP thread. Rows leave it masked: numbers of people go no further.
import { parentPort, workerData } from 'node:worker_threads'
import { cellMasker } from '#domain/intake/mask-cell.ts'
import { readTable } from './read-table.ts'

const table = await readTable((workerData as { bytes: Uint8Array }).bytes)
if (table.ok) {
  const mask = cellMasker(table.header)
  parentPort?.postMessage({ ...table, rows: table.rows.map(({ rowNumber, cells }) => ({ rowNumber, cells: mask(cells) })) })
} else parentPort?.postMessage(table)
