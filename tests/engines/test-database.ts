// A database of its own for a test file, on the engine that this run is about. Closed by itself at the end of the file.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { openQuietly } from './open-quietly.ts'

type Content = 'demo' | 'nothing'
export type Engine =
  | { kind: 'embedded'; templates: Record<Content, string> }
  | { kind: 'server'; bin: string; port: number; template: string }

declare module 'vitest' {
  export interface ProvidedContext {
    engine: Engine
  }
}

let count = 0

/** A copy of the demo database, or an empty one without any schema. */
export async function testDatabase(content: Content = 'demo'): Promise<Database> {
  const engine = inject('engine')
  const opened = engine.kind === 'embedded' ? await embeddedCopy(engine.templates[content]) : await serverCopy(engine, content)
  afterAll(async () => {
    await opened.database.close()
    await opened.remove()
  })
  return opened.database
}

async function embeddedCopy(template: string) {
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-copy-'))
  cpSync(template, folder, { recursive: true, filter: (path) => !/(^|\/)(lock|\.s\.PGSQL\.5432)$/.test(path) })
  return { database: await openQuietly(undefined, folder), remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function serverCopy(engine: Extract<Engine, { kind: 'server' }>, content: Content) {
  const name = `copy_${process.pid}_${count++}`
  const address = (database: string) => `postgres://postgres@127.0.0.1:${engine.port}/${database}`
  const admin = async (statement: string) => {
    const client = new pg.Client(address('postgres'))
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await admin(`create database ${name} template ${content === 'demo' ? engine.template : 'template0'}`)
  return { database: await openQuietly(address(name)), remove: () => admin(`drop database ${name} with (force)`) }
}
