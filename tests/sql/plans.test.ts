// Boundary plans from the first line to the day they are in force: what is kept, what is refused, what the database proves, who follows.
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endedStatuses } from '#domain/issues/workflow.ts'
import { layerIds } from '#domain/layers/layer-table.ts'
import { usualRules } from '#domain/plans/checks.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { applyOperation } from '#domain/topology/operations.ts'
import { unpackTopology } from '#domain/topology/pack.ts'
import { bordersOf, gridPolygons, neighboursOf, parentPolygons } from '#domain/topology/rings.ts'
import { gridAt, OUTSIDE, pointsBox } from '#domain/topology/topology.ts'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { refreshLayers } from '../../server/db/refresh-layers.ts'
import { rollDay } from '../../server/db/roll-day.ts'
import { withinScope } from '../../server/db/scope.ts'
import { factsOf } from '../../server/plans/ground.ts'
import { tilingFaults } from '../../server/plans/publish.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from '../engines/made-account.ts'
import { clearSplit, doing, planDesk, problems, splitOf, yardIn } from '../engines/plan-desk.ts'

let database: Database
let base: string
let planner: Made
let colleague: Made
let leader: Made
/** The day of the service in tests. */
const today = '2026-11-20'

const desk = planDesk()
const { send, all, one, count, open, begin, write, stepTo, approve, publish, emptiestGrids } = desk
beforeAll(() => {
  ;({ database, base, planner, colleague, leader } = desk.opened())
})

