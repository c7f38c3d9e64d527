// Serves a test database over real HTTP, every answer checked against its schema.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import { usualPolicy } from '#domain/accounts/account-policy.ts'
import type { Database } from '../../server/db/database.ts'
import { createVault, demoKeys } from '../../server/db/sealed-text.ts'
import { type LimitSettings, usualLimits } from '../../server/http/limits.ts'
import { createService, type ServiceSettings } from '../../server/service.ts'
import { demoNow } from './demo-day.ts'

/** Tests ask much faster than people do. */
const noLimits: LimitSettings = {
  sessionPerMinute: 1e9,
  addressPerMinute: 1e9,
  signInsPerAddress: 1e9,
  signInsPerName: 1e9,
  displayFailuresPerAddress: 1e9,
  demosPerAddress: 1e9,
  proofsPerTenMinutes: 1e9,
  keyPerMinute: 1e9,
  keyFailuresPerAddress: 1e9,
  revealsPerHour: 1e9,
  pairingsPerAccount: 1e9,
}

type Wishes = {
  readonly now?: () => Date
  readonly usualLimits?: boolean
  readonly settings?: Partial<ServiceSettings['settings']>
  readonly live?: ServiceSettings['live']
  readonly alarmMilliseconds?: number
}

/** The address of a service on the database, living on the day of the demo, where fictional people may sign in. Ends with the test file. */
export async function listen(database: Database, wishes: Wishes = {}): Promise<string> {
  const service = createService({
    database,
    now: wishes.now ?? demoNow,
    log: pino({ level: 'silent' }),
    vault: createVault(demoKeys),
    settings: {
      publicUrl: undefined,
      secureCookies: false,
      trustProxy: 0,
      demo: true,
      policy: usualPolicy,
      oidc: undefined,
      ...wishes.settings,
    },
    limits: wishes.usualLimits ? usualLimits : noLimits,
    checkAnswers: true,
    ...(wishes.live && { live: wishes.live }),
    ...(wishes.alarmMilliseconds !== undefined && { alarmMilliseconds: wishes.alarmMilliseconds }),
  })
  const server = createServer(service.answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await service.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
