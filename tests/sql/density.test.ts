// Counted issues: the kept sums against a fresh count, and the answers against the lists behind them.
import { beforeAll, describe, expect, it } from 'vitest'
import type { IssueDensity } from '#contract/density.ts'
import type { BboxValue } from '#contract/fields.ts'
import { issueItems, issueSources } from '#contract/words.ts'
import { addDays } from '#domain/calendar/calendar-day.ts'
import { decodeDensity } from '#domain/density/density-bytes.ts'
import { boxOfCells, cellAt, middleOfCell } from '#domain/density/density-cell.ts'
import { placeTally } from '#domain/density/tally.ts'
import { countedStatuses, uncountedStatuses } from '#domain/issues/counted.ts'
import { createRandom } from '#domain/random/random.ts'
import type { Database } from '../../server/db/database.ts'
import { foldCounts, rebuildRunning, verifyCounts } from '../../server/db/fold-counts.ts'
import { recounting } from '../../server/db/issue-counts.ts'
import { inTransaction, type Queryable } from '../../server/db/queryable.ts'
import { recordIssue } from '../../server/db/record-issue.ts'
import { type Counted, countHours, countPlaces, stepsOf } from '../../server/density/count-queries.ts'
import { demoDay } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let places: readonly { readonly lng: number; readonly lat: number; readonly grid: string }[]
const people = new Map<string, Made>()
const whole = 'bbox=107.9,30.4,108.2,30.7&zoom=14'

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const found = await database.db.query(
    `select ST_X(entrance) as lng, ST_Y(entrance) as lat, grid_code as grid from building where subdistrict_code = $1 and grid_code is not null
     order by building_id`,
    [code],
  )
  places = found.rows.map(({ lng, lat, grid }) => ({ lng: Number(lng), lat: Number(lat), grid: String(grid) }))
  const community = `${String(places[0]?.grid).slice(0, 12)}000`
  people.set('leader', await madeAccount(database, 'leader', [code]))
  people.set('secretary', await madeAccount(database, 'secretary', [community]))
  people.set('wall', await madeAccount(database, 'wall', [code]))
})

async function ask(who: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${base}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie: await madeCookie(database, people.get(who) as Made), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}
async function answer<T>(who: string, path: string, body?: unknown): Promise<T> {
  const response = await ask(who, path, body)
  const text = await response.text()
  expect([path, response.status, response.ok ? '' : text]).toEqual([path, 200, ''])
  return JSON.parse(text) as T
}
const density = (who: string, more: string) => answer<IssueDensity>(who, `/issues/density?${whole}&${more}`)
const counted = `status=${countedStatuses.join()}`
async function listed(who: string, query: string): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const page = await answer<{ features: unknown[]; next: string | null }>(who, `/issues?limit=1000&${query}${after}`)
    count += page.features.length
    if (page.next === null) return count
    after = `&after=${page.next}`
  }
}

/** One way of counting: what it gives for a filter, as text to compare. */
async function countedAs(db: Queryable, choice: Omit<Counted, 'whole' | 'subdistrict'>, from: string, to: string, sums: boolean) {
  const filter = { ...choice, subdistrict: code, whole: sums }
  const steps = stepsOf(from, to, 3)
  const told: string[] = []
  for (const kind of ['cell', 'grid'] as const) {
    const tallies = steps.slice(1).map(placeTally)
    await countPlaces(db, filter, kind, steps, undefined, tallies)
    for (const [step, tally] of tallies.entries()) tally.each((x, y, amount) => told.push(`${kind} ${step} ${x} ${y} ${amount}`))
  }
  const hours = new Map<string, number>()
  await countHours(db, filter, from, addDays(to, 1), undefined, (day, hour, amount) =>
    hours.set(`hour ${day} ${hour}`, (hours.get(`hour ${day} ${hour}`) ?? 0) + amount),
  )
  return [...told, ...[...hours].filter(([, amount]) => amount !== 0).map(([key, amount]) => `${key} ${amount}`)].sort()
}

