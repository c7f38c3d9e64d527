// A file of hotline tickets from upload to issues, over HTTP, on both engines.
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import gcoord from 'gcoord'
import { beforeAll, describe, expect, it } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import type { ImportDetail, ImportPlace, ImportRow } from '#contract/imports.ts'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { changeBorders } from '../../server/db/record-issue.ts'
import { expireJobs } from '../../server/imports/queries.ts'
import { demoNow } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { madeZip } from '../engines/made-zip.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let leader: Made
let secretary: Made
let house: { lng: number; lat: number; address: string; grid: string; compound: string }
let elsewhere: { lng: number; lat: number }

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const found = await database.db.query(
    `select ST_X(b.entrance) as lng, ST_Y(b.entrance) as lat, b.address, b.grid_code as grid, c.name as compound
     from building b join compound c using (subdistrict_code, compound_id)
     where b.subdistrict_code = $1 and (select count(*) from building o where o.subdistrict_code = $1 and o.address = b.address) = 1
       and (select count(*) from compound o where o.subdistrict_code = $1 and o.name = c.name) = 1
     order by b.building_id limit 1`,
    [code],
  )
  house = found.rows[0] as typeof house
  const other = await database.db.query(
    `select ST_X(entrance) as lng, ST_Y(entrance) as lat from building where subdistrict_code = $1 and left(grid_code, 12) <> $2 order by building_id limit 1`,
    [code, house.grid.slice(0, 12)],
  )
  elsewhere = other.rows[0] as typeof elsewhere
  leader = await madeAccount(database, 'leader', [code])
  secretary = await madeAccount(database, 'secretary', [`${house.grid.slice(0, 12)}000`])
})

const csvType = 'text/csv'
const workbook = (lines: readonly (readonly string[])[]): Promise<Uint8Array> =>
  writeWorkbook(lines.map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer()
/** One session of an account, not one for each question. */
const cookies = new Map<string, Promise<string>>()
function cookieOf(made: Made, subdistrict: string): Promise<string> {
  const key = `${made.accountId} ${subdistrict}`
  const cookie = cookies.get(key) ?? madeCookie(database, made, demoNow(), subdistrict)
  cookies.set(key, cookie)
  return cookie
}
async function ask(made: Made, method: string, path: string, body?: BodyInit | object, type = 'application/json', subdistrict = code) {
  const raw = body instanceof Uint8Array || typeof body === 'string'
  const response = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { cookie: await cookieOf(made, subdistrict), ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  })
  return response
}
const json = async <T>(response: Response): Promise<T> => {
  const body = await response.json()
  expect({ status: response.status, body: response.ok ? '' : body }).toEqual({ status: 200, body: '' })
  return body as T
}
const send = (made: Made, content: string | Uint8Array, name = '工单.csv', subdistrict = code) =>
  ask(made, 'POST', `/imports?name=${encodeURIComponent(name)}`, content, csvType, subdistrict)

/** Asks until the service has done what it was asked. */
async function settled(made: Made, id: number, subdistrict = code): Promise<ImportDetail> {
  for (let n = 0; n < 600; n++) {
    const job = await json<ImportDetail>(await ask(made, 'GET', `/imports/${id}`, undefined, undefined, subdistrict))
    if (!['reading', 'checking', 'committing'].includes(job.state)) return job
    await setTimeout(Math.min(20 + 10 * n, 400))
  }
  throw new Error('it does not end')
}
async function read(made: Made, content: string | Uint8Array, name?: string): Promise<ImportDetail> {
  const sent = await json<{ importId: number; state: string }>(await send(made, content, name))
  expect(sent.state).toBe('reading')
  return settled(made, sent.importId)
}
type Choice = { items?: Record<string, string>; coordinates?: string; saveAs?: string }
async function mapped(made: Made, job: ImportDetail, { items, coordinates = 'wgs84', saveAs }: Choice = {}): Promise<ImportDetail> {
  const mapping = {
    columns: job.proposal?.columns,
    items: { ...job.proposal?.items, ...items },
    source: 'hotline12345',
    coordinates,
    ...(saveAs && { saveAs }),
  }
  await json(await ask(made, 'PUT', `/imports/${job.importId}/mapping`, mapping))
  return settled(made, job.importId)
}
async function committed(made: Made, id: number): Promise<ImportDetail> {
  await json(await ask(made, 'POST', `/imports/${id}/commit`, {}))
  return settled(made, id)
}
const rowsOf = async (made: Made, id: number, query = '') =>
  (await json<{ rows: ImportRow[]; next: number | null }>(await ask(made, 'GET', `/imports/${id}/rows${query}`))).rows
