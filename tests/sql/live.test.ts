// The live stream over HTTP: who is told what, in which order, and what a cut costs.
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Beat, IssueChange, LayersChange } from '#contract/live.ts'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { refreshLayers } from '../../server/db/refresh-layers.ts'
import { forgetChanges } from '../../server/live/queries.ts'
import { demoDay, demoNow } from '../engines/demo-day.ts'
import { type KnownPlace, knownPlace } from '../engines/known-place.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'
import { type Told, type Watch, watch } from '../engines/watch.ts'

let database: Database
let base: string
let other: string
let place: KnownPlace
const people = new Map<string, Made>()
const watches: Watch[] = []

beforeAll(async () => {
  database = await testDatabase()
  // what is remembered of a session is remembered for a second: here time passes
  const began = Date.now()
  const now = () => new Date(demoNow().getTime() + Date.now() - began)
  base = await listen(database, { now, live: { beatMilliseconds: 200, patienceMilliseconds: 2000 } })
  other = await listen(database, { now })
  place = await knownPlace(database)
  people.set('leader', await madeAccount(database, 'leader', [code]))
  people.set('worker', await madeAccount(database, 'gridWorker', [place.community]))
  people.set('stranger', await madeAccount(database, 'secretary', [place.elsewhere]))
  people.set('administrator', await madeAccount(database, 'administrator', [code]))
  people.set('wall', await madeAccount(database, 'wall', [code], ['situation']))
  people.set('patrolWall', await madeAccount(database, 'wall', [code], ['patrol']))
})
afterEach(() => {
  for (const one of watches.splice(0)) one.close()
})

const cookieOf = (who: string) => madeCookie(database, people.get(who) as Made)
/** A new session each time. */
async function watching(who: string, after?: string, at = base, how: 'header' | 'query' = 'header'): Promise<Watch> {
  const made = await watch(at, await cookieOf(who), after, how)
  watches.push(made)
  return made
}
async function report(item = 'garbage', at = base): Promise<number> {
  const response = await fetch(`${at}/api/v1/issues`, {
    method: 'POST',
    headers: { cookie: await cookieOf('worker'), 'content-type': 'application/json' },
    body: JSON.stringify({ lng: place.lng, lat: place.lat, item, source: 'gridWorker', description: '三楼住户反映' }),
  })
  expect(response.status).toBe(200)
  return ((await response.json()) as { properties: { issueId: number } }).properties.issueId
}
const issueOf = ({ data }: Told) => IssueChange.parse(data).issue.properties
const about = (issueId: number) => (told: readonly Told[]) => told.some((one) => one.event === 'issue' && issueOf(one).issueId === issueId)
const issuesOf = (told: readonly Told[]) => told.filter(({ event }) => event === 'issue').map((one) => issueOf(one).issueId)
const nextBeat = (one: Watch, count = 2) => {
  const before = one.told.length
  return one.until((told) => told.slice(before).filter(({ event }) => event === 'beat').length >= count)
}

