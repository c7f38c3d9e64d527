// The papers of a record: what is taken and what is not, whose they are, and what each of them leaves behind.
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mostAttachments } from '#domain/registers/attachments.ts'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { madeZip } from '../engines/made-zip.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let leader: Made
let patrolLeader: Made
let stranger: Made
let compound: number
let route: number
let renovation: number

const one = async (text: string, values: readonly unknown[] = []) => (await database.db.query(text, [code, ...values])).rows[0] ?? {}
const count = async (table: string): Promise<number> =>
  Number((await one(`select count(*) as n from ${table} where subdistrict_code = $1`)).n)
const traces = async () => [await count('register_event'), await count('change_event'), await count('audit_entry')]

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const found = await one(
    `select t.community_code, r.patrol_route_id, t.community_code || '000' as node from patrol_route r
     join patrol_team t using (subdistrict_code, patrol_team_id)
     where r.subdistrict_code = $1 and exists (select from compound c where c.subdistrict_code = $1 and c.community_code = t.community_code)
     order by 2 limit 1`,
  )
  const community = String(found.community_code)
  route = Number(found.patrol_route_id)
  compound = Number(
    (
      await one('select compound_id as id from compound where subdistrict_code = $1 and community_code = $2 order by 1 limit 1', [
        community,
      ])
    ).id,
  )
  renovation = Number(
    (await one('select renovation_project_id as id from renovation_project where subdistrict_code = $1 order by 1 limit 1')).id,
  )
  const other = await one(
    `select g.grid_code from grid g where g.subdistrict_code = $1 and g.level = 2 and left(g.grid_code, 12) <> $2
       and not exists (select from compound c, unnest(c.grid_codes) o where c.subdistrict_code = $1 and c.compound_id = $3 and left(o, 12) = left(g.grid_code, 12))
     order by 1 desc limit 1`,
    [community, compound],
  )
  leader = await madeAccount(database, 'leader', [code])
  patrolLeader = await madeAccount(database, 'patrolLeader', [String(found.node)])
  stranger = await madeAccount(database, 'secretary', [String(other.grid_code)])
})

const Paper = z.object({ attachmentId: z.number(), name: z.string(), mediaType: z.string(), bytes: z.number(), withdrawn: z.unknown() })
const at = (kind: string, id: number, more = '') => `${base}/api/v1/registers/${kind}/${id}/attachments${more}`
const cookie = async (who: Made) => ({ cookie: await madeCookie(database, who) })

async function add(file: Uint8Array, { who = leader, kind = 'compound', id = compound, name = '合同.pdf' } = {}) {
  const response = await fetch(at(kind, id, `?name=${encodeURIComponent(name)}`), {
    method: 'POST',
    headers: { ...(await cookie(who)), 'content-type': 'application/octet-stream' },
    body: new Blob([new Uint8Array(file)]),
  })
  const body = (await response.json()) as { details?: { path: string; problem: string }[] }
  return { status: response.status, body, problem: body.details?.[0]?.problem }
}
const list = async (who = leader, kind = 'compound', id = compound) => {
  const response = await fetch(at(kind, id), { headers: await cookie(who) })
  return z.object({ attachments: z.array(Paper), mayWrite: z.boolean() }).parse(await response.json())
}
async function withdraw(paper: number, reason: string, who = leader) {
  const response = await fetch(at('compound', compound, `/${paper}`), {
    method: 'DELETE',
    headers: { ...(await cookie(who)), 'content-type': 'application/json' },
    body: JSON.stringify({ reason }),
  })
  return response.status
}

let made = 0
const pdf = (inside = ''): Uint8Array =>
  Buffer.from(`%PDF-1.7\n1 0 obj << /Type /Catalog ${inside} >> endobj ${made++}\ntrailer << /Root 1 0 R >>\n%%EOF\n`)
const types = (what: string) => `<Types><Override PartName="/x" ContentType="application/vnd.${what}.main+xml"/></Types>`
const zip = (parts: Readonly<Record<string, string>>): Uint8Array =>
  madeZip(Object.entries(parts).map(([name, content]) => ({ name, content })))
const office = (parts: Readonly<Record<string, string>>, what = 'openxmlformats-officedocument.spreadsheetml.sheet'): Uint8Array =>
  zip({ '[Content_Types].xml': types(what), 'docProps/app.xml': String(made++), ...parts })

