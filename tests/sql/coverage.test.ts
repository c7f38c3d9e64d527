// Coverage figures: each kind beside a slow count in plain code from the rows of the registers, for several days, levels and compounds.
import { beforeAll, describe, expect, it } from 'vitest'
import { addDays, calendarDay } from '#domain/calendar/calendar-day.ts'
import { type CoverageKind, coverageKinds } from '#domain/coverage/coverage-kinds.ts'
import type { XY } from '#domain/geo/local-plane.ts'
import { insideRing } from '#domain/geo/ring.ts'
import type { Database } from '../../server/db/database.ts'
import { demoDay } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

type Figure = { rate: { numerator: number; denominator: number }; unknown: number }
type Answer = Figure & {
  on: string
  unit: string
  grids: (Figure & { gridCode: string })[]
  compounds: (Figure & { compoundId: number })[]
  total: Figure['rate']
}
type Place = 1 | 2 | 3 | 'compound'

type Register = {
  boundary: { code: string; level: number; parent: string | null; start: string; end: string | null; rings: XY[][] }[]
  building: { id: number; compound: number | null; grid: string | null; year: number | null; x: number; y: number }[]
  unit: { building: number; number: number }[]
  compound: { id: number; grids: string[]; party: string }[]
  event: { compound: number; change: string; before: Record<string, unknown>; at: string }[]
  post: { role: string; post: string; start: string; end: string }[]
}

/** The day from which the boundaries of today are in force; before it two grids were one, and another belonged to the community next to its own. */
const changeDay = addDays(demoDay, -100)
const days = [demoDay, addDays(demoDay, -30), addDays(demoDay, -150), '2015-01-01'] as const
const places = [1, 2, 3, 'compound'] as const

let database: Database
let base: string
let register: Register
let community: string
const people = new Map<string, Made>()

const read = async <T>(text: string, values: unknown[] = [code]) => (await database.db.query(text, values)).rows as T[]

beforeAll(async () => {
  database = await testDatabase()
  await changeTheDemo()
  register = await readRegister()
  base = await listen(database)
  people.set('leader', await madeAccount(database, 'leader', [code]))
  people.set('secretary', await madeAccount(database, 'secretary', [community]))
})

