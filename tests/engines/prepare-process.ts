// Once per run: a folder of the embedded engine with the demo in it, made by the service itself on its first start.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startService } from '../process/run-service.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    dataFolder: string
    firstStart: { readonly output: string; readonly seconds: number }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'fangyuan-process-'))

export async function setup(project: TestProject): Promise<void> {
  const started = Date.now()
  const service = await startService({ FANGYUAN_DIR: folder })
  const seconds = (Date.now() - started) / 1000
  await service.stop()
  project.provide('dataFolder', folder)
  project.provide('firstStart', { output: service.output(), seconds })
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
