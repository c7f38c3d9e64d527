// The wall over HTTP: what its panels count, what a display shows, who steers it.
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WallDisplay } from '#contract/wall.ts'
import type { AlarmRule } from '#domain/wall/alarms.ts'
import { usualSetting } from '#domain/wall/scenes.ts'
import type { Database } from '../../server/db/database.ts'
import { demoNow } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { signInAs, type Visitor, visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'
import { type Watch, watch } from '../engines/watch.ts'

let database: Database
let base: string
let leader: Visitor
let wall: Visitor
let display: Made

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database, { live: { beatMilliseconds: 200 } })
  leader = await signInAs(base, 'leader')
  display = await madeAccount(database, 'wall', [code])
  wall = await asMade(display)
})

const asMade = async (made: Made): Promise<Visitor> => visitor(base, await madeCookie(database, made), leader.session)
const rowsOf = async (text: string, values: readonly unknown[] = []) => (await database.db.query(text, values)).rows

type Figures = {
  open: number
  urgent: number
  overdue: { numerator: number; denominator: number }
  latestOverdue: { dueAt: string; gridCode: string | null } | null
  today: number
  yesterday: number
  onTime: { numerator: number; denominator: number }
  days: { day: string; reported: number; closed: number }[]
  classes: { class: string; issues: number | '<3' }[]
  communities: { gridCode: string; households: number; open: number | '<3'; overdue: number | '<3'; reported7Days: number | '<3' }[]
  newest: { issueId: number; class: string; reportedAt: string }[]
}

