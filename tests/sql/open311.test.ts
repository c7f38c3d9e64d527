// GeoReport v2 from the outside: what other programs may send and read, in both formats, and what they never get.
import { XMLParser } from 'fast-xml-parser'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { demoNow } from '../engines/demo-day.ts'
import { listen } from '../engines/listen.ts'
import { demoSubdistrict as code } from '../engines/made-account.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let base: string
let security: Visitor
let key: string
let house: { lng: number; lat: number; address: string; id: number }

type Request = {
  service_request_id: string
  status: string
  status_notes: string
  service_code: string
  description: string | null
  address: string | null
  requested_datetime: string
  lat: number
  long: number
}

beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  const found = await database.db.query(
    `select ST_X(b.entrance) as lng, ST_Y(b.entrance) as lat, b.address, b.building_id as id from building b where b.subdistrict_code = $1
       and (select count(*) from building o where o.subdistrict_code = $1 and o.address = b.address) = 1 order by b.building_id limit 1`,
    [code],
  )
  house = found.rows[0] as typeof house
  security = await signInAs(base, 'securityAdministrator')
})

const xml = new XMLParser({ parseTagValue: false, isArray: (name) => ['service', 'request', 'error'].includes(name) })
const read = async (path: string) => {
  const response = await fetch(`${base}/open311/v2${path}`)
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type') ?? '', text }
}
const json = async <T>(path: string) => {
  const { status, text } = await read(path)
  expect({ path, status, text: status === 200 ? '' : text }).toEqual({ path, status: 200, text: '' })
  return JSON.parse(text) as T
}
const problem = async (path: string) => {
  const { status, text } = await read(path)
  const [error] = JSON.parse(text) as { code: number; description: string }[]
  expect(error?.code).toBe(status)
  expect(error?.description.length).toBeGreaterThan(10)
  return status
}
const post = (form: Record<string, string>, format = 'json') =>
  fetch(`${base}/open311/v2/requests.${format}`, { method: 'POST', body: new URLSearchParams(form) })
const report = (change: Record<string, string> = {}) => ({
  api_key: key,
  service_code: 'garbage',
  lat: String(house.lat),
  long: String(house.lng),
  description: '路口有垃圾，请回电13812345678',
  first_name: 'Mei',
  last_name: 'Zhang',
  email: 'mei@example.org',
  phone: '13812345678',
  device_id: 'device-1',
  ...change,
})
const count = async (text: string, values: unknown[] = []) => Number((await database.db.query(text, values)).rows[0]?.n)

describe('a sub-district', () => {
  it('is not served before it has a key, and the key is told once and stored as a hash', async () => {
    expect(await problem('/services.json')).toBe(404)
    const made = await security.send('POST', '/api/v1/api-keys', { name: '市民随手拍' })
    const body = (await made.json()) as { key: string; apiKey: { apiKeyId: number; name: string } }
    expect(made.status).toBe(200)
    key = body.key
    expect(await count('select count(*) as n from api_key where key_hash = $1', [key])).toBe(0)
    const listed = await security.json<{ apiKeys: { name: string }[] }>('/api/v1/api-keys')
    expect(JSON.stringify(listed)).not.toContain(key)
    expect(listed.apiKeys).toMatchObject([{ name: '市民随手拍', lastUsedAt: null, revokedAt: null }])
    expect(await count(`select count(*) as n from audit_entry where action = 'apiKeyCreated'`)).toBe(1)
    const again = JSON.parse((await read('/services.json')).text) as unknown[]
    expect(again).toHaveLength(11)
  })
})

describe('services', () => {
  it('are the items of the dictionary, in both formats', async () => {
    const services = await json<{ service_code: string; service_name: string; type: string; metadata: string }[]>('/services.json')
    expect(services.find(({ service_code }) => service_code === 'garbage')).toMatchObject({
      service_name: '垃圾杂物',
      type: 'realtime',
      metadata: 'false',
      group: 'environment',
    })
    const { text, type } = await read('/services.xml')
    expect(type).toContain('text/xml')
    const document = xml.parse(text) as { services: { service: { service_code: string }[] } }
    expect(document.services.service.map(({ service_code }) => service_code)).toEqual(services.map(({ service_code }) => service_code))
    expect(await json('/services/garbage.json')).toEqual({ service_code: 'garbage', attributes: [] })
    expect((await read('/services/garbage.xml')).text).toContain('<service_code>garbage</service_code>')
    expect(await problem('/services/none.json')).toBe(404)
  })

  it('are found from the discovery document', async () => {
    const found = (await (await fetch(`${base}/open311/discovery.json`)).json()) as { endpoints: { url: string; formats: string[] }[] }
    expect(found.endpoints[0]).toMatchObject({ url: `${base}/open311/v2`, type: 'production', formats: ['application/json', 'text/xml'] })
    expect(await (await fetch(`${base}/open311/discovery.xml`)).text()).toContain('<format>text/xml</format>')
  })
})