describe('kept sums', () => {
  it('are those of the demo from the start', async () => {
    expect(await verifyCounts(database.pool, code)).toMatchObject({ wrong: [] })
  })

  it('equal a fresh count after random reports, corrections, merges, separations and folds', async () => {
    const random = createRandom('random writes to the counts')
    const { pool, db } = database
    const live = (await db.query('select issue_id from issue where subdistrict_code = $1', [code])).rows.map((row) => Number(row.issue_id))
    const when = () => `${addDays(demoDay, -random.whole(0, 500))}T${String(random.whole(0, 23)).padStart(2, '0')}:30:00+08:00`
    const report = async () => {
      const { lng, lat, grid } = random.pick(places)
      const item = random.pick(issueItems)
      const issue = { item, source: random.pick(issueSources), severity: 'normal', level: 'grid', description: '', address: '' }
      const placed = { ...issue, at: when(), gridCode: grid, buildingId: null, lng: lng + random.between(-1e-4, 1e-4), lat }
      live.push(await inTransaction(pool, (tx) => recordIssue(tx, code, demoDay, placed, { role: null, accountId: null, name: '' })))
    }
    const change = (set: string, values: () => unknown[]) => {
      const ids = [random.pick(live), random.pick(live)]
      return inTransaction(pool, async (tx) => {
        await tx.query('select from issue where subdistrict_code = $1 and issue_id = any ($2) order by issue_id for update', [code, ids])
        await recounting(tx, code, ids, () =>
          tx.query(`update issue set ${set} where subdistrict_code = $1 and issue_id = any ($2)`, [code, ids, ...values()]),
        )
      })
    }
    const steps: readonly (() => Promise<unknown>)[] = [
      report,
      report,
      report,
      () => change('reported_at = $3', () => [when()]),
      () => change('issue_item_key = $3, source = $4', () => [random.pick(issueItems), random.pick(issueSources)]),
      () => {
        const { lng, lat, grid } = random.pick(places)
        return change('geom = ST_SetSRID(ST_MakePoint($3, $4), 4326), grid_code = $5', () => [lng, lat, grid])
      },
      () => change(`status = $3, master_issue_id = null`, () => [random.pick(['rejected', 'merged', 'accepted', 'closed'])]),
      () => foldCounts(pool, random.whole(1, 20)),
    ]
    const filters = [
      { items: { wanted: undefined, all: [] }, sources: undefined },
      { items: { wanted: ['garbage'], all: issueItems }, sources: undefined },
      { items: { wanted: issueItems.filter((item) => item !== 'neighbourDispute'), all: issueItems }, sources: undefined },
      { items: { wanted: undefined, all: [] }, sources: ['patrol', 'resident'] },
      { items: { wanted: ['garbage', 'hazard'], all: issueItems }, sources: issueSources.slice(1) },
      { items: { wanted: [], all: issueItems }, sources: undefined },
    ]
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < 25; i++) await random.pick(steps)()
      const to = addDays(demoDay, -random.whole(0, 30))
      const from = addDays(to, -random.whole(0, 400))
      for (const filter of filters)
        expect(await countedAs(db, filter, from, to, true)).toEqual(await countedAs(db, filter, from, to, false))
    }
    await foldCounts(pool, 1)
    expect(await verifyCounts(pool, code)).toMatchObject({ wrong: [] })
  }, 300_000)

  it('that were spoilt are found, and rebuilt', async () => {
    const { db, pool } = database
    await db.query(
      `update issue_count set before = '\\x00' where (counted_by, first_day) = (
         select 'cell', max(first_day) from issue_count where counted_by = 'cell' and issue_item_key = 'garbage' and source = '*')
       and issue_item_key = 'garbage' and source = '*'`,
    )
    await db.query(`delete from issue_count where counted_by = 'hour' and issue_item_key = 'hazard' and source = '*'`)
    const { wrong } = await verifyCounts(pool, code)
    expect(wrong.filter((one) => one.startsWith('cell/garbage/* before'))).toHaveLength(1)
    expect(wrong.filter((one) => one.startsWith('hour/hazard/*')).length).toBeGreaterThan(10)
    await rebuildRunning(pool, code)
    expect(await verifyCounts(pool, code)).toMatchObject({ wrong: [] })
    // as after an upgrade: too much waits to be folded, so it is counted anew
    const [{ lng, lat } = { lng: 0, lat: 0 }] = places
    await answer('leader', '/issues', { lng, lat, item: 'garbage', source: 'resident' })
    expect(await foldCounts(pool, 1, 1)).toBe(1)
    expect((await db.query('select count(*) as n from issue_count_change')).rows[0]?.n).toBe(0)
    expect(await verifyCounts(pool, code)).toMatchObject({ wrong: [] })
  })

  it('and the table of states agree on what is counted', async () => {
    const { rows } = await database.db.query(`select distinct status from issue where issue_id not in (select issue_id from counted_issue)`)
    expect(rows.map(({ status }) => status).filter((status) => !(uncountedStatuses as readonly unknown[]).includes(status))).toEqual([])
    expect(rows.length).toBeGreaterThan(0)
  })
})

