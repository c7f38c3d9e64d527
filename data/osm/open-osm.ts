// Tells the formats apart by their first bytes, not by the name of the file.
import { open } from 'node:fs/promises'
import { OsmFileRefused, type OsmReader } from './element.ts'
import { readPbf } from './read-pbf.ts'
import { readXml } from './read-xml.ts'

/** A reader of the file. Throws OsmFileRefused when it is not there or empty. */
export async function openOsm(path: string): Promise<OsmReader> {
  const start = await firstBytes(path)
  if (start.length === 0) throw new OsmFileRefused('is empty')
  if (start[0] === 0x1f && start[1] === 0x8b) return () => readXml(path, true)
  const text = start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  return text.startsWith('<') ? () => readXml(path, false) : () => readPbf(path)
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    throw new OsmFileRefused(code === 'ENOENT' ? 'does not exist' : `cannot be read (${code || error})`, { cause: error })
  }
}
