import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { migrate, SchemaRefused } from '../../server/db/migrate.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { testDatabase } from '../engines/test-database.ts'

const shipped = fileURLToPath(new URL('../../server/db/migrations', import.meta.url))
/** Numbers may be left out: each feature has its own. */
const latest = Math.max(...readdirSync(shipped).map((name) => Number.parseInt(name, 10)))
const quiet = () => {}

describe('migrations', () => {
  let database: Database
  const changed = mkdtempSync(join(tmpdir(), 'fangyuan-migrations-'))
  beforeAll(async () => {
    database = await testDatabase('nothing')
    cpSync(shipped, changed, { recursive: true })
  })
  afterAll(() => rmSync(changed, { recursive: true, force: true }))

  it('bring an empty database to the schema of this code', async () => {
    expect(await migrate(database.pool, quiet)).toBe(latest)
    const tables = await database.db.query(
      `select count(*) as n from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
    )
    expect(tables.rows[0]?.n).toBeGreaterThan(30)
  })

  it('run a second time change nothing', async () => {
    const said: string[] = []
    expect(await migrate(database.pool, (message) => said.push(message))).toBe(latest)
    expect(said).toEqual([])
  })

  it('are refused when an applied file was changed since', async () => {
    const [first = ''] = readdirSync(changed).sort()
    const text = readFileSync(join(changed, first), 'utf8')
    writeFileSync(join(changed, first), `${text}\n-- edited`)
    await expect(migrate(database.pool, quiet, changed)).rejects.toThrow(SchemaRefused)
    writeFileSync(join(changed, first), text)
  })

  it('are refused on a database that is newer than the code', async () => {
    const next = join(changed, `${String(latest + 1).padStart(4, '0')}.do.later.sql`)
    writeFileSync(next, 'create table later (id int);')
    await migrate(database.pool, quiet, changed)
    await expect(migrate(database.pool, quiet)).rejects.toThrow(/newer than this program/)
    rmSync(next)
  })

  it('leave nothing behind when one of them fails', async () => {
    const broken = join(changed, `${String(latest + 2).padStart(4, '0')}.do.broken.sql`)
    writeFileSync(join(changed, `${String(latest + 1).padStart(4, '0')}.do.later.sql`), 'create table later (id int);')
    writeFileSync(broken, 'create table half (id int); select no_such_thing;')
    await expect(migrate(database.pool, quiet, changed)).rejects.toThrow(/no_such_thing/)
    const half = await database.db.query(`select to_regclass('public.half') as half`)
    expect(half.rows[0]?.half).toBeNull()
  })

  it('every table of facts has the tenant first in its primary key, and every constraint has a name of ours', async () => {
    const keys = await database.db.query(
      `select c.relname, (select attname from pg_attribute where attrelid = c.oid and attnum = i.indkey[0]) as first
       from pg_index i join pg_class c on c.oid = i.indrelid
       where i.indisprimary and c.relnamespace = 'public'::regnamespace and not c.relispartition
         and c.relname not in ('schema_version', 'spatial_ref_sys', 'issue_item', 'renovation_item_kind', 'oidc_attempt', 'later')`,
    )
    expect(keys.rows.length).toBeGreaterThan(30)
    expect(keys.rows.filter((row) => row.first !== 'subdistrict_code')).toEqual([])
    const unnamed = await database.db.query(
      `select conrelid::regclass::text as table_name, conname from pg_constraint
       where connamespace = 'public'::regnamespace and contype = 'c' and conname like '%\\_check'
         and conrelid::regclass::text not in ('schema_version', 'spatial_ref_sys')`,
    )
    expect(unnamed.rows).toEqual([])
  })
})

// the embedded engine belongs to one process; that a second one waits for the folder is tested with processes
describe.runIf(inject('engine').kind === 'server')('two services that start at the same moment', () => {
  it('both find the schema complete: one waits for the other', async () => {
    const engine = inject('engine')
    if (engine.kind !== 'server') throw new Error('only on a server')
    const name = `together_${process.pid}`
    const admin = await openQuietly(`postgres://postgres@127.0.0.1:${engine.port}/postgres`)
    await admin.db.query(`create database ${name} template template0`)
    const open = () => openQuietly(`postgres://postgres@127.0.0.1:${engine.port}/${name}`)
    const services = await Promise.all([open(), open(), open()])
    expect(await Promise.all(services.map((one) => migrate(one.pool, quiet)))).toEqual([latest, latest, latest])
    await Promise.all(services.map((one) => one.close()))
    await admin.db.query(`drop database ${name} with (force)`)
    await admin.close()
  })
})

describe.runIf(inject('engine').kind === 'server')('the golden schema', () => {
  it('is what the migrations make (npm run bless renews it)', async () => {
    const engine = inject('engine')
    if (engine.kind !== 'server') throw new Error('only on a server')
    const dump = spawnSync(
      join(engine.bin, 'pg_dump'),
      ['--schema-only', '--no-owner', '--no-privileges', `postgres://postgres@127.0.0.1:${engine.port}/${engine.template}`],
      { encoding: 'utf8' },
    )
    expect(dump.stderr).toBe('')
    const normal = dump.stdout
      .split('\n')
      .filter((line) => !/^(--|SET |SELECT pg_catalog|\\(un)?restrict|$)/.test(line))
      .join('\n')
    const golden = fileURLToPath(new URL('../golden/schema.sql', import.meta.url))
    if (process.env.BLESS || !existsSync(golden)) writeFileSync(golden, normal)
    expect(normal).toBe(readFileSync(golden, 'utf8'))
  })
})
