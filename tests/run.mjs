// `npm test`: installs what is missing, checks, and runs every kind of test this machine can. What cannot run here is said loudly with
// the command that would make it possible; where CI is set, nothing may be left out.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism, constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { ensureBuilt, ensureInstalled, requireNode, root } from '../server/bootstrap.mjs'

requireNode()
ensureInstalled()
ensureBuilt()

const ci = process.env.CI === 'true' || process.env.CI === '1'
const environment = { ...process.env, npm_config_loglevel: 'error' }

const debian = '/usr/share/postgresql'
const hasPostgis = existsSync(debian) && readdirSync(debian).some((version) => existsSync(`${debian}/${version}/extension/postgis.control`))
const chromium =
  process.env.CHROMIUM ??
  ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
    .map((name) => `/usr/bin/${name}`)
    .find((path) => existsSync(path))

const browserPackages = 'apt-get install chromium-headless-shell fonts-noto-cjk'
// longest first: what is short fills the core that is free at the end. `behind`: waits for nothing, so it runs on what the others leave free.
const kinds = [
  { project: 'browser-server', what: 'browser tests of the wall and the planner', needs: chromium !== undefined, install: browserPackages },
  { project: 'browser', what: 'browser tests', needs: chromium !== undefined, install: browserPackages },
  { project: 'sql-embedded', what: 'SQL and HTTP tests on the embedded engine', needs: true, install: '' },
  { project: 'process', what: 'tests of the service as a process', needs: true, install: '' },
  {
    project: 'sql-server',
    what: 'SQL, HTTP and process tests on a PostgreSQL server',
    needs: hasPostgis,
    install: 'apt-get install postgresql postgresql-15-postgis-3 postgresql-15-pgrouting',
  },
  { project: 'unit', what: 'unit tests', needs: true, install: '', behind: true },
]
const missing = kinds.filter((kind) => !kind.needs)
const work = [
  ...kinds
    .filter((kind) => kind.needs)
    .map(({ project, behind }) => ({ name: project, behind, command: ['npx', '--offline', 'vitest', 'run', '--project', project] })),
  { name: 'check', behind: true, command: ['node', 'tests/check.mjs', '--no-unit'] },
]
/** The next of those that `fits`, taken from the list; undefined when there is none. */
function take(fits) {
  const place = work.findIndex(fits)
  return place < 0 ? undefined : work.splice(place, 1)[0]
}

/** How many tests of each kind there were, said again at the end. */
const counts = []

/** Runs a command to its end; each line it prints says whose it is, because another one runs beside it. */
function run({ name, behind, command: [file, ...args] }) {
  const started = Date.now()
  const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: environment })
  if (behind && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      if (/\bTests\b.*\d+ (passed|failed)/.test(line)) counts.push(`${line}  ${name}`)
      process.stdout.write(`${name.padEnd(12)} | ${line}\n`)
    })
  }
  return new Promise((resolve) =>
    child.once('close', (code) => {
      process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${Math.round((Date.now() - started) / 1000)} s)\n`)
      resolve(code === 0)
    }),
  )
}

const passed = []
/** One after the other, as long as there is one. */
async function runInTurn(fits) {
  for (let next = take(fits); next; next = take(fits)) passed.push(await run(next))
}
// One kind for each core: a browser that draws in software waits a third of its time, and what waits for nothing gets that.
const behind = runInTurn(({ behind }) => behind)
await Promise.all([behind, ...Array.from({ length: availableParallelism() }, () => runInTurn(({ behind }) => !behind))])

process.stdout.write(`\n${counts.join('\n')}\n`)
for (const { what, install } of missing) {
  process.stdout.write(`\n*** LEFT OUT: ${what}. They need: ${install}\n`)
}
if (missing.length > 0 && ci) process.stdout.write('\n*** On CI nothing may be left out: failing.\n')
process.exit(passed.every(Boolean) && !(ci && missing.length > 0) ? 0 : 1)
