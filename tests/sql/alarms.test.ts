// Alarms: when they are raised, for whom, and what becomes of them.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Alarm } from '#contract/alarms.ts'
import { usualRules } from '#domain/wall/alarms.ts'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { alarmKeeper, keepAlarms } from '../../server/wall/alarm-keeper.ts'
import { demoNow } from '../engines/demo-day.ts'
import { type KnownPlace, knownPlace } from '../engines/known-place.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, madeAccount, madeCookie } from '../engines/made-account.ts'
import { signInAs, type Visitor, visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'
import { watch } from '../engines/watch.ts'

let database: Database
let base: string
let leader: Visitor
let wall: Visitor
let place: KnownPlace

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  leader = await signInAs(base, 'leader')
  wall = visitor(base, await madeCookie(database, await madeAccount(database, 'wall', [code])), leader.session)
  place = await knownPlace(database)
  await look()
  // what the demo brings is answered: each test sees its own
  await database.db.query(`update alarm set acknowledged_at = raised_at, acknowledged_by = 'test', acknowledged_from = 'desk'`)
})

const later = (minutes: number) => new Date(demoNow().getTime() + minutes * 60_000)
const look = (minutes = 0) => inTransaction(database.pool, (db) => keepAlarms(db, code, later(minutes)))
const waiting = async (who = leader) => (await who.json<{ alarms: Alarm[] }>('/api/v1/alarms')).alarms
const alarmsOf = async (subject: string) =>
  (await database.db.query('select * from alarm where subdistrict_code = $1 and subject = $2 order by alarm_id', [code, subject])).rows

async function made(
  more: { item?: string; severity?: string; status?: string; minutesAgo?: number; due?: number | null; grid?: string } = {},
): Promise<number> {
  const { item = 'hazard', severity = 'normal', status = 'reported', minutesAgo = 1, due = null, grid = null } = more
  const answer = await database.db.query(
    `insert into issue (subdistrict_code, issue_item_key, source, severity, status, handler_level, description, address, reported_at, due_at, grid_code, geom)
     select $1, $2, 'superior', $3, $4, 'grid', '楼道有煤气味', '', $5, $6, coalesce($7, b.grid_code), b.entrance from building b
     where b.subdistrict_code = $1 order by b.building_id limit 1 returning issue_id`,
    [code, item, severity, status, later(-minutesAgo).toISOString(), due === null ? null : later(due).toISOString(), grid],
  )
  return Number(answer.rows[0]?.issue_id)
}

