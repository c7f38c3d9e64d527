// Once per run: an embedded database with the demo in it. Each test file works on a copy of its folder.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadDemo } from '../../data/load-demo.ts'
import { migrate } from '../../server/db/migrate.ts'
import { createVault, demoKeys } from '../../server/db/sealed-text.ts'
import { demoDay } from './demo-day.ts'
import { openQuietly } from './open-quietly.ts'

const folder = mkdtempSync(join(tmpdir(), 'fangyuan-embedded-'))

export async function setup(project: TestProject): Promise<void> {
  const database = await openQuietly(undefined, folder)
  await migrate(database.pool, () => {})
  await loadDemo(database.pool, demoDay, createVault(demoKeys), () => {})
  await database.close()
  project.provide('engine', { kind: 'embedded', template: folder })
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
