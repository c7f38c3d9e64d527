// The lists of what is missing, against a slow count of our own, on both engines.
import { readSheet } from 'read-excel-file/node'
import { beforeAll, describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import type { OkOf } from '#contract/route.ts'
import type { fillIn, VacancyRow, vacancies, vacancyCounts } from '#contract/vacancies.ts'
import { heldOn } from '#domain/appointments/ledger.ts'
import { type VacancyList, vacancyLists } from '#domain/appointments/vacancy-lists.ts'
import { addDays } from '#domain/calendar/calendar-day.ts'
import type { Database } from '../../server/db/database.ts'
import { demoDay } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, madeAccount, madeCookie } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let cookie: string
let narrow: string
let community: string

type Held = {
  role: string
  grid: string | null
  building: number | null
  unit: number | null
  person: number
  id: number
  termStart: string
  termEnd: string
  endedOn: string | null
}
type House = { id: number; grid: string | null; use: string; households: number; compound: number | null; units: number[] }
let held: Held[]
let houses: House[]

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const rows = async <T>(text: string) => (await database.db.query(text, [code])).rows as T[]
  held = await rows<Held>(
    `select head_role as role, grid_code as grid, building_id as building, unit_number as unit, person_id as person, appointment_id as id,
       term_start as "termStart", term_end as "termEnd", ended_on as "endedOn" from appointment where subdistrict_code = $1`,
  )
  houses = await rows<House>(
    `select b.building_id as id, b.grid_code as grid, b.building_use as use, b.households, b.compound_id as compound,
       coalesce((select json_agg(u.unit_number order by 1) from building_unit u where u.building_id = b.building_id), '[]') as units
     from building b where b.subdistrict_code = $1`,
  )
  community = String(houses.find(({ grid }) => grid !== null)?.grid).slice(0, 12)
  cookie = await madeCookie(database, await madeAccount(database, 'leader', [code]))
  narrow = await madeCookie(database, await madeAccount(database, 'secretary', [`${community}000`]))
})

async function read<T>(path: string, who = cookie): Promise<T> {
  const response = await fetch(`${base}/api/v1${path}`, { headers: { cookie: who } })
  const body = await response.json()
  expect({ status: response.status, body: response.ok ? null : body }).toEqual({ status: 200, body: null })
  return body as T
}
/** Page after page, so that paging is tried as well. */
async function all(list: VacancyList, query = '', who = cookie): Promise<VacancyRow[]> {
  const found: VacancyRow[] = []
  for (let after = ''; ; ) {
    const page = await read<OkOf<typeof vacancies>>(`/vacancies?list=${list}&limit=300${query}${after}`, who)
    found.push(...page.rows)
    if (page.next === null) return found
    after = `&after=${page.next}`
  }
}
const active = () => held.filter((one) => heldOn(one, demoDay))
const homes = () => houses.filter(({ use, grid }) => use === 'residential' && grid !== null)
const sorted = (values: Iterable<number | string>) => [...values].sort()

