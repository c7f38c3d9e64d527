// A PostgreSQL cluster of our own for a test run, thrown away at its end.
import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Debian and others put the server programs, newest first; undefined when PostgreSQL or PostGIS is missing. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  return versions
    .filter((version) => existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`))
    .map((version) => join(debian, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')))
}

export type Cluster = {
  readonly port: number
  url(database: string): string
  /** Runs a statement in the `postgres` database. */
  admin(statement: string): void
  stop(mode?: 'fast' | 'immediate'): void
  start(): void
  remove(): void
}

export async function startCluster(bin: string, settings: readonly string[] = ['fsync=off']): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-cluster-'))
  const data = join(folder, 'data')
  const asPostgres = process.getuid?.() === 0
  if (asPostgres) {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
    chownSync(folder, id('-u'), id('-g'))
  }
  // PostgreSQL refuses to run as root
  const run = (program: string, args: readonly string[]) => {
    const command = [join(bin, program), ...args]
    const [file = '', ...rest] = asPostgres ? ['runuser', '-u', 'postgres', '--', ...command] : command
    const result = spawnSync(file, rest, { encoding: 'utf8', cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    if (result.status !== 0) throw new Error(`${program} failed: ${result.stdout}${result.stderr}`)
  }
  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'])
  const port = await freePort()
  const options = [`-p ${port}`, `-k ${folder}`, '-c listen_addresses=127.0.0.1', ...settings.map((one) => `-c ${one}`)].join(' ')
  const cluster: Cluster = {
    port,
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    admin: (statement) => run('psql', ['-h', folder, '-p', String(port), '-U', 'postgres', '-qc', statement]),
    start: () => run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']),
    stop: (mode = 'immediate') => run('pg_ctl', ['-D', data, '-w', '-m', mode, 'stop']),
    remove() {
      try {
        cluster.stop()
      } catch {
        // it was stopped by the test
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
  cluster.start()
  return cluster
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