describe('density', () => {
  const year = `from=${addDays(demoDay, -364)}&to=${demoDay}`

  it.each(['leader', 'secretary'])('counts for a %s what the list shows, in all and in each cell', async (who) => {
    const all = await density(who, year)
    expect(all.total).toBe(await listed(who, `${year}&${counted}`))
    expect(all.cells.reduce((sum, [, , issues]) => sum + issues, 0)).toBe(all.total)
    const largest = [...all.cells].sort((a, b) => b[2] - a[2]).slice(0, 5)
    for (const [lng, lat, issues] of largest) {
      const [x0, y0] = cellAt(lng, lat, all.cellZoom)
      const bbox = boxOfCells({ cellZoom: all.cellZoom, x0, y0, across: 1, down: 1 })
      expect(await listed(who, `${year}&${counted}&bbox=${bbox.join()}`)).toBe(issues)
    }
  })

  it('of a coarser zoom is the sum of the finer cells', async () => {
    const [far, near] = [
      await answer<IssueDensity>('leader', `/issues/density?${whole.replace('14', '9')}&${year}`),
      await density('leader', year),
    ]
    const sums = new Map<string, number>()
    for (const [lng, lat, issues] of near.cells) {
      const key = middleOfCell(far.cellZoom, ...cellAt(lng, lat, far.cellZoom)).join()
      sums.set(key, (sums.get(key) ?? 0) + issues)
    }
    expect(far.cells.map(([lng, lat, issues]) => `${lng},${lat} ${issues}`).sort()).toEqual(
      [...sums].map(([key, issues]) => `${key} ${issues}`).sort(),
    )
  })

  it('as bytes says the same, and its steps add up to the period', async () => {
    const plain = await density('leader', year)
    const bytes = async (more: string) =>
      decodeDensity(new Uint8Array(await (await ask('leader', `/issues/density?${whole}&${year}&format=binary${more}`)).arrayBuffer()))
    const one = await bytes('')
    expect(one).toMatchObject({ cellZoom: plain.cellZoom, per: 'raw', firstDay: plain.from })
    expect(one.pictures).toMatchObject([{ days: 365, total: plain.total, suppressed: 0 }])
    expect([...(one.pictures[0]?.cells.amounts ?? [])]).toEqual(plain.cells.map(([, , issues]) => issues))
    const film = await bytes('&steps=50')
    expect(film.pictures.reduce((sum, { days }) => sum + days, 0)).toBe(365)
    expect(film.pictures.reduce((sum, { total }) => sum + total, 0)).toBe(plain.total)
    expect((await ask('leader', `/issues/density?${whole}&steps=2`)).status).toBe(400)
  })

  it('per households leaves out cells with fewer than three of either', async () => {
    const rates = await density('leader', `${year}&per=households`)
    expect(rates.suppressedCells).toBeGreaterThan(0)
    expect(rates.cells.length).toBeGreaterThan(0)
    expect(rates.cells.every(([, , rate]) => rate > 0 && Number.isFinite(rate))).toBe(true)
  })

  it('on a wall tells no cell of fewer than three and nothing that may not be there', async () => {
    const [wall, leader] = [await density('wall', year), await density('leader', year)]
    expect(Math.min(...wall.cells.map(([, , issues]) => issues))).toBe(3)
    expect(wall.suppressedCells).toBeGreaterThan(0)
    const { rows } = await database.db.query('select issue_item_key as item from issue_item where not on_wall')
    const hidden = await density('leader', `${year}&item=${rows.map(({ item }) => item).join()}`)
    expect(wall.total).toBe(leader.total - hidden.total)
    expect((await ask('wall', `/issues/times?bbox=107.9,30.4,108.2,30.7`)).status).toBe(400)
  })

  it('loses an issue that is merged and gets it back when it is separated, in the same step', async () => {
    const [{ lng, lat } = { lng: 0, lat: 0 }] = places
    const one = { lng, lat, item: 'garbage', source: 'resident' }
    const master = await answer<{ id: number; version: number }>('leader', '/issues', one)
    const double = await answer<{ id: number; version: number }>('leader', '/issues', one)
    const total = async () => (await density('leader', 'item=garbage&source=resident')).total
    const before = await total()
    const step = (version: number, action: string, more: object) =>
      answer<{ version: number }>('leader', `/issues/${double.id}/transitions`, { version, action, ...more })
    const merged = await step(double.version, 'merge', { master: master.id })
    expect(await total()).toBe(before - 1)
    await foldCounts(database.pool, 1)
    expect(await total()).toBe(before - 1)
    const separated = await step(merged.version, 'separate', { reason: 'two heaps' })
    expect(await total()).toBe(before)
    await step(separated.version, 'file', {})
    expect(await total()).toBe(before)
  })
})