describe('a paper', () => {
  it('is kept, listed, given back as a file, and leaves history, a change and an audit entry', async () => {
    const before = await traces()
    const file = pdf()
    const added = await add(file, { name: '物业合同(2026).PDF' })
    expect(added).toMatchObject({
      status: 200,
      body: { name: '物业合同(2026).pdf', mediaType: 'application/pdf', bytes: file.length, withdrawn: null },
    })
    expect(await traces()).toEqual(before.map((n) => Number(n) + 1))
    const { attachmentId } = Paper.parse(added.body)
    expect((await list()).attachments[0]?.attachmentId).toBe(attachmentId)
    const given = await fetch(at('compound', compound, `/${attachmentId}`), { headers: await cookie(leader) })
    expect(Buffer.from(await given.arrayBuffer())).toEqual(Buffer.from(file))
    expect(given.headers.get('content-type')).toBe('application/pdf')
    expect(given.headers.get('x-content-type-options')).toBe('nosniff')
    expect(given.headers.get('content-disposition')).toBe(
      `attachment; filename="____(2026).pdf"; filename*=UTF-8''${encodeURIComponent('物业合同')}%282026%29.pdf`,
    )
    const history = await fetch(`${base}/api/v1/registers/compound/${compound}/history`, { headers: await cookie(leader) })
    const { events } = (await history.json()) as { events: { change: string; after: object }[] }
    expect(events[0]).toMatchObject({ change: 'attachmentAdded', after: { attachment: '物业合同(2026).pdf' } })
    const audited = await one(`select action, subject from audit_entry where subdistrict_code = $1 order by audit_entry_id desc limit 1`)
    expect(audited).toEqual({ action: 'attachmentAdded', subject: `compound:${compound}` })
  })

  it('sent again is the same one; withdrawn it is gone but for its row, and may come again', async () => {
    const file = pdf()
    const first = Paper.parse((await add(file)).body)
    const events = await count('register_event')
    expect(Paper.parse((await add(file)).body).attachmentId).toBe(first.attachmentId)
    expect(await count('register_event')).toBe(events)
    expect(await withdraw(first.attachmentId, '')).toBe(400)
    expect(await withdraw(first.attachmentId, '传错小区，电话 13812345678')).toBe(200)
    expect(await withdraw(first.attachmentId, '再撤')).toBe(404)
    const gone = (await list()).attachments.find(({ attachmentId }) => attachmentId === first.attachmentId)
    expect(JSON.stringify(gone?.withdrawn)).toContain('传错小区')
    expect(JSON.stringify(gone?.withdrawn)).not.toContain('13812345678')
    expect((await fetch(at('compound', compound, `/${first.attachmentId}`), { headers: await cookie(leader) })).status).toBe(404)
    const row = await one('select content, name from register_attachment where subdistrict_code = $1 and register_attachment_id = $2', [
      first.attachmentId,
    ])
    expect(row).toEqual({ content: null, name: first.name })
    expect(Paper.parse((await add(file)).body).attachmentId).not.toBe(first.attachmentId)
  })

  it('sent twice at once is one', async () => {
    const file = pdf()
    const [one, two] = await Promise.all([add(file), add(file)])
    expect([one.status, two.status]).toEqual([200, 200])
    expect(Paper.parse(one.body).attachmentId).toBe(Paper.parse(two.body).attachmentId)
  })

  it('that is a picture is made anew without what the camera wrote', async () => {
    const photo = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#888888' } })
      .withExif({ IFD0: { Make: 'Camera', ImageDescription: '106.55,29.56' } })
      .jpeg()
      .toBuffer()
    const { attachmentId, name, mediaType } = Paper.parse((await add(photo, { name: '门头.jpeg' })).body)
    expect([name, mediaType]).toEqual(['门头.jpg', 'image/jpeg'])
    const given = Buffer.from(
      await (await fetch(at('compound', compound, `/${attachmentId}`), { headers: await cookie(leader) })).arrayBuffer(),
    )
    expect((await sharp(given).metadata()).exif).toBeUndefined()
    expect((await sharp(photo).metadata()).exif).toBeDefined()
  })

  it('of five megabytes comes and goes as it is', async () => {
    const file = Buffer.concat([pdf(), Buffer.alloc(5 * 1024 * 1024, '%'), Buffer.from('\n%%EOF\n')])
    const { attachmentId, bytes } = Paper.parse((await add(file)).body)
    expect(bytes).toBe(file.length)
    const given = await fetch(at('compound', compound, `/${attachmentId}`), { headers: await cookie(leader) })
    expect(Buffer.from(await given.arrayBuffer()).equals(file)).toBe(true)
  })

  it('is what is in it, whatever its name says', async () => {
    const book = office({ 'xl/workbook.xml': '<workbook/>' })
    expect(Paper.parse((await add(book, { name: '楼栋.pdf' })).body).name).toBe('楼栋.xlsx')
    const text = office({ 'word/document.xml': '<document/>' }, 'openxmlformats-officedocument.wordprocessingml.document')
    expect(Paper.parse((await add(text, { name: '../../etc/纪要' })).body).name).toBe('纪要.docx')
  })

  it.each([
    ['nothing', () => new Uint8Array(), 'empty'],
    ['a program', () => Buffer.from('MZ\x90\x00 this program cannot be run'), 'notTaken'],
    ['a page with a script', () => Buffer.from('<html><script>alert(1)</script>'), 'notTaken'],
    ['a drawing with a script', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'notTaken'],
    ['Excel before 2007', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'notTaken'],
    [
      'a workbook with a password',
      () => Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'protected',
    ],
    ['an archive', () => zip({ 'a.txt': 'a' }), 'notTaken'],
    ['an archive that calls itself a workbook', () => zip({ 'xl/workbook.xml': '', 'run.exe': 'MZ' }), 'notTaken'],
    ['a workbook with a program beside it', () => office({ 'xl/workbook.xml': '', 'run.exe': 'MZ' }), 'macros'],
    ['a workbook with macros', () => office({ 'xl/workbook.xml': '', 'xl/vbaProject.bin': 'x' }), 'macros'],
    ['one that says it runs macros', () => office({ 'xl/workbook.xml': '' }, 'ms-excel.sheet.macroEnabled'), 'macros'],
    ['one with an object inside', () => office({ 'xl/workbook.xml': '', 'xl/embeddings/oleObject1.bin': 'x' }), 'macros'],
    [
      'a document that fetches its template',
      () =>
        office({
          'word/document.xml': '',
          'word/_rels/settings.xml.rels':
            '<Relationship Type="http://x/attachedTemplate" Target="http://far/a.dotm" TargetMode="External"/>',
        }),
      'macros',
    ],
    ['half a workbook', () => office({ 'xl/workbook.xml': 'x'.repeat(500) }).subarray(0, 200), 'damaged'],
    ['half a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj'), 'damaged'],
    ['a PDF with a program', () => pdf('/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'), 'activePdf'],
    ['a PDF with files in it', () => pdf('/Names << /EmbeddedFiles 2 0 R >>'), 'activePdf'],
  ])('that is %s is refused and leaves nothing', async (_, file, problem) => {
    const [before, papers] = [await traces(), await count('register_attachment')]
    const refused = await add(file())
    expect([refused.status, refused.problem]).toEqual([400, problem])
    expect([await traces(), await count('register_attachment')]).toEqual([before, papers])
  })

  it('larger than may be is refused, and so is one too many', async () => {
    expect((await add(Buffer.alloc(12 * 1024 * 1024 + 1, '%'))).status).toBe(413)
    const present = (await list()).attachments.filter(({ withdrawn }) => withdrawn === null).length
    await database.db.query(
      `insert into register_attachment (subdistrict_code, record_kind, record_id, name, media_type, byte_count, content, sent_hash, added_at, added_by)
       select $1, 'compound', $2, n || '.pdf', 'application/pdf', 1, '\\x00', 'many ' || n, now(), 'test' from generate_series(1, $3) n`,
      [code, compound, mostAttachments - present],
    )
    expect((await add(pdf())).status).toBe(409)
  })
})

