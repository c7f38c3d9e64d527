// Patrols over HTTP, on both engines: teams, routes, planned runs, visits, tracks, what is kept and for how long.
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { ErrorBody } from '#contract/errors.ts'
import type { patrolRun, patrolRuns, planPatrolRuns, uploadPatrolTrack } from '#contract/patrol-runs.ts'
import type { changePatrolRoute, createPatrolRoute, patrolRoute, patrolTeams } from '#contract/patrols.ts'
import type { BodyInputOf, OkOf } from '#contract/route.ts'
import { addDays } from '#domain/calendar/calendar-day.ts'
import type { Database } from '../../server/db/database.ts'
import { rollDay } from '../../server/db/roll-day.ts'
import { demoDay } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let leader: Made
let patrolLeader: Made
let stranger: Made
let planner: Made
let community = ''
const cookies = new Map<number, string>()

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const teams = await database.db.query(
    `select t.community_code from patrol_team t join patrol_route r using (subdistrict_code, patrol_team_id)
     join patrol_shift s using (subdistrict_code, patrol_route_id) where t.subdistrict_code = $1 and s.begins = '08:30' order by t.patrol_team_id`,
    [code],
  )
  community = String(teams.rows[0]?.community_code)
  const other = teams.rows.map((row) => String(row.community_code)).find((one) => one !== community)
  leader = await madeAccount(database, 'leader', [code])
  patrolLeader = await madeAccount(database, 'patrolLeader', [`${community}000`])
  stranger = await madeAccount(database, 'patrolLeader', [`${other}000`])
  planner = await madeAccount(database, 'planner', [code])
  for (const made of [leader, patrolLeader, stranger, planner]) cookies.set(made.accountId, await madeCookie(database, made))
})

async function ask(made: Made, method: string, path: string, body?: unknown): Promise<Response> {
  const file = typeof body === 'string'
  return fetch(`${base}/api/v1${path}`, {
    method,
    headers: {
      cookie: cookies.get(made.accountId) ?? '',
      ...(body !== undefined && { 'content-type': file ? 'application/gpx+xml' : 'application/json' }),
    },
    ...(body !== undefined && { body: file ? body : JSON.stringify(body) }),
  })
}
async function done<T>(response: Response): Promise<T> {
  const body = await response.json()
  expect({ status: response.status, body: response.ok ? null : body }).toEqual({ status: 200, body: null })
  return body as T
}
async function refused(response: Response, status: number): Promise<z.infer<typeof ErrorBody>> {
  const body = (await response.json()) as z.infer<typeof ErrorBody>
  expect({ status: response.status, body }).toMatchObject({ status })
  return body
}
const row = async (text: string, values: unknown[] = []) => (await database.db.query(text, values)).rows[0] ?? {}
const count = async (text: string, values: unknown[] = []) => Number((await row(text, values)).n)
const actions = async (subject: string) =>
  (
    await database.db.query('select action from audit_entry where subdistrict_code = $1 and subject = $2 order by audit_entry_id', [
      code,
      subject,
    ])
  ).rows.map(({ action }) => String(action))

type Run = OkOf<typeof patrolRun>
const runOf = async (id: number, made = patrolLeader) => done<Run>(await ask(made, 'GET', `/patrol-runs/${id}`))
const routeOf = async (id: number, made = patrolLeader) =>
  done<OkOf<typeof patrolRoute>>(await ask(made, 'GET', `/patrol-routes/${id}?days=30`))
type RouteBody = BodyInputOf<typeof createPatrolRoute>
const ownRoute = async () =>
  Number(
    (
      await row(
        `select r.patrol_route_id as id from patrol_route r join patrol_team t using (subdistrict_code, patrol_team_id)
         join patrol_shift s using (subdistrict_code, patrol_route_id)
         where r.subdistrict_code = $1 and t.community_code = $2 and s.begins = '08:30' order by 1 limit 1`,
        [code, community],
      )
    ).id,
  )
