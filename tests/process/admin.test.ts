// The programs of the operator as a person runs them, beside a service that is running on the same embedded folder.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { firstSignIn, signInAs, strongPassword, trySignIn, type Visitor } from '../engines/sign-in.ts'
import { type Running, startService } from './run-service.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'fangyuan-admin-'))
let service: Running
beforeAll(async () => {
  cpSync(inject('dataFolder'), folder, { recursive: true, filter: (path) => !/(^|\/)(lock|\.s\.PGSQL\.5432)$/.test(path) })
  service = await startService({ FANGYUAN_DIR: folder })
})
afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Not spawnSync: while this process stands still, its idle connections to the service end without its knowing. */
const run = (program: 'admin' | 'audit', args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ code: number | null; said: string; refused: string }>((resolve) => {
    const child = spawn(process.execPath, ['server/run.mjs', `server/${program}.ts`, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FANGYUAN_DIR: folder, ...env },
    })
    const [said, refused]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => refused.push(chunk))
    const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString('utf8').trim()
    child.once('close', (code) => resolve({ code, said: text(said), refused: text(refused) }))
  })
const passwordIn = (said: string) => /: (\S{20})$/.exec(said)?.[1] ?? ''

describe('npm run admin', () => {
  it('makes the first administrators, each with a password for once and the whole sub-district', async () => {
    const made = await run('admin', ['create', '--username', 'Chief', '--name', '系统管理员'])
    expect(made).toMatchObject({ code: 0, refused: '' })
    const chief = await firstSignIn(service.base, 'chief', passwordIn(made.said))
    expect(chief.session).toMatchObject({ role: 'administrator', displayName: '系统管理员', demo: false })
    expect(chief.session.scope).toMatchObject([{ level: 0 }])
    const guard = await run('admin', ['create', '--username', 'guard', '--role', 'securityAdministrator', '--one-time'])
    expect((await firstSignIn(service.base, 'guard', passwordIn(guard.said))).session.role).toBe('securityAdministrator')
  })

  it('makes no second account of a name, and none of the fictional people gets a password', async () => {
    expect(await run('admin', ['create', '--username', 'CHIEF'])).toMatchObject({
      code: 1,
      refused: expect.stringContaining('chief already'),
    })
    expect(await run('admin', ['reset-password', '--username', 'demo-leader'])).toMatchObject({
      code: 1,
      refused: expect.stringContaining('fictional'),
    })
    expect(await run('admin', ['reset-password', '--username', 'demo-wall'])).toMatchObject({
      code: 1,
      refused: expect.stringContaining('no account'),
    })
  })

  it('gives a new password for once, which ends the sessions', async () => {
    const reset = await run('admin', ['reset-password', '--username', 'chief'])
    expect(reset.code).toBe(0)
    expect((await trySignIn(service.base, { username: 'chief', password: strongPassword })).status).toBe(401)
    await firstSignIn(service.base, 'chief', passwordIn(reset.said), 'Lotus-pond-77')
  })

  it('seals phones under a new key, and says when a key is missing', async () => {
    const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
    expect(await run('admin', ['rotate-keys'])).toMatchObject({
      code: 1,
      refused: expect.stringContaining('FANGYUAN_PHONE_KEYS is not set'),
    })
    const rotated = await run('admin', ['rotate-keys'], { FANGYUAN_PHONE_KEYS: key('one') })
    expect(rotated).toMatchObject({ code: 0, said: expect.stringMatching(/sealed anew: [1-9]\d+;/) })
    expect(await run('admin', ['rotate-keys'], { FANGYUAN_PHONE_KEYS: key('two') })).toMatchObject({
      code: 1,
      refused: expect.stringMatching(/^[1-9]\d+ could not be opened/),
    })
  })

  it.each([
    [[], 'usage'],
    [['create'], '--username: expected two to 64'],
    [['create', '--username', 'x y'], '--username'],
    [['create', '--username', 'xy', '--role', 'wall'], '--role: expected one of leader'],
    [['create', '--username', 'xy', '--subdistrict', '12'], '--subdistrict: expected nine digits'],
    [['create', '--username', 'xy', '--subdistrict', '111111111'], '111111111 is not here; here are 990100001'],
    [['reset-password', '--username', 'nobody'], 'there is no account nobody'],
    [['remove', '--username', 'chief'], 'usage'],
    [['create', '--user', 'chief'], "Unknown option '--user'"],
  ])('%j ends with code 1 and one clear reason', async (args, reason) => {
    const { code, refused } = await run('admin', args)
    expect(code).toBe(1)
    expect(refused).toContain(reason)
    expect(refused).not.toContain('    at ')
  })
})

