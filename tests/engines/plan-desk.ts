// A service on a database of its own with two planners and a leader, and what they do with boundary plans in tests.
import { randomUUID } from 'node:crypto'
import { beforeAll, expect } from 'vitest'
import { z } from 'zod'
import { type PlannedFacts, placeFacts } from '#domain/plans/figures.ts'
import type { LatticePoint } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import { type PackedTopology, unpackTopology } from '#domain/topology/pack.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { boxesMeet, type GridId, gridAt, pointsBox, type Topology } from '#domain/topology/topology.ts'
import type { Database } from '../../server/db/database.ts'
import { listen } from './listen.ts'
import { demoSubdistrict as code, type Made, madeAccount, madeCookie } from './made-account.ts'
import { testDatabase } from './test-database.ts'

type Opened = {
  readonly database: Database
  readonly base: string
  readonly planner: Made
  readonly colleague: Made
  readonly leader: Made
}

const OpenedPlan = z.looseObject({
  plan: z.looseObject({
    stage: z.string(),
    version: z.number(),
    operations: z.number(),
    stale: z.boolean(),
    base: z.looseObject({ validFrom: z.string() }),
  }),
  journal: z.looseObject({ lastEntry: z.number(), entries: z.array(z.looseObject({ kind: z.string(), id: z.string() })) }),
  conflicts: z.array(z.looseObject({ entryId: z.string(), reason: z.string() })),
  ways: z.array(z.string()),
})

/** Opens before the tests of the file. */
export function planDesk() {
  let held: Opened | undefined
  beforeAll(async () => {
    const database = await testDatabase()
    held = {
      database,
      base: await listen(database),
      planner: await madeAccount(database, 'planner', [code]),
      colleague: await madeAccount(database, 'planner', [code]),
      leader: await madeAccount(database, 'leader', [code]),
    }
  })
  const opened = (): Opened => {
    if (held === undefined) throw new Error('the desk opens before the first test')
    return held
  }

  async function send(who: Made, method: string, path: string, body?: unknown) {
    const { base, database } = opened()
    const response = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: { cookie: await madeCookie(database, who), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const all = async (text: string, values: readonly unknown[] = []) => (await opened().database.db.query(text, [code, ...values])).rows
  const one = async (text: string, values: readonly unknown[] = []) => (await all(text, values))[0] ?? {}
  const count = async (text: string, values: readonly unknown[] = []) => Number((await one(`select count(*) as n from ${text}`, values)).n)

  async function open(id: number, who = opened().planner) {
    const [{ body }, base] = await Promise.all([send(who, 'GET', `/plans/${id}`), send(who, 'GET', `/plans/${id}/base`)])
    return { ...OpenedPlan.parse(body), topology: unpackTopology(base.body as unknown as PackedTopology) }
  }
  async function begin(title = '试方案', who = opened().planner): Promise<number> {
    const { status, body } = await send(who, 'POST', '/plans', { title })
    expect(status).toBe(200)
    return Number(body.planId)
  }
  const write = (id: number, entries: readonly unknown[], who = opened().planner, after = 0) =>
    send(who, 'POST', `/plans/${id}/entries`, { after, entries })

  async function stepTo(id: number, to: string, who: Made, more: Record<string, unknown> = {}) {
    const { plan } = await open(id)
    return send(who, 'POST', `/plans/${id}/steps`, { to, version: plan.version, note: '走过', ...more })
  }
  /** Through every desk. */
  async function approve(id: number, effectiveOn: string): Promise<void> {
    const { planner, leader } = opened()
    for (const [to, who, more] of [
      ['selfChecked', planner, {}],
      ['fieldWalked', planner, {}],
      ['opinionHeard', planner, {}],
      ['approved', leader, { effectiveOn }],
    ] as const)
      expect((await stepTo(id, to, who, more)).body).toMatchObject({ stage: to })
  }
  const publish = async (id: number, who = opened().leader) =>
    send(who, 'POST', `/plans/${id}/publish`, { version: (await open(id)).plan.version })

  /** A grid without buildings near the line of its split would do; a grid with the fewest buildings does best. */
  async function emptiestGrids(topology: Topology, n: number): Promise<GridId[]> {
    const rows = await all(
      `select b.grid_code as code, count(h.building_id) as n from grid_boundary b join grid g using (subdistrict_code, grid_code)
       left join building h on h.subdistrict_code = b.subdistrict_code and h.geom && b.geom
       where b.subdistrict_code = $1 and g.level = 3 and b.valid_to is null group by 1 order by 2, 1`,
    )
    return rows
      .map(({ code: grid }) => String(grid))
      .filter((grid) => topology.grids.has(grid))
      .slice(0, n)
  }
  return { opened, send, all, one, count, open, begin, write, stepTo, approve, publish, emptiestGrids }
}

export const problems = (body: Record<string, unknown>) =>
  z
    .array(z.object({ path: z.string(), problem: z.string() }))
    .parse(body.details ?? [])
    .map(({ problem }) => problem)

export const doing = (operation: Operation) => ({ kind: 'do' as const, id: randomUUID(), operation })

/** A split of a grid by a level line that runs through no building, tried from the middle outwards; null where there is none. */
export function clearSplit(topology: Topology, facts: PlannedFacts, grid: GridId, name: string): Operation | null {
  const [west, south, east, north] = pointsBox(gridPolygons(topology, grid).flat(2))
  for (let k = 1; k < 40; k++) {
    const y = Math.round(south + ((north - south) * (20 + (k % 2 === 0 ? k : -k) / 2)) / 40)
    const line: LatticePoint[] = [
      [west - 50, y],
      [east + 50, y],
    ]
    const operation: Operation = { kind: 'splitGrid', grid, line, newGrids: [{ id: name, name: '新网格', nameEn: 'New grid' }] }
    const result = applyOperation(topology, operation)
    if (result.ok && placeFacts(result.topology, facts).cut.size === placeFacts(topology, facts).cut.size) return operation
  }
  return null
}
const noFacts: PlannedFacts = { buildings: [], openIssues: [] }
export function splitOf(topology: Topology, grid: GridId, name: string): Operation {
  const split = clearSplit(topology, noFacts, grid, name)
  if (split === null) throw new Error(`no split of ${grid}`)
  return split
}

/** Some metres of a grid on which no building stands. */
export function yardIn(topology: Topology, facts: PlannedFacts, grid: GridId): LatticePoint[] {
  const [west, south, east, north] = pointsBox(gridPolygons(topology, grid).flat(2))
  const walls = facts.buildings.flatMap((building) => building.walls.map(pointsBox))
  for (let k = 0; k < 400; k++) {
    const [x, y] = [Math.round(west + ((east - west) * ((k * 7) % 19)) / 19), Math.round(south + ((north - south) * ((k * 5) % 23)) / 23)]
    const yard: LatticePoint[] = [
      [x, y],
      [x + 600, y],
      [x + 600, y + 600],
      [x, y + 600],
    ]
    if (yard.every((p) => gridAt(topology, p) === grid) && !walls.some((box) => boxesMeet(box, pointsBox(yard)))) return yard
  }
  throw new Error(`no yard in ${grid}`)
}
