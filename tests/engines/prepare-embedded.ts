// Once per run: an empty embedded database and one with the demo in it. Each test file works on a copy of a folder.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadDemo } from '../../data/load-demo.ts'
import { migrate } from '../../server/db/migrate.ts'
import { createVault, demoKeys } from '../../server/db/sealed-text.ts'
import { demoDay } from './demo-day.ts'
import { openQuietly } from './open-quietly.ts'

const folder = mkdtempSync(join(tmpdir(), 'fangyuan-embedded-'))
const templates = { nothing: join(folder, 'nothing'), demo: join(folder, 'demo') }

export async function setup(project: TestProject): Promise<void> {
  await (await openQuietly(undefined, templates.nothing)).close()
  cpSync(templates.nothing, templates.demo, { recursive: true })
  const database = await openQuietly(undefined, templates.demo)
  await migrate(database.pool, () => {})
  await loadDemo(database.pool, demoDay, createVault(demoKeys), () => {})
  await database.close()
  project.provide('engine', { kind: 'embedded', templates })
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