describe('whose papers', () => {
  it('are whose record it is: outside of the scope there are none', async () => {
    const { attachmentId } = Paper.parse((await add(pdf(), { kind: 'patrolRoute', id: route })).body)
    const statuses = [
      (await fetch(at('compound', compound), { headers: await cookie(stranger) })).status,
      (await add(pdf(), { who: stranger })).status,
      // a number is of one record only
      (await fetch(at('compound', compound, `/${attachmentId}`), { headers: await cookie(leader) })).status,
      (await fetch(at('compound', 999_999_999), { headers: await cookie(leader) })).status,
      (await fetch(at('patrolRun', 1), { headers: await cookie(leader) })).status,
    ]
    expect(statuses).toEqual([404, 404, 404, 404, 400])
  })

  it('of a patrol route are kept by the patrol leader of its team, those of a compound are not', async () => {
    expect((await list(patrolLeader, 'patrolRoute', route)).mayWrite).toBe(true)
    expect((await add(pdf(), { who: patrolLeader, kind: 'patrolRoute', id: route })).status).toBe(200)
    expect((await list(patrolLeader)).mayWrite).toBe(false)
    expect((await add(pdf(), { who: patrolLeader })).status).toBe(403)
  })

  it.each(['building', 'station'] as const)('belong to a %s too', async (kind) => {
    const [table, key] = kind === 'building' ? ['building', 'building_id'] : ['service_station', 'service_station_id']
    const id = Number((await one(`select ${key} as id from ${table} where subdistrict_code = $1 order by 1 limit 1`)).id)
    expect((await add(pdf(), { kind, id })).status).toBe(200)
    expect((await list(leader, kind, id)).attachments).toHaveLength(1)
  })

  it('belong to a renovation too', async () => {
    expect((await add(pdf(), { kind: 'renovation', id: renovation })).status).toBe(200)
    expect((await list(leader, 'renovation', renovation)).attachments).toHaveLength(1)
  })
})
