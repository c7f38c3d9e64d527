import { beforeAll, describe, expect, inject, it } from 'vitest'
import { ErrorBody } from '#contract/errors.ts'
import type { Database } from '../../server/db/database.ts'
import { listen } from '../engines/listen.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { testDatabase } from '../engines/test-database.ts'

type Page = {
  features: { id: number | string; geometry: { type: string }; properties: Record<string, unknown> }[]
  next: string | null
  asOf: string
}

let database: Database
let base: string
let leader: Visitor
beforeAll(async () => {
  database = await testDatabase()
  base = await listen(database)
  leader = await signInAs(base, 'leader')
})

const ask = (path: string, init?: RequestInit) => leader.ask(path, init)
const json = async <T = Page>(path: string): Promise<T> => {
  const response = await ask(path)
  const body = await response.json()
  expect({ path, status: response.status, body: response.ok ? '' : body }).toEqual({ path, status: 200, body: '' })
  return body as T
}
const count = async (statement: string) => Number((await database.db.query(`select count(*) as n from ${statement}`)).rows[0]?.n)

describe('grids', () => {
  it('of each level are all there, with counts that add up from level to level', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((level) => json(`/api/v1/grids?level=${level}&limit=1000`)))
    expect([one, two, three].map((page) => page?.features.length)).toEqual([2, 26, 325])
    const sum = (page: Page | undefined, key: string) =>
      page?.features.reduce((total, { properties }) => total + Number(properties[key]), 0)
    for (const key of ['households', 'buildings', 'openIssues']) {
      expect([key, sum(one, key)]).toEqual([key, sum(three, key)])
      expect([key, sum(two, key)]).toEqual([key, sum(three, key)])
    }
    // of people, counts below three are not told, so the sum of the small grids is known within bounds
    const told = (three?.features ?? []).map(({ properties }) => properties.residents60Plus)
    const known = told.reduce((total: number, count) => total + (count === '<3' ? 0 : Number(count)), 0)
    const hidden = told.filter((count) => count === '<3').length
    expect(sum(one, 'residents60Plus')).toBe(sum(two, 'residents60Plus'))
    expect(sum(one, 'residents60Plus')).toBeGreaterThanOrEqual(known + hidden)
    expect(sum(one, 'residents60Plus')).toBeLessThanOrEqual(known + 2 * hidden)
    expect(sum(one, 'households')).toBe(Number((await database.db.query('select sum(households) as n from building')).rows[0]?.n))
  })

  it('have a lineage over all generations, there and back again, without their cousins', async () => {
    const { rows } = await database.db.query('select grid_code as code from grid where level = 3 order by 1 limit 6')
    const [a = '', b = '', c = '', d = '', e = '', cousin = ''] = rows.map(({ code }) => String(code))
    const steps = [
      [a, b, 'split', '2020-01-01'],
      [a, cousin, 'split', '2020-01-01'],
      [b, c, 'split', '2021-01-01'],
      [c, b, 'merge', '2022-01-01'],
      [c, d, 'split', '2021-06-01'],
      [d, e, 'split', '2020-06-01'],
    ]
    await database.db.query(
      `insert into grid_lineage (subdistrict_code, ancestor_code, descendant_code, change_kind, effective_on, takes_over)
       select '990100001', a, d, kind, day::date, false from unnest($1::text[], $2::text[], $3::text[], $4::text[]) s(a, d, kind, day)`,
      [0, 1, 2, 3].map((part) => steps.map((one) => one[part])),
    )
    type History = { lineage: { ancestorCode: string; descendantCode: string }[]; lineageIsWhole: boolean; grids: { gridCode: string }[] }
    const told = async (code: string) => {
      const history = await json<History>(`/api/v1/grids/${code}/history`)
      return { ...history, steps: history.lineage.map(({ ancestorCode, descendantCode }) => [ancestorCode, descendantCode]) }
    }
    const ofB = await told(b)
    // what d became before it came from c is no descendant; what c became before it went back into b is
    expect(ofB.steps).toEqual([
      [a, b],
      [b, c],
      [c, d],
      [c, b],
    ])
    expect(ofB.lineageIsWhole).toBe(true)
    expect(ofB.grids.map(({ gridCode }) => gridCode)).toEqual([a, b, c, d])
    expect((await told(cousin)).steps).toEqual([[a, cousin]])
    expect((await told(a)).steps).toHaveLength(5)
    expect((await told(e)).steps).toEqual([[d, e]])
    await database.db.query(`delete from grid_lineage where effective_on < '2023-01-01'`)
  })

  it('below a parent, in a box, and as one with those above it', async () => {
    const communities = await json('/api/v1/grids?level=2')
    const community = String(communities.features[0]?.id)
    const children = await json(`/api/v1/grids?parent=${community}`)
    expect(children.features.length).toBe(communities.features[0]?.properties.children)
    const child = children.features[0]
    const [lng, lat] = (child?.properties.labelPoint ?? []) as [number, number]
    const box = await json(`/api/v1/grids?level=3&bbox=${lng - 1e-6},${lat - 1e-6},${lng + 1e-6},${lat + 1e-6}`)
    expect(box.features.map(({ id }) => id)).toContain(child?.id)
    const single = await json<{ ancestors: { gridCode: string; level: number }[] }>(`/api/v1/grids/${child?.id}`)
    expect(single.ancestors.map(({ level }) => level)).toEqual([1, 2])
    expect(single.ancestors[1]?.gridCode).toBe(community)
  })

  it('are those in force on the day asked for; before the first boundary there are none', async () => {
    expect((await json('/api/v1/grids?level=1&asOf=1999-01-01')).features).toEqual([])
    const code = (await json('/api/v1/grids?level=3&limit=1')).features[0]?.id
    const history = await json<{ boundaries: unknown[] }>(`/api/v1/grids/${code}/history`)
    expect(history.boundaries.length).toBeGreaterThanOrEqual(1)
    expect((await ask(`/api/v1/grids/${code}?asOf=1999-01-01`)).status).toBe(404)
  })

  it('are paged by key without a row lost or seen twice', async () => {
    const seen: unknown[] = []
    let after = ''
    for (let guard = 0; guard < 20; guard++) {
      const page: Page = await json(`/api/v1/grids?level=3&limit=100${after}`)
      seen.push(...page.features.map(({ id }) => id))
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(seen.length).toBe(325)
    expect(new Set(seen).size).toBe(325)
  })
})