/** Today's run of the community's morning round; at ten o'clock it could have begun. */
const todaysRun = async () => {
  const { rows } = await done<OkOf<typeof patrolRuns>>(
    await ask(patrolLeader, 'GET', `/patrol-runs?from=${demoDay}&to=${demoDay}&route=${await ownRoute()}`),
  )
  return rows[0]
}
const asBody = ({ properties: p, geometry }: OkOf<typeof patrolRoute>['route']): RouteBody & { version: number } => ({
  patrolTeamId: p.patrolTeamId,
  name: p.name,
  nameEn: p.nameEn,
  shifts: p.shifts,
  line: geometry.coordinates as [number, number][],
  checkpoints: p.checkpoints.map(({ sequence: _, ...one }) => one),
  version: p.version,
})
/** A GPX file with a fix every so many seconds along a line. */
const gpx = (line: readonly (readonly number[])[], start: string, seconds = 30) => {
  const fixes = line.map(
    ([lng, lat], k) =>
      `<trkpt lat="${lat}" lon="${lng}"><time>${new Date(Date.parse(start) + k * seconds * 1000).toISOString()}</time></trkpt>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>\n${fixes.join('\n')}\n</trkseg></trk></gpx>`
}

describe('the shifts of a route', () => {
  const copyOf = async (shifts: RouteBody['shifts'], name: string) => {
    const { version: _, ...body } = asBody((await routeOf(await ownRoute())).route)
    const checkpoints = body.checkpoints.map((one) => ({ ...one, checkpointId: null, plannedMinute: null }))
    return done<OkOf<typeof createPatrolRoute>>(await ask(patrolLeader, 'POST', '/patrol-routes', { ...body, name, shifts, checkpoints }))
  }
  const windowsOf = async (id: number) =>
    (
      await database.db.query(
        `select to_char(planned_start at time zone 'Asia/Shanghai', 'DD HH24:MI') || to_char(planned_end at time zone 'Asia/Shanghai', '–DD HH24:MI') as w
         from patrol_run where patrol_route_id = $1 order by planned_start`,
        [id],
      )
    ).rows.map(({ w }) => String(w))
  const planOf = async (id: number, from: string, days = 7) =>
    done<{ made: number; present: number }>(await ask(patrolLeader, 'POST', '/patrol-runs/plan', { from, days, routes: [id] }))

  it('are several, each with its weekdays; runs are planned from them', async () => {
    const shifts = [
      { begins: '08:30', ends: '11:30', weekdays: [1, 2, 3, 4, 5] },
      { begins: '22:30', ends: '00:30', weekdays: [5, 6] },
    ]
    const made = await copyOf(shifts.toReversed(), '两班巡线')
    expect(made.properties.shifts).toEqual(shifts)
    const id = made.properties.patrolRouteId
    expect(await planOf(id, '2026-11-23')).toEqual({ made: 7, present: 0 })
    expect(await planOf(id, '2026-11-23')).toEqual({ made: 0, present: 7 })
    expect((await windowsOf(id)).filter((one) => one.includes(' 22:30–'))).toEqual(['27 22:30–28 00:30', '28 22:30–29 00:30'])
  })

  it('are followed by runs still to come: those nobody wants are taken back, others end anew, new ones are added', async () => {
    const everyDay = [1, 2, 3, 4, 5, 6, 7]
    const made = await copyOf(
      [
        { begins: '08:30', ends: '11:30', weekdays: everyDay },
        { begins: '14:00', ends: '15:00', weekdays: everyDay },
        { begins: '22:30', ends: '00:30', weekdays: everyDay },
      ],
      '改班巡线',
    )
    const id = made.properties.patrolRouteId
    // it is ten o'clock of the 20th: the morning of today has begun
    expect(await planOf(id, demoDay, 3)).toEqual({ made: 9, present: 0 })
    const before = await windowsOf(id)
    const runs = await done<OkOf<typeof patrolRuns>>(await ask(patrolLeader, 'GET', `/patrol-runs?route=${id}&order=oldest`))
    const [, afternoon] = runs.rows
    const off = { step: 'callOff', version: 1, reason: '设备检修' }
    await done(await ask(patrolLeader, 'POST', `/patrol-runs/${afternoon?.patrolRunId}/steps`, off))
    const changed = {
      ...asBody(made),
      shifts: [
        { begins: '09:00', ends: '11:30', weekdays: everyDay },
        { begins: '22:30', ends: '01:00', weekdays: [5, 6] },
      ],
    }
    const answer = await done<OkOf<typeof createPatrolRoute>>(await ask(patrolLeader, 'PUT', `/patrol-routes/${id}`, changed))
    // the morning of today stays though no shift wants it any more, and so does what was called off
    expect(await windowsOf(id)).toEqual([
      before[0],
      '20 14:00–20 15:00',
      '20 22:30–21 01:00',
      '21 09:00–21 11:30',
      '21 22:30–22 01:00',
      '22 09:00–22 11:30',
    ])
    const visits = `select count(*) as n from checkpoint_visit v join patrol_run n using (subdistrict_code, patrol_run_id)
      where n.patrol_route_id = $1 and v.planned_at between n.planned_start and n.planned_start + interval '1 day'`
    expect(await count(visits, [id])).toBe(6 * answer.properties.checkpoints.length)
    const history = await done<{ events: { after: Record<string, unknown>; before: Record<string, unknown> }[] }>(
      await ask(planner, 'GET', `/registers/patrolRoute/${id}/history`),
    )
    expect([history.events[0]?.before.runsAhead, history.events[0]?.after.runsAhead]).toEqual([7, 4])
    expect(await planOf(id, demoDay, 3)).toEqual({ made: 0, present: 5 })
    // a change that leaves the shifts alone moves no run
    await done(await ask(patrolLeader, 'PUT', `/patrol-routes/${id}`, { ...asBody(answer), name: '改名巡线' }))
    expect(await count('select count(*) as n from patrol_run where patrol_route_id = $1', [id])).toBe(6)
    const closed = { version: answer.properties.version + 1, closed: true, reason: '试完了' }
    expect((await ask(patrolLeader, 'PATCH', `/patrol-routes/${id}`, closed)).status).toBe(200)
    expect(await windowsOf(id)).toEqual([before[0], '20 14:00–20 15:00'])
  })

  it('have their figures by the time of day, which add up to those of the route, as counted one by one', async () => {
    const two = await row(
      `select patrol_route_id as id from patrol_shift where subdistrict_code = $1 group by 1 having count(*) > 1 order by 1 limit 1`,
      [code],
    )
    const told = await done<OkOf<typeof patrolRoute>>(await ask(leader, 'GET', `/patrol-routes/${two.id}?days=30`))
    expect(told.windows.map(({ begins }) => begins)).toContain('23:30')
    expect(told.windows.length).toBeGreaterThan(1)
    const sum = (of: (one: (typeof told.windows)[number]) => number) => told.windows.reduce((all, one) => all + of(one), 0)
    expect(sum(({ runsPlanned }) => runsPlanned)).toBe(told.runsPlanned)
    expect(sum(({ checkpointCompletion: { numerator } }) => numerator)).toBe(told.checkpointCompletion.numerator)
    expect(sum(({ punctuality: { denominator } }) => denominator)).toBe(told.punctuality.denominator)
    const late = told.windows.find(({ begins }) => begins === '23:30')
    expect(late?.runsWalked).toBe(
      await count(
        `select count(started_at) as n from patrol_run where subdistrict_code = $1 and patrol_route_id = $2 and planned_end < $3
           and planned_start > $3::timestamptz - interval '30 days' and extract(hour from planned_start at time zone 'Asia/Shanghai') = 23`,
        [code, two.id, `${demoDay}T10:00:00+08:00`],
      ),
    )
  })

  it('that end are over at that very instant, in the list as in the figures', async () => {
    const made = await copyOf([{ begins: '09:00', ends: '10:00', weekdays: [5] }], '正点巡线')
    const id = made.properties.patrolRouteId
    await database.db.query(
      `insert into patrol_run (subdistrict_code, patrol_route_id, planned_start, planned_end) values ($1, $2, $3, $4)`,
      [code, id, `${demoDay}T09:00:00+08:00`, `${demoDay}T10:00:00+08:00`],
    )
    const { rows } = await done<OkOf<typeof patrolRuns>>(await ask(patrolLeader, 'GET', `/patrol-runs?route=${id}`))
    expect(rows.map(({ state }) => state)).toEqual(['notWalked'])
    expect((await routeOf(id)).runsPlanned).toBe(1)
    const closed = { version: made.properties.version, closed: true, reason: '试完了' }
    expect((await ask(patrolLeader, 'PATCH', `/patrol-routes/${id}`, closed)).status).toBe(200)
  })

  it('that overlap, have no day or a day twice are refused, naming which; nothing is written', async () => {
    const old = (await routeOf(await ownRoute())).route
    const put = async (shifts: object[]) => {
      const answer = await ask(patrolLeader, 'PUT', `/patrol-routes/${old.properties.patrolRouteId}`, { ...asBody(old), shifts })
      return [answer.status, ((await answer.json()) as { details: { path: string }[] }).details.map(({ path }) => path)]
    }
    const morning = { begins: '08:30', ends: '11:30', weekdays: [1, 2] }
    expect(await put([morning, { begins: '10:00', ends: '12:00', weekdays: [2, 3] }])).toEqual([400, ['body.shifts.1']])
    expect(await put([{ ...morning, weekdays: [] }])).toEqual([400, ['body.shifts.0.weekdays']])
    expect(await put([{ ...morning, weekdays: [1, 1] }])).toEqual([400, ['body.shifts.0.weekdays']])
    expect(await put([{ ...morning, begins: '8:30' }])).toEqual([400, ['body.shifts.0.begins']])
    expect(await put([])).toEqual([400, ['body.shifts']])
    expect((await routeOf(await ownRoute())).route.properties).toMatchObject({
      version: old.properties.version,
      shifts: old.properties.shifts,
    })
  })
})

describe('a route', () => {
  it('is drawn by its team’s patrol leader, walked, changed and closed; its history stays', async () => {
    const old = (await routeOf(await ownRoute())).route
    const { version: _, ...body } = asBody(old)
    const fresh = {
      ...body,
      name: '试画巡线',
      checkpoints: body.checkpoints.map((one) => ({ ...one, checkpointId: null, plannedMinute: null })),
    }
    const made = await done<OkOf<typeof createPatrolRoute>>(await ask(patrolLeader, 'POST', '/patrol-routes', fresh))
    const id = made.properties.patrolRouteId
    expect(made.properties.lengthMetres).toBeCloseTo(old.properties.lengthMetres, 0)
    expect(made.properties.checkpoints.map(({ sequence }) => sequence)).toEqual(old.properties.checkpoints.map((_, k) => k + 1))
    const minutes = made.properties.checkpoints.map(({ plannedMinute }) => plannedMinute)
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b))
    expect(await count(`select count(*) as n from tile_feature where layer = 'patrolRoutes' and feature_id = $1`, [id])).toBeGreaterThan(0)

    const planned = await done<OkOf<typeof planPatrolRuns>>(
      await ask(patrolLeader, 'POST', '/patrol-runs/plan', { from: addDays(demoDay, 1), days: 7, routes: [id] }),
    )
    expect(planned).toEqual({ made: 7, present: 0 })
    const again = await ask(patrolLeader, 'POST', '/patrol-runs/plan', { from: addDays(demoDay, 1), days: 7, routes: [id] })
    expect(await done(again)).toEqual({ made: 0, present: 7 })

    // the first checkpoint goes, the last becomes the first: runs to come follow, and nobody loses a number
    const { patrolRouteId: __, ...rest } = made.properties
    const kept = [...rest.checkpoints.slice(1)].reverse()
    const changed = { ...asBody(made), checkpoints: kept.map(({ sequence: ___, ...one }) => one) }
    const after = await done<OkOf<typeof changePatrolRoute>>(await ask(patrolLeader, 'PUT', `/patrol-routes/${id}`, changed))
    expect(after.properties.checkpoints.map(({ checkpointId }) => checkpointId)).toEqual(kept.map(({ checkpointId }) => checkpointId))
    expect(after.properties.version).toBe(2)
    expect(
      await count(
        'select count(*) as n from checkpoint_visit v join patrol_run r using (subdistrict_code, patrol_run_id) where r.patrol_route_id = $1',
        [id],
      ),
    ).toBe(7 * kept.length)
    const stale = await refused(await ask(leader, 'PUT', `/patrol-routes/${id}`, { ...changed, name: '别名' }), 409)
    expect(stale.details).toEqual(
      expect.arrayContaining([
        { path: 'version', problem: '2' },
        { path: 'body.name', problem: '"试画巡线"' },
      ]),
    )

    const closing = { version: 2, closed: true, reason: '并入邻线' }
    const closed = await done<OkOf<typeof createPatrolRoute>>(await ask(patrolLeader, 'PATCH', `/patrol-routes/${id}`, closing))
    expect(closed.properties.retiredOn).toBe(demoDay)
    expect(await count('select count(*) as n from patrol_run where patrol_route_id = $1', [id])).toBe(0)
    expect(await count(`select count(*) as n from tile_feature where layer in ('patrolRoutes') and feature_id = $1`, [id])).toBe(0)
    await refused(await ask(patrolLeader, 'PATCH', `/patrol-routes/${id}`, { ...closing, version: 3 }), 409)
    expect(await actions(`patrolRoute:${id}`)).toEqual(['patrolRouteCreated', 'patrolRouteChanged', 'patrolRouteClosed'])
    const history = await done<{ events: { change: string }[] }>(await ask(planner, 'GET', `/registers/patrolRoute/${id}/history`))
    expect(history.events.map(({ change }) => change)).toEqual(['closed', 'changed', 'created'])
  })

  it('is refused with what and where, and nothing is written', async () => {
    const route = (await routeOf(await ownRoute())).route
    const body = asBody(route)
    const { version: _, ...fresh } = { ...body, checkpoints: body.checkpoints.map((one) => ({ ...one, checkpointId: null })) }
    const before = await count('select count(*) as n from patrol_route')
    const path = async (given: object, status = 400) =>
      (await refused(await ask(patrolLeader, 'POST', '/patrol-routes', { ...fresh, ...given }), status)).details?.[0]?.path
    const [lng = 0, lat = 0] = body.line[0] ?? []
    expect(await path({ line: [body.line[0], [lng + 0.0001, lat]] })).toBe('body.line')
    expect(await path({ line: [...body.line, [lng + 0.2, lat]] })).toBe(`body.line.${body.line.length}`)
    expect(await path({ checkpoints: [{ name: '远', lng: lng + 0.01, lat }] })).toMatch(/^body\.checkpoints\.0$/)
    expect(await path({ patrolTeamId: 999_999 }, 404)).toBe('body.patrolTeamId')
    expect(await count('select count(*) as n from patrol_route')).toBe(before)
    const foreign = await ask(patrolLeader, 'PUT', `/patrol-routes/${route.properties.patrolRouteId}`, {
      ...body,
      checkpoints: [{ ...body.checkpoints[0], checkpointId: 999_999 }],
    })
    expect((await refused(foreign, 400)).details?.[0]?.path).toBe('body.checkpoints.0.checkpointId')
    expect((await routeOf(route.properties.patrolRouteId)).route).toEqual(route)
  })

  it('is changed only by those whose community its team belongs to, though others may see it', async () => {
    const id = await ownRoute()
    await database.db.query(
      `update patrol_route set grid_codes = grid_codes || (
      select array_agg(grid_code) from grid where subdistrict_code = $1 and level = 3 and community_code in (
        select left(node_code, 12) from account_scope where account_id = $2)) where subdistrict_code = $1 and patrol_route_id = $3`,
      [code, stranger.accountId, id],
    )
    const seen = await routeOf(id, stranger)
    expect(seen.mayChange).toBe(false)
    await refused(await ask(stranger, 'PUT', `/patrol-routes/${id}`, asBody(seen.route)), 403)
    await refused(await ask(stranger, 'PATCH', `/patrol-routes/${id}`, { version: 1, closed: true, reason: '试试' }), 403)
  })
})

