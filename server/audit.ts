// npm run audit -- verify [--subdistrict CODE] [--head HASH]     proves that the audit is what was written
// npm run audit -- prune [--subdistrict CODE]                    removes what is older than AUDIT_RETENTION_DAYS
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type ChainProof, entryOfHead, pruneAudit, verifyChain } from './db/audit.ts'
import { type Database, openDatabase } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { inTransaction, type Queryable, rows } from './db/queryable.ts'
import { requireEnv } from './env.ts'

const usage = [
  'usage: npm run audit -- verify [--subdistrict CODE] [--head HASH]',
  '       npm run audit -- prune [--subdistrict CODE]      (only with AUDIT_RETENTION_DAYS set, at least 180)',
].join('\n')

class Refused extends Error {}

type Order = { readonly command: 'verify' | 'prune'; readonly subdistrict: string | undefined; readonly head: string | undefined }

function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parse(args)
  const [command, ...rest] = positionals
  if ((command !== 'verify' && command !== 'prune') || rest.length > 0) throw new Refused(usage)
  const { subdistrict } = values
  const head = values.head?.toLowerCase()
  if (subdistrict !== undefined && !/^\d{9}$/.test(subdistrict)) throw new Refused(`--subdistrict: expected nine digits\n${usage}`)
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
    throw new Refused(`--head: expected the 64 digits that an earlier verify printed\n${usage}`)
  return { command, subdistrict, head }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { subdistrict: { type: 'string' }, head: { type: 'string' } } })
  } catch (error) {
    throw new Refused(`${error instanceof Error ? error.message : error}\n${usage}`)
  }
}

const say = (message: string) => process.stdout.write(`${message}\n`)
const dayMilliseconds = 86_400_000

async function run(args: readonly string[]): Promise<void> {
  const order = readOrder(args)
  const env = requireEnv(process.env)
  const days = env.auditRetentionDays
  if (order.command === 'prune' && days === undefined) throw new Refused('AUDIT_RETENTION_DAYS is not set: audit entries are kept for ever')
  const database = await openDatabase({ ...env, shareRunning: true, progress: say, onConnectionLost: (error) => say(error.message) })
  try {
    await migrate(database.pool, say)
    const codes = await chains(database.db, order)
    if (codes.length === 0) say('there is no audit yet')
    if (order.command === 'verify') await verify(database.db, codes, order.head)
    else await prune(database, codes, days ?? 0)
  } finally {
    await database.close()
  }
}

const CodeRow = z.object({ code: z.string() })

/** Every sub-district that has entries or ever had; the audit outlives a sub-district that was replaced. */
async function chains(db: Queryable, { subdistrict }: Order): Promise<string[]> {
  const known = await rows(
    db,
    CodeRow,
    `select code from (select subdistrict_code as code from audit_chain union select distinct subdistrict_code from audit_entry) c
     where $1::text is null or code = $1::text order by code`,
    [subdistrict ?? null],
  )
  return known.map(({ code }) => code)
}

const problems: Readonly<Record<NonNullable<ChainProof['problem']>, string>> = {
  changed: 'is not what was written',
  missing: 'is missing',
  headMismatch: 'is not where the chain was noted to end',
}

function told(code: string, { entries, firstEntryId, head, firstBroken, problem }: ChainProof): string {
  if (problem !== null) return `${code}: BROKEN at entry ${firstBroken}, which ${problems[problem]} (${entries} entries)`
  return entries === 0 ? `${code}: no entries` : `${code}: whole, ${entries} entries from number ${firstEntryId}, head ${head}`
}

async function verify(db: Queryable, codes: readonly string[], head: string | undefined): Promise<void> {
  let broken = 0
  let found = false
  for (const code of codes) {
    const proof = await verifyChain(db, code)
    if (proof.problem !== null) broken++
    say(told(code, proof))
    const entry = head === undefined ? undefined : await entryOfHead(db, code, head)
    if (entry === undefined) continue
    found = true
    say(`${code}: the head that was noted is entry ${entry.id}${proof.problem === null ? ': everything up to it is as it was then' : ''}`)
  }
  if (head !== undefined && !found)
    throw new Refused('the head that was noted is in no chain: entries were written anew, cut off, or removed by the retention')
  if (broken > 0) throw new Refused(`${broken} of ${codes.length} chains are broken`)
}

/** A broken chain is left as it is: what is removed could not be looked into any more. */
async function prune(database: Database, codes: readonly string[], days: number): Promise<void> {
  let broken = 0
  for (const code of codes) {
    const proof = await verifyChain(database.db, code)
    if (proof.problem !== null) {
      broken++
      say(`${told(code, proof)}; nothing removed`)
      continue
    }
    const now = new Date()
    const removed = await inTransaction(database.pool, async (db) => {
      await db.query('set local statement_timeout = 0')
      const by = { actor: 'system', role: null, address: '', requestId: '' }
      return pruneAudit(db, code, new Date(now.getTime() - days * dayMilliseconds), now, by)
    })
    say(`${code}: ${removed} entries older than ${days} days removed`)
  }
  if (broken > 0) throw new Refused(`${broken} of ${codes.length} chains are broken`)
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
