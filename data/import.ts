// npm run import -- osm FILE --code 9901… --name NAME [--name-en NAME] [--replace]
import { parseArgs } from 'node:util'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { appendSystemAudit } from '../server/db/audit.ts'
import { type Database, openDatabase } from '../server/db/database.ts'
import { migrate } from '../server/db/migrate.ts'
import { inTransaction, type Queryable } from '../server/db/queryable.ts'
import { refreshLayers } from '../server/db/refresh-layers.ts'
import { requireEnv } from '../server/env.ts'
import { OsmFileRefused } from './osm/element.ts'
import { importOsm, type OsmCounts } from './osm/import-osm.ts'
import { openOsm } from './osm/open-osm.ts'

const usage = 'usage: npm run import -- osm FILE --code NINE-DIGITS --name NAME [--name-en NAME] [--replace]'

class Refused extends Error {}

type Order = { readonly file: string; readonly code: string; readonly name: string; readonly nameEn: string; readonly replace: boolean }

function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parse(args)
  const [kind, file, ...rest] = positionals
  if (kind !== 'osm' || file === undefined || rest.length > 0) throw new Refused(usage)
  const { code, name } = values
  if (code === undefined || !/^\d{9}$/.test(code)) throw new Refused(`--code: expected nine digits, such as 990101001\n${usage}`)
  if (name === undefined || name.trim() === '') throw new Refused(`--name: expected the name of the sub-district\n${usage}`)
  return { file, code, name, nameEn: values['name-en'] ?? name, replace: values.replace ?? false }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { code: { type: 'string' }, name: { type: 'string' }, 'name-en': { type: 'string' }, replace: { type: 'boolean' } },
    })
  } catch (error) {
    throw new Refused(`${error instanceof Error ? error.message : error}\n${usage}`)
  }
}

const say = (message: string) => process.stdout.write(`${message}\n`)

async function run(args: readonly string[]): Promise<void> {
  const order = readOrder(args)
  const env = requireEnv(process.env)
  const read = await openOsm(order.file)
  const database = await openDatabase({ ...env, shareRunning: true, progress: say, onConnectionLost: (error) => say(error.message) })
  try {
    await migrate(database.pool, say)
    const started = new Date()
    const counts = await load(database, order, read, started)
    const seconds = (Date.now() - started.getTime()) / 1000
    say(`${order.name} (${order.code}): ${summary(counts)}, in ${seconds.toFixed(1)} s`)
  } finally {
    await database.close()
  }
}

function load(database: Database, order: Order, read: Awaited<ReturnType<typeof openOsm>>, started: Date): Promise<OsmCounts> {
  return inTransaction(database.pool, async (db) => {
    await db.query('set local statement_timeout = 0')
    await makeRoom(db, order)
    await db.query(
      `insert into subdistrict (subdistrict_code, name, name_en, source, attribution, extent)
       values ($1, $2, $3, 'openstreetmap', '© OpenStreetMap contributors', ST_MakeEnvelope(0, 0, 1, 1, 4326))
       on conflict (subdistrict_code) do update set name = excluded.name, name_en = excluded.name_en`,
      [order.code, order.name, order.nameEn],
    )
    const counts = await importOsm(db, order.code, read, say)
    // the frame of the map: where the buildings are, because roads of an extract may run far out of it
    await db.query(
      `update subdistrict set extent = coalesce(
         (select ST_Envelope(ST_Expand(ST_Extent(geom)::geometry, 0.0005)) from building where subdistrict_code = $1),
         (select ST_Envelope(ST_Expand(ST_Extent(geom)::geometry, 0.0005)) from road where subdistrict_code = $1))
       where subdistrict_code = $1`,
      [order.code],
    )
    await db.query(
      `insert into import_job (subdistrict_code, source_name, source_kind, started_at, summary) values ($1, $2, 'openstreetmap', $3, $4)`,
      [order.code, order.file.split(/[\\/]/).pop(), started.toISOString(), JSON.stringify(counts)],
    )
    say('preparing map layers')
    await refreshLayers(db, {
      subdistrict: order.code,
      kind: 'imported',
      layers: ['green', 'water', 'roads', 'buildings'],
      today: calendarDay(started),
    })
    // statistics for the planner: the embedded engine has nobody who gathers them later
    await db.query('analyze')
    await appendSystemAudit(db, started, {
      subdistrict: order.code,
      action: 'imported',
      subject: `subdistrict:${order.code}`,
      after: counts,
    })
    return counts
  })
}

/** What an import fills, in an order in which it can be emptied. */
const imported = ['walk_edge', 'walk_node', 'road', 'water', 'green', 'building_unit', 'building'] as const

/** A code is used once; only an earlier OpenStreetMap import may be replaced, and only when that is asked for. */
async function makeRoom(db: Queryable, { code, replace }: Order): Promise<void> {
  const present = await db.query('select name, source from subdistrict where subdistrict_code = $1', [code])
  const [row] = present.rows
  if (row === undefined) return
  if (row.source !== 'openstreetmap')
    throw new Refused(`--code: ${code} is ${row.name}, which did not come from OpenStreetMap; use another code`)
  if (!replace) throw new Refused(`--code: ${code} is there already (${row.name}); add --replace to load it anew`)
  // the sub-district itself stays, and with it its accounts and its audit
  for (const table of imported) await db.query(`delete from ${table} where subdistrict_code = $1`, [code])
}

function summary(counts: OsmCounts): string {
  const words: Readonly<Record<keyof OsmCounts, string>> = {
    buildings: 'buildings',
    roads: 'roads',
    steps: 'flights of steps',
    walkEdges: 'walking edges',
    walkNodes: 'walking nodes',
    water: 'waters',
    green: 'green areas',
    skipped: 'outlines that do not close left out',
  }
  return (Object.keys(words) as (keyof OsmCounts)[]).map((key) => `${counts[key].toLocaleString('en')} ${words[key]}`).join(', ')
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const file = process.argv[3] ?? ''
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${error instanceof OsmFileRefused ? `${file} ${message}` : message}\n`)
  process.exitCode = 1
})