describe('a team', () => {
  it('is seen at once by those of its community, and dissolved once it walks no route', async () => {
    const body = { name: '试验巡逻队', communityCode: community, memberCount: 5 }
    const team = await done<{ patrolTeamId: number; version: number; nameEn: string }>(
      await ask(patrolLeader, 'POST', '/patrol-teams', body),
    )
    expect(team.nameEn).toBe('试验巡逻队')
    const seen = await done<OkOf<typeof patrolTeams>>(await ask(patrolLeader, 'GET', '/patrol-teams'))
    expect(seen.rows.map(({ patrolTeamId }) => patrolTeamId)).toContain(team.patrolTeamId)
    const unseen = await done<OkOf<typeof patrolTeams>>(await ask(stranger, 'GET', '/patrol-teams'))
    expect(unseen.rows.map(({ patrolTeamId }) => patrolTeamId)).not.toContain(team.patrolTeamId)
    const walking = seen.rows.find(({ routes }) => routes > 0)
    const dissolve = { ...body, retired: true, version: walking?.version }
    expect(
      (await refused(await ask(patrolLeader, 'PUT', `/patrol-teams/${walking?.patrolTeamId}`, dissolve), 400)).details?.[0]?.path,
    ).toBe('body.retired')
    const gone = await done<{ retiredOn: string }>(
      await ask(patrolLeader, 'PUT', `/patrol-teams/${team.patrolTeamId}`, { ...body, retired: true, version: team.version }),
    )
    expect(gone.retiredOn).toBe(demoDay)
    await refused(await ask(patrolLeader, 'PUT', `/patrol-teams/${team.patrolTeamId}`, { ...body, retired: true, version: 1 }), 409)
  })
})