describe('the lists', () => {
  it('name each building without a head once, since the last one left', async () => {
    const rows = await all('buildingHead')
    const covered = new Set(
      active()
        .filter(({ role }) => role === 'buildingHead')
        .map(({ building }) => building),
    )
    expect(sorted(rows.map(({ buildingId }) => Number(buildingId)))).toEqual(
      sorted(
        homes()
          .filter(({ id }) => !covered.has(id))
          .map(({ id }) => id),
      ),
    )
    for (const { buildingId, vacantSince, person } of rows) {
      const ends = held
        .filter((one) => one.role === 'buildingHead' && one.building === buildingId)
        .map((one) => one.endedOn ?? one.termEnd)
        .filter((day) => day <= demoDay)
      expect([buildingId, vacantSince]).toEqual([buildingId, ends.sort().at(-1) ?? null])
      expect(person === null).toBe(vacantSince === null)
      if (person !== null) expect(person).toMatch(/^.{1,2}\*{1,3}$/)
    }
    // never held first, then the longest vacant
    const days = rows.map(({ vacantSince }) => vacantSince ?? '0000-00-00')
    expect(days).toEqual(sorted(days))
    const waiting = rows.filter(({ vacantSince }) => vacantSince === null).map(({ households }) => households)
    expect(waiting).toEqual([...waiting].sort((a, b) => b - a))
  })

  it('name each unit without a head', async () => {
    const covered = new Set(
      active()
        .filter(({ role }) => role === 'unitHead')
        .map(({ building, unit }) => `${building}/${unit}`),
    )
    const expected = homes()
      .flatMap(({ id, units }) => units.map((unit) => `${id}/${unit}`))
      .filter((unit) => !covered.has(unit))
    expect(sorted((await all('unitHead')).map(({ buildingId, unitNumber }) => `${buildingId}/${unitNumber}`))).toEqual(sorted(expected))
  })

  it('name each grid without head or worker, and which of them is missing', async () => {
    const rows = await all('gridStaffing')
    const has = (role: string) =>
      new Set(
        active()
          .filter((one) => one.role === role)
          .map(({ grid }) => grid),
      )
    const [heads, workers] = [has('gridHead'), has('gridWorker')]
    const grids = (
      await database.db.query('select grid_code as grid from grid where subdistrict_code = $1 and level = 3 and retired_on is null', [code])
    ).rows.map(({ grid }) => String(grid))
    const expected = grids.filter((grid) => !heads.has(grid) || !workers.has(grid))
    expect(sorted(rows.map(({ gridCode }) => String(gridCode)))).toEqual(sorted(expected))
    for (const { gridCode, lacking } of rows)
      expect([gridCode, lacking.includes('gridHead'), lacking.includes('gridWorker')]).toEqual([
        gridCode,
        !heads.has(gridCode),
        !workers.has(gridCode),
      ])
  })

  it.each([30, 60, 90])('name the terms that end within %i days, the soonest first', async (within) => {
    const rows = await all('ending', `&within=${within}`)
    const expected = active().filter((one) => (one.endedOn ?? one.termEnd) <= addDays(demoDay, within))
    expect(sorted(rows.map(({ appointmentId }) => Number(appointmentId)))).toEqual(sorted(expected.map(({ id }) => id)))
    expect(rows.map(({ termEnd }) => String(termEnd))).toEqual(sorted(rows.map(({ termEnd }) => String(termEnd))))
  })

  it('name who has more than two buildings, and who has several kinds of post', async () => {
    const people = new Map<number, Held[]>()
    for (const one of active()) people.set(one.person, [...(people.get(one.person) ?? []), one])
    const loaded = [...people]
      .filter(([, posts]) => posts.filter(({ role }) => role === 'buildingHead').length > 2)
      .map(([person]) => person)
    expect(sorted((await all('overloaded')).map(({ personId }) => Number(personId)))).toEqual(sorted(loaded))
    const several = [...people].filter(([, posts]) => new Set(posts.map(({ role }) => role)).size > 1)
    const rows = await all('severalPosts')
    expect(sorted(rows.map(({ personId }) => Number(personId)))).toEqual(sorted(several.map(([person]) => person)))
    for (const { personId, posts } of rows) expect(posts).toHaveLength(people.get(personId ?? 0)?.length ?? 0)
  })

  it('name houses of which nothing is recorded', async () => {
    const [one] = homes().filter(({ units }) => units.length === 0)
    if (one === undefined) throw new Error('no house without units')
    await database.db.query('update building set households = 0 where subdistrict_code = $1 and building_id = $2', [code, one.id])
    const expected = homes().filter(({ id, households, units }) => units.length === 0 && (households === 0 || id === one.id))
    expect(sorted((await all('noRecord')).map(({ buildingId }) => Number(buildingId)))).toEqual(sorted(expected.map(({ id }) => id)))
    await database.db.query('update building set households = $3 where subdistrict_code = $1 and building_id = $2', [
      code,
      one.id,
      one.households,
    ])
  })
})

