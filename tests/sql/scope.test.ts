// The two walls around the facts, each tried with the other one taken away.
import { beforeAll, describe, expect, it } from 'vitest'
import { coverageKinds } from '#domain/coverage/coverage-kinds.ts'
import { placeTally } from '#domain/density/tally.ts'
import { tileAt } from '#domain/geo/web-mercator.ts'
import { layerIds } from '#domain/layers/layer-table.ts'
import type { Database } from '../../server/db/database.ts'
import { inTransaction, type Queryable } from '../../server/db/queryable.ts'
import { withinScope } from '../../server/db/scope.ts'
import { countHours, countPlaces, gridsWithParts, householdsByCell } from '../../server/density/count-queries.ts'
import { coverageFigures, gridsInForce, searchEverything } from '../../server/grids/queries.ts'
import { issueList, issueTimeline, placeOfIssue, queueCounts, similarTo } from '../../server/issues/queries.ts'
import { lastThirtyDays, passesOfRoute, patrolRouteList, routeFigures, teamList } from '../../server/patrols/queries.ts'
import { runList, trackOfRun, visitsOfRun } from '../../server/patrols/run-queries.ts'
import { appointedPerson, appointmentList } from '../../server/people/queries.ts'
import { buildingList, compoundList, stationList } from '../../server/registers/queries.ts'
import { renovationList } from '../../server/renovations/queries.ts'
import { periodFigures, repeatPlaces, reportedByClass, reportedPoints } from '../../server/reports/queries.ts'
import { featuresInReach, readTile } from '../../server/tiles/queries.ts'
import { demoDay, demoNow } from '../engines/demo-day.ts'
import { demoSubdistrict as code } from '../engines/made-account.ts'
import { testDatabase } from '../engines/test-database.ts'

let database: Database
let community = ''
let below: readonly string[] = []
beforeAll(async () => {
  database = await testDatabase()
  community = String(
    (await database.db.query(`select node_code from account_scope join account using (account_id) where username = 'demo-secretary'`))
      .rows[0]?.node_code,
  )
  const grids = await database.db.query('select grid_code from grid where community_code = $1 order by 1', [community.slice(0, 12)])
  below = grids.rows.map((row) => String(row.grid_code))
})

type Wall = 'views' | 'policies'
const settings = (grids: readonly string[], whole = 'no') =>
  `set local fangyuan.subdistrict = '${code}'; set local fangyuan.whole = '${whole}'; set local fangyuan.grids = '${grids.join()}'`
/** One wall alone: the views as the owner of the tables, or the policies with the names of the tables themselves. */
const behind = <T>(wall: Wall, grids: readonly string[], work: (db: Queryable) => Promise<T>) =>
  inTransaction(
    database.pool,
    work,
    `begin; ${wall === 'views' ? 'set local search_path = scoped, public' : 'set local role fangyuan_scoped'}; ${settings(grids)}`,
  )

const eachIssue = { subdistrict: code, whole: false, items: { wanted: undefined, all: [] }, sources: undefined }
async function countedPlaces(db: Queryable, kind: 'cell' | 'grid', whole = false): Promise<number> {
  const tally = placeTally()
  await countPlaces(db, { ...eachIssue, whole }, kind, ['2025-01-01', '2027-01-01'], [107, 30, 109, 31], [tally])
  let places = 0
  tally.each(() => places++)
  return places
}
const noFilter = { now: demoNow(), today: demoDay, onWall: false, person: { accountId: 0, role: 'leader' } }
const coverageAsked = { day: demoDay, today: demoDay, level: 3 }
const halfYear = { start: '2026-05-20T00:00:00Z', end: '2026-11-20T00:00:00Z', grids: null }
const firstOf = async (db: Queryable, table: string, of = table) =>
  Number((await db.query(`select ${of}_id as id from ${table} where subdistrict_code = $1 order by 1 limit 1`, [code])).rows[0]?.id ?? 1)