/** What the demo has no example of: boundaries that changed, a building in no grid, one that is new, posts in a grid that is gone. */
async function changeTheDemo() {
  const { db } = database
  const pairs = await read<{ a: string; b: string; other: string; community: string }>(
    `select a.grid_code as a, b.grid_code as b, a.parent_code as community,
       (select max(o.parent_code) from grid_boundary o where o.subdistrict_code = $1 and o.parent_code > a.parent_code) as other
     from grid_boundary a join grid g on g.subdistrict_code = $1 and g.grid_code = a.grid_code and g.level = 3 and g.kind = 'general'
     join grid_boundary b on b.subdistrict_code = $1 and b.parent_code = a.parent_code and b.grid_code > a.grid_code and ST_Touches(a.geom, b.geom)
     where a.subdistrict_code = $1 order by 1, 2 limit 1`,
  )
  const [pair] = pairs
  if (pair === undefined) throw new Error('the demo has no two grids side by side')
  community = pair.community
  const whole = `${community.slice(0, 12)}900`
  await db.query(
    `insert into grid (subdistrict_code, grid_code, level, community_code, name, name_en, created_on, retired_on)
     select $1, $2, 3, community_code, '旧网格', 'Former grid', created_on, $4 from grid where subdistrict_code = $1 and grid_code = $3`,
    [code, whole, pair.a, changeDay],
  )
  await db.query(
    `insert into grid_boundary (subdistrict_code, grid_code, valid_from, valid_to, coverage_version_id, parent_code, area_m2, label_point, geom)
     select $1, $2, min(valid_from), $5::date, min(coverage_version_id), $6, sum(area_m2), ST_Centroid(ST_Collect(geom)), ST_Multi(ST_Union(geom))
     from grid_boundary where subdistrict_code = $1 and grid_code in ($3, $4)`,
    [code, whole, pair.a, pair.b, changeDay, community],
  )
  await db.query('update grid_boundary set valid_from = $4 where subdistrict_code = $1 and grid_code in ($2, $3)', [
    code,
    pair.a,
    pair.b,
    changeDay,
  ])
  await db.query(
    `with moved as (select * from grid_boundary where subdistrict_code = $1 and parent_code = $2 and grid_code not in ($3, $4, $5) order by grid_code limit 1),
     before as (
       insert into grid_boundary (subdistrict_code, grid_code, valid_from, valid_to, coverage_version_id, parent_code, area_m2, label_point, geom)
       select subdistrict_code, grid_code, valid_from - 1000, $6::date, coverage_version_id, $7, area_m2, label_point, geom from moved)
     update grid_boundary b set valid_from = $6::date from moved where b.subdistrict_code = $1 and b.grid_code = moved.grid_code`,
    [code, community, pair.a, pair.b, whole, changeDay, pair.other],
  )
  for (const role of ['gridHead', 'gridWorker'])
    await db.query(
      `insert into appointment (subdistrict_code, person_id, head_role, grid_code, selection_route, term_start, term_end, ended_on)
       select $1, min(person_id), $2, $3, 'elected', '2020-01-01', '2030-01-01', $4 from person where subdistrict_code = $1`,
      [code, role, whole, changeDay],
    )
  // party organisations that came, went and came again, at the last minute of a day too, and a compound that was added later
  await db.query(
    `insert into register_event (subdistrict_code, record_kind, record_id, change_kind, before, after, recorded_at, recorded_by)
     select $1, 'compound', compound_id, change, before::jsonb, '{}', $2::date + at::interval, 'somebody'
     from compound join (values
       (0, 'changed', '{"partyOrganisation": "none"}', interval '-160 days' ),
       (0, 'changed', '{"partyOrganisation": "own"}', interval '-40 days'),
       (1, 'changed', '{"partyOrganisation": "joint"}', interval '-29 days 8 hours 1 minute'),
       (2, 'changed', '{"name": "旧名"}', interval '-10 days'),
       (3, 'created', '{}', interval '-140 days')) as s (rest, change, before, at) on compound_id % 9 = rest
     where subdistrict_code = $1 order by compound_id, at`,
    [code, demoDay],
  )
  await db.query(`update building set built_year = 2026 where subdistrict_code = $1 and building_id % 97 = 0`, [code])
  await db.query(`update building set grid_code = null where subdistrict_code = $1 and building_id % 211 = 0`, [code])
}

async function readRegister(): Promise<Register> {
  const boundaries = await read<Omit<Register['boundary'][number], 'rings'> & { geometry: { coordinates: XY[][][] } }>(
    `select b.grid_code as code, g.level, b.parent_code as parent, b.valid_from as start, b.valid_to as end, ST_AsGeoJSON(b.geom, 15)::json as geometry
     from grid_boundary b join grid g using (subdistrict_code, grid_code) where b.subdistrict_code = $1`,
  )
  return {
    boundary: boundaries.map(({ geometry, ...row }) => ({ ...row, rings: geometry.coordinates.map(([outer = []]) => outer) })),
    building: await read(
      `select building_id as id, compound_id as compound, grid_code as grid, built_year as year,
         ST_X(ST_PointOnSurface(geom)) as x, ST_Y(ST_PointOnSurface(geom)) as y
       from building where subdistrict_code = $1 and building_use = 'residential'`,
    ),
    unit: await read('select building_id as building, unit_number as number from building_unit where subdistrict_code = $1'),
    compound: await read(
      'select compound_id as id, grid_codes as grids, party_organisation as party from compound where subdistrict_code = $1',
    ),
    event: await read(
      `select record_id as compound, change_kind as change, before, recorded_at::text as at from register_event
       where subdistrict_code = $1 order by register_event_id`,
    ),
    post: await read(
      `select head_role as role, concat_ws('/', grid_code, building_id, unit_number, compound_id) as post, term_start as start, coalesce(ended_on, term_end) as end
       from appointment where subdistrict_code = $1`,
    ),
  }
}

