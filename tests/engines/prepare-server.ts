// Once per run: a cluster with a template database that holds the demo. Each test file works on a clone of it.
import type { TestProject } from 'vitest/node'
import { loadDemo } from '../../data/load-demo.ts'
import { migrate } from '../../server/db/migrate.ts'
import { createVault, demoKeys } from '../../server/db/sealed-text.ts'
import { type Cluster, findPostgres, startCluster } from './cluster.ts'
import { demoDay } from './demo-day.ts'
import { openQuietly } from './open-quietly.ts'

let cluster: Cluster | undefined

export async function setup(project: TestProject): Promise<void> {
  const bin = findPostgres()
  if (bin === undefined) throw new Error('PostgreSQL with PostGIS is not installed here; npm test leaves these tests out and says so')
  cluster = await startCluster(bin)
  cluster.admin('create database demo_template')
  const database = await openQuietly(cluster.url('demo_template'))
  await migrate(database.pool, () => {})
  await loadDemo(database.pool, demoDay, createVault(demoKeys), () => {})
  await database.close()
  project.provide('engine', { kind: 'server', bin, port: cluster.port, template: 'demo_template' })
}

export function teardown(): void {
  cluster?.remove()
}