/** Asked about every route, also those that are not within the scope. */
async function ofEachRoute(ask: (id: number) => Promise<number>): Promise<number> {
  let sum = 0
  for (let id = 1; id <= 27; id++) sum += await ask(id)
  return sum
}
/** Every statement that the service runs for a request, and how many rows it gives. */
const statements: Readonly<Record<string, (db: Queryable) => Promise<number>>> = {
  grids: async (db) => (await gridsInForce(db, code, { day: demoDay, today: demoDay, limit: 1000 })).length,
  ...Object.fromEntries(
    coverageKinds.map((kind) => [
      `${kind}Coverage`,
      async (db: Queryable) => (await coverageFigures(db, code, { ...coverageAsked, kind })).total.denominator,
    ]),
  ),
  compoundCoverage: async (db) => (await coverageFigures(db, code, { ...coverageAsked, kind: 'unitHead', level: null })).total.denominator,
  search: async (db) => (await searchEverything(db, code, '1', demoDay, 500)).filter(({ kind }) => kind !== 'road').length,
  buildings: async (db) => (await buildingList(db, code, demoDay, { limit: 10_000, sort: 'building' })).length,
  compounds: async (db) => (await compoundList(db, code, demoDay, { limit: 10_000 })).length,
  renovations: async (db) => (await renovationList(db, code, { limit: 10_000 })).length,
  stations: async (db) => (await stationList(db, code, { limit: 10_000 })).length,
  patrolRoutes: async (db) => (await patrolRouteList(db, code, { limit: 10_000, state: 'all', ...lastThirtyDays(demoNow()) })).length,
  patrolShifts: async (db) =>
    (await patrolRouteList(db, code, { limit: 10_000, state: 'all', ...lastThirtyDays(demoNow()) })).flatMap(({ shifts }) => shifts).length,
  patrolTeams: async (db) => (await teamList(db, code, { limit: 10_000, state: 'all' })).length,
  patrolRuns: async (db) => (await runList(db, code, { limit: 10_000, order: 'newest', now: demoNow().toISOString() })).length,
  patrolVisits: async (db) => (await visitsOfRun(db, code, await firstOf(db, 'patrol_run'))).length,
  patrolTrack: async (db) => ((await trackOfRun(db, code, await firstOf(db, 'patrol_track', 'patrol_run'))) ? 1 : 0),
  patrolPasses: (db) => ofEachRoute(async (id) => (await passesOfRoute(db, code, id, '2026-10-01T00:00:00Z')).length),
  patrolFigures: (db) =>
    ofEachRoute(async (id) => (await routeFigures(db, code, id, '2026-10-01T00:00:00Z', demoNow().toISOString(), 10))[0]?.runsPlanned ?? 0),
  issues: async (db) => (await issueList(db, code, noFilter, { limit: 10_000 })).length,
  queues: async (db) => (await queueCounts(db, code, noFilter)).reduce((sum, { all }) => sum + all, 0),
  similar: async (db) => {
    const some = await db.query('select issue_id from issue where subdistrict_code = $1 order by issue_id limit 1', [code])
    const place = await placeOfIssue(db, code, Number(some.rows[0]?.issue_id ?? 1))
    if (place === undefined) return 0
    return (await similarTo(db, code, { ...place, withinMetres: 5000, withinDays: 900, except: null, limit: 10_000 })).length
  },
  timeline: async (db) => {
    const some = await db.query('select issue_id from issue_event where subdistrict_code = $1 order by issue_id limit 1', [code])
    return (await issueTimeline(db, code, Number(some.rows[0]?.issue_id ?? 1))).length
  },
  densityCells: (db) => countedPlaces(db, 'cell'),
  densityGrids: (db) => countedPlaces(db, 'grid'),
  densityTimes: async (db) => {
    let sum = 0
    await countHours(db, eachIssue, '2025-01-01', '2027-01-01', undefined, (_, __, amount) => {
      sum += amount
    })
    return sum
  },
  densityHouseholds: async (db) => (await householdsByCell(db, code, [107, 30, 109, 31])).length,
  densityParts: async (db) => (await gridsWithParts(db, code, 3, demoDay)).length,
  reportFigures: async (db) => (await periodFigures(db, code, halfYear)).due,
  reportClasses: async (db) => (await reportedByClass(db, code, halfYear)).reduce((sum, { issues }) => sum + issues, 0),
  reportPoints: async (db) => (await reportedPoints(db, code, halfYear)).length,
  repeatPlaces: async (db) => (await repeatPlaces(db, code, halfYear, 30)).length,
  appointments: async (db) =>
    (
      await appointmentList(db, code, {
        today: demoDay,
        limit: 10_000,
        after: undefined,
        building: undefined,
        grid: undefined,
        compound: undefined,
        person: undefined,
      })
    ).length,
  person: async (db) => {
    const some = await db.query(
      'select appointment_id from appointment where subdistrict_code = $1 and term_start <= $2 and coalesce(ended_on, term_end) > $2 limit 1',
      [code, demoDay],
    )
    return (await appointedPerson(db, code, Number(some.rows[0]?.appointment_id ?? 1), demoDay)) ? 1 : 0
  },
  featureCounts: async (db) =>
    [...(await featuresInReach(db, code))].filter(([layer]) => !['green', 'water', 'roads'].includes(layer)).length,
  tile: async (db) => {
    const engine = await capabilities
    const ours = layerIds.filter((layer) => !['green', 'water', 'roads'].includes(layer))
    return (await readTile(db, engine, code, ours, tileAt(108.0362, 30.5174, 12))).length
  },
}
let capabilities: ReturnType<Database['capabilities']>
beforeAll(() => {
  capabilities = database.capabilities()
  return capabilities
})

