// The importer as a person runs it, beside a service that is running on the same embedded folder.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strongPassword, trySignIn } from '../engines/sign-in.ts'
import { newAccount, type Running, startService } from './run-service.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const town = 'tests/fixtures/small-town.osm'
const folder = mkdtempSync(join(tmpdir(), 'fangyuan-import-'))
let service: Running
beforeAll(async () => {
  service = await startService({ FANGYUAN_DIR: folder, DEMO: 'off' })
})
afterAll(async () => {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => {
  const done = spawnSync(process.execPath, ['server/run.mjs', 'data/import.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, FANGYUAN_DIR: folder },
  })
  return { code: done.status, said: done.stdout.trim(), refused: done.stderr.trim() }
}
const names = async () =>
  ((await (await fetch(`${service.base}/api/v1/sign-in-ways`)).json()) as { subdistricts: { name: string }[] }).subdistricts.map(
    ({ name }) => name,
  )

describe('npm run import', () => {
  it('loads a town while the service runs, ends with the counts, and the service shows it', async () => {
    const { code, said } = run('osm', town, '--code', '990101001', '--name', '青石', '--name-en', 'Qingshi')
    expect(code).toBe(0)
    expect(said.split('\n').at(-1)).toMatch(/^青石 \(990101001\): 2 buildings, 4 roads, 1 flights of steps, 4 walking edges/)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect(await names()).toEqual(['青石'])
    const leader = await newAccount(service.base, { FANGYUAN_DIR: folder }, 'leader', '990101001')
    const { layers } = await leader.json<{ layers: { id: string; features: number }[] }>('/api/v1/layers')
    expect(layers.find(({ id }) => id === 'buildings')?.features).toBe(2)
  })

  it('refuses a code that is taken, and replaces it when that is asked for', () => {
    expect(run('osm', town, '--code', '990101001', '--name', '青石')).toMatchObject({
      code: 1,
      refused: expect.stringContaining('--replace'),
    })
    expect(run('osm', town, '--code', '990101001', '--name', '青石', '--replace').code).toBe(0)
  })

  it('keeps the accounts of a town that is loaded anew', async () => {
    const response = await trySignIn(service.base, { username: 'leader-990101001', password: strongPassword })
    expect(response.status).toBe(200)
  })

  it.each([
    [['osm', 'no-such.osm', '--code', '990101002', '--name', 'x'], 'does not exist'],
    [['osm', 'README.md', '--code', '990101002', '--name', 'x'], 'is not OpenStreetMap data'],
    [['osm', town, '--code', '12', '--name', 'x'], 'nine digits'],
    [['osm', town, '--code', '990101002'], '--name'],
    [['shp', town], 'usage'],
    [['osm', town, '--cod', '1'], "Unknown option '--cod'"],
  ])('%j ends with code 1 and one clear reason', async (args, reason) => {
    const { code, refused } = run(...(args as string[]))
    expect(code).toBe(1)
    expect(refused).toContain(reason)
    expect(refused).not.toContain('    at ')
    expect(await names()).toEqual(['青石'])
  })
})