describe('buildings', () => {
  it('without a head are exactly those that SQL finds, and the coverage figure agrees', async () => {
    const seen = new Set<unknown>()
    for (let after = '', guard = 0; guard < 50; guard++) {
      const page: Page = await json(`/api/v1/buildings?head=missing&sort=households&limit=500${after}`)
      const households = page.features.map(({ properties }) => Number(properties.households))
      expect(households).toEqual([...households].sort((a, b) => b - a))
      for (const { id } of page.features) seen.add(id)
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    const missing = await count(`building b where building_use = 'residential' and not exists (
      select 1 from appointment a where a.building_id = b.building_id and head_role = 'buildingHead'
        and term_start <= '2026-11-20' and coalesce(ended_on, term_end) > '2026-11-20')`)
    expect(seen.size).toBe(missing)
    const coverage = await json<{ total: { numerator: number; denominator: number } }>('/api/v1/coverage?kind=buildingHead&level=2')
    expect(coverage.total.denominator - coverage.total.numerator).toBe(missing)
    expect(coverage.total.numerator / coverage.total.denominator).toBeGreaterThan(0.55)
    expect(coverage.total.numerator / coverage.total.denominator).toBeLessThan(0.8)
  })

  it('say since when they have no head, and never before somebody left', async () => {
    const page = await json('/api/v1/buildings?head=missing&limit=1000')
    const since = page.features.map(({ properties }) => properties.vacantSince).filter((day) => day !== null)
    expect(since.length).toBeGreaterThan(50)
    expect(since.every((day) => String(day) <= '2026-11-20')).toBe(true)
  })

  it('of a grid of any level, of a community, of renovated compounds', async () => {
    const community = (await json('/api/v1/grids?level=2&limit=1')).features[0]
    const inGrid = await json(`/api/v1/buildings?grid=${community?.id}&limit=1000`)
    const inCommunity = await json(`/api/v1/buildings?community=${String(community?.id).slice(0, 12)}&limit=1000`)
    expect(inGrid.features.length).toBe(community?.properties.buildings)
    expect(inCommunity.features.map(({ id }) => id)).toEqual(inGrid.features.map(({ id }) => id))
    const renovated = await json('/api/v1/buildings?renovated=yes&limit=1000')
    const id = renovated.features[0]?.properties.compoundId
    expect((await json(`/api/v1/renovations?compound=${id}`)).features[0]?.properties.stage).toMatch(/accepted|afterCare/)
  })

  it('one by one with the footprint', async () => {
    const one = await json<{ geometry: { type: string } }>('/api/v1/buildings/1')
    expect(one.geometry.type).toBe('MultiPolygon')
    expect((await ask('/api/v1/buildings/999999999')).status).toBe(404)
  })
})

describe('the other registers', () => {
  it('hold the figures of the demo', async () => {
    expect((await json('/api/v1/compounds?limit=1000')).features.length).toBe(216)
    expect((await json('/api/v1/stations?kind=station&limit=1000')).features.length).toBe(82)
    expect((await json('/api/v1/stations?status=closed')).features.length).toBeGreaterThan(0)
    const routes = await json('/api/v1/patrol-routes?limit=1000')
    expect(routes.features.length).toBeGreaterThanOrEqual(21)
    const completion = routes.features[0]?.properties.checkpointCompletion as { numerator: number; denominator: number }
    expect(completion.denominator).toBeGreaterThan(completion.numerator)
    const done = await json('/api/v1/renovations?stage=accepted&limit=1000')
    const care = await json('/api/v1/renovations?stage=afterCare&limit=1000')
    expect(done.features.length + care.features.length).toBe(65)
  })

  it('find a grid by its code, a compound, a building and a road by name', async () => {
    const compound = (await json('/api/v1/compounds?limit=1')).features[0]?.properties.name
    const road = (await database.db.query(`select name from road where name <> '' limit 1`)).rows[0]?.name
    const code = (await json('/api/v1/grids?level=3&limit=1')).features[0]?.id
    for (const [words, kind] of [
      [code, 'grid'],
      [compound, 'compound'],
      [road, 'road'],
    ]) {
      const { hits } = await json<{ hits: { kind: string }[] }>(`/api/v1/search?q=${encodeURIComponent(String(words))}`)
      expect(hits.map((hit) => hit.kind)).toContain(kind)
    }
    expect((await json<{ hits: unknown[] }>(`/api/v1/search?q=${encodeURIComponent("%_\\' or 1=1 --")}`)).hits).toEqual([])
  })
})

describe('issues', () => {
  it('come newest first, filtered, paged without loss', async () => {
    const total = await count(`issue join issue_item using (issue_item_key) where issue_class_key = 'facility' and source = 'hotline12345'`)
    let seen = 0
    let before = '9999'
    for (let after = '', guard = 0; guard < 50; guard++) {
      const page: Page = await json(`/api/v1/issues?class=facility&source=hotline12345&limit=700${after}`)
      for (const { properties } of page.features) {
        expect(String(properties.reportedAt) <= before).toBe(true)
        before = String(properties.reportedAt)
        expect(properties.class).toBe('facility')
      }
      seen += page.features.length
      if (page.next === null) break
      after = `&after=${page.next}`
    }
    expect(seen).toBe(total)
  })

  it('open with their whole timeline, which ends in the present state', async () => {
    const closed = (await json('/api/v1/issues?status=evaluated&limit=1')).features[0]
    const one = await json<{ timeline: { to: string; from: string | null }[] }>(`/api/v1/issues/${closed?.id}`)
    expect(one.timeline[0]?.from).toBeNull()
    expect(one.timeline.at(-1)?.to).toBe('evaluated')
  })

  it('are counted into cells that hold every issue of the box and period once', async () => {
    type Density = { total: number; cells: [number, number, number][]; suppressedCells: number; cellMetres: number; days: number }
    const box = '107.9,30.4,108.1,30.6'
    const raw = await json<Density>(`/api/v1/issues/density?bbox=${box}&zoom=14&from=2026-10-22&to=2026-11-20`)
    const expected = await count(`counted_issue where reported_at >= '2026-10-22T00:00+08' and reported_at < '2026-11-21T00:00+08'`)
    expect(raw.total).toBe(expected)
    expect(raw.cells.reduce((sum, cell) => sum + cell[2], 0)).toBe(expected)
    expect(raw.days).toBe(30)
    const rate = await json<Density>(`/api/v1/issues/density?bbox=${box}&zoom=14&from=2025-11-21&to=2026-11-20&per=households`)
    expect(rate.suppressedCells).toBeGreaterThan(0)
    expect(rate.cells.length).toBeGreaterThan(0)
  })
})

describe('bad requests', () => {
  it.each([
    ['/api/v1/grids?level=4', 400, 'query.level'],
    ['/api/v1/grids?bbox=1,2,3', 400, 'query.bbox'],
    ['/api/v1/grids?bbox=,,,', 400, 'query.bbox'],
    ['/api/v1/grids?asOf=2026-02-30', 400, 'query.asOf'],
    ['/api/v1/grids?levle=1', 400, 'query'],
    ['/api/v1/grids?parent=990100001999000', 404, ''],
    ['/api/v1/grids/12', 400, 'path.code'],
    ['/api/v1/buildings?limit=5000', 400, 'query.limit'],
    ['/api/v1/buildings?after=1;drop', 400, 'query.after'],
    ['/api/v1/buildings?limit=1&limit=2', 400, 'query.limit'],
    ['/api/v1/buildings/0', 400, 'path.id'],
    ['/api/v1/issues?class=facility,nonsense', 400, 'query.class.1'],
    ['/api/v1/issues/density?zoom=14', 400, 'query.bbox'],
    ['/api/v1/issues/density?bbox=108,30,108.1,30.1&zoom=14&from=2026-11-02&to=2026-11-01', 400, 'query.from'],
    ['/api/v1/stations?subdistrict=123', 400, 'query.subdistrict'],
    ['/api/v1/stations?subdistrict=111111111', 404, ''],
    ['/api/v1/tiles/nonsense/14/1/1.mvt', 400, 'path.layers.0'],
    ['/api/v1/tiles/roads/14/99999/1.mvt', 400, 'path.x'],
    ['/api/v1/tiles/roads/-1/0/0.mvt', 400, 'path.z'],
    ['/api/v1/tiles/roads/%E0%A4%A/0/0.mvt', 400, ''],
    ['/api/v1/nothing', 404, ''],
  ])('%s is refused with %i, saying where', async (path, status, where) => {
    const response = await ask(path)
    const body = ErrorBody.parse(await response.json())
    expect([response.status, body.code]).toEqual([status, status === 404 ? 'not_found' : 'invalid_request'])
    expect(response.headers.get('x-request-id')).toBe(body.requestId)
    if (where !== '') expect(body.details?.[0]?.path).toBe(where)
  })

  it('other methods than those of the table find nothing', async () => {
    expect((await ask('/api/v1/grids', { method: 'POST' })).status).toBe(404)
  })
})

describe.runIf(inject('engine').kind === 'server')('the database connection', () => {
  it('ends a statement that runs too long, where the engine can', async () => {
    expect((await database.db.query('show statement_timeout')).rows[0]?.statement_timeout).toBe('20s')
    const client = await database.pool.connect()
    try {
      await client.query('set statement_timeout = 50')
      await expect(client.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' })
    } finally {
      client.release(true)
    }
  })
})

describe('the frame', () => {
  it('says that it lives, that it can serve, and how it does', async () => {
    expect((await ask('/healthz')).status).toBe(200)
    expect((await ask('/readyz')).status).toBe(200)
    await json('/api/v1/layers')
    const metrics = await (await ask('/metrics')).text()
    expect(metrics).toContain('fangyuan_http_request_seconds_count{method="GET",route="/api/v1/layers",status="200"}')
    expect(metrics).toContain('fangyuan_tile_store_bytes')
  })

  it('allows nothing from outside', async () => {
    const policy = (await ask('/api/docs')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toMatch(/https?:|\*/)
    expect((await ask('/api/v1/layers')).headers.get('x-powered-by')).toBeNull()
    expect((await ask('/api/v1/layers')).headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('describes itself', async () => {
    const document = await json<{ openapi: string; paths: Record<string, unknown> }>('/api/v1/openapi.json')
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toContain('/api/v1/tiles/{layers}/{z}/{x}/{y}.mvt')
    const docs = await (await ask('/api/docs')).text()
    expect(docs).toContain('swagger-ui')
    expect((await ask('/api/docs/files/swagger-ui-bundle.js')).status).toBe(200)
  })
})
