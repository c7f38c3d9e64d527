// How far a request reaches, resolved once and put around everything it does in the database, in two walls:
// names such as `building` mean the views of schema `scoped`, which hold only what the scope covers; and the role fangyuan_scoped meets
// row-level security with the same rules on the tables behind them (migration 0003). Without a scope, nothing is there to be read.
import type { Pool } from 'pg'
import type { GridTree } from './grid-tree.ts'
import { inTransaction, type Queryable } from './queryable.ts'

export type Scope = {
  readonly subdistrict: string
  /** Everything in the sub-district, also what lies in no grid. */
  readonly whole: boolean
  /** Grids of every level that may be seen; empty where `whole` says enough. */
  readonly grids: readonly string[]
}

/** The reach of an account that holds these nodes. Nodes of another sub-district count for nothing. */
export function scopeOf(subdistrict: string, nodes: readonly string[], tree: GridTree): Scope {
  const whole = nodes.includes(subdistrict)
  return { subdistrict, whole, grids: whole ? [] : tree.below(nodes) }
}

const insideText = 'set local role fangyuan_scoped; set local search_path = scoped, public'
const outsideText = 'set local role none; set local search_path = public'
const isCode = (text: string) => /^\d{9,15}$/.test(text)

/** The settings are sent with `begin`, in one trip; codes are digits, so they need no quoting. */
function openingOf(scope: Scope, mode: 'read only' | 'read write'): string {
  if (![scope.subdistrict, ...scope.grids].every(isCode)) throw new Error('a scope holds something that is not a code')
  return [
    `begin ${mode}`,
    insideText,
    `set local fangyuan.subdistrict = '${scope.subdistrict}'`,
    `set local fangyuan.whole = '${scope.whole ? 'yes' : 'no'}'`,
    `set local fangyuan.grids = '${scope.grids.join()}'`,
  ].join('; ')
}

/** Runs `work` in one transaction that sees only what the scope covers; what it does before it commits is outside of it. */
export const withinScope = async <T>(
  pool: Pool,
  scope: Scope,
  mode: 'read only' | 'read write',
  work: (db: Queryable) => Promise<T>,
): Promise<T> => inTransaction(pool, work, openingOf(scope, mode), outsideText)

/** For what a request must write beside its facts, such as the audit: out of the walls and back in again. A failure ends the transaction. */
export async function outsideScope<T>(db: Queryable, work: (db: Queryable) => Promise<T>): Promise<T> {
  await db.query(outsideText)
  const result = await work(db)
  await db.query(insideText)
  return result
}

/** A patrol route may be seen by everybody whose ground it touches; it is changed by those whose community its team belongs to. */
export const manages = ({ whole, grids }: Scope, communityCode: string): boolean => whole || grids.includes(`${communityCode}000`)