describe('an alarm', () => {
  it('of an urgent issue is raised once, waits until somebody answers, and is over when it is taken on', async () => {
    const issue = await made({ severity: 'urgent' })
    await look()
    await look()
    expect(await alarmsOf(`issue:${issue}`)).toHaveLength(1)
    const [alarm] = (await waiting()).filter(({ subject }) => subject === `issue:${issue}`)
    expect(alarm).toMatchObject({ kind: 'urgentIssue', issueClass: 'lifeSafety', onWall: true, acknowledgedAt: null, endedAt: null })
    expect(JSON.stringify(alarm)).not.toContain('煤气味')
    const answer = await wall.send('POST', '/api/v1/alarms/acknowledgements', { alarms: [alarm?.alarmId], from: 'desk' })
    expect(((await answer.json()) as { alarms: Alarm[] }).alarms).toMatchObject([
      { acknowledgedFrom: 'wall', acknowledgedAt: demoNow().toISOString() },
    ])
    expect((await waiting()).some(({ subject }) => subject === `issue:${issue}`)).toBe(false)
    // once more changes nothing
    await leader.send('POST', '/api/v1/alarms/acknowledgements', { alarms: [alarm?.alarmId], from: 'phone' })
    expect(await alarmsOf(`issue:${issue}`)).toMatchObject([{ acknowledged_from: 'wall', ended_at: null }])
    await database.db.query(`update issue set status = 'handling' where subdistrict_code = $1 and issue_id = $2`, [code, issue])
    await look(5)
    expect((await alarmsOf(`issue:${issue}`))[0]?.ended_at).not.toBeNull()
    const entries = await database.db.query(
      'select action from audit_entry where subdistrict_code = $1 and subject = $2 order by audit_entry_id',
      [code, `alarm:${alarm?.alarmId}`],
    )
    expect(entries.rows.map(({ action }) => action)).toEqual(['alarmRaised', 'alarmAcknowledged', 'alarmAcknowledged', 'alarmEnded'])
  })
  it('that nobody answers is raised again, once', async () => {
    const issue = await made({ severity: 'urgent' })
    await look()
    await look(9)
    expect((await alarmsOf(`issue:${issue}`))[0]?.escalated_at).toBeNull()
    await look(10)
    await look(20)
    const [alarm] = await alarmsOf(`issue:${issue}`)
    expect(new Date(String(alarm?.escalated_at)).getTime()).toBe(later(10).getTime())
    await leader.send('POST', '/api/v1/alarms/acknowledgements', { alarms: [alarm?.alarm_id], from: 'desk' })
  })
  it('of a case is raised when it runs past its limit, not for what was late long ago', async () => {
    const [soon, old] = [await made({ status: 'handling', due: 30 }), await made({ status: 'handling', due: -3 * 1440 })]
    await look(29)
    expect(await alarmsOf(`issue:${soon}`)).toEqual([])
    await look(30)
    expect(await alarmsOf(`issue:${soon}`)).toMatchObject([{ kind: 'overdueIssue' }])
    // in hours past its limit, as its rule counts: half an hour before it is asked for at the hour of the demo
    expect((await waiting()).find(({ subject }) => subject === `issue:${soon}`)?.measure).toBeCloseTo(-0.5, 5)
    expect(await alarmsOf(`issue:${old}`)).toEqual([])
    await database.db.query(`update issue set status = 'closed', closed_at = $3 where subdistrict_code = $1 and issue_id = $2`, [
      code,
      soon,
      later(40).toISOString(),
    ])
    await look(40)
    expect((await alarmsOf(`issue:${soon}`))[0]?.ended_at).not.toBeNull()
  })
  it('of a cluster is raised by the count of its rule, in one grid and one class', async () => {
    const [grid] = (
      await database.db.query(
        `select grid_code from grid_boundary join grid using (subdistrict_code, grid_code) where subdistrict_code = $1 and level = 3 and valid_to is null
           and not exists (select from issue i where i.subdistrict_code = $1 and i.grid_code = grid_boundary.grid_code and i.reported_at > $2)
         order by 1 limit 1`,
        [code, later(-2 * 1440).toISOString()],
      )
    ).rows
    const gridCode = String(grid?.grid_code)
    for (let n = 0; n < 5; n++) await made({ item: 'garbage', grid: gridCode })
    await made({ item: 'hazard', grid: gridCode })
    await look()
    expect(await alarmsOf(`grid:${gridCode}:environment`)).toEqual([])
    await made({ item: 'garbage', grid: gridCode })
    await look()
    expect(await alarmsOf(`grid:${gridCode}:environment`)).toMatchObject([{ amount: 6, grid_code: gridCode, ended_at: null }])
    const measure = async () => (await waiting()).find(({ subject }) => subject === `grid:${gridCode}:environment`)?.measure
    expect(await measure()).toBe(6)
    for (let n = 0; n < 2; n++) await made({ item: 'garbage', grid: gridCode })
    expect(await look()).toBe(true)
    expect(await measure()).toBe(8)
    // the most there were, told once
    expect(await look()).toBe(false)
    const [alarm] = await alarmsOf(`grid:${gridCode}:environment`)
    const entries = await database.db.query(
      'select action from audit_entry where subdistrict_code = $1 and subject = $2 order by audit_entry_id',
      [code, `alarm:${alarm?.alarm_id}`],
    )
    expect(entries.rows.map(({ action }) => action)).toEqual(['alarmRaised', 'alarmGrown'])
    await look(26 * 60)
    expect((await alarmsOf(`grid:${gridCode}:environment`))[0]?.ended_at).not.toBeNull()
  })
  it('of a station is raised when it closes, and is over when it opens', async () => {
    const [station] = (
      await database.db.query(
        `select service_station_id as id from service_station where subdistrict_code = $1 and status = 'inService' order by 1 limit 1`,
        [code],
      )
    ).rows
    await database.db.query(
      `insert into station_state (subdistrict_code, service_station_id, valid_from, status, reason, recorded_at, recorded_by)
       values ($1, $2, '2026-01-01', 'inService', '', now(), 'test')`,
      [code, station?.id],
    )
    const set = (status: string) =>
      database.db.query(
        `update service_station set status = $3, status_since = '2026-11-20' where subdistrict_code = $1 and service_station_id = $2`,
        [code, station?.id, status],
      )
    await set('closed')
    await look()
    expect(await alarmsOf(`station:${station?.id}`)).toMatchObject([{ kind: 'stationClosed', on_wall: true, ended_at: null }])
    await set('inService')
    await look(1)
    expect((await alarmsOf(`station:${station?.id}`))[0]?.ended_at).not.toBeNull()
  })
  it('of a patrol is raised when its window is over and nobody began it', async () => {
    const [run] = (
      await database.db.query(
        `insert into patrol_run (subdistrict_code, patrol_route_id, planned_start, planned_end) select subdistrict_code, patrol_route_id, $2, $3
         from patrol_route where subdistrict_code = $1 order by 2 limit 1 returning patrol_run_id as id`,
        [code, later(-97).toISOString(), later(5).toISOString()],
      )
    ).rows
    await look(4)
    expect(await alarmsOf(`run:${run?.id}`)).toEqual([])
    await look(5)
    expect(await alarmsOf(`run:${run?.id}`)).toMatchObject([{ kind: 'patrolMissed' }])
  })
  it('of a source is raised when it keeps silent for much longer than it usually does', async () => {
    await database.db.query(`update issue set source = 'resident' where subdistrict_code = $1 and source = 'sensor'`, [code])
    for (let n = 0; n < 40; n++)
      await database.db.query(
        `insert into issue (subdistrict_code, issue_item_key, source, severity, status, handler_level, description, address, reported_at, grid_code, geom)
         select $1, 'garbage', 'sensor', 'normal', 'closed', 'grid', '', '', $2, b.grid_code, b.entrance from building b where b.subdistrict_code = $1 order by b.building_id limit 1`,
        [code, later(-60 * (n + 3)).toISOString()],
      )
    await look()
    expect(await alarmsOf('source:sensor')).toEqual([])
    await look(3 * 60)
    const [alarm] = await alarmsOf('source:sensor')
    expect(alarm).toMatchObject({ kind: 'sourceSilent', amount: 6, grid_code: null })
    // who has a part of the ground is not told of what is of all of it
    const part = visitor(base, await madeCookie(database, await madeAccount(database, 'secretary', [place.community])), leader.session)
    expect((await waiting(part)).some(({ subject }) => subject === 'source:sensor')).toBe(false)
    expect((await waiting()).some(({ subject }) => subject === 'source:sensor')).toBe(true)
  })
  it('of a dispute between people is never on a wall', async () => {
    const issue = await made({ item: 'neighbourDispute', severity: 'urgent' })
    await look()
    const has = async (who: Visitor) => (await waiting(who)).some(({ subject }) => subject === `issue:${issue}`)
    expect([await has(leader), await has(wall)]).toEqual([true, false])
    const [alarm] = await alarmsOf(`issue:${issue}`)
    expect((await wall.send('POST', '/api/v1/alarms/acknowledgements', { alarms: [alarm?.alarm_id], from: 'wall' })).status).toBe(404)
  })
})