describe('runs', () => {
  it('are listed page by page, each once, in both orders', async () => {
    for (const order of ['newest', 'oldest']) {
      const seen: string[] = []
      let after = ''
      do {
        const page: OkOf<typeof patrolRuns> = await done(
          await ask(leader, 'GET', `/patrol-runs?from=2026-11-10&to=2026-11-12&order=${order}&limit=13${after && `&after=${after}`}`),
        )
        seen.push(...page.rows.map(({ plannedStart, patrolRunId }) => `${plannedStart} ${String(patrolRunId).padStart(6, '0')}`))
        after = page.next ?? ''
      } while (after !== '')
      const sorted = [...new Set(seen)].sort()
      expect(seen).toEqual(order === 'oldest' ? sorted : sorted.reverse())
      expect(seen.length).toBe(
        await count(
          `select count(*) as n from patrol_run where subdistrict_code = $1 and planned_start >= '2026-11-10T00:00+08' and planned_start < '2026-11-13T00:00+08'`,
          [code],
        ),
      )
    }
    await refused(await ask(leader, 'GET', '/patrol-runs?after=1.2.3'), 400)
  })

  it('are begun, told of checkpoint by checkpoint, and finished', async () => {
    const planned = await todaysRun()
    const id = planned?.patrolRunId ?? 0
    expect(planned?.state).toBe('planned')
    const { visits } = await runOf(id)
    const [first, second] = visits
    const tell = (checkpoint: number | undefined, body: object) =>
      ask(patrolLeader, 'PUT', `/patrol-runs/${id}/checkpoints/${checkpoint}`, body)
    await refused(await tell(first?.checkpointId, { visited: false, version: 1, reason: '还没开始' }), 409)
    await refused(await ask(patrolLeader, 'POST', `/patrol-runs/${id}/steps`, { step: 'finish', version: 1 }), 409)
    const future = { step: 'start', version: 1, at: '2026-11-20T10:30:00+08:00' }
    expect((await refused(await ask(patrolLeader, 'POST', `/patrol-runs/${id}/steps`, future), 400)).details?.[0]?.path).toBe('body.at')
    const start = { step: 'start', version: 1, at: '2026-11-20T08:35:00+08:00' }
    const [one, other] = await Promise.all([1, 2].map(() => ask(patrolLeader, 'POST', `/patrol-runs/${id}/steps`, start)))
    expect([one?.status, other?.status].sort()).toEqual([200, 409])
    const onTime = { visited: true, version: 2, at: first?.plannedAt }
    const told = await done<Run>(await tell(first?.checkpointId, onTime))
    expect(told.run).toMatchObject({ made: 1, punctual: 1, state: 'running' })
    const outside = await tell(second?.checkpointId, { visited: true, version: 3, at: '2026-11-20T07:00:00+08:00' })
    expect((await refused(outside, 400)).details?.[0]?.path).toBe('body.at')
    await refused(await tell(999_999, { visited: false, version: 3, reason: '没有' }), 404)
    const missed = await done<Run>(await tell(second?.checkpointId, { visited: false, version: 3, reason: '道路积水' }))
    expect(missed.visits[1]).toMatchObject({ visitedAt: null, missedReason: '道路积水', source: 'hand' })
    const finished = await done<Run>(await ask(patrolLeader, 'POST', `/patrol-runs/${id}/steps`, { step: 'finish', version: 4 }))
    expect(finished.run).toMatchObject({ state: 'finished', finishedAt: '2026-11-20T02:00:00.000Z', passedMetres: null })
    expect(await actions(`patrolRun:${id}`)).toEqual([
      'patrolRunStarted',
      'patrolCheckpointTold',
      'patrolCheckpointTold',
      'patrolRunFinished',
    ])
  })

  it('that are called off are no missed visits', async () => {
    const { route } = await routeOf(await ownRoute())
    const past = Number(
      (
        await row(
          `select patrol_run_id as id from patrol_run where subdistrict_code = $1 and patrol_route_id = $2 and started_at is null
             and planned_end < '2026-11-20' and planned_start > '2026-10-22' order by 1 desc limit 1`,
          [code, route.properties.patrolRouteId],
        )
      ).id ?? 0,
    )
    const before = (await routeOf(route.properties.patrolRouteId)).checkpointCompletion
    const run = await runOf(past)
    expect(run.run.state).toBe('notWalked')
    await done(await ask(patrolLeader, 'POST', `/patrol-runs/${past}/steps`, { step: 'callOff', version: 1, reason: '暴雨停巡' }))
    const after = (await routeOf(route.properties.patrolRouteId)).checkpointCompletion
    expect(before.denominator - after.denominator).toBe(run.visits.length)
    expect(after.numerator).toBe(before.numerator)
  })
})