describe('the figures of a wall', () => {
  it('are what a slow count of every issue gives', async () => {
    const figures = await leader.json<Figures>('/api/v1/wall/figures')
    const issues = await rowsOf(
      `select i.*, d.issue_class_key as class, d.on_wall from issue i join issue_item_now d using (subdistrict_code, issue_item_key) where i.subdistrict_code = $1`,
      [code],
    )
    type Issue = {
      status: string
      severity: string
      due_at: string | null
      closed_at: string | null
      reported_at: string
      class: string
      grid_code: string
      on_wall: boolean
      issue_id: number
    }
    const all = issues as unknown as Issue[]
    const now = demoNow().getTime()
    const at = (text: string | null) => (text === null ? Number.NaN : new Date(text).getTime())
    const ended = (one: Issue) => ['closed', 'evaluated', 'rejected', 'merged'].includes(one.status)
    const counts = (one: Issue) => !['rejected', 'merged'].includes(one.status)
    const open = all.filter((one) => !ended(one))
    const late = open.filter((one) => at(one.due_at) < now)
    const midnight = Date.parse('2026-11-20T00:00:00+08:00')
    const day = 86_400_000
    const reported = (from: number, to: number) =>
      all.filter((one) => counts(one) && at(one.reported_at) >= from && at(one.reported_at) <= to)
    const due = all.filter((one) => counts(one) && at(one.due_at) >= now - 30 * day && at(one.due_at) < now)
    const inTime = due.filter((one) => ['closed', 'evaluated'].includes(one.status) && at(one.closed_at) <= at(one.due_at))
    expect(all.length).toBeGreaterThan(1000)
    expect(figures).toMatchObject({
      open: open.length,
      urgent: open.filter(({ severity }) => severity === 'urgent').length,
      overdue: { numerator: late.length, denominator: open.length },
      today: reported(midnight, now).length,
      yesterday: reported(midnight - day, now - day).length,
      onTime: { numerator: inTime.length, denominator: due.length },
    })
    const last = Math.max(...late.map((one) => at(one.due_at)))
    expect(Date.parse(figures.latestOverdue?.dueAt ?? '')).toBe(last)
    expect(late.filter((one) => at(one.due_at) === last).map(({ grid_code }) => grid_code)).toContain(figures.latestOverdue?.gridCode)
    expect(figures.days).toHaveLength(14)
    expect(figures.days[0]).toMatchObject({ day: '2026-11-07', reported: reported(midnight - 13 * day, midnight - 12 * day - 1).length })
    const week = reported(now - 7 * day, now)
    for (const { class: name, issues: told } of figures.classes)
      expect([name, told]).toEqual([name, week.filter((one) => one.class === name).length])
    for (const one of figures.communities) {
      const own = (list: readonly Issue[]) => list.filter(({ grid_code }) => grid_code?.startsWith(one.gridCode.slice(0, 12))).length
      expect(one).toMatchObject({ open: own(open), overdue: own(late), reported7Days: own(week) })
    }
    expect(figures.communities.length).toBe(26)
    const newest = all
      .filter((one) => counts(one) && one.on_wall && at(one.reported_at) <= now)
      .sort((a, b) => at(b.reported_at) - at(a.reported_at) || b.issue_id - a.issue_id)
    expect(figures.newest.map(({ issueId }) => issueId)).toEqual(newest.slice(0, 16).map(({ issue_id }) => issue_id))
  })

  it('lead to lists that have as many rows', async () => {
    const figures = await leader.json<Figures>('/api/v1/wall/figures')
    const listed = async (query: string): Promise<number> => {
      let [count, after] = [0, '']
      for (;;) {
        const { features, next } = await leader.json<{ features: unknown[]; next: string | null }>(
          `/api/v1/issues?limit=1000&${query}${after && `&after=${after}`}`,
        )
        count += features.length
        if (next === null) return count
        after = next
      }
    }
    expect(await listed('open=yes')).toBe(figures.open)
    expect(await listed('open=yes&lamp=red')).toBe(figures.overdue.numerator)
    expect(await listed('from=2026-11-20&counted=yes')).toBe(figures.today)
    expect(await listed('dueDays=30&counted=yes')).toBe(figures.onTime.denominator)
    expect(await listed('dueDays=30&counted=yes&lamp=red')).toBe(figures.onTime.denominator - figures.onTime.numerator)
    for (const { class: name, issues } of figures.classes)
      expect([name, await listed(`class=${name}&withinHours=168&counted=yes`)]).toEqual([name, issues])
    // what passers-by may not read one by one, a person before a wall does not see as a point either
    const disputes = await rowsOf(
      `select count(*)::int as count from issue i join issue_item_now d using (subdistrict_code, issue_item_key) where i.subdistrict_code = $1 and not d.on_wall`,
      [code],
    )
    expect(Number(disputes[0]?.count)).toBeGreaterThan(0)
    expect((await listed('onWall=yes')) + Number(disputes[0]?.count)).toBe(await listed(''))
  })

  it('are of the scope, and small counts are not told where everybody passes', async () => {
    const [grid] = await rowsOf(
      `select grid_code from grid_boundary join grid using (subdistrict_code, grid_code) where subdistrict_code = $1 and level = 3 order by 1 limit 1`,
      [code],
    )
    const made = await madeAccount(database, 'wall', [String(grid?.grid_code)])
    const own = await (await asMade(made)).json<Figures>('/api/v1/wall/figures')
    const all = await wall.json<Figures>('/api/v1/wall/figures')
    expect(own.open).toBeLessThan(all.open)
    for (const { open, overdue, reported7Days } of [...own.communities, ...all.communities])
      for (const count of [open, overdue, reported7Days]) expect([1, 2]).not.toContain(count)
  })

  it('hold no disputes between neighbours, no words that people wrote, and no names', async () => {
    const before = JSON.stringify(await wall.json('/api/v1/wall/figures'))
    await database.db.query(
      `insert into issue (subdistrict_code, issue_item_key, source, severity, status, handler_level, description, address, reported_at, grid_code, geom)
       select subdistrict_code, 'neighbourDispute', 'resident', 'urgent', 'reported', 'grid', '张三与李四争吵', '三单元 301', $2::timestamptz - interval '1 minute', grid_code, geom
       from issue where subdistrict_code = $1 order by issue_id limit 1`,
      [code, demoNow().toISOString()],
    )
    const after = await wall.json<Figures>('/api/v1/wall/figures')
    expect(JSON.stringify(after)).not.toMatch(/张三|三单元/)
    expect(after.newest.map(({ issueId }) => issueId)).toEqual((JSON.parse(before) as Figures).newest.map(({ issueId }) => issueId))
    const people = await rowsOf('select name from person where subdistrict_code = $1 limit 200', [code])
    const everything = (
      await Promise.all(
        ['figures', 'patrols', 'renovation', 'borders', 'place'].map((one) =>
          wall.ask(`/api/v1/wall/${one}`).then((answer) => answer.text()),
        ),
      )
    ).join()
    for (const { name } of people) expect(everything).not.toContain(`"${name}"`)
  })

  it('on a display of one grid leave out what may not be there, and tell nothing of fewer than three', async () => {
    const [busiest] = await rowsOf(
      `select i.grid_code as grid from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
       where i.subdistrict_code = $1 and d.on_wall and i.grid_code is not null and i.status not in ('closed', 'evaluated', 'rejected', 'merged')
       group by 1 order by count(*) desc, 1 limit 1`,
      [code],
    )
    const grid = String(busiest?.grid)
    await database.db.query(
      `insert into issue (subdistrict_code, issue_item_key, source, severity, status, handler_level, description, address, reported_at, grid_code, geom)
       select subdistrict_code, 'neighbourDispute', 'resident', 'normal', 'reported', 'grid', '', '', $2::timestamptz - interval '1 minute', grid_code, geom
       from issue, generate_series(1, 4) where issue_id = (select min(issue_id) from issue where subdistrict_code = $1 and grid_code = $3)`,
      [code, demoNow().toISOString(), grid],
    )
    const small = await asMade(await madeAccount(database, 'wall', [grid]))
    const worker = await asMade(await madeAccount(database, 'gridWorker', [grid]))
    const read = async (who: Visitor) => ({
      figures: await who.json<Figures>('/api/v1/wall/figures'),
      place: await who.json<{ openIssues: number | '<3' }>(`/api/v1/wall/place?grid=${grid}`),
      times: await who.json<{ days: unknown[]; hours: unknown[][] }>('/api/v1/issues/times'),
      walk: await who.json<{ total: { residents60Plus: object } }>('/api/v1/coverage/walk'),
      listed: (await who.json<{ features: unknown[] }>('/api/v1/issues?open=yes&limit=1000')).features.length,
    })
    const [shown, known] = [await read(small), await read(worker)]
    // what is beside the list is what is in the list
    const told = (count: number) => (count > 0 && count < 3 ? '<3' : count)
    expect(known.figures.open).toBe(known.listed)
    expect(known.listed).toBeGreaterThanOrEqual(shown.listed + 4)
    expect([shown.figures.open, shown.place.openIssues]).toEqual([told(shown.listed), told(shown.listed)])
    const disputes = ({ figures }: typeof shown) => figures.classes.find(({ class: name }) => name === 'dispute')?.issues ?? 0
    expect(disputes(shown)).not.toBe(disputes(known))
    const { figures } = shown
    const counts = [
      figures.open,
      figures.urgent,
      figures.today,
      figures.yesterday,
      ...[figures.overdue, figures.onTime].flatMap(({ numerator, denominator }) => [numerator, denominator]),
      ...figures.days.flatMap(({ reported, closed }) => [reported, closed]),
      ...figures.classes.map(({ issues }) => issues),
      ...figures.communities.flatMap(({ open, overdue, reported7Days }) => [open, overdue, reported7Days]),
      ...shown.times.days,
      ...shown.times.hours.flat(),
      ...Object.values(shown.walk.total.residents60Plus),
    ]
    expect(counts.filter((count) => count === 1 || count === 2)).toEqual([])
    // there was something to leave out
    expect(counts.filter((count) => count === '<3').length).toBeGreaterThan(5)
    expect([...known.times.days, ...known.times.hours.flat()].some((count) => count === 1)).toBe(true)
  })

  it('of few households do not say on a wall who does not consent', async () => {
    await database.db.query(
      `update renovation_project set stage = 'consent', entitled_households = 30, consenting_households = 28, voted_households = 29
       where subdistrict_code = $1 and renovation_project_id = (select min(renovation_project_id) from renovation_project where subdistrict_code = $1)`,
      [code],
    )
    await database.db.query(
      `update renovation_project set entitled_households = 0, consenting_households = 0, voted_households = 0
       where subdistrict_code = $1 and stage in ('wishList', 'consent') and renovation_project_id <> (select min(renovation_project_id)
         from renovation_project where subdistrict_code = $1)`,
      [code],
    )
    type Renovation = { consented: { numerator: number | '<3'; denominator: number } }
    expect((await leader.json<Renovation>('/api/v1/wall/renovation')).consented).toMatchObject({ numerator: 28, denominator: 30 })
    expect((await wall.json<Renovation>('/api/v1/wall/renovation')).consented).toMatchObject({ numerator: '<3', denominator: 30 })
  })

  it('of patrols are those of the day by route', async () => {
    type Patrols = {
      runs: Record<string, number>
      visits: { numerator: number; denominator: number }
      routes: { patrolRouteId: number; state: string }[]
    }
    const patrols = await leader.json<Patrols>('/api/v1/wall/patrols')
    const runs = (await rowsOf(
      `select patrol_route_id, planned_end, started_at, finished_at, called_off_reason from patrol_run where subdistrict_code = $1
         and planned_start >= '2026-11-20T00:00:00+08:00' and planned_start < '2026-11-21T00:00:00+08:00'`,
      [code],
    )) as {
      patrol_route_id: number
      planned_end: string
      started_at: string | null
      finished_at: string | null
      called_off_reason: string | null
    }[]
    const missed = runs.filter(
      (run) => run.started_at === null && run.called_off_reason === null && new Date(run.planned_end).getTime() <= demoNow().getTime(),
    )
    expect(runs.length).toBeGreaterThan(5)
    expect(patrols.runs).toMatchObject({
      planned: runs.filter((run) => run.called_off_reason === null).length,
      finished: runs.filter((run) => run.finished_at !== null).length,
      missed: missed.length,
    })
    for (const { patrolRouteId, state } of patrols.routes)
      expect([patrolRouteId, state === 'missed']).toEqual([patrolRouteId, missed.some((run) => run.patrol_route_id === patrolRouteId)])
  })

  it('of renovation and borders are those of the registers', async () => {
    const renovation = await wall.json<{ stages: { stage: string; projects: number }[]; items: { projects: number }[] }>(
      '/api/v1/wall/renovation',
    )
    const [projects] = await rowsOf('select count(*) as n from renovation_project where subdistrict_code = $1', [code])
    expect(renovation.stages.reduce((sum, one) => sum + one.projects, 0)).toBe(Number(projects?.n))
    expect(renovation.items.length).toBeGreaterThan(3)
    const borders = await wall.json<{ inForce: { levels: { level: number; grids: number }[] }; next: null }>('/api/v1/wall/borders')
    expect(borders.inForce.levels).toEqual([
      { level: 1, grids: 2 },
      { level: 2, grids: 26 },
      { level: 3, grids: 325 },
    ])
    expect(borders.next).toBeNull()
  })

  it('say which borders change next', async () => {
    const [grid] = await rowsOf(
      `select b.grid_code from grid_boundary b join grid g using (subdistrict_code, grid_code)
       where b.subdistrict_code = $1 and g.level = 3 and b.valid_to is null order by 1 limit 1`,
      [code],
    )
    const gridCode = String(grid?.grid_code)
    await database.db.query(`update coverage_version set valid_to = '2027-01-01' where subdistrict_code = $1 and valid_to is null`, [code])
    const made = await rowsOf(
      `insert into coverage_version (subdistrict_code, title, valid_from) values ($1, '明年调整', '2027-01-01') returning coverage_version_id`,
      [code],
    )
    await database.db.query(
      `with old as (update grid_boundary set valid_to = '2027-01-01' where subdistrict_code = $1 and grid_code = $2 and valid_to is null returning *)
       insert into grid_boundary (subdistrict_code, grid_code, coverage_version_id, parent_code, valid_from, area_m2, label_point, geom)
       select subdistrict_code, grid_code, $3, parent_code, '2027-01-01', area_m2 + 5, label_point, geom from old`,
      [code, gridCode, made[0]?.coverage_version_id],
    )
    const { next } = await wall.json<{
      next: { title: string; validFrom: string; changes: { gridCode: string; change: string; areaM2Before: number; areaM2After: number }[] }
    }>('/api/v1/wall/borders')
    expect(next).toMatchObject({ title: '明年调整', validFrom: '2027-01-01' })
    expect(next.changes.map(({ gridCode: one, change }) => [one, change])).toEqual([[gridCode, 'reshaped']])
    expect((next.changes[0]?.areaM2After ?? 0) - (next.changes[0]?.areaM2Before ?? 0)).toBeCloseTo(5, 0)
  })
})