describe('a report', () => {
  it.each(['json', 'xml'])('as %s becomes an issue, can be read again, and keeps nothing of who sent it', async (format) => {
    const response = await post(report(), format)
    const text = await response.text()
    expect([response.status, text.includes('error')]).toEqual([201, false])
    const id =
      format === 'json'
        ? (JSON.parse(text) as { service_request_id: string }[])[0]?.service_request_id
        : (xml.parse(text) as { service_requests: { request: { service_request_id: string }[] } }).service_requests.request[0]
            ?.service_request_id
    const row = (await database.db.query('select * from issue where issue_id = $1', [id])).rows[0]
    expect(row).toMatchObject({ source: 'resident', status: 'reported', reported_by: null, description: '路口有垃圾，请回电138****5678' })
    const everything = JSON.stringify([row, (await database.db.query('select * from issue_event where issue_id = $1', [id])).rows])
    for (const personal of ['Mei', 'Zhang', 'mei@example.org', '13812345678', 'device-1']) expect(everything).not.toContain(personal)
    expect(
      await count(`select count(*) as n from change_event where kind = 'issueReported' and (detail ->> 'issueId')::bigint = $1`, [id]),
    ).toBe(1)
    expect(
      await count(`select count(*) as n from audit_entry where action = 'issueReported' and subject = $1 and actor like 'apiKey:%'`, [
        `issue:${id}`,
      ]),
    ).toBe(1)
    // whoever has no key gets no words of people; whoever has one gets them masked
    const [seen] = await json<Request[]>(`/requests/${id}.json`)
    expect(seen).toMatchObject({
      service_request_id: id,
      status: 'open',
      status_notes: 'reported',
      service_code: 'garbage',
      description: null,
    })
    expect([seen?.lat, seen?.long]).toEqual([house.lat, house.lng].map((one) => Number(one.toFixed(7))))
    const [trusted] = await json<Request[]>(`/requests/${id}.json?api_key=${key}`)
    expect(trusted?.description).toBe('路口有垃圾，请回电138****5678')
    const document = xml.parse((await read(`/requests/${id}.xml`)).text) as { service_requests: { request: Record<string, string>[] } }
    expect(document.service_requests.request).toMatchObject([{ service_request_id: id, status: 'open', description: '', zipcode: '' }])
    expect(Object.keys(document.service_requests.request[0] ?? {})).toEqual(Object.keys(seen ?? {}))
  })

  it('by an address is placed only where the address is exactly one', async () => {
    const placed = await post(report({ lat: '', long: '', address_string: house.address }))
    expect(placed.status).toBe(201)
    const [made] = (await placed.json()) as { service_request_id: string }[]
    expect(await count('select building_id as n from issue where issue_id = $1', [made?.service_request_id])).toBe(house.id)
    expect((await post(report({ lat: '', long: '', address_string: `${house.address}附近` }))).status).toBe(400)
  })

  it.each([
    [{ service_code: '' }, 400],
    [{ service_code: 'none' }, 404],
    [{ lat: '', long: '' }, 400],
    [{ lat: '91' }, 400],
    [{ lat: '10', long: '10' }, 400],
    [{ api_key: '' }, 400],
    [{ api_key: 'wrong' }, 403],
    [{ jurisdiction_id: '990100009' }, 404],
    [{ description: 'a'.repeat(5000) }, 400],
  ])('with %j is refused with %i in the words of the specification, and nothing is written', async (change, status) => {
    const before = await count('select count(*) as n from issue')
    const response = await post(report(change))
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject([{ code: status }])
    expect((await post(report(change), 'xml')).headers.get('content-type')).toContain('text/xml')
    expect(await count('select count(*) as n from issue')).toBe(before)
  })
})

