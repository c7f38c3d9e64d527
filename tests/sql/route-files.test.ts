// Patrol routes as lines of map data: told line by line, written at once, known by their names, and whose they are.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

type Place = [number, number]
type Feature = { type: 'Feature'; properties: Record<string, unknown>; geometry: object | null }

let database: Database
let base: string
let keeper: Made
let stranger: Made
let team: number
let at: Place

const one = async (text: string, values: readonly unknown[] = []) => (await database.db.query(text, [code, ...values])).rows[0] ?? {}

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const own = await one(
    `select t.patrol_team_id as id, t.community_code as community from patrol_team t where t.subdistrict_code = $1 and t.retired_on is null order by 1 limit 1`,
  )
  team = Number(own.id)
  keeper = await madeAccount(database, 'patrolLeader', [`${own.community}000`])
  const other = await one(
    `select grid_code as code from grid where subdistrict_code = $1 and level = 2 and grid_code <> $2 and retired_on is null
       and not exists (select from patrol_route r join patrol_team t using (subdistrict_code, patrol_team_id)
         where r.subdistrict_code = $1 and t.patrol_team_id = $3 and exists (
           select from unnest(r.grid_codes) g where left(g, 12) = left(grid.grid_code, 12))) order by 1 desc limit 1`,
    [`${own.community}000`, team],
  )
  stranger = await madeAccount(database, 'patrolLeader', [String(other.code)])
  const place = await one(
    `select ST_X(p) as lng, ST_Y(p) as lat from (select ST_PointOnSurface(b.geom) as p from grid_boundary b
       where b.subdistrict_code = $1 and b.parent_code = $2 and b.valid_to is null order by ST_Area(b.geom) desc limit 1) one`,
    [`${own.community}000`],
  )
  at = [Number(Number(place.lng).toFixed(7)), Number(Number(place.lat).toFixed(7))]
})

async function sendFile(who: Made, features: readonly Feature[] | string, more = '', of = team) {
  const response = await fetch(`${base}/api/v1/patrol-routes/fill-in?team=${of}${more}`, {
    method: 'POST',
    headers: { cookie: await madeCookie(database, who), 'content-type': 'application/geo+json' },
    body: typeof features === 'string' ? features : JSON.stringify({ type: 'FeatureCollection', features }),
  })
  const body = (await response.json()) as {
    committed: boolean
    counts: Record<string, number>
    rows: { line: number; name: string; state: string; problem: string | null; checkpoints: number }[]
    details?: { path: string; problem: string }[]
  }
  return { status: response.status, body }
}
const line = (name: string, coordinates: unknown, type = 'LineString'): Feature => ({
  type: 'Feature',
  properties: { name },
  geometry: { type, coordinates },
})
/** About a hundred metres to the east and to the north. */
const [east, north] = [0.00105, 0.0009]
const corner = (x: number, y: number): Place => [Number((at[0] + x * east).toFixed(7)), Number((at[1] + y * north).toFixed(7))]
const told = ({ body }: Awaited<ReturnType<typeof sendFile>>) =>
  body.rows.map(({ line: number, state, problem, checkpoints }) => [number, state, problem, checkpoints])
const routes = async () => Number((await one('select count(*) as n from patrol_route where subdistrict_code = $1')).n)
const route = (name: string) =>
  one(
    `select r.patrol_route_id as id, r.version, r.length_metres as metres, r.line_version as lines,
       (select json_agg(k.name order by k.sequence) from checkpoint k where k.subdistrict_code = $1 and k.patrol_route_id = r.patrol_route_id
          and k.retired_on is null) as checkpoints,
       (select json_agg(to_char(s.begins, 'HH24:MI') || '-' || to_char(s.ends, 'HH24:MI') || array_to_string(s.weekdays, ''))
        from patrol_shift s where s.subdistrict_code = $1 and s.patrol_route_id = r.patrol_route_id) as shifts
     from patrol_route r where r.subdistrict_code = $1 and r.name = $2`,
    [name],
  )

