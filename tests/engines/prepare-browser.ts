// Once per run: a service on the embedded engine with the demo and, beside it, a small OpenStreetMap town, for the browser tests.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { type Running, startService } from '../process/run-service.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    base: string
  }
}

export const townCode = '990101001'
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'fangyuan-browser-'))
let service: Running | undefined

export async function setup(project: TestProject): Promise<void> {
  service = await startService({ FANGYUAN_DIR: folder })
  const town = ['osm', 'tests/fixtures/small-town.osm', '--code', townCode, '--name', '青石镇', '--name-en', 'Qingshi']
  const imported = spawnSync(process.execPath, ['server/run.mjs', 'data/import.ts', ...town], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, FANGYUAN_DIR: folder },
  })
  if (imported.status !== 0) throw new Error(imported.stderr)
  project.provide('base', service.base)
}

export async function teardown(): Promise<void> {
  await service?.stop()
  rmSync(folder, { recursive: true, force: true })
}