describe.each(['views', 'policies'] as const)('the wall of %s, alone', (wall) => {
  it.each(Object.keys(statements))('lets the statement of %s see nothing where the scope is empty', async (name) => {
    expect(await behind(wall, [], (db) => statements[name]?.(db) ?? Promise.resolve(-1))).toBe(0)
  })

  it.each(Object.keys(statements))('lets the statement of %s see something of one community, and less than of the whole', async (name) => {
    const run = statements[name] ?? (() => Promise.resolve(-1))
    const [own, whole] = [await behind(wall, below, run), await run(database.db)]
    expect(own).toBeGreaterThan(0)
    if (!['timeline', 'person', 'featureCounts', 'patrolVisits', 'patrolTrack'].includes(name)) expect(own).toBeLessThan(whole)
  })

  it('shows nothing at all when no scope was set', async () => {
    const opening = `begin; ${wall === 'views' ? 'set local search_path = scoped, public' : 'set local role fangyuan_scoped'}`
    for (const table of ['subdistrict', 'grid', 'building', 'person', 'issue', 'tile_feature', 'road', 'patrol_shift', 'patrol_run'])
      expect([
        table,
        await inTransaction(database.pool, async (db) => (await db.query(`select from ${table} limit 1`)).rowCount, opening),
      ]).toEqual([table, 0])
  })
})

describe.each(['views', 'policies'] as const)('the wall of %s', (wall) => {
  it('gives kept sums, which lie across borders, to nobody who sees less than the whole', async () => {
    expect(await countedPlaces(database.db, 'cell', true)).toBeGreaterThan(100)
    expect(await behind(wall, below, (db) => countedPlaces(db, 'cell', true))).toBe(0)
    expect(await behind(wall, [], (db) => countedPlaces(db, 'grid', true))).toBe(0)
  })
})

describe('both walls', () => {
  it('hold the same rows back, table by table', async () => {
    const views = await database.db.query(`select viewname from pg_views where schemaname = 'scoped' order by 1`)
    expect(views.rows.length).toBeGreaterThan(25)
    for (const { viewname } of views.rows) {
      const counted = (wall: Wall) =>
        behind(wall, below, async (db) => (await db.query(`select count(*) as n from ${String(viewname)}`)).rows[0]?.n)
      expect([viewname, await counted('views')]).toEqual([viewname, await counted('policies')])
    }
  })

  it('stand around every table that a request may read; every other one is closed to it', async () => {
    const open = await database.db.query(
      `select c.relname as name, c.relrowsecurity as guarded from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and has_table_privilege('fangyuan_scoped', c.oid, 'select') and c.relname <> 'spatial_ref_sys' order by 1`,
    )
    const unguarded = open.rows.filter((row) => !row.guarded).map((row) => row.name)
    expect(unguarded).toEqual(['issue_item', 'renovation_item_kind'])
    for (const closed of [
      'account',
      'session',
      'audit_entry',
      'account_password',
      'display',
      'import_job',
      'intake_job',
      'intake_row',
      'intake_place',
      'api_key',
      'wall_setting',
      'wall_remote',
    ])
      expect(open.rows.map((row) => row.name)).not.toContain(closed)
    const writable = await database.db.query(
      `select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and has_table_privilege('fangyuan_scoped', c.oid, 'insert, update, delete, truncate')`,
    )
    expect(writable.rows).toEqual([])
  })

  it('keep a partition from being read past its parent', async () => {
    const scope = { subdistrict: code, whole: false, grids: below }
    await expect(
      withinScope(database.pool, scope, 'read only', (db) => db.query('select from public.tile_feature_buildings')),
    ).rejects.toThrow(/permission denied/)
  })

  it('are put up for the request alone: the connection has none of it afterwards', async () => {
    await withinScope(database.pool, { subdistrict: code, whole: false, grids: [] }, 'read only', (db) => db.query('select from building'))
    const after = await database.db.query(
      `select current_user = session_user as own, current_setting('search_path') as path, (select count(*) from building) as n`,
    )
    expect(after.rows[0]).toMatchObject({ own: true })
    expect(String(after.rows[0]?.path)).not.toContain('scoped')
    expect(Number(after.rows[0]?.n)).toBeGreaterThan(5000)
  })

  it('refuse a scope that is not made of codes', async () => {
    const scope = { subdistrict: code, whole: false, grids: [`1'; drop table building; --`] }
    await expect(withinScope(database.pool, scope, 'read only', (db) => db.query('select 1'))).rejects.toThrow(/not a code/)
  })
})
