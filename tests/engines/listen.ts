// Serves a test database over real HTTP, every answer checked against its schema.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { createService } from '../../server/service.ts'
import { demoNow } from './demo-day.ts'

/** The address of a service on the database, living on the day of the demo. Ends with the test file. */
export async function listen(database: Database): Promise<string> {
  const server = createServer(createService({ database, now: demoNow, log: pino({ level: 'silent' }), checkAnswers: true }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
