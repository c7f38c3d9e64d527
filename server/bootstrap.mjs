// Before anything is installed there is only Node: this file uses nothing else. It installs what is missing and builds the client.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const installedMark = join(root, 'node_modules', '.fangyuan-installed')
const builtMark = join(root, 'dist', 'client', '.built')

const say = (message) => process.stdout.write(`fangyuan: ${message}\n`)

/** Runs npm quietly unless it fails. */
function npm(args, what) {
  const run = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  if (run.status === 0) return
  process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}\nfangyuan: ${what} failed (npm ${args.join(' ')})\n`)
  process.exit(1)
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  process.stderr.write(`fangyuan: needs Node 20.19 or newer, this is ${process.versions.node}\n`)
  process.exit(1)
}

/** Installs the packages of package-lock.json unless exactly these are there. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(installedMark) && readFileSync(installedMark, 'utf8') === wanted) return
  say('installing packages (once)')
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'installing')
  writeFileSync(installedMark, wanted)
}

/** Newest change below the places a build reads. */
function newestSource(paths) {
  let newest = 0
  for (const path of paths) {
    const full = join(root, path)
    if (!existsSync(full)) continue
    const stat = statSync(full)
    const time = stat.isDirectory() ? newestSource(readdirSync(full).map((name) => join(path, name))) : stat.mtimeMs
    newest = Math.max(newest, time)
  }
  return newest
}

/** Builds the client unless the last build is newer than all it is made of. */
export function ensureBuilt() {
  const sources = ['client', 'domain', 'index.html', 'vite.config.ts', 'package-lock.json']
  if (existsSync(builtMark) && statSync(builtMark).mtimeMs >= newestSource(sources)) return
  say('building the client')
  npm(['exec', '--offline', '--', 'vite', 'build', '--logLevel', 'error'], 'building the client')
  mkdirSync(dirname(builtMark), { recursive: true })
  writeFileSync(builtMark, '')
}