type Thing = { readonly key: string; readonly compound: number | null; readonly grids: readonly string[]; readonly hasIt: boolean }

/** Everything that counts on a day: where it belongs, and whether it has what is asked for. */
function thingsOf({ boundary, building, unit, compound, event, post }: Register, kind: CoverageKind, day: string): Thing[] {
  const active = new Set(post.filter(({ start, end }) => start <= day && day < end).map((one) => `${one.role} ${one.post}`))
  const leaves = boundary.filter(({ level, start, end }) => level === 3 && start <= day && (end === null || day < end))
  const gridsOf = ({ grid, x, y }: Register['building'][number]): string[] => {
    const present = leaves.find((leaf) => leaf.code === grid && (leaf.end === null || leaf.end > demoDay))
    const then = leaves.find((leaf) => leaf.end !== null && leaf.end <= demoDay && leaf.rings.some((ring) => insideRing([x, y], ring)))
    return [present ?? then].flatMap((leaf) => (leaf ? [leaf.code] : []))
  }
  const there = building.filter(({ year }) => year === null || year <= Number(day.slice(0, 4)))
  switch (kind) {
    case 'buildingHead':
      return there.map((one) => ({
        key: String(one.id),
        compound: one.compound,
        grids: gridsOf(one),
        hasIt: active.has(`buildingHead ${one.id}`),
      }))
    case 'unitHead': {
      const byId = new Map(there.map((one) => [one.id, { compound: one.compound, grids: gridsOf(one) }]))
      return unit.flatMap(({ building, number }) => {
        const home = byId.get(building)
        return home ? [{ key: `${building}/${number}`, ...home, hasIt: active.has(`unitHead ${building}/${number}`) }] : []
      })
    }
    case 'partyOrganisation':
      return compound.flatMap(({ id, grids, party }) => {
        const later = event.filter((one) => one.compound === id && calendarDay(new Date(one.at)) > day)
        if (later.some(({ change }) => change === 'created')) return []
        const then = later.find(({ before }) => 'partyOrganisation' in before)?.before.partyOrganisation ?? party
        return [{ key: String(id), compound: id, grids, hasIt: then !== 'none' }]
      })
    case 'fiveWorkers':
      return compound.flatMap(({ id, grids }) =>
        ['gridWorker', 'mediator', 'cleaner', 'safetyOfficer', 'helper'].map((role) => ({
          key: `${id}${role}`,
          compound: id,
          grids,
          hasIt: active.has(`${role} ${id}`) || (role === 'gridWorker' && grids.some((grid) => active.has(`gridWorker ${grid}`))),
        })),
      )
    case 'gridStaffing':
      return leaves.map((leaf) => ({
        key: leaf.code,
        compound: null,
        grids: [leaf.code],
        hasIt: active.has(`gridHead ${leaf.code}`) && active.has(`gridWorker ${leaf.code}`),
      }))
    default:
      return kind satisfies never
  }
}

/** The figures of all places, and of all together under ''. */
function slowly(rows: Register, kind: CoverageKind, day: string, per: Place): Record<string, [number, number, number]> {
  const inForce = rows.boundary.filter(({ start, end }) => start <= day && (end === null || day < end))
  const parentOf = new Map(inForce.map((grid) => [grid.code, grid.parent]))
  const upTo = (leaf: string): string | null => {
    if (per === 3) return leaf
    const parent = parentOf.get(leaf) ?? null
    return per === 2 || parent === null ? parent : (parentOf.get(parent) ?? null)
  }
  const own =
    per === 'compound' ? rows.compound.map(({ id }) => String(id)) : inForce.filter(({ level }) => level === per).map((grid) => grid.code)
  const figures = Object.fromEntries(['', ...own].map((place): [string, [number, number, number]] => [place, [0, 0, 0]]))
  for (const thing of thingsOf(rows, kind, day)) {
    if (per === 'compound' && thing.compound === null) continue
    const leaves = thing.grids.filter((leaf) => parentOf.has(leaf))
    const places = per === 'compound' ? [String(thing.compound)] : leaves.map(upTo)
    for (const place of new Set(['', ...places])) {
      const figure = figures[place ?? 'nowhere']
      if (figure === undefined) continue
      if (leaves.length === 0) figure[2]++
      else {
        figure[0] += thing.hasIt ? 1 : 0
        figure[1]++
      }
    }
  }
  return figures
}

