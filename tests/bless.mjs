// `npm run bless`: writes the golden files anew from what the code gives now. Look at the difference before committing it.
import { spawnSync } from 'node:child_process'
import { ensureBuilt, ensureInstalled, root } from '../server/bootstrap.mjs'

ensureInstalled()
ensureBuilt()
const golden = ['tests/sql/migrations.test.ts', 'tests/domain/contract', 'tests/client', 'tests/data', 'tests/browser']
const projects = ['unit', 'sql-server', 'browser', 'browser-server']
const { status } = spawnSync(
  'npx',
  ['--offline', 'vitest', 'run', ...projects.flatMap((project) => ['--project', project]), '-u', ...golden],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BLESS: '1' },
  },
)
process.exit(status ?? 1)
