import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { signInAs, trySignIn } from '../engines/sign-in.ts'
import { type Running, spawnService, startService } from './run-service.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
const copyOfDemo = () => {
  const folder = mkdtempSync(join(tmpdir(), 'fangyuan-start-'))
  folders.push(folder)
  cpSync(inject('dataFolder'), folder, { recursive: true, filter: (path) => !/(^|\/)(lock|\.s\.PGSQL\.5432)$/.test(path) })
  return folder
}
const features = async ({ base }: Running, path: string) =>
  (await (await signInAs(base, 'leader')).json<{ features: unknown[] }>(path)).features.length

describe('the service on the embedded engine', () => {
  it('creates the database, migrates, draws and loads the demo on its first start, and says so', () => {
    const { output } = inject('firstStart')
    const said = ['creating the embedded database', 'migrating', 'drawing the demo', 'loading the demo', 'preparing map layers', 'ready at']
    expect(said.map((words) => output.indexOf(words)).every((at, i, all) => at >= 0 && at >= (all[i - 1] ?? 0))).toBe(true)
  })

  it('keeps what it has over a stop by SIGTERM, which ends with code 0', async () => {
    const folder = copyOfDemo()
    const first = await startService({ FANGYUAN_DIR: folder })
    expect(await features(first, '/api/v1/grids?level=3&limit=1000')).toBe(325)
    expect(await first.stop()).toBe(0)
    expect(first.output()).toContain('stopped')
    const second = await startService({ FANGYUAN_DIR: folder })
    expect(second.output()).not.toContain('drawing the demo')
    expect(await features(second, '/api/v1/grids?level=3&limit=1000')).toBe(325)
    expect((await (await signInAs(second.base, 'leader')).ask('/api/v1/layers')).status).toBe(200)
    await second.stop()
  })

  it('starts again after kill -9 while it was answering', async () => {
    const folder = copyOfDemo()
    const first = await startService({ FANGYUAN_DIR: folder })
    const leader = await signInAs(first.base, 'leader')
    const busy = Array.from({ length: 20 }, (_, i) => leader.ask(`/api/v1/buildings?limit=500&after=0.${i}`).catch(() => undefined))
    await first.stop('SIGKILL')
    await Promise.all(busy)
    expect(existsSync(join(folder, 'lock'))).toBe(true)
    const second = await startService({ FANGYUAN_DIR: folder })
    expect(await features(second, '/api/v1/grids?level=3&limit=1000')).toBe(325)
    await second.stop()
  })

  it('ends its live streams when it stops, at once', async () => {
    const service = await startService({ FANGYUAN_DIR: copyOfDemo() })
    const leader = await signInAs(service.base, 'leader')
    const reader = (await leader.ask('/api/v1/live')).body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('event: beat')) text += (await reader?.read())?.value
    const began = Date.now()
    expect(await service.stop()).toBe(0)
    expect((await reader?.read())?.done).toBe(true)
    expect(Date.now() - began).toBeLessThan(8000)
  })

  it('answers what it began before it stops', async () => {
    const service = await startService({ FANGYUAN_DIR: copyOfDemo() })
    const leader = await signInAs(service.base, 'leader')
    const slow = leader.ask('/api/v1/buildings?limit=1000&sort=households')
    await new Promise((resolve) => setTimeout(resolve, 30))
    const ended = service.stop()
    expect((await slow).status).toBe(200)
    expect(await ended).toBe(0)
  })

  it('waits for another one that has the folder open, and takes over when that one ends', async () => {
    const folder = copyOfDemo()
    const first = await startService({ FANGYUAN_DIR: folder })
    const second = spawnService({ PORT: '0', FANGYUAN_DIR: folder })
    await second.says(/waiting for another Fangyuan/)
    await first.stop()
    await second.says(/ready at/)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  it('works in a folder whose path is too long for a socket', async () => {
    const long = join(copyOfDemo(), 'x'.repeat(120))
    const service = await startService({ FANGYUAN_DIR: long, DEMO: 'off' })
    expect((await fetch(`${service.base}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${service.base}/api/v1/sign-in-ways`)).json()).toEqual({ subdistricts: [], demo: [], oidc: null })
    expect((await fetch(`${service.base}/api/v1/grids`)).status).toBe(401)
    expect((await trySignIn(service.base, { demo: 'leader' })).status).toBe(404)
    await service.stop()
  })
})

describe('settings', () => {
  it('are printed by --help', async () => {
    const { ended, output } = spawnService({}, ['--help'])
    expect(await ended).toBe(0)
    for (const name of [
      'PORT',
      'HOST',
      'DATABASE_URL',
      'FANGYUAN_DIR',
      'DEMO',
      'LOG_LEVEL',
      'PUBLIC_URL',
      'FANGYUAN_PHONE_KEYS',
      'OIDC_ISSUER',
      'AUDIT_RETENTION_DAYS',
    ])
      expect(output()).toContain(name)
  })

  it.each([
    [{ PORT: '99999' }, 'PORT=99999'],
    [{ PORT: 'http' }, 'PORT=http'],
    [{ DATABASE_URL: 'mysql://user:secret@host/db' }, 'DATABASE_URL=(not shown)'],
    [{ DEMO: 'maybe' }, 'DEMO=maybe'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL=loud'],
    [{ FANGYUAN_PHONE_KEYS: 'a:secret' }, 'FANGYUAN_PHONE_KEYS=(not shown)'],
    [{ PASSWORD_LENGTH: '4' }, 'PASSWORD_LENGTH=4'],
    [{ AUDIT_RETENTION_DAYS: '30' }, 'AUDIT_RETENTION_DAYS=30'],
    [{ OIDC_ISSUER: 'https://id.example.cn' }, 'OIDC_ISSUER=https://id.example.cn'],
  ])('that are wrong stop the start with one clear line: %o', async (env, words) => {
    const { ended, output } = spawnService(env as Record<string, string>)
    expect(await ended).toBe(1)
    expect(output()).toContain(words)
    expect(output()).not.toContain('secret')
    expect(output().trim().split('\n').length).toBe(1)
  })

  it('a port that is taken ends the start with a clear line', async () => {
    const folder = copyOfDemo()
    const first = await startService({ FANGYUAN_DIR: folder })
    const { ended, output } = spawnService({ PORT: String(first.port), FANGYUAN_DIR: copyOfDemo() })
    expect(await ended).toBe(1)
    expect(output()).toMatch(/EADDRINUSE|in use/)
    await first.stop()
  })
})
