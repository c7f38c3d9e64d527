import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A file that goes away at the end of the test file. */
export function writeTemporary(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-file-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
