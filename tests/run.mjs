// `npm test`: installs what is missing, checks, and runs every kind of test this machine can. What cannot run here is said loudly with
// the command that would make it possible; where CI is set, nothing may be left out.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { ensureBuilt, ensureInstalled, requireNode, root } from '../server/bootstrap.mjs'

requireNode()
ensureInstalled()
ensureBuilt()

const ci = process.env.CI === 'true' || process.env.CI === '1'
const environment = { ...process.env, npm_config_loglevel: 'error' }
const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment }).status === 0

const debian = '/usr/share/postgresql'
const hasPostgis = existsSync(debian) && readdirSync(debian).some((version) => existsSync(`${debian}/${version}/extension/postgis.control`))
const chromium =
  process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))

const kinds = [
  { project: 'unit', what: 'unit tests', needs: true, install: '' },
  { project: 'sql-embedded', what: 'SQL and HTTP tests on the embedded engine', needs: true, install: '' },
  {
    project: 'sql-server',
    what: 'SQL, HTTP and process tests on a PostgreSQL server',
    needs: hasPostgis,
    install: 'apt-get install postgresql postgresql-15-postgis-3 postgresql-15-pgrouting',
  },
  { project: 'process', what: 'tests of the service as a process', needs: true, install: '' },
  { project: 'browser', what: 'browser tests', needs: chromium !== undefined, install: 'apt-get install chromium fonts-noto-cjk' },
]
const missing = kinds.filter((kind) => !kind.needs)

const checked = run('node', ['tests/check.mjs', '--no-unit'])
const present = kinds.filter((kind) => kind.needs).flatMap(({ project }) => ['--project', project])
const tested = run('npx', ['--offline', 'vitest', 'run', ...present])

for (const { what, install } of missing) {
  process.stdout.write(`\n*** LEFT OUT: ${what}. They need: ${install}\n`)
}
if (missing.length > 0 && ci) process.stdout.write('\n*** On CI nothing may be left out: failing.\n')
process.exit(checked && tested && !(ci && missing.length > 0) ? 0 : 1)