describe('the rules of alarms', () => {
  it('are changed by who has all of the ground, by the newest version alone', async () => {
    const rules = usualRules.map((rule) => (rule.kind === 'urgentIssue' ? { ...rule, on: false } : rule))
    const put = (version: number, wanted: readonly object[]) => leader.send('PUT', '/api/v1/alarms/rules', { version, rules: wanted })
    expect((await put(3, rules)).status).toBe(409)
    const refused = await put(0, [{ ...usualRules[2], threshold: 1 }])
    expect([refused.status, await refused.json()]).toMatchObject([400, { details: [{ path: 'body.rules.0.threshold' }] }])
    expect((await put(0, [usualRules[0] ?? {}, usualRules[0] ?? {}])).status).toBe(400)
    expect(await (await put(0, rules)).json()).toMatchObject({ version: 1, rules })
    const issue = await made({ severity: 'urgent' })
    await look()
    expect(await alarmsOf(`issue:${issue}`)).toEqual([])
    expect((await put(0, rules)).status).toBe(409)
    expect((await put(1, usualRules)).status).toBe(200)
  })
})

describe('a look that a write calls for', () => {
  it('is at the sub-district that was written, and no list of all of them is read', async () => {
    const issue = await made({ severity: 'urgent' })
    const troubles: unknown[] = []
    const keeper = alarmKeeper({
      database,
      catalog: {
        read: () => Promise.reject(new Error('the list was read')),
        fresh: () => undefined,
        forget: () => {},
      },
      now: () => later(0),
      everyMilliseconds: 60_000,
      told: () => {},
      onTrouble: (error) => troubles.push(error),
    })
    keeper.wake('990100999')
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await alarmsOf(`issue:${issue}`)).toEqual([])
    keeper.wake(code)
    await expect.poll(() => alarmsOf(`issue:${issue}`), { timeout: 5000 }).toHaveLength(1)
    await keeper.close()
    expect(troubles).toEqual([])
  })
})