async function ask<T>(who: string, query: string, status = 200): Promise<T> {
  const response = await fetch(`${base}/api/v1/coverage?${query}`, {
    headers: { cookie: await madeCookie(database, people.get(who) as Made) },
  })
  const body = await response.json()
  expect([query, response.status, status === 200 && response.status !== 200 ? body : '']).toEqual([query, status, ''])
  return body as T
}

const triple = ({ rate, unknown }: Figure): [number, number, number] => [rate.numerator, rate.denominator, unknown]
const figuresOf = ({ grids, compounds, total, unknown }: Answer) =>
  Object.fromEntries([
    ['', triple({ rate: total, unknown })],
    ...grids.map((grid) => [grid.gridCode, triple(grid)]),
    ...compounds.map((compound) => [String(compound.compoundId), triple(compound)]),
  ])
const queryOf = (kind: CoverageKind, day: string, per: Place) =>
  `kind=${kind}&on=${day}&${per === 'compound' ? 'per=compound' : `level=${per}`}`

const counted = coverageKinds.flatMap((kind) =>
  places
    .filter((per) => per !== 'compound' || kind === 'buildingHead' || kind === 'unitHead' || kind === 'fiveWorkers')
    .flatMap((per) => days.map((day) => [kind, per, day] as const)),
)