type Place = { kind: string; key: string; level: number | null; name: string; bbox: number[] }
type PlaceAnswer = {
  place: Place
  path: Place[]
  heads: { numerator: number; denominator: number }
  households: number
  children: (Place & { heads: { denominator: number; numerator: number } })[]
}

describe('the way down', () => {
  it('leads from the street to a building, each step with figures that add up', async () => {
    const ask = (query: string) => wall.json<PlaceAnswer>(`/api/v1/wall/place${query}`)
    const street = await ask('')
    expect([street.place.kind, street.path, street.children.map(({ level }) => level)]).toEqual(['subdistrict', [], [1, 1]])
    let answer = street
    for (const level of [1, 2, 3]) {
      const [most] = [...answer.children].sort((a, b) => b.heads.denominator - a.heads.denominator)
      const inside = await ask(`?grid=${most?.key}`)
      expect([inside.place.level, inside.path.length, inside.heads.denominator, inside.heads.numerator]).toEqual([
        level,
        level,
        most?.heads.denominator,
        most?.heads.numerator,
      ])
      if (level < 3) expect(inside.children.reduce((sum, { heads }) => sum + heads.denominator, 0)).toBe(inside.heads.denominator)
      answer = inside
    }
    const compound = answer.children.find(({ kind }) => kind === 'compound')
    expect(compound).toBeDefined()
    const inside = await ask(`?compound=${compound?.key}`)
    expect(inside.path.map(({ kind }) => kind)).toEqual(['subdistrict', 'grid', 'grid', 'grid'])
    const [building] = inside.children
    const house = await ask(`?building=${building?.key}`)
    expect([house.place.kind, house.path.at(-1)?.key, house.children]).toEqual(['building', compound?.key, []])
    const [west = 0, south = 0, east = 0, north = 0] = house.place.bbox
    expect(east > west && north > south && east - west < 0.01).toBe(true)
  })
  it('refuses two places at once and finds none that does not exist', async () => {
    expect((await wall.ask('/api/v1/wall/place?compound=1&building=1')).status).toBe(400)
    expect((await wall.ask('/api/v1/wall/place?building=999999999')).status).toBe(404)
    expect((await wall.ask('/api/v1/wall/place?grid=123')).status).toBe(400)
  })
})