const count = async (text: string, values: unknown[] = []) => Number((await database.db.query(text, values)).rows[0]?.n)

const head = '工单编号,受理时间,诉求类别,诉求内容,事发地址,经度,纬度,办结时间,联系电话'
let serial = 0
type Line = Partial<Record<'id' | 'at' | 'item' | 'text' | 'address' | 'lng' | 'lat' | 'closed', string | number>>
const line = ({ id = `T${++serial}`, at = '2026-11-01 09:00', item = '垃圾杂物', text = '路口有垃圾', address = '', ...more }: Line = {}) =>
  [id, at, item, text, address, more.lng ?? house.lng, more.lat ?? house.lat, more.closed ?? '', '13812345678'].join()
const file = (...lines: string[]) => [head, ...lines].join('\n')

describe('a file', () => {
  it('is read, its columns are proposed, and what says who somebody is is not read in', async () => {
    const job = await read(leader, file(line({ text: '请回电13812345678' })))
    expect(job).toMatchObject({ state: 'mapping', rowCount: 1, counts: null })
    expect(job.proposal).toMatchObject({
      columns: { ticketNumber: 0, reportedAt: 1, item: 2, description: 3, address: 4, lng: 5, lat: 6, closedAt: 7 },
      items: { 垃圾杂物: 'garbage' },
      from: null,
    })
    expect(job.personal).toEqual([false, false, false, false, false, false, false, false, true])
    const kept = await database.db.query('select cells::text as cells from intake_row where intake_job_id = $1', [job.importId])
    expect(String(kept.rows[0]?.cells)).not.toContain('13812345678')
    expect(await count('select count(*) as n from intake_job where intake_job_id = $1 and content is null', [job.importId])).toBe(1)
  })

  it('in GB18030, in UTF-16, with semicolons and as a workbook says the same', async () => {
    const book = await workbook([head.split(','), line().split(',')])
    const utf16 = Buffer.from(`\uFEFF${file(line())}`, 'utf16le')
    // 工单编号,受理时间,事项,地址 in the encoding of offices
    const gbHeader = Buffer.from('b9a4b5a5b1e0bac52ccadcc0edcab1bce42ccac2cfee2cb5d8d6b70a', 'hex')
    const gbFile = Buffer.concat([gbHeader, Buffer.from('T-gb,2026-11-01,x,y\n')])
    for (const [content, columns] of [
      [book, 9],
      [utf16, 9],
      [file(line()).replaceAll(',', ';'), 9],
      [gbFile, 4],
    ] as const) {
      const job = await read(leader, content)
      expect([job.state, job.header.length, job.header[0], job.rowCount]).toEqual(['mapping', columns, '工单编号', 1])
    }
  })

  it('that is no table is refused at once with its reason, and nothing is kept', async () => {
    const before = await count('select count(*) as n from intake_job')
    const reason = async (content: string | Uint8Array, type = csvType) => {
      const response = await ask(leader, 'POST', '/imports?name=x', content, type)
      const body = (await response.json()) as { code: string; details?: { problem: string }[] }
      return [response.status, body.details?.[0]?.problem ?? body.code]
    }
    const book = Buffer.from(await workbook([['a'], ['b']]))
    const inside = { name: 'xl/workbook.xml', content: '<workbook/>' }
    expect(await reason(new Uint8Array())).toEqual([400, 'empty'])
    expect(await reason(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toEqual([400, 'oldExcel'])
    expect(await reason(Buffer.from('%PDF-1.7 …'))).toEqual([400, 'notTable'])
    expect(await reason(Buffer.from([1, 2, 0, 3]))).toEqual([400, 'notTable'])
    expect(await reason(book.subarray(0, book.length - 40))).toEqual([400, 'damaged'])
    expect(await reason(madeZip([inside, { name: 'xl/vbaProject.bin', content: 'macro' }]))).toEqual([400, 'macros'])
    expect(await reason(madeZip([{ ...inside, protected: true }]))).toEqual([400, 'protected'])
    expect(await reason(madeZip([{ name: 'word/document.xml', content: 'letter' }]))).toEqual([400, 'notTable'])
    expect(await reason(madeZip([inside, { name: 'xl/big.xml', content: '', saysBytes: 1e9 }]))).toEqual([400, 'tooLargeInside'])
    expect(await reason('a,b', 'text/html')).toEqual([415, 'unsupported_media_type'])
    expect(await reason(new Uint8Array(21 * 1024 * 1024))).toEqual([413, 'too_large'])
    expect(await count('select count(*) as n from intake_job')).toBe(before)
  })

  it('whose inside is wrong is refused when it is read, with the place', async () => {
    const sheet = (cells: string) => ({
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet><sheetData><row r="1">${cells}</row></sheetData></worksheet>`,
    })
    const inside = { name: 'xl/workbook.xml', content: '<workbook/>' }
    const bomb = madeZip([inside, { name: 'xl/worksheets/sheet1.xml', content: new Uint8Array(30_000_000), saysBytes: 1000 }])
    for (const [content, refusal, at] of [
      [bomb, 'tooLargeInside', 'xl/worksheets/sheet1.xml'],
      [madeZip([inside, sheet('<c')]), 'damaged', ''],
      ['工单编号,受理时间\n"T1,2026-11-01\n', 'damaged', '2'],
      ['工单编号,受理时间\nT1,2026-11-01,more\n', 'doubtfulColumns', '2'],
      ['工单编号,受理时间\n', 'noRows', ''],
      [Buffer.from('b9a4ff2c0a', 'hex'), 'encoding', ''],
    ] as const) {
      const job = await read(leader, content)
      expect([job.state, job.refusal, job.refusedAt]).toEqual(['refused', refusal, at])
      expect((await ask(leader, 'POST', `/imports/${job.importId}/commit`, {})).status).toBe(409)
    }
  })
})

describe('the rows of a file', () => {
  it('are told apart: ready, duplicate, outside, unknown, without a place, in trouble', async () => {
    const lines = [
      line({ id: 'A1' }),
      line({ id: 'A1' }),
      line({ id: 'A2', lng: 10, lat: 10 }),
      line({ id: 'A3', item: '没听说过' }),
      line({ id: 'A4', lng: '', lat: '' }),
      line({ id: 'A5', closed: '2026-10-01 09:00' }),
      line({ id: 'A6', at: '03/04/2026' }),
      line({ id: '5.00231E+14' }),
      line({ id: 'A7', at: '2030-01-01 00:00' }),
      line({ id: '' }),
      line({ id: 'A8', at: '1999-01-01 00:00' }),
      line({ id: 'A9', text: '=cmd()' }),
      line({ id: 'A10', lng: '', lat: '', address: house.address }),
    ]
    const job = await mapped(leader, await read(leader, file(...lines)))
    expect(job.state).toBe('ready')
    const rows = await rowsOf(leader, job.importId)
    expect(rows.map(({ rowNumber, status, problems }) => [rowNumber, status, ...problems])).toEqual([
      [2, 'ready'],
      [3, 'duplicate', 'duplicateInFile'],
      [4, 'outside', 'outside'],
      [5, 'unknownItem', 'unknownItem'],
      [6, 'noPlace', 'noCoordinate', 'placeUnknown'],
      [7, 'trouble', 'closedBeforeReported'],
      [8, 'trouble', 'unreadableTime'],
      [9, 'trouble', 'damagedTicketNumber'],
      [10, 'trouble', 'futureTime'],
      [11, 'trouble', 'noTicketNumber'],
      [12, 'outside', 'beforeGrids'],
      [13, 'trouble', 'formula'],
      [14, 'ready', 'noCoordinate'],
    ])
    expect(job.counts).toMatchObject({
      ready: 2,
      duplicate: 1,
      outside: 2,
      unknownItem: 1,
      noPlace: 1,
      trouble: 6,
      confirmPlace: 0,
      imported: 0,
    })
    expect(rows[12]).toMatchObject({ placedBy: 'name', gridCode: house.grid })
    expect((await rowsOf(leader, job.importId, '?status=trouble')).length).toBe(6)
    const page = await json<{ rows: ImportRow[]; next: number | null }>(
      await ask(leader, 'GET', `/imports/${job.importId}/rows?limit=3&after=4`),
    )
    expect([page.rows.map(({ rowNumber }) => rowNumber), page.next]).toEqual([[5, 6, 7], 7])
    // the file of errors says why, and runs nothing when it is opened
    const errors = await (await ask(leader, 'GET', `/imports/${job.importId}/errors`)).text()
    expect(errors).toContain('办结时间早于受理时间')
    expect(errors).toContain(`'=cmd()`)
    expect(errors.split('\r\n').length).toBe(11 + 2)
    const book = await ask(leader, 'GET', `/imports/${job.importId}/errors?format=xlsx&language=en`)
    expect(book.headers.get('content-disposition')).toContain('attachment')
    expect(
      Buffer.from(await book.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })

  it('of another scope are outside it', async () => {
    const job = await mapped(secretary, await read(secretary, file(line(), line({ lng: elsewhere.lng, lat: elsewhere.lat }))))
    expect((await rowsOf(secretary, job.importId)).map(({ status }) => status)).toEqual(['ready', 'outside'])
  })

  it('belong to whoever sent the file', async () => {
    const job = await read(secretary, file(line()))
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/rows'],
      ['GET', '/places'],
      ['GET', '/errors'],
      ['POST', '/commit'],
      ['DELETE', ''],
    ] as const)
      expect((await ask(leader, method, `/imports/${job.importId}${path}`, method === 'GET' ? undefined : {})).status).toBe(404)
  })

  it('in GCJ-02 and BD-09 are moved to where they are', async () => {
    for (const [coordinates, system] of [
      ['gcj02', gcoord.GCJ02],
      ['bd09', gcoord.BD09],
    ] as const) {
      const [lng = 0, lat = 0] = gcoord.transform([house.lng, house.lat], gcoord.WGS84, system)
      const job = await mapped(leader, await read(leader, file(line({ lng, lat }))), { coordinates })
      const [row] = await rowsOf(leader, job.importId)
      expect(Math.abs((row?.lng ?? 0) - house.lng)).toBeLessThan(2e-5)
      expect(row?.gridCode).toBe(house.grid)
    }
  })

  it('are never placed by a guess: what is only like a place waits for a person, once for all rows with the same words', async () => {
    const words = `${house.address}门口`
    const lines = [line({ lng: '', lat: '', address: words }), line({ lng: '', lat: '', address: words })]
    const job = await mapped(leader, await read(leader, file(...lines)))
    expect(job.counts).toMatchObject({ confirmPlace: 2, ready: 0 })
    const { places } = await json<{ places: ImportPlace[] }>(await ask(leader, 'GET', `/imports/${job.importId}/places`))
    expect(places).toHaveLength(1)
    expect(places[0]).toMatchObject({ words, match: 'similar', rows: 2, choice: null })
    const candidate = places[0]?.candidates.find(({ address }) => address === house.address)
    const choose = (choice: unknown) => ask(leader, 'PUT', `/imports/${job.importId}/places`, { key: places[0]?.key, choice })
    expect((await choose({ kind: 'building', id: 999_999 })).status).toBe(400)
    await json(await choose({ kind: candidate?.kind, id: candidate?.id }))
    expect((await rowsOf(leader, job.importId)).map(({ status, placedBy, gridCode }) => [status, placedBy, gridCode])).toEqual([
      ['ready', 'person', house.grid],
      ['ready', 'person', house.grid],
    ])
    // the choice stands when the rows are checked anew, and can be taken back
    expect((await mapped(leader, job)).counts).toMatchObject({ ready: 2 })
    await json(await choose(null))
    expect((await rowsOf(leader, job.importId)).map(({ status }) => status)).toEqual(['confirmPlace', 'confirmPlace'])
  })
})

describe('taking in', () => {
  it('makes issues with their own times, grids and masked texts, leaves out what was left out, and says what it did', async () => {
    const lines = [
      line({ id: 'C1', text: '请回电13812345678', closed: '2026-11-02 10:00' }),
      line({ id: 'C2' }),
      line({ id: 'C3', item: '没听说过' }),
    ]
    const job = await mapped(leader, await read(leader, file(...lines)))
    await json(await ask(leader, 'PUT', `/imports/${job.importId}/included`, { rows: [3], included: false }))
    const issues = await count('select count(*) as n from issue')
    const done = await committed(leader, job.importId)
    expect(done).toMatchObject({ state: 'committed', counts: { imported: 1, ready: 1, unknownItem: 1 }, excluded: 1 })
    expect(await count('select count(*) as n from issue')).toBe(issues + 1)
    const [row] = await rowsOf(leader, job.importId, '?status=imported')
    const one = await json<{ properties: Record<string, unknown>; timeline: Record<string, unknown>[] }>(
      await ask(leader, 'GET', `/issues/${row?.issueId}`),
    )
    expect(one.properties).toMatchObject({
      status: 'closed',
      source: 'hotline12345',
      item: 'garbage',
      gridCode: house.grid,
      description: '请回电138****5678',
      dueAt: null,
      filedAt: null,
    })
    expect(new Date(String(one.properties.reportedAt)).toISOString()).toBe('2026-11-01T01:00:00.000Z')
    expect(one.timeline.map(({ from, to, action, happenedAt }) => [from, to, action, new Date(String(happenedAt)).toISOString()])).toEqual([
      [null, 'reported', null, '2026-11-01T01:00:00.000Z'],
      ['reported', 'closed', null, '2026-11-02T02:00:00.000Z'],
    ])
    expect(String(one.timeline[0]?.reason)).toContain('C1')
    expect(await count(`select count(*) as n from change_event where kind = 'issuesImported' and detail ->> 'issues' = '1'`)).toBe(1)
    expect(
      await count(`select count(*) as n from audit_entry where action = 'imported' and subject = $1`, [`import:${job.importId}`]),
    ).toBe(1)
    expect(
      await count(`select count(*) as n from tile_feature where layer = 'issues' and band = 16 and feature_id = $1`, [row?.issueId]),
    ).toBe(1)
    // the rest can be mended and taken in afterwards
    await mapped(leader, done, { items: { 没听说过: 'flyposting' } })
    expect(await committed(leader, job.importId)).toMatchObject({ counts: { imported: 2 } })
  })

  it('the same file twice adds nothing', async () => {
    const content = file(...Array.from({ length: 20 }, () => line()))
    const first = await mapped(leader, await read(leader, content))
    const second = await mapped(leader, await read(leader, content))
    expect((await committed(leader, first.importId)).counts).toMatchObject({ imported: 20 })
    const issues = await count('select count(*) as n from issue')
    // this one was checked before the other was taken in
    expect((await committed(leader, second.importId)).counts).toMatchObject({ imported: 0, duplicate: 20 })
    expect((await mapped(leader, await read(leader, content))).counts).toMatchObject({ ready: 0, duplicate: 20 })
    expect(await count('select count(*) as n from issue')).toBe(issues)
  })

  it('stops where the rights stop: what lies outside of them by then stays out', async () => {
    const passing = await madeAccount(database, 'secretary', [code])
    const job = await mapped(passing, await read(passing, file(line(), line({ lng: elsewhere.lng, lat: elsewhere.lat }))))
    expect(job.counts).toMatchObject({ ready: 2 })
    await database.db.query('update account_scope set node_code = $2 where account_id = $1', [passing.accountId, house.grid])
    expect((await committed(passing, job.importId)).counts).toMatchObject({ imported: 1, outside: 1 })
    await database.db.query('delete from account_scope where account_id = $1', [passing.accountId])
    await database.db.query(`update account set role = 'planner' where account_id = $1`, [passing.accountId])
  })

  it('waits while borders change: what is open belongs to the grid in force when it is taken, what was closed to that of its day', async () => {
    const job = await mapped(leader, await read(leader, file(line({ id: 'B1' }), line({ id: 'B2', closed: '2026-11-02 10:00' }))))
    const fresh = `${house.grid.slice(0, 12)}999`
    let taking: Promise<ImportDetail> | undefined
    await inTransaction(database.pool, async (db) => {
      await changeBorders(db, code)
      taking = committed(leader, job.importId)
      await setTimeout(1500)
      await db.query(
        `insert into grid (subdistrict_code, grid_code, level, community_code, name, name_en, created_on)
         select subdistrict_code, $3, level, community_code, '新网格', 'New grid', $4 from grid where subdistrict_code = $1 and grid_code = $2`,
        [code, house.grid, fresh, '2026-11-20'],
      )
      await db.query(
        `with ended as (
           update grid_boundary set valid_to = $4 where subdistrict_code = $1 and grid_code = $2 and valid_to is null returning *
         )
         insert into grid_boundary (subdistrict_code, grid_code, valid_from, coverage_version_id, parent_code, area_m2, label_point, geom)
         select subdistrict_code, $3, $4, coverage_version_id, parent_code, area_m2, label_point, geom from ended`,
        [code, house.grid, fresh, '2026-11-20'],
      )
    })
    expect((await taking)?.counts).toMatchObject({ imported: 2 })
    const found = await database.db.query(
      `select external_reference as id, grid_code as grid from issue where subdistrict_code = $1 and external_reference in ('B1', 'B2') order by 1`,
      [code],
    )
    expect(found.rows).toEqual([
      { id: 'B1', grid: fresh },
      { id: 'B2', grid: house.grid },
    ])
    await database.db.query('delete from grid_boundary where subdistrict_code = $1 and grid_code = $2', [code, fresh])
    await database.db.query('update grid_boundary set valid_to = null where subdistrict_code = $1 and grid_code = $2', [code, house.grid])
  })

  it('remembers what columns and words meant, for everybody in the sub-district', async () => {
    const content = (id: string) => `编码甲,时间乙,种类丙,地方丁\n${id},2026-11-01 09:00,脏东西,${house.address}\n`
    const job = await read(leader, content('M1'))
    const mapping = {
      columns: { ticketNumber: 0, reportedAt: 1, item: 2, address: 3 },
      items: { 脏东西: 'garbage' },
      source: 'superior',
      coordinates: 'gcj02',
    }
    await json(await ask(leader, 'PUT', `/imports/${job.importId}/mapping`, { ...mapping, saveAs: '区转办' }))
    await settled(leader, job.importId)
    const next = await read(secretary, content('M2'))
    expect(next.proposal).toMatchObject({ ...mapping, from: '区转办' })
    expect(next.words).toEqual([{ word: '脏东西', rows: 1 }])
    const { mappings } = await json<{ mappings: { name: string }[] }>(await ask(secretary, 'GET', '/imports/mappings'))
    expect(mappings.map(({ name }) => name)).toContain('区转办')
    expect(
      (await ask(leader, 'PUT', `/imports/${job.importId}/mapping`, { ...mapping, columns: { ...mapping.columns, item: 9 } })).status,
    ).toBe(400)
    expect(
      (await ask(leader, 'PUT', `/imports/${job.importId}/mapping`, { ...mapping, columns: { ticketNumber: 0, reportedAt: 1, item: 2 } }))
        .status,
    ).toBe(400)
  })

  it('of a file that is thrown away or forgotten leaves nothing of its rows', async () => {
    const job = await read(leader, file(line()))
    await json(await ask(leader, 'DELETE', `/imports/${job.importId}`))
    expect(await count('select count(*) as n from intake_row where intake_job_id = $1', [job.importId])).toBe(0)
    const other = await read(leader, file(line()))
    await expireJobs(database.db, new Date(demoNow().getTime() + 8 * 86_400_000))
    expect(await count('select count(*) as n from intake_row where intake_job_id = $1', [other.importId])).toBe(0)
    expect((await ask(leader, 'GET', `/imports/${other.importId}`)).status).toBe(404)
  })

  it('goes on after the service was stopped in the middle', async () => {
    const job = await mapped(leader, await read(leader, file(...Array.from({ length: 1200 }, () => line()))))
    // one batch was taken in, then the instance that did it was gone and its lease ran out
    await database.db.query(
      `update intake_job set state = 'committing', done = 500, attempts = 1, lease_key = 'gone', lease_until = clock_timestamp() - interval '1 second'
       where intake_job_id = $1`,
      [job.importId],
    )
    await listen(database)
    await json(await ask(leader, 'PUT', `/imports/${(await read(leader, file(line()))).importId}/included`, { rows: [2], included: true }))
    expect((await settled(leader, job.importId)).counts).toMatchObject({ imported: 1200 })
  })
})

describe('20,000 rows', () => {
  // how long that takes is measured by npm run bench -- imports
  it('are read and checked', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) =>
      n % 10 === 0 ? line({ lng: '', lat: '', address: `${house.compound}${n}栋` }) : line(),
    )
    const job = await mapped(leader, await read(leader, file(...lines)))
    expect(job.counts).toMatchObject({ ready: 18_000, confirmPlace: 2000 })
  })
})

// The real rows lie beside the checkout and are never copied into it.
const sample = fileURLToPath(new URL('../../../shared/data/issues/nyc-311-sample.csv', import.meta.url))
if (!existsSync(sample)) process.stderr.write(`SKIPPED: real tickets are not at ${sample}\n`)
describe.runIf(existsSync(sample))('real tickets of another city', () => {
  const items = {
    'Noise - Residential': 'neighbourDispute',
    'Noise - Commercial': 'neighbourDispute',
    'Illegal Parking': 'fireLaneParking',
  }

  it('are outside of this sub-district, or without a place, and none of them is taken in', async () => {
    const job = await read(leader, readFileSync(sample), 'nyc.csv')
    expect(job.proposal?.columns).toMatchObject({ ticketNumber: 0, reportedAt: 1, item: 4 })
    const checked = await mapped(leader, job, { items })
    expect(checked.rowCount).toBe(500)
    expect(checked.counts).toMatchObject({ ready: 0, imported: 0 })
    const rows = await rowsOf(leader, job.importId, '?limit=500')
    expect(rows.filter(({ problems }) => problems.includes('noCoordinate')).length).toBe(68)
    expect(rows.filter(({ problems }) => problems.includes('outside')).length).toBe(432)
  })

  it('are taken in where a sub-district lies around them', async () => {
    const town = '990109001'
    await database.db.query(
      `insert into subdistrict (subdistrict_code, name, name_en, source, extent) values ($1, '昆斯', 'Queens', 'register', ST_MakeEnvelope(-74, 40.5, -73.7, 40.82, 4326))`,
      [town],
    )
    const version = await database.db.query(
      `insert into coverage_version (subdistrict_code, title, valid_from) values ($1, 'first', '2020-01-01') returning coverage_version_id as id`,
      [town],
    )
    for (const [grid, level, parent] of [
      [`${town}000001`, 1, null],
      [`${town}001000`, 2, `${town}000001`],
      [`${town}001001`, 3, `${town}001000`],
    ] as const) {
      await database.db.query(
        `insert into grid (subdistrict_code, grid_code, level, community_code, name, name_en, created_on) values ($1, $2, $3, $4, $2, $2, '2020-01-01')`,
        [town, grid, level, level === 1 ? null : grid.slice(0, 12)],
      )
      await database.db.query(
        `insert into grid_boundary (subdistrict_code, grid_code, valid_from, coverage_version_id, parent_code, area_m2, label_point, geom)
         select $1, $2, '2020-01-01', $3, $4, ST_Area(g::geography), ST_Centroid(g), ST_Multi(g) from ST_MakeEnvelope(-74, 40.5, -73.7, 40.82, 4326) g`,
        [town, grid, version.rows[0]?.id, parent],
      )
    }
    const their = await madeAccount(database, 'leader', [town], [], town)
    await setTimeout(1100)
    const sent = await json<{ importId: number }>(await send(their, readFileSync(sample), 'nyc.csv', town))
    const job = await settled(their, sent.importId, town)
    const body = { columns: job.proposal?.columns, items, source: 'hotline12345', coordinates: 'wgs84' }
    await json(await ask(their, 'PUT', `/imports/${job.importId}/mapping`, body, undefined, town))
    const checked = await settled(their, job.importId, town)
    expect(checked.counts?.ready).toBeGreaterThan(150)
    await json(await ask(their, 'POST', `/imports/${job.importId}/commit`, {}, undefined, town))
    const done = await settled(their, job.importId, town)
    expect(done.counts?.imported).toBe(checked.counts?.ready)
    expect(await count('select count(*) as n from issue where subdistrict_code = $1 and closed_at < reported_at', [town])).toBe(0)
    expect(await count(`select count(*) as n from issue where subdistrict_code = $1 and status = 'closed'`, [town])).toBeGreaterThan(50)
  })
})