describe('routes of a file', () => {
  it('are told line by line with what is wrong, and nothing is written', async () => {
    const before = await routes()
    const answer = await sendFile(keeper, [
      line('甲线', [corner(0, 0), corner(1, 0), corner(1, 1)]),
      line('乙环', [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 0)]),
      line('', [corner(0, 0), corner(1, 0)]),
      line('长'.repeat(61), [corner(0, 0), corner(1, 0)]),
      line('同名', [corner(0, 0), corner(1, 0)]),
      line('同名', [corner(0, 0), corner(1, 1)]),
      line('太短', [corner(0, 0), corner(0.2, 0)]),
      line(
        '太长',
        Array.from({ length: 700 }, (_, i) => corner(i % 2, 0)),
      ),
      line('点线', [corner(0, 0), corner(0, 0)]),
      line('点', corner(0, 0), 'Point'),
      line(
        '两段',
        [
          [corner(0, 0), corner(1, 0)],
          [corner(0, 1), corner(1, 1)],
        ],
        'MultiLineString',
      ),
      line('一段', [[corner(0, 0), corner(0, 1)]], 'MultiLineString'),
      { type: 'Feature', properties: { name: '没有图形' }, geometry: null },
      line('坏', [['x', 1], corner(1, 1)]),
      line('远方', [corner(0, 0), [at[0] + 1, at[1]]]),
      line('半截在外', [corner(0, 0), [at[0] + 0.2, at[1]]]),
    ])
    expect(told(answer)).toEqual([
      [1, 'new', null, 2],
      [2, 'new', null, 1],
      [3, 'trouble', 'nameMissing', 0],
      [4, 'trouble', 'nameTooLong', 0],
      [5, 'trouble', 'twice', 0],
      [6, 'trouble', 'twice', 0],
      [7, 'trouble', 'lineTooShort', 0],
      [8, 'trouble', 'lineTooLong', 0],
      [9, 'trouble', 'lineBroken', 0],
      [10, 'trouble', 'lineOther', 0],
      [11, 'trouble', 'lineParts', 0],
      [12, 'new', null, 2],
      [13, 'trouble', 'lineMissing', 0],
      [14, 'trouble', 'lineBroken', 0],
      [15, 'trouble', 'lineTooLong', 0],
      [16, 'trouble', 'outsideSubdistrict', 0],
    ])
    expect([answer.body.committed, await routes()]).toEqual([false, before])
  })

  it('are written at once, with checkpoints at their ends; then they are known, and redrawn under their names', async () => {
    const before = await routes()
    const file = [
      line('文件甲线', [corner(0, 0), corner(1, 0), corner(1, 1)]),
      line('文件乙环', [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 0)]),
      line('文件短线', [corner(0, 0), corner(0.1, 0)]),
    ]
    const written = await sendFile(keeper, file, '&commit=yes&begins=19:00&ends=21:30')
    expect(written.body).toMatchObject({ committed: true, counts: { new: 2, changed: 0, unchanged: 0, trouble: 1 } })
    expect(await routes()).toBe(before + 2)
    expect(await route('文件甲线')).toMatchObject({ version: 1, checkpoints: ['起点', '终点'], shifts: ['19:00-21:301234567'] })
    expect(await route('文件乙环')).toMatchObject({ checkpoints: ['起点'] })
    expect((await sendFile(keeper, file.slice(0, 2))).body).toMatchObject({ rows: [], counts: { unchanged: 2 } })

    const redrawn = [line('文件甲线', [corner(0, 0), corner(1, 0.3), corner(1, 1)]), line('文件乙环', [corner(0, 3), corner(1, 3)])]
    expect(told(await sendFile(keeper, redrawn))).toEqual([
      [1, 'changed', null, 2],
      [2, 'trouble', 'checkpointAway', 0],
    ])
    await sendFile(keeper, redrawn, '&commit=yes')
    expect(await route('文件甲线')).toMatchObject({ version: 2, lines: 2, checkpoints: ['起点', '终点'], shifts: ['19:00-21:301234567'] })
    expect(await route('文件乙环')).toMatchObject({ version: 1, lines: 1 })
    const noted = await one(
      `select count(*) as n from audit_entry where subdistrict_code = $1 and action = 'patrolRoutesFilledIn' and (after ->> 'committed') = 'true'`,
    )
    expect(Number(noted.n)).toBe(2)
  })

  it('come back as they were downloaded', async () => {
    const response = await fetch(`${base}/api/v1/patrol-routes/file?format=geojson&team=${team}`, {
      headers: { cookie: await madeCookie(database, keeper) },
    })
    const { features } = (await response.json()) as { features: Feature[] }
    expect(features.length).toBeGreaterThan(2)
    expect((await sendFile(keeper, features)).body).toMatchObject({ rows: [], counts: { new: 0, unchanged: features.length } })
  })

  it('are of a team that is one’s own, and of map data', async () => {
    const good = [line('别人的', [corner(0, 0), corner(1, 0)])]
    expect((await sendFile(stranger, good)).status).toBe(404)
    expect((await sendFile(keeper, good, '', 999_999)).status).toBe(404)
    for (const [body, problem] of [
      ['{', 'damaged'],
      ['name,line\na,b', 'notMap'],
      [JSON.stringify({ type: 'FeatureCollection', features: [{ ...good[0], properties: {} }] }), 'otherColumns'],
      [JSON.stringify({ type: 'FeatureCollection', crs: { properties: { name: 'EPSG:4545' } }, features: good }), 'otherSystem'],
    ] as const)
      expect((await sendFile(keeper, body)).body.details).toEqual([{ path: 'body', problem }])
    expect((await sendFile(keeper, good, '&begins=25:00')).status).toBe(400)
  })
})
