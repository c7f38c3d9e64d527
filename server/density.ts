// npm run density -- rebuild [--subdistrict CODE]    makes the counts behind the heat map anew from the issues
// npm run density -- verify [--subdistrict CODE]     proves that they are what a fresh count gives
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type Database, openDatabase } from './db/database.ts'
import { rebuildRunning, verifyCounts } from './db/fold-counts.ts'
import { migrate } from './db/migrate.ts'
import { type Queryable, rows } from './db/queryable.ts'
import { requireEnv } from './env.ts'

const usage = ['usage: npm run density -- rebuild [--subdistrict CODE]', '       npm run density -- verify [--subdistrict CODE]'].join('\n')

class Refused extends Error {}

type Order = { readonly command: 'rebuild' | 'verify'; readonly subdistrict: string | undefined }

function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parse(args)
  const [command, ...rest] = positionals
  if ((command !== 'rebuild' && command !== 'verify') || rest.length > 0) throw new Refused(usage)
  const { subdistrict } = values
  if (subdistrict !== undefined && !/^\d{9}$/.test(subdistrict)) throw new Refused(`--subdistrict: expected nine digits\n${usage}`)
  return { command, subdistrict }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { subdistrict: { type: 'string' } } })
  } catch (error) {
    throw new Refused(`${error instanceof Error ? error.message : error}\n${usage}`)
  }
}

const say = (message: string) => process.stdout.write(`${message}\n`)

async function run(args: readonly string[]): Promise<void> {
  const order = readOrder(args)
  const env = requireEnv(process.env)
  const database = await openDatabase({ ...env, shareRunning: true, progress: say, onConnectionLost: (error) => say(error.message) })
  try {
    await migrate(database.pool, say)
    const codes = await subdistricts(database.db, order)
    if (codes.length === 0)
      throw new Refused(order.subdistrict ? `there is no sub-district ${order.subdistrict}` : 'there is no sub-district yet')
    for (const code of codes) await (order.command === 'rebuild' ? rebuild(database, code) : verify(database, code))
  } finally {
    await database.close()
  }
}

const CodeRow = z.object({ code: z.string() })
async function subdistricts(db: Queryable, { subdistrict }: Order): Promise<string[]> {
  const known = await rows(
    db,
    CodeRow,
    'select subdistrict_code as code from subdistrict where $1::text is null or subdistrict_code = $1::text order by 1',
    [subdistrict ?? null],
  )
  return known.map(({ code }) => code)
}

async function rebuild({ pool }: Database, code: string): Promise<void> {
  const started = performance.now()
  await rebuildRunning(pool, code)
  say(`${code}: rebuilt in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

const shownAtMost = 20

async function verify({ pool }: Database, code: string): Promise<void> {
  const { rows: checked, series, wrong } = await verifyCounts(pool, code)
  for (const one of wrong.slice(0, shownAtMost)) say(`${code}: not what a fresh count gives: ${one}`)
  if (wrong.length > 0) throw new Refused(`${code}: ${wrong.length} sums are wrong; npm run density -- rebuild makes them anew`)
  say(`${code}: right, ${checked} sums of ${series} series`)
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