describe('whoever watches', () => {
  // how soon is measured by the soak bench, with fifty displays
  it('hears of an urgent report, and of the answer', async () => {
    // a service that looks by itself: beside the tests above it would raise what they raise
    const looking = await listen(database, { alarmMilliseconds: 60_000, live: { beatMilliseconds: 200 } })
    const screen = await watch(looking, wall.cookie)
    await screen.until((told) => told.some(({ event }) => event === 'beat'))
    const worker = await signInAs(looking, 'gridWorker')
    const [door] = (
      await database.db.query(
        `select ST_X(entrance) as lng, ST_Y(entrance) as lat from building b join account_scope s on s.node_code = left(b.grid_code, 12) || '000' or s.node_code = b.grid_code
         join account a using (account_id) where a.username = 'demo-gridworker' limit 1`,
      )
    ).rows
    const answer = await worker.send('POST', '/api/v1/issues', {
      lng: door?.lng,
      lat: door?.lat,
      item: 'hazard',
      source: 'gridWorker',
      severity: 'urgent',
      description: '电线冒烟',
    })
    expect(answer.status).toBe(200)
    const { properties } = (await answer.json()) as { properties: { issueId: number } }
    const isIt = ({ event, data }: { event: string; data: Record<string, unknown> }) =>
      event === 'alarm' && data.subject === `issue:${properties.issueId}`
    const told = await screen.until((all) => all.some(isIt))
    const alarm = told.find(isIt)?.data as unknown as Alarm
    expect(JSON.stringify(alarm)).not.toContain('冒烟')
    await (await signInAs(looking, 'leader')).send('POST', '/api/v1/alarms/acknowledgements', { alarms: [alarm.alarmId], from: 'phone' })
    await screen.until((all) => all.some((one) => isIt(one) && one.data.acknowledgedFrom === 'phone'))
    screen.close()
  })
})
