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
process.exit(failed === 0 ? 0 : 1)
