// Photos of a case: made anew, for those in scope, of one case at most four of a kind, gone when withdrawn.
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { knownPlace } from '../engines/known-place.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

type Photo = { photoId: number; kind: string; width: number; height: number; withdrawn: boolean; code: string }
let database: Database
let base: string
let point: [number, number]
const people = new Map<string, Made>()

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const { lng, lat, community, elsewhere } = await knownPlace(database)
  point = [lng, lat]
  people.set('worker', await madeAccount(database, 'gridWorker', [community]))
  people.set('secretary', await madeAccount(database, 'secretary', [community]))
  people.set('stranger', await madeAccount(database, 'secretary', [elsewhere]))
  people.set('wall', await madeAccount(database, 'wall', [code]))
})

async function send(who: string, method: string, path: string, body?: unknown, type = 'application/json'): Promise<Response> {
  const cookie = await madeCookie(database, people.get(who) as Made)
  const content = body instanceof Uint8Array ? new Blob([new Uint8Array(body)]) : JSON.stringify(body)
  return fetch(`${base}/api/v1${path}`, {
    method,
    headers: { cookie, ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: content }),
  })
}
async function reported(): Promise<number> {
  const response = await send('worker', 'POST', '/issues', { lng: point[0], lat: point[1], item: 'garbage', source: 'gridWorker' })
  return ((await response.json()) as { id: number }).id
}
/** A picture of its own for each seed, with a place and a camera written into it. */
const picture = (seed: number, width = 2400, height = 1800) =>
  sharp({ create: { width, height, channels: 3, background: { r: (seed * 17) % 256, g: 120, b: (seed * 5) % 256 } } })
    .withExif({ IFD0: { Model: 'SECRETPHONE', Artist: 'somebody' }, IFD3: { GPSLatitude: '30/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer()
const add = async (who: string, issue: number, bytes: Uint8Array, type = 'image/jpeg') => {
  const response = await send(who, 'POST', `/issues/${issue}/photos`, bytes, type)
  return { status: response.status, body: (await response.json()) as Photo }
}

describe('a photo', () => {
  it('is made anew: smaller, the right way up, without place, camera or owner', async () => {
    const issue = await reported()
    const sent = await sharp(await picture(1))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect(sent.includes('SECRETPHONE') || (await sharp(sent).metadata()).exif !== undefined).toBe(true)
    const { status, body } = await add('worker', issue, sent)
    expect([status, body.kind, body.width, body.height]).toEqual([200, 'report', 1200, 1600])
    for (const [size, longest] of [
      ['full', 1600],
      ['thumbnail', 320],
    ] as const) {
      const response = await send('secretary', 'GET', `/issues/${issue}/photos/${body.photoId}?size=${size}`)
      expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
        200,
        'image/jpeg',
        'private, max-age=3600',
      ])
      const bytes = Buffer.from(await response.arrayBuffer())
      const { width, height, exif, orientation } = await sharp(bytes).metadata()
      expect([width, height, exif, orientation]).toEqual([(longest * 3) / 4, longest, undefined, undefined])
      expect(bytes.includes('SECRETPHONE')).toBe(false)
    }
  })

  it('sent again is the same one, also when both arrive together; it is told to whoever watches and noted', async () => {
    const issue = await reported()
    const bytes = await picture(2)
    const both = await Promise.all([add('worker', issue, bytes), add('worker', issue, bytes)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(both[0].body.photoId).toBe(both[1].body.photoId)
    const noted = await database.db.query(`select count(*) as n from audit_entry where action = 'photoAdded' and subject = $1`, [
      `issue:${issue}`,
    ])
    expect(Number(noted.rows[0]?.n)).toBeGreaterThan(0)
    const told = await database.db.query(
      `select count(*) as n from change_event where kind = 'issueHandled' and (detail ->> 'issueId')::bigint = $1`,
      [issue],
    )
    expect(Number(told.rows[0]?.n)).toBe(1)
  })

  it('is one of four of its kind', async () => {
    const issue = await reported()
    for (let seed = 10; seed < 14; seed++) expect((await add('worker', issue, await picture(seed, 40, 30))).status).toBe(200)
    expect((await add('worker', issue, await picture(14, 40, 30))).status).toBe(409)
  })

  it('is for those in scope; a wall sees none, and nobody outside adds one', async () => {
    const issue = await reported()
    const { body } = await add('worker', issue, await picture(20, 40, 30))
    const path = `/issues/${issue}/photos/${body.photoId}`
    expect((await send('stranger', 'GET', path)).status).toBe(404)
    expect((await send('wall', 'GET', path)).status).toBe(403)
    expect((await add('stranger', issue, await picture(21, 40, 30))).status).toBe(404)
    expect((await fetch(`${base}/api/v1${path}`)).status).toBe(401)
  })

  it('that is none, is broken, is too large or is called something else is refused by name', async () => {
    const issue = await reported()
    const whole = await picture(30)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')
    for (const [bytes, type, status] of [
      [Buffer.from('not a picture'), 'image/jpeg', 400],
      [whole.subarray(0, whole.length / 2), 'image/jpeg', 400],
      [svg, 'image/png', 400],
      [whole, 'image/svg+xml', 415],
      [whole, 'application/json', 415],
      [Buffer.alloc(13 * 1024 * 1024), 'image/jpeg', 413],
    ] as const)
      expect([type, (await add('worker', issue, bytes, type)).status]).toEqual([type, status])
    const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect((await add('worker', issue, bomb, 'image/png')).status).toBe(400)
  })

  it('that was withdrawn is gone, and that there was one stays', async () => {
    const issue = await reported()
    const { body } = await add('worker', issue, await picture(40, 40, 30))
    const path = `/issues/${issue}/photos/${body.photoId}`
    expect((await send('worker', 'DELETE', path, { reason: '拍到了住户' })).status).toBe(403)
    const gone = await send('secretary', 'DELETE', path, { reason: '拍到了住户' })
    expect([gone.status, ((await gone.json()) as Photo).withdrawn]).toEqual([200, true])
    expect((await send('secretary', 'GET', path)).status).toBe(404)
    expect((await send('secretary', 'DELETE', path, { reason: '再来一次' })).status).toBe(404)
    const kept = await database.db.query('select content, thumbnail from issue_photo where issue_id = $1', [issue])
    expect(kept.rows).toEqual([{ content: null, thumbnail: null }])
    const one = (await (await send('secretary', 'GET', `/issues/${issue}`)).json()) as { photos: Photo[] }
    expect(one.photos.map(({ withdrawn }) => withdrawn)).toEqual([true])
  })
})