describe('filters, counts and scope', () => {
  it('counts are as long as the lists', async () => {
    for (const query of ['', `&community=${community}`, '&property=unmanaged', '&stage=none', '&q=%E8%8A%B1']) {
      const { counts } = await read<OkOf<typeof vacancyCounts>>(`/vacancies/counts?within=60${query}`)
      expect(counts.map(({ list }) => list)).toEqual(vacancyLists)
      for (const { list, count } of counts)
        expect([query, list, count]).toEqual([query, list, (await all(list, `&within=60${query}`)).length])
    }
  })

  it('a secretary sees what a leader sees of that community, and nothing else', async () => {
    for (const list of ['buildingHead', 'unitHead', 'gridStaffing'] as const) {
      const own = await all(list, '', narrow)
      expect(own.length).toBeGreaterThan(0)
      expect(own).toEqual(await all(list, `&grid=${community}000`))
    }
  })

  it('sorts by households as well, each row once', async () => {
    const rows = await all('buildingHead', '&sort=households')
    expect(new Set(rows.map(({ rowId }) => rowId)).size).toBe(rows.length)
    const households = rows.map((row) => row.households)
    expect(households).toEqual([...households].sort((a, b) => b - a))
  })

  it('refuses what is no list, no page, no number of days', async () => {
    for (const query of ['list=everything', 'list=ending&within=45', 'list=buildingHead&after=x.y', 'list=buildingHead&sort=name', '']) {
      const response = await fetch(`${base}/api/v1/vacancies?${query}`, { headers: { cookie } })
      expect([query, response.status]).toEqual([query, 400])
    }
  })
})

describe('files', () => {
  const file = async (query: string) => {
    const response = await fetch(`${base}/api/v1/vacancies/file?${query}`, { headers: { cookie: narrow } })
    expect(response.status).toBe(200)
    return response
  }
  it('hold the list in scope, masked, with codes as text', async () => {
    const rows = await all('buildingHead', '', narrow)
    const sheet = await readSheet(Buffer.from(await (await file('list=buildingHead&format=xlsx')).arrayBuffer()))
    expect(sheet[0]?.slice(0, 3)).toEqual(['岗位编码', '小区', '名称'])
    expect(sheet).toHaveLength(rows.length + 1)
    expect(sheet.slice(1).map((cells) => cells[0])).toEqual(rows.map(({ buildingId }) => `B${buildingId}`))
    expect(sheet[1]?.[5]).toBe(rows[0]?.standsIn)
    const csv = await (await file('list=unitHead&format=csv&language=en')).text()
    expect(csv.split('\r\n')[0]).toMatch(/^Post code,Compound,Name,Unit,/)
    const json = (await (await file('list=gridStaffing&format=geojson')).json()) as { features: { geometry: { coordinates: number[] } }[] }
    expect(json.features.length).toBe((await all('gridStaffing', '', narrow)).length)
  })
})