describe('coverage', () => {
  it.each(counted)('of %s per %s on %s is what a slow count finds', async (kind, per, day) => {
    const answer = await ask<Answer>('leader', queryOf(kind, day, per))
    expect(answer.on).toBe(day)
    expect(figuresOf(answer)).toEqual(slowly(register, kind, day, per))
  })

  it('is not empty, not full, and differs between days before and after a boundary changed', async () => {
    for (const kind of coverageKinds) {
      const { total } = await ask<Answer>('leader', `kind=${kind}`)
      expect(total.numerator).toBeGreaterThan(0)
      expect(total.numerator).toBeLessThan(total.denominator)
    }
    expect(register.boundary.filter(({ end }) => end === changeDay).length).toBe(2)
    const codes = async (day: string) => (await ask<Answer>('leader', `kind=gridStaffing&on=${day}`)).grids.map(({ gridCode }) => gridCode)
    const [then, now] = [await codes(days[2]), await codes(demoDay)]
    expect([then.length, then.filter((one) => !now.includes(one)).length]).toEqual([now.length - 1, 1])
  })

  it('keeps what stands in no grid apart, and counts nothing where no boundary was in force', async () => {
    const today = await ask<Answer>('leader', 'kind=buildingHead')
    expect(today.unknown).toBe(register.building.filter(({ grid }) => grid === null).length)
    expect(today.unknown).toBeGreaterThan(0)
    const long = await ask<Answer>('leader', 'kind=buildingHead&on=2015-01-01')
    expect([long.grids, long.total.denominator, long.unknown > 1000]).toEqual([[], 0, true])
  })

  it('agrees with the panels of a grid and of a compound', async () => {
    const cookie = await madeCookie(database, people.get('leader') as Made)
    const json = async (path: string) => (await fetch(`${base}/api/v1${path}`, { headers: { cookie } })).json()
    type Shown = { properties: { buildingHeadCoverage: Figure['rate'] } }
    const { grids } = await ask<Answer>('leader', 'kind=buildingHead&level=2')
    const grid = grids.find(({ gridCode }) => gridCode === community)
    expect(((await json(`/grids/${community}`)) as Shown).properties.buildingHeadCoverage).toEqual(grid?.rate)
    const { compounds } = await ask<Answer>('leader', 'kind=buildingHead&per=compound')
    for (const { compoundId, rate } of [...compounds.slice(0, 5), ...compounds.filter(({ unknown }) => unknown > 0).slice(0, 3)])
      expect(((await json(`/compounds/${compoundId}`)) as Shown).properties.buildingHeadCoverage).toEqual(rate)
  })

  it('as a line has the figure of each of its days, for everything, a grid of each level and a compound', async () => {
    const cookie = await madeCookie(database, people.get('leader') as Made)
    const line = async (query: string) => {
      const response = await fetch(`${base}/api/v1/coverage/history?${query}`, { headers: { cookie } })
      expect([query, response.status]).toEqual([query, 200])
      return ((await response.json()) as { points: (Figure & { on: string })[] }).points
    }
    const leaf =
      register.boundary.find(({ code: grid, level, end }) => level === 3 && end === null && grid.startsWith(community.slice(0, 12)))
        ?.code ?? ''
    const compound = register.compound[3]?.id ?? 0
    for (const kind of ['buildingHead', 'unitHead', 'gridStaffing', 'fiveWorkers'] as const)
      for (const [query, per, place] of [
        ['', 3, ''],
        [`&grid=${community}`, 2, community],
        [`&grid=${leaf}`, 3, leaf],
        [`&compound=${compound}`, 'compound', String(compound)],
      ] as const) {
        if (kind === 'gridStaffing' && per === 'compound') continue
        const points = await line(`kind=${kind}&months=6${query}`)
        expect(points.at(-1)?.on).toBe(demoDay)
        expect(points.length).toBeGreaterThan(3)
        for (const point of points)
          expect([query, point.on, triple(point)]).toEqual([query, point.on, slowly(register, kind, point.on, per)[place]])
      }
  })

  it('of a scope is that of its grids alone', async () => {
    const own = (gridCode: string | null) => gridCode?.startsWith(community.slice(0, 12)) ?? false
    for (const kind of coverageKinds)
      for (const level of [2, 3] as const) {
        const whole = await ask<Answer>('leader', queryOf(kind, demoDay, level))
        const part = await ask<Answer>('secretary', queryOf(kind, demoDay, level))
        expect(part.grids.map(({ gridCode }) => gridCode)).toEqual(whole.grids.map(({ gridCode }) => gridCode).filter(own))
        expect(part.grids.map(triple)).toEqual(whole.grids.filter(({ gridCode }) => own(gridCode)).map(triple))
        if (level === 2) expect(triple({ rate: part.total, unknown: part.unknown })).toEqual(part.grids.map(triple)[0])
      }
    const ofScope: Register = {
      ...register,
      building: register.building.filter(({ grid }) => own(grid)),
      compound: register.compound.filter(({ grids }) => grids.some(own)),
    }
    for (const kind of ['buildingHead', 'unitHead'] as const)
      expect(figuresOf(await ask<Answer>('secretary', queryOf(kind, demoDay, 'compound')))).toEqual(
        slowly(ofScope, kind, demoDay, 'compound'),
      )
  })

  it.each([
    ['kind=partyOrganisation&per=compound', 'query.per'],
    ['kind=gridStaffing&per=compound', 'query.per'],
    ['kind=unitHead&per=compound&level=2', 'query.level'],
    [`kind=buildingHead&on=${addDays(demoDay, 1)}`, 'query.on'],
    ['kind=nothing', 'query.kind'],
    ['level=4', 'query.level'],
  ])('%s is refused, at %s', async (query, path) => {
    const { details } = await ask<{ details: { path: string; problem: string }[] }>('leader', query, 400)
    expect(details.map((one) => one.path)).toEqual([path])
    expect(details[0]?.problem).not.toBe('')
  })
})