describe('npm run audit', () => {
  const headIn = (said: string) => /head ([0-9a-f]{64})/.exec(said)?.[1] ?? ''
  let auditor: Visitor
  beforeAll(async () => {
    auditor = await signInAs(service.base, 'auditor')
  })

  it('proves the chain, which holds what the programs did', async () => {
    const { code, said } = await run('audit', ['verify'])
    expect(code).toBe(0)
    expect(said).toMatch(/990100001: whole, \d+ entries from number 1, head [0-9a-f]{64}$/)
    const { entries } = await auditor.json<{ entries: { action: string; address: string }[] }>('/api/v1/audit?actor=system&limit=200')
    // the keeper of alarms writes beside them, whenever something is due
    const byPrograms = entries.map(({ action }) => action).filter((action) => !action.startsWith('alarm'))
    expect(byPrograms).toEqual(['phonesResealed', 'passwordReset', 'accountCreated', 'accountCreated', 'demoLoaded'])
    expect(entries.every(({ address }) => address === '')).toBe(true)
  })

  it('finds a head that was noted earlier, and misses one that never was', async () => {
    const head = headIn((await run('audit', ['verify'])).said)
    expect((await run('admin', ['reset-password', '--username', 'guard'])).code).toBe(0)
    const proved = await run('audit', ['verify', '--head', head, '--subdistrict', '990100001'])
    expect(proved).toMatchObject({ code: 0, said: expect.stringContaining('everything up to it is as it was then') })
    expect(await run('audit', ['verify', '--head', 'a'.repeat(64)])).toMatchObject({
      code: 1,
      refused: expect.stringContaining('in no chain'),
    })
  })

  it('removes nothing unless a retention of at least 180 days is set', async () => {
    expect(await run('audit', ['prune'])).toMatchObject({ code: 1, refused: expect.stringContaining('AUDIT_RETENTION_DAYS is not set') })
    expect(await run('audit', ['prune'], { AUDIT_RETENTION_DAYS: '30' })).toMatchObject({
      code: 1,
      refused: expect.stringContaining('AUDIT_RETENTION_DAYS'),
    })
    expect(await run('audit', ['prune'], { AUDIT_RETENTION_DAYS: '180' })).toMatchObject({
      code: 0,
      said: expect.stringContaining('0 entries older than 180 days removed'),
    })
  })

  it.each([
    [[], 'usage'],
    [['verify', 'x'], 'usage'],
    [['verify', '--head', '12'], '--head: expected the 64 digits'],
    [['verify', '--subdistrict', 'x'], '--subdistrict: expected nine digits'],
  ])('%j ends with code 1 and one clear reason', async (args, reason) => {
    const { code, refused } = await run('audit', args)
    expect(code).toBe(1)
    expect(refused).toContain(reason)
    expect(refused).not.toContain('    at ')
  })
})

describe('an audit that somebody touched', () => {
  it('makes the proof end with code 1, naming the entry and what is wrong with it', async () => {
    await service.stop()
    const { openQuietly } = await import('../engines/open-quietly.ts')
    const database = await openQuietly(undefined, folder)
    await database.db.query(`update audit_entry set actor = 'nobody' where audit_entry_id = 2`)
    await database.close()
    const { code, said, refused } = await run('audit', ['verify'])
    expect(code).toBe(1)
    expect(said).toMatch(/990100001: BROKEN at entry 2, which is not what was written/)
    expect(refused).toBe('1 of 1 chains are broken')
    expect(await run('audit', ['prune'], { AUDIT_RETENTION_DAYS: '180' })).toMatchObject({
      code: 1,
      said: expect.stringContaining('nothing removed'),
    })
  })
})