describe('the list filled in elsewhere', () => {
  type Told = OkOf<typeof fillIn>
  const sheetOf = async () =>
    readSheet<string>(
      Buffer.from(
        await (await fetch(`${base}/api/v1/vacancies/file?list=buildingHead&format=xlsx`, { headers: { cookie: narrow } })).arrayBuffer(),
      ),
    )
  const workbook = (lines: readonly (readonly unknown[])[]) =>
    writeWorkbook(lines.map((cells) => cells.map((value) => ({ value: value === null ? '' : String(value), type: String })))).toBuffer()
  const send = async (file: Uint8Array | string, commit: 'yes' | 'no' = 'no') =>
    fetch(`${base}/api/v1/vacancies/fill-in?commit=${commit}`, {
      method: 'POST',
      headers: { cookie: narrow, 'content-type': 'application/octet-stream' },
      body: file as BodyInit,
    })
  const told = async (response: Response): Promise<Told> => {
    const body = await response.json()
    expect({ status: response.status, body: response.ok ? null : body }).toEqual({ status: 200, body: null })
    return body as Told
  }
  const counted = async () =>
    (await database.db.query('select (select count(*) from appointment)::int as a, (select count(*) from person)::int as p')).rows[0]

  it('is told row by row without writing, then written at once, and a second time nothing is ready', async () => {
    const [head = [], ...lines] = await sheetOf()
    const at = (name: string) => head.indexOf(name)
    const fill = (line: unknown[], given: Record<string, string>) => {
      for (const [name, value] of Object.entries(given)) line[at(name)] = value
    }
    const foreign = houses.find(({ use, grid }) => use === 'residential' && grid !== null && !grid.startsWith(community))
    fill(lines[0] ?? [], { 姓名: '褚一行', 电话: '10011110000', 任期结束: '2028/11/20' })
    fill(lines[1] ?? [], { 姓名: '褚一行', 电话: '10011110000', 产生方式: '组织推荐', 同意公示: '是' })
    fill(lines[2] ?? [], { 姓名: '卫二行', 任期结束: '2020-01-01' })
    fill(lines[3] ?? [], { 姓名: '蒋三行', 岗位编码: `B${foreign?.id}` })
    fill(lines[4] ?? [], { 姓名: '沈四行', '版本(勿改)': '77' })
    const twice = [...(lines[5] ?? [])]
    fill(lines[5] ?? [], { 姓名: '韩五行' })
    fill(twice, { 姓名: '杨六行' })
    const file = await workbook([head, ...lines, twice])
    const before = await counted()
    const seen = await told(await send(file))
    expect(seen).toMatchObject({ committed: false, ready: 2, trouble: 5, empty: lines.length - 6 })
    expect(seen.rows.map(({ line, name, problem }) => [line, name, problem])).toEqual([
      [2, '褚**', null],
      [3, '褚**', null],
      [4, '卫**', 'termNotOrdered'],
      [5, '蒋**', 'unknownCode'],
      [6, '沈**', 'changedSince'],
      [7, '韩**', 'twice'],
      [lines.length + 2, '杨**', 'twice'],
    ])
    expect(await counted()).toEqual(before)
    expect(await told(await send(file, 'yes'))).toMatchObject({ committed: true, ready: 2, trouble: 5 })
    expect(await counted()).toEqual({ a: Number(before?.a) + 2, p: Number(before?.p) + 1 })
    const left = (await all('buildingHead', '', narrow)).map(({ buildingId }) => `B${buildingId}`)
    expect([left.includes(String(lines[0]?.[0])), left.includes(String(lines[1]?.[0])), left.length]).toEqual([
      false,
      false,
      lines.length - 2,
    ])
    const again = await told(await send(file, 'yes'))
    expect([again.committed, again.rows.slice(0, 2).map(({ problem }) => problem)]).toEqual([false, ['changedSince', 'changedSince']])
  })

  it('as text in the encodings of offices says the same', async () => {
    const csv = await (
      await fetch(`${base}/api/v1/vacancies/file?list=unitHead&format=csv&language=en`, { headers: { cookie: narrow } })
    ).text()
    const [head = '', first = ''] = csv.split('\r\n')
    const cells = first.split(',')
    cells[head.split(',').indexOf('Person')] = 'Wei Qi'
    expect(await told(await send(`\uFEFF${[head, cells.join(',')].join('\r\n')}\r\n`))).toMatchObject({ ready: 1, trouble: 0 })
  })

  it('that is no such list is refused with its reason', async () => {
    for (const [file, reason] of [
      ['a,b\r\n1,2\r\n', 'otherColumns'],
      ['%PDF-1.4 nothing', 'notTable'],
      [new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), 'oldExcel'],
      [new Uint8Array([0x50, 0x4b, 3, 4, 9]), 'damaged'],
    ] as const) {
      const response = await send(file)
      expect([reason, response.status, ((await response.json()) as { details: unknown }).details]).toEqual([
        reason,
        400,
        [{ path: 'body', problem: reason }],
      ])
    }
  })
})