describe('a plan', () => {
  it('stands on the borders in force, as a topology', async () => {
    const id = await begin()
    const { topology, plan } = await open(id)
    expect(topology.grids.size).toBe(
      await count(
        `grid_boundary b join grid g using (subdistrict_code, grid_code) where b.subdistrict_code = $1 and g.level = 3 and b.valid_to is null`,
      ),
    )
    expect(plan).toMatchObject({ stage: 'draft', version: 1, operations: 0, stale: false })
    // the levels above, worked out from the lowest, are the ones that are stored
    const stored = await one(
      `select ST_AsGeoJSON(geom, 7)::json as geom from grid_boundary where subdistrict_code = $1 and grid_code like '%000' and parent_code is not null and valid_to is null order by grid_code limit 1`,
    )
    expect(stored.geom).toBeDefined()
    expect(bordersOf(topology, 2).length).toBeGreaterThan(bordersOf(topology, 1).length)
  })

  it('comes with the outlines of the compounds on its ground, and not with scattered houses', async () => {
    const { body } = await send(planner, 'GET', `/plans/${await begin()}/facts`)
    const { compounds } = z.object({ compounds: z.array(z.array(z.number())) }).parse(body)
    expect(compounds).toHaveLength(
      await count(`(select ST_Dump(geom) from compound where subdistrict_code = $1 and compound_type <> 'scattered') parts`),
    )
    expect(compounds.length).toBeGreaterThan(0)
    expect(compounds.every(({ length }) => length >= 6)).toBe(true)
  })

  it('sends its base compressed or plain as it is asked, and not again to who has it', async () => {
    const [id, cookie] = [await begin(), await madeCookie(database, planner)]
    const ask = (headers: Record<string, string>) => fetch(`${base}/api/v1/plans/${id}/base`, { headers: { cookie, ...headers } })
    const [packed, plain] = [await ask({ 'accept-encoding': 'gzip' }), await ask({ 'accept-encoding': 'identity' })]
    expect([packed, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', null])
    const text = await plain.text()
    expect(await packed.text()).toBe(text)
    expect(unpackTopology(JSON.parse(text)).grids).toEqual((await open(id)).topology.grids)
    // as a browser asks again: without the second header the test's own client would ask for it anew
    const again = { 'if-none-match': plain.headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
    expect((await ask(again)).status).toBe(304)
  })

  it('is in the database for no scope that is a part, by view or by table', async () => {
    await begin()
    const count = (whole: boolean, table: string) =>
      withinScope(database.pool, { subdistrict: code, whole, grids: [] }, 'read only', async (db) =>
        Number((await db.query(`select count(*) as n from ${table}`)).rows[0]?.n),
      )
    for (const table of ['plan', 'public.plan', 'public.plan_entry', 'public.plan_step']) expect(await count(false, table)).toBe(0)
    expect(await count(true, 'public.plan')).toBeGreaterThan(0)
  })

  it('is begun by a planner and by nobody with a part of the sub-district', async () => {
    expect((await send(leader, 'POST', '/plans', { title: '试' })).status).toBe(403)
    const community = String(
      (await one(`select grid_code from grid where subdistrict_code = $1 and level = 2 order by 1 limit 1`)).grid_code,
    )
    const partial = await madeAccount(database, 'planner', [community])
    expect((await send(partial, 'GET', '/plans')).status).toBe(403)
  })
})

describe('the journal', () => {
  it('keeps what holds and refuses what does not, with the place, and then keeps nothing of it', async () => {
    const id = await begin()
    const { topology } = await open(id)
    const [grid = ''] = await emptiestGrids(topology, 1)
    const split = doing(splitOf(topology, grid, 'plan-1'))
    const wrong = doing({ kind: 'movePoints', moves: [{ from: [1, 1], to: [2, 2] }] })
    const before = [await count('plan_entry where subdistrict_code = $1'), await count('audit_entry where subdistrict_code = $1')]
    const refused = await write(id, [split, wrong])
    expect(refused.status).toBe(409)
    expect(problems(refused.body)).toContain('outOfRange')
    expect([await count('plan_entry where subdistrict_code = $1'), await count('audit_entry where subdistrict_code = $1')]).toEqual(before)

    const written = await write(id, [split])
    expect(written.status).toBe(200)
    expect(written.body).toMatchObject({ lastEntry: 1 })
    expect(await count(`audit_entry where subdistrict_code = $1 and action = 'planDrawn' and subject = $2`, [`plan:${id}`])).toBe(1)
  })

  it('takes the same entries once, however often they are sent', async () => {
    const id = await begin()
    const { topology } = await open(id)
    const [grid = ''] = await emptiestGrids(topology, 1)
    const split = doing(splitOf(topology, grid, 'plan-2'))
    const answers = await Promise.all([write(id, [split]), write(id, [split]), write(id, [split])])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await open(id)).journal.lastEntry).toBe(1)
  })

  it('undoes what is one’s own, unless something later needs it', async () => {
    const id = await begin()
    const { topology } = await open(id)
    const [grid = ''] = await emptiestGrids(topology, 1)
    const split = doing(splitOf(topology, grid, 'plan-3'))
    const named = doing({ kind: 'renameGrid', grid: 'plan-3', name: '河边', nameEn: 'Riverside' })
    expect((await write(id, [split, named])).status).toBe(200)
    const undo = (of: string) => ({ kind: 'undo', id: randomUUID(), of })
    expect(problems((await write(id, [undo(split.id)])).body)).toContain('neededLater')
    expect(problems((await write(id, [undo(named.id)], colleague)).body)).toContain('notYours')
    expect((await write(id, [undo(named.id), undo(split.id)])).status).toBe(200)
    expect((await open(id)).plan.operations).toBe(0)
    expect(problems((await write(id, [undo(split.id)])).body)).toContain('undoneAlready')
    expect((await write(id, [{ kind: 'redo', id: randomUUID(), of: split.id }])).status).toBe(200)
    expect((await open(id)).plan.operations).toBe(1)
  })

  it('merges what two draw at different borders, and tells who else is there', async () => {
    const id = await begin()
    const { topology } = await open(id)
    const [a = '', b = ''] = (await emptiestGrids(topology, 30)).filter(
      (grid, i, all) => i === 0 || !neighboursOf(topology, all[0] ?? '').has(grid),
    )
    const mine = doing(splitOf(topology, a, 'mine'))
    const theirs = doing(splitOf(topology, b, 'theirs'))
    const both = await Promise.all([write(id, [mine]), write(id, [theirs], colleague)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const { body } = await send(planner, 'GET', `/plans/${id}/entries?after=0`)
    expect(body).toMatchObject({ lastEntry: 2, stage: 'draft' })
    const seen = await send(colleague, 'GET', `/plans/${id}/entries?after=0`)
    expect(z.array(z.looseObject({ username: z.string() })).parse(seen.body.present)).toHaveLength(1)
  })

  it.each<[string, unknown]>([
    ['an operation of no kind', { kind: 'do', id: randomUUID(), operation: { kind: 'explode' } }],
    ['half a lattice unit', { kind: 'do', id: randomUUID(), operation: { kind: 'movePoints', moves: [{ from: [0.5, 1], to: [1, 1] }] } }],
    ['a line of one point', { kind: 'do', id: randomUUID(), operation: { kind: 'reshapeBorder', grid: 'x', line: [[1, 1]] } }],
    ['an id with a quote', { kind: 'do', id: "a'b-12345", operation: { kind: 'setParent', grid: 'x', parent: 'y' } }],
    ['a place off the earth', { kind: 'do', id: randomUUID(), operation: { kind: 'movePoints', moves: [{ from: [4e9, 1], to: [1, 1] }] } }],
  ])('answers 400 to %s', async (_, entry) => {
    expect((await write(await begin(), [entry])).status).toBe(400)
  })
})

describe('the way of a plan', () => {
  it('goes from desk to desk, back with remarks at a place, and nobody approves their own', async () => {
    const id = await begin()
    expect((await stepTo(id, 'selfChecked', planner)).status).toBe(409)
    const { topology } = await open(id)
    const [grid = ''] = await emptiestGrids(topology, 1)
    await write(id, [doing({ kind: 'renameGrid', grid, name: '东门外', nameEn: 'Outside East Gate' })])
    expect((await stepTo(id, 'approved', leader, { effectiveOn: '2027-01-01' })).status).toBe(409)
    expect((await stepTo(id, 'selfChecked', planner)).status).toBe(200)
    expect(problems((await write(id, [doing({ kind: 'renameGrid', grid, name: '东门', nameEn: 'East Gate' })])).body)).toContain(
      'selfChecked',
    )
    expect((await stepTo(id, 'fieldWalked', planner, { note: '' })).status).toBe(400)
    expect((await stepTo(id, 'fieldWalked', planner)).status).toBe(200)
    expect(
      (await stepTo(id, 'draft', leader, { note: '此处不合适', remarks: [{ lng: 106.5, lat: 30, note: '这里电话13812341234' }] })).status,
    ).toBe(200)
    const { body } = await send(planner, 'GET', `/plans/${id}`)
    expect(JSON.stringify(body.steps)).toContain('138****1234')
    for (const to of ['selfChecked', 'fieldWalked', 'opinionHeard']) expect((await stepTo(id, to, planner)).status).toBe(200)
    expect((await stepTo(id, 'approved', planner, { effectiveOn: '2027-01-01' })).status).toBe(403)
    expect((await stepTo(id, 'approved', leader)).status).toBe(400)
    expect((await stepTo(id, 'approved', leader, { effectiveOn: '2020-01-01' })).status).toBe(400)
    expect((await send(leader, 'POST', `/plans/${id}/steps`, { to: 'approved', version: 1, effectiveOn: '2027-01-01' })).status).toBe(409)
    expect((await stepTo(id, 'approved', leader, { effectiveOn: '2027-01-01' })).status).toBe(200)
  })

  it('stops before a border that runs through a building', async () => {
    const id = await begin()
    const { topology } = await open(id)
    const house = await one(
      `select grid_code as grid, ST_X(ST_Centroid(geom)) * 1e7 as x, ST_Y(ST_Centroid(geom)) * 1e7 as y from building
       where subdistrict_code = $1 and geom is not null and grid_code is not null and ST_Area(geom::geography) > 300 order by building_id limit 1`,
    )
    const grid = String(house.grid)
    const [west, , east] = pointsBox(gridPolygons(topology, grid).flat(2))
    const [x, y] = [Math.round(Number(house.x)), Math.round(Number(house.y))]
    const line: LatticePoint[] = [
      [west - 50, y],
      [x, y],
      [east + 50, y],
    ]
    const pieces = [1, 2, 3, 4, 5].find(
      (n) =>
        applyOperation(topology, {
          kind: 'splitGrid',
          grid,
          line,
          newGrids: Array.from({ length: n }, (_, i) => ({ id: `c-${i}`, name: 'c', nameEn: 'c' })),
        }).ok,
    )
    expect(pieces).toBeDefined()
    await write(id, [
      doing({
        kind: 'splitGrid',
        grid,
        line,
        newGrids: Array.from({ length: pieces ?? 1 }, (_, i) => ({ id: `c-${i}`, name: 'c', nameEn: 'c' })),
      }),
    ])
    const stopped = await stepTo(id, 'selfChecked', planner)
    expect(stopped.status).toBe(409)
    expect(problems(stopped.body).some((problem) => problem.includes('throughBuilding'))).toBe(true)
  })
})

describe('ground of nobody in the middle', () => {
  it('stops a plan at its first desk, with the place, rather than at publishing', async () => {
    const id = await begin('有洞')
    const { topology } = await open(id)
    const facts = await inTransaction(database.pool, (db) => factsOf(db, code))
    const [grid = ''] = await emptiestGrids(topology, 1)
    const ring = yardIn(topology, facts, grid)
    await write(id, [doing({ kind: 'transferArea', ring, to: OUTSIDE, from: [grid] })])
    const stopped = await stepTo(id, 'selfChecked', planner)
    expect(stopped.status).toBe(409)
    const [hole] = problems(stopped.body).map((problem) => JSON.parse(problem))
    const [west, south, east, north] = pointsBox(ring)
    expect(hole).toMatchObject({ kind: 'hole' })
    expect(hole.at[0] > west && hole.at[0] < east && hole.at[1] > south && hole.at[1] < north).toBe(true)
  })
})

describe('the photos of a field walk', () => {
  it('are made anew, listed in order, shown, and withdrawn for good while the plan is under way', async () => {
    const id = await begin('走线')
    const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#678' } })
      .withMetadata({ exif: { IFD0: { Copyright: '张三' } } })
      .jpeg()
      .toBuffer()
    const asked = async (who: Made, path: string, content?: Uint8Array) =>
      fetch(`${base}/api/v1/plans/${id}/photos${path}`, {
        ...(content && { method: 'POST', body: Buffer.from(content) }),
        headers: { cookie: await madeCookie(database, who), ...(content && { 'content-type': 'image/jpeg' }) },
      })
    const add = (query: string, content: Uint8Array = picture) => asked(planner, `?${query}`, content)
    const [first, second] = [await add('lng=108.03&lat=30.51&note=东侧围墙13912345678'), await add('lng=108.031&lat=30.511')]
    expect([first.status, second.status]).toEqual([200, 200])
    const list = await send(leader, 'GET', `/plans/${id}/photos`)
    const photos = z.array(z.looseObject({ planPhotoId: z.number(), note: z.string(), lng: z.number() })).parse(list.body.photos)
    expect(photos.map(({ lng }) => lng)).toEqual([108.03, 108.031])
    expect(photos[0]?.note).not.toContain('13912345678')
    const [{ planPhotoId: photo } = { planPhotoId: 0 }] = photos
    const shown = await asked(leader, `/${photo}?size=thumbnail`)
    const bytes = Buffer.from(await shown.arrayBuffer())
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect(bytes.includes('Exif')).toBe(false)
    expect((await add('lng=0&lat=0')).status).toBe(400)
    expect((await add('lng=108.03')).status).toBe(400)
    const notPicture = await add('lng=108.03&lat=30.51', new Uint8Array([1, 2, 3]))
    expect(notPicture.status).toBe(400)
    expect((await send(planner, 'DELETE', `/plans/${id}/photos/${photo}`, { reason: '拍错了' })).status).toBe(200)
    expect((await send(planner, 'DELETE', `/plans/${id}/photos/${photo}`, { reason: '拍错了' })).status).toBe(404)
    expect((await asked(leader, `/${photo}`)).status).toBe(404)
    expect(await count('plan_photo where subdistrict_code = $1 and plan_id = $2', [id])).toBe(1)
    const told = await database.db.query(
      `select action from audit_entry where subdistrict_code = $1 and subject = $2 and action like 'planPhoto%' order by audit_entry_id`,
      [code, `plan:${id}`],
    )
    expect(told.rows.map(({ action }) => action)).toEqual(['planPhotoAdded', 'planPhotoAdded', 'planPhotoWithdrawn'])
    await stepTo(id, 'withdrawn', planner)
    expect((await add('lng=108.03&lat=30.51')).status).toBe(409)
    expect((await send(planner, 'DELETE', `/plans/${id}/photos/${photo + 1}`, { reason: '拍错了' })).status).toBe(409)
  })
})

describe('the rules', () => {
  it('are changed by whoever read the newest', async () => {
    const households = { 1: { fewest: null, most: null }, 2: { fewest: 100, most: null }, 3: { fewest: 250, most: 550 } }
    const rules = { households, leastShare: 0.4, greatestShare: 1.6, leastCompactness: 0.1 }
    expect((await send(planner, 'PUT', '/plans/rules', { ...rules, version: 0 })).body).toMatchObject({ version: 1 })
    expect((await send(leader, 'PUT', '/plans/rules', { ...rules, version: 0 })).status).toBe(409)
    expect(
      (await send(leader, 'PUT', '/plans/rules', { ...rules, version: 1, households: { ...households, 2: { fewest: 9, most: 8 } } })).body,
    ).toMatchObject({
      details: [{ path: 'body.households.2', problem: 'notOrdered' }],
    })
    const told = await one(
      `select before, after from audit_entry where subdistrict_code = $1 and action = 'planRulesChanged' order by audit_entry_id desc limit 1`,
    )
    expect(told).toMatchObject({ before: { households: { 2: { fewest: null, most: null } } }, after: rules })
    expect(await count(`change_event where subdistrict_code = $1 and kind = 'planRulesChanged'`)).toBe(1)
  })
  it('have a range for each level, which the service warns about as the browser does, and keeps in the audit', async () => {
    const id = await begin('三级户数')
    const { topology } = await open(id)
    const grid = [...topology.grids.keys()].sort()[0] ?? ''
    const community = topology.grids.get(grid)?.parent ?? ''
    const above = topology.parents.get(community)?.parent ?? ''
    const households = { 1: { fewest: null, most: 1 }, 2: { fewest: 900_000, most: null }, 3: { fewest: null, most: null } }
    const shares = { leastShare: 0, greatestShare: 100, leastCompactness: 0 }
    const { version } = z.object({ rules: z.object({ version: z.number() }) }).parse((await send(leader, 'GET', `/plans/${id}`)).body).rules
    expect((await send(leader, 'PUT', '/plans/rules', { version, households, ...shares })).status).toBe(200)
    expect((await send(leader, 'GET', `/plans/${id}`)).body).toMatchObject({ rules: { households } })
    await write(id, [doing({ kind: 'renameGrid', grid, name: '改名', nameEn: 'Renamed' })])
    const counted = async (from: string) =>
      Number((await one(`select sum(households) as n from building where subdistrict_code = $1 and grid_code like $2`, [from])).n)
    const went = await stepTo(id, 'selfChecked', planner)
    expect(went.status).toBe(200)
    expect(went.body.warnings).toEqual([
      expect.objectContaining({ kind: 'tooSmall', grid: community, value: await counted(`${community.slice(0, 12)}%`) }),
      expect.objectContaining({ kind: 'tooLarge', grid: above }),
    ])
    const told = await one(
      `select after from audit_entry where subdistrict_code = $1 and action = 'planStepped' and subject = $2 order by audit_entry_id desc limit 1`,
      [`plan:${id}`],
    )
    expect(told).toMatchObject({ after: { warnings: { tooSmall: 1, tooLarge: 1 } } })
    expect((await send(leader, 'PUT', '/plans/rules', { version: version + 1, ...usualRules })).status).toBe(200)
  })
})

describe('the impact', () => {
  it('tells per person what their grids gain and lose, and which buildings come along with their heads, as the register has it', async () => {
    const id = await begin('人员影响')
    const { topology } = await open(id)
    const isHead = `a.subdistrict_code = $1 and a.term_start <= '${today}' and a.held_until > '${today}'`
    const heads = await all(
      `select a.grid_code as grid, p.person_id as person from appointment a join person p using (subdistrict_code, person_id)
       where ${isHead} and a.head_role = 'gridHead' order by 1`,
    )
    const headOf = new Map(heads.map(({ grid, person }) => [String(grid), Number(person)]))
    const pairs = [...headOf.keys()].flatMap((from) =>
      [...neighboursOf(topology, from).keys()].flatMap((to) =>
        topology.grids.get(to)?.parent === topology.grids.get(from)?.parent && headOf.has(to) && headOf.get(to) !== headOf.get(from)
          ? [{ from, to }]
          : [],
      ),
    )
    const [{ from, to } = { from: '', to: '' }] = pairs
    await write(id, [doing({ kind: 'mergeGrids', into: to, grids: [from] })])
    const { body } = await send(planner, 'GET', `/plans/${id}/impact`)
    const Flow = z.object({ grids: z.number(), buildings: z.number(), households: z.number(), openIssues: z.number() })
    const Person = z.object({
      name: z.string(),
      roles: z.array(z.string()),
      gridsBefore: z.array(z.string()),
      gridsAfter: z.array(z.string()),
      gained: Flow,
      lost: Flow,
      along: z.object({ buildings: z.number(), households: z.number() }),
    })
    const { persons } = z.object({ persons: z.array(Person), personsMore: z.literal(0) }).parse(body)
    const lying = await one(
      `select count(*)::int as buildings, sum(households)::int as households,
         (select count(*)::int from issue i where i.subdistrict_code = $1 and i.grid_code = $2 and i.status <> all ($3::text[])) as "openIssues"
       from building where subdistrict_code = $1 and grid_code = $2`,
      [from, endedStatuses],
    )
    expect(Number(lying.buildings)).toBeGreaterThan(0)
    const withPost = persons.filter(({ roles }) => roles.includes('gridHead'))
    expect(withPost.find(({ gridsBefore }) => gridsBefore.includes(from))).toMatchObject({
      lost: { grids: 1, ...lying },
      gained: { buildings: 0, households: 0, openIssues: 0 },
    })
    expect(withPost.find(({ gridsAfter, gridsBefore }) => gridsAfter.includes(to) && gridsBefore.includes(to))).toMatchObject({
      gained: lying,
      lost: { buildings: 0, households: 0, openIssues: 0 },
    })
    // heads of buildings: each once, with all their buildings in the grid, and their number with what goes from grid to grid
    const along = await all(
      `select a.person_id as person, count(*)::int as buildings, sum(b.households)::int as households from appointment a
       join building b using (subdistrict_code, building_id) where ${isHead} and a.head_role = 'buildingHead' and b.grid_code = $2 group by 1`,
      [from],
    )
    expect(along.length).toBeGreaterThan(0)
    const inOrder = (told: readonly Record<string, unknown>[]) => told.map((line) => `${line.buildings} ${line.households}`).sort()
    expect(inOrder(persons.map((person) => person.along).filter(({ buildings }) => buildings > 0))).toEqual(inOrder(along))
    expect(body.moves).toEqual([expect.objectContaining({ from, to, ...lying, buildingHeads: along.length })])
    for (const { name } of persons) expect(name).toContain('*')
  })
})

describe('publishing', () => {
  it('puts borders, codes, lineage, buildings and posts in force in one transaction, and the database proves the tiling', async () => {
    const id = await begin('春季调整')
    const { topology } = await open(id)
    expect(await tilingFaults(database.db, code, today)).toEqual([])
    const facts = await inTransaction(database.pool, (db) => factsOf(db, code))
    const empty = await emptiestGrids(topology, 60)
    const split = empty.find((grid) => clearSplit(topology, facts, grid, 'made-1') !== null) ?? ''
    const others = empty.filter((grid) => grid !== split)
    const splitting = clearSplit(topology, facts, split, 'made-1')
    if (splitting === null) throw new Error('no grid can be split without cutting a building')
    const merged =
      others.find(
        (grid) =>
          grid !== split &&
          !neighboursOf(topology, split).has(grid) &&
          [...neighboursOf(topology, grid).keys()].some(
            (n) => topology.grids.get(n)?.parent === topology.grids.get(grid)?.parent && n !== split,
          ),
      ) ?? ''
    const into =
      [...neighboursOf(topology, merged).keys()].find(
        (n) => topology.grids.get(n)?.parent === topology.grids.get(merged)?.parent && n !== split,
      ) ?? ''
    const moved =
      others.find(
        (grid) =>
          ![split, merged, into].includes(grid) &&
          [...neighboursOf(topology, grid).keys()].some((n) => topology.grids.get(n)?.parent !== topology.grids.get(grid)?.parent),
      ) ?? ''
    const community =
      [...neighboursOf(topology, moved).keys()]
        .map((n) => topology.grids.get(n)?.parent ?? '')
        .find((parent) => parent !== topology.grids.get(moved)?.parent) ?? ''
    const headed = await one(
      `select person_id from appointment where subdistrict_code = $1 and head_role = 'gridHead' and grid_code = $2 and held_until > $3`,
      [moved, today],
    )

    const entries = [
      doing(splitting),
      doing({ kind: 'mergeGrids', into, grids: [merged] }),
      doing({ kind: 'setParent', grid: moved, parent: community }),
    ]
    expect((await write(id, entries)).body).toMatchObject({ lastEntry: 3 })
    const impact = await send(planner, 'GET', `/plans/${id}/impact`)
    const changes = z.array(z.looseObject({ grid: z.string(), change: z.string(), code: z.string().nullable() })).parse(impact.body.grids)
    expect(changes.map(({ change }) => change)).toEqual(expect.arrayContaining(['new', 'dissolved', 'renumbered']))
    await approve(id, today)

    const beforeSum = await count(`building where subdistrict_code = $1 and grid_code is not null`)
    const publishing = await publish(id)
    expect(publishing.body).toMatchObject({ validFrom: today })
    const codes = z.array(z.object({ grid: z.string(), code: z.string() })).parse(publishing.body.codes)
    const newCode = codes.find(({ grid }) => grid === 'made-1')?.code ?? ''
    const movedTo = codes.find(({ grid }) => grid === moved)?.code ?? ''
    expect(newCode.slice(0, 12)).toBe(split.slice(0, 12))
    expect(movedTo.slice(0, 12)).toBe(community.slice(0, 12))

    // what was drawn anew on the maps is all that had to be
    const shown = () =>
      all(`select layer, band, feature_id, grid_codes, properties::text from tile_feature where subdistrict_code = $1 order by 1, 2, 3`)
    const drawn = await shown()
    await refreshLayers(database.db, { subdistrict: code, kind: 'looked', layers: layerIds, today })
    expect(await shown()).toEqual(drawn)

    expect(await tilingFaults(database.db, code, today)).toEqual([])
    expect(await tilingFaults(database.db, code, '2026-11-19')).toEqual([])
    expect(await one(`select retired_on from grid where subdistrict_code = $1 and grid_code = $2`, [merged])).toEqual({ retired_on: today })
    expect(await count(`grid_lineage where subdistrict_code = $1 and effective_on = $2`, [today])).toBe(3)
    expect(
      await count(`grid_lineage where subdistrict_code = $1 and ancestor_code = $2 and descendant_code = $3 and change_kind = 'renumber'`, [
        moved,
        movedTo,
      ]),
    ).toBe(1)
    // every building of the register stands in the grid under it, and none is lost
    expect(await count(`building where subdistrict_code = $1 and grid_code is not null`)).toBe(beforeSum)
    expect(
      await count(
        `building b where b.subdistrict_code = $1 and b.grid_code is not null and not exists (
           select from grid_boundary g where g.subdistrict_code = $1 and g.grid_code = b.grid_code and g.valid_to is null
             and ST_Covers(g.geom, coalesce(ST_PointOnSurface(b.geom), b.entrance)))`,
      ),
    ).toBe(0)
    if (headed.person_id !== undefined)
      expect(
        await one(
          `select person_id from appointment where subdistrict_code = $1 and head_role = 'gridHead' and grid_code = $2 and held_until > $3`,
          [movedTo, today],
        ),
      ).toEqual(headed)
    expect(
      await count(`appointment where subdistrict_code = $1 and grid_code = any ($2::text[]) and held_until > $3`, [[merged, moved], today]),
    ).toBe(0)

    // what is stored is what was planned, to the last digit
    const second = await begin('下一次')
    const after = await open(second)
    const planned = entries.reduce((t, { operation }) => {
      const result = applyOperation(t, operation)
      if (!result.ok) throw new Error(result.reason)
      return result.topology
    }, topology)
    expect(gridPolygons(after.topology, newCode)).toEqual(gridPolygons(planned, 'made-1'))
    expect(gridPolygons(after.topology, split)).toEqual(gridPolygons(planned, split))
    expect(gridPolygons(after.topology, into)).toEqual(gridPolygons(planned, into))
    expect(parentPolygons(after.topology, 2, community)).toEqual(parentPolygons(planned, 2, community))
    expect(after.topology.arcs.size).toBe(planned.arcs.size)
    // an issue from now on belongs to the new grid
    const [x, y] = gridPolygons(planned, 'made-1')[0]?.[0]?.[0] ?? [0, 0]
    expect(typeof gridAt(planned, [x, y])).toBe('string')
    expect(await count(`audit_entry where subdistrict_code = $1 and action = 'planPublished'`)).toBe(1)
    expect((await publish(id)).status).toBe(409)
  })

  it('of a day to come changes nothing until that day, and then buildings follow', async () => {
    const id = await begin('年后')
    const { topology } = await open(id)
    const populous = await one(
      `select grid_code as grid, count(*) as n from building where subdistrict_code = $1 and grid_code is not null group by 1 order by 2 desc limit 1`,
    )
    const grid = String(populous.grid)
    const into =
      [...neighboursOf(topology, grid).keys()].find((n) => topology.grids.get(n)?.parent === topology.grids.get(grid)?.parent) ?? ''
    await write(id, [doing({ kind: 'mergeGrids', into, grids: [grid] })])
    await approve(id, '2027-01-01')
    expect((await publish(id)).body).toMatchObject({ validFrom: '2027-01-01' })
    expect(await count(`building where subdistrict_code = $1 and grid_code = $2`, [grid])).toBe(Number(populous.n))
    expect(await tilingFaults(database.db, code, '2027-01-01')).toEqual([])
    await rollDay(database.pool, '2027-01-01')
    expect(await count(`building where subdistrict_code = $1 and grid_code = $2`, [grid])).toBe(0)
    expect(await count(`building where subdistrict_code = $1 and grid_code = $2`, [into])).toBeGreaterThanOrEqual(Number(populous.n))
  })

  it('of a plan on older borders is refused until it is put on the new ones, where only what no longer holds is told', async () => {
    const [mine, other] = [await begin('我的'), await begin('别人的')]
    const { topology } = await open(mine)
    const [a = '', b = '', c = ''] = (await emptiestGrids(topology, 40)).filter(
      (grid, i, all) => i === 0 || !neighboursOf(topology, all[0] ?? '').has(grid),
    )
    const lost = doing({ kind: 'renameGrid', grid: a, name: '将被并掉', nameEn: 'To be merged' })
    const kept = doing({ kind: 'renameGrid', grid: b, name: '留下', nameEn: 'Stays' })
    await write(mine, [lost, kept])
    const into = [...neighboursOf(topology, a).keys()].find((n) => n !== b && n !== c) ?? ''
    await write(other, [doing({ kind: 'mergeGrids', into, grids: [a] })])
    await approve(mine, '2027-03-01')
    await approve(other, '2027-02-01')
    expect((await publish(other)).status).toBe(200)
    const refused = await publish(mine)
    expect(problems(refused.body)).toContain('stale')
    expect((await open(mine)).plan.stale).toBe(true)
    expect((await stepTo(mine, 'draft', leader)).status).toBe(200)
    const rebased = await send(planner, 'POST', `/plans/${mine}/rebase`, { version: (await open(mine)).plan.version })
    expect(rebased.body).toMatchObject({ conflicts: [{ entryId: lost.id, reason: 'noSuchGrid' }] })
    expect((await open(mine)).plan).toMatchObject({ stale: false, operations: 1 })
  })

  it('is undone altogether when the database finds a fault', async () => {
    const id = await begin('坏')
    const { topology } = await open(id)
    const [grid = ''] = await emptiestGrids(topology, 1)
    await write(id, [doing({ kind: 'renameGrid', grid, name: '改名', nameEn: 'Renamed' })])
    await approve(id, '2027-05-01')
    // somebody writes into the table by other means: a grid that lies over its neighbours
    const row = await one(
      `select grid_code as code, ST_AsText(geom) as geom from grid_boundary where subdistrict_code = $1 and valid_to is null and grid_code not like '%000' and parent_code is not null order by 1 limit 1`,
    )
    await database.db.query(
      `update grid_boundary set geom = ST_Multi(ST_Buffer(geom, 0.0005)) where subdistrict_code = $1 and grid_code = $2 and valid_to is null`,
      [code, row.code],
    )
    const versions = await count('coverage_version where subdistrict_code = $1')
    const refused = await publish(id)
    expect(refused.status).toBe(409)
    expect(problems(refused.body).some((problem) => problem.includes('"overlap"') && problem.includes('Polygon'))).toBe(true)
    expect(await count('coverage_version where subdistrict_code = $1')).toBe(versions)
    expect((await open(id)).plan.stage).toBe('approved')
    await inTransaction(database.pool, (db) =>
      db.query(
        `update grid_boundary set geom = ST_GeomFromText($3, 4326) where subdistrict_code = $1 and grid_code = $2 and valid_to is null`,
        [code, row.code, row.geom],
      ),
    )
    expect((await publish(id)).status).toBe(200)
    expect(OUTSIDE).toBe('')
  })
})