describe('who is told', () => {
  it('those whose scope holds the issue, with the issue itself; the others nothing', async () => {
    const [leader, worker, stranger, administrator] = await Promise.all(
      ['leader', 'worker', 'stranger', 'administrator'].map((who) => watching(who)),
    )
    const issueId = await report()
    for (const one of [leader, worker]) {
      const told = await (one as Watch).until(about(issueId))
      const [change] = told.filter((each) => each.event === 'issue' && issueOf(each).issueId === issueId)
      expect(change?.data.kind).toBe('issueReported')
      expect(issueOf(change as Told)).toMatchObject({ status: 'reported', item: 'garbage', description: '三楼住户反映' })
    }
    for (const one of [stranger, administrator]) expect(issuesOf(await nextBeat(one as Watch))).toEqual([])
  })

  it('a wall is told what may be on it, without what people wrote; a wall of another scene nothing', async () => {
    const [hidden] = (
      await database.db.query('select issue_item_key as item from issue_item_now where subdistrict_code = $1 and not on_wall limit 1', [
        code,
      ])
    ).rows
    const wall = await watching('wall')
    const patrolWall = await watching('patrolWall')
    const unseen = await report(String(hidden?.item))
    const seen = await report()
    const told = await wall.until(about(seen))
    expect(issuesOf(told)).not.toContain(unseen)
    expect(issueOf(told.filter((one) => one.event === 'issue').at(-1) as Told)).toMatchObject({ description: '', address: '' })
    expect(issuesOf(await nextBeat(patrolWall))).toEqual([])
  })

  it('layers that were made anew are named to those who read them', async () => {
    const leader = await watching('leader')
    const administrator = await watching('administrator')
    await nextBeat(leader, 1)
    await nextBeat(administrator, 1)
    const change = { subdistrict: code, kind: 'imported', layers: ['stations', 'grids'], today: demoDay } as const
    await inTransaction(database.pool, (db) => refreshLayers(db, change))
    const layersIn = async (one: Watch) => {
      const told = await one.until((all) => all.some(({ event, data }) => event === 'layers' && data.kind === 'imported'))
      return LayersChange.parse(told.filter(({ event }) => event === 'layers').at(-1)?.data)
    }
    expect(await layersIn(leader)).toMatchObject({ kind: 'imported', layers: ['stations', 'grids'] })
    expect((await layersIn(administrator)).layers).toEqual(['grids'])
  })

  it('nobody without a session, and nobody with a place that is none', async () => {
    expect((await fetch(`${base}/api/v1/live`)).status).toBe(401)
    const response = await fetch(`${base}/api/v1/live?after=1207`, { headers: { cookie: await cookieOf('leader') } })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'invalid_request'])
  })
})

describe('order and cuts', () => {
  it('a client that comes again goes on exactly where it stopped, by header and by query', async () => {
    const first = await watching('leader')
    const before = await report()
    const place = (await first.until(about(before))).filter(({ event }) => event === 'issue').at(-1)?.id
    first.close()
    const missed = [await report(), await report(), await report()]
    for (const how of ['header', 'query'] as const) {
      const again = await watching('leader', place, base, how)
      const later = await report()
      missed.push(later)
      expect(issuesOf(await again.until(about(later)))).toEqual(missed)
    }
  })

  it('a thousand changes by many at once are told once each, in one order, over many cuts', async () => {
    const start = await watching('leader')
    await nextBeat(start, 1)
    const from = start.told.at(-1)?.id
    start.close()
    const wanted = 1000
    // writers whose transactions end in another order than they took their numbers
    const write = async (index: number) => {
      await inTransaction(database.pool, async (db) => {
        await db.query(`insert into change_event (subdistrict_code, kind, layers, detail) values ($1, 'tested', '{stations}', $2)`, [
          code,
          JSON.stringify({ index }),
        ])
        if (database.engine === 'server') await db.query('select pg_sleep(random() * 0.02)')
      })
    }
    let next = 0
    const writer = async () => {
      while (next < wanted) await write(next++)
    }
    const writing = Promise.all(Array.from({ length: 8 }, writer))
    const seen: string[] = []
    let at = from
    while (seen.length < wanted) {
      const one = await watching('leader', at, seen.length % 2 === 0 ? base : other)
      const goal = Math.min(wanted - seen.length, 1 + Math.floor(Math.random() * 150))
      const told = (await one.until((all) => all.filter(({ event }) => event === 'layers').length >= goal)).filter(
        ({ event }) => event === 'layers',
      )
      one.close()
      expect(told.every(({ data }) => data.kind === 'tested')).toBe(true)
      seen.push(...told.map(({ id }) => id))
      at = told.at(-1)?.id
    }
    await writing
    const numbers = seen.map((id) => Number(id.split('-')[1]))
    expect(numbers).toEqual(Array.from({ length: wanted }, (_, index) => (numbers[0] ?? 0) + index))
    const stored = await database.db.query(`select count(*) as n from change_event where kind = 'tested' and position is not null`)
    expect(Number(stored.rows[0]?.n)).toBe(wanted)
  })

  it('what one instance of the service was told reaches the clients of another', async () => {
    const there = await watching('leader', undefined, other)
    const issueId = await report('garbage', base)
    await there.until(about(issueId), 5)
  })

  it('a place that nothing is known of any more is answered with reset, and the stream goes on from now', async () => {
    await report()
    const known = await watching('leader')
    await nextBeat(known, 1)
    const [key = '', position = '0'] = (known.told.at(-1)?.id ?? '').split('-')
    known.close()
    for (const lost of [`${'0'.repeat(12)}-3`, `${key}-${Number(position) + 1000}`]) {
      const one = await watching('leader', lost)
      const issueId = await report()
      const told = await one.until(about(issueId))
      expect(told.map(({ event }) => event).filter((event) => event !== 'beat')).toEqual(['reset', 'issue'])
      expect(Beat.safeParse(told[0]?.data).success).toBe(true)
    }
    await report()
    await forgetChanges(database.db, new Date(Date.now() + 60_000))
    const told = await (await watching('leader', `${key}-${position}`)).until((all) => all.length > 0)
    expect(told[0]?.event).toBe('reset')
  })
})