describe('requests', () => {
  it('never hold disputes between people', async () => {
    const sent = await post(report({ service_code: 'neighbourDispute', description: '楼上吵闹' }))
    const [made] = (await sent.json()) as { service_request_id: string }[]
    expect(sent.status).toBe(201)
    expect(await problem(`/requests/${made?.service_request_id}.json`)).toBe(404)
    expect(await problem(`/requests/${made?.service_request_id}.json?api_key=${key}`)).toBe(404)
    const all = await json<Request[]>(`/requests.json?api_key=${key}`)
    const shown = await database.db.query('select issue_item_key as key from issue_item_now where subdistrict_code = $1 and on_wall', [
      code,
    ])
    const allowed = new Set(shown.rows.map((row) => String(row.key)))
    expect(all.filter(({ service_code }) => !allowed.has(service_code))).toEqual([])
  })

  it('are those of the last 90 days and at most 1000 unless asked otherwise', async () => {
    const all = await json<Request[]>('/requests.json')
    expect(all.length).toBeGreaterThan(100)
    expect(all.length).toBeLessThanOrEqual(1000)
    const oldest = Math.min(...all.map(({ requested_datetime }) => Date.parse(requested_datetime)))
    expect(demoNow().getTime() - oldest).toBeLessThanOrEqual(90 * 86_400_000)
    const times = all.map(({ requested_datetime }) => Date.parse(requested_datetime))
    expect(times).toEqual([...times].sort((a, b) => b - a))
  })

  it('are filtered by number, service, status and time', async () => {
    const all = await json<Request[]>('/requests.json')
    const two = all.slice(0, 2).map(({ service_request_id }) => service_request_id)
    expect(
      (await json<Request[]>(`/requests.json?service_request_id=${two.join()}`)).map(({ service_request_id }) => service_request_id),
    ).toEqual(two)
    const garbage = await json<Request[]>('/requests.json?service_code=garbage,roadDrain')
    expect(new Set(garbage.map(({ service_code }) => service_code))).toEqual(new Set(['garbage', 'roadDrain']))
    for (const status of ['open', 'closed']) {
      const some = await json<Request[]>(`/requests.json?status=${status}`)
      expect(new Set(some.map((one) => one.status))).toEqual(new Set([status]))
      expect(
        some.every(({ status_notes }) => ['closed', 'evaluated', 'rejected', 'merged'].includes(status_notes) === (status === 'closed')),
      ).toBe(true)
    }
    const from = '2026-11-01T00:00:00%2B08:00'
    const week = await json<Request[]>(`/requests.json?start_date=${from}&end_date=2026-11-07T23:59:59Z`)
    expect(week.length).toBeGreaterThan(0)
    expect(week.every(({ requested_datetime }) => requested_datetime >= '2026-10-31T16:00:00' && requested_datetime <= '2026-11-08')).toBe(
      true,
    )
    expect((await json<Request[]>(`/requests.json?jurisdiction_id=${code}`)).length).toBe(all.length)
  })

  it.each([
    ['start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z', 400],
    ['start_date=yesterday', 400],
    ['start_date=2026-11-02T00:00:00Z&end_date=2026-11-01T00:00:00Z', 400],
    ['status=broken', 400],
    ['service_code=none', 404],
    ['service_request_id=a', 400],
    ['jurisdiction_id=1', 404],
    ['api_key=wrong', 403],
  ])('asked for with %s are refused with %i', async (query, status) => expect(await problem(`/requests.json?${query}`)).toBe(status))

  it('that are not there, tokens, and other addresses are 404', async () => {
    for (const path of ['/requests/999999999.json', '/tokens/1.json', '/none.json']) expect(await problem(path)).toBe(404)
  })
})

describe('a key', () => {
  it('is held to its rate, and wrong ones are counted by address', async () => {
    const slow = await listen(database, { usualLimits: true })
    const ask = async (path: string) => (await fetch(`${slow}/open311/v2${path}`)).status
    const right = []
    for (let n = 0; n < 62; n++) right.push(await ask(`/requests/1.json?api_key=${key}`))
    expect(right.at(-1)).toBe(429)
    const wrong = []
    for (let n = 0; n < 22; n++) wrong.push(await ask('/requests.json?api_key=wrong'))
    expect([wrong[0], wrong.at(-1)]).toEqual([403, 429])
  })

  it('that was revoked is no key any more, and the sub-district is not served by it', async () => {
    const { apiKeys } = await security.json<{ apiKeys: { apiKeyId: number; lastUsedAt: string | null }[] }>('/api/v1/api-keys')
    expect(apiKeys[0]?.lastUsedAt).not.toBeNull()
    expect((await security.send('DELETE', `/api/v1/api-keys/${apiKeys[0]?.apiKeyId}`)).status).toBe(200)
    expect((await post(report())).status).toBe(403)
    expect(await problem('/requests.json')).toBe(404)
    expect(await count(`select count(*) as n from audit_entry where action = 'apiKeyRevoked'`)).toBe(1)
  })
})