const settingOf = (who: Visitor, query = '') => who.json<WallDisplay>(`/api/v1/wall/setting${query}`)
const change = (version: number, setting: object, id = display.displayId) =>
  leader.send('PUT', `/api/v1/wall/displays/${id}/setting`, { version, setting })
const watches: Watch[] = []
const watching = async (made: Made) => {
  const one = await watch(base, await madeCookie(database, made))
  watches.push(one)
  return one
}

describe('what a display shows', () => {
  it('is the usual, until somebody decides; then the display is told, and another is not', async () => {
    expect(await settingOf(wall)).toMatchObject({ displayId: display.displayId, version: 0, setting: usualSetting })
    const other = await madeAccount(database, 'wall', [code], ['heat', 'patrol'])
    const [mine, theirs] = [await watching(display), await watching(other)]
    const [first, ...rest] = usualSetting.scenes
    const wanted = { ...usualSetting, theme: 'light', idleSeconds: 30, scenes: [...rest, { ...first, seconds: 40 }] }
    const answer = await change(0, wanted)
    expect([answer.status, await answer.json()]).toMatchObject([200, { version: 1, setting: wanted }])
    await mine.until((told) => told.some(({ event, data }) => event === 'wall' && data.settingVersion === 1))
    await theirs.until((told) => told.filter(({ event }) => event === 'beat').length > 2)
    expect(theirs.told.filter(({ event }) => event === 'wall')).toEqual([])
    expect(await settingOf(wall)).toMatchObject({ version: 1, setting: wanted })
    for (const one of watches.splice(0)) one.close()
  })
  it('is not changed by who read an older one: 409, and nothing happened', async () => {
    const before = await settingOf(wall)
    const answer = await change(0, usualSetting)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'conflict'])
    expect((await change(7, usualSetting)).status).toBe(409)
    expect(await settingOf(wall)).toEqual(before)
  })
  it('is refused where it does not fit, naming what and where', async () => {
    const heat = await madeAccount(database, 'wall', [code], ['heat'])
    const details = async (setting: object, id = heat.displayId) => {
      const answer = await change(0, setting, id)
      return [answer.status, ((await answer.json()) as { details: { path: string }[] }).details.map(({ path }) => path)]
    }
    expect(await details(usualSetting)).toEqual([400, [0, 2, 3, 4, 5, 6].map((at) => `body.setting.scenes.${at}.scene`)])
    const scenes = usualSetting.scenes.filter(({ scene }) => scene === 'heat')
    const [only] = scenes
    expect(await details({ ...usualSetting, scenes: [{ ...only, camera: [{ at: '990100001999999', seconds: 10 }] }] })).toEqual([
      400,
      ['body.setting.scenes.0.camera'],
    ])
    expect(await details({ ...usualSetting, scenes: [{ ...only, shown: false }] })).toEqual([400, ['body.setting.scenes']])
    expect(await details({ ...usualSetting, scenes, idleSeconds: 1 })).toEqual([400, ['body.setting.idleSeconds']])
    expect((await change(0, { ...usualSetting, scenes }, heat.displayId)).status).toBe(200)
    expect((await settingOf(await asMade(heat))).setting.scenes.map(({ scene }) => scene)).toEqual(['heat'])
  })
  it('says what calls on it: from a threshold of its own on, never below what raises the alarm', async () => {
    const made = await madeAccount(database, 'wall', [code])
    const calls = {
      alarms: [{ kind: 'cluster' as const, shown: true, sound: false, from: 10 }],
      hotSpot: null,
      overdue: 5,
    }
    const low = { ...calls, alarms: [{ ...calls.alarms[0], from: 5 }] }
    const refused = await change(0, { ...usualSetting, calls: low }, made.displayId)
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { details: [{ path: 'body.setting.calls.alarms.0.from', problem: 'must be 6, from where the rule raises it, to 100' }] },
    ])
    const own = await asMade(made)
    expect(await settingOf(own)).toMatchObject({ version: 0, setting: { calls: usualSetting.calls } })
    expect((await change(0, { ...usualSetting, calls }, made.displayId)).status).toBe(200)
    expect((await settingOf(own)).setting.calls).toEqual(calls)
    const [entry] = await rowsOf(
      `select after from audit_entry where subdistrict_code = $1 and subject = $2 and action = 'wallSettingChanged'`,
      [code, `display:${made.displayId}`],
    )
    expect(entry).toMatchObject({ after: { setting: { calls } } })
    // a rule that was raised above it since is what holds; lowered again, the display's own does
    const { version, rules } = await leader.json<{ version: number; rules: AlarmRule[] }>('/api/v1/alarms/rules')
    const ruled = (at: number, threshold: number) =>
      leader.send('PUT', '/api/v1/alarms/rules', {
        version: at,
        rules: rules.map((rule) => (rule.kind === 'cluster' ? { ...rule, threshold } : rule)),
      })
    expect((await ruled(version, 12)).status).toBe(200)
    expect((await settingOf(own)).setting.calls.alarms).toEqual([{ ...calls.alarms[0], from: null }])
    expect((await ruled(version + 1, 6)).status).toBe(200)
    expect((await settingOf(own)).setting.calls).toEqual(calls)
  })
  it('that an older program stored has the usual calls, and the choice of the reduced drawing as it was', async () => {
    const made = await madeAccount(database, 'wall', [code])
    const { calls: _, ...older } = usualSetting
    expect((await change(0, { ...older, theme: 'light' }, made.displayId)).status).toBe(200)
    await database.db.query(
      `update wall_setting set setting = (setting - 'calls') || '{"reduced": true}' where subdistrict_code = $1 and display_id = $2`,
      [code, made.displayId],
    )
    await database.db.query(readFileSync(new URL('../../server/db/migrations/0024.do.reduced_by_itself.sql', import.meta.url), 'utf8'))
    expect(await settingOf(await asMade(made))).toMatchObject({
      version: 1,
      setting: { theme: 'light', calls: usualSetting.calls, reduced: 'on' },
    })
  })
  it('is for leaders whose ground holds that of the display', async () => {
    const [grid] = await rowsOf('select grid_code from grid where subdistrict_code = $1 and level = 2 order by 1 limit 1', [code])
    const small = await asMade(await madeAccount(database, 'leader', [String(grid?.grid_code)]))
    expect(
      (await small.send('PUT', `/api/v1/wall/displays/${display.displayId}/setting`, { version: 1, setting: usualSetting })).status,
    ).toBe(404)
    const own = await madeAccount(database, 'wall', [String(grid?.grid_code)])
    const { displays } = await small.json<{ displays: { displayId: number; scope: { code: string; level: number }[] }[] }>(
      '/api/v1/wall/displays',
    )
    expect(displays.find(({ displayId }) => displayId === own.displayId)?.scope).toMatchObject([{ code: grid?.grid_code, level: 2 }])
    expect(displays.map(({ displayId }) => displayId)).toContain(own.displayId)
    expect(displays.map(({ displayId }) => displayId)).not.toContain(display.displayId)
    expect((await leader.json<{ displays: unknown[] }>('/api/v1/wall/displays')).displays.length).toBeGreaterThan(2)
    expect((await small.ask(`/api/v1/wall/setting?display=${display.displayId}`)).status).toBe(404)
    expect((await small.json<WallDisplay>('/api/v1/wall/setting')).displayId).toBeNull()
  })
})