describe('the track of a run', () => {
  const upload = (id: number, file: string, version: number, commit = 'no', made = patrolLeader) =>
    ask(made, 'POST', `/patrol-runs/${id}/track?version=${version}&commit=${commit}`, file)
  type Told = OkOf<typeof uploadPatrolTrack>
  /** Yesterday's, finished, without a track. */
  const yesterdays = async () =>
    row(
      `select n.patrol_run_id as id, n.patrol_route_id as route, n.version, n.planned_start as start from patrol_run n
       join patrol_route r using (subdistrict_code, patrol_route_id) join patrol_team t using (subdistrict_code, patrol_team_id)
       where n.subdistrict_code = $1 and t.community_code = $2 and n.planned_start between '2026-11-01' and '2026-11-20' and n.passed is null
         and n.started_at is not null order by n.patrol_run_id desc limit 1`,
      [code, community],
    )

  it('is shown first and kept then: coverage, visits, and the way without its ends', async () => {
    const { id, route, version, start } = (await yesterdays()) as { id: number; route: number; version: number; start: string }
    const { geometry } = (await routeOf(route)).route
    const file = gpx(geometry.coordinates, start, 40)
    const preview = await done<Told>(await upload(id, file, version))
    expect(preview).toMatchObject({ committed: false, problem: null, figures: { offDuty: 0, fixes: geometry.coordinates.length } })
    expect(preview.figures?.passedMetres).toBeCloseTo(preview.figures?.routeMetres ?? 0, 3)
    expect(await count('select count(*) as n from patrol_track where patrol_run_id = $1', [id])).toBe(0)
    expect((await runOf(id)).run.version).toBe(version)

    const kept = await done<Told>(await upload(id, file, version, 'yes'))
    expect(kept.figures).toEqual(preview.figures)
    const after = await runOf(id)
    expect(after.run).toMatchObject({ version: version + 1, passedMetres: kept.figures?.passedMetres, made: kept.figures?.made })
    expect(after.passed?.[0]?.[0]).toBe(0)
    const lines = after.track?.lines ?? []
    const first = geometry.coordinates[0]?.map((degrees) => degrees.toFixed(5)).join()
    expect(lines.flat().length).toBeLessThan(geometry.coordinates.length)
    expect(lines.flat().map((place) => place.map((degrees) => degrees.toFixed(5)).join())).not.toContain(first)
    // who may not upload one does not see where somebody walked
    expect((await runOf(id, planner)).track).toMatchObject({ lines: null, fixes: geometry.coordinates.length })
    await refused(await upload(id, file, version, 'yes'), 409)

    const figures = await routeOf(route)
    expect(figures.runsWithTrack).toBe(1)
    expect(figures.coveredMetres).toBeCloseTo(kept.figures?.passedMetres ?? 0, 3)
    expect(figures.segments.every(({ passes }) => passes > 0)).toBe(true)
  })

  it('loses what was recorded off duty, even outside of the sub-district', async () => {
    const { id, route, version, start } = (await yesterdays()) as { id: number; route: number; version: number; start: string }
    const { geometry } = (await routeOf(route)).route
    const home = [
      [107, 29],
      [107, 29.001],
    ]
    const before = gpx(home, new Date(Date.parse(start) - 3_600_000).toISOString())
    const file = before.replace(
      '</trkseg>',
      `</trkseg><trkseg>${/<trkpt[\s\S]*<\/trkpt>/.exec(gpx(geometry.coordinates, start, 40))?.[0]}</trkseg>`,
    )
    const told = await done<Told>(await upload(id, file, version))
    expect(told).toMatchObject({ problem: null, figures: { offDuty: 2 } })
  })

  it.each([
    ['no XML', () => 'lat,lon,time', 'notXml', 1],
    ['a file that is cut off', (good: string) => good.slice(0, -20), 'notXml', undefined],
    ['something else', () => '<kml></kml>', 'notGpx', 1],
    [
      'a document type with entities',
      (good: string) => good.replace('<gpx', '<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<gpx'),
      'documentType',
      2,
    ],
    ['an entity that nobody defined', (good: string) => good.replace('<time>', '<time>&a;'), 'notXml', 3],
    ['no fixes', () => '<gpx><trk></trk></gpx>', 'noFixes', 1],
    ['a fix without a time', (good: string) => good.replace(/<time>[^<]*<\/time>/, ''), 'noTime', 3],
    ['a time without a zone', (good: string) => good.replace('Z</time>', '</time>'), 'noTime', 3],
    ['a time that is none', (good: string) => good.replace(/<time>[^<]*/, '<time>2026-13-41T99:99:99Z'), 'noTime', 3],
    ['latitude beyond the pole', (good: string) => good.replace(/lat="[^"]*"/, 'lat="91"'), 'badPlace', 3],
    ['a place that is no number', (good: string) => good.replace(/lon="[^"]*"/, 'lon="1e2"'), 'badPlace', 3],
    ['times that go backwards', (good: string) => good.replace(/<time>[^<]*/, '<time>2026-12-31T00:00:00Z'), 'timeBackwards', 4],
    ['a fix in another town', (good: string) => good.replace(/lat="[^"]*"/, 'lat="29.5"'), 'outside', 3],
    ['another day', (good: string) => good.replaceAll(/<time>\d{4}/g, '<time>2025'), 'notOnDuty', 3],
  ] as const)('is refused with the line: %s', async (_, spoil, problem, line) => {
    const { id, route, version, start } = (await yesterdays()) as { id: number; route: number; version: number; start: string }
    const { geometry } = (await routeOf(route)).route
    const file = spoil(gpx(geometry.coordinates, start, 40))
    const told = await done<Told>(await upload(id, file, version))
    expect(told.problem).toEqual({ problem, line: line ?? expect.any(Number) })
    expect(told.figures).toBeNull()
    const error = await refused(await upload(id, file, version, 'yes'), 400)
    expect(error.details?.[0]?.problem).toBe(problem)
    expect((await runOf(id)).run.version).toBe(version)
  })

  it('is refused when it is too large, before it is read', async () => {
    const { id, version } = (await yesterdays()) as { id: number; version: number }
    const file = `<gpx>${' '.repeat(5 * 1024 * 1024)}</gpx>`
    await refused(await upload(id, file, version), 413)
  })

  it('is deleted after as many days as the sub-district keeps it; what it told of the route stays', async () => {
    const { id } = await row(
      `select patrol_run_id as id from patrol_track where subdistrict_code = $1 and recorded_on = '2026-11-15' limit 1`,
      [code],
    )
    const settings = await done<{ trackDays: number; checkIns: boolean; version: number }>(await ask(planner, 'GET', '/patrol-settings'))
    expect(settings).toMatchObject({ trackDays: 60, checkIns: false, version: 0 })
    const wanted = { trackDays: 30, checkIns: false, version: 0, reason: '少留' }
    await refused(await ask(leader, 'PUT', '/patrol-settings', { ...wanted, trackDays: 120 }), 400)
    await done(await ask(leader, 'PUT', '/patrol-settings', wanted))
    await refused(await ask(leader, 'PUT', '/patrol-settings', wanted), 409)
    await rollDay(database.pool, addDays('2026-11-15', 30))
    expect(await count('select count(*) as n from patrol_track where patrol_run_id = $1', [id])).toBe(1)
    await rollDay(database.pool, addDays('2026-11-15', 31))
    expect(await count('select count(*) as n from patrol_track where patrol_run_id = $1', [id])).toBe(0)
    const run = await runOf(Number(id), leader)
    expect([run.track, (run.run.passedMetres ?? 0) > 0, (run.passed?.length ?? 0) > 0]).toEqual([null, true, true])
    expect(await actions(`subdistrict:${code}`)).toContain('patrolTracksDeleted')
  })
})

describe('check-ins', () => {
  it('are refused until the sub-district switches them on, and then tell the nearest checkpoint', async () => {
    const { route } = await routeOf(await ownRoute())
    const { made } = await done<OkOf<typeof planPatrolRuns>>(
      await ask(patrolLeader, 'POST', '/patrol-runs/plan', { from: demoDay, days: 1, routes: [route.properties.patrolRouteId] }),
    )
    expect(made).toBe(0)
    // another run of this morning
    const { id } = await row(
      `insert into patrol_run (subdistrict_code, patrol_route_id, planned_start, planned_end, started_at)
       values ($1, $2, '2026-11-20T09:40+08', '2026-11-20T11:30+08', '2026-11-20T09:41+08') returning patrol_run_id as id`,
      [code, route.properties.patrolRouteId],
    )
    await database.db.query(
      `insert into checkpoint_visit (subdistrict_code, patrol_run_id, checkpoint_id, planned_at)
       select $1, $2, checkpoint_id, '2026-11-20T10:00+08' from checkpoint where subdistrict_code = $1 and patrol_route_id = $3 and retired_on is null`,
      [code, id, route.properties.patrolRouteId],
    )
    const [, second] = route.properties.checkpoints
    const here = { lng: second?.lng, lat: second?.lat }
    const off = await refused(await ask(patrolLeader, 'POST', `/patrol-runs/${id}/check-in`, here), 409)
    expect(off.details).toEqual([{ path: 'checkIns', problem: 'off' }])
    const { version } = await done<{ version: number }>(await ask(leader, 'GET', '/patrol-settings'))
    await done(await ask(leader, 'PUT', '/patrol-settings', { trackDays: 30, checkIns: true, version, reason: '应急期间' }))
    const told = await done<Run>(await ask(patrolLeader, 'POST', `/patrol-runs/${id}/check-in`, here))
    expect(told.visits.filter(({ visitedAt }) => visitedAt !== null)).toMatchObject([
      { checkpointId: second?.checkpointId, source: 'checkIn' },
    ])
    await refused(await ask(patrolLeader, 'POST', `/patrol-runs/${id}/check-in`, { lng: 107, lat: 29 }), 400)
  })
})

describe('files', () => {
  it('hold every route and every run that is asked for', async () => {
    const csv = await (await ask(leader, 'GET', '/patrol-routes/file?format=csv')).text()
    expect(csv.split('\r\n').length - 2).toBe(
      await count('select count(*) as n from patrol_route where subdistrict_code = $1 and retired_on is null', [code]),
    )
    const geojson = await done<{ features: { geometry: { type: string } }[] }>(
      await ask(leader, 'GET', '/patrol-routes/file?format=geojson'),
    )
    expect(geojson.features[0]?.geometry.type).toBe('LineString')
    const runs = await (await ask(leader, 'GET', `/patrol-runs/file?format=csv&language=en&from=${demoDay}&to=${demoDay}`)).text()
    expect(runs).toContain('Planned start')
    const xlsx = await ask(leader, 'GET', '/patrol-runs/file?format=xlsx&from=2026-11-19')
    expect(new Uint8Array(await xlsx.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]))
  })
})