describe('counts by time and by grid', () => {
  type Times = { from: string; to: string; days: number[]; hours: number[][] }
  type Grids = { grids: { gridCode: string; issues: number | '<3'; households: number }[] }
  const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0)
  const period = `from=${addDays(demoDay, -89)}&to=${demoDay}`

  it.each(['leader', 'secretary'])('for a %s add up to what the list shows, day by day', async (who) => {
    const times = await answer<Times>(who, `/issues/times?${period}&class=environment`)
    expect(times.days).toHaveLength(90)
    const all = await listed(who, `${period}&class=environment&${counted}`)
    expect([sum(times.days), sum(times.hours.flat())]).toEqual([all, all])
    const last = await listed(who, `from=${demoDay}&to=${demoDay}&class=environment&${counted}`)
    expect(times.days.at(-1)).toBe(last)
    const boxed = await answer<Times>(who, `/issues/times?${period}&class=environment&bbox=107.9,30.4,108.2,30.7`)
    expect(boxed).toMatchObject({ days: times.days, hours: times.hours })
  })

  it('know the day of the week: an hour of one day is counted on that day', async () => {
    // 2026-11-20 is a Friday
    const times = await answer<Times>('leader', `/issues/times?from=${demoDay}&to=${demoDay}`)
    expect(sum(times.hours[4] ?? [])).toBe(times.days[0])
    expect(sum(times.hours.flat())).toBe(times.days[0])
  })

  it.each(['leader', 'secretary'])('for a %s say of every grid of every level what its list shows', async (who) => {
    for (const level of [1, 2, 3]) {
      const { grids } = await answer<Grids>(who, `/issues/grids?level=${level}&${period}`)
      expect(grids.length).toBeGreaterThan(who === 'leader' || level > 1 ? 0 : -1)
      for (const { gridCode, issues } of grids.slice(0, 3))
        expect(issues).toBe(who === 'secretary' && level === 1 ? issues : await listed(who, `grid=${gridCode}&${period}&${counted}`))
    }
  })

  it('on a wall tell no grid with fewer than three', async () => {
    const { grids } = await answer<Grids>('wall', `/issues/grids?from=${demoDay}&to=${demoDay}`)
    expect(grids.some(({ issues }) => issues === '<3')).toBe(true)
    expect(grids.some(({ issues }) => issues === 1 || issues === 2)).toBe(false)
  })
})

describe('hot spots', () => {
  type Spots = {
    cells: { x: number; y: number; gridCode: string | null; recent: number; bbox: BboxValue }[]
    grids: { gridCode: string; recent: number }[]
    from: string
    to: string
  }

  it('are where reports pile up lately, for whoever may see the place, and the list behind them has as many', async () => {
    const spot = places.find(({ grid }) => !grid.startsWith(String(places[0]?.grid).slice(0, 12))) ?? { lng: 0, lat: 0, grid: '' }
    for (let i = 0; i < 25; i++) await answer('leader', '/issues', { lng: spot.lng, lat: spot.lat, item: 'roadDrain', source: 'resident' })
    const spots = await answer<Spots>('leader', '/issues/hot-spots?item=roadDrain')
    const [cell] = spots.cells
    const period = `from=${spots.from}&to=${spots.to}&item=roadDrain&${counted}`
    expect(cell?.bbox[0]).toBeLessThanOrEqual(spot.lng)
    expect(cell?.bbox[2]).toBeGreaterThanOrEqual(spot.lng)
    expect(cell?.gridCode).toMatch(/^\d{15}$/)
    expect(await listed('leader', `${period}&bbox=${cell?.bbox.join()}`)).toBe(cell?.recent)
    expect(spots.grids.some(({ gridCode }) => gridCode === spot.grid)).toBe(true)
    const own = await answer<Spots>('secretary', '/issues/hot-spots?item=roadDrain')
    expect(own.grids.some(({ gridCode }) => gridCode === spot.grid)).toBe(false)
    expect(own.cells.some(({ x, y }) => x === cell?.x && y === cell.y)).toBe(false)
  })
})