const isPress = ({ event, data }: { event: string; data: Record<string, unknown> }) => event === 'wall' && 'press' in data

describe('the remote of a display', () => {
  it('is taken by the code on its screen, once, and every press reaches that display and is in the audit', async () => {
    const { code: shown } = (await (await wall.send('POST', '/api/v1/wall/pairing')).json()) as { code: string }
    expect(shown).toMatch(/^\d{6}$/)
    const path = `/api/v1/wall/displays/${display.displayId}/steps`
    expect((await leader.send('POST', path, { step: 'next' })).status).toBe(404)
    const worker = await signInAs(base, 'gridWorker')
    const held = await leader.send('POST', '/api/v1/wall/pairings', { code: shown })
    expect(await held.json()).toMatchObject({ displayId: display.displayId })
    expect((await leader.send('POST', '/api/v1/wall/pairings', { code: shown })).status).toBe(404)
    expect((await worker.send('POST', path, { step: 'next' })).status).toBe(404)
    const screen = await watching(display)
    const [grid] = await rowsOf('select grid_code from grid where subdistrict_code = $1 and level = 2 order by 1 limit 1', [code])
    for (const press of [{ step: 'next' }, { scene: 'patrol' }, { grid: String(grid?.grid_code) }])
      expect((await leader.send('POST', path, press)).status).toBe(200)
    const told = await screen.until((all) => all.filter(isPress).length === 3)
    expect(told.filter(isPress).map(({ data }) => data.press)).toEqual([{ step: 'next' }, { scene: 'patrol' }, { grid: grid?.grid_code }])
    screen.close()
    expect((await leader.send('POST', path, { building: 1 })).status).toBe(200)
    expect((await leader.send('POST', path, { grid: '990100001999999' })).status).toBe(404)
    expect((await leader.send('POST', path, { step: 'dance' })).status).toBe(400)
    const entries = await rowsOf(`select action from audit_entry where subdistrict_code = $1 and subject = $2 order by audit_entry_id`, [
      code,
      `display:${display.displayId}`,
    ])
    expect(entries.map(({ action }) => action).filter((action) => action !== 'wallSettingChanged')).toEqual([
      'wallPairingBegun',
      'wallPaired',
      'wallSteered',
      'wallSteered',
      'wallSteered',
      'wallSteered',
    ])
  })
  it('is not taken by whom the display does not belong to, nor after its time', async () => {
    const [grid] = await rowsOf('select grid_code from grid where subdistrict_code = $1 and level = 2 order by 1 limit 1', [code])
    const stranger = await asMade(await madeAccount(database, 'secretary', [String(grid?.grid_code)]))
    const { code: shown } = (await (await wall.send('POST', '/api/v1/wall/pairing')).json()) as { code: string }
    expect((await stranger.send('POST', '/api/v1/wall/pairings', { code: shown })).status).toBe(404)
    await database.db.query(`update wall_remote set code_until = $1 where account_id is null`, [demoNow().toISOString()])
    expect((await leader.send('POST', '/api/v1/wall/pairings', { code: shown })).status).toBe(404)
    await database.db.query(`update wall_remote set held_until = $1 where account_id is not null`, [demoNow().toISOString()])
    expect((await leader.send('POST', `/api/v1/wall/displays/${display.displayId}/steps`, { step: 'next' })).status).toBe(404)
  })
})
