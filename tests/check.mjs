// `npm run check`: the quick gate, the same at the desk and in CI. Types, lint and format, unused code, size budget, unit tests.
import { spawnSync } from 'node:child_process'
import { ensureBuilt, ensureInstalled, requireNode, root } from '../server/bootstrap.mjs'

requireNode()
ensureInstalled()
ensureBuilt()

const steps = [
  ['types', ['tsc', '-p', '.']],
  ['lint and format', ['biome', 'check', '--error-on-warnings', '.']],
  ['unused code', ['knip', '--no-progress']],
  ...(process.argv.includes('--no-unit') ? [] : [['unit tests and house rules', ['vitest', 'run', '--project', 'unit']]]),
]

let failed = 0
for (const [name, command] of steps) {
  const started = Date.now()
  const { status } = spawnSync('npx', ['--offline', ...command], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, npm_config_loglevel: 'error' },
  })
  process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
  if (status !== 0) failed++
}
if (!auditDependencies()) failed++
process.exit(failed === 0 ? 0 : 1)

/** Known holes in what is shipped. A registry that does not answer the question is said loudly, and is no failure of ours. */
function auditDependencies() {
  const asked = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], { cwd: root, encoding: 'utf8' })
  const report = parsed(asked.stdout)
  if (report?.metadata?.vulnerabilities === undefined) {
    process.stdout.write(
      'LEFT OUT dependency audit: the package registry does not answer it here. To run it where it does: npm audit --omit=dev\n',
    )
    return true
  }
  const { high, critical } = report.metadata.vulnerabilities
  process.stdout.write(`${asked.status === 0 ? 'ok  ' : 'FAIL'} dependency audit (${high} high, ${critical} critical)\n`)
  return asked.status === 0
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
