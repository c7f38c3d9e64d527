// Whether the database answers, asked at most twice a second however many requests come.
import type { Database } from './database.ts'

export type Readiness = { ready: true } | { ready: false; reason: string }

const heldMilliseconds = 500
const patienceMilliseconds = 3000

export function readinessOf(database: Database, now: () => number): () => Promise<Readiness> {
  let held: { readonly at: number; readonly state: Promise<Readiness> } | undefined
  return () => {
    if (!held || now() - held.at > heldMilliseconds) held = { at: now(), state: ask(database) }
    return held.state
  }
}

async function ask(database: Database): Promise<Readiness> {
  // the embedded engine lives and dies with this process, and has one connection that a long statement may hold
  if (database.engine === 'embedded') return { ready: true }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ ready: false, reason: 'the database does not answer' }), patienceMilliseconds)
  })
  const answer = database.db.query('select 1').then(
    (): Readiness => ({ ready: true }),
    (): Readiness => ({ ready: false, reason: 'the database cannot be reached' }),
  )
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
