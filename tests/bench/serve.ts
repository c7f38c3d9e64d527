// The service for the tile bench: DATABASE_URL, PORT, and TILE_MEMORY in bytes (1 keeps no tile, so that every answer is computed).
import { createServer } from 'node:http'
import { pino } from 'pino'
import { usualPolicy } from '#domain/accounts/account-policy.ts'
import { createVault } from '../../server/db/sealed-text.ts'
import { usualLimits } from '../../server/http/limits.ts'
import { createService } from '../../server/service.ts'
import { openQuietly } from '../engines/open-quietly.ts'

const database = await openQuietly(process.env.DATABASE_URL)
const log = pino({ level: 'warn' })
const { answer } = createService({
  database,
  log,
  now: () => new Date(),
  vault: createVault(undefined),
  settings: { publicUrl: undefined, secureCookies: false, trustProxy: 0, demo: false, policy: usualPolicy, oidc: undefined },
  limits: usualLimits,
  checkAnswers: false,
  tileMemoryBytes: Number(process.env.TILE_MEMORY),
})
createServer(answer).listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'))
process.on('SIGTERM', () => process.exit(0))
