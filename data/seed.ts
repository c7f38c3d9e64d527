// npm run seed [-- --today YYYY-MM-DD]: loads the demo sub-district into an empty database.
import { parseArgs } from 'node:util'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { openDatabase } from '../server/db/database.ts'
import { migrate } from '../server/db/migrate.ts'
import { createVault, demoKeys } from '../server/db/sealed-text.ts'
import { requireEnv } from '../server/env.ts'
import { loadDemo } from './load-demo.ts'

const say = (message: string) => process.stdout.write(`${message}\n`)

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { today: { type: 'string' } } })
  const today = values.today ?? calendarDay(new Date())
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today))) throw new Error(`--today: expected YYYY-MM-DD, got ${today}`)
  const env = requireEnv(process.env)
  const database = await openDatabase({ ...env, shareRunning: true, progress: say, onConnectionLost: (error) => say(error.message) })
  try {
    await migrate(database.pool, say)
    const loaded = await loadDemo(database.pool, today, createVault([...(env.phoneKeys ?? []), ...demoKeys]), say)
    say(loaded ? 'the demo sub-district is loaded' : 'nothing done: the database holds a sub-district already')
  } finally {
    await database.close()
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