describe('a stream', () => {
  it('beats, saying until when everything is known', async () => {
    const one = await watching('leader')
    await nextBeat(one, 3)
    const beat = Beat.parse(one.told.at(-1)?.data)
    expect(Date.parse(beat.sentAt)).toBeGreaterThanOrEqual(Date.parse(beat.asOf))
    expect(one.told.at(-1)?.id).toMatch(/^[0-9a-f]{12}-\d+$/)
  })

  it('does not keep an idle session alive', async () => {
    const cookie = await cookieOf('leader')
    const seen = async () =>
      (
        await database.db.query(`select max(last_seen_at)::text as at from session where account_id = $1`, [
          people.get('leader')?.accountId,
        ])
      ).rows[0]?.at
    const before = await seen()
    const one = await watch(base, cookie)
    watches.push(one)
    await nextBeat(one, 3)
    expect(await seen()).toBe(before)
  })

  it('ends with the session, and when rights change', async () => {
    const made = await madeAccount(database, 'secretary', [place.community])
    const open = async () => {
      const one = await watch(base, await madeCookie(database, made))
      watches.push(one)
      await nextBeat(one, 1)
      return one
    }
    const first = await open()
    await database.db.query('update account set role = $2 where account_id = $1', [made.accountId, 'planner'])
    await first.ended
    expect(first.told.at(-1)?.event).toBe('reset')
    const second = await open()
    await database.db.query('delete from session where account_id = $1', [made.accountId])
    await second.ended
  })

  it('is refused where one session opens too many', async () => {
    const cookie = await cookieOf('leader')
    const statuses = []
    for (let index = 0; index < 13; index++) {
      const one = await watch(base, cookie)
      watches.push(one)
      statuses.push(one.status)
    }
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 200), 429])
  })

  it('whose reader takes nothing is cut off; one that reads gets however much there is', async () => {
    const cookie = await cookieOf('leader')
    const { hostname, port } = new URL(base)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    const streams = async () => Number(/^fangyuan_live_streams (\d+)$/m.exec(await (await fetch(`${base}/metrics`)).text())?.[1])
    socket.write(`GET /api/v1/live HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${cookie}\r\n\r\n`)
    await once(socket, 'readable')
    const quick = await watching('leader')
    await nextBeat(quick, 1)
    expect(await streams()).toBe(2)
    // more than the buffers of a connection hold, and it never reads
    await database.db.query(
      `insert into change_event (subdistrict_code, kind, layers) select $1, repeat('x', 100000), '{stations}' from generate_series(1, 200)`,
      [code],
    )
    await quick.until((told) => told.filter(({ data }) => String(data.kind).length === 100_000).length === 200, 90)
    await expect.poll(streams, { timeout: 10_000 }).toBe(1)
    socket.destroy()
  })
})
