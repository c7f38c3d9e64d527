// Once per run: a service with the demo and, beside it, a small OpenStreetMap town, for the browser tests of one engine.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { newAccount, type Running, runCommand, startService } from '../process/run-service.ts'
import { type Cluster, findPostgres, startCluster } from './cluster.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    base: string
    /** The cookie of a leader of the small town. */
    townCookie: string
  }
}

export const townCode = '990101001'
const folder = mkdtempSync(join(tmpdir(), 'fangyuan-browser-'))
let service: Running | undefined
let cluster: Cluster | undefined

export async function setup(project: TestProject): Promise<void> {
  const bin = project.name === 'browser-server' ? findPostgres() : undefined
  if (bin !== undefined) {
    cluster = await startCluster(bin)
    cluster.admin('create database town')
  }
  const env = { FANGYUAN_DIR: folder, DEMO: 'on', ...(cluster && { DATABASE_URL: cluster.url('town') }) }
  service = await startService(env)
  const town = ['osm', 'tests/fixtures/small-town.osm', '--code', townCode, '--name', '青石镇', '--name-en', 'Qingshi']
  const imported = await runCommand('data/import.ts', town, env)
  if (imported.code !== 0) throw new Error(imported.refused)
  const leader = await newAccount(service.base, env, 'leader', townCode)
  project.provide('townCookie', leader.cookie)
  project.provide('base', service.base)
}

export async function teardown(): Promise<void> {
  await service?.stop()
  cluster?.remove()
  rmSync(folder, { recursive: true, force: true })
}
